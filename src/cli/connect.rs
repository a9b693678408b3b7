//! Connects this workstation to a server by URL and token.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use secrecy::SecretString;

use crate::backend::sincerely::Client;
use crate::backend::{Backend, BackendError};
use crate::config::{Desk, Paths};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address of the server, such as `https://desk.example.org`
    url: String,
    /// The token that `sincerely serve add-operator` printed; better by stdin or SINCERELY_TOKEN, for others can see
    /// a command line
    #[arg(long, env = "SINCERELY_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Certificates (PEM) of the authority that the desk's own comes from, when it is one of the company's
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Connect to another machine without encryption
    #[arg(long)]
    i_know_this_is_unencrypted: bool,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let token = match args.token {
        Some(token) => SecretString::from(token),
        None => read_token()?,
    };
    let ca = args.ca.as_ref().map(|file| {
        std::fs::read(file).with_context(|| format!("the authority's certificate {} cannot be read", file.display()))
    });
    let ca = ca.transpose()?;
    let client = Client::trusting(&args.url, &token, ca.as_deref())?;
    if client.is_readable_by_others() && !args.i_know_this_is_unencrypted {
        bail!(
            "{} is another machine, and nothing would be encrypted: the token and every letter could be read on the way. \
             Use its https:// address, or say --i-know-this-is-unencrypted. Nothing was sent",
            args.url.trim()
        );
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (info, me) = runtime.block_on(async {
        let info = client.info().await?;
        Ok::<_, BackendError>((info, client.me().await?))
    })?;
    let paths = Paths::of_user()?;
    paths.make()?;
    Desk::connect(&paths, &info.desk, args.url.trim(), &token, ca.as_deref())?;
    println!("Connected to «{}» as {}. Start `sincerely` to work there.", info.name, me.name);
    Ok(ExitCode::SUCCESS)
}

fn read_token() -> anyhow::Result<SecretString> {
    let mut token = String::new();
    if std::io::stdin().is_terminal() {
        eprintln!("Paste the token and press Enter:");
        std::io::stdin().read_line(&mut token).context("the token cannot be read")?;
    } else {
        std::io::stdin().take(4096).read_to_string(&mut token).context("the token cannot be read")?;
    }
    let token = SecretString::from(token.trim());
    if secrecy::ExposeSecret::expose_secret(&token).is_empty() {
        bail!("no token was given; `sincerely serve add-operator NAME` on the server prints one");
    }
    Ok(token)
}
