//! The desk that cases are brought to: this user's own, by REST.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use uuid::Uuid;

use crate::backend::sincerely::Client;
use crate::backend::{Backend, BackendError};
use crate::cli::desk::{Reached, reach};
use crate::config::Paths;
use crate::intake::{Content, Record, Skipped};
use crate::model::acts::NewCase;
use crate::model::{AttachmentHash, IdempotencyKey};
use crate::protocol::{Problem, ProblemKind};
use crate::server::embedded::Embedded;

/// Tries of one request before the desk counts as gone, and the first pause between them; each further one is longer.
const TRIES: u32 = 7;
const PAUSE: Duration = Duration::from_millis(200);

pub struct Desk {
    client: Client,
    name: String,
    /// Contents that are there already.
    sent: Mutex<HashSet<AttachmentHash>>,
    embedded: Option<Embedded>,
}

/// What became of one case.
pub enum Outcome {
    Arrived {
        is_new: bool,
        /// Attachments that the desk did not take.
        notices: Vec<String>,
    },
    Refused(Skipped),
}

impl Outcome {
    pub fn notices(&self) -> &[String] {
        match self {
            Self::Arrived { notices, .. } => notices,
            Self::Refused(_) => &[],
        }
    }
}

impl Desk {
    /// The desk of this user: the connected one, or the one on this machine, started for as long as the import takes if
    /// it does not run.
    pub async fn of_user(paths: &Paths) -> anyhow::Result<Self> {
        let Reached { url, client, embedded, .. } = reach(paths).await?;
        let name = if embedded.is_some() { "this machine's desk".to_owned() } else { url };
        Ok(Self { client, name, sent: Mutex::default(), embedded })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Ends what was started for the import.
    pub async fn leave(self) {
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }

    /// Brings a case with its contents.
    ///
    /// # Errors
    /// The desk itself is gone or takes nothing from us; a case it refuses is no error.
    pub async fn bring(&self, record: &Record) -> anyhow::Result<Outcome> {
        let mut case = record.case.clone();
        let mut notices = Vec::new();
        for content in &record.contents {
            if let Err(problem) = self.put(content).await? {
                let name = &content.attachment.name;
                notices.push(format!("{}: came in without «{name}»: {}", record.place, problem.detail));
                without(&mut case, &content.attachment.hash);
            }
        }
        let key = IdempotencyKey(Uuid::now_v7());
        Ok(match patiently(|| self.client.bring_in(key, &case)).await? {
            Ok((_, is_new)) => Outcome::Arrived { is_new, notices },
            Err(problem) => Outcome::Refused(Skipped { place: record.place.clone(), why: problem.detail }),
        })
    }

    async fn put(&self, content: &Content) -> anyhow::Result<Result<(), Problem>> {
        let hash = &content.attachment.hash;
        if self.sent.lock().unwrap_or_else(PoisonError::into_inner).contains(hash) {
            return Ok(Ok(()));
        }
        let answer = patiently(|| self.client.put_attachment(hash, content.bytes.clone())).await?;
        if answer.is_ok() {
            self.sent.lock().unwrap_or_else(PoisonError::into_inner).insert(hash.clone());
        }
        Ok(answer)
    }
}

/// Asks until the desk has answered: its yes, or the problem it has with this record.
async fn patiently<T, F>(ask: impl Fn() -> F) -> anyhow::Result<Result<T, Problem>>
where
    F: Future<Output = Result<T, BackendError>>,
{
    let mut attempt = 1;
    loop {
        let error = match ask().await {
            Ok(yes) => return Ok(Ok(yes)),
            Err(BackendError::Refused(problem) | BackendError::Conflict(problem)) if !is_about_us(&problem) => {
                return Ok(Err(*problem));
            }
            Err(error) => error,
        };
        if attempt == TRIES || !error.is_passing() {
            return Err(error).context("the desk does not take this import");
        }
        let asked_for = if let BackendError::TryAgain { after, .. } = error { after } else { None };
        tokio::time::sleep(asked_for.unwrap_or_else(|| pause(attempt))).await;
        attempt += 1;
    }
}

/// A refusal that every further record would meet too.
fn is_about_us(problem: &Problem) -> bool {
    problem.kind() == ProblemKind::Forbidden
}

/// Doubles each time, with some chance in it so that several requests do not come back together.
fn pause(attempt: u32) -> Duration {
    let longest = PAUSE * 2u32.saturating_pow(attempt);
    longest.mul_f64(rand::random_range(0.5..=1.0))
}

/// Takes an attachment out of a case that the desk did not take.
fn without(case: &mut NewCase, hash: &AttachmentHash) {
    for message in &mut case.messages {
        message.attachments.retain(|attachment| attachment.hash != *hash);
        message.original.take_if(|original| original.hash == *hash);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What `patiently` makes of some answers, and how often it asked.
    async fn asked(answers: Vec<Result<(), BackendError>>) -> (anyhow::Result<Result<(), Problem>>, usize) {
        let (answers, times) = (std::cell::RefCell::new(answers.into_iter()), Cell::new(0));
        let told = patiently(|| {
            times.set(times.get() + 1);
            let answer = answers.borrow_mut().next().expect("asked no more often than answered");
            async { answer }
        })
        .await;
        (told, times.get())
    }

    fn later() -> Result<(), BackendError> {
        Err(BackendError::TryAgain { kind: None, why: "busy".into(), after: Some(Duration::ZERO) })
    }

    fn refused(kind: ProblemKind) -> Result<(), BackendError> {
        Err(BackendError::Refused(Box::new(Problem::new(kind, "no"))))
    }

    #[tokio::test]
    async fn a_busy_desk_is_asked_again_and_not_for_ever() {
        let (told, times) = asked(vec![later(), later(), Ok(())]).await;
        assert_eq!((told.unwrap().is_ok(), times), (true, 3));
        let (told, times) = asked((0..TRIES).map(|_| later()).collect()).await;
        assert_eq!((told.is_err(), times), (true, TRIES as usize));
    }

    #[tokio::test]
    async fn a_record_that_is_refused_is_no_failure_of_the_desk() {
        assert_eq!(asked(vec![refused(ProblemKind::Invalid)]).await.0.unwrap().unwrap_err().detail, "no");
        assert!(asked(vec![refused(ProblemKind::Forbidden)]).await.0.is_err());
        assert!(asked(vec![Err(BackendError::LoginNeeded("who".into()))]).await.0.is_err());
    }

    #[test]
    fn pauses_grow() {
        assert!(pause(5) > pause(1));
    }
}
