//! One event changes the state and says what is to be done outside: each kind is led to the room it belongs to.
//!
//! Not its duty: keys (`keys`), the state itself (`app`).

use jiff::Timestamp;

use super::{
    App, Effect, Effects, Event, Level, Said, Screen, Wake, acts, alerts, calls, composer, evidence, follow_ups, keys,
    many, original, outbox, presence, queue, sign_in, toast, unlock, versions, welcome,
};
use crate::model::queue::Link;
use crate::model::{CaseFile, CaseId};

/// Changes the state by one event and says what is to be done outside.
pub fn update(app: &mut App, event: Event, now: Timestamp) -> Effects {
    app.now = now;
    toast::drop_old(&mut app.toasts, now);
    presence::note(app, &event);
    let again = matches!(event, Event::Woke(Wake::Presence));
    let mut out = Effects::new();
    match event {
        Event::Key(key) => keys::press(app, key, &mut out),
        Event::Paste(text) => keys::paste(app, &text, &mut out),
        Event::Mouse(mouse) => keys::mouse(app, mouse, &mut out),
        Event::Resize(columns, rows) => resized(app, (columns, rows), &mut out),
        Event::Focus(focused) => {
            app.focused = focused;
            if focused {
                out.push(Effect::LookElsewhere);
            }
        }
        Event::Resumed => out.push(Effect::Redraw),
        Event::Leave => leave(app, &mut out),
        Event::Woke(wake) => woke(app, wake, &mut out),
        Event::Page { request, page } => queue::page_came(app, request, page, &mut out),
        Event::Counts(counts) => app.counts = counts,
        Event::Case { id, file } => case_came(app, id, file.map(|f| *f), &mut out),
        Event::Outbox(items) => outbox::items_came(app, items, &mut out),
        Event::Operators(operators) => app.operators = operators.into_iter().map(|o| (o.id, o)).collect(),
        Event::Alerts { rows, next } => alerts::came(app, rows, next, &mut out),
        Event::EarlierLetters(letters) => app.earlier = Some(letters),
        Event::LetterRules(rules) => app.letter_rules = Some(rules),
        Event::Dictionaries(dictionaries) => composer::dictionaries_came(app, dictionaries),
        Event::Changed { cases } => changed(app, &cases, &mut out),
        Event::Link(link) => {
            if !matches!(link, Link::InStep { .. }) {
                presence::forget(app);
            }
            sign_in::link_came(app, link);
        }
        Event::Presence(presences) => presence::came(app, presences),
        Event::Sources(sources) => app.sources = sources,
        Event::Sends(sends) => app.sends = sends,
        Event::Me(me) => welcome::me_came(app, *me),
        Event::Said(said) => app.say(Level::Info, &said),
        Event::FollowUps { request, rows, at_end, .. } => follow_ups::came(app, request, rows, at_end, &mut out),
        Event::Calls { request, rows } => calls::came(app, request, rows),
        Event::Failed { what, detail } => {
            if matches!(what, "failed-signing" | "failed-outbox") {
                app.sealing = None;
                many::stopped(app);
                composer::not_sent(app, &mut out);
            }
            app.say(Level::Error, &Said::new(what).with("detail", detail));
        }
        Event::KeyLocked { letter, delay_s, wrong } => unlock::ask(app, letter, delay_s, wrong),
        Event::NotSigned { letter, why } => unlock::not_signed(app, &letter, Some(why), &mut out),
        Event::Recipients(files) => many::cases_came(app, files),
        Event::Refused { item } => {
            acts::refused(app, &item);
            outbox::refused(app, &item, &mut out);
        }
        Event::OtherCases { customer, rows } => {
            app.other_cases = Some((customer, rows));
            acts::others_came(app, &mut out);
        }
        Event::Alike { customer, cards } => app.alike = Some((customer, cards)),
        Event::Original { text } => original::came(app, text),
        Event::Evidence { customer, files } => evidence::came(app, customer, &files),
        Event::Accepted { .. } => {}
        Event::Draft { case, kind, draft } => composer::draft_came(app, case, &kind, draft, &mut out),
        Event::DraftHistory { case, kind, drafts } => versions::came(app, case, &kind, drafts),
        Event::DraftSaved { case, kind, at, over } => composer::saved(app, case, &kind, at, over),
        Event::DraftNotSaved { case, kind, trouble } => composer::not_saved(app, case, &kind, trouble, &mut out),
        Event::WroteElsewhere => composer::look_elsewhere(app, &mut out),
        Event::AttachmentAdded { case, attachment } => composer::attached(app, case, attachment, &mut out),
        Event::TakenBack { key, item } => {
            if !many::taken_back(app, key, item.as_deref(), &mut out) {
                composer::taken_back(app, item.as_deref(), &mut out);
            }
        }
    }
    // A list nobody sees is read again when it is seen, not at every draft that is saved over it.
    if app.queue.behind && matches!(app.screen(), Screen::Queue) {
        queue::refresh(app, &mut out);
    }
    presence::follow(app, again, &mut out);
    out
}

fn resized(app: &mut App, size: (u16, u16), out: &mut Effects) {
    app.size = size;
    queue::fit(app, out);
    composer::resized(app);
}

fn leave(app: &mut App, out: &mut Effects) {
    composer::save_now(app, out);
    out.push(Effect::Quit);
}

fn woke(app: &mut App, wake: Wake, out: &mut Effects) {
    match wake {
        Wake::Clock => alerts::woke(app, out),
        Wake::Preview { request } => queue::preview(app, request, out),
        Wake::SaveDraft { revision } => composer::save_due(app, revision, out),
        Wake::Presence => {}
        Wake::Check { revision } => composer::check_due(app, revision),
    }
}

fn case_came(app: &mut App, id: CaseId, file: Option<CaseFile>, out: &mut Effects) {
    match file {
        Some(file) => app.keep_case(file),
        None => app.cases.retain(|f| f.case.id != id),
    }
    if matches!(app.screen(), Screen::Case(_)) && app.case_at_hand() == Some(id) {
        acts::ask_other_cases(app, id, out);
    }
    if let Some((_, action)) = app.after_load.take_if(|(waited, _)| *waited == id)
        && app.overlay.is_none()
        && app.case_at_hand() == Some(id)
    {
        keys::perform(app, action, out);
    }
    composer::case_came(app, id, out);
}

/// Reads again what is on the screen and changed in the store.
fn changed(app: &mut App, cases: &[CaseId], out: &mut Effects) {
    out.push(Effect::LoadCounts { asker: app.asker() });
    out.push(Effect::LoadOutbox);
    if cases.is_empty() {
        out.push(Effect::LoadOperators);
    }
    app.queue.behind = true;
    follow_ups::reload(app, out);
    calls::reload(app, out);
    let kept: Vec<CaseId> = app.cases.iter().map(|f| f.case.id).collect();
    for id in kept.into_iter().filter(|id| cases.is_empty() || cases.contains(id)) {
        out.push(Effect::LoadCase { id });
    }
    alerts::ask(app, out);
    many::changed(app, cases, out);
}
