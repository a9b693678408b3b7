//! Where things live. `SINCERELY_HOME` puts everything below one folder (tests, portable use, `demo --keep`);
//! without it the platform's own folders are used. Everything is made for the user alone (umask 077).

use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::files::private_dir;

#[derive(Debug, thiserror::Error)]
pub enum PathsError {
    #[error("no home folder is known for this user; set HOME, or SINCERELY_HOME to a folder of your choice")]
    NoHome,
    #[error("the folder {path} cannot be made: {source}. Nothing was changed; make it writable or set SINCERELY_HOME")]
    CannotMake { path: PathBuf, source: io::Error },
}

/// The folders of one profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `config.toml`, `theme`, `keymap`, `phrases/`: written by the user.
    pub config: PathBuf,
    /// `server.db`, `attachments/`, the signing key: what must not be lost.
    pub data: PathBuf,
    /// `work.db`, logs: drafts and outbox; must not be lost either.
    pub state: PathBuf,
    /// `cache.db`: can always be pulled again.
    pub cache: PathBuf,
}

impl Paths {
    /// The user's own folders, or those below `SINCERELY_HOME`.
    ///
    /// # Errors
    /// [`PathsError::NoHome`] when the platform knows no home folder.
    pub fn of_user() -> Result<Self, PathsError> {
        if let Some(home) = std::env::var_os("SINCERELY_HOME").filter(|h| !h.is_empty()) {
            return Ok(Self::below(Path::new(&home)));
        }
        let dirs = ProjectDirs::from("", "", "sincerely").ok_or(PathsError::NoHome)?;
        Ok(Self {
            config: dirs.config_dir().to_owned(),
            data: dirs.data_dir().to_owned(),
            state: dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned(),
            cache: dirs.cache_dir().to_owned(),
        })
    }

    /// All folders below one.
    pub fn below(home: &Path) -> Self {
        Self {
            config: home.join("config"),
            data: home.join("data"),
            state: home.join("state"),
            cache: home.join("cache"),
        }
    }

    /// Makes the folders that are missing, for the user alone.
    ///
    /// # Errors
    /// [`PathsError::CannotMake`] names the folder that could not be made.
    pub fn make(&self) -> Result<(), PathsError> {
        for dir in [&self.config, &self.data, &self.state, &self.cache] {
            private_dir(dir).map_err(|source| PathsError::CannotMake { path: dir.clone(), source })?;
        }
        Ok(())
    }
}
