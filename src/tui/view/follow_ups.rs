//! The panel of follow-ups: a line a duty, overdue first, counting down.

use ratatui::layout::Rect;

use super::Pen;
use super::card::trigger_words;
use super::duties::{countdown, kind_words};
use crate::i18n::day;
use crate::model::FollowUpKind;
use crate::model::queue::{FollowUpRow, FollowUpView};
use crate::text::width;
use crate::tui::app::follow_ups::{FollowUps, VIEWS};
use crate::tui::app::{App, layout};
use crate::tui::theme::Role;

pub fn draw(app: &App, screen: &FollowUps, pen: &mut Pen<'_>) {
    let areas = layout::list(app.size);
    head(app, screen, pen, areas.head);
    let list = areas.list;
    let visible = usize::from(list.height);
    for (line, row) in screen.rows.iter().skip(screen.place.top).take(visible).enumerate() {
        let area = Rect::new(list.x, list.y + line as u16, list.width, 1);
        draw_row(app, pen, area, row, screen.place.top + line == screen.place.cursor);
    }
    if screen.rows.is_empty() {
        let key = if screen.loading { "queue-loading" } else { "follow-ups-none" };
        super::nothing(pen, list, &app.texts.t(key));
    }
}

/// The views, the present one marked; at the right how many are overdue and due today.
fn head(app: &App, screen: &FollowUps, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let texts = &app.texts;
    let title = texts.t("follow-ups-title");
    let mut x = area.x + 1;
    x += pen.text(x, area.y, &title, area.width, Role::Strong) + 3;
    for (i, view) in VIEWS.iter().enumerate() {
        let here = *view == screen.view;
        if i > 0 {
            x += pen.text(x, area.y, " · ", 3, Role::Dim);
        }
        let label = texts.t(view_key(*view));
        let label = if here { format!("[{label}]") } else { label };
        x += pen.text(x, area.y, &label, 24, if here { Role::Accent } else { Role::Dim });
    }
    let (overdue, today, exact) = screen.counts(app);
    let more = if exact { "" } else { "+" };
    let counts = format!(
        "{}{more} · {}{more}",
        texts.count("follow-ups-overdue", overdue as u64),
        texts.count("follow-ups-today", today as u64)
    );
    let role = if overdue > 0 { Role::Overdue } else { Role::Dim };
    pen.text_right(area.right().saturating_sub(1), area.y, &counts, area.right().saturating_sub(x + 3), role);
    if area.height > 1 {
        pen.rule(area.x, area.y + 1, area.width);
    }
}

fn view_key(view: FollowUpView) -> &'static str {
    match view {
        FollowUpView::Mine => "follow-ups-mine",
        FollowUpView::Team => "follow-ups-team",
        FollowUpView::Today => "follow-ups-of-today",
        FollowUpView::All => "follow-ups-all",
    }
}

fn draw_row(app: &App, pen: &mut Pen<'_>, area: Rect, row: &FollowUpRow, here: bool) {
    if here {
        pen.fill(area, Role::Cursor);
        pen.text(area.x, area.y, "▌", 1, Role::Accent);
    }
    let (time, kind, customer) = match area.width {
        ..60 => (14, 0, 14),
        60..100 => (21, 16, 14),
        _ => (22, 22, 20),
    };
    let y = area.y;
    let mut x = area.x + 2;
    let (words, role) = countdown(app, &row.follow_up);
    pen.text(x, y, &words, time, role);
    x += time + 1;
    if kind > 0 {
        pen.text(x, y, &kind_words(app, &row.follow_up.kind), kind, Role::Text);
        x += kind + 1;
    }
    pen.text(x, y, &row.customer, customer, Role::Text);
    x += customer + 1;
    let aside = aside(app, row, area.width);
    let right = area.right().saturating_sub(1);
    let aside_room = (width(&aside) as u16).min(right.saturating_sub(x) / 2);
    let free = pen.text_right(right, y, &aside, aside_room, Role::Dim);
    pen.text(x, y, &what(app, row), free.saturating_sub(x + 1), Role::Text);
    if here {
        pen.tint(area, Role::Cursor);
    }
}

