//! Is a letter written in anger? A reply to one waits longer before it leaves (R126).

use std::ops::Range;

use super::judge::united;

/// Beginnings of insults that a person uses when beside himself; lower case, sorted, none the beginning of another. A
/// complaint about a thing ("ужасный сервис") is no insult.
const INSULTS: &[&str] = &[
    "assholes",
    "bastard",
    "clowns",
    "cretin",
    "crooks",
    "escroc",
    "hoţi",
    "hoți",
    "idiot",
    "imbecil",
    "jigodii",
    "liars",
    "moron",
    "nesimti",
    "nesimţi",
    "nesimți",
    "proști",
    "scammers",
    "scumbag",
    "tepari",
    "thieves",
    "ticăloș",
    "țepari",
    "ворье",
    "ворьё",
    "гниды",
    "дебил",
    "дурак",
    "жулик",
    "идиот",
    "кретин",
    "мошенник",
    "мраз",
    "подонк",
    "придур",
    "сволоч",
    "скотин",
    "скоты",
    "твари",
    "тупиц",
    "тупые",
    "ублюд",
    "уроды",
    "хамы",
];
/// The same as whole words.
const WHOLE: &[&str] = &["hoti", "prosti", "воры", "дура"];

/// So many words in capitals, one after the other, are shouting; fewer are mostly names and abbreviations.
const SHOUTED_WORDS: usize = 3;

/// True for shouting in capitals, "!!" or "?!", or an insult. Not for one abbreviation or one exclamation mark.
pub fn heated(text: &str) -> bool {
    let mut found = false;
    look(text, |_| found = true);
    found
}

/// The places that show the anger, in order, none inside another.
pub(super) fn heat(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    look(text, |place| places.push(place));
    united(places)
}

/// Tells every place of heat: rows of marks, insults, shouting.
fn look(text: &str, mut tell: impl FnMut(Range<usize>)) {
    let mut row = 0..0;
    let mut shouted = 0;
    let mut folded = String::new();
    for (place, is_word) in pieces(text) {
        let piece = &text[place.clone()];
        if !is_word {
            if ["!!", "?!", "!?"].iter().any(|marks| piece.contains(marks)) {
                let start = place.start + (piece.len() - piece.trim_start().len());
                tell(start..start + piece.trim().len());
            }
            continue;
        }
        folded.clear();
        folded.extend(piece.chars().flat_map(char::to_lowercase));
        if is_insult(&folded) {
            tell(place.clone());
        }
        if piece.chars().nth(1).is_none() {
            continue;
        }
        shouted = if is_shouted(piece) { shouted + 1 } else { 0 };
        row = if shouted == 1 { place } else { row.start..place.end };
        if shouted >= SHOUTED_WORDS {
            tell(row.clone());
        }
    }
}

/// Words and what stands between them, in turn.
fn pieces(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let is_word = is_letter(rest.chars().next()?);
        let len = rest.find(|c: char| is_letter(c) != is_word).unwrap_or(rest.len());
        at += len;
        Some((at - len..at, is_word))
    })
}

/// The common letters first: the tables of all scripts are slow.
fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'а'..='я' | 'А'..='Я') || c.is_alphabetic()
}

/// In capitals, and no mask such as XXXX.
fn is_shouted(word: &str) -> bool {
    word.chars().all(char::is_uppercase) && word.chars().zip(word.chars().skip(1)).any(|(a, b)| a != b)
}

fn is_insult(word: &str) -> bool {
    let next = INSULTS.partition_point(|stem| *stem <= word);
    let begins = next.checked_sub(1).is_some_and(|at| word.starts_with(INSULTS[at]));
    begins || WHOLE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_insults_and_rows_of_marks_are_heat() {
        // R126
        for text in [
            "ВЕРНИТЕ МНЕ МОИ ДЕНЬГИ",
            "Сколько можно ждать!!",
            "Вы там совсем?!",
            "Мошенники, я буду жаловаться.",
            "You are all idiots.",
            "Sunteți niște hoți.",
            "I WANT MY MONEY BACK TODAY, it has been a month.",
        ] {
            assert!(heated(text), "{text}");
        }
    }

    #[test]
    fn insults_are_sorted_and_places_are_told() {
        assert!(INSULTS.is_sorted());
        assert!(INSULTS.windows(2).all(|pair| !pair[1].starts_with(pair[0])));
        let text = "Вы идиоты!! ВЕРНИТЕ МНЕ МОИ ДЕНЬГИ";
        let found: Vec<&str> = heat(text).into_iter().map(|place| &text[place]).collect();
        assert_eq!(found, ["идиоты", "!!", "ВЕРНИТЕ МНЕ МОИ ДЕНЬГИ"]);
    }

    #[test]
    fn a_calm_complaint_is_no_heat() {
        for text in [
            "",
            "Здравствуйте! Прошу вернуть деньги за заказ № 4411.",
            "The CFPB and the FTC were told. Please answer.",
            "Comanda nu a ajuns, vă rog să verificați!",
            "On XXXX XXXX XXXX I called XXXX XXXX XXXX.",
            "Купил IPHONE в ООО РОМАШКА, экран не работает, прошу принять товар назад и вернуть деньги на карту.",
            "Наводка: водопровод и дурман в описании товара",
        ] {
            assert!(!heated(text), "{text}");
        }
    }
}
