//! Runs the REST backend alone, and manages who may use it.

#[path = "serve_network.rs"]
mod network;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Subcommand;
use secrecy::{ExposeSecret, SecretString};

use crate::config::{Config, Paths};
use crate::files;
use crate::model::acts::NewOperator;
use crate::model::{Operator, Role};
use crate::schedule::Rules;
use crate::server::embedded::{DataLock, system_person};
use crate::server::mail::Settings;
use crate::server::storage::Storage;
use crate::server::storage::postgres::{DatabaseUrl, PostgresStorage};
use crate::server::storage::sqlite::SqliteStorage;
use crate::server::{Server, accounts};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the desk; made when it is missing [default: `served` in this user's data folder]
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Keep the desk in PostgreSQL: postgres://user:password@host/database?schema=desk. Better by the environment, which
    /// others on this machine cannot see. Any number of processes may serve one desk
    #[arg(long, global = true, env = "SINCERELY_DATABASE", hide_env_values = true)]
    database: Option<SecretString>,
    #[command(flatten)]
    network: network::Args,
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Make an account and print its token, once
    AddOperator {
        name: String,
        /// operator, lead or source
        #[arg(long, default_value = "operator", value_parser = ["operator", "lead", "source"])]
        role: String,
    },
    /// Show every account
    ListOperators,
    /// Take all tokens of an account away, at once
    Revoke {
        /// The name or the id
        operator: String,
    },
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    let place = Place::of(&args, &paths)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match &args.act {
            None => serve(&args, &place, rules(&paths), mail(&paths)?).await?,
            Some(act) => manage(act, &place).await?,
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Where the desk is kept.
enum Place {
    Folder(PathBuf),
    Database(Box<DatabaseUrl>),
}

impl Place {
    fn of(args: &Args, paths: &Paths) -> anyhow::Result<Self> {
        if let Some(url) = &args.database {
            if args.data.is_some() {
                bail!("a desk is kept in a folder (--data) or in a database (--database), not in both");
            }
            return Ok(Self::Database(Box::new(url.expose_secret().parse()?)));
        }
        let data = args.data.clone().unwrap_or_else(|| paths.data.join("served"));
        files::private_dir(&data).with_context(|| format!("the folder {} cannot be made", data.display()))?;
        Ok(Self::Folder(data))
    }

    async fn open(&self) -> anyhow::Result<Arc<dyn Storage>> {
        Ok(match self {
            Self::Folder(data) => Arc::new(SqliteStorage::open(data)?),
            Self::Database(url) => Arc::new(PostgresStorage::open(url).await?),
        })
    }

    /// One process alone may serve a folder; a database may be served by many.
    fn lock(&self) -> anyhow::Result<Option<DataLock>> {
        let Self::Folder(data) = self else { return Ok(None) };
        match DataLock::take(data)? {
            Some(lock) => Ok(Some(lock)),
            None => bail!("another program serves {} already", data.display()),
        }
    }
}

/// As the command line names it.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(data) => write!(f, "--data {}", data.display()),
            Self::Database(_) => f.write_str("--database …"),
        }
    }
}

/// Working hours and targets of this user's settings; mistakes in them are told, and the defaults stand in.
fn rules(paths: &Paths) -> Rules {
    let (config, mistakes) = Config::load(paths);
    for mistake in mistakes {
        eprintln!("sincerely: {mistake}");
    }
    config.rules(&system_person().zone)
}

/// How this desk uses mail. A mistake there ends the start: a desk that seems to take in complaints must do it.
fn mail(paths: &Paths) -> anyhow::Result<Option<Settings>> {
    Ok(super::mail::settings(Config::load(paths).0.mail.as_ref(), paths)?)
}

async fn serve(args: &Args, place: &Place, rules: Rules, mail: Option<Settings>) -> anyhow::Result<()> {
    let network = args.network.network()?;
    log_to_stderr();
    let _lock = place.lock()?;
    let storage = place.open().await?;
    if storage.operators().await?.is_empty() {
        eprintln!(
            "Nobody may use this desk yet. Make the first account: sincerely serve {place} add-operator NAME --role lead"
        );
    }
    let listener = tokio::net::TcpListener::bind(args.network.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", args.network.listen))?;
    let tls = network.tls.clone();
    let server = Server::start_in(network, listener, storage, rules, "Sincerely")?.with_mail(mail);
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("Listening on {scheme}://{}", server.address());
    tokio::select! {
        asked = asked_to_stop() => asked?,
        renewed = network::renew(tls) => renewed?,
    }
    server.stop().await;
    Ok(())
}

/// Waits for TERM or INT.
async fn asked_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        Ok(())
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// `SINCERELY_LOG` sets how much is told, in the words of `tracing`; requests are told from `debug` on.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("SINCERELY_LOG").unwrap_or_else(|_| "info".into());
    // The readers of mail tell every byte when asked for all: passwords and customers' words.
    let quiet = ["async_imap=warn", "imap_proto=warn", "lettre=warn"].into_iter().flat_map(str::parse);
    let filter = quiet.fold(filter, tracing_subscriber::EnvFilter::add_directive);
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn manage(act: &Act, place: &Place) -> anyhow::Result<()> {
    let storage = place.open().await?;
    let result = match act {
        Act::AddOperator { name, role } => add(&*storage, name, role).await,
        Act::ListOperators => list(&*storage).await,
        Act::Revoke { operator } => revoke(&*storage, operator).await,
    };
    storage.close().await;
    result
}

async fn add(storage: &dyn Storage, name: &str, role: &str) -> anyhow::Result<()> {
    let new = NewOperator { name: name.to_owned(), role: Some(Role::from(role)), ..system_person() };
    let made = accounts::add(storage, &new).await?;
    println!("{}", made.token);
    eprintln!("This token of {} is shown once; it is kept nowhere.", made.operator.name);
    Ok(())
}

async fn list(storage: &dyn Storage) -> anyhow::Result<()> {
    for operator in storage.operators().await? {
        let state = if operator.active { "" } else { "  (inactive)" };
        println!("{}  {:<8}  {}{state}", operator.id, operator.role, operator.name);
    }
    Ok(())
}

async fn revoke(storage: &dyn Storage, wanted: &str) -> anyhow::Result<()> {
    let operators = storage.operators().await?;
    let fits = |operator: &&Operator| operator.name == wanted || operator.id.to_string() == wanted;
    let found: Vec<&Operator> = operators.iter().filter(fits).collect();
    match found.as_slice() {
        [operator] => {
            accounts::revoke(storage, operator).await?;
            println!("{} has no token any more.", operator.name);
            Ok(())
        }
        [] => bail!("nobody here is called «{wanted}»; `sincerely serve list-operators` shows who there is"),
        _ => bail!("{} accounts are called «{wanted}»; give the id that `list-operators` shows", found.len()),
    }
}
