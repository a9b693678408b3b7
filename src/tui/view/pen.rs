//! Writing into the buffer by role: text in cells, cut where its place ends, never outside it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::{is_one_cell, truncate, width};
use crate::tui::theme::{Role, Theme};

pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
}

impl<'a> Pen<'a> {
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { buffer, theme }
    }

    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The buffer itself, for widgets of the library.
    pub fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }

    /// Empties an area and gives it a role.
    pub fn fill(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        let style = self.style(role);
        for y in area.top()..area.bottom() {
            let start = self.buffer.index_of(area.x, y);
            for cell in self.buffer.content[start..].iter_mut().take(usize::from(area.width)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Lays a role over what is there: the cursor's row, a selection.
    pub fn tint(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        for y in area.top()..area.bottom() {
            let start = self.buffer.index_of(area.x, y);
            for cell in self.buffer.content[start..].iter_mut().take(usize::from(area.width)) {
                cell.set_style(style);
            }
        }
    }

    /// Writes at most `cells` cells of one line, with `…` where it is cut. Gives back the cells used.
    pub fn text(&mut self, x: u16, y: u16, text: &str, cells: u16, role: Role) -> u16 {
        self.styled(x, y, text, cells, self.style(role))
    }

    /// [`Pen::text`] with a style of its own.
    pub fn styled(&mut self, x: u16, y: u16, text: &str, cells: u16, style: Style) -> u16 {
        let room = self.buffer.area.right().saturating_sub(x).min(cells);
        if room == 0 || y >= self.buffer.area.bottom() {
            return 0;
        }
        let length = text.chars().try_fold(0, |cells, c| is_one_cell(c).then_some(cells + 1));
        if let Some(length) = length {
            return self.one_cell_each((x, y), text, length, room, style);
        }
        let cut = truncate(text, usize::from(room));
        let (end, _) = self.buffer.set_stringn(x, y, &cut, usize::from(room), style);
        end - x
    }

    /// [`Pen::styled`] for `length` characters of one cell each: no clusters are looked for.
    fn one_cell_each(&mut self, at: (u16, u16), text: &str, length: usize, room: u16, style: Style) -> u16 {
        let start = self.buffer.index_of(at.0, at.1);
        let kept = if length > usize::from(room) { usize::from(room) - 1 } else { length };
        let cut = (kept < length).then_some('…');
        let mut used = 0;
        for (cell, c) in self.buffer.content[start..].iter_mut().zip(text.chars().take(kept).chain(cut)) {
            cell.set_char(c).set_style(style);
            used += 1;
        }
        used
    }

    /// Writes so that the text ends before `right`. Gives back where it begins.
    pub fn text_right(&mut self, right: u16, y: u16, text: &str, cells: u16, role: Role) -> u16 {
        let length = (width(text).min(usize::from(cells))) as u16;
        let x = right.saturating_sub(length);
        self.text(x, y, text, length, role);
        x
    }

    /// Writes pieces of different roles one after the other inside `cells`. Gives back the cells used.
    pub fn pieces(&mut self, x: u16, y: u16, cells: u16, pieces: &[(&str, Role)]) -> u16 {
        let mut used = 0;
        for (text, role) in pieces {
            if used >= cells {
                break;
            }
            used += self.text(x + used, y, text, cells - used, *role);
        }
        used
    }

    /// A horizontal rule.
    pub fn rule(&mut self, x: u16, y: u16, cells: u16) {
        let style = self.style(Role::Rule);
        for x in x..x.saturating_add(cells).min(self.buffer.area.right()) {
            if y < self.buffer.area.bottom() {
                self.buffer[(x, y)].set_symbol("─").set_style(style);
            }
        }
    }

    /// A vertical rule.
    pub fn bar(&mut self, x: u16, y: u16, cells: u16) {
        let style = self.style(Role::Rule);
        for y in y..y.saturating_add(cells).min(self.buffer.area.bottom()) {
            if x < self.buffer.area.right() {
                self.buffer[(x, y)].set_symbol("│").set_style(style);
            }
        }
    }
}
