//! The one moment that the dates of a clause mean together.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::Moment;
use super::scan::{Part, Role, What, Which};
use super::words::{DateWord, DayPart};
use crate::letter::promises::tokens::Tokens;

/// What was promised before: "that day" and "by 5" lean on it.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::letter::promises) struct Before<'a> {
    pub last: Option<Moment>,
    /// In the same sentence.
    pub near: bool,
    /// All dates of the sentence, promised or only named.
    pub around: &'a [Part],
    /// The last day that the sentence before it names.
    pub earlier: Option<Date>,
}

/// What was named before these dates.
struct Leans {
    /// The day that "the same day" and "the day after" speak of.
    same: Option<Date>,
    /// The weekday of a promise before it in the sentence.
    after: Option<Date>,
}

/// The last coming day named in these dates.
pub(in crate::letter::promises) fn last_day<'a>(
    parts: impl DoubleEndedIterator<Item = &'a Part>,
    now: DateTime,
) -> Option<Date> {
    let is_one_day =
        |p: &&Part| p.role != Role::Of && matches!(p.what, What::Day(_) | What::Weekday(..) | What::Near(0..));
    let part = parts.rev().find(is_one_day)?;
    let day = moment(&[Part { role: Role::Plain, ..part.clone() }], now, Before::default())?.date();
    (day >= now.date()).then_some(day)
}

/// The latest moment that these dates name together.
pub(in crate::letter::promises) fn moment(parts: &[Part], now: DateTime, before: Before<'_>) -> Option<Moment> {
    let of_role = |role: Role| parts.iter().filter(move |p| p.role == role).map(|p| p.what);
    let plain: Vec<What> = of_role(Role::Plain).collect();
    let plain = if plain.iter().any(|w| names_day(*w)) { plain } else { of_role(Role::From).chain(plain).collect() };
    let after_hour = of_role(Role::After).any(|w| matches!(w, What::Clock { .. }));
    let clock = latest(plain.iter().filter_map(|w| hour_of(*w, &plain)));
    let leans = parts.iter().find(|p| matches!(p.what, What::SameDay | What::NextDay));
    let named = |p: &Part| last_day(nearest(before.around, p.at.start).iter(), now);
    let same = leans.and_then(|p| before.last.map(Moment::date).or_else(|| named(p)));
    let start = parts.first().map_or(0, |p| p.at.start);
    // The day before has to be a weekday's too.
    let is_weekdays = |day: &Date| {
        let is = |w: What| matches!(w, What::Weekday(weekday, Which::Coming) if weekday == day.weekday());
        nearest(before.around, start).iter().any(|p| is(p.what))
    };
    let after = before.last.filter(|_| before.near).map(Moment::date).filter(is_weekdays);
    let day = day(&plain, now, before, &Leans { same, after });
    if let Some(distance @ Moment::Hour(at)) = latest_moment(plain.iter().filter_map(|w| distance_of(*w)))
        && day.is_none_or(|day| day == now.date() && plain.iter().any(|w| matches!(w, What::Near(0))))
    {
        return Some(clock.map_or(distance, |clock| Moment::Hour(at.date().to_datetime(clock))));
    }
    match (day, clock) {
        (Some(day), Some(clock)) => Some(Moment::Hour(day.to_datetime(clock))),
        (Some(day), None) => Some(Moment::Day(day)),
        (None, Some(clock)) => {
            let hour = parts.iter().find(|p| is_hour(p)).map_or(0, |p| p.at.start);
            let named = last_day(before.around.iter().filter(|p| p.at.end <= hour), now).or(before.earlier);
            named.map(|day| day.to_datetime(clock)).filter(|at| *at > now).map(Moment::Hour).or_else(|| {
                let is_sure = plain.iter().any(|w| matches!(w, What::Clock { sure: true, .. } | What::DayPart(_)));
                hour_without_day(clock, is_sure, now, before)
            })
        }
        (None, None) => {
            let says_day = plain.iter().any(|w| matches!(w, What::EndOfDay | What::DayPart(_))) || after_hour;
            let leans = before.last.filter(|_| before.near).map(Moment::date);
            says_day.then(|| Moment::Day(leans.unwrap_or_else(|| coming_part(&plain, now))))
        }
    }
}

/// The dates before this token, no more of them than a writer could mean, so that a long sentence stays cheap.
fn nearest(around: &[Part], start: usize) -> &[Part] {
    const MOST: usize = 16;
    let end = around.partition_point(|p| p.at.end <= start);
    &around[end.saturating_sub(MOST)..end]
}

/// What one date means by itself; none for what names no day.
#[cfg(test)]
pub(in crate::letter::promises) fn single(part: &Part, now: DateTime) -> Option<Moment> {
    if let What::Near(days) = part.what {
        return now.date().checked_add(days.days()).ok().map(Moment::Day);
    }
    moment(&[Part { role: Role::Plain, ..part.clone() }], now, Before::default())
}

