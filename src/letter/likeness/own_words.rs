//! What of a letter is the operator's own: no greeting, no signature, no quotation, no phrase of the palette (T1, R159),
//! and no names, numbers and days, so that the same letter to somebody else is the same letter.
//!
//! Not its duty: comparing (`sketch`).

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::letter::check::without_quotations;
use crate::letter::outline::Outline;
use crate::letter::phrase::{Piece, pieces};
use crate::letter::{Agreement, Phrasebook};
use crate::text::Tokens;

/// The fixed words of the palette's phrases in all languages of the desk.
#[derive(Debug, Default)]
pub(super) struct Palette {
    finder: Option<AhoCorasick>,
}

/// Longer ones are no phrases: a whole letter that somebody keeps among his phrases is still compared.
const LONGEST_PHRASE: usize = 30;

impl Palette {
    pub fn of<'a>(books: impl IntoIterator<Item = &'a Phrasebook>) -> Self {
        let mut fixed: Vec<String> = books.into_iter().flat_map(wordings).filter_map(fixed_words).collect();
        fixed.sort_unstable();
        fixed.dedup();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&fixed);
        Self { finder: finder.ok() }
    }

    /// Where phrases stand in a part of the token text, in order.
    fn phrases(&self, tokens: &Tokens, part: Range<usize>) -> Vec<Range<usize>> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let text = tokens.as_str().get(part.clone()).unwrap_or_default();
        finder.find_iter(text).map(|m| m.start() + part.start..m.end() + part.start).collect()
    }
}

/// The pieces between the slots of all wordings of a book, of its skeleton too.
fn wordings(book: &Phrasebook) -> impl Iterator<Item = &str> {
    let phrases = book.phrases.iter().flat_map(|p| &p.variants).flat_map(|v| v.wording.all());
    let skeleton = book.skeleton.iter().flat_map(|part| part.wordings());
    phrases.chain(skeleton).flat_map(pieces).filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Slot(_) => None,
    })
}

/// A piece as it is looked for: token text without the marks at its ends and without a last «о» that may become «об».
fn fixed_words(piece: &str) -> Option<String> {
    let tokens = Tokens::of(piece.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<&str> = tokens.as_str().split_whitespace().collect();
    words.pop_if(|last| Agreement::of_word(last).is_some());
    let count = words.iter().filter(|w| w.contains(char::is_alphanumeric)).count();
    (2..=LONGEST_PHRASE).contains(&count).then(|| format!(" {} ", words.join(" ")))
}

/// One own word: its stem as a number, and its place in the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnWord {
    pub stem: u64,
    pub place: Range<usize>,
}

/// The own words of a letter in order.
pub(super) fn own_words(text: &str, palette: &Palette) -> Vec<OwnWord> {
    let outline = Outline::of(text);
    let tokens = Tokens::of(&without_quotations(&outline.own));
    let body = tokens.within(outline.body);
    own_words_of(text, &tokens, body, palette)
}

/// The same for a letter that was taken apart already; `body` is a part of the token text.
pub(super) fn own_words_of(text: &str, tokens: &Tokens, body: Range<usize>, palette: &Palette) -> Vec<OwnWord> {
    let phrases = palette.phrases(tokens, body.clone());
    let bytes = tokens.original(body.clone());
    let mut phrases = phrases.into_iter().map(|p| tokens.original(p)).peekable();
    let mut starts_sentence = true;
    let mut all = tokens.iter().filter(|(_, place)| place.start >= bytes.start && place.end <= bytes.end).peekable();
    let mut out = Vec::new();
    while let Some((token, place)) = all.next() {
        let starts = std::mem::replace(&mut starts_sentence, ends_sentence(token));
        while phrases.next_if(|p| p.end <= place.start).is_some() {}
        let is_phrase = phrases.peek().is_some_and(|p| p.start <= place.start);
        let after = all.peek().map(|(token, place)| (*token, &text[place.clone()]));
        if !is_phrase && is_own(token, &text[place.clone()], starts, after) {
            out.push(OwnWord { stem: stem(token), place });
        }
    }
    out
}

fn ends_sentence(token: &str) -> bool {
    token.starts_with(['.', '!', '?', '\n', '"', '(', ')', ':', '-', '•', '*'])
}

/// Words proper: no marks, no numbers, no days, no names.
fn is_own(token: &str, original: &str, starts_sentence: bool, after: Option<(&str, &str)>) -> bool {
    let is_word = token.starts_with(char::is_alphabetic) && !token.contains(char::is_numeric);
    is_word && !is_day(token) && !is_name(token, original, starts_sentence, after)
}

