//! The lines below every screen: what waits and what was said, keys last.
//!
//! Not its duty: the first line (`top`).

use jiff::SignedDuration;
use ratatui::layout::Rect;

use super::{Pen, ViewCache};
use crate::i18n::{UiLang, duration_short};
use crate::model::queue::Counts;
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::app::case::Pane;
use crate::tui::app::{App, Level, Overlay, Picked, Screen, spell};
use crate::tui::input::Context;
use crate::tui::theme::Role;

/// The bars as they were put into words: a key changes them seldom, and every key draws them.
#[derive(Debug, Default)]
pub struct Bars {
    waiting: Option<(WaitingFacts, String)>,
    hints: Option<(HintFacts, Vec<(String, String)>)>,
}

/// All that the words of what waits depend on.
#[derive(Debug, PartialEq)]
struct WaitingFacts {
    lang: UiLang,
    counts: Counts,
    minute: i64,
}

/// The minute of the clock: words about time change with it at most.
pub(super) fn minute(app: &App) -> i64 {
    app.now.as_second().div_euclid(60)
}

/// Places and their hints are constants, so their addresses name them.
type HintFacts = (*const Context, *const Action, UiLang);

impl Bars {
    fn waiting(&mut self, app: &App) -> &str {
        let facts = WaitingFacts { lang: app.texts.lang(), counts: app.counts.clone(), minute: minute(app) };
        let known = self.waiting.take().filter(|(known, _)| *known == facts);
        &self.waiting.insert(known.unwrap_or_else(|| (facts, waiting_words(app)))).1
    }

    /// Keys of this place from the live keymap with their titles, the most useful first.
    fn hints(&mut self, app: &App) -> &[(String, String)] {
        let actions = hints(app);
        let facts = (app.contexts().as_ptr(), actions.as_ptr(), app.texts.lang());
        let known = self.hints.take().filter(|(known, _)| *known == facts);
        let (_, hints) = self.hints.insert(known.unwrap_or_else(|| {
            let key = |action| app.keymap.keys_of(app.contexts(), action).first().map(|c| short_key(&spell(c)));
            let hint = |action: &Action| Some((key(*action)?, hint_title(app, *action)));
            (facts, actions.iter().filter_map(hint).collect())
        }));
        hints
    }
}

fn hint_title(app: &App, action: Action) -> String {
    let title = app.texts.t(&format!("hint-{}", action.id()));
    if title.is_empty() { app.texts.t(action.title_key()) } else { title }
}

/// What waits, on the left; what was said or is being typed, on the right.
pub fn status(app: &App, cache: &mut ViewCache, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let y = area.y;
    if let Some(line) = app.queue.typing.as_ref().filter(|_| matches!(app.screen(), Screen::Queue)) {
        let label = app.texts.t("search-label");
        let used = pen.text(area.x + 1, y, &label, area.width, Role::Accent) + 1;
        let room = area.width.saturating_sub(used + 2);
        pen.text(area.x + 1 + used, y, line.text(), room, Role::Text);
        if line.text().is_empty() && !app.queue.searched.is_empty() {
            let last = app.texts.tr("search-last", &[("words", app.queue.searched.clone().into())]);
            pen.text(area.x + 1 + used, y, &last, room, Role::Dim);
        }
        cache.cursor = Some((area.x + 1 + used + width(&line.text()[..line.cursor()]) as u16, y));
        return;
    }
    if !app.pending.is_empty() {
        return chord(app, pen, area);
    }
    let toast = app.toasts.last();
    let cells = toast.map_or(0, |toast| width(&toast.text));
    // Where the first line counts who waits, words that need this whole line have it for their moment (R60).
    let is_counted = cache.top.counts_unanswered() && app.counts.unanswered < 10_000;
    let left = match beside(cache.bars.waiting(app), cells, area.width) {
        left if is_counted && width(left) + cells + 6 > usize::from(area.width) => "",
        left => left,
    };
    let role = if app.counts.unanswered > 0 { Role::Strong } else { Role::Dim };
    let used = pen.text(area.x + 1, y, left, area.width.saturating_sub(2), role);
    let room = area.width.saturating_sub(if used == 0 { 2 } else { used + 5 });
    if let Some(toast) = toast {
        let role = match toast.level {
            Level::Info => Role::Accent,
            Level::Warning => Role::Soon,
            Level::Error => Role::Overdue,
            Level::Alert => Role::Call,
        };
        let more = more_words(app);
        let right = area.right().saturating_sub(1);
        let cells = (width(&more) as u16).min(room);
        pen.text_right(right, y, &more, cells, role);
        pen.text_right(right.saturating_sub(cells), y, &toast.text, room - cells, role);
    } else {
        let words = outbox_words(app);
        pen.text_right(area.right().saturating_sub(1), y, &words, room, Role::Accent);
    }
}

