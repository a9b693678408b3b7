//! A remedy in words: whether a letter names the one that its case knows, and the sentence that does (R114, R136).
//!
//! Not its duty: which remedy fits (an operator decides), what was done beside it (`check::lacks`).

use super::check::{Rules, says};
use crate::model::{Remedy, RemedyKind};
use crate::text::{Tokens, fold};

/// Words shorter than this carry no matter.
const SHORTEST_STEM: usize = 4;
/// Endings that a word may lose or change.
const ENDING: usize = 2;

/// True when a letter names the remedy: its kind in any words, or the words of the case for it; in private with its
/// amount (in public a sum is nobody else's business, T8).
pub(in crate::letter) fn is_named(remedy: &Remedy, text: &str, lang: &str, public: bool, rules: &Rules) -> bool {
    let kind = idea_of(&remedy.kind).is_some_and(|idea| says(rules, idea, text, lang));
    let by_words = || !remedy.text.is_empty() && touches(&remedy.text, text);
    (kind || by_words()) && (public || names_amount(&remedy.amount, text))
}

fn idea_of(kind: &RemedyKind) -> Option<&'static str> {
    match kind {
        RemedyKind::Discount => Some("remedy_discount"),
        RemedyKind::Bonus => Some("remedy_bonus"),
        RemedyKind::Refund => Some("remedy_refund"),
        RemedyKind::Replacement => Some("remedy_replacement"),
        RemedyKind::ApologyOnly => Some("apology"),
        RemedyKind::Another | RemedyKind::Other(_) => None,
    }
}

/// One word of the matter stands in both, by its beginning.
fn touches(words: &str, text: &str) -> bool {
    let stem = |word: &str| {
        let length = word.chars().count();
        (length >= SHORTEST_STEM).then(|| word.chars().take((length - ENDING).max(SHORTEST_STEM)).collect::<String>())
    };
    let text = Tokens::of(text);
    let stems: Vec<String> = Tokens::of(words).iter().filter_map(|(word, _)| stem(word)).collect();
    // Nothing but short words and numbers: nobody can tell, and nothing is claimed.
    stems.is_empty() || stems.iter().any(|stem| text.iter().any(|(word, _)| word.starts_with(stem.as_str())))
}

/// The first number of the amount stands in the letter, however it is grouped; an amount in words is not looked for.
fn names_amount(amount: &str, text: &str) -> bool {
    let Some(wanted) = numbers(amount).into_iter().next() else { return true };
    numbers(text).iter().any(|number| *number == wanted || *number == format!("{wanted}00"))
}

/// The digits of every number: "1 500,00" is 150000, "40 €" is 40.
fn numbers(text: &str) -> Vec<String> {
    let text: Vec<char> = fold(text).chars().collect();
    let mut found: Vec<String> = Vec::new();
    let mut number = String::new();
    for (at, c) in text.iter().enumerate() {
        let next_is_digit = || text.get(at + 1).is_some_and(char::is_ascii_digit);
        // Groups of three are one number; "4, 5" and "до 5 10 мая" are two.
        let is_group = || {
            (1..=3).all(|n| text.get(at + n).is_some_and(char::is_ascii_digit))
                && !text.get(at + 4).is_some_and(char::is_ascii_digit)
        };
        match c {
            c if c.is_ascii_digit() => number.push(*c),
            '.' | ',' if !number.is_empty() && next_is_digit() => {}
            c if c.is_whitespace() && !number.is_empty() && is_group() => {}
            _ if !number.is_empty() => found.push(std::mem::take(&mut number)),
            _ => {}
        }
    }
    if !number.is_empty() {
        found.push(number);
    }
    found
}

/// The sentence that names the remedy in the letter's language; none for a language or a kind without one. In public
/// the amount is left out.
pub(in crate::letter) fn remedy_sentence(remedy: &Remedy, lang: &str, public: bool) -> Option<String> {
    let wordings: [&str; 5] = match lang {
        "ru" => [
            "Предоставляем Вам скидку",
            "Примите от нас бонус",
            "Возвращаем Вам деньги",
            "Предоставляем Вам замену",
            "Предлагаем Вам",
        ],
        "en" => [
            "You have a discount from us",
            "Please accept a bonus from us",
            "We are refunding your money",
            "We are sending you a replacement",
            "We offer you this",
        ],
        "ro" => [
            "Vă acordăm o reducere",
            "Vă oferim un bonus",
            "Vă restituim banii",
            "Vă oferim un înlocuitor",
            "Vă propunem următoarele",
        ],
        _ => return None,
    };
    let at = match &remedy.kind {
        RemedyKind::Discount => 0,
        RemedyKind::Bonus => 1,
        RemedyKind::Refund => 2,
        RemedyKind::Replacement => 3,
        RemedyKind::Another => 4,
        RemedyKind::ApologyOnly | RemedyKind::Other(_) => return None,
    };
    let amount = if public { "" } else { remedy.amount.trim() };
    let details: Vec<&str> = [amount, remedy.text.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    let one_line = details.join(", ").split_whitespace().collect::<Vec<_>>().join(" ");
    let details = one_line.trim_end_matches(['.', '!', ';', ',']);
    Some(if details.is_empty() { format!("{}.", wordings[at]) } else { format!("{}: {details}.", wordings[at]) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remedy(kind: RemedyKind, amount: &str, text: &str) -> Remedy {
        Remedy { kind, amount: amount.into(), text: text.into() }
    }

    #[test]
    fn every_sentence_names_its_remedy() {
        // R114, R136: each repair clears its finding, in every language.
        for lang in ["ru", "en", "ro"] {
            for kind in [RemedyKind::Discount, RemedyKind::Bonus, RemedyKind::Refund, RemedyKind::Replacement] {
                for (amount, text) in [("", ""), ("1 500 лей", ""), ("10 %, at most 40 €", "on the next order")] {
                    let remedy = remedy(kind.clone(), amount, text);
                    for public in [false, true] {
                        let sentence = remedy_sentence(&remedy, lang, public).unwrap();
                        assert!(is_named(&remedy, &sentence, lang, public, Rules::shipped()), "{sentence}");
                        assert!(!public || !sentence.contains("500"), "a sum is not for the public: {sentence}");
                    }
                }
            }
            let other = remedy(RemedyKind::Another, "", "встреча с директором");
            let sentence = remedy_sentence(&other, lang, false).unwrap();
            assert!(is_named(&other, &sentence, lang, false, Rules::shipped()), "{sentence}");
        }
        assert_eq!(remedy_sentence(&remedy(RemedyKind::ApologyOnly, "", ""), "ru", false), None, "R116");
    }

    #[test]
    fn an_amount_is_found_however_it_is_grouped() {
        for (amount, text, named) in [
            ("1500 ₽", "Скидка 1 500 рублей уже на счёте.", true),
            ("1500", "Скидка 1500,00 руб.", true),
            ("1 500", "Скидка 15 рублей.", false),
            ("10 %", "Скидка десять процентов.", false),
            ("десять процентов", "Скидка большая.", true),
            ("40 €", "Скидка 40 €, заказ 5 мая.", true),
        ] {
            let remedy = remedy(RemedyKind::Discount, amount, "");
            assert_eq!(is_named(&remedy, text, "ru", false, Rules::shipped()), named, "{text}");
        }
    }
}
