//! Who is to be called: why, at which number, and what time it is there.

use super::list::Place;
use super::{App, Effect, Effects, Mouse, Request, Screen, acts, case, layout};
use crate::model::CaseId;
use crate::model::queue::CallRow;
use crate::tui::action::Action;

/// How many calls are read; more than anybody can make in a day.
const LIMIT: usize = 500;

#[derive(Debug, Default)]
pub struct Calls {
    pub rows: Vec<CallRow>,
    pub place: Place,
    pub loading: bool,
    awaited: Option<Request>,
}

impl Calls {
    pub fn row(&self) -> Option<&CallRow> {
        self.rows.get(self.place.cursor)
    }
}

/// How many calls are visible.
fn page(app: &App) -> usize {
    let lines = layout::call_lines(app.size);
    usize::from(layout::list(app.size).list.height / lines).max(1)
}

fn screen_mut(app: &mut App) -> Option<&mut Calls> {
    app.stack.iter_mut().rev().find_map(|s| match s {
        Screen::Calls(screen) => Some(&mut **screen),
        _ => None,
    })
}

/// Opens the list over the present screen.
pub fn open(app: &mut App, out: &mut Effects) {
    if !matches!(app.screen(), Screen::Calls(_)) {
        app.stack.push(Screen::Calls(Box::default()));
        reload(app, out);
    }
}

pub fn reload(app: &mut App, out: &mut Effects) {
    let (request, asker) = (app.request(), app.asker());
    let Some(screen) = screen_mut(app) else { return };
    screen.loading |= screen.rows.is_empty();
    screen.awaited = Some(request);
    out.push(Effect::LoadCalls { request, asker, limit: LIMIT });
}

/// Takes the rows; the cursor stays on its case.
pub fn came(app: &mut App, request: Request, rows: Vec<CallRow>) {
    let page = page(app);
    let Some(screen) = screen_mut(app) else { return };
    if screen.awaited.take_if(|awaited| *awaited == request).is_none() {
        return;
    }
    screen.loading = false;
    let here = screen.row().map(|r| r.row.id);
    let found = rows.iter().position(|r| Some(r.row.id) == here);
    screen.rows = rows;
    screen.place.go(found.unwrap_or(screen.place.cursor), screen.rows.len(), page);
}

/// Does an action of the list; false when it has no meaning here.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let page = page(app);
    let Some(screen) = screen_mut(app) else { return false };
    let rows = screen.rows.len();
    if screen.place.moved(action, rows, page) {
        return true;
    }
    match (action, app.case_at_hand()) {
        (Action::Open, Some(id)) => case::open(app, id, out),
        _ => return acts::perform(app, action, out),
    }
    true
}

/// Moves to the call before or after and gives its case.
pub fn next_case(app: &mut App, by: isize) -> Option<CaseId> {
    let page = page(app);
    let screen = screen_mut(app)?;
    let to = screen.place.cursor.checked_add_signed(by).filter(|to| *to < screen.rows.len())?;
    screen.place.go(to, screen.rows.len(), page);
    screen.row().map(|r| r.row.id)
}

pub fn mouse(app: &mut App, mouse: Mouse) {
    let (list, page, lines) = (layout::list(app.size).list, page(app), layout::call_lines(app.size));
    let Some(screen) = screen_mut(app) else { return };
    let rows = screen.rows.len();
    match mouse {
        Mouse::ScrollDown { .. } => drop(screen.place.moved(Action::Down, rows, page)),
        Mouse::ScrollUp { .. } => drop(screen.place.moved(Action::Up, rows, page)),
        Mouse::Press { x, y } if list.contains((x, y).into()) => {
            screen.place.cursor = screen.place.top + usize::from((y - list.y) / lines);
            screen.place.fit(rows, page);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{app, call_row, case_file, now, press, typed};
    use super::super::{Event, Overlay, update};
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::CaseFile;
    use crate::model::acts::Command;

    fn calls(rows: Vec<CallRow>) -> App {
        let mut app = app(UiLang::En, (80, 24));
        let out = press(&mut app, "g c");
        let request = out.iter().find_map(|e| match e {
            Effect::LoadCalls { request, .. } => Some(*request),
            _ => None,
        });
        update(&mut app, Event::Calls { request: request.unwrap(), rows }, now());
        app
    }

    fn loaded(app: &mut App, id: CaseId) {
        let mut file = case_file();
        file.case.id = id;
        let file: Box<CaseFile> = Box::new(file);
        update(app, Event::Case { id, file: Some(file) }, now());
    }

    #[test]
    fn a_call_is_recorded_from_the_list() {
        // R88, R96
        let mut app = calls(vec![call_row(5), call_row(6)]);
        press(&mut app, "j c");
        let id = app.case_at_hand().unwrap();
        loaded(&mut app, id);
        assert!(matches!(app.overlay, Some(Overlay::Form(_))));
        typed(&mut app, "2");
        let out = press(&mut app, "enter");
        assert!(out.iter().any(|e| matches!(e, Effect::Submit { command, .. }
            if matches!(&**command, Command::RecordCall { case, .. } if *case == id))));
    }

    #[test]
    fn a_mark_is_dismissed_from_the_list() {
        let mut app = calls(vec![call_row(5)]);
        let id = app.case_at_hand().unwrap();
        loaded(&mut app, id);
        let out = press(&mut app, "d");
        let expected = Effect::Submit { command: Box::new(Command::UnmarkCall { case: id }), delay_s: 0 };
        assert_eq!(out, [expected]);
    }

    #[test]
    fn calls_are_walked_from_case_to_case() {
        let mut app = calls((5..9).map(call_row).collect());
        press(&mut app, "enter J J");
        assert_eq!(app.case_at_hand(), Some(call_row(7).row.id));
        press(&mut app, "K esc");
        assert_eq!(app.case_at_hand(), Some(call_row(6).row.id));
    }

    #[test]
    fn an_empty_list_takes_every_key() {
        let mut app = calls(vec![]);
        press(&mut app, "j k G g g enter c d");
        assert!(matches!(app.screen(), Screen::Calls(_)));
    }
}
