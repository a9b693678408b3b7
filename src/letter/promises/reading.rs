//! What a language says of one clause: the terms that the readers of all languages answer in.

use std::ops::Range;

use super::dates::{self, DateWord, Part};
use super::lexicon::{Lang, Tags};
use super::tokens::Tokens;
use super::{Act, Actor};

/// What must stand with a verb before it promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    /// A date, or a time that is none: "soon".
    DateOrVague,
    /// A date or "soon", not only an event: "when the doctor is free".
    DateOrSoon,
    Date,
    /// A day or an hour, not a distance: "within ten days" with a present form is a rule.
    Day,
    /// The clause of what is promised: "I promise that …".
    Clause,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Predicate {
    /// Its token.
    pub at: usize,
    pub actor: Actor,
    pub act: Act,
    pub needs: Needs,
    /// The writer will see to it in person.
    pub personal: bool,
    /// It has a subject of its own.
    pub subject: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Reading {
    Promise(Predicate),
    /// Asks the customer for something.
    Request,
    /// Says something else.
    Verb,
    /// Has no verb.
    Fragment,
}

/// Tokens between two boundaries, with the dates among them.
pub(super) struct Clause<'a> {
    pub tokens: &'a Tokens<'a>,
    pub at: Range<usize>,
    pub dates: &'a [Part],
    /// The clause before promised, and "and" or a comma joins this one to it.
    pub goes_on: bool,
}

/// What a firm gives to the customer, though it also runs by itself.
pub(super) const GIVEN: &[&str] =
    &["купон", "скидка", "промокод", "сертификат", "voucher", "coupon", "discount", "cuponul", "reducerea", "garantia"];

impl Clause<'_> {
    pub fn has(&self, tags: Tags) -> bool {
        self.at.clone().any(|at| self.tokens.tags(at).any(tags))
    }

    /// Somebody else acts in it; "by train", «на рейс» only tell how.
    pub fn has_stranger(&self) -> bool {
        const BY: &[&str] = &[
            "cu",
            "de",
            "din",
            "pe",
            "la",
            "pentru",
            "prin",
            "despre",
            "in",
            "spre",
            "на",
            "в",
            "под",
            "за",
            "про",
            "через",
        ];
        let t = self.tokens;
        let is_given = |i: usize| t.is(i, GIVEN) && self.at.clone().any(|i| t.is(i, &["вам", "you", "va", "vi"]));
        let tells_how = |i: usize| i > self.at.start && t.lang != Lang::En && t.is(i - 1, BY);
        self.at.clone().any(|i| t.tags(i).any(Tags::STRANGER) && !is_given(i) && !tells_how(i))
    }

    /// It speaks of a habit: "usually", "every day"; "every line of your report" is none.
    pub fn is_general(&self) -> bool {
        const EVERY: &[&str] = &["every", "each", "каждый", "каждую", "каждое", "fiecare"];
        self.at.clone().any(|at| {
            // «за каждый день просрочки» tells how much.
            !self.tokens.is(at.wrapping_sub(1), &["за", "for", "pentru"])
                && self.tokens.tags(at).any(Tags::GENERAL)
                && (!self.tokens.is(at, EVERY)
                    || self.tokens.date(at + 1).is_some() && !self.tokens.is(at + 1, &["one"]) && !self.is_series())
        })
    }

    /// "I will ring you every evening until Friday": a habit with an end in days is a promise of the writer.
    pub fn is_series(&self) -> bool {
        let is_end = |p: &Part| {
            dates::is_deadline(self.tokens, p) && dates::is_point(p) && !dates::is_hour(p) && !dates::is_distance(p)
        };
        self.has(Tags::I | Tags::WE | Tags::WILL_DO | Tags::DO_NOW) && self.dates.iter().any(is_end)
    }

    pub fn has_before(&self, at: usize, tags: Tags) -> bool {
        (self.at.start..at).any(|i| self.tokens.tags(i).any(tags))
    }

    pub fn date(&self, at: usize) -> Option<DateWord> {
        self.tokens.date(at)
    }

    pub fn has_date_before(&self, at: usize) -> bool {
        self.dates.iter().any(|part| part.at.end <= at)
    }
}
