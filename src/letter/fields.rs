//! One text for many customers: the fields in it, `{имя}` or `{number}`, and the letter that each customer gets (R65).
//!
//! A field is named in any of the three languages, whatever the letter is written in. Nothing is ever put in its place
//! but what is known of this very case: what is not known is told, and the letter is not made.
//! Not its duty: judging the letters (`check`), who gets one and when it leaves (`tui::app::bulk`).

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::greeting::{address, greeting};
use super::months;
use crate::model::CaseFile;
use crate::text::safe_line;

/// What one text for many may hold of each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseField {
    /// The whole first line: «Уважаемая Мария Ивановна!»
    Greeting,
    /// The name as one is addressed: «Мария Ивановна».
    Name,
    Number,
    Subject,
    /// The day the customer wrote.
    Written,
    Harm,
    Wish,
    /// The event or term that the complaint hangs on.
    Deadline,
}

impl CaseField {
    pub const ALL: [Self; 8] = [
        Self::Greeting,
        Self::Name,
        Self::Number,
        Self::Subject,
        Self::Written,
        Self::Harm,
        Self::Wish,
        Self::Deadline,
    ];

    /// Its names in English, Russian and Romanian.
    fn names(self) -> [&'static str; 3] {
        match self {
            Self::Greeting => ["greeting", "обращение", "salut"],
            Self::Name => ["name", "имя", "nume"],
            Self::Number => ["number", "номер", "număr"],
            Self::Subject => ["subject", "тема", "subiect"],
            Self::Written => ["written", "дата", "data"],
            Self::Harm => ["harm", "ущерб", "prejudiciu"],
            Self::Wish => ["wish", "просьба", "cerere"],
            Self::Deadline => ["deadline", "срок", "termen"],
        }
    }

    /// The name as it is written in a letter of this language.
    pub fn name(self, lang: &str) -> &'static str {
        let [en, ru, ro] = self.names();
        match lang {
            "ru" => ru,
            "ro" => ro,
            _ => en,
        }
    }

    /// `{имя}`
    pub fn spelled(self, lang: &str) -> String {
        format!("{{{}}}", self.name(lang))
    }

    fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        Self::ALL.into_iter().find(|field| field.names().contains(&name.as_str()))
    }
}

/// Why a text does not become a letter to this customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The case does not say it.
    Value(CaseField),
    /// Braces with a word that is no field; every letter has it.
    Unknown(String),
    /// The text has no field of the customer or his case but the greeting; every letter has it.
    NothingOwn,
}

/// Byte ranges of the fields in a text, braces included, with the word between them.
fn fields(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find('{')?;
            let inner = start + 1;
            let length = text[inner..].find(['{', '}', '\n'])?;
            let end = inner + length;
            if text[end..].starts_with('}') {
                from = end + 1;
                return Some((start..from, &text[inner..end]));
            }
            from = end;
        }
    })
}

/// The places of the fields in a text, in bytes; also of words in braces that name none.
pub fn case_fields(text: &str) -> impl Iterator<Item = Range<usize>> {
    fields(text).map(|(range, _)| range)
}

/// The letter to the customer of this case. `zone` is the operator's; it tells on which day the customer wrote.
///
/// # Errors
/// All that keeps the text from being a letter to this customer.
pub fn fill(text: &str, file: &CaseFile, lang: &str, zone: &TimeZone) -> Result<String, Vec<Missing>> {
    let mut out = String::with_capacity(text.len());
    let mut missing = Vec::new();
    let mut used = BTreeSet::new();
    let mut from = 0;
    for (range, word) in fields(text) {
        out.push_str(&text[from..range.start]);
        from = range.end;
        let Some(field) = CaseField::named(word) else {
            missing.push(Missing::Unknown(safe_line(word).into_owned()));
            continue;
        };
        used.insert(field);
        match value(field, file, lang, zone) {
            Some(value) => out.push_str(&value),
            None => missing.push(Missing::Value(field)),
        }
    }
    out.push_str(&text[from..]);
    if used.iter().all(|field| *field == CaseField::Greeting) {
        missing.push(Missing::NothingOwn);
    }
    missing.dedup();
    if missing.is_empty() { Ok(out) } else { Err(missing) }
}

