//! Questions to the store.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use jiff::Timestamp;

use super::{World, store_failed};
use crate::letter::{Archive, Earlier, Phrasebook};
use crate::model::acts::Command;
use crate::model::queue::{Asker, FollowUpRow};
use crate::model::{Author, Draft, IdempotencyKey, MessageKind, OperatorId, OutboxItem};
use crate::store::{Answer, SentLetter, Store, StoreError};
use crate::tui::app::composer::Trouble;
use crate::tui::app::{EarlierLetters, Effect, Event};
use crate::tui::runtime::Desk;

/// How many cases of one customer a card lists.
const OTHER_CASES: usize = 50;
/// A new letter is compared with so many of the team's (R105).
const EARLIER_LETTERS: usize = 2_000;
/// How many follow-ups that became due together are told one by one.
const ALERTS: usize = 500;

impl World {
    pub(super) fn ask(&self, question: Effect, events: &Sender<Event>) {
        let store = &self.store;
        match question {
            Effect::LoadPage { request, filter, asker, from, limit } => {
                let answer = store.page(&filter, &asker, from, limit);
                self.answer(answer, events, move |page| Event::Page { request, page });
            }
            Effect::LoadCounts { asker } => self.answer(store.counts(&asker), events, Event::Counts),
            Effect::LoadCase { id } => {
                self.answer(store.case_file(id), events, move |file| Event::Case { id, file: file.map(Box::new) });
            }
            Effect::MarkRead { id } => drop(store.mark_read(id)),
            Effect::LoadFollowUps { request, view, asker, after, limit } => {
                let answer = store.follow_ups(view, &asker, after, limit);
                self.answer(answer, events, move |rows| Event::FollowUps {
                    request,
                    at_end: rows.len() < limit,
                    rows,
                    after,
                });
            }
            Effect::LoadCalls { request, asker, limit } => {
                self.answer(store.calls(&asker, limit), events, move |rows| Event::Calls { request, rows });
            }
            Effect::LoadOtherCases { customer } => {
                let asker = Asker { me: self.me.id, now: Timestamp::now(), day_end: Timestamp::now() };
                let answer = store.customer_cases(customer, &asker, OTHER_CASES);
                self.answer(answer, events, move |rows| Event::OtherCases { customer, rows });
            }
            Effect::LoadAlike { customer } => self.ask_alike(customer, events),
            Effect::LoadOutbox => self.answer(store.outbox(), events, Event::Outbox),
            Effect::LoadOperators => self.answer(store.operators(), events, Event::Operators),
            Effect::LoadEarlierLetters => {
                let me = self.me.id;
                self.answer(store.sent_letters(EARLIER_LETTERS), events, move |letters| {
                    Event::EarlierLetters(Arc::new(earlier(&letters, me)))
                });
            }
            Effect::LoadAlerts { since, asker } => self.load_alerts(since, asker, events),
            Effect::LoadDraft { case, kind } => {
                let answer = store.draft(case, kind.clone());
                self.answer(answer, events, move |draft| Event::Draft { case, kind, draft });
            }
            Effect::LoadDraftHistory { case, kind } => {
                let answer = store.draft_history(case, kind.clone());
                self.answer(answer, events, move |versions| {
                    let drafts = versions.into_iter().map(|v| v.draft).collect();
                    Event::DraftHistory { case, kind, drafts }
                });
            }
            Effect::TakeBack { key } => self.take_back(key, events),
            Effect::GiveUp { key } => drop(store.discard(key)),
            Effect::KeepVersion(draft) => drop(store.keep_version(draft)),
            Effect::TellPresence { case, doing } => self.tell_presence(case, doing),
            Effect::Retry { key } => {
                let desk = self.desk.clone();
                let answer = store.retry(key);
                self.runtime.spawn(async move {
                    if answer.await.unwrap_or(false) {
                        desk.sync_now();
                    }
                });
            }
            _ => {}
        }
    }

    fn load_alerts(&self, since: Timestamp, asker: Asker, events: &Sender<Event>) {
        let (store, events) = (self.store.clone(), events.clone());
        self.runtime.spawn(async move {
            let event = match alerts(&store, since, &asker).await {
                Ok((rows, next)) => Event::Alerts { rows, next },
                Err(error) => store_failed(error),
            };
            let _ = events.send(event);
        });
    }

