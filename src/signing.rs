//! The key an operator signs with: the one made at the first start, another SSH key file with or without a passphrase,
//! or a key that the ssh-agent holds and never gives away.
//!
//! A passphrase is asked for once; the open key then stays in this process's memory and is wiped at its end. It is
//! never written anywhere. Not its duty: what is signed (`seal`), whether the desk knows the key (`server`).

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ssh_agent_client_rs::{Client, Identity};
use zeroize::Zeroizing;

use crate::files::write_private;
use crate::seal::{self, SealError};

/// The key made at the first start, in the data folder.
const OWN: &str = "signing-key";
/// How a fingerprint begins.
const FINGERPRINT: &str = "SHA256:";
/// The variable in which an agent says where it listens.
const AGENT: &str = "SSH_AUTH_SOCK";

#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    #[error("the key {} is protected by a passphrase", path.display())]
    Locked { path: PathBuf },
    #[error("the passphrase does not open the key {}", path.display())]
    Passphrase { path: PathBuf },
    #[error("the key {} cannot be read: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("no ssh-agent is there (SSH_AUTH_SOCK is not set); start one and add the key: ssh-add")]
    NoAgent,
    #[error("the ssh-agent does not answer ({0}); start it again and add the key: ssh-add")]
    AgentGone(String),
    #[error("the ssh-agent does not hold the key {0}; add it: ssh-add")]
    NotInAgent(String),
    #[error("the ssh-agent did not sign; it may have asked you and been told no")]
    AgentRefused,
    #[error("{}: {source}", path.display())]
    Key { path: PathBuf, source: SealError },
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl SigningError {
    /// True when another try with a passphrase can help.
    pub fn wants_passphrase(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::Passphrase { .. })
    }
}

/// Where the key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    File(PathBuf),
    /// By its fingerprint, `SHA256:…`.
    Agent(String),
}

/// The key of this workstation.
pub struct SigningKey {
    place: Place,
    /// Opened by its passphrase, until the program ends.
    open: Mutex<Option<Zeroizing<String>>>,
}

/// The key that is made at the first start.
pub fn own_key(data: &Path) -> PathBuf {
    data.join(OWN)
}

/// Makes an Ed25519 key in a file unless there is one; gives back its public line.
///
/// # Errors
/// The file cannot be read or written, or is no key; it is then left as it is.
pub fn ensure_key(path: &Path, comment: &str) -> Result<String, SigningError> {
    if path.exists() {
        return SigningKey::at(Place::File(path.to_owned())).public_line();
    }
    let key = seal::generate_key(rand::random(), comment)?;
    write_private(path, key.as_bytes()).map_err(|source| SigningError::File { path: path.to_owned(), source })?;
    Ok(seal::public_line(&key)?)
}

impl SigningKey {
    /// By the setting `[signing] key`: a file, a fingerprint for the agent, or nothing for the own one.
    pub fn from_setting(setting: Option<&str>, data: &Path) -> Self {
        Self::at(match setting.map(str::trim).filter(|s| !s.is_empty()) {
            None => Place::File(own_key(data)),
            Some(print) if print.starts_with(FINGERPRINT) => Place::Agent(print.to_owned()),
            Some(path) => Place::File(expand_home(path)),
        })
    }

    pub fn at(place: Place) -> Self {
        Self { place, open: Mutex::new(None) }
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The public half in one line. Needs no passphrase.
    ///
    /// # Errors
    /// The file or the agent cannot be read, or it is no Ed25519 key.
    pub fn public_line(&self) -> Result<String, SigningError> {
        match &self.place {
            Place::File(path) => {
                seal::public_line(&read(path)?).map_err(|source| SigningError::Key { path: path.clone(), source })
            }
            Place::Agent(print) => Ok(in_agent(print)?.1),
        }
    }

    /// Signs a form; gives the armoured signature. May take a while: an agent may ask its owner.
    ///
    /// # Errors
    /// [`SigningError::wants_passphrase`] tells when a passphrase is missing or wrong; nothing is lost then.
    pub fn sign(&self, namespace: &str, form: &[u8], passphrase: Option<&str>) -> Result<String, SigningError> {
        match &self.place {
            Place::File(path) => {
                let key = self.opened(path, passphrase)?;
                Ok(seal::sign_as(namespace, &key, form)?)
            }
            Place::Agent(print) => sign_by_agent(print, namespace, form),
        }
    }

    fn opened(&self, path: &Path, passphrase: Option<&str>) -> Result<Zeroizing<String>, SigningError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = &*open {
            return Ok(key.clone());
        }
        let at = |source| match source {
            SealError::Passphrase => SigningError::Passphrase { path: path.to_owned() },
            source => SigningError::Key { path: path.to_owned(), source },
        };
        let text = read(path)?;
        if !seal::is_locked(&text).map_err(at)? {
            return Ok(text);
        }
        let passphrase = passphrase.ok_or_else(|| SigningError::Locked { path: path.to_owned() })?;
        let key = seal::unlock(&text, passphrase).map_err(at)?;
        *open = Some(key.clone());
        Ok(key)
    }
}

