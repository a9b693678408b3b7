//! Is a letter written in anger? A reply to one waits longer before it leaves (R126).

/// Insults a person uses when beside himself; stems, lower case. A complaint about a thing ("ужасный сервис") is no insult.
const INSULTS: &[&str] = &[
    "идиот",
    "дебил",
    "кретин",
    "придур",
    "дурак",
    "дура ",
    "тупые",
    "тупиц",
    "сволоч",
    "мраз",
    "гниды",
    "уроды",
    "ублюд",
    "скотин",
    "скоты",
    "твари",
    "подонк",
    "жулик",
    "мошенник",
    "воры ",
    "ворьё",
    "ворье",
    "хамы",
    "idiot",
    "moron",
    "stupid people",
    "scumbag",
    "crooks",
    "thieves",
    "scammers",
    "bastard",
    "assholes",
    "liars",
    "clowns",
    "imbecil",
    "cretin",
    "proști",
    "prosti ",
    "hoți",
    "hoţi",
    "hoti ",
    "escroc",
    "nesimți",
    "nesimţi",
    "nesimti",
    "țepari",
    "tepari",
    "jigodii",
    "ticăloș",
];

/// So many words in capitals, one after the other, are shouting; fewer are mostly names and abbreviations.
const SHOUTED_WORDS: usize = 3;

/// True for shouting in capitals, "!!" or "?!", or an insult. Not for one abbreviation or one exclamation mark.
pub fn heated(text: &str) -> bool {
    ["!!", "?!", "!?"].iter().any(|marks| text.contains(marks)) || shouts(text) || insults(text)
}

fn shouts(text: &str) -> bool {
    let mut row = 0;
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().nth(1).is_some()).any(|word| {
        row = if is_shouted(word) { row + 1 } else { 0 };
        row == SHOUTED_WORDS
    })
}

/// In capitals, and no mask such as XXXX.
fn is_shouted(word: &str) -> bool {
    word.chars().all(char::is_uppercase) && word.chars().zip(word.chars().skip(1)).any(|(a, b)| a != b)
}

fn insults(text: &str) -> bool {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    words.extend(text.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphabetic() { c } else { ' ' }));
    words.push(' ');
    INSULTS.iter().any(|insult| words.match_indices(insult).any(|(at, _)| words[..at].ends_with(' ')))
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
