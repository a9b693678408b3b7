//! Carries out effects over the store, the desk and the operating system. Nothing here is awaited by the screen: every
//! effect is started and what it brings comes back as an event.

mod attachments;
mod evidence;
mod letters;
mod questions;
mod rescue;
mod sign_in;
mod world;

pub use rescue::Rescue;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use super::{Outside, terminal};
use crate::config::{Config, Paths};
use crate::model::{CaseId, Operator};
use crate::signing::SigningKey;
use crate::store::{Answer, Changed, Notice, Store, StoreError};
use crate::tui::app::{Effect, Event};
use crate::tui::theme::Theme;

/// Changes that come closer together than this are told as one.
const GATHER: Duration = Duration::from_millis(15);

/// The world of one workstation.
pub struct World {
    pub store: Store,
    pub paths: Paths,
    pub config: Config,
    pub runtime: Handle,
    pub me: Operator,
    /// The desk, once it answers.
    pub desk: super::Desk,
    /// What letters are signed with; opened once, if it has a passphrase.
    key: Arc<SigningKey>,
    /// Where drafts go that the disk does not take.
    rescue: Rescue,
    durable: Vec<JoinHandle<()>>,
}

impl World {
    pub fn new(store: Store, paths: Paths, config: Config, runtime: Handle, me: Operator, desk: super::Desk) -> Self {
        let key = Arc::new(SigningKey::from_setting(config.signing.key.as_deref(), &paths.data));
        store.contents_lie_in(vec![attachments::blobs(&paths.data), paths.cache.join("opened")]);
        let rescue = Rescue::of(&paths, store.desk());
        Self { store, paths, config, runtime, me, desk, key, rescue, durable: Vec::new() }
    }

    /// Tells the screen of changes in the store: those that come close together as one.
    pub fn watch(&self, events: &Sender<Event>) {
        let (mut notices, events) = (self.store.subscribe(), events.clone());
        self.runtime.spawn(async move {
            let mut changes = Changes::default();
            loop {
                match notices.recv().await {
                    Err(RecvError::Closed) => return,
                    first => changes.take(first),
                }
                tokio::time::sleep(GATHER).await;
                while let Ok(more) = notices.try_recv() {
                    changes.take(Ok(more));
                }
                if changes.elsewhere && events.send(Event::WroteElsewhere).is_err() {
                    return;
                }
                if changes.any && events.send(Event::Changed { cases: changes.cases() }).is_err() {
                    return;
                }
                changes = Changes::default();
            }
        });
    }

    /// Sends an answer of the store as an event, straight from the thread that answers.
    fn answer<R: Send + 'static>(
        &self,
        answer: Answer<R>,
        events: &Sender<Event>,
        event: impl FnOnce(R) -> Event + Send + 'static,
    ) {
        let events = events.clone();
        answer.then(move |answer| drop(events.send(answer.map_or_else(store_failed, event))));
    }

    /// Like [`World::answer`], for what must be finished before the program ends.
    fn durably(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.durable.retain(|task| !task.is_finished());
        self.durable.push(self.runtime.spawn(work));
    }

    fn themes_folder(&self) -> PathBuf {
        self.paths.config.join("themes")
    }
}

/// Notices gathered into one.
#[derive(Debug, Default)]
struct Changes {
    any: bool,
    elsewhere: bool,
    many: bool,
    named: Vec<CaseId>,
}

impl Changes {
    fn take(&mut self, notice: Result<Notice, RecvError>) {
        // Who missed some reads everything again.
        let notice = notice.unwrap_or(Notice { cases: Changed::Many, work: true, people: true, elsewhere: true });
        self.elsewhere |= notice.elsewhere;
        self.any |= notice.work || notice.people || notice.cases != Changed::Nothing;
        // Names of people stand everywhere.
        self.many |= notice.people;
        match notice.cases {
            Changed::Cases(cases) => self.named.extend(cases),
            Changed::Many => self.many = true,
            Changed::Nothing => {}
        }
    }

    /// Empty when too many changed to name them.
    fn cases(&mut self) -> Vec<CaseId> {
        if self.many { Vec::new() } else { std::mem::take(&mut self.named) }
    }
}

fn store_failed(error: StoreError) -> Event {
    Event::Failed { what: "failed-store", detail: error.to_string() }
}

impl Outside for World {
    fn start(&mut self, effect: Effect, events: &Sender<Event>) {
        match effect {
            Effect::SaveDraft(draft) => self.save_draft(draft, events),
            Effect::DeleteDraft { case, kind } => {
                let answer = self.store.delete_draft(case, kind);
                let events = events.clone();
                self.durably(async move {
                    if let Err(error) = answer.await {
                        let _ = events.send(store_failed(error));
                    }
                });
            }
            Effect::ForgetWork { case } => {
                let answer = self.store.forget_work(vec![case]);
                let events = events.clone();
                self.durably(async move {
                    if let Err(error) = answer.await {
                        let _ = events.send(store_failed(error));
                    }
                });
            }
            Effect::Submit { command, delay_s } => self.submit(*command, delay_s, Vec::new(), events),
            Effect::Replace { key, command } => self.submit(*command, 0, vec![key], events),
            Effect::SignIn { token } => self.sign_in(token, events),
            Effect::SignAndSend { letter, delay_s } => self.sign_and_send(letter, delay_s, None, events),
            Effect::Unlock { passphrase, letter, delay_s } => {
                self.sign_and_send(letter, delay_s, Some(passphrase), events);
            }
            Effect::SaveEml { case, message } => self.save_eml(case, message, events),
            Effect::ShowOriginal { case: _, message } => self.show_original(message, events),
            Effect::ExportCase { case } => self.export_case(case, events),
            Effect::LoadEvidence { customer } => self.load_evidence(customer, events),
            Effect::LoadRecipients { ids } => self.load_recipients(ids, events),
            Effect::OpenAttachment { hash, name } => self.open_attachment(hash, name, events),
            Effect::SaveAttachment { hash, name } => self.save_attachment(hash, name, events),
            Effect::AddAttachment { case, path } => self.add_attachment(case, path, events),
            Effect::Copy(text) => self.copy(&text, events),
            Effect::Notify { title, body } => self.notify(&title, &body),
            Effect::SaveSetting { key, value } => self.save_setting(key, &value, events),
            Effect::SaveProfile { profile, then } => self.save_profile(*profile, then, events),
            Effect::LoadDictionaries { lang } => self.load_dictionaries(lang, events),
            Effect::KeepWord(word) => self.keep_word(&word, events),
            Effect::SyncNow => self.desk.sync_now(),
            Effect::LookElsewhere => self.store.look(),
            // The loop itself does these.
            Effect::Wake { .. } | Effect::Redraw | Effect::Suspend | Effect::Quit | Effect::ChangeTheme(_) => {}
            question => self.ask(question, events),
        }
    }

    fn theme(&mut self, name: &str) -> Theme {
        let depth = terminal::depth();
        let file = self.themes_folder().join(format!("{name}.toml"));
        match std::fs::read_to_string(&file) {
            Ok(text) if !name.contains(['/', '\\']) => Theme::from_text(name, &text, depth).0,
            _ => Theme::shipped(name, depth),
        }
    }

    fn finish(&mut self) {
        for task in self.durable.drain(..) {
            let _ = self.runtime.block_on(task);
        }
    }
}
