//! What a letter still lacks or must not say, found while it is written, with reason, source and repair (R161).
//!
//! One file a rule in `rules/`, with its words where words are enough; the rest of a rule is code here, one file a rule or
//! for a few of a kind. A rule looks at the letter's parts and its context and adds findings; it never changes the text,
//! and quotations are blank to it (R160). Not its duty: deciding who may override a block.

mod amends;
mod answers;
mod apology;
mod attached;
mod capital_you;
mod card;
mod case_facts;
mod content;
mod empty;
mod facts;
mod finding;
mod generic;
mod hours;
mod joined;
mod lacks;
mod likeness;
mod machine_text;
mod names;
mod pack;
mod parts;
mod phrases;
mod posted;
mod privacy;
mod proposals;
mod rules;
mod seen;
mod sentence_length;
mod signature_language;
mod signed;
mod signs;
mod slots;
mod spelling;
mod times;
mod view;
mod weighed;
mod words;
mod wrong_name;

use std::ops::Range;
use std::sync::Arc;

pub(in crate::letter) use answers::matter_of;
pub(in crate::letter) use apology::{apologises, says};
pub use card::{Card, Holds};
pub use facts::Facts;
pub use finding::{Finding, Fix, Said, Severity};
pub use rules::{RuleExamples, Rules};
pub(in crate::letter) use seen::Look;
use view::Letter;
pub(in crate::letter) use view::without_quotations;
pub use weighed::{LACKS, THINGS, Thing};
use words::Words;

use jiff::civil::DateTime;

use crate::letter::{Manner, Past, Phrasebook, Speller};
use crate::model::{Channel, Customer, Operator, PersonName};
use crate::text::Tokens;

/// What is known about the letter beside its text.
#[derive(Debug, Clone)]
pub struct CheckContext<'a> {
    /// The letter's language.
    pub lang: &'a str,
    pub operator: &'a Operator,
    pub customer: Option<&'a Customer>,
    /// Names of customers that this letter is not for, e.g. of the cases opened lately.
    pub other_customers: &'a [PersonName],
    /// Names of the other operators of the desk.
    pub other_operators: &'a [String],
    pub public: bool,
    pub channel: Channel,
    /// True when nobody has answered this case yet: also a chat's first answer is a letter.
    pub first_reply: bool,
    /// Byte ranges of slots that the editor knows to be unfilled.
    pub slots: &'a [Range<usize>],
    /// How many files go with the letter; none where that is not known.
    pub attachments: Option<usize>,
    /// False for thanks and mere questions: then nothing need be apologised for.
    pub complaint: bool,
    /// The message that is answered; empty when it is not known.
    pub customer_letter: &'a str,
    /// The operator's clock; without it no date is judged.
    pub now: Option<DateTime>,
    /// What the case says beside its letters.
    pub facts: Facts<'a>,
    /// The phrases of the palette; without them no phrase is counted.
    pub book: Option<&'a Phrasebook>,
    /// Letters sent before, which this one must not be a copy of; none where they are not known.
    pub earlier: &'a [Past<'a>],
    /// The dictionaries, once they are loaded.
    pub speller: Option<&'a Speller>,
    pub rules: &'a Rules,
}

impl<'a> CheckContext<'a> {
    /// A first private letter by e-mail, with nothing else known.
    pub fn new(lang: &'a str, operator: &'a Operator) -> Self {
        Self {
            lang,
            operator,
            customer: None,
            other_customers: &[],
            other_operators: &[],
            public: false,
            channel: Channel::Email,
            first_reply: true,
            slots: &[],
            attachments: None,
            complaint: true,
            customer_letter: "",
            now: None,
            facts: Facts::default(),
            book: None,
            earlier: &[],
            speller: None,
            rules: Rules::shipped(),
        }
    }

    /// A line in the middle of a talk is not a letter and needs no greeting and no signature.
    fn is_letter(&self) -> bool {
        self.first_reply || !matches!(self.channel, Channel::Chat | Channel::Messenger)
    }

    fn manner(&self) -> Manner {
        Manner::of(&self.channel, self.public)
    }
}

/// One rule: its description, the words it looks for, and the part of it that is code.
#[derive(Debug)]
struct Rule {
    card: Arc<Card>,
    words: Words,
    codes: Vec<Code>,
}

