//! As whom an operator signs in a language: the words that the settings give for it, else the profile's own, put into
//! that language as far as this can be done without guessing (R84, R104).
//!
//! A name is spelled in the letter's script, hours are a few words, posts a short list; a post that the list does not
//! hold is left out rather than sent in a foreign script. Not its duty: the block made of it (`signature`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::Operator;
use crate::text::fold;

/// How the operator signs in one language. What is absent comes from the profile; an empty text leaves the part out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SignatureWords {
    /// The name as it stands under a letter: "Anna Ivanova".
    pub name: Option<String>,
    /// The post: "senior specialist".
    pub post: Option<String>,
    /// A telephone number or an address.
    pub contact: Option<String>,
    /// Real hours: "Mon–Fri 9–18".
    pub hours: Option<String>,
}

/// By the letter's language: `ru`, `en`, `ro`.
pub type Signatures = BTreeMap<String, SignatureWords>;

/// The operator as he signs a letter in this language; everything but the words of the signature stays.
pub fn signer(operator: &Operator, lang: &str, given: &Signatures) -> Operator {
    let given = given.get(lang);
    let part = |words: fn(&SignatureWords) -> &Option<String>, derived: Option<String>| {
        given.and_then(|g| words(g).clone()).unwrap_or_else(|| derived.unwrap_or_default())
    };
    Operator {
        name: part(|g| &g.name, Some(spelled(&operator.name, lang))),
        post: part(|g| &g.post, post_in(operator, lang)),
        contact: part(|g| &g.contact, Some(contact_in(&operator.contact, lang))),
        hours: part(|g| &g.hours, hours_in(operator, lang)),
        ..operator.clone()
    }
}

/// True when something of the profile could not be said in this language and the settings do not say it either: then the
/// operator is told once how to set it.
pub fn is_signature_lacking(operator: &Operator, lang: &str, given: &Signatures) -> bool {
    let given = given.get(lang);
    let lacks = |set: Option<&Option<String>>, own: &str, derived: Option<String>| {
        !own.trim().is_empty() && set.is_none_or(Option::is_none) && derived.is_none_or(|d| is_foreign(&d, lang))
    };
    lacks(given.map(|g| &g.post), &operator.post, post_in(operator, lang))
        || lacks(given.map(|g| &g.hours), &operator.hours, hours_in(operator, lang))
        || lacks(given.map(|g| &g.contact), &operator.contact, Some(contact_in(&operator.contact, lang)))
}

/// True for words in Cyrillic where the letter is in a Latin script.
fn is_foreign(text: &str, lang: &str) -> bool {
    lang != "ru" && has_cyrillic(text)
}

pub(super) fn has_cyrillic(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}'))
}

/// A name in the script of the letter; a Latin name is nobody's to respell.
fn spelled(name: &str, lang: &str) -> String {
    if is_foreign(name, lang) { romanised(name, lang) } else { name.to_owned() }
}

/// The profile's post in this language: as it is in the profile's own, from the list in another. None where the list does
/// not hold it and it would stand in a foreign language.
fn post_in(operator: &Operator, lang: &str) -> Option<String> {
    let own = fold(operator.post.trim());
    let row = POSTS.iter().find(|row| row.iter().any(|post| fold(post) == own));
    let column = COLUMNS.iter().position(|l| *l == lang);
    let is_own_language = operator.language.as_str() == lang && !is_foreign(&operator.post, lang);
    match (row, column) {
        _ if is_own_language || own.is_empty() => Some(operator.post.clone()),
        (Some(row), Some(column)) => Some(row[column].to_owned()),
        // Between two Latin scripts the profile's word is still better than none.
        _ if !has_cyrillic(&operator.post) => Some(operator.post.clone()),
        _ if lang == "ru" => Some(operator.post.clone()),
        _ => None,
    }
}

const COLUMNS: [&str; 3] = ["ru", "en", "ro"];
/// Posts of people who answer complaints, in the order of [`COLUMNS`]. Of several with one meaning the first is written.
const POSTS: &[[&str; 3]] = &[
    ["специалист", "specialist", "specialist"],
    ["ведущий специалист", "senior specialist", "specialist principal"],
    ["ведущий специалист", "senior adviser", "consilier principal"],
    ["старший специалист", "senior specialist", "specialist superior"],
    ["главный специалист", "chief specialist", "specialist-șef"],
    ["специалист по работе с клиентами", "customer care specialist", "specialist relații clienți"],
    ["специалист службы поддержки", "support specialist", "specialist suport"],
    ["менеджер", "manager", "manager"],
    ["старший менеджер", "senior manager", "manager superior"],
    ["менеджер по работе с клиентами", "customer relations manager", "manager relații clienți"],
    ["менеджер по качеству", "quality manager", "manager calitate"],
    ["руководитель отдела", "head of department", "șef de departament"],
    ["начальник отдела", "head of department", "șef de secție"],
    ["руководитель службы поддержки", "head of support", "șef serviciu suport"],
    ["руководитель службы заботы о клиентах", "head of customer care", "șef relații clienți"],
    ["заместитель директора", "deputy director", "director adjunct"],
    ["директор", "director", "director"],
    ["генеральный директор", "managing director", "director general"],
    ["директор магазина", "store manager", "director de magazin"],
    ["управляющий", "manager", "administrator"],
    ["управляющая", "manager", "administrator"],
    ["администратор", "administrator", "administrator"],
    ["старший администратор", "senior administrator", "administrator principal"],
    ["оператор", "operator", "operator"],
    ["старший оператор", "senior operator", "operator superior"],
    ["консультант", "adviser", "consilier"],
    ["старший консультант", "senior adviser", "consilier superior"],
    ["координатор", "coordinator", "coordonator"],
    ["диспетчер", "dispatcher", "dispecer"],
    ["инженер", "engineer", "inginer"],
    ["юрист", "lawyer", "jurist"],
    ["главный врач", "chief physician", "medic-șef"],
];

