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
//! Commas and other marks are tokens: `к сожалению , мы`. Not its duty: exceptions and severity (packs of `letter` and `triage`).

use std::fmt;
use std::ops::Range;

use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use regex_automata::{Input, Span};

use super::{Tokens, fold};

/// A list of patterns, searched in one pass; the number of the one that was found is told. Empty lists find nothing.
#[derive(Debug, Clone)]
pub struct Patterns {
    regex: Option<Regex>,
    /// Whether a pattern holds only at the beginning of a sentence.
    at_start: Vec<bool>,
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

/// How large the states of one list may grow while it searches, in bytes.
const SEARCH_BYTES: usize = 512 * 1024;

impl Default for Patterns {
    fn default() -> Self {
        Self { regex: None, at_start: Vec::new() }
    }
}

impl Patterns {
    /// Compiles the list; the first pattern that cannot be read is told.
    pub fn new<S: AsRef<str>>(sources: &[S]) -> Result<Self, PatternMistake> {
        if sources.is_empty() {
            return Ok(Self::default());
        }
        let mut at_start = Vec::with_capacity(sources.len());
        let mut compiled = Vec::with_capacity(sources.len());
        for (pattern, source) in sources.iter().enumerate() {
            let source = source.as_ref().trim();
            at_start.push(source.starts_with('^'));
            let source = source.trim_start_matches('^').trim_start();
            compiled.push(translate(source).map_err(|message| PatternMistake { pattern, message })?);
        }
        let regex = Regex::builder()
            .syntax(syntax::Config::new().utf8(false).unicode(false))
            .configure(
                Regex::config()
                    .utf8_empty(false)
                    .hybrid_cache_capacity(SEARCH_BYTES)
                    .onepass(false)
                    .dfa(false)
                    .which_captures(WhichCaptures::Implicit),
            )
            .build_many(&compiled)
            .map_err(|error| PatternMistake {
                pattern: error.pattern().map_or(0, |p| p.as_usize()),
                message: "this pattern is too large or cannot be read".to_owned(),
            })?;
        Ok(Self { regex: Some(regex), at_start })
    }

    pub fn is_empty(&self) -> bool {
        self.regex.is_none()
    }

    /// All places in the token text, left to right, none inside another.
    pub fn find_all(&self, tokens: &Tokens) -> Vec<Hit> {
        self.find_within(tokens, 0..tokens.as_str().len())
    }

    /// All places inside a part of the token text, as [`Tokens::within`] gives it.
    pub fn find_within(&self, tokens: &Tokens, part: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut from = part.start;
        while let Some(hit) = self.first_from(tokens, from..part.end) {
            // The blank behind a match is the one before the next.
            from = (hit.span.end).max(hit.span.start + 1);
            if !self.at_start[hit.pattern] || begins_sentence(tokens.as_str(), hit.span.start) {
                hits.push(hit);
            }
        }
        hits
    }

    /// True when one of the patterns stands in the part.
    pub fn is_within(&self, tokens: &Tokens, part: Range<usize>) -> bool {
        if self.at_start.iter().any(|a| *a) {
            return !self.find_within(tokens, part).is_empty();
        }
        self.first_from(tokens, part).is_some()
    }

    pub fn is_match(&self, tokens: &Tokens) -> bool {
        self.is_within(tokens, 0..tokens.as_str().len())
    }

    fn first_from(&self, tokens: &Tokens, part: Range<usize>) -> Option<Hit> {
        let regex = self.regex.as_ref()?;
        if part.start >= part.end {
            return None;
        }
        let input = Input::new(tokens.as_str()).span(Span::from(part));
        let found = regex.search(&input)?;
        // A match begins with the blank before its first token and ends with the one behind its last.
        Some(Hit { pattern: found.pattern().as_usize(), span: found.start() + 1..found.end() - 1 })
    }
}

/// True when nothing but a mark that ends a sentence stands before the place.
fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '"', '-']);
    before.is_empty() || before.ends_with(['.', '!', '?', '\n', ':'])
}

