//! The letters made of one text: who gets one and who does not and why; beside or below the list the letter itself, to
//! its last byte.

use ratatui::layout::Rect;

use super::{Pen, bars, composer};
use crate::text::{pad, safe_line, wrap};
use crate::tui::action::Action;
use crate::tui::app::many::MadeLetter;
use crate::tui::app::{App, Measured, layout};
use crate::tui::theme::Role;

pub fn draw(app: &App, pen: &mut Pen<'_>, measured: &mut Measured) {
    let areas = layout::list(app.size);
    let many = &app.many;
    if areas.head.height > 0 {
        let (clean, all) = (many.clean(), many.letters.len());
        let args = [("n", clean.to_string().into()), ("held", (all - clean).to_string().into())];
        let title = app.texts.tr("many-title", &args);
        pen.text(areas.head.x + 1, areas.head.y, &title, areas.head.width.saturating_sub(2), Role::Strong);
        pen.rule(areas.head.x, areas.head.bottom() - 1, if areas.head.height > 1 { areas.head.width } else { 0 });
    }
    let (list, letter) = divided(app, areas.list);
    let first = (many.cursor + 1).saturating_sub(usize::from(list.height));
    for (line, made) in many.letters.iter().skip(first).take(usize::from(list.height)).enumerate() {
        row(pen, Rect::new(list.x, list.y + line as u16, list.width, 1), made, first + line == many.cursor);
    }
    if let (Some(area), Some(made)) = (letter, many.letter()) {
        if area.x > list.x {
            pen.bar(area.x - 1, area.y, area.height);
        } else {
            pen.rule(area.x, area.y - 1, area.width);
        }
        let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
        draw_letter(app, pen, inner, made, measured);
    }
}

/// The letter beside the list where there is room for both, else below it.
fn divided(app: &App, area: Rect) -> (Rect, Option<Rect>) {
    if app.size.0 >= layout::WIDE {
        let width = area.width * 45 / 100;
        let letter = Rect::new(area.x + width + 1, area.y, area.width - width - 1, area.height);
        return (Rect { width, ..area }, Some(letter));
    }
    if area.height < 6 {
        return (area, None);
    }
    let height = (area.height / 3).max(2);
    let letter = Rect::new(area.x, area.y + height + 1, area.width, area.height - height - 1);
    (Rect { height, ..area }, Some(letter))
}

fn row(pen: &mut Pen<'_>, area: Rect, made: &MadeLetter, here: bool) {
    if here {
        pen.fill(area, Role::Cursor);
        pen.text(area.x, area.y, "▌", 1, Role::Accent);
    }
    let (sign, role) = if made.is_clean() { ("✓", Role::Good) } else { ("!", Role::Overdue) };
    let name = pad(&safe_line(&made.customer), 18);
    let head = format!("#{} {name} ", made.number);
    let why = made.held.first().map_or("", String::as_str);
    let pieces = [(sign, role), (" ", Role::Text), (head.as_str(), Role::Text), (why, Role::Dim)];
    pen.pieces(area.x + 2, area.y, area.width.saturating_sub(3), &pieces);
    if here {
        pen.tint(area, Role::Cursor);
    }
}

fn draw_letter(app: &App, pen: &mut Pen<'_>, area: Rect, made: &MadeLetter, measured: &mut Measured) {
    let cells = usize::from(area.width).max(8);
    let mut lines: Vec<(String, Role)> = Vec::new();
    let mut fold = |text: &str, role| lines.extend(wrap(text, cells).into_iter().map(|r| (text[r].to_owned(), role)));
    if let Some(letter) = &made.composer {
        fold(&composer::way(app, letter), Role::Dim);
    }
    for why in &made.held {
        fold(&format!("! {why}"), Role::Overdue);
    }
    if !made.held.is_empty() {
        let key = bars::key_of(app, Action::Reply).unwrap_or_default();
        fold(&app.texts.tr("many-by-hand", &[("key", key.into())]), Role::Dim);
    }
    fold("", Role::Text);
    fold(made.text.as_deref().unwrap_or_default(), Role::Text);
    *measured = Measured { lines: lines.len(), page: usize::from(area.height).max(1), ..Measured::default() };
    let first = app.many.scroll.min(measured.lines.saturating_sub(measured.page));
    for (y, (text, role)) in lines.iter().skip(first).take(usize::from(area.height)).enumerate() {
        pen.text(area.x, area.y + y as u16, text, area.width, *role);
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::snapshots::drawn;
    use crate::tui::app::many::tests::listed;

    #[test]
    fn letters_to_many_in_a_small_terminal() {
        // R65
        assert_snapshot!(drawn(&mut listed((80, 24))));
    }

    #[test]
    fn letters_to_many_in_a_wide_terminal() {
        assert_snapshot!(drawn(&mut listed((160, 20))));
    }

    #[test]
    fn no_size_breaks_the_drawing() {
        for size in [(1, 1), (20, 5), (40, 12), (300, 80)] {
            drawn(&mut listed(size));
        }
    }
}
