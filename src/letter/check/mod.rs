//! What a letter still lacks or must not say, found while it is written, with reason, source and repair (R161).
//!
//! One file a rule. A rule looks at the letter's parts and its context and adds findings; it never changes the text, and
//! quotations are blank to it (R160). Not its duty: deciding who may override a block.

mod empty;
mod finding;
mod machine_text;
mod proposals;
mod signed;
mod slots;
mod wrong_name;

use std::ops::Range;

pub use finding::{Finding, Fix, Said, Severity};

use super::outline::Outline;
use crate::model::{Channel, Customer, Operator, PersonName};

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
        }
    }

    /// A line in the middle of a talk is not a letter and needs no greeting and no signature.
    fn is_letter(&self) -> bool {
        self.first_reply || !matches!(self.channel, Channel::Chat | Channel::Messenger)
    }
}

/// The letter as rules see it.
struct Letter<'a> {
    text: &'a str,
    outline: Outline<'a>,
    context: &'a CheckContext<'a>,
}

/// One rule: its name, what it serves, where it comes from, and how it looks.
struct Rule {
    id: &'static str,
    requirement: &'static str,
    source: &'static str,
    look: fn(&Rule, &Letter<'_>, &mut Vec<Finding>),
}

impl Rule {
    fn finding(&self, severity: Severity, span: Option<Range<usize>>, said: Said) -> Finding {
        let (rule, requirement, source) = (self.id, self.requirement, self.source);
        Finding { rule, requirement, severity, span, said, source, fixes: Vec::new() }
    }
}

const RULES: &[&Rule] = &[
    &empty::EMPTY,
    &empty::SIGN_ALONE,
    &slots::UNFILLED,
    &machine_text::MACHINE_TEXT,
    &wrong_name::WRONG_NAME,
    &signed::NOT_SIGNED,
    &signed::SIGNED_TWICE,
    &proposals::HOLLOW_HOPE,
];

/// All findings, in the order of the text; those about the whole letter come last.
pub fn check(text: &str, context: &CheckContext<'_>) -> Vec<Finding> {
    let letter = Letter { text, outline: Outline::of(text), context };
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.look)(rule, &letter, &mut findings);
    }
    findings.sort_by_key(|f| f.span.as_ref().map_or(usize::MAX, |s| s.start));
    findings
}

#[cfg(test)]
mod tests;
