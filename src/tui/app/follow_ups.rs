//! The panel of follow-ups over all cases: overdue first, counting down, read by pages.
//!
//! Not its duty: the order and who owes what (the store), what an act does (`acts`).

use super::list::Place;
use super::{App, Effect, Effects, Mouse, Request, Screen, acts, case, layout};
use crate::model::queue::{FollowUpKey, FollowUpRow, FollowUpView};
use crate::model::{CaseId, FollowUp};
use crate::tui::action::Action;

/// The views in the order in which Tab walks them.
pub const VIEWS: [FollowUpView; 4] = [FollowUpView::Mine, FollowUpView::Team, FollowUpView::Today, FollowUpView::All];

#[derive(Debug, Default)]
pub struct FollowUps {
    pub view: FollowUpView,
    pub rows: Vec<FollowUpRow>,
    pub place: Place,
    /// All rows of the view are read.
    pub at_end: bool,
    pub loading: bool,
    awaited: Option<(Request, Asked)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Fresh,
    More,
}

impl FollowUps {
    pub fn row(&self) -> Option<&FollowUpRow> {
        self.rows.get(self.place.cursor)
    }

    /// How many are overdue, and how many more are due until the end of the day; exact as soon as rows beyond the day
    /// are read, else at least so many.
    pub fn counts(&self, app: &App) -> (usize, usize, bool) {
        let asker = app.asker();
        let at = |row: &FollowUpRow| row.follow_up.alerts_at();
        let overdue = self.rows.iter().filter(|r| at(r) < asker.now).count();
        let today = self.rows.iter().filter(|r| (asker.now..=asker.day_end).contains(&at(r))).count();
        let exact = self.at_end || self.rows.last().is_some_and(|r| at(r) > asker.day_end);
        (overdue, today, exact)
    }
}

fn page(app: &App) -> usize {
    usize::from(layout::list(app.size).list.height).max(1)
}

fn screen_mut(app: &mut App) -> Option<&mut FollowUps> {
    app.stack.iter_mut().rev().find_map(|s| match s {
        Screen::FollowUps(screen) => Some(&mut **screen),
        _ => None,
    })
}

/// Opens the panel over the present screen.
pub fn open(app: &mut App, out: &mut Effects) {
    if !matches!(app.screen(), Screen::FollowUps(_)) {
        app.stack.push(Screen::FollowUps(Box::default()));
        reload(app, out);
    }
}

/// Reads as many rows anew as were there.
pub fn reload(app: &mut App, out: &mut Effects) {
    let least = page(app) * 3;
    let Some(limit) = screen_mut(app).map(|s| s.rows.len().max(least)) else { return };
    ask(app, Asked::Fresh, limit, out);
}

fn ask(app: &mut App, asked: Asked, limit: usize, out: &mut Effects) {
    let (request, asker) = (app.request(), app.asker());
    let Some(screen) = screen_mut(app) else { return };
    screen.awaited = Some((request, asked));
    screen.loading |= screen.rows.is_empty();
    let after = screen.rows.last().filter(|_| asked == Asked::More).map(|row| key_of(&row.follow_up));
    out.push(Effect::LoadFollowUps { request, view: screen.view, asker, after, limit });
}

fn key_of(follow_up: &FollowUp) -> FollowUpKey {
    FollowUpKey { alerts_at: follow_up.alerts_at(), id: follow_up.id }
}

/// Takes a page. Rows read anew keep the cursor on its follow-up.
pub fn came(app: &mut App, request: Request, rows: Vec<FollowUpRow>, at_end: bool, out: &mut Effects) {
    let page = page(app);
    let Some(screen) = screen_mut(app) else { return };
    let Some((_, asked)) = screen.awaited.take_if(|(awaited, _)| *awaited == request) else { return };
    screen.loading = false;
    screen.at_end = at_end;
    match asked {
        Asked::More => screen.rows.extend(rows),
        Asked::Fresh => {
            let here = screen.row().map(|r| r.follow_up.id);
            let found = rows.iter().position(|r| Some(r.follow_up.id) == here);
            screen.rows = rows;
            screen.place.go(found.unwrap_or(screen.place.cursor), screen.rows.len(), page);
        }
    }
    read_ahead(app, out);
}

