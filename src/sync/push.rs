//! From the outbox to the desk: one act at a time, its answer written before it is called sent.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio::sync::mpsc::UnboundedSender;

use super::moves;
use super::policy::{self, Verdict};
use super::{SyncError, SyncEvent, pull};
use crate::backend::{Backend, BackendError, Outcome};
use crate::model::acts::Command;
use crate::model::{Attachment, Case, CaseId, Customer, IdempotencyKey, OutboxItem};
use crate::protocol::{Entity, Problem, ProblemKind};
use crate::store::{Base, Batch, Store};

/// What every push needs.
pub(super) struct Context {
    pub(super) backend: Arc<dyn Backend>,
    pub(super) store: Store,
    pub(super) events: UnboundedSender<SyncEvent>,
    pub(super) pulling: Mutex<()>,
    /// The workstation's attachments by hash, to be brought to the desk before the act that names them.
    pub(super) attachments: super::Attachments,
}

/// A claim that came too late holds no work of the operator: it is told and given up, so that later acts of the case go.
fn is_lost_claim(command: &Command, problem: &Problem) -> bool {
    matches!(command, Command::Claim { .. }) && matches!(problem.kind(), ProblemKind::Claimed | ProblemKind::Merged)
}

impl Context {
    fn tell(&self, event: SyncEvent) {
        // Nobody listening any more is no error.
        let _ = self.events.send(event);
    }

    pub(super) async fn catch_up(&self) -> Result<bool, SyncError> {
        pull::catch_up(&*self.backend, &self.store, &self.pulling).await
    }

    /// Brings one act to the desk and writes what came of it. An error means that the desk is out of reach.
    pub(super) async fn push(&self, key: IdempotencyKey) -> Result<(), SyncError> {
        let pending = self.store.pending();
        let Some(item) = pending.outbox.iter().find(|i| i.key == key) else { return Ok(()) };
        let item = &self.moved_on(item).await?;
        let before = self.store.case(item.command.case()).await?;
        let others = self.others(item, before.as_ref(), &pending.outbox).await?;
        if let Some(reason) = policy::hold_back(item, before.as_ref(), Timestamp::now()) {
            return self.stick(item, reason.as_str().to_owned()).await;
        }
        let cards = self.cards(&item.command).await?;
        let base = match &before {
            Some(before) => Some(self.store.leave_on(key, Base::of(before, &others)).await?),
            None => None,
        };
        if !self.store.begin(key).await? {
            return Ok(());
        }
        let answer = match self.upload(&item.command).await {
            Ok(()) => self.backend.perform(key, &item.command).await,
            Err(error) => Err(error),
        };
        match answer {
            Ok(outcome) => self.accepted(item, (base, cards), outcome).await,
            Err(error) => self.failed(item, error).await,
        }
    }

    /// The other cases that an act changes, as they are before it: the one of a merge; of a card those on which acts wait.
    async fn others(
        &self,
        item: &OutboxItem,
        before: Option<&Case>,
        outbox: &[OutboxItem],
    ) -> Result<Vec<Case>, SyncError> {
        let customer = moves::card_of(&item.command).filter(|_| policy::moves_records(&item.command));
        let mut ids: Vec<CaseId> = moves::other_case(&item.command, before).into_iter().collect();
        if customer.is_some() {
            ids.extend(outbox.iter().map(|waits| waits.command.case()).filter(|id| *id != item.command.case()));
            ids.sort_unstable();
            ids.dedup();
        }
        let mut others = Vec::new();
        for id in ids {
            let case = self.store.case(id).await?;
            others.extend(case.filter(|case| customer.is_none_or(|customer| case.customer_id == customer)));
        }
        Ok(others)
    }

    /// The cards that a merge of cards changes, as they are before it.
    async fn cards(&self, command: &Command) -> Result<Vec<Customer>, SyncError> {
        let mut cards = Vec::new();
        for id in moves::cards_of(command) {
            let card = self.store.card(id).await?;
            if let Some(survivor) = card.as_ref().and_then(|card| card.merged_into) {
                cards.extend(self.store.card(survivor).await?);
            }
            cards.extend(card);
        }
        Ok(cards)
    }

