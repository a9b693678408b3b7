//! A message exactly as it came.

use ratatui::layout::Rect;

use super::Pen;
use crate::text::wrap;
use crate::tui::app::{App, Measured, Original};
use crate::tui::theme::Role;

pub fn draw(app: &App, original: &Original, pen: &mut Pen<'_>, area: Rect, measured: &mut Measured) {
    let cells = usize::from(area.width.saturating_sub(3)).max(1);
    let lines = wrap(&original.text, cells);
    let title = u16::from(area.height > 3) * 2;
    if title > 0 {
        pen.text(area.x + 1, area.y, &app.texts.t("original-title"), area.width.saturating_sub(2), Role::Strong);
        pen.rule(area.x, area.y + 1, area.width);
    }
    let page = usize::from(area.height - title);
    *measured = Measured { lines: lines.len(), page, ..Measured::default() };
    for (y, range) in lines.into_iter().skip(original.scroll).take(page).enumerate() {
        pen.text(area.x + 2, area.y + title + y as u16, &original.text[range], cells as u16, Role::Text);
    }
}
