//! One key press as text and back: `j`, `G`, `ctrl-k`, `shift-tab`, `f6`, `space`.
//!
//! Not its duty: reading the terminal (`tui::runtime` translates its library's events into these).

use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// A key with its modifiers. A character carries its own case: `G`, never `shift-g`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

impl Key {
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    pub const fn with_shift(mut self) -> Self {
        self.shift = true;
        self
    }

    /// The character this key types into a text, if it types one. AltGr arrives as Ctrl+Alt on some layouts and types.
    pub fn typed(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if self.ctrl == self.alt => Some(c),
            _ => None,
        }
    }

    /// One spelling for what terminals send differently: Shift is part of a character, Ctrl+letter is lower case.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        if let Code::Char(c) = self.code {
            if self.ctrl && !self.alt {
                self.code = Code::Char(lower(c));
            } else if self.shift {
                self.code = Code::Char(upper(c));
            }
            self.shift = false;
        }
        self
    }
}

fn lower(c: char) -> char {
    let mut folded = c.to_lowercase();
    folded.next().filter(|_| folded.next().is_none()).unwrap_or(c)
}

fn upper(c: char) -> char {
    let mut folded = c.to_uppercase();
    folded.next().filter(|_| folded.next().is_none()).unwrap_or(c)
}

const NAMES: &[(&str, Code)] = &[
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("space", Code::Char(' ')),
    ("minus", Code::Char('-')),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if on {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "f{n}"),
            _ => Ok(()),
        }
    }
}

/// "`shfit-tab` is no key": what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no key; write for example j, G, ctrl-k, shift-tab, f6, space, enter")]
pub struct NoKey(pub String);

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let mut key = Key::plain(Code::Enter);
        let mut rest = text;
        loop {
            let (part, after) = match rest.split_once('-') {
                Some((part, after)) if !part.is_empty() && !after.is_empty() => (part, after),
                _ => break,
            };
            match part {
                "ctrl" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return Err(NoKey(text.to_owned())),
            }
            rest = after;
        }
        key.code = code(rest).ok_or_else(|| NoKey(text.to_owned()))?;
        Ok(key.normalised())
    }
}

fn code(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(n, _)| *n == name) {
        return Some(*code);
    }
    if let Some(n) = name.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()).filter(|n| (1..=24).contains(n)) {
        return Some(Code::F(n));
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() => Some(Code::Char(c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_writing_and_reading() {
        for text in
            ["j", "G", "ctrl-k", "shift-tab", "f6", "space", "minus", "ctrl-alt-x", "/", "?", "pagedown", "ctrl-enter"]
        {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn nonsense_is_told_with_its_own_words() {
        for text in ["", "shfit-tab", "f99", "jk", "ctrl-"] {
            assert_eq!(text.parse::<Key>().unwrap_err().0, text);
        }
    }

    #[test]
    fn terminals_may_spell_shift_and_ctrl_as_they_like() {
        let shifted = Key { shift: true, ..Key::char('g') };
        assert_eq!(shifted.normalised(), Key::char('G'));
        let both = Key { shift: true, ..Key::ctrl('K') };
        assert_eq!(both.normalised(), Key::ctrl('k'));
    }

    #[test]
    fn altgr_types_and_ctrl_does_not() {
        assert_eq!(Key { ctrl: true, alt: true, ..Key::char('ă') }.typed(), Some('ă'));
        assert_eq!(Key::ctrl('с').typed(), None);
    }
}
