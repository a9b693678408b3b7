//! The clarifying question D5 about a term of ours that the customer met with a sign: what was offered stands in it, not
//! the sentence that offered it, and nothing is declined by guess (R3).
//!
//! Not its duty: which term is open (`triage`), where the question goes in a letter (`tui::app::composer`).

use std::ops::Range;

use super::phrase::{Insert, Phrase, SLOT_CLOSE, SLOT_OPEN, Slot, Voice};
use super::phrasebook::Phrasebook;
use crate::text::fold;

/// The phrase that asks.
const QUESTION: &str = "D5";
/// Of a longer term the beginning is said again.
const LONGEST: usize = 240;
/// More is not a sign but a word.
const LONGEST_SIGN: usize = 8;

/// How an offer of ours begins; what follows is what was offered. Folded.
const OFFERS: &[&str] = &[
    "мы предлагаем вам ",
    "мы предлагаем ",
    "предлагаем вам ",
    "предлагаем ",
    "я предлагаю вам ",
    "я предлагаю ",
    "предлагаю вам ",
    "предлагаю ",
    "we propose to ",
    "we propose ",
    "i propose to ",
    "i propose ",
    "we suggest ",
    "i suggest ",
    "we offer to ",
    "we offer you ",
    "we offer ",
    "shall we ",
    "va propunem sa ",
    "va propunem ",
    "va propun sa ",
    "va propun ",
    "va oferim ",
    "propunem ",
];
/// How a question of ours asks for consent; what follows goes on after "that you agree". Folded.
const ASKS: &[&str] = &[
    "правильно ли я понимаю, что вы согласны ",
    "верно ли я понимаю, что вы согласны ",
    "согласны ли вы ",
    "вы согласны ",
    "do i understand correctly that you agree ",
    "do you agree ",
    "are you happy ",
    "inteleg corect ca sunteti de acord ",
    "sunteti de acord ",
];
/// What such a question ends with and need not be said again. Folded.
const ENDINGS: &[&str] = &[
    " и мы можем начинать",
    " и мы можем начать",
    ", и мы можем начинать",
    " and that we may begin",
    " and we may begin",
    " si putem incepe",
];
/// Of two things nobody knows which one a sign meant. Folded.
const EITHER: &[&str] = &[" или ", " either ", " or ", " sau "];

/// The question and the place of its slot: filled with what was offered, or still with its hint where that cannot be told
/// from the term or the user's own D5 has no room for it. `sign` is the customer's whole message; a sign is named before
/// the question, words are not. None when the phrasebook has no D5.
pub fn clarifying_question(
    book: &Phrasebook,
    voice: &Voice,
    term: &str,
    sign: &str,
) -> Option<(Insert, Option<Range<usize>>)> {
    let phrase = book.get(QUESTION)?;
    let term = one_line(term);
    let open = |name: &str| variant_with(phrase, name).map(|variant| phrase.render(voice, variant));
    let filled = match offered(&term) {
        Some((slot, words)) => open(slot).and_then(|insert| fill(insert, &words)),
        None if term.is_empty() => None,
        None => open("offer"),
    };
    let mut insert = filled.unwrap_or_else(|| phrase.render(voice, phrase.default_variant(voice)));
    if let Some(seen) = seen(sign, &book.lang).filter(|_| !term.is_empty()) {
        insert.text.insert_str(0, &seen);
        for slot in &mut insert.slots {
            slot.range = slot.range.start + seen.len()..slot.range.end + seen.len();
        }
    }
    let place = insert.slots.first().map(|slot| slot.range.clone());
    Some((insert, place))
}

/// "I see your 👍." In words that are no praise of the sign and take it for no answer.
fn seen(sign: &str, lang: &str) -> Option<String> {
    let sign = sign.trim();
    let is_sign = !sign.is_empty() && sign.chars().count() <= LONGEST_SIGN;
    let is_picture = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !matches!(c, SLOT_OPEN | SLOT_CLOSE);
    (is_sign && sign.chars().all(is_picture)).then(|| match lang {
        "ru" => format!("Вижу Ваш {sign}. "),
        "ro" => format!("Am văzut semnul {sign}. "),
        _ => format!("I see your {sign}. "),
    })
}

/// The slot for what was offered, and the words for it; none where the term does not show what it is.
fn offered(term: &str) -> Option<(&'static str, String)> {
    let folded = fold(term);
    if term.is_empty() || EITHER.iter().any(|either| folded.contains(either)) {
        return None;
    }
    let bare = term.trim_end_matches(['?', '.', '!', ';', ',', ':', ' ']);
    let bare = ENDINGS.iter().find_map(|end| without_end(bare, end)).unwrap_or(bare);
    let behind = |list: &[&str]| list.iter().find_map(|lead| without_start(bare, lead));
    let (slot, words) = match (behind(ASKS), behind(OFFERS)) {
        (Some(rest), _) => ("consent", rest.to_owned()),
        (None, Some(rest)) => ("offer", rest.to_owned()),
        (None, None) if term.ends_with('?') => return None,
        (None, None) => ("offer", uncapped(bare)),
    };
    (!words.is_empty()).then(|| (slot, cut(&words)))
}

/// The rest behind a beginning that is given folded; folding keeps the number of characters in our languages.
fn without_start<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let end = text.char_indices().nth(start.chars().count())?.0;
    (fold(&text[..end]) == start).then(|| text[end..].trim())
}

