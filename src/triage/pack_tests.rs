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

#[test]
fn a_letter_of_thanks_is_called_about_for_danger_alone() {
    // R88: what its words look like is no reason
    let judged = |lang, subject, body| {
        let complaint = Complaint { lang, subject, body, exchanges: 4, ..Complaint::default() };
        super::judge(&complaint, "en").suggestions.into_iter().map(|s| s.trigger.to_string()).collect::<Vec<_>>()
    };
    let thanks = "Добрый день! Хочу не пожаловаться, а сказать спасибо. Проводница звонила преподавателю, пока не \
                  дозвонилась. Передайте ей, что пассажиры всё заметили.";
    assert!(judged("ru", "Благодарность проводнице", thanks).is_empty());
    assert!(judged("en", "", "I wanted to thank the nurse who rang back the same night.").is_empty());
    assert!(!judged("ru", "", "Огромное спасибо, но розетка искрит и пахнет гарью!").is_empty());
    assert!(!judged("ru", "Благодарность мастеру", "Хочу сказать спасибо мастеру, но трубку не берут.").is_empty());
}

#[test]
fn who_forbids_calls_is_called_about_danger_alone() {
    // R48
    let judged = |lang, body| super::judge(&Complaint { lang, body, ..Complaint::default() }, "en");
    for (lang, body) in [
        ("en", "WHERE IS MY HEARING AID. I CANNOT HEAR THE TELEPHONE SO DO NOT CALL. WRITE TO ME"),
        ("ru", "Не звоните мне, пожалуйста, я глухой. Напишите, где мой слуховой аппарат?"),
        ("ro", "Nu mă sunați, scrieți-mi: unde este aparatul meu auditiv?"),
    ] {
        let judged = judged(lang, body);
        assert!(judged.forbids_call && judged.suggestions.is_empty(), "{body}");
    }
    let danger = judged("en", "The socket sparks and smells of burning. Do not call me, write.");
    assert!(danger.forbids_call && danger.suggestions.iter().any(|s| s.trigger.as_str() == "safety"));
}
