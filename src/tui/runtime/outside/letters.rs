//! Letters: signing with the operator's key, mail files, originals.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use jiff::Timestamp;

use super::{World, store_failed};
use crate::files::write_private;
use crate::model::acts::{Command, NewReply};
use crate::model::{CaseId, DraftKind, MessageId, Operator};
use crate::seal;
use crate::text::escape_visible;
use crate::tui::app::{Event, Outgoing, Said};

/// The operator's private key, made at the first start, mode 0600.
pub fn key_file(data: &Path) -> PathBuf {
    data.join("signing-key")
}

/// Makes the operator's Ed25519 key unless there is one; gives back its public line.
///
/// # Errors
/// The file cannot be read or written, or is no key; it is then left as it is.
pub fn ensure_key(data: &Path, comment: &str) -> anyhow::Result<String> {
    let path = key_file(data);
    if path.exists() {
        return Ok(seal::public_line(&std::fs::read_to_string(&path)?)?);
    }
    let key = seal::generate_key(rand::random(), comment)?;
    write_private(&path, key.as_bytes())?;
    Ok(seal::public_line(&key)?)
}

impl World {
    /// Signs what was reviewed and puts it into the outbox. The letter's id and instant are made here, once: a second
    /// delivery of the same letter is recognised by them.
    pub(in crate::tui::runtime) fn sign_and_send(&mut self, letter: Outgoing, delay_s: u32, events: &Sender<Event>) {
        match signed(&letter, &self.me, &key_file(&self.paths.data)) {
            Ok(reply) => {
                let command =
                    Command::Reply { case: letter.case, thread_version: letter.thread_version, reply: Box::new(reply) };
                self.submit(command, delay_s, letter.replaces, events);
            }
            Err(error) => {
                let _ = events.send(Event::Failed { what: "failed-signing", detail: error.to_string() });
            }
        }
    }

    /// Writes a reply as a mail file into the current folder.
    pub(super) fn save_eml(&self, case: CaseId, message: MessageId, events: &Sender<Event>) {
        let (store, me, blobs, events) = (self.store.clone(), self.me.clone(), self.blobs(), events.clone());
        self.runtime.spawn(async move {
            let event = match store.case_file(case).await {
                Ok(Some(file)) => match write_eml(&file, message, &me, &blobs) {
                    Ok(path) => Event::Said(Said::new("said-eml").with("path", path.display().to_string())),
                    Err(error) => Event::Failed { what: "failed-eml", detail: format!("{error:#}") },
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

fn signed(letter: &Outgoing, me: &Operator, key_file: &Path) -> anyhow::Result<NewReply> {
    let key = zeroize::Zeroizing::new(std::fs::read_to_string(key_file)?);
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
    reply.signature = seal::sign(&key, &seal::Letter::by(me, letter.case, &reply).canonical())?;
    Ok(reply)
}

fn write_eml(file: &crate::model::CaseFile, id: MessageId, me: &Operator, blobs: &Path) -> anyhow::Result<PathBuf> {
    let message = file.messages.iter().find(|m| m.id == id).ok_or_else(|| anyhow::anyhow!("the letter is not here"))?;
    let mut attachments = Vec::new();
    for attachment in &message.attachments {
        attachments.push((attachment.clone(), std::fs::read(blobs.join(&attachment.hash.0))?));
    }
    let bytes = super::super::eml::eml(file, message, me, &attachments)?;
    let path = std::env::current_dir()?.join(format!("case-{}-{}.eml", file.case.number, id.0.simple()));
    write_private(&path, &bytes)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_can_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = ensure_key(dir.path(), "Анна").unwrap();
        assert!(first.starts_with("ssh-ed25519 "));
        assert_eq!(ensure_key(dir.path(), "другое").unwrap(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(key_file(dir.path())).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_is_told_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(key_file(dir.path()), "no key").unwrap();
        assert!(ensure_key(dir.path(), "").is_err());
        assert_eq!(std::fs::read_to_string(key_file(dir.path())).unwrap(), "no key");
    }
}