fn names_day(what: What) -> bool {
    !matches!(what, What::Past | What::Vague | What::DayPart(_) | What::EndOfDay | What::Clock { .. })
}

fn latest<T: Ord>(all: impl Iterator<Item = T>) -> Option<T> {
    all.max()
}

fn latest_moment(all: impl Iterator<Item = Moment>) -> Option<Moment> {
    all.max_by_key(|m| match m {
        Moment::Day(day) => day.to_datetime(Time::MAX),
        Moment::Hour(at) => *at,
    })
}

fn distance_of(what: What) -> Option<Moment> {
    match what {
        What::In(moment) => Some(moment),
        _ => None,
    }
}

/// The day, by the surest of its names: the calendar's, a near one, a weekday, a distance, a whole week.
fn day(parts: &[What], now: DateTime, before: Before<'_>, leans: &Leans) -> Option<Date> {
    let today = now.date();
    // A day in the past is a thing's when another day is named: "the form you asked for on 20 November comes tomorrow".
    let days = || {
        parts.iter().filter_map(|w| match w {
            What::Day(day) => Some(*day),
            _ => None,
        })
    };
    let others = parts
        .iter()
        .any(|w| matches!(w, What::Near(0..) | What::Weekday(..) | What::In(_) | What::Week { .. } | What::Period(_)));
    let calendar = latest(days()).filter(|day| !others || *day >= today);
    let distance = latest_moment(parts.iter().filter_map(|w| distance_of(*w)));
    let near = latest(parts.iter().filter_map(|w| match w {
        What::Near(days) if *days > 0 || (*days == 0 && distance.is_none()) => today.checked_add(days.days()).ok(),
        _ => None,
    }));
    // "Between Monday and Wednesday": the last one said.
    let weekday = parts.iter().filter_map(|w| weekday_of(*w, parts, today)).next_back();
    let weekday = weekday.map(|day| in_order(day, parts, leans.after));
    let same = parts.iter().find_map(|w| match w {
        What::SameDay => leans.same,
        What::NextDay => leans.same.unwrap_or(today).tomorrow().ok(),
        What::DayBefore => before.last.and_then(|last| last.date().yesterday().ok()),
        _ => None,
    });
    let days_on = distance.and_then(|m| match m {
        Moment::Day(day) => Some(day),
        Moment::Hour(_) => None,
    });
    let period = latest(parts.iter().filter_map(|w| match w {
        What::Week { latest, .. } => Some(*latest),
        What::Period(day) => Some(*day),
        _ => None,
    }));
    // "Today is Monday, on Wednesday you have heat": the other day is meant.
    let is_other = |w: &What| matches!(w, What::Weekday(day, _) if *day != today.weekday());
    let near = near.filter(|day| *day != today || !parts.iter().any(is_other));
    let today_said = parts.contains(&What::Near(0)).then_some(today);
    let past = parts.iter().find_map(|w| match w {
        What::Near(days @ ..0) => today.checked_add(days.days()).ok(),
        _ => None,
    });
    calendar.or(near).or(weekday).or(days_on).or(period).or(same).or(today_said).or(past)
}

/// A weekday of the week that is named, of the week that a distance ends in, or the coming one.
fn weekday_of(what: What, parts: &[What], today: Date) -> Option<Date> {
    let What::Weekday(weekday, which) = what else { return None };
    let offset = i64::from(weekday.to_monday_zero_offset());
    let week = parts.iter().find_map(|w| match w {
        What::Week { monday, .. } => Some(*monday),
        _ => None,
    });
    if let Some(monday) = week {
        return monday.checked_add(offset.days()).ok();
    }
    if let Some(Moment::Day(target)) = parts.iter().find_map(|w| distance_of(*w)) {
        return (-3..=3).find_map(|d: i64| target.checked_add(d.days()).ok().filter(|d| d.weekday() == weekday));
    }
    match which {
        Which::Next => {
            let back = i64::from(today.weekday().to_monday_zero_offset());
            today.checked_add((7 - back + offset).days()).ok()
        }
        Which::Coming => today.nth_weekday(1, weekday).ok(),
    }
}

/// "We take it on Monday, and on Wednesday you have it back": what follows in the sentence follows in time.
fn in_order(day: Date, parts: &[What], after: Option<Date>) -> Date {
    let is_plain =
        parts.iter().all(|w| matches!(w, What::Weekday(_, Which::Coming) | What::Clock { .. } | What::DayPart(_)));
    match after.filter(|_| is_plain) {
        Some(last) if last > day && last.since(day).is_ok_and(|s| s.get_days() < 7) => {
            day.checked_add(7.days()).unwrap_or(day)
        }
        _ => day,
    }
}