fn value(field: CaseField, file: &CaseFile, lang: &str, zone: &TimeZone) -> Option<String> {
    let case = &file.case;
    let said = |text: &str| {
        let line = safe_line(text).split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    };
    match field {
        CaseField::Greeting => address(&file.customer, lang, false).map(|_| greeting(&file.customer, lang, false).text),
        CaseField::Name => address(&file.customer, lang, false),
        CaseField::Number => (case.number > 0).then(|| case.number.to_string()),
        CaseField::Subject => said(&case.subject),
        CaseField::Written => day(case.written_at.unwrap_or(case.received_at).to_zoned(zone.clone()).date(), lang),
        CaseField::Harm => said(&case.harm),
        CaseField::Wish => said(&case.wished_outcome),
        CaseField::Deadline => case.deadline.as_ref().and_then(|due| day(due.local().date(), lang)),
    }
}

/// A language without months of its own has them in English.
fn day(date: Date, lang: &str) -> Option<String> {
    months::day(date, lang).or_else(|| months::day(date, "en"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Gender;
    use crate::schedule::fixtures::{case, case_file};

    fn maria() -> CaseFile {
        let mut file = case_file(case(), Vec::new());
        file.case.number = 41;
        file.case.subject = "Искрит\nрозетка".into();
        file.customer.name.given = "Мария".into();
        file.customer.name.patronymic = "Ивановна".into();
        file.customer.gender = Gender::Female;
        file
    }

    fn filled(text: &str) -> Result<String, Vec<Missing>> {
        fill(text, &maria(), "ru", &TimeZone::UTC)
    }

    #[test]
    fn every_customer_gets_a_letter_with_his_own_name_and_fields() {
        // R65
        let text = "{обращение}\n\n{Имя}, мы получили Ваше письмо от {written} (№{ номер }, «{тема}»).";
        let letter = filled(text).unwrap();
        assert!(letter.starts_with("Уважаемая Мария Ивановна!\n\nМария Ивановна, "), "{letter}");
        assert!(letter.ends_with("(№41, «Искрит розетка»)."), "{letter}");
        assert!(!letter.contains('{') && letter.contains(" марта"), "{letter}");
    }

    #[test]
    fn what_is_not_known_is_told_and_never_invented() {
        assert_eq!(
            filled("{имя}, {просьба}, {ущерб}.").unwrap_err(),
            [Missing::Value(CaseField::Wish), Missing::Value(CaseField::Harm)]
        );
        let mut nameless = maria();
        nameless.customer.name = Default::default();
        let told = fill("{обращение}\n{номер}", &nameless, "ru", &TimeZone::UTC).unwrap_err();
        assert_eq!(told, [Missing::Value(CaseField::Greeting)], "a letter to many greets nobody without a name");
    }

    #[test]
    fn a_word_that_is_no_field_and_a_text_without_any_make_no_letter() {
        assert_eq!(filled("{имя} {телефон}").unwrap_err(), [Missing::Unknown("телефон".into())]);
        assert_eq!(filled("{обращение}\n\nРаботы продлятся до вечера.").unwrap_err(), [Missing::NothingOwn]);
        assert_eq!(filled("Работы продлятся.").unwrap_err(), [Missing::NothingOwn]);
        assert_eq!(filled("{имя} { \n } {").as_deref(), Ok("Мария Ивановна { \n } {"), "a lone brace is a brace");
    }

    #[test]
    fn words_of_the_customer_that_look_like_a_field_are_not_filled() {
        let mut file = maria();
        file.case.subject = "{ущерб}".into();
        assert_eq!(fill("{имя}: {тема}", &file, "ru", &TimeZone::UTC).unwrap(), "Мария Ивановна: {ущерб}");
    }

    #[test]
    fn fields_are_named_in_three_languages_and_no_name_is_two_fields() {
        let mut names: Vec<&str> = CaseField::ALL.into_iter().flat_map(CaseField::names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for field in CaseField::ALL {
            for lang in ["en", "ru", "ro"] {
                let spelled = field.spelled(lang);
                assert_eq!(fields(&spelled).next().and_then(|(_, word)| CaseField::named(word)), Some(field));
            }
        }
        assert_eq!(day(jiff::civil::date(2026, 11, 19), "uk").as_deref(), Some("19 November"));
    }
}
