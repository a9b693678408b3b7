//! Days of the calendar: "14 March", "25.11.", "2026-11-25", «двадцатого ноября», "the 14th", "in December".

use jiff::civil::Date;

use super::scan::{Found, Scan, What};
use super::words::{DateWord, Unit};
use crate::letter::promises::lexicon::{Lang, Tags};

/// How long a day without a year counts as just passed, and not as the next year's.
const LATELY_DAYS: i32 = 60;

impl Scan<'_> {
    pub fn calendar(&self, at: usize) -> Found {
        let found = self
            .iso(at)
            .or_else(|| self.dotted(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.named_month(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.day_of_month(at));
        found.map(|(day, end)| (What::Day(day), end))
    }

    /// 2026-11-25
    fn iso(&self, at: usize) -> Option<(Date, usize)> {
        let sign = |at: usize| self.tokens.mark(at) == Some('-') && self.tokens.is_glued(at);
        let glued = |at: usize| self.tokens.number(at).filter(|_| self.tokens.is_glued(at));
        let year = self.tokens.number(at).filter(|_| self.tokens.digits(at) == 4)?;
        if !sign(at + 1) || !sign(at + 3) {
            return None;
        }
        Some((date(year, glued(at + 2)?, glued(at + 4)?)?, at + 5))
    }

    /// 25.11, 25.11.26, 25.11.2026, 25/11/2026
    fn dotted(&self, at: usize) -> Option<(Date, usize)> {
        let day = self.tokens.number(at).filter(|_| self.tokens.digits(at) <= 2)?;
        let sign = self.tokens.mark(at + 1).filter(|m| matches!(m, '.' | '/') && self.tokens.is_glued(at + 1))?;
        let month = self.tokens.number(at + 2).filter(|_| self.tokens.is_glued(at + 2))?;
        let continues = |at: usize| self.tokens.mark(at) == Some(sign) && self.tokens.is_glued(at);
        let before = at.checked_sub(1).and_then(|b| self.tokens.mark(b));
        if before.is_some_and(|b| matches!(b, '.' | '/' | '$' | '€' | '£' | ':')) && self.tokens.is_glued(at) {
            return None;
        }
        let year = self.tokens.number(at + 4).filter(|_| continues(at + 3) && self.tokens.is_glued(at + 4));
        // "04/30/2027" is American.
        let (day, month) = if sign == '/' && month > 12 && day <= 12 { (month, day) } else { (day, month) };
        match (year, self.tokens.digits(at + 4)) {
            (Some(year), 4) => Some((date(year, month, day)?, at + 5)),
            (Some(year), 2) => Some((date(year + 2000, month, day)?, at + 5)),
            (Some(_), _) => None,
            (None, _) if self.tokens.digits(at + 2) != 2 || self.is_money(at + 3) || self.is_hour_with_minutes(at) => {
                None
            }
            (None, _) => Some((self.nearest_year(month, day)?, at + 3)),
        }
    }

    fn is_money(&self, at: usize) -> bool {
        const MONEY: &[&str] =
            &["руб", "рублей", "рубля", "р", "лей", "евро", "грн", "lei", "leu", "ron", "eur", "usd", "gbp"];
        self.is(at, MONEY) || self.tokens.mark(at).is_some_and(|m| matches!(m, '€' | '$' | '£' | '₽' | '%'))
    }

    /// «в 9.10» is an hour, not the ninth of October.
    fn is_hour_with_minutes(&self, at: usize) -> bool {
        self.is_before(at, &["в", "at", "ora", "orele"]) && self.tokens.number(at).is_some_and(|h| h < 24)
    }

    /// 14 March 2026, 14th of March, «20-го ноября», «двадцатого ноября», "douăzeci noiembrie"
    fn day_month(&self, at: usize) -> Option<(Date, usize)> {
        self.last_of_days(at).or_else(|| self.one_day_month(at))
    }

    /// "16 and 18 March", «с 24 по 26 ноября»: the last.
    fn last_of_days(&self, at: usize) -> Option<(Date, usize)> {
        const TO: &[&str] = &["and", "to", "or", "и", "по", "до", "или", "si", "sau", "la", "pana", "pina", "until"];
        let (_, next) = self.ordinal(at).or_else(|| self.number(at).filter(|(n, _)| (1..=31).contains(n)))?;
        let next = if self.is_ordinal_ending(next) { next + 1 } else { next };
        let joins = matches!(self.tokens.mark(next), Some('-' | '–' | '—')) || self.is(next, TO);
        if joins { self.one_day_month(next + 1) } else { None }
    }

    fn one_day_month(&self, at: usize) -> Option<(Date, usize)> {
        let (day, mut next) = self.ordinal(at).or_else(|| self.number(at))?;
        if self.is_ordinal_ending(next) {
            next += 1;
        }
        if self.is(next, &["of", "числа"]) {
            next += 1;
        }
        let Some(DateWord::Month(month)) = self.date(next) else { return None };
        self.with_year(u32::try_from(month).ok()?, day, next + 1)
    }

    /// March 14th, 2026; "March the fourteenth"
    fn month_day(&self, at: usize) -> Option<(Date, usize)> {
        let Some(DateWord::Month(month)) = self.date(at) else { return None };
        if self.lang != Lang::En {
            return None;
        }
        let mut next = at + 1;
        if self.tokens.mark(next) == Some('.') || self.is(next, &["the"]) {
            next += 1;
        }
        let written =
            |at: usize| self.tokens.number(at).filter(|_| self.tokens.digits(at) <= 2).map(|day| (day, at + 1));
        let (day, mut end) = self.ordinal(next).or_else(|| written(next))?;
        if self.is_ordinal_ending(end) {
            end += 1;
        }
        let is_hour = self.tokens.mark(end) == Some(':') || matches!(self.date(end), Some(DateWord::Am | DateWord::Pm));
        if is_hour { None } else { self.with_year(u32::try_from(month).ok()?, day, end) }
    }

    fn is_ordinal_ending(&self, at: usize) -> bool {
        self.tokens.is_glued(at) && self.is(at, &["st", "nd", "rd", "th", "го", "ого", "е", "ое", "му", "lea"])
    }

    /// The day with the year that may follow: "2026", ", 2026", «2026 года».
    fn with_year(&self, month: u32, day: u32, after: usize) -> Option<(Date, usize)> {
        let at = match self.tokens.mark(after) {
            Some(',' | '.') => after + 1,
            _ => after,
        };
        if let Some(end) = self.next_year(after) {
            let year = u32::from(self.today().year().unsigned_abs()) + 1;
            return Some((date(year, month, day)?, end));
        }
        let year = self.tokens.number(at).filter(|y| (2000..2100).contains(y) && self.tokens.digits(at) == 4);
        let Some(year) = year else { return Some((self.nearest_year(month, day)?, after)) };
        let end = if self.is(at + 1, &["года", "г", "году"]) { at + 2 } else { at + 1 };
        Some((date(year, month, day)?, end))
    }

    /// "next year", «следующего года», "anul viitor": where it ends.
    fn next_year(&self, at: usize) -> Option<usize> {
        let at = at + usize::from(self.is(at, &["al", "a", "of", "in"]));
        let is_pair =
            |first: DateWord, second: DateWord| self.date(at) == Some(first) && self.date(at + 1) == Some(second);
        let year = DateWord::Unit(Unit::Year);
        (is_pair(DateWord::Next, year) || is_pair(year, DateWord::Next)).then_some(at + 2)
    }

    /// "in December", "by the end of November", «в середине марта»: the latest day.
    fn named_month(&self, at: usize) -> Option<(Date, usize)> {
        let Some(DateWord::Month(month)) = self.date(at) else { return None };
        let before = (at.saturating_sub(3)..at).rev().find_map(|b| match self.date(b) {
            Some(word @ (DateWord::End | DateWord::Begin | DateWord::Middle)) => Some(word),
            _ => None,
        });
        const IN: &[&str] = &["течение", "в", "до", "к", "in", "during", "by", "luna", "of", "late", "until"];
        let in_course = self.is_before(at, &["lunii"]) && self.is_before(at - 1, &["cursul", "parcursul"]);
        if before.is_none()
            && !in_course
            && !(self.is_before(at, IN) && (self.lang != Lang::En || self.tokens.is_capital(at)))
        {
            return None;
        }
        if self.is_before(at, &["of"]) && !self.is_before(at - 1, &["course"]) && before.is_none() {
            return None;
        }
        let month = u32::try_from(month).ok()?;
        let first = self.nearest_year(month, 1)?;
        let first = if first.last_of_month() < self.today() {
            date(first.year().unsigned_abs().into(), month, 1)?.checked_add(jiff::ToSpan::years(1)).ok()?
        } else {
            first
        };
        if let Some(found) = self.day_behind(month, at + 1) {
            return Some(found);
        }
        if self.date(at + 1) == Some(DateWord::Last) {
            return None;
        }
        let last = first.last_of_month();
        // "By June", «до июня», "până în iunie": June itself is too late.
        let is_limit = self.is_before(at, &["by", "before", "до", "к"])
            || self.is_before(at, &["in"]) && self.is_before(at - 1, &["pana", "pina"]);
        if before.is_none() && is_limit && first > self.today() {
            return Some((first.yesterday().ok()?, at + 1));
        }
        let day = match before {
            Some(DateWord::Begin) => 10,
            Some(DateWord::Middle) => 15,
            _ => last.day(),
        };
        Some((Date::new(last.year(), last.month(), day).ok()?, at + 1))
    }

    /// «в декабре, пятого числа»: the day stands behind its month.
    fn day_behind(&self, month: u32, after: usize) -> Option<(Date, usize)> {
        let at = if self.tokens.mark(after) == Some(',') { after + 1 } else { after };
        let (day, end) = self.ordinal(at).or_else(|| self.number(at))?;
        let end = if self.is_ordinal_ending(end) { end + 1 } else { end };
        if self.is(end, &["числа"]) { Some((self.nearest_year(month, day)?, end + 1)) } else { None }
    }

    /// "next month", «в следующем месяце», "luna viitoare" close by.
    fn is_next_month_near(&self, at: usize) -> bool {
        const REACH: usize = 5;
        let is_next = |i: usize| self.date(i) == Some(DateWord::Next);
        let is_month = |i: usize| self.date(i) == Some(DateWord::Unit(Unit::Month));
        (at.saturating_sub(REACH)..at + REACH).any(|i| is_next(i) && is_month(i + 1) || is_month(i) && is_next(i + 1))
    }

    fn holiday(&self, at: usize) -> Option<(Date, usize)> {
        // "Before Christmas Eve" ends the day before it.
        let is_before = self.lang == Lang::En && self.is_before(at, &["before"])
            || self.lang == Lang::Ro && self.is_before(at, &["de"]) && self.is_before(at - 1, &["inainte"]);
        let feast = |month: u32, day: u32, end: usize| {
            let day = self.nearest_year(month, day)?;
            Some((if is_before { day.yesterday().ok()? } else { day }, end))
        };
        let is = |back: usize, words: &[&str]| self.is(at + back, words);
        match self.date(at) {
            Some(DateWord::Christmas) if is(1, &["eve"]) => feast(12, 24, at + 2),
            Some(DateWord::Christmas) if self.is_before(at, &["ajunul"]) || is(0, &["craciunului"]) => {
                Some((self.nearest_year(12, 24)?, at + 1))
            }
            Some(DateWord::Christmas) => feast(12, 25, at + 1),
            _ if is(0, &["boxing"]) && is(1, &["day"]) => feast(12, 26, at + 2),
            _ if is(0, &["new"]) && is(1, &["year"]) && self.tokens.is_capital(at + 1) => {
                let next = at + 2 + usize::from(is(2, &["'s"]));
                let (is_eve, is_day) = (self.is(next, &["eve"]), self.is(next, &["day"]));
                let is_limit = self.is_before(at, &["by", "before"])
                    || self.is_before(at, &["the"]) && self.is_before(at - 1, &["by", "before"]);
                match (is_eve, is_day) {
                    (true, _) => feast(12, 31, next + 1),
                    (_, true) => feast(1, 1, next + 1),
                    _ => is_limit.then_some((self.nearest_year(12, 31)?, at + 2)),
                }
            }
            Some(DateWord::NewYear) => Some((self.nearest_year(12, 31)?, at + 1)),
            _ if self.is(at, &["нового", "новому"]) && self.is(at + 1, &["года", "году"]) => {
                Some((self.nearest_year(12, 31)?, at + 2))
            }
            _ if self.is(at, &["anul"]) && self.is(at + 1, &["nou"]) => Some((self.nearest_year(12, 31)?, at + 2)),
            _ => None,
        }
    }

    /// "the 14th", «14-го», "pe 14": of this month, or of the next.
    fn day_of_month(&self, at: usize) -> Option<(Date, usize)> {
        if self.tokens.number(at).is_none()
            && !matches!(self.date(at), Some(DateWord::Number(_) | DateWord::Ordinal(_)))
        {
            return None;
        }
        let of_next_month = self.is_next_month_near(at);
        let (day, next) = match self.ordinal(at) {
            Some((day, next)) if day > 3 || of_next_month || self.is(next, &["числа"]) => (day, next),
            None if self.lang == Lang::Ro && self.is_before(at, &["pe"]) => self.number(at)?,
            _ => (self.tokens.number(at).filter(|_| self.tokens.digits(at) <= 2)?, at + 1),
        };
        let end = if self.is_ordinal_ending(next) { next + 1 } else { next };
        // "the ninth month", "the fourth time"
        let counts = matches!(self.date(end), Some(DateWord::Unit(_))) || self.is(end, &["time", "times"]);
        if self.lang == Lang::En && counts {
            return None;
        }
        let is_name = self.lang == Lang::En && self.tokens.is_capital(end);
        let stands_alone = self.tokens.number(end).is_none() && (of_next_month || is_name || !self.is_other_word(end));
        let is_day = match self.lang {
            Lang::Ru => {
                // «двадцатого пустим»: nothing but a day can stand before a verb.
                let before_verb = self.tokens.number(at).is_none()
                    && self.is_ended(at, "ого")
                    && !matches!(self.date(at.wrapping_sub(1)), Some(DateWord::Half | DateWord::Quarter))
                    && self.tokens.tags(end).any(Tags::WILL_DO | Tags::WILL_BE_DONE | Tags::DO_NOW | Tags::GUESS);
                const FREE: &[&str] = &[
                    "с",
                    "в",
                    "к",
                    "до",
                    "после",
                    "вам",
                    "вас",
                    "у",
                    "на",
                    "мы",
                    "я",
                    "утром",
                    "днем",
                    "вечером",
                    "наш",
                    "наша",
                    "наши",
                ];
                let opens = self.tokens.number(at).is_none()
                    && self.is_ended(next - 1, "ого")
                    && (at == 0 || self.tokens.mark(at - 1).is_some() || self.is_before(at, &["до", "с"]))
                    && (self.is(end, FREE) || self.tokens.mark(end) == Some(','));
                let by_then = self.is_before(at, &["к"])
                    && (self.is_ended(at, "ому") || self.is_ended(at, "ему"))
                    && stands_alone;
                // «до двадцать пятого холодильник»: what an ordinal counts would stand in the genitive.
                let by_day = self.is_before(at, &["до"])
                    && self.is_ended(next - 1, "ого")
                    && !self.tokens.word(end).ends_with(['а', 'я', 'у', 'ю', 'и', 'ы']);
                // «не позже 30-го залог вернётся»
                let is_latest = end > next
                    && self.is(next, &["го", "ого"])
                    && (self.is_before(at, &["позже", "позднее"])
                        || self.is_before(at, &["до"])
                            && !self.tokens.word(end).ends_with(['а', 'я', 'у', 'ю', 'и', 'ы']));
                // «прицепит вагон двадцатого»
                const OF: &[&str] = &["для", "без", "от", "из", "около", "кроме", "после", "у", "и"];
                let closes = self.tokens.number(at).is_none()
                    && self.is_ended(next - 1, "ого")
                    && self.tokens.word(end).is_empty()
                    && self.tokens.number(end).is_none()
                    && !self.is_before(at, OF)
                    && !matches!(
                        self.date(at.wrapping_sub(1)),
                        Some(DateWord::Half | DateWord::Quarter | DateWord::Unit(_) | DateWord::Number(_))
                    )
                    && !self.is_before(at, &["минут", "час", "этаж", "этажа", "дома", "класса"]);
                before_verb
                    || is_latest
                    || closes
                    || by_day
                    || opens
                    || by_then
                    || self.is(end, &["числа", "числу"])
                    || (end > next && self.is(next, &["го", "ого", "му"]) && stands_alone)
                    || (end > next && self.is(next, &["е", "ое"]) && self.is_before(at, &["на"]) && stands_alone)
            }
            Lang::En => {
                let is_ordinal = end > next || self.tokens.number(at).is_none();
                is_ordinal && stands_alone && self.is_before(at, &["the", "on", "by"])
            }
            Lang::Ro => {
                let of_date = self.is_before(at, &["de"]) && self.is_before(at - 1, &["data"]);
                // "Nu mai târziu de 30": no hour.
                let is_latest = self.is_before(at, &["de"])
                    && self.is_before(at - 1, &["tarziu"])
                    && day > 24
                    && !matches!(self.date(end), Some(DateWord::Unit(_) | DateWord::Month(_)));
                of_date
                    || is_latest
                    || (self.is_before(at, &["pe"]) && stands_alone && self.tokens.mark(end) != Some('%'))
            }
        };
        if !is_day {
            return None;
        }
        let end = if self.is(end, &["числа", "числу"]) { end + 1 } else { end };
        let (day, end) = self.later_day(end).filter(|(later, _)| *later > day).unwrap_or((day, end));
        let day = i8::try_from(day).ok()?;
        let first = self.today().first_of_month();
        let in_month = |first: Date| Date::new(first.year(), first.month(), day).ok();
        let this = in_month(first).filter(|d| *d >= self.today() && !of_next_month);
        Some((this.or_else(|| in_month(first.last_of_month().tomorrow().ok()?))?, end))
    }

    /// "the 15th or 16th", "pe 15 sau 16": the last.
    fn later_day(&self, at: usize) -> Option<(u32, usize)> {
        let joins = self.is(at, &["or", "to", "или", "sau", "-", "–"]);
        let next = at + 1 + usize::from(self.is(at + 1, &["the"]));
        let day = self.tokens.number(next).filter(|day| joins && *day <= 31 && self.tokens.digits(next) <= 2)?;
        let end = next + 1;
        match (self.lang, self.is_ordinal_ending(end)) {
            (_, true) => Some((day, end + 1)),
            (Lang::Ro, _) if self.tokens.number(end).is_none() && !self.is_other_word(end) => Some((day, end)),
            _ => None,
        }
    }

    fn is_ended(&self, at: usize, ending: &str) -> bool {
        self.tokens.word(at).ends_with(ending)
    }

    /// A word that the number before it counts: "14 boxes".
    fn is_other_word(&self, at: usize) -> bool {
        !self.tokens.word(at).is_empty()
            && self.tokens.tags(at) == Tags::NONE
            && self.date(at).is_none()
            && !self.is(
                at,
                &[
                    "at", "by", "between", "la", "in", "with", "to", "vi", "v", "ne", "ti", "before", "and", "or", "в",
                    "до", "к", "с", "на", "у", "по", "мы", "я", "вам", "он", "она", "они",
                ],
            )
    }

    /// A day without a year is the coming one, unless it passed only lately: then the letter names a date in the past.
    fn nearest_year(&self, month: u32, day: u32) -> Option<Date> {
        let year = u32::try_from(self.today().year()).ok()?;
        let this = date(year, month, day);
        let passed = this.and_then(|d| self.today().since(d).ok()).map(|s| s.get_days());
        match passed {
            Some(days) if days > LATELY_DAYS => date(year + 1, month, day),
            _ => this.or_else(|| date(year + 1, month, day)),
        }
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
