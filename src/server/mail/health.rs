//! How each source and the way out are: kept beside the desk, so that every server and every workstation can tell (R100).
//!
//! Not its duty: reading mail (`inbox`), sending it (`out`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::{LeftOut, Source, SourceTrouble};
use crate::server::app::App;
use crate::server::storage::{Errand, ErrandChange, ErrandKind, Storage, StorageError};

/// The way out among the sources.
pub const SMTP: &str = "smtp";
/// More sources than this nobody configures.
const SOURCES: usize = 1000;
/// So many mails that were left out are shown; the newest.
const SHOWN: usize = 100;
/// While all is well the time of the last success is written this often at most (seconds).
const EVERY: i64 = 60;

/// How far a folder was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub validity: u32,
    /// The last mail that was taken in or left out.
    pub uid: u32,
    /// Up to this one only unread mails are taken in: they lay there when the folder was read for the first time.
    #[serde(default)]
    pub unread_until: u32,
}

/// The document of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub source: Source,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The process that reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Uuid>,
}

impl Record {
    pub fn new(name: &str) -> Self {
        let source = Source {
            name: name.to_owned(),
            last_success: None,
            trouble: None,
            detail: String::new(),
            failing_since: None,
            left_out: Vec::new(),
            left_out_count: 0,
        };
        Self { source, position: None, holder: None }
    }

    /// Notes that all is well. False when that need not be written again yet.
    pub fn well(&mut self, now: Timestamp) -> bool {
        let source = &mut self.source;
        let is_old = source.last_success.is_none_or(|last| now.duration_since(last).as_secs() >= EVERY);
        let was_failing = source.trouble.take().is_some();
        source.failing_since = None;
        source.detail.clear();
        source.last_success = Some(now);
        is_old || was_failing
    }

    /// Notes what is wrong. False when the same was known already.
    pub fn fails(&mut self, trouble: SourceTrouble, detail: &str, now: Timestamp) -> bool {
        let detail: String = crate::text::safe_line(detail).chars().take(300).collect();
        let source = &mut self.source;
        if source.trouble.as_ref() == Some(&trouble) && source.detail == detail {
            return false;
        }
        source.trouble = Some(trouble);
        source.detail = detail;
        source.failing_since = source.failing_since.or(Some(now));
        true
    }

    pub fn leave_out(&mut self, left: LeftOut) {
        let source = &mut self.source;
        source.left_out_count += 1;
        source.left_out.push(left);
        let surplus = source.left_out.len().saturating_sub(SHOWN);
        source.left_out.drain(..surplus);
    }
}

/// Every source by its name.
pub async fn all(storage: &dyn Storage) -> Result<Vec<Source>, StorageError> {
    let errands = storage.errands(ErrandKind::Source, SOURCES).await?;
    let read = errands.iter().map(|errand| Ok(errand.read::<Record>()?.source));
    let mut sources = read.collect::<Result<Vec<Source>, StorageError>>()?;
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sources)
}

/// Changes the record of a source; `change` says whether it is to be written. Read again when somebody else was faster.
pub async fn note(app: &App, name: &str, change: impl Fn(&mut Record) -> bool) -> Result<(), StorageError> {
    for _ in 0..10 {
        let now = Timestamp::now();
        let found = app.storage.errand(ErrandKind::Source, name).await?;
        let mut record = match &found {
            Some(errand) => errand.read()?,
            None => Record::new(name),
        };
        if !change(&mut record) {
            return Ok(());
        }
        let step = match &found {
            Some(errand) => ErrandChange::step(errand, errand.next(errand.due, &record)),
            None => ErrandChange::Begin(Errand::begin(ErrandKind::Source, name.to_owned(), now, now, &record)),
        };
        if app.move_errands(vec![step]).await? {
            return Ok(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::fixtures::at;

    #[test]
    fn trouble_is_told_once_and_ends_with_the_next_success() {
        let mut record = Record::new("support/INBOX");
        let (early, late) = (at("2026-03-02T10:00Z"), at("2026-03-02T11:00Z"));
        assert!(record.well(early));
        assert!(!record.well(early), "nothing new");
        assert!(record.fails(SourceTrouble::Login, "no\u{1b}[2J", early));
        assert!(!record.fails(SourceTrouble::Login, "no\u{1b}[2J", late));
        assert_eq!(record.source.failing_since, Some(early));
        assert!(crate::text::is_safe(&record.source.detail));
        assert!(record.fails(SourceTrouble::Unreachable, "", late));
        assert_eq!((record.source.failing_since, record.source.last_success), (Some(early), Some(early)));
        assert!(record.well(late));
        assert_eq!((record.source.trouble.clone(), record.source.failing_since), (None, None));
    }

    #[test]
    fn the_newest_of_those_left_out_are_shown_and_all_are_counted() {
        let mut record = Record::new("x");
        for uid in 1..=250 {
            record.leave_out(LeftOut { at: at("2026-03-02T10:00Z"), uid, hash: None, why: String::new() });
        }
        assert_eq!((record.source.left_out.len(), record.source.left_out_count), (SHOWN, 250));
        assert_eq!(record.source.left_out.last().map(|l| l.uid), Some(250));
    }
}
