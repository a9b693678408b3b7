//! The thread of a case: wrapped once per width, drawn by its visible lines. The queue's preview, the case and the
//! composer's side share it.
//!
//! Not its duty: which entry is current and where the page stands (`app::case`).

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use super::Pen;
use crate::i18n::{Moment, day, weekday};
use crate::model::{Call, CaseFile, CaseId, ConsentAnswer, DeliveryState, Message, MessageKind, OutboxState};
use crate::text::{width, wrap};
use crate::tui::app::App;
use crate::tui::app::thread::{Entry, entries, unsent};
use crate::tui::theme::Role;

/// Cells before the text: the gutter and a blank.
const INDENT: u16 = 2;
/// How many wrapped threads are kept.
const KEPT: usize = 4;

/// What a line shows; numbers are the entry's place in the thread.
#[derive(Debug, Clone, Copy)]
enum Line {
    Day(Date),
    Head(u32),
    /// Bytes of the entry's text.
    Text {
        entry: u32,
        start: u32,
        end: u32,
        quoted: bool,
    },
    Attachment {
        entry: u32,
        at: u32,
    },
    Blank,
}

/// A thread wrapped for one width.
#[derive(Debug)]
pub struct Wrapped {
    key: Key,
    lines: Vec<Line>,
    starts: Arc<[usize]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    id: CaseId,
    version: u64,
    thread_version: u64,
    entries: usize,
    cells: u16,
}

/// The wrapped threads, the last used one last.
#[derive(Debug, Default)]
pub struct Threads(Vec<Wrapped>);

impl Threads {
    fn get(&mut self, app: &App, file: &CaseFile, cells: u16) -> &Wrapped {
        let key = Key {
            id: file.case.id,
            version: file.case.version,
            thread_version: file.case.thread_version,
            entries: file.messages.len() + file.calls.len(),
            cells,
        };
        let wrapped = match self.0.iter().position(|w| w.key == key) {
            Some(at) => self.0.remove(at),
            None => wrapped(app, file, key),
        };
        self.0.retain(|w| w.key.id != key.id || w.key.cells != cells);
        if self.0.len() >= KEPT {
            self.0.remove(0);
        }
        self.0.push(wrapped);
        &self.0[self.0.len() - 1]
    }
}

fn wrapped(app: &App, file: &CaseFile, key: Key) -> Wrapped {
    let cells = usize::from(key.cells.saturating_sub(INDENT + 1)).max(1);
    let zone = app.zone();
    let (mut lines, mut starts, mut today) = (Vec::new(), Vec::new(), None);
    for (at, entry) in entries(file).iter().enumerate() {
        let entry_number = at as u32;
        starts.push(lines.len());
        let date = entry.at().to_zoned(zone.clone()).date();
        if today != Some(date) {
            today = Some(date);
            lines.push(Line::Day(date));
        }
        lines.push(Line::Head(entry_number));
        push_text(&mut lines, entry_number, &text_of(app, entry), cells);
        if let Entry::Message(message) = entry {
            lines.extend((0..message.attachments.len() as u32).map(|at| Line::Attachment { entry: entry_number, at }));
        }
        lines.push(Line::Blank);
    }
    Wrapped { key, lines, starts: starts.into() }
}

fn push_text(lines: &mut Vec<Line>, entry: u32, text: &str, cells: usize) {
    let text = text.trim_end();
    let mut offset = 0;
    for paragraph in text.split('\n') {
        let quoted = paragraph.trim_start().starts_with('>');
        for range in wrap(paragraph, cells) {
            let (start, end) = ((offset + range.start) as u32, (offset + range.end) as u32);
            lines.push(Line::Text { entry, start, end, quoted });
        }
        offset += paragraph.len() + 1;
    }
    if text.is_empty() {
        lines.pop();
    }
}

/// The words of an entry: a message's own, or what a call brought.
fn text_of<'a>(app: &App, entry: &Entry<'a>) -> std::borrow::Cow<'a, str> {
    match entry {
        Entry::Message(message) => message.body.as_str().into(),
        Entry::Call(call) => call_words(app, call).into(),
    }
}

/// How a thread is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// First visible line.
    pub first: usize,
    /// The current entry, marked in the gutter.
    pub current: Option<usize>,
}

/// Wraps the thread and gives its number of lines and where its entries begin.
pub fn measure(app: &App, threads: &mut Threads, file: &CaseFile, cells: u16) -> (usize, Arc<[usize]>) {
    let wrapped = threads.get(app, file, cells);
    (wrapped.lines.len(), wrapped.starts.clone())
}