/// How many warnings stand behind what was said last. They are never cut off; what was only said in passing is not counted.
fn more_words(app: &App) -> String {
    let behind = app.toasts.len().saturating_sub(1);
    match app.toasts.iter().take(behind).filter(|t| t.level != Level::Info).count() {
        0 => String::new(),
        others => format!(" · {}", app.texts.count("toast-more", others as u64)),
    }
}

/// All that waits, or what is never answered alone (R60) where a word of `cells` needs the place.
fn beside(waiting: &str, cells: usize, all: u16) -> &str {
    let fits = width(waiting) + cells + 6 <= usize::from(all);
    if fits || cells == 0 { waiting } else { waiting.split(" · ").next().unwrap_or_default() }
}

/// "7 unanswered · oldest 5 h", over all sources, always (R60).
fn waiting_words(app: &App) -> String {
    let mut words = app.texts.count("status-unanswered", app.counts.unanswered);
    if let Some(since) = app.counts.oldest_wait {
        let waited = app.rules.calendar.working_between(since, app.now);
        let length = duration_short(&app.texts, SignedDuration::try_from(waited).unwrap_or(SignedDuration::MAX));
        words.push_str(&app.texts.tr("status-oldest", &[("wait", length.into())]));
    }
    if app.counts.overdue_follow_ups > 0 {
        words.push_str(" · ");
        words.push_str(&app.texts.count("status-overdue", app.counts.overdue_follow_ups));
    }
    words
}

/// The letter that can be taken back, what the desk has not accepted yet, what it refused.
fn outbox_words(app: &App) -> String {
    if let Some((_, until)) = app.undo_until() {
        let seconds = (until.as_second() - app.now.as_second()).max(0) as u64;
        let key = key_of(app, Action::Undo).unwrap_or_default();
        return app.texts.count_with("status-undo", seconds, &[("key", key.into())]);
    }
    let mut words = Vec::new();
    if app.counts.stuck > 0 {
        words.push(app.texts.count("status-stuck", app.counts.stuck));
    }
    let waiting = app.counts.unsent.saturating_sub(app.counts.stuck);
    if waiting > 0 {
        words.push(app.texts.count("status-unsent", waiting));
    }
    words.join(" · ")
}

/// What may follow the keys of a chord.
fn chord(app: &App, pen: &mut Pen<'_>, area: Rect) {
    let mut x = area.x + 1;
    x += pen.text(x, area.y, &spell(&app.pending), 12, Role::Accent) + 2;
    for (key, action) in &app.pending_next {
        let title = app.texts.t(action.title_key());
        let key = key.to_string();
        if x + (width(&key) + width(&title)) as u16 + 3 > area.right() {
            break;
        }
        x += pen.text(x, area.y, &key, 12, Role::Accent) + 1;
        x += pen.text(x, area.y, &title, 40, Role::Text) + 2;
    }
}

/// The first key of an action as it is pressed on this screen.
pub fn key_of(app: &App, action: Action) -> Option<String> {
    app.keymap.keys_of(app.contexts_below(), action).first().map(|c| short_key(&spell(c)))
}

