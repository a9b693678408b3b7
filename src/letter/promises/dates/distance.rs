//! Distances: "in two days", «в течение трёх рабочих дней», "peste o oră și jumătate".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::Moment;
use super::scan::{Found, Scan, What};
use super::words::{DateWord, Unit};
use crate::letter::promises::lexicon::Lang;

/// Words that a distance from now begins with.
const WITHIN: &[&str] = &[
    "через",
    "течение",
    "течении",
    "за",
    "пределах",
    "спустя",
    "чем",
    "within",
    "in",
    "inside",
    "under",
    "intr",
    "peste",
    "termen",
    "decurs",
    "interval",
    "de",
    "займет",
    "займут",
    "take",
    "dura",
];
/// Words between them and the number.
const FILL: &[&str] = &[
    "the",
    "next",
    "ближайшие",
    "ближайших",
    "ближайший",
    "ближайшую",
    "следующих",
    "следующие",
    "urmatoarele",
    "urmatoarea",
    "urmatorul",
    "cel",
    "mult",
    "maximum",
    "maxim",
    "максимум",
    "до",
    "up",
    "to",
    "at",
    "most",
    "about",
    "около",
    "примерно",
    "ровно",
    "exactly",
    "a",
    "o",
    "еще",
    "pana",
    "pina",
    "la",
    "de",
    "буквально",
    "самое",
    "of",
    "время",
    "just",
    "chiar",
    "срок",
    "в",
    "vreo",
    "cam",
    "circa",
    "aproximativ",
    "roughly",
    "approximately",
    "приблизительно",
    "где",
    "то",
];
/// Words that make it a length of time, not a point: "for two days", «на два дня», "every two days".
const LENGTH: &[&str] = &[
    "for",
    "на",
    "last",
    "past",
    "последние",
    "последних",
    "каждые",
    "every",
    "each",
    "fiecare",
    "timp",
    "ultimele",
    "pentru",
    "over",
    "после",
    "after",
    "dupa",
    "waited",
    "прошло",
    "первые",
    "acum",
];

