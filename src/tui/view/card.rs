//! What belongs to a case beside its thread: how it stands (R42), the call, the follow-ups counting down, the harm and
//! the wish, what puts it right, the customer's card with his contacts, pinned details and other cases (R22).
//!
//! Not its duty: how follow-ups and confirmations are told (`duties`).

use ratatui::layout::Rect;

use super::duties::{countdown, follow_ups, kind_words};
use super::{Pen, amends, cards, channel, turn};
use crate::i18n::{Moment, day, duration_short};
use crate::model::{Case, CaseFile, Channel, FollowUpKind, Trigger};
use crate::text::{safe_line, wrap};
use crate::tui::action::Action;
use crate::tui::app::case::{CaseScreen, Pane, open_follow_ups};
use crate::tui::app::{ApologyTime, App, commitment_words, courtesy_words, likeness, survivor_number};
use crate::tui::theme::Role;

/// One line of the side: pieces in a row.
#[derive(Debug, Clone, Default)]
pub struct SideLine {
    pub(super) pieces: Vec<(String, Role)>,
    /// Tinted as the chosen one.
    pub(super) chosen: bool,
}

impl SideLine {
    pub(super) fn one(text: impl Into<String>, role: Role) -> Self {
        Self { pieces: vec![(text.into(), role)], chosen: false }
    }

    /// Blanks in place of those that held words together while the line was broken.
    pub(super) fn without_ties(&mut self) {
        self.pieces.iter_mut().for_each(|(text, _)| *text = text.replace('\u{a0}', " "));
    }
}

/// Draws the lines from `first` on.
pub fn lines(pen: &mut Pen<'_>, area: Rect, lines: &[SideLine], first: usize) {
    let first = first.min(lines.len().saturating_sub(usize::from(area.height)));
    for (row, line) in lines.iter().skip(first).take(usize::from(area.height)).enumerate() {
        let y = area.y + row as u16;
        let pieces: Vec<(&str, Role)> = line.pieces.iter().map(|(t, r)| (t.as_str(), *r)).collect();
        pen.pieces(area.x, y, area.width, &pieces);
        if line.chosen {
            pen.tint(Rect::new(area.x, y, area.width, 1), Role::Cursor);
        }
    }
}

/// Everything in one column, beside the thread.
pub fn beside(app: &App, screen: &CaseScreen, file: &CaseFile, pen: &mut Pen<'_>, area: Rect) {
    let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
    let cells = usize::from(inner.width).max(8);
    let mut all = standing(app, file, cells);
    section(&mut all, merging(app, file, cells), None);
    section(&mut all, call(app, file, cells), None);
    section(&mut all, apology(app, file, cells), None);
    section(&mut all, amends::lines(app, file, cells), None);
    section(&mut all, questions(app, file, cells), None);
    let title = pane_title(app, "case-follow-ups", screen.pane == Pane::FollowUps);
    section(&mut all, follow_ups(app, Some(screen), file, cells), Some(title));
    section(&mut all, harm_and_wish(app, file, cells), None);
    let title = pane_title(app, "case-card", screen.pane == Pane::Card);
    section(&mut all, customer(app, file, cells), Some(title));
    lines(pen, inner, &all, screen.card_scroll);
}

