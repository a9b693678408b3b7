//! The composer: who and where above, the letter, and beside or below it the customer's words and what the letter lacks.

mod findings;

use std::rc::Rc;

use ratatui::layout::Rect;

use super::{Pen, ViewCache, channel};
use crate::i18n::{Moment, UiLang, duration_short};
use crate::model::{CaseFile, CaseId, Channel, DraftKind, MessageKind};
use crate::text::wrap;
use crate::tui::action::Action;
use crate::tui::app::composer::CaseField;
use crate::tui::app::composer::{self, Composer, News, PromiseDraft, Slot, Stage, Trouble};
use crate::tui::app::{App, Measured, layout, presence};
use crate::tui::editor::Styles;
use crate::tui::theme::Role;
pub use findings::look;
use findings::{Panel, finding_lines};

pub fn draw(app: &App, cache: &mut ViewCache, pen: &mut Pen<'_>, measured: &mut Measured) {
    let Some(composer) = &app.composer else { return };
    let areas = layout::composer(app.size);
    head(app, composer, pen, areas.head);
    if composer.stage == Stage::Ready || !composer.editor.text().is_empty() {
        let styles = styles(pen);
        cache.cursor = composer.editor.render(areas.text, pen.buffer(), &styles);
    } else {
        pen.text(areas.text.x, areas.text.y, &app.texts.t("composer-loading"), areas.text.width, Role::Dim);
    }
    if let Some(area) = areas.side {
        pen.bar(area.x - 1, area.y, area.height);
        side(app, composer, cache, pen, inset(area), measured);
    }
    if let Some(area) = areas.below {
        pen.rule(area.x, area.y, area.width);
        let inner = Rect::new(area.x + 1, area.y + 1, area.width.saturating_sub(2), area.height - 1);
        below(app, composer, cache, pen, inner, measured);
    }
}

fn inset(area: Rect) -> Rect {
    Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height)
}

fn styles(pen: &Pen<'_>) -> Styles {
    let mark = |role| pen.style(role);
    Styles {
        text: pen.style(Role::Text),
        selection: pen.style(Role::Selection),
        // In the order of the marks' numbers.
        marks: vec![mark(Role::Slot), mark(Role::Hint), mark(Role::Warning), mark(Role::Block)],
    }
}

/// "Reply to Мария Ивановна Кузнецова · e-mail · waits 5 h · saved 14:05:12"
fn head(app: &App, composer: &Composer, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let saved = saved_words(app, composer);
    let right = pen.text_right(area.right().saturating_sub(1), area.y, &saved, area.width / 3, Role::Dim);
    let room = right.saturating_sub(area.x + 2);
    let mut words = title(app, composer);
    if let Some(file) = app.case(composer.case).filter(|_| !composer.is_for_many()) {
        if !composer.is_note() {
            words.push_str(" · ");
            words.push_str(&way(app, composer));
            if composer::rang(file) && !composer.is_public() && !composer.to.is_empty() {
                words.push_str(&format!(" ({})", app.texts.t("composer-rang")));
            }
        }
        if let Some(since) = file.case.waiting_since {
            let wait = duration_short(&app.texts, app.waited(&file.case.channel, since));
            words.push_str(" · ");
            words.push_str(&app.texts.tr("composer-waits", &[("wait", wait.into())]));
        }
    }
    pen.text(area.x + 1, area.y, &words, room, Role::Strong);
    if area.height > 1 {
        match alarm(app, composer) {
            Some(words) => {
                pen.text(area.x + 1, area.y + 1, &format!("! {words}"), area.width.saturating_sub(2), Role::Overdue);
            }
            None => pen.rule(area.x, area.y + 1, area.width),
        }
    }
}

/// What must not be overlooked while writing: a disk that takes nothing, what others did to the case, who else is there.
fn alarm(app: &App, composer: &Composer) -> Option<String> {
    match (&composer.trouble, composer.news.last()) {
        (Some(Trouble { rescued: Some(path), .. }), _) => {
            Some(app.texts.tr("composer-rescued", &[("path", path.clone().into())]))
        }
        (Some(_), _) => Some(app.texts.t("composer-in-memory")),
        (None, Some(news)) => Some(news_words(app, news)),
        (None, None) => presence::words(app, composer.case).or_else(|| owner_words(app, composer)),
    }
}

