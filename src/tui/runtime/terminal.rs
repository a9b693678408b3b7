//! The terminal: entering it, and leaving it in order, whatever happens.
//!
//! One idempotent [`restore`] is called by the guard, the panic hook and suspension (design §7).

use std::io::{self, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture, KeyboardEnhancementFlags, PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;

use super::frames::Frames;
use crate::tui::theme::Depth;

static ENTERED: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);
static ENHANCED: AtomicBool = AtomicBool::new(false);

pub type Screen = Terminal<Frames<Stdout>>;

/// Why the screen cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    #[error(
        "this is no terminal, so the screen cannot be opened. Start sincerely in a terminal; \
         without one, `sincerely import`, `sync` and `serve` work"
    )]
    NoTerminal,
    #[error(
        "the terminal type `{0}` cannot move the cursor. Set TERM to what your terminal is, for example xterm-256color"
    )]
    Dumb(String),
    #[error("the terminal does not answer: {0}")]
    Io(#[from] io::Error),
}

/// Restores the terminal when dropped.
#[derive(Debug)]
pub struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Is there a terminal that can show a screen? Asked before anything else is begun.
///
/// # Errors
/// [`TerminalError`] says what is missing and what to do.
pub fn check() -> Result<(), TerminalError> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(TerminalError::NoTerminal);
    }
    let term = std::env::var("TERM").unwrap_or_default();
    if term == "dumb" {
        return Err(TerminalError::Dumb(term));
    }
    Ok(())
}

/// Takes the terminal over.
///
/// # Errors
/// [`TerminalError`] says what is missing and what to do.
pub fn enter(mouse: bool) -> Result<(Screen, Guard), TerminalError> {
    check()?;
    MOUSE.store(mouse, Ordering::Relaxed);
    install_panic_hook();
    let guard = Guard;
    take()?;
    Ok((blank()?, guard))
}

/// An empty screen, of which the next frame is drawn whole. The library's own `clear` asks the terminal where the cursor
/// is, and the answer would end up among the keys.
///
/// # Errors
/// Those of writing to the terminal.
pub fn blank() -> io::Result<Screen> {
    execute!(io::stdout(), Clear(ClearType::All))?;
    Terminal::new(Frames::new(io::stdout()))
}

/// Switches the terminal to our screen; also after a suspension.
///
/// # Errors
/// Those of writing to the terminal.
pub fn take() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, cursor::Hide)?;
    if MOUSE.load(Ordering::Relaxed) {
        execute!(out, EnableMouseCapture)?;
    }
    if asks_for_enhanced_keys() {
        ENHANCED.store(true, Ordering::SeqCst);
        execute!(out, PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES))?;
    }
    Ok(())
}

/// Terminals known to speak the kitty keyboard protocol. Asking the others costs a round trip at every start, which over
/// SSH is longer than the whole start.
fn asks_for_enhanced_keys() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    let program = std::env::var("TERM_PROGRAM").unwrap_or_default();
    ["kitty", "foot", "ghostty", "alacritty", "wezterm"]
        .iter()
        .any(|t| term.contains(t) || program.to_lowercase().contains(t))
}

/// Gives the terminal back. Harmless when called twice, or before [`take`].
pub fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if ENHANCED.swap(false, Ordering::SeqCst) {
        let _ = execute!(out, PopKeyboardEnhancementFlags);
    }
    if MOUSE.load(Ordering::Relaxed) {
        let _ = execute!(out, DisableMouseCapture);
    }
    let _ = execute!(out, DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// A panic is told on the restored terminal, not on the screen that is about to vanish.
fn install_panic_hook() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    if INSTALLED.swap(true, Ordering::SeqCst) {
        return;
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        restore();
        before(info);
    }));
}

/// What the terminal can show, by the conventions of the environment (NO_COLOR, COLORTERM, TERM).
pub fn depth() -> Depth {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    if is_set("NO_COLOR") {
        return Depth::None;
    }
    let term = std::env::var("TERM").unwrap_or_default();
    let colorterm = std::env::var("COLORTERM").unwrap_or_default();
    if colorterm.contains("truecolor") || colorterm.contains("24bit") || term.ends_with("-direct") {
        Depth::True
    } else if term.contains("256color") || ["kitty", "alacritty", "foot", "ghostty"].iter().any(|t| term.contains(t)) {
        Depth::Indexed
    } else if term.starts_with("vt") || term.is_empty() {
        Depth::None
    } else {
        Depth::Sixteen
    }
}
