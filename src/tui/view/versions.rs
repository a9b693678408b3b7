//! Earlier versions of a draft: the list above (or at the left), the chosen one in full.

use ratatui::layout::Rect;

use super::Pen;
use crate::i18n::Moment;
use crate::text::wrap;
use crate::tui::app::versions::{Versions, first_line};
use crate::tui::app::{App, Measured};
use crate::tui::theme::Role;

/// From this width on, list and text stand side by side.
const WIDE: u16 = 90;

pub fn draw(app: &App, versions: &Versions, pen: &mut Pen<'_>, area: Rect, measured: &mut Measured) {
    pen.text(area.x + 1, area.y, &app.texts.t("history-title"), area.width.saturating_sub(2), Role::Strong);
    let body = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
    let (list, text) = if body.width >= WIDE {
        let left = body.width * 2 / 5;
        pen.bar(body.x + left, body.y, body.height);
        (Rect { width: left, ..body }, Rect::new(body.x + left + 1, body.y, body.width - left - 1, body.height))
    } else {
        let rows = (body.height / 3).max(1).min(body.height);
        pen.rule(body.x, body.y + rows, body.width);
        let below = body.height.saturating_sub(rows + 1);
        (Rect { height: rows, ..body }, Rect::new(body.x, body.y + rows + 1, body.width, below))
    };
    rows(app, versions, pen, list);
    let Some(draft) = versions.chosen() else { return };
    let cells = text.width.saturating_sub(2);
    let lines = wrap(&draft.text, usize::from(cells).max(8));
    *measured = Measured { lines: lines.len(), page: usize::from(text.height), ..Measured::default() };
    for (y, range) in lines.into_iter().skip(versions.scroll).take(usize::from(text.height)).enumerate() {
        pen.text(text.x + 1, text.y + y as u16, &draft.text[range], cells, Role::Text);
    }
}

fn rows(app: &App, versions: &Versions, pen: &mut Pen<'_>, area: Rect) {
    let (now, zone) = (app.local_now(), app.zone());
    let first = (versions.cursor + 1).saturating_sub(usize::from(area.height));
    for (line, draft) in versions.drafts.iter().skip(first).take(usize::from(area.height)).enumerate() {
        let row = Rect::new(area.x, area.y + line as u16, area.width, 1);
        let here = first + line == versions.cursor;
        if here {
            pen.fill(row, Role::Cursor);
            pen.text(row.x, row.y, "▌", 1, Role::Accent);
        }
        let at = draft.saved_at.to_zoned(zone.clone());
        let when = Moment { at: &at, now: &now }.short(&app.texts);
        let used = pen.text(row.x + 2, row.y, &when, row.width.saturating_sub(3), Role::Dim);
        let x = row.x + 2 + used.max(12) + 1;
        pen.text(x, row.y, first_line(draft), row.right().saturating_sub(x + 1), Role::Text);
        if here {
            pen.tint(row, Role::Cursor);
        }
    }
}