/// The case is a colleague's: who answers in his place should know it.
fn owner_words(app: &App, composer: &Composer) -> Option<String> {
    let owner = app.case(composer.case)?.case.owner.filter(|owner| *owner != app.me.id)?;
    let name = app.operator_name(owner).to_owned();
    let is_told = !composer.is_note() && !composer.is_for_many() && !name.is_empty();
    is_told.then(|| app.texts.tr("composer-owned-by", &[("name", name.into())]))
}

fn title(app: &App, composer: &Composer) -> String {
    let file = app.case(composer.case);
    let name = file.map_or_else(String::new, |f| {
        let name = &f.customer.name;
        let name = if composer.is_public() && !name.public.is_empty() { name.public.clone() } else { name.full() };
        channel::customer(&name, f.case.number).into_owned()
    });
    if composer.is_for_many() {
        return app.texts.tr("many-text-for", &[("n", app.many.count().to_string().into())]);
    }
    let key = match composer.kind {
        DraftKind::Note => "composer-note-on",
        DraftKind::PublicReply => "composer-public-to",
        _ => "composer-reply-to",
    };
    app.texts.tr(key, &[("name", name.into())])
}

/// The channel and the address on it.
pub fn way(app: &App, composer: &Composer) -> String {
    if composer.channel == Channel::Phone {
        return app.texts.t("composer-no-address");
    }
    let channel = app.texts.t(&format!("channel-{}", composer.channel.as_str().replace('_', "-")));
    if composer.to.is_empty() { channel } else { format!("{channel} {}", composer.to) }
}

fn saved_words(app: &App, composer: &Composer) -> String {
    match composer.saved_at {
        Some(at) if !composer.is_dirty() => {
            let at = at.to_zoned(app.zone()).strftime("%H:%M:%S").to_string();
            app.texts.tr("composer-saved", &[("at", at.into())])
        }
        _ if composer.is_dirty() => app.texts.t("composer-unsaved"),
        _ => String::new(),
    }
}

/// Who did what to the case while this was being written.
pub fn news_words(app: &App, news: &News) -> String {
    let clock = |at: jiff::Timestamp| {
        let (at, now) = (at.to_zoned(app.zone()), app.local_now());
        Moment { at: &at, now: &now }.short(&app.texts)
    };
    match news {
        News::Wrote { kind, who, at, text } => {
            let key = match kind {
                MessageKind::Inbound => "news-customer-wrote",
                MessageKind::Note => "news-note",
                MessageKind::Auto => "news-auto",
                _ => "news-replied",
            };
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            app.texts.tr(key, &[("who", who.clone().into()), ("at", clock(*at).into()), ("text", text.into())])
        }
        News::Called { who, at } => {
            let who = app.operator_name(*who).to_owned();
            app.texts.tr("news-called", &[("who", who.into()), ("at", clock(*at).into())])
        }
        News::Owner(Some(who)) => app.texts.tr("news-owner", &[("who", app.operator_name(*who).to_owned().into())]),
        News::Owner(None) => app.texts.t("news-no-owner"),
        News::Changed => app.texts.t("news-changed"),
    }
}

/// One line of the pane.
type PaneLine = (String, Role);

fn side(app: &App, composer: &Composer, cache: &mut ViewCache, pen: &mut Pen<'_>, area: Rect, measured: &mut Measured) {
    let help = cache.help.lines(app, composer, usize::from(area.width), false);
    let words = word_lines(app, composer, &mut cache.words, usize::from(area.width).saturating_sub(2));
    let wanted = help.lines.len() + 1;
    let least_words = usize::from(area.height).min(6);
    let help_rows = wanted.min(usize::from(area.height).saturating_sub(least_words));
    let word_rows = (usize::from(area.height) - help_rows).min(words.len() + 1);
    pen.text(area.x, area.y, &app.texts.t("composer-their-words"), area.width, Role::Accent);
    let page = word_rows.saturating_sub(2).max(1);
    lines(pen, Rect::new(area.x, area.y + 1, area.width, page as u16), &words, composer.scroll);
    *measured = Measured { lines: words.len(), page, ..Measured::default() };
    let top = area.y + word_rows as u16;
    lines(pen, Rect::new(area.x, top, area.width, help_rows as u16), &help.window(app, help_rows), 0);
}

