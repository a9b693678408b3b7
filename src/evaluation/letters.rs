//! Letters as records: `check --batch` answers them, labels are compared with what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::score::{Count, Ratio};
use crate::intake::person_name;
use crate::letter::{CheckContext, Finding, Fix, Past, Rules, Speller, check};
use crate::model::{Channel, Customer, Gender, Lang, Operator, PersonName, Role};
use crate::text::CodePoints;

/// One letter to be checked, with its labels when it has any.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LetterRecord {
    #[serde(default)]
    pub id: String,
    pub lang: String,
    pub reply: String,
    #[serde(default)]
    pub context: LetterContext,
    /// Letters of one group are judged for likeness among themselves.
    #[serde(default)]
    pub template_group: Option<String>,
    /// `ok` or `faulty`: present in labelled files only.
    #[serde(default)]
    pub verdict: Option<String>,
    #[serde(default)]
    pub faults: Vec<Fault>,
    /// Codes on which two careful readers differ; they are not scored.
    #[serde(default)]
    pub disputed: Vec<String>,
}

/// What is known about a letter beside its text; everything may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LetterContext {
    pub customer_name: Option<String>,
    pub operator_name: Option<String>,
    pub channel: Option<String>,
    pub is_public: bool,
    pub now: Option<DateTime>,
    pub customer_letter: Option<String>,
    pub earlier_replies: Vec<String>,
}

/// A labelled fault; offsets in code points, none for the letter as a whole.
#[derive(Debug, Clone, Deserialize)]
pub struct Fault {
    pub code: String,
    pub start: Option<usize>,
    pub end: Option<usize>,
}

/// A finding on the wire; offsets in code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WireFinding {
    pub rule: String,
    pub severity: &'static str,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub message: String,
    pub source: String,
    pub fixes: Vec<WireFix>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WireFix {
    pub label: String,
    pub start: usize,
    pub end: usize,
    pub text: String,
}

impl LetterRecord {
    /// Checks the letter; the messages are in the interface's language. With dictionaries its spelling too.
    pub fn findings(
        &self,
        rules: &Rules,
        earlier: &[Past<'_>],
        speller: Option<&Speller>,
        ui: &str,
    ) -> Vec<WireFinding> {
        let points = CodePoints::new(&self.reply);
        let mut findings = self.check(rules, earlier, speller);
        for finding in findings.iter_mut().filter(|f| f.rule() == "spelling") {
            let Some((span, speller)) = finding.span.clone().zip(speller) else { continue };
            let meant = speller.suggest(&self.reply[span.clone()], &self.lang);
            finding.fixes.extend(meant.into_iter().map(|word| Fix::replacing(span.clone(), word)));
        }
        findings.into_iter().map(|finding| wire(finding, &points, ui)).collect()
    }

    /// True for an answer that everybody can read.
    pub fn is_public(&self) -> bool {
        self.context.is_public || self.channel().is_public()
    }

    fn channel(&self) -> Channel {
        Channel::from_source(self.context.channel.as_deref().unwrap_or("email"))
    }

    /// What the engine says of the letter; `earlier` are the letters that it must not be a copy of.
    pub fn check(&self, rules: &Rules, earlier: &[Past<'_>], speller: Option<&Speller>) -> Vec<Finding> {
        let operator = self.operator();
        let customer = self.customer();
        let context = CheckContext {
            customer: customer.as_ref(),
            public: self.is_public(),
            channel: self.channel(),
            customer_letter: self.context.customer_letter.as_deref().unwrap_or_default(),
            now: self.context.now,
            rules,
            earlier,
            speller,
            ..CheckContext::new(&self.lang, &operator)
        };
        check(&self.reply, &context)
    }

    fn customer(&self) -> Option<Customer> {
        let shown = self.context.customer_name.as_deref().filter(|n| !n.trim().is_empty())?;
        let name = person_name(shown, false);
        let public = if self.context.is_public { shown.trim().to_owned() } else { String::new() };
        Some(Customer {
            name: PersonName { public, ..name },
            language: Lang::new(&self.lang),
            ..Customer::blank(Uuid::nil().into())
        })
    }

    fn operator(&self) -> Operator {
        Operator {
            id: Uuid::nil().into(),
            name: self.context.operator_name.clone().unwrap_or_default(),
            post: String::new(),
            contact: String::new(),
            hours: String::new(),
            language: Lang::new(&self.lang),
            gender: Gender::Unspecified,
            zone: "UTC".to_owned(),
            role: Role::Operator,
            keys: Vec::new(),
            deputy: None,
            away_until: None,
            active: true,
            version: 0,
        }
    }
}

fn wire(finding: Finding, points: &CodePoints<'_>, ui: &str) -> WireFinding {
    let at = |span: &Range<usize>| (points.at(span.start), points.at(span.end));
    let span = finding.span.as_ref().map(at);
    let fixes = finding.fixes.iter().map(|fix| {
        let (start, end) = at(&fix.span);
        WireFix { label: fix.label.in_lang(ui).to_owned(), start, end, text: fix.text.clone() }
    });
    WireFinding {
        rule: finding.rule().to_owned(),
        severity: finding.severity.as_str(),
        start: span.map(|s| s.0),
        end: span.map(|s| s.1),
        message: finding.message(ui).to_owned(),
        source: finding.source().to_owned(),
        fixes: fixes.collect(),
    }
}

/// How the findings agree with the labels, over one or many letters.
#[derive(Debug, Clone, Default)]
pub struct LetterVerdict {
    /// By code: present in label and finding, in one of them only.
    pub codes: BTreeMap<String, Count>,
    /// Labelled spans that a finding of the same rule touches, of those in letters where the rule was found at all.
    pub spans: Ratio,
    /// Letters labelled good that carry any finding.
    pub good_with_finding: Ratio,
    /// Rules found in good letters.
    pub in_good: BTreeMap<String, usize>,
}

impl LetterVerdict {
    /// Compares one labelled letter with what was found in it. Only the codes of `vocabulary` are scored.
    pub fn add(&mut self, record: &LetterRecord, findings: &[WireFinding], vocabulary: &BTreeSet<String>) {
        let is_scored = |code: &str| vocabulary.contains(code) && !record.disputed.iter().any(|d| d == code);
        let labelled: BTreeSet<&str> = record.faults.iter().map(|f| f.code.as_str()).filter(|c| is_scored(c)).collect();
        let found: BTreeSet<&str> = findings.iter().map(|f| f.rule.as_str()).filter(|c| is_scored(c)).collect();
        for code in labelled.union(&found) {
            self.codes.entry((*code).to_owned()).or_default().take(labelled.contains(code), found.contains(code));
        }
        for fault in record.faults.iter().filter(|f| found.contains(f.code.as_str())) {
            if let (Some(start), Some(end)) = (fault.start, fault.end) {
                self.spans.add(findings.iter().any(|f| f.rule == fault.code && touches(f, start..end)));
            }
        }
        if record.verdict.as_deref() == Some("ok") {
            let counted = |f: &&WireFinding| !record.disputed.contains(&f.rule);
            self.good_with_finding.add(findings.iter().any(|f| counted(&f)));
            for finding in findings.iter().filter(counted) {
                *self.in_good.entry(finding.rule.clone()).or_default() += 1;
            }
        }
    }

    /// All codes together.
    pub fn micro(&self) -> Count {
        self.codes.values().fold(Count::default(), |sum, count| sum + *count)
    }
}

fn touches(finding: &WireFinding, label: Range<usize>) -> bool {
    finding.start.zip(finding.end).is_none_or(|(start, end)| start < label.end && label.start < end)
}
