//! Complaints that come in by IMAP, from a real Dovecot.

use jiff::Timestamp;
use serde_json::json;
use sincerely::model::{Case, CaseFile, DeliveryState, FollowUpKind, Message, MessageKind, Source, State};
use sincerely::server::mail::settings::{Begin, Secret, Settings};

use crate::dovecot::{Dovecot, files_below};
use crate::mail_support::{Post, again, desk_with, eventually, settings};
use crate::server_support::{Account, Desk};

const USER: &str = "support";

fn reading(dovecot: &Dovecot, folders: &[&str]) -> Settings {
    Settings { inboxes: vec![dovecot.account(USER, folders)], ..settings(None) }
}

fn complaint(id: &str, headers: &str, words: &str) -> Vec<u8> {
    format!(
        "From: Maria Kuznetsova <maria@example.org>\nTo: support@shop.example\nSubject: Spark {id}\n\
         Date: Sat, 28 Feb 2026 21:40:00 +0300\nMessage-ID: <{id}@example.org>\n{headers}\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
    )
    .into_bytes()
}

async fn cases(anna: &Account) -> Vec<Case> {
    let told = anna.get("/v1/cases?limit=1000").await.value();
    serde_json::from_value(told["cases"].clone()).unwrap()
}

async fn cases_become(anna: &Account, count: usize) -> Vec<Case> {
    eventually(&format!("{count} cases"), || async {
        let cases = cases(anna).await;
        assert!(cases.len() <= count, "a mail became two cases: {}", cases.len());
        (cases.len() == count).then_some(cases)
    })
    .await
}

async fn source(anna: &Account, fits: impl Fn(&Source) -> bool) -> Source {
    eventually("the source is so", || async {
        let told = anna.get("/v1/sources").await.value();
        let sources: Vec<Source> = serde_json::from_value(told["sources"].clone()).unwrap();
        sources.into_iter().find(|source| source.name.starts_with("support/") && fits(source))
    })
    .await
}

/// The account at a desk that was started again.
fn at(desk: &Desk, who: &Account) -> Account {
    desk.account_of(sincerely::protocol::CreatedOperator { operator: who.operator.clone(), token: who.token.clone() })
}

