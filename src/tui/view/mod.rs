//! Draws the state. One view a screen; nothing here changes the state or decides anything.
//!
//! Only what is visible is formatted and drawn. [`ViewCache`] holds what drawing derives and would derive again.

mod amends;
mod bars;
mod calls;
mod card;
mod cards;
mod case;
mod channel;
mod composer;
mod conflict;
mod duties;
mod evidence;
mod follow_ups;
mod form;
mod help;
mod many;
mod merging;
mod original;
mod outbox;
mod pen;
mod pick;
mod queue;
mod review;
#[cfg(test)]
pub(crate) mod snapshots;
#[cfg(test)]
mod tests;
mod thread;
mod top;
mod turn;
mod versions;

use ratatui::Frame;
use ratatui::layout::Rect;

pub use pen::Pen;

use crate::tui::app::{App, Measured, Overlay, Screen, layout};
use crate::tui::theme::{Role, Theme};

/// Derived by drawing, never decided by it.
#[derive(Debug, Default)]
pub struct ViewCache {
    /// Where the terminal's cursor stands, if it is shown.
    pub cursor: Option<(u16, u16)>,
    /// The first line as it was put into words.
    pub top: top::Words,
    /// The lines below as they were put into words.
    pub bars: bars::Bars,
    /// Threads as they were wrapped.
    pub threads: thread::Threads,
    /// The customer's words beside a letter as they were wrapped.
    pub words: composer::Words,
    /// What is said of the letter beside it.
    pub help: composer::Help,
}

/// Draws everything; answers with the lengths that only drawing knows.
pub fn draw(app: &App, cache: &mut ViewCache, theme: &Theme, frame: &mut Frame<'_>) -> Measured {
    let area = frame.area();
    let parts = layout::frame((area.width, area.height));
    let mut measured = Measured::default();
    let mut pen = Pen::new(frame.buffer_mut(), theme);
    cache.cursor = None;
    // The library hands out an empty buffer.
    pen.tint(area, Role::Text);
    top::draw(app, &mut cache.top, &mut pen, parts.top);
    match app.screen() {
        Screen::Queue => queue::draw(app, cache, &mut pen, &mut measured),
        Screen::Case(screen) => case::draw(app, screen, cache, &mut pen, &mut measured),
        Screen::Composer => composer::draw(app, cache, &mut pen, &mut measured),
        Screen::FollowUps(screen) => follow_ups::draw(app, screen, &mut pen),
        Screen::Calls(screen) => calls::draw(app, screen, &mut pen),
        Screen::Evidence(screen) => evidence::draw(app, screen, &mut pen),
        Screen::Original(original) => original::draw(app, original, &mut pen, parts.body, &mut measured),
        Screen::Review => review::draw(app, cache, &mut pen, &mut measured),
        Screen::Many => many::draw(app, &mut pen, &mut measured),
        Screen::Outbox(outbox) => outbox::draw(app, outbox, &mut pen, parts.body),
        Screen::Conflict(conflict) => conflict::draw(app, conflict, &mut pen, parts.body, &mut measured),
        Screen::Versions(versions) => versions::draw(app, versions, &mut pen, parts.body, &mut measured),
        Screen::Help(help) => help::draw(app, help, &mut pen, parts.body, &mut measured),
    }
    bars::status(app, cache, &mut pen, parts.status);
    bars::footer(app, &mut cache.bars, &mut pen, parts.footer);
    match &app.overlay {
        Some(Overlay::Form(form)) => form::draw(app, form, cache, &mut pen, area),
        Some(Overlay::Palette(palette)) => pick::draw(app, palette, cache, &mut pen, area),
        Some(Overlay::Beginning(beginnings, _)) => pick::draw(app, beginnings, cache, &mut pen, area),
        Some(Overlay::Pick(pick)) => {
            let area = merging::preview(app, pick, &mut pen, area);
            pick::draw(app, pick, cache, &mut pen, area);
        }
        Some(Overlay::Letter(pick)) => pick::draw(app, pick, cache, &mut pen, area),
        None => {}
    }
    if let Some(at) = cache.cursor.filter(|(x, y)| *x < area.width && *y < area.height) {
        frame.set_cursor_position(at);
    }
    measured
}

/// What an empty list says.
fn nothing(pen: &mut Pen<'_>, area: Rect, words: &str) {
    if area.height > 0 {
        let y = area.y + (area.height / 3).min(area.height - 1);
        pen.text(area.x + 3, y, words, area.width.saturating_sub(4), Role::Dim);
    }
}

/// A rectangle of at most this size in the middle of the area.
fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (w, h) = (width.min(area.width), height.min(area.height));
    Rect::new(area.x + (area.width - w) / 2, area.y + (area.height - h) / 2, w, h)
}
