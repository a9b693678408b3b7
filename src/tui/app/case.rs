//! The case: its thread, with a current entry that acts are about; beside it the follow-ups and the customer's card.
//!
//! Not its duty: what the acts do to the case (`acts`), wrapping and drawing (`view`).

use super::thread::{self, Entry, EntryId};
use super::{App, Effect, Effects, Level, Measured, Mouse, Said, Screen, acts, calls, follow_ups, queue};
use crate::model::{CaseFile, CaseId, FollowUp, Message};
use crate::tui::action::Action;

/// How much of an entry must be visible when one comes to it.
const GLIMPSE: usize = 4;

/// What the moving keys move in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    #[default]
    Thread,
    FollowUps,
    Card,
}

/// One opened case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseScreen {
    pub id: CaseId,
    pub pane: Pane,
    /// First visible line of the thread; none until somebody moves: then reading begins at the customer's last word.
    pub scroll: Option<usize>,
    /// The current entry; none as above.
    pub current: Option<EntryId>,
    /// Index into the open follow-ups.
    pub follow_up: usize,
    pub card_scroll: usize,
}

impl CaseScreen {
    pub fn new(id: CaseId) -> Self {
        Self { id, pane: Pane::Thread, scroll: None, current: None, follow_up: 0, card_scroll: 0 }
    }

    /// Index of the current entry.
    pub fn current_index(&self, entries: &[Entry<'_>]) -> usize {
        let wanted = self.current.or_else(|| thread::start(entries));
        entries.iter().position(|e| Some(e.id()) == wanted).unwrap_or(entries.len().saturating_sub(1))
    }

    /// First visible line, for a thread measured like this.
    pub fn first_line(&self, current: usize, measured: &Measured) -> usize {
        let begin = || measured.starts.get(current).copied().unwrap_or(0);
        self.scroll.unwrap_or_else(begin).min(measured.lines.saturating_sub(measured.page))
    }
}

/// The open follow-ups of a case, the nearest first: the order in which they are drawn and chosen.
pub fn open_follow_ups(file: &CaseFile) -> Vec<&FollowUp> {
    let mut open: Vec<&FollowUp> = file.follow_ups.iter().filter(|f| f.is_open()).collect();
    open.sort_by_key(|f| (f.alerts_at(), f.id));
    open
}

/// Opens a case over the present screen; it counts as read from now on.
pub fn open(app: &mut App, id: CaseId, out: &mut Effects) {
    app.stack.push(Screen::Case(Box::new(CaseScreen::new(id))));
    load(app, id, out);
}

/// Puts another case into the place of the open one.
pub(super) fn replace(app: &mut App, id: CaseId, out: &mut Effects) {
    if let Some(Screen::Case(screen)) = app.stack.last_mut() {
        **screen = CaseScreen::new(id);
        load(app, id, out);
    }
}

fn load(app: &App, id: CaseId, out: &mut Effects) {
    if app.case(id).is_none() {
        out.push(Effect::LoadCase { id });
    }
    acts::ask_other_cases(app, id, out);
    let is_read = app.queue.rows.iter().find(|r| r.id == id).is_some_and(|r| !r.marks.unread);
    if !is_read {
        out.push(Effect::MarkRead { id });
    }
}

fn screen(app: &App) -> Option<&CaseScreen> {
    match app.screen() {
        Screen::Case(screen) => Some(screen),
        _ => None,
    }
}

fn screen_mut(app: &mut App) -> Option<&mut CaseScreen> {
    match app.stack.last_mut() {
        Some(Screen::Case(screen)) => Some(screen),
        _ => None,
    }
}

/// The message that acts are about: the current one of the open case.
pub fn current_message(app: &App) -> Option<&Message> {
    let screen = screen(app)?;
    let entries = thread::entries(app.case(screen.id)?);
    match entries.get(screen.current_index(&entries))? {
        Entry::Message(message) => Some(message),
        Entry::Call(_) => None,
    }
}

/// The follow-up that acts are about: the chosen one of the open case, or the one under the cursor of the panel.
pub fn current_follow_up(app: &App) -> Option<&FollowUp> {
    let Some(screen) = screen(app) else { return follow_ups::current(app) };
    let open = open_follow_ups(app.case(screen.id)?);
    open.get(screen.follow_up.min(open.len().saturating_sub(1))).copied()
}

/// Nothing is done to a follow-up that is not visibly chosen: the first key only goes there.
pub fn turns_to_follow_ups(app: &mut App) -> bool {
    screen_mut(app).is_some_and(|screen| std::mem::replace(&mut screen.pane, Pane::FollowUps) != Pane::FollowUps)
}

/// Does an action of the open case; false when it has no meaning here.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    match action {
        Action::NextPane => next_pane(app),
        Action::NextCase => neighbour(app, 1, out),
        Action::PreviousCase => neighbour(app, -1, out),
        _ => return moved(app, action) || acts::perform(app, action, out),
    }
    true
}

