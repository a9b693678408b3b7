//! The parts of a letter: greeting with the names in it, body, signature. Quotations belong to none of them (R160).
//!
//! Not its duty: judging any of it (`check`).

use std::borrow::Cow;
use std::ops::Range;

use super::quote::{lines, mask_quotes};
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
    "привет",
    "dear",
    "hello",
    "hi",
    "hey",
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
const CLOSINGS: &[&str] = &[
    "с уважением",
    "искренне ваш",
    "искренне ваша",
    "с наилучшими пожеланиями",
    "с благодарностью",
    "всего доброго",
    "с почтением",
    "с добрыми пожеланиями",
    "с сожалением и уважением",
    "ваш",
    "ваша",
    "kind regards",
    "best regards",
    "warm regards",
    "with kind regards",
    "regards",
    "sincerely",
    "yours sincerely",
    "sincerely yours",
    "yours faithfully",
    "yours truly",
    "yours",
    "best wishes",
    "best",
    "many thanks",
    "thanks",
    "thank you",
    "respectfully",
    "with apologies",
    "warmly",
    "cu stima",
    "cu respect",
    "cu consideratie",
    "cu deosebita consideratie",
    "cu drag",
    "o zi buna",
    "al dumneavoastra",
    "a dumneavoastra",
    "--",
    "—",
];
/// Lines that a signature may have below its closing words.
const MAX_SIGNATURE_LINES: usize = 6;
const MAX_SIGNATURE_CHARS: usize = 90;

/// A greeting and whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Greeting {
    pub range: Range<usize>,
    pub names: Vec<Range<usize>>,
    /// Where a name should stand and none does: «Уважаемый !», "Dear -,".
    pub hole: Option<Range<usize>>,
}

/// A letter taken apart; all ranges are bytes of the original text.
#[derive(Debug, Clone)]
pub(crate) struct Outline<'a> {
    /// The text with quotations blanked, of the same length.
    pub own: Cow<'a, str>,
    pub greeting: Option<Greeting>,
    pub body: Range<usize>,
    /// From the closing words, or from the name when there are none, to the last own line.
    pub signature: Option<Range<usize>>,
}

impl<'a> Outline<'a> {
    pub fn of(text: &'a str) -> Self {
        let own = mask_quotes(text);
        let greeting = find_greeting(&own);
        let body_start = greeting.as_ref().map_or(0, |g| g.range.end);
        let signature = find_signature(&own, body_start);
        let body_end = signature.as_ref().map_or(own.trim_end().len().max(body_start), |s| s.start);
        Self { own, greeting, body: body_start..body_end, signature }
    }
}

fn find_greeting(own: &str) -> Option<Greeting> {
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
        let is_title = TITLES.contains(&folded.as_str()) || is_short_title(&folded, rest, offset);
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
    let close = if text[marks..].starts_with([',', '!', '.', ':']) { marks + 1 } else { at };
    Greeting { range: 0..close, names, hole: hole.or(dash) }
}

/// A half of «г-н», «г-жа», «d-na», «d-l», which word rules cut at the hyphen.
fn is_short_title(word: &str, text: &str, at: usize) -> bool {
    match word {
        "г" | "d" => text[at + word.len()..].starts_with('-'),
        "н" | "жа" | "na" | "l" | "ra" => text[..at].ends_with('-'),
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

fn find_signature(own: &str, from: usize) -> Option<Range<usize>> {
    let filled: Vec<Range<usize>> =
        lines(own).filter(|l| l.start >= from && !own[l.clone()].trim().is_empty()).collect();
    let end = filled.last()?.end;
    let tail = filled.len().saturating_sub(MAX_SIGNATURE_LINES + 1);
    if let Some(line) = filled[tail..].iter().rev().find(|l| is_closing(&own[(*l).clone()])) {
        return Some(line.start..end);
    }
    // No closing words: a last paragraph of short lines that are no sentences, with text above it.
    let start = filled.iter().rposition(|l| starts_paragraph(own, l.start))?;
    let is_short = |l: &Range<usize>| {
        let line = own[l.clone()].trim();
        line.chars().count() <= MAX_SIGNATURE_CHARS && !line.ends_with(['.', '!', '?', ':', ';'])
    };
    let block = &filled[start..];
    (start > 0 && block.len() <= MAX_SIGNATURE_LINES && block.iter().all(is_short)).then(|| block[0].start..end)
}

fn starts_paragraph(own: &str, at: usize) -> bool {
    let before = &own[..at];
    before.trim_end_matches([' ', '\t']).ends_with("\n\n") || before.trim().is_empty()
}

/// True for a line such as «С уважением,» or "Kind regards, Anna".
pub(super) fn is_closing(line: &str) -> bool {
    let line = line.trim();
    if line.chars().count() > MAX_SIGNATURE_CHARS {
        return false;
    }
    let folded = fold(line);
    let bare = folded.trim_end_matches([',', '.', '!', ' ']);
    CLOSINGS.iter().any(|closing| {
        bare == *closing
            || folded.strip_prefix(closing).is_some_and(|rest| {
                let name = line.chars().skip(closing.chars().count()).collect::<String>();
                let name = name.trim_start_matches([',', ' ', '-', '–', '—', '!', '.']);
                rest.starts_with([',', ' ', '!', '.'])
                    && name.starts_with(char::is_uppercase)
                    && name.split_whitespace().count() <= 6
                    && !name.ends_with(['!', '?'])
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn greeting(text: &str) -> Option<(&str, Vec<&str>, bool)> {
        let greeting = Outline::of(text).greeting?;
        let names = greeting.names.iter().map(|n| &text[n.clone()]).collect();
        Some((&text[greeting.range], names, greeting.hole.is_some()))
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

    #[test]
    fn signatures_with_and_without_closing_words() {
        let signature = |text: &'static str| Outline::of(text).signature.map(|r| &text[r]);
        assert_eq!(
            signature("Текст.\n\nС уважением,\nАнна Иванова\n+7 495"),
            Some("С уважением,\nАнна Иванова\n+7 495")
        );
        assert_eq!(signature("Текст.\n\nАнна Иванова, специалист\n> цитата"), Some("Анна Иванова, специалист"));
        assert_eq!(signature("Text.\nKind regards, Anna Brown"), Some("Kind regards, Anna Brown"));
        assert_eq!(signature("Text.\n\nThanks for your patience."), None);
        assert_eq!(signature("Один абзац"), None);
        assert_eq!(signature(""), None);
    }

    proptest! {
        #[test]
        fn the_parts_of_any_text_lie_on_boundaries(text in "(Здравствуйте|Dear|Stimate)?[ ,!-]{0,3}\\PC{0,30}\n{0,2}(С уважением)?,?\n?\\PC{0,20}") {
            let outline = Outline::of(&text);
            prop_assert!(text.get(outline.body.clone()).is_some());
            if let Some(greeting) = outline.greeting {
                prop_assert!(text.get(greeting.range).is_some());
                prop_assert!(greeting.names.into_iter().chain(greeting.hole).all(|r| text.get(r).is_some()));
            }
            prop_assert!(outline.signature.is_none_or(|r| text.get(r).is_some()));
        }
    }
}
