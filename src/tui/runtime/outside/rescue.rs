//! A draft that `work.db` does not take (the disk is full, the file has become read-only) goes into a file of its own: beside
//! it, else into the system's folder for temporary files. The next start takes it back.
//!
//! Not its duty: saying so (`composer::keeping`), trying again.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::config::Paths;
use crate::files::{private_dir, write_private};
use crate::model::{DeskId, Draft};
use crate::store::Store;

/// Where drafts are brought to safety; cheap to clone.
#[derive(Debug, Clone)]
pub struct Rescue {
    desk: DeskId,
    folders: Vec<PathBuf>,
    /// What this window has written and not taken away yet.
    written: Arc<Mutex<HashSet<PathBuf>>>,
}

#[derive(Serialize, Deserialize)]
struct Rescued {
    desk: DeskId,
    draft: Draft,
}

impl Rescue {
    pub fn of(paths: &Paths, desk: &DeskId) -> Self {
        Self::into(vec![paths.state.join("rescued"), second_place()], desk)
    }

    fn into(folders: Vec<PathBuf>, desk: &DeskId) -> Self {
        Self { desk: desk.clone(), folders, written: Arc::default() }
    }

    /// Writes a draft into the first folder that takes it.
    pub fn write(&self, draft: &Draft) -> Option<PathBuf> {
        let content = serde_json::to_vec(&Rescued { desk: self.desk.clone(), draft: draft.clone() }).ok()?;
        let path = self.folders.iter().find_map(|folder| {
            private_dir(folder).ok()?;
            if !is_ours(folder) {
                return None;
            }
            let path = folder.join(name(draft));
            if let Err(error) = write_private(&path, &content) {
                let _ = std::fs::remove_file(path.with_extension(format!("tmp-{}", std::process::id())));
                tracing::warn!(%error, "a draft could not be brought to safety there");
                return None;
            }
            Some(path)
        })?;
        self.written().insert(path.clone());
        Some(path)
    }

    /// The draft is in `work.db` now: what this window wrote elsewhere goes.
    pub fn forget(&self, draft: &Draft) {
        let mut written = self.written();
        if written.is_empty() {
            return;
        }
        for path in self.folders.iter().map(|folder| folder.join(name(draft))) {
            if written.remove(&path) {
                let _ = std::fs::remove_file(path);
            }
        }
    }

    /// Takes back what an earlier run left: it becomes an earlier version, and the draft itself when it is the newer one.
    /// A file goes only when its words are in `work.db`. Gives the number of drafts.
    pub async fn take_back(&self, store: &Store) -> usize {
        let mut taken = 0;
        for path in self.folders.iter().flat_map(|folder| files(folder)) {
            let Some(rescued) = read(&path).filter(|rescued| rescued.desk == self.desk) else { continue };
            let kept = store.keep_version(rescued.draft.clone()).await;
            if kept.is_ok() && store.save_draft(rescued.draft).await.is_ok() {
                let _ = std::fs::remove_file(&path);
                taken += 1;
            }
        }
        taken
    }

    fn written(&self) -> std::sync::MutexGuard<'_, HashSet<PathBuf>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// In the system's folder for temporary files, a folder that this user alone can enter.
fn second_place() -> PathBuf {
    #[cfg(unix)]
    let user = rustix::process::getuid().as_raw().to_string();
    #[cfg(not(unix))]
    let user = String::from("user");
    std::env::temp_dir().join(format!("sincerely-rescued-{user}"))
}

fn name(draft: &Draft) -> String {
    // Kinds are open words: what is no file name is left out.
    let kind: String = draft.kind.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}-{kind}.json", draft.case.0)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    if !is_ours(folder) {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "json")).collect()
}

/// The temporary folder is everybody's: what somebody else put there is neither written to nor taken for this user's words.
fn is_ours(folder: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let me = rustix::process::getuid().as_raw();
        std::fs::symlink_metadata(folder).is_ok_and(|m| m.is_dir() && m.uid() == me && m.mode() & 0o077 == 0)
    }
    #[cfg(not(unix))]
    folder.is_dir()
}

fn read(path: &Path) -> Option<Rescued> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CaseId, DraftKind};

    fn draft(text: &str) -> Draft {
        Draft {
            case: CaseId(uuid::Uuid::from_u128(1)),
            kind: DraftKind::Reply,
            text: text.into(),
            cursor: 0,
            slots: vec![],
            thread_version: 0,
            saved_at: jiff::Timestamp::now(),
            attachments: vec![],
            overrides: vec![],
        }
    }

    #[tokio::test]
    async fn what_the_disk_did_not_take_is_taken_back_by_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let desk = DeskId("own".into());
        let nowhere = PathBuf::from("/proc/no-such-folder");
        let second = dir.path().join("second");
        let rescue = Rescue::into(vec![nowhere.clone(), second.clone()], &desk);
        let (first, other) = (draft("Уважаемая Мария"), Draft { kind: DraftKind::Note, ..draft("для своих") });
        assert!(rescue.write(&first).is_some_and(|path| path.starts_with(&second)));
        assert!(rescue.write(&other).is_some());
        rescue.forget(&other);
        assert_eq!(files(&second).len(), 1, "what is saved is not kept twice");
        assert_eq!(Rescue::into(vec![nowhere], &desk).write(&first), None);

        let (store, _) = Store::open(&dir.path().join("work.db"), &dir.path().join("cache.db"), desk.clone()).unwrap();
        let newer = Draft { saved_at: first.saved_at + jiff::SignedDuration::from_secs(1), ..draft("новее") };
        store.save_draft(newer.clone()).await.unwrap();
        let next = Rescue::into(vec![second.clone()], &desk);
        assert_eq!(Rescue::into(vec![second.clone()], &DeskId("other".into())).take_back(&store).await, 0);
        assert_eq!((next.take_back(&store).await, next.take_back(&store).await), (1, 0));
        assert_eq!(store.draft(newer.case, DraftKind::Reply).await.unwrap().unwrap().text, "новее");
        let versions = store.draft_history(newer.case, DraftKind::Reply).await.unwrap();
        assert_eq!(versions[0].draft.text, "Уважаемая Мария");
    }
}
