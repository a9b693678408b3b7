//! `sincerely import` as a program, against the desk it starts: what arrives, what is told, what a second run changes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use sincerely::model::{Case, CaseFile, FollowUpKind, MessageKind, State};
use sincerely::protocol::CaseList;
use sincerely::server::embedded::{self, Embedded};

use crate::server_support::client;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/intake").join(name)
}

fn import(home: &Path, args: &[&str], files: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.arg("import").args(args).args(files.iter().map(|name| fixture(name)));
    command.env("SINCERELY_HOME", home).env("TZ", "UTC").stdin(Stdio::null()).output().unwrap()
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// The desk after an import, looked at over its own wire.
struct Desk(Embedded);

impl Desk {
    async fn of(home: &Path) -> Self {
        Self(embedded::ensure(&home.join("data"), embedded::Options::default()).await.unwrap())
    }

    async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = client().get(format!("{}/v1{path}", self.0.url)).bearer_auth(self.0.token.expose_secret());
        let response = request.send().await.unwrap().error_for_status().unwrap();
        response.bytes().await.unwrap().to_vec()
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        serde_json::from_slice(&self.bytes(path).await).unwrap()
    }

    async fn cases(&self) -> Vec<Case> {
        self.get::<CaseList>("/cases").await.cases
    }

    async fn file_of(&self, subject: &str) -> CaseFile {
        let cases = self.cases().await;
        let case = cases.iter().find(|case| case.subject == subject).unwrap_or_else(|| panic!("{subject}: {cases:?}"));
        self.get(&format!("/cases/{}/file", case.id)).await
    }
}

#[test]
fn a_dry_run_shows_what_would_come_and_sends_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) =
        told(&import(home.path(), &["--dry-run", "--me", "@shop.example"], &["inbox.mbox", "list.csv"]));
    assert_eq!(code, Some(1), "two mails of the mailbox cannot be read");
    assert!(out.contains("nothing was sent: 5 cases"), "{out}");
    assert!(out.contains("«Самовар течёт»") && out.contains("Мария Ивановна Кузнецова"), "{out}");
    assert!(err.contains("inbox.mbox, mail 6: "), "{err}");
    assert!(!home.path().join("data").exists());
}

#[tokio::test]
async fn mails_arrive_as_threads_with_their_originals_and_only_once() {
    let home = tempfile::tempdir().unwrap();
    let args = ["--me", "@shop.example"];
    let (code, out, err) = told(&import(home.path(), &args, &["inbox.mbox"]));
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("3 new, 0 already there") && out.contains("left out: 2"), "{out}");
    let (_, out, _) = told(&import(home.path(), &args, &["inbox.mbox"]));
    assert!(out.contains("0 new, 3 already there"), "{out}");

    let desk = Desk::of(home.path()).await;
    assert_eq!(desk.cases().await.len(), 3);
    let samovar = desk.file_of("Самовар течёт").await;
    let kinds: Vec<MessageKind> = samovar.messages.iter().map(|message| message.kind.clone()).collect();
    assert_eq!(kinds, [MessageKind::Inbound, MessageKind::Auto, MessageKind::Reply, MessageKind::Inbound]);
    // R91: written on Saturday evening, received on Monday.
    assert_eq!(samovar.case.written_at.unwrap().to_string(), "2026-02-28T18:40:00Z");
    assert_eq!(samovar.case.received_at.to_string(), "2026-03-02T10:05:00Z");
    assert_eq!((samovar.case.state, samovar.case.waiting_since.is_some()), (State::Open, true));
    assert_eq!(samovar.customer.name.patronymic, "Ивановна");

    let original = samovar.messages[0].original.clone().unwrap();
    let raw = desk.bytes(&format!("/attachments/{}", original.hash)).await;
    assert!(raw.windows(3).any(|bytes| bytes == b"\xfa\xc4\xd2"), "the letter in KOI8-R, as it came");
    let photo = desk.file_of("Televizorul nu pornește").await.messages[0].attachments[0].clone();
    assert_eq!(desk.bytes(&format!("/attachments/{}", photo.hash)).await, b"\x89PNG not really");
    desk.0.stop().await;
}

#[tokio::test]
async fn a_mail_that_comes_in_a_later_run_joins_its_thread() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(told(&import(home.path(), &[], &["maildir/cur/170000.host"])).0, Some(0));
    let (_, out, _) = told(&import(home.path(), &[], &["maildir/new/170001.host"]));
    assert!(out.contains("0 new, 1 already there"), "{out}");
    let desk = Desk::of(home.path()).await;
    assert_eq!(desk.file_of("Parcel").await.messages.len(), 2);
    desk.0.stop().await;
}

