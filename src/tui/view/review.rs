//! The review: the letter as it goes out; beside or below it what holds it, what it opens and closes, and the customer's
//! words to read it with the customer's eyes (R37, R127).

use ratatui::layout::Rect;

use super::composer::{news_words, way, word_lines};
use super::{Pen, ViewCache, bars};
use crate::i18n::Moment;
use crate::model::{Due, DueAt};
use crate::text::wrap;
use crate::tui::action::Action;
use crate::tui::app::composer::{self, Composer};
use crate::tui::app::review::{self, Review};
use crate::tui::app::{App, Measured, layout};
use crate::tui::theme::Role;

type PaneLine = (String, Role);

pub fn draw(app: &App, cache: &mut ViewCache, pen: &mut Pen<'_>, measured: &mut Measured) {
    let (Some(composer), Some(review)) = (&app.composer, &app.review) else { return };
    let areas = layout::composer(app.size);
    if areas.head.height > 0 {
        let title = app.texts.tr("review-title", &[("way", way(app, composer).into())]);
        pen.text(areas.head.x + 1, areas.head.y, &title, areas.head.width.saturating_sub(2), Role::Strong);
        pen.rule(areas.head.x, areas.head.bottom() - 1, if areas.head.height > 1 { areas.head.width } else { 0 });
    }
    let letter = letter_lines(app, composer, usize::from(areas.text.width));
    *measured = Measured { lines: letter.len(), page: usize::from(areas.text.height).max(1), ..Measured::default() };
    draw_lines(pen, areas.text, &letter, review.scroll);
    if let Some(area) = areas.side {
        pen.bar(area.x - 1, area.y, area.height);
        let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
        let mut facts = fact_lines(app, composer, review, usize::from(inner.width));
        facts.push((String::new(), Role::Text));
        facts.push((app.texts.t("composer-their-words"), Role::Accent));
        let cells = usize::from(inner.width).saturating_sub(2);
        facts.extend(word_lines(app, composer, &mut cache.words, cells).iter().cloned());
        draw_lines(pen, inner, &facts, 0);
    }
    if let Some(area) = areas.below {
        pen.rule(area.x, area.y, area.width);
        let inner = Rect::new(area.x + 1, area.y + 1, area.width.saturating_sub(2), area.height.saturating_sub(1));
        let facts = fact_lines(app, composer, review, usize::from(inner.width));
        let at = cursor_line(&facts);
        draw_lines(pen, inner, &facts, (at + 1).saturating_sub(usize::from(inner.height)));
    }
}

fn draw_lines(pen: &mut Pen<'_>, area: Rect, lines: &[PaneLine], from: usize) {
    for (y, (text, role)) in lines.iter().skip(from).take(usize::from(area.height)).enumerate() {
        pen.text(area.x, area.y + y as u16, text, area.width, *role);
    }
}

/// The line of the chosen duty, so that it is seen where there is little room.
fn cursor_line(lines: &[PaneLine]) -> usize {
    lines.iter().position(|(text, _)| text.starts_with('▌')).unwrap_or(0)
}

/// The subject, the text to its last byte, the attachments.
fn letter_lines(app: &App, composer: &Composer, cells: usize) -> Vec<PaneLine> {
    let mut out = Vec::new();
    if !composer.subject.is_empty() {
        let subject = app.texts.tr("review-subject", &[("subject", composer.subject.clone().into())]);
        out.push((subject, Role::Dim));
        out.push((String::new(), Role::Text));
    }
    let body = composer.editor.text();
    out.extend(wrap(body, cells.max(8)).into_iter().map(|range| (body[range].to_owned(), Role::Text)));
    for attachment in &composer.attachments {
        out.push((format!("@ {}", attachment.name), Role::Dim));
    }
    out
}

fn fact_lines(app: &App, composer: &Composer, review: &Review, cells: usize) -> Vec<PaneLine> {
    let mut out = Vec::new();
    news_lines(app, composer, review, cells, &mut out);
    let blocks = review::blocks(app);
    if !blocks.is_empty() {
        out.push((app.texts.t("review-before"), Role::Overdue));
        for block in &blocks {
            folded(&format!("! {block}"), cells, Role::Overdue, &mut out);
        }
        if let Some(key) = bars::key_of(app, Action::NextFinding) {
            out.push((app.texts.tr("review-go-there", &[("key", key.into())]), Role::Dim));
        }
    }
    finding_lines(app, composer, cells, &mut out);
    duty_lines(app, composer, review, cells, &mut out);
    set_aside_lines(app, composer, cells, &mut out);
    let sends = if app.sends { "review-sends" } else { "review-by-hand" };
    folded(&app.texts.t(sends), cells, Role::Dim, &mut out);
    let calm = if review.delay_s > 10 { "review-calm" } else { "review-delay" };
    folded(&app.texts.tr(calm, &[("s", review.delay_s.to_string().into())]), cells, Role::Dim, &mut out);
    out
}

