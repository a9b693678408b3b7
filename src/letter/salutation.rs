//! The greeting of a finished letter: where it stands, whom it names, and whether a name is missing in it (R83, R99).
//!
//! Not its duty: making a greeting (`greeting`), judging the names (`check`).

use std::ops::Range;

use super::quote::lines;
use crate::text::{fold, words};

const GREETINGS: &[&str] = &[
    "здравствуйте",
    "здравствуй",
    "добрый день",
    "добрый вечер",
    "доброе утро",
    "доброго дня",
    "доброго времени суток",
    "уважаемый",
    "уважаемая",
    "уважаемые",
    "дорогой",
    "дорогая",
    "приветствую",
    "приветствуем",
    "приветствуем вас",
    "приветствую вас",
    "рады приветствовать",
    "привет",
    "салют",
    "доброго вечера",
    "доброго утра",
    "доброго здоровья",
    "мое почтение",
    "хай",
    "dear",
    "hello",
    "hi",
    "hey",
    "hiya",
    "hi there",
    "hello there",
    "hey there",
    "greetings",
    "morning",
    "afternoon",
    "evening",
    "good morning",
    "good afternoon",
    "good evening",
    "good day",
    "buna ziua",
    "buna seara",
    "buna dimineata",
    "buna",
    "stimate",
    "stimata",
    "stimati",
    "draga",
    "salut",
    "salutare",
    "salutari",
    "hei",
    "servus",
    "noroc",
    "neata",
    "buna ziua tuturor",
    "respectate",
    "respectata",
];
/// Greetings that are incomplete without a name or title behind them.
const NEEDS_NAME: &[&str] = &[
    "уважаемый",
    "уважаемая",
    "дорогой",
    "дорогая",
    "dear",
    "stimate",
    "stimata",
    "draga",
    "respectate",
    "respectata",
];
/// Words between a greeting and a name.
const TITLES: &[&str] = &[
    "господин",
    "госпожа",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "domnule",
    "doamna",
    "domn",
    "domnisoara",
    "dle",
    "dna",
    "dl",
    "господа",
    "дамы",
    "и",
];
/// Words that address nobody by name.
const NO_NAMES: &[&str] = &[
    "клиент",
    "покупатель",
    "покупательница",
    "пассажир",
    "гость",
    "гостья",
    "клиентка",
    "пассажирка",
    "пациент",
    "пациентка",
    "читательница",
    "абонент",
    "коллеги",
    "читатель",
    "пользователь",
    "customer",
    "client",
    "guest",
    "sir",
    "madam",
    "all",
    "there",
    "everyone",
    "team",
    "user",
    "passenger",
    "reader",
    "clienta",
    "clienti",
    "oaspete",
    "cumparator",
    "utilizator",
    "мы",
    "я",
    "вы",
    "ваш",
    "ваша",
    "ваше",
    "ваши",
    "спасибо",
    "благодарю",
    "благодарим",
    "приношу",
    "приносим",
    "это",
    "we",
    "i",
    "you",
    "your",
    "thank",
    "thanks",
    "this",
    "our",
    "it",
    "please",
    "my",
    "the",
    "i'm",
    "we're",
    "i've",
    "va",
    "ne",
    "am",
    "multumim",
    "multumesc",
    "imi",
    "ma",
    "вам",
    "вас",
    "всем",
    "клиентка",
    "заказчик",
    "автор",
    "друг",
    "друзья",
    "жители",
    "пациент",
    "подписчик",
    "sirs",
    "valued",
    "friend",
    "friends",
    "colleague",
    "colleagues",
    "traveller",
    "traveler",
    "patient",
    "tenant",
    "subscriber",
    "reviewer",
    "member",
    "shopper",
    "buyer",
    "again",
    "both",
    "client",
    "domnilor",
    "doamnelor",
    "prieteni",
    "pacient",
    "abonat",
];
/// A greeting and whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Greeting {
    pub range: Range<usize>,
    pub names: Vec<Range<usize>>,
    /// Where a name should stand and none does: «Уважаемый !», "Dear -,".
    pub hole: Option<Range<usize>>,
}

/// The greeting in the first own line, if that line greets.
pub(super) fn find_greeting(own: &str) -> Option<Greeting> {
    let line = lines(own).find(|l| !own[l.clone()].trim().is_empty())?;
    let text = &own[line.clone()];
    let (mut at, mut last) = (text.len() - text.trim_start().len(), None);
    while let Some((word, end)) = greeting_at(&text[at..]) {
        last = Some((word, at + end));
        at = skip(text, at + end, &[' ', ',', '!']);
    }
    let (word, end) = last?;
    let mut greeting = name_behind(text, word, end);
    shift(&mut greeting, line.start);
    Some(greeting)
}

