//! P7 hopes that proposals are useful: there must be one, and the number must agree (R73).

use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::letter::proposals::proposal_count;
use crate::text::Folded;

pub(super) const HOLLOW_HOPE: Code = Code { id: "hope_without_proposal", look: hollow_hope };

/// P7 as several proposals and as one, folded and as it replaces the other.
const WORDINGS: [[(&str, &str); 2]; 3] = [
    [
        ("наши предложения будут для вас полезными", "наши предложения будут для Вас полезными"),
        ("наше предложение будет для вас полезным", "наше предложение будет для Вас полезным"),
    ],
    [
        ("our proposals will be useful to you", "our proposals will be useful to you"),
        ("our proposal will be useful to you", "our proposal will be useful to you"),
    ],
    [
        ("propunerile noastre va vor fi utile", "propunerile noastre vă vor fi utile"),
        ("propunerea noastra va va fi utila", "propunerea noastră vă va fi utilă"),
    ],
];

fn hollow_hope(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let folded = Folded::new(&letter.outline.own);
    let found = WORDINGS.iter().find_map(|[many, one]| {
        let place = |(folded_words, _): &(&str, &str)| folded.find_words(folded_words);
        place(many).map(|span| (span, true, one.1)).or_else(|| place(one).map(|span| (span, false, many.1)))
    });
    let Some((span, says_many, other)) = found else { return };
    let count = proposal_count(letter.text, letter.context.lang);
    if count == 0 {
        out.push(rule.finding(Severity::Warning, Some(span), NONE));
    } else if says_many != (count > 1) {
        let label = Said::owned(format!("→ {other}"), format!("→ {other}"), format!("→ {other}"));
        out.push(rule.finding(Severity::Hint, Some(span.clone()), NUMBER).with_fix(label, span, other));
    }
}

const NONE: Said = Said::new(
    "The letter hopes for its proposals, but makes none.",
    "Письмо надеется на предложения, но ни одного не делает.",
    "Scrisoarea speră în propunerile ei, dar nu face niciuna.",
);
const NUMBER: Said = Said::new(
    "The number does not agree with the proposals in this letter.",
    "Число не согласовано с предложениями в этом письме.",
    "Numărul nu se potrivește cu propunerile din scrisoare.",
);
