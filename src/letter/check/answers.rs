//! What the customer asked and the letter leaves open: questions (R63), a refusal and nothing in its place (R64), not
//! knowing and no date for knowing (R120).
//!
//! Not its duty: what the case itself says (`case_facts`).

use super::content::Content;
use super::lacks::{dated_control, has_plan};
use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::text::{Tokens, sentences};

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

/// Real questions: with a word that asks for something to be told.
fn questions(text: &str) -> Vec<&str> {
    const LONGEST: usize = 300;
    let all = sentences(text).into_iter().map(|range| text[range].trim());
    all.filter(|s| s.ends_with('?') && s.len() <= LONGEST && asks(&Tokens::of(s))).collect()
}

fn asks(tokens: &Tokens) -> bool {
    const WORDS: &[&str] = &[
        "когда",
        "где",
        "куда",
        "сколько",
        "какой",
        "какая",
        "какие",
        "каким",
        "можно",
        "могу",
        "можете",
        "нужно",
        "как",
        "when",
        "where",
        "what",
        "which",
        "how",
        "can",
        "could",
        "may",
        "do",
        "is",
        "cand",
        "unde",
        "cat",
        "cati",
        "cate",
        "cum",
        "care",
        "pot",
        "puteti",
        "trebuie",
    ];
    tokens.iter().take(4).any(|(token, _)| WORDS.contains(&token))
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
    if !has_plan(letter) && !letter.has_idea("offer") {
        out.push(rule.finding(rule.card.severity, Some(letter.tokens.original(place)), rule.card.message.clone()));
    }
}

fn ignorance(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(place) = letter.idea("ignorance").first().cloned() else { return };
    if dated_control(letter).is_none() && !has_plan(letter) {
        out.push(rule.finding(rule.card.severity, Some(letter.tokens.original(place)), rule.card.message.clone()));
    }
}
