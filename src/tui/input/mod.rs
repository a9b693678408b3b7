//! Keys, keymaps and keyboard layouts: from a key press to an action or a typed character.

mod key;
mod keymap;
mod layout;

pub use key::{Code, Key, NoKey};
pub use keymap::{Chord, Context, Keymap, Looked, spell};
pub use layout::latin;
