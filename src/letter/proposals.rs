//! How many proposals a letter makes: P7 is hollow without one, and agrees with their number (R73).

use super::quote::mask_quotes;
use crate::text::{fold, sentences, words};

/// Beginnings of words that offer, folded; a sentence with one of them counts once.
const OFFERS: [(&str, &[&str]); 3] = [
    (
        "ru",
        &[
            "предлага",
            "предлож",
            "готовы вернуть",
            "готова вернуть",
            "готов вернуть",
            "можем вернуть",
            "можем заменить",
            "вернем",
            "верну ",
            "заменим",
            "компенсиру",
            "возмест",
            "скидк",
        ],
    ),
    (
        "en",
        &[
            "we offer",
            "i offer",
            "we propose",
            "i propose",
            "we suggest",
            "i suggest",
            "we can offer",
            "we will refund",
            "we'll refund",
            "we will replace",
            "we'll replace",
            "a discount",
            "voucher",
        ],
    ),
    ("ro", &["propun", "oferim", "va ofer", "vom restitui", "vom inlocui", "va returnam", "vom returna", "reducere"]),
];
/// Offers that speak of offers, not make one: P7 itself, and interest in «ваше предложение».
const NOT_OFFERS: &[&str] = &[
    "наши предложения",
    "наше предложение будет",
    "ваше предложение",
    "вашему предложению",
    "our proposals will",
    "our proposal will",
    "your proposal",
    "propunerile noastre",
    "propunerea noastra va va",
    "propunerea dumneavoastra",
];

/// Sentences that offer something, and the points of numbered lists below them.
pub fn proposal_count(text: &str, lang: &str) -> usize {
    let offers = OFFERS.iter().find(|(l, _)| *l == lang).map_or(OFFERS[1].1, |(_, o)| o);
    let own = mask_quotes(text);
    let sentences: Vec<String> = sentences(&own).into_iter().map(|r| fold(&own[r])).collect();
    let made = sentences.iter().filter(|s| offers_by(s, offers)).count();
    let points = own.lines().filter(|l| is_point(l)).count();
    // A list spells out the offer above it.
    if made > 0 && points > 1 { points.max(made) } else { made }
}

/// True for a folded sentence that offers something, in whichever language.
pub(super) fn makes_offer(sentence: &str) -> bool {
    OFFERS.iter().any(|(_, offers)| offers_by(sentence, offers))
}

fn offers_by(sentence: &str, offers: &[&str]) -> bool {
    let speaks_of = NOT_OFFERS.iter().any(|n| sentence.contains(n));
    !speaks_of && !sentence.ends_with('?') && offers.iter().any(|o| sentence.contains(o))
}

/// «1) …», "2. …"
fn is_point(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    number.len() < line.len() && number.starts_with([')', '.']) && words(number).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r73_proposals_are_counted() {
        for (lang, text, count) in [
            ("ru", "Предлагаем замену. Или вернём деньги.", 2),
            ("ru", "Предлагаем на выбор:\n1) замену\n2) возврат денег\n3) ремонт", 3),
            ("ru", "Мы надеемся, что наши предложения будут для Вас полезными.", 0),
            ("ru", "Спасибо за письмо.", 0),
            ("ru", "> Предлагаем замену", 0),
            ("en", "We offer you a replacement.", 1),
            ("ro", "Vă propunem înlocuirea produsului.", 1),
        ] {
            assert_eq!(proposal_count(text, lang), count, "{text}");
        }
    }
}