impl Scan<'_> {
    pub fn distance(&self, at: usize) -> Found {
        if let Some(DateWord::Term(days)) = self.date(at)
            && self.is(at + 1, &["срок"])
        {
            return Some((What::In(Moment::Day(self.days_on(days.into())?)), at + 2));
        }
        if let Some(found) = self.behind_its_day(at) {
            return Some(found);
        }
        let length = self.length(at).or_else(|| self.inverted(at))?;
        if self.is_hour_of_afternoon(at, &length) || self.is_until_hour(at, &length) {
            return None;
        }
        if let Some(found) = self.counted_on(&length) {
            return Some(found);
        }
        let mut end = length.end;
        // «не пройдёт и недели»
        if self.is_before(at, &["и"]) && self.is_before(at - 1, &["пройдет"]) {
            return Some((What::In(self.after(length.half_count.unwrap_or(2), &length)?), end));
        }
        // «день-другой», "o zi-două": nobody knows when; «за полчаса до начала» is no distance from now.
        let is_loose = self.is(end, &["другой", "другую", "две", "doua"]) && self.tokens.is_glued(end);
        if is_loose || self.is_before(at, &["за"]) && self.is(end, &["до"]) {
            return Some((if is_loose { What::Vague } else { What::Past }, end + usize::from(is_loose)));
        }
        let is_past = matches!(self.date(end), Some(DateWord::Ago))
            || self.is_before(at, &["acum"])
            || (self.is_before(at, &["cu"]) && self.is_before(at - 1, &["urma"]));
        if is_past {
            end += usize::from(matches!(self.date(end), Some(DateWord::Ago)));
            return Some((What::Past, end));
        }
        let lead =
            (at.saturating_sub(7)..at).rev().find(|b| !FILL.contains(&self.tokens.word(*b)) || self.is(*b, &["of"]));
        let lead = lead.map_or("", |b| self.tokens.word(b));
        let at_most = self.is_before(at, &["до", "to", "maximum", "maxim", "максимум", "most", "mult"]);
        if LENGTH.contains(&lead) || (length.half_count.is_none() && self.is_before(at, &["до", "к", "в", "at"])) {
            return length.half_count.is_some().then_some((What::Past, end));
        }
        let at_most = at_most
            || self.is(end, &["at"]) && self.is(end + 1, &["most", "latest"])
            || self.is(end, &["max", "tops", "максимум", "maxim", "maximum"]);
        // "de treizeci de ani": how long it has been.
        let since = self.lang == Lang::Ro
            && self.is_before(at, &["de"])
            && !self.is_before(
                at - 1,
                &["termen", "termenul", "decurs", "interval", "intervalul", "putin", "mult", "tarziu"],
            );
        if since {
            return Some((What::Past, end));
        }
        let is_asked = self.is_before(at, &["me", "us", "mi", "ne", "мне", "нам"])
            && self.is_before(at - 1, &["give", "allow", "dati", "lasati", "дайте"]);
        let is_lead = self.is_before(at, &["ближайшие", "ближайших", "следующие"])
            || WITHIN.contains(&lead)
            || self.is_before(at, WITHIN)
            || is_asked
            || self.opens(at, end);
        let is_time = length.working
            || length.is_range
            || self.is(end, &["from", "de"]) && self.is(end + 1, &["today", "now", "tomorrow", "azi", "acum", "maine"])
            || at_most && length.half_count.is_some();
        if !is_lead && !is_time {
            return None;
        }
        if matches!(length.unit, Unit::Day) && length.half_count.is_none() {
            // «в течение дня»: the day itself.
            let of_day = self.is_before(at, &["течение", "the", "cursul"]);
            return if of_day {
                Some((What::EndOfDay, end))
            } else {
                Some((What::In(Moment::Day(self.days_on(1)?)), end))
            };
        }
        // "within ten days of approval" is a rule, whenever that will be.
        let of_event = self.is(end, &["of", "after", "following"]) && !self.is(end + 1, &["today", "your", "this"])
            || self.is(end, &["с", "со", "после"])
                && self.is(end + 1, &["момента", "даты", "дня", "получения", "подачи", "возврата"])
            || self.is(end, &["de", "dupa"])
                && (self.is(end + 1, &["la"])
                    && self.is(end + 2, &["data", "primirea", "cerere", "solicitare", "aprobare", "momentul"])
                    || self.is(end + 1, &["primirea", "aprobare"]));
        if of_event {
            return Some((What::Past, end));
        }
        if self.is(end, &["'s", "time"]) {
            end += if self.is(end + 1, &["time"]) { 2 } else { 1 };
        }
        let moment = self.after(length.half_count.unwrap_or(2), &length)?;
        let few = length.is_vague;
        Some((if few { What::Vague } else { What::In(moment) }, end))
    }

    /// «до пяти дня», «к трём дня»: an hour, since five days would be «пяти дней».
    /// «До 20 часов», «с 9 до 18 часов» name an hour of the clock; «от двух до четырёх часов» is a length.
    fn is_until_hour(&self, at: usize, length: &Length) -> bool {
        const LONGER: &[&str] = &["от", "срок", "срока", "займет", "занимает", "длится", "продлится"];
        let is_length = (at.saturating_sub(4)..at).any(|i| self.is(i, LONGER));
        let is_until = self.is_before(at, &["до"]) || length.is_range && self.is_before(at, &["с"]);
        self.lang == Lang::Ru && matches!(length.unit, Unit::Hour) && is_until && !is_length
    }

    fn is_hour_of_afternoon(&self, at: usize, length: &Length) -> bool {
        let count = length.half_count.map_or(0, |half| half / 2);
        self.lang == Lang::Ru
            && self.is(length.end.wrapping_sub(1), &["дня"])
            && ((5..=12).contains(&count) || self.is(at, &["двух", "трех", "четырех", "двум", "трем", "четырем"]))
    }

    /// «Полчаса – и заявка у мастера», "Half an hour, and I am there": the distance opens the sentence.
    fn opens(&self, at: usize, end: usize) -> bool {
        let is_mark = |at: usize| self.tokens.mark(at).is_some_and(|m| matches!(m, ',' | '–' | '—' | '-'));
        // "Two weeks at most and …", «Две недели, не больше, и …»
        const MOST: &[[&str; 2]] =
            &[["at", "most"], ["не", "больше"], ["не", "более"], ["cel", "mult"], ["no", "more"]];
        let skip = |from: usize| {
            let at = from + usize::from(is_mark(from));
            let is_most = MOST.iter().any(|[a, b]| self.is(at, &[a]) && self.is(at + 1, &[b]));
            if is_most { at + 2 } else { from }
        };
        let end = skip(end);
        let next = end + usize::from(is_mark(end));
        // "Half an hour, Lena, and I am back"
        let is_name = is_mark(end) && self.tokens.is_capital(next) && is_mark(next + 1);
        let next = if is_name { next + 2 } else { next };
        let is_short = !matches!(self.date(end.wrapping_sub(1)), Some(DateWord::Unit(Unit::Year)));
        at <= 1 && is_short && self.is(next, &["и", "and", "si"])
    }

    /// "de mâine într-o săptămână": a distance behind the day that it is counted from.
    fn behind_its_day(&self, at: usize) -> Found {
        if self.lang != Lang::Ro || !self.is(at, &["de"]) || !self.is(at + 2, &["in", "intr", "peste"]) {
            return None;
        }
        let base = self.base_day(at + 1)?;
        let length = self.length(at + 3).or_else(|| self.length(at + 4))?;
        Some((What::In(Moment::Day(self.counted_from(base, &length)?)), length.end))
    }

    /// "a week on Friday", "a fortnight tomorrow", "two working days from tomorrow": the day stands behind.
    fn counted_on(&self, length: &Length) -> Found {
        if self.lang != Lang::En || length.half_count.is_none() {
            return None;
        }
        let is_joined = self.is(length.end, &["from", "on", "after"]);
        let day_at = length.end + usize::from(is_joined);
        let base = self.base_day(day_at)?;
        let is_weekday = matches!(self.date(day_at), Some(DateWord::Weekday(_)));
        let is_week = matches!(length.unit, Unit::Week | Unit::Fortnight);
        let counts = is_week && (is_joined || !is_weekday) || self.is(length.end, &["from", "after"]);
        if !counts {
            return None;
        }
        Some((What::In(Moment::Day(self.counted_from(base, length)?)), day_at + 1))
    }

    /// The day of "tomorrow" or "Friday".
    fn base_day(&self, at: usize) -> Option<Date> {
        match self.date(at)? {
            DateWord::Near(days @ 0..) => self.days_on(days.into()),
            DateWord::Weekday(number) => {
                self.today().nth_weekday(1, Weekday::from_monday_zero_offset(number).ok()?).ok()
            }
            _ => None,
        }
    }

    fn counted_from(&self, base: Date, length: &Length) -> Option<Date> {
        let count = length.half_count.unwrap_or(2);
        let days = match length.unit {
            Unit::Week if !length.working => count.checked_mul(7)? / 2,
            Unit::Fortnight => count.checked_mul(7)?,
            Unit::Day if length.working => return Self::working_days_from(base, count / 2),
            Unit::Day | Unit::Round => count / 2,
            _ => return None,
        };
        base.checked_add(days.days()).ok()
    }

    /// `half_count`: twice the count, so that one and a half is 3.
    fn after(&self, half_count: i64, length: &Length) -> Option<Moment> {
        let now = self.now;
        let minutes = |m: i64| now.checked_add(m.minutes()).ok().map(Moment::Hour);
        let days = |d: i64| self.days_on(d).map(Moment::Day);
        match length.unit {
            Unit::Minute => minutes(half_count / 2),
            Unit::Hour => minutes(half_count.checked_mul(30)?),
            Unit::Round => minutes(half_count.checked_mul(12 * 60)?),
            Unit::Day if length.working => self.working_days(half_count / 2).map(Moment::Day),
            Unit::Day => days(half_count.div_euclid(2)),
            Unit::Week if length.working => self.working_days(half_count * 5 / 2).map(Moment::Day),
            Unit::Week => days(half_count.checked_mul(7)? / 2),
            Unit::Fortnight => days(half_count.checked_mul(7)?),
            Unit::Month if half_count % 2 == 1 => {
                let whole = now.date().checked_add((half_count / 2).months()).ok()?;
                whole.checked_add(15.days()).ok().map(Moment::Day)
            }
            Unit::Month => now.date().checked_add((half_count / 2).months()).ok().map(Moment::Day),
            Unit::Year => now.date().checked_add((half_count / 2).years()).ok().map(Moment::Day),
        }
    }

    fn days_on(&self, days: i64) -> Option<Date> {
        self.today().checked_add(days.days()).ok()
    }

    /// Monday to Friday, counted from the next day; holidays are the calendar's, not the sentence's.
    fn working_days(&self, count: i64) -> Option<Date> {
        Self::working_days_from(self.today(), count)
    }

    fn working_days_from(base: Date, count: i64) -> Option<Date> {
        const MOST: i64 = 400;
        let mut day = base;
        let mut left = count.min(MOST);
        while left > 0 {
            day = day.tomorrow().ok()?;
            if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
                left -= 1;
            }
        }
        Some(day)
    }

    /// A length of time that begins at this token.
    fn length(&self, at: usize) -> Option<Length> {
        if let Some(length) = self.quarters(at) {
            return Some(length);
        }
        if let Some(length) = self.counted(at) {
            return Some(length);
        }
        let said = |half_count: Option<i64>, (unit, end): (Unit, usize)| Length {
            half_count,
            unit,
            end,
            working: false,
            is_range: false,
            is_vague: false,
        };
        match self.date(at)? {
            DateWord::HalfHour => Some(said(Some(1), (Unit::Hour, at + 1))),
            DateWord::OneAndHalf => Some(said(Some(3), self.unit_after(at + 1)?)),
            // "half an hour", "jumătate de oră"
            DateWord::Half => self.unit_after(at + 1).filter(|(u, _)| *u == Unit::Hour).map(|unit| said(Some(1), unit)),
            DateWord::Couple => Some(said(Some(4), self.unit_after(at + 1)?)),
            DateWord::Few => Some(Length { is_vague: true, ..said(Some(2), self.unit_after(at + 1)?) }),
            DateWord::Unit(unit) => Some(said(None, (unit, at + 1))),
            _ => None,
        }
    }

    /// "2-3 working days", «двадцать дней», "an hour and a half", "zece zile lucrătoare".
    fn counted(&self, at: usize) -> Option<Length> {
        const TO: &[&str] = &["или", "or", "to", "до", "sau", "la", "and"];
        const CALENDAR: &[&str] =
            &["calendar", "календарных", "календарных", "полных", "full", "de", "calendaristice", "astronomice"];
        let (mut count, mut next) = self.number(at).filter(|(n, _)| *n <= 999)?;
        let joins = matches!(self.tokens.mark(next), Some('-' | '–' | '—')) || self.is(next, TO);
        // «одну-две недели» has lost its hyphen.
        let second =
            if joins { self.number(next + 1) } else { self.number(next).filter(|_| self.tokens.is_glued(next)) };
        let is_range = second.is_some();
        if let Some((larger, end)) = second {
            (count, next) = (larger, end);
        }
        let mut working = false;
        while self.date(next) == Some(DateWord::Working) || self.is(next, CALENDAR) {
            working |= self.date(next) == Some(DateWord::Working);
            next += 1;
        }
        let unit = self.unit(next)?;
        let mut end = next + 1;
        while self.date(end) == Some(DateWord::Working) || self.is(end, &["calendaristice"]) {
            working |= self.date(end) == Some(DateWord::Working);
            end += 1;
        }
        let mut half_count = i64::from(count.min(999)) * 2;
        for half in [&["and", "a", "half"][..], &["с", "половиной"], &["si", "jumatate"]] {
            if half.iter().enumerate().all(|(i, w)| self.is(end + i, &[w])) {
                half_count += 1;
                end += half.len();
            }
        }
        Some(Length { half_count: Some(half_count), unit, end, working, is_range, is_vague: false })
    }

    /// "a quarter of an hour", «три четверти часа», "trei sferturi de oră".
    fn quarters(&self, at: usize) -> Option<Length> {
        let (count, quarter) = self.number(at).filter(|(n, _)| *n <= 3).unwrap_or((1, at));
        let mut next = quarter + 1;
        while self.is(next, &["of", "an", "de"]) {
            next += 1;
        }
        let is_hour = self.date(quarter) == Some(DateWord::Quarter) && self.unit(next) == Some(Unit::Hour);
        is_hour.then(|| Length {
            half_count: Some(i64::from(count) * 30),
            unit: Unit::Minute,
            end: next + 1,
            working: false,
            is_range: false,
            is_vague: false,
        })
    }

    /// «минут через двадцать»: the unit stands before, the number is about right.
    fn inverted(&self, at: usize) -> Option<Length> {
        if !self.is_before(at, &["через"]) {
            return None;
        }
        let (count, end) = self.number(at)?;
        let unit = self.unit(at.checked_sub(2)?)?;
        let half_count = Some(i64::from(count.min(999)) * 2);
        Some(Length { half_count, unit, end, working: false, is_range: false, is_vague: false })
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        match self.date(at)? {
            DateWord::Unit(unit) => Some(unit),
            DateWord::Weekday(0) if self.lang == Lang::Ro => Some(Unit::Month),
            _ => None,
        }
    }

    /// A unit with the small words that may stand before it.
    fn unit_after(&self, at: usize) -> Option<(Unit, usize)> {
        let next = if self.is(at, &["of", "de", "a", "an"]) { at + 1 } else { at };
        self.unit(next).map(|unit| (unit, next + 1))
    }
}

struct Length {
    /// Twice the number; none for a bare unit: "in an hour" has one, "within the hour" has none.
    half_count: Option<i64>,
    unit: Unit,
    end: usize,
    working: bool,
    is_range: bool,
    /// "a few days"
    is_vague: bool,
}
