//! Times in our own promises: none at all (R16, R85), in the past or on a day off (R121), another than the case says (R139).
//!
//! Only promises are judged: a past date in an account of what happened is a fact. Not its duty: reading them (`promises`).

use jiff::civil::{Date, DateTime, Weekday};

use super::lacks::has_dated_plan;
use super::{Code, Finding, Letter, Rule, Said};
use crate::letter::months;
use crate::letter::promises::{Act, Actor, Moment, Promise, read_promises};

pub(super) const UNDATED: Code = Code { id: "promise_without_date", look: undated };
pub(super) const PAST: Code = Code { id: "date_in_past", look: past };
pub(super) const DAY_OFF: Code = Code { id: "date_on_day_off", look: day_off };
pub(super) const CONTRADICTS: Code = Code { id: "date_contradicts_case", look: contradicts };

/// A promise whose time is vague, or of money without a time, or in a letter that names no time for anything. Beside a
/// dated plan others are its details: «мастер приедет вместе с курьером».
fn undated(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let has_plan = has_dated_plan(letter);
    let has = |idea, number| letter.sentences_with(idea).binary_search(&number).is_ok();
    let mut told = Vec::new();
    for promise in letter.promises().iter().filter(|p| p.when.is_none()) {
        let number = letter.sentence_at(promise.range.start);
        if has("no_deed", number) {
            continue;
        }
        let is_money = has("money_back", number) && !has("when", number);
        if !has_plan || has("vague_time", number) || is_money {
            told.push(number);
            out.push(rule.finding(rule.card.severity, Some(promise.range.clone()), rule.card.message.clone()));
        }
    }
    // Somebody else's deed that we announce, or one without a verb of promising.
    let money = if has_plan { Vec::new() } else { letter.sentences_with("money_back") };
    let mut vague: Vec<usize> = letter.sentences_with("vague_time").into_iter().chain(money).collect();
    vague.sort_unstable();
    vague.dedup();
    for number in vague {
        let is_none = ["when", "redirect", "condition"].into_iter().any(|idea| has(idea, number));
        if has("announced", number) && !is_none && !told.contains(&number) {
            let span = letter.sentences[number].range.clone();
            out.push(rule.finding(rule.card.severity, Some(span), rule.card.message.clone()));
        }
    }
}

fn past(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(now) = letter.context.now else { return };
    for (promise, when) in dated(letter) {
        if is_over(when, now) {
            out.push(rule.finding(rule.card.severity, Some(promise.range.clone()), rule.card.message.clone()));
        }
    }
}

fn is_over(when: Moment, now: DateTime) -> bool {
    match when {
        Moment::Day(day) => day < now.date(),
        // Within the day a letter may well tell of an hour that has just passed.
        Moment::Hour(at) => at.date() < now.date(),
    }
}

/// A call or an answer of ours on a day when nobody is at the desk; goods and craftsmen may well come on a Saturday.
fn day_off(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(calendar) = letter.context.facts.calendar else { return };
    for (promise, when) in dated(letter) {
        let is_desk_work = promise.actor != Actor::Ours && promise.act != Act::Do;
        let day = day_of(when);
        if is_desk_work && !calendar.is_working_day(day) && !is_weekend_named(letter, promise) {
            let on = |lang| crate::letter::months::day(day, lang).unwrap_or_else(|| day.to_string());
            let said = Said::owned(
                format!("{} is a day off at this desk. Will you really be there?", on("en")),
                format!("{} – нерабочий день. Вы точно будете на месте?", on("ru")),
                format!("{} este zi liberă. Veți fi sigur la birou?", on("ro")),
            );
            out.push(rule.finding(rule.card.severity, Some(promise.range.clone()), said));
        }
    }
}

/// Who writes "on Saturday" knows that it is one.
fn is_weekend_named(letter: &Letter<'_>, promise: &Promise) -> bool {
    const NAMES: &[&str] = &["суббот", "воскресень", "выходн", "saturday", "sunday", "weekend", "sambat", "duminic"];
    let part = letter.tokens.within(promise.range.clone());
    let words = letter.tokens.as_str()[part].split(' ');
    words.into_iter().any(|word| NAMES.iter().any(|name| word.starts_with(name)))
}

