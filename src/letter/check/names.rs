//! The customer's name inside the text: a greeting does not count, nor does the writer's own name (R83).
//!
//! Not its duty: a name that is another customer's (`wrong_name`), making greetings (`letter::greeting`).

use std::ops::Range;

use super::{CheckContext, Code, Finding, Letter, Rule, Said};
use crate::letter::greeting::address;
use crate::letter::outline::Outline;
use crate::letter::pet_names::other_names;
use crate::letter::quote::lines;
use crate::letter::salutation::greeting_end;
use crate::text::{fold, words};

pub(super) const NO_NAME: Code = Code { id: "no_customer_name_in_body", look: no_name };

fn no_name(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let context = letter.context;
    let is_known = context.customer.is_some_and(|c| !name_parts(c).is_empty());
    if letter.is_blank() || !is_known || has_nickname_alone(context) || named(&letter.outline, context).is_some() {
        return;
    }
    let name = context.customer.and_then(|c| address(c, context.lang, context.public)).unwrap_or_default();
    if name.is_empty() {
        out.push(rule.about_letter());
        return;
    }
    let said = Said::owned(
        format!("{name} is not addressed by name inside the letter; a greeting alone does not count."),
        format!("Внутри письма нет обращения по имени ({name}); одного приветствия мало."),
        format!("În scrisoare nu apare numele ({name}); formula de salut nu este de ajuns."),
    );
    out.push(rule.finding(rule.card.severity, None, said));
}

/// In public, where nothing but a nickname is known: one greeting with it is enough, and nobody likes to be "guest_41" twice.
fn has_nickname_alone(context: &CheckContext<'_>) -> bool {
    context.public
        && context.customer.is_some_and(|c| c.name.given.trim().is_empty() && c.name.family.trim().is_empty())
}

/// Where the body names the customer, in whatever form: «Мария Ивановна», «Марии», "Ms Lang", "Amy".
pub(in crate::letter) fn named(outline: &Outline<'_>, context: &CheckContext<'_>) -> Option<Range<usize>> {
    groups(outline, context).into_iter().next().map(|group| group.range)
}

/// Where the body addresses the customer as is fitting: with the patronymic that the card knows, or by title and
/// family name (R83).
pub(in crate::letter) fn addressed(outline: &Outline<'_>, context: &CheckContext<'_>) -> Option<Range<usize>> {
    let name = &context.customer?.name;
    let wants_patronymic = context.lang == "ru" && !context.public && !name.patronymic.trim().is_empty();
    let patronymic = Part::new(fold(name.patronymic.trim()));
    let is_full = |group: &Group<'_>| {
        !wants_patronymic || group.has_title || group.words.iter().any(|word| patronymic.is_in(word, false))
    };
    groups(outline, context).into_iter().find(is_full).map(|group| group.range)
}

/// Words of the customer's name that stand together.
struct Group<'t> {
    range: Range<usize>,
    words: Vec<&'t str>,
    /// «Госпожа Кузнецова».
    has_title: bool,
}

fn groups<'t>(outline: &'t Outline<'_>, context: &CheckContext<'_>) -> Vec<Group<'t>> {
    const TITLES: &[&str] = &["господин", "госпожа", "господину", "госпоже"];
    let Some(customer) = context.customer else { return Vec::new() };
    let parts = name_parts(customer);
    let body = after_greeting(outline);
    let own_name = OwnName::of(context);
    let in_small = !outline.own.contains(char::is_uppercase);
    let found: Vec<(usize, &str)> = words(&outline.own[body.clone()]).collect();
    let mut groups: Vec<Group<'t>> = Vec::new();
    let mut last = None;
    for (number, (at, word)) in found.iter().enumerate() {
        if !parts.iter().any(|part| part.is_in(word, in_small)) || own_name.is_at(&found, number) {
            continue;
        }
        let range = body.start + at..body.start + at + word.len();
        match groups.last_mut().filter(|_| last.is_some_and(|last| last + 1 == number)) {
            Some(group) => {
                group.range.end = range.end;
                group.words.push(word);
            }
            None => {
                let before = number.checked_sub(1).map(|n| fold(found[n].1)).unwrap_or_default();
                groups.push(Group { range, words: vec![word], has_title: TITLES.contains(&before.as_str()) });
            }
        }
        last = Some(number);
    }
    groups
}

/// True for a first line that is the name alone, or puts the greeting behind it.
pub(super) fn greets_by_name(outline: &Outline<'_>) -> bool {
    after_greeting(outline).start > outline.body.start
}

/// The body without what greets in it: a first line that is the name alone, «Мария Ивановна, здравствуйте!».
fn after_greeting(outline: &Outline<'_>) -> Range<usize> {
    let body = outline.body.clone();
    if outline.greeting.is_some() {
        return body;
    }
    let text = &outline.own[body.clone()];
    let Some(line) = lines(text).find(|l| !text[l.clone()].trim().is_empty()) else { return body };
    let first = &text[line.clone()];
    let is_bare_name = words(first).count() <= 4 && first.trim_end().ends_with([',', '!', ':']);
    if is_bare_name {
        return body.start + line.end..body.end;
    }
    match greeting_behind_name(first) {
        Some(end) => body.start + line.start + end..body.end,
        None => body,
    }
}

