//! The case: who and what above, the thread, beside it (below it in a narrow terminal) what else belongs to it.

use ratatui::layout::Rect;

use super::{Pen, ViewCache, card, channel, duties, thread, turn};
use crate::i18n::{Moment, day, duration_short};
use crate::model::{CaseFile, ContactMode};
use crate::text::width;
use crate::tui::app::case::{CaseScreen, Pane};
use crate::tui::app::thread::entries;
use crate::tui::app::{App, Measured, layout, presence};
use crate::tui::theme::Role;

pub fn draw(app: &App, screen: &CaseScreen, cache: &mut ViewCache, pen: &mut Pen<'_>, measured: &mut Measured) {
    let at_side = screen.pane != Pane::Thread;
    let areas = layout::case(app.size, at_side);
    let Some(file) = app.case(screen.id) else {
        pen.text(areas.head.x + 1, areas.head.y, &app.texts.t("queue-loading"), areas.head.width, Role::Dim);
        return;
    };
    let head_area = Rect::new(areas.head.x + 1, areas.head.y, areas.head.width.saturating_sub(2), areas.head.height);
    head(app, file, pen, Rect { height: head_area.height.min(3), ..head_area });
    if head_area.height > 3 {
        pen.rule(areas.head.x, areas.head.y + 3, areas.head.width);
    }
    let (lines, starts) = thread::measure(app, &mut cache.threads, file, areas.thread.width);
    *measured = Measured { lines, page: usize::from(areas.thread.height), starts };
    let current = screen.current_index(&entries(file));
    let first = screen.first_line(current, measured);
    let look = thread::Look { first, current: (screen.pane == Pane::Thread).then_some(current) };
    thread::draw(app, &mut cache.threads, file, pen, areas.thread, look);
    if areas.side.height == 0 {
        return;
    }
    if areas.below {
        pen.rule(areas.side.x, areas.side.y, areas.side.width);
        let inner =
            Rect::new(areas.side.x, areas.side.y + 1, areas.side.width.saturating_sub(1), areas.side.height - 1);
        card::below(app, screen, file, pen, inner);
    } else {
        pen.bar(areas.thread.right(), areas.side.y, areas.side.height);
        card::beside(app, screen, file, pen, areas.side);
    }
}

/// Three lines: the customer and how he wants to be reached; what it is about and whose it is; how long it waits.
pub fn head(app: &App, file: &CaseFile, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let (texts, case) = (&app.texts, &file.case);
    let right = area.right();
    let name = file.customer.name.full();
    let name = if name.is_empty() { &case.customer_name } else { &name };
    let name = &*channel::customer(name, case.number);
    let vip = if case.vip || file.customer.vip { "VIP" } else { "" };
    let used = pen.pieces(area.x, area.y, area.width, &[(name, Role::Strong), ("  ", Role::Text), (vip, Role::Vip)]);
    let room = area.width.saturating_sub(used + 2);
    pen.text_right(right, area.y, &wishes_words(app, file, usize::from(room)), room, Role::Accent);
    if area.height < 2 {
        return;
    }
    let state = turn::words(app, file);
    let owner = case.owner.map_or_else(|| texts.t("case-nobody"), |id| app.operator_name(id).to_owned());
    let standing = match area.width {
        ..70 => format!("#{} · {state}", case.number),
        _ => format!("#{} · {state} · {owner}", case.number),
    };
    let free = pen.text_right(right, area.y + 1, &standing, area.width / 2, Role::Text);
    pen.text(area.x, area.y + 1, &case.subject, free.saturating_sub(area.x + 1), Role::Text);
    if area.height > 2 {
        facts(app, file, pen, Rect::new(area.x, area.y + 2, area.width, 1));
    }
}

/// "prefers a call, by phone (asked 3 Mar by Пётр)": how, when and by whom it was asked (R54). What has no room goes
/// whole: first who asked, then when, then the channel.
fn wishes_words(app: &App, file: &CaseFile, cells: usize) -> String {
    let (texts, customer) = (&app.texts, &file.customer);
    let mut words = Vec::new();
    match &customer.mode {
        Some(ContactMode::CallAndTell) => words.push(texts.t("mode-call-and-tell")),
        Some(ContactMode::SendNotices) => words.push(texts.t("mode-send-notices")),
        Some(ContactMode::Other(_)) | None => {}
    }
    if let Some(channel) = &customer.preferred_channel {
        let channel = card::channel_words(app, channel);
        words.push(texts.tr("prefers-channel", &[("channel", channel.into())]));
    }
    let shortest = words.first().cloned().unwrap_or_default();
    let words = words.join(", ");
    let mut ways = Vec::new();
    if let Some(origin) = customer.preference_origin.as_ref().filter(|_| !words.is_empty()) {
        let when = day(texts, origin.at.to_zoned(app.zone()).date(), app.local_now().date());
        let by = app.operator_name(origin.by);
        let asked = texts.tr("prefers-asked", &[("when", when.clone().into()), ("by", by.into())]);
        ways.push(format!("{words}{asked}"));
        ways.push(format!("{words}{}", texts.tr("prefers-asked-when", &[("when", when.into())])));
    }
    ways.push(words);
    ways.into_iter().find(|way| width(way) <= cells).unwrap_or(shortest)
}

