//! What is due on a case: its open follow-ups counting down, and what letters asked to be confirmed (R11, R12, R16).
//!
//! Not its duty: the rest of the card (`card`), the list of all follow-ups (`follow_ups`).

use jiff::{SignedDuration, Timestamp};

use super::card::SideLine;
use crate::i18n::{Moment, day, duration_short};
use crate::model::{CaseFile, Confirmation, ConfirmationState, Due, DueAt, FollowUp, FollowUpKind};
use crate::text::{pad, safe_line, width, wrap};
use crate::tui::app::App;
use crate::tui::app::case::{CaseScreen, Pane, open_follow_ups};
use crate::tui::theme::Role;

pub fn kind_words(app: &App, kind: &FollowUpKind) -> String {
    let words = app.texts.t(&format!("kind-{}", kind.as_str().replace('_', "-")));
    if words.is_empty() { kind.to_string() } else { words }
}

/// "14 Mar", or "14:05" with the day as far as it is not today.
pub fn due_words(app: &App, due: &Due) -> String {
    let now = app.local_now();
    match due.at {
        DueAt::Day(date) => day(&app.texts, date, now.date()),
        DueAt::Instant(at) => Moment { at: &at.to_zoned(app.zone()), now: &now }.short(&app.texts),
    }
}

/// How long until it wants attention: "overdue 1 h", "in 38 min", "Tue 10:00", "24 Nov".
pub fn countdown(app: &App, follow_up: &FollowUp) -> (String, Role) {
    let at = follow_up.alerts_at();
    if follow_up.snoozed_until.is_some_and(|until| until > app.now) {
        return (format!("z {}", left_words(app, at, SignedDuration::from_hours(12)).0), Role::Dim);
    }
    let now = app.local_now();
    match follow_up.due.at {
        DueAt::Day(date) if date == now.date() => (app.texts.t("due-today"), Role::Soon),
        DueAt::Day(_) if at > app.now => {
            (Moment { at: &at.to_zoned(app.zone()), now: &now }.day_only(&app.texts), Role::Text)
        }
        _ => left_words(app, at, SignedDuration::from_hours(12)),
    }
}

/// What became due within this minute is due now, not late.
pub(super) fn is_now(left: SignedDuration) -> bool {
    left <= SignedDuration::ZERO && left > SignedDuration::from_mins(-1)
}

/// The time left until `at`, as a length when it is less than `near`, else as a moment.
pub fn left_words(app: &App, at: Timestamp, near: SignedDuration) -> (String, Role) {
    let texts = &app.texts;
    let left = at.duration_since(app.now);
    if is_now(left) {
        return (texts.t("due-now"), Role::Overdue);
    }
    if left.is_negative() {
        return (texts.tr("due-overdue", &[("time", duration_short(texts, left).into())]), Role::Overdue);
    }
    let words = if left < near {
        texts.tr("due-in", &[("time", duration_short(texts, left).into())])
    } else {
        Moment { at: &at.to_zoned(app.zone()), now: &app.local_now() }.short(texts)
    };
    (words, if left < SignedDuration::from_hours(2) { Role::Soon } else { Role::Text })
}

pub(super) fn follow_ups(app: &App, screen: Option<&CaseScreen>, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let open = open_follow_ups(file);
    let times: Vec<(String, Role)> = open.iter().map(|f| countdown(app, f)).collect();
    let column = times.iter().map(|(t, _)| width(t)).max().unwrap_or(0);
    let chosen = screen.filter(|s| s.pane == Pane::FollowUps).map(|s| s.follow_up.min(open.len().saturating_sub(1)));
    let mut out = Vec::new();
    for (i, (follow_up, (time, role))) in open.iter().zip(times).enumerate() {
        let here = chosen == Some(i);
        let sign = |first: bool| if here && first { "▌ " } else { "  " }.to_owned();
        let kind = kind_words(app, &follow_up.kind);
        let title = safe_line(&follow_up.title);
        let words = if title.is_empty() { kind.clone() } else { format!("{kind}: {title}") };
        for (n, mut pieces) in two_roles(&words, kind.len(), cells.saturating_sub(column + 4)).into_iter().enumerate() {
            let time = if n == 0 { pad(&time, column) } else { " ".repeat(column) };
            pieces.insert(0, (format!("{time}  "), role));
            pieces.insert(0, (sign(n == 0), Role::Accent));
            out.push(SideLine { pieces, chosen: here });
        }
    }
    if open.is_empty() && screen.is_some() {
        out.push(SideLine::one(format!("  {}", app.texts.t("case-no-follow-ups")), Role::Dim));
    }
    out.extend(file.case.confirmations.iter().flat_map(|c| confirmation(app, c, cells)));
    out
}

