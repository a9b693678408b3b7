//! The form of address that our own letters to a customer used before: who was «Mrs Whitfield» stays that, whatever form
//! the card alone would give (R83).
//!
//! Not its duty: making a greeting where there is none to keep (`greeting`), greetings of chats and public answers, which
//! have one form.

use super::greeting::{gender, greeting_in};
use super::manner::Manner;
use super::outline::Outline;
use super::phrase::Insert;
use crate::model::{CaseFile, Customer, Gender, MessageKind};
use crate::text::{fold, words};

/// How a greeting begins that suits any hour, by language. Folded.
const KEPT: &[(&str, &[&str])] = &[
    ("ru", &["уважаемый", "уважаемая", "здравствуйте", "дорогой", "дорогая"]),
    ("en", &["dear", "hello"]),
    ("ro", &["stimate", "stimata", "draga", "buna ziua"]),
];
/// Words that address a man, and a woman. Folded.
const MALE: &[&str] = &["mr", "господин", "уважаемый", "дорогой", "domnule", "domn", "dle", "stimate"];
const FEMALE: &[&str] =
    &["mrs", "ms", "miss", "госпожа", "уважаемая", "дорогая", "doamna", "domnisoara", "dna", "stimata"];
/// A longer line is more than a greeting.
const LONGEST: usize = 80;

/// The first line of the next letter in this case: as our last letter greeted, while it still fits the card; else what the
/// card gives.
pub fn greeting_for(file: &CaseFile, lang: &str, manner: Manner) -> Insert {
    let ours = file.messages.iter().rev().filter(|m| m.kind == MessageKind::Reply);
    let letters = ours.filter(|m| Manner::of(&m.channel, false) == Manner::Letter);
    let kept = letters.filter_map(|m| used_before(&file.customer, lang, &m.body)).next();
    match kept.filter(|_| manner == Manner::Letter) {
        Some(line) => Insert::plain(line),
        None => greeting_in(&file.customer, lang, manner),
    }
}

/// The greeting of this letter of ours, if the next one to this customer may begin with it: a line of its own in the
/// letter's language, for any hour, naming him as the card does and not as the other gender.
pub fn used_before(customer: &Customer, lang: &str, letter: &str) -> Option<String> {
    let outline = Outline::of(letter);
    let greeting = outline.greeting.as_ref().filter(|g| g.hole.is_none() && !g.names.is_empty())?;
    let line = letter.get(greeting.range.clone())?.trim();
    let is_alone = letter[greeting.range.end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
    let folded = fold(line);
    let begins = KEPT.iter().find(|(of, _)| *of == lang)?.1.iter().any(|start| folded.starts_with(start));
    let name = &customer.name;
    let known: Vec<String> = [&name.given, &name.patronymic, &name.family]
        .into_iter()
        .flat_map(|part| words(part).map(|(_, word)| fold(word)).collect::<Vec<_>>())
        .collect();
    let is_named = greeting.names.iter().all(|at| words(&letter[at.clone()]).all(|(_, w)| known.contains(&fold(w))));
    let said = |list: &[&str]| words(line).any(|(_, word)| list.contains(&fold(word).as_str()));
    let is_of_other = match gender(customer) {
        Gender::Female => said(MALE),
        Gender::Male => said(FEMALE),
        _ => false,
    };
    let fits = is_alone && begins && is_named && !is_of_other && line.chars().count() <= LONGEST;
    fits.then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::test_people::customer;

    const ELEANOR: [&str; 4] = ["Eleanor", "", "Whitfield", ""];

    #[test]
    fn r83_the_form_of_address_of_our_earlier_letter_is_kept() {
        let kept = |gender, lang, letter: &str| used_before(&customer(ELEANOR, gender), lang, letter);
        let letter = "Dear Mrs Whitfield,\n\nThank you for your patience.\n\nAnna Clarke";
        assert_eq!(kept(Gender::Female, "en", letter).as_deref(), Some("Dear Mrs Whitfield,"));
        assert_eq!(kept(Gender::Unspecified, "en", letter).as_deref(), Some("Dear Mrs Whitfield,"));
        let maria = customer(["Мария", "Ивановна", "Кузнецова", ""], Gender::Female);
        let letter = "Здравствуйте, Мария Ивановна!\nМастер придёт завтра.";
        assert_eq!(used_before(&maria, "ru", letter).as_deref(), Some("Здравствуйте, Мария Ивановна!"));
        let popescu = customer(["Ana", "", "Popescu", ""], Gender::Female);
        let letter = "Stimată domnișoară Popescu,\n\nMulțumesc.";
        assert_eq!(used_before(&popescu, "ro", letter).as_deref(), Some("Stimată domnișoară Popescu,"));
    }

    #[test]
    fn what_no_longer_fits_is_not_kept() {
        for (gender, lang, letter) in [
            (Gender::Male, "en", "Dear Mrs Whitfield,\n\nText."),
            (Gender::Female, "en", "Dear Mr Whitfield,\n\nText."),
            (Gender::Female, "en", "Dear Mrs Brown,\n\nText."),
            (Gender::Female, "en", "Good morning, Mrs Whitfield,\n\nText."),
            (Gender::Female, "en", "Dear customer,\n\nText."),
            (Gender::Female, "en", "Dear Mrs Whitfield, I have your letter."),
            (Gender::Female, "ru", "Dear Mrs Whitfield,\n\nText."),
            (Gender::Female, "en", "We have checked it."),
        ] {
            assert_eq!(used_before(&customer(ELEANOR, gender), lang, letter), None, "{letter}");
        }
    }
}
