//! What puts a complaint right and must stand in the letter: the admission of our error (R128, R134), what is given for it
//! (R114, R116, R136), regret for a broken term (R113), apology and offer in public (R146), somebody of us who answers
//! for it (R61).
//!
//! A repair says only what the case says: nothing is invented, and nothing is denied (R115). Not its duty: what was done
//! about it (`lacks`), other facts of the case (`case_facts`).

use super::lacks::{dated_control, has_empathy, has_plan};
use super::{Code, Finding, Letter, Rule, Said};
use crate::gist::Rate;
use crate::letter::phrase::{SLOT_CLOSE, SLOT_OPEN};
use crate::letter::promises::Actor;
use crate::letter::remedy::{is_named, remedy_sentence};
use crate::letter::term::{broken_term_words, regret_sentence};
use crate::model::{OurFault, RemedyKind};

pub(super) const ADMISSION: Code = Code { id: "admission_missing", look: admission };
pub(super) const REMEDY: Code = Code { id: "remedy_not_named", look: remedy };
pub(super) const TERM: Code = Code { id: "broken_term_not_regretted", look: term };
pub(super) const PUBLIC: Code = Code { id: "public_reply_incomplete", look: public };
pub(super) const RESPONSIBILITY: Code = Code { id: "no_responsibility", look: responsibility };

const INSERT: Said = Said::new("say it", "сказать это", "spune-o");

/// Sentences that admit: the error was ours, or partly ours.
const ADMISSIONS: [(&str, [&str; 2]); 3] = [
    ("ru", ["Это наша ошибка, и мы её признаём.", "Часть вины лежит на нас, и мы это признаём."]),
    ("en", ["The mistake was ours, and we admit it.", "Part of the fault is ours, and we admit it."]),
    ("ro", ["Greșeala a fost a noastră și o recunoaștem.", "O parte din vină este a noastră și o recunoaștem."]),
];

fn admission(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let facts = &letter.context.facts;
    let Some(fault) = facts.our_fault.filter(|fault| fault.is_ours()) else { return };
    let lang = letter.context.lang;
    let said_before =
        || facts.our_letters.iter().any(|sent| super::says(letter.context.rules, "admission", sent, lang));
    if letter.is_blank() || letter.has_idea("admission") || letter.has_idea("D9") || said_before() {
        return;
    }
    let finding = rule.about_letter();
    let words =
        ADMISSIONS.iter().find(|(l, _)| *l == lang).map(|(_, words)| words[usize::from(*fault == OurFault::Partly)]);
    out.push(match words {
        Some(words) => at_beginning(finding, letter, words),
        None => finding,
    });
}

fn remedy(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let context = letter.context;
    let Some(remedy) = context.facts.remedy.filter(|r| r.kind != RemedyKind::ApologyOnly) else { return };
    let is_said = |text: &str| is_named(remedy, text, context.lang, context.public, context.rules);
    if letter.is_blank() || is_said(letter.text) || context.facts.our_letters.iter().any(|sent| is_said(sent)) {
        return;
    }
    let finding = rule.about_letter();
    out.push(match remedy_sentence(remedy, context.lang, context.public) {
        Some(words) => behind_the_plan(finding, letter, &words),
        None => finding,
    });
}

/// Where a term of ours passed, the letter regrets that very thing.
fn term(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(day) = letter.context.facts.broken_term.filter(|_| !letter.is_blank()) else { return };
    let is_regretted = has_empathy(letter) || letter.has_idea("admission");
    if is_regretted && letter.has_idea("lateness") {
        return;
    }
    let finding = rule.about_letter();
    // A second apology would be one too many: who has apologised already writes it into that sentence himself.
    let words = broken_term_words(day, letter.context.lang, letter.context.facts.our_letters)
        .filter(|_| !letter.has_idea("apology"));
    let words = words.and_then(|what| regret_sentence(&what, letter.context.lang));
    out.push(match words {
        Some(words) => at_beginning(finding, letter, &words),
        None => finding,
    });
}