/// A strip below the thread: how it stands, then follow-ups at the left, the rest at the right.
pub fn below(app: &App, screen: &CaseScreen, file: &CaseFile, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(1), area.height);
    let status = standing(app, file, usize::from(inner.width));
    lines(pen, Rect { height: 1, ..inner }, &status, 0);
    let rest = Rect::new(inner.x, inner.y + 1, inner.width, inner.height - 1);
    let left_width = rest.width / 2;
    let left = Rect { width: left_width.saturating_sub(1), ..rest };
    let right = Rect::new(rest.x + left_width + 1, rest.y, rest.width - left_width - 1, rest.height);
    pen.bar(rest.x + left_width, rest.y, rest.height);
    let mut at_left = vec![pane_title(app, "case-follow-ups", screen.pane == Pane::FollowUps)];
    at_left.extend(follow_ups(app, Some(screen), file, usize::from(left.width).max(8)));
    let chosen = at_left.iter().rposition(|l| l.chosen).unwrap_or(0);
    lines(pen, left, &at_left, (chosen + 1).saturating_sub(usize::from(left.height)));
    let cells = usize::from(right.width).max(8);
    let mut at_right = merging(app, file, cells);
    at_right.extend(call(app, file, cells));
    at_right.extend(apology(app, file, cells));
    at_right.extend(amends::lines(app, file, cells));
    at_right.extend(questions(app, file, cells));
    at_right.extend(harm_and_wish(app, file, cells));
    at_right.push(pane_title(app, "case-card", screen.pane == Pane::Card));
    at_right.extend(customer(app, file, cells));
    lines(pen, right, &at_right, screen.card_scroll);
}

/// What the queue's preview shows under the thread: the call and the follow-ups.
pub fn brief(app: &App, file: &CaseFile, cells: u16) -> Vec<SideLine> {
    let mut all = merging(app, file, usize::from(cells).max(8));
    all.extend(call(app, file, usize::from(cells).max(8)));
    all.extend(follow_ups(app, None, file, usize::from(cells).max(8)));
    all
}

fn section(all: &mut Vec<SideLine>, lines: Vec<SideLine>, title: Option<SideLine>) {
    if lines.is_empty() && title.is_none() {
        return;
    }
    if !all.is_empty() {
        all.push(SideLine::default());
    }
    all.extend(title);
    all.extend(lines);
}

fn pane_title(app: &App, key: &str, here: bool) -> SideLine {
    let sign = if here { "▸ " } else { "" };
    SideLine::one(format!("{sign}{}", app.texts.t(key)), if here { Role::Accent } else { Role::Dim })
}

pub(super) fn wrapped(out: &mut Vec<SideLine>, text: &str, cells: usize, indent: usize, role: Role) {
    for range in wrap(text, cells.saturating_sub(indent).max(4)) {
        out.push(SideLine::one(format!("{}{}", " ".repeat(indent), &text[range]), role));
    }
}

/// The first line of the card: status, owner, open promises, next step (R42).
fn standing(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let texts = &app.texts;
    let case = &file.case;
    let open = open_follow_ups(file);
    let promises =
        open.iter().filter(|f| matches!(f.kind, FollowUpKind::Promise | FollowUpKind::PersonalControl)).count();
    let mut words = vec![
        turn::state(app, file),
        case.owner.map_or_else(|| texts.t("case-nobody"), |id| app.operator_name(id).to_owned()),
    ];
    if promises > 0 {
        words.push(texts.count("case-promises", promises as u64));
    }
    if let Some(next) = open.first() {
        let (time, role) = countdown(app, next);
        let pause = if role == Role::Overdue { "," } else { "" };
        let step = format!("{}{pause} {time}", kind_words(app, &next.kind));
        words.push(texts.tr("case-next-step", &[("step", step.into())]));
    }
    let mut out = Vec::new();
    wrapped(&mut out, &words.join(" · "), cells, 0, Role::Strong);
    promised(app, file, cells, &mut out);
    management(app, file, cells, &mut out);
    out
}

/// Who had given the customer his word when that one wrote again, and who stands in (R86).
fn promised(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<SideLine>) {
    let Some(promised) = &file.case.promised else { return };
    let when = day(&app.texts, promised.at.to_zoned(app.zone()).date(), app.local_now().date());
    let by = app.operator_name(promised.by);
    let mut args = vec![("by", by.into()), ("when", when.into())];
    let key = match promised.deputy {
        Some(deputy) => {
            args.push(("deputy", app.operator_name(deputy).into()));
            "case-promised-deputy"
        }
        None => "case-promised",
    };
    wrapped(out, &app.texts.tr(key, &args), cells, 0, Role::Dim);
}

