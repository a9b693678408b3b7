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
    &[
        &["вы", "не", "против"],
        &["не", "против"],
        &["не", "возражаете"],
        &["вы", "не", "возражаете"],
        &["позволите"],
        &["вы", "позволите"],
        &["разрешите"],
        &["вы", "разрешите"],
    ],
    &[
        &["хотите"],
        &["вы", "хотите"],
        &["желаете"],
        &["вам", "удобно"],
        &["вам", "так", "удобно"],
        &["угодно"],
        &["вы", "дома"],
        &["будете", "дома"],
        &["вы", "будете", "дома"],
        &["время", "подходит"],
        &["вам", "подходит"],
    ],
);
const ENGLISH: (Turns, Turns) = (
    &[
        &["you", "do", "n't", "mind"],
        &["you", "don", "'t", "mind"],
        &["you", "do", "not", "mind"],
        &["i", "may"],
        &["we", "may"],
        &["you", "allow", "me"],
        &["you", "'ll", "have", "me"],
        &["you", "'ll", "let", "me"],
        &["that", "'s", "all", "right", "with", "you"],
        &["that", "'s", "ok", "with", "you"],
        &["that", "'s", "all", "right"],
        &["that", "is", "all", "right"],
    ],
    &[
        &["you", "like"],
        &["you", "wish"],
        &["you", "prefer"],
        &["that", "suits"],
        &["that", "suits", "you"],
        &["that", "hour", "suits", "you"],
        &["that", "day", "suits", "you"],
        &["that", "time", "suits", "you"],
        &["you", "'re", "in"],
        &["you", "are", "in"],
        &["you", "'ll", "be", "in"],
        &["you", "are", "at", "home"],
        &["you", "'re", "home"],
    ],
);
const ROMANIAN: (Turns, Turns) = (
    &[
        &["nu", "va", "deranjeaza"],
        &["nu", "va", "suparati"],
        &["nu", "aveti", "nimic", "impotriva"],
        &["imi", "permiteti"],
        &["imi", "ingaduiti"],
        &["ma", "lasati"],
        &["ne", "permiteti"],
        &["imi", "dati", "voie"],
    ],
    &[
        &["doriti"],
        &["vreti"],
        &["va", "convine"],
        &["va", "este", "comod"],
        &["va", "e", "comod"],
        &["va", "convine", "ora"],
        &["iti", "convine", "ora"],
        &["va", "convine", "ziua"],
        &["sunteti", "acasa"],
        &["esti", "acasa"],
        &["data", "vi", "se", "potriveste"],
        &["ora", "vi", "se", "potriveste"],
        &["iti", "convine"],
    ],
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
