//! The order of a letter that answers a complaint, as one insert with slots: address, apology, sympathy, the problem in
//! the customer's words, the plan with its date, the remedy, personal control, the last phrase, the signature (R162).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::greeting::address;
use super::manner::Manner;
use super::phrase::{Insert, Piece, SlotSpec, Voice, pieces, slot};
use super::phrasebook::Phrasebook;
use super::signature::signature_in;
use crate::model::{Customer, Operator};

/// One sentence of the skeleton: a phrase of the book, or a wording of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    phrase: Option<String>,
    #[serde(default)]
    variant: usize,
    text: Option<String>,
    /// The wording with `{name}`, for a customer whose name is known.
    named: Option<String>,
    #[serde(default)]
    slots: BTreeMap<String, SlotSpec>,
    /// True to begin a new paragraph.
    #[serde(default)]
    paragraph: bool,
}

impl Part {
    /// Its own wordings; none where it is a phrase of the book.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        self.text.iter().chain(&self.named).map(String::as_str)
    }

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<String> {
        if self.phrase.is_some() == self.text.is_some() {
            return Some("a part of the skeleton needs either `phrase` or `text`".to_owned());
        }
        let wordings = self.text.iter().chain(&self.named);
        let unknown = wordings.flat_map(|w| pieces(w)).find_map(|piece| match piece {
            Piece::Slot(name) if name != "name" && !self.slots.contains_key(name) => Some(name.to_owned()),
            _ => None,
        });
        unknown.map(|name| format!("the slot {{{name}}} is not described under `slots`"))
    }

    fn render(&self, book: &Phrasebook, voice: &Voice, name: Option<&str>) -> Insert {
        if let Some(phrase) = self.phrase.as_ref().and_then(|id| book.get(id)) {
            return phrase.render(voice, self.variant);
        }
        let wording = match name {
            Some(_) => self.named.as_ref().or(self.text.as_ref()),
            None => self.text.as_ref(),
        };
        let mut out = Insert::default();
        for piece in wording.iter().flat_map(|w| pieces(w)) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Slot("name") => out.push_str(name.unwrap_or_default()),
                Piece::Slot(key) => {
                    if let Some(spec) = self.slots.get(key) {
                        out.push(slot(spec));
                    }
                }
            }
        }
        out
    }
}

/// The skeleton of a complaint letter in the book's language, under this greeting. Its empty slots block the letter until they are filled.
pub fn skeleton(
    book: &Phrasebook,
    voice: &Voice,
    customer: &Customer,
    greeting: Insert,
    operator: &Operator,
    manner: Manner,
) -> Insert {
    let name = address(customer, &book.lang, manner == Manner::Public);
    let mut out = greeting;
    out.push_str("\n\n");
    let mut is_first = true;
    for part in &book.skeleton {
        let sentence = part.render(book, voice, name.as_deref());
        if sentence.text.is_empty() {
            continue;
        }
        if !is_first {
            out.push_str(if part.paragraph { "\n\n" } else { " " });
        }
        out.push(sentence);
        is_first = false;
    }
    if !is_first {
        out.push_str("\n\n");
    }
    out.push_str(&signature_in(operator, &book.lang, manner));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::greeting;
    use crate::letter::test_people::{customer, operator};
    use crate::letter::{CheckContext, check, personal_control};
    use crate::model::Gender;

    #[test]
    fn r162_the_skeleton_has_the_order_of_a_complaint_letter_and_its_slots_block() {
        let anna = operator("Анна Иванова");
        let maria = customer(["Мария", "Ивановна", "", ""], Gender::Unspecified);
        let voice = Voice { gender: Gender::Female, proposals: 0 };
        let (book, _) = Phrasebook::load("ru", &[]);
        let insert = skeleton(&book, &voice, &maria, greeting(&maria, "ru", false), &anna, Manner::Letter);
        let order = [
            "Уважаемая Мария Ивановна!",
            "Приношу свои извинения за ‹",
            "Я бы сделала то же самое",
            "Мария Ивановна, Вы пишете, что ‹",
            "Вот что мы сделаем: ‹",
            "Предлагаем ‹",
            "Я лично проконтролирую",
            "Пожалуйста, дайте мне знать",
            "С уважением,\nАнна Иванова",
        ];
        let places: Vec<usize> =
            order.iter().map(|o| insert.text.find(o).unwrap_or_else(|| panic!("{o} in {}", insert.text))).collect();
        assert!(places.is_sorted());
        for slot in &insert.slots {
            assert_eq!(insert.text[slot.range.clone()], format!("‹{}›", slot.hint));
        }
        let findings = check(&insert.text, &CheckContext::new("ru", &anna));
        assert_eq!(findings.iter().filter(|f| f.rule() == "unfilled_slot").count(), insert.slots.len());
        assert!(findings.iter().filter(|f| f.blocks()).all(|f| f.rule() == "unfilled_slot"), "{findings:?}");
    }

    #[test]
    fn every_language_has_a_skeleton_also_for_a_customer_without_a_name() {
        let anna = operator("Анна Иванова");
        let nobody = customer(["", "", "", ""], Gender::Unspecified);
        let voice = Voice { gender: Gender::Unspecified, proposals: 0 };
        for lang in Phrasebook::languages() {
            let (book, _) = Phrasebook::load(lang, &[]);
            let insert = skeleton(&book, &voice, &nobody, greeting(&nobody, lang, false), &anna, Manner::Letter);
            assert!(
                insert.slots.len() >= 5 && !insert.text.contains("  ") && !insert.text.contains('{'),
                "{}",
                insert.text
            );
            assert!(personal_control(&insert.text, lang).is_some(), "{}", insert.text);
        }
    }
}
