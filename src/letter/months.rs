//! Days as they stand in a sentence of a letter: "19 November", «19 ноября», "19 noiembrie".
//!
//! Not its duty: reading days out of a text (`promises::dates`), days on the screen (`i18n`).

use jiff::civil::Date;

const EN: &str = "January February March April May June July August September October November December";
const RU: &str = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря";
const RO: &str = "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie";

/// The day in the language of the letter; none for a language whose months are not known here.
pub(super) fn day(date: Date, lang: &str) -> Option<String> {
    let months = match lang {
        "en" => EN,
        "ru" => RU,
        "ro" => RO,
        _ => return None,
    };
    let month = months.split(' ').nth(usize::from(date.month().unsigned_abs()) - 1)?;
    Some(format!("{} {month}", date.day()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_month_has_a_name_in_each_language() {
        for lang in ["en", "ru", "ro"] {
            let mut days: Vec<String> = (1..=12).map(|month| day(date(2026, month, 5), lang).unwrap()).collect();
            days.dedup();
            assert_eq!(days.len(), 12, "{lang}");
        }
        assert_eq!(day(date(2026, 11, 19), "ru").as_deref(), Some("19 ноября"));
        assert_eq!(day(date(2026, 12, 31), "ro").as_deref(), Some("31 decembrie"));
        assert_eq!(day(date(2026, 11, 19), "uk"), None);
    }
}