/// Numbers and addresses stay; the short words beside them are put into the letter's language.
fn contact_in(contact: &str, lang: &str) -> String {
    if !is_foreign(contact, lang) {
        return contact.to_owned();
    }
    let words =
        [("доб.", "ext.", "int."), ("тел.", "tel.", "tel."), ("моб.", "mobile", "mobil"), ("каб.", "room", "cab.")];
    words.iter().fold(contact.to_owned(), |text, (ru, en, ro)| text.replace(ru, if lang == "ro" { ro } else { en }))
}

/// «пн–пт 9–18» as "Mon–Fri 9–18"; none when a word of it is not known and it would stand in a foreign script.
fn hours_in(operator: &Operator, lang: &str) -> Option<String> {
    let own = &operator.hours;
    if operator.language.as_str() == lang && !is_foreign(own, lang) {
        return Some(own.clone());
    }
    translated_hours(own, lang).or_else(|| (!is_foreign(own, lang)).then(|| own.clone()))
}

fn translated_hours(hours: &str, lang: &str) -> Option<String> {
    let column = COLUMNS.iter().position(|l| *l == lang)?;
    let mut out = String::with_capacity(hours.len());
    for piece in pieces(hours) {
        if !piece.starts_with(char::is_alphabetic) {
            out.push_str(piece);
            continue;
        }
        let word = fold(piece);
        let row = HOURS.iter().find(|row| row.iter().any(|known| fold(known) == word))?;
        out.push_str(row[column]);
    }
    Some(out)
}

