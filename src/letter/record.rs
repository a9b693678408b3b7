//! The written record of what was agreed by phone, D8 with its day and its words filled in (R7, R33).
//!
//! Not its duty: which call it is about and by which way the letter goes (`tui::app::composer`).

use jiff::civil::Date;

use super::months;
use super::phrase::{SLOT_CLOSE, SLOT_OPEN, SlotKind, Voice};
use super::phrasebook::Phrasebook;

/// The phrase that records.
const RECORD: &str = "D8";

/// The sentence that records it. A slot of the user's own D8 that nothing is known for stays open. None when the
/// phrasebook has no D8.
pub fn written_record(book: &Phrasebook, voice: &Voice, called: Date, agreed: &str) -> Option<String> {
    let phrase = book.get(RECORD)?;
    let mut insert = phrase.render(voice, phrase.default_variant(voice));
    let agreed = in_sentence(agreed);
    // From the last to the first, so that the places before stay true.
    while let Some(slot) = insert.slots.pop() {
        let words = match slot.kind {
            SlotKind::Date => match months::day(called, &book.lang) {
                Some(day) => day,
                None => continue,
            },
            SlotKind::Text if !agreed.is_empty() => agreed.clone(),
            _ => continue,
        };
        insert.text.replace_range(slot.range.clone(), &words);
        if slot.kind == SlotKind::Text {
            apart(&mut insert.text, slot.range.start);
        }
    }
    Some(insert.text)
}

/// A note that begins with a capital is a sentence of its own, not the end of one: its first word may be a name, so it
/// stays as it is, and the colon before it becomes a full stop.
fn apart(text: &mut String, at: usize) {
    let is_sentence = text[at..].chars().next().is_some_and(char::is_uppercase);
    if let Some(colon) = text[..at].trim_end().strip_suffix(':').map(str::len).filter(|_| is_sentence) {
        text.replace_range(colon..=colon, ".");
    }
}

/// One line without its full stop and without marks that mean something in the letter.
fn in_sentence(agreed: &str) -> String {
    let line = agreed.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !matches!(*c, SLOT_OPEN | SLOT_CLOSE)).collect();
    line.trim_end_matches(['.', ';', ',', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Gender;

    fn record(lang: &str, agreed: &str) -> String {
        let (book, _) = Phrasebook::load(lang, &[]);
        let voice = Voice { gender: Gender::Female, proposals: 0 };
        written_record(&book, &voice, jiff::civil::date(2026, 11, 23), agreed).unwrap()
    }

    #[test]
    fn the_day_of_the_call_and_what_was_agreed_stand_in_it() {
        // R33
        let text = record("ru", "мастер придёт\nво вторник.");
        assert!(text.contains("23 ноября") && text.ends_with("мастер придёт во вторник."), "{text}");
        assert!(!text.contains(SLOT_OPEN), "{text}");
        for (lang, day) in [("en", "23 November"), ("ro", "23 noiembrie")] {
            let text = record(lang, "refund of €40");
            assert!(text.contains(day) && text.contains("refund of €40") && !text.contains(SLOT_OPEN), "{text}");
        }
    }

    #[test]
    fn a_note_with_a_capital_stands_as_a_sentence_of_its_own() {
        let text = record("ru", "Автомат не включать.");
        assert!(text.ends_with("по телефону 23 ноября. Автомат не включать."), "{text}");
        assert!(record("ru", "автомат не включать").ends_with("23 ноября: автомат не включать."));
        assert!(record("en", "Anna rings on Friday").ends_with("23 November. Anna rings on Friday."));
        assert!(record("ro", "nu porniți siguranța").ends_with("23 noiembrie: nu porniți siguranța."));
    }

    #[test]
    fn what_is_not_known_stays_open_and_marks_of_slots_do_not_come_in() {
        assert!(record("ru", " ").contains(SLOT_OPEN));
        assert!(record("ru", "вернём ‹всё›").ends_with("вернём всё."));
    }
}
