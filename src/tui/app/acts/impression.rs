//! The customer's mood at the start and at the end, and the two questions at closing: a right result, a satisfied
//! customer (R39, R40). Each is one key; none is ever asked for.
//!
//! Not its duty: when a case may be closed (`closing`), the rest of the details (`details`).

use super::super::form::Field;
use super::super::{App, Form};
use super::fields;
use crate::model::{Case, Impression, Mood, SetImpression, Verdict};

const START: &str = "mood-start";
const END: &str = "mood-end";
const RESULT: &str = "right-result";
const SATISFIED: &str = "satisfied";

/// The field of the details: how he felt when he came.
pub fn start_field(app: &App, case: &Case) -> Field {
    mood(app, START, "impression-mood-start", noted(case).and_then(|n| n.mood_at_start.as_ref()))
}

/// The questions at closing; what is known already stands there.
pub fn closing_fields(app: &App, case: &Case) -> Vec<Field> {
    let known = noted(case);
    vec![
        mood(app, END, "impression-mood-end", known.and_then(|n| n.mood_at_end.as_ref())),
        verdict(app, RESULT, "impression-result", known.and_then(|n| n.right_result.as_ref())),
        verdict(app, SATISFIED, "impression-satisfied", known.and_then(|n| n.satisfied.as_ref())),
    ]
}

fn noted(case: &Case) -> Option<&Impression> {
    case.impression.as_ref()
}

fn mood(app: &App, id: &'static str, label: &str, known: Option<&Mood>) -> Field {
    let words: Vec<&str> = Mood::KNOWN.iter().map(Mood::as_str).collect();
    question(app, id, label, fields::words(app, "mood", &words), known.map_or("", Mood::as_str))
}

fn verdict(app: &App, id: &'static str, label: &str, known: Option<&Verdict>) -> Field {
    let words: Vec<&str> = Verdict::KNOWN.iter().map(Verdict::as_str).collect();
    question(app, id, label, fields::words(app, "verdict", &words), known.map_or("", Verdict::as_str))
}

fn question(app: &App, id: &'static str, label: &str, answers: Vec<super::super::Choice>, at: &str) -> Field {
    Field::question(id, app.texts.t(label), answers, app.texts.t("form-not-said"), at)
}

/// What the form says otherwise than the case; none when that is nothing. Of questions that it does not hold nothing is
/// said, and a word of a newer version stays.
pub fn changes(case: &Case, form: &Form) -> Option<SetImpression> {
    let known = case.impression.clone().unwrap_or_default();
    let said = |id: &str| form.fields.iter().any(|f| f.id == id).then(|| form.chosen(id));
    let mood = |id: &str, before: &Option<Mood>| {
        let mood = Some(said(id)?).filter(|word| !word.is_empty()).map(Mood::from);
        let is_strange = matches!(before, Some(Mood::Other(_))) && mood.is_none();
        (mood != *before && !is_strange).then_some(mood)
    };
    let verdict = |id: &str, before: &Option<Verdict>| {
        let verdict = Some(said(id)?).filter(|word| !word.is_empty()).map(Verdict::from);
        let is_strange = matches!(before, Some(Verdict::Other(_))) && verdict.is_none();
        (verdict != *before && !is_strange).then_some(verdict)
    };
    let set = SetImpression {
        mood_at_start: mood(START, &known.mood_at_start),
        mood_at_end: mood(END, &known.mood_at_end),
        right_result: verdict(RESULT, &known.right_result),
        satisfied: verdict(SATISFIED, &known.satisfied),
    };
    (!set.is_empty()).then_some(set)
}

/// "mood: angry → calm · right result: yes · customer satisfied: no"; empty when nothing is noted.
pub fn impression_words(app: &App, noted: &Impression) -> String {
    let texts = &app.texts;
    let mood = |mood: &Mood| match mood {
        Mood::Other(word) => word.to_string(),
        known => texts.t(&format!("mood-{}", known.as_str())),
    };
    let mut parts = Vec::new();
    match (&noted.mood_at_start, &noted.mood_at_end) {
        (Some(start), Some(end)) => {
            parts.push(format!("{}: {} → {}", texts.t("impression-mood"), mood(start), mood(end)));
        }
        (Some(start), None) => parts.push(format!("{}: {}", texts.t("impression-mood-start"), mood(start))),
        (None, Some(end)) => parts.push(format!("{}: {}", texts.t("impression-mood-end"), mood(end))),
        (None, None) => {}
    }
    for (key, verdict) in [("impression-result", &noted.right_result), ("impression-satisfied", &noted.satisfied)] {
        if let Some(verdict) = verdict {
            parts.push(format!("{}: {}", texts.t(key), verdict_words(app, verdict)));
        }
    }
    parts.join(" · ")
}

pub fn verdict_words(app: &App, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Other(word) => word.to_string(),
        known => app.texts.t(&format!("verdict-{}", known.as_str())),
    }
}