fn below(
    app: &App,
    composer: &Composer,
    cache: &mut ViewCache,
    pen: &mut Pen<'_>,
    area: Rect,
    measured: &mut Measured,
) {
    let half = area.width / 2;
    let words = word_lines(app, composer, &mut cache.words, usize::from(half).saturating_sub(2));
    lines(pen, Rect::new(area.x, area.y, half, area.height), &words, composer.scroll);
    *measured = Measured { lines: words.len(), page: usize::from(area.height), ..Measured::default() };
    pen.bar(area.x + half, area.y, area.height);
    let right = Rect::new(area.x + half + 2, area.y, area.width.saturating_sub(half + 2), area.height);
    let help = cache.help.lines(app, composer, usize::from(right.width), true);
    lines(pen, right, &help.window(app, usize::from(right.height)), 0);
}

fn lines(pen: &mut Pen<'_>, area: Rect, lines: &[PaneLine], from: usize) {
    for (y, (text, role)) in lines.iter().skip(from).take(usize::from(area.height)).enumerate() {
        pen.text(area.x, area.y + y as u16, text, area.width, *role);
    }
}

/// The customer's words as they were wrapped last.
#[derive(Debug, Default)]
pub struct Words {
    made_for: Option<(CaseId, u64, usize, usize)>,
    lines: Rc<[PaneLine]>,
}

/// The customer's words, the newest first; wrapped anew only when they or the width changed.
pub fn word_lines(app: &App, composer: &Composer, words: &mut Words, cells: usize) -> Rc<[PaneLine]> {
    let Some(file) = app.case(composer.case) else { return Rc::default() };
    let key = (file.case.id, file.case.thread_version, file.messages.len(), cells);
    if words.made_for != Some(key) {
        *words = Words { made_for: Some(key), lines: wrapped_words(app, file, cells).into() };
    }
    words.lines.clone()
}

fn wrapped_words(app: &App, file: &CaseFile, cells: usize) -> Vec<PaneLine> {
    let mut out = Vec::new();
    for message in file.messages.iter().rev().filter(|m| m.kind == MessageKind::Inbound) {
        let (at, now) = (message.written_at.unwrap_or(message.at).to_zoned(app.zone()), app.local_now());
        out.push((Moment { at: &at, now: &now }.full(&app.texts), Role::Dim));
        for range in wrap(&message.body, cells.max(8)) {
            let line = &message.body[range];
            out.push((format!("  {line}"), if line.starts_with('>') { Role::Quoted } else { Role::Inbound }));
        }
        out.push((String::new(), Role::Text));
    }
    our_last_letter(app, file, cells, &mut out);
    out
}

/// What we wrote last stands below the customer's words: what was promised there is known to him.
fn our_last_letter(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<PaneLine>) {
    let Some(message) = file.messages.iter().rev().find(|m| m.is_outbound()) else { return };
    let (at, now) = (message.at.to_zoned(app.zone()), app.local_now());
    let at = Moment { at: &at, now: &now }.full(&app.texts);
    out.push((app.texts.tr("composer-our-letter", &[("at", at.into())]), Role::Dim));
    for range in wrap(&message.body, cells.max(8)) {
        out.push((format!("  {}", &message.body[range]), Role::Quoted));
    }
    out.push((String::new(), Role::Text));
}

/// The lines beside a letter as they were put together last: a typed letter changes them only when it was looked through.
#[derive(Debug, Default)]
pub struct Help {
    made_for: Option<HelpFacts>,
    panel: Rc<Panel>,
}

/// All that these lines depend on.
#[derive(Debug, PartialEq)]
struct HelpFacts {
    case: CaseId,
    kind: DraftKind,
    judged: u64,
    at_hand: Option<usize>,
    slot: Option<Slot>,
    attachments: usize,
    version: (u64, u64, usize),
    consent: bool,
    minute: i64,
    lang: UiLang,
    cells: usize,
    is_tight: bool,
}