/// Asks for more rows before the cursor needs them.
fn read_ahead(app: &mut App, out: &mut Effects) {
    let page = page(app);
    let wants =
        screen_mut(app).is_some_and(|s| !s.at_end && s.awaited.is_none() && s.rows.len() < s.place.top + page * 2);
    if wants {
        ask(app, Asked::More, page * 3, out);
    }
}

/// Does an action of the panel; false when it has no meaning here.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let page = page(app);
    let Some(screen) = screen_mut(app) else { return false };
    let rows = screen.rows.len();
    if screen.place.moved(action, rows, page) {
        read_ahead(app, out);
        return true;
    }
    match action {
        Action::WhoseFollowUps => {
            let at = VIEWS.iter().position(|v| *v == screen.view).unwrap_or(0);
            *screen = FollowUps { view: VIEWS[(at + 1) % VIEWS.len()], ..FollowUps::default() };
            reload(app, out);
        }
        Action::Open => match app.case_at_hand() {
            Some(id) => case::open(app, id, out),
            None => return false,
        },
        _ => return acts::perform(app, action, out),
    }
    true
}

/// The follow-up under the cursor.
pub fn current(app: &App) -> Option<&FollowUp> {
    match app.screen() {
        Screen::FollowUps(screen) => screen.row().map(|r| &r.follow_up),
        _ => None,
    }
}

/// Moves to the next row of another case and gives it: walking cases without going back.
pub fn next_case(app: &mut App, by: isize, here: CaseId) -> Option<CaseId> {
    let page = page(app);
    let screen = screen_mut(app)?;
    let case_of = |at: &usize| screen.rows[*at].follow_up.case_id != here;
    let found = if by > 0 {
        (screen.place.cursor..screen.rows.len()).find(case_of)
    } else {
        (0..screen.place.cursor).rfind(case_of)
    }?;
    screen.place.go(found, screen.rows.len(), page);
    screen.row().map(|r| r.follow_up.case_id)
}

