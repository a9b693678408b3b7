//! Hands one mail over, step by step, so that of every failure it is known whether the mail may have left.
//!
//! Up to the word DATA nothing of it has; after the final dot only the server's answer says (RFC 5321 §4.2.5). Not its
//! duty: when to try again, what the thread shows (`rules::trip`, `rules::delivery`).

use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use secrecy::ExposeSecret;
use tokio::time::timeout;

use super::compose::Mail;
use super::settings::{Secret, Security, Server};
use super::token;
use crate::model::SourceTrouble;
use crate::server::rules::trip::Outcome;

/// Everything before DATA, for connecting and for the envelope each.
const BEFORE: Duration = Duration::from_secs(50);
/// The text and its answer. Together with the mark before it, less than a lease.
const DATA: Duration = Duration::from_secs(150);
const GOODBYE: Duration = Duration::from_secs(2);

/// Why there is no connection: our own affair, never the letter's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Down {
    pub trouble: SourceTrouble,
    pub words: String,
}

/// A connection that is logged in.
pub struct Post(AsyncSmtpConnection);

impl Post {
    /// Connects, encrypts, logs in.
    pub async fn open(server: &Server) -> Result<Self, Down> {
        match timeout(BEFORE, connect(server)).await {
            Ok(opened) => opened.map(Self),
            Err(_) => Err(down(SourceTrouble::Unreachable, "no answer in time")),
        }
    }

    /// Tells sender and recipient. Nothing of the letter leaves here.
    pub async fn announce(&mut self, mail: &Mail) -> Result<(), Outcome> {
        let told = timeout(BEFORE, self.envelope(mail)).await;
        told.unwrap_or_else(|_| Err(Outcome::Later(String::from("no answer in time"))))
    }

    async fn envelope(&mut self, mail: &Mail) -> Result<(), Outcome> {
        let mut parameters = Vec::new();
        if !(mail.from.to_string().is_ascii() && mail.to.to_string().is_ascii()) {
            if !self.0.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Outcome::Refused(String::from("the mail server takes no address outside ASCII")));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        // A refused sender is a matter of our settings, and passes when they are repaired.
        let sender = self.0.command(MailFrom::new(Some(mail.from.clone()), parameters)).await;
        sender.map_err(|error| Outcome::Later(words(&error)))?;
        let recipient = self.0.command(Rcpt::new(mail.to.clone(), Vec::new())).await;
        recipient.map(drop).map_err(|error| before_the_text(&error))
    }

    /// Hands the text over. From the first call on the letter may have left.
    pub async fn hand_over(&mut self, mail: &Mail) -> Outcome {
        match timeout(BEFORE, self.0.command(Data)).await {
            Err(_) => return Outcome::Later(String::from("no answer in time")),
            Ok(Err(error)) => return before_the_text(&error),
            Ok(Ok(_)) => {}
        }
        match timeout(DATA, self.0.message(&mail.bytes)).await {
            Ok(Ok(answer)) => Outcome::HandedOver(answer_words(&answer)),
            Ok(Err(error)) if error.is_transient() => Outcome::Later(words(&error)),
            Ok(Err(error)) if error.is_permanent() => Outcome::Refused(words(&error)),
            Ok(Err(error)) => Outcome::Unsure(words(&error)),
            Err(_) => Outcome::Unsure(String::from("no answer in time")),
        }
    }

    pub async fn close(mut self) {
        let _ = timeout(GOODBYE, self.0.quit()).await;
    }
}

async fn connect(server: &Server) -> Result<AsyncSmtpConnection, Down> {
    let hello = ClientId::default();
    let address = (server.host.as_str(), server.port);
    let tls = match server.security {
        Security::None => None,
        _ => Some(tls(server)?),
    };
    let at_once = tls.clone().filter(|_| server.security == Security::Tls);
    let mut connection = AsyncSmtpConnection::connect_tokio1(address, Some(BEFORE), &hello, at_once, None)
        .await
        .map_err(|error| not_connected(&error))?;
    if let Some(tls) = tls.filter(|_| server.security == Security::StartTls) {
        if !connection.can_starttls() {
            return Err(down(SourceTrouble::Encryption, "the server does not offer STARTTLS"));
        }
        connection.starttls(tls, &hello).await.map_err(|error| down(SourceTrouble::Encryption, &words(&error)))?;
    }
    if let Some(login) = &server.login {
        let (secret, mechanisms) = match &login.secret {
            Secret::Password(password) => (password.clone(), DEFAULT_MECHANISMS),
            Secret::Token(source) => {
                let token = token::fetch(source).await.map_err(|why| down(SourceTrouble::Login, &why))?;
                (token, &[Mechanism::Xoauth2][..])
            }
        };
        let credentials = Credentials::new(login.user.clone(), secret.expose_secret().to_owned());
        let told = connection.auth(mechanisms, &credentials).await;
        told.map_err(|error| {
            // Of a refused token the server says more in a challenge that is not read.
            let refused = matches!(login.secret, Secret::Token(_)) && error.is_client();
            let said = if refused { String::from("the mail server does not take this token") } else { words(&error) };
            down(SourceTrouble::Login, &said)
        })?;
    }
    Ok(connection)
}

fn tls(server: &Server) -> Result<TlsParameters, Down> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(authority) = &server.authority {
        let certificate =
            Certificate::from_pem(authority).map_err(|error| down(SourceTrouble::Encryption, &words(&error)))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| down(SourceTrouble::Encryption, &words(&error)))
}

fn not_connected(error: &Error) -> Down {
    let trouble = if error.is_tls() { SourceTrouble::Encryption } else { SourceTrouble::Unreachable };
    down(trouble, &words(error))
}

/// An answer to RCPT or DATA: a lasting refusal is one of this letter, everything else passes.
fn before_the_text(error: &Error) -> Outcome {
    if error.is_permanent() { Outcome::Refused(words(error)) } else { Outcome::Later(words(error)) }
}

/// An answer as the server gave it; another error with what it came from, in one line.
fn words(error: &Error) -> String {
    use std::error::Error as _;
    let mut text = error.to_string();
    if let Some((code, (_, said))) = error.status().zip(text.split_once("): ")) {
        return format!("{code} {said}");
    }
    let mut source = error.source();
    while let Some(inner) = source {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = inner.source();
    }
    text
}

fn answer_words(answer: &Response) -> String {
    format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" "))
}

fn down(trouble: SourceTrouble, words: &str) -> Down {
    Down { trouble, words: words.to_owned() }
}