fn in_words(date: Date, lang: &str) -> String {
    months::day(date, lang).unwrap_or_else(|| date.to_string())
}

fn contradicts(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    wrong_weekday(rule, letter, out);
    let facts = &letter.context.facts;
    // A day that has passed binds nobody: a letter after it can only name a new one.
    let today = letter.context.now.map(|now| now.date());
    let is_ahead = |day: &&Date| today.is_none_or(|today| **day >= today);
    let last_agreed = facts.agreed.iter().filter(is_ahead).max();
    let deadline = facts.deadline.as_ref().filter(is_ahead);
    for (promise, when) in dated(letter).filter(|(p, _)| p.act == Act::Do) {
        let day = day_of(when);
        let known = deadline.filter(|deadline| day > **deadline).or(last_agreed.filter(|last| day > **last));
        if let Some(known) = known.copied() {
            let said = Said::owned(
                format!("The case says {}, this promise {}.", in_words(known, "en"), in_words(day, "en")),
                format!("В деле срок {}, а здесь обещано {}.", in_words(known, "ru"), in_words(day, "ru")),
                format!("Cazul spune {}, iar aici se promite {}.", in_words(known, "ro"), in_words(day, "ro")),
            );
            out.push(rule.finding(rule.card.severity, Some(promise.range.clone()), said));
        }
    }
}

/// «во вторник, 25 ноября», when that day is a Wednesday: one of the two is wrong, and the customer cannot know which.
fn wrong_weekday(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    for (promise, when) in dated(letter) {
        let day = day_of(when);
        if !letter.text[promise.range.clone()].contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let part = letter.tokens.within(promise.range.clone());
        let Some(named) = weekday_beside_date(&letter.tokens.as_str()[part], letter.context.lang, day) else {
            continue;
        };
        if named != day.weekday() {
            let said = Said::owned(
                format!("The weekday does not fit: {} is another day of the week.", in_words(day, "en")),
                format!("День недели не сходится: {} – другой день.", in_words(day, "ru")),
                format!("Ziua săptămânii nu se potrivește: {} este altă zi.", in_words(day, "ro")),
            );
            out.push(rule.finding(rule.card.severity, Some(promise.range.clone()), said));
        }
    }
}

/// The weekday that stands directly before the number of the day: " четверг , 26 ".
fn weekday_beside_date(tokens: &str, lang: &str, day: Date) -> Option<Weekday> {
    const NAMES: [[&str; 3]; 7] = [
        ["понедельник", "monday", "luni"],
        ["вторник", "tuesday", "marti"],
        ["сред", "wednesday", "miercuri"],
        ["четверг", "thursday", "joi"],
        ["пятниц", "friday", "vineri"],
        ["суббот", "saturday", "sambata"],
        ["воскресень", "sunday", "duminica"],
    ];
    let column = match lang {
        "ru" => 0,
        "ro" => 2,
        _ => 1,
    };
    let words: Vec<&str> = tokens.split(' ').filter(|w| !w.is_empty() && *w != ",").collect();
    let number = day.day().to_string();
    let at = words.iter().position(|w| w.trim_end_matches(char::is_alphabetic) == number)?;
    let before = words.get(at.checked_sub(1)?)?;
    let index = NAMES.iter().position(|names| before.starts_with(names[column]))?;
    Weekday::from_monday_zero_offset(i8::try_from(index).ok()?).ok()
}

fn dated<'l>(letter: &'l Letter<'_>) -> impl Iterator<Item = (&'l Promise, Moment)> {
    letter.promises().iter().filter_map(|p| Some((p, p.when?)))
}

fn day_of(when: Moment) -> Date {
    match when {
        Moment::Day(day) => day,
        Moment::Hour(at) => at.date(),
    }
}

/// What the letter promises. Without a clock a date is still a date: any day will do to read it from.
pub(super) fn promises_of(text: &str, lang: &str, now: Option<DateTime>) -> Vec<Promise> {
    const SOME_DAY: DateTime = DateTime::constant(2026, 1, 5, 9, 0, 0, 0);
    read_promises(text, lang, now.unwrap_or(SOME_DAY))
}
