//! How a letter addresses its customer: by name and patronymic, by title and family name, or without a name; a gender
//! is never guessed (R83, T8).
//!
//! Not its duty: finding the greeting in a finished letter (`outline`).

use super::manner::Manner;
use super::phrase::Insert;
use crate::model::{Customer, Gender};
use crate::text::safe_line;

/// What sources write in place of a name that they do not know.
const NO_NAME: &[&str] =
    &["null", "none", "undefined", "nan", "n/a", "na", "unknown", "-", "--", "—", "?", "неизвестно"];

/// The known parts of a name, cleaned; an absent part is empty.
struct Name {
    given: String,
    patronymic: String,
    family: String,
    public: String,
}

impl Name {
    fn of(customer: &Customer) -> Self {
        let name = &customer.name;
        Self {
            given: part(&name.given),
            patronymic: part(&name.patronymic),
            family: part(&name.family),
            public: part(&name.public),
        }
    }
}

fn part(text: &str) -> String {
    let clean = safe_line(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = clean.chars().any(char::is_alphanumeric) && !NO_NAME.contains(&clean.to_lowercase().as_str());
    if is_name { clean } else { String::new() }
}

/// The first line of a letter to this customer, with its mark and without a line end. In public only the name that the
/// customer shows there is used.
pub fn greeting(customer: &Customer, lang: &str, public: bool) -> Insert {
    let name = Name::of(customer);
    let text = match lang {
        _ if public => neutral(lang, &name.public),
        "ru" => russian(&name, &gender(customer)),
        "ro" => romanian(&name, &gender(customer)),
        _ => english(&name, &gender(customer)),
    };
    Insert::plain(text)
}

/// The first line in this manner: a talk begins with a greeting and the name, without titles of respect.
pub fn greeting_in(customer: &Customer, lang: &str, manner: Manner) -> Insert {
    match manner {
        Manner::Letter | Manner::Public => greeting(customer, lang, manner == Manner::Public),
        Manner::Talk => Insert::plain(neutral(lang, &address(customer, lang, false).unwrap_or_default())),
    }
}

/// How the customer is addressed inside the text, between commas: «Мария Ивановна»; none when no name is known.
pub fn address(customer: &Customer, lang: &str, public: bool) -> Option<String> {
    let name = Name::of(customer);
    let titled = |male: &str, female: &str| match gender(customer) {
        Gender::Male => format!("{male} {}", name.family),
        Gender::Female => format!("{female} {}", name.family),
        _ => String::new(),
    };
    let text = if public {
        name.public.clone()
    } else if !name.given.is_empty() {
        if lang == "ru" { join(&name.given, &name.patronymic) } else { name.given.clone() }
    } else if name.family.is_empty() {
        String::new()
    } else {
        match lang {
            "ru" => titled("господин", "госпожа"),
            "ro" => titled("domnule", "doamnă"),
            _ => titled("Mr", "Ms"),
        }
    };
    (!text.is_empty()).then_some(text)
}

/// The gender on the card, or the one that a patronymic states; nothing else tells it.
pub(super) fn gender(customer: &Customer) -> Gender {
    if matches!(customer.gender, Gender::Male | Gender::Female) {
        return customer.gender.clone();
    }
    gender_of_patronymic(&customer.name.patronymic)
}

/// What a patronymic states; unspecified for a word that is none.
pub(super) fn gender_of_patronymic(word: &str) -> Gender {
    let word = word.trim().to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|e| word.ends_with(e));
    if ends(&["вич", "ьич", "мич", "кич", "тич", "оглы", "улы"]) {
        Gender::Male
    } else if ends(&["вна", "чна", "кызы", "гызы"]) {
        Gender::Female
    } else {
        Gender::Unspecified
    }
}

fn russian(name: &Name, gender: &Gender) -> String {
    let dear = match gender {
        Gender::Male => Some(("Уважаемый", "господин")),
        Gender::Female => Some(("Уважаемая", "госпожа")),
        _ => None,
    };
    match dear {
        Some((dear, _)) if !name.given.is_empty() && !name.patronymic.is_empty() => {
            format!("{dear} {} {}!", name.given, name.patronymic)
        }
        Some((dear, title)) if !name.family.is_empty() => format!("{dear} {title} {}!", name.family),
        Some((dear, _)) if !name.given.is_empty() => format!("{dear} {}!", name.given),
        None if !name.given.is_empty() => neutral("ru", &join(&name.given, &name.patronymic)),
        _ => neutral("ru", ""),
    }
}

fn romanian(name: &Name, gender: &Gender) -> String {
    match gender {
        Gender::Male if !name.family.is_empty() => format!("Stimate domnule {},", name.family),
        Gender::Female if !name.family.is_empty() => format!("Stimată doamnă {},", name.family),
        _ => neutral("ro", &name.given),
    }
}

