//! What a candidate for a merge says, under the list of candidates.

use ratatui::layout::Rect;

use super::Pen;
use super::form::frame;
use crate::model::MessageKind;
use crate::text::wrap;
use crate::tui::app::{App, Pick, Picked};
use crate::tui::theme::Role;

/// Fewer lines show nothing.
const LEAST: u16 = 4;

/// The part of the screen that is left for the list; the words of the candidate under the cursor are drawn below it.
pub fn preview(app: &App, pick: &Pick<Picked>, pen: &mut Pen<'_>, area: Rect) -> Rect {
    let Some(Picked::Merge(pair)) = pick.picked().map(|item| &item.value) else { return area };
    let list = (pick.items.len() as u16).saturating_add(6).min(area.height / 2);
    let below = Rect::new(area.x, area.y + list, area.width, area.height - list);
    let outer = super::centred(below, 84, below.height.saturating_sub(1).min(12));
    let Some(file) = app.case(pair.other.0).filter(|_| outer.height >= LEAST) else { return area };
    let first = file.messages.iter().find(|m| m.kind == MessageKind::Inbound);
    frame(pen, outer, &format!("#{} {} · {}", file.case.number, file.case.customer_name, file.case.subject));
    let cells = outer.width.saturating_sub(4);
    let words: String = first.map_or("", |m| m.body.as_str()).split_whitespace().collect::<Vec<_>>().join(" ");
    for (line, range) in wrap(&words, usize::from(cells)).into_iter().take(usize::from(outer.height - 2)).enumerate() {
        pen.text(outer.x + 2, outer.y + 1 + line as u16, &words[range], cells, Role::Inbound);
    }
    Rect { height: list, ..area }
}
