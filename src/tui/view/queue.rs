//! The queue: a line a case, aligned in columns; the case beside it where there is room.

use jiff::SignedDuration;
use ratatui::layout::Rect;

use super::{Pen, ViewCache, card, case, channel, duties, thread, turn};
use crate::i18n::{Moment, duration_column};
use crate::model::queue::{Marks, QueueRow};
use crate::model::{Doing, FollowUpKind, Trigger};
use crate::tui::app::case::CaseScreen;
use crate::tui::app::thread::entries;
use crate::tui::app::{App, Measured, layout, presence};
use crate::tui::theme::Role;

/// Where each column begins and how wide it is, for one width of the list.
#[derive(Debug, Clone, Copy)]
struct Columns {
    wait: (u16, u16),
    due: (u16, u16),
    channel: (u16, u16),
    customer: (u16, u16),
    subject: (u16, u16),
    state: (u16, u16),
    owner: (u16, u16),
    marks: (u16, u16),
}

/// Gives every column its place; the subject takes what the others leave.
fn columns(width: u16) -> Columns {
    let (customer, state, owner, marks) = match width {
        w if w < 60 => (12, 1, 0, 4),
        w if w < 96 => (16, 1, 2, 4),
        _ => (22, 9, 12, 7),
    };
    let (wait, due) = if width < 60 { (6, 7) } else { (7, 8) };
    let fixed =
        2 + (wait + 1) + (due + 1) + 2 + (customer + 1) + (state + 1) + (owner + u16::from(owner > 0)) + marks + 1;
    let subject = width.saturating_sub(fixed);
    let mut x = 2;
    let mut place = |cells: u16, gap: u16| {
        let at = (x, cells);
        x += cells + gap;
        at
    };
    Columns {
        wait: place(wait, 1),
        due: place(due, 1),
        channel: place(1, 1),
        customer: place(customer, 1),
        subject: place(subject, 1),
        state: place(state, 1),
        owner: place(owner, u16::from(owner > 0)),
        marks: place(marks, 0),
    }
}

pub fn draw(app: &App, cache: &mut ViewCache, pen: &mut Pen<'_>, measured: &mut Measured) {
    let areas = layout::queue(app.size);
    let columns = columns(areas.list.width);
    if areas.head.height > 0 {
        head(app, pen, areas.head, &columns);
    }
    let visible = usize::from(areas.list.height);
    for (line, row) in app.queue.rows.iter().skip(app.queue.top).take(visible).enumerate() {
        let area = Rect::new(areas.list.x, areas.list.y + line as u16, areas.list.width, 1);
        draw_row(app, pen, area, &columns, row, app.queue.top + line == app.queue.cursor);
    }
    if app.queue.rows.is_empty() {
        empty(app, pen, areas.list);
    }
    if let Some(area) = areas.preview {
        pen.bar(area.x - 1, area.y, area.height);
        preview(app, cache, pen, area, measured);
    }
}

fn head(app: &App, pen: &mut Pen<'_>, area: Rect, c: &Columns) {
    let labels = [
        (c.wait, "column-wait"),
        (c.due, "column-due"),
        (c.customer, "column-customer"),
        (c.subject, "column-subject"),
        (c.state, "column-state"),
        (c.owner, "column-owner"),
    ];
    for ((x, cells), key) in labels {
        if cells > 4 {
            pen.text(area.x + x, area.y, &app.texts.t(key), cells, Role::Dim);
        }
    }
    let filter = filter_words(app);
    if !filter.is_empty() {
        let room = area.width.saturating_sub(c.subject.0 + 10);
        pen.text_right(area.right().saturating_sub(1), area.y, &filter, room, Role::Accent);
    }
}

