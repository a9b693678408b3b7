//! Frames as bytes: what changed on the screen is put together here and written at once.
//!
//! The library's own backend formats every cell through a command of its own and flushes at each move of the cursor; a
//! key would cost twice the time and three writes. Not its duty: what changed (the library compares), entering and
//! leaving the terminal (`terminal`).

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// What a frame of a large terminal takes; more is taken when it is needed.
const FRAME_BYTES: usize = 1 << 14;

/// Modifiers and the numbers that switch them on.
const MODIFIERS: [(Modifier, &[u8]); 9] = [
    (Modifier::BOLD, b"1"),
    (Modifier::DIM, b"2"),
    (Modifier::ITALIC, b"3"),
    (Modifier::UNDERLINED, b"4"),
    (Modifier::SLOW_BLINK, b"5"),
    (Modifier::RAPID_BLINK, b"6"),
    (Modifier::REVERSED, b"7"),
    (Modifier::HIDDEN, b"8"),
    (Modifier::CROSSED_OUT, b"9"),
];

/// Writes frames to a terminal.
#[derive(Debug)]
pub struct Frames<W: Write> {
    out: W,
    /// What is not written yet.
    bytes: Vec<u8>,
    /// Whether the cursor is shown; unknown at first.
    shown: Option<bool>,
    /// Where the cursor was put last, if nothing was drawn since.
    cursor: Option<Position>,
}

impl<W: Write> Frames<W> {
    pub fn new(out: W) -> Self {
        Self { out, bytes: Vec::with_capacity(FRAME_BYTES), shown: None, cursor: None }
    }

    fn go(&mut self, x: u16, y: u16) {
        self.bytes.extend_from_slice(b"\x1b[");
        number(&mut self.bytes, y.saturating_add(1));
        self.bytes.push(b';');
        number(&mut self.bytes, x.saturating_add(1));
        self.bytes.push(b'H');
    }

