//! Patterns over the token text: what a person writes in a pack to name words, their endings, gaps and choices.
//!
//! | in a pattern | means |
//! |---|---|
//! | `ближайшее время` | these words, one after the other; case, ё/е and diacritics do not matter |
//! | `предлага~` | a word with any ending, also none; `~` alone is any one word or mark |
//! | `верн(ём\|у)` | choices inside a word |
//! | `(скоро\|на днях)` | choices of words |
//! | `(лично)? проверю` | words that may be missing |
//! | `из-за … погоды`, `не …2 сможем` | a gap of up to 4 (or so many) words, inside one sentence |
//! | `#` | a number: anything that begins with a digit |
//! | `^` at the beginning | only where a sentence begins |
//!
//! Commas and other marks are tokens: `к сожалению , мы`. Some thousand patterns are looked for in each letter after each
//! key, so `starts` tells from the first letters of the tokens which of them may begin where, and only these are tried
//! (`program`). Not its duty: exceptions and severity (packs of `letter` and `triage`).

mod program;
mod read;
mod starts;

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use super::Tokens;
use program::{Program, Scratch};
pub(super) use starts::Index;
use starts::{Candidate, Starts};

/// A list of patterns, searched in one pass; the number of the one that was found is told. Empty lists find nothing.
pub struct Patterns {
    count: usize,
    ready: LazyLock<Ready, MakeReady>,
}

type MakeReady = Box<dyn FnOnce() -> Ready + Send>;

/// The patterns, ready to be looked for.
#[derive(Debug, Default)]
struct Ready {
    starts: Starts,
    program: Program,
    /// Whether a pattern holds only at the beginning of a sentence.
    at_start: Vec<bool>,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { count: 0, ready: LazyLock::new(Box::new(Ready::default)) }
    }
}

impl fmt::Debug for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patterns({})", self.count)
    }
}

/// Where a pattern was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its number in the list.
    pub pattern: usize,
    /// Bytes of the token text, from the first token to the end of the last.
    pub span: Range<usize>,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternMistake {
    /// Its number in the list.
    pub pattern: usize,
    pub message: String,
}

impl fmt::Display for PatternMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Patterns {
    /// Makes the list ready; the first pattern that cannot be read is told.
    pub fn new<S: AsRef<str>>(sources: &[S]) -> Result<Self, PatternMistake> {
        let ready = Ready::new(sources)?;
        Ok(Self { count: sources.len(), ready: LazyLock::new(Box::new(move || ready)) })
    }

    /// A list that is made ready when it is first looked for: most lists of exceptions never are. Its patterns must have
    /// been read once; if one cannot be read, nothing is found.
    pub fn later(sources: Vec<String>) -> Self {
        let count = sources.len();
        let make: MakeReady = match count {
            0 => Box::new(Ready::default),
            _ => Box::new(move || Ready::new(&sources).unwrap_or_default()),
        };
        Self { count, ready: LazyLock::new(make) }
    }

    /// Makes a list ready that waits for it, so that the first search need not.
    pub fn make_ready(&self) {
        LazyLock::force(&self.ready);
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All places in the token text, left to right, none inside another.
    pub fn find_all(&self, tokens: &Tokens) -> Vec<Hit> {
        self.find_within(tokens, 0..tokens.as_str().len())
    }

    /// All places inside a part of the token text, as [`Tokens::within`] gives it.
    pub fn find_within(&self, tokens: &Tokens, part: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.each_within(tokens, part, |hit| {
            hits.push(hit);
            true
        });
        hits
    }

    /// True when one of the patterns stands in the part.
    pub fn is_within(&self, tokens: &Tokens, part: Range<usize>) -> bool {
        let mut is_found = false;
        self.each_within(tokens, part, |_| {
            is_found = true;
            false
        });
        is_found
    }

    pub fn is_match(&self, tokens: &Tokens) -> bool {
        self.is_within(tokens, 0..tokens.as_str().len())
    }

    /// Tells every place until `say` has enough.
    fn each_within(&self, tokens: &Tokens, part: Range<usize>, say: impl FnMut(Hit) -> bool) {
        if !self.is_empty() && part.start < part.end {
            self.ready.each_within(tokens, part, say);
        }
    }
}

impl Ready {
    fn new<S: AsRef<str>>(sources: &[S]) -> Result<Self, PatternMistake> {
        let mut ready = Self::default();
        for (pattern, source) in sources.iter().enumerate() {
            let source = source.as_ref().trim();
            ready.at_start.push(source.starts_with('^'));
            let source = source.trim_start_matches('^').trim_start();
            let ways = read::read(source).map_err(|message| PatternMistake { pattern, message })?;
            ready.starts.add(pattern as u32, &ways);
            ready.program.add(&ways);
        }
        ready.starts.sort();
        ready.program.shrink();
        Ok(ready)
    }

