//! The settings of mail, with their secrets, as the server takes them.

use std::path::Path;
use std::time::Duration;

use crate::config::{self, MailError, Paths};
use crate::server::mail::settings::{Begin, Inbox, Login, Security, Server, Settings};

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
    let password = config::password(&imap.host, imap.password_file.as_deref(), imap.password_env.as_deref(), folder)?;
    let usual = if imap.security == config::Security::Tls { 993 } else { 143 };
    let server = Server {
        host: imap.host.clone(),
        port: imap.port.unwrap_or(usual),
        security: security(imap.security),
        login: Some(Login { user: imap.user.clone(), password }),
        authority: authority(imap.ca_file.as_deref(), folder)?,
    };
    Ok(Inbox {
        name: imap.name.clone(),
        server,
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
    let login = match &smtp.user {
        None => None,
        Some(user) => {
            let (file, variable) = (smtp.password_file.as_deref(), smtp.password_env.as_deref());
            Some(Login { user: user.clone(), password: config::password(&smtp.host, file, variable, folder)? })
        }
    };
    Ok(Server {
        host: smtp.host.clone(),
        port: smtp.port.unwrap_or(usual),
        security: security(smtp.security),
        login,
        authority: authority(smtp.ca_file.as_deref(), folder)?,
    })
}

fn security(security: config::Security) -> Security {
    match security {
        config::Security::Tls => Security::Tls,
        config::Security::StartTls => Security::StartTls,
        config::Security::None => Security::None,
    }
}

fn authority(file: Option<&Path>, folder: &Path) -> Result<Option<Vec<u8>>, MailError> {
    let read = |file: &Path| {
        let path = folder.join(file);
        std::fs::read(&path).map_err(|source| MailError::File { path, source })
    };
    file.map(read).transpose()
}
