//! The examples in the packs are the tests of their rules.

use super::engine::Triage;
use super::letter::Letter;
use super::{Complaint, rule::Rule};

fn found(rule: &Rule, lang: &str, text: &str) -> bool {
    let letter = Letter::of(&Complaint { lang, body: text, ..Complaint::default() });
    !rule.find(&letter.text, rule.channels.first()).is_empty()
}

#[test]
fn the_shipped_packs_can_be_read() {
    let (_, mistakes) = Triage::load(&[]);
    assert_eq!(mistakes, []);
}

#[test]
fn each_rule_is_found_in_its_examples_and_not_in_the_others() {
    let mut wrong = Vec::new();
    for book in &Triage::shipped().books {
        for rule in &book.rules {
            for (texts, expected) in [(&rule.yes, true), (&rule.no, false)] {
                let missed = texts.iter().filter(|t| found(rule, &book.lang, t) != expected);
                wrong.extend(missed.map(|t| format!("{}: {expected} expected in: {t}", rule.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