impl HelpFacts {
    fn of(app: &App, composer: &Composer, cells: usize, is_tight: bool) -> Self {
        let file = app.case(composer.case);
        let at_hand = composer::finding_at_hand(composer);
        Self {
            case: composer.case,
            kind: composer.kind.clone(),
            judged: composer.judged,
            at_hand: composer.findings.iter().position(|f| at_hand.is_some_and(|at_hand| std::ptr::eq(f, at_hand))),
            slot: composer.slot().cloned(),
            attachments: composer.attachments.len(),
            version: file.map_or((0, 0, 0), |f| {
                let open = f.follow_ups.iter().filter(|one| one.is_open()).count();
                (f.case.version, f.case.thread_version, open)
            }),
            consent: file.is_some_and(|f| f.case.ambiguous_consent.is_some()),
            minute: app.now.as_second().div_euclid(60),
            lang: app.texts.lang(),
            cells,
            is_tight,
        }
    }
}

impl Help {
    fn lines(&mut self, app: &App, composer: &Composer, cells: usize, is_tight: bool) -> Rc<Panel> {
        let facts = HelpFacts::of(app, composer, cells, is_tight);
        if self.made_for.as_ref() != Some(&facts) {
            let panel = help_lines(app, composer, cells, is_tight).into();
            *self = Self { made_for: Some(facts), panel };
        }
        self.panel.clone()
    }
}

/// What fits the slot, what the letter lacks, what it answers; where there is little room, in few lines.
fn help_lines(app: &App, composer: &Composer, cells: usize, is_tight: bool) -> Panel {
    let mut panel = Panel::default();
    let out = &mut panel.lines;
    if composer.is_for_many() {
        field_lines(app, composer, cells, out);
    }
    slot_lines(app, composer, out);
    let is_short = is_tight && !composer::listed(composer).is_empty();
    if is_short {
        out.pop_if(|(line, _)| line.is_empty());
        checklist_in_short(app, composer, cells, out);
        promises_in_short(app, composer, cells, out);
        panel.pinned = panel.lines.len();
    } else {
        checklist_lines(app, composer, out);
    }
    finding_lines(app, composer, cells, is_short, &mut panel);
    let out = &mut panel.lines;
    if !is_short {
        promise_lines(app, composer, out);
    }
    if let Some(file) = app.case(composer.case).filter(|_| !composer.is_note() && !composer.is_for_many()) {
        consent_lines(app, file, cells, out);
        answered_lines(app, file, out);
    }
    for attachment in &composer.attachments {
        out.push((format!("@ {}", attachment.name), Role::Text));
    }
    panel
}

/// What may stand in a text for many in the place of what each of them has of his own.
fn field_lines(app: &App, composer: &Composer, cells: usize, out: &mut Vec<PaneLine>) {
    let lang = composer.lang.as_str();
    out.push((app.texts.t("many-fields"), Role::Accent));
    let fields = CaseField::ALL.map(|field| field.spelled(lang)).join("  ");
    out.extend(wrap(&fields, cells.max(8)).into_iter().map(|range| (fields[range].to_owned(), Role::Text)));
    out.push((String::new(), Role::Text));
}

fn slot_lines(app: &App, composer: &Composer, out: &mut Vec<PaneLine>) {
    let Some(slot) = composer.slot() else { return };
    let is_filled = composer.slot_is_filled();
    let key = super::bars::key_of(app, Action::NextSlot).unwrap_or_default();
    let words = match is_filled {
        true => app.texts.tr("composer-slot-filled", &[("key", key.into())]),
        false => app.texts.tr("composer-slot", &[("hint", slot.hint.clone().into())]),
    };
    out.push((words, if is_filled { Role::Dim } else { Role::Accent }));
    let offered = composer::offered(app, composer);
    if !offered.is_empty() {
        let key = super::bars::key_of(app, Action::Phrases).unwrap_or_default();
        let words = offered.into_iter().take(3).collect::<Vec<_>>().join(", ");
        out.push((format!("  {key} {words} …"), Role::Dim));
    }
    out.push((String::new(), Role::Text));
}

/// The five ways to make a letter personal, done or not, and the phrases in it.
fn checklist_lines(app: &App, composer: &Composer, out: &mut Vec<PaneLine>) {
    let Some(checklist) = &composer.checklist else { return };
    let lang = app.texts.lang().tag();
    out.push((app.texts.t("composer-this-letter"), Role::Accent));
    for step in &checklist.steps {
        let (sign, role) = match step.done {
            true => ("✓", Role::Good),
            // A letter without words of its own has missed nothing yet.
            false if !composer.silent.is_empty() => ("·", Role::Dim),
            false => ("✗", Role::Soon),
        };
        out.push((format!("{sign} {}", step.method.title().in_lang(lang)), role));
    }
    if !checklist.phrases.is_empty() {
        let mut ids: Vec<&str> = checklist.phrases.iter().map(|p| p.id.as_str()).collect();
        ids.dedup();
        out.push((app.texts.tr("composer-used", &[("ids", ids.join(" ").into())]), Role::Dim));
    }
    out.push((String::new(), Role::Text));
}

