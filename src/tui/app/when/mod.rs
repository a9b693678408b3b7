//! Times as people type them, in Russian, English and Romanian alike: "2h", "завтра 10", "mâine 9", "пт 18:00", "14.03",
//! "14 марта 15:00", "2026-03-14".
//!
//! A day without a time of day is a whole day. Not its duty: whether the day suits (`app::acts` warns).

#[cfg(test)]
mod tests;
mod words;

use jiff::civil::{Date, Time, time};
use jiff::{ToSpan, Zoned};

use crate::model::Due;
use crate::text::fold;
use words::{FILLERS, NEAR_DAYS, ONCE, PARTS, Unit, month, unit, weekday};

/// Which of two readings is meant: "14.03" in a plan is the next one, in a report the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    Future,
    Past,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// No time can be read in it.
    NotATime,
    /// A clear time, on the wrong side of now.
    Past,
    Future,
}

/// Reads a time in the zone of `now`.
///
/// # Errors
/// [`Unclear`]; with [`Lean::Future`] nothing before now is accepted, with [`Lean::Past`] nothing after it.
pub fn read(text: &str, now: &Zoned, lean: Lean) -> Result<Due, Unclear> {
    let due = read_any(text, now, lean).ok_or(Unclear::NotATime)?;
    let local = due.local();
    match lean {
        Lean::Future if due.is_over(now.timestamp()) => Err(Unclear::Past),
        Lean::Past if local.date() > now.date() => Err(Unclear::Future),
        _ => Ok(due),
    }
}

/// The same without asking whether it lies before or after now: a term that may have passed.
pub fn read_any(text: &str, now: &Zoned, lean: Lean) -> Option<Due> {
    let mut reading =
        Reading { now, lean, tokens: tokens(text)?, at: 0, day: None, time: None, days: 0, minutes: None };
    while reading.at < reading.tokens.len() {
        reading.step()?;
    }
    reading.finish()
}

/// A first reading of the text: numbers with their inner signs, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(String),
    Word(String),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let folded = fold(text.trim());
    let mut tokens = Vec::new();
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let inner = |c: char| if digits { c.is_ascii_digit() || ".:/-".contains(c) } else { c.is_alphabetic() };
        if !digits && !first.is_alphabetic() {
            if !(first.is_whitespace() || ",.-".contains(first)) {
                return None;
            }
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|c| !inner(c)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        tokens.push(if digits {
            Token::Number(piece.trim_end_matches(['.', '-', ':', '/']).to_owned())
        } else {
            Token::Word(piece.to_owned())
        });
        rest = after;
    }
    (!tokens.is_empty() && tokens.len() <= 12).then_some(tokens)
}

struct Reading<'a> {
    now: &'a Zoned,
    lean: Lean,
    tokens: Vec<Token>,
    at: usize,
    day: Option<Date>,
    time: Option<Time>,
    days: i64,
    /// Set when hours or minutes were counted from now.
    minutes: Option<i64>,
}

