//! Takes letters that set out by mail to the mail server, one after the other: each goes out once, or is visibly unsure.
//!
//! Many servers may share one desk: a letter is taken under a lease, by compare-and-set on its errand. Not its duty: the
//! states of the way (`rules::trip`), the talk with the mail server (`smtp`), the words (`compose`).

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use uuid::Uuid;

use super::compose::{Mail, compose};
use super::health::{self, SMTP};
use super::settings::{Server, Settings};
use super::smtp::{Down, Post};
use crate::model::{Attachment, CaseFile, CaseId, DeliveryState, Message, MessageId};
use crate::protocol::ProblemKind;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::rules::delivery;
use crate::server::rules::trip::{Next, Outcome, Stage, Standing};
use crate::server::storage::{ErrandKind, StorageError};

/// Letters looked at in one round.
const ROUND: usize = 100;
/// Without anything to do, the storage is looked at again after so long.
const LONGEST: Duration = Duration::from_secs(600);
/// After a failure of the storage.
const PAUSE: Duration = Duration::from_secs(5);
/// While the mail server cannot be reached.
const DOWN: Duration = Duration::from_secs(20);

/// The way out of this process.
pub struct Out {
    pub app: App,
    pub settings: Settings,
    pub server: Server,
    /// This process among those that share the storage.
    pub me: Uuid,
}

/// How an attempt ended.
enum Ended {
    /// Somebody else has it, or there is nothing to send any more.
    Nothing,
    Known(Outcome),
    /// The mail server itself cannot be used.
    Down(Down),
}

impl Out {
    /// Runs until the server stops; a letter at hand is brought to its end.
    pub async fn run(self) {
        let mut head = self.app.storage.head();
        let mut down_until: Option<Instant> = None;
        loop {
            head.mark_unchanged();
            let wait = match self.round(&mut down_until).await {
                Ok(wait) => wait,
                Err(error) => {
                    tracing::error!(%error, "letters wait: the storage failed");
                    down_until = Some(Instant::now() + PAUSE);
                    PAUSE
                }
            };
            let down = down_until.map(|until| until.saturating_duration_since(Instant::now()));
            tokio::select! {
                () = self.app.stopping.cancelled() => return,
                // What changes meanwhile changes nothing for letters that wait for the mail server.
                changed = head.changed(), if down.is_none() => if changed.is_err() { return },
                () = tokio::time::sleep(down.unwrap_or(wait)) => {}
            }
            down_until = None;
        }
    }

    /// Brings every letter on that is due, and says how long nothing will be.
    async fn round(&self, down_until: &mut Option<Instant>) -> Result<Duration, StorageError> {
        for errand in self.app.storage.errands(ErrandKind::Letter, ROUND).await? {
            if self.app.stopping.is_cancelled() {
                break;
            }
            let standing = Standing::of(errand)?;
            let now = Timestamp::now();
            match standing.next(now, (!self.app.storage.is_shared()).then_some(self.me)) {
                // They come by their time: the rest waits longer.
                Next::Wait if standing.due() > now => {
                    let wait = Duration::try_from(standing.due().duration_since(now)).unwrap_or(PAUSE);
                    return Ok(wait.saturating_add(Duration::from_millis(1)).min(LONGEST));
                }
                Next::Wait => {}
                Next::GiveUpKnowing => self.settle(standing, Outcome::Unsure(String::new())).await?,
                Next::Take => {
                    if self.bring_out(standing).await? {
                        *down_until = Some(Instant::now() + DOWN);
                        return Ok(DOWN);
                    }
                }
            }
        }
        Ok(LONGEST)
    }

    /// One attempt. True when the mail server cannot be used at all.
    async fn bring_out(&self, standing: Standing) -> Result<bool, StorageError> {
        let (step, taken) = standing.take(self.me, Timestamp::now());
        if !self.app.move_errands(vec![step]).await? {
            return Ok(false);
        }
        let (last, ended) = self.attempt(taken).await?;
        match ended {
            Ended::Nothing => Ok(false),
            Ended::Known(outcome) => {
                if matches!(outcome, Outcome::HandedOver(_)) {
                    health::note(&self.app, SMTP, |record| record.well(Timestamp::now())).await?;
                }
                self.settle(last, outcome).await?;
                Ok(false)
            }
            Ended::Down(Down { trouble, words }) => {
                tracing::warn!(trouble = trouble.as_str(), "the mail server cannot be used; letters wait");
                health::note(&self.app, SMTP, |record| record.fails(trouble.clone(), &words, Timestamp::now())).await?;
                self.settle(last, Outcome::Later(words)).await?;
                Ok(true)
            }
        }
    }

