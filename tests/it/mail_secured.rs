//! Mail over TLS and STARTTLS with a certificate of one's own, and logins by OAuth 2 tokens, at a real Dovecot that takes
//! complaints in and passes letters on.

use std::path::PathBuf;

use secrecy::SecretString;
use serde_json::json;
use sincerely::model::{Case, DeliveryState, Source, SourceTrouble};
use sincerely::server::mail::settings::{Inbox, Login, Secret, Security, Server, Settings, TokenSource};

use crate::dovecot::{Dovecot, PASSWORD};
use crate::mail_support::{Post, desk_with, eventually, settings};
use crate::server_support::Account;

const USER: &str = "support";

fn password() -> Secret {
    Secret::Password(SecretString::from(PASSWORD))
}

fn token(file: PathBuf) -> Secret {
    Secret::Token(TokenSource::File(file))
}

fn server(dovecot: &Dovecot, port: u16, security: Security, secret: Secret) -> Server {
    let login = Some(Login { user: USER.to_owned(), secret });
    Server { host: "127.0.0.1".into(), port, security, login, authority: Some(dovecot.authority()) }
}

/// An account called `name` that reads one folder.
fn inbox(dovecot: &Dovecot, name: &str, folder: &str, server: Server) -> Inbox {
    Inbox { name: name.into(), server, ..dovecot.account(USER, &[folder]) }
}

fn complaint(id: &str) -> Vec<u8> {
    format!(
        "From: Maria <maria{id}@example.org>\nTo: support@shop.example\nSubject: Spark {id}\n\
         Message-ID: <{id}@example.org>\n\nIt sparks.\n"
    )
    .into_bytes()
}

async fn source(anna: &Account, name: &str, fits: impl Fn(&Source) -> bool) -> Source {
    eventually(&format!("{name} is so"), || async {
        let told = anna.get("/v1/sources").await.value();
        let sources: Vec<Source> = serde_json::from_value(told["sources"].clone()).unwrap();
        sources.into_iter().find(|source| source.name.starts_with(name) && fits(source))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn folders_are_read_over_tls_and_starttls_by_password_and_by_token() {
    let dovecot = Dovecot::secured(1);
    let ports = dovecot.ports();
    let ways = [
        ("tls", ports.imaps, Security::Tls, password()),
        ("starttls", dovecot.imap, Security::StartTls, password()),
        ("tls-token", ports.imaps, Security::Tls, token(dovecot.good_token(USER))),
        ("starttls-token", dovecot.imap, Security::StartTls, token(dovecot.good_token(USER))),
    ];
    let inboxes = ways
        .map(|(name, port, security, secret)| inbox(&dovecot, name, name, server(&dovecot, port, security, secret)));
    for inbox in &inboxes {
        dovecot.admin(&["mailbox", "create", "-u", USER, &inbox.name]);
    }
    let desk = desk_with(Settings { inboxes: inboxes.to_vec(), ..settings(None) }).await;
    let anna = desk.operator("Anna").await;
    for name in ["tls", "starttls", "tls-token", "starttls-token"] {
        source(&anna, &format!("{name}/"), |source| source.last_success.is_some() && source.trouble.is_none()).await;
    }
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_refused_token_and_a_stranger_s_certificate_are_told_and_a_fresh_token_is_taken() {
    let dovecot = Dovecot::secured(1);
    let imaps = dovecot.ports().imaps;
    let stale = dovecot.token(USER, b"of another provider");
    let refused = server(&dovecot, imaps, Security::Tls, token(stale.clone()));
    let strange = Server { authority: None, ..server(&dovecot, imaps, Security::Tls, password()) };
    let inboxes = vec![inbox(&dovecot, "refused", "INBOX", refused), inbox(&dovecot, "strange", "INBOX", strange)];
    dovecot.deliver(USER, &complaint("1"));
    let desk = desk_with(Settings { inboxes, ..settings(None) }).await;
    let anna = desk.operator("Anna").await;
    source(&anna, "refused/", |source| matches!(&source.trouble, Some(SourceTrouble::Login))).await;
    source(&anna, "strange/", |source| matches!(&source.trouble, Some(SourceTrouble::Encryption))).await;
    // Another program renews the token; nobody has to start anything again.
    std::fs::copy(dovecot.good_token(USER), &stale).unwrap();
    source(&anna, "refused/", |source| source.last_success.is_some() && source.trouble.is_none()).await;
    let told = eventually("the complaint is in", || async {
        let told = anna.get("/v1/cases").await.value();
        told["cases"].as_array().filter(|cases| cases.len() == 1).map(|cases| cases[0]["subject"].clone())
    })
    .await;
    assert_eq!(told, json!("Spark 1"));
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn letters_go_out_over_tls_and_starttls_by_password_and_by_token() {
    let (post, relay) = Post::start().await;
    let dovecot = Dovecot::secured(relay);
    let ports = dovecot.ports();
    let good = dovecot.good_token(USER);
    let cat = TokenSource::Command(vec!["cat".into(), good.display().to_string()]);
    let ways = [
        (ports.submissions, Security::Tls, password()),
        (ports.submission, Security::StartTls, password()),
        (ports.submissions, Security::Tls, token(good)),
        (ports.submission, Security::StartTls, Secret::Token(cat)),
    ];
    for (at, (port, security, secret)) in ways.into_iter().enumerate() {
        let smtp = Some(server(&dovecot, port, security, secret));
        let desk = desk_with(Settings { smtp, ..settings(None) }).await;
        let anna = desk.operator("Anna").await;
        let case: Case = anna.case("It sparks").await;
        let letter = anna.letter(&case, "Dear Maria! The electrician comes today. Anna");
        assert_eq!(anna.reply(&case, case.thread_version, &letter).await.status, 201);
        eventually("it is handed over", || async {
            let file = anna.file(&case).await;
            let delivery = file.messages.iter().find(|m| m.id == letter.id)?.delivery.clone()?;
            (delivery.state == DeliveryState::HandedOver).then_some(())
        })
        .await;
        assert_eq!(post.mails().len(), at + 1, "each once");
        desk.server.stop().await;
    }
}
