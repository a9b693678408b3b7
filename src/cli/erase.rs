//! `sincerely erase CUSTOMER`: forgets a person on request.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};

use super::desk::{Reached, reach};
use super::export::find;
use crate::backend::sincerely::Client;
use crate::config::Paths;
use crate::model::{Customer, CustomerId};
use crate::text::safe_line;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Words, names, addresses, attachments and drafts of all cases of this person go from the desk, and from every workstation as
soon as it is in step. What happened when, who of us did it, and the salted hashes stay, so that dossiers still verify. Nothing
brings the words back. Mailboxes, recordings elsewhere, backups and dossiers that were exported before are yours to clean.")]
pub struct Args {
    /// Id of the customer, or the number of one of his cases
    customer: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// # Errors
/// There is no such person, you are no lead, or the name was not typed as it stands; nothing was changed then.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    paths.make()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let Reached { client, embedded, .. } = reach(&paths).await?;
        let done = erase(&client, &args).await;
        if let Some(embedded) = embedded {
            embedded.stop().await;
        }
        done
    })
}

async fn erase(client: &Client, args: &Args) -> anyhow::Result<ExitCode> {
    let id = match args.customer.parse::<CustomerId>() {
        Ok(id) => id,
        Err(_) => find(client, &args.customer).await?.customer_id,
    };
    let customer = client.customer(id).await.context("there is no such customer")?;
    if customer.erased_at.is_some() {
        println!("This person was forgotten already.");
        return Ok(ExitCode::SUCCESS);
    }
    if !args.yes && !is_confirmed(&customer)? {
        bail!("the name was not typed as it stands; nothing was changed");
    }
    client.erase_customer(id, customer.version).await?;
    println!("Forgotten. `sincerely sync` on each workstation makes it forget too.");
    Ok(ExitCode::SUCCESS)
}

/// Whoever erases for ever types the name.
fn is_confirmed(customer: &Customer) -> anyhow::Result<bool> {
    let name = customer.name.full();
    let shown = if name.trim().is_empty() { customer.id.to_string() } else { safe_line(name.trim()).into_owned() };
    eprintln!("Everything that {shown} wrote to you, and you to them, will be erased for ever.");
    eprint!("Type the name to go on: ");
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim() == shown)
}
