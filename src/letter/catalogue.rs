//! What may fill a noun slot without anybody guessing a form: stored cases, or a declined classifier before a name in
//! quotes, which stays as it is («с услугой «Доставка»»).

use serde::Deserialize;

use super::greeting::gender;
use super::names::{decline, with_title};
use super::phrase::{Case, Slot, SlotKind};
use super::phrasebook::Phrasebook;
use crate::model::{Customer, Gender, PersonName};
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

/// True for what may be somebody's or something's name: words of a sentence («работу мастера, после которой…») are none,
/// and a classifier before them would be no grammar.
fn is_name(words: &str) -> bool {
    !words.is_empty() && (!words.contains(char::is_whitespace) || !words.starts_with(char::is_lowercase))
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
        if slot.case.is_some() && is_name(name) {
            let classified = self.classifiers.iter().filter_map(|c| c.form(slot.case));
            out.extend(classified.map(|c| format!("{c} «{name}»")));
        }
        out
    }

    /// The same for a private letter to this customer: his name in the slot's case first while it is being typed, last in
    /// an empty slot; another person's name and patronymic when they are typed.
    pub fn fillings_with_names(&self, slot: &Slot, typed: &str, customer: Option<&Customer>) -> Vec<String> {
        let names = self.names(slot, typed, customer);
        let subjects = self.fillings(slot, typed);
        if typed.trim().is_empty() { [subjects, names].concat() } else { [names, subjects].concat() }
    }

    fn names(&self, slot: &Slot, typed: &str, customer: Option<&Customer>) -> Vec<String> {
        let Some(case) = slot.case.filter(|_| self.lang == "ru" && slot.kind == SlotKind::Noun) else {
            return Vec::new();
        };
        let wanted = fold(typed.trim());
        let own = customer.into_iter().flat_map(|c| forms_of(&c.name, &gender(c), case));
        let own = own.filter(|(plain, form)| fold(plain).contains(&wanted) || fold(form).contains(&wanted));
        let mut out: Vec<String> = own.map(|(_, form)| form).collect();
        let other = typed_name(typed).and_then(|name| decline(&name, &Gender::Unspecified, case));
        out.extend(other.filter(|form| !out.contains(form)).into_iter().collect::<Vec<_>>());
        out
    }
}

/// How a letter speaks of a person, plain and declined: «Мария Ивановна», «госпожа Кузнецова».
fn forms_of(name: &PersonName, gender: &Gender, case: Case) -> Vec<(String, String)> {
    let first = PersonName { family: String::new(), ..name.clone() };
    let pair = |form: fn(&PersonName, &Gender, Case) -> Option<String>, name: &PersonName| {
        Some((form(name, gender, Case::Nominative)?, form(name, gender, case)?))
    };
    [pair(decline, &first), pair(with_title, name)].into_iter().flatten().collect()
}

/// «Мария Ивановна», «Мария Ивановна Кузнецова»: a patronymic in the second place shows that it is a name.
fn typed_name(typed: &str) -> Option<PersonName> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let (given, patronymic, family) = match *words {
        [given, patronymic] => (given, patronymic, ""),
        [given, patronymic, family] => (given, patronymic, family),
        _ => return None,
    };
    let name = PersonName {
        given: given.into(),
        patronymic: patronymic.into(),
        family: family.into(),
        ..PersonName::default()
    };
    decline(&name, &Gender::Unspecified, Case::Nominative).map(|_| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::test_people::customer;
    use crate::letter::{Voice, agree};

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
        let words = book.fillings(&slot_of("P1"), "работу мастера, после которой розетка искрит");
        assert_eq!(words, Vec::<String>::new(), "a part of a sentence is no name");
        let mut p9 = slot_of("P9");
        p9.kind = SlotKind::Clause;
        assert_eq!(book.fillings(&p9, "доставка"), Vec::<String>::new());
    }

    #[test]
    fn names_come_in_the_case_of_the_slot() {
        let (book, _) = Phrasebook::load("ru", &[]);
        let (maria, olga) = (
            customer(["Мария", "Ивановна", "Кузнецова", ""], Gender::Unspecified),
            customer(["Ольга", "", "Цой", ""], Gender::Unspecified),
        );
        let offered = |id: &str, typed: &str, who| book.fillings_with_names(&slot_of(id), typed, who);
        assert_eq!(offered("P6", "Мар", Some(&maria))[0], "Марией Ивановной");
        assert_eq!(offered("P4", "Кузн", Some(&maria))[0], "госпоже Кузнецовой");
        assert_eq!(offered("P6", "Пётр Ильич", Some(&maria))[0], "Петром Ильичом");
        assert_eq!(offered("P6", "Ольга", Some(&olga)), book.fillings(&slot_of("P6"), "Ольга"), "no gender is guessed");
        assert!(!offered("P6", "", Some(&maria))[0].contains("Мари"));
        assert!(offered("P6", "", Some(&maria)).contains(&"Марией Ивановной".to_owned()));
        assert_eq!(offered("P6", "достав", None), book.fillings(&slot_of("P6"), "достав"));
        let (english, _) = Phrasebook::load("en", &[]);
        assert_eq!(
            english.fillings_with_names(&slot_of("P6"), "Мар", Some(&maria)),
            english.fillings(&slot_of("P6"), "Мар")
        );
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
