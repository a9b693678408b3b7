//! The weekly calendar of a desk: working intervals a weekday, holidays, extra working days, in one IANA zone.
//!
//! Working time is real elapsed time, so a working night in which the clocks change is an hour shorter or longer.
//! A calendar without any weekly hours cannot be made: a timer on it would never run out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::WorkSpan;

const DAY_MINUTES: u16 = 24 * 60;

/// Working time within a day, in minutes since midnight, the end exclusive (up to 24:00). Written "9:00-18:00".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Interval {
    start: u16,
    end: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("the zone «{0}» is unknown; write an IANA name such as \"Europe/Chisinau\"")]
    UnknownZone(String),
    #[error(
        "«{0}» is no working time; write for example \"9:00-18:00\", and a night as \"22:00-24:00\" and, for the next day, \"0:00-6:00\""
    )]
    BadInterval(String),
    #[error("the week has no working hours, so no timer would ever run out; name at least one interval")]
    NoHours,
}

impl Interval {
    fn seconds(self) -> i64 {
        i64::from(self.end - self.start) * 60
    }

    fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once(['-', '–'])?;
        let (start, end) = (minutes(start)?, minutes(end)?);
        (start < end).then_some(Self { start, end })
    }
}

/// "9:30" or "9" as minutes since midnight; up to "24:00".
fn minutes(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.trim().split_once(':').unwrap_or((clock.trim(), "0"));
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let at = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && at <= DAY_MINUTES).then_some(at)
}

impl FromStr for Interval {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| CalendarError::BadInterval(text.to_owned()))
    }
}

impl TryFrom<String> for Interval {
    type Error = CalendarError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}-{}:{:02}", self.start / 60, self.start % 60, self.end / 60, self.end % 60)
    }
}

impl From<Interval> for String {
    fn from(interval: Interval) -> Self {
        interval.to_string()
    }
}

/// How the calendar stands in a configuration file.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct CalendarFile {
    zone: String,
    week: Week,
    #[schemars(with = "BTreeSet<String>")]
    holidays: BTreeSet<Date>,
    /// Working days that the week does not have (a moved Saturday), or days with other hours.
    #[schemars(with = "BTreeMap<String, Vec<Interval>>")]
    working_days: BTreeMap<Date, Vec<Interval>>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Week {
    mon: Vec<Interval>,
    tue: Vec<Interval>,
    wed: Vec<Interval>,
    thu: Vec<Interval>,
    fri: Vec<Interval>,
    sat: Vec<Interval>,
    sun: Vec<Interval>,
}

impl Default for CalendarFile {
    fn default() -> Self {
        let office = vec![Interval { start: 9 * 60, end: 18 * 60 }];
        let [mon, tue, wed, thu, fri] = std::array::from_fn(|_| office.clone());
        let week = Week { mon, tue, wed, thu, fri, sat: vec![], sun: vec![] };
        Self { zone: "UTC".to_owned(), week, holidays: BTreeSet::new(), working_days: BTreeMap::new() }
    }
}

/// When this desk works. See the module for what it promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "CalendarFile", into = "CalendarFile")]
pub struct Calendar {
    zone: String,
    tz: TimeZone,
    /// Monday first; sorted, without overlaps.
    week: [Vec<Interval>; 7],
    /// Days unlike their weekday: holidays (no hours) and extra working days.
    special: BTreeMap<Date, Vec<Interval>>,
}

impl TryFrom<CalendarFile> for Calendar {
    type Error = CalendarError;

    fn try_from(file: CalendarFile) -> Result<Self, Self::Error> {
        let tz = TimeZone::get(&file.zone).map_err(|_| CalendarError::UnknownZone(file.zone.clone()))?;
        let Week { mon, tue, wed, thu, fri, sat, sun } = file.week;
        let week = [mon, tue, wed, thu, fri, sat, sun].map(in_order);
        if week.iter().all(Vec::is_empty) {
            return Err(CalendarError::NoHours);
        }
        let mut special: BTreeMap<Date, Vec<Interval>> = file.holidays.into_iter().map(|day| (day, vec![])).collect();
        special.extend(file.working_days.into_iter().map(|(day, hours)| (day, in_order(hours))));
        Ok(Self { zone: file.zone, tz, week, special })
    }
}

/// Sorted, and overlapping or touching intervals made one.
fn in_order(mut hours: Vec<Interval>) -> Vec<Interval> {
    hours.sort_unstable();
    hours.dedup_by(|next, kept| {
        let joined = next.start <= kept.end;
        if joined {
            kept.end = kept.end.max(next.end);
        }
        joined
    });
    hours
}

