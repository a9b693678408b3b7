//! A form over the screen: a label and a value a line, what is wrong below.

use ratatui::layout::Rect;

use super::{Pen, ViewCache, centred};
use crate::text::{width, wrap};
use crate::tui::app::{App, Field, Form, Value};
use crate::tui::theme::Role;

/// Draws the form in the middle, as small as it can be.
pub fn draw(app: &App, form: &Form, cache: &mut ViewCache, pen: &mut Pen<'_>, area: Rect) {
    // A label is read whole where half of the form is enough for it.
    let longest = form.fields.iter().map(|f| width(&f.label)).max().unwrap_or(0);
    let label_width = longest.min(usize::from(area.width / 2).saturating_sub(4).max(8)) as u16;
    let box_width = (label_width + 52).min(area.width.saturating_sub(2)).max(area.width.min(20));
    let inner = usize::from(box_width.saturating_sub(4)).max(1);
    let intro: Vec<String> = form.intro.iter().flat_map(|l| wrapped(l, inner)).collect();
    // A mistake is told in the place of the advice, so that the form does not grow while one types.
    let told = form.error.as_ref().or(form.advice.as_ref());
    let error: Vec<String> = told.iter().flat_map(|l| wrapped(l, inner)).collect();
    let wanted = 2 + intro.len() + usize::from(!intro.is_empty()) + form.fields.len() + error.len() + 2;
    let outer = centred(area, box_width, wanted.min(usize::from(u16::MAX)) as u16);
    frame(pen, outer, &form.title);
    let (x, mut y) = (outer.x + 2, outer.y + 1);
    let bottom = outer.bottom().saturating_sub(1);
    let room_for_intro = usize::from(outer.height.saturating_sub(2)).saturating_sub(form.fields.len() + error.len());
    for line in intro.iter().take(room_for_intro.saturating_sub(1)) {
        pen.text(x, y, line, inner as u16, Role::Dim);
        y += 1;
    }
    y += u16::from(!intro.is_empty() && room_for_intro > 1);
    let rows = usize::from(bottom.saturating_sub(y)).saturating_sub(error.len()).max(1);
    let first = (form.focus + 1).saturating_sub(rows);
    for (i, field) in form.fields.iter().enumerate().skip(first).take(rows) {
        let focus = i == form.focus;
        pen.text(x, y, &field.label, label_width, if focus { Role::Accent } else { Role::Text });
        value(
            app,
            field,
            focus,
            cache,
            pen,
            Rect::new(x + label_width + 2, y, (inner as u16).saturating_sub(label_width + 2), 1),
        );
        y += 1;
    }
    for line in error {
        pen.text(x, y, &line, inner as u16, if form.error.is_some() { Role::Overdue } else { Role::Accent });
        y += 1;
    }
}

fn wrapped(text: &str, cells: usize) -> Vec<String> {
    wrap(text, cells).into_iter().map(|r| text[r].to_owned()).collect()
}

/// A box with a title in its upper rule.
pub fn frame(pen: &mut Pen<'_>, area: Rect, title: &str) {
    pen.fill(area, Role::Text);
    if area.height < 3 || area.width < 6 {
        return;
    }
    pen.rule(area.x, area.y, area.width);
    pen.rule(area.x, area.bottom() - 1, area.width);
    pen.bar(area.x, area.y + 1, area.height - 2);
    pen.bar(area.right() - 1, area.y + 1, area.height - 2);
    for (x, y, corner) in [
        (area.x, area.y, "┌"),
        (area.right() - 1, area.y, "┐"),
        (area.x, area.bottom() - 1, "└"),
        (area.right() - 1, area.bottom() - 1, "┘"),
    ] {
        pen.text(x, y, corner, 1, Role::Rule);
    }
    pen.text(area.x + 2, area.y, &format!(" {title} "), area.width.saturating_sub(4), Role::Strong);
}

fn value(app: &App, field: &Field, focus: bool, cache: &mut ViewCache, pen: &mut Pen<'_>, area: Rect) {
    let role = if focus { Role::FieldFocus } else { Role::Field };
    pen.fill(area, role);
    match &field.value {
        Value::Text(line) | Value::Secret(line) => {
            let secret = matches!(field.value, Value::Secret(_));
            let visible = |text: &str| match secret {
                true => "•".repeat(text.chars().count()),
                false => text.replace('\n', "↵"),
            };
            let shown = visible(line.text());
            let before = width(&visible(&line.text()[..line.cursor()]));
            let room = usize::from(area.width.saturating_sub(1)).max(1);
            // A line that is not typed in is read from its beginning.
            let skip = if focus { before.saturating_sub(room) } else { 0 };
            if shown.is_empty() {
                pen.text(area.x, area.y, &field.hint, area.width, Role::Dim);
            } else {
                pen.text(area.x, area.y, &skip_cells(&shown, skip), area.width, role);
            }
            if focus {
                cache.cursor = Some((area.x + (before - skip) as u16, area.y));
            }
        }
        // What can be answered stands there until it is.
        Value::Choice { options, at } if field.one_key && at + 1 == options.len() => {
            pen.text(area.x, area.y, &field.hint, area.width, Role::Dim);
        }
        Value::Choice { options, at } => {
            let label = options.get(*at).map_or("", |o| o.label.as_str());
            let words = if focus && options.len() > 1 { format!("‹ {label} ›") } else { label.to_owned() };
            pen.text(area.x, area.y, &words, area.width, role);
        }
        Value::Flag(on) => {
            let words = app.texts.t(if *on { "yes" } else { "no" });
            pen.text(area.x, area.y, &format!("[{}] {words}", if *on { "x" } else { " " }), area.width, role);
        }
    }
}

/// The text without its first cells.
fn skip_cells(text: &str, cells: usize) -> String {
    let mut left = cells;
    text.chars()
        .skip_while(|c| {
            let w = width(c.encode_utf8(&mut [0; 4]));
            let skip = left > 0;
            left = left.saturating_sub(w.max(1));
            skip
        })
        .collect()
}
