//! What every request shares, and the one way an act runs: load, decide, commit; again when somebody else was faster.

use std::future::Future;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::model::{AttachmentHash, CaseFile, CaseId, Operator, OperatorId};
use crate::protocol::ProblemKind;
use crate::schedule::Rules;
use crate::server::answer::Answer;
use crate::server::failure::Failure;
use crate::server::limits::{Counters, Limits};
use crate::server::metrics::Metrics;
use crate::server::once::{InFlight, Once};
use crate::server::presence;
use crate::server::refusals::Refusals;
use crate::server::rules::customer::Card;
use crate::server::rules::delivery::Way;
use crate::server::rules::merge::unless_merged;
use crate::server::rules::{Acting, Decision, Refusal, erasure, refuse};
use crate::server::storage::{
    AuditLine, Batch, CommitError, ErrandChange, FirstAnswer, Forget, Name, Place, Stamp, Stamped, Storage,
    StorageError, place,
};
use crate::server::uses::Uses;

/// An act that loses this often is told to come again later.
const TRIES: usize = 50;

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

pub struct Inner {
    pub storage: Arc<dyn Storage>,
    pub rules: Rules,
    pub name: String,
    pub in_flight: InFlight,
    pub metrics: Metrics,
    /// How letters go out by mail; empty where they do not.
    pub mail_way: OnceLock<Way>,
    /// Who reads and who writes, as it was last made.
    pub presence: watch::Sender<presence::List>,
    pub counters: Counters,
    pub uses: Uses,
    pub refusals: Refusals,
    /// Cancelled when the server is about to stop; long answers end then.
    pub stopping: CancellationToken,
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// What an act is decided on.
pub struct Loaded<T> {
    pub value: T,
    pub expect: Vec<(Uuid, Stamp)>,
}

impl<T> Loaded<T> {
    pub fn one(scope: Uuid, stamped: Stamped<T>) -> Self {
        Self { value: stamped.value, expect: vec![(scope, stamped.stamp)] }
    }
}

impl App {
    pub fn new(storage: Arc<dyn Storage>, rules: Rules, name: String, limits: Limits) -> Self {
        Self(Arc::new(Inner {
            storage,
            rules,
            name,
            in_flight: InFlight::default(),
            metrics: Metrics::default(),
            mail_way: OnceLock::new(),
            presence: watch::channel(presence::List::default()).0,
            counters: Counters::new(limits),
            uses: Uses::default(),
            refusals: Refusals::default(),
            stopping: CancellationToken::new(),
        }))
    }

    /// How letters go out by mail, if they do.
    pub fn mail_way(&self) -> Option<&Way> {
        self.mail_way.get()
    }

    /// Changes errands alone. False when somebody else was faster; then nothing was changed.
    pub async fn move_errands(&self, errands: Vec<ErrandChange>) -> Result<bool, StorageError> {
        let audit = AuditLine { operator: None, act: "errand", scope: None, at: Timestamp::now(), refused: None };
        let batch = Batch { errands, ..Batch::of(audit) };
        match self.storage.commit(batch).await {
            Ok(_) => Ok(true),
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Storage(error)) => Err(error),
        }
    }

    /// An act on one case.
    pub async fn on_case(
        &self,
        actor: Option<&Operator>,
        once: Option<&Once>,
        id: CaseId,
        decide: impl Fn(&CaseFile, &Acting<'_>) -> Result<Decision, Refusal> + Send + Sync,
    ) -> Result<Answer, Failure> {
        let load = || async move {
            let file = self.storage.case_file(id).await?;
            file.map(|file| Loaded::one(id.0, file)).ok_or_else(|| Failure::not_found("There is no such case."))
        };
        let decide = |file: &CaseFile, by: &Acting<'_>| {
            not_forgotten(file, by)?;
            unless_merged(file, decide(file, by))
        };
        self.act(actor, once, load, decide).await
    }