fn news_lines(app: &App, composer: &Composer, review: &Review, cells: usize, out: &mut Vec<PaneLine>) {
    if !composer.news.is_empty() {
        out.push((app.texts.t("review-changed"), Role::Overdue));
    }
    for news in composer.news.iter().chain(&review.shown) {
        folded(&news_words(app, news), cells, Role::Inbound, out);
    }
}

/// What the letter closes by itself, what it may close, what it opens.
fn duty_lines(app: &App, composer: &Composer, review: &Review, cells: usize, out: &mut Vec<PaneLine>) {
    let file = app.case(composer.case);
    let answered: Vec<_> = file.into_iter().flat_map(|file| composer::answered(composer, file)).collect();
    if composer.acknowledges {
        folded(&app.texts.t("review-receipt"), cells, Role::Soon, out);
    }
    if !answered.is_empty() || !review.closes.is_empty() {
        out.push((app.texts.t("review-closes"), Role::Accent));
    }
    for follow_up in answered {
        let kind = app.texts.t(&format!("kind-{}", follow_up.kind.as_str().replace('_', "-")));
        out.push((format!("  ✓ {kind}, {}", due_words(app, &follow_up.due)), Role::Text));
    }
    for (i, close) in review.closes.iter().enumerate() {
        let Some(f) = file.and_then(|file| file.follow_ups.iter().find(|f| f.id == close.id)) else { continue };
        let kind = app.texts.t(&format!("kind-{}", f.kind.as_str().replace('_', "-")));
        let words = format!("{kind}, {} {}", due_words(app, &f.due), f.title);
        duty(review, review.opens.len() + i, close.on, &words, cells, Role::Text, out);
    }
    if !review.opens.is_empty() || review.asks.is_some() {
        out.push((app.texts.t("review-opens"), Role::Accent));
    }
    for (i, open) in review.opens.iter().enumerate() {
        let due = open.due.as_ref().map_or_else(|| app.texts.t("review-no-date"), |d| due_words(app, d));
        let role = if open.lacks_date() { Role::Overdue } else { Role::Text };
        let words = format!("{due}: {}", open.promise.text.split_whitespace().collect::<Vec<_>>().join(" "));
        duty(review, i, open.on, &words, cells, role, out);
    }
    if let Some(asks) = &review.asks {
        let words = app.texts.tr("review-confirmation", &[("term", asks.term.as_str().into())]);
        duty(review, review.opens.len() + review.closes.len(), asks.on, &words, cells, Role::Text, out);
    }
}

/// What does not hold the letter, and is still worth a look before it leaves.
fn finding_lines(app: &App, composer: &Composer, cells: usize, out: &mut Vec<PaneLine>) {
    let lang = app.texts.lang().tag();
    let softer: Vec<_> = composer.findings.iter().filter(|f| !f.blocks()).collect();
    if softer.is_empty() {
        return;
    }
    out.push((app.texts.t("review-worth-a-look"), Role::Accent));
    for finding in softer {
        let (sign, role) = super::composer::look(finding.severity);
        folded(&format!("{sign} {}", finding.message(lang)), cells, role, out);
    }
}

/// Findings that the operator decided otherwise, with his reasons: they stay with the letter (R161).
fn set_aside_lines(app: &App, composer: &Composer, cells: usize, out: &mut Vec<PaneLine>) {
    let overrides = composer::overrides(composer);
    if overrides.is_empty() {
        return;
    }
    out.push((app.texts.t("review-set-aside"), Role::Accent));
    let lang = app.texts.lang().tag();
    for set_aside in overrides {
        let finding = composer.set_aside.iter().find(|f| f.rule() == set_aside.rule);
        let way = app.texts.t("record-other-way");
        let unknown = if set_aside.rule == composer::OTHER_WAY { way.as_str() } else { set_aside.rule.as_str() };
        let title = finding.map_or(unknown, |f| f.card.title.in_lang(lang));
        folded(&format!("  {title}: {}", set_aside.reason), cells, Role::Text, out);
    }
}

fn duty(review: &Review, i: usize, on: bool, words: &str, cells: usize, role: Role, out: &mut Vec<PaneLine>) {
    let cursor = if review.cursor == i { "▌" } else { " " };
    let mark = if on { "✓" } else { "·" };
    for (line, range) in wrap(words, cells.saturating_sub(4).max(8)).into_iter().enumerate() {
        let head = if line == 0 { format!("{cursor} {mark} ") } else { "    ".to_owned() };
        out.push((format!("{head}{}", &words[range]), role));
    }
}

fn due_words(app: &App, due: &Due) -> String {
    let (at, now) = (due.local(), app.local_now());
    let moment = Moment { at: &at, now: &now };
    match due.at {
        DueAt::Day(_) => moment.day_only(&app.texts),
        DueAt::Instant(_) => moment.short(&app.texts),
    }
}

fn folded(text: &str, cells: usize, role: Role, out: &mut Vec<PaneLine>) {
    out.extend(wrap(text, cells.max(8)).into_iter().map(|range| (text[range].to_owned(), role)));
}
