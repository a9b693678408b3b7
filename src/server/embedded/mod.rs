//! The backend inside the workstation: the same server, on a loopback port, with a random token.
//!
//! Whoever comes first starts it; whoever comes later on this machine (a second workstation, `import`) finds it. The
//! one who started it holds a lock on `server.lock`, which the system takes away when the process ends, however it
//! ends; where it listens stands in `server.json`, for this user's eyes alone.
//! Not its duty: serving others (`sincerely serve`).

mod lock;
mod person;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::net::{TcpListener, TcpStream};

use crate::files;
use crate::model::{Operator, OperatorId, Role};
use crate::schedule::Rules;
use crate::server::accounts::{self, AccountError};
use crate::server::mail::Settings;
use crate::server::storage::sqlite::{self, SqliteStorage};
use crate::server::storage::{CommitError, Storage, StorageError};
use crate::server::{Server, Token};

pub use lock::DataLock;
use lock::Published;
pub use person::system_person;

/// Another process that starts the server gets so long to say where it listens.
const PATIENCE: Duration = Duration::from_secs(10);
/// The label of the token of one run.
const LABEL: &str = crate::server::rules::tokens::EMBEDDED;

#[derive(Debug, Clone)]
pub struct Options {
    pub rules: Rules,
    /// The operator's explicit word: put a damaged database aside and begin a new one.
    pub start_afresh: bool,
    /// How this desk uses mail while it runs here.
    pub mail: Option<Settings>,
}

impl Default for Options {
    /// Built-in targets in the working hours of this machine's zone.
    fn default() -> Self {
        Self { rules: Rules::in_zone(&system_person().zone).unwrap_or_default(), start_afresh: false, mail: None }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(
        "another program holds {path} and does not answer; end it (or wait for it) and start again. Nothing was changed"
    )]
    Held { path: PathBuf },
    #[error("{path} cannot be written: {source}. Nothing was changed; make the folder writable")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("no port could be opened on this machine: {0}")]
    Port(std::io::Error),
}

impl From<CommitError> for EmbeddedError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Storage(error) => Self::Storage(error),
            CommitError::Conflict => Self::Storage(StorageError::Failed(error.to_string())),
        }
    }
}

/// The backend of this machine, wherever it runs.
pub struct Embedded {
    pub url: String,
    pub token: SecretString,
    /// Whose token it is.
    pub operator: OperatorId,
    /// Where a damaged database was put.
    pub put_aside: Option<PathBuf>,
    /// Some while it runs in this process.
    own: Option<Own>,
}

struct Own {
    server: Server,
    lock: DataLock,
}

impl Embedded {
    /// False when another process of this user runs it.
    pub fn runs_here(&self) -> bool {
        self.own.is_some()
    }

    /// The server, when it runs here.
    pub fn server(&self) -> Option<&Server> {
        self.own.as_ref().map(|own| &own.server)
    }

    /// Ends it in order if it runs here; another process's server goes on.
    pub async fn stop(self) {
        let Some(own) = self.own else { return };
        own.lock.withdraw();
        // A token of a server that is gone opens nothing; forgetting it is tidiness.
        let _ = accounts::forget(&**own.server.storage(), self.operator, LABEL).await;
        own.server.stop().await;
    }
}

/// Finds the running backend of a data folder, or starts it here.
///
/// # Errors
/// Each says in one sentence what is wrong and what to do; a damaged database is never overwritten.
pub async fn ensure(data_dir: &Path, options: Options) -> Result<Embedded, EmbeddedError> {
    files::private_dir(data_dir).map_err(|source| EmbeddedError::Folder { path: data_dir.to_owned(), source })?;
    let begun = tokio::time::Instant::now();
    loop {
        let taken = DataLock::take(data_dir);
        match taken.map_err(|source| EmbeddedError::Folder { path: data_dir.to_owned(), source })? {
            Some(lock) => return start(data_dir, lock, options).await,
            None => {
                if let Some(found) = find(data_dir).await {
                    return Ok(found);
                }
            }
        }
        if begun.elapsed() > PATIENCE {
            return Err(EmbeddedError::Held { path: data_dir.join(lock::LOCK) });
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The backend that another process runs, if it says where and listens there.
async fn find(data_dir: &Path) -> Option<Embedded> {
    let published = Published::read(data_dir)?;
    let reach = TcpStream::connect(published.address);
    tokio::time::timeout(Duration::from_secs(1), reach).await.ok()?.ok()?;
    Some(Embedded {
        url: url(published.address),
        token: published.token.into(),
        operator: published.operator,
        put_aside: None,
        own: None,
    })
}

async fn start(data_dir: &Path, lock: DataLock, options: Options) -> Result<Embedded, EmbeddedError> {
    let (storage, put_aside) = open(data_dir, options.start_afresh)?;
    let storage: Arc<dyn Storage> = Arc::new(storage);
    let operator = own_account(&*storage).await?;
    accounts::forget(&*storage, operator.id, LABEL).await?;
    let token = accounts::add_token(&*storage, operator.id, LABEL).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(EmbeddedError::Port)?;
    let server = Server::start(listener, storage, options.rules, "this machine").map_err(EmbeddedError::Port)?;
    let server = server.with_mail(options.mail);
    let published = Published {
        address: server.address(),
        token: token.reveal().to_owned(),
        operator: operator.id,
        pid: std::process::id(),
    };
    lock.publish(&published).map_err(|source| EmbeddedError::Folder { path: data_dir.to_owned(), source })?;
    Ok(running(server, lock, &token, operator.id, put_aside))
}

fn running(
    server: Server,
    lock: DataLock,
    token: &Token,
    operator: OperatorId,
    put_aside: Option<PathBuf>,
) -> Embedded {
    let url = url(server.address());
    Embedded { url, token: token.reveal().into(), operator, put_aside, own: Some(Own { server, lock }) }
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// The operator of this machine: the first lead, made at the first start.
async fn own_account(storage: &dyn Storage) -> Result<Operator, EmbeddedError> {
    let operators = storage.operators().await?;
    let lead = operators.into_iter().filter(|o| o.active && o.role == Role::Lead).min_by_key(|o| o.id);
    match lead {
        Some(lead) => Ok(lead),
        None => Ok(accounts::add(storage, &system_person()).await?.operator),
    }
}

fn open(data_dir: &Path, start_afresh: bool) -> Result<(SqliteStorage, Option<PathBuf>), StorageError> {
    match SqliteStorage::open(data_dir) {
        Err(StorageError::Damaged { .. }) if start_afresh => {
            let aside = put_aside(data_dir)?;
            Ok((SqliteStorage::open(data_dir)?, Some(aside)))
        }
        opened => Ok((opened?, None)),
    }
}

/// Moves a damaged database and what belongs to it to a name of its own.
fn put_aside(data_dir: &Path) -> Result<PathBuf, StorageError> {
    let path = data_dir.join(sqlite::FILE);
    let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%S%3fZ");
    let aside = data_dir.join(format!("{}.damaged-{stamp}", sqlite::FILE));
    for end in ["", "-wal", "-shm"] {
        let with_end = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        match std::fs::rename(with_end(&path), with_end(&aside)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StorageError::CannotOpen { path, reason: error.to_string() });
            }
            _ => {}
        }
    }
    Ok(aside)
}
