//! A term of ours that was broken: which one, and how the letter's language says it, so that P1 can regret it (R113).
//!
//! Not its duty: opening and ending terms (`schedule`), the finding (`check::amends`).

use jiff::Timestamp;
use jiff::civil::Date;

use super::check::{Rules, apologises};
use super::clarify::fill;
use super::months;
use super::phrase::{Insert, Voice};
use super::phrasebook::Phrasebook;
use crate::model::{CaseFile, FollowUp, FollowUpKind};
use crate::text::detect_language;

/// The day of the latest term of ours that was not kept: a promise, the assurance of control, the resolution. None when
/// a letter after it has apologised.
pub fn broken_term(file: &CaseFile, rules: &Rules, now: Timestamp) -> Option<Date> {
    use FollowUpKind::{PersonalControl, Promise, Resolution};
    let is_term = |f: &&FollowUp| matches!(f.kind, Promise | PersonalControl | Resolution) && f.is_failed(now);
    let broken = file.follow_ups.iter().filter(is_term).max_by_key(|f| f.due.latest())?;
    let since = broken.due.latest();
    let lang = |text: &str| detect_language(text).unwrap_or(file.case.language.as_str()).to_owned();
    let mut later = file.messages.iter().filter(|m| m.is_outbound() && m.at >= since);
    let is_regretted = later.any(|m| apologises(rules, &m.body, &lang(&m.body)));
    (!is_regretted).then(|| broken.due.local().date())
}

/// The broken term as it stands behind "apologies for"; none for a language without words for it.
pub(in crate::letter) fn broken_term_words(day: Date, lang: &str) -> Option<String> {
    let day = months::day(day, lang)?;
    Some(match lang {
        "ru" => format!("срок, который мы нарушили: {day}"),
        "ro" => format!("termenul pe care nu l-am respectat: {day}"),
        _ => format!("missing the date we had agreed, {day}"),
    })
}

/// One sentence of regret for it, in the words of P1.
pub(in crate::letter) fn regret_sentence(what: &str, lang: &str) -> Option<String> {
    match lang {
        "ru" => Some(format!("Приношу свои извинения за {what}.")),
        "en" => Some(format!("I offer my apologies for {what}.")),
        "ro" => Some(format!("Vă prezint scuzele mele pentru {what}.")),
        _ => None,
    }
}

/// P1 with the broken term in its slot, for the writer to change; none where the book has no P1 with a slot.
pub fn apology_for_term(book: &Phrasebook, voice: &Voice, day: Date) -> Option<Insert> {
    let phrase = book.get("P1")?;
    let variant = phrase.variants.iter().position(|v| !v.slots.is_empty())?;
    fill(phrase.render(voice, variant), &broken_term_words(day, &book.lang)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FollowUpState, MessageKind};
    use crate::schedule::fixtures::{at, case, case_file, follow_up, message};
    use jiff::civil::date;

    #[test]
    fn the_latest_unkept_term_stands_until_a_letter_regrets_it() {
        // R113
        let mut file = case_file(case(), vec![message(1, MessageKind::Inbound)]);
        let rules = Rules::shipped();
        let promise = follow_up(FollowUpKind::Promise);
        let (due, after) = (promise.due.latest(), promise.due.latest() + jiff::SignedDuration::from_hours(30));
        file.follow_ups.push(promise);
        assert_eq!(broken_term(&file, rules, at("2026-03-02T08:00Z").min(due)), None, "not due yet");
        let day = file.follow_ups[0].due.local().date();
        assert_eq!(broken_term(&file, rules, after), Some(day));
        let mut letter = message(2, MessageKind::Reply);
        (letter.at, letter.body) = (after, "Мария Ивановна, деньги придут завтра.".into());
        file.messages.push(letter);
        assert_eq!(broken_term(&file, rules, after), Some(day), "no regret in it");
        file.messages[1].body = "Мария Ивановна, приношу свои извинения за задержку.".into();
        assert_eq!(broken_term(&file, rules, after), None);
        file.messages.pop();
        file.follow_ups[0].state = FollowUpState::Done;
        file.follow_ups[0].closed_at = Some(due);
        assert_eq!(broken_term(&file, rules, after), None, "kept in time");
        file.follow_ups[0].kind = FollowUpKind::Reminder;
        (file.follow_ups[0].state, file.follow_ups[0].closed_at) = (FollowUpState::Open, None);
        assert_eq!(broken_term(&file, rules, after), None, "a reminder is a term for nobody");
    }

    #[test]
    fn p1_is_offered_with_the_term_in_its_slot() {
        // R113
        for (lang, words) in [
            ("ru", "Приношу свои извинения за срок, который мы нарушили: 20 ноября."),
            ("en", "I offer my apologies for missing the date we had agreed, 20 November."),
            ("ro", "Vă prezint scuzele mele pentru termenul pe care nu l-am respectat: 20 noiembrie."),
        ] {
            let book = Phrasebook::load(lang, &[]).0;
            let voice = Voice { gender: crate::model::Gender::Female, proposals: 0 };
            let insert = apology_for_term(&book, &voice, date(2026, 11, 20)).unwrap();
            assert_eq!(insert.text, words);
            let what = broken_term_words(date(2026, 11, 20), lang).unwrap();
            assert_eq!(insert.text[insert.slots[0].range.clone()], what);
            assert_eq!(regret_sentence(&what, lang).as_deref(), Some(words));
        }
    }
}
