//! Draws a page of ordinary letters. The crate looks at each character of the page several times, for clusters and
//! widths that such a text does not have; a letter is typed in a third of the time without that.
//!
//! Lines are broken exactly as the crate breaks them, which its moves up and down go by; a test compares the two. Not
//! its duty: scrolling, and any text with other characters. Then nothing is drawn, and the crate does it all.

use std::ops::Range;

use rat_text::{TextPosition, TextRange};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Styles, WRAP_MARGIN};
use crate::text::is_one_cell;

/// What of the text is to be drawn, and what stands out in it.
pub struct Page<'a> {
    pub text: &'a str,
    /// The line that the first row begins.
    pub top: u32,
    pub cursor: TextPosition,
    pub selection: TextRange,
    pub marks: Vec<(Range<usize>, usize)>,
}

/// A row of the screen.
struct Row {
    /// Its first character, counted in its line.
    first: TextPosition,
    bytes: Range<usize>,
    cells: usize,
    /// The line goes on in the next row.
    goes_on: bool,
}

impl Page<'_> {
    /// Draws the page; answers where the cursor stands. None: there are other characters on it, or the cursor is not.
    pub fn draw(&self, rect: Rect, buffer: &mut Buffer, styles: &Styles) -> Option<(u16, u16)> {
        let rows = self.rows(rect)?;
        let cursor = self.cursor_cell(&rows)?;
        for (y, row) in (rect.top()..rect.bottom()).zip(rows.iter().map(Some).chain(std::iter::repeat(None))) {
            let mut letters = row.map_or("", |row| &self.text[row.bytes.clone()]).chars();
            let start = buffer.index_of(rect.x, y);
            for cell in buffer.content[start..].iter_mut().take(usize::from(rect.width)) {
                cell.set_style(styles.text);
                if let Some(letter) = letters.next() {
                    cell.set_char(letter);
                }
            }
        }
        for (range, mark) in &self.marks {
            let style = styles.marks.get(*mark).copied().unwrap_or_default();
            self.paint(&rows, rect, buffer, style, |_, at| range.contains(&at));
        }
        if self.selection.start != self.selection.end {
            self.paint(&rows, rect, buffer, styles.selection, |pos, _| {
                self.selection.start <= pos && pos < self.selection.end
            });
        }
        Some((rect.x + (cursor.0).min(rect.width - 1), rect.y + cursor.1))
    }

    fn rows(&self, rect: Rect) -> Option<Vec<Row>> {
        let mut rows = Vec::with_capacity(usize::from(rect.height));
        let mut start = 0;
        for (number, line) in (0..).zip(self.text.split('\n')) {
            if number >= self.top {
                break_line(line, start, number, usize::from(rect.width), &mut rows)?;
                if rows.len() >= usize::from(rect.height) {
                    rows.truncate(usize::from(rect.height));
                    break;
                }
            }
            start += line.len() + 1;
        }
        Some(rows)
    }

    fn cursor_cell(&self, rows: &[Row]) -> Option<(u16, u16)> {
        let holds = |row: &&Row| {
            row.first.y == self.cursor.y
                && row.first.x <= self.cursor.x
                && (!row.goes_on || ((self.cursor.x - row.first.x) as usize) < row.cells)
        };
        let y = rows.iter().position(|row| holds(&row))?;
        Some((u16::try_from(self.cursor.x - rows[y].first.x).ok()?, u16::try_from(y).ok()?))
    }

    /// Lays a style over the characters that are meant, by their place and their byte.
    fn paint(
        &self,
        rows: &[Row],
        rect: Rect,
        buffer: &mut Buffer,
        style: Style,
        is_meant: impl Fn(TextPosition, usize) -> bool,
    ) {
        for (row, y) in rows.iter().zip(rect.y..) {
            let chars = self.text[row.bytes.clone()].char_indices().zip(0..);
            for ((at, _), x) in chars.take(usize::from(rect.width)) {
                let place = TextPosition::new(row.first.x + u32::from(x), row.first.y);
                if is_meant(place, row.bytes.start + at) {
                    buffer[(rect.x + x, y)].set_style(style);
                }
            }
        }
    }
}

/// Breaks a line that begins at byte `start` into rows; none when it has other than ordinary letters.
fn break_line(line: &str, start: usize, number: u32, width: usize, rows: &mut Vec<Row>) -> Option<()> {
    let early = width.saturating_sub(usize::from(WRAP_MARGIN));
    let mut row = Row { first: TextPosition::new(0, number), bytes: start..start, cells: 0, goes_on: true };
    // The last blank of the row: the byte behind it, and how many cells stand before it.
    let mut blank = None;
    let mut end_row = |row: &mut Row, end: usize, cells: usize| {
        let next = TextPosition::new(row.first.x + cells as u32, number);
        let done = Row { first: row.first, bytes: row.bytes.start..end, cells, goes_on: true };
        rows.push(done);
        *row = Row { first: next, bytes: end..end, cells: 0, goes_on: true };
    };
    for (at, c) in line.char_indices() {
        if !is_one_cell(c) {
            return None;
        }
        let (end, is_blank) = (start + at + c.len_utf8(), matches!(c, ' ' | '-'));
        if row.cells > early && is_blank {
            let cells = row.cells + 1;
            end_row(&mut row, end, cells);
            blank = None;
        } else if row.cells + 1 >= width {
            match blank.take() {
                Some((behind, before)) => {
                    let rest = row.cells - before;
                    end_row(&mut row, behind, before + 1);
                    row.cells = rest;
                }
                None => {
                    let cells = row.cells + 1;
                    end_row(&mut row, end, cells);
                }
            }
        } else {
            if is_blank {
                blank = Some((end, row.cells));
            }
            row.cells += 1;
        }
    }
    rows.push(Row { bytes: row.bytes.start..start + line.len(), goes_on: false, ..row });
    Some(())
}
