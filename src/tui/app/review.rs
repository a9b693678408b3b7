//! The review: what goes out, byte for byte, what it opens and closes, what holds it back; one key signs and sends.
//!
//! Not its duty: making the signature and the outbox (`runtime`, `store`), finding faults (`letter`).

use super::acts::{self, fields};
use super::composer::{self, Composer, News};
use super::form::{Form, Value};
use super::line::Line;
use super::outbox::Sealing;
use super::when::Quick;
use super::{App, Effect, Effects, Level, Outgoing, Purpose, Said, Screen, keys, many, presence};
use crate::letter::{self, PromiseDraft};
use crate::model::acts::{Command, NewNote, OpenFollowUp};
use crate::model::{
    CaseFile, Doing, Due, DueAt, FollowUpId, FollowUpKind, IdempotencyKey, MessageId, MessageKind, OutboxItem,
    OutboxState,
};
use crate::triage::heated;
use crate::tui::action::Action;

/// How long a letter can be taken back, in seconds; longer where anger is in the air (R126).
const DELAY_S: u32 = 10;
const HEATED_DELAY_S: u32 = 30;

/// A promise of the letter and the timer it opens.
#[derive(Debug, Clone, PartialEq)]
pub struct Opens {
    pub promise: PromiseDraft,
    /// It becomes a follow-up.
    pub on: bool,
    pub due: Option<Due>,
}

impl Opens {
    /// Personal control without a date is an empty word (R85).
    pub fn lacks_date(&self) -> bool {
        self.promise.kind == FollowUpKind::PersonalControl && self.due.is_none()
    }
}

/// An open duty of the case that this letter may fulfil.
#[derive(Debug, Clone, PartialEq)]
pub struct Closes {
    pub id: FollowUpId,
    pub on: bool,
}

/// The confirmation that this letter asks for, and whether it is remembered and chased (R11).
#[derive(Debug, Clone, PartialEq)]
pub struct Asks {
    pub term: String,
    pub on: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Review {
    pub opens: Vec<Opens>,
    pub closes: Vec<Closes>,
    pub asks: Option<Asks>,
    /// The chosen line: promises, then duties, then the confirmation.
    pub cursor: usize,
    pub scroll: usize,
    /// What happened in the case meanwhile and was shown here; the letter left only after a second key (R167).
    pub shown: Vec<News>,
    pub delay_s: u32,
    /// That a colleague writes on this case was told; the next key sends all the same.
    pub told_of_writer: bool,
}

/// The review of a letter; a note leaves at once, because no customer reads it.
pub fn open(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    composer::finish(app, &mut composer, out);
    if composer.is_note() {
        app.composer = Some(composer);
        return send_note(app, out);
    }
    if composer.is_for_many() {
        app.composer = Some(composer);
        return many::review(app, out);
    }
    let review = match app.case(composer.case) {
        Some(file) => of_letter(app, &composer, file),
        None => Review { opens: opens(app, &composer), asks: asks(&composer), delay_s: DELAY_S, ..Review::default() },
    };
    app.review = Some(review);
    app.composer = Some(composer);
    app.stack.push(Screen::Review);
}

/// What a finished letter opens, may close and asks.
pub fn of_letter(app: &App, composer: &Composer, file: &CaseFile) -> Review {
    Review {
        opens: opens(app, composer),
        closes: closable(file),
        asks: asks(composer),
        delay_s: delay(file),
        ..Review::default()
    }
}

fn opens(app: &App, composer: &Composer) -> Vec<Opens> {
    composer::promises(app, composer)
        .into_iter()
        .map(|promise| Opens {
            on: promise.due.is_some() || promise.kind == FollowUpKind::PersonalControl,
            due: promise.due.clone(),
            promise,
        })
        .collect()
}

/// What is written in public is nobody's consent (T8).
fn asks(composer: &Composer) -> Option<Asks> {
    let term = letter::asked_confirmation(composer.editor.text()).filter(|_| !composer.is_public())?;
    Some(Asks { term, on: true })
}

/// Duties that no letter closes by itself, but the operator may say so.
fn closable(file: &CaseFile) -> Vec<Closes> {
    use FollowUpKind as K;
    let by_word = |kind: &K| matches!(kind, K::Promise | K::PersonalControl | K::Confirmation | K::Reminder);
    let open = file.follow_ups.iter().filter(|f| f.is_open() && by_word(&f.kind));
    open.map(|f| Closes { id: f.id, on: false }).collect()
}

fn is_heated(file: &CaseFile) -> bool {
    file.messages.iter().filter(|m| m.kind == MessageKind::Inbound).any(|m| heated(&m.body))
}

/// What holds the letter back, in the operator's language; empty when it may leave.
pub fn blocks(app: &App) -> Vec<String> {
    let (Some(composer), Some(review)) = (&app.composer, &app.review) else { return Vec::new() };
    held_by(app, composer, review)
}

/// The same for a letter and what it opens.
pub fn held_by(app: &App, composer: &Composer, review: &Review) -> Vec<String> {
    let lang = app.texts.lang().tag();
    let mut out: Vec<String> = composer.blocks().map(|f| f.message(lang).to_owned()).collect();
    if review.opens.iter().any(Opens::lacks_date) {
        out.push(app.texts.t("review-control-date"));
    }
    out
}

/// True when the review knows the action.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    match action {
        Action::Send => send(app, out),
        Action::Back => back(app),
        Action::NextFinding => {
            back(app);
            composer::perform(app, Action::NextFinding, out);
        }
        Action::CopyLetter => copy(app, out),
        Action::NextField => step(app),
        Action::Toggle => toggle(app),
        Action::Open => ask_date(app),
        _ => {
            let measured = app.measured.clone();
            return app.review.as_mut().is_some_and(|r| keys::scroll(&mut r.scroll, &measured, action));
        }
    }
    true
}

