//! The letters leave one after the other, each with a signature of its own: the next one is signed when the one before
//! lies in the outbox, so that a key which wants its passphrase asks once and no letter is lost on the way.

use super::text;
use crate::model::OutboxItem;
use crate::tui::action::Action;
use crate::tui::app::outbox::Sealing;
use crate::tui::app::{App, Effect, Effects, Level, Said, Screen, spell};

/// Many letters are many chances to see a mistake too late: all of them wait so long, in seconds.
const DELAY_S: u32 = 30;

/// Signs all that nothing holds back.
pub fn send(app: &mut App, out: &mut Effects) {
    let ready: Vec<_> = app.many.letters.iter().filter_map(super::MadeLetter::outgoing).collect();
    if ready.is_empty() {
        return app.say(Level::Warning, &Said::new("many-none-clean"));
    }
    app.many.signed = 0;
    app.many.last = text(app).map(super::Batch::of);
    app.many.to_go = ready.into();
    next(app, out);
}

fn next(app: &mut App, out: &mut Effects) {
    let Some(letter) = app.many.to_go.pop_front() else { return finish(app, out) };
    app.many.going = Some(letter.case);
    app.sealing = Some(Sealing::Going);
    out.push(Effect::SignAndSend { letter: Box::new(letter), delay_s: DELAY_S });
}

/// A letter to this case lies in the outbox. False when it is none of these.
pub fn lies_in_outbox(app: &mut App, item: &OutboxItem, out: &mut Effects) -> bool {
    let case = item.command.case();
    if app.many.going != Some(case) {
        return false;
    }
    app.many.going = None;
    app.many.signed += 1;
    let number = app.many.marked.iter().find(|(_, id)| *id == case).map_or(0, |(number, _)| *number);
    if let Some(batch) = &mut app.many.last {
        batch.add(number, case, item.key);
    }
    app.many.unmark(case);
    app.many.letters.retain(|l| l.case != case);
    app.many.cursor = app.many.cursor.min(app.many.letters.len().saturating_sub(1));
    next(app, out);
    true
}

/// A letter could not be signed or kept, or was taken back before it was there: the rest does not leave either.
pub fn stopped(app: &mut App) {
    if app.many.going.take().is_none() {
        return;
    }
    app.many.to_go.clear();
    app.say(Level::Warning, &Said::new("many-stopped").with("n", app.many.signed.to_string()));
}

/// All that could leave is signed: what is held back stays, with the text; where nothing stays, the text is done.
fn finish(app: &mut App, out: &mut Effects) {
    let (signed, held) = (app.many.signed.to_string(), app.many.letters.len());
    if held > 0 {
        let said = Said::new("many-signed-some").with("n", signed).with("held", held.to_string());
        return app.say(Level::Warning, &said);
    }
    if let Some((case, kind)) = text(app).map(|c| (c.place(), c.kind.clone())) {
        out.push(Effect::DeleteDraft { case, kind });
        app.composer = None;
    }
    app.stack.retain(|s| !matches!(s, Screen::Many | Screen::Composer));
    app.many.forget_letters();
    let undo = app.keymap.keys_of(app.contexts(), Action::Undo).first().map(|c| spell(c)).unwrap_or_default();
    app.say(Level::Info, &Said::new("many-signed").with("n", signed).with("key", undo));
}
