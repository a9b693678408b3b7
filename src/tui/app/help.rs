//! The help screen: the keys of the place it was called from, made from the live keymap.

use crate::tui::input::Context;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The place help is about.
    pub contexts: &'static [Context],
    pub scroll: usize,
}