    fn take_back(&self, key: IdempotencyKey, events: &Sender<Event>) {
        let (store, events) = (self.store.clone(), events.clone());
        self.runtime.spawn(async move {
            // Undo first; what was refused already is given up instead.
            let taken = match store.recall(key).await {
                Ok(None) => store.discard(key).await,
                other => other,
            };
            let _ = events.send(match taken {
                Ok(item) => Event::TakenBack { key, item: item.map(Box::new) },
                Err(error) => store_failed(error),
            });
        });
    }

    pub(super) fn save_draft(&mut self, draft: Draft, events: &Sender<Event>) {
        let (case, kind, at) = (draft.case, draft.kind.clone(), draft.saved_at);
        let rescue = self.rescue.clone();
        let (answer, events) = (self.store.save_draft(draft.clone()), events.clone());
        self.durably(async move {
            let _ = events.send(match answer.await {
                Ok(saved) => {
                    rescue.forget(&draft);
                    Event::DraftSaved { case, kind, at, over: saved.over }
                }
                Err(error) => {
                    let rescued = rescue.write(&draft).map(|path| path.display().to_string());
                    Event::DraftNotSaved { case, kind, trouble: Trouble { why: error.to_string(), rescued } }
                }
            });
        });
    }

    /// Puts an act into the outbox; the refused ones that it stands for are given up when it is there.
    pub(super) fn submit(
        &mut self,
        command: Command,
        delay_s: u32,
        replaces: Vec<IdempotencyKey>,
        events: &Sender<Event>,
    ) {
        // Ordered at once, so that it stands behind the drafts that were saved before it.
        let (answer, store) = (enqueue(&self.store, command, delay_s), self.store.clone());
        self.durably(enqueued(answer, store, replaces, self.desk.clone(), events.clone()));
    }
}

/// Puts an act into the outbox, from where it leaves after the delay.
pub(super) fn enqueue(store: &Store, command: Command, delay_s: u32) -> Answer<OutboxItem> {
    let key = IdempotencyKey(uuid::Uuid::now_v7());
    let not_before = Timestamp::now() + jiff::SignedDuration::from_secs(i64::from(delay_s));
    store.enqueue(command, key, not_before)
}

/// When it is there, the acts it stands for are given up.
pub(super) async fn enqueued(
    answer: Answer<OutboxItem>,
    store: Store,
    replaces: Vec<IdempotencyKey>,
    desk: Desk,
    events: Sender<Event>,
) {
    match answer.await {
        Ok(_) => {
            for key in replaces {
                drop(store.discard(key));
            }
            desk.sync_now();
        }
        Err(error) => drop(events.send(Event::Failed { what: "failed-outbox", detail: error.to_string() })),
    }
}

/// Sketches of the letters, with the phrases of every language left out of the comparison (T1).
fn earlier(letters: &[SentLetter], me: OperatorId) -> EarlierLetters {
    let books: Vec<Phrasebook> = Phrasebook::languages().map(|lang| Phrasebook::load(lang, &[]).0).collect();
    let mut earlier = EarlierLetters { archive: Archive::new(&books), texts: Vec::with_capacity(letters.len()) };
    for SentLetter { message, customer } in letters {
        let own = matches!(message.author, Author::Operator { id, .. } if id == me);
        earlier.archive.add(&Earlier {
            case: Some(message.case_id),
            message: Some(message.id),
            customer: *customer,
            at: Some(message.at),
            public: message.kind == MessageKind::PublicReply,
            site: "",
            own,
            text: &message.body,
        });
        earlier.texts.push((message.id, message.body.clone()));
    }
    earlier
}

/// What became due from `since` until now, and when the next one will.
async fn alerts(
    store: &Store,
    since: Timestamp,
    asker: &Asker,
) -> Result<(Vec<FollowUpRow>, Option<Timestamp>), StoreError> {
    let now = Timestamp::now();
    let rows = store.alerts(since, now, asker, ALERTS).await?;
    let next = store.next_alert(now, asker).await?;
    Ok((rows, next.map(|row| row.follow_up.alerts_at())))
}