fn next_pane(app: &mut App) {
    if let Some(screen) = screen_mut(app) {
        screen.pane = match screen.pane {
            Pane::Thread => Pane::FollowUps,
            Pane::FollowUps => Pane::Card,
            Pane::Card => Pane::Thread,
        };
    }
}

/// The case before or after this one in the list it was opened from.
fn neighbour(app: &mut App, by: isize, out: &mut Effects) {
    let Some(here) = screen(app).map(|s| s.id) else { return };
    match next_in_list(app, by, out).filter(|id| *id != here) {
        Some(id) => replace(app, id, out),
        None => app.say(Level::Info, &Said::new(if by > 0 { "case-is-last" } else { "case-is-first" })),
    }
}

/// Goes on to the next case of the list, or back to the list at its end: what follows a closing.
pub fn go_on(app: &mut App, out: &mut Effects) {
    let Some(here) = screen(app).map(|s| s.id) else { return };
    match next_in_list(app, 1, out).filter(|id| *id != here) {
        Some(id) => replace(app, id, out),
        None => {
            app.stack.pop();
        }
    }
}

fn next_in_list(app: &mut App, by: isize, out: &mut Effects) -> Option<CaseId> {
    let below = app.stack.len().checked_sub(2)?;
    let here = screen(app)?.id;
    match app.stack.get(below)? {
        Screen::FollowUps(_) => follow_ups::next_case(app, by, here),
        Screen::Calls(_) => calls::next_case(app, by),
        Screen::Queue => {
            queue::moved(app, by, out);
            app.queue.row().map(|r| r.id)
        }
        _ => None,
    }
}

fn moved(app: &mut App, action: Action) -> bool {
    let Some(pane) = screen(app).map(|s| s.pane) else { return false };
    match pane {
        Pane::Thread => in_thread(app, action),
        Pane::FollowUps => in_follow_ups(app, action),
        Pane::Card => in_card(app, action),
    }
}

fn in_follow_ups(app: &mut App, action: Action) -> bool {
    let count = screen(app).and_then(|s| app.case(s.id)).map_or(0, |f| open_follow_ups(f).len());
    let Some(screen) = screen_mut(app) else { return false };
    let last = count.saturating_sub(1);
    screen.follow_up = match action {
        Action::Down => screen.follow_up + 1,
        Action::Up => screen.follow_up.saturating_sub(1),
        Action::Top | Action::PageUp => 0,
        Action::Bottom | Action::PageDown => last,
        _ => return false,
    }
    .min(last);
    true
}

fn in_card(app: &mut App, action: Action) -> bool {
    let Some(screen) = screen_mut(app) else { return false };
    screen.card_scroll = match action {
        Action::Down => screen.card_scroll + 1,
        Action::Up => screen.card_scroll.saturating_sub(1),
        Action::PageDown => screen.card_scroll + 8,
        Action::PageUp => screen.card_scroll.saturating_sub(8),
        Action::Top => 0,
        Action::Bottom => usize::from(u16::MAX),
        _ => return false,
    };
    true
}

/// The lines of an entry and where the page stands, as last drawn.
struct Place {
    at: usize,
    entries: Vec<EntryId>,
    first: usize,
    measured: Measured,
}

impl Place {
    fn begin(&self, entry: usize) -> usize {
        self.measured.starts.get(entry).copied().unwrap_or(self.measured.lines)
    }

    fn end(&self, entry: usize) -> usize {
        self.begin(entry + 1)
    }

