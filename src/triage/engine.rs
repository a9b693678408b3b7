//! The packs made ready: what is shipped, with the user's files laid over it.
//!
//! Not its duty: reading files (the caller brings their text).

use std::ops::Range;
use std::sync::LazyLock;

use super::complaint::{Complaint, Judgement, Reading};
use super::facts::Fact;
use super::letter::Letter;
use super::pack::{Book, Reasons, language_of, reasons};
use super::rule::{ENOUGH, Rule, Says};
use crate::model::{Channel, Trigger};
use crate::text::Mistake;

/// The languages with shipped packs.
pub(super) const LANGUAGES: &[&str] = &["ru", "en", "ro"];

/// Every shipped pack with its name; the words of a language come before the rules that use them.
macro_rules! shipped {
    ($($lang:literal: $($name:literal)+),+ $(,)?) => {
        &[$($((concat!("triage/", $lang, "/", $name, ".toml"),
            include_str!(concat!("../../triage/", $lang, "/", $name, ".toml")))),+),+]
    };
}

pub(super) const SHIPPED: &[(&str, &str)] = shipped!(
    "ru": "words" "praise" "no_call" "safety" "misrouted" "solvable_by_call" "urgent_info" "too_late" "reading",
    "en": "words" "praise" "no_call" "safety" "misrouted" "solvable_by_call" "urgent_info" "too_late" "reading",
    "ro": "words" "praise" "no_call" "safety" "misrouted" "solvable_by_call" "urgent_info" "too_late" "reading",
);
const REASONS: (&str, &str) = ("triage/reasons.toml", include_str!("../../triage/reasons.toml"));

/// The judgement with its rules. Making one compiles them (some milliseconds), so keep it.
#[derive(Debug, Clone)]
pub struct Triage {
    pub(super) books: Vec<Book>,
    reasons: Reasons,
}

/// One rule with its finds, as bytes of the letter.
pub(super) struct Found<'r> {
    pub rule: &'r Rule,
    pub places: Vec<Range<usize>>,
}

static SHIPPED_ONCE: LazyLock<Triage> = LazyLock::new(|| Triage::load(&[]).0);

impl Triage {
    /// The shipped packs, made once.
    pub fn shipped() -> &'static Self {
        &SHIPPED_ONCE
    }

    /// The shipped packs with the user's files (`(name, text)`) laid over them: a rule with a known id replaces that
    /// rule, `off = true` takes it away, a new one is added. What cannot be read is told and changes nothing.
    pub fn load(overrides: &[(&str, &str)]) -> (Self, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let mut books: Vec<Book> = LANGUAGES.iter().map(|lang| Book::new(lang)).collect();
        for (file, text) in SHIPPED.iter().chain(overrides) {
            let lang = language_of(text);
            match books.iter_mut().find(|b| lang.as_deref().is_none_or(|lang| b.lang == lang)) {
                Some(book) => book.lay_over(file, text, &mut mistakes),
                None => mistakes.push(Mistake::at(file, text, 0..0, "no complaints are read in this language")),
            }
        }
        books.iter_mut().for_each(Book::make_ready);
        let reasons = reasons(REASONS.0, REASONS.1, &mut mistakes);
        (Self { books, reasons }, mistakes)
    }

    /// Does it need a call, how grave and how urgent is it; reasons in the language of the interface (`en`, `ru`, `ro`).
    pub fn judge(&self, complaint: &Complaint, ui: &str) -> Judgement {
        super::judge::judge(self, complaint, ui)
    }

    /// What stands in it, each with its place.
    pub fn read(&self, complaint: &Complaint) -> Reading {
        super::read::read(self, complaint)
    }

    /// The finds of every rule of the wanted sort in a letter, as bytes of the letter; rules of all languages when the
    /// letter's own does not show. Only rules with a find are told.
    pub(super) fn find<'t>(
        &'t self,
        letter: &Letter,
        channel: Option<&Channel>,
        wanted: impl Fn(&Says) -> bool,
    ) -> Vec<Found<'t>> {
        let books = self.books.iter().filter(|b| letter.lang.is_none_or(|lang| b.lang == lang));
        books.flat_map(|book| book_finds(book, letter, channel, &wanted)).collect()
    }

    /// What the rules of a language show: words that are reason enough for a call by themselves with their trigger, and
    /// such as look like them and are none.
    pub fn examples(&self, lang: &str) -> Vec<(&str, Option<&Trigger>)> {
        let rules = self.books.iter().filter(|book| book.lang == lang).flat_map(|book| &book.rules);
        let shown = rules.filter(|rule| rule.weight >= ENOUGH).filter_map(|rule| match &rule.says {
            Says::Trigger(trigger) => Some((rule, trigger)),
            _ => None,
        });
        let texts = shown.flat_map(|(rule, trigger)| {
            let yes = rule.yes.iter().map(move |text| (text.as_str(), Some(trigger)));
            yes.chain(rule.no.iter().map(|text| (text.as_str(), None)))
        });
        texts.collect()
    }

    /// The phrase for a kind of reason, or that of its trigger.
    pub(super) fn reason(&self, kind: &str, trigger: &str, ui: &str) -> String {
        let phrase = self.reasons.get(kind).or_else(|| self.reasons.get(trigger));
        phrase.and_then(|p| p.get(ui).or_else(|| p.get("en"))).map_or(trigger, String::as_str).to_owned()
    }

    pub(super) fn fact_in_words(&self, fact: &Fact, ui: &str) -> String {
        let phrase = self.reason(&format!("{}_said", fact.kind), "", ui);
        phrase.replace("{n}", &fact.number.to_string()).replace("{days}", &fact.days.to_string())
    }
}

fn book_finds<'t>(
    book: &'t Book,
    letter: &Letter,
    channel: Option<&Channel>,
    wanted: impl Fn(&Says) -> bool,
) -> Vec<Found<'t>> {
    let finds = book.find_all(&letter.text);
    let rules = book.rules.iter().enumerate().filter(|(_, rule)| wanted(&rule.says));
    let found = rules.map(|(number, rule)| {
        let places = rule.find(number, &letter.text, &finds, channel);
        Found { rule, places: places.into_iter().map(|p| letter.text.original(p)).collect() }
    });
    found.filter(|f| !f.places.is_empty()).collect()
}