async fn thread_becomes(anna: &Account, case: &Case, count: usize) -> CaseFile {
    eventually(&format!("{count} entries"), || async {
        let file = anna.file(case).await;
        (file.messages.len() == count).then_some(file)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn complaints_come_in_while_the_desk_waits_and_after_it_was_away() {
    let dovecot = Dovecot::start();
    dovecot.deliver(USER, &complaint("1", "", "Искрит розетка."));
    let desk = desk_with(reading(&dovecot, &["INBOX"])).await;
    let anna = desk.operator("Anna").await;
    let first = cases_become(&anna, 1).await.remove(0);
    let file = anna.file(&first).await;
    assert_eq!((file.case.subject.as_str(), file.messages[0].body.as_str()), ("Spark 1", "Искрит розетка."));
    assert_eq!(file.messages[0].written_at, Some("2026-02-28T18:40:00Z".parse::<Timestamp>().unwrap()), "R91");
    assert_eq!(file.customer.contacts[0].address, "maria@example.org");
    let original = file.messages[0].original.clone().unwrap();
    let kept = anna.get(&format!("/v1/attachments/{}", original.hash)).await;
    assert!(kept.body.contains("Message-ID: <1@example.org>"), "the mail itself is kept");

    dovecot.deliver(USER, &complaint("2", "", "While it waits."));
    cases_become(&anna, 2).await;
    let well = source(&anna, |s| s.last_success.is_some()).await;
    assert_eq!((well.name.as_str(), well.trouble), ("support/INBOX", None));

    // Nothing in the folder was changed: no mail is marked as read.
    let files = files_below(&dovecot.maildir(USER).join("cur"));
    assert!(files.iter().all(|name| !name.ends_with('S')), "{files:?}");

    let Desk { server, dir, client, .. } = desk;
    server.stop().await;
    dovecot.deliver(USER, &complaint("3", "", "While it is away."));
    let server = crate::mail_support::serve(dir.path(), reading(&dovecot, &["INBOX"])).await;
    let url = format!("http://{}", server.address());
    let desk = Desk { server, dir, url, client };
    let anna = at(&desk, &anna);
    cases_become(&anna, 3).await;
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn several_folders_are_read_and_the_same_mail_in_two_is_one() {
    let dovecot = Dovecot::start();
    dovecot.admin(&["mailbox", "create", "-u", USER, "Claims", "Other"]);
    dovecot.deliver(USER, &complaint("1", "", "one"));
    let desk = desk_with(reading(&dovecot, &["INBOX", "Claims"])).await;
    let anna = desk.operator("Anna").await;
    cases_become(&anna, 1).await;
    dovecot.deliver(USER, &complaint("2", "", "two"));
    cases_become(&anna, 2).await;
    // A copy in the second folder, and one mail of its own there.
    dovecot.admin(&["copy", "-u", USER, "Claims", "mailbox", "INBOX", "all"]);
    dovecot.deliver(USER, &complaint("3", "", "three"));
    let cases = cases_become(&anna, 3).await;
    eventually("both folders are read", || async {
        let told = anna.get("/v1/sources").await.value();
        let well = told["sources"].as_array().unwrap().iter().filter(|s| s["last_success"].is_string()).count();
        (well == 2).then_some(())
    })
    .await;
    for case in &cases {
        assert_eq!(anna.file(case).await.messages.len(), 1);
    }
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_broken_mail_is_kept_and_shown_and_stops_nothing() {
    let dovecot = Dovecot::start();
    dovecot.deliver(USER, &complaint("1", "", "one"));
    dovecot.deliver(USER, b"Subject: nobody wrote this\n\nx");
    dovecot.deliver(USER, b"From: =?utf-8?b?////?=\x01\x02 <<<\nContent-Type: multipart/mixed; boundary=\n\n--\n");
    dovecot.deliver(USER, &complaint("2", "", "two"));
    let desk = desk_with(reading(&dovecot, &["INBOX"])).await;
    let anna = desk.operator("Anna").await;
    cases_become(&anna, 2).await;
    let sick = source(&anna, |s| s.left_out_count == 2).await;
    assert_eq!(sick.left_out[0].uid, 2);
    assert!(sick.left_out[0].why.contains("no sender"), "{:?}", sick.left_out);
    let hash = sick.left_out[0].hash.clone().unwrap();
    let kept = anna.get(&format!("/v1/attachments/{hash}")).await;
    assert!(kept.body.contains("nobody wrote this"));
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn what_was_read_before_is_left_alone_unless_it_is_asked_for() {
    let dovecot = Dovecot::start();
    for id in ["1", "2", "3"] {
        dovecot.deliver(USER, &complaint(id, "", "old"));
    }
    dovecot.admin(&["flags", "add", "-u", USER, "\\Seen", "mailbox", "INBOX", "uid", "1:2"]);
    let desk = desk_with(reading(&dovecot, &["INBOX"])).await;
    let anna = desk.operator("Anna").await;
    assert_eq!(cases_become(&anna, 1).await[0].subject, "Spark 3");
    source(&anna, |s| s.last_success.is_some()).await;
    desk.server.stop().await;

    let mut all = reading(&dovecot, &["INBOX"]);
    all.inboxes[0].begin = Begin::All;
    let desk = desk_with(all).await;
    let anna = desk.operator("Anna").await;
    cases_become(&anna, 3).await;
    desk.server.stop().await;

    let mut new = reading(&dovecot, &["INBOX"]);
    new.inboxes[0].begin = Begin::New;
    new.inboxes[0].mark_seen = true;
    let desk = desk_with(new).await;
    let anna = desk.operator("Anna").await;
    source(&anna, |s| s.last_success.is_some()).await;
    assert_eq!(cases(&anna).await, []);
    dovecot.deliver(USER, &complaint("4", "", "new"));
    cases_become(&anna, 1).await;
    eventually("it is marked as read", || async {
        let files = files_below(&dovecot.maildir(USER).join("cur"));
        (files.iter().filter(|name| name.ends_with('S')).count() == 3).then_some(())
    })
    .await;
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_folder_that_was_made_anew_brings_nothing_twice_and_loses_nothing() {
    let dovecot = Dovecot::start();
    dovecot.deliver(USER, &complaint("1", "", "one"));
    let desk = desk_with(reading(&dovecot, &["INBOX"])).await;
    let anna = desk.operator("Anna").await;
    cases_become(&anna, 1).await;
    source(&anna, |s| s.last_success.is_some()).await;
    dovecot.down();
    // Without its list of numbers Dovecot gives the folder a new UIDVALIDITY and numbers its mails anew.
    for list in ["dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache", "dovecot-uidvalidity"]
    {
        let _ = std::fs::remove_file(dovecot.maildir(USER).join(list));
    }
    std::thread::sleep(std::time::Duration::from_millis(1100));
    dovecot.up();
    dovecot.deliver(USER, &complaint("2", "", "two"));
    let cases = cases_become(&anna, 2).await;
    for case in &cases {
        assert_eq!(anna.file(case).await.messages.len(), 1);
    }
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_mail_server_that_goes_away_is_told_and_taken_up_again() {
    // R100
    let dovecot = Dovecot::start();
    let desk = desk_with(reading(&dovecot, &["INBOX"])).await;
    let anna = desk.operator("Anna").await;
    source(&anna, |s| s.last_success.is_some()).await;
    dovecot.down();
    let away = source(&anna, |s| s.trouble.is_some()).await;
    assert_eq!(away.trouble.unwrap().as_str(), "unreachable");
    dovecot.up();
    dovecot.deliver(USER, &complaint("1", "", "one"));
    cases_become(&anna, 1).await;
    source(&anna, |s| s.trouble.is_none()).await;
    desk.server.stop().await;

    let mut wrong = reading(&dovecot, &["INBOX"]);
    wrong.inboxes[0].server.login.as_mut().unwrap().secret = Secret::Password("wrong".into());
    let desk = desk_with(wrong).await;
    let anna = desk.operator("Anna").await;
    let refused = source(&anna, |s| s.trouble.is_some()).await;
    assert_eq!(refused.trouble.unwrap().as_str(), "login");
    desk.server.stop().await;

    let desk = desk_with(reading(&dovecot, &["Nowhere"])).await;
    let anna = desk.operator("Anna").await;
    assert_eq!(source(&anna, |s| s.trouble.is_some()).await.trouble.unwrap().as_str(), "folder");
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_large_mail_comes_by_its_beginning_and_says_so() {
    let dovecot = Dovecot::start();
    let mut mail = complaint("1", "", "The words come first.");
    mail.extend("A long line of a long mail.\n".repeat(80_000).into_bytes());
    dovecot.deliver(USER, &mail);
    dovecot.deliver(USER, &complaint("2", "", "two"));
    let mut reading = reading(&dovecot, &["INBOX"]);
    reading.inboxes[0].largest = 1 << 20;
    let desk = desk_with(reading).await;
    let anna = desk.operator("Anna").await;
    let cases = cases_become(&anna, 2).await;
    let large = cases.iter().find(|case| case.subject == "Spark 1").unwrap();
    let file = anna.file(large).await;
    assert!(file.messages[0].body.starts_with("The words come first."));
    assert!(file.messages[0].original.as_ref().unwrap().size <= 1 << 20);
    let told = source(&anna, |s| s.left_out_count == 1).await;
    assert!(told.left_out[0].why.contains("larger"));
    desk.server.stop().await;
}

/// A desk that sends to a mail server and reads a mailbox, with a case that was answered.
async fn answered(dovecot: &Dovecot) -> (Desk, Account, Case, Message, Post) {
    let (post, port) = Post::start().await;
    let both = Settings { smtp: settings(Some(port)).smtp, ..reading(dovecot, &["INBOX"]) };
    dovecot.deliver(USER, &complaint("1", "", "Искрит розетка."));
    let desk = desk_with(both).await;
    let anna = desk.operator("Anna").await;
    let case = cases_become(&anna, 1).await.remove(0);
    let letter = anna.letter(&case, "Dear Maria, we come today at 15:00. Is that fine?");
    let letter: Message = anna.reply(&case, case.thread_version, &letter).await.ok();
    eventually("it is handed over", || async {
        let file = anna.file(&case).await;
        let known = file.messages.iter().find(|m| m.id == letter.id)?;
        (known.delivery.as_ref()?.state == DeliveryState::HandedOver).then_some(())
    })
    .await;
    (desk, anna, case, letter, post)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn an_answer_finds_its_thread_by_our_letter_and_by_the_customers_own_mail() {
    let dovecot = Dovecot::start();
    let (desk, anna, case, letter, _post) = answered(&dovecot).await;
    let ours = letter.external_id.unwrap();
    dovecot.deliver(USER, &complaint("2", &format!("In-Reply-To: <{ours}>\n"), "Yes, that is fine."));
    let file = thread_becomes(&anna, &case, 3).await;
    assert_eq!(file.messages[2].kind, MessageKind::Inbound);
    assert_eq!(file.case.state, State::Open, "he waits again");
    dovecot.deliver(USER, &complaint("3", "References: <gone@x> <1@example.org>\n", "One thing more."));
    thread_becomes(&anna, &case, 4).await;
    dovecot.deliver(USER, &complaint("4", "", "Another matter."));
    cases_become(&anna, 2).await;
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn machines_stop_and_start_no_timer_and_open_no_case() {
    // R18
    let dovecot = Dovecot::start();
    let (desk, anna, case, letter, _post) = answered(&dovecot).await;
    let before = anna.file(&case).await;
    let ours = letter.external_id.unwrap();
    let auto = format!("In-Reply-To: <{ours}>\nAuto-Submitted: auto-replied\n");
    dovecot.deliver(USER, &complaint("2", &auto, "I am away."));
    let file = thread_becomes(&anna, &case, 3).await;
    assert_eq!(file.messages[2].kind, MessageKind::Auto);
    assert_eq!((&file.case.state, file.case.waiting_since), (&before.case.state, before.case.waiting_since));
    let open = |file: &CaseFile| file.follow_ups.iter().filter(|f| f.is_open()).map(|f| f.id).collect::<Vec<_>>();
    assert_eq!(open(&file), open(&before));

    let stranger = b"From: robot@news.example\nSubject: Automatic reply: hello\nMessage-ID: <r@n>\n\nAway.\n";
    dovecot.deliver(USER, stranger);
    let own = b"From: support@shop.example\nSubject: To myself\nMessage-ID: <s@n>\n\nLoop.\n";
    dovecot.deliver(USER, own);
    source(&anna, |s| s.left_out_count == 2).await;
    assert_eq!(cases(&anna).await.len(), 1);
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_bounce_is_told_at_the_letter_and_is_nobodys_word() {
    let dovecot = Dovecot::start();
    let (desk, anna, case, letter, _post) = answered(&dovecot).await;
    let ours = letter.external_id.clone().unwrap();
    let bounce = format!(
        "From: MAILER-DAEMON@mx.example\nTo: support@shop.example\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <b@mx>\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain\n\nI'm sorry.\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; maria@example.org\nAction: failed\nStatus: 5.2.2\n\
         Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\n--b\nContent-Type: message/rfc822\n\n\
         From: support@shop.example\nMessage-ID: <{ours}>\nSubject: Re\n\nDear Maria\n--b--\n"
    );
    dovecot.deliver(USER, bounce.as_bytes());
    let file = thread_becomes(&anna, &case, 3).await;
    let known = file.messages.iter().find(|m| m.id == letter.id).unwrap().delivery.clone().unwrap();
    assert_eq!((known.state, known.detail.as_str()), (DeliveryState::Bounced, "552 5.2.2 Mailbox full"));
    assert!(file.messages.iter().filter(|m| m.kind == MessageKind::Inbound).count() == 1, "the customer said nothing");
    assert_eq!(file.case.state, State::Open);
    assert!(file.follow_ups.iter().any(|f| f.is_open() && f.kind == FollowUpKind::NextResponse));
    let path = format!("/v1/messages/{}/delivery", letter.id);
    anna.post(&path, &json!({"decision": "send_again"})).await.ok::<Message>();
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_letter_that_comes_around_proves_that_it_left() {
    let dovecot = Dovecot::start();
    let (desk, anna, case, letter, post) = answered(&dovecot).await;
    // The answer to the second letter is lost; a copy of it comes to a folder of ours.
    post.next([crate::mail_support::Script::CutsAfterDot]);
    let file = anna.file(&case).await;
    let second = anna.letter(&case, "Dear Maria, the fitter is on his way.");
    let second: Message = anna.reply(&case, file.case.thread_version, &second).await.ok();
    let state = || async {
        let file = anna.file(&case).await;
        file.messages.iter().find(|m| m.id == second.id).unwrap().delivery.clone().unwrap().state
    };
    eventually("it is unsure", || async { (state().await == DeliveryState::Unsure).then_some(()) }).await;
    let copy = post.mails().pop().unwrap().data;
    dovecot.deliver(USER, &copy);
    eventually("it is known", || async { (state().await == DeliveryState::HandedOver).then_some(()) }).await;
    assert_eq!(anna.file(&case).await.messages.len(), 3, "it is no new entry");
    let _ = letter;
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Dovecot"]
async fn a_desk_that_is_stopped_at_any_moment_takes_each_mail_in_once() {
    let dovecot = Dovecot::start();
    for id in 0..40 {
        dovecot.deliver(USER, &complaint(&format!("m{id}"), "", "words"));
    }
    let mut desk = desk_with(reading(&dovecot, &["INBOX"])).await;
    let mut anna = desk.operator("Anna").await;
    for _ in 0..4 {
        let before = cases(&anna).await.len();
        eventually("some more are in", || async {
            let now = cases(&anna).await.len();
            (now == 40 || now > before).then_some(())
        })
        .await;
        desk = again(desk, reading(&dovecot, &["INBOX"])).await;
        anna = at(&desk, &anna);
    }
    let cases = cases_become(&anna, 40).await;
    for case in &cases {
        assert_eq!(anna.file(case).await.messages.len(), 1);
    }
    desk.server.stop().await;
}