impl Reading<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn number(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some(Token::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// Reads the next one to three tokens; none when they mean no time.
    fn step(&mut self) -> Option<()> {
        match self.tokens[self.at].clone() {
            Token::Number(number) => self.step_number(&number),
            Token::Word(word) => self.step_word(&word),
        }
    }

    fn step_number(&mut self, number: &str) -> Option<()> {
        self.at += 1;
        if let Ok(n) = number.parse::<u16>() {
            return self.whole_number(n);
        }
        if number.contains(':') {
            let clock = clock(number, ':')?;
            return self.set_time(clock);
        }
        if let Some(day) = self.written_date(number) {
            return self.set_day(day);
        }
        let clock = clock(number, '.')?;
        self.set_time(clock)
    }

    fn whole_number(&mut self, n: u16) -> Option<()> {
        let next = self.word(self.at).map(ToOwned::to_owned);
        if let Some(unit) = next.as_deref().and_then(unit) {
            self.at += 1;
            return self.count(i64::from(n), unit);
        }
        if let Some(month) = next.as_deref().and_then(month) {
            self.at += 1;
            let year = self.number(self.at).and_then(|y| y.parse::<i16>().ok()).filter(|y| (2000..2200).contains(y));
            self.at += usize::from(year.is_some());
            let day = i8::try_from(n).ok()?;
            let day = match year {
                Some(year) => Date::new(year, month, day).ok()?,
                None => self.nearest(month, day)?,
            };
            return self.set_day(day);
        }
        let hour = match next.as_deref() {
            Some("am") => Some(n % 12).filter(|_| (1..=12).contains(&n)),
            Some("pm") => Some(n % 12 + 12).filter(|_| (1..=12).contains(&n)),
            _ => Some(n),
        }?;
        self.at += usize::from(matches!(next.as_deref(), Some("am" | "pm")));
        self.set_time(Time::new(i8::try_from(hour).ok()?, 0, 0, 0).ok()?)
    }

    fn step_word(&mut self, word: &str) -> Option<()> {
        self.at += 1;
        let today = self.now.date();
        if FILLERS.contains(&word) {
            // "через час", "in a week": the unit alone counts once.
            let unit = self.word(self.at).filter(|_| ONCE.contains(&word)).and_then(unit);
            return match unit {
                Some(unit) => {
                    self.at += 1;
                    self.count(1, unit)
                }
                None => Some(()),
            };
        }
        if let Some((_, days)) = NEAR_DAYS.iter().find(|(w, _)| *w == word) {
            return self.set_day(today.checked_add(days.days()).ok()?);
        }
        if let Some((_, hour)) = PARTS.iter().find(|(w, _)| *w == word) {
            if ["tonight", "diseara"].contains(&word) {
                self.day.get_or_insert(today);
            }
            return self.set_time(time(*hour, 0, 0, 0));
        }
        let weekday = weekday(word)?;
        let away = match self.lean {
            Lean::Future => i64::from(today.weekday().until(weekday)),
            Lean::Past => -i64::from(today.weekday().since(weekday)),
        };
        self.set_day(today.checked_add(away.days()).ok()?)
    }

    fn count(&mut self, n: i64, unit: Unit) -> Option<()> {
        match unit {
            Unit::Minute => self.minutes = Some(self.minutes.unwrap_or(0).checked_add(n)?),
            Unit::Hour => self.minutes = Some(self.minutes.unwrap_or(0).checked_add(n.checked_mul(60)?)?),
            Unit::Day => self.days += n,
            Unit::Week => self.days += n * 7,
        }
        Some(())
    }

    fn set_day(&mut self, day: Date) -> Option<()> {
        self.day.replace(day).is_none().then_some(())
    }

    /// A later, exacter time of day replaces "evening".
    fn set_time(&mut self, at: Time) -> Option<()> {
        let rough = self.time.is_none_or(|t| t.minute() == 0 && PARTS.iter().any(|(_, h)| *h == t.hour()));
        rough.then(|| self.time = Some(at))
    }

    /// "14.03", "14/03/2026", "2026-03-14"
    fn written_date(&self, number: &str) -> Option<Date> {
        let parts: Vec<&str> = number.split(['.', '/', '-']).collect();
        match parts[..] {
            [year, month, day] if year.len() == 4 => {
                Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
            }
            [day, month, year] => {
                let year: i16 = year.parse().ok()?;
                Date::new(if year < 100 { 2000 + year } else { year }, month.parse().ok()?, day.parse().ok()?).ok()
            }
            [day, month] => self.nearest(month.parse().ok()?, day.parse().ok()?),
            _ => None,
        }
    }

    /// The day of a month without a year, on the side of today that is meant.
    fn nearest(&self, month: i8, day: i8) -> Option<Date> {
        let today = self.now.date();
        let years = match self.lean {
            Lean::Future => [today.year(), today.year() + 1],
            Lean::Past => [today.year(), today.year() - 1],
        };
        let fits = |d: &Date| if self.lean == Lean::Future { *d >= today } else { *d <= today };
        years.into_iter().filter_map(|year| Date::new(year, month, day).ok()).find(fits)
    }

    fn finish(self) -> Option<Due> {
        let zone = self.now.time_zone().iana_name().unwrap_or("UTC").to_owned();
        let back = if self.lean == Lean::Past { -1 } else { 1 };
        if let Some(minutes) = self.minutes {
            if self.day.is_some() || self.time.is_some() {
                return None;
            }
            let at = self.now.checked_add((back * self.days).days().minutes(back * minutes)).ok()?;
            return Some(Due::instant(at.timestamp(), &zone));
        }
        let counted = (self.days != 0).then(|| self.now.date().checked_add((back * self.days).days()));
        let day = match (self.day, counted) {
            (Some(_), Some(_)) => return None,
            (day, None) => day,
            (None, Some(day)) => Some(day.ok()?),
        };
        let Some(at) = self.time else { return day.map(|d| self.whole_day(d, &zone)) };
        let clock = |d: Date| d.to_datetime(at).to_zoned(self.now.time_zone().clone()).ok();
        let moment = match day {
            Some(day) => clock(self.not_over(day, at))?,
            None => {
                let today = clock(self.now.date())?;
                match self.lean {
                    Lean::Future if today <= *self.now => clock(self.now.date().tomorrow().ok()?)?,
                    Lean::Past if today > *self.now => clock(self.now.date().yesterday().ok()?)?,
                    _ => today,
                }
            }
        };
        Some(Due::instant(moment.timestamp(), &zone))
    }

    fn whole_day(&self, day: Date, zone: &str) -> Due {
        // A weekday's own name, said on that day without a time, means the one to come.
        Due::day(if self.named_today(day) { self.a_week_on(day) } else { day }, zone)
    }

    /// "mon 10:00" on a Monday afternoon is the Monday to come.
    fn not_over(&self, day: Date, at: Time) -> Date {
        let over = if self.lean == Lean::Future { at <= self.now.time() } else { at > self.now.time() };
        if self.named_today(day) && over { self.a_week_on(day) } else { day }
    }

    fn named_today(&self, day: Date) -> bool {
        day == self.now.date() && self.tokens.iter().any(|t| matches!(t, Token::Word(w) if weekday(w).is_some()))
    }

    fn a_week_on(&self, day: Date) -> Date {
        let days = if self.lean == Lean::Future { 7 } else { -7 };
        day.checked_add(days.days()).unwrap_or(day)
    }
}

/// "10:30"; what follows a second sign is refused.
fn clock(number: &str, sign: char) -> Option<Time> {
    let (hour, minute) = number.split_once(sign)?;
    (minute.len() == 2).then(|| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok())?
}

/// Times that are asked for most, one key each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quick {
    InAnHour,
    Evening,
    Tomorrow,
    Monday,
    InAWeek,
}

impl Quick {
    pub const ALL: [Self; 5] = [Self::InAnHour, Self::Evening, Self::Tomorrow, Self::Monday, Self::InAWeek];

    /// Its name in forms; `quick-<id>` is its text.
    pub fn id(self) -> &'static str {
        match self {
            Self::InAnHour => "hour",
            Self::Evening => "evening",
            Self::Tomorrow => "tomorrow",
            Self::Monday => "monday",
            Self::InAWeek => "week",
        }
    }

    /// The time it stands for. "This evening" said in the evening is the next one.
    pub fn due(self, now: &Zoned) -> Option<Due> {
        let text = match self {
            Self::InAnHour => "1h",
            Self::Evening => "18:00",
            Self::Tomorrow => "tomorrow 10:00",
            Self::Monday => "mon 10:00",
            Self::InAWeek => "7d",
        };
        read_any(text, now, Lean::Future)
    }
}
