//! What was said, promised and agreed with a customer, over all his cases, in time order (R21).
//!
//! Not its duty: the dossier that the export key writes (`dossier`), fetching the cases (`runtime`).

use jiff::Timestamp;

use super::list::Place;
use super::{App, Effect, Effects, Level, Mouse, Said, Screen, case, impression_words, layout};
use crate::model::{CaseFile, CaseId, CustomerId, FollowUp, MessageKind};
use crate::tui::action::Action;

#[derive(Debug)]
pub struct Evidence {
    pub customer: CustomerId,
    /// The customer's name, as the case showed it when this was opened.
    pub name: String,
    /// None until the cases came.
    pub pieces: Option<Vec<Piece>>,
    pub place: Place,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub at: Timestamp,
    pub case: CaseId,
    pub number: u64,
    pub kind: Kind,
    /// Who of us, or the customer's name.
    pub who: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Message(MessageKind),
    Call,
    /// A duty towards the customer, with what became of it.
    Duty(Box<FollowUp>),
    /// A confirmation that was asked for, in its present state.
    Term(crate::model::ConfirmationState),
    /// How he took it, as one of us noted it (R39, R40).
    Impression,
}

impl Evidence {
    pub fn rows(&self) -> &[Piece] {
        self.pieces.as_deref().unwrap_or_default()
    }

    pub fn piece(&self) -> Option<&Piece> {
        self.rows().get(self.place.cursor)
    }
}

fn screen_mut(app: &mut App) -> Option<&mut Evidence> {
    app.stack.iter_mut().rev().find_map(|s| match s {
        Screen::Evidence(screen) => Some(&mut **screen),
        _ => None,
    })
}

fn page(app: &App) -> usize {
    usize::from(layout::list(app.size).list.height).max(1)
}

/// Opens it for the customer of a case.
pub fn open(app: &mut App, file: &CaseFile, out: &mut Effects) {
    let customer = file.customer.id;
    let name = file.customer.name.full();
    app.stack.push(Screen::Evidence(Box::new(Evidence { customer, name, pieces: None, place: Place::default() })));
    out.push(Effect::LoadEvidence { customer });
}

/// Lays the cases out; the newest stands at the bottom, where the cursor begins.
pub fn came(app: &mut App, customer: CustomerId, files: &[CaseFile]) {
    let (page, pieces) = (page(app), lay_out(app, files));
    let Some(screen) = screen_mut(app).filter(|s| s.customer == customer) else { return };
    screen.place.go(pieces.len().saturating_sub(1), pieces.len(), page);
    screen.pieces = Some(pieces);
}

/// Everything that counts as evidence, in time order. Internal notes and timers of our own are none.
fn lay_out(app: &App, files: &[CaseFile]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = files.iter().flat_map(|file| of_case(app, file)).collect();
    pieces.sort_by_key(|piece| (piece.at, piece.number));
    pieces
}