    fn last_first(&self) -> usize {
        self.measured.lines.saturating_sub(self.measured.page)
    }
}

fn place(app: &App) -> Option<Place> {
    let screen = screen(app)?;
    let entries = thread::entries(app.case(screen.id)?);
    let at = screen.current_index(&entries);
    let first = screen.first_line(at, &app.measured);
    Some(Place { at, entries: entries.iter().map(Entry::id).collect(), first, measured: app.measured.clone() })
}

/// Short entries are passed one by one, long ones line by line, so that nothing is skipped and nothing is unreachable.
fn in_thread(app: &mut App, action: Action) -> bool {
    let Some(p) = place(app) else { return false };
    let page = p.measured.page.max(1);
    let (at, first) = match action {
        Action::Down if p.end(p.at) > p.first + page => (p.at, p.first + 1),
        Action::Down => {
            let next = (p.at + 1).min(p.entries.len().saturating_sub(1));
            let glimpse = p.end(next).min(p.begin(next) + GLIMPSE);
            (next, p.first.max(glimpse.saturating_sub(page)))
        }
        Action::Up if p.begin(p.at) < p.first => (p.at, p.first - 1),
        Action::Up => {
            let previous = p.at.saturating_sub(1);
            let glimpse = p.begin(previous).max(p.end(previous).saturating_sub(GLIMPSE));
            (previous, p.first.min(glimpse))
        }
        Action::PageDown => paged(&p, true),
        Action::PageUp => paged(&p, false),
        Action::Top => (0, 0),
        Action::Bottom => (p.entries.len().saturating_sub(1), p.last_first()),
        _ => return false,
    };
    let current = p.entries.get(at).copied();
    let first = first.min(p.last_first());
    if let Some(screen) = screen_mut(app) {
        screen.current = current;
        screen.scroll = Some(first);
    }
    true
}

/// After a page the current entry is the first that begins on it, or the one that fills it; at the ends the outermost.
fn paged(p: &Place, down: bool) -> (usize, usize) {
    let page = p.measured.page.max(1);
    let step = page.saturating_sub(2).max(1);
    let first = if down { (p.first + step).min(p.last_first()) } else { p.first.saturating_sub(step) };
    let last = p.entries.len().saturating_sub(1);
    let at = if down && first == p.last_first() {
        last
    } else if !down && first == 0 {
        0
    } else {
        let begins = (0..=last).find(|i| (first..first + page).contains(&p.begin(*i)));
        begins.or_else(|| (0..=last).rfind(|i| p.begin(*i) <= first)).unwrap_or(0)
    };
    (at, first)
}

