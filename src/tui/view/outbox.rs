//! The outbox: a line an act with what became of it; below, why the desk refused it, with mine and theirs.

use jiff::SignedDuration;
use ratatui::layout::Rect;

use super::Pen;
use crate::i18n::{Moment, duration_short};
use crate::model::acts::Command;
use crate::model::{MessageKind, OutboxItem, OutboxState};
use crate::text::wrap;
use crate::tui::app::outbox::{self, Outbox};
use crate::tui::app::{App, composer, conflict, problems};
use crate::tui::theme::Role;

pub fn draw(app: &App, outbox: &Outbox, pen: &mut Pen<'_>, area: Rect) {
    pen.text(area.x + 1, area.y, &app.texts.t("outbox-title"), area.width.saturating_sub(2), Role::Strong);
    if app.outbox.is_empty() {
        pen.text(area.x + 1, area.y + 2, &app.texts.t("outbox-empty"), area.width.saturating_sub(2), Role::Dim);
        return;
    }
    let detail_height = if area.height >= 12 { area.height * 2 / 5 } else { 0 };
    let list = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1 + detail_height));
    let cursor = outbox.cursor.min(app.outbox.len() - 1);
    let first = (cursor + 1).saturating_sub(usize::from(list.height));
    for (line, item) in app.outbox.iter().skip(first).take(usize::from(list.height)).enumerate() {
        row(app, pen, Rect::new(list.x, list.y + line as u16, list.width, 1), item, first + line == cursor);
    }
    if detail_height > 1
        && let Some(item) = outbox::at_hand(app, outbox)
    {
        pen.rule(area.x, list.bottom(), area.width);
        let below = Rect::new(area.x + 1, list.bottom() + 1, area.width.saturating_sub(2), detail_height - 1);
        detail(app, pen, below, item);
    }
}

fn row(app: &App, pen: &mut Pen<'_>, area: Rect, item: &OutboxItem, here: bool) {
    if here {
        pen.fill(area, Role::Cursor);
        pen.text(area.x, area.y, "▌", 1, Role::Accent);
    }
    let (words, role) = state(app, item);
    let state_cells = (area.width / 3).min(34);
    pen.text(area.x + 2, area.y, &words, state_cells, role);
    let x = area.x + 2 + state_cells + 1;
    let what = format!("{}  {}", act(app, &item.command), whose(app, item));
    pen.text(x, area.y, &what, area.right().saturating_sub(x + 1), Role::Text);
    if here {
        pen.tint(area, Role::Cursor);
    }
}

fn state(app: &App, item: &OutboxItem) -> (String, Role) {
    let texts = &app.texts;
    match &item.state {
        OutboxState::Stuck => (format!("! {}", texts.t("outbox-stuck")), Role::Overdue),
        OutboxState::InFlight => (format!("↑ {}", texts.t("outbox-on-its-way")), Role::Accent),
        OutboxState::Done => (format!("✓ {}", texts.t("outbox-done")), Role::Good),
        _ if item.attempts > 0 => (format!("◌ {}", texts.count("outbox-tried", u64::from(item.attempts))), Role::Soon),
        _ if item.next_try_at > app.now => {
            let left = item.next_try_at.duration_since(app.now);
            let wait = if left < SignedDuration::from_mins(1) {
                texts.tr("outbox-seconds", &[("s", left.as_secs().max(0).to_string().into())])
            } else {
                duration_short(texts, left)
            };
            (format!("◌ {}", texts.tr("outbox-leaves", &[("wait", wait.into())])), Role::Text)
        }
        _ => (format!("◌ {}", texts.t("outbox-waits")), Role::Text),
    }
}

