//! The settings of mail, with their secrets, as the server takes them.
//!
//! Not its duty: what the form of the file allows (`config`), the talk with the servers (`server::mail`).

use std::path::Path;
use std::time::Duration;

use crate::config::{self, MailError, Paths};
use crate::server::mail::settings::{Begin, Inbox, Login, Secret, Security, Server, Settings, TokenSource};

/// Reads passwords and certificates; none without the section `[mail]`.
///
/// # Errors
/// The first mistake, with what to do.
pub fn settings(mail: Option<&config::Mail>, paths: &Paths) -> Result<Option<Settings>, MailError> {
    let Some(mail) = mail else { return Ok(None) };
    mail.check()?;
    let inboxes = mail.imap.iter().map(|imap| inbox(imap, &paths.config)).collect::<Result<_, _>>()?;
    let smtp = mail.smtp.as_ref().map(|smtp| smtp_server(smtp, &paths.config)).transpose()?;
    Ok(Some(Settings {
        address: mail.address.trim().to_owned(),
        own: mail.own.clone(),
        smtp,
        inboxes,
        plus_addresses: mail.plus_addresses,
        attach_signature: mail.attach_signature,
    }))
}

fn inbox(imap: &config::Imap, folder: &Path) -> Result<Inbox, MailError> {
    let usual = if imap.security == config::Security::Tls { 993 } else { 143 };
    Ok(Inbox {
        name: imap.name.clone(),
        server: server(imap.access(), imap.port.unwrap_or(usual), Some(&imap.user), folder)?,
        folders: imap.folders.clone(),
        begin: match imap.begin {
            config::Begin::All => Begin::All,
            config::Begin::Unread => Begin::Unread,
            config::Begin::New => Begin::New,
        },
        mark_seen: imap.mark_seen,
        source: imap.source.clone(),
        largest: imap.largest_mb.clamp(1, 1024) << 20,
        poll: Duration::from_secs(u64::from(imap.poll_seconds.clamp(5, 3600))),
    })
}

fn smtp_server(smtp: &config::Smtp, folder: &Path) -> Result<Server, MailError> {
    let usual = match smtp.security {
        config::Security::Tls => 465,
        config::Security::StartTls => 587,
        config::Security::None => 25,
    };
    server(smtp.access(), smtp.port.unwrap_or(usual), smtp.user.as_deref(), folder)
}

fn server(access: config::Access<'_>, port: u16, user: Option<&str>, folder: &Path) -> Result<Server, MailError> {
    let login = match user {
        None => None,
        Some(user) => Some(Login { user: user.to_owned(), secret: secret(access.secret(folder)?) }),
    };
    Ok(Server {
        host: access.host.to_owned(),
        port,
        security: match access.security {
            config::Security::Tls => Security::Tls,
            config::Security::StartTls => Security::StartTls,
            config::Security::None => Security::None,
        },
        login,
        authority: access.authority(folder)?,
    })
}

fn secret(secret: config::Secret) -> Secret {
    match secret {
        config::Secret::Password(password) => Secret::Password(password),
        config::Secret::TokenFile(path) => Secret::Token(TokenSource::File(path)),
        config::Secret::TokenCommand(command) => Secret::Token(TokenSource::Command(command)),
    }
}