/// Where the greeting ends that the text begins with, without a name behind it.
pub(super) fn greeting_end(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    greeting_at(&text[start..]).map(|(_, end)| start + end)
}

/// The greeting words at the very start, and where they end.
fn greeting_at(text: &str) -> Option<(&'static str, usize)> {
    // Folding keeps words apart, so the original is as many words long as the greeting.
    GREETINGS
        .iter()
        .filter_map(|greeting| {
            let count = greeting.split(' ').count();
            let mut found = words(text).take(count);
            let mut end = 0;
            for expected in greeting.split(' ') {
                let (at, word) = found.next()?;
                let is_adjacent = text[end..at].chars().all(|c| c == ' ');
                if !is_adjacent || fold(word) != expected {
                    return None;
                }
                end = at + word.len();
            }
            Some((*greeting, end))
        })
        .max_by_key(|(_, end)| *end)
}

fn skip(text: &str, from: usize, chars: &[char]) -> usize {
    text.len() - text[from..].trim_start_matches(chars).len()
}

fn name_behind(text: &str, greeting: &str, end: usize) -> Greeting {
    let rest = &text[end..];
    let after_comma = rest.trim_start().starts_with(',');
    let mut names: Vec<Range<usize>> = Vec::new();
    let (mut at, mut has_title, mut is_general) = (end, false, false);
    for (offset, word) in words(rest) {
        let start = end + offset;
        let gap = &text[at..start];
        let first_gap = at == end;
        let is_close = match gap.trim() {
            "" | "@" => true,
            "-" => gap == "-",
            "." => has_title && names.is_empty(),
            "," => first_gap,
            _ => false,
        };
        let folded = fold(word);
        let is_title = TITLES.contains(&folded.as_str()) || is_short_title(&folded, rest, offset..offset + word.len());
        let is_nobody = NO_NAMES.contains(&folded.as_str());
        let looks_like_name =
            word.starts_with(char::is_uppercase) || word.contains(|c: char| c == '_' || c.is_numeric());
        if !is_close || !(is_title || is_nobody || looks_like_name) || (is_nobody && !names.is_empty()) {
            break;
        }
        if is_nobody && !has_title && names.is_empty() && after_comma {
            break;
        }
        at = start + word.len();
        has_title |= is_title;
        is_general |= is_nobody;
        if !is_title && !is_nobody {
            names.push(start..at);
        }
    }
    // "Hello We have …", "Hi, Tomorrow we …": only what a mark or the line's end closes is a name.
    let is_closed = |rest: &str| rest.is_empty() || rest.starts_with([',', '!', '.', ':', '-', '–', '—']);
    if !names.is_empty() && !is_closed(text[at..].trim()) {
        names.clear();
        at = end;
    }
    let hole = (names.is_empty() && !is_general).then(|| hole_at(text, greeting, at, has_title)).flatten();
    let dash = names.first().and_then(|_| dangling_dash(text, at));
    let marks = skip(text, at, &[' ', '-', '–', '—']);
    // «Марина Т.!» ends with two of them.
    let end = skip(text, marks, &[',', '!', '.', ':']);
    let close = if end > marks { end } else { at };
    Greeting { range: 0..close, names, hole: hole.or(dash) }
}

/// A half of «г-н», «г-жа», «d-na», «d-l», which word rules cut at the hyphen.
/// `at`: where it stands unfolded; a folded word may be shorter.
fn is_short_title(word: &str, text: &str, at: Range<usize>) -> bool {
    match word {
        "г" | "d" => text[at.end..].starts_with('-'),
        "н" | "жа" | "na" | "l" | "ra" => text[..at.start].ends_with('-'),
        _ => false,
    }
}

/// «Уважаемый !», "Dear -,", «Здравствуйте, !».
fn hole_at(text: &str, greeting: &str, at: usize, has_title: bool) -> Option<Range<usize>> {
    let stop = skip(text, at, &[' ', ',', '-', '–', '—']);
    let between = &text[at..stop];
    let ends_here = stop == text.len() || text[stop..].starts_with(['!', '.', ':']);
    let has_dash = between.contains(['-', '–', '—']);
    let misses_name = NEEDS_NAME.contains(&greeting) || has_title;
    let after_comma = between.contains(',') && stop < text.len();
    let is_hole = ends_here && (has_dash || misses_name || after_comma);
    let span = if between.is_empty() { 0..at } else { at..stop };
    is_hole.then_some(span)
}

