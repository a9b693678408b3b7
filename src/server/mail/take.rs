//! Takes one mail in: reads it, finds its case, and commits what it changes together with how far the folder is read.
//!
//! The same mail again changes nothing: entries are known by their Message-ID. Not its duty: fetching (`inbox`), where a
//! mail belongs (`sort`), reading its form (`intake`).

use jiff::Timestamp;

use super::settings::Settings;
use super::sort::{Fate, Kind, Lead, Nature, fate, leads, nature};
use crate::intake::{Arrival, arrival};
use crate::model::acts::NewInbound;
use crate::model::{AttachmentHash, CaseId, Channel, CustomerId, MessageId, MessageKind};
use crate::protocol::ProblemKind;
use crate::server::app::App;
use crate::server::arriving;
use crate::server::failure::Failure;
use crate::server::family::Family;
use crate::server::rules::trip::Outcome;
use crate::server::rules::turn::Turn;
use crate::server::rules::{delivery, inbound};
use crate::server::storage::{ErrandChange, Name, StorageError};

/// Merged cases lead to the case they went into, over so many steps.
const MERGES: usize = 8;

/// A mail as it was fetched.
#[derive(Debug)]
pub struct Fetched {
    pub raw: Vec<u8>,
    /// When the mail server got it.
    pub received_at: Option<Timestamp>,
    /// Only its beginning was fetched.
    pub cut: bool,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Committed, with the step.
    In,
    /// It is in no case; the step is still to be made. The mail is stored under the hash.
    LeftOut { why: String, hash: AttachmentHash },
}

/// Takes mails in for one source.
pub struct Taker<'a> {
    pub app: &'a App,
    pub settings: &'a Settings,
    /// The name space of Message-IDs.
    pub source: &'a str,
}