    /// Forgets a person: the decision as for every act, and with its commit all copies that the storage keeps for itself.
    pub async fn forget<Loading>(
        &self,
        actor: &Operator,
        load: impl Fn() -> Loading + Send + Sync,
        decide: impl Fn(&Card, &Acting<'_>) -> Result<Decision, Refusal> + Send + Sync,
    ) -> Result<Answer, Failure>
    where
        Loading: Future<Output = Result<Loaded<Card>, Failure>> + Send,
    {
        for _ in 0..TRIES {
            let loaded = load().await?;
            let now = Timestamp::now();
            let decision = {
                let acting = Acting { actor: Some(actor), now, rules: &self.rules, new_id: &Uuid::now_v7 };
                decide(&loaded.value, &acting)?
            };
            let answer = decision.answer.clone();
            if decision.changes_nothing() {
                return Ok(answer);
            }
            let forget = Forget {
                scopes: loaded.expect.iter().map(|(scope, _)| *scope).collect(),
                contents: erasure::contents(&loaded.value),
            };
            // No first answer is kept: it would only name the person again.
            let batch = batch(decision, loaded.expect, Some(actor.id), None, now);
            match self.storage.forget(batch, forget).await {
                Ok(_) => return Ok(answer),
                Err(CommitError::Conflict) => {}
                Err(CommitError::Storage(error)) => return Err(error.into()),
            }
        }
        Err(busy().into())
    }

    /// Any act. `load` reads what `decide` decides on; the commit fails when that moved in between, and both run again.
    pub async fn act<T, Loading>(
        &self,
        actor: Option<&Operator>,
        once: Option<&Once>,
        load: impl Fn() -> Loading + Send + Sync,
        decide: impl Fn(&T, &Acting<'_>) -> Result<Decision, Refusal> + Send + Sync,
    ) -> Result<Answer, Failure>
    where
        T: Send + Sync,
        Loading: Future<Output = Result<Loaded<T>, Failure>> + Send,
    {
        for _ in 0..TRIES {
            if let Some(answer) = self.replay(once).await? {
                return Ok(answer);
            }
            let loaded = load().await?;
            let now = Timestamp::now();
            let decision = {
                let acting = Acting { actor, now, rules: &self.rules, new_id: &Uuid::now_v7 };
                decide(&loaded.value, &acting)
            };
            let decision = match decision {
                Ok(decision) => decision,
                Err(refusal) => return Err(self.with_owner_name(refusal).await),
            };
            let answer = decision.answer.clone();
            if decision.changes_nothing() {
                return Ok(answer);
            }
            let places: Vec<Place> = decision.puts.iter().map(place).collect();
            match self.storage.commit(batch(decision, loaded.expect, actor.map(|a| a.id), once, now)).await {
                Ok(_) => return Ok(answer),
                Err(CommitError::Conflict) => self.ids_are_free_or_ours(&places).await?,
                Err(CommitError::Storage(error)) => return Err(error.into()),
            }
        }
        Err(busy().into())
    }

    /// Ids that clients choose may be those of other things, which no further try changes.
    async fn ids_are_free_or_ours(&self, places: &[Place]) -> Result<(), Failure> {
        let found = self.storage.places(places.iter().map(|place| place.id).collect()).await?;
        let is_anothers = |there: &Place| places.iter().any(|ours| ours.id == there.id && ours != there);
        match found.iter().any(is_anothers) {
            true => Err(Failure::new(ProblemKind::KeyReused, "Something else here has this id; make a new one.")),
            false => Ok(()),
        }
    }

    /// The first answer, when this very act was carried out before.
    async fn replay(&self, once: Option<&Once>) -> Result<Option<Answer>, Failure> {
        let Some(once) = once else { return Ok(None) };
        match self.storage.first_answer(once.operator, &once.key).await? {
            Some(first) if first.request == once.request => Ok(Some(first.answer)),
            Some(_) => Err(refuse(
                ProblemKind::KeyReused,
                "This Idempotency-Key belongs to another request; nothing was changed.",
            )
            .into()),
            None => Ok(None),
        }
    }

    /// People are told who has the case by name (R165).
    async fn with_owner_name(&self, mut refusal: Refusal) -> Failure {
        if let Some(owner) = refusal.owner
            && let Ok(Some(operator)) = self.storage.operator(owner).await
        {
            refusal.detail = format!("{} has this case.", operator.value.name);
            refusal.owner_name = Some(operator.value.name);
        }
        refusal.into()
    }

    /// Those of the names that somebody else has.
    pub async fn names_of_others(&self, names: Vec<Name>, me: Uuid) -> Result<Vec<Name>, Failure> {
        if names.is_empty() {
            return Ok(names);
        }
        let owners = self.storage.owners_of(names.clone()).await?;
        let taken = names.into_iter().zip(owners).filter(|(_, owner)| owner.is_some_and(|owner| owner != me));
        Ok(taken.map(|(name, _)| name).collect())
    }

    /// Refuses an act that refers to contents nobody uploaded.
    pub async fn must_have(&self, hashes: Vec<AttachmentHash>) -> Result<(), Failure> {
        if hashes.is_empty() {
            return Ok(());
        }
        if let Some(bad) = hashes.iter().find(|h| !h.is_well_formed()) {
            return Err(Failure::invalid(format!("«{bad}» is not a SHA-256 in lower-case hex.")));
        }
        match self.storage.missing_attachments(hashes).await?.first() {
            Some(missing) => Err(Failure::invalid(format!(
                "The attachment {missing} is not here; PUT it to /v1/attachments/{missing} first."
            ))),
            None => Ok(()),
        }
    }
}

fn busy() -> Refusal {
    refuse(ProblemKind::Unavailable, "Too much happens to this at once; nothing was changed. Try again.")
}

/// Refuses an act of a person on a case whose person was forgotten.
///
/// # Errors
/// `not_allowed`
pub fn not_forgotten(file: &CaseFile, by: &Acting<'_>) -> Result<(), Refusal> {
    if by.actor.is_some() && file.case.erased_at.is_some() {
        return Err(refuse(
            ProblemKind::NotAllowed,
            "The person of this case was forgotten on request; nothing is written to it any more.",
        ));
    }
    Ok(())
}

/// A decision as the storage takes it.
pub fn batch(
    decision: Decision,
    expect: Vec<(Uuid, Stamp)>,
    actor: Option<OperatorId>,
    once: Option<&Once>,
    now: Timestamp,
) -> Batch {
    let first_answer = once.map(|once| FirstAnswer {
        operator: once.operator,
        key: once.key.clone(),
        request: once.request,
        answer: decision.answer,
    });
    Batch {
        expect,
        puts: decision.puts,
        names: decision.names,
        tokens: decision.tokens,
        errands: decision.errands,
        first_answer,
        ..Batch::of(AuditLine { operator: actor, act: decision.act, scope: decision.scope, at: now, refused: None })
    }
}