/// «Иван -!»
fn dangling_dash(text: &str, at: usize) -> Option<Range<usize>> {
    let start = skip(text, at, &[' ']);
    let stop = skip(text, start, &['-', '–', '—', ' ']);
    let is_end = stop == text.len() || text[stop..].starts_with([',', '!', '.', ':']);
    (start > at && stop > start && is_end).then_some(start..stop)
}

fn shift(greeting: &mut Greeting, by: usize) {
    let move_by = |r: &mut Range<usize>| *r = r.start + by..r.end + by;
    move_by(&mut greeting.range);
    greeting.names.iter_mut().for_each(move_by);
    greeting.hole.iter_mut().for_each(move_by);
}

#[cfg(test)]
mod tests {
    use crate::letter::outline::Outline;

    fn greeting(text: &str) -> Option<(&str, Vec<&str>, bool)> {
        let greeting = Outline::of(text).greeting?;
        let names = greeting.names.iter().map(|n| &text[n.clone()]).collect();
        Some((&text[greeting.range], names, greeting.hole.is_some()))
    }

    #[test]
    fn a_letter_that_is_folded_to_fewer_bytes_is_no_title_and_no_panic() {
        assert_eq!(greeting("Dear Ď,\n\nText"), Some(("Dear Ď,", vec!["Ď"], false)));
        assert_eq!(greeting("Уважаемый ď-н Попеску!").map(|(_, names, _)| names), Some(vec!["Попеску"]));
    }

    #[test]
    fn greetings_and_the_names_in_them() {
        let table: &[(&str, &str, &[&str])] = &[
            ("Уважаемая Мария Ивановна!\nТекст", "Уважаемая Мария Ивановна!", &["Мария", "Ивановна"]),
            ("Здравствуйте, Мария! Мы проверили.", "Здравствуйте, Мария!", &["Мария"]),
            ("Здравствуйте! Мы проверили.", "Здравствуйте!", &[]),
            ("Добрый день, уважаемый господин Попеску!", "Добрый день, уважаемый господин Попеску!", &["Попеску"]),
            ("Уважаемый клиент!", "Уважаемый клиент!", &[]),
            ("Уважаемый г-н Попеску!", "Уважаемый г-н Попеску!", &["Попеску"]),
            ("Уважаемый Н!", "Уважаемый Н!", &["Н"]),
            ("Dear Mr Popescu,\n\nText", "Dear Mr Popescu,", &["Popescu"]),
            ("Hi Amy, thanks for writing.", "Hi Amy,", &["Amy"]),
            ("Hi, We have checked it.", "Hi,", &[]),
            ("Hi, Tomorrow we send it.", "Hi,", &[]),
            ("Добрый день Проверили Ваш заказ.", "Добрый день", &[]),
            ("Доброго дня Вам!", "Доброго дня Вам!", &[]),
            ("Dear Valued Guest,", "Dear Valued Guest,", &[]),
            ("Здравствуйте, Марина Т.!\n\nТекст", "Здравствуйте, Марина Т.!", &["Марина", "Т"]),
            ("Dear Amy - it is done.", "Dear Amy", &["Amy"]),
            ("Dear Sir or Madam,", "Dear Sir", &[]),
            ("Hello guest_41,", "Hello guest_41,", &["guest_41"]),
            ("Stimată doamnă Popescu,", "Stimată doamnă Popescu,", &["Popescu"]),
            ("Bună ziua, Andrei!", "Bună ziua, Andrei!", &["Andrei"]),
            ("Bună ziua. Coletul pleacă mâine.", "Bună ziua.", &[]),
        ];
        for (text, range, names) in table {
            assert_eq!(greeting(text), Some((*range, names.to_vec(), false)), "{text}");
        }
        assert_eq!(greeting("Мы проверили Ваш заказ."), None);
        assert_eq!(greeting("> Здравствуйте, Иван!\nОтвечаю."), None);
    }

    #[test]
    fn holes_in_a_greeting() {
        for text in [
            "Уважаемый !",
            "Dear ,\ntext",
            "Dear -,",
            "Здравствуйте, !",
            "Уважаемый Иван -!",
            "Stimate domnule ,",
            "Здравствуйте, -!",
        ] {
            assert!(greeting(text).is_some_and(|(_, _, hole)| hole), "{text}");
        }
        for text in ["Здравствуйте,\nмы", "Hello,\n\nwe", "Добрый день!", "Hi - we checked it"]
        {
            assert!(greeting(text).is_some_and(|(_, _, hole)| !hole), "{text}");
        }
    }
}
