//! `sincerely export CASE`: the dossier of a case.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::desk::{Reached, reach};
use super::passphrase::with_passphrase;
use crate::backend::sincerely::Client;
use crate::config::{Config, Paths};
use crate::dossier::{self, DossierError, Order};
use crate::i18n::Texts;
use crate::model::{Case, CaseId};
use crate::signing::{SigningError, SigningKey};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The folder holds everything of the case in time order, each letter with the signature of its author, and is sealed with your
key. README.md in it says how anybody checks it with OpenSSH alone; `sincerely verify FOLDER` checks it and names what was
changed.")]
pub struct Args {
    /// Number or id of the case
    case: String,
    /// The folder to make [default: dossier-NUMBER-TIME here]
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Leave the contents of attachments out; their hashes are in the entries all the same
    #[arg(long)]
    no_attachments: bool,
    /// Language of the page that people read: en, ru, ro
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: String,
}

/// # Errors
/// There is no such case, the key cannot sign, or the folder cannot be written; nothing is left behind.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let texts = Texts::new(super::ui_lang(&args.lang)?);
    let paths = Paths::of_user()?;
    paths.make()?;
    let key = SigningKey::from_setting(Config::load(&paths).0.signing.key.as_deref(), &paths.data);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let Reached { client, embedded, .. } = runtime.block_on(reach(&paths))?;
    let done = (|| {
        let case = runtime.block_on(find(&client, &args.case))?;
        let order = Order { case: case.id, to: args.to.clone(), contents: !args.no_attachments, texts: &texts };
        let export = |passphrase: Option<&str>| runtime.block_on(dossier::export(&client, &key, passphrase, &order));
        with_passphrase(export, signing).context("the dossier was not written")
    })();
    if let Some(embedded) = embedded {
        runtime.block_on(embedded.stop());
    }
    let exported = done?;
    println!("{}", exported.folder.display());
    if exported.missing > 0 {
        eprintln!("{} attachments are not at the desk any more; their hashes are in the dossier.", exported.missing);
    }
    Ok(ExitCode::SUCCESS)
}

fn signing(error: &DossierError) -> Option<&SigningError> {
    match error {
        DossierError::Signing(error) => Some(error),
        _ => None,
    }
}

/// A case by its number or id.
///
/// # Errors
/// There is none, or the desk does not answer.
pub(super) async fn find(client: &Client, wanted: &str) -> anyhow::Result<Case> {
    if let Ok(id) = wanted.parse::<CaseId>() {
        return Ok(client.case_file(id).await?.case);
    }
    let number = wanted.trim_start_matches(['#', '№']).trim().parse::<u64>();
    let number = number.with_context(|| format!("«{wanted}» is neither the number nor the id of a case"))?;
    client.find_case(number).await?.with_context(|| format!("there is no case {number} at this desk"))
}