    /// The act on the version to which own acts have moved its case since it was decided on. One that may have reached
    /// the desk stays word for word: a key stands for one request.
    async fn moved_on<'a>(&self, item: &'a OutboxItem) -> Result<Cow<'a, OutboxItem>, SyncError> {
        let moves = self.store.own_moves(item.command.case(), moves::card_of(&item.command)).await?;
        if let Some(command) = moves::moved_on(&item.command, &moves)
            && self.store.reword(item.key, command.clone()).await?
        {
            return Ok(Cow::Owned(OutboxItem { command, ..item.clone() }));
        }
        Ok(Cow::Borrowed(item))
    }

    /// The answer is written, the changes it made are pulled, and only then is the act called sent: nothing blinks. When
    /// they cannot be pulled the act is asked for again, which the desk answers as it did first.
    async fn accepted(
        &self,
        item: &OutboxItem,
        (base, cards): (Option<Base>, Vec<Customer>),
        outcome: Outcome,
    ) -> Result<(), SyncError> {
        let local = item.command.case();
        let mut case = local;
        if let (Command::NewCase { .. }, Entity::Case(named)) = (&item.command, &outcome.entity) {
            case = named.id;
        }
        if let Some((customer, step)) = moves::card_moved(&item.command, &outcome.entity) {
            self.store.card_moved(customer, step).await?;
        }
        let mut batch = Batch::default();
        batch.push(outcome.entity)?;
        self.store.apply(batch, None).await?;
        self.catch_up().await?;
        if case != local {
            self.store.rename_case(local, case).await?;
            self.tell(SyncEvent::Named { from: local, to: case });
        }
        for before in &cards {
            let after = self.store.card(before.id).await?;
            if let Some(step) = after.and_then(|after| moves::card_step(before, &after)) {
                self.store.card_moved(before.id, step).await?;
            }
        }
        for (other, before) in base.iter().flat_map(|base| &base.others) {
            if let Some(after) = self.store.case(*other).await? {
                self.store.moved(item.key, *other, moves::moved(&item.command, before, &after)).await?;
            }
        }
        if let (Some(base), Some(after)) = (base, self.store.case(case).await?) {
            self.store.moved(item.key, case, moves::moved(&item.command, &base.own, &after)).await?;
        }
        self.store.done(item.key).await?;
        self.tell(SyncEvent::Sent { key: item.key, case });
        Ok(())
    }

    async fn failed(&self, item: &OutboxItem, error: BackendError) -> Result<(), SyncError> {
        let attempts = item.attempts + 1;
        match policy::verdict(&error, attempts, rand::random(), Timestamp::now()) {
            Verdict::Again { at, left } => {
                self.store.again(item.key, at, policy::told(&error), left).await?;
                // An answer that says "later" is about this act; no connection is about all.
                if left { Ok(()) } else { Err(error.into()) }
            }
            Verdict::Login => {
                self.store.again(item.key, Timestamp::now(), policy::told(&error), false).await?;
                Err(error.into())
            }
            Verdict::Conflict(problem) => {
                self.store.forget_base(item.key).await?;
                if let Some(moved) = moves::retargeted(&item.command, &problem) {
                    self.store.again(item.key, Timestamp::now(), problem.detail.clone(), false).await?;
                    if self.store.reword(item.key, moved).await? {
                        return Ok(());
                    }
                }
                if is_lost_claim(&item.command, &problem) {
                    self.store.done(item.key).await?;
                } else {
                    self.store.stuck(item.key, policy::words(&problem)).await?;
                }
                self.tell(SyncEvent::Conflict { item: Box::new(item.clone()), problem });
                Ok(())
            }
            Verdict::Stuck => {
                let why = match &error {
                    BackendError::Refused(problem) => policy::words(problem),
                    other => other.to_string(),
                };
                self.stick(item, why).await
            }
        }
    }

    async fn stick(&self, item: &OutboxItem, why: String) -> Result<(), SyncError> {
        self.store.forget_base(item.key).await?;
        self.store.stuck(item.key, why.clone()).await?;
        self.tell(SyncEvent::Stuck { item: Box::new(item.clone()), why });
        Ok(())
    }

    /// What an act names must be at the desk first. A content that is not here was there before.
    async fn upload(&self, command: &Command) -> Result<(), BackendError> {
        let Some(folder) = &self.attachments.folder else { return Ok(()) };
        for attachment in attachments(command).filter(|a| a.hash.is_well_formed()) {
            let path: &Path = &folder.join(&attachment.hash.0);
            match tokio::fs::read(path).await {
                Ok(content) => self.backend.put_attachment(&attachment.hash, content).await?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(BackendError::File(format!("{}: {error}", attachment.name))),
            }
        }
        Ok(())
    }
}

fn attachments(command: &Command) -> Box<dyn Iterator<Item = &Attachment> + Send + '_> {
    match command {
        Command::Reply { reply, .. } => Box::new(reply.attachments.iter()),
        Command::Note { note, .. } => Box::new(note.attachments.iter()),
        Command::NewCase { new, .. } => {
            Box::new(new.messages.iter().flat_map(|m| m.attachments.iter().chain(&m.original)))
        }
        _ => Box::new(std::iter::empty()),
    }
}
