//! How a letter begins: to whom and by which way, the draft that was kept or the greeting and the signature.
//!
//! Not its duty: the case that comes later (`news`), letters that come back (`coming_back`).

use jiff::SignedDuration;

use super::news::Known;
use super::{Composer, Stage, fit, judge, keeping, many, merged, news, record, slots, writing};
use crate::letter;
use crate::model::{CaseFile, CaseId, Channel, Draft, DraftKind, Message, MessageKind};
use crate::tui::app::{App, Effect, Effects, Level, Said};
use crate::tui::editor::Editor;

/// To whom and by which way: the channel the customer prefers, else the one he wrote on last (R48, R52); a record of what
/// was agreed by e-mail (R33).
pub(super) fn address(composer: &mut Composer, file: &CaseFile) {
    let last = last_word(file);
    let written_on = last.map_or(&file.case.channel, |m| &m.channel);
    let preferred = file.customer.preferred_channel.as_ref().filter(|c| !composer.is_public() && **c != Channel::Phone);
    composer.channel = record::way(composer, file).unwrap_or_else(|| preferred.unwrap_or(written_on).clone());
    if composer.channel == Channel::Phone && !composer.is_public() {
        composer.channel = written_way(file);
    }
    composer.to = if composer.is_public() {
        file.case.public_link.clone().unwrap_or_default()
    } else if composer.channel == Channel::Phone {
        // No letter goes to a telephone number.
        String::new()
    } else {
        file.customer.address_on(&composer.channel).unwrap_or_default().to_owned()
    };
    composer.subject = subject(&file.case.subject, &composer.channel);
}

/// The way of a letter to somebody who rang: where the card has an address for letters, e-mail first; else none is known
/// and it stays with the telephone.
fn written_way(file: &CaseFile) -> Channel {
    let ways = [Channel::Email, Channel::Messenger, Channel::Paper];
    ways.into_iter().find(|way| file.customer.address_on(way).is_some()).unwrap_or(Channel::Phone)
}

/// True when the customer rang and wrote nothing: a letter to him goes elsewhere than he came from.
pub fn rang(file: &CaseFile) -> bool {
    last_word(file).map_or(&file.case.channel, |m| &m.channel) == &Channel::Phone
}

/// "Re: …" once, where a channel has subjects.
fn subject(of_case: &str, channel: &Channel) -> String {
    if *channel != Channel::Email || of_case.is_empty() {
        return of_case.to_owned();
    }
    let is_answer = of_case.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    if is_answer { of_case.to_owned() } else { format!("Re: {of_case}") }
}

/// The customer's last word in the thread.
pub fn last_word(file: &CaseFile) -> Option<&Message> {
    file.messages.iter().rev().find(|m| m.kind == MessageKind::Inbound)
}

/// The draft was read; what was typed meanwhile goes into it.
pub fn draft_came(app: &mut App, case: CaseId, kind: &DraftKind, draft: Option<Draft>, out: &mut Effects) {
    let returning = app.returning.iter().position(|r| r.case == case && r.kind == *kind);
    let returning = returning.map(|at| app.returning.swap_remove(at));
    let is_open = app.composer.as_ref().is_some_and(|c| c.is_at(case, kind));
    if let Some(returning) = returning.filter(|_| draft.as_ref().is_none_or(|d| d.text.trim().is_empty()))
        && !is_open
    {
        out.push(Effect::SaveDraft(Draft {
            case,
            kind: kind.clone(),
            cursor: 0,
            slots: Vec::new(),
            thread_version: app.case(case).map_or(0, |f| f.case.thread_version),
            saved_at: app.now,
            attachments: returning.attachments,
            overrides: Vec::new(),
            text: returning.text,
        }));
        return app.say(Level::Info, &Said::new("refused-is-a-draft"));
    }
    let Some(mut composer) = app.composer.take() else { return };
    if composer.is_at(case, kind) && composer.stage == Stage::Draft {
        begin(app, &mut composer, draft, out);
        merged::ask(app, &composer, out);
    } else if composer.is_at(case, kind) && composer.stage == Stage::Ready {
        keeping::came_from_elsewhere(app, &mut composer, draft);
    } else if let Some(draft) = draft.filter(|draft| draft.case != composer.place()) {
        merged::draft_came(app, &mut composer, draft, out);
    }
    app.composer = Some(composer);
}