/// What is to be done, in words.
pub fn act(app: &App, command: &Command) -> String {
    let key = match command {
        Command::Reply { reply, .. } if reply.public => "outbox-public-reply",
        Command::Reply { .. } => "outbox-reply",
        Command::Note { .. } => "action-note",
        Command::Claim { .. } => "action-claim",
        Command::Release { .. } => "action-release",
        Command::Assign { .. } => "action-assign",
        Command::MarkCall { .. } => "action-mark-call",
        Command::UnmarkCall { .. } => "action-unmark-call",
        Command::RecordCall { .. } => "action-record-call",
        Command::PatchCase { .. } => "action-details",
        Command::SetState { .. } => "action-state",
        Command::AddFollowUp { .. } => "action-add-follow-up",
        Command::PatchFollowUp { .. } => "outbox-follow-up",
        Command::SentByHand { .. } => "action-sent-by-hand",
        Command::SettleDelivery { .. } => "outbox-delivery",
        Command::PatchCustomer { .. } => "action-customer",
        Command::Merge { .. } => "action-merge",
        Command::Unmerge { .. } => "action-unmerge",
        Command::MergeCard { .. } => "action-merge-cards",
        Command::UnmergeCard { .. } => "action-unmerge-cards",
        Command::NewCase { .. } => "action-new-case",
    };
    app.texts.t(key)
}

/// The customer, as far as the case is known here.
pub fn whose(app: &App, item: &OutboxItem) -> String {
    let id = item.command.case();
    if let Some(file) = app.case(id) {
        return format!("#{} {} · {}", file.case.number, file.case.customer_name, file.case.subject);
    }
    let row = app.queue.rows.iter().find(|r| r.id == id);
    row.map_or_else(String::new, |r| format!("#{} {} · {}", r.number, r.customer, r.subject))
}

fn detail(app: &App, pen: &mut Pen<'_>, area: Rect, item: &OutboxItem) {
    let cells = usize::from(area.width).max(8);
    let mut lines: Vec<(String, Role)> = Vec::new();
    let fold = |text: &str, role, most: usize, lines: &mut Vec<(String, Role)>| {
        lines.extend(wrap(text, cells).into_iter().take(most).map(|r| (text[r].to_owned(), role)));
    };
    if !item.error.is_empty() {
        let why = problems::line(&app.texts, &item.error);
        fold(&app.texts.tr("outbox-why", &[("why", why.into())]), Role::Overdue, 3, &mut lines);
    }
    if let Some((_, _, text, _)) = composer::written(&item.command) {
        lines.push((app.texts.t("outbox-mine"), Role::Accent));
        fold(text.trim(), Role::Ours, 4, &mut lines);
    }
    if item.state == OutboxState::Stuck
        && matches!(item.command, Command::PatchCase { .. } | Command::PatchCustomer { .. })
    {
        let sides = conflict::sides(app, item);
        for (mine, theirs) in sides.mine.iter().zip(&sides.theirs) {
            lines.push((mine.head.clone(), Role::Dim));
            fold(&format!("{}: {}", app.texts.t("outbox-mine"), mine.text), Role::Ours, 2, &mut lines);
            let words = format!("{}: {}", app.texts.t("conflict-theirs-side"), theirs.text);
            fold(&words, Role::Inbound, 2, &mut lines);
        }
        return put(pen, area, &lines);
    }
    let theirs = app
        .case(item.command.case())
        .and_then(|f| f.messages.iter().rev().find(|m| m.at > item.created_at || m.kind == MessageKind::Inbound));
    if let Some(message) = theirs.filter(|_| item.state == OutboxState::Stuck) {
        let (at, now) = (message.at.to_zoned(app.zone()), app.local_now());
        let when = Moment { at: &at, now: &now }.full(&app.texts);
        let who = message.author.name().to_owned();
        lines.push((app.texts.tr("outbox-theirs", &[("who", who.into()), ("at", when.into())]), Role::Accent));
        fold(message.body.trim(), Role::Inbound, 4, &mut lines);
    }
    put(pen, area, &lines);
}

fn put(pen: &mut Pen<'_>, area: Rect, lines: &[(String, Role)]) {
    for (y, (text, role)) in lines.iter().take(usize::from(area.height)).enumerate() {
        pen.text(area.x, area.y + y as u16, text, area.width, *role);
    }
}
