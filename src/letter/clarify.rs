//! The clarifying question D5 about a term of ours that the customer met with a sign: our own words stand in it as a
//! quotation, so that nothing is declined by guess (R3).
//!
//! Not its duty: which term is open (`triage`), where the question goes in a letter (`tui::app::composer`).

use std::ops::Range;

use super::phrase::{Insert, Phrase, SLOT_CLOSE, SLOT_OPEN, Slot, Voice};
use super::phrasebook::Phrasebook;

/// The phrase that asks.
const QUESTION: &str = "D5";
/// Of a longer term the beginning is quoted.
const LONGEST: usize = 240;

/// The question and the place of its slot: filled with the term, or still with its hint where no term is known or the
/// user's own D5 has no room for one. None when the phrasebook has no D5.
pub fn clarifying_question(book: &Phrasebook, voice: &Voice, term: &str) -> Option<(Insert, Option<Range<usize>>)> {
    let phrase = book.get(QUESTION)?;
    let term = quotable(term, &book.lang);
    let filled = variant_for(phrase, &term).and_then(|variant| fill(phrase.render(voice, variant), &term));
    let insert = filled.unwrap_or_else(|| phrase.render(voice, phrase.default_variant(voice)));
    let place = insert.slots.first().map(|slot| slot.range.clone());
    Some((insert, place))
}

/// The wording that has a slot for a question of ours, or for an offer.
fn variant_for(phrase: &Phrase, term: &str) -> Option<usize> {
    let wanted = if term.ends_with('?') { "question" } else { "offer" };
    let has = |name: &str| phrase.variants.iter().position(|v| v.slots.iter().any(|(slot, _)| slot == name));
    (!term.is_empty()).then(|| has(wanted))?
}

/// Puts the term where the first hint stood; the slot then covers the term.
pub(super) fn fill(mut insert: Insert, term: &str) -> Option<Insert> {
    let slot = insert.slots.drain(..).next()?;
    insert.text.replace_range(slot.range.clone(), term);
    let range = slot.range.start..slot.range.start + term.len();
    insert.slots.push(Slot { range, ..slot });
    Some(insert)
}

/// One line without its full stop and without marks that mean something in the letter; quotes inside quotes.
fn quotable(term: &str, lang: &str) -> String {
    let inner = match lang {
        "ru" => [('«', '„'), ('»', '“')],
        "ro" => [('„', '«'), ('”', '»')],
        _ => [('“', '‘'), ('”', '’')],
    };
    let change = |c: char| inner.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to);
    let line = term.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !matches!(*c, SLOT_OPEN | SLOT_CLOSE)).map(change).collect();
    let line = line.trim_end_matches(['.', '!', ';', ',', ':']).trim();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    let mark = if line.ends_with('?') { "…?" } else { "…" };
    format!("{}{mark}", cut[..end].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Gender;

    fn asked(lang: &str, term: &str) -> (String, Option<String>) {
        let (book, _) = Phrasebook::load(lang, &[]);
        let voice = Voice { gender: Gender::Female, proposals: 0 };
        let (insert, place) = clarifying_question(&book, &voice, term).unwrap();
        let filled = place.map(|place| insert.text[place].to_owned());
        (insert.text, filled)
    }

    #[test]
    fn the_term_stands_in_the_question_as_we_had_put_it() {
        // R3
        let (text, slot) = asked("ru", "Предлагаем заменить\nсамовар до 14 марта.");
        assert_eq!(
            text,
            "Правильно ли я понимаю, что Вы согласны с тем, что мы предложили: «Предлагаем заменить самовар до 14 \
             марта», и мы можем начинать?"
        );
        assert_eq!(slot.as_deref(), Some("Предлагаем заменить самовар до 14 марта"));
        let (text, slot) = asked("en", "Shall we send a “new” kettle?");
        assert!(text.contains("our question “Shall we send a ‘new’ kettle?” is yes"), "{text}");
        assert_eq!(slot.as_deref(), Some("Shall we send a ‘new’ kettle?"));
        assert!(asked("ro", "Vă propunem înlocuirea.").0.contains("v-am propus: „Vă propunem înlocuirea”, și"));
    }

    #[test]
    fn without_a_term_the_slot_waits_with_its_hint() {
        assert_eq!(asked("en", " ").1.as_deref(), Some("‹our proposal›"));
    }

    #[test]
    fn no_mark_of_a_slot_gets_in_and_a_long_term_is_cut_at_a_word() {
        let (_, slot) = asked("en", "We offer ‹x› a refund.");
        assert_eq!(slot.as_deref(), Some("We offer x a refund"));
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
        let (insert, place) = clarifying_question(&book, &voice, "Vă propunem înlocuirea.").unwrap();
        assert_eq!((insert.text.as_str(), place), ("Da?", None));
    }
}