pub fn mouse(app: &mut App, mouse: Mouse, out: &mut Effects) {
    let list = layout::list(app.size).list;
    let page = page(app);
    let Some(screen) = screen_mut(app) else { return };
    let rows = screen.rows.len();
    match mouse {
        Mouse::ScrollDown { .. } => screen.place.go((screen.place.cursor + 3).min(rows.saturating_sub(1)), rows, page),
        Mouse::ScrollUp { .. } => screen.place.go(screen.place.cursor.saturating_sub(3), rows, page),
        Mouse::Press { x, y } if list.contains((x, y).into()) => {
            screen.place.cursor = screen.place.top + usize::from(y - list.y);
            screen.place.fit(rows, page);
        }
        _ => {}
    }
    read_ahead(app, out);
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{app, at, follow_up_row, now, press};
    use super::super::{Event, update};
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::acts::Command;

    fn panel(app: &App) -> &FollowUps {
        match app.screen() {
            Screen::FollowUps(screen) => screen,
            other => panic!("{other:?}"),
        }
    }

    fn asked(out: &Effects) -> (Request, FollowUpView, Option<FollowUpKey>, usize) {
        out.iter()
            .find_map(|e| match e {
                Effect::LoadFollowUps { request, view, after, limit, .. } => Some((*request, *view, *after, *limit)),
                _ => None,
            })
            .expect("rows are asked for")
    }

    fn rows(range: std::ops::Range<u128>) -> Vec<FollowUpRow> {
        range.map(|n| follow_up_row(n, "2026-11-24T08:00:00Z")).collect()
    }

    fn answer(app: &mut App, request: Request, rows: Vec<FollowUpRow>, at_end: bool) -> Effects {
        update(app, Event::FollowUps { request, rows, after: None, at_end }, now())
    }

    #[test]
    fn pages_are_asked_for_before_the_cursor_needs_them() {
        let mut app = app(UiLang::En, (80, 24));
        let (request, view, after, limit) = asked(&press(&mut app, "g f"));
        assert_eq!((view, after), (FollowUpView::Mine, None));
        let out = answer(&mut app, request, rows(1..1 + limit as u128), false);
        assert_eq!(out, []);
        let out = press(&mut app, "G");
        let (request, _, after, _) = asked(&out);
        assert_eq!(after.map(|k| k.id), panel(&app).rows.last().map(|r| r.follow_up.id));
        answer(&mut app, request, rows(1000..1010), true);
        assert_eq!(panel(&app).rows.len(), limit + 10);
        assert_eq!(press(&mut app, "G"), []);
    }

    #[test]
    fn tab_walks_the_views_and_old_answers_are_dropped() {
        let mut app = app(UiLang::En, (80, 24));
        let (old, ..) = asked(&press(&mut app, "f7"));
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(asked(&press(&mut app, "tab")).1);
        }
        assert_eq!(seen, [FollowUpView::Team, FollowUpView::Today, FollowUpView::All, FollowUpView::Mine]);
        answer(&mut app, old, rows(1..5), true);
        assert!(panel(&app).rows.is_empty());
    }

    #[test]
    fn a_change_keeps_the_cursor_on_its_follow_up() {
        let mut app = app(UiLang::En, (80, 24));
        let (request, ..) = asked(&press(&mut app, "g f"));
        answer(&mut app, request, rows(1..9), true);
        press(&mut app, "j j j");
        let here = panel(&app).row().map(|r| r.follow_up.id);
        let (request, ..) = asked(&update(&mut app, Event::Changed { cases: vec![] }, now()));
        answer(&mut app, request, rows(3..9), true);
        assert_eq!(panel(&app).row().map(|r| r.follow_up.id), here);
    }

    #[test]
    fn done_and_later_are_said_of_the_row_and_nothing_is_ever_sent() {
        // R16, R164
        let mut app = app(UiLang::En, (80, 24));
        let (request, ..) = asked(&press(&mut app, "g f"));
        answer(&mut app, request, rows(1..4), true);
        let id = panel(&app).row().unwrap().follow_up.id;
        for keys in ["x", "z enter"] {
            let out = press(&mut app, keys);
            let is_patch = |e: &Effect| {
                matches!(e, Effect::Submit { command, .. }
                    if matches!(**command, Command::PatchFollowUp { id: patched, .. } if patched == id))
            };
            assert!(out.iter().any(is_patch), "{keys}: {out:?}");
        }
        let later = update(&mut app, Event::Woke(super::super::Wake::Clock), at("2026-11-30T08:00:00Z"));
        assert!(!later.iter().any(|e| matches!(e, Effect::Submit { .. } | Effect::SignAndSend { .. })));
    }

    #[test]
    fn enter_opens_the_case_and_j_walks_to_the_next_other_case() {
        let mut app = app(UiLang::En, (80, 24));
        let (request, ..) = asked(&press(&mut app, "g f"));
        let mut three = rows(1..4);
        three[1].follow_up.case_id = three[0].follow_up.case_id;
        answer(&mut app, request, three.clone(), true);
        press(&mut app, "enter J");
        assert_eq!(app.case_at_hand(), Some(three[2].follow_up.case_id));
        press(&mut app, "esc");
        assert_eq!(panel(&app).place.cursor, 2);
    }

    #[test]
    fn overdue_and_today_are_counted() {
        let mut app = app(UiLang::En, (80, 24));
        let (request, ..) = asked(&press(&mut app, "g f"));
        let times = ["2026-11-23T10:00:00Z", "2026-11-23T13:00:00Z", "2026-11-23T21:30:00Z", "2026-11-24T08:00:00Z"];
        let rows = times.iter().zip(1..).map(|(t, n)| follow_up_row(n, t)).collect();
        answer(&mut app, request, rows, false);
        assert_eq!(panel(&app).counts(&app), (1, 2, true));
    }
}