fn without_end<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let length = text.chars().count().checked_sub(end.chars().count())?;
    let at = text.char_indices().nth(length)?.0;
    (fold(&text[at..]) == end).then(|| text[..at].trim())
}

/// A sentence goes on with a small letter; "I" and abbreviations keep theirs.
fn uncapped(text: &str) -> String {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.clone().next());
    match (first, second) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// The wording that has a slot of this name.
fn variant_with(phrase: &Phrase, name: &str) -> Option<usize> {
    phrase.variants.iter().position(|v| v.slots.iter().any(|(slot, _)| slot == name))
}

/// Puts the term where the first hint stood; the slot then covers the term.
pub(super) fn fill(mut insert: Insert, term: &str) -> Option<Insert> {
    let slot = insert.slots.drain(..).next()?;
    insert.text.replace_range(slot.range.clone(), term);
    let range = slot.range.start..slot.range.start + term.len();
    insert.slots.push(Slot { range, ..slot });
    Some(insert)
}

/// One line without marks that mean something in the letter.
fn one_line(term: &str) -> String {
    let line = term.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !matches!(*c, SLOT_OPEN | SLOT_CLOSE)).collect()
}

/// No longer than is read in one breath.
fn cut(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let cut: String = words.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Gender;

    fn asked(lang: &str, term: &str) -> (String, Option<String>) {
        let (book, _) = Phrasebook::load(lang, &[]);
        let voice = Voice { gender: Gender::Female, proposals: 0 };
        let (insert, place) = clarifying_question(&book, &voice, term, "👍").unwrap();
        let filled = place.map(|place| insert.text[place].to_owned());
        (insert.text, filled)
    }

    #[test]
    fn what_was_offered_stands_in_the_question_and_not_the_sentence_that_offered_it() {
        // R3
        for (lang, term, question) in [
            (
                "ru",
                "Предлагаем Вам заменить розетку\nв четверг, с 10 до 13.",
                "Вижу Ваш 👍. Правильно ли я понимаю, что Вы согласны: заменить розетку в четверг, с 10 до 13?",
            ),
            (
                "ru",
                "Правильно ли я понимаю, что Вы согласны с заменой в четверг и мы можем начинать?",
                "Вижу Ваш 👍. Правильно ли я понимаю, что Вы согласны с заменой в четверг?",
            ),
            (
                "ru",
                "Заменим самовар до 14 марта.",
                "Вижу Ваш 👍. Правильно ли я понимаю, что Вы согласны: заменим самовар до 14 марта?",
            ),
            (
                "en",
                "Shall we send a “new” kettle?",
                "I see your 👍. Do I understand correctly that you agree: send a “new” kettle?",
            ),
            (
                "en",
                "Do you agree to a refund of £40?",
                "I see your 👍. Do I understand correctly that you agree to a refund of £40?",
            ),
            (
                "ro",
                "Vă propunem înlocuirea joi.",
                "Am văzut semnul 👍. Înțeleg corect că sunteți de acord: înlocuirea joi?",
            ),
            (
                "ro",
                "Sunteți de acord cu înlocuirea?",
                "Am văzut semnul 👍. Înțeleg corect că sunteți de acord cu înlocuirea?",
            ),
        ] {
            assert_eq!(asked(lang, term).0, question, "{term}");
        }
    }

    #[test]
    fn what_cannot_be_told_from_the_term_waits_with_its_hint() {
        assert_eq!(asked("en", " ").1.as_deref(), Some("‹our proposal›"));
        for term in ["Подойдёт ли Вам четверг?", "Предлагаем замену или возврат."]
        {
            let (text, slot) = asked("ru", term);
            assert_eq!(slot.as_deref(), Some("‹что и когда›"), "{text}");
        }
    }

    #[test]
    fn words_are_no_sign() {
        let (book, _) = Phrasebook::load("ru", &[]);
        let voice = Voice { gender: Gender::Female, proposals: 0 };
        for said in ["ок", "", "👍👍👍👍👍👍👍👍👍", "‹👍›"] {
            let (insert, _) = clarifying_question(&book, &voice, "Предлагаем замену.", said).unwrap();
            assert!(insert.text.starts_with("Правильно ли"), "{}", insert.text);
        }
    }

    #[test]
    fn no_mark_of_a_slot_gets_in_and_a_long_term_is_cut_at_a_word() {
        let (_, slot) = asked("en", "We offer ‹x› a refund.");
        assert_eq!(slot.as_deref(), Some("x a refund"));
        let (_, slot) = asked("ru", &"возврат ".repeat(100));
        let slot = slot.unwrap();
        assert!(slot.ends_with("возврат…") && slot.chars().count() <= LONGEST + 1, "{slot}");
    }

    #[test]
    fn a_book_of_the_user_without_room_for_the_term_still_asks() {
        let own = "[[phrase]]\nid = \"D5\"\ntitle = \"x\"\n[[phrase.variant]]\ntext = \"Da?\"\n";
        let (book, mistakes) = Phrasebook::load("ro", &[("mine.toml", own)]);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let voice = Voice { gender: Gender::Male, proposals: 0 };
        let (insert, place) = clarifying_question(&book, &voice, "Vă propunem înlocuirea.", "").unwrap();
        assert_eq!((insert.text.as_str(), place), ("Da?", None));
    }
}