/// The five ways where a finding needs the room: how many are gone, and which are not.
fn checklist_in_short(app: &App, composer: &Composer, cells: usize, out: &mut Vec<PaneLine>) {
    let Some(checklist) = composer.checklist.as_ref().filter(|_| composer.silent.is_empty()) else { return };
    let lang = app.texts.lang().tag();
    let undone = checklist.steps.iter().filter(|step| !step.done);
    let missing: Vec<String> = undone.map(|step| step.method.title().in_lang(lang).to_owned()).collect();
    let (all, done) = (checklist.steps.len(), checklist.steps.len() - missing.len());
    let (line, role) = match missing.is_empty() {
        true => (format!("✓ {done}/{all}"), Role::Good),
        false => (format!("✓ {done}/{all}  ✗ {}", missing.join(", ")), Role::Soon),
    };
    out.extend(wrap(&line, cells.max(8)).into_iter().map(|range| (line[range].to_owned(), role)));
}

/// What the letter promises where a finding needs the room: when alone.
fn promises_in_short(app: &App, composer: &Composer, cells: usize, out: &mut Vec<PaneLine>) {
    if composer.promises.is_empty() {
        return;
    }
    let dues: Vec<String> = composer.promises.iter().map(|promise| due_words(app, promise)).collect();
    let line = format!("{}: {}", app.texts.t("composer-promises"), dues.join(" · "));
    out.extend(wrap(&line, cells.max(8)).into_iter().map(|range| (line[range].to_owned(), Role::Dim)));
}

fn due_words(app: &App, promise: &PromiseDraft) -> String {
    let Some(due) = &promise.due else { return app.texts.t("review-no-date") };
    let (at, now) = (due.local(), app.local_now());
    Moment { at: &at, now: &now }.short(&app.texts)
}

/// What the letter promises, with the date each has.
fn promise_lines(app: &App, composer: &Composer, out: &mut Vec<PaneLine>) {
    if composer.promises.is_empty() {
        return;
    }
    out.push((app.texts.t("composer-promises"), Role::Accent));
    for promise in &composer.promises {
        let role = if promise.due.is_some() { Role::Text } else { Role::Soon };
        let words = promise.text.split_whitespace().collect::<Vec<_>>().join(" ");
        out.push((format!("  {}  {words}", due_words(app, promise)), role));
    }
    out.push((String::new(), Role::Text));
}

/// An agreement by 👍 that wants a word, and the key that asks for it (R3).
fn consent_lines(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<PaneLine>) {
    let Some(consent) = &file.case.ambiguous_consent else { return };
    let line = format!("? {}", app.texts.tr("case-consent-unclear", &[("term", consent.term.as_str().into())]));
    out.extend(wrap(&line, cells.max(4)).into_iter().map(|range| (line[range].to_owned(), Role::Soon)));
    let key = super::bars::key_of(app, Action::ClarifyConsent).unwrap_or_default();
    out.push((format!("  {}", app.texts.tr("composer-consent-ask", &[("key", key.into())])), Role::Dim));
}

/// The open duties that this letter answers.
fn answered_lines(app: &App, file: &CaseFile, out: &mut Vec<PaneLine>) {
    let Some(composer) = &app.composer else { return };
    let answered: Vec<_> = composer::answered(composer, file).collect();
    if answered.is_empty() {
        return;
    }
    out.push((app.texts.t("composer-answers"), Role::Accent));
    for follow_up in answered {
        let kind = app.texts.t(&format!("kind-{}", follow_up.kind.as_str().replace('_', "-")));
        let (at, now) = (follow_up.due.local(), app.local_now());
        let due = Moment { at: &at, now: &now }.short(&app.texts);
        let title = if follow_up.title.is_empty() { kind } else { format!("{kind}: {}", follow_up.title) };
        out.push((format!("  {due}  {title}"), Role::Text));
    }
}

#[cfg(test)]
mod tests;
