//! Drawings of whole screens, read by people (`cfg(test)`).

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{ViewCache, draw};
use crate::tui::app::App;
use crate::tui::theme::{Depth, Theme};

/// The screen as text, drawn twice as in life: the first drawing measures, the second shows.
pub fn drawn(app: &mut App) -> String {
    let (w, h) = app.size;
    let mut terminal = Terminal::new(TestBackend::new(w, h)).unwrap();
    let theme = Theme::shipped("dark", Depth::True);
    let mut cache = ViewCache::default();
    for _ in 0..2 {
        terminal.draw(|frame| app.measured = draw(app, &mut cache, &theme, frame)).unwrap();
    }
    let buffer = terminal.backend().buffer();
    (0..h).map(|y| row(buffer, y)).collect::<Vec<_>>().join("\n")
}

fn row(buffer: &ratatui::buffer::Buffer, y: u16) -> String {
    let mut line = String::new();
    let mut skip = 0;
    for x in 0..buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        if skip == 0 {
            line.push_str(symbol);
        }
        skip = crate::text::width(symbol).max(skip).saturating_sub(1);
    }
    line.trim_end().to_owned()
}
