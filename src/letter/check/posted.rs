//! Times of the same or the next days in a letter that goes by post: it arrives after them (R121).
//!
//! Not its duty: how long the post takes. Two working days are the least, so only what lies before their end is told.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Code, Finding, Letter, Rule};
use crate::letter::promises::Moment;
use crate::model::Channel;
use crate::text::Patterns;

pub(super) const TOO_SOON: Code = Code { id: "posted_too_late", look: too_soon };

/// Terms that count from the day of writing; who reads them counts from another one.
static TERMS: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(&[
        "(сегодня|завтра) (до|к|после)",
        "до (сегодняшнего|завтрашнего) (дня|вечера|утра)",
        "(today|tomorrow) (by|before|until)",
        "by (today|tomorrow|tonight)",
        "(astazi|azi|maine) (pana|dupa)",
        "pana (astazi|azi|maine|diseara)",
    ])
    .expect("the patterns are constants and tested")
});

/// No posted letter is read sooner, in days.
const ON_ITS_WAY: i64 = 2;

fn too_soon(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if letter.context.channel != Channel::Paper || letter.context.public {
        return;
    }
    // One place says enough: whoever repairs it looks for the others.
    let term = TERMS.find_all(&letter.tokens).first().map(|hit| letter.tokens.original(hit.span.clone()));
    let promised = || {
        let arrives = letter.context.now.and_then(|now| now.date().checked_add(ON_ITS_WAY.days()).ok())?;
        let is_soon = |when: Moment| day_of(when) < arrives;
        letter.promises().iter().find(|p| p.when.is_some_and(is_soon)).map(|p| p.range.clone())
    };
    if let Some(place) = term.or_else(promised) {
        out.push(rule.finding(rule.card.severity, Some(place), rule.card.message.clone()));
    }
}

fn day_of(when: Moment) -> Date {
    match when {
        Moment::Day(day) => day,
        Moment::Hour(at) => at.date(),
    }
}
