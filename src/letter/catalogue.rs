//! What may fill a noun slot without anybody guessing a form: stored cases, or a declined classifier before a name in
//! quotes, which stays as it is («с услугой «Доставка»»).

use serde::Deserialize;

use super::phrase::{Case, Slot, SlotKind};
use super::phrasebook::Phrasebook;
use crate::text::fold;

/// A subject with its stored forms. Languages without cases store the nominative alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub nominative: String,
    genitive: Option<String>,
    dative: Option<String>,
    accusative: Option<String>,
    instrumental: Option<String>,
    prepositional: Option<String>,
}

impl Item {
    /// The stored form; none when a case is asked for that is not stored.
    pub fn form(&self, case: Option<Case>) -> Option<&str> {
        match case {
            None | Some(Case::Nominative) => Some(&self.nominative),
            Some(Case::Genitive) => self.genitive.as_deref(),
            Some(Case::Dative) => self.dative.as_deref(),
            Some(Case::Accusative) => self.accusative.as_deref(),
            Some(Case::Instrumental) => self.instrumental.as_deref(),
            Some(Case::Prepositional) => self.prepositional.as_deref(),
        }
    }
}

impl Phrasebook {
    /// What can be offered for a slot while `typed` stands in it: stored subjects first, in the slot's case; then, for
    /// a noun slot with a case, `typed` as a quoted name behind each declined classifier.
    pub fn fillings(&self, slot: &Slot, typed: &str) -> Vec<String> {
        if slot.kind != SlotKind::Noun {
            return Vec::new();
        }
        let wanted = fold(typed.trim());
        let mut out: Vec<String> = self
            .items
            .iter()
            .filter(|i| {
                fold(&i.nominative).contains(&wanted) || i.form(slot.case).is_some_and(|f| fold(f).contains(&wanted))
            })
            .filter_map(|i| i.form(slot.case).map(str::to_owned))
            .collect();
        let name = typed.trim().trim_matches(['«', '»', '"', '„', '”']);
        if slot.case.is_some() && !name.is_empty() {
            let classified = self.classifiers.iter().filter_map(|c| c.form(slot.case));
            out.extend(classified.map(|c| format!("{c} «{name}»")));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::{Voice, agree};
    use crate::model::Gender;

    fn slot_of(id: &str) -> Slot {
        let (book, _) = Phrasebook::load("ru", &[]);
        let voice = Voice { gender: Gender::Female, proposals: 0 };
        book.get(id).unwrap().render(&voice, 0).slots.remove(0)
    }

    #[test]
    fn a_name_without_stored_forms_is_quoted_behind_a_declined_word() {
        let (book, _) = Phrasebook::load("ru", &[]);
        for (id, expected) in [
            ("P2", "ситуации «Самовар»"),
            ("P6", "услугой «Самовар»"),
            ("P4", "товару «Самовар»"),
            ("P1", "ошибку по вопросу «Самовар»"),
        ] {
            let offered = book.fillings(&slot_of(id), "«Самовар»");
            assert!(offered.iter().any(|o| o == expected), "{id}: {offered:?}");
        }
    }

    #[test]
    fn stored_subjects_come_in_the_case_of_the_slot() {
        let (book, _) = Phrasebook::load("ru", &[]);
        assert_eq!(
            book.fillings(&slot_of("P6"), "достав")[..2],
            ["задержкой доставки", "доставкой"].map(String::from)[..]
        );
        assert_eq!(book.fillings(&slot_of("P1"), "счет")[0], "ошибку в счёте");
        let mut p9 = slot_of("P9");
        p9.kind = SlotKind::Clause;
        assert_eq!(book.fillings(&p9, "доставка"), Vec::<String>::new());
    }

    #[test]
    fn every_russian_subject_has_all_six_cases_and_fits_its_preposition() {
        let (book, _) = Phrasebook::load("ru", &[]);
        let cases =
            [Case::Nominative, Case::Genitive, Case::Dative, Case::Accusative, Case::Instrumental, Case::Prepositional];
        for item in book.items.iter().chain(&book.classifiers) {
            for case in cases {
                assert!(item.form(Some(case)).is_some_and(|f| !f.is_empty()), "{} {case:?}", item.nominative);
            }
        }
        let about = "о ошибке в счёте";
        assert_eq!(agree(about, "о ".len()..about.len()).unwrap().text, "об");
    }
}
