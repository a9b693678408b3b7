//! A letter without words of its own, and agreement by a sign alone (R4).

use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::text::{fold, words};

pub(super) const EMPTY: Code = Code { id: "empty_letter", look: empty_letter };
pub(super) const SIGN_ALONE: Code = Code { id: "answer_by_sign", look: answer_by_sign };

/// Words that are no better than a thumb. Folded.
const SIGNS: &[&str] = &["ok", "okay", "okey", "k", "ок", "окей", "океи"];

fn empty_letter(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if !body(letter).chars().any(|c| !c.is_whitespace()) {
        let said = Said::new(
            "The letter has no text of its own yet.",
            "В письме пока нет собственного текста.",
            "Scrisoarea nu are încă un text propriu.",
        );
        out.push(rule.finding(Severity::Block, None, said));
    }
}

fn answer_by_sign(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let body = body(letter);
    let has_text = body.chars().any(|c| !c.is_whitespace());
    let says_nothing = words(body).all(|(_, w)| SIGNS.contains(&fold(w).as_str()));
    if has_text && says_nothing {
        let said = Said::new(
            "A sign is not an answer: a court may read it as consent. Say in words what you agree to.",
            "Знак – не ответ: суд может счесть его согласием. Скажите словами, на что Вы соглашаетесь.",
            "Un semn nu este un răspuns: o instanță îl poate considera acord. Spuneți în cuvinte cu ce sunteți de acord.",
        );
        let start = letter.outline.body.start + (body.len() - body.trim_start().len());
        let span = start..start + body.trim().len();
        out.push(rule.finding(Severity::Block, Some(span), said));
    }
}

fn body<'a>(letter: &'a Letter<'_>) -> &'a str {
    &letter.outline.own[letter.outline.body.clone()]
}