pub fn mouse(app: &mut App, mouse: Mouse) {
    let steps = match mouse {
        Mouse::ScrollDown { .. } => Action::Down,
        Mouse::ScrollUp { .. } => Action::Up,
        _ => return,
    };
    for _ in 0..3 {
        moved(app, steps);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{app, case_file, case_id, now, opened, press};
    use super::super::{Effect, Event, Screen, update};
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::acts::Command;
    use crate::model::{DeliveryDecision, DeliveryState, SettleDelivery};
    use crate::tui::view::snapshots::drawn;

    fn at(app: &App) -> &CaseScreen {
        screen(app).expect("a case is open")
    }

    #[test]
    fn opening_an_unread_row_reads_the_case_and_marks_it_read() {
        let mut app = app(UiLang::En, (80, 24));
        app.queue.rows[1].marks.unread = true;
        let out = press(&mut app, "j enter");
        let id = app.case_at_hand().unwrap();
        assert_ne!(id, case_id());
        assert!(out.contains(&Effect::LoadCase { id }) && out.contains(&Effect::MarkRead { id }));
        press(&mut app, "esc");
        assert!(matches!(app.screen(), Screen::Queue));
        app.queue.rows[1].marks.unread = false;
        assert!(!press(&mut app, "enter").contains(&Effect::MarkRead { id }));
    }

    #[test]
    fn every_entry_can_be_reached_line_by_line_and_none_is_skipped() {
        for size in [(80, 24), (120, 40), (60, 12)] {
            let mut app = opened(UiLang::Ru, size);
            drawn(&mut app);
            press(&mut app, "g g");
            let mut seen = vec![at(&app).current];
            for _ in 0..200 {
                press(&mut app, "j");
                let current = at(&app).current;
                if seen.last() != Some(&current) {
                    seen.push(current);
                }
            }
            let all: Vec<_> = thread::entries(&case_file()).iter().map(|e| Some(e.id())).collect();
            assert_eq!(seen, all, "{size:?}");
            let bottom = at(&app).scroll;
            press(&mut app, "G");
            assert_eq!(at(&app).scroll, bottom);
            for _ in 0..200 {
                press(&mut app, "k");
            }
            assert_eq!((at(&app).current, at(&app).scroll), (all[0], Some(0)));
        }
    }

    #[test]
    fn pages_end_at_the_outermost_entries() {
        let mut app = opened(UiLang::En, (80, 24));
        drawn(&mut app);
        let all: Vec<_> = thread::entries(&case_file()).iter().map(|e| Some(e.id())).collect();
        press(&mut app, "pagedown pagedown pagedown pagedown");
        assert_eq!(at(&app).current, *all.last().unwrap());
        press(&mut app, "pageup pageup pageup pageup");
        assert_eq!((at(&app).current, at(&app).scroll), (all[0], Some(0)));
    }

    #[test]
    fn the_current_entry_survives_a_new_reading() {
        let mut app = opened(UiLang::En, (80, 24));
        drawn(&mut app);
        press(&mut app, "g g j j");
        let current = at(&app).current;
        let mut file = case_file();
        file.messages.remove(0);
        update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
        assert_eq!(at(&app).current, current);
    }

    #[test]
    fn the_next_case_of_the_queue_takes_the_place_of_this_one() {
        let mut app = opened(UiLang::En, (80, 24));
        press(&mut app, "J");
        assert_eq!(app.case_at_hand(), app.queue.row().map(|r| r.id));
        assert_ne!(app.case_at_hand(), Some(case_id()));
        press(&mut app, "J J");
        assert_eq!(app.toasts.last().map(|t| t.text.clone()), Some(app.texts.t("case-is-last")));
        press(&mut app, "K K");
        assert_eq!(app.case_at_hand(), Some(case_id()));
        press(&mut app, "esc");
        assert_eq!(app.queue.cursor, 0);
    }

    #[test]
    fn sent_by_hand_is_said_of_a_recorded_letter_alone() {
        let mut app = opened(UiLang::En, (120, 40));
        drawn(&mut app);
        assert!(press(&mut app, "m").is_empty());
        press(&mut app, "k");
        let message = current_message(&app).unwrap().id;
        let out = press(&mut app, "m");
        let said = Command::SentByHand { case: case_id(), message };
        assert_eq!(out, [Effect::Submit { command: Box::new(said), delay_s: 0 }]);
    }

    #[test]
    fn a_letter_that_may_not_have_arrived_is_decided_by_the_operator() {
        let mut app = opened(UiLang::En, (120, 40));
        drawn(&mut app);
        press(&mut app, "k");
        let message = current_message(&app).unwrap().id;
        for state in [DeliveryState::Unsure, DeliveryState::Bounced] {
            let file = app.cases.iter_mut().find(|f| f.case.id == case_id()).unwrap();
            let letter = file.messages.iter_mut().find(|m| m.id == message).unwrap();
            letter.delivery.as_mut().unwrap().state = state;
            assert!(press(&mut app, "m").is_empty(), "it asks first");
            let settle = SettleDelivery { decision: DeliveryDecision::SendAgain };
            let again = Command::SettleDelivery { case: case_id(), message, settle };
            assert_eq!(press(&mut app, "down enter"), [Effect::Submit { command: Box::new(again), delay_s: 0 }]);
        }
    }

    #[test]
    fn attachments_are_opened_or_saved() {
        let mut app = opened(UiLang::En, (120, 40));
        drawn(&mut app);
        press(&mut app, "g g");
        let opened = press(&mut app, "o enter");
        assert!(matches!(&opened[..], [Effect::OpenAttachment { name, .. }] if name == "розетка.jpg"));
        let saved = press(&mut app, "o f2");
        assert!(matches!(&saved[..], [Effect::SaveAttachment { .. }]));
    }
}
