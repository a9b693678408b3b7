//! The request to confirm what a letter offers (D4), and what it is that shall be confirmed (R11).
//!
//! Not its duty: what the customer makes of it (`triage`), remembering it (`server`).

use super::outline::Outline;
use super::proposals::makes_offer;
use crate::text::{fold, sentences};

/// A request: how it asks, and for what.
struct Request {
    asks: &'static [&'static str],
    of: &'static [&'static str],
}

const REQUESTS: [Request; 3] = [
    Request {
        asks: &["подтвердите", "подтвердить"], of: &["согласи", "условия", "условий"]
    },
    Request { asks: &["please confirm", "kindly confirm", "ask you to confirm"], of: &["agree", "terms", "consent"] },
    Request { asks: &["confirmati", "sa confirmati"], of: &["acordul", "conditiil"] },
];
/// "When you confirm, we begin" asks for nothing.
const CONDITIONS: &[&str] =
    &["если ", "когда ", "как только ", "if ", "when ", "once ", "as soon as ", "daca ", "cand "];
/// A longer term is cut; the letter itself is one key away.
const LONGEST: usize = 300;

/// What the letter asks to have confirmed, in its own words; none when it asks for no such thing.
///
/// It is the last offer before the request, else the sentence before it, else the request itself.
pub fn asked_confirmation(text: &str) -> Option<String> {
    let outline = Outline::of(text);
    let body = outline.own.get(outline.body.clone())?;
    let all: Vec<&str> = sentences(body).into_iter().map(|range| &body[range]).collect();
    let at = all.iter().rposition(|sentence| is_request(&fold(sentence)))?;
    let offers = |sentence: &&&str| makes_offer(&fold(sentence));
    let term = all[..at].iter().rfind(offers).or_else(|| all[..at].last()).unwrap_or(&all[at]);
    let words = term.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(words.chars().take(LONGEST).collect())
}

fn is_request(sentence: &str) -> bool {
    let has = |list: &[&str]| list.iter().any(|part| sentence.contains(part));
    !CONDITIONS.iter().any(|condition| sentence.starts_with(condition))
        && REQUESTS.iter().any(|request| has(request.asks) && has(request.of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Phrasebook;

    #[test]
    fn r11_the_phrase_of_every_language_asks() {
        for lang in ["ru", "en", "ro"] {
            let (book, _) = Phrasebook::load(lang, &[]);
            let phrase = book.phrases.iter().find(|p| p.id == "D4").unwrap();
            for wording in phrase.variants.iter().flat_map(|v| v.wording.all()) {
                assert!(asked_confirmation(wording).is_some(), "{wording}");
            }
        }
    }

    #[test]
    fn r11_the_term_is_the_offer_before_the_request() {
        let asks = "Пожалуйста, подтвердите получение этого письма и согласие с изложенными условиями.";
        for (before, term) in [
            ("Предлагаем вернуть 40 евро. Мастер приедет в среду.", "Предлагаем вернуть 40 евро."),
            ("Мне жаль. Мастер приедет в среду до 18:00.", "Мастер приедет в среду до 18:00."),
            ("", asks),
        ] {
            let letter = format!("Уважаемая Мария Ивановна!\n\n{before}\n{asks}\n\nС уважением,\nАнна Иванова");
            assert_eq!(asked_confirmation(&letter).as_deref(), Some(term));
        }
    }

    #[test]
    fn other_letters_ask_for_no_confirmation() {
        for letter in [
            "",
            "Предлагаем вернуть 40 евро.",
            "Пожалуйста, подтвердите адрес доставки.",
            "Когда Вы подтвердите согласие, мы начнём.",
            "> Пожалуйста, подтвердите согласие с условиями.",
            "If you agree, please confirm.",
            "We confirm the terms.",
            "Vă rog să confirmați adresa.",
        ] {
            assert_eq!(asked_confirmation(letter), None, "{letter}");
        }
    }
}
