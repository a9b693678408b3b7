//! What the case says and the letter passes over: the harm (R107), the wish (R46), danger (R89), the public (R146), a
//! bargaining that should be a talk (R31). What puts it right is in `amends`. Each is silent when its fact is not known.

use std::collections::BTreeSet;

use super::content::Content;
use super::{Code, Finding, Letter, Rule};
use crate::text::Tokens;

pub(super) const HARM: Code = Code { id: "harm_not_named", look: harm };
pub(super) const WISH: Code = Code { id: "wish_not_mentioned_in_refusal", look: wish };
pub(super) const SAFETY: Code = Code { id: "written_only_safety", look: safety };
pub(super) const PUBLIC: Code = Code { id: "missing_public_reply", look: public };
pub(super) const BARGAIN: Code = Code { id: "negotiation_in_writing", look: bargain };

fn harm(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if !letter.is_blank() && passes_over(letter, letter.context.facts.harm) {
        out.push(rule.about_letter());
    }
}

fn wish(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(place) = letter.idea("refusal").first().cloned() else { return };
    if passes_over(letter, letter.context.facts.wished_outcome) {
        out.push(rule.finding(rule.card.severity, Some(letter.tokens.original(place)), rule.card.message.clone()));
    }
}

/// True when the fact is known and none of its words stands in the letter.
fn passes_over(letter: &Letter<'_>, fact: &str) -> bool {
    let matter = Content::of(&Tokens::of(fact));
    !matter.is_empty() && !matter.touches(&Content::of(&letter.tokens))
}

fn safety(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if letter.context.facts.safety_without_call {
        out.push(rule.about_letter());
    }
}

fn public(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if letter.context.facts.public_unanswered && !letter.context.public {
        out.push(rule.about_letter());
    }
}

/// Terms that change from letter to letter: this one names sums, an earlier offer of ours named others.
fn bargain(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(place) = letter.idea("offer").first().cloned() else { return };
    let now = sums(&letter.tokens);
    if now.is_empty() {
        return;
    }
    let changed = letter.context.facts.our_letters.iter().any(|earlier| {
        let tokens = Tokens::of(earlier);
        let offers = letter.context.rules.idea("offer", letter.context.lang).is_some_and(|i| i.find.is_match(&tokens));
        let then = sums(&tokens);
        offers && !then.is_empty() && then.is_disjoint(&now)
    });
    if changed {
        out.push(rule.finding(rule.card.severity, Some(letter.tokens.original(place)), rule.card.message.clone()));
    }
}

/// Amounts of money and percents.
fn sums(tokens: &Tokens) -> BTreeSet<String> {
    const UNITS: &[&str] = &[
        "%",
        "€",
        "$",
        "£",
        "₽",
        "руб",
        "рублей",
        "рубля",
        "рубль",
        "лей",
        "леев",
        "lei",
        "leu",
        "mdl",
        "ron",
        "eur",
        "euro",
        "usd",
        "процентов",
        "percent",
    ];
    let all: Vec<&str> = tokens.iter().map(|(token, _)| token).collect();
    let is_unit = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|token| UNITS.contains(token));
    let is_sum = |at: usize| {
        all[at].starts_with(|c: char| c.is_ascii_digit()) && (is_unit(Some(at + 1)) || is_unit(at.checked_sub(1)))
    };
    (0..all.len()).filter(|at| is_sum(*at)).map(|at| all[at].to_owned()).collect()
}
