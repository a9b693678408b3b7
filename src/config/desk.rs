//! Which desk this workstation is connected to: `desk.toml` in the config folder, its token in a file of its own in the
//! data folder. Without the file the workstation runs its own desk.

use std::io;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::Paths;
use crate::files::write_private;

const FILE: &str = "desk.toml";
const TOKEN_FILE: &str = "desk.token";
const CA_FILE: &str = "desk-ca.pem";

/// A desk reached over the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// The name of the desk's storage; own unsent work belongs to it.
    pub id: String,
    pub url: String,
    /// Holds the token and nothing else; relative to the data folder. For this user's eyes alone.
    pub token_file: PathBuf,
    /// The authority that the desk's certificate comes from, when it is one of the company's own; relative to the config
    /// folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("{path}: {source}. Nothing was changed; make it readable and writable for you")]
    File { path: PathBuf, source: io::Error },
    #[error("{path} cannot be read: {source}\nCorrect it, or connect again: sincerely connect URL")]
    Form { path: PathBuf, source: Box<toml::de::Error> },
}

impl Desk {
    /// The connected desk; none when this workstation runs its own.
    ///
    /// # Errors
    /// The file is there but cannot be read; it says where and why.
    pub fn read(paths: &Paths) -> Result<Option<Self>, DeskError> {
        let path = paths.config.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                toml::from_str(&text).map(Some).map_err(|error| DeskError::Form { path, source: Box::new(error) })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(DeskError::File { path, source }),
        }
    }

    /// Connects this workstation: writes the token and the authority, then the desk.
    ///
    /// # Errors
    /// Those of the files; the connection that was there before then stays.
    pub fn connect(
        paths: &Paths,
        id: &str,
        url: &str,
        token: &SecretString,
        ca: Option<&[u8]>,
    ) -> Result<Self, DeskError> {
        let desk = Self {
            id: id.to_owned(),
            url: url.to_owned(),
            token_file: PathBuf::from(TOKEN_FILE),
            ca: ca.map(|_| PathBuf::from(CA_FILE)),
        };
        let text = format!(
            "# Written by `sincerely connect`. Remove this file to use a desk on this machine again.\n{}",
            desk.toml()
        );
        for (path, content) in [
            (paths.data.join(&desk.token_file), Some(token.expose_secret().trim().as_bytes())),
            (paths.config.join(CA_FILE), ca),
            (paths.config.join(FILE), Some(text.as_bytes())),
        ] {
            let Some(content) = content else { continue };
            write_private(&path, content).map_err(|source| DeskError::File { path, source })?;
        }
        Ok(desk)
    }

    fn toml(&self) -> String {
        toml::to_string(self).expect("a few strings are always TOML")
    }

    /// The authority's certificates, in PEM.
    ///
    /// # Errors
    /// The file that holds them cannot be read.
    pub fn ca(&self, paths: &Paths) -> Result<Option<Vec<u8>>, DeskError> {
        let Some(file) = &self.ca else { return Ok(None) };
        let path = paths.config.join(file);
        std::fs::read(&path).map(Some).map_err(|source| DeskError::File { path, source })
    }

    /// # Errors
    /// The token file cannot be read.
    pub fn token(&self, paths: &Paths) -> Result<SecretString, DeskError> {
        let path = paths.data.join(&self.token_file);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(SecretString::from(text.trim())),
            Err(source) => Err(DeskError::File { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_remembered_with_its_token_apart() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        paths.make().unwrap();
        assert_eq!(Desk::read(&paths).unwrap(), None);
        let desk = Desk::connect(
            &paths,
            "storage-1",
            "https://desk.example.org",
            &SecretString::from("sin_secret\n"),
            Some(b"PEM"),
        )
        .unwrap();
        assert_eq!(Desk::read(&paths).unwrap(), Some(desk.clone()));
        assert_eq!(desk.ca(&paths).unwrap().as_deref(), Some(&b"PEM"[..]));
        assert_eq!(desk.token(&paths).unwrap().expose_secret(), "sin_secret");
        assert!(!std::fs::read_to_string(paths.config.join(FILE)).unwrap().contains("sin_secret"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(paths.data.join(TOKEN_FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_broken_file_says_where() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        paths.make().unwrap();
        std::fs::write(paths.config.join(FILE), "id = 'x'\nurl = ").unwrap();
        let error = Desk::read(&paths).unwrap_err().to_string();
        assert!(error.contains("desk.toml") && error.contains("line 2"), "{error}");
    }
}