fn english(name: &Name, gender: &Gender) -> String {
    match gender {
        Gender::Male if !name.family.is_empty() => format!("Dear Mr {},", name.family),
        Gender::Female if !name.family.is_empty() => format!("Dear Ms {},", name.family),
        _ if !name.given.is_empty() => format!("Dear {},", join(&name.given, &name.family)),
        _ => neutral("en", ""),
    }
}

fn neutral(lang: &str, name: &str) -> String {
    match (lang, name) {
        ("ru", "") => "Здравствуйте!".to_owned(),
        ("ru", name) => format!("Здравствуйте, {name}!"),
        ("ro", "") => "Bună ziua!".to_owned(),
        ("ro", name) => format!("Bună ziua, {name}!"),
        (_, "") => "Hello,".to_owned(),
        (_, name) => format!("Hello {name},"),
    }
}

fn join(first: &str, second: &str) -> String {
    if second.is_empty() { first.to_owned() } else { format!("{first} {second}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::test_people::customer;
    use proptest::prelude::*;

    fn text(parts: [&str; 4], gender: Gender, lang: &str, public: bool) -> String {
        greeting(&customer(parts, gender), lang, public).text
    }

    #[test]
    fn r83_greetings_by_what_is_known() {
        use Gender::{Female, Male, Unspecified};
        for (parts, gender, lang, expected) in [
            (["Иван", "Петрович", "Сидоров", ""], Unspecified, "ru", "Уважаемый Иван Петрович!"),
            (["Мария", "Ивановна", "", ""], Unspecified, "ru", "Уважаемая Мария Ивановна!"),
            (["Кузьма", "Ильич", "", ""], Unspecified, "ru", "Уважаемый Кузьма Ильич!"),
            (["Ольга", "Ильинична", "", ""], Unspecified, "ru", "Уважаемая Ольга Ильинична!"),
            (["Андрей", "", "Попеску", ""], Male, "ru", "Уважаемый господин Попеску!"),
            (["Мария", "", "Попеску", ""], Female, "ru", "Уважаемая госпожа Попеску!"),
            (["Мария", "", "Попеску", ""], Unspecified, "ru", "Здравствуйте, Мария!"),
            (["Саша", "", "", ""], Male, "ru", "Уважаемый Саша!"),
            (["", "", "Попеску", ""], Unspecified, "ru", "Здравствуйте!"),
            (["Иван", "-", "", ""], Unspecified, "ru", "Здравствуйте, Иван!"),
            (["Иван", "null", "", ""], Male, "ru", "Уважаемый Иван!"),
            (["", "", "", "guest_41"], Unspecified, "ru", "Здравствуйте!"),
            (["Andrei", "", "Popescu", ""], Male, "ro", "Stimate domnule Popescu,"),
            (["Maria", "", "Popescu", ""], Female, "ro", "Stimată doamnă Popescu,"),
            (["Maria", "", "Popescu", ""], Unspecified, "ro", "Bună ziua, Maria!"),
            (["", "", "", ""], Unspecified, "ro", "Bună ziua!"),
            (["Amy", "", "Lang", ""], Female, "en", "Dear Ms Lang,"),
            (["Amy", "", "Lang", ""], Unspecified, "en", "Dear Amy Lang,"),
            (["Amy", "", "", ""], Unspecified, "en", "Dear Amy,"),
            (["", "", "", ""], Unspecified, "en", "Hello,"),
        ] {
            assert_eq!(text(parts, gender, lang, false), expected);
        }
    }

    #[test]
    fn t8_in_public_only_the_public_name() {
        let parts = ["Мария", "Ивановна", "Кузнецова", "guest_41"];
        assert_eq!(text(parts, Gender::Female, "ru", true), "Здравствуйте, guest_41!");
        assert_eq!(text(["Мария", "Ивановна", "", ""], Gender::Female, "ru", true), "Здравствуйте!");
        assert_eq!(address(&customer(parts, Gender::Female), "ru", true).as_deref(), Some("guest_41"));
        assert_eq!(address(&customer(parts, Gender::Female), "ru", false).as_deref(), Some("Мария Ивановна"));
    }

    proptest! {
        #[test]
        fn no_greeting_has_holes(given in "( |-|null|Иван|\u{202e}|\t){0,2}", patronymic in "( |-|Петрович|\n){0,2}", family in "( |undefined|Попеску){0,2}") {
            for lang in ["ru", "en", "ro"] {
                for gender in [Gender::Male, Gender::Female, Gender::Unspecified] {
                    let text = text([&given, &patronymic, &family, ""], gender, lang, false);
                    prop_assert!(!text.contains("  ") && !text.contains(" !") && !text.contains(" ,") && !text.contains('\n'), "{}", text);
                }
            }
        }
    }
}