/// The hour with the half of the day that is said elsewhere in the clause, or else an office hour.
fn hour_of(what: What, parts: &[What]) -> Option<Time> {
    const FIRST_OFFICE_HOUR: i8 = 7;
    let What::Clock { hour, minute, sure } = what else { return None };
    let part = parts.iter().find_map(|w| match w {
        What::DayPart(part @ (DayPart::Morning | DayPart::Afternoon | DayPart::Evening)) => Some(*part),
        _ => None,
    });
    let is_late = match part {
        Some(DayPart::Morning) => false,
        Some(_) => hour < 12,
        None => hour < FIRST_OFFICE_HOUR,
    };
    Time::new(if !sure && is_late && hour < 12 { hour + 12 } else { hour }, minute, 0, 0).ok()
}

/// Of the day spoken of, or the next time that the clock shows it.
fn hour_without_day(clock: Time, is_sure: bool, now: DateTime, before: Before<'_>) -> Option<Moment> {
    /// Said in the afternoon, they are the evening's.
    const EVENING_TOO: std::ops::RangeInclusive<i8> = 7..=8;
    let on_day = before.last.and_then(|last| match last {
        Moment::Day(day) => before.near.then_some(day.to_datetime(clock)),
        Moment::Hour(at) => Some(at.date().to_datetime(clock)).filter(|same| before.near || *same > at),
    });
    let today = now.date().to_datetime(clock);
    let evening = today.checked_add(12.hours()).ok().filter(|at| {
        let is_afternoon = (12..18).contains(&now.hour());
        is_afternoon
            && !is_sure
            && clock.minute() == 0
            && EVENING_TOO.contains(&clock.hour())
            && today <= now
            && *at > now
            && at.date() == now.date()
    });
    let coming = || if today > now { Some(today) } else { evening.or_else(|| today.checked_add(1.day()).ok()) };
    on_day.or_else(coming).map(Moment::Hour)
}

/// "In the morning", said at noon, is tomorrow's.
fn coming_part(parts: &[What], now: DateTime) -> Date {
    let is_morning = parts.contains(&What::DayPart(DayPart::Morning));
    let is_over = is_morning && now.hour() >= 11;
    if is_over { now.date().tomorrow().unwrap_or(now.date()) } else { now.date() }
}

/// Whether it names a day or an hour, and no distance.
pub(in crate::letter::promises) fn is_point(part: &Part) -> bool {
    !matches!(part.what, What::In(_) | What::Past | What::Vague | What::DayPart(_))
}

/// Whether it tells by when: "within the hour", "by Friday", «до пятницы».
pub(in crate::letter::promises) fn is_deadline(tokens: &Tokens<'_>, part: &Part) -> bool {
    const BY: &[&str] = &["by", "before", "until", "до", "к", "pana", "pina", "позднее", "позже"];
    let start = part.at.start;
    matches!(part.what, What::In(_))
        || (start > 0 && tokens.is(start - 1, BY))
        || (start > 1 && tokens.is(start - 2, BY))
}

/// Nothing but "today".
pub(in crate::letter::promises) fn are_today(parts: &[Part]) -> bool {
    !parts.is_empty() && parts.iter().all(|p| matches!(p.what, What::Near(0)))
}

pub(in crate::letter::promises) fn is_hour(part: &Part) -> bool {
    matches!(part.what, What::Clock { .. })
}

pub(in crate::letter::promises) fn is_weekday(part: &Part) -> bool {
    matches!(part.what, What::Weekday(..))
}

pub(in crate::letter::promises) fn is_past(part: &Part) -> bool {
    matches!(part.what, What::Past | What::Vague)
}

pub(in crate::letter::promises) fn is_vague(part: &Part) -> bool {
    matches!(part.what, What::Vague)
}

pub(in crate::letter::promises) fn is_distance(part: &Part) -> bool {
    matches!(part.what, What::In(_))
}

/// Whether a distance tells how long something may take, "within two days", and not when it will be: "in two days".
pub(in crate::letter::promises) fn is_term(tokens: &Tokens<'_>, part: &Part) -> bool {
    const REACH: usize = 3;
    const TERM: &[&str] = &[
        "within",
        "under",
        "inside",
        "to",
        "течение",
        "течении",
        "за",
        "пределах",
        "срок",
        "до",
        "termen",
        "decurs",
        "interval",
        "mult",
        "maximum",
        "maxim",
    ];
    let start = part.at.start;
    matches!(part.what, What::In(Moment::Day(_))) && (start.saturating_sub(REACH)..start).any(|at| tokens.is(at, TERM))
}

/// "This month": how long something holds; "by the end of the month" and "until next week" tell when.
pub(in crate::letter::promises) fn is_span(tokens: &Tokens<'_>, part: &Part) -> bool {
    let is_end = matches!(tokens.date(part.at.start), Some(DateWord::End | DateWord::Begin | DateWord::Middle));
    matches!(part.what, What::Period(_)) && !is_end && !is_deadline(tokens, part)
}
