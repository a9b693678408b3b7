//! A refused act: why, mine on the left, theirs on the right (one below the other where it is narrow).

use ratatui::layout::Rect;

use super::Pen;
use crate::text::wrap;
use crate::tui::app::conflict::{self, Conflict, Part, Sides};
use crate::tui::app::{App, Measured, problems};
use crate::tui::theme::Role;

/// Below this width the sides lie one under the other.
const SIDE_BY_SIDE: u16 = 64;

type Line = (String, Role);

pub fn draw(app: &App, conflict: &Conflict, pen: &mut Pen<'_>, area: Rect, measured: &mut Measured) {
    let Some(item) = conflict::item(app) else { return };
    let cells = area.width.saturating_sub(2);
    let title = format!("{}  {}", super::outbox::act(app, &item.command), super::outbox::whose(app, item));
    pen.text(area.x + 1, area.y, &title, cells, Role::Strong);
    let reason = problems::reason(&app.texts, &item.error);
    let mut y = area.y + 1;
    for (text, role) in [(reason.words, Role::Overdue), (reason.detail, Role::Dim)] {
        for range in wrap(&text, usize::from(cells).max(8)).into_iter().take(2).filter(|r| !r.is_empty()) {
            pen.text(area.x + 1, y, &text[range], cells, role);
            y += 1;
        }
    }
    pen.rule(area.x, y, area.width);
    let body = Rect::new(area.x, y + 1, area.width, area.bottom().saturating_sub(y + 1));
    let sides = conflict::sides(app, item);
    if body.width < SIDE_BY_SIDE {
        let mut lines = side(app, "outbox-mine", &sides.mine, body.width, Role::Ours);
        lines.push((String::new(), Role::Text));
        lines.extend(side(app, "conflict-theirs-side", &sides.theirs, body.width, Role::Inbound));
        column(pen, body, &lines, conflict.scroll);
        *measured = Measured { lines: lines.len(), page: usize::from(body.height), ..Measured::default() };
    } else {
        beside(app, &sides, conflict, pen, body, measured);
    }
}

fn beside(app: &App, sides: &Sides, conflict: &Conflict, pen: &mut Pen<'_>, area: Rect, measured: &mut Measured) {
    let half = area.width / 2;
    let left = Rect { width: half, ..area };
    let right = Rect::new(area.x + half + 1, area.y, area.width - half - 1, area.height);
    let mine = side(app, "outbox-mine", &sides.mine, left.width, Role::Ours);
    let theirs = side(app, "conflict-theirs-side", &sides.theirs, right.width, Role::Inbound);
    pen.bar(area.x + half, area.y, area.height);
    column(pen, left, &mine, conflict.scroll);
    column(pen, right, &theirs, conflict.scroll);
    let lines = mine.len().max(theirs.len());
    *measured = Measured { lines, page: usize::from(area.height), ..Measured::default() };
}

fn side(app: &App, title: &str, parts: &[Part], width: u16, role: Role) -> Vec<Line> {
    let cells = usize::from(width.saturating_sub(2)).max(8);
    let mut lines = vec![(app.texts.t(title), Role::Accent)];
    for part in parts {
        if !part.head.is_empty() {
            lines.push((part.head.clone(), Role::Dim));
        }
        lines.extend(wrap(&part.text, cells).into_iter().map(|range| (part.text[range].to_owned(), role)));
    }
    lines
}

fn column(pen: &mut Pen<'_>, area: Rect, lines: &[Line], scroll: usize) {
    for (y, (text, role)) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        pen.text(area.x + 1, area.y + y as u16, text, area.width.saturating_sub(2), *role);
    }
}
