//! Sentences and words with their places, by Unicode's rules and the abbreviations that those rules do not know.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations (lower case, without the last dot) after which a sentence goes on.
const ABBREVIATIONS: &[&str] = &[
    "ул",
    "г",
    "гг",
    "д",
    "кв",
    "корп",
    "стр",
    "пр",
    "просп",
    "пер",
    "обл",
    "р-н",
    "тел",
    "руб",
    "коп",
    "тыс",
    "млн",
    "см",
    "напр",
    "т.е",
    "т.к",
    "т.п",
    "т.д",
    "т. е",
    "т. к",
    "др",
    "им",
    "гр",
    "г-н",
    "г-жа",
    "проф",
    "доб",
    "мин",
    "ч",
    "эт",
    "оф",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "st",
    "no",
    "e.g",
    "i.e",
    "vs",
    "approx",
    "inc",
    "ltd",
    "ext",
    "dl",
    "dna",
    "d-na",
    "d-l",
    "nr",
    "str",
    "bd",
    "ap",
    "et",
    "sc",
    "jud",
    "tel",
    "approx",
    "dept",
    "каб",
    "пом",
    "поз",
    "пп",
    "лит",
    "apt",
    "bl",
    "ș.a",
    "ş.a",
    "s.a",
];

/// Abbreviations that stand before a number: before anything else they are words ("everyone wears a cap.").
const BEFORE_NUMBERS: &[&str] = &["art", "рис", "гл", "разд", "alin", "lit", "pct", "cap", "sec", "fig", "para", "vol"];

/// Byte ranges of the sentences of `text`, without the blanks around them. A line end ends a sentence.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (at, piece) in text.split_sentence_bound_indices() {
        let body = piece.trim();
        if body.is_empty() {
            goes_on &= !piece.contains('\n');
            continue;
        }
        let start = at + (piece.len() - piece.trim_start().len());
        let range = start..start + body.len();
        match out.last_mut() {
            Some(last) if goes_on && is_abbreviated(&text[last.clone()], body) => last.end = range.end,
            _ => out.push(range),
        }
        goes_on = !piece.ends_with('\n');
    }
    let shortest = if text.contains(char::is_uppercase) { SHORTEST_LAST_WORD } else { SHORTEST_IN_SMALL };
    out.into_iter().flat_map(|range| at_inner_stops(text, range, shortest)).collect()
}

/// A full stop ends a sentence also where a number or a sign comes next, or where somebody writes everything in small
/// letters, unless an abbreviation may stand before it: words of fewer letters are none too seldom.
const SHORTEST_LAST_WORD: usize = 4;
/// The same before a number.
const SHORTEST_BEFORE_NUMBER: usize = 3;
/// The same in a text without any capital letter.
const SHORTEST_IN_SMALL: usize = 2;

fn at_inner_stops(text: &str, sentence: Range<usize>, shortest: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = sentence.start;
    for (at, stop) in text[sentence.clone()].match_indices(". ") {
        let (end, next) = (sentence.start + at + 1, sentence.start + at + stop.len());
        let body = &text[start..end];
        let last = body[..body.len() - 1].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let rest = text[next..].trim_start();
        let digits = rest.trim_start_matches(is_currency);
        let before_number = digits.starts_with(|c: char| c.is_ascii_digit());
        let shortest = if before_number { shortest.min(SHORTEST_BEFORE_NUMBER) } else { shortest };
        let is_sum = digits.len() < rest.len() && before_number;
        let is_word = (is_sum || last.chars().count() >= shortest) && !is_abbreviated(body, rest);
        if is_word && rest.starts_with(begins_a_sentence) {
            out.push(start..end);
            start = text.len() - rest.len();
        }
    }
    out.push(start..sentence.end);
    out
}

fn begins_a_sentence(c: char) -> bool {
    c.is_lowercase() || c.is_ascii_digit() || is_currency(c)
}

fn is_currency(c: char) -> bool {
    matches!(c, '£' | '€' | '$' | '₽')
}

/// The words of `text` with their byte offsets; numbers count as words, punctuation does not.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices()
}

/// Whether the piece ends with an abbreviation that goes on with `rest`.
fn is_abbreviated(piece: &str, rest: &str) -> bool {
    let Some(head) = piece.strip_suffix('.') else { return false };
    let last = head.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
    let is_initial = last.chars().count() == 1 && head.ends_with(char::is_uppercase);
    is_initial
        || ABBREVIATIONS.contains(&last.as_str())
        || BEFORE_NUMBERS.contains(&last.as_str()) && rest.starts_with(|c: char| c.is_numeric() || c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        assert_eq!(cut("Я живу на ул. Ленина. Розетка искрит!"), ["Я живу на ул. Ленина.", "Розетка искрит!"]);
        assert_eq!(cut("Dear Mr. Brown. Thank you."), ["Dear Mr. Brown.", "Thank you."]);
        assert_eq!(cut("Stimate dl. Popescu. Vă mulțumim."), ["Stimate dl. Popescu.", "Vă mulțumim."]);
        assert_eq!(cut("Пишет И. Петров. Жду."), ["Пишет И. Петров.", "Жду."]);
        assert_eq!(cut("Первая строка\nВторая"), ["Первая строка", "Вторая"]);
        assert_eq!(cut("мы проверим. завтра напишу. тел. тот же."), ["мы проверим.", "завтра напишу.", "тел. тот же."]);
        assert_eq!(
            cut("it is fixed. we checked it, approx. twice."),
            ["it is fixed.", "we checked it, approx. twice."]
        );
        assert_eq!(cut("Простите. 4 апреля напишу."), ["Простите.", "4 апреля напишу."]);
        assert_eq!(cut("Комната на стр. 12 внизу."), ["Комната на стр. 12 внизу."]);
        assert_eq!(cut("zo, trial till may. £8 went back."), ["zo, trial till may.", "£8 went back."]);
        assert_eq!(cut("I will see it. £18 goes back."), ["I will see it.", "£18 goes back."]);
        assert_eq!(cut("All wear a cap. Tonight I look."), ["All wear a cap.", "Tonight I look."]);
        assert_eq!(cut("By art. 5 you may."), ["By art. 5 you may."]);
        assert_eq!(cut("Живу на ул.\n\nПодпись"), ["Живу на ул.", "Подпись"]);
        assert_eq!(cut("  \n "), Vec::<&str>::new());
    }

    #[test]
    fn words_know_their_places() {
        assert_eq!(words("Я, Анна: 3 дня").collect::<Vec<_>>(), [(0, "Я"), (4, "Анна"), (14, "3"), (16, "дня")]);
    }

    proptest! {
        #[test]
        fn sentences_lie_in_order_on_boundaries(text in "\\PC{0,60}|[а-я. \nA-Z]{0,60}") {
            let mut end = 0;
            for range in sentences(&text) {
                prop_assert!(range.start >= end && range.end > range.start);
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
