//! Fields that several forms share: channels, operators, times with their quick choices.

use super::super::App;
use super::super::form::{Choice, Field, Form, QUICK, Value};
use super::super::when::{self, Lean, Quick, Unclear};
use crate::i18n::{day, weekday};
use crate::model::{Channel, Due, DueAt};

/// Fields that hold a time, with the side of now on which it lies.
const TIMES: [(&str, Lean); 6] = [
    ("when", Lean::Future),
    ("retry", Lean::Future),
    ("deadline", Lean::Future),
    ("keep-until", Lean::Future),
    ("away", Lean::Future),
    ("written", Lean::Past),
];

/// The words of a vocabulary as choices; `prefix` leads to their texts.
pub fn words(app: &App, prefix: &str, words: &[&str]) -> Vec<Choice> {
    words.iter().map(|w| Choice::new(*w, app.texts.t(&format!("{prefix}-{}", w.replace('_', "-"))))).collect()
}

/// A choice that stands for "not said", before others.
pub fn or_none(app: &App, mut options: Vec<Choice>) -> Vec<Choice> {
    options.insert(0, Choice::new("", app.texts.t("form-not-said")));
    options
}

pub fn channels(app: &App) -> Vec<Choice> {
    let known: Vec<&str> = Channel::KNOWN.iter().map(Channel::as_str).collect();
    words(app, "channel", &known)
}

/// Every other active operator, by name.
pub fn operators(app: &App) -> Vec<Choice> {
    let mut others: Vec<_> = app.operators.values().filter(|o| o.active).collect();
    others.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    others.iter().map(|o| Choice::new(o.id.to_string(), o.name.clone())).collect()
}

/// A choice that stands on the given id, or on the first option.
pub fn chosen(id: &'static str, label: String, options: Vec<Choice>, at: &str) -> Field {
    let at = options.iter().position(|o| o.id == at).unwrap_or(0);
    Field::choice(id, label, options, at)
}

/// A quick choice, and a line for any other time.
pub fn when(app: &App, default: Quick) -> [Field; 2] {
    let options = Quick::ALL.map(|q| Choice::new(q.id(), app.texts.t(&format!("quick-{}", q.id()))));
    [
        chosen(QUICK, app.texts.t("form-when"), options.to_vec(), default.id()),
        Field::text("when", app.texts.t("form-or-when"), "").with_hint(app.texts.t("form-when-hint")),
    ]
}

/// The time of [`when()`].
///
/// # Errors
/// The line was filled and holds no time ahead.
pub fn read_when(app: &App, form: &Form) -> Result<Due, String> {
    match optional(app, form, "when")? {
        Some(due) => Ok(due),
        None => quick(app, form).ok_or_else(|| unclear(app, Unclear::NotATime, "")),
    }
}

fn quick(app: &App, form: &Form) -> Option<Due> {
    let id = form.chosen(QUICK);
    Quick::ALL.into_iter().find(|q| q.id() == id)?.due(&app.local_now())
}

/// The time in a line that may stay empty.
///
/// # Errors
/// It is filled and holds no time on the right side of now.
pub fn optional(app: &App, form: &Form, id: &str) -> Result<Option<Due>, String> {
    let text = form.text(id);
    if text.is_empty() {
        return Ok(None);
    }
    let lean = TIMES.iter().find(|(name, _)| *name == id).map_or(Lean::Future, |(_, lean)| *lean);
    // The term of a complaint may have passed; that is what makes it too late (R94).
    let read = if id == "deadline" {
        when::read_any(text, &app.local_now(), lean).ok_or(Unclear::NotATime)
    } else {
        when::read(text, &app.local_now(), lean)
    };
    read.map(Some).map_err(|why| unclear(app, why, text))
}

fn unclear(app: &App, why: Unclear, text: &str) -> String {
    let key = match why {
        Unclear::NotATime => "when-unclear",
        Unclear::Past => "when-past",
        Unclear::Future => "when-future",
    };
    app.texts.tr(key, &[("text", text.into())])
}

/// What the times typed so far mean, below the fields; and whether nobody works then. It never forbids.
pub fn advice(app: &App, form: &Form) -> Option<String> {
    let focused = form.fields.get(form.focus).map(|f| f.id);
    let typed = TIMES.iter().map(|(id, _)| *id).find(|id| Some(*id) == focused && !form.text(id).is_empty());
    let has_quick = form.fields.iter().any(|f| f.id == QUICK && matches!(f.value, Value::Choice { .. }));
    let due = match typed {
        Some(id) => optional(app, form, id),
        None if has_quick => read_when(app, form).map(Some),
        None => Ok(None),
    };
    match due {
        Ok(due) => due.map(|due| due_words(app, &due, typed != Some("written"))),
        Err(words) => Some(words),
    }
}

/// "Tue 24 Nov 10:00", and "not a working day".
fn due_words(app: &App, due: &Due, warn: bool) -> String {
    let local = due.local();
    let mut words =
        format!("→ {} {}", weekday(&app.texts, local.weekday()), day(&app.texts, local.date(), app.local_now().date()));
    if let DueAt::Instant(_) = due.at {
        words.push_str(&local.strftime(" %H:%M").to_string());
    }
    if warn && !app.rules.calendar.is_working_day(local.date()) {
        words.push_str(" · ");
        words.push_str(&app.texts.t("when-day-off"));
    }
    words
}

/// When a thing put off comes back: the instant, or the beginning of work on the day.
pub fn moment(app: &App, due: &Due) -> jiff::Timestamp {
    match due.at {
        DueAt::Instant(at) => at,
        DueAt::Day(date) => {
            let morning = date.at(9, 0, 0, 0).to_zoned(due.time_zone()).map_or(due.latest(), |z| z.timestamp());
            let begins = app
                .rules
                .calendar
                .next_working_moment(date.at(0, 0, 0, 0).to_zoned(due.time_zone()).map_or(morning, |z| z.timestamp()));
            // A day off has no beginning of work; then it is nine o'clock.
            let same_day = begins.to_zoned(due.time_zone()).date() == date;
            (if same_day { begins } else { morning }).max(app.now)
        }
    }
}