/// The customer turned to the management, and what had failed before (R87).
fn management(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<SideLine>) {
    let today = app.local_now().date();
    for mark in &file.case.wrote_to_management {
        let when = day(&app.texts, mark.at.to_zoned(app.zone()).date(), today);
        let line = app.texts.tr("case-management", &[("when", when.into())]);
        wrapped(out, &format!("! {line}"), cells, 0, Role::Overdue);
        let failed = file.follow_ups.iter().find(|f| mark.commitment == Some(f.id));
        if let Some(failed) = failed {
            wrapped(out, &commitment_words(app, failed), cells, 2, Role::Dim);
        }
    }
}

/// How soon the first apology came, or how long it is owed while the case is worked on (R155).
fn apology(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let texts = &app.texts;
    let (key, time, role) = match app.judged(file.case.id).and_then(|judged| judged.apology) {
        Some(ApologyTime::After { time, spoken: false }) => ("case-apology", time, Role::Dim),
        Some(ApologyTime::After { time, spoken: true }) => ("case-apology-spoken", time, Role::Dim),
        Some(ApologyTime::NotYet { since }) if file.case.state.is_active() => {
            ("case-apology-none", app.now.duration_since(since), Role::Soon)
        }
        _ => return Vec::new(),
    };
    let mut out = Vec::new();
    wrapped(&mut out, &texts.tr(key, &[("time", duration_short(texts, time).into())]), cells, 0, role);
    out
}

/// Where the case went, what is part of it, and which other case looks like the same complaint.
fn merging(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let (texts, case) = (&app.texts, &file.case);
    let key = |action| super::bars::key_of(app, action).unwrap_or_default();
    let mut out = Vec::new();
    if case.merged_into.is_some() {
        let args = [("number", survivor_number(file).into()), ("key", key(Action::Unmerge).into())];
        wrapped(&mut out, &format!("→ {}", texts.tr("case-merged-into", &args)), cells, 0, Role::Accent);
    }
    if !case.absorbed.is_empty() {
        let numbers: Vec<String> = case.absorbed.iter().map(|a| format!("#{}", a.number)).collect();
        let args = [("numbers", numbers.join(", ").into()), ("key", key(Action::Unmerge).into())];
        wrapped(&mut out, &format!("+ {}", texts.tr("case-absorbed", &args)), cells, 0, Role::Dim);
    }
    if let Some(found) = case.suggested_duplicate() {
        let args = [("number", found.number.to_string().into()), ("why", likeness(app, found).into())];
        wrapped(&mut out, &format!("= {}", texts.tr("case-duplicate", &args)), cells, 0, Role::Soon);
        let (merge, dismiss) = (key(Action::Merge), key(Action::NotTheSame));
        if !merge.is_empty() && !dismiss.is_empty() {
            let args = [("merge", merge.into()), ("dismiss", dismiss.into())];
            wrapped(&mut out, &texts.tr("case-duplicate-keys", &args), cells, 2, Role::Dim);
        }
    }
    out
}

/// The mark for a call with its reason, and an agreement by 👍 that wants a word.
fn call(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let texts = &app.texts;
    let mut out = Vec::new();
    if let Some(mark) = &file.case.call {
        let reason = trigger_words(app, &mark.trigger);
        let words = if mark.note.is_empty() { reason } else { format!("{reason}: {}", mark.note) };
        wrapped(&mut out, &format!("☎ {}", texts.tr("case-call", &[("reason", words.into())])), cells, 0, Role::Call);
        for (key, position) in
            [("call-our-position", &mark.our_position), ("call-their-position", &mark.their_position)]
        {
            if !position.is_empty() {
                let line = format!("{}: {}", texts.t(key), safe_line(position));
                wrapped(&mut out, &line, cells, 2, Role::Text);
            }
        }
        let when = Moment { at: &mark.at.to_zoned(app.zone()), now: &app.local_now() }.short(texts);
        let by = app.operator_name(mark.by);
        let line = texts.tr("case-call-by", &[("by", by.into()), ("when", when.into())]);
        wrapped(&mut out, &line, cells, 2, Role::Dim);
    }
    suggested_call(app, file, cells, &mut out);
    if let Some(consent) = &file.case.ambiguous_consent {
        let line = texts.tr("case-consent-unclear", &[("term", consent.term.as_str().into())]);
        wrapped(&mut out, &format!("? {line}"), cells, 0, Role::Soon);
    }
    out
}

