//! What of a clause is the promise, and what only stands beside it: marks, names in address, interjections.
//!
//! Not its duty: which clauses promise (`clauses`, `general`).

use std::ops::Range;

use super::dates;
use super::lexicon::Tags;
use super::nominal;
use super::reading::Clause;
use super::tokens::Tokens;

/// A name in address or an interjection: capitals only, or a word of greeting.
pub(super) fn is_aside(tokens: &Tokens<'_>, at: &Range<usize>) -> bool {
    let words: Vec<usize> = at.clone().filter(|i| !tokens.word(*i).is_empty()).collect();
    // An e-mail address before a comma is none of the clause.
    if at.clone().any(|i| tokens.mark(i) == Some('@')) {
        return true;
    }
    let short = words.len() <= 4;
    let is_term = || nominal::has_thing(tokens, at.clone());
    let greets = words.first().is_some_and(|i| tokens.tags(*i).any(Tags::INTERJECTION));
    short
        && !is_term()
        && (greets || words.iter().all(|i| tokens.is_capital(*i) || tokens.tags(*i).any(Tags::INTERJECTION)))
}

/// The sentence without the closing words of a letter that open it: «С уважением, …» promises nothing.
pub(super) fn behind_closing(text: &str, sentence: Range<usize>) -> Range<usize> {
    const CLOSINGS: &[&str] = &[
        "с уважением",
        "с наилучшими пожеланиями",
        "с почтением",
        "искренне ваш",
        "искренне ваша",
        "yours sincerely",
        "yours faithfully",
        "sincerely",
        "kind regards",
        "best regards",
        "warm regards",
        "regards",
        "best wishes",
        "cu respect",
        "cu stimă",
        "cu stima",
        "cu deosebită stimă",
        "cu deosebită considerație",
        "cu drag",
        "al dumneavoastră",
        "a dumneavoastră",
    ];
    let Some((head, _)) = text[sentence.clone()].split_once(',') else { return sentence };
    let is_closing = CLOSINGS.contains(&head.trim().to_lowercase().as_str());
    let rest = sentence.start + head.len() + 1;
    if is_closing { rest..sentence.end } else { sentence }
}

/// Without marks at its ends and without a name in address behind it.
pub(super) fn trimmed(tokens: &Tokens<'_>, mut at: Range<usize>) -> Range<usize> {
    let is_loose =
        |i: usize| tokens.mark(i).is_some_and(|m| !matches!(m, ')' | '%' | '€' | '$' | '£' | '₽' | '»' | '”' | '"'));
    while at.len() > 1 && is_loose(at.end - 1) {
        at.end -= 1;
    }
    while at.len() > 1 && tokens.mark(at.start).is_some_and(|m| !matches!(m, '£' | '$' | '€' | '«' | '"' | '„')) {
        at.start += 1;
    }
    let comma = (at.start..at.end).rev().take(5).find(|i| tokens.mark(*i) == Some(','));
    if let Some(comma) = comma
        && comma > at.start
        && (comma + 1..at.end).all(|i| tokens.is_capital(i) && !tokens.word(i).is_empty())
    {
        at.end = comma;
    }
    at
}

/// «Как Вы и просили», "as you asked": it tells of no other's promise.
pub(super) fn as_said(tokens: &Tokens<'_>, at: &Range<usize>) -> bool {
    const NEAR: usize = 3;
    (at.start.saturating_sub(NEAR)..=at.start).any(|i| tokens.is(i, &["как", "cum", "as"]))
}

/// A time to come that is none: "soon", "in a day or two".
pub(super) fn is_vague(clause: &Clause<'_>) -> bool {
    clause.has(Tags::VAGUE) || clause.dates.iter().any(dates::is_vague)
}