fn of_case(app: &App, file: &CaseFile) -> Vec<Piece> {
    let case = &file.case;
    let piece = |at, kind, who: &str, text: &str| Piece {
        at,
        case: case.id,
        number: case.number,
        kind,
        who: who.to_owned(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let mut pieces = Vec::new();
    for message in file.messages.iter().filter(|m| m.kind != MessageKind::Note) {
        pieces.push(piece(message.at, Kind::Message(message.kind.clone()), message.author.name(), &message.body));
    }
    for call in &file.calls {
        let words = if call.agreed.trim().is_empty() { &call.note } else { &call.agreed };
        pieces.push(piece(call.at, Kind::Call, app.operator_name(call.operator), words));
    }
    for duty in file.follow_ups.iter().filter(|f| f.is_commitment() && !f.title.is_empty()) {
        let who = duty.origin.operator.or(duty.owner).map_or("", |id| app.operator_name(id));
        pieces.push(piece(duty.opened_at, Kind::Duty(Box::new(duty.clone())), who, &duty.title));
    }
    if let Some((noted, at)) = case.impression.as_ref().and_then(|noted| Some((noted, noted.at?))) {
        let who = noted.by.map_or("", |id| app.operator_name(id));
        pieces.push(piece(at, Kind::Impression, who, &impression_words(app, noted)));
    }
    for term in &case.confirmations {
        pieces.push(piece(term.asked_at, Kind::Term(term.state.clone()), "", &term.term));
    }
    pieces
}

/// Does an action of the list; false when it has no meaning here.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let page = page(app);
    let Some(screen) = screen_mut(app) else { return false };
    let rows = screen.rows().len();
    if screen.place.moved(action, rows, page) {
        return true;
    }
    let here = screen.piece().map(|piece| piece.case);
    match (action, here) {
        (Action::Open, Some(id)) => case::open(app, id, out),
        (Action::ExportCase, Some(id)) => export(app, id, out),
        _ => return false,
    }
    true
}

/// Writes the dossier of a case into the current folder.
pub fn export(app: &mut App, case: CaseId, out: &mut Effects) {
    out.push(Effect::ExportCase { case });
    app.say(Level::Info, &Said::new("export-begun"));
}

pub fn mouse(app: &mut App, mouse: Mouse) {
    let (list, page) = (layout::list(app.size).list, page(app));
    let Some(screen) = screen_mut(app) else { return };
    let rows = screen.rows().len();
    match mouse {
        Mouse::ScrollDown { .. } => drop(screen.place.moved(Action::Down, rows, page)),
        Mouse::ScrollUp { .. } => drop(screen.place.moved(Action::Up, rows, page)),
        Mouse::Press { x, y } if list.contains((x, y).into()) => {
            screen.place.cursor = screen.place.top + usize::from(y - list.y);
            screen.place.fit(rows, page);
        }
        _ => {}
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::fixtures::{at, case_file, case_id, now, opened, press};
    use super::super::{Event, update};
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::{Confirmation, MessageId};

    /// The evidence of a customer with two cases.
    pub fn shown(lang: UiLang, size: (u16, u16)) -> App {
        let mut app = opened(lang, size);
        let out = press(&mut app, "V");
        let customer = case_file().customer.id;
        assert!(out.contains(&Effect::LoadEvidence { customer }), "{out:?}");
        let mut first = case_file();
        first.case.confirmations = vec![Confirmation::asked(
            MessageId(uuid::Uuid::from_u128(4)),
            "Вторник, 10:00".into(),
            at("2026-11-23T08:00:00Z"),
        )];
        let mut older = case_file();
        older.case.id = CaseId(uuid::Uuid::from_u128(900));
        older.case.number = 12;
        older.messages.truncate(1);
        older.messages[0].at = at("2025-02-01T09:00:00Z");
        older.calls.clear();
        older.follow_ups.clear();
        update(&mut app, Event::Evidence { customer, files: vec![first, older] }, now());
        app
    }

    fn screen(app: &App) -> &Evidence {
        match app.screen() {
            Screen::Evidence(screen) => screen,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn promises_terms_calls_and_letters_of_all_cases_stand_in_time_order() {
        // R21
        let app = shown(UiLang::En, (120, 40));
        let rows = screen(&app).rows();
        assert!(rows.is_sorted_by_key(|piece| piece.at));
        assert_eq!(rows[0].number, 12, "the older case comes first");
        let has = |wanted: fn(&Kind) -> bool| rows.iter().any(|piece| wanted(&piece.kind));
        assert!(has(|k| matches!(k, Kind::Call)) && has(|k| matches!(k, Kind::Term(_))));
        assert!(has(|k| matches!(k, Kind::Duty(_))) && has(|k| matches!(k, Kind::Message(MessageKind::Reply))));
        assert!(!has(|k| matches!(k, Kind::Message(MessageKind::Note))), "notes are our own");
        assert_eq!(screen(&app).place.cursor, rows.len() - 1);
    }

    #[test]
    fn how_the_customer_took_it_stands_among_the_evidence() {
        // R39, R40
        let mut app = opened(UiLang::Ru, (160, 40));
        press(&mut app, "V");
        let mut file = case_file();
        file.case.impression = Some(crate::model::Impression {
            mood_at_start: Some(crate::model::Mood::Angry),
            mood_at_end: Some(crate::model::Mood::Calm),
            satisfied: Some(crate::model::Verdict::Partly),
            by: Some(super::super::fixtures::me()),
            at: Some(now()),
            ..crate::model::Impression::default()
        });
        update(&mut app, Event::Evidence { customer: file.customer.id, files: vec![file] }, now());
        let piece = screen(&app).rows().last().unwrap();
        assert_eq!((&piece.kind, piece.who.as_str()), (&Kind::Impression, "Анна Иванова"));
        assert_eq!(piece.text, "настроение: гнев → спокойствие · клиент доволен: отчасти");
    }

    #[test]
    fn a_piece_leads_to_its_case_and_its_dossier() {
        let mut app = shown(UiLang::En, (120, 40));
        press(&mut app, "g g");
        let out = press(&mut app, "X");
        assert_eq!(out, [Effect::ExportCase { case: CaseId(uuid::Uuid::from_u128(900)) }]);
        press(&mut app, "G enter");
        assert!(matches!(app.screen(), Screen::Case(screen) if screen.id == case_id()));
    }

    #[test]
    fn an_answer_about_another_customer_changes_nothing() {
        let mut app = opened(UiLang::En, (80, 24));
        press(&mut app, "V");
        let other = CustomerId(uuid::Uuid::from_u128(77));
        update(&mut app, Event::Evidence { customer: other, files: vec![case_file()] }, now());
        assert!(screen(&app).pieces.is_none());
        press(&mut app, "j k G enter X esc");
        assert!(matches!(app.screen(), Screen::Case(_)));
    }
}
