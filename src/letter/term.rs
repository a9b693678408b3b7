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
use crate::text::{detect_language, fold};

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

/// The broken term as it stands behind "apologies for", with its day where a letter of ours (`ours`) named that day to the
/// customer; none for a language without words for it.
pub(in crate::letter) fn broken_term_words(day: Date, lang: &str, ours: &[&str]) -> Option<String> {
    let words = months::day(day, lang)?;
    let day = is_named(day, ours).then_some(words);
    Some(match (lang, day) {
        ("ru", Some(day)) => format!("нарушенный срок, {day}"),
        ("ru", None) => "нарушенный срок".to_owned(),
        ("ro", Some(day)) => format!("termenul pe care nu l-am respectat, {day}"),
        ("ro", None) => "termenul pe care nu l-am respectat".to_owned(),
        (_, Some(day)) => format!("missing the date we had promised, {day}"),
        (_, None) => "missing the date we had promised".to_owned(),
    })
}

/// True when one of the letters says this day by its number: who was told "by Monday" never heard of the 25th.
fn is_named(day: Date, letters: &[&str]) -> bool {
    let names: Vec<String> =
        ["ru", "en", "ro"].iter().filter_map(|lang| months::day(day, lang)).map(|name| fold(&name)).collect();
    let number = format!("{}.{:02}", day.day(), day.month());
    let is_begun = |text: &str, at: usize| !text[..at].ends_with(|c: char| c.is_ascii_digit());
    letters.iter().map(|letter| fold(letter)).any(|letter| {
        names.iter().chain([&number]).any(|name| letter.match_indices(name).any(|(at, _)| is_begun(&letter, at)))
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
pub fn apology_for_term(book: &Phrasebook, voice: &Voice, day: Date, ours: &[&str]) -> Option<Insert> {
    let phrase = book.get("P1")?;
    let variant = phrase.variants.iter().position(|v| !v.slots.is_empty())?;
    fill(phrase.render(voice, variant), &broken_term_words(day, &book.lang, ours)?)
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
        for (lang, ours, words) in [
            ("ru", "Приедем 20 ноября.", "Приношу свои извинения за нарушенный срок, 20 ноября."),
            ("ru", "Приедем до пятницы, 120 ноября нет.", "Приношу свои извинения за нарушенный срок."),
            ("en", "By 20 November.", "I offer my apologies for missing the date we had promised, 20 November."),
            ("en", "By Friday.", "I offer my apologies for missing the date we had promised."),
            (
                "ro",
                "Venim pe 20.11.",
                "Vă prezint scuzele mele pentru termenul pe care nu l-am respectat, 20 noiembrie.",
            ),
            ("ro", "Vă scriu până luni.", "Vă prezint scuzele mele pentru termenul pe care nu l-am respectat."),
        ] {
            let book = Phrasebook::load(lang, &[]).0;
            let voice = Voice { gender: crate::model::Gender::Female, proposals: 0 };
            let insert = apology_for_term(&book, &voice, date(2026, 11, 20), &[ours]).unwrap();
            assert_eq!(insert.text, words);
            let what = broken_term_words(date(2026, 11, 20), lang, &[ours]).unwrap();
            assert_eq!(insert.text[insert.slots[0].range.clone()], what);
            assert_eq!(regret_sentence(&what, lang).as_deref(), Some(words));
        }
    }
}