fn begin(app: &mut App, composer: &mut Composer, draft: Option<Draft>, out: &mut Effects) {
    app.phrasebook(&composer.lang);
    ask_earlier(app, out);
    app.ask_dictionaries(composer.lang.as_str(), out);
    let typed = composer.editor.text().to_owned();
    composer.stage = Stage::Ready;
    composer.greeting = app.case(composer.case).and_then(|file| greeting_of(composer, file));
    composer.kept = draft.as_ref().is_some_and(|d| !d.text.trim().is_empty());
    let (text, cursor) = match (&draft, composer.returned.take()) {
        (_, Some(returned)) => (returned, None),
        (Some(draft), None) => (draft.text.clone(), Some(draft.cursor)),
        (None, None) => fresh(app, composer),
    };
    let is_returned = draft.as_ref().is_none_or(|d| d.text != text) && cursor.is_none();
    composer.editor = Editor::new(&text);
    composer.editor.begin_at(cursor.unwrap_or_else(|| writing::end_of_words(app, composer)));
    if draft.is_none() {
        slots::goes_on(composer);
    }
    fit(app, composer);
    if let Some(kept) = draft.as_ref().filter(|d| is_returned && !d.text.trim().is_empty()) {
        out.push(Effect::KeepVersion(kept.clone()));
    }
    if let (Some(version), Some(file)) = (composer.answered.take(), app.case(composer.case)) {
        composer.known = Known::at_version(file, version);
        news::look(composer, file, &app.me);
    }
    if let Some(draft) = draft {
        composer.saved_at = Some(draft.saved_at);
        composer.attachments = draft.attachments;
        composer.overrides = draft.overrides;
        if let Some(file) = app.case(composer.case) {
            address(composer, file);
        }
        if let Some(file) = app.case(composer.case)
            && !is_returned
        {
            composer.known = Known::when_saved(file, draft.thread_version, draft.saved_at);
            news::look(composer, file, &app.me);
        }
    }
    if !typed.is_empty() {
        composer.editor.insert(&typed);
    }
    if !typed.is_empty() || is_returned {
        composer.touched(app.now, out);
    }
    if is_returned {
        composer.save(app.now, out);
    }
    judge(app, composer);
    record::tell(app, composer);
    tell_signature(app, composer);
    if composer.channel == Channel::Phone && !composer.is_note() {
        app.say(Level::Warning, &Said::new("rang-no-address"));
    }
}

/// Says once in a language that the profile's signature cannot be said in it, and where it is set (R84).
fn tell_signature(app: &mut App, composer: &Composer) {
    let lang = &composer.lang;
    let lacks = letter::is_signature_lacking(&app.me, lang.as_str(), &app.signatures);
    if lacks
        && !composer.is_note()
        && composer.manner() == letter::Manner::Letter
        && app.told_signature.insert(lang.clone())
    {
        app.say(Level::Info, &Said::new("composer-signature-lacks").with("lang", lang.as_str().to_owned()));
    }
}

/// Earlier letters are read anew so long after the last reading.
const EARLIER_FOR: SignedDuration = SignedDuration::from_mins(10);

/// Asks for the letters to compare with, unless they are fresh.
fn ask_earlier(app: &mut App, out: &mut Effects) {
    let fresh = app.earlier_asked.is_some_and(|at| app.now.duration_since(at) < EARLIER_FOR);
    if !fresh {
        app.earlier_asked = Some(app.now);
        out.push(Effect::LoadEarlierLetters);
    }
}

/// The card came late or was changed: the greeting that this program wrote follows it, as long as it stands as written.
pub(super) fn greet_anew(app: &App, composer: &mut Composer, out: &mut Effects) {
    let Some(greeting) = app.case(composer.case).and_then(|file| greeting_of(composer, file)) else { return };
    let Some(old) = composer.greeting.replace(greeting.clone()).filter(|old| *old != greeting) else { return };
    let is_there = composer.editor.text().strip_prefix(&old).is_some_and(|rest| rest.starts_with('\n'));
    if !is_there {
        return;
    }
    composer.editor.replace(0..old.len(), &greeting);
    // A letter without words of its own is no draft.
    if composer.kept || composer.dirty_since.is_some() {
        composer.touched(app.now, out);
    }
}

/// How this letter greets, where it greets at all.
fn greeting_of(composer: &Composer, file: &CaseFile) -> Option<String> {
    let greets = !composer.is_note() && !composer.is_for_many();
    greets.then(|| letter::greeting_for(file, composer.lang.as_str(), composer.manner()).text)
}

/// A letter that is not begun: the greeting and the signature are there, the cursor stands between them.
fn fresh(app: &App, composer: &Composer) -> (String, Option<usize>) {
    let Some(file) = app.case(composer.case).filter(|_| !composer.is_note()) else { return (String::new(), Some(0)) };
    if composer.is_for_many() {
        return many::fresh(app, composer.lang.as_str());
    }
    let greeting = greeting_of(composer, file).unwrap_or_default();
    let signature = composer.own_signature(app);
    let before = match record::sentence(app, composer, file) {
        Some(sentence) => format!("{greeting}\n\n{sentence}"),
        None => format!("{greeting}\n\n"),
    };
    (format!("{before}\n\n{signature}"), Some(before.len()))
}
