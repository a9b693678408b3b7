//! A letter that addresses somebody else (R83). Third persons may be mentioned; only a greeting, or a name that opens a
//! sentence as an address, is judged, and only against what the card really knows.

use std::ops::Range;

use super::names::is_nobody;
use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::letter::greeting::{address, gender_of_patronymic, greeting_in};
use crate::letter::pet_names::other_names;
use crate::model::{Customer, Gender, PersonName};
use crate::text::{fold, words};

pub(super) const WRONG_NAME: Code = Code { id: "wrong_name", look: wrong_name };

/// First words that speak to the one who was just addressed. Folded.
const SPEAKING: &[&str] = &[
    "я",
    "мы",
    "вы",
    "ваш",
    "ваша",
    "ваше",
    "ваши",
    "вам",
    "вас",
    "спасибо",
    "благодарю",
    "благодарим",
    "прошу",
    "пожалуйста",
    "приношу",
    "приносим",
    "примите",
    "извините",
    "простите",
    "мне",
    "нам",
    "понимаю",
    "сообщаю",
    "i",
    "we",
    "you",
    "your",
    "thank",
    "thanks",
    "please",
    "my",
    "our",
    "i'm",
    "we're",
    "va",
    "ne",
    "am",
    "imi",
    "multumesc",
    "multumim",
    "aveti",
    "dumneavoastra",
    "voi",
    "vom",
    "eu",
    "noi",
    "ati",
];

fn wrong_name(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    in_greeting(rule, letter, out);
    in_body(rule, letter, out);
}

fn in_greeting(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(found) = &letter.outline.greeting else { return };
    let (Some(first), Some(last)) = (found.names.first(), found.names.last()) else { return };
    let names: Vec<&str> = found.names.iter().map(|n| &letter.text[n.clone()]).collect();
    if !letter.is_for_another(&names) {
        return;
    }
    let finding = rule.finding(Severity::Block, Some(first.start..last.end), said(letter.context.customer));
    out.push(match letter.context.customer {
        Some(customer) => {
            let text = greeting_in(customer, letter.context.lang, letter.context.manner()).text;
            let label = Said::owned(format!("→ {text}"), format!("→ {text}"), format!("→ {text}"));
            finding.with_fix(label, found.range.clone(), text)
        }
        None => finding,
    });
}

fn in_body(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let body = &letter.outline.body;
    let clipped = letter.sentences.iter().map(|s| s.range.start.max(body.start)..s.range.end.min(body.end));
    for sentence in clipped.filter(|s| s.start < s.end) {
        let start = sentence.start;
        let Some(span) = vocative(&letter.outline.own[sentence]) else { continue };
        let span = start + span.start..start + span.end;
        let names: Vec<&str> = words(&letter.text[span.clone()]).map(|(_, w)| w).collect();
        let is_full = names.get(1).is_some_and(|n| is_patronymic(n));
        let is_wrong = if is_full { letter.is_for_another(&names) } else { letter.is_anothers_name(&names) };
        if is_wrong {
            let finding = rule.finding(Severity::Block, Some(span.clone()), said(letter.context.customer));
            let address = letter.context.customer.and_then(|c| address(c, letter.context.lang, letter.context.public));
            out.push(match address {
                Some(name) => {
                    let label = Said::owned(format!("→ {name}"), format!("→ {name}"), format!("→ {name}"));
                    finding.with_fix(label, span, name)
                }
                None => finding,
            });
        }
    }
}

/// The capitalised words before the first comma, when what follows speaks to them: «Иван Петрович, я …».
fn vocative(sentence: &str) -> Option<Range<usize>> {
    let (head, rest) = sentence.split_once(',')?;
    let count = words(head).count();
    let is_name = (1..=3).contains(&count)
        && words(head).all(|(_, w)| w.starts_with(char::is_uppercase))
        && head.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    let speaks = words(rest).next().is_some_and(|(_, w)| SPEAKING.contains(&fold(w).as_str()));
    (is_name && speaks).then_some(0..head.trim_end().len())
}