    async fn attempt(&self, taken: Standing) -> Result<(Standing, Ended), StorageError> {
        let letter = taken.trip.message;
        let Some((file, message)) = self.find(letter).await? else {
            self.app.move_errands(vec![taken.end()]).await?;
            return Ok((taken, Ended::Nothing));
        };
        let mail = match self.mail(&file, &message).await? {
            Ok(mail) => mail,
            Err(why) => return Ok((taken, Ended::Known(Outcome::Refused(why)))),
        };
        let mut post = match Post::open(&self.server).await {
            Ok(post) => post,
            Err(down) => return Ok((taken, Ended::Down(down))),
        };
        if let Err(outcome) = post.announce(&mail).await {
            post.close().await;
            return Ok((taken, Ended::Known(outcome)));
        }
        let (mark, handing) = taken.hand(Timestamp::now());
        // The lease was over, and somebody else took it: nothing has left here.
        if !self.app.move_errands(vec![mark]).await? {
            return Ok((taken, Ended::Nothing));
        }
        let outcome = post.hand_over(&mail).await;
        post.close().await;
        Ok((handing, Ended::Known(outcome)))
    }

    /// The letter, while it still waits to go out.
    async fn find(&self, letter: MessageId) -> Result<Option<(CaseFile, Message)>, StorageError> {
        let Some(case) = self.app.storage.case_of_message(letter).await? else { return Ok(None) };
        let Some(file) = self.app.storage.case_file(case).await? else { return Ok(None) };
        let waits =
            |m: &&Message| m.id == letter && m.delivery.as_ref().is_some_and(|d| d.state == DeliveryState::Queued);
        let message = file.value.messages.iter().find(waits).filter(|_| file.value.case.erased_at.is_none()).cloned();
        Ok(message.map(|message| (file.value, message)))
    }

    /// The mail of a letter, or why there can be none.
    async fn mail(&self, file: &CaseFile, message: &Message) -> Result<Result<Mail, String>, StorageError> {
        let Some(way) = self.app.mail_way() else { return Ok(Err(String::from("no way out is configured"))) };
        let mut attachments: Vec<(Attachment, Vec<u8>)> = Vec::new();
        for attachment in &message.attachments {
            match self.app.storage.attachment(attachment.hash.clone()).await? {
                Some(content) => attachments.push((attachment.clone(), content.to_vec())),
                None => return Ok(Err(String::from("an attachment of the letter is not here any more"))),
            }
        }
        if self.settings.attach_signature {
            attachments.extend(self.signature(file.case.id, message).await?);
        }
        Ok(compose(file, message, &self.settings, way, &attachments).map_err(|error| error.to_string()))
    }

    /// The signed form and its signature, as files that `ssh-keygen -Y verify` takes (docs/signing.md).
    async fn signature(&self, case: CaseId, message: &Message) -> Result<Vec<(Attachment, Vec<u8>)>, StorageError> {
        let crate::model::Author::Operator { id, .. } = &message.author else { return Ok(Vec::new()) };
        let operator = self.app.storage.operator(*id).await?;
        Ok(operator.map_or_else(Vec::new, |operator| super::signed::files(case, message, &operator.value)))
    }

    /// Writes the outcome down, together with the end of the trip or its next attempt. When somebody else moved the trip
    /// on meanwhile (the lease was over), only what is certain is added: that the letter is there after all.
    async fn settle(&self, standing: Standing, outcome: Outcome) -> Result<(), StorageError> {
        let (change, outcome) = standing.settle(outcome, Timestamp::now());
        let letter = standing.trip.message;
        if self.write(letter, &outcome, vec![change]).await? || !matches!(outcome, Outcome::HandedOver(_)) {
            return Ok(());
        }
        let again = self.app.storage.errand(ErrandKind::Letter, &letter.to_string()).await?.map(Standing::of);
        let stop = match again.transpose()? {
            Some(standing) if standing.trip.stage == Stage::Waiting => vec![standing.end()],
            Some(_) => return Ok(()),
            None => Vec::new(),
        };
        self.write(letter, &outcome, stop).await.map(drop)
    }

    /// False when the trip does not stand as it was known.
    async fn write(
        &self,
        letter: MessageId,
        outcome: &Outcome,
        errands: Vec<crate::server::storage::ErrandChange>,
    ) -> Result<bool, StorageError> {
        let Some(case) = self.app.storage.case_of_message(letter).await? else {
            return self.app.move_errands(errands).await;
        };
        let written = self.app.on_case(None, None, case, |file, by| {
            let mut decision = delivery::settle(file, letter, outcome, by)?;
            decision.errands.clone_from(&errands);
            Ok(decision)
        });
        match written.await {
            Ok(_) => Ok(true),
            Err(Failure(problem)) if problem.kind() == ProblemKind::Unavailable => Ok(false),
            // Its case is closed to any act (it was erased): the trip ends without a word.
            Err(Failure(problem)) if problem.status < 500 => self.app.move_errands(errands).await,
            Err(Failure(problem)) => {
                tracing::error!(problem = %problem.detail, "what became of a letter could not be written down");
                Err(StorageError::Failed(problem.detail.clone()))
            }
        }
    }
}
