//! `sincerely keys`: the keys that letters are signed with: shown, chosen, replaced, revoked.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use jiff::Timestamp;
use tokio::runtime::Runtime;

use super::desk::{Reached, reach};
use super::operators::find;
use crate::backend::Backend;
use crate::backend::sincerely::Client;
use crate::config::{Config, Paths};
use crate::files::write_private;
use crate::model::acts::KeyChange;
use crate::model::{Operator, SigningKey as Known};
use crate::seal;
use crate::signing::{SigningKey, agent_keys, own_key};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Show the keys that the desk knows of you, the one this workstation signs with, and those of the ssh-agent
    List,
    /// Sign with another key from now on, and tell the desk
    Use {
        /// An Ed25519 key file in OpenSSH form, or the fingerprint (SHA256:…) of a key of the ssh-agent [default: the own
        /// one of this workstation]
        key: Option<String>,
    },
    /// Make a new key for this workstation; the old one ends, its letters stay provable
    Rotate,
    /// Say that a key is in strange hands: what it signed since then counts for nothing
    Revoke {
        /// The fingerprint (SHA256:…) that `keys list` shows
        key: String,
        /// Since when, such as 2026-03-02T10:00:00Z [default: now]
        #[arg(long, value_name = "TIME")]
        since: Option<Timestamp>,
        /// Whose key: name or id of another operator (leads)
        #[arg(long, value_name = "OPERATOR")]
        of: Option<String>,
    },
}

/// # Errors
/// The key cannot be read or is of another kind, or the desk says no; nothing was changed then.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    paths.make()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let Reached { client, embedded, .. } = runtime.block_on(reach(&paths))?;
    let done = carry_out(&args.act, &paths, &client, &runtime);
    if let Some(embedded) = embedded {
        runtime.block_on(embedded.stop());
    }
    done.map(|()| ExitCode::SUCCESS)
}

fn carry_out(act: &Act, paths: &Paths, client: &Client, runtime: &Runtime) -> anyhow::Result<()> {
    let me = runtime.block_on(client.me())?;
    match act {
        Act::List => list(paths, &me),
        Act::Use { key } => choose(paths, client, runtime, &me, key.as_deref()),
        Act::Rotate => rotate(paths, client, runtime, &me),
        Act::Revoke { key, since, of } => {
            let operator = match of {
                None => me,
                Some(wanted) => find(&runtime.block_on(client.operators())?, wanted)?,
            };
            let change = KeyChange::Revoke { key: key.clone(), since: *since };
            runtime.block_on(client.change_key(operator.id, &change))?;
            println!("{key} of {} is revoked. Letters that it had signed before still verify.", operator.name);
            Ok(())
        }
    }
}

fn setting(paths: &Paths) -> Option<String> {
    Config::load(paths).0.signing.key
}

fn list(paths: &Paths, me: &Operator) -> anyhow::Result<()> {
    let here = SigningKey::from_setting(setting(paths).as_deref(), &paths.data).public_line();
    for known in &me.keys {
        let mark = if here.as_ref().is_ok_and(|line| seal::is_same_key(line, &known.public)) { "*" } else { " " };
        println!("{mark} {}  {}", seal::fingerprint(&known.public)?, times(known));
    }
    match here {
        Ok(line) if !me.keys.iter().any(|known| seal::is_same_key(&known.public, &line)) => {
            println!("* {}  not known to the desk yet: sincerely keys use", seal::fingerprint(&line)?);
        }
        Ok(_) => println!("* is what this workstation signs with"),
        Err(error) => eprintln!("sincerely: the key of this workstation cannot be used: {error}"),
    }
    for (print, line) in agent_keys().unwrap_or_default() {
        let comment = line.split_whitespace().nth(2).unwrap_or_default().to_owned();
        println!("  {print}  in the ssh-agent  {}", crate::text::safe_line(&comment));
    }
    Ok(())
}

fn times(known: &Known) -> String {
    let until = known.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let revoked = known.revoked_at.map(|at| format!(", in strange hands since {at}")).unwrap_or_default();
    format!("since {}{until}{revoked}", known.since)
}

/// The desk is told first: a key that it refuses is not chosen.
fn choose(paths: &Paths, client: &Client, runtime: &Runtime, me: &Operator, key: Option<&str>) -> anyhow::Result<()> {
    let absolute =
        key.map(|key| if key.starts_with("SHA256:") { Ok(key.to_owned()) } else { absolute(key) }).transpose()?;
    let signing = SigningKey::from_setting(absolute.as_deref(), &paths.data);
    let line = signing.public_line()?;
    runtime.block_on(client.change_key(me.id, &KeyChange::Add { key: line.clone() }))?;
    save(paths, absolute.as_deref())?;
    println!("Letters are signed with {} from now on.", seal::fingerprint(&line)?);
    Ok(())
}

fn absolute(path: &str) -> anyhow::Result<String> {
    let expanded = match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => path.into(),
    };
    let found = std::fs::canonicalize(&expanded).with_context(|| format!("the key {path} cannot be read"))?;
    found.into_os_string().into_string().ok().context("the path of the key is no text")
}

/// The new key lies beside the old one until the desk has it; a crash in between loses neither.
fn rotate(paths: &Paths, client: &Client, runtime: &Runtime, me: &Operator) -> anyhow::Result<()> {
    if setting(paths).is_some() {
        bail!(
            "this workstation signs with a key of yours; make a new one with ssh-keygen, then: sincerely keys use FILE"
        );
    }
    let path = own_key(&paths.data);
    let fresh = path.with_extension("new");
    let key = seal::generate_key(rand::random(), &me.name)?;
    let line = seal::public_line(&key)?;
    write_private(&fresh, key.as_bytes())?;
    if let Err(error) = runtime.block_on(client.change_key(me.id, &KeyChange::Add { key: line.clone() })) {
        let _ = std::fs::remove_file(&fresh);
        return Err(error.into());
    }
    std::fs::rename(&fresh, &path)?;
    println!("Letters are signed with {} from now on. Letters of the old key still verify.", seal::fingerprint(&line)?);
    Ok(())
}

/// Writes `[signing] key`, or takes it away, and leaves the rest of the file as its owner wrote it.
fn save(paths: &Paths, key: Option<&str>) -> anyhow::Result<()> {
    let path = paths.config.join("config.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).context("config.toml cannot be read"),
    };
    let mut file: toml_edit::DocumentMut =
        text.parse().context("config.toml has a mistake; nothing was changed in it")?;
    match key {
        Some(key) => file["signing"].or_insert(toml_edit::table())["key"] = toml_edit::value(key),
        None => {
            if let Some(signing) = file.get_mut("signing").and_then(|s| s.as_table_like_mut()) {
                signing.remove("key");
            }
        }
    }
    Ok(write_private(&path, file.to_string().as_bytes())?)
}