/// Runs of letters and what stands between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = rest.chars().next()?.is_alphabetic();
        let end = rest.find(|c: char| c.is_alphabetic() != is_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

const HOURS: &[[&str; 3]] = &[
    ["пн", "Mon", "lu"],
    ["вт", "Tue", "ma"],
    ["ср", "Wed", "mi"],
    ["чт", "Thu", "jo"],
    ["пт", "Fri", "vi"],
    ["сб", "Sat", "sâ"],
    ["вс", "Sun", "du"],
    ["понедельник", "Monday", "luni"],
    ["вторник", "Tuesday", "marți"],
    ["среда", "Wednesday", "miercuri"],
    ["четверг", "Thursday", "joi"],
    ["пятница", "Friday", "vineri"],
    ["суббота", "Saturday", "sâmbătă"],
    ["воскресенье", "Sunday", "duminică"],
    ["ежедневно", "daily", "zilnic"],
    ["с", "from", "de la"],
    ["до", "to", "până la"],
    ["и", "and", "și"],
    ["по", "to", "până"],
];

/// Cyrillic in Latin letters: as English readers read it, or as Romanian ones do.
pub(super) fn romanised(text: &str, lang: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let next = chars.get(at + 1).and_then(|c| c.to_lowercase().next());
        let ends = chars.get(at + 1).is_none_or(|c| !c.is_alphabetic());
        let before = at.checked_sub(1).and_then(|at| chars[at].to_lowercase().next());
        let lower = c.to_lowercase().next().unwrap_or(*c);
        // «Юрий» is Yury and Iurii, «Сергей» Sergey and Serghei.
        let latin = match (lower, lang) {
            ('и', "en") if next == Some('й') && chars.get(at + 2).is_none_or(|c| !c.is_alphabetic()) => "",
            ('г', "ro") if matches!(next, Some('е' | 'и' | 'э')) => "gh",
            ('ч', "ro") if matches!(next, Some('е' | 'и' | 'ё')) => "c",
            ('й', "en") if ends || before.is_some_and(char::is_alphabetic) => "y",
            ('ь' | 'ъ', _) => "",
            (lower, _) => match LETTERS.iter().find(|(from, ..)| *from == lower) {
                Some((_, en, ro)) => {
                    if lang == "ro" {
                        ro
                    } else {
                        en
                    }
                }
                None => {
                    out.push(*c);
                    continue;
                }
            },
        };
        match c.is_uppercase() {
            true => {
                let mut letters = latin.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
            false => out.push_str(latin),
        }
    }
    out
}

/// A letter, as English and as Romanian spell its sound.
const LETTERS: &[(char, &str, &str)] = &[
    ('а', "a", "a"),
    ('б', "b", "b"),
    ('в', "v", "v"),
    ('г', "g", "g"),
    ('д', "d", "d"),
    ('е', "e", "e"),
    ('ё', "yo", "io"),
    ('ж', "zh", "j"),
    ('з', "z", "z"),
    ('и', "i", "i"),
    ('й', "y", "i"),
    ('к', "k", "k"),
    ('л', "l", "l"),
    ('м', "m", "m"),
    ('н', "n", "n"),
    ('о', "o", "o"),
    ('п', "p", "p"),
    ('р', "r", "r"),
    ('с', "s", "s"),
    ('т', "t", "t"),
    ('у', "u", "u"),
    ('ф', "f", "f"),
    ('х', "kh", "h"),
    ('ц', "ts", "ț"),
    ('ч', "ch", "ci"),
    ('ш', "sh", "ș"),
    ('щ', "shch", "șci"),
    ('ы', "y", "î"),
    ('э', "e", "e"),
    ('ю', "yu", "iu"),
    ('я', "ya", "ia"),
    ('і', "i", "i"),
    ('ї', "yi", "i"),
    ('є', "ye", "ie"),
    ('ґ', "g", "g"),
    ('ў', "w", "u"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::signature;
    use crate::letter::test_people::operator;
    use crate::model::Lang;

    fn signed(operator: &Operator, lang: &str, given: &Signatures) -> String {
        signature(&signer(operator, lang, given), lang)
    }

    #[test]
    fn r84_a_letter_is_signed_in_its_own_language() {
        let (anna, none) = (operator("Анна Иванова"), Signatures::new());
        assert_eq!(
            signed(&anna, "en", &none),
            "Kind regards,\nAnna Ivanova, senior specialist\n+7 495 000-00-00, Mon–Fri 9–18"
        );
        assert_eq!(
            signed(&anna, "ro", &none),
            "Cu stimă,\nAnna Ivanova, specialist principal\n+7 495 000-00-00, lu–vi 9–18"
        );
        assert_eq!(
            signed(&anna, "ru", &none),
            "С уважением,\nАнна Иванова, ведущий специалист\n+7 495 000-00-00, пн–пт 9–18"
        );
        assert!(["ru", "en", "ro"].iter().all(|lang| !is_signature_lacking(&anna, lang, &none)));
    }

    #[test]
    fn r84_the_settings_come_first_and_an_empty_part_is_left_out() {
        let anna = operator("Анна Иванова");
        let words =
            SignatureWords { name: Some("Ann Ivanov".into()), hours: Some(String::new()), ..SignatureWords::default() };
        let given = Signatures::from([("en".to_owned(), words)]);
        assert_eq!(signed(&anna, "en", &given), "Kind regards,\nAnn Ivanov, senior specialist\n+7 495 000-00-00");
        assert!(signed(&anna, "ro", &given).contains("Anna Ivanova"));
    }

    #[test]
    fn r84_what_cannot_be_said_is_left_out_and_known_to_be_lacking() {
        let mut anna = operator("Анна Иванова");
        anna.post = "хранительница ключей".into();
        anna.hours = "по лунному календарю".into();
        anna.contact = "+7 495 000-00-00 доб. 12".into();
        let none = Signatures::new();
        assert_eq!(signed(&anna, "en", &none), "Kind regards,\nAnna Ivanova\n+7 495 000-00-00 ext. 12");
        assert!(is_signature_lacking(&anna, "en", &none) && !is_signature_lacking(&anna, "ru", &none));
        let words =
            SignatureWords { post: Some("keeper of keys".into()), hours: Some(String::new()), ..Default::default() };
        assert!(!is_signature_lacking(&anna, "en", &Signatures::from([("en".to_owned(), words)])));
    }

    #[test]
    fn a_latin_profile_signs_everywhere_under_its_own_name() {
        let mut emma = operator("Emma Brown");
        (emma.post, emma.hours, emma.language) = ("support specialist".into(), "Mon–Fri 9–18".into(), Lang::new("en"));
        let none = Signatures::new();
        assert_eq!(
            signed(&emma, "ru", &none),
            "С уважением,\nEmma Brown, специалист службы поддержки\n+7 495 000-00-00, пн–пт 9–18"
        );
        assert!(signed(&emma, "ro", &none).contains("specialist suport\n+7 495 000-00-00, lu–vi 9–18"));
    }

    #[test]
    fn names_are_spelled_as_their_readers_read_them() {
        for (name, en, ro) in [
            ("Юрий Щербаков", "Yury Shcherbakov", "Iurii Șcierbakov"),
            ("Сергей Чернов", "Sergey Chernov", "Serghei Cernov"),
            ("Жанна Цой", "Zhanna Tsoy", "Janna Țoi"),
            ("Ольга Ильинична", "Olga Ilinichna", "Olga Ilinicina"),
            ("Анна-Мария К.", "Anna-Mariya K.", "Anna-Mariia K."),
        ] {
            assert_eq!((romanised(name, "en").as_str(), romanised(name, "ro").as_str()), (en, ro), "{name}");
        }
    }
}
