//! Days and hours in a sentence, absolute and simple relative ones, over folded text in three languages.

use std::fmt;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use regex::{Captures, Regex};

use crate::model::Due;

/// A moment on the writer's clock: a whole day, or an hour of it. Shown as `2026-11-23` or `2026-11-23T10:15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Day(Date),
    Hour(DateTime),
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Hour(at) => write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M")),
        }
    }
}

impl Moment {
    /// The day it lies in.
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Hour(at) => at.date(),
        }
    }

    /// As a due time of a follow-up, in the zone (IANA) of the clock; none for an hour that no calendar knows.
    pub fn due(self, zone: &str) -> Option<Due> {
        match self {
            Self::Day(day) => Some(Due::day(day, zone)),
            Self::Hour(at) => {
                let zoned = at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).ok()?;
                Some(Due::instant(zoned.timestamp(), zone))
            }
        }
    }
}

/// The moment a folded sentence names, seen from `now`; a calendar day is preferred to a weekday, both to a distance.
pub(super) fn moment(sentence: &str, lang: &str, now: DateTime) -> Option<Moment> {
    // What one reading has used must not be read again: "через 2 часа" is no two o'clock.
    let mut rest = sentence.to_owned();
    let calendar = take(&mut rest, &DATES, |c| calendar_day(c, now.date()));
    let distance = distance(&mut rest, now);
    let hour = hour(&mut rest);
    let day = calendar.or_else(|| weekday(&rest, lang, now.date())).or_else(|| near_day(&rest, now.date()));
    match (day, hour, distance) {
        (Some(day), Some(hour), _) => Some(Moment::Hour(day.to_datetime(hour))),
        (Some(day), None, _) => Some(Moment::Day(day)),
        (None, Some(hour), Some(Moment::Day(day))) => Some(Moment::Hour(day.to_datetime(hour))),
        (None, _, Some(distance)) => Some(distance),
        (None, Some(hour), None) => {
            let today = now.date().to_datetime(hour);
            Some(Moment::Hour(if today > now { today } else { today.checked_add(1.day()).ok()? }))
        }
        (None, None, None) => None,
    }
}

/// The first capture that `read` understands; it is blanked out of the text.
fn take<T>(rest: &mut String, pattern: &Regex, read: impl Fn(&Captures<'_>) -> Option<T>) -> Option<T> {
    let (value, range) = pattern.captures_iter(rest).find_map(|c| {
        let value = read(&c)?;
        Some((value, c.get(0)?.range()))
    })?;
    rest.replace_range(range.clone(), &" ".repeat(range.len()));
    Some(value)
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant and tested")
}

/// The beginnings of the months' names, folded, January first.
const MONTHS: [[&str; 3]; 12] = [
    ["январ", "jan", "ianuar"],
    ["феврал", "feb", "februar"],
    ["март", "mar", "mart"],
    ["апрел", "apr", "april"],
    ["ма", "may", "mai"],
    ["июн", "jun", "iuni"],
    ["июл", "jul", "iuli"],
    ["август", "aug", "august"],
    ["сентябр", "sep", "septembr"],
    ["октябр", "oct", "octombr"],
    ["ноябр", "nov", "noiembr"],
    ["декабр", "dec", "decembr"],
];

static DATES: LazyLock<Regex> = LazyLock::new(|| {
    let name = concat!(
        r"(январ[яь]|феврал[яь]|марта?|апрел[яь]|ма[яй]|июн[яь]|июл[яь]|августа?|сентябр[яь]|октябр[яь]|ноябр[яь]|декабр[яь]|",
        r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|",
        r"ianuarie|februarie|martie|aprilie|mai|iunie|iulie|septembrie|octombrie|noiembrie|decembrie)\b"
    );
    pattern(&format!(
        r"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|-?го)? (?:of )?(?P<m1>{name})(?:,? (?P<y1>20\d\d))?|\b(?P<m2>{name}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>20\d\d))?|\b(?P<d3>\d{{1,2}})\.(?P<m3>\d{{1,2}})(?:\.(?P<y3>\d{{4}}|\d{{2}}))?\b"
    ))
});

fn calendar_day(found: &Captures<'_>, today: Date) -> Option<Date> {
    if let Some(iso) = found.name("iso") {
        return iso.as_str().parse().ok();
    }
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let named = |name: &str| found.name(name).and_then(|m| month(m.as_str()));
    let (day, month, year) = if let Some(day) = number("d1") {
        (day, named("m1")?, number("y1"))
    } else if let Some(day) = number("d2") {
        (day, named("m2")?, number("y2"))
    } else {
        (number("d3")?, i8::try_from(number("m3")?).ok()?, number("y3").map(|y| if y < 100 { y + 2000 } else { y }))
    };
    let day = i8::try_from(day).ok()?;
    match year {
        Some(year) => Date::new(year, month, day).ok(),
        None => nearest_year(month, day, today),
    }
}

fn month(name: &str) -> Option<i8> {
    // The longest beginning wins: "март" before "ма", "mart" before "mar".
    let longest = |names: &[&str; 3]| names.iter().filter(|n| name.starts_with(**n)).map(|n| n.len()).max();
    let (index, _) =
        MONTHS.iter().enumerate().filter_map(|(i, names)| Some((i, longest(names)?))).max_by_key(|(_, l)| *l)?;
    i8::try_from(index + 1).ok()
}

/// A day without a year is the coming one, unless it passed only lately: then the letter names a date in the past.
fn nearest_year(month: i8, day: i8, today: Date) -> Option<Date> {
    const LATELY_DAYS: i32 = 60;
    let this_year = Date::new(today.year(), month, day).ok();
    let passed = this_year.and_then(|d| today.since(d).ok()).map(|s| s.get_days());
    match passed {
        Some(days) if days > LATELY_DAYS => Date::new(today.year() + 1, month, day).ok(),
        _ => this_year.or_else(|| Date::new(today.year() + 1, month, day).ok()),
    }
}

static DISTANCES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:через|в течение|within|in|в пределах|in termen de|in decurs de|in|peste)(?: the next| urmatoarele| ближайших)? ",
        r"(?:(?P<n>\d{1,3}|\pL+) )?(?:de )?(?P<work>(?:рабоч\w+|business|working) )?",
        r"(?P<unit>минут\w*|час\w*|сут\w+|дн\w+|день|недел\w+|месяц\w*|minutes?|hours?|days?|weeks?|months?|minute?|minut|or[ae]|zi|zile|saptaman[ai]|luni|luna)\b",
        r"(?P<after> lucratoare)?"
    ))
});

