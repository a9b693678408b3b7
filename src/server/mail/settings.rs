//! What a desk that takes in and sends mail is told: addresses, servers, folders. Passwords never show in a log.
//!
//! Not its duty: reading them from files (`config`, `cli`).

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use uuid::Uuid;

use crate::model::CaseId;

/// How a desk uses mail.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Our address: letters come from it, answers go to it.
    pub address: String,
    /// Further addresses of ours (`info@shop.example`) and whole domains (`@shop.example`): mails from them are no
    /// customer's words.
    pub own: Vec<String>,
    /// None: letters do not go out by mail.
    pub smtp: Option<Server>,
    pub inboxes: Vec<Inbox>,
    /// Answers go to `support+c<id of the case>@…`: they find it also when a mail program drops the references.
    pub plus_addresses: bool,
    /// The canonical letter and its signature go with each letter as two attachments.
    pub attach_signature: bool,
}

/// A mail server and who we are to it.
#[derive(Debug, Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// None: no login.
    pub login: Option<Login>,
    /// A certificate authority of one's own (PEM), beside those of the system.
    pub authority: Option<Vec<u8>>,
}

#[derive(Debug, Clone)]
pub struct Login {
    pub user: String,
    pub secret: Secret,
}

/// What shows a server who we are.
#[derive(Debug, Clone)]
pub enum Secret {
    Password(SecretString),
    /// An OAuth 2 access token, fetched anew for each login.
    Token(TokenSource),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenSource {
    /// A file that another program keeps fresh.
    File(PathBuf),
    /// A program that prints a token, with its arguments; no shell stands between.
    Command(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Encrypted from the first byte.
    Tls,
    /// Encrypted after a greeting in the clear; never without.
    StartTls,
    /// Not encrypted.
    None,
}

/// An account that mails are read from.
#[derive(Debug, Clone)]
pub struct Inbox {
    pub name: String,
    pub server: Server,
    pub folders: Vec<String>,
    /// What is taken in of that which lies there when the folder is read for the first time.
    pub begin: Begin,
    /// Mails that were taken in are marked as read; otherwise nothing is changed in the folder.
    pub mark_seen: bool,
    /// The source its cases are known by; accounts with the same one know each other's mails.
    pub source: String,
    /// A larger mail is taken in by its beginning alone (bytes).
    pub largest: u32,
    /// The pause between two looks where the server cannot tell (no IDLE).
    pub poll: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    All,
    Unread,
    New,
}

impl Settings {
    /// The part of our address behind the @.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }

    /// True for an address of ours, also with a `+tag`.
    pub fn is_own(&self, address: &str) -> bool {
        let address = without_tag(&address.trim().to_lowercase());
        std::iter::once(&self.address)
            .chain(&self.own)
            .map(|own| own.trim().to_lowercase())
            .any(|own| if own.starts_with('@') { address.ends_with(&own) } else { address == own })
    }

    /// Our address with a case in it. The id cannot be guessed, so a stranger cannot write into the case.
    pub fn plus_address(&self, case: CaseId) -> Option<String> {
        let (name, domain) = self.address.rsplit_once('@')?;
        Some(format!("{name}+c{}@{domain}", case.0.simple()))
    }

    /// The case that an address of ours names.
    pub fn case_of_plus_address(&self, address: &str) -> Option<CaseId> {
        let address = address.trim().to_lowercase();
        let (name, domain) = address.rsplit_once('@')?;
        let (name, tag) = name.rsplit_once("+c")?;
        let id = Uuid::try_parse(tag).ok().filter(|_| tag.len() == 32)?;
        self.is_own(&format!("{name}@{domain}")).then_some(CaseId(id))
    }
}

fn without_tag(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((name, domain)) => format!("{}@{domain}", name.split('+').next().unwrap_or(name)),
        None => address.to_owned(),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn settings() -> Settings {
        Settings {
            address: String::from("support@shop.example"),
            own: vec![String::from("info@shop.example"), String::from("@help.example")],
            smtp: None,
            inboxes: Vec::new(),
            plus_addresses: false,
            attach_signature: false,
        }
    }

    #[test]
    fn our_addresses_are_known_with_their_tags_and_domains() {
        let settings = settings();
        for own in ["Support@Shop.example", "support+c12@shop.example", "info@shop.example", "x@help.example"] {
            assert!(settings.is_own(own), "{own}");
        }
        for other in ["support@shop.example.evil", "a@shop.example", "xhelp.example", "x@nothelp.example", ""] {
            assert!(!settings.is_own(other), "{other}");
        }
    }

    #[test]
    fn a_case_stands_in_our_address_alone() {
        let settings = settings();
        let case = CaseId(Uuid::from_u128(0x12));
        let made = settings.plus_address(case).unwrap();
        assert_eq!(settings.case_of_plus_address(&made), Some(case));
        assert_eq!(settings.case_of_plus_address(&made.to_uppercase()), Some(case));
        assert_eq!(settings.case_of_plus_address(&made.replace("shop", "elsewhere")), None);
        assert_eq!(settings.case_of_plus_address("support+c12@shop.example"), None);
        assert_eq!(settings.case_of_plus_address("support+news@shop.example"), None);
    }
}
