//! Several servers over one desk in PostgreSQL, each with the way out: a letter leaves once.

use std::collections::HashSet;
use std::sync::Arc;

use sincerely::model::{DeliveryState, Role};
use sincerely::schedule::Rules;
use sincerely::server::{Server, accounts};
use tokio::net::TcpListener;

use crate::mail_support::{Post, eventually, settings};
use crate::postgres::{fresh_url, open};
use crate::server_support::{Account, account_at, new_case, new_operator};

/// Letters each of the servers takes in.
const LETTERS: usize = 8;

async fn server(url: &str, post: u16, name: &str) -> (Server, Account) {
    let storage = Arc::new(open(url).await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server::start(listener, storage, Rules::default(), "test desk").unwrap();
    let server = server.with_mail(settings(Some(post)));
    let mut new = new_operator(name);
    new.role = Some(Role::Lead);
    let made = accounts::add(&**server.storage(), &new).await.unwrap();
    let account = account_at(&format!("http://{}", server.address()), made);
    (server, account)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn of_three_servers_over_one_desk_one_sends_each_letter() {
    let (post, port) = Post::start().await;
    let url = fresh_url();
    let mut desks = Vec::new();
    for name in ["Анна", "Борис", "Ion"] {
        let (server, mut account) = server(&url, port, name).await;
        account.add_key(u8::try_from(desks.len()).unwrap()).await;
        desks.push((server, account));
    }
    let mut letters = Vec::new();
    for round in 0..LETTERS {
        for (_, who) in &desks {
            let mut new = new_case(&format!("Искрит {round}"));
            let to = format!("{}@example.org", uuid::Uuid::now_v7().simple());
            new["customer"]["contacts"][0]["address"] = to.as_str().into();
            let case: sincerely::model::Case = who.post("/v1/cases", &new).await.ok();
            let mut letter = who.letter(&case, "Уважаемая Мария Ивановна! Мастер будет сегодня. Анна");
            letter.to = to;
            who.sign(&case, &mut letter);
            assert_eq!(who.reply(&case, case.thread_version, &letter).await.status, 201);
            letters.push((case, letter.id));
        }
    }
    // Whichever server is asked, it sees each letter handed over.
    for (at, (case, letter)) in letters.iter().enumerate() {
        let who = &desks[at % desks.len()].1;
        eventually("it is handed over", || async {
            let file = who.file(case).await;
            let delivery = file.messages.iter().find(|m| m.id == *letter)?.delivery.clone()?;
            (delivery.state == DeliveryState::HandedOver).then_some(())
        })
        .await;
    }
    let mails = post.mails();
    let to: HashSet<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!((mails.len(), to.len()), (letters.len(), letters.len()), "each once");
    for (server, _) in desks {
        server.stop().await;
    }
}