fn distance(rest: &mut String, now: DateTime) -> Option<Moment> {
    take(rest, &DISTANCES, |c| {
        let count = match c.name("n") {
            Some(n) => numeral(n.as_str())?,
            None => 1,
        };
        let unit = c.name("unit")?.as_str();
        let is = |starts: &[&str]| starts.iter().any(|s| unit.starts_with(s));
        let plus = |span: Span| now.checked_add(span).ok();
        if is(&["мин", "min"]) {
            plus(count.minutes()).map(Moment::Hour)
        } else if is(&["час", "hour", "or"]) {
            plus(count.hours()).map(Moment::Hour)
        } else if is(&["недел", "week", "saptaman"]) {
            plus(count.weeks()).map(|at| Moment::Day(at.date()))
        } else if is(&["месяц", "month", "lun"]) {
            plus(count.months()).map(|at| Moment::Day(at.date()))
        } else if c.name("work").is_some() || c.name("after").is_some() {
            working_days(now.date(), count).map(Moment::Day)
        } else {
            plus(count.days()).map(|at| Moment::Day(at.date()))
        }
    })
}

/// Monday to Friday, counted from the next day; holidays are the calendar's, not the sentence's.
fn working_days(from: Date, count: i64) -> Option<Date> {
    let mut day = from;
    let mut left = count.min(400);
    while left > 0 {
        day = day.tomorrow().ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(day)
}

fn numeral(word: &str) -> Option<i64> {
    const WORDS: &[(&[&str], i64)] = &[
        (&["один", "одного", "одну", "one", "a", "an", "o", "un", "una"], 1),
        (&["два", "две", "двух", "two", "doi", "doua"], 2),
        (&["три", "трех", "three", "trei"], 3),
        (&["четыре", "четырех", "four", "patru"], 4),
        (&["пять", "пяти", "five", "cinci"], 5),
        (&["шесть", "шести", "six", "sase"], 6),
        (&["семь", "семи", "seven", "sapte"], 7),
        (&["восемь", "восьми", "eight", "opt"], 8),
        (&["девять", "девяти", "nine", "noua"], 9),
        (&["десять", "десяти", "ten", "zece"], 10),
    ];
    word.parse().ok().or_else(|| WORDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, n)| *n))
}

static HOUR_RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:с|между|between|from|intre(?: orele)?|orele) \d{1,2}(?:[:.]\d{2})? ?(?:am|pm)?(?: ?[-–] ?| до | и | and | to | si | la )",
        r"(?P<h>\d{1,2})(?:[:.-](?P<m>\d{2}))? ?(?P<half>am|pm)?"
    ))
});
static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?P<h1>\d{1,2}):(?P<m1>\d{2})(?: ?(?P<half1>am|pm))?\b|",
        r"\b(?:до|в|к|к|не позднее|до) (?P<h2>\d{1,2})[-.](?P<m2>\d{2})\b|",
        r"\b(?:до|в|к|не позднее) (?P<h3>\d{1,2}) час\w*(?: (?P<part>утра|дня|вечера))?|",
        r"\b(?P<h4>\d{1,2}) ?(?P<half4>am|pm)\b|",
        r"\bora (?P<h5>\d{1,2})(?:[.:](?P<m5>\d{2}))?"
    ))
});
static NOON: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:до полудня|noon|midday|la amiaza|pana la pranz)\b"));

fn hour(rest: &mut String) -> Option<Time> {
    take(rest, &HOUR_RANGE, |c| clock(c, "h", &["m"], &["half"]))
        .or_else(|| {
            take(rest, &HOUR, |c| {
                let name = ["h1", "h2", "h3", "h4", "h5"].into_iter().find(|h| c.name(h).is_some())?;
                clock(c, name, &["m1", "m2", "m5"], &["half1", "half4", "part"])
            })
        })
        .or_else(|| take(rest, &NOON, |_| Some(time(12, 0, 0, 0))))
}