/// Draws the visible lines.
pub fn draw(app: &App, threads: &mut Threads, file: &CaseFile, pen: &mut Pen<'_>, area: Rect, look: Look) {
    let entries = entries(file);
    let wrapped = threads.get(app, file, area.width);
    let marked = look.current.map(|c| {
        let end = wrapped.starts.get(c + 1).copied().unwrap_or(wrapped.lines.len());
        wrapped.starts.get(c).copied().unwrap_or(0)..end
    });
    for (row, (at, line)) in
        wrapped.lines.iter().enumerate().skip(look.first).take(usize::from(area.height)).enumerate()
    {
        let y = area.y + row as u16;
        if marked.as_ref().is_some_and(|m| m.contains(&at)) && !matches!(line, Line::Day(_) | Line::Blank) {
            pen.text(area.x, y, "▌", 1, Role::Accent);
        }
        draw_line(app, (file, &entries), pen, Rect::new(area.x, y, area.width, 1), *line);
    }
}

fn draw_line(app: &App, (file, entries): (&CaseFile, &[Entry<'_>]), pen: &mut Pen<'_>, area: Rect, line: Line) {
    let (x, y, cells) = (area.x + INDENT, area.y, area.width.saturating_sub(INDENT + 1));
    match line {
        Line::Blank => {}
        Line::Day(date) => {
            pen.rule(x, y, cells);
            let today = app.local_now().date();
            let words = format!(" {} {} ", weekday(&app.texts, date.weekday()), day(&app.texts, date, today));
            pen.text(x + 2, y, &words, cells.saturating_sub(2), Role::Dim);
        }
        Line::Head(entry) => {
            if let Some(entry) = entries.get(entry as usize) {
                head(app, file, pen, Rect::new(x, y, cells, 1), entry);
            }
        }
        Line::Text { entry, start, end, quoted } => {
            let Some(entry) = entries.get(entry as usize) else { return };
            let text = text_of(app, entry);
            let role = if quoted { Role::Quoted } else { text_role(entry) };
            pen.text(x, y, text.get(start as usize..end as usize).unwrap_or_default(), cells, role);
        }
        Line::Attachment { entry, at } => {
            let Some(Entry::Message(message)) = entries.get(entry as usize) else { return };
            if let Some(attachment) = message.attachments.get(at as usize) {
                let size = format!("  {}", app.texts.bytes(attachment.size));
                pen.pieces(x, y, cells, &[("+ ", Role::Accent), (&attachment.name, Role::Text), (&size, Role::Dim)]);
            }
        }
    }
}

fn text_role(entry: &Entry<'_>) -> Role {
    match entry {
        Entry::Message(m) => match m.kind {
            MessageKind::Note => Role::Note,
            MessageKind::Auto => Role::Auto,
            _ => Role::Text,
        },
        Entry::Call(_) => Role::Text,
    }
}

fn name_role(entry: &Entry<'_>) -> Role {
    match entry {
        Entry::Message(m) => match m.kind {
            MessageKind::Inbound | MessageKind::Other(_) => Role::Inbound,
            MessageKind::Reply => Role::Ours,
            MessageKind::PublicReply => Role::Public,
            MessageKind::Note => Role::Note,
            MessageKind::Auto => Role::Auto,
        },
        Entry::Call(_) => Role::Call,
    }
}

/// Who, what and how on the left; when, and what became of it, on the right.
fn head(app: &App, file: &CaseFile, pen: &mut Pen<'_>, area: Rect, entry: &Entry<'_>) {
    let at = entry.at().to_zoned(app.zone()).strftime("%H:%M").to_string();
    let (name, what, fate) = match entry {
        Entry::Message(message) => {
            let (fate, role) = fate(app, message);
            (message.author.name().to_owned(), message_words(app, message), (fate, role))
        }
        Entry::Call(call) => {
            (app.operator_name(call.operator).to_owned(), call_head(app, call), (String::new(), Role::Dim))
        }
    };
    let right = area.right();
    let mut free = pen.text_right(right, area.y, &at, 5, Role::Dim);
    if !fate.0.is_empty() {
        let room = (free - area.x) * 2 / 3;
        free = pen.text_right(free.saturating_sub(2), area.y, &fate.0, room, fate.1);
    }
    let room = free.saturating_sub(area.x + 1);
    let separator = if name.is_empty() { "" } else { " · " };
    let from = origin(file, entry);
    let pieces = [(&*from, Role::Accent), (&name, name_role(entry)), (separator, Role::Dim), (&what, Role::Dim)];
    pen.pieces(area.x, area.y, room, &pieces);
}

/// "#57 ": where an entry of a merged case comes from.
fn origin(file: &CaseFile, entry: &Entry<'_>) -> String {
    let case = match entry {
        Entry::Message(message) => message.case_id,
        Entry::Call(call) => call.case_id,
    };
    let absorbed = file.case.absorbed.iter().find(|absorbed| absorbed.case == case);
    absorbed.map_or_else(String::new, |absorbed| format!("#{} ", absorbed.number))
}

fn message_words(app: &App, message: &Message) -> String {
    let channel = app.texts.t(&format!("channel-{}", message.channel.as_str().replace('_', "-")));
    let channel = if channel.is_empty() { message.channel.to_string() } else { channel };
    let key = match message.kind {
        MessageKind::Reply => "message-reply",
        MessageKind::PublicReply => "message-public-reply",
        MessageKind::Note => return app.texts.t("message-note"),
        MessageKind::Auto => "message-auto",
        MessageKind::Inbound | MessageKind::Other(_) => "",
    };
    let mut words = if key.is_empty() { channel } else { format!("{} · {channel}", app.texts.t(key)) };
    if let Some(written) = written_words(app, message) {
        words.push_str(" · ");
        words.push_str(&written);
    }
    words
}

/// The written date, where it is another than the received one (R91).
fn written_words(app: &App, message: &Message) -> Option<String> {
    let zone: TimeZone = app.zone();
    let (written, received) = (message.written_at?.to_zoned(zone.clone()), message.at.to_zoned(zone));
    if written.date() == received.date() {
        return None;
    }
    let when = Moment { at: &written, now: &app.local_now() }.full(&app.texts);
    Some(app.texts.tr("message-written", &[("when", when.into())]))
}

/// What became of our word: not accepted by the desk yet, or how it was delivered; and its signature.
fn fate(app: &App, message: &Message) -> (String, Role) {
    let texts = &app.texts;
    if let Some(item) = unsent(app, message.id) {
        let (key, role) = match item.state {
            OutboxState::Stuck => ("unsent-stuck", Role::Overdue),
            OutboxState::InFlight => ("unsent-in-flight", Role::Accent),
            _ => ("unsent-queued", Role::Accent),
        };
        return (format!("↑ {}", texts.t(key)), role);
    }
    let Some(delivery) = message.delivery.as_ref().filter(|_| message.is_outbound()) else {
        return (String::new(), Role::Dim);
    };
    let (key, role) = match &delivery.state {
        DeliveryState::Recorded if delivery.sent_by_hand_at.is_some() => ("delivery-sent-by-hand", Role::Good),
        DeliveryState::Recorded => ("delivery-recorded", Role::Soon),
        DeliveryState::Queued => ("delivery-queued", Role::Accent),
        DeliveryState::HandedOver => ("delivery-handed-over", Role::Good),
        DeliveryState::Bounced => ("delivery-bounced", Role::Overdue),
        DeliveryState::Unsure => ("delivery-unsure", Role::Soon),
        DeliveryState::Other(_) => ("", Role::Dim),
    };
    let words = if key.is_empty() { delivery.state.to_string() } else { texts.t(key) };
    // The mail server's words, while they matter.
    let tells = matches!(delivery.state, DeliveryState::Queued | DeliveryState::Bounced | DeliveryState::Unsure);
    let words = if tells && !delivery.detail.is_empty() { format!("{words} · {}", delivery.detail) } else { words };
    let signed = if message.signature.is_some() { format!(" · {}", texts.t("message-signed")) } else { String::new() };
    (format!("{words}{signed}"), role)
}

fn call_head(app: &App, call: &Call) -> String {
    let outcome = app.texts.t(&format!("outcome-{}", call.outcome.as_str().replace('_', "-")));
    let outcome = if outcome.is_empty() { call.outcome.to_string() } else { outcome };
    format!("☎ {} · {outcome}", if width(&call.number) > 0 { call.number.as_str() } else { "—" })
}

/// What a call brought, a line each: agreed, apologised, noted, consent for recording, where the recording lies.
fn call_words(app: &App, call: &Call) -> String {
    let texts = &app.texts;
    let mut lines = Vec::new();
    if !call.agreed.trim().is_empty() {
        lines.push(texts.tr("call-agreed", &[("text", call.agreed.as_str().into())]));
    }
    if call.apologised {
        lines.push(texts.t("call-apologised"));
    }
    if !call.note.trim().is_empty() {
        lines.push(call.note.clone());
    }
    if let Some(consent) = &call.consent {
        let key = if consent.answer == ConsentAnswer::Yes { "call-consent-yes" } else { "call-consent-no" };
        lines.push(texts.tr(key, &[("how", consent.how.as_str().into())]));
    }
    if let Some(recording) = &call.recording {
        let until = day(texts, recording.keep_until, app.local_now().date());
        let args = [("reference", recording.reference.as_str().into()), ("until", until.into())];
        lines.push(texts.tr("call-recording", &args));
    }
    lines.join("\n")
}
