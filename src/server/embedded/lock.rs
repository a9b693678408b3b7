//! Who serves a data folder, and where: `server.lock` is only ever locked, `server.json` is only ever read and replaced
//! (some systems do not let others read a locked file).

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files;
use crate::model::OperatorId;

pub const LOCK: &str = "server.lock";
const WHERE: &str = "server.json";

/// Where the running server listens, and how this user speaks to it.
#[derive(Serialize, Deserialize)]
pub struct Published {
    pub address: SocketAddr,
    pub token: String,
    pub operator: OperatorId,
    /// For people who look; the lock alone says whether it runs.
    pub pid: u32,
}

impl Published {
    pub fn read(dir: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(dir.join(WHERE)).ok()?).ok()
    }
}

/// The right to serve a data folder. Ends with the process, or when dropped.
pub struct DataLock {
    _file: File,
    dir: PathBuf,
}

impl DataLock {
    /// Takes the right; none when another process has it.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn take(dir: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join(LOCK))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let lock = Self { _file: file, dir: dir.to_owned() };
        // A server that was killed left its address behind.
        lock.withdraw();
        Ok(Some(lock))
    }

    /// Says where the server listens.
    pub fn publish(&self, published: &Published) -> io::Result<()> {
        files::write_private(&self.dir.join(WHERE), &serde_json::to_vec(published)?)
    }

    /// Says nothing any more.
    pub fn withdraw(&self) {
        let _ = std::fs::remove_file(self.dir.join(WHERE));
    }
}
