//! Hours: "18:00", "by 5 pm", «с 14 до 16», «в половине десятого», "la ora 9 și jumătate".

use super::scan::{Found, Scan, What};
use super::words::{DateWord, DayPart, Unit};
use crate::letter::promises::lexicon::{Lang, Tags};

/// Words that an hour may follow.
const AT: &[&str] = &[
    "в",
    "во",
    "до",
    "к",
    "ко",
    "между",
    "с",
    "со",
    "около",
    "после",
    "at",
    "by",
    "before",
    "until",
    "till",
    "from",
    "after",
    "between",
    "than",
    "about",
    "around",
    "la",
    "ora",
    "orele",
    "intre",
    "pana",
    "pina",
    "dupa",
    "позднее",
    "позже",
    "not",
    "past",
    "to",
    "чем",
];
const TO: &[&str] =
    &["до", "и", "and", "to", "till", "until", "si", "la", "или", "or", "sau", "по", "pana", "pina", "через"];

#[derive(Debug, Clone, Copy)]
struct Hour {
    hour: u32,
    minute: u32,
    /// Its half of the day is said.
    sure: bool,
    /// It looks like an hour by itself: with minutes, "pm", "o'clock".
    plain: bool,
    end: usize,
}

impl Scan<'_> {
    pub fn clock(&self, at: usize) -> Found {
        if let Some(DateWord::Noon) = self.date(at) {
            if self.is_before(at, &["dupa"]) {
                return None;
            }
            return Some((What::Clock { hour: 12, minute: 0, sure: true }, at + 1));
        }
        if let Some(found) = self.night_or_now(at) {
            return Some(found);
        }
        let first = self.worded(at).or_else(|| self.hour(at))?;
        let follows_at =
            self.is_before(at, AT) || self.is_before(at, &["de"]) && self.is_before(at - 1, &["inainte", "tarziu"]);
        const WINDOWS: &[&str] = &["окно", "интервал", "слот", "window", "slot", "intervalul"];
        let in_window = self.is_before(at, WINDOWS);
        let last = self.end_of_range(&first).filter(|_| first.plain || follows_at || in_window);
        if last.is_none() && !first.plain && !(follows_at && self.stands_alone(first.end)) {
            return None;
        }
        let mut hour = last.map_or(first, |last| Hour { sure: last.sure, ..last });
        if last.is_some() && !hour.sure && hour.hour < first.hour && hour.hour + 12 > first.hour {
            hour.hour += 12;
            hour.sure = true;
        }
        let (mut hour, end) = self.with_day_part(hour);
        // "diseară la opt", "tonight at eight"
        const REACH: usize = 3;
        let is_evening =
            (at.saturating_sub(REACH)..at).any(|i| self.is(i, &["diseara", "deseara", "tonight", "tonite"]));
        if is_evening && !hour.sure && hour.hour < 12 {
            (hour.hour, hour.sure) = (hour.hour + 12, true);
        }
        let to_i8 = |n: u32| i8::try_from(n).ok();
        if hour.hour > 24 || hour.minute > 59 {
            return None;
        }
        // "la 2 noaptea", «в два ночи»
        let is_small = |i: usize| self.is(i, &["noaptea", "noapte", "ночи"]);
        const LAST_OF_NIGHT: u32 = 5;
        if (at.saturating_sub(5)..=end).any(is_small) && (1..=LAST_OF_NIGHT).contains(&(hour.hour % 12)) {
            (hour.hour, hour.sure) = (hour.hour % 12, true);
        }
        let midnight = hour.hour == 24 || (hour.hour == 0 && hour.minute == 0);
        if midnight {
            return Some((What::EndOfDay, end));
        }
        Some((What::Clock { hour: to_i8(hour.hour)?, minute: to_i8(hour.minute)?, sure: hour.sure }, end))
    }

    /// "Midnight" ends a day; "by this time tomorrow" is the hour of writing.
    fn night_or_now(&self, at: usize) -> Found {
        if self.is(at, &["midnight", "полуночи", "полночь", "nightfall", "dusk", "sundown", "темноты", "заката"])
        {
            return Some((What::EndOfDay, at + 1));
        }
        if self.is(at, &["miezul"]) && self.is(at + 1, &["noptii"]) {
            return Some((What::EndOfDay, at + 2));
        }
        let words: &[&[&str]] = match self.lang {
            Lang::En => &[&["this"], &["time"]],
            Lang::Ru => &[&["это"], &["же"], &["время"]],
            Lang::Ro => &[&["ora"], &["asta", "aceasta"]],
        };
        let is_now = words.iter().enumerate().all(|(i, w)| self.is(at + i, w));
        let now = self.now.time();
        let is_near = || matches!(self.date(at + words.len()), Some(DateWord::Near(1..)));
        (is_now && (self.lang != Lang::En || is_near()))
            .then(|| (What::Clock { hour: now.hour(), minute: now.minute(), sure: true }, at + words.len()))
    }

    /// The later hour of "between 2 and 4 pm", "18:00-20:00".
    fn end_of_range(&self, first: &Hour) -> Option<Hour> {
        let mut at = first.end;
        let joins = matches!(self.tokens.mark(at), Some('-' | '–' | '—')) || self.is(at, TO);
        if !joins {
            return None;
        }
        at += 1;
        while self.is(at, &["la", "ora", "orele", "в", "at"]) {
            at += 1;
        }
        self.hour(at).filter(|last| last.plain || self.stands_alone(last.end))
    }

    /// Hours in words: "half past nine", «половине десятого», «без четверти пять», "quarter to five".
    fn worded(&self, at: usize) -> Option<Hour> {
        let whole = |hour: u32, minute: u32, end: usize| Some(Hour { hour, minute, sure: false, plain: true, end });
        match self.date(at) {
            Some(DateWord::HalfPast(hour)) => return whole(if hour == 0 { 12 } else { hour }, 30, at + 1),
            Some(DateWord::Half) if self.is(at + 1, &["past"]) => {
                let (hour, end) = self.number(at + 2)?;
                return whole(hour, 30, end);
            }
            // British "half eight"
            Some(DateWord::Half) if self.lang == Lang::En && !self.is(at + 1, &["a", "an"]) => {
                let (hour, end) = self.number(at + 1).filter(|(h, end)| *h <= 12 && self.date(*end).is_none())?;
                return whole(hour, 30, end);
            }
            Some(DateWord::Half) => {
                let (hour, end) = self.ordinal(at + 1)?;
                return whole(if hour == 1 { 12 } else { hour.checked_sub(1)? }, 30, end);
            }
            Some(DateWord::Quarter) if self.is(at + 1, &["past", "to"]) => {
                let (hour, end) = self.number(at + 2)?;
                return if self.is(at + 1, &["past"]) {
                    whole(hour, 15, end)
                } else {
                    whole(hour.checked_sub(1)?, 45, end)
                };
            }
            Some(DateWord::Quarter) => {
                let (hour, end) = self.ordinal(at + 1)?;
                return whole(hour.checked_sub(1)?, 15, end);
            }
            _ => {}
        }
        // "Twenty past five", "ten to six"
        const MINUTES: &[u32] = &[5, 10, 20, 25];
        let minutes = self.number(at).filter(|(n, _)| MINUTES.contains(n) && self.tokens.number(at).is_none());
        if let Some((minute, next)) = minutes.filter(|(_, next)| self.lang == Lang::En && self.is(*next, &["past"])) {
            let (hour, end) = self.number(next + 1).filter(|(h, _)| *h <= 12)?;
            return whole(hour, minute, end);
        }
        let to = minutes.filter(|(_, next)| self.lang == Lang::En && self.is(*next, &["to"]) && self.is_before(at, AT));
        if let Some((minute, next)) = to {
            let (hour, end) = self.number(next + 1).filter(|(h, _)| *h <= 12)?;
            return whole(hour.checked_sub(1)?, 60 - minute, end);
        }
        // «в двадцать минут девятого»
        if self.lang == Lang::Ru
            && let Some((minute, next)) = self.number(at).filter(|(n, _)| *n < 60)
            && self.is(next, &["минут"])
            && let Some((hour, end)) = self.ordinal(next + 1)
            && hour <= 12
        {
            return whole(if hour == 1 { 12 } else { hour - 1 }, minute, end);
        }
        // «без двадцати пять», «без десяти минут шесть»
        if self.is(at, &["без"])
            && let Some((minute, next)) = self.number(at + 1).filter(|(n, _)| MINUTES.contains(n))
        {
            let next = next + usize::from(self.is(next, &["минут"]));
            let (hour, end) = self.number(next).filter(|(h, _)| *h <= 12)?;
            return whole(hour.checked_sub(1)?, 60 - minute, end);
        }
        if self.is(at, &["без"]) && self.date(at + 1) == Some(DateWord::Quarter) {
            let (hour, end) = self.number(at + 2)?;
            return whole(hour.checked_sub(1)?, 45, end);
        }
        None
    }

    fn hour(&self, at: usize) -> Option<Hour> {
        let (hour, mut end) = match self.date(at) {
            Some(DateWord::Unit(Unit::Hour))
                if self.lang == Lang::Ru && self.is(at, &["час", "часу"]) && self.is_before(at, &["в", "к", "до"]) =>
            {
                (1, at)
            }
            _ => self.number(at).filter(|(h, _)| *h <= 24)?,
        };
        if hour > 24
            || self.tokens.digits(at) > 2 && self.tokens.number(at).is_some()
            || self.is(at, &["a", "an", "o", "un"])
        {
            return None;
        }
        let mut found = Hour { hour, minute: 0, sure: hour > 12, plain: false, end };
        let glued = |at: usize| self.tokens.is_glued(at);
        let minute =
            self.tokens.number(end + 1).filter(|m| *m < 60 && self.tokens.digits(end + 1) == 2 && glued(end + 1));
        if let (Some(sign @ (':' | '.' | '-')), Some(minute)) = (self.tokens.mark(end).filter(|_| glued(end)), minute)
            && (sign == ':' || self.is_before(at, AT) || self.is_before(at, &["and", "to", "till"]))
            && !(sign == '-' && self.is_before(at, &["intre", "между", "between", "с"]))
        {
            found.minute = minute;
            end += 2;
            found.plain = true;
            found.sure |= sign == ':' && (self.lang != Lang::En || self.tokens.digits(at) == 2);
        } else if self.lang == Lang::En
            && matches!(self.date(end), Some(DateWord::Number(15 | 20 | 30 | 40 | 45)))
            && self.is_before(at, &["at", "by"])
        {
            found.minute = self.number(end)?.0;
            found.plain = true;
            end += 1;
        }
        // "la zece jumate", "la zece jumătate"
        if self.lang == Lang::Ro && self.date(end) == Some(DateWord::Half) {
            found.minute = 30;
            found.plain = true;
            end += 1;
        } else if self.is(end, &["si"]) && self.date(end + 1) == Some(DateWord::Half) {
            found.minute = 30;
            found.plain = true;
            end += 2;
        } else if self.is(end, &["si"]) && self.is(end + 1, &["un"]) && self.date(end + 2) == Some(DateWord::Quarter) {
            found.minute = 15;
            end += 3;
        } else if self.is(end, &["fara"]) && self.is(end + 1, &["un"]) && self.date(end + 2) == Some(DateWord::Quarter)
        {
            found.hour = found.hour.checked_sub(1)?;
            found.minute = 45;
            end += 3;
        }
        if self.is_before(at, &["ora", "orele"]) {
            found.plain = true;
        }
        // "p.m." and "a.m."
        let dotted = self.is(end, &["a", "p"]) && self.tokens.mark(end + 1) == Some('.') && self.is(end + 2, &["m"]);
        let half = match self.date(end) {
            Some(DateWord::Am) => Some((false, end + 1)),
            Some(DateWord::Pm) => Some((true, end + 1)),
            _ if dotted => Some((self.is(end, &["p"]), end + 3 + usize::from(self.tokens.mark(end + 3) == Some('.')))),
            _ => None,
        };
        if let Some((is_pm, after)) = half {
            found.hour = if is_pm { found.hour % 12 + 12 } else { found.hour % 12 };
            (found.sure, found.plain, end) = (true, true, after);
        } else if self.date(end) == Some(DateWord::OClock) {
            (found.plain, end) = (true, end + 1);
        } else if self.is(end, &["ноль"]) && self.is(end + 1, &["ноль"])
            || self.is(end, &["o"]) && self.date(end + 1) == Some(DateWord::OClock)
        {
            (found.plain, end) = (true, end + 2);
        } else if matches!(self.date(end), Some(DateWord::Unit(Unit::Hour))) || self.is(end, &["ч", "h"]) {
            // «в 18 часов»; "in 3 hours" was read as a distance before.
            if self.lang == Lang::Ru && (self.is_before(at, AT) || self.is_before(at, TO)) || self.is(end, &["h"]) {
                (found.plain, end) = (true, end + 1);
                if self.tokens.mark(end) == Some('.') && self.tokens.items.get(end + 1).is_some() {
                    end += 1;
                }
            }
        } else if self.lang == Lang::Ru
            && (self.is(end, &["утра", "вечера"]) || (self.is(end, &["дня"]) && self.is_before(at, AT)))
        {
            found.plain = true;
        }
        found.end = end;
        Some(found)
    }

    /// The half of the day from "in the evening", «вечера», "seara"; without it an office hour.
    fn with_day_part(&self, mut hour: Hour) -> (Hour, usize) {
        let mut end = hour.end;
        let mut at = end;
        while self.is(
            at,
            &[
                "in",
                "the",
                "tomorrow",
                "today",
                "tonight",
                "tonite",
                "diseara",
                "deseara",
                "this",
                "завтра",
                "сегодня",
                "maine",
                "azi",
                "dupa",
            ],
        ) {
            at += 1;
        }
        let part = match self.date(at) {
            Some(DateWord::Part(part)) => Some(part),
            Some(DateWord::Noon) if self.is_before(at, &["dupa"]) => Some(DayPart::Afternoon),
            Some(DateWord::Unit(Unit::Day)) if at == end && self.is(at, &["дня"]) => Some(DayPart::Afternoon),
            _ => {
                let is_tonight = self.is_before(at, &["tonight", "tonite", "diseara", "deseara"]);
                self.date(at.wrapping_sub(1)).filter(|_| is_tonight).map(|_| DayPart::Evening)
            }
        };
        if let Some(part) = part {
            if !hour.sure && part != DayPart::Morning && part != DayPart::Some && hour.hour < 12 {
                hour.hour += 12;
            }
            hour.sure |= part != DayPart::Some;
            if at == end || (self.is(at, &["amiaza"]) && at == end + 1) {
                end = at + 1;
            }
        }
        (hour, end)
    }

    /// Nothing is counted by the number before this place.
    fn stands_alone(&self, at: usize) -> bool {
        let word = self.tokens.word(at);
        let is_sign = matches!(self.tokens.mark(at), Some('%' | '€' | '$' | '£' | '₽' | ':' | '.' | '/'))
            && self.tokens.number(at + 1).is_some()
            || matches!(self.tokens.mark(at), Some('%' | '€' | '$' | '£' | '₽'));
        const FREE: &[&str] = &[
            "на",
            "в",
            "по",
            "о",
            "у",
            "с",
            "до",
            "к",
            "at",
            "on",
            "in",
            "by",
            "with",
            "to",
            "from",
            "for",
            "the",
            "my",
            "your",
            "our",
            "la",
            "pe",
            "va",
            "vi",
            "v",
            "ne",
            "cu",
            "din",
            "de",
            "ti",
            "iti",
            "imi",
            "il",
            "ii",
            "le",
            "te",
            "ma",
            "ai",
            "e",
            "sharp",
            "instead",
            "again",
            "prompt",
            "please",
            "u",
            "fix",
            "punct",
            "latest",
            "ровно",
            "dvs",
            "dumneavoastra",
            "вам",
            "вас",
            "ему",
            "ей",
            "её",
            "его",
            "их",
            "сам",
            "сама",
        ];
        if is_sign {
            return false;
        }
        if word.is_empty() {
            return self.tokens.number(at).is_none();
        }
        let is_known = self.tokens.tags(at) != Tags::NONE || FREE.contains(&word);
        let is_unit = matches!(self.date(at), Some(DateWord::Unit(_) | DateWord::Working | DateWord::Month(_)));
        // "la nouă ușa": what is counted would have no article.
        let is_definite =
            self.lang == Lang::Ro && ["a", "ul", "le", "ii"].iter().any(|e| word.len() > 3 && word.ends_with(e));
        (is_known || is_definite || self.date(at).is_some()) && !is_unit && !(self.lang == Lang::Ro && word == "de")
    }
}
