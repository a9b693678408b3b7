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

/// A mail server's section: what is said of each of them, and what is its own.
macro_rules! server {
    ($name:ident { $($own:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub host: String,
            #[serde(default)]
            pub security: Security,
            $($own)*
            /// A file that holds the password and nothing else; relative to the config folder.
            #[serde(default)]
            pub password_file: Option<PathBuf>,
            /// The name of an environment variable that holds the password.
            #[serde(default)]
            pub password_env: Option<String>,
            /// Instead of a password: a file that holds an OAuth 2 access token (XOAUTH2), kept fresh by another program;
            /// relative to the config folder. It is read at each login.
            #[serde(default)]
            pub token_file: Option<PathBuf>,
            /// Instead of a password: a program with its arguments that prints an OAuth 2 access token (XOAUTH2). It is
            /// run at each login, without a shell.
            #[serde(default)]
            pub token_command: Option<Vec<String>>,
            /// A certificate authority of your own, in a PEM file; relative to the config folder.
            #[serde(default)]
            pub ca_file: Option<PathBuf>,
        }

        impl $name {
            pub fn access(&self) -> Access<'_> {
                Access {
                    host: &self.host,
                    security: self.security,
                    password_file: self.password_file.as_deref(),
                    password_env: self.password_env.as_deref(),
                    token_file: self.token_file.as_deref(),
                    token_command: self.token_command.as_deref(),
                    ca_file: self.ca_file.as_deref(),
                }
            }
        }
    };
}

server!(Smtp {
    /// 465 for `tls`, 587 for `starttls`, 25 for `none`.
    #[serde(default)]
    pub port: Option<u16>,
    /// Without it nobody logs in.
    #[serde(default)]
    pub user: Option<String>,
});

server!(Imap {
    /// 993 for `tls`, 143 otherwise.
    #[serde(default)]
    pub port: Option<u16>,
    /// What the account is called here, in the health of its folders.
    pub name: String,
    pub user: String,
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
});

/// How a server is reached, and what shows it who we are.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    pub host: &'a str,
    pub security: Security,
    pub password_file: Option<&'a Path>,
    pub password_env: Option<&'a str>,
    pub token_file: Option<&'a Path>,
    pub token_command: Option<&'a [String]>,
    pub ca_file: Option<&'a Path>,
}

/// What shows a server who we are.
#[derive(Debug, Clone)]
pub enum Secret {
    Password(SecretString),
    /// A file with an access token.
    TokenFile(PathBuf),
    /// A program that prints one, with its arguments.
    TokenCommand(Vec<String>),
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
    #[error(
        "[mail]: {host} has no password; set `password_file` or `password_env`, or for OAuth 2 `token_file` or \
         `token_command`"
    )]
    NoPassword { host: String },
    #[error("[mail]: {host} has several passwords or tokens; keep one of `password_…` and `token_…`")]
    TwoSecrets { host: String },
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
        for server in self.imap.iter().map(Imap::access).chain(self.smtp.iter().map(Smtp::access)) {
            if server.security == Security::None && !is_this_machine(server.host) {
                return Err(MailError::InTheClear { host: server.host.to_owned() });
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

impl Access<'_> {
    /// The password, from its file or the environment, or where the token comes from.
    ///
    /// # Errors
    /// It says what is missing or told twice; never what a file holds.
    pub fn secret(&self, config_folder: &Path) -> Result<Secret, MailError> {
        let host = || self.host.to_owned();
        let told = [
            self.password_file.is_some(),
            self.password_env.is_some(),
            self.token_file.is_some(),
            self.token_command.is_some(),
        ];
        match told.iter().filter(|told| **told).count() {
            0 => return Err(MailError::NoPassword { host: host() }),
            1 => {}
            _ => return Err(MailError::TwoSecrets { host: host() }),
        }
        if let Some(file) = self.token_file {
            return Ok(Secret::TokenFile(config_folder.join(file)));
        }
        if let Some(command) = self.token_command {
            let is_empty = command.first().is_none_or(|program| program.trim().is_empty());
            return if is_empty {
                Err(MailError::NoPassword { host: host() })
            } else {
                Ok(Secret::TokenCommand(command.to_vec()))
            };
        }
        if let Some(file) = self.password_file {
            let path = config_folder.join(file);
            let text = std::fs::read_to_string(&path).map_err(|source| MailError::File { path, source })?;
            return Ok(Secret::Password(SecretString::from(text.trim_end_matches(['\r', '\n']))));
        }
        let variable = self.password_env.unwrap_or_default();
        let found = std::env::var(variable).map_err(|_| MailError::Environment(variable.to_owned()))?;
        Ok(Secret::Password(SecretString::from(found)))
    }

    /// The authority of one's own (PEM).
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn authority(&self, config_folder: &Path) -> Result<Option<Vec<u8>>, MailError> {
        let read = |file: &Path| {
            let path = config_folder.join(file);
            std::fs::read(&path).map_err(|source| MailError::File { path, source })
        };
        self.ca_file.map(read).transpose()
    }
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

    fn access() -> Access<'static> {
        Access {
            host: "h",
            security: Security::Tls,
            password_file: None,
            password_env: None,
            token_file: None,
            token_command: None,
            ca_file: None,
        }
    }

    #[test]
    fn a_password_comes_from_its_file_and_never_shows() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("imap.password"), "s3cret\n").unwrap();
        let of = |access: Access<'_>| access.secret(folder.path());
        let secret = of(Access { password_file: Some(Path::new("imap.password")), ..access() }).unwrap();
        let Secret::Password(password) = &secret else { panic!("{secret:?}") };
        assert_eq!(password.expose_secret(), "s3cret");
        assert!(!format!("{secret:?}").contains("s3cret"));
        let wrong = |access: Access<'_>| of(access).unwrap_err().to_string();
        assert!(wrong(Access { password_file: Some(Path::new("nowhere")), ..access() }).contains("nowhere"));
        assert!(wrong(access()).contains("token_command"));
        let variable = wrong(Access { password_env: Some("SINCERELY_NO_SUCH_VARIABLE"), ..access() });
        assert!(variable.contains("SINCERELY_NO_SUCH_VARIABLE"));
    }

    #[test]
    fn a_token_is_named_by_its_file_or_program_and_nothing_stands_beside_it() {
        let folder = Path::new("/config");
        let file = Access { token_file: Some(Path::new("token")), ..access() };
        assert!(matches!(file.secret(folder).unwrap(), Secret::TokenFile(path) if path == folder.join("token")));
        let both = Access { password_env: Some("X"), ..file };
        assert!(both.secret(folder).unwrap_err().to_string().contains("keep one"));
        let command = [String::from("helper"), String::from("support")];
        let asked = Access { token_command: Some(&command), ..access() };
        assert!(matches!(asked.secret(folder).unwrap(), Secret::TokenCommand(told) if told == command));
        assert!(Access { token_command: Some(&[]), ..access() }.secret(folder).is_err());
        let read = read(&MAIL.replace("password_env = \"X\"", "token_command = [\"helper\", \"support\"]"));
        assert_eq!(read.smtp.unwrap().token_command.as_deref(), Some(&command[..]));
    }
}