fn back(app: &mut App) {
    app.review = None;
    app.stack.retain(|s| !matches!(s, Screen::Review));
}

fn copy(app: &mut App, out: &mut Effects) {
    if let Some(composer) = &app.composer {
        out.push(Effect::Copy(composer.editor.text().to_owned()));
        app.say(Level::Info, &Said::new("review-copied"));
    }
}

fn step(app: &mut App) {
    if let Some(review) = &mut app.review {
        let lines = review.opens.len() + review.closes.len() + usize::from(review.asks.is_some());
        review.cursor = (review.cursor + 1) % lines.max(1);
    }
}

fn toggle(app: &mut App) {
    let Some(review) = &mut app.review else { return };
    let opens = review.opens.len();
    let dateless = review.opens.get(review.cursor).is_some_and(|o| !o.on && o.due.is_none());
    if dateless {
        return ask_date(app);
    }
    if let Some(open) = review.opens.get_mut(review.cursor) {
        // Personal control that stands in the letter is meant (R85).
        open.on = !open.on || open.promise.kind == FollowUpKind::PersonalControl;
    } else if let Some(close) = review.closes.get_mut(review.cursor.saturating_sub(opens)) {
        close.on = !close.on;
    } else if let Some(asks) = &mut review.asks {
        asks.on = !asks.on;
    }
}

/// Asks until when the promise under the cursor is to be kept.
fn ask_date(app: &mut App) {
    let Some(review) = &app.review else { return };
    let Some(open) = review.opens.get(review.cursor) else { return toggle_close(app) };
    let purpose = Purpose::PromiseDate(review.cursor);
    let words = open.promise.text.clone();
    let mut all = fields::when(app, Quick::Tomorrow).to_vec();
    // A date that is there is mended and not asked for anew.
    let focus = match open.due.as_ref().zip(all.get_mut(1)) {
        Some((due, line)) => {
            line.value = Value::Text(Line::new(&typed(due)));
            1
        }
        None => 0,
    };
    let mut form = Form::new(app.texts.t("review-until-when"), purpose, all);
    form.intro = vec![words];
    form.focus = focus;
    acts::ask(app, form);
}

