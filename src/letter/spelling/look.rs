//! Which words of a letter a dictionary is asked for: no names, numbers, addresses, abbreviations, no other alphabets.
//!
//! Not its duty: whether a word is right (`lookup`).

use std::ops::Range;

use crate::text::{Tokens, fold};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Cyrillic,
    Latin,
}

/// A word of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub range: Range<usize>,
    pub script: Script,
    /// A name, an abbreviation, a part of an address: right as it is.
    pub is_left_alone: bool,
}

/// A token with what stands around it.
struct Token<'a> {
    folded: &'a str,
    text: &'a str,
    range: Range<usize>,
    starts_sentence: bool,
}

/// Fewer letters are an abbreviation or an initial as often as a word.
const FEWEST_LETTERS: usize = 3;
/// «тел.», "approx.": at most so many letters before a full stop that ends no sentence.
const ABBREVIATION_LETTERS: usize = 6;

/// The words of a part of a text, in order.
pub(super) fn words_of<'a>(text: &'a str, tokens: &'a Tokens, part: Range<usize>, names: &[&str]) -> Vec<Word<'a>> {
    let names: Vec<String> = names.iter().flat_map(|n| n.split_whitespace()).map(fold).collect();
    let mut starts_sentence = true;
    let all: Vec<Token<'_>> = tokens
        .iter()
        .filter(|(_, range)| range.start >= part.start && range.end <= part.end)
        .map(|(folded, range)| {
            let starts = std::mem::replace(&mut starts_sentence, ends_sentence(folded));
            Token { folded, text: &text[range.clone()], range, starts_sentence: starts }
        })
        .collect();
    let mut out = Vec::new();
    let mut from = 0;
    while from < all.len() {
        let to = chunk_end(&all, from);
        if !is_address(&all[from..to]) {
            (from..to).for_each(|at| out.extend(word(&all, at, &names)));
        }
        from = to;
    }
    out
}

fn ends_sentence(token: &str) -> bool {
    token.starts_with(['.', '!', '?', '\n', '"', '(', ':', '•', '*'])
}

/// Tokens that touch each other: a word with its marks, or an address.
fn chunk_end(all: &[Token<'_>], from: usize) -> usize {
    let touches = |pair: &[Token<'_>]| pair[0].range.end == pair[1].range.start && !pair[1].folded.starts_with('\n');
    let more = all[from..].windows(2).take_while(|pair| touches(pair) && !pair[0].folded.starts_with('\n')).count();
    from + more + 1
}

/// «info@bank.ru», "#order", "/etc", "A-17", "5кг": something that is written after rules of its own.
fn is_address(chunk: &[Token<'_>]) -> bool {
    let has_mark = chunk
        .iter()
        .any(|t| t.folded.contains(['@', '/', '\\', '_', '#', '=', '{', '}', '‹', '›', '<', '>', '^', '№', '$']));
    let has_digit = chunk.iter().any(|t| t.folded.contains(char::is_numeric));
    let is_domain = chunk.windows(3).any(|three| {
        let is_latin = |t: &Token<'_>| t.folded.starts_with(|c: char| c.is_ascii_alphanumeric());
        three[1].folded == "." && is_latin(&three[0]) && (is_latin(&three[2]) || three[2].folded == "рф")
    });
    has_mark || has_digit || is_domain
}

fn word<'a>(all: &[Token<'a>], at: usize, names: &[String]) -> Option<Word<'a>> {
    let token = &all[at];
    let script = script_of(token.text)?;
    let letters = token.text.chars().count();
    let is_left_alone = letters < FEWEST_LETTERS
        || has_inner_capital(token.text)
        || is_name(all, at)
        || names.iter().any(|name| is_form_of(token.folded, name))
        || is_abbreviation(all, at, letters);
    Some(Word { text: token.text, range: token.range.clone(), script, is_left_alone })
}

/// None for a word in other letters, in letters of both, or in letters that neither of our languages has.
fn script_of(word: &str) -> Option<Script> {
    let is_mark = |c: char| matches!(c, '\'' | '’' | 'ʼ' | '-' | '‑' | '\u{ad}' | '\u{301}');
    let is_russian = |c: char| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
    let is_latin = |c: char| c.is_ascii_alphabetic() || "ăâîșțşţĂÂÎȘȚŞŢ\u{306}\u{302}\u{326}\u{327}".contains(c);
    let all = |is_letter: &dyn Fn(char) -> bool| word.chars().all(|c| is_letter(c) || is_mark(c));
    let has_letter = word.starts_with(char::is_alphabetic);
    match (all(&is_russian), all(&is_latin)) {
        (true, false) if has_letter => Some(Script::Cyrillic),
        (false, true) if has_letter => Some(Script::Latin),
        _ => None,
    }
}

/// «НДС», "iPhone", "СМС-код": an abbreviation or a trade name.
fn has_inner_capital(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// A capital inside a sentence; at its beginning, one with another capital word behind it («Азамат Бекович, …»).
fn is_name(all: &[Token<'_>], at: usize) -> bool {
    let token = &all[at];
    let next_is_name = || all.get(at + 1).is_some_and(|next| is_capital(next.text) && !is_polite(next.folded));
    is_capital(token.text) && (!token.starts_sentence || next_is_name()) && !is_polite(token.folded)
}

/// Capitals of respect say nothing about a name.
fn is_polite(folded: &str) -> bool {
    matches!(folded, "вы" | "вас" | "вам" | "вами") || folded.starts_with("ваш")
}

/// «Ивановной» for «Ивановна»: the same beginning, another ending. Both folded.
fn is_form_of(word: &str, name: &str) -> bool {
    let length = name.chars().count();
    if length < FEWEST_LETTERS {
        return false;
    }
    let stem = length.saturating_sub(2).max(FEWEST_LETTERS.min(length));
    let same = word.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    same >= stem && word.chars().count() <= length + 3
}

/// A few letters before a full stop behind which the sentence goes on.
fn is_abbreviation(all: &[Token<'_>], at: usize, letters: usize) -> bool {
    let has_stop = all.get(at + 1).is_some_and(|t| t.folded == "." && t.range.start == all[at].range.end);
    has_stop
        && letters <= ABBREVIATION_LETTERS
        && all.get(at + 2).is_some_and(|t| {
            let goes_on = t.text.starts_with(|c: char| c.is_lowercase() || c.is_numeric());
            goes_on || t.folded.starts_with([',', ';', ')', ':']) || t.folded == "-"
        })
}