fn read(path: &Path) -> Result<Zeroizing<String>, SigningError> {
    let text = std::fs::read_to_string(path);
    text.map(Zeroizing::new).map_err(|source| SigningError::File { path: path.to_owned(), source })
}

fn agent() -> Result<Client, SigningError> {
    let socket = std::env::var_os(AGENT).filter(|socket| !socket.is_empty()).ok_or(SigningError::NoAgent)?;
    Client::connect(Path::new(&socket)).map_err(|error| SigningError::AgentGone(error.to_string()))
}

/// The Ed25519 keys of the agent: fingerprint and public line of each.
///
/// # Errors
/// There is no agent, or it does not answer.
pub fn agent_keys() -> Result<Vec<(String, String)>, SigningError> {
    let identities = agent()?.list_all_identities().map_err(|error| SigningError::AgentGone(error.to_string()))?;
    let line = |identity: Identity<'_>| match identity {
        Identity::PublicKey(key) => key.to_openssh().ok(),
        Identity::Certificate(_) => None,
    };
    Ok(identities.into_iter().filter_map(line).filter_map(|l| Some((seal::fingerprint(&l).ok()?, l))).collect())
}

fn in_agent(print: &str) -> Result<(Client, String), SigningError> {
    let line = agent_keys()?.into_iter().find(|(known, _)| known == print).map(|(_, line)| line);
    Ok((agent()?, line.ok_or_else(|| SigningError::NotInAgent(print.to_owned()))?))
}

/// The blob is ours; the agent gives 64 bytes for it.
fn sign_by_agent(print: &str, namespace: &str, form: &[u8]) -> Result<String, SigningError> {
    let (mut agent, line) = in_agent(print)?;
    let public = ssh_key::PublicKey::from_openssh(&line).map_err(|_| SealError::PublicKey)?;
    let data = seal::to_be_signed(namespace, form)?;
    let signature = agent.sign(public, &data).map_err(|error| match error {
        ssh_agent_client_rs::Error::RemoteFailure => SigningError::AgentRefused,
        error => SigningError::AgentGone(error.to_string()),
    })?;
    let armoured = seal::assemble(namespace, &line, signature.as_bytes())?;
    // Whatever the agent did, no letter goes out with a signature that does not hold.
    seal::verify_as(namespace, &line, form, &armoured)?;
    Ok(armoured)
}

fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_can_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = own_key(dir.path());
        let first = ensure_key(&path, "Анна").unwrap();
        assert!(first.starts_with("ssh-ed25519 "));
        assert_eq!(ensure_key(&path, "другое").unwrap(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_is_told_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = own_key(dir.path());
        std::fs::write(&path, "no key").unwrap();
        assert!(ensure_key(&path, "").is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "no key");
    }

    #[test]
    fn a_setting_names_a_file_an_agents_key_or_the_own_one() {
        let data = Path::new("/data");
        let place = |setting| SigningKey::from_setting(setting, data).place().clone();
        assert_eq!(place(None), Place::File("/data/signing-key".into()));
        assert_eq!(place(Some("  ")), Place::File("/data/signing-key".into()));
        assert_eq!(place(Some("/keys/anna")), Place::File("/keys/anna".into()));
        assert_eq!(place(Some("SHA256:abc")), Place::Agent("SHA256:abc".into()));
    }
}
