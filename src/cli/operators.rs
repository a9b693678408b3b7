//! `sincerely operators`: a lead manages accounts and tokens at the desk at hand, connected or on this machine; everybody
//! his own tokens. What is allowed says the desk.
//!
//! Not its duty: the server's own command line, which needs no token (`serve`).

use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use jiff::{SignedDuration, Timestamp};

use super::desk::at_hand;
use crate::backend::sincerely::Client;
use crate::config::Paths;
use crate::model::acts::{NewOperator, OperatorPatch};
use crate::model::{Operator, Role};
use crate::protocol::{NewToken, TokenInfo};
use crate::server::embedded::system_person;
use crate::text::{pad, safe_line, width};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Show everybody who works or worked here
    List {
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Make an account and print its token, once
    Add {
        name: String,
        /// operator, lead or source
        #[arg(long, default_value = "operator", value_parser = ROLES)]
        role: String,
    },
    /// Give somebody another role
    Role {
        /// The name or the id
        who: String,
        #[arg(value_parser = ROLES)]
        role: String,
    },
    /// Take all tokens of somebody away and let him in no more; his letters stay
    Deactivate { who: String },
    /// Let somebody in again; he needs a new token
    Activate { who: String },
    /// Say who answers for somebody while he is away
    Deputy {
        who: String,
        /// The name or the id; nobody when missing
        deputy: Option<String>,
    },
    /// Say until when somebody is away: what customers write meanwhile goes to his deputy
    Away {
        who: String,
        /// The day he is back (2026-03-09), or an instant (2026-03-09T09:00:00Z); he is here when missing
        until: Option<String>,
    },
    /// Show the tokens of somebody, without their secrets
    Tokens {
        who: String,
        #[arg(long)]
        json: bool,
    },
    /// Make one more token and print it, once
    Token {
        who: String,
        /// What it is for
        #[arg(long, default_value = "made on the command line")]
        label: String,
        /// It ends after so many days [default: it does not]
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
        days: Option<u16>,
    },
    /// Take a token away, or all of somebody
    Revoke {
        who: String,
        /// The id that `tokens` shows, or its beginning
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        token: Option<String>,
        /// Every token; of one's own all but the one in use
        #[arg(long)]
        all: bool,
    },
}

const ROLES: [&str; 3] = ["operator", "lead", "source"];

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    at_hand(&paths, async |client| act(&args.act, client).await)?;
    Ok(ExitCode::SUCCESS)
}

async fn act(act: &Act, desk: &Client) -> anyhow::Result<()> {
    match act {
        Act::List { json } => list(desk, *json).await,
        Act::Add { name, role } => add(desk, name, role).await,
        Act::Role { who, role } => {
            let patch = OperatorPatch { role: Some(Role::from(role.as_str())), ..OperatorPatch::default() };
            let now = patched(desk, who, &patch).await?;
            println!("{} is {} now.", safe_line(&now.name), now.role);
            Ok(())
        }
        Act::Deactivate { who } => {
            let now = patched(desk, who, &OperatorPatch { active: Some(false), ..OperatorPatch::default() }).await?;
            println!("{} is let in no more; every token was taken away.", safe_line(&now.name));
            Ok(())
        }
        Act::Activate { who } => {
            let now = patched(desk, who, &OperatorPatch { active: Some(true), ..OperatorPatch::default() }).await?;
            println!("{} may work here again; `sincerely operators token` makes a token.", safe_line(&now.name));
            Ok(())
        }
        Act::Deputy { who, deputy } => set_deputy(desk, who, deputy.as_deref()).await,
        Act::Away { who, until } => set_away(desk, who, until.as_deref()).await,
        Act::Tokens { who, json } => tokens(desk, who, *json).await,
        Act::Token { who, label, days } => add_token(desk, who, label, *days).await,
        Act::Revoke { who, token, .. } => revoke(desk, who, token.as_deref()).await,
    }
}

async fn list(desk: &Client, json: bool) -> anyhow::Result<()> {
    let operators = desk.operators().await?;
    let named = |id| operators.iter().find(|o| o.id == id).map_or_else(String::new, |o| safe_line(&o.name).into());
    for operator in &operators {
        if json {
            println!("{}", serde_json::to_string(operator)?);
            continue;
        }
        let deputy = operator.deputy.map(|id| format!("  deputy: {}", named(id))).unwrap_or_default();
        let state = match operator.away_until {
            _ if !operator.active => String::from("  (inactive)"),
            Some(until) if until > Timestamp::now() => format!("  (away until {})", minute(until)),
            _ => String::new(),
        };
        let key = if operator.keys.iter().any(|key| key.until.is_none()) { "signs" } else { "" };
        println!("{}  {:<8}  {key:<5}  {}{deputy}{state}", operator.id, operator.role, safe_line(&operator.name));
    }
    Ok(())
}

async fn add(desk: &Client, name: &str, role: &str) -> anyhow::Result<()> {
    let new = NewOperator { name: name.to_owned(), role: Some(Role::from(role)), ..system_person() };
    let made = desk.add_operator(&new).await?;
    println!("{}", made.token);
    eprintln!("This token of {} is shown once; it is kept nowhere.", safe_line(&made.operator.name));
    Ok(())
}

async fn patched(desk: &Client, who: &str, patch: &OperatorPatch) -> anyhow::Result<Operator> {
    let operator = find(&desk.operators().await?, who)?;
    Ok(desk.patch_operator(&operator, patch).await?)
}

