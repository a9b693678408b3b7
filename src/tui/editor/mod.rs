//! The letter's editor: the only place that names the editor crate.
//!
//! Duty: text, cursor, selection, undo, soft wrap and marked byte ranges that move with edits, all measured in bytes of
//! the text. Not its duty: which key does what (`app::composer`), what a slot or a finding is (`letter`).
//!
//! Two habits of the crate are kept inside: it knows a row below a last line without a line end, which a cursor here
//! never enters; and it loses a cursor that stands in screen column or row 0, so positions are asked for relative to
//! the widget.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;

use rat_text::clipboard::LocalClipboard;
use rat_text::text_area::{TextArea, TextAreaState, TextWrap};
use rat_text::undo_buffer::UndoVec;
use rat_text::{TextPosition, TextRange};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;
use ratatui::widgets::StatefulWidget;

mod plain;
#[cfg(test)]
mod tests;

/// How many steps back are kept.
const UNDO_STEPS: u32 = 1_000;
/// Where a line is long enough to break at its next blank.
const WRAP_MARGIN: u16 = 8;

/// Where the cursor can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    /// Of the row as it is shown.
    LineStart,
    LineEnd,
    Start,
    End,
    PageUp,
    PageDown,
}

/// How the text is drawn. `marks` are found by their number.
#[derive(Debug, Clone, Default)]
pub struct Styles {
    pub text: Style,
    pub selection: Style,
    pub marks: Vec<Style>,
}

/// A text being written.
pub struct Editor {
    /// The crate wants `&mut` to draw, since drawing is when it scrolls; the view has only `&App`. Nothing that counts
    /// (text, cursor, selection) changes there.
    area: RefCell<TextAreaState>,
    /// The text in one piece, made when it is first asked for after a change.
    text: OnceCell<String>,
    /// Where the cursor stands, once somebody asked: the crate counts the characters of its line each time.
    place: Cell<Option<usize>>,
}

impl std::fmt::Debug for Editor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Editor").field("bytes", &self.text().len()).field("cursor", &self.cursor()).finish()
    }
}

impl Default for Editor {
    fn default() -> Self {
        Self::new("")
    }
}