fn clock(c: &Captures<'_>, hour: &str, minutes: &[&str], halves: &[&str]) -> Option<Time> {
    let first = |names: &[&str]| names.iter().find_map(|n| c.name(n)).map(|m| m.as_str());
    let mut hour: i8 = c.name(hour)?.as_str().parse().ok()?;
    match first(halves) {
        Some("pm" | "вечера" | "дня") if hour < 12 => hour += 12,
        Some("am") if hour == 12 => hour = 0,
        _ => {}
    }
    let minute: i8 = first(minutes).map_or(Some(0), |m| m.parse().ok())?;
    Time::new(hour, minute, 0, 0).ok()
}

/// Weekdays by the beginnings of their names, Monday first. Romanian names are short and stand as they are.
const WEEKDAYS: [[&str; 3]; 7] = [
    ["понедельник", "monday", "luni"],
    ["вторник", "tuesday", "marti"],
    ["сред", "wednesday", "miercuri"],
    ["четверг", "thursday", "joi"],
    ["пятниц", "friday", "vineri"],
    ["суббот", "saturday", "sambata"],
    ["воскресен", "sunday", "duminica"],
];

static RUSSIAN_WEDNESDAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:в|к|до|на|эту) сред[уеы]\b|\bв среду\b"));
static NEXT_WEEK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:на следующей неделе|следующей недели|next week|saptamana viitoare)\b"));
static END_OF_WEEK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:конца (?:этой )?недели|end of (?:the|this) week|sfarsitul saptamanii)\b"));
static END_OF_MONTH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:конца (?:этого )?месяца|end of (?:the|this) month|sfarsitul lunii)\b"));

fn weekday(rest: &str, lang: &str, today: Date) -> Option<Date> {
    if END_OF_WEEK.is_match(rest) {
        return on_or_after(today, Weekday::Friday);
    }
    if END_OF_MONTH.is_match(rest) {
        return Some(today.last_of_month());
    }
    let column = match lang {
        "ru" => 0,
        "ro" => 2,
        _ => 1,
    };
    let is_named = |name: &str| match name {
        "сред" => RUSSIAN_WEDNESDAY.is_match(rest),
        _ => rest.split(|c: char| !c.is_alphabetic()).any(|w| w.starts_with(name) && (column != 2 || w == name)),
    };
    let index = WEEKDAYS.iter().position(|names| is_named(names[column]))?;
    let weekday = Weekday::from_monday_zero_offset(i8::try_from(index).ok()?).ok()?;
    if NEXT_WEEK.is_match(rest) {
        let monday = on_or_after(today.tomorrow().ok()?, Weekday::Monday)?;
        return on_or_after(monday, weekday);
    }
    on_or_after(today.tomorrow().ok()?, weekday)
}

fn on_or_after(day: Date, weekday: Weekday) -> Option<Date> {
    if day.weekday() == weekday { Some(day) } else { day.nth_weekday(1, weekday).ok() }
}

static TODAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:сегодня|до конца дня|today|tonight|end of (?:the )?day|astazi|azi)\b"));
static TOMORROW: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:завтра|tomorrow|maine)\b"));
static IN_TWO_DAYS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:послезавтра|(?:the )?day after tomorrow|poimaine)\b"));

fn near_day(rest: &str, today: Date) -> Option<Date> {
    let days = if IN_TWO_DAYS.is_match(rest) {
        2
    } else if TOMORROW.is_match(rest) {
        1
    } else if TODAY.is_match(rest) {
        0
    } else {
        return None;
    };
    today.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_month_is_read_in_every_language() {
        for (index, names) in [
            ["января", "january", "ianuarie"],
            ["февраля", "february", "februarie"],
            ["марта", "march", "martie"],
            ["апреля", "april", "aprilie"],
            ["мая", "may", "mai"],
            ["июня", "june", "iunie"],
            ["июля", "july", "iulie"],
            ["августа", "august", "august"],
            ["сентября", "september", "septembrie"],
            ["октября", "october", "octombrie"],
            ["ноября", "november", "noiembrie"],
            ["декабря", "december", "decembrie"],
        ]
        .iter()
        .enumerate()
        {
            for name in names {
                let now = date(2026, 1, 1).at(9, 0, 0, 0);
                let found = moment(&format!("до 14 {name}"), "ru", now);
                assert_eq!(found, Some(Moment::Day(date(2026, i8::try_from(index + 1).unwrap(), 14))), "{name}");
            }
        }
    }

    #[test]
    fn nonsense_is_no_moment_and_no_panic() {
        let now = date(9999, 12, 31).at(23, 0, 0, 0);
        for text in [
            "31 февраля",
            "99.99",
            "через 999 месяцев",
            "до 25:99",
            "завтра",
            "within 999 weeks",
            "in o zi",
            "2026-99-99",
        ] {
            assert_eq!(moment(text, "ru", now), None, "{text}");
        }
    }
}
