//! What others did to the case while a letter is being written: shown until it was looked at, and a letter does not
//! leave before (R167).

use std::collections::HashSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::Composer;
use crate::model::{Author, CaseFile, MessageKind, Operator, OperatorId};

/// The thread as the operator knows it.
#[derive(Debug, Default)]
pub struct Known {
    pub version: u64,
    entries: HashSet<Uuid>,
    owner: Option<OperatorId>,
}

impl Known {
    pub fn of(file: &CaseFile) -> Self {
        let messages = file.messages.iter().map(|m| m.id.0);
        let calls = file.calls.iter().map(|c| c.id.0);
        Self { version: file.case.thread_version, entries: messages.chain(calls).collect(), owner: file.case.owner }
    }

    /// The thread as it was at a version of it. The version counts entries, so no clock is asked; whose the case was then
    /// is not known, and what counts for that may show an entry again.
    pub fn at_version(file: &CaseFile, version: u64) -> Self {
        let since = usize::try_from(file.case.thread_version.saturating_sub(version)).unwrap_or(usize::MAX);
        let mut entries: Vec<(Timestamp, Uuid)> = file.messages.iter().map(|m| (m.at, m.id.0)).collect();
        entries.extend(file.calls.iter().map(|c| (c.at, c.id.0)));
        entries.sort_by_key(|(at, _)| *at);
        entries.truncate(entries.len().saturating_sub(since));
        Self { version, entries: entries.into_iter().map(|(_, id)| id).collect(), owner: file.case.owner }
    }

    /// The thread as it was when a draft was saved.
    pub fn when_saved(file: &CaseFile, version: u64, at: Timestamp) -> Self {
        if version >= file.case.thread_version {
            return Self::of(file);
        }
        let messages = file.messages.iter().filter(|m| m.at <= at).map(|m| m.id.0);
        let calls = file.calls.iter().filter(|c| c.at <= at).map(|c| c.id.0);
        Self { version, entries: messages.chain(calls).collect(), owner: file.case.owner }
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Somebody wrote: a message or a note.
    Wrote {
        kind: MessageKind,
        who: String,
        at: Timestamp,
        text: String,
    },
    Called {
        who: OperatorId,
        at: Timestamp,
    },
    /// The case has another owner now.
    Owner(Option<OperatorId>),
    /// The thread has changed in a way this program has no words for.
    Changed,
}

/// The operator has looked: from now on this is the thread the letter answers.
pub fn seen(composer: &mut Composer, file: &CaseFile) {
    composer.news.clear();
    composer.known = Known::of(file);
}

/// Compares the case with what the operator knows. His own doings are no news.
pub fn look(composer: &mut Composer, file: &CaseFile, me: &Operator) {
    if file.case.thread_version <= composer.known.version {
        return;
    }
    let known = &composer.known;
    let mine = |author: &Author| matches!(author, Author::Operator { id, .. } if *id == me.id);
    let messages = file.messages.iter().filter(|m| !known.entries.contains(&m.id.0));
    let calls = file.calls.iter().filter(|c| !known.entries.contains(&c.id.0));
    let own = messages.clone().any(|m| mine(&m.author)) || calls.clone().any(|c| c.operator == me.id);
    let mut news: Vec<News> = messages
        .filter(|m| !mine(&m.author))
        .map(|m| News::Wrote { kind: m.kind.clone(), who: m.author.name().to_owned(), at: m.at, text: m.body.clone() })
        .collect();
    news.extend(calls.filter(|c| c.operator != me.id).map(|c| News::Called { who: c.operator, at: c.at }));
    let owner_changed = file.case.owner != known.owner;
    if owner_changed && file.case.owner != Some(me.id) {
        news.push(News::Owner(file.case.owner));
    }
    if news.is_empty() && !own && !owner_changed {
        news.push(News::Changed);
    }
    if news.is_empty() {
        composer.known = Known::of(file);
    }
    composer.news = news;
}