/// Where a greeting ends that stands behind a name: «Мария Ивановна, здравствуйте!».
fn greeting_behind_name(line: &str) -> Option<usize> {
    const MOST_WORDS: usize = 4;
    let comma = line.find(',')?;
    let is_short = words(&line[..comma]).count() <= MOST_WORDS;
    let greeting = greeting_end(&line[comma + 1..])?;
    is_short.then_some(comma + 1 + greeting)
}

/// What sites show for somebody who gave no name, or in front of it: his part or his rank. Folded.
const NOBODY: &[&str] = &[
    "гость",
    "знаток",
    "клиент",
    "покупатель",
    "пользователь",
    "customer",
    "guest",
    "user",
    "client",
    "utilizator",
    "аноним",
    "анонимный",
    "анонимно",
    "инкогнито",
    "неизвестно",
    "anonymous",
    "incognito",
    "unknown",
    "anonim",
    "anonima",
];

/// One word of the customer's name.
struct Part {
    folded: String,
    /// The unchanging beginning in languages with cases; empty for names that are compared whole.
    stem: String,
}

/// The parts of the name that can be recognised.
fn name_parts(customer: &crate::model::Customer) -> Vec<Part> {
    let name = &customer.name;
    let all = [&name.given, &name.patronymic, &name.family, &name.public];
    let parts =
        all.into_iter().flat_map(|part| words(part).flat_map(|(_, w)| with_pieces(&fold(w))).collect::<Vec<_>>());
    let known: Vec<String> = parts.filter(|p| p.chars().count() > 1 && !is_nobody(p)).collect();
    let called =
        words(&name.given).chain(words(&name.public)).flat_map(|(_, w)| other_names(&fold(w)).collect::<Vec<_>>());
    let called: Vec<String> = called.map(str::to_owned).collect();
    known.into_iter().chain(called).map(Part::new).collect()
}

/// True for what stands in the place of a name and is none; folded.
pub(super) fn is_nobody(name: &str) -> bool {
    NOBODY.contains(&name)
}

/// A word of a name, and the names that a nickname is made of: "maria_k" is Maria.
fn with_pieces(word: &str) -> Vec<String> {
    const SHORTEST: usize = 3;
    let word = word.replace('’', "'");
    let pieces = word.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '-').map(str::to_owned);
    let mut parts: Vec<String> = pieces.filter(|piece| piece.chars().count() >= SHORTEST).collect();
    parts.push(word);
    parts.dedup();
    parts
}

impl Part {
    fn new(folded: String) -> Self {
        let is_cyrillic = folded.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
        let length = folded.chars().count();
        // «Анна», «Анне», «Анной»; «Илья», «Илье»; «Сергей», «Сергею».
        let keep = if folded.ends_with(['а', 'я', 'й', 'ь', 'е', 'о', 'и', 'ы']) { length - 1 } else { length };
        let stem = if is_cyrillic && keep >= 3 { folded.chars().take(keep).collect() } else { String::new() };
        Self { folded, stem }
    }

    /// A name is written with a capital letter, except one that has none on the card, such as "guest_41", and in a text
    /// that is all `in_small` letters.
    fn is_in(&self, word: &str, in_small: bool) -> bool {
        const LONGEST_ENDING: usize = 3;
        let whole = fold(word).replace('’', "'");
        let folded = whole.split('\'').next().unwrap_or_default();
        let has_capital =
            in_small || word.starts_with(char::is_uppercase) || self.folded.contains(|c: char| !c.is_alphabetic());
        let is_form = !self.stem.is_empty()
            && folded.strip_prefix(&self.stem).is_some_and(|ending| ending.chars().count() <= LONGEST_ENDING);
        has_capital && (folded == self.folded || whole == self.folded || is_form || self.is_called(folded))
    }
}

impl Part {
    /// The Romanian vocative: „Ioane”, „Radule”, „Mihaelo”.
    fn is_called(&self, word: &str) -> bool {
        let ending = word.strip_prefix(self.folded.as_str());
        let is_called_by_ending = self.folded.is_ascii() && matches!(ending, Some("e" | "ule" | "le"));
        let stem = self.folded.strip_suffix('a').filter(|stem| stem.len() >= 3 && stem.is_ascii());
        is_called_by_ending || stem.is_some_and(|stem| word.strip_prefix(stem) == Some("o"))
    }
}

/// The writer may bear the customer's name.
struct OwnName {
    parts: Vec<String>,
}

impl OwnName {
    fn of(context: &CheckContext<'_>) -> Self {
        Self { parts: words(&context.operator.name).map(|(_, w)| fold(w)).collect() }
    }

    /// True when the word is part of «Анна Иванова», the writer, or of "I am Anna", or ends the text.
    fn is_at(&self, found: &[(usize, &str)], number: usize) -> bool {
        let word = |n: usize| found.get(n).map(|(_, w)| fold(w)).unwrap_or_default();
        if !self.parts.contains(&word(number)) {
            return false;
        }
        let is_own = |n: usize| n != number && self.parts.contains(&word(n)) && word(n) != word(number);
        let before = if number > 0 { word(number - 1) } else { String::new() };
        let introduces = ["я", "зовут", "am", "i'm", "is", "sunt", "numesc"].contains(&before.as_str());
        let has_family = is_own(number + 1) || (number > 0 && is_own(number - 1));
        has_family || introduces || number + 1 == found.len()
    }
}
