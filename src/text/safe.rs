//! Hostile text made harmless: what is left can be drawn, copied and logged without changing anything outside its cell.
//!
//! Duty: control sequences, bidi overrides, invisible characters, piles of combining marks, line ends.
//! Not its duty: widths and wrapping (`cells`), hiding personal data.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;

/// Marks allowed on one base character; no living language needs more, zalgo does.
const MAX_MARKS: u8 = 4;

/// The text without anything that could steer a terminal or hide words; several lines stay several lines.
/// Line ends become LF, tabs stay. Safe text is returned as it is, without a copy.
pub fn make_safe(text: &str) -> Cow<'_, str> {
    let mut filter = Filter::default();
    let Some(first) = steps(text).find(|s| filter.judge(s) != Verdict::Keep) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut filter = Filter::default();
    out.push_str(&text[..first.at]);
    for step in steps(text) {
        match filter.judge(&step) {
            _ if step.at < first.at => {}
            Verdict::Keep => out.push(step.char),
            Verdict::LineEnd => out.push('\n'),
            Verdict::Drop => {}
        }
    }
    Cow::Owned(out)
}

/// The text made safe and put on one line: line ends and tabs become blanks.
pub fn safe_line(text: &str) -> Cow<'_, str> {
    let safe = make_safe(text);
    if safe.contains(['\n', '\t']) { Cow::Owned(safe.replace(['\n', '\t'], " ")) } else { safe }
}

/// True when [`make_safe`] would change nothing.
pub fn is_safe(text: &str) -> bool {
    matches!(make_safe(text), Cow::Borrowed(_))
}

/// The original with everything that [`make_safe`] takes away made visible as `⟨U+202E⟩`.
/// CRLF, the line end of mail, is shown as a plain line end.
pub fn escape_visible(text: &str) -> String {
    let mut filter = Filter::default();
    let mut out = String::with_capacity(text.len());
    for step in steps(text) {
        match filter.judge(&step) {
            Verdict::Keep => out.push(step.char),
            Verdict::Drop if step.char == '\r' => {}
            verdict => {
                // Writing to a String cannot fail.
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(step.char));
                // What follows is judged beside the escape, for that is where it will stand.
                filter = Filter { last: Some('⟩'), marks: 0 };
                if verdict == Verdict::LineEnd {
                    out.push('\n');
                    filter.last = Some('\n');
                }
            }
        }
    }
    out
}

/// One character with its place and the one after it.
struct Step {
    at: usize,
    char: char,
    next: Option<char>,
}

fn steps(text: &str) -> impl Iterator<Item = Step> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, char) = chars.next()?;
        Some(Step { at, char, next: chars.peek().map(|(_, c)| *c) })
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Keep,
    Drop,
    LineEnd,
}

/// Remembers what was kept last, because joiners and marks are judged by their neighbours.
#[derive(Default)]
struct Filter {
    last: Option<char>,
    marks: u8,
}

impl Filter {
    fn judge(&mut self, step: &Step) -> Verdict {
        let verdict = self.verdict(step);
        match verdict {
            Verdict::Drop => {}
            Verdict::LineEnd => self.last = Some('\n'),
            Verdict::Keep => self.last = Some(step.char),
        }
        verdict
    }

    fn verdict(&mut self, step: &Step) -> Verdict {
        let char = step.char;
        if (' '..='~').contains(&char) || ('\u{400}'..='\u{481}').contains(&char) {
            self.marks = 0;
            return Verdict::Keep;
        }
        match char {
            '\n' | '\t' => Verdict::Keep,
            '\r' if step.next == Some('\n') => Verdict::Drop,
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Verdict::LineEnd,
            '\u{200D}' => keep_if(self.last.is_some_and(joins_emoji) && step.next.is_some_and(is_emoji)),
            '\u{200C}' => keep_if(self.last.is_some_and(is_joining_script) && step.next.is_some_and(is_joining_base)),
            _ if char.is_control() || is_invisible(char) || is_noncharacter(char) => Verdict::Drop,
            _ if is_combining_mark(char) || is_variation(char) => self.mark(),
            _ => {
                self.marks = 0;
                Verdict::Keep
            }
        }
    }

    /// A mark needs a base on its own line, and not too many companions.
    fn mark(&mut self) -> Verdict {
        let has_base = !matches!(self.last, None | Some('\n' | '\t'));
        if !has_base || self.marks >= MAX_MARKS {
            return Verdict::Drop;
        }
        self.marks += 1;
        Verdict::Keep
    }
}

fn keep_if(condition: bool) -> Verdict {
    if condition { Verdict::Keep } else { Verdict::Drop }
}

/// Bidi controls, zero-width and blank-looking characters, tags, annotation and language marks.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0D}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_noncharacter(char: char) -> bool {
    matches!(char, '\u{FDD0}'..='\u{FDEF}') || u32::from(char) & 0xFFFE == 0xFFFE
}