/// What narrows the queue, in words.
fn filter_words(app: &App) -> String {
    let f = &app.queue.filter;
    let mut words = Vec::new();
    if app.many.count() > 0 {
        words.push(app.texts.tr("many-marked", &[("n", app.many.count().to_string().into())]));
    }
    if !f.search.is_empty() {
        words.push(format!("/{}", f.search));
    }
    if let Some(state) = &f.state {
        words.push(app.texts.t(&format!("state-{}", state.as_str().replace('_', "-"))));
    }
    match f.owner {
        crate::model::queue::OwnerFilter::Any => {}
        crate::model::queue::OwnerFilter::Nobody => words.push(app.texts.t("filter-nobody")),
        crate::model::queue::OwnerFilter::Of(id) => words.push(app.operator_name(id).to_owned()),
    }
    if let Some(channel) = &f.channel {
        words.push(app.texts.t(&format!("channel-{}", channel.as_str().replace('_', "-"))));
    }
    if f.mark.is_some() {
        words.push(app.texts.t("column-marks"));
    }
    words.join(" · ")
}

fn draw_row(app: &App, pen: &mut Pen<'_>, area: Rect, c: &Columns, row: &QueueRow, here: bool) {
    if here {
        pen.fill(area, Role::Cursor);
    }
    let (x, y) = (area.x, area.y);
    let gutter = if here { "▌" } else { urgency_sign(row) };
    pen.text(x, y, gutter, 1, if here { Role::Accent } else { Role::Overdue });
    if app.many.is_marked(row.id) {
        pen.text(x + 1, y, "✓", 1, Role::Accent);
    }
    if let Some(since) = row.waiting_since {
        // Nothing of it in working hours yet.
        let words = match app.waited(&row.channel, since) {
            SignedDuration::ZERO => "·".to_owned(),
            waited => duration_column(&app.texts, waited),
        };
        pen.text(x + c.wait.0, y, &words, c.wait.1, if row.never_answered { Role::Strong } else { Role::Text });
    }
    due(app, pen, (x + c.due.0, y), c.due.1, row);
    pen.text(x + c.channel.0, y, channel::channel(&row.channel), 1, Role::Dim);
    let name = if row.marks.unread { Role::Unread } else { Role::Text };
    pen.text(x + c.customer.0, y, &channel::customer(&row.customer, row.number), c.customer.1, name);
    pen.text(x + c.subject.0, y, &row.subject, c.subject.1, name);
    if c.state.1 > 1 {
        pen.text(x + c.state.0, y, &turn::short(app, row), c.state.1, Role::Dim);
    } else {
        pen.text(x + c.state.0, y, turn::sign(row), 1, Role::Dim);
    }
    owner(app, pen, (x + c.owner.0, y), c.owner.1, row);
    let writes = presence::is_there(app, row.id, &Doing::Writing);
    let reads = presence::is_there(app, row.id, &Doing::Reading);
    marks(pen, (x + c.marks.0, y), c.marks.1, &row.marks, (writes, reads));
    if here {
        pen.tint(area, Role::Cursor);
    }
}

/// Classes before the ordinary ones get a sign, so that urgency is not said by position alone.
fn urgency_sign(row: &QueueRow) -> &'static str {
    if row.key.rank < 10 { "!" } else { " " }
}

fn due(app: &App, pen: &mut Pen<'_>, (x, y): (u16, u16), cells: u16, row: &QueueRow) {
    // Danger is called about now, whenever an answer in writing is due (R89).
    let is_open_danger = row.marks.suggested == Some(Trigger::Safety) && row.key.rank < 10;
    let is_later = row.due.as_ref().is_none_or(|(at, kind)| *kind != FollowUpKind::Call && *at > app.now);
    if is_open_danger && is_later {
        pen.text(x, y, &app.texts.t("due-now"), cells, Role::Overdue);
        return;
    }
    let Some((at, _)) = row.due else { return };
    let left = at.duration_since(app.now);
    let (words, role) = if duties::is_now(left) {
        (app.texts.t("due-now"), Role::Overdue)
    } else if left.is_negative() {
        (format!("-{}", duration_column(&app.texts, left)), Role::Overdue)
    } else if left < SignedDuration::from_hours(24) {
        let role = if left < SignedDuration::from_hours(2) { Role::Soon } else { Role::Text };
        (duration_column(&app.texts, left), role)
    } else {
        let now = app.local_now();
        (Moment { at: &at.to_zoned(app.zone()), now: &now }.day_only(&app.texts), Role::Dim)
    };
    pen.text(x, y, &words, cells, role);
}