/// Words wrapped into lines of so many cells: the first bytes as text, the rest dim.
fn two_roles(words: &str, first: usize, cells: usize) -> Vec<Vec<(String, Role)>> {
    let line = |range: std::ops::Range<usize>| {
        let split = first.clamp(range.start, range.end);
        vec![(words[range.start..split].to_owned(), Role::Text), (words[split..range.end].to_owned(), Role::Dim)]
    };
    wrap(words, cells.max(8)).into_iter().map(line).collect()
}

/// What a letter asked to be confirmed and what became of it, with who set that by hand (R11, R12).
fn confirmation(app: &App, confirmation: &Confirmation, cells: usize) -> Vec<SideLine> {
    let (sign, role) = match confirmation.state {
        ConfirmationState::Accepted => ("✓", Role::Good),
        ConfirmationState::Refused => ("✗", Role::Overdue),
        ConfirmationState::Unclear => ("?", Role::Soon),
        _ => ("·", Role::Text),
    };
    let when = day(&app.texts, confirmation.since.to_zoned(app.zone()).date(), app.local_now().date());
    let by = confirmation.by.map(|id| format!(", {}", app.operator_name(id))).unwrap_or_default();
    let head = format!("{sign} {}, {when}{by}", confirmation_words(app, &confirmation.state));
    let words = format!("{head}: {}", safe_line(&confirmation.term));
    let lines = two_roles(&words, head.len(), cells.saturating_sub(4)).into_iter().enumerate();
    lines
        .map(|(n, mut pieces)| {
            pieces[0].1 = role;
            pieces.insert(0, (if n == 0 { "  " } else { "    " }.to_owned(), role));
            SideLine { pieces, chosen: false }
        })
        .collect()
}

/// "letter received"
fn confirmation_words(app: &App, state: &ConfirmationState) -> String {
    let words = app.texts.t(&format!("confirmation-{}", state.as_str()));
    if words.is_empty() { safe_line(state.as_str()).into_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::Trigger;
    use crate::tui::app::fixtures::{app, now, row};
    use crate::tui::view::snapshots::drawn;

    #[test]
    fn what_became_due_within_this_minute_is_due_now() {
        let app = app(UiLang::Ru, (120, 40));
        let words =
            |seconds| left_words(&app, now() + SignedDuration::from_secs(seconds), SignedDuration::from_hours(12)).0;
        assert_eq!((words(0).as_str(), words(-59).as_str()), ("сейчас", "сейчас"));
        assert!(words(-61).starts_with("просрочено") && words(61).starts_with("через"));
    }

    #[test]
    fn r89_the_list_says_now_for_danger_that_nobody_called_about() {
        let mut app = app(UiLang::Ru, (80, 24));
        let mut rows = vec![row(1), row(2)];
        for row in &mut rows {
            row.key.rank = 0;
            row.due = Some((now() + SignedDuration::from_hours(7), FollowUpKind::FirstResponse));
            (row.marks.call, row.marks.suggested) = (None, Some(Trigger::Safety));
        }
        // A try was made, and the next one is agreed on.
        rows[1].due = Some((now() + SignedDuration::from_hours(7), FollowUpKind::Call));
        app.queue.rows = rows;
        let shown = drawn(&mut app);
        assert_eq!(shown.matches("сейчас").count(), 1, "{shown}");
    }
}