/// Text or picture style of the character before.
fn is_variation(char: char) -> bool {
    matches!(char, '\u{FE0E}' | '\u{FE0F}')
}

fn is_emoji(char: char) -> bool {
    matches!(char, '©' | '®' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}' | '\u{24C2}' | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

fn joins_emoji(char: char) -> bool {
    is_emoji(char) || is_variation(char)
}

/// Scripts in which a non-joiner changes the reading: Arabic to Thaana, and the scripts of India.
fn is_joining_script(char: char) -> bool {
    matches!(char, '\u{600}'..='\u{DFF}')
}

fn is_joining_base(char: char) -> bool {
    is_joining_script(char) && char.is_alphabetic() && !is_combining_mark(char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;
    use proptest::prelude::*;

    #[test]
    fn table_of_hostile_texts() {
        let table = [
            ("\u{1b}[2J\u{1b}]0;owned\u{7}hi", "[2J]0;ownedhi"),
            ("a\u{202e}cod.exe", "acod.exe"),
            ("\u{2066}x\u{2069}", "x"),
            ("pass\u{200b}word\u{feff}", "password"),
            ("one\r\ntwo\rthree\u{85}four\u{2028}five", "one\ntwo\nthree\nfour\nfive"),
            ("a\u{9b}31mb\u{7f}", "a31mb"),
            ("tag\u{e0041}\u{e007f}", "tag"),
            ("x\u{fffe}y\u{fdd0}z\u{1ffff}", "xyz"),
            ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "z\u{300}\u{301}\u{302}\u{303}"),
            ("\u{301}alone\n\u{301}next", "alone\nnext"),
            ("a\u{200d}b", "ab"),
            ("soft\u{ad}hyphen", "softhyphen"),
            ("blank\u{3164}\u{115f}", "blank"),
        ];
        for (from, to) in table {
            assert_eq!(make_safe(from), to, "{from:?}");
            assert!(!is_safe(from), "{from:?}");
        }
    }

    #[test]
    fn ordinary_text_is_not_even_copied() {
        for text in [
            "Здравствуйте!\n\tЁлка, йод, и\u{306}",
            "Mulțumesc, „bună ziua” €",
            "👩‍👩‍👧 🇷🇴 ❤️ 👍🏽 1️⃣",
            "می\u{200c}خواهم",
            "क्\u{200c}ष",
            "",
        ] {
            assert!(matches!(make_safe(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn one_line_has_no_line_ends_and_no_tabs() {
        assert_eq!(safe_line("a\tb\r\nc\u{1b}d"), "a b cd");
        assert!(matches!(safe_line("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn the_original_can_be_shown() {
        assert_eq!(escape_visible("a\u{202e}b\u{1b}c\r\nd\re"), "a⟨U+202E⟩b⟨U+001B⟩c\nd⟨U+000D⟩\ne");
        assert!(is_safe(&escape_visible("\u{feff}\u{200d}x")));
    }

    /// Strings rich in trouble, which uniformly random text almost never holds.
    fn hostile() -> impl Strategy<Value = String> {
        let trouble = prop::sample::select(vec![
            '\u{1b}',
            '\r',
            '\n',
            '\t',
            '\u{202e}',
            '\u{200b}',
            '\u{200d}',
            '\u{200c}',
            '\u{301}',
            '\u{306}',
            '\u{fe0f}',
            '\u{fe0e}',
            '\u{e0041}',
            '\u{fffe}',
            '👩',
            '👧',
            '❤',
            '🇷',
            '🇴',
            '🏽',
            'ё',
            'й',
            'a',
            ' ',
            'क',
            'ي',
            '\u{94d}',
            '\u{85}',
            '1',
            '\u{20e3}',
            '\u{ad}',
            '\u{9b}',
        ]);
        prop::collection::vec(prop_oneof![4 => trouble, 1 => any::<char>()], 0..40).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn making_safe_twice_changes_nothing_more(text in hostile()) {
            let once = make_safe(&text).into_owned();
            prop_assert!(is_safe(&once), "{:?} -> {:?}", text, once);
        }

        #[test]
        fn no_control_is_left(text in hostile()) {
            let safe = make_safe(&text);
            prop_assert!(!safe.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || is_invisible(c) || is_noncharacter(c)));
            let line = safe_line(&text);
            prop_assert!(!line.chars().any(char::is_control));
        }

        #[test]
        fn safe_text_is_never_wider(text in hostile()) {
            prop_assert!(width(&safe_line(&text)) <= text.chars().map(|c| width(c.encode_utf8(&mut [0; 4])).max(1)).sum::<usize>());
        }

        #[test]
        fn what_is_shown_of_an_original_is_safe(text in hostile()) {
            prop_assert!(is_safe(&escape_visible(&text)));
        }
    }
}
