//! A displayed name into its parts, only where the parts are certain (R83): a Russian patronymic shows which is which.

use crate::model::PersonName;

/// The parts of "Имя Отчество Фамилия" or "Фамилия Имя Отчество"; anything else stays whole: as the given name, or, on
/// a public channel, as the name this person shows there (T8).
pub fn person_name(displayed: &str, is_public: bool) -> PersonName {
    let shown: Vec<&str> = displayed.split_whitespace().collect();
    let whole = shown.join(" ");
    let mut name = parts(&shown).unwrap_or_else(|| PersonName {
        given: if is_public { String::new() } else { whole.clone() },
        ..PersonName::default()
    });
    if is_public {
        name.public = whole;
    }
    name
}

fn parts(words: &[&str]) -> Option<PersonName> {
    let name = |given: &str, patronymic: &str, family: &str| PersonName {
        given: given.into(),
        patronymic: patronymic.into(),
        family: family.into(),
        public: String::new(),
    };
    if words.iter().any(|word| !word.chars().all(|c| c.is_alphabetic() || c == '-')) {
        return None;
    }
    match *words {
        // The given name never looks like a patronymic, a family name may (Абрамович): so the second place decides.
        [given, patronymic, family] if is_patronymic(patronymic) => Some(name(given, patronymic, family)),
        [family, given, patronymic] if is_patronymic(patronymic) => Some(name(given, patronymic, family)),
        [family, given, father, title] if is_turkic(title) => Some(name(given, &format!("{father} {title}"), family)),
        // "Роман Абрамович" may be either; "Мария Ивановна" may not.
        [given, patronymic] if is_womans_patronymic(patronymic) => Some(name(given, patronymic, "")),
        _ => None,
    }
}

/// Patronymics that end with a bare -ич are few; of other words with it there are many (кирпич).
const SHORT_PATRONYMICS: &[&str] = &["ильич", "кузьмич", "лукич", "никитич", "саввич", "фокич", "фомич"];

fn is_patronymic(word: &str) -> bool {
    let lower = word.to_lowercase();
    is_womans_patronymic(&lower)
        || ["ович", "евич"].iter().any(|end| lower.ends_with(end))
        || SHORT_PATRONYMICS.contains(&lower.as_str())
}

fn is_womans_patronymic(word: &str) -> bool {
    let word = word.to_lowercase();
    ["овна", "евна", "ична"].iter().any(|end| word.ends_with(end))
}

fn is_turkic(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "оглы" | "оглу" | "кызы" | "гызы")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(displayed: &str) -> [String; 3] {
        let name = person_name(displayed, false);
        [name.given, name.patronymic, name.family]
    }

    #[test]
    fn a_patronymic_shows_the_parts() {
        // R83
        assert_eq!(split("Мария Ивановна Кузнецова"), ["Мария", "Ивановна", "Кузнецова"]);
        assert_eq!(split("Кузнецова Мария Ивановна"), ["Мария", "Ивановна", "Кузнецова"]);
        assert_eq!(split("Сидоров  Пётр Ильич"), ["Пётр", "Ильич", "Сидоров"]);
        assert_eq!(split("Роман Аркадьевич Абрамович"), ["Роман", "Аркадьевич", "Абрамович"]);
        assert_eq!(split("Абрамович Роман Аркадьевич"), ["Роман", "Аркадьевич", "Абрамович"]);
        assert_eq!(split("Алиев Рашид Гасан оглы"), ["Рашид", "Гасан оглы", "Алиев"]);
        assert_eq!(split("Мария Ивановна"), ["Мария", "Ивановна", ""]);
    }

    #[test]
    fn what_is_not_certain_stays_whole() {
        // R83
        for whole in [
            "Роман Абрамович",
            "Amy Lang",
            "ООО Ромашка Плюс",
            "Завод Красный Кирпич",
            "Popescu Andrei",
            "guest_41",
            "Иван",
        ] {
            assert_eq!(split(whole), [whole, "", ""]);
        }
        assert_eq!(split("  "), ["", "", ""]);
    }

    #[test]
    fn a_public_name_is_kept_as_shown() {
        let guest = person_name("guest_41", true);
        assert_eq!((guest.given.as_str(), guest.public.as_str()), ("", "guest_41"));
        let full = person_name("Кузнецова Мария Ивановна", true);
        assert_eq!((full.given.as_str(), full.public.as_str()), ("Мария", "Кузнецова Мария Ивановна"));
    }
}
