//! Where the clauses of a sentence begin, and what opens them.
//!
//! Not its duty: what they say (`clauses`).

use std::ops::Range;

use super::dates::Part;
use super::lexicon::{Lang, Tags};
use super::polite::{self, Polite};
use super::tokens::Tokens;
use super::{english, romanian, russian};

/// No clause of a letter is longer; what is, is cut, so that reading it stays cheap.
const MOST_TOKENS: usize = 100;
/// How a clause hangs in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    /// A main clause.
    None,
    If,
    When,
    Which,
    That,
    /// "If you like": politeness behind a promise with a day, a condition without one.
    Offer,
    /// Fills the clause before it: an aim, a reason, an indirect question.
    Filling,
}

#[derive(Debug)]
pub(super) struct Segment {
    /// Tokens, conjunctions before it left out.
    pub at: Range<usize>,
    pub opener: Opener,
    /// The mark before it, if any.
    pub mark: Option<char>,
    /// "and", "but", "or" before it.
    pub joined: Tags,
}

/// Cuts at marks, conjunctions and words that open a clause.
pub(super) fn segments(tokens: &Tokens<'_>, parts: &[Part]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut in_date = vec![false; tokens.len()];
    for part in parts {
        in_date[part.at.clone()].fill(true);
    }
    let mut start = 0;
    let (mut mark, mut joined, mut opener) = (None, Tags::NONE, Opener::None);
    let mut at = 0;
    while at < tokens.len() {
        let between_dates = at > 0
            && in_date[at - 1]
            && in_date.get(at + 1) == Some(&true)
            && tokens.tags(at).any(Tags::AND | Tags::OR)
            && !begins_anew(tokens, &in_date, start, at);
        // "Before we open on Saturday I will taste it": the main clause begins without a mark.
        let begins_main = opener == Opener::When
            && at > start + 2
            && tokens.tags(at).any(Tags::I | Tags::WE)
            && tokens.tags(at + 1).any(Tags::WILL)
            && tokens.lang == Lang::En;
        // "Imediat ce pornește serverul vă trimit fișierul"
        let begins_main = begins_main
            || opener == Opener::When
                && tokens.lang == Lang::Ro
                && at > start + 3
                && (tokens.is(at, &["va", "vi", "v", "iti", "ti"])
                    && tokens.tags(at + 1).any(Tags::DO_NOW | Tags::WILL | Tags::GUESS)
                    || tokens.is(at, &["voi", "vom"]));
        // "The lamp that blinded you will be hooded tonight": behind its clause the noun has its own verb.
        let ends_relative = matches!(opener, Opener::That | Opener::Which)
            && tokens.lang == Lang::En
            && at > start + 1
            && tokens.tags(at).any(Tags::WILL)
            && !tokens.tags(at.saturating_sub(2)).any(Tags::SAID)
            && english::has_finite_verb(tokens, start + 1..at);
        if ends_relative {
            out.push(Segment { at: start..at, opener, mark, joined });
            (start, mark, joined, opener) = (at, None, Tags::NONE, Opener::None);
        }
        if begins_main {
            out.push(Segment { at: start..at, opener, mark, joined });
            (start, mark, joined, opener) = (at, Some(','), Tags::NONE, Opener::None);
        }
        let cut = if in_date[at] || between_dates { None } else { cut_at(tokens, at, start) };
        let Some(cut) = cut else {
            at += 1;
            if at - start >= MOST_TOKENS {
                out.push(Segment { at: start..at, opener, mark, joined });
                (start, mark, joined, opener) = (at, None, Tags::NONE, Opener::None);
            }
            continue;
        };
        if at > start {
            out.push(Segment { at: start..at, opener, mark, joined });
            (mark, joined, opener) = (None, Tags::NONE, Opener::None);
        }
        match cut {
            Cut::Mark(m) => {
                mark = Some(m);
                start = at + 1;
            }
            Cut::Joins(tags) => {
                joined = joined | tags;
                start = at + 1;
            }
            Cut::Opens(kind) => {
                // "и если", "but if": the condition rules.
                opener = if opener == Opener::None { kind } else { opener };
                start = at;
                at += 1;
                // "as soon as", "după ce", «то, как»: one opener.
                at += usize::from(tokens.is(at, &["as", "ce", "that", "что", "ca"]));
                continue;
            }
        }
        at += 1;
    }
    if start < tokens.len() {
        out.push(Segment { at: start..tokens.len(), opener, mark, joined });
    }
    out
}

/// "I put it on your card today and tomorrow our fitter comes", «отменю сегодня до шести и завтра вышлю чек»: the second
/// day leads a clause of its own, since the first stands behind its verb.
fn begins_anew(tokens: &Tokens<'_>, in_date: &[bool], start: usize, and: usize) -> bool {
    let is_in = |at: usize| in_date.get(at) == Some(&true);
    let first = (start..and).rev().take_while(|at| is_in(*at)).last().unwrap_or(and);
    let Some(next) = (and + 1..tokens.len()).find(|at| !is_in(*at)) else { return false };
    let acts = Tags::I | Tags::WE | Tags::YOU | Tags::OTHER | Tags::ARTICLE | Tags::WILL_DO | Tags::WILL | Tags::DO_NOW;
    let has_verb = (start..first).any(|at| tokens.tags(at).any(acts | Tags::GUESS | Tags::BARE));
    tokens.tags(and).any(Tags::AND)
        && first > start + 1
        && has_verb
        && (tokens.tags(next).any(acts) || tokens.is(next, &["our", "my", "your", "va", "v", "vi"]))
}

enum Cut {
    Mark(char),
    Joins(Tags),
    Opens(Opener),
}

fn cut_at(tokens: &Tokens<'_>, at: usize, start: usize) -> Option<Cut> {
    let tags = tokens.tags(at);
    if let Some(mark) = tokens.mark(at) {
        return match mark {
            ',' | ';' | '(' | ')' | '—' | '–' | '!' | '…' => Some(Cut::Mark(mark)),
            ':' if !tokens.is_glued(at + 1) => Some(Cut::Mark(mark)),
            '-' if !tokens.is_glued(at) => Some(Cut::Mark('–')),
            '.' if tokens.is_capital(at + 1) && !tokens.is_glued(at + 1) => Some(Cut::Mark(mark)),
            _ => None,
        };
    }
    // A word that opens a clause; it may open only once.
    if let Some(opener) = opener_at(tokens, at, at == start)
        && !(at == start && at > 0 && matches!(tokens.mark(at - 1), Some('(')))
    {
        return Some(Cut::Opens(opener));
    }
    let joins = tags.any(Tags::AND | Tags::BUT | Tags::OR);
    joins.then_some(Cut::Joins(tags))
}

fn opener_at(tokens: &Tokens<'_>, at: usize, is_first: bool) -> Option<Opener> {
    let tags = tokens.tags(at);
    match tokens.lang {
        Lang::Ru => russian::opener(tokens, at, is_first),
        Lang::En => english::opener(tokens, at, is_first),
        Lang::Ro => romanian::opener(tokens, at, is_first),
    }
    .filter(|_| tags != Tags::NONE)
    .map(|tags| match () {
        () if tags.any(Tags::IF) => match polite::turn_at(tokens, at) {
            Some(Polite::Manners) => Opener::Filling,
            Some(Polite::Offer) => Opener::Offer,
            None => Opener::If,
        },
        () if tags.any(Tags::WHEN) => Opener::When,
        () if tags.any(Tags::WHICH) => Opener::Which,
        () if tags.any(Tags::THAT) => Opener::That,
        () => Opener::Filling,
    })
}