/// Waiting, channel, written date, moves, deadline, tags, public link. What does not fit is left out whole, and a sign
/// says that there is more.
fn facts(app: &App, file: &CaseFile, pen: &mut Pen<'_>, area: Rect) {
    let (texts, case, now) = (&app.texts, &file.case, app.local_now());
    let mut pieces: Vec<(String, Role)> = Vec::new();
    if let Some(words) = presence::words(app, case.id) {
        pieces.push((words, Role::Soon));
    }
    if let Some(since) = case.waiting_since {
        let length = duration_short(texts, app.waited(&case.channel, since));
        let key = if case.is_never_answered() { "case-waits-first" } else { "case-waits" };
        pieces.push((texts.tr(key, &[("wait", length.into())]), Role::Strong));
    }
    if let Some(until) = case.snoozed_until.filter(|at| *at > app.now) {
        let until = Moment { at: &until.to_zoned(app.zone()), now: &now }.short(texts);
        pieces.push((texts.tr("case-snoozed", &[("until", until.into())]), Role::Accent));
    }
    if case.is_public {
        pieces.push((texts.t("mark-public"), Role::Public));
    }
    pieces.push((card::channel_words(app, &case.channel), Role::Dim));
    if let Some(deadline) = &case.deadline {
        let role = if deadline.is_over(app.now) { Role::Overdue } else { Role::Soon };
        let when = duties::due_words(app, deadline);
        pieces.push((texts.tr("case-deadline", &[("when", when.into())]), role));
    }
    if let Some(written) = case.written_at {
        let when = day(texts, written.to_zoned(app.zone()).date(), now.date());
        pieces.push((texts.tr("message-written", &[("when", when.into())]), Role::Dim));
    }
    if case.moves > 0 {
        pieces.push((texts.count("case-moves", u64::from(case.moves)), Role::Soon));
    }
    pieces.extend(case.tags.iter().map(|tag| (format!("#{tag}"), Role::Accent)));
    if let Some(link) = &case.public_link {
        pieces.push((link.clone(), Role::Dim));
    }
    pen.pieces(area.x, area.y, area.width, &fitting(&pieces, usize::from(area.width)));
}

/// The pieces in their order with dots between them, as many as have room; three dots tell of more where they have room.
fn fitting(pieces: &[(String, Role)], cells: usize) -> Vec<(&str, Role)> {
    const MORE: &str = " · …";
    let mut line: Vec<(&str, Role)> = Vec::new();
    let mut used = 0;
    for (text, role) in pieces {
        let is_first = line.is_empty();
        let needs = width(text) + if is_first { 0 } else { 3 };
        if !is_first && used + needs > cells {
            line.extend((used + width(MORE) <= cells).then_some((MORE, Role::Dim)));
            break;
        }
        if !is_first {
            line.push((" · ", Role::Dim));
        }
        line.push((text, *role));
        used += needs;
    }
    line
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::snapshots::drawn;
    use crate::i18n::UiLang;
    use crate::model::{MessageKind, State};
    use crate::tui::app::fixtures::{app, case_file, case_id, message, now, opened, press};
    use crate::tui::app::{Event, update};

    #[test]
    fn a_case_in_a_small_terminal() {
        // R22, R42, R54, R91
        assert_snapshot!(drawn(&mut opened(UiLang::En, (80, 24))));
    }

    #[test]
    fn a_case_in_russian_beside_its_card() {
        assert_snapshot!(drawn(&mut opened(UiLang::Ru, (120, 40))));
    }

    #[test]
    fn a_case_in_a_large_terminal_shows_everything_at_once() {
        assert_snapshot!(drawn(&mut opened(UiLang::Ro, (200, 60))));
    }

    #[test]
    fn the_case_stands_beside_the_queue() {
        assert_snapshot!(drawn(&mut app(UiLang::Ru, (120, 40))));
    }

    #[test]
    fn how_soon_the_first_apology_came_is_shown() {
        // R155
        let mut app = opened(UiLang::En, (120, 40));
        assert!(drawn(&mut app).contains("no apology for 4 d"));
        let mut file = case_file();
        let apology = "Мария Ивановна, приношу свои извинения за ожидание.";
        file.messages.push(message(6, MessageKind::Reply, "2026-11-19T09:12:00Z", apology));
        update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file.clone())) }, now());
        assert!(drawn(&mut app).contains("apologised 3 h after the complaint"), "{}", drawn(&mut app));
        file.messages.pop();
        file.case.state = State::Closed;
        update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
        assert!(!drawn(&mut app).contains("no apology"), "nobody is to be hurried any more");
    }

    #[test]
    fn no_size_breaks_the_drawing() {
        for size in [(1, 1), (20, 5), (40, 12), (60, 9), (99, 24), (100, 10), (400, 100)] {
            let mut app = opened(UiLang::Ru, size);
            for keys in ["j j j", "tab j", "tab G", "tab pageup"] {
                press(&mut app, keys);
                drawn(&mut app);
            }
        }
    }
}