impl Taker<'_> {
    /// `step` moves the folder's position; it is committed with what the mail changes.
    ///
    /// # Errors
    /// Those of the storage: the mail is to be fetched again later.
    pub async fn take(&self, mail: Fetched, step: ErrandChange) -> Result<Taken, StorageError> {
        let Fetched { raw, received_at, cut } = mail;
        let kept = raw.clone();
        // A mail that breaks the reader must not break the folder.
        let read = tokio::task::spawn_blocking(move || arrival(raw, received_at, cut)).await;
        let came = match read {
            Ok(Ok(came)) => came,
            Ok(Err(why)) => return self.leave_out(&kept, why).await,
            Err(_) => return self.leave_out(&kept, "could not be read by this program").await,
        };
        for content in &came.contents {
            let bytes = bytes::Bytes::copy_from_slice(&content.bytes);
            self.app.storage.put_attachment(content.attachment.hash.clone(), bytes).await?;
        }
        match self.place(came, step).await {
            Ok(None) => Ok(Taken::In),
            Ok(Some(why)) => self.leave_out(&kept, why).await,
            Err(Failure(problem)) if problem.status < 500 => self.leave_out(&kept, &problem.detail).await,
            Err(Failure(problem)) => Err(StorageError::Failed(problem.detail.clone())),
        }
    }

    async fn leave_out(&self, raw: &[u8], why: &str) -> Result<Taken, StorageError> {
        let hash = AttachmentHash(sha256_hex(raw));
        self.app.storage.put_attachment(hash.clone(), bytes::Bytes::copy_from_slice(raw)).await?;
        Ok(Taken::LeftOut { why: why.to_owned(), hash })
    }

    /// Finds its place and commits. Some reason when it has none.
    async fn place(&self, came: Arrival, step: ErrandChange) -> Result<Option<&'static str>, Failure> {
        let nature = nature(&came, self.settings);
        if let Nature::OursReturned(letter) = nature {
            self.tell(letter, &Outcome::HandedOver(String::from("it came around to a folder of ours"))).await?;
            self.app.move_errands(vec![step]).await?;
            return Ok(None);
        }
        if let Some(external_id) = came.message.external_id.clone()
            && self.owner(Name::Message { source: self.source.to_owned(), external_id }).await?.is_some()
        {
            self.app.move_errands(vec![step]).await?;
            return Ok(None);
        }
        let (case, letter) = self.follow(&came).await?;
        let case = match (case, nature) {
            // Not every answering machine says what it answers.
            (None, Nature::Machine(_)) => self.last_case_of(&came.from.address).await?,
            (case, _) => case,
        };
        match fate(nature, case) {
            Fate::LeaveOut(why) => Ok(Some(why)),
            Fate::NewCase => {
                arriving::take_in(self.app, None, None, &came.into_case(self.source), &[step]).await?;
                Ok(None)
            }
            Fate::Into(case, kind) => {
                if let (Nature::Bounce, Some(letter), Some(report)) = (nature, letter, &came.report) {
                    self.tell(letter, &Outcome::Refused(report.reason.clone())).await?;
                }
                self.add_to_thread(case, came, kind, step).await?;
                Ok(None)
            }
        }
    }

    async fn add_to_thread(&self, case: CaseId, came: Arrival, kind: Kind, step: ErrandChange) -> Result<(), Failure> {
        let mut message = came.message;
        message.kind = if kind == Kind::Words { MessageKind::Inbound } else { MessageKind::Auto };
        let new = NewInbound { channel: Channel::Email, message };
        let load = || self.app.family_and_turn(case);
        let taken = self.app.act(None, None, load, |(family, turn): &(Family, Turn), by| {
            let mut decision = inbound::inbound(&family.survivor, &family.absorbed, &new, turn, by)?;
            decision.errands.push(step.clone());
            Ok(decision)
        });
        taken.await.map(drop)
    }

    /// What is known of a letter of ours now.
    async fn tell(&self, letter: MessageId, outcome: &Outcome) -> Result<(), Failure> {
        let Some(case) = self.app.storage.case_of_message(letter).await? else { return Ok(()) };
        let told = self.app.on_case(None, None, case, |file, by| delivery::settle(file, letter, outcome, by)).await;
        match told {
            // A letter that was carried by hand has no delivery to speak of.
            Err(Failure(problem)) if problem.kind() == ProblemKind::Invalid => Ok(()),
            told => told.map(drop),
        }
    }

    /// The case that the mail belongs to, and the letter of ours that it is about.
    async fn follow(&self, came: &Arrival) -> Result<(Option<CaseId>, Option<MessageId>), Failure> {
        for lead in leads(came, self.settings) {
            let (case, letter) = match lead {
                Lead::Letter(letter) => (self.app.storage.case_of_message(letter).await?, Some(letter)),
                Lead::Mail(external_id) => {
                    let name = Name::Message { source: self.source.to_owned(), external_id };
                    (self.owner(name).await?.map(CaseId), None)
                }
                Lead::Case(case) => (Some(case), None),
            };
            if let Some(case) = case
                && let Some(case) = self.living(case).await?
            {
                return Ok((Some(case), letter));
            }
        }
        Ok((None, None))
    }

    /// The case itself, or the one it was merged into.
    async fn living(&self, case: CaseId) -> Result<Option<CaseId>, Failure> {
        let mut id = case;
        for _ in 0..MERGES {
            let Some(case) = self.app.storage.case(id).await? else { return Ok(None) };
            match case.merged_into {
                Some(into) => id = into,
                None => break,
            }
        }
        Ok(Some(id))
    }

    /// The customer's newest case.
    async fn last_case_of(&self, address: &str) -> Result<Option<CaseId>, Failure> {
        let name = Name::Contact { channel: Channel::Email.as_str().to_owned(), address: address.to_owned() };
        let Some(customer) = self.owner(name).await? else { return Ok(None) };
        match self.app.storage.cases_of(CustomerId(customer)).await?.last() {
            Some(case) => self.living(*case).await,
            None => Ok(None),
        }
    }

    async fn owner(&self, name: Name) -> Result<Option<uuid::Uuid>, Failure> {
        arriving::first_owner(self.app, vec![name]).await
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