#[tokio::test]
async fn a_mail_that_names_only_the_one_before_it_finds_its_thread() {
    let home = tempfile::tempdir().unwrap();
    let mut mails = Vec::new();
    for (id, answers) in [("1", ""), ("2", "In-Reply-To: <1@x>\n"), ("3", "In-Reply-To: <2@x>\n")] {
        let path = home.path().join(id);
        std::fs::write(
            &path,
            format!("From: amy@example.com\nSubject: Parcel\nMessage-ID: <{id}@x>\n{answers}\nText {id}"),
        )
        .unwrap();
        mails.push(path.to_str().unwrap().to_owned());
    }
    for mail in &mails {
        assert_eq!(told(&import(home.path(), &[], &[mail])).0, Some(0));
    }
    let desk = Desk::of(home.path()).await;
    assert_eq!(desk.file_of("Parcel").await.messages.len(), 3);
    assert_eq!(desk.cases().await.len(), 1);
    desk.0.stop().await;
}

#[tokio::test]
async fn replies_that_come_in_a_later_run_answer_only_what_came_before_them() {
    // R60: nothing that waits may look answered.
    let home = tempfile::tempdir().unwrap();
    let mail = |name: &str, from: &str, day: u8, answers: &str| {
        let path = home.path().join(name);
        let head = format!("From: {from}\nSubject: Parcel\nMessage-ID: <{name}@x>\n{answers}");
        std::fs::write(&path, format!("{head}Date: Mon, {day:02} Mar 2026 10:00:00 +0000\n\nText {name}")).unwrap();
        path
    };
    let answers = "References: <1.eml@x>\n";
    let files = [
        mail("1.eml", "amy@example.com", 2, ""),
        mail("4.eml", "amy@example.com", 5, answers),
        mail("3.eml", "me@shop.example", 4, answers),
        mail("6.eml", "me@shop.example", 6, answers),
    ];
    let mut after = Vec::new();
    for files in [&files[..2], &files[..3], &files[..]] {
        let paths: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
        assert_eq!(told(&import(home.path(), &["--me", "me@shop.example"], &paths)).0, Some(0));
        let desk = Desk::of(home.path()).await;
        after.push(desk.file_of("Parcel").await);
        desk.0.stop().await;
    }
    let [asked, half, whole] = <[CaseFile; 3]>::try_from(after).unwrap();
    let day = |day: u8| Some(format!("2026-03-{day:02}T10:00:00Z").parse().unwrap());
    let responses = |file: &CaseFile| {
        let response = |kind: &FollowUpKind| matches!(kind, FollowUpKind::FirstResponse | FollowUpKind::NextResponse);
        file.follow_ups.iter().filter(|f| f.is_open() && response(&f.kind)).count()
    };
    assert_eq!((asked.case.waiting_since, asked.case.first_reply_at), (day(2), None));
    assert_eq!((half.case.waiting_since, half.case.first_reply_at), (day(5), day(4)));
    assert_eq!(responses(&half), 1);
    assert_eq!((whole.case.waiting_since, whole.case.state.clone()), (None, State::WaitingCustomer));
    assert_eq!((responses(&whole), whole.messages.len()), (0, 4));
}

#[tokio::test]
async fn json_lines_and_tables_arrive_with_their_answers_of_old() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = told(&import(home.path(), &[], &["complaints.jsonl", "list.csv"]));
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("5 new") && out.contains("replies of old: 1"), "{out}");
    assert!(
        err.contains("complaints.jsonl, line 3: ") && err.contains("complaints.jsonl, line 5: has no text"),
        "{err}"
    );
    let desk = Desk::of(home.path()).await;
    let hotel = desk.file_of("Заселили в грязный номер, на звонки не отвечают.").await;
    assert!(hotel.case.is_public && hotel.case.waiting_since.is_none());
    assert_eq!(hotel.messages[1].kind, MessageKind::PublicReply);
    assert_eq!(desk.file_of("Возврат").await.customer.name.family, "Сидоров");
    desk.0.stop().await;
}

#[test]
fn a_whole_import_ends_with_0_and_a_wrong_command_line_with_2() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(told(&import(home.path(), &["--lang", "ru"], &["list.csv"])).0, Some(0));
    assert_eq!(told(&import(home.path(), &["--zone", "Mars/Olympus"], &["list.csv"])).0, Some(2));
    assert_eq!(told(&import(home.path(), &["--map", "pet=Кот"], &["list.csv"])).0, Some(2));
    assert_eq!(told(&import(home.path(), &[], &[])).0, Some(2));
}