/// What we asked and the customer has not answered, each with its day, and the key that settles one (R14).
fn questions(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let open = app.judged(file.case.id).map_or(&[][..], |judged| &judged.questions);
    if open.is_empty() {
        return Vec::new();
    }
    let key = super::bars::key_of(app, Action::CloseQuestion).unwrap_or_default();
    let title = app.texts.tr("case-questions", &[("key", key.into())]);
    let mut out = vec![SideLine::one(title, Role::Dim)];
    let today = app.local_now().date();
    for question in open {
        let asked = day(&app.texts, question.at.to_zoned(app.zone()).date(), today);
        wrapped(&mut out, &format!("? {} · {asked}", safe_line(&question.text)), cells, 0, Role::Soon);
    }
    out
}

/// A call that the desk suggests, why, and the keys that answer it.
fn suggested_call(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<SideLine>) {
    let judged = app.judged(file.case.id);
    if let Some(trigger) = file.case.suggested_call() {
        // The words it rests on say the reason too; only without them the trigger does.
        let found = judged.and_then(|judged| judged.call(trigger)).map(|found| found.suggestion.reason.clone());
        let reason = found.unwrap_or_else(|| trigger_words(app, trigger));
        let key = match trigger {
            Trigger::Safety => "case-call-now",
            Trigger::UrgentInfo => "case-call-at-once",
            _ => "case-call-suggested",
        };
        let line = app.texts.tr(key, &[("reason", safe_line(&reason).into())]);
        wrapped(out, &format!("☎ {line}"), cells, 0, Role::Soon);
    } else if let Some(found) = judged.and_then(|judged| judged.courtesy).filter(|_| file.case.call.is_none()) {
        let reason = courtesy_words(app, &found);
        let line = app.texts.tr("case-call-friendly", &[("reason", reason.into())]);
        wrapped(out, &format!("☎ {line}"), cells, 0, Role::Dim);
    } else {
        return;
    }
    let key = |action| super::bars::key_of(app, action).unwrap_or_default();
    let args = [("mark", key(Action::MarkCall).into()), ("dismiss", key(Action::UnmarkCall).into())];
    wrapped(out, &app.texts.tr("case-call-keys", &args), cells, 2, Role::Dim);
}

/// "safety of the customer"
pub fn trigger_words(app: &App, trigger: &crate::model::Trigger) -> String {
    let words = app.texts.t(&format!("trigger-{}", trigger.as_str().replace('_', "-")));
    if words.is_empty() { trigger.to_string() } else { words }
}

pub fn channel_words(app: &App, channel: &Channel) -> String {
    let words = app.texts.t(&format!("channel-{}", channel.as_str().replace('_', "-")));
    if words.is_empty() { channel.to_string() } else { words }
}

fn harm_and_wish(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let mut out = Vec::new();
    for (key, text) in [("case-harm", &file.case.harm), ("case-wish", &file.case.wished_outcome)] {
        if !text.trim().is_empty() {
            out.push(SideLine::one(app.texts.t(key), Role::Dim));
            wrapped(&mut out, text, cells, 2, Role::Text);
        }
    }
    out.extend(said_in_the_letter(app, file, cells));
    out
}

/// What the customer said of his harm and wish that nobody has kept yet, dim and in his words (R46, R107, R140).
fn said_in_the_letter(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let Some(reading) = app.judged(file.case.id).map(|judged| &judged.reading) else { return Vec::new() };
    let harm = reading.harm.first().filter(|_| file.case.harm.trim().is_empty());
    let wish = reading.wished_outcome.as_ref().filter(|_| file.case.wished_outcome.trim().is_empty());
    let key = super::bars::key_of(app, Action::Details).unwrap_or_default();
    let mut out = Vec::new();
    for (title, said) in [("case-harm", harm), ("case-wish", wish)] {
        if let Some(said) = said {
            out.push(SideLine::one(format!("{}? {key}", app.texts.t(title)), Role::Dim));
            let line = app.texts.tr("case-said", &[("text", safe_line(&said.text).into())]);
            wrapped(&mut out, &line, cells, 2, Role::Dim);
        }
    }
    out
}