async fn set_deputy(desk: &Client, who: &str, deputy: Option<&str>) -> anyhow::Result<()> {
    let operators = desk.operators().await?;
    let operator = find(&operators, who)?;
    let deputy = deputy.map(|deputy| find(&operators, deputy)).transpose()?;
    let patch = OperatorPatch { deputy: Some(deputy.as_ref().map(|d| d.id)), ..OperatorPatch::default() };
    desk.patch_operator(&operator, &patch).await?;
    let name = safe_line(&operator.name);
    match deputy {
        Some(deputy) => println!("{} answers for {name} now.", safe_line(&deputy.name)),
        None => println!("Nobody answers for {name} any more."),
    }
    Ok(())
}

async fn set_away(desk: &Client, who: &str, until: Option<&str>) -> anyhow::Result<()> {
    let until = until.map(moment).transpose()?;
    let now = patched(desk, who, &OperatorPatch { away_until: Some(until), ..OperatorPatch::default() }).await?;
    match now.away_until {
        Some(until) => println!("{} is away until {}.", safe_line(&now.name), minute(until)),
        None => println!("{} is here.", safe_line(&now.name)),
    }
    Ok(())
}

/// An instant, or the beginning of a day on this machine's clock.
fn moment(text: &str) -> anyhow::Result<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let Ok(day) = text.parse::<jiff::civil::Date>() else {
        bail!("«{text}» is no day; write for example 2026-03-09");
    };
    Ok(day.to_zoned(jiff::tz::TimeZone::system())?.timestamp())
}

async fn tokens(desk: &Client, who: &str, json: bool) -> anyhow::Result<()> {
    let operator = find(&desk.operators().await?, who)?;
    let tokens = desk.tokens(operator.id).await?;
    if json {
        for token in &tokens {
            println!("{}", serde_json::to_string(token)?);
        }
        return Ok(());
    }
    let widest = tokens.iter().map(|token| width(&safe_line(&token.label))).max().unwrap_or(0);
    for token in &tokens {
        let label = pad(&safe_line(&token.label), widest);
        println!("{}  {label}  made {}  {}", token.id, day(token.created_at), state(token, Timestamp::now()));
    }
    Ok(())
}

/// What became of a token, in the words of the list.
fn state(token: &TokenInfo, now: Timestamp) -> String {
    let used = token.used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {}", minute(at)));
    match (token.revoked_at, token.expires_at) {
        (Some(at), _) => format!("{used}  taken away {}", day(at)),
        (None, Some(end)) if end <= now => format!("{used}  ended {}", minute(end)),
        (None, Some(end)) => format!("{used}  ends {}", minute(end)),
        (None, None) => used,
    }
}

fn day(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d").to_string()
}

fn minute(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

async fn add_token(desk: &Client, who: &str, label: &str, days: Option<u16>) -> anyhow::Result<()> {
    let operator = find(&desk.operators().await?, who)?;
    let expires_at = days.map(|days| Timestamp::now() + SignedDuration::from_hours(24 * i64::from(days)));
    let made = desk.add_token(operator.id, &NewToken { label: label.to_owned(), expires_at }).await?;
    println!("{}", made.secret);
    eprintln!("This token of {} is shown once; it is kept nowhere.", safe_line(&operator.name));
    Ok(())
}

async fn revoke(desk: &Client, who: &str, token: Option<&str>) -> anyhow::Result<()> {
    let operator = find(&desk.operators().await?, who)?;
    let name = safe_line(&operator.name);
    let Some(wanted) = token else {
        let gone = desk.revoke_tokens(operator.id).await?;
        println!("{} tokens of {name} were taken away.", gone.revoked);
        return Ok(());
    };
    let tokens = desk.tokens(operator.id).await?;
    let fits: Vec<&TokenInfo> = tokens.iter().filter(|token| token.id.to_string().starts_with(wanted)).collect();
    match fits.as_slice() {
        [token] => {
            desk.revoke_token(operator.id, token.id).await?;
            println!("The token «{}» of {name} was taken away.", safe_line(&token.label));
            Ok(())
        }
        [] => bail!("{name} has no token «{wanted}»; `sincerely operators tokens` shows which there are"),
        _ => bail!("{} tokens of {name} begin with «{wanted}»; give more of the id", fits.len()),
    }
}

/// The one account that is meant by a name or an id.
pub fn find(operators: &[Operator], wanted: &str) -> anyhow::Result<Operator> {
    let fits: Vec<&Operator> =
        operators.iter().filter(|operator| operator.name == wanted || operator.id.to_string() == wanted).collect();
    match fits.as_slice() {
        [operator] => Ok((*operator).clone()),
        [] => bail!("nobody here is called «{wanted}»; `sincerely operators list` shows who there is"),
        _ => bail!("{} accounts are called «{wanted}»; give the id that `list` shows", fits.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_meant_by_its_name_or_id_and_never_by_guess() {
        let operator = |id: u128, name: &str| -> Operator {
            serde_json::from_value(serde_json::json!({"id": uuid::Uuid::from_u128(id), "name": name})).unwrap()
        };
        let all = [operator(1, "Anna"), operator(2, "Ion"), operator(3, "Ion")];
        assert_eq!(find(&all, "Anna").unwrap().id, all[0].id);
        assert_eq!(find(&all, &all[2].id.to_string()).unwrap().id, all[2].id);
        assert!(find(&all, "Ion").unwrap_err().to_string().contains("2 accounts"));
        assert!(find(&all, "Ann").is_err());
    }
}