impl Editor {
    /// A text with the cursor before it.
    pub fn new(text: &str) -> Self {
        let mut area = TextAreaState::new();
        area.set_text_wrap(TextWrap::Word(WRAP_MARGIN));
        area.set_newline("\n");
        area.set_auto_indent(false);
        area.set_auto_quote(false);
        area.set_expand_tabs(true);
        area.set_tab_width(4);
        area.set_clipboard(None::<LocalClipboard>);
        area.set_undo_buffer(Some(UndoVec::new(UNDO_STEPS)));
        area.set_text(text);
        area.rendered = Size::new(72, 20);
        Self { area: RefCell::new(area), text: OnceCell::new(), place: Cell::new(None) }
    }

    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.area.borrow().text())
    }

    /// Byte offset of the cursor in [`Editor::text`].
    pub fn cursor(&self) -> usize {
        if let Some(at) = self.place.get() {
            return at;
        }
        let area = self.area.borrow();
        let at = byte(&area, area.cursor());
        self.place.set(Some(at));
        at
    }

    /// The crate's state, of which the cursor or the text is about to change.
    fn moving(&mut self) -> &mut TextAreaState {
        self.place.set(None);
        self.area.get_mut()
    }

    /// Puts the cursor at a byte, or at the boundary before it.
    pub fn set_cursor(&mut self, at: usize) {
        self.select(at..at);
    }

    /// Puts the cursor where the writing begins: no step that could be undone, so that undoing everything leads here.
    pub fn begin_at(&mut self, at: usize) {
        self.set_cursor(at);
        self.moving().set_undo_buffer(Some(UndoVec::new(UNDO_STEPS)));
    }

    /// The selected bytes; none when nothing is selected.
    pub fn selection(&self) -> Option<Range<usize>> {
        let area = self.area.borrow();
        let range = area.selection();
        let bytes = byte(&area, range.start)..byte(&area, range.end);
        (!bytes.is_empty()).then_some(bytes)
    }

    pub fn selected(&self) -> Option<&str> {
        self.selection().and_then(|range| self.text().get(range))
    }

    /// Selects bytes; the cursor stands at their end.
    pub fn select(&mut self, range: Range<usize>) {
        let (from, to) = (self.boundary(range.start), self.boundary(range.end));
        let area = self.moving();
        let (from, to) = (position(area, from), position(area, to));
        area.set_selection(from, to);
        area.set_move_col(None);
    }

    pub fn select_all(&mut self) {
        self.select(0..self.text().len());
    }

    fn boundary(&self, at: usize) -> usize {
        let text = self.text();
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Types one character in place of the selection. Typed characters are undone together.
    pub fn type_char(&mut self, c: char) {
        if c == '\n' || c == '\t' {
            return self.insert(if c == '\n' { "\n" } else { "    " });
        }
        self.edit(|area| {
            if area.has_selection() {
                area.delete_range(area.selection());
            }
            // Not `area.insert_char`: it adds a line end in the row below the text.
            let at = area.cursor();
            let _ = area.value.insert_char(at, c);
        });
    }

    /// Puts a text in place of the selection, as one step of undo.
    pub fn insert(&mut self, text: &str) {
        self.edit(|area| {
            area.begin_undo_seq();
            area.insert_str(text);
            area.end_undo_seq();
        });
    }

    /// Puts a text in place of bytes, as one step of undo. The cursor keeps its place in the words around it.
    pub fn replace(&mut self, range: Range<usize>, text: &str) {
        let range = self.boundary(range.start)..self.boundary(range.end);
        let cursor = self.cursor();
        self.edit(|area| {
            area.begin_undo_seq();
            let (from, to) = (position(area, range.start), position(area, range.end));
            area.set_selection(from, to);
            area.insert_str(text);
            area.end_undo_seq();
        });
        let after = match cursor {
            c if c >= range.end => c - range.len() + text.len(),
            c => c.min(range.start + text.len()),
        };
        self.set_cursor(after);
    }

    /// Becomes another text as one step of undo; only what differs is replaced, so the cursor stays where it can.
    pub fn become_text(&mut self, text: &str) {
        let old = self.text();
        let from = old.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
        let from = text.floor_char_boundary(old.floor_char_boundary(from));
        let same_end = old[from..].bytes().rev().zip(text[from..].bytes().rev()).take_while(|(a, b)| a == b).count();
        let (old_end, mut new_end) = (old.len() - same_end, text.len() - same_end);
        let old_end = old_end + (old_end..=old.len()).take_while(|at| !old.is_char_boundary(*at)).count();
        new_end += (new_end..=text.len()).take_while(|at| !text.is_char_boundary(*at)).count();
        self.replace(from..old_end, &text[from..new_end]);
    }

    /// Deletes the selection, or else what people see as the character before the cursor.
    pub fn delete_back(&mut self) {
        self.edit(|area| {
            area.delete_prev_char();
        });
    }

    pub fn delete_forward(&mut self) {
        self.edit(|area| {
            area.delete_next_char();
        });
    }

    pub fn delete_word_back(&mut self) {
        self.delete_by(Motion::WordLeft);
    }

    pub fn delete_word_forward(&mut self) {
        self.delete_by(Motion::WordRight);
    }

    fn delete_by(&mut self, motion: Motion) {
        if self.selection().is_none() {
            self.go(motion, true);
        }
        self.edit(|area| {
            area.delete_range(area.selection());
        });
    }

    fn edit(&mut self, change: impl FnOnce(&mut TextAreaState)) {
        let area = self.moving();
        change(area);
        area.set_move_col(None);
        area.scroll_cursor_to_visible();
        self.text = OnceCell::new();
        self.settle();
    }

    pub fn undo(&mut self) -> bool {
        let mut done = false;
        self.edit(|area| done = area.undo());
        done
    }

    pub fn redo(&mut self) -> bool {
        let mut done = false;
        self.edit(|area| done = area.redo());
        done
    }

    /// Moves the cursor, with the selection behind it when `select`.
    pub fn go(&mut self, motion: Motion, select: bool) {
        match motion {
            Motion::WordLeft => return self.go_to(previous_word(self.text(), self.cursor()), select),
            Motion::WordRight => return self.go_to(next_word(self.text(), self.cursor()), select),
            _ => {}
        }
        let area = self.moving();
        forget_rows(area);
        let page = area.rendered.height.saturating_sub(1).max(1);
        match motion {
            Motion::Left => area.move_left(1, select),
            Motion::Right => area.move_right(1, select),
            Motion::Up => area.move_up(1, select),
            Motion::Down => area.move_down(1, select),
            Motion::PageUp => area.move_up(page, select),
            Motion::PageDown => area.move_down(page, select),
            Motion::LineStart => area.move_to_line_start(select),
            Motion::LineEnd => area.move_to_line_end(select),
            Motion::Start => area.move_to_start(select),
            Motion::End => area.move_to_end(select),
            Motion::WordLeft | Motion::WordRight => false,
        };
        self.settle();
    }

    fn go_to(&mut self, at: usize, select: bool) {
        let area = self.moving();
        let to = position(area, at);
        area.set_cursor(to, select);
        area.set_move_col(None);
    }

    /// Brings the cursor back from the row below the text.
    fn settle(&mut self) {
        let area = self.moving();
        let cursor = area.cursor();
        if cursor.y + 1 < area.len_lines() {
            return;
        }
        let real = position(area, byte(area, cursor));
        if real != cursor {
            let column = area.move_col();
            area.set_cursor(real, area.has_selection());
            area.set_move_col(column);
        }
    }

    /// Marks byte ranges for drawing, in place of all earlier ones. They move with edits.
    pub fn set_marks(&mut self, marks: Vec<(Range<usize>, usize)>) {
        self.area.get_mut().set_styles(marks);
    }

    /// The marked ranges where they are now.
    pub fn marks(&self) -> Vec<(Range<usize>, usize)> {
        self.area.borrow().styles().map(Iterator::collect).unwrap_or_default()
    }

    /// Tells how large the editor is on the screen; rows and pages are counted by it.
    pub fn fit(&mut self, width: u16, height: u16) {
        let area = self.area.get_mut();
        let size = Size::new(width.max(1), height.max(1));
        if area.rendered != size {
            area.rendered = size;
            // A row that began inside a line begins elsewhere at another width.
            area.set_sub_row_offset(0);
            area.scroll_cursor_to_visible();
        }
    }

    /// Draws the visible rows; answers where the cursor stands, if it can be seen.
    pub fn render(&self, rect: Rect, buffer: &mut Buffer, styles: &Styles) -> Option<(u16, u16)> {
        let rect = rect.intersection(buffer.area);
        if rect.is_empty() {
            return None;
        }
        if let Some(cursor) = self.render_plain(rect, buffer, styles) {
            return Some(cursor);
        }
        let mut area = self.area.borrow_mut();
        forget_rows(&mut area);
        area.scroll_cursor_to_visible();
        paint(&mut area, rect, buffer, styles).or_else(|| {
            // The crate may keep a first row that lies behind a text which became shorter.
            let first = area.pos_to_line_start(area.cursor());
            area.set_offset((0, first.y));
            area.set_sub_row_offset(first.x);
            paint(&mut area, rect, buffer, styles)
        })
    }
}