fn customer(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let (texts, customer, now) = (&app.texts, &file.customer, app.local_now());
    let mut out = Vec::new();
    if !customer.name.public.is_empty() && customer.name.public != customer.name.full() {
        let line = texts.tr("card-public-name", &[("name", customer.name.public.as_str().into())]);
        wrapped(&mut out, &line, cells, 0, Role::Text);
    }
    for contact in &customer.contacts {
        let sign = channel::channel(&contact.channel);
        out.push(SideLine {
            pieces: vec![(format!("{sign} "), Role::Dim), (contact.address.clone(), Role::Text)],
            chosen: false,
        });
    }
    if let Some((local, odd)) = local_time(app, customer.zone.as_deref(), is_about_danger(&file.case)) {
        out.push(SideLine::one(local, if odd { Role::Soon } else { Role::Dim }));
    }
    if let Some(manager) = customer.personal_manager {
        let line = texts.tr("card-manager", &[("name", app.operator_name(manager).into())]);
        wrapped(&mut out, &line, cells, 0, Role::Text);
    }
    for detail in &customer.pinned {
        wrapped(&mut out, &format!("• {}", detail.text), cells, 0, Role::Text);
        let when = day(texts, detail.at.to_zoned(app.zone()).date(), now.date());
        let by = app.operator_name(detail.by);
        let key = if detail.message.is_some() { "card-pinned-from-letter" } else { "card-pinned" };
        wrapped(&mut out, &texts.tr(key, &[("by", by.into()), ("when", when.into())]), cells, 2, Role::Dim);
    }
    out.extend(cards::lines(app, file, cells));
    out
}

/// The call that is to be made, or that is suggested, is about somebody's safety.
fn is_about_danger(case: &Case) -> bool {
    case.call.as_ref().map(|mark| &mark.trigger).or_else(|| case.suggested_call()) == Some(&Trigger::Safety)
}

/// "there 07:40, early": the clock of the customer's zone, and whether one should not call now (before 9, after 20); for
/// danger no hour is too early (R89).
pub fn local_time(app: &App, zone: Option<&str>, danger: bool) -> Option<(String, bool)> {
    let local = app.now.in_tz(zone?).ok()?;
    let clock = local.strftime("%H:%M").to_string();
    let key = match local.hour() {
        _ if danger => "there",
        ..9 => "there-early",
        20.. => "there-late",
        _ => "there",
    };
    Some((app.texts.tr(key, &[("time", clock.into())]), key != "there"))
}

#[cfg(test)]
mod tests {
    use super::super::snapshots::drawn;
    use crate::i18n::UiLang;
    use crate::model::{Confirmation, ConfirmationState};
    use crate::tui::app::fixtures::{case_file, case_id, me, now, opened};
    use crate::tui::app::{Event, update};

    #[test]
    fn confirmations_stand_beside_the_follow_ups_with_their_state() {
        // R11, R12
        for size in [(200, 60), (120, 40), (80, 24)] {
            let mut app = opened(UiLang::Ru, size);
            let mut file = case_file();
            let letter = file.messages[1].id;
            let states = [ConfirmationState::Received, ConfirmationState::Other("za\u{1b}[31m".into())];
            file.follow_ups.truncate(1);
            file.case.confirmations = states
                .map(|state| Confirmation {
                    state, by: Some(me()), ..Confirmation::asked(letter, "€40".into(), now())
                })
                .to_vec();
            update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
            let shown = drawn(&mut app);
            assert!(shown.contains("письмо получено"), "{shown}");
            assert!(!shown.contains('\u{1b}'));
        }
    }
}
