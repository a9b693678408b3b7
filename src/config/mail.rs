//! `[mail]` of `config.toml`: how a desk takes in and sends mail (docs/mail.md). Passwords stand in files of their own or
//! in the environment, never here.
//!
//! Not its duty: what the server does with it.

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;

#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// Our address: letters come from it, answers go to it.
    pub address: String,
    /// Further addresses of ours (`info@shop.example`) and whole domains (`@shop.example`): mails from them are no
    /// customer's words.
    pub own: Vec<String>,
    /// Answers go to `support+c<id of the case>@…`; the mail server must deliver such addresses.
    pub plus_addresses: bool,
    /// The signed form of a letter and its signature go along as two attachments.
    pub attach_signature: bool,
    /// The way out; without it letters are recorded, and the operator carries them.
    pub smtp: Option<Smtp>,
    /// The accounts that complaints come in by.
    pub imap: Vec<Imap>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    pub host: String,
    /// 465 for `tls`, 587 for `starttls`, 25 for `none`.
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub security: Security,
    /// Without it nobody logs in.
    #[serde(default)]
    pub user: Option<String>,
    /// A file that holds the password and nothing else; relative to the config folder.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// The name of an environment variable that holds the password.
    #[serde(default)]
    pub password_env: Option<String>,
    /// A certificate authority of your own, in a PEM file; relative to the config folder.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    /// What the account is called here, in the health of its folders.
    pub name: String,
    pub host: String,
    /// 993 for `tls`, 143 otherwise.
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub security: Security,
    pub user: String,
    /// A file that holds the password and nothing else; relative to the config folder.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// The name of an environment variable that holds the password.
    #[serde(default)]
    pub password_env: Option<String>,
    /// A certificate authority of your own, in a PEM file; relative to the config folder.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    #[serde(default = "inbox")]
    pub folders: Vec<String>,
    /// What is taken in of that which lies in a folder when it is read for the first time.
    #[serde(default)]
    pub begin: Begin,
    /// Mark mails that were taken in as read. Without it nothing is changed in the folder, ever.
    #[serde(default)]
    pub mark_seen: bool,
    /// The source its cases are known by; accounts with the same one know each other's mails.
    #[serde(default = "mail")]
    pub source: String,
    /// A larger mail is taken in by its beginning alone (MiB).
    #[serde(default = "largest")]
    #[schemars(range(min = 1, max = 1024))]
    pub largest_mb: u32,
    /// The pause between two looks where the server cannot tell by itself (seconds).
    #[serde(default = "poll")]
    #[schemars(range(min = 5, max = 3600))]
    pub poll_seconds: u32,
}

fn inbox() -> Vec<String> {
    vec![String::from("INBOX")]
}

fn mail() -> String {
    String::from("mail")
}

fn largest() -> u32 {
    32
}

fn poll() -> u32 {
    60
}

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte.
    #[default]
    Tls,
    /// After a greeting in the clear, and never without.
    StartTls,
    /// Not at all; for a mail server on this machine.
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Begin {
    All,
    /// What nobody has read yet.
    #[default]
    Unread,
    /// Only what comes from now on.
    New,
}

/// What is wrong with the settings of mail; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("[mail]: «{0}» is no mail address; set `address` to the address of this desk")]
    Address(String),
    #[error("[mail]: {host} is not on this machine; set `security` to \"tls\" or \"starttls\"")]
    InTheClear { host: String },
    #[error("[mail]: {host} has no password; set `password_file` or `password_env`")]
    NoPassword { host: String },
    #[error("[mail]: the environment variable {0} is not set")]
    Environment(String),
    #[error("[mail]: {path}: {source}; make it readable for you")]
    File { path: PathBuf, source: io::Error },
    #[error("[mail]: two accounts are called «{0}»; name each differently")]
    TwoAccounts(String),
}

