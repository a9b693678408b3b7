//! The evidence of a customer: when, in which case, what, who, in which words.

use ratatui::layout::Rect;

use super::Pen;
use crate::i18n::day;
use crate::model::FollowUpState;
use crate::tui::app::evidence::{Evidence, Kind, Piece};
use crate::tui::app::{App, layout};
use crate::tui::theme::Role;

pub fn draw(app: &App, screen: &Evidence, pen: &mut Pen<'_>) {
    let areas = layout::list(app.size);
    let rows = screen.rows();
    if areas.head.height > 0 {
        let title = app.texts.tr("evidence-title", &[("name", screen.name.as_str().into())]);
        pen.text(areas.head.x + 1, areas.head.y, &title, areas.head.width.saturating_sub(20), Role::Strong);
        let count = app.texts.count("evidence-count", rows.len() as u64);
        pen.text_right(areas.head.right().saturating_sub(1), areas.head.y, &count, 20, Role::Dim);
    }
    if areas.head.height > 1 {
        pen.rule(areas.head.x, areas.head.y + 1, areas.head.width);
    }
    let list = areas.list;
    for (at, piece) in rows.iter().skip(screen.place.top).take(usize::from(list.height)).enumerate() {
        let area = Rect::new(list.x, list.y + at as u16, list.width, 1);
        row(app, pen, area, piece, screen.place.top + at == screen.place.cursor);
    }
    if rows.is_empty() {
        let key = if screen.pieces.is_none() { "queue-loading" } else { "evidence-none" };
        super::nothing(pen, list, &app.texts.t(key));
    }
}

fn row(app: &App, pen: &mut Pen<'_>, area: Rect, piece: &Piece, here: bool) {
    if here {
        pen.fill(area, Role::Cursor);
        pen.text(area.x, area.y, "▌", 1, Role::Accent);
    }
    let wide = area.width >= 100;
    let at = piece.at.to_zoned(app.zone());
    let date = day(&app.texts, at.date(), app.local_now().date());
    let when = format!("{date} {}", at.strftime("%H:%M"));
    let (time, kind, who) = if wide { (19, 22, 20) } else { (18, 14, 0) };
    let mut x = area.x + 2;
    pen.text(x, area.y, &when, time, Role::Dim);
    x += time + 1;
    if wide {
        pen.text(x, area.y, &format!("#{}", piece.number), 8, Role::Dim);
        x += 9;
    }
    let (words, role) = kind_words(app, &piece.kind);
    pen.text(x, area.y, &words, kind, role);
    x += kind + 1;
    if who > 0 {
        pen.text(x, area.y, &piece.who, who, Role::Dim);
        x += who + 1;
    }
    let outcome = outcome(app, &piece.kind);
    let room = area.right().saturating_sub(x + 1);
    pen.pieces(x, area.y, room, &[(outcome.as_str(), Role::Strong), (piece.text.as_str(), Role::Text)]);
    if here {
        pen.tint(area, Role::Cursor);
    }
}

fn dashed(prefix: &str, word: &str) -> String {
    format!("{prefix}-{}", word.replace('_', "-"))
}

fn kind_words(app: &App, kind: &Kind) -> (String, Role) {
    match kind {
        Kind::Message(kind) if kind.as_str() == "inbound" => (app.texts.t("evidence-customer"), Role::Accent),
        Kind::Message(kind) => (app.texts.t(&dashed("message", kind.as_str())), Role::Text),
        Kind::Call => (app.texts.t("kind-call"), Role::Call),
        Kind::Duty(duty) => (app.texts.t(&dashed("kind", duty.kind.as_str())), Role::Strong),
        Kind::Term(_) => (app.texts.t("kind-confirmation"), Role::Strong),
        Kind::Impression => (app.texts.t("evidence-impression"), Role::Text),
    }
}

/// What became of a promise or term, before its words.
fn outcome(app: &App, kind: &Kind) -> String {
    match kind {
        Kind::Duty(duty) => {
            let due = day(&app.texts, duty.due.local().date(), app.local_now().date());
            let key = match (&duty.state, duty.is_failed(app.now)) {
                (FollowUpState::Open, false) => "evidence-until",
                (FollowUpState::Open, true) => "evidence-overdue",
                (FollowUpState::Done, false) => "evidence-kept",
                (FollowUpState::Done, true) => "evidence-late",
                _ => "evidence-cancelled",
            };
            format!("{}  ", app.texts.tr(key, &[("day", due.into())]))
        }
        Kind::Term(state) => format!("{}  ", app.texts.t(&dashed("confirmation", state.as_str()))),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::snapshots::drawn;
    use crate::i18n::UiLang;
    use crate::tui::app::evidence::tests::shown;

    #[test]
    fn evidence_in_a_small_terminal() {
        // R21
        assert_snapshot!(drawn(&mut shown(UiLang::Ru, (80, 24))));
    }

    #[test]
    fn evidence_in_a_wide_terminal() {
        assert_snapshot!(drawn(&mut shown(UiLang::En, (160, 20))));
    }

    #[test]
    fn no_size_breaks_the_drawing() {
        for size in [(1, 1), (20, 5), (40, 12), (300, 80)] {
            drawn(&mut shown(UiLang::Ro, size));
        }
    }
}
