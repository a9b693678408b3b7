//! What the customer asked and the letter leaves open: questions (R63), a refusal and nothing in its place (R64), not
//! knowing and no date for knowing (R120).
//!
//! Not its duty: what the case itself says (`case_facts`).

use std::sync::LazyLock;

use super::content::Content;
use super::lacks::{dated_control, has_plan};
use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::text::{Patterns, Tokens, sentences};

pub(super) const QUESTIONS: Code = Code { id: "unanswered_question", look: unanswered_questions };
pub(super) const REFUSAL: Code = Code { id: "refusal_without_alternative", look: bare_refusal };
pub(super) const IGNORANCE: Code = Code { id: "ignorance_without_commitment", look: ignorance };

/// More are not listed: a letter with twenty question marks asks rhetorically.
const MOST_QUESTIONS: usize = 6;

/// Of several questions, those whose matter the answer never touches; a single one is too often a sigh.
fn unanswered_questions(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let asked = questions(letter.context.customer_letter);
    if asked.len() < 2 || asked.len() > MOST_QUESTIONS || letter.is_blank() {
        return;
    }
    let answer = Content::of(&letter.tokens);
    for question in asked {
        let tokens = Tokens::of(question);
        let matter = Content::of(&tokens);
        if matter.len() < 2 || matter.touches(&answer) || is_answered_by_kind(&tokens, letter) {
            continue;
        }
        let said = Said::owned(
            format!("The letter does not touch this question: “{question}”"),
            format!("Этого вопроса письмо не касается: «{question}»"),
            format!("Scrisoarea nu atinge această întrebare: „{question}”"),
        );
        out.push(rule.finding(Severity::Hint, None, said));
    }
}

/// Tells whether an answer, read once, speaks of the matter of a question.
pub(in crate::letter) fn matter_of(answer: &Tokens) -> impl Fn(&Tokens) -> bool + use<> {
    let answer = Content::of(answer);
    move |question| Content::of(question).touches(&answer)
}

/// Real questions: they ask for something to be told.
fn questions(text: &str) -> Vec<&str> {
    const LONGEST: usize = 300;
    let all = sentences(text).into_iter().map(|range| text[range].trim());
    all.filter(|s| s.ends_with('?') && !s.ends_with("??") && s.len() <= LONGEST && asks(&Tokens::of(s))).collect()
}

/// Questions by their first words; others, such as «как так можно?», only sigh.
static ASKS: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(&[
        "^ (и|а|так|но|пожалуйста|подскажите|скажите|,)? …1 (когда|где|куда|сколько|на какой|какой срок|до какого|в какой)",
        "^ (и|а|так|но)? (можно ли|могу ли|нужно ли|надо ли|будет ли|есть ли|как мне|как (получить|вернуть|оформить|отменить|узнать|оплатить|подключить))",
        "^ (and|so|but|please|,)? …1 (when|where|how (long|much|many|do i|can i|soon)|what time|what (do|should) i|which)",
        "^ (and|so|but)? (can i|could i|may i|do i|can you|could you|is it possible|will i|should i)",
        "^ (si|dar|iar|deci|,)? …1 (cand|unde|cat|cati|cate|pana cand|in cat timp|ce trebuie)",
        "^ (si|dar)? (pot|as putea|puteti|se poate|trebuie sa|cum (pot|fac|procedez))",
    ])
    .expect("the patterns are constants and tested")
});

fn asks(tokens: &Tokens) -> bool {
    ASKS.is_match(tokens)
}

/// "When?" is answered by any time, "how much?" by any number.
fn is_answered_by_kind(question: &Tokens, letter: &Letter<'_>) -> bool {
    let has = |words: &[&str]| question.iter().any(|(token, _)| words.contains(&token));
    let asks_time = has(&["когда", "when", "cand", "долго", "long"]);
    let asks_number = has(&["сколько", "much", "many", "cat", "cati", "cate", "costa", "стоит", "cost"]);
    let has_number = || letter.tokens.iter().any(|(token, _)| token.starts_with(|c: char| c.is_ascii_digit()));
    (asks_time && letter.has_idea("when")) || (asks_number && has_number())
}

fn bare_refusal(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(place) = letter.idea("refusal").first().cloned() else { return };
    // The words of an offer inside the refusal itself offer nothing.
    let offers = letter.idea("offer").iter().any(|offer| offer.end <= place.start || place.end <= offer.start);
    if !has_plan(letter) && !offers {
        out.push(rule.finding(rule.card.severity, Some(letter.tokens.original(place)), rule.card.message.clone()));
    }
}

fn ignorance(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(place) = letter.idea("ignorance").first().cloned() else { return };
    if dated_control(letter).is_none() && !has_plan(letter) {
        out.push(rule.finding(rule.card.severity, Some(letter.tokens.original(place)), rule.card.message.clone()));
    }
}
