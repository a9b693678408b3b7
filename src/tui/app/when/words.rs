//! The words of time in Russian, English and Romanian, folded as [`crate::text::fold`] folds.

use jiff::civil::Weekday;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Week,
}

/// Small words that may stand between.
pub const FILLERS: &[&str] = &[
    "in",
    "at",
    "on",
    "by",
    "next",
    "this",
    "the",
    "a",
    "an",
    "в",
    "во",
    "на",
    "к",
    "до",
    "через",
    "peste",
    "la",
    "pe",
    "o",
    "ora",
    "un",
    "pana",
    "urmatoare",
];
/// Those after which a unit alone counts once.
pub const ONCE: &[&str] = &["in", "a", "an", "через", "peste", "o", "un"];
pub const NEAR_DAYS: &[(&str, i64)] = &[
    ("today", 0),
    ("сегодня", 0),
    ("azi", 0),
    ("astazi", 0),
    ("tomorrow", 1),
    ("tmr", 1),
    ("завтра", 1),
    ("maine", 1),
    ("послезавтра", 2),
    ("poimaine", 2),
    ("yesterday", -1),
    ("вчера", -1),
    ("ieri", -1),
    ("позавчера", -2),
    ("alaltaieri", -2),
];
pub const PARTS: &[(&str, i8)] = &[
    ("morning", 9),
    ("утром", 9),
    ("утро", 9),
    ("dimineata", 9),
    ("noon", 12),
    ("полдень", 12),
    ("amiaza", 12),
    ("afternoon", 14),
    ("днем", 14),
    ("evening", 18),
    ("tonight", 18),
    ("вечером", 18),
    ("вечер", 18),
    ("seara", 18),
    ("diseara", 18),
];

pub fn unit(word: &str) -> Option<Unit> {
    match word {
        "m" | "min" | "mins" | "minute" | "minutes" | "minut" | "м" | "мин" | "минут" | "минуты" | "минуту" => {
            Some(Unit::Minute)
        }
        "h" | "hr" | "hrs" | "hour" | "hours" | "ч" | "час" | "часа" | "часов" | "ora" | "ore" => {
            Some(Unit::Hour)
        }
        "d" | "day" | "days" | "д" | "дн" | "день" | "дня" | "дней" | "z" | "zi" | "zile" => {
            Some(Unit::Day)
        }
        "w" | "wk" | "week" | "weeks" | "н" | "нед" | "неделю" | "недели" | "недель" | "sapt" | "saptamana"
        | "saptamani" => Some(Unit::Week),
        _ => None,
    }
}

pub fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [(&[&str], Weekday); 7] = [
        (&["mon", "monday", "пн", "понедельник", "lun", "luni"], Weekday::Monday),
        (&["tue", "tues", "tuesday", "вт", "вторник", "mar", "marti"], Weekday::Tuesday),
        (&["wed", "wednesday", "ср", "среда", "среду", "mie", "miercuri"], Weekday::Wednesday),
        (&["thu", "thur", "thurs", "thursday", "чт", "четверг", "joi"], Weekday::Thursday),
        (&["fri", "friday", "пт", "пятница", "пятницу", "vin", "vineri"], Weekday::Friday),
        (&["sat", "saturday", "сб", "суббота", "субботу", "sam", "sambata"], Weekday::Saturday),
        (&["sun", "sunday", "вс", "воскресенье", "dum", "duminica"], Weekday::Sunday),
    ];
    NAMES.iter().find(|(names, _)| names.contains(&word)).map(|(_, day)| *day)
}

/// A month by how its name begins, in any of the languages and cases.
pub fn month(word: &str) -> Option<i8> {
    const STEMS: [&[&str]; 12] = [
        &["jan", "янв", "ian"],
        &["feb", "фев"],
        &["mar", "мар"],
        &["apr", "апр"],
        &["may", "май", "мая", "mai"],
        &["jun", "июн", "iun"],
        &["jul", "июл", "iul"],
        &["aug", "авг"],
        &["sep", "сен"],
        &["oct", "окт"],
        &["nov", "ноя", "noi"],
        &["dec", "дек"],
    ];
    let at = STEMS.iter().position(|stems| stems.iter().any(|stem| word.starts_with(stem)))?;
    i8::try_from(at + 1).ok()
}
