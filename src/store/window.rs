//! Several windows of one operator on one machine work over the same two files. Each has a number, for as long as it runs:
//! the system takes the lock behind it away when the process ends, however it ends.
//!
//! Duty: telling windows apart, knowing which of them still run. Not its duty: telling them what changed (`elsewhere`).

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::open::with_suffix;

/// More windows than anybody opens.
const MOST: i64 = 64;

/// This window among those that share a `work.db`.
pub(super) struct Window {
    /// From 1 on; free again when the process has ended.
    pub(super) number: i64,
    work: PathBuf,
    _lock: File,
}

impl Window {
    /// Takes the first number that no running window has.
    ///
    /// # Errors
    /// The folder cannot be written, or too many windows run.
    pub(super) fn take(work: &Path) -> io::Result<Self> {
        for number in 1..=MOST {
            if let Some(lock) = locked(&lock_file(work, number))? {
                return Ok(Self { number, work: work.to_owned(), _lock: lock });
            }
        }
        Err(io::Error::other("too many windows run over this file; close one"))
    }

    /// True when the window with that number runs no more. This one runs.
    pub(super) fn is_gone(&self, number: i64) -> bool {
        number != self.number && !is_taken(&self.work, number)
    }

    /// True when another window runs over the same file.
    pub(super) fn has_company(&self) -> bool {
        (1..=MOST).filter(|n| *n != self.number).any(|n| is_taken(&self.work, n))
    }
}

/// True when any window runs over this file.
pub(super) fn is_used(work: &Path) -> bool {
    (1..=MOST).any(|n| is_taken(work, n))
}

fn is_taken(work: &Path, number: i64) -> bool {
    let file = lock_file(work, number);
    file.exists() && !matches!(locked(&file), Ok(Some(_)))
}

fn lock_file(work: &Path, number: i64) -> PathBuf {
    with_suffix(work, &format!(".window-{number}"))
}

/// The lock, unless another process (or another store of this one) has it.
fn locked(path: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_window_has_a_number_of_its_own_and_the_next_one_gets_what_is_free() {
        let dir = tempfile::tempdir().unwrap();
        let work = dir.path().join("work.db");
        let (first, second) = (Window::take(&work).unwrap(), Window::take(&work).unwrap());
        assert_eq!((first.number, second.number), (1, 2));
        assert!(!first.is_gone(2) && !second.is_gone(2) && second.is_gone(3) && is_used(&work));
        drop(first);
        assert!(second.is_gone(1));
        assert_eq!(Window::take(&work).unwrap().number, 1);
        drop(second);
        assert!(!is_used(&work));
    }
}
