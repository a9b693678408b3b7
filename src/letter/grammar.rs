//! Russian words that change with what follows them: о/об/обо, с/со, к/ко, Ваш/Вашу/Ваше/Ваши (R68-R74).
//!
//! Not its duty: declining. A form is stored (`catalogue`), chosen by the operator, or stands behind a declined
//! classifier; it is never guessed.

use std::ops::Range;

use serde::Deserialize;

/// A word before a slot that must agree with what fills the slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Agreement {
    /// о / об / обо
    #[serde(rename = "о")]
    About,
    /// с / со
    #[serde(rename = "с")]
    With,
    /// к / ко
    #[serde(rename = "к")]
    Towards,
    /// Ваш / Вашу / Ваше / Ваши before an accusative
    #[serde(rename = "Ваш")]
    Your,
}

impl Agreement {
    /// The agreement that a word standing before a slot obeys, if it is one of ours.
    pub fn of_word(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "о" | "об" | "обо" => Some(Self::About),
            "с" | "со" => Some(Self::With),
            "к" | "ко" => Some(Self::Towards),
            "ваш" | "вашу" | "ваше" | "ваши" => Some(Self::Your),
            _ => None,
        }
    }

    /// What the word must be before `filled`, in lower case (Ваш with its capital); none when the text does not tell.
    pub fn word_before(self, filled: &str) -> Option<&'static str> {
        let words = Words::of(filled)?;
        match self {
            Self::About => Some(about(&words)),
            Self::With => Some(if wants_so(&words) { "со" } else { "с" }),
            Self::Towards => Some(if wants_ko(&words) { "ко" } else { "к" }),
            Self::Your => your(&words),
        }
    }
}