fn said(customer: Option<&Customer>) -> Said {
    let name = customer.map(|c| c.name.full()).unwrap_or_default();
    if name.is_empty() {
        return Said::new(
            "This name belongs to another customer.",
            "Это имя другого клиента.",
            "Acest nume este al altui client.",
        );
    }
    Said::owned(
        format!("This letter goes to {name}, but addresses somebody else."),
        format!("Получатель письма – {name}, а обращение – к другому человеку."),
        format!("Scrisoarea este pentru {name}, dar se adresează altcuiva."),
    )
}

fn is_patronymic(word: &str) -> bool {
    gender_of_patronymic(word) != Gender::Unspecified
}

impl Letter<'_> {
    /// True when these words, used as an address, cannot mean the customer of this letter.
    fn is_for_another(&self, names: &[&str]) -> bool {
        let Some(customer) = self.context.customer else { return self.is_anothers_name(names) };
        let card = &customer.name;
        // "Anonymous" is nobody's name, and a family name or a firm's alone says nothing of a given one: the operator may
        // know more.
        let is_no_given_name = card.family.trim().is_empty() && cannot_be_given(card.given.trim());
        if is_no_given_name || words(&card.given).any(|(_, w)| is_nobody(&fold(w))) {
            return self.is_anothers_name(names);
        }
        let is_known = |name: &&str| belongs_to(name, card);
        if names.iter().all(is_known) {
            return false;
        }
        if !same_script(names, card) {
            return self.is_anothers_name(names);
        }
        let has_match = names.iter().any(is_known);
        // A part that the card does not have may well be right: the operator can know more than the card.
        let unknown: Vec<&&str> = names.iter().filter(|n| !is_known(n)).collect();
        let contradicts = unknown.iter().any(|name| {
            if is_patronymic(name) {
                !card.patronymic.trim().is_empty()
            } else if has_match {
                !card.given.trim().is_empty() && !card.family.trim().is_empty()
            } else {
                !card.given.trim().is_empty()
            }
        });
        contradicts || self.is_anothers_name(names)
    }

    /// True when every word is a name of one of the other customers, and none is a name of this one.
    fn is_anothers_name(&self, names: &[&str]) -> bool {
        let is_ours = |name: &&str| self.context.customer.is_some_and(|c| belongs_to(name, &c.name));
        let is_theirs = |other: &PersonName| names.iter().all(|name| belongs_to(name, other));
        !names.is_empty() && !names.iter().any(is_ours) && self.context.other_customers.iter().any(is_theirs)
    }
}

/// «Романова», «Покровский», «Грузовые»: no given name ends so.
fn cannot_be_given(word: &str) -> bool {
    const ENDINGS: [&str; 10] = ["ова", "ева", "ская", "цкая", "ов", "ев", "ский", "енко", "ые", "ие"];
    const SHORTEST: usize = 5;
    let folded = fold(word);
    folded.chars().count() >= SHORTEST && ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// True for a part of the name, or for a given name cut short ("Alex" of "Alexander").
fn belongs_to(word: &str, name: &PersonName) -> bool {
    let word = fold(word);
    let is_short_form = |part: &str| {
        let (short, long) = if part.len() < word.len() { (part, word.as_str()) } else { (word.as_str(), part) };
        short.chars().count() >= 3 && long.starts_with(short)
    };
    let parts = [&name.given, &name.patronymic, &name.family, &name.public];
    parts.iter().any(|part| words(part).any(|(_, w)| fold(w) == word))
        || words(&name.given).any(|(_, w)| is_short_form(&fold(w)) || other_names(&fold(w)).any(|n| n == word))
}

/// A card in Latin letters says nothing about a greeting in Cyrillic ones.
fn same_script(names: &[&str], card: &PersonName) -> bool {
    let is_cyrillic = |text: &str| text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    let known = [&card.given, &card.patronymic, &card.family].map(String::as_str).concat();
    !known.trim().is_empty() && names.iter().any(|n| is_cyrillic(n)) == is_cyrillic(&known)
}