/// `ctrl-d` as `^D`, `enter` as `Enter`: how footers write keys.
fn short_key(key: &str) -> String {
    match key.strip_prefix("ctrl-") {
        Some(rest) if rest.chars().count() == 1 => format!("^{}", rest.to_uppercase()),
        Some(rest) => format!("^{}", capital(rest)),
        None if key.chars().count() > 1 && !key.contains(' ') => capital(key),
        None => key.to_owned(),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Keys of this place from the live keymap, the most useful first, as many as fit.
pub fn footer(app: &App, bars: &mut Bars, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    pen.fill(area, Role::Bar);
    let mut x = area.x + 1;
    for (key, title) in bars.hints(app) {
        if x + (width(key) + width(title)) as u16 + 2 > area.right() {
            break;
        }
        x += pen.text(x, area.y, key, 20, Role::BarKey) + 1;
        x += pen.text(x, area.y, title, 40, Role::Bar) + 2;
    }
}

/// What the footer offers, by place.
fn hints(app: &App) -> &'static [Action] {
    use Action as A;
    match (&app.overlay, app.screen()) {
        (Some(Overlay::Form(_)), _) => &[A::Submit, A::NextField, A::Cancel],
        (Some(Overlay::Pick(pick)), _) if matches!(pick.items.first(), Some(i) if matches!(i.value, Picked::Attachment(_))) => {
            &[A::Submit, A::SaveAttachment, A::Down, A::Up, A::Cancel]
        }
        (Some(_), _) => &[A::Submit, A::Down, A::Up, A::Cancel],
        (None, Screen::Queue) if app.queue.typing.is_some() => &[A::Submit, A::Cancel],
        (None, Screen::Queue) => &[
            A::Open,
            A::Reply,
            A::MarkCall,
            A::Claim,
            A::SnoozeCase,
            A::Search,
            A::Filter,
            A::Help,
            A::Palette,
            A::GoFollowUps,
            A::Quit,
        ],
        (None, Screen::Case(case)) if case.pane == Pane::FollowUps => {
            &[A::Done, A::Snooze, A::AddFollowUp, A::NextPane, A::Reply, A::MarkCall, A::Help, A::Back]
        }
        (None, Screen::Case(_)) => &[
            A::Reply,
            A::Note,
            A::MarkCall,
            A::RecordCall,
            A::Claim,
            A::AddFollowUp,
            A::NextPane,
            A::Close,
            A::NextCase,
            A::Help,
            A::Back,
            A::Done,
            A::Snooze,
        ],
        (None, Screen::Review) => {
            &[A::Send, A::Back, A::NextField, A::Toggle, A::Open, A::NextFinding, A::CopyLetter, A::Down, A::Help]
        }
        (None, Screen::Many) => {
            &[A::Send, A::Back, A::Reply, A::MarkForMany, A::PageDown, A::CopyLetter, A::Down, A::Up, A::Help]
        }
        (None, Screen::Outbox(_)) => &[A::Open, A::Retry, A::TakeBack, A::CopyLetter, A::Down, A::Up, A::Help, A::Back],
        (None, Screen::Conflict(_)) => {
            &[A::KeepTheirs, A::SendMine, A::EditMine, A::CopyLetter, A::Down, A::Help, A::Back]
        }
        (None, Screen::Versions(_)) => &[A::Restore, A::Down, A::Up, A::PageDown, A::CopyLetter, A::Help, A::Back],
        (None, Screen::Composer) => &[
            A::Phrases,
            A::NextSlot,
            A::NextFinding,
            A::Review,
            A::Back,
            A::ToggleNote,
            A::Signature,
            A::Undo,
            A::Help,
        ],
        (None, Screen::FollowUps(_)) => &[
            A::Open,
            A::Done,
            A::Snooze,
            A::AddFollowUp,
            A::MarkCall,
            A::RecordCall,
            A::Reply,
            A::WhoseFollowUps,
            A::Help,
            A::Back,
        ],
        (None, Screen::Calls(_)) => {
            &[A::RecordCall, A::Open, A::UnmarkCall, A::Reply, A::Note, A::Claim, A::Help, A::Back]
        }
        (None, Screen::Evidence(_)) => &[A::Open, A::ExportCase, A::Down, A::Up, A::Help, A::Back],
        (None, Screen::Help(_) | Screen::Original(_)) => &[A::Back, A::Down, A::Up, A::PageDown],
    }
}