/// In public everybody reads whether we apologised, unless the error was not ours, and whether we offer to settle it.
fn public(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if letter.is_blank() || !letter.context.complaint {
        return;
    }
    let apologises = || letter.has_idea("apology") || letter.has_idea("admission");
    let is_sorry = match letter.context.facts.our_fault {
        Some(OurFault::No) => true,
        Some(fault) if fault.is_ours() => apologises(),
        // Nobody said whose error it was: sympathy in any words will do.
        _ => has_empathy(letter) || letter.has_idea("admission"),
    };
    let offers = letter.has_idea("offer") || letter.has_idea("action") || settles(letter);
    let lacks = match (is_sorry, offers) {
        (true, true) => return,
        (false, true) => NO_APOLOGY,
        (true, false) => NO_OFFER,
        (false, false) => NEITHER,
    };
    let finding = rule.finding(rule.card.severity, None, lacks);
    out.push(match offer_sentence(letter.context.lang).filter(|_| !offers) {
        Some(words) => behind_the_plan(finding, letter, &words),
        None => finding,
    });
}

fn settles(letter: &Letter<'_>) -> bool {
    has_plan(letter) || dated_control(letter).is_some() || !letter.promises().is_empty()
}

const NO_APOLOGY: Said = Said::new(
    "A public answer, and no apology in it.",
    "Ответ публичный, а извинения в нём нет.",
    "Răspunsul este public și nu conține scuze.",
);
const NO_OFFER: Said = Said::new(
    "A public answer that offers no way to settle it.",
    "Ответ публичный, а решить вопрос в нём не предложено.",
    "Răspunsul este public și nu propune nicio rezolvare.",
);
const NEITHER: Said = Said::new(
    "A public answer without an apology and without an offer to settle it.",
    "В публичном ответе нет ни извинения, ни предложения решить вопрос.",
    "Răspunsul public nu conține nici scuze, nici o propunere de rezolvare.",
);

/// The end of D10; what is offered the writer says himself, and until then the slot holds the letter.
fn offer_sentence(lang: &str) -> Option<String> {
    let (words, hint) = match lang {
        "ru" => ("Предлагаем решить вопрос", "что мы предлагаем"),
        "en" => ("We offer to resolve this", "what we offer"),
        "ro" => ("Vă propunem să rezolvăm situația", "ce propunem"),
        _ => return None,
    };
    Some(format!("{words}: {SLOT_OPEN}{hint}{SLOT_CLOSE}."))
}

/// A complaint is answered by somebody who does or owes something, not by nobody.
fn responsibility(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    const CONTROL: Rate = Rate::Five;
    let is_ours = |actor: Actor| matches!(actor, Actor::Me | Actor::We);
    let is_taken = ["responsibility", "apology", "admission", "control"].iter().any(|idea| letter.has_idea(idea))
        || letter.promises().iter().any(|promise| is_ours(promise.actor))
        || letter.sentences_saying("control", CONTROL).next().is_some();
    if !letter.is_blank() && !is_taken {
        out.push(rule.about_letter());
    }
}

/// An apology alone is the remedy, and the letter says it and what was done about it: then no more need be promised
/// (R116).
pub(super) fn is_apology_enough(letter: &Letter<'_>) -> bool {
    let is_remedy = letter.context.facts.remedy.is_some_and(|r| r.kind == RemedyKind::ApologyOnly);
    is_remedy && letter.has_idea("apology") && letter.has_idea("deed")
}

/// Before the first word of the body.
fn at_beginning(finding: Finding, letter: &Letter<'_>, words: &str) -> Finding {
    let body = &letter.text[letter.outline.body.clone()];
    let at = letter.outline.body.start + (body.len() - body.trim_start().len());
    finding.with_fix(INSERT, at..at, format!("{words} "))
}

/// Behind the last sentence that says what is or will be done, else behind the body.
fn behind_the_plan(finding: Finding, letter: &Letter<'_>, words: &str) -> Finding {
    let ideas = ["done", "action", "offer", "control"];
    let last = ideas.iter().filter_map(|idea| letter.sentences_with(idea).last().copied()).max();
    let body = &letter.outline.body;
    let end = last.map_or(body.end, |number| letter.sentences[number].range.end.min(body.end));
    let at = letter.text[..end].trim_end().len().max(body.start);
    finding.with_fix(INSERT, at..at, format!(" {words}"))
}
