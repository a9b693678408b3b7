//! A list to pick from, over the screen, with the typed letters above it.

use ratatui::layout::Rect;

use super::form::frame;
use super::{Pen, ViewCache, centred};
use crate::text::width;
use crate::tui::app::{App, Pick};
use crate::tui::theme::Role;

pub fn draw<T>(app: &App, pick: &Pick<T>, cache: &mut ViewCache, pen: &mut Pen<'_>, area: Rect) {
    let outer =
        centred(area, 84, (pick.items.len() as u16).saturating_add(4).min(area.height.saturating_sub(2)).max(5));
    frame(pen, outer, &pick.title);
    if outer.height < 4 {
        return;
    }
    let (x, cells) = (outer.x + 2, outer.width.saturating_sub(4));
    pen.fill(Rect::new(x, outer.y + 1, cells, 1), Role::FieldFocus);
    pen.text(x, outer.y + 1, pick.line.text(), cells, Role::FieldFocus);
    cache.cursor = Some((x + width(&pick.line.text()[..pick.line.cursor()]) as u16, outer.y + 1));
    let rows = usize::from(outer.height - 3);
    let first = (pick.cursor + 1).saturating_sub(rows);
    for (line, index) in pick.shown.iter().skip(first).take(rows).enumerate() {
        let item = &pick.items[*index];
        let y = outer.y + 2 + line as u16;
        let row = Rect::new(x, y, cells, 1);
        let here = first + line == pick.cursor;
        if here {
            pen.fill(row, Role::Cursor);
        }
        let aside = item.disabled.as_deref().unwrap_or(&item.aside);
        let aside_cells = (width(aside) as u16).min(cells / 2);
        let role = if item.disabled.is_some() { Role::Dim } else { Role::Text };
        pen.text(x, y, &item.label, cells.saturating_sub(aside_cells + 1), role);
        pen.text_right(x + cells, y, aside, aside_cells, Role::Dim);
        if here {
            pen.tint(row, Role::Cursor);
        }
    }
    if pick.shown.is_empty() {
        pen.text(x, outer.y + 2, &app.texts.t("pick-nothing"), cells, Role::Dim);
    }
}
