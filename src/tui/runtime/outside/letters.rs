//! Letters: signing with the operator's key, mail files, originals.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use jiff::Timestamp;

use super::questions::{enqueue, enqueued};
use super::{World, store_failed};
use crate::files::write_private;
use crate::model::acts::{Command, NewReply};
use crate::model::{CaseId, DraftKind, MessageId, Operator};
use crate::seal;
use crate::signing::{SigningError, SigningKey};
use crate::text::escape_visible;
use crate::tui::app::{Event, Outgoing, Passphrase, Said};

impl World {
    /// Signs what was reviewed and puts it into the outbox. The letter's id and instant are made here, once: a second
    /// delivery of the same letter is recognised by them. An agent may ask its owner, so nobody waits for it here.
    pub(in crate::tui::runtime) fn sign_and_send(
        &mut self,
        letter: Box<Outgoing>,
        delay_s: u32,
        passphrase: Option<Passphrase>,
        events: &Sender<Event>,
    ) {
        let (key, me, events) = (Arc::clone(&self.key), self.me.clone(), events.clone());
        let (store, desk) = (self.store.clone(), self.desk.clone());
        self.durably(async move {
            let signing = tokio::task::spawn_blocking(move || {
                let signed = signed(&letter, &me, &key, passphrase.as_ref().map(Passphrase::reveal));
                (letter, signed)
            });
            let Ok((letter, signed)) = signing.await else { return };
            let event = match signed {
                Ok(reply) => {
                    let (case, thread_version, replaces) = (letter.case, letter.thread_version, letter.replaces);
                    let command = Command::Reply { case, thread_version, reply: Box::new(reply) };
                    let answer = enqueue(&store, command, delay_s);
                    return enqueued(answer, store, replaces, desk, events).await;
                }
                Err(error) if error.wants_passphrase() => {
                    let wrong = matches!(error, SigningError::Passphrase { .. });
                    Event::KeyLocked { letter, delay_s, wrong }
                }
                Err(error) => Event::NotSigned { letter, why: error.to_string() },
            };
            let _ = events.send(event);
        });
    }

    /// Writes a reply as a mail file into the current folder.
    pub(super) fn save_eml(&self, case: CaseId, message: MessageId, events: &Sender<Event>) {
        let (store, me, blobs, events) = (self.store.clone(), self.me.clone(), self.blobs(), events.clone());
        self.runtime.spawn(async move {
            let event = match store.case_file(case).await {
                Ok(Some(file)) => match write_eml(&file, message, &me, &blobs) {
                    Ok(path) => Event::Said(Said::new("said-eml").with("path", path.display().to_string())),
                    Err(error) => super::super::eml::not_written(&error),
                },
                Ok(None) => return,
                Err(error) => store_failed(error),
            };
            let _ = events.send(event);
        });
    }

    /// The message exactly as it came, with everything invisible made visible.
    pub(super) fn show_original(&self, message: MessageId, events: &Sender<Event>) {
        let answer = self.store.original(message);
        self.answer(answer, events, |found| {
            let text = found.map(|m| escape_visible(&m.body)).unwrap_or_default();
            Event::Original { text }
        });
    }
}

fn signed(
    letter: &Outgoing,
    me: &Operator,
    key: &SigningKey,
    passphrase: Option<&str>,
) -> Result<NewReply, SigningError> {
    let mut reply = NewReply {
        id: MessageId(uuid::Uuid::now_v7()),
        public: letter.kind == DraftKind::PublicReply,
        channel: letter.channel.clone(),
        to: letter.to.clone(),
        subject: letter.subject.clone(),
        body: letter.body.clone(),
        signed_at: Timestamp::now(),
        signature: String::new(),
        attachments: letter.attachments.clone(),
        opens: letter.opens.clone(),
        closes: letter.closes.clone(),
        confirms: letter.confirms.clone(),
        overrides: letter.overrides.clone(),
        state: None,
    };
    let form = seal::Letter::by(me, letter.case, &reply).canonical();
    reply.signature = key.sign(seal::NAMESPACE, &form, passphrase)?;
    Ok(reply)
}

fn write_eml(file: &crate::model::CaseFile, id: MessageId, me: &Operator, blobs: &Path) -> anyhow::Result<PathBuf> {
    let message = file.messages.iter().find(|m| m.id == id).ok_or(super::super::eml::EmlError::NoLetter)?;
    let mut attachments = Vec::new();
    for attachment in &message.attachments {
        attachments.push((attachment.clone(), std::fs::read(blobs.join(&attachment.hash.0))?));
    }
    let bytes = super::super::eml::eml(file, message, me, &attachments)?;
    let path = std::env::current_dir()?.join(format!("case-{}-{}.eml", file.case.number, id.0.simple()));
    write_private(&path, &bytes)?;
    Ok(path)
}