impl Editor {
    /// Draws a page that the crate need not look at: ordinary letters, and the cursor is on it already.
    fn render_plain(&self, rect: Rect, buffer: &mut Buffer, styles: &Styles) -> Option<(u16, u16)> {
        let area = self.area.borrow();
        // A page that begins within a line: the crate may have broken that line at other places, and it goes by those.
        if area.rendered != rect.as_size() || area.sub_row_offset() != 0 {
            return None;
        }
        let page = plain::Page {
            text: self.text.get_or_init(|| area.text()),
            top: area.offset().1,
            cursor: area.cursor(),
            selection: area.selection(),
            marks: area.styles().map(Iterator::collect).unwrap_or_default(),
        };
        page.draw(rect, buffer, styles)
    }
}

fn paint(area: &mut TextAreaState, rect: Rect, buffer: &mut Buffer, styles: &Styles) -> Option<(u16, u16)> {
    TextArea::new()
        .style(styles.text)
        .select_style(styles.selection)
        .text_style(styles.marks.iter().copied())
        .render(rect, buffer, area);
    let (x, y) = area.pos_to_relative_screen(area.cursor())?;
    let (x, y) = (u16::try_from(x).ok()?, u16::try_from(y).ok()?);
    (y < rect.height).then(|| (rect.x + x.min(rect.width - 1), rect.y + y))
}

/// Makes the crate break the lines anew. After an edit it keeps the rows before it as they were, also where the shorter
/// word would now fit into the row above; it forgets them when the kind of wrapping changes.
fn forget_rows(area: &mut TextAreaState) {
    area.set_text_wrap(TextWrap::Hard);
    area.pos_to_line_start(area.cursor());
    area.set_text_wrap(TextWrap::Word(WRAP_MARGIN));
}

fn byte(area: &TextAreaState, at: TextPosition) -> usize {
    area.try_byte_at(at).map_or_else(|_| area.len_bytes(), |range| range.start)
}

fn position(area: &TextAreaState, at: usize) -> TextPosition {
    area.try_byte_pos(at).unwrap_or_else(|_| TextRange::default().start)
}

/// The beginning of the word before `at`.
fn previous_word(text: &str, at: usize) -> usize {
    crate::text::words(&text[..at]).last().map_or(0, |(start, _)| start)
}

/// The end of the word behind `at`.
fn next_word(text: &str, at: usize) -> usize {
    crate::text::words(&text[at..]).next().map_or(text.len(), |(start, word)| at + start + word.len())
}