/// The part of a rule that is no data.
#[derive(Debug, Clone, Copy)]
struct Code {
    id: &'static str,
    look: fn(&Rule, &Letter<'_>, &mut Vec<Finding>),
}

impl Rule {
    fn finding(&self, severity: Severity, span: Option<Range<usize>>, said: Said) -> Finding {
        let severity = self.card.forced.unwrap_or(severity);
        Finding { card: self.card.clone(), severity, span, said, fixes: Vec::new(), twin: None }
    }

    /// A finding about the letter as a whole, in the words of the rule's file.
    fn about_letter(&self) -> Finding {
        self.finding(self.card.severity, None, self.card.message.clone())
    }

    fn look(&self, letter: &Letter<'_>, out: &mut Vec<Finding>) {
        let first = out.len();
        self.words.look(self, letter, out);
        weighed::spare(self, letter, out, first);
        for code in &self.codes {
            (code.look)(self, letter, out);
        }
        weighed::weigh(self, letter, out);
    }

    fn holds(&self, context: &CheckContext<'_>) -> bool {
        match self.card.holds {
            Holds::Always => true,
            Holds::Letters => context.is_letter(),
            Holds::Complaints => context.is_letter() && context.complaint,
            Holds::Public => context.public,
        }
    }
}

const CODES: &[Code] = &[
    empty::EMPTY,
    empty::SIGN_ALONE,
    slots::UNFILLED,
    machine_text::MACHINE_TEXT,
    wrong_name::WRONG_NAME,
    signed::NOT_SIGNED,
    signed::SIGNED_TWICE,
    signature_language::OTHER_SCRIPT,
    proposals::HOLLOW_HOPE,
    sentence_length::LONG,
    sentence_length::LONGISH,
    signs::EMOJI,
    signs::CAPITALS,
    capital_you::LOWER_CASE_YOU,
    names::NO_NAME,
    lacks::NO_EMPATHY,
    lacks::NO_PLAN,
    lacks::NO_CONTROL,
    likeness::COPY,
    likeness::SAME_APOLOGY,
    spelling::SPELLING,
    generic::TEMPLATE,
    generic::FACELESS,
    generic::DRY,
    hours::HOURS,
    times::UNDATED,
    times::PAST,
    times::DAY_OFF,
    posted::TOO_SOON,
    times::CONTRADICTS,
    attached::MISSING,
    joined::JOINED,
    answers::QUESTIONS,
    answers::REFUSAL,
    answers::IGNORANCE,
    case_facts::HARM,
    case_facts::WISH,
    amends::ADMISSION,
    amends::REMEDY,
    amends::TERM,
    amends::PUBLIC,
    amends::RESPONSIBILITY,
    case_facts::SAFETY,
    case_facts::PUBLIC,
    case_facts::BARGAIN,
    phrases::TOO_MANY,
    phrases::TWO_APOLOGIES,
    phrases::JOY,
    privacy::PRIVATE,
];

/// All findings, in the order of the text; those about the whole letter come last.
pub fn check(text: &str, context: &CheckContext<'_>) -> Vec<Finding> {
    let letter = Letter::new(text, context);
    let mut findings = Vec::new();
    for rule in context.rules.rules.iter().filter(|rule| rule.holds(context)) {
        rule.look(&letter, &mut findings);
    }
    findings.sort_by_key(|f| f.span.as_ref().map_or(usize::MAX, |s| s.start));
    findings
}

/// True when the customer's message only thanks: then nothing need be apologised for, and no plan is owed (R111).
pub fn is_thanks(rules: &Rules, message: &str, lang: &str) -> bool {
    let tokens = Tokens::of(message);
    let stands = |name: &str| rules.idea(name, lang).is_some_and(|idea| idea.find.is_match(&tokens));
    let only_thanks = stands("gratitude") && !stands("grievance");
    // «Пишу не жаловаться, а сказать спасибо»: the word "not" makes no complaint of it, a demand does.
    only_thanks || (stands("praise") && !stands("demand"))
}

#[cfg(test)]
mod amends_tests;
#[cfg(test)]
mod examples_tests;
#[cfg(test)]
mod facts_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod words_tests;
