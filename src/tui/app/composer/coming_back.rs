//! Letters that come back before they left, or because the desk refused them: each with every byte it had.
//!
//! Not its duty: several that left together (`app::many`), the outbox itself.

use super::open;
use crate::model::acts::Command;
use crate::model::{Attachment, CaseId, Draft, DraftKind, OutboxItem};
use crate::tui::app::outbox::Sealing;
use crate::tui::app::{App, Effect, Effects, Level, Said, many};

/// Takes the last letter back before it leaves.
pub fn undo_send(app: &mut App, out: &mut Effects) {
    if let Some(sealing) = &mut app.sealing {
        *sealing = Sealing::ToComeBack;
    } else if many::undo(app, out) {
        // All of them come back together.
    } else if let Some(key) = app.undo_until().map(|(item, _)| item.key) {
        out.push(Effect::TakeBack { key });
    }
}

/// An act came back out of the outbox: a letter or a note is opened again with every byte it had. While another one is
/// being written it becomes a draft, and nothing moves under the operator's hands.
pub fn taken_back(app: &mut App, item: Option<&OutboxItem>, out: &mut Effects) {
    let Some(item) = item else { return app.say(Level::Warning, &Said::new("undo-too-late")) };
    let Some((case, kind, text, attachments)) = written(&item.command) else {
        return app.say(Level::Info, &Said::new("act-taken-back"));
    };
    if come_back(app, case, kind, text, attachments, out) {
        if let (Some(composer), Command::Reply { thread_version, .. }) = (&mut app.composer, &item.command) {
            composer.answered = Some(*thread_version);
        }
        app.say(Level::Info, &Said::new("letter-taken-back"));
    } else {
        app.say(Level::Info, &Said::new("letter-is-a-draft-again"));
    }
}

/// Puts a text into its composer again; where another one is open it becomes a draft, and false is given back.
pub fn come_back(
    app: &mut App,
    case: CaseId,
    kind: DraftKind,
    text: String,
    attachments: Vec<Attachment>,
    out: &mut Effects,
) -> bool {
    if app.composer.is_some() {
        out.push(Effect::SaveDraft(Draft {
            case: kind.kept_under(case),
            kind,
            cursor: 0,
            slots: Vec::new(),
            thread_version: app.case(case).map_or(0, |f| f.case.thread_version),
            saved_at: app.now,
            attachments,
            overrides: Vec::new(),
            text,
        }));
        return false;
    }
    app.overlay = None;
    open(app, case, Some(kind), out);
    if let Some(composer) = &mut app.composer {
        composer.returned = Some(text);
        composer.attachments = attachments;
    }
    true
}

/// The text an act carries, when it was written by hand.
pub fn written(command: &Command) -> Option<(CaseId, DraftKind, String, Vec<Attachment>)> {
    match command {
        Command::Reply { case, reply, .. } => {
            let kind = if reply.public { DraftKind::PublicReply } else { DraftKind::Reply };
            Some((*case, kind, reply.body.clone(), reply.attachments.clone()))
        }
        Command::Note { case, note } => Some((*case, DraftKind::Note, note.body.clone(), note.attachments.clone())),
        _ => None,
    }
}