fn owner(app: &App, pen: &mut Pen<'_>, (x, y): (u16, u16), cells: u16, row: &QueueRow) {
    let Some(owner) = row.owner.filter(|_| cells > 0) else { return };
    let mine = owner == app.me.id;
    let name = app.operator_name(owner);
    let role = if mine { Role::Good } else { Role::Dim };
    if cells > 2 {
        pen.text(x, y, name, cells, role);
    } else {
        let initials: String = name.split_whitespace().filter_map(|w| w.chars().next()).take(2).collect();
        pen.text(x, y, &initials, cells, role);
    }
}

/// One sign a mark, in an order that keeps the weightiest when room is short.
fn marks(pen: &mut Pen<'_>, (x, y): (u16, u16), cells: u16, marks: &Marks, (writes, reads): (bool, bool)) {
    let signs = [
        (writes, "…", Role::Soon),
        (marks.call.is_some(), "C", Role::Call),
        (marks.suggested.is_some(), "c", Role::Soon),
        (marks.duplicate, "=", Role::Soon),
        (marks.ambiguous, "?", Role::Soon),
        (marks.unsent, "↑", Role::Accent),
        (marks.public, "P", Role::Public),
        (marks.vip, "V", Role::Vip),
        (marks.has_draft, "✎", Role::Accent),
        (reads && !writes, "o", Role::Dim),
        (marks.snoozed, "z", Role::Dim),
    ];
    for (at, (_, sign, role)) in signs.iter().filter(|(on, _, _)| *on).take(usize::from(cells)).enumerate() {
        pen.text(x + at as u16, y, sign, 1, *role);
    }
}

fn empty(app: &App, pen: &mut Pen<'_>, area: Rect) {
    let key = if app.queue.loading {
        "queue-loading"
    } else if app.queue.is_filtered() {
        "queue-nothing-found"
    } else {
        "queue-empty"
    };
    super::nothing(pen, area, &app.texts.t(key));
}

/// The case beside the list: its head, what stands out, and its thread from the customer's last word on.
fn preview(app: &App, cache: &mut ViewCache, pen: &mut Pen<'_>, area: Rect, measured: &mut Measured) {
    let Some(row) = app.queue.row() else { return };
    let Some(file) = app.case(row.id) else {
        pen.text(area.x + 1, area.y, &row.customer, area.width.saturating_sub(2), Role::Strong);
        pen.text(area.x + 1, area.y + 1, &row.subject, area.width.saturating_sub(2), Role::Text);
        return;
    };
    let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
    let side = card::brief(app, file, inner.width);
    let head = Rect::new(inner.x, inner.y, inner.width, 3.min(inner.height));
    case::head(app, file, pen, head);
    let below = (side.len() as u16 + 1).min(inner.height.saturating_sub(head.height) / 3);
    let thread = Rect::new(area.x, head.bottom(), area.width, inner.height - head.height - below);
    let (lines, starts) = thread::measure(app, &mut cache.threads, file, thread.width);
    *measured = Measured { lines, page: usize::from(thread.height), starts };
    let reading = CaseScreen::new(row.id);
    let begin = reading.first_line(reading.current_index(&entries(file)), measured);
    let first = (begin + app.queue.preview_scroll).min(lines.saturating_sub(measured.page));
    thread::draw(app, &mut cache.threads, file, pen, thread, thread::Look { first, current: None });
    if below > 0 {
        pen.rule(inner.x, thread.bottom(), inner.width);
        let rest = Rect::new(inner.x, thread.bottom() + 1, inner.width, below - 1);
        card::lines(pen, rest, &side, 0);
    }
}