/// A replacement inside a text; `range` in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// What must change in front of a slot that has just been filled: «о» + «ошибке» → «об ошибке». None when it is
/// right already. `filled` is the byte range of what the operator wrote.
pub fn agree(text: &str, filled: Range<usize>) -> Option<Edit> {
    let before = text.get(..filled.start)?;
    let trimmed = before.trim_end_matches(' ');
    if trimmed.len() == before.len() {
        return None;
    }
    let start = trimmed.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    let word = &trimmed[start..];
    let wanted = Agreement::of_word(word)?.word_before(text.get(filled)?)?;
    let wanted = if word.starts_with(char::is_uppercase) { capitalised(wanted) } else { wanted.to_lowercase() };
    (word != wanted).then_some(Edit { range: start..trimmed.len(), text: wanted })
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The first words of a filling, quotes and brackets off.
struct Words<'a> {
    /// As written.
    first: &'a str,
    first_low: String,
    second_low: Option<String>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut words =
            text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty());
        let first = words.next()?;
        Some(Self { first, first_low: first.to_lowercase(), second_low: words.next().map(str::to_lowercase) })
    }

    /// The number the filling begins with, as digits.
    fn number(&self) -> Option<&str> {
        let end = self.first_low.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.first_low.len());
        (end > 0).then(|| &self.first_low[..end])
    }

    /// «2-му», «2-й»: a number read as an ordinal.
    fn is_ordinal(&self) -> bool {
        self.number().is_some_and(|n| self.first_low[n.len()..].starts_with('-'))
    }

    /// Written in capitals without a vowel, so it is read by the names of its letters: НДС, МТС.
    fn is_spelled_out(&self) -> bool {
        self.first.chars().count() > 1
            && self.first.chars().all(|c| c.is_uppercase() && !is_vowel(c.to_lowercase().next().unwrap_or(c)))
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn about(words: &Words<'_>) -> &'static str {
    const OBO: &[&str] = &["мне", "всём", "всем", "всех", "всей", "всю", "вся"];
    let word = words.first_low.as_str();
    if OBO.contains(&word) {
        return "обо";
    }
    let first = word.chars().next().unwrap_or(' ');
    let opens_with_vowel = if words.is_spelled_out() {
        matches!(first, 'ф' | 'л' | 'м' | 'н' | 'р' | 'с' | 'f' | 'l' | 'm' | 'n' | 'r' | 's' | 'x')
    } else {
        // е ё ю я begin with the sound of й.
        matches!(first, 'а' | 'и' | 'о' | 'у' | 'э' | 'a' | 'e' | 'i' | 'o')
            || matches!(words.number(), Some("1" | "11"))
    };
    if opens_with_vowel { "об" } else { "о" }
}

fn wants_so(words: &Words<'_>) -> bool {
    const STARTS: &[&str] = &["вс", "втор", "взгля", "взно", "взлом", "взыск", "вчера", "множ", "мног"];
    const WHOLE: &[&str] = &["мной", "мною", "дня", "льдом", "ртом", "лбом", "временем"];
    let word = words.first_low.as_str();
    if let Some(number) = words.number() {
        let is_hundred = number.len() == 3 && number.starts_with('1');
        return is_hundred || (number == "2" && words.is_ordinal());
    }
    let mut chars = word.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or('а'));
    let hisses = matches!(first, 'с' | 'з' | 'ш' | 'ж') && second.is_alphabetic() && !is_vowel(second) && second != 'ь';
    let spelled = words.is_spelled_out();
    !spelled && (first == 'щ' || hisses || WHOLE.contains(&word) || STARTS.iter().any(|s| word.starts_with(s)))
}

fn wants_ko(words: &Words<'_>) -> bool {
    const STARTS: &[&str] = &["вс", "втор", "мног", "множ", "вчера"];
    const WHOLE: &[&str] = &["мне", "дню", "льду", "лбу", "рту", "льву"];
    let word = words.first_low.as_str();
    if words.number().is_some() {
        return words.number() == Some("2") && words.is_ordinal();
    }
    let is_rise = ["встре", "вспыш", "вступ", "вскры", "всход"].iter().any(|s| word.starts_with(s));
    WHOLE.contains(&word) || (!is_rise && STARTS.iter().any(|s| word.starts_with(s)))
}

/// Gender and number of an inanimate accusative, where its ending tells them.
fn your(words: &Words<'_>) -> Option<&'static str> {
    const FEMININE_SOFT: &[&str] = &["ость", "есть", "знь", "овь", "щь", "шь", "жь", "чь", "дь", "бь"];
    let word = words.first_low.as_str();
    let plural_after = |w: &String| w.ends_with(['я', 'а', 'и', 'ы']);
    let ends = |ends: &[&str]| ends.iter().any(|e| word.ends_with(e));
    if ends(&["ую", "юю", "у", "ю"]) {
        Some("Вашу")
    } else if ends(&["ые"]) || (ends(&["ие"]) && words.second_low.as_ref().is_some_and(plural_after)) {
        Some("Ваши")
    } else if ends(&["мя", "о", "е", "ё"]) {
        Some("Ваше")
    } else if ends(&["я", "а", "и", "ы"]) {
        Some("Ваши")
    } else if ends(&["ь"]) {
        ends(FEMININE_SOFT).then_some("Вашу")
    } else {
        word.ends_with(|c: char| ('а'..='я').contains(&c)).then_some("Ваш")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn before(agreement: Agreement, table: &[(&str, &str)]) {
        for (filled, word) in table {
            assert_eq!(agreement.word_before(filled), Some(*word), "{word} {filled}");
        }
    }

    #[test]
    fn about_follows_the_sound() {
        // R68
        before(
            Agreement::About,
            &[
                ("задержке", "о"),
                ("заказе", "о"),
                ("ёлке", "о"),
                ("евро", "о"),
                ("юге", "о"),
                ("яблоке", "о"),
                ("том, что", "о"),
                ("ошибке", "об"),
                ("оплате", "об"),
                ("изделии", "об"),
                ("услуге", "об"),
                ("этом случае", "об"),
                ("аварии", "об"),
                ("всём", "обо"),
                ("всех", "обо"),
                ("мне", "обо"),
                ("всём этом", "обо"),
                ("«Ошибке»", "об"),
                ("ситуации «Доставка»", "о"),
                ("НДС", "об"),
                ("ВТБ", "о"),
                ("11 заказах", "об"),
                ("5 заказах", "о"),
                ("iPhone", "об"),
            ],
        );
    }

    #[test]
    fn with_follows_the_cluster() {
        // R72
        before(
            Agreement::With,
            &[
                ("доставкой", "с"),
                ("сайтом", "с"),
                ("заказом", "с"),
                ("сервисом", "с"),
                ("счётом", "со"),
                ("связью", "со"),
                ("сроками", "со"),
                ("звонком", "со"),
                ("складом", "со"),
                ("щёткой", "со"),
                ("мной", "со"),
                ("всеми", "со"),
                ("вторым", "со"),
                ("жалобой", "с"),
                ("услугой «Доставка»", "с"),
                ("шкафом", "со"),
                ("временным паролем", "с"),
                ("СМС", "с"),
                ("100 рублями", "со"),
                ("2-м письмом", "со"),
                ("съёмкой", "со"),
                ("вниманием", "с"),
            ],
        );
    }

    #[test]
    fn towards_follows_the_word() {
        // R70
        before(
            Agreement::Towards,
            &[
                ("нашей продукции", "к"),
                ("второму предложению", "ко"),
                ("мне", "ко"),
                ("всем товарам", "ко"),
                ("товару «Самовар»", "к"),
                ("мнению", "к"),
                ("встрече", "к"),
                ("2-му предложению", "ко"),
            ],
        );
    }

    #[test]
    fn your_agrees_with_the_accusative() {
        // R74
        before(
            Agreement::Your,
            &[
                ("опасения", "Ваши"),
                ("позицию", "Вашу"),
                ("сомнения", "Ваши"),
                ("мнение", "Ваше"),
                ("взгляд", "Ваш"),
                ("озабоченность", "Вашу"),
                ("чувства", "Ваши"),
                ("тревоги", "Ваши"),
                ("серьёзную озабоченность", "Вашу"),
                ("серьёзные сомнения", "Ваши"),
                ("последние сомнения", "Ваши"),
                ("время", "Ваше"),
                ("интерес", "Ваш"),
                ("возмущение поведением кассира", "Ваше"),
            ],
        );
        assert_eq!(Agreement::Your.word_before("боль"), None, "an ending that tells nothing changes nothing");
        assert_eq!(Agreement::Your.word_before("view"), None);
    }

    #[test]
    fn a_filled_slot_corrects_the_word_before_it() {
        let fit = |text: &str, filled: &str| {
            let at = text.find(filled).unwrap();
            agree(text, at..at + filled.len()).map(|e| {
                let mut out = text.to_owned();
                out.replace_range(e.range, &e.text);
                out
            })
        };
        assert_eq!(fit("нас о ошибке.", "ошибке").as_deref(), Some("нас об ошибке."));
        assert_eq!(fit("О ошибке мы знаем", "ошибке").as_deref(), Some("Об ошибке мы знаем"));
        assert_eq!(fit("Мы разделяем Ваши позицию.", "позицию").as_deref(), Some("Мы разделяем Вашу позицию."));
        assert_eq!(fit("имели с сайтом", "сайтом"), None, "right already");
        assert_eq!(fit("извинения за ошибку", "ошибку"), None, "не меняется");
        assert_eq!(fit("x", "x"), None);
    }

    proptest! {
        #[test]
        fn any_text_and_range_is_answered(text in "\\PC{0,20}( [оскОСК] )?\\PC{0,20}", a in 0_usize..60, b in 0_usize..60) {
            if let Some(edit) = agree(&text, a.min(b)..a.max(b)) {
                prop_assert!(text.get(edit.range).is_some());
            }
        }
    }
}