    fn show(&mut self, shown: bool) {
        if self.shown.replace(shown) != Some(shown) {
            self.bytes.extend_from_slice(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
    }
}

/// How the terminal writes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

impl Look {
    const PLAIN: Self =
        Self { fg: Color::Reset, bg: Color::Reset, underline: Color::Reset, modifier: Modifier::empty() };

    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
    }

    /// Writes what leads from this look to the next one, as one sequence.
    fn change(self, to: Self, bytes: &mut Vec<u8>) {
        let mut from = self;
        bytes.extend_from_slice(b"\x1b[");
        let begin = bytes.len();
        if !to.modifier.contains(from.modifier) {
            // Switching one off is not the same everywhere; all of them is.
            bytes.extend_from_slice(b"0;");
            from = Self::PLAIN;
        }
        let on = to.modifier.difference(from.modifier);
        for (_, code) in MODIFIERS.iter().filter(|(modifier, _)| on.contains(*modifier)) {
            bytes.extend_from_slice(code);
            bytes.push(b';');
        }
        for (color, before, kind) in
            [(to.fg, from.fg, b'3'), (to.bg, from.bg, b'4'), (to.underline, from.underline, b'5')]
        {
            if color != before {
                paint(bytes, color, kind);
                bytes.push(b';');
            }
        }
        debug_assert!(bytes.len() > begin, "only called for another look");
        bytes.pop();
        bytes.push(b'm');
    }
}

/// A colour by number, as foreground (`3`), background (`4`) or of the underline (`5`).
fn paint(bytes: &mut Vec<u8>, color: Color, kind: u8) {
    bytes.push(kind);
    let index = match color {
        Color::Reset => return bytes.push(b'9'),
        Color::Rgb(r, g, b) => {
            bytes.extend_from_slice(b"8;2");
            for part in [r, g, b] {
                bytes.push(b';');
                number(bytes, part.into());
            }
            return;
        }
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    bytes.extend_from_slice(b"8;5;");
    number(bytes, index.into());
}

fn number(bytes: &mut Vec<u8>, n: u16) {
    if n >= 10 {
        number(bytes, n / 10);
    }
    bytes.push(b'0' + (n % 10) as u8);
}

impl<W: Write> Backend for Frames<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let mut look = Look::PLAIN;
        let mut next = None;
        for (x, y, cell) in content {
            if next != Some((x, y)) {
                self.go(x, y);
            }
            // After a wide character the cursor is placed anew: not every terminal takes it for as wide as we do.
            next = Some((x + 1, y));
            let wanted = Look::of(cell);
            if wanted != look {
                look.change(wanted, &mut self.bytes);
                look = wanted;
            }
            self.bytes.extend_from_slice(cell.symbol().as_bytes());
        }
        if look != Look::PLAIN {
            self.bytes.extend_from_slice(b"\x1b[m");
        }
        if next.is_some() {
            self.cursor = None;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.cursor.ok_or_else(|| io::Error::other("the terminal is not asked where its cursor is"))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor.replace(position) != Some(position) {
            self.go(position.x, position.y);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.bytes.extend_from_slice(match region {
            ClearType::All => b"\x1b[2J".as_slice(),
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        });
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        // The library asks at each frame. Crossterm opens the terminal's file anew for the answer.
        if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout())
            && size.ws_col > 0
        {
            return Ok(Size { width: size.ws_col, height: size.ws_row });
        }
        let (width, height) = crossterm::terminal::size()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.bytes.is_empty() {
            self.out.write_all(&self.bytes)?;
            self.bytes.clear();
            self.out.flush()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    /// Draws what differs between two screens over the first one, and gives what a terminal shows then.
    fn shown(frames: &mut Frames<Vec<u8>>, terminal: &mut vt100::Parser, from: &Buffer, to: &Buffer) {
        frames.draw(from.diff(to).into_iter()).unwrap();
        frames.flush().unwrap();
        terminal.process(&std::mem::take(&mut frames.out));
    }

    #[test]
    fn a_terminal_shows_what_was_drawn() {
        let area = Rect::new(0, 0, 12, 3);
        let (empty, mut first) = (Buffer::empty(area), Buffer::empty(area));
        first.set_string(0, 0, "Привет 你好", Style::new().fg(Color::Indexed(200)).add_modifier(Modifier::BOLD));
        first.set_string(2, 1, "plain", Style::new());
        first.set_string(7, 1, "red", Style::new().fg(Color::Red).bg(Color::Rgb(1, 2, 3)));
        first.set_string(0, 2, "both", Style::new().add_modifier(Modifier::UNDERLINED | Modifier::REVERSED));
        first.set_string(4, 2, "one", Style::new().add_modifier(Modifier::REVERSED));
        let mut frames = Frames::new(Vec::new());
        let mut terminal = vt100::Parser::new(3.try_into().unwrap(), 12.try_into().unwrap(), 0);
        shown(&mut frames, &mut terminal, &empty, &first);
        let screen = terminal.screen();
        assert_eq!(screen.contents(), "Привет 你好\n  plainred\nbothone");
        let cell = |row, column| screen.cell(row, column).unwrap().clone();
        assert_eq!((cell(0, 0).fgcolor(), cell(0, 0).bold()), (vt100::Color::Idx(200), true));
        assert_eq!((cell(1, 2).fgcolor(), cell(1, 2).bold()), (vt100::Color::Default, false));
        assert_eq!((cell(1, 7).fgcolor(), cell(1, 7).bgcolor()), (vt100::Color::Idx(1), vt100::Color::Rgb(1, 2, 3)));
        assert_eq!((cell(2, 0).underline(), cell(2, 0).inverse()), (true, true));
        assert_eq!((cell(2, 4).underline(), cell(2, 4).inverse()), (false, true));

        let mut second = first.clone();
        second.set_string(2, 1, "other", Style::new());
        shown(&mut frames, &mut terminal, &first, &second);
        assert_eq!(terminal.screen().contents(), "Привет 你好\n  otherred\nbothone");
    }

    #[test]
    fn nothing_is_written_when_nothing_changed() {
        let mut frames = Frames::new(Vec::new());
        let frame = |frames: &mut Frames<Vec<u8>>| {
            frames.draw(std::iter::empty()).unwrap();
            frames.show_cursor().unwrap();
            frames.set_cursor_position((3, 4)).unwrap();
            frames.flush().unwrap();
            String::from_utf8(std::mem::take(&mut frames.out)).unwrap()
        };
        assert_eq!(frame(&mut frames), "\x1b[?25h\x1b[5;4H");
        assert_eq!(frame(&mut frames), "");
        let cell = Cell::new("x");
        frames.draw([(119, 39, &cell)].into_iter()).unwrap();
        assert_eq!(frame(&mut frames), "\x1b[40;120Hx\x1b[5;4H");
    }
}
