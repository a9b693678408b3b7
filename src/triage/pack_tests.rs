//! The examples in the packs are the tests of their rules.

use super::engine::Triage;
use super::letter::Letter;
use super::pack::Book;
use super::{Complaint, rule::Rule};

fn found(book: &Book, number: usize, rule: &Rule, text: &str) -> bool {
    let letter = Letter::of(&Complaint { lang: &book.lang, body: text, ..Complaint::default() });
    let finds = book.find_all(&letter.text);
    !rule.find(number, &letter.text, &finds, rule.channels.first()).is_empty()
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
        for (number, rule) in book.rules.iter().enumerate() {
            for (texts, expected) in [(&rule.yes, true), (&rule.no, false)] {
                let missed = texts.iter().filter(|t| found(book, number, rule, t) != expected);
                wrong.extend(missed.map(|t| format!("{}: {expected} expected in: {t}", rule.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
