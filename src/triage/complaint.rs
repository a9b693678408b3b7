//! What comes in and what is said of it: the facts of a complaint, the judgement with its evidence.

use std::ops::Range;

use jiff::Timestamp;

use crate::model::{Channel, Due, Trigger};

/// A complaint as far as it is known. Only `body` is needed; unknown facts stay empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Complaint<'a> {
    /// The language of the letter; empty means: see for yourself.
    pub lang: &'a str,
    pub channel: Option<&'a Channel>,
    pub subject: &'a str,
    pub body: &'a str,
    pub is_public: bool,
    /// When the customer wrote it (R91).
    pub written_at: Option<Timestamp>,
    pub received_at: Option<Timestamp>,
    /// How many departments it went through before (R90).
    pub moves: u32,
    /// The moment of judging; without it nothing is said of days gone by.
    pub now: Option<Timestamp>,
    /// The event or term that the complaint hangs on (R94).
    pub deadline: Option<&'a Due>,
    /// How often word and answer went to and fro within the last day (R92).
    pub exchanges: u32,
}

/// What is suggested for a complaint. An operator confirms or dismisses; nothing happens by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgement {
    /// True when there is a suggestion.
    pub call_needed: bool,
    /// At most one for a trigger, the gravest first: safety outranks everything.
    pub suggestions: Vec<Suggestion>,
    /// 1 a nuisance, 2 a loss, 3 a danger or a heavy loss.
    pub severity: u8,
    /// 0 can wait, 100 now.
    pub urgency: u8,
    /// The customer asks not to be called (R48).
    pub forbids_call: bool,
}

/// One reason to pick up the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub trigger: Trigger,
    /// Bytes of the body that say so, in order, none inside another. Empty when a fact of the case says so, or the subject.
    pub evidence: Vec<Range<usize>>,
    /// The same for the subject line.
    pub subject_evidence: Vec<Range<usize>>,
    /// One sentence in the language of the interface, with the words it rests on: «искрит», «запах гари»: …
    pub reason: String,
}

impl Judgement {
    /// The suggestion for a trigger, if there is one.
    pub fn suggestion(&self, trigger: &Trigger) -> Option<&Suggestion> {
        self.suggestions.iter().find(|s| s.trigger == *trigger)
    }
}

/// What stands in a complaint, each with its place, for an operator to take over by one key (R46, R91, R107, R140).
/// Places are bytes of the body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// `ru`, `en`, `ro`, or nothing when the text does not show it.
    pub language: Option<&'static str>,
    /// Words and marks of anger; empty for a calm letter.
    pub heat: Vec<Range<usize>>,
    pub is_public: bool,
    /// The questions put to us, each a sentence.
    pub questions: Vec<Range<usize>>,
    /// What he wants.
    pub wished_outcome: Option<Said>,
    /// What it meant for him.
    pub harm: Vec<Said>,
    /// The day he says he wrote it, when the text quotes one.
    pub written_on: Option<Dated>,
    /// Numbers of orders, contracts, tickets.
    pub ids: Vec<Named>,
    pub amounts: Vec<Amount>,
}

/// Words of the customer and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sentence or clause in his words, on one line.
    pub text: String,
    /// What kind of thing it is: `refund`, `replacement`, `missed_travel` … (see the packs).
    pub kind: String,
    pub evidence: Range<usize>,
}

/// A day and where it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    pub day: jiff::civil::Date,
    pub evidence: Range<usize>,
}

/// A number that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// `order`, `contract`, `ticket`, `flight`, `account`, `parcel`, `invoice`, `policy`, `model`; `number` when unsaid.
    pub kind: &'static str,
    pub value: String,
    pub evidence: Range<usize>,
}

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// In hundredths of the currency.
    pub hundredths: i64,
    /// ISO 4217.
    pub currency: &'static str,
    pub evidence: Range<usize>,
}