/// A capital inside a sentence; at its beginning only before another name or before a comma («Мария, мы …»).
fn is_name(token: &str, original: &str, starts_sentence: bool, after: Option<(&str, &str)>) -> bool {
    if !is_capitalised(original) || is_polite(token) {
        return false;
    }
    let stands_apart = || after.is_some_and(|(mark, word)| mark == "," || (is_capitalised(word) && !is_polite(mark)));
    !starts_sentence || stands_apart()
}

/// «Мария», "I.": a capital with nothing or a small letter behind it, so that abbreviations stay words.
fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && !chars.next().is_some_and(char::is_uppercase)
}

/// Written with a capital out of respect, or by the rules of English.
fn is_polite(token: &str) -> bool {
    matches!(token, "вы" | "вас" | "вам" | "вами" | "i" | "i'm" | "i've" | "i'll" | "i'd") || token.starts_with("ваш")
}

/// Days and months, which differ between copies of one letter.
fn is_day(token: &str) -> bool {
    const WHOLE: &[&str] = &[
        "май",
        "мая",
        "мае",
        "среда",
        "среду",
        "среды",
        "среде",
        "today",
        "tomorrow",
        "may",
        "march",
        "azi",
        "astazi",
        "maine",
        "luni",
        "marti",
        "miercuri",
        "joi",
        "vineri",
        "sambata",
        "duminica",
        "mai",
        "martie",
        "iunie",
        "iulie",
    ];
    const STARTS: &[&str] = &[
        "январ",
        "феврал",
        "март",
        "апрел",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
        "понедельник",
        "вторник",
        "четверг",
        "пятниц",
        "суббот",
        "воскресень",
        "сегодня",
        "завтра",
        "послезавтра",
        "ianuar",
        "februar",
        "april",
        "septembr",
        "octombr",
        "noiembr",
        "decembr",
    ];
    WHOLE.contains(&token) || STARTS.iter().any(|start| token.starts_with(start))
}

/// Letters of a word that count: endings are off, so that «заказа» and «заказом» are one word.
const STEM_LETTERS: usize = 5;

fn stem(token: &str) -> u64 {
    let end = token.char_indices().nth(STEM_LETTERS).map_or(token.len(), |(at, _)| at);
    mix(token[..end]
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// Spreads a number over all its bits (the finisher of splitmix64).
pub(super) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn own(text: &str, palette: &Palette) -> String {
        own_words(text, palette).into_iter().map(|w| &text[w.place]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn greeting_signature_quotations_names_numbers_and_days_are_not_own() {
        for (text, expected) in [
            (
                "Уважаемая Мария Ивановна!\n\nЗаказ № 123 привезёт курьер Олег Титов 5 марта. Мария Ивановна, Вы правы.\n\nС уважением,\nАнна Иванова",
                "Заказ привезёт курьер Вы правы",
            ),
            ("Вы писали: «Это обман».\n> Где деньги?\nДеньги у Вас.", "Вы писали Деньги у Вас"),
            ("Dear Amy,\n\nI have sent it on Monday, 4 May.\n\nKind regards,\nJohn", "I have sent it on"),
            ("Bună ziua, Andrei!\n\nBanii ajung joi, 14 martie.", "Banii ajung"),
            ("", ""),
        ] {
            assert_eq!(own(text, &Palette::default()), expected);
        }
    }

    #[test]
    fn t1_phrases_of_the_palette_are_not_own_but_what_fills_them_is() {
        let books = ["ru", "en", "ro"].map(|lang| Phrasebook::load(lang, &[]).0);
        let palette = Palette::of(&books);
        for (text, expected) in [
            ("Приношу свои извинения за задержку доставки. Курьер болел.", "задержку доставки Курьер болел"),
            ("Благодарю Вас за то, что Вы информировали нас об ошибке в счёте.", "об ошибке в счёте"),
            ("Мы с сожалением узнали о тех проблемах, которые Вы имели со слесарем.", "со слесарем"),
        ] {
            assert_eq!(own(text, &palette), expected);
        }
    }

    #[test]
    fn endings_do_not_make_another_word() {
        for (one, other) in [("заказа", "заказом"), ("delivery", "delivered"), ("coletul", "coletului")] {
            assert_eq!(stem(one), stem(other));
        }
        assert_ne!(stem("дом"), stem("дым"));
    }

    proptest! {
        #[test]
        fn own_words_stand_in_order_on_boundaries(text in "\\PC{0,80}|([А-Яа-яё «»,.!\n>0-9]{0,80})") {
            let mut end = 0;
            for word in own_words(&text, &Palette::default()) {
                prop_assert!(word.place.start >= end && text.get(word.place.clone()).is_some());
                end = word.place.end;
            }
        }
    }
}
