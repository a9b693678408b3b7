//! Who is to be called: when, who, at which number and what time it is there; why, in a second line where it is narrow.

use jiff::SignedDuration;
use ratatui::layout::Rect;

use super::Pen;
use super::card::{local_time, trigger_words};
use super::duties::left_words;
use crate::model::Trigger;
use crate::model::queue::CallRow;
use crate::tui::app::calls::Calls;
use crate::tui::app::{App, layout};
use crate::tui::theme::Role;

pub fn draw(app: &App, screen: &Calls, pen: &mut Pen<'_>) {
    let areas = layout::list(app.size);
    if areas.head.height > 0 {
        pen.text(areas.head.x + 1, areas.head.y, &app.texts.t("calls-title"), areas.head.width, Role::Strong);
        let count = app.texts.count("calls-count", screen.rows.len() as u64);
        pen.text_right(areas.head.right().saturating_sub(1), areas.head.y, &count, 30, Role::Dim);
    }
    if areas.head.height > 1 {
        pen.rule(areas.head.x, areas.head.y + 1, areas.head.width);
    }
    let lines = layout::call_lines(app.size);
    let list = areas.list;
    let visible = usize::from(list.height / lines).max(1);
    for (at, row) in screen.rows.iter().skip(screen.place.top).take(visible).enumerate() {
        let y = list.y + at as u16 * lines;
        let area = Rect::new(list.x, y, list.width, lines.min(list.bottom().saturating_sub(y)));
        draw_row(app, pen, area, row, screen.place.top + at == screen.place.cursor);
    }
    if screen.rows.is_empty() {
        let key = if screen.loading { "queue-loading" } else { "calls-none" };
        super::nothing(pen, list, &app.texts.t(key));
    }
}

fn draw_row(app: &App, pen: &mut Pen<'_>, area: Rect, row: &CallRow, here: bool) {
    if here {
        pen.fill(area, Role::Cursor);
        for y in area.top()..area.bottom() {
            pen.text(area.x, y, "▌", 1, Role::Accent);
        }
    }
    let (time, customer, number) = if area.width < 60 { (11, 14, 0) } else { (18, 20, 19) };
    let y = area.y;
    let mut x = area.x + 2;
    if let Some(due) = row.due {
        let (words, role) = left_words(app, due, SignedDuration::from_hours(12));
        pen.text(x, y, &words, time, role);
    }
    x += time + 1;
    pen.text(x, y, &row.row.customer, customer, Role::Strong);
    x += customer + 1;
    if number > 0 {
        let missing = app.texts.t("call-without-number");
        let (words, role) = row.number.as_deref().map_or((missing.as_str(), Role::Soon), |n| (n, Role::Text));
        pen.text(x, y, words, number, role);
        x += number + 1;
    }
    let there = local_time(app, row.zone.as_deref(), row.reason == Trigger::Safety);
    if let Some((words, odd)) = &there {
        x += pen.text(x, y, words, 18, if *odd { Role::Soon } else { Role::Dim }) + 2;
    }
    if area.height > 1 {
        tries(app, pen, Rect::new(x, y, area.right().saturating_sub(x + 1), 1), row);
        why(app, pen, Rect::new(area.x + 2 + time + 1, y + 1, area.width.saturating_sub(time + 4), 1), row);
    } else {
        let x = x.max(area.x + 2 + time + customer + number + 3 + 20);
        let room = area.right().saturating_sub(x + 1);
        let used = tries(app, pen, Rect::new(x, y, room, 1), row);
        why(app, pen, Rect::new(x, y, room.saturating_sub(used), 1), row);
    }
    if here {
        pen.tint(area, Role::Cursor);
    }
}

/// At the right end. Gives the cells used.
fn tries(app: &App, pen: &mut Pen<'_>, area: Rect, row: &CallRow) -> u16 {
    if row.tries == 0 || area.width == 0 {
        return 0;
    }
    let words = app.texts.count("call-tries", u64::from(row.tries));
    area.right() - pen.text_right(area.right(), area.y, &words, area.width, Role::Dim) + 2
}

fn why(app: &App, pen: &mut Pen<'_>, area: Rect, row: &CallRow) {
    let reason = trigger_words(app, &row.reason);
    let note = if row.note.is_empty() { String::new() } else { format!(": {}", row.note) };
    let subject = format!(" · {}", row.row.subject);
    let role = if row.reason == Trigger::Safety { Role::Overdue } else { Role::Call };
    pen.pieces(area.x, area.y, area.width, &[(&reason, role), (&note, Role::Text), (&subject, Role::Dim)]);
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::snapshots::drawn;
    use crate::i18n::UiLang;
    use crate::tui::app::fixtures::{app, call_row, now, press};
    use crate::tui::app::{App, Effect, Event, update};

    fn calls(lang: UiLang, size: (u16, u16)) -> App {
        let mut app = app(lang, size);
        let out = press(&mut app, "g c");
        let request = out.iter().find_map(|e| match e {
            Effect::LoadCalls { request, .. } => Some(*request),
            _ => None,
        });
        let mut rows = vec![call_row(5), call_row(6), call_row(7)];
        rows[1].zone = Some("America/New_York".into());
        rows[1].tries = 2;
        rows[1].reason = crate::model::Trigger::TooLate;
        rows[2].number = None;
        rows[2].zone = None;
        update(&mut app, Event::Calls { request: request.unwrap(), rows }, now());
        app
    }

    #[test]
    fn calls_in_a_small_terminal() {
        // R88: the number and the time there
        assert_snapshot!(drawn(&mut calls(UiLang::Ru, (80, 24))));
    }

    #[test]
    fn calls_in_a_wide_terminal() {
        assert_snapshot!(drawn(&mut calls(UiLang::En, (160, 16))));
    }

    #[test]
    fn no_size_breaks_the_drawing() {
        for size in [(1, 1), (20, 5), (40, 12), (300, 80)] {
            drawn(&mut calls(UiLang::Ro, size));
        }
    }
}