impl Mail {
    /// Looks for what the form alone does not tell.
    ///
    /// # Errors
    /// The first mistake.
    pub fn check(&self) -> Result<(), MailError> {
        let is_address = self.address.rsplit_once('@').is_some_and(|(name, domain)| {
            !name.is_empty() && !domain.is_empty() && !self.address.contains(char::is_whitespace)
        });
        if !is_address {
            return Err(MailError::Address(self.address.clone()));
        }
        let servers = self.imap.iter().map(|imap| (&imap.host, imap.security));
        let servers = servers.chain(self.smtp.iter().map(|smtp| (&smtp.host, smtp.security)));
        for (host, security) in servers {
            if security == Security::None && !is_this_machine(host) {
                return Err(MailError::InTheClear { host: host.clone() });
            }
        }
        let mut names = std::collections::HashSet::new();
        match self.imap.iter().find(|imap| !names.insert(&imap.name)) {
            Some(twice) => Err(MailError::TwoAccounts(twice.name.clone())),
            None => Ok(()),
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The password of a server, from its file or the environment.
///
/// # Errors
/// It says which of them is missing; never what it holds.
pub fn password(
    host: &str,
    file: Option<&Path>,
    variable: Option<&str>,
    config_folder: &Path,
) -> Result<SecretString, MailError> {
    if let Some(file) = file {
        let path = config_folder.join(file);
        let text = std::fs::read_to_string(&path).map_err(|source| MailError::File { path, source })?;
        return Ok(SecretString::from(text.trim_end_matches(['\r', '\n'])));
    }
    let Some(variable) = variable else { return Err(MailError::NoPassword { host: host.to_owned() }) };
    std::env::var(variable).map(SecretString::from).map_err(|_| MailError::Environment(variable.to_owned()))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> Mail {
        let (config, mistakes) = Config::read("config.toml", text);
        assert_eq!(mistakes, []);
        config.mail.unwrap()
    }

    const MAIL: &str = "[mail]\naddress = \"support@shop.example\"\n\
                        [mail.smtp]\nhost = \"mx.shop.example\"\nuser = \"support\"\npassword_env = \"X\"\n\
                        [[mail.imap]]\nname = \"support\"\nhost = \"imap.shop.example\"\nuser = \"support\"\n";

    #[test]
    fn what_is_not_said_has_a_careful_default() {
        let mail = read(MAIL);
        mail.check().unwrap();
        let imap = &mail.imap[0];
        assert_eq!((imap.security, imap.begin, imap.mark_seen), (Security::Tls, Begin::Unread, false));
        assert_eq!((imap.folders.as_slice(), imap.source.as_str()), (&[String::from("INBOX")][..], "mail"));
        assert_eq!(Config::default().mail, None, "without the section there is no mail");
    }

    #[test]
    fn mistakes_say_what_to_do() {
        let of = |text: &str| read(text).check().unwrap_err().to_string();
        assert!(of(&MAIL.replace("support@shop.example", "support")).contains("address"));
        let clear = MAIL.replace("user = \"support\"\npassword_env", "security = \"none\"\npassword_env");
        assert!(of(&clear).contains("tls"));
        read(&clear.replace("mx.shop.example", "127.0.0.1")).check().unwrap();
        let twice = format!("{MAIL}{}", &MAIL[MAIL.find("[[mail.imap]]").unwrap()..]);
        assert!(of(&twice).contains("support"));
    }

    #[test]
    fn a_password_comes_from_its_file_and_never_shows() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("imap.password"), "s3cret\n").unwrap();
        let secret = password("h", Some(Path::new("imap.password")), None, folder.path()).unwrap();
        assert_eq!(secret.expose_secret(), "s3cret");
        assert!(!format!("{secret:?}").contains("s3cret"));
        let missing = password("h", Some(Path::new("nowhere")), None, folder.path()).unwrap_err().to_string();
        assert!(missing.contains("nowhere"));
        assert!(password("h", None, None, folder.path()).unwrap_err().to_string().contains("password_file"));
        let variable = password("h", None, Some("SINCERELY_NO_SUCH_VARIABLE"), folder.path()).unwrap_err();
        assert!(variable.to_string().contains("SINCERELY_NO_SUCH_VARIABLE"));
    }
}
