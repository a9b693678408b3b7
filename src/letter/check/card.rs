//! What a rule is, in words: its name, what it serves, where it comes from, why anyone should heed it.
//!
//! Not its duty: looking at letters (`words`, and one file for each rule that needs code).

use std::borrow::Cow;

use super::{Said, Severity};

/// The description of one rule, from its file in `rules/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The rule's name in files, output and `docs/rules.md`.
    pub id: String,
    /// The requirement it serves, e.g. "R83".
    pub requirement: String,
    /// Where it comes from, e.g. "002:L57-59".
    pub source: String,
    pub severity: Severity,
    /// A few words for lists.
    pub title: Said,
    /// The sentence shown beside a finding; `{found}` stands for the words that were found. Rules in code say their own.
    pub message: Said,
    /// The reason, for the operator who asks why.
    pub why: Said,
    /// The letters it holds for.
    pub holds: Holds,
    /// It cannot be set aside with a reason: the letter would be none.
    pub firm: bool,
    /// Set by a file of the user: overrides whatever the rule says.
    pub forced: Option<Severity>,
}

/// The letters a rule holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Every message to a customer.
    #[default]
    Always,
    /// Letters: not a line in the middle of a talk.
    Letters,
    /// Answers to a complaint: no thanks for a thank-you.
    Complaints,
    /// Answers that stand in public.
    Public,
}

impl Card {
    /// The message with the found words in place of `{found}`.
    pub(super) fn say(&self, found: &str) -> Said {
        let put = |text: &Cow<'static, str>| Cow::Owned(text.replace("{found}", found));
        Said { en: put(&self.message.en), ru: put(&self.message.ru), ro: put(&self.message.ro) }
    }
}