/// A pattern as a regular expression over bytes: a blank before each token, one behind the last.
fn translate(source: &str) -> Result<String, String> {
    let folded = fold(source);
    let mut reader = Reader { rest: folded.chars().collect(), at: 0 };
    let body = reader.choices(true)?;
    if reader.at < reader.rest.len() {
        return Err("a bracket is closed that was never opened".to_owned());
    }
    if body.is_empty() || !body.contains(' ') {
        return Err("an empty pattern would be found everywhere".to_owned());
    }
    Ok(format!("(?:{body}) "))
}

const WORD_END: &str = "[^ ]*";
const ANY_TOKEN: &str = "[^ ]+";
const NUMBER: &str = "[0-9][^ ]*";
/// One token of a gap: no end of a sentence.
const GAP_TOKEN: &str = r" [^ .!?;\n][^ ]*";
const GAP_WORDS: usize = 4;

/// Reads choices, words and parts of words; recursive by brackets.
struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    /// `a b|c`; with `new_word` each choice begins a token of its own, else it goes on in the one before.
    fn choices(&mut self, new_word: bool) -> Result<String, String> {
        let mut out = vec![self.words(new_word)?];
        while self.peek() == Some('|') {
            self.at += 1;
            out.push(self.words(new_word)?);
        }
        Ok(out.join("|"))
    }

    fn words(&mut self, new_word: bool) -> Result<String, String> {
        let mut out = String::new();
        let mut starts_token = new_word;
        loop {
            while self.peek() == Some(' ') {
                self.at += 1;
                starts_token = true;
            }
            match self.peek() {
                None | Some('|' | ')') => return Ok(out),
                Some('…') => out.push_str(&self.gap()),
                Some(_) => out.push_str(&self.word(starts_token)?),
            }
            starts_token = false;
        }
    }

    fn gap(&mut self) -> String {
        self.at += 1;
        let digits: String = self.rest[self.at..].iter().take_while(|c| c.is_ascii_digit()).collect();
        self.at += digits.len();
        let most = digits.parse().unwrap_or(GAP_WORDS).min(20);
        format!("(?:{GAP_TOKEN}){{0,{most}}}")
    }

    /// Everything up to the next blank outside brackets.
    fn word(&mut self, starts_token: bool) -> Result<String, String> {
        let mut out = String::new();
        let mut blank = if starts_token { " " } else { "" };
        while let Some(c) = self.peek() {
            match c {
                ' ' | '|' | ')' => break,
                '(' => {
                    // Choices of whole words carry their own blanks, so that a missing one leaves none behind.
                    let own_word = !blank.is_empty() && self.stands_alone();
                    self.at += 1;
                    let inside = self.choices(own_word)?;
                    if self.peek() != Some(')') {
                        return Err("a bracket is opened and never closed".to_owned());
                    }
                    self.at += 1;
                    let lead = if own_word { "" } else { blank };
                    out.push_str(&format!("{lead}(?:{inside})"));
                    if self.peek() == Some('?') {
                        self.at += 1;
                        out.push('?');
                    }
                }
                '~' => {
                    self.at += 1;
                    let ends = matches!(self.peek(), None | Some(' ' | '|' | ')'));
                    let alone = !blank.is_empty() && out.is_empty() && ends;
                    out.push_str(&format!("{blank}{}", if alone { ANY_TOKEN } else { WORD_END }));
                }
                '#' => {
                    self.at += 1;
                    out.push_str(&format!("{blank}{NUMBER}"));
                }
                _ => {
                    self.at += 1;
                    let mut literal = String::new();
                    literal.push(c);
                    out.push_str(&format!("{blank}{}", regex_escape(&literal)));
                }
            }
            blank = "";
        }
        Ok(out)
    }

    /// True when the bracket here is followed by a blank or an end: it holds whole words.
    fn stands_alone(&self) -> bool {
        let mut depth = 0;
        for (i, c) in self.rest.iter().enumerate().skip(self.at) {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth == 0 {
                        let next = if self.rest.get(i + 1) == Some(&'?') { i + 2 } else { i + 1 };
                        return matches!(self.rest.get(next), None | Some(' ' | '|' | ')'));
                    }
                }
                _ => {}
            }
        }
        true
    }
}

fn regex_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

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