/// A time as it is typed.
fn typed(due: &Due) -> String {
    let form = if matches!(due.at, DueAt::Day(_)) { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" };
    due.local().strftime(form).to_string()
}

fn toggle_close(app: &mut App) {
    if app.review.as_ref().is_some_and(|r| r.cursor >= r.opens.len()) {
        toggle(app);
    }
}

/// Takes the date of a promise.
///
/// # Errors
/// No time can be read in it, or it is over.
pub fn date_from(app: &mut App, index: usize, form: &Form) -> Result<(), String> {
    let due = fields::read_when(app, form)?;
    if let Some(open) = app.review.as_mut().and_then(|r| r.opens.get_mut(index)) {
        open.due = Some(due);
        open.on = true;
    }
    Ok(())
}

/// Signs and sends, or tells what holds the letter back.
fn send(app: &mut App, out: &mut Effects) {
    if let Some(first) = blocks(app).into_iter().next() {
        return app.say(Level::Warning, &Said::new("review-blocked").with("why", first));
    }
    if must_look(app) {
        return app.say(Level::Warning, &Said::new("review-look-first"));
    }
    if let Some(names) = another_writes(app) {
        return app.say(Level::Warning, &Said::new("review-another-writes").with("names", names));
    }
    let (Some(composer), Some(review)) = (app.composer.take(), app.review.take()) else { return };
    let replaces = refused(app, &composer);
    let delay_s = review.delay_s;
    app.sealing = Some(Sealing::Going);
    out.push(Effect::SignAndSend { letter: Box::new(outgoing(&composer, review, replaces)), delay_s });
    leave(app, &composer);
    app.sealed = Some(composer);
    app.say(Level::Info, &Said::new("review-signing"));
}

/// The signed letter lies in the outbox, on the disk: only now it is said, for what was said must outlive everything.
pub fn signed(app: &mut App, item: &OutboxItem) {
    let undo = app.keymap.keys_of(app.contexts(), Action::Undo).first().map(|c| super::spell(c)).unwrap_or_default();
    let left = item.next_try_at.duration_since(app.now).as_secs_f64().round().max(0.0);
    app.say(Level::Info, &Said::new("review-leaves").with("s", format!("{left}")).with("key", undo));
}

/// The letter as it leaves.
pub fn outgoing(composer: &Composer, review: Review, replaces: Vec<IdempotencyKey>) -> Outgoing {
    let opens = review.opens.into_iter().filter(|o| o.on).filter_map(|o| {
        let title = o.promise.text.trim().to_owned();
        o.due.map(|due| OpenFollowUp { kind: o.promise.kind, due, title })
    });
    Outgoing {
        case: composer.case,
        thread_version: composer.thread_version(),
        kind: composer.kind.clone(),
        channel: composer.channel.clone(),
        to: composer.to.clone(),
        subject: composer.subject.clone(),
        body: composer.editor.text().to_owned(),
        attachments: composer.attachments.clone(),
        opens: opens.collect(),
        confirms: review.asks.filter(|a| a.on).map(|a| a.term),
        closes: review.closes.into_iter().filter(|c| c.on).map(|c| c.id).collect(),
        overrides: composer::overrides(composer),
        replaces,
    }
}

/// What happened meanwhile is shown first; the next key is the second one (R167).
fn must_look(app: &mut App) -> bool {
    let Some(mut composer) = app.composer.take() else { return false };
    let must = !composer.news.is_empty();
    if must && let Some(file) = app.case(composer.case) {
        let shown = composer.news.clone();
        composer::seen(&mut composer, file);
        if let Some(review) = &mut app.review {
            review.shown = shown;
            review.delay_s = review.delay_s.max(DELAY_S);
        }
    }
    app.composer = Some(composer);
    must
}

/// Who else writes on this case right now, once: the customer should not get two answers (R165).
fn another_writes(app: &mut App) -> Option<String> {
    let names = presence::others(app, app.composer.as_ref()?.case, &Doing::Writing);
    let review = app.review.as_mut().filter(|r| !r.told_of_writer && !names.is_empty())?;
    review.told_of_writer = true;
    Some(names.join(", "))
}

/// Refused letters of the same kind that this one stands for.
fn refused(app: &App, composer: &Composer) -> Vec<IdempotencyKey> {
    let same = |command: &Command| {
        composer::written(command).is_some_and(|(case, kind, ..)| case == composer.case && kind == composer.kind)
    };
    app.outbox.iter().filter(|i| i.state == OutboxState::Stuck && same(&i.command)).map(|i| i.key).collect()
}

/// How long a letter of this case waits before it leaves, in seconds.
pub fn delay(file: &CaseFile) -> u32 {
    if is_heated(file) { HEATED_DELAY_S } else { DELAY_S }
}

/// Back to where the letter was begun; from the case itself on to the queue.
fn leave(app: &mut App, composer: &Composer) {
    app.stack.retain(|s| !matches!(s, Screen::Composer | Screen::Review));
    if matches!(app.screen(), Screen::Case(screen) if screen.id == composer.case) {
        app.stack.pop();
    }
}

fn send_note(app: &mut App, out: &mut Effects) {
    let Some(composer) = app.composer.take() else { return };
    let body = composer.editor.text().trim_end().to_owned();
    if body.trim().is_empty() {
        app.composer = Some(composer);
        return app.say(Level::Warning, &Said::new("note-empty"));
    }
    let note = NewNote { id: MessageId(app.new_id()), body, attachments: composer.attachments.clone() };
    out.push(Effect::Submit { command: Box::new(Command::Note { case: composer.case, note }), delay_s: 0 });
    app.sealed = Some(composer);
    app.stack.retain(|s| !matches!(s, Screen::Composer | Screen::Review));
    app.say(Level::Info, &Said::new("note-kept"));
}

#[cfg(test)]
mod tests;
