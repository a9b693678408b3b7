//! Conditions that are none: a turn of politeness leaves the promise around it as it is.
//!
//! Not its duty: real conditions (`clauses`).

use super::lexicon::Lang;
use super::tokens::Tokens;

/// What an "if" in a turn of politeness leaves of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Polite {
    /// "If you don't mind": all of it.
    Manners,
    /// "If you like": a promise that was made before it with a day; alone it is only an offer.
    Offer,
}

type Turns = &'static [&'static [&'static str]];

const RUSSIAN: (Turns, Turns) = (
    &[&["вы", "не", "против"], &["не", "против"], &["не", "возражаете"], &["вы", "не", "возражаете"], &["позволите"]],
    &[&["хотите"], &["вы", "хотите"], &["желаете"], &["вам", "удобно"], &["вам", "так", "удобно"], &["угодно"]],
);
const ENGLISH: (Turns, Turns) = (
    &[
        &["you", "do", "n't", "mind"],
        &["you", "don", "'t", "mind"],
        &["you", "do", "not", "mind"],
        &["i", "may"],
        &["we", "may"],
        &["that", "'s", "all", "right"],
        &["that", "is", "all", "right"],
    ],
    &[&["you", "like"], &["you", "wish"], &["you", "prefer"], &["that", "suits"], &["that", "suits", "you"]],
);
const ROMANIAN: (Turns, Turns) = (
    &[
        &["nu", "va", "deranjeaza"],
        &["nu", "va", "suparati"],
        &["nu", "aveti", "nimic", "impotriva"],
        &["imi", "permiteti"],
        &["ne", "permiteti"],
        &["imi", "dati", "voie"],
    ],
    &[&["doriti"], &["vreti"], &["va", "convine"], &["va", "este", "comod"], &["va", "e", "comod"]],
);

/// The turn that the "if" at this place opens; it must be all that the clause says.
pub(super) fn turn_at(tokens: &Tokens<'_>, at: usize) -> Option<Polite> {
    let (manners, offers) = match tokens.lang {
        Lang::Ru => RUSSIAN,
        Lang::En => ENGLISH,
        Lang::Ro => ROMANIAN,
    };
    let is_said = |turn: &&[&str]| {
        let end = at + 1 + turn.len();
        turn.iter().enumerate().all(|(i, word)| tokens.is(at + 1 + i, &[word]))
            && (tokens.word(end).is_empty() && tokens.number(end).is_none() || tokens.date(end).is_some())
    };
    match (manners.iter().any(&is_said), offers.iter().any(&is_said)) {
        (true, _) => Some(Polite::Manners),
        (_, true) => Some(Polite::Offer),
        _ => None,
    }
}
