//! Days named from today: weekdays, "tomorrow", "the same day", "the end of the week", "next week".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::scan::{Found, Scan, What, Which};
use super::words::{DateWord, DayPart, Unit};
use crate::letter::promises::lexicon::{Lang, Tags};

impl Scan<'_> {
    /// "By the end of next week", «до конца рабочего дня», "close of business", "sfârșitul lunii viitoare".
    pub fn end_of(&self, at: usize) -> Found {
        let place = self.date(at).filter(|w| matches!(w, DateWord::End | DateWord::Begin | DateWord::Middle))?;
        let mut unit_at = at + 1;
        let mut is_next = false;
        const FILL: &[&str] = &[
            "of",
            "the",
            "de",
            "play",
            "этой",
            "этого",
            "той",
            "моей",
            "нашей",
            "смены",
            "programului",
            "my",
            "our",
            "shift",
            "turei",
        ];
        while unit_at <= at + 5 {
            match self.date(unit_at) {
                Some(DateWord::Next) => is_next = true,
                Some(DateWord::This | DateWord::Working | DateWord::Near(_)) => {}
                _ if self.is(unit_at, FILL) => {}
                _ => break,
            }
            unit_at += 1;
        }
        let of_day = What::EndOfDay;
        let Some(DateWord::Unit(unit)) = self.date(unit_at) else {
            // "close of business", "COB", "end of play", «до конца смены»; "end of today" leaves today to be read.
            let says_day = self.is(at, &["cob", "eob", "eod"])
                || (at + 1..unit_at).any(|i| {
                    self.date(i) == Some(DateWord::Working)
                        || self.is(i, &["play", "смены", "programului", "shift", "turei"])
                });
            let end = (at + 1..unit_at).find(|i| matches!(self.date(*i), Some(DateWord::Near(_)))).unwrap_or(unit_at);
            return (says_day && place == DateWord::End).then_some((of_day, end.max(at + 1)));
        };
        let mut end = unit_at + 1;
        if self.date(end) == Some(DateWord::Working) || self.is(end, &["de"]) && self.is(end + 1, &["lucru"]) {
            end += if self.is(end, &["de"]) { 2 } else { 1 };
        }
        is_next |= self.date(end) == Some(DateWord::Next);
        if matches!(self.date(end), Some(DateWord::Next | DateWord::This)) {
            end += 1;
        }
        let near = (at + 1..unit_at).find(|i| matches!(self.date(*i), Some(DateWord::Near(_))));
        match unit {
            Unit::Day | Unit::Round | Unit::Hour => match near.map(|i| self.date(i)) {
                Some(Some(DateWord::Near(days))) => Some((What::Near(days), end)),
                _ => Some((of_day, end)),
            },
            Unit::Week | Unit::Fortnight => {
                let monday = self.monday(i64::from(is_next))?;
                let offset = match place {
                    DateWord::Begin => 1,
                    DateWord::Middle => 2,
                    _ => 4,
                };
                let day = monday.checked_add(offset.days()).ok()?;
                Some((What::Period(day.max(self.today())), end))
            }
            Unit::Month => {
                let month = self.today().checked_add(i32::from(is_next).months()).ok()?;
                let day = match place {
                    DateWord::Begin => 10,
                    DateWord::Middle => 15,
                    _ => month.last_of_month().day(),
                };
                Some((What::Period(Date::new(month.year(), month.month(), day).ok()?), end))
            }
            Unit::Year => Some((What::Period(self.today().last_of_year()), end)),
            Unit::Minute => None,
        }
    }

    pub fn near_day(&self, at: usize) -> Found {
        self.same_day(at).or_else(|| self.whole_week(at)).or_else(|| self.weekday(at)).or_else(|| {
            match self.date(at)? {
                DateWord::Near(days) => Some((What::Near(days), at + 1)),
                DateWord::Part(part) => self.day_part(at, part),
                DateWord::Noon if self.is_before(at, &["dupa"]) => Some((What::DayPart(DayPart::Afternoon), at + 1)),
                _ => None,
            }
        })
    }

    fn day_part(&self, at: usize, part: DayPart) -> Found {
        // «с Вашего утра», "good morning", "bună dimineața" are no times.
        let is_greeting = self.is_before(at, &["good", "доброе", "добрый", "buna", "o"]);
        // "o noapte" is how long one stays, "la noapte" is when.
        let is_length = self.is(at, &["noapte"]) && !self.is_before(at, &["la", "spre"]);
        if self.names_a_thing(at) {
            return None;
        }
        let is_this = |i: usize| self.date(i) == Some(DateWord::This);
        let is_todays =
            part != DayPart::Some && (is_this(at.wrapping_sub(1)) || self.lang == Lang::Ro && is_this(at + 1));
        let what = if is_todays { What::Near(0) } else { What::DayPart(part) };
        (!is_greeting && !is_length).then_some((what, at + 1))
    }

    /// "The night porter", "our morning round", "tura de noapte": a part of the day that only tells which one is meant.
    fn names_a_thing(&self, at: usize) -> bool {
        const OWNERS: &[&str] = &["the", "our", "a", "an", "your", "my", "their", "s"];
        const TIMES: &[&str] = &["in", "during", "by", "through", "until", "till", "for", "of", "before", "after"];
        const WORK: &[&str] = &[
            "shift", "porter", "manager", "desk", "team", "crew", "round", "rounds", "run", "nurse", "nurses", "clerk",
            "staff", "guard", "bus", "train", "post", "class", "classes", "delivery", "call", "meeting", "report",
        ];
        match self.lang {
            Lang::En => {
                let is_owned = self.is_before(at, OWNERS) && !self.is_before(at - 1, TIMES);
                self.is(at + 1, WORK) && self.is_before(at, OWNERS) || is_owned && self.is_plain_word(at + 1)
            }
            Lang::Ro => {
                let noun = at.wrapping_sub(2);
                let is_free = self.date(noun).is_none() && !self.is_used(noun);
                self.is_before(at, &["de"]) && is_free && at > 1 && self.is_plain_word(noun)
            }
            Lang::Ru => false,
        }
    }

    /// A word that no list knows, in small letters.
    pub(super) fn is_plain_word(&self, at: usize) -> bool {
        const LINKS: &[&str] =
            &["with", "to", "from", "at", "in", "on", "of", "for", "by", "about", "between", "without", "near"];
        !self.tokens.word(at).is_empty()
            && self.tokens.tags(at) == Tags::NONE
            && self.date(at).is_none()
            && !self.tokens.is_capital(at)
            && !self.is(at, LINKS)
    }

    /// "One of these days", «на днях», "într-o zi din astea": a time to come that nobody can tell.
    pub fn some_day(&self, at: usize) -> Found {
        const PHRASES: &[&[&str]] = &[
            &["one", "of", "these", "days"],
            &["in", "the", "coming", "days"],
            &["in", "the", "coming", "weeks"],
            &["in", "the", "next", "few", "days"],
            &["in", "the", "next", "few", "weeks"],
            &["over", "the", "coming", "days"],
            &["over", "the", "coming", "weeks"],
            &["any", "day", "now"],
            &["any", "minute", "now"],
            &["some", "day", "soon"],
            &["one", "day", "soon"],
            &["some", "time", "soon"],
            &["на", "днях"],
            &["со", "дня", "на", "день"],
            &["с", "минуты", "на", "минуту"],
            &["в", "один", "из", "ближайших", "дней"],
            &["в", "один", "из", "дней"],
            &["в", "ближайшие", "дни"],
            &["в", "ближайшие", "недели"],
            &["intr", "o", "zi", "din", "astea"],
            &["intr", "una", "din", "zilele", "urmatoare"],
            &["intr", "una", "din", "zile"],
            &["zilele", "astea"],
            &["zilele", "acestea"],
            &["zilele", "urmatoare"],
            &["in", "zilele", "urmatoare"],
            &["in", "zilele", "ce", "urmeaza"],
            &["din", "zi", "in", "zi"],
        ];
        let is = |phrase: &&&[&str]| phrase.iter().enumerate().all(|(i, word)| self.is(at + i, &[word]));
        PHRASES.iter().filter(is).map(|p| p.len()).max().map(|length| (What::Vague, at + length))
    }

    fn same_day(&self, at: usize) -> Found {
        let is = |i: usize, words: &[&str]| self.is(at + i, words);
        if is(0, &["this"]) && is(1, &["very"]) && is(2, &["day", "morning", "afternoon", "evening"]) {
            return Some((What::Near(0), at + 3));
        }
        if is(0, &["same", "that", "very"]) {
            let day_at = at + 1 + usize::from(is(1, &["very", "same"]));
            let is_day = self.is(day_at, &["day", "morning", "afternoon", "evening", "night"]);
            return is_day.then_some((What::SameDay, day_at + 1));
        }
        if is(0, &["тот", "этот"]) {
            let day_at = at + 1 + usize::from(is(1, &["же", "самый"]));
            return self.is(day_at, &["день", "вечер"]).then_some((What::SameDay, day_at + 1));
        }
        let day_before = is(0, &["day"]) && is(1, &["before"]) && self.is_before(at, &["the"])
            || is(0, &["день"]) && is(1, &["до"]) && is(2, &["этого"]);
        if day_before {
            return Some((What::DayBefore, at + 2 + usize::from(is(2, &["этого"]))));
        }
        if is(0, &["накануне"]) {
            return Some((What::DayBefore, at + 1));
        }
        let by_then = is(0, &["then"]) && self.is_before(at, &["by", "until"])
            || is(0, &["atunci"]) && self.is_before(at, &["pana", "pina"]);
        if by_then {
            return Some((What::SameDay, at + 1));
        }
        if is(0, &["atunci"]) && self.is_before(at, &["tot"]) {
            return Some((What::SameDay, at + 1));
        }
        if is(0, &["тогда"]) && is(1, &["же"]) {
            return Some((What::SameDay, at + 2));
        }
        if is(0, &["aceeasi", "aceea"]) && is(1, &["zi", "seara"])
            || is(0, &["ziua"]) && is(1, &["aceea", "respectiva"])
        {
            return Some((What::SameDay, at + 2));
        }
        let next_day = is(0, &["next", "following"]) && is(1, &["day", "morning"])
            || is(0, &["следующий"]) && is(1, &["день"])
            || is(0, &["ziua"]) && is(1, &["urmatoare"])
            || is(0, &["doua"]) && is(1, &["zi"]) && self.is_before(at, &["a"]);
        if next_day {
            return Some((What::NextDay, at + 2));
        }
        if is(0, &["day"]) && is(1, &["after"]) {
            let is_end = self.tokens.word(at + 2).is_empty() && self.tokens.number(at + 2).is_none();
            return match is(2, &["tomorrow"]) {
                true => Some((What::Near(2), at + 3)),
                false => is_end.then_some((What::NextDay, at + 2)),
            };
        }
        is(0, &["наутро"]).then_some((What::NextDay, at + 1))
    }

    /// A week, a weekend or a month without a day: "next week", «на этой неделе», "by the weekend".
    fn whole_week(&self, at: usize) -> Found {
        let week = |monday: Date, end: usize| {
            let latest = monday.checked_add(4.days()).ok()?.max(self.today());
            Some((What::Week { monday, latest }, end))
        };
        let which = self.date(at);
        let unit = |i: usize| match self.date(i) {
            Some(DateWord::Unit(unit)) => Some(unit),
            _ => None,
        };
        if self.is(at, &["той"]) && self.is_before(at, &["на"]) && unit(at + 1) == Some(Unit::Week) {
            return week(self.monday(1)?, at + 2);
        }
        match which {
            Some(DateWord::Next) if unit(at + 1) == Some(Unit::Week) => week(self.monday(1)?, at + 2),
            Some(DateWord::This) if unit(at + 1) == Some(Unit::Week) => week(self.monday(0)?, at + 2),
            Some(DateWord::Last) if unit(at + 1).is_some() => Some((What::Past, at + 2)),
            Some(DateWord::Next) if unit(at + 1) == Some(Unit::Month) => {
                let month = self.today().checked_add(1.month()).ok()?;
                Some((What::Period(month.last_of_month()), at + 2))
            }
            Some(DateWord::This) if unit(at + 1) == Some(Unit::Month) => {
                Some((What::Period(self.today().last_of_month()), at + 2))
            }
            Some(DateWord::Unit(unit)) if self.is(at + 1, &["is", "'s"]) && self.is(at + 2, &["out", "over", "up"]) => {
                let what = match unit {
                    Unit::Week => What::Period(self.monday(0)?.checked_add(4.days()).ok()?.max(self.today())),
                    Unit::Month => What::Period(self.today().last_of_month()),
                    Unit::Year => What::Period(self.today().last_of_year()),
                    Unit::Day => What::EndOfDay,
                    _ => return None,
                };
                Some((what, at + 3))
            }
            Some(DateWord::Unit(unit @ (Unit::Week | Unit::Month))) => {
                // Romanian puts the word after: "săptămâna viitoare".
                match (self.date(at + 1)?, unit) {
                    (DateWord::Next, Unit::Week) => week(self.monday(1)?, at + 2),
                    (DateWord::This, Unit::Week) => week(self.monday(0)?, at + 2),
                    (DateWord::Next, _) => {
                        let month = self.today().checked_add(1.month()).ok()?;
                        Some((What::Period(month.last_of_month()), at + 2))
                    }
                    (DateWord::This, _) => Some((What::Period(self.today().last_of_month()), at + 2)),
                    (DateWord::Last, _) => Some((What::Past, at + 2)),
                    _ => None,
                }
            }
            Some(DateWord::Weekend) => {
                let is_before = self.is_before(at, &["до", "к", "by", "before", "pana", "pina"])
                    || self.is_before(at, &["de", "in"]) && self.is_before(at - 1, &["inainte", "pana", "pina"])
                    || (self.is_before(at, &["the", "in"])
                        && self.is_before(at - 1, &["by", "before", "pana", "pina"]));
                let day = if is_before { Weekday::Friday } else { Weekday::Sunday };
                Some((What::Period(self.on_or_after(self.today(), day)?), at + 1))
            }
            _ => None,
        }
    }

    fn weekday(&self, at: usize) -> Found {
        let Some(DateWord::Weekday(number)) = self.date(at) else { return None };
        let weekday = Weekday::from_monday_zero_offset(number).ok()?;
        if self.is_other_meaning(at) {
            return None;
        }
        let before = at.checked_sub(1).and_then(|b| self.date(b));
        let mut end = at + 1;
        let mut which = before.filter(|w| matches!(w, DateWord::Next | DateWord::Last));
        if self.lang == Lang::Ro && matches!(self.date(end), Some(DateWord::Next | DateWord::Last | DateWord::This)) {
            which = self.date(end);
            end += 1;
        }
        // "Monday week" is the Monday after the coming one.
        if self.lang == Lang::En && self.is(end, &["week"]) && which.is_none() {
            let day = self.today().nth_weekday(2, weekday).ok()?;
            return Some((What::Day(day), end + 1));
        }
        // «во вторник следующей недели» leaves the week to be read.
        match which {
            Some(DateWord::Last) => Some((What::Past, end)),
            Some(DateWord::Next) => Some((What::Weekday(weekday, Which::Next), end)),
            _ => Some((What::Weekday(weekday, Which::Coming), end)),
        }
    }

    /// "sun", "sat", "mar" as other words; Romanian "lunea" is every Monday.
    fn is_other_meaning(&self, at: usize) -> bool {
        match self.lang {
            Lang::En => {
                self.tokens.word(at).len() <= 5
                    && !self.tokens.is_capital(at)
                    && self.is(at, &["sun", "sat", "wed", "mon", "fri", "tue", "thu"])
            }
            Lang::Ro => {
                // "duminica" is every Sunday, "duminică" the coming one; without marks nobody can tell.
                const NEAR: usize = 12;
                let is_every = self.is(at, &["sambata", "duminica"])
                    && self.tokens.written(at).ends_with('a')
                    && self
                        .tokens
                        .passage(at.saturating_sub(NEAR)..(at + NEAR).min(self.tokens.len()))
                        .contains(['ă', 'î', 'ș', 'ț', 'â']);
                if self.is(at, &["luni"]) && self.are_months(at) {
                    return true;
                }
                (is_every || self.is(at, &["lunea", "martea", "miercurea", "joia", "vinerea"]))
                    && !matches!(self.date(at + 1), Some(DateWord::Next | DateWord::This | DateWord::Last))
            }
            Lang::Ru => {
                (self.is(at, &["среде"]) && !self.is_before(at, &["к"]))
                    || (self.is(at, &["ср", "вс", "сб"]) && self.tokens.is_glued(at))
            }
        }
    }

    /// "Cele două luni", "20 de luni", "ultimele luni", "luni de zile": months, and no Monday. What an earlier pass has
    /// read as an hour or a day counts nothing.
    fn are_months(&self, at: usize) -> bool {
        const COUNTS: &[&str] =
            &["multe", "putine", "ambele", "cele", "ultimele", "primele", "aceste", "acele", "alte"];
        let counts = |i: usize| match self.date(i) {
            Some(DateWord::Number(n)) => n > 1,
            Some(word) => matches!(word, DateWord::Few | DateWord::Last | DateWord::Next | DateWord::Half),
            None => {
                let is_free = !self.is_used(i) && !self.is_before(i, &["pe", "ora", "orele"]);
                is_free && self.tokens.number(i).is_some() && self.tokens.digits(i) <= 2 || self.is(i, COUNTS)
            }
        };
        let before = |back: usize| at.checked_sub(back).is_some_and(counts);
        before(1)
            || self.is_before(at, &["de"]) && before(2)
            || self.is(at + 1, &["de"]) && self.is(at + 2, &["zile"])
            || self.is(at + 1, &["intregi"])
    }

    /// The Monday of this week, or of the weeks after it.
    fn monday(&self, weeks: i64) -> Option<Date> {
        let back = i64::from(self.today().weekday().to_monday_zero_offset());
        self.today().checked_add((weeks * 7 - back).days()).ok()
    }

    fn on_or_after(&self, day: Date, weekday: Weekday) -> Option<Date> {
        if day.weekday() == weekday { Some(day) } else { day.nth_weekday(1, weekday).ok() }
    }
}