impl From<Calendar> for CalendarFile {
    fn from(calendar: Calendar) -> Self {
        let [mon, tue, wed, thu, fri, sat, sun] = calendar.week;
        let (holidays, working_days): (BTreeMap<_, _>, BTreeMap<_, _>) =
            calendar.special.into_iter().partition(|(_, hours)| hours.is_empty());
        Self {
            zone: calendar.zone,
            week: Week { mon, tue, wed, thu, fri, sat, sun },
            holidays: holidays.into_keys().collect(),
            working_days,
        }
    }
}

impl Default for Calendar {
    /// Monday to Friday, 9 to 18, UTC.
    fn default() -> Self {
        Self::in_zone("UTC").expect("UTC is always known")
    }
}

impl Calendar {
    /// Monday to Friday, 9 to 18, in a zone (IANA name).
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`]
    pub fn in_zone(zone: &str) -> Result<Self, CalendarError> {
        CalendarFile { zone: zone.to_owned(), ..CalendarFile::default() }.try_into()
    }

    /// Every hour of every day, in a zone (IANA name).
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`]
    pub fn around_the_clock(zone: &str) -> Result<Self, CalendarError> {
        let mut calendar = Self::in_zone(zone)?;
        calendar.week = std::array::from_fn(|_| vec![Interval { start: 0, end: DAY_MINUTES }]);
        Ok(calendar)
    }

    /// The zone's IANA name.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    pub fn is_working_day(&self, day: Date) -> bool {
        !self.hours(day).is_empty()
    }

    /// True when some weekday has work all through these hours.
    pub fn is_open_through(&self, hours: Interval) -> bool {
        self.week.iter().flatten().any(|open| open.start <= hours.start && hours.end <= open.end)
    }

    /// True when a Saturday or a Sunday is an ordinary working day.
    pub fn works_on_weekends(&self) -> bool {
        self.week[5..].iter().any(|hours| !hours.is_empty())
    }

    /// `from` itself when work goes on then, else the next beginning of work.
    pub fn next_working_moment(&self, from: Timestamp) -> Timestamp {
        let mut day = self.date_of(from);
        loop {
            if let Some(span) = self.spans(day).into_iter().find(|span| span.end > from) {
                return span.start.max(from);
            }
            let Ok(tomorrow) = day.tomorrow() else { return Timestamp::MAX };
            day = tomorrow;
        }
    }

    /// The end of work of the day in which the next working moment lies: "today" during work, "tomorrow" after it.
    pub fn end_of_day(&self, at: Timestamp) -> Timestamp {
        let day = self.date_of(self.next_working_moment(at));
        self.spans(day).last().map_or(Timestamp::MAX, |span| span.end)
    }

    /// The first instant by which so much working time has passed since `from`; `from` itself for none.
    /// Beyond the end of time: [`Timestamp::MAX`].
    pub fn add_working(&self, from: Timestamp, time: Duration) -> Timestamp {
        let Ok(time) = SignedDuration::try_from(time) else { return Timestamp::MAX };
        if time.is_zero() {
            return from;
        }
        let today = self.date_of(from);
        let day_after = |days: i64| today.saturating_add(days.days());
        let reached = |days: i64| self.working(from, self.start_of(day_after(days + 1))) >= time;
        // The sum only grows, so double until it is enough, then halve: a few steps even for years.
        let (mut short, mut enough) = (-1, 0);
        while !reached(enough) {
            if day_after(enough) == Date::MAX {
                return Timestamp::MAX;
            }
            short = enough;
            enough = enough * 2 + 1;
        }
        while enough - short > 1 {
            let middle = short + (enough - short) / 2;
            if reached(middle) { enough = middle } else { short = middle }
        }
        let day = day_after(enough);
        let begin = self.start_of(day).max(from);
        self.walk(day, begin, time - self.working(from, begin))
    }

    /// Working time from `a` to `b`; none when `b` is not after `a`.
    pub fn working_between(&self, a: Timestamp, b: Timestamp) -> Duration {
        self.working(a, b).try_into().unwrap_or_default()
    }

    /// The moment a span of working time after `from`: first whole working days, then the rest in working time.
    pub fn after(&self, from: Timestamp, span: WorkSpan) -> Timestamp {
        self.add_working(self.days_later(from, span.days), span.rest())
    }

    /// The same hour so many working days later, or the end of work of that day when it ends earlier.
    fn days_later(&self, from: Timestamp, days: u32) -> Timestamp {
        if days == 0 {
            return from;
        }
        let start = self.next_working_moment(from).to_zoned(self.tz.clone());
        let mut day = start.date();
        for _ in 0..days {
            loop {
                let Ok(tomorrow) = day.tomorrow() else { return Timestamp::MAX };
                day = tomorrow;
                if self.is_working_day(day) {
                    break;
                }
            }
        }
        let same_hour = self.tz.to_timestamp(day.to_datetime(start.time())).unwrap_or(Timestamp::MAX);
        let moment = self.next_working_moment(same_hour);
        let end = self.spans(day).last().map_or(Timestamp::MAX, |span| span.end);
        moment.min(end)
    }

    fn hours(&self, day: Date) -> &[Interval] {
        self.special.get(&day).unwrap_or_else(|| &self.week[weekday(day)])
    }

    fn date_of(&self, at: Timestamp) -> Date {
        self.tz.to_datetime(at).date()
    }

    fn start_of(&self, day: Date) -> Timestamp {
        self.instant(day, 0)
    }

    fn instant(&self, day: Date, minute: u16) -> Timestamp {
        let (day, minute) = if minute < DAY_MINUTES { (day, minute) } else { (day.saturating_add(1.day()), 0) };
        let clock = day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let edge = if day.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
        self.tz.to_timestamp(clock).unwrap_or(edge)
    }

    /// The working spans of a day as instants, in order and apart even where the clocks jump.
    fn spans(&self, day: Date) -> Vec<std::ops::Range<Timestamp>> {
        let mut last = Timestamp::MIN;
        let mut spans = Vec::new();
        for hours in self.hours(day) {
            let start = self.instant(day, hours.start).max(last);
            let end = self.instant(day, hours.end).max(start);
            last = end;
            spans.push(start..end);
        }
        spans
    }

    fn working(&self, a: Timestamp, b: Timestamp) -> SignedDuration {
        if b <= a {
            return SignedDuration::ZERO;
        }
        let (first, last) = (self.date_of(a), self.date_of(b));
        let mut sum = self.within(first, a, b);
        if first < last {
            sum += self.within(last, a, b);
            sum += self.whole_days(first.saturating_add(1.day()), last.saturating_sub(1.day()));
        }
        sum
    }

    /// Working time of one day between two instants.
    fn within(&self, day: Date, a: Timestamp, b: Timestamp) -> SignedDuration {
        self.spans(day)
            .into_iter()
            .map(|span| span.end.min(b).duration_since(span.start.max(a)).max(SignedDuration::ZERO))
            .sum()
    }

    /// Working time of all days from first to last, both included: whole weeks by multiplication, irregular days one by one.
    fn whole_days(&self, first: Date, last: Date) -> SignedDuration {
        let days = i64::from((last - first).get_days()) + 1;
        if days <= 0 {
            return SignedDuration::ZERO;
        }
        let a_week: i64 = (0..7).map(|weekday| self.usual(weekday)).sum();
        let rest = (0..days % 7).map(|day| self.usual((weekday(first) + day as usize) % 7)).sum::<i64>();
        let regular = SignedDuration::from_secs(days / 7 * a_week + rest);
        self.irregular_days(first, last).into_iter().fold(regular, |sum, day| {
            sum - SignedDuration::from_secs(self.usual(weekday(day))) + self.within(day, Timestamp::MIN, Timestamp::MAX)
        })
    }

    /// Seconds of work on an ordinary day.
    fn usual(&self, weekday: usize) -> i64 {
        self.week[weekday].iter().map(|hours| hours.seconds()).sum()
    }

    /// Holidays, extra working days, and days on which the clocks change.
    fn irregular_days(&self, first: Date, last: Date) -> BTreeSet<Date> {
        let mut days: BTreeSet<Date> = self.special.range(first..=last).map(|(day, _)| *day).collect();
        let (from, until) =
            (self.start_of(first.saturating_sub(1.day())), self.start_of(last.saturating_add(2.days())));
        for change in self.tz.following(from).take_while(|change| change.timestamp() <= until) {
            let at = change.timestamp();
            let just_before = at.saturating_sub(1.nanosecond()).unwrap_or(at);
            days.extend(
                [at, just_before].map(|at| self.date_of(at)).into_iter().filter(|d| (first..=last).contains(d)),
            );
        }
        days
    }

    /// The instant at which so much of a day's work is done.
    fn walk(&self, day: Date, from: Timestamp, mut left: SignedDuration) -> Timestamp {
        for span in self.spans(day) {
            let start = span.start.max(from);
            let length = span.end.duration_since(start);
            if length >= left {
                return start.saturating_add(left).unwrap_or(Timestamp::MAX);
            }
            left -= length.max(SignedDuration::ZERO);
        }
        Timestamp::MAX
    }
}

fn weekday(day: Date) -> usize {
    day.weekday().since(Weekday::Monday) as usize
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