    fn each_within(&self, tokens: &Tokens, part: Range<usize>, mut say: impl FnMut(Hit) -> bool) {
        let text = &tokens.as_str().as_bytes()[..part.end];
        let mut scratch = Scratch::default();
        let mut from = part.start;
        for candidate in self.starts.candidates(tokens.index(), &part) {
            let Some(hit) = self.try_at(candidate, from, text, &mut scratch) else { continue };
            // The blank behind a match is the one before the next.
            from = hit.span.end.max(hit.span.start + 1);
            let holds = !self.at_start[hit.pattern] || begins_sentence(tokens.as_str(), hit.span.start);
            if holds && !say(hit) {
                return;
            }
        }
    }

    fn try_at(&self, candidate: Candidate, from: usize, text: &[u8], scratch: &mut Scratch) -> Option<Hit> {
        let (place, pattern) = (candidate.0, candidate.1 as usize);
        let end = (place >= from).then(|| self.program.matches(pattern, text, place, scratch))??;
        // A match begins with the blank before its first token and ends with the one behind its last.
        Some(Hit { pattern, span: place + 1..end - 1 })
    }
}

/// True when nothing but a mark that ends a sentence stands before the place.
fn begins_sentence(text: &str, at: usize) -> bool {
    // A pattern that begins with a gap may be found within a letter.
    let before = text[..text.floor_char_boundary(at)].trim_end_matches([' ', '"', '-']);
    before.is_empty() || before.ends_with(['.', '!', '?', '\n', ':'])
}

#[cfg(test)]
pub(super) mod reference;
#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let tokens = Tokens::of(text);
        let patterns = Patterns::new(&[pattern]).unwrap();
        patterns.find_all(&tokens).into_iter().map(|hit| &text[tokens.original(hit.span)]).collect()
    }

    #[test]
    fn words_endings_choices_gaps() {
        for (pattern, text, expected) in [
            ("ближайшее время", "В ближайшее  время, ближайшее время!", vec!["ближайшее  время", "ближайшее время"]),
            ("скоро", "Скоро. Скорость", vec!["Скоро"]),
            ("предлага~", "Предлагаем, предлагаю", vec!["Предлагаем", "предлагаю"]),
            ("верн(ем|у)", "Вернём и верну, вернут", vec!["Вернём", "верну"]),
            ("(на днях|скоро) напиш(у|ем)", "на днях напишем", vec!["на днях напишем"]),
            ("я (лично)? проверю", "Я проверю. Я лично проверю.", vec!["Я проверю", "Я лично проверю"]),
            ("(не)?верно", "неверно верно", vec!["неверно", "верно"]),
            ("из-за … погоды", "из-за очень плохой погоды", vec!["из-за очень плохой погоды"]),
            ("из-за …1 погоды", "из-за очень плохой погоды", vec![]),
            ("из-за … погоды", "из-за. Такой погоды", vec![]),
            ("до # марта", "до 14 марта и до 14:00 марта", vec!["до 14 марта", "до 14:00 марта"]),
            ("^ скоро", "Мы скоро. Скоро!", vec!["Скоро"]),
            ("ты ~ знаешь", "Ты всё знаешь", vec!["Ты всё знаешь"]),
            ("v-am scris", "V-am scris", vec!["V-am scris"]),
            ("к сожалению , мы", "К сожалению, мы", vec!["К сожалению, мы"]),
        ] {
            assert_eq!(found(pattern, text), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn neighbours_share_their_blank() {
        assert_eq!(found("да", "да да да"), ["да", "да", "да"]);
    }

    #[test]
    fn mistakes_are_told() {
        for bad in ["(a", "a)", "", "  ", "^"] {
            assert!(Patterns::new(&["ok", bad]).is_err_and(|m| m.pattern == 1), "{bad}");
        }
        let none: [&str; 0] = [];
        assert!(Patterns::new(&none).is_ok_and(|p| p.is_empty() && !p.is_match(&Tokens::of("a"))));
    }

    proptest! {
        #[test]
        fn any_pattern_is_read_or_refused(pattern in "[аб~|() …#?^.,]{0,12}|\\PC{0,12}", text: String) {
            if let Ok(patterns) = Patterns::new(&[pattern]) {
                let tokens = Tokens::of(&text);
                for hit in patterns.find_all(&tokens) {
                    prop_assert!(text.get(tokens.original(hit.span)).is_some());
                }
            }
        }
    }
}