/// What is to be done: its own words, else why to call and what the case is about.
fn what(app: &App, row: &FollowUpRow) -> String {
    let title = &row.follow_up.title;
    match &row.call {
        _ if row.follow_up.kind == FollowUpKind::Confirmation => {
            let term = if title.is_empty() { &row.subject } else { title };
            app.texts.tr("follow-up-unconfirmed", &[("term", term.as_str().into())])
        }
        _ if !title.is_empty() => title.clone(),
        Some(trigger) => format!("☎ {}: {}", trigger_words(app, trigger), row.subject),
        None => row.subject.clone(),
    }
}

/// Waiting to be sent, tries, public, and by whom it was promised and when.
fn aside(app: &App, row: &FollowUpRow, cells: u16) -> String {
    let texts = &app.texts;
    let mut words = Vec::new();
    if row.unsent {
        words.push("↑".to_owned());
    }
    if row.follow_up.tries > 0 {
        words.push(texts.count("call-tries", u64::from(row.follow_up.tries)));
    }
    if row.is_public {
        words.push(texts.t("mark-public"));
    }
    if let Some(by) = row.follow_up.origin.operator.filter(|_| cells >= 100) {
        let when = day(texts, row.follow_up.opened_at.to_zoned(app.zone()).date(), app.local_now().date());
        let key = if by == app.me.id { "follow-up-by-you" } else { "follow-up-by" };
        words.push(texts.tr(key, &[("name", app.operator_name(by).into()), ("when", when.into())]));
    }
    words.join(" · ")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::snapshots::drawn;
    use crate::i18n::UiLang;
    use crate::model::FollowUpKind;
    use crate::tui::app::fixtures::{app, follow_up_row, now, press};
    use crate::tui::app::{App, Effect, Event, update};

    fn panel(lang: UiLang, size: (u16, u16)) -> App {
        let mut app = app(lang, size);
        let out = press(&mut app, "g f");
        let request = out.iter().find_map(|e| match e {
            Effect::LoadFollowUps { request, .. } => Some(*request),
            _ => None,
        });
        let due = [
            "2026-11-23T10:53:00Z",
            "2026-11-23T11:45:00Z",
            "2026-11-23T12:43:00Z",
            "2026-11-23T15:10:00Z",
            "2026-11-24T08:00:00Z",
            "2026-12-04T08:00:00Z",
        ];
        let mut rows: Vec<_> = due.iter().zip(1..).map(|(at, n)| follow_up_row(n, at)).collect();
        rows[0].follow_up.kind = FollowUpKind::Call;
        rows[0].follow_up.title = String::new();
        rows[0].follow_up.tries = 1;
        rows[0].follow_up.origin.operator = None;
        rows[2].is_public = true;
        rows[2].follow_up.kind = FollowUpKind::FirstResponse;
        rows[4].unsent = true;
        update(&mut app, Event::FollowUps { request: request.unwrap(), rows, after: None, at_end: true }, now());
        press(&mut app, "j j");
        app
    }

    #[test]
    fn follow_ups_in_a_small_terminal() {
        assert_snapshot!(drawn(&mut panel(UiLang::Ru, (80, 24))));
    }

    #[test]
    fn follow_ups_in_a_wide_terminal() {
        assert_snapshot!(drawn(&mut panel(UiLang::En, (120, 16))));
    }

    #[test]
    fn terms_that_nobody_confirmed_say_so() {
        // R13
        let mut app = app(UiLang::Ru, (120, 16));
        let out = press(&mut app, "g f");
        let request = out.iter().find_map(|e| match e {
            Effect::LoadFollowUps { request, .. } => Some(*request),
            _ => None,
        });
        let mut row = follow_up_row(1, "2026-11-23T10:53:00Z");
        row.follow_up.kind = FollowUpKind::Confirmation;
        row.follow_up.title = "Вернём 40 евро.".into();
        let rows = vec![row];
        update(&mut app, Event::FollowUps { request: request.unwrap(), rows, after: None, at_end: true }, now());
        let shown = drawn(&mut app);
        assert!(shown.contains("просрочено") && shown.contains("не подтверждено: Вернём 40"), "{shown}");
    }

    #[test]
    fn no_size_breaks_the_drawing() {
        for size in [(1, 1), (20, 5), (40, 12), (300, 80)] {
            drawn(&mut panel(UiLang::Ro, size));
        }
    }
}
