//! Workstations against the real server on loopback: in step, offline and back, cut answers, conflicts.

use std::sync::Arc;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use secrecy::SecretString;
use serde_json::json;
use sha2::{Digest, Sha256};
use sincerely::backend::sincerely::Client;
use sincerely::backend::{Backend, BackendError};
use sincerely::model::acts::{CasePatch, Command, NewNote, NewReply, OpenFollowUp};
use sincerely::model::queue::{Asker, Filter, From, Link};
use sincerely::model::{
    Attachment, AttachmentHash, Case, CaseFile, DeskId, Doing, Draft, DraftKind, Due, FollowUpKind, IdempotencyKey,
    MessageKind, OutboxState, Present, Role, State,
};
use sincerely::store::Store;
use sincerely::sync::{self, Attachments, Handle, SyncEvent};
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;

use super::server_support::{Account, Desk, desk, new_case, start};
use super::sync_proxy::{Fault, Proxy};

/// Nothing here is timed; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Station {
    pub store: Store,
    pub handle: Handle,
    events: UnboundedReceiver<SyncEvent>,
    dir: TempDir,
}

fn open(dir: &TempDir) -> Store {
    let (work, cache) = (dir.path().join("work.db"), dir.path().join("cache.db"));
    Store::open(&work, &cache, DeskId("desk".into())).unwrap().0
}

impl Station {
    pub fn start(url: &str, token: &str) -> Self {
        Self::in_folder(url, token, tempfile::tempdir().unwrap())
    }

    pub fn in_folder(url: &str, token: &str, dir: TempDir) -> Self {
        let store = open(&dir);
        let backend = Arc::new(Client::new(url, &SecretString::from(token)).unwrap());
        let attachments = Attachments { folder: Some(dir.path().to_owned()) };
        let (handle, events) = sync::start(store.clone(), backend, attachments);
        Self { store, handle, events, dir }
    }

    pub async fn in_step(url: &str, token: &str) -> Self {
        let mut station = Self::start(url, token);
        station.event(|e| matches!(e, SyncEvent::Link(Link::InStep { .. }))).await;
        station
    }

    /// The next event of a sort; others are passed over.
    pub async fn event(&mut self, wanted: impl Fn(&SyncEvent) -> bool) -> SyncEvent {
        let next = async {
            loop {
                let event = self.events.recv().await.expect("the worker runs");
                if wanted(&event) {
                    return event;
                }
            }
        };
        tokio::time::timeout(PATIENCE, next).await.expect("the event comes")
    }

    pub async fn sent(&mut self, key: IdempotencyKey) {
        self.event(|e| matches!(e, SyncEvent::Sent { key: sent, .. } if *sent == key)).await;
    }

    /// Puts an act into the outbox, to leave at once.
    pub async fn act(&self, command: Command) -> IdempotencyKey {
        let key = IdempotencyKey(uuid::Uuid::now_v7());
        self.store.enqueue(command, key, Timestamp::now()).await.unwrap();
        key
    }

    pub async fn file(&self, case: &Case) -> CaseFile {
        self.store.case_file(case.id).await.unwrap().expect("the case is here")
    }

    /// Waits until the case looks as wanted.
    pub async fn until(&self, case: &Case, wanted: impl Fn(&CaseFile) -> bool) -> CaseFile {
        let mut notices = self.store.subscribe();
        let look = async {
            loop {
                if let Some(file) = self.store.case_file(case.id).await.unwrap().filter(|f| wanted(f)) {
                    return file;
                }
                let _ = notices.recv().await;
            }
        };
        tokio::time::timeout(PATIENCE, look).await.expect("the case comes to look so")
    }

    pub async fn stop(self) -> TempDir {
        self.handle.stop().await;
        self.dir
    }
}

fn note(case: &Case, body: &str) -> Command {
    let note = NewNote { id: uuid::Uuid::now_v7().into(), body: body.into(), attachments: vec![] };
    Command::Note { case: case.id, note }
}

fn reply(case: &Case, reply: NewReply) -> Command {
    Command::Reply { case: case.id, thread_version: case.thread_version, reply: Box::new(reply) }
}

async fn desk_with_case() -> (Desk, Account, Case) {
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let case = anna.case("Розетка искрит").await;
    (desk, anna, case)
}

fn asker(of: &Account) -> Asker {
    Asker { me: of.operator.id, now: Timestamp::now(), day_end: Timestamp::now() + 8.hours() }
}

#[tokio::test]
async fn r165_two_workstations_see_each_others_acts_and_one_of_two_claims_wins() {
    let (desk, anna, case) = desk_with_case().await;
    let boris = desk.operator("Борис").await;
    let mut a = Station::in_step(&desk.url, &anna.token).await;
    let mut b = Station::in_step(&desk.url, &boris.token).await;
    let key = a.act(Command::Claim { case: case.id }).await;
    a.sent(key).await;
    b.until(&case, |file| file.case.owner == Some(anna.operator.id)).await;
    b.act(Command::Claim { case: case.id }).await;
    let event = b.event(|e| matches!(e, SyncEvent::Conflict { .. })).await;
    let SyncEvent::Conflict { problem, .. } = event else { unreachable!() };
    assert_eq!(problem.owner_name.as_deref(), Some("Анна"));
    assert_eq!(b.file(&case).await.case.owner, Some(anna.operator.id));
    assert_eq!(b.store.outbox().await.unwrap(), [], "the lost claim is over and stands before nothing");
    let key = b.act(note(&case, "мешать не буду")).await;
    b.sent(key).await;
    a.until(&case, |file| file.messages.iter().any(|m| m.body == "мешать не буду")).await;
}

#[tokio::test]
async fn r168_an_act_whose_answer_was_cut_is_tried_again_and_happens_once() {
    let (desk, anna, case) = desk_with_case().await;
    let proxy = Proxy::before(desk.server.address()).await;
    let mut station = Station::in_step(&proxy.url, &anna.token).await;
    proxy.set(Fault::CutAnswerOfPost);
    let key = station.act(note(&case, "один раз")).await;
    station.sent(key).await;
    assert_eq!(proxy.faults_done(), 1);
    let notes = anna.file(&case).await.messages.into_iter().filter(|m| m.kind == MessageKind::Note).count();
    assert_eq!(notes, 1);
    assert_eq!(station.store.outbox().await.unwrap(), []);
}

#[tokio::test]
async fn offline_the_store_answers_since_when_survives_a_restart_and_work_leaves_afterwards() {
    let (desk, anna, case) = desk_with_case().await;
    let proxy = Proxy::before(desk.server.address()).await;
    let station = Station::in_step(&proxy.url, &anna.token).await;
    let dir = station.stop().await;
    proxy.set(Fault::Refuse);
    let is_offline = |e: &SyncEvent| matches!(e, SyncEvent::Link(Link::Offline { .. }));
    let mut station = Station::in_folder(&proxy.url, &anna.token, dir);
    let SyncEvent::Link(Link::Offline { since, .. }) = station.event(is_offline).await else { unreachable!() };
    let page = station.store.page(&Filter::default(), &asker(&anna), From::Top, 9).await.unwrap();
    assert_eq!(page.rows[0].id, case.id);
    let key = station.act(note(&case, "написано в дороге")).await;
    assert_eq!(station.file(&case).await.messages.len(), 2);
    let mut station = Station::in_folder(&proxy.url, &anna.token, station.stop().await);
    let SyncEvent::Link(Link::Offline { since: again, .. }) = station.event(is_offline).await else { unreachable!() };
    assert_eq!(again, since);
    assert_eq!(anna.file(&case).await.messages.len(), 1);
    proxy.set(Fault::None);
    station.handle.wake();
    station.sent(key).await;
    assert_eq!(anna.file(&case).await.messages.len(), 2);
    assert!(!station.store.pending().outbox.iter().any(|i| i.state != OutboxState::Done));
}

#[tokio::test]
async fn an_unknown_token_pauses_everything_and_loses_nothing() {
    let (desk, anna, case) = desk_with_case().await;
    let dir = Station::in_step(&desk.url, &anna.token).await.stop().await;
    let mut station = Station::in_folder(&desk.url, "sin_revoked", dir);
    station.event(|e| matches!(e, SyncEvent::Link(Link::LoginNeeded { .. }))).await;
    let key = station.act(note(&case, "ждёт входа")).await;
    assert_eq!(station.store.outbox().await.unwrap()[0].state, OutboxState::Queued);
    let mut station = Station::in_folder(&desk.url, &anna.token, station.stop().await);
    station.sent(key).await;
}

#[tokio::test]
async fn r167_a_letter_over_a_moved_thread_comes_back_with_the_thread() {
    let (desk, anna, case) = desk_with_case().await;
    let mut station = Station::in_step(&desk.url, &anna.token).await;
    let seen = station.until(&case, |_| true).await.case;
    let boris = desk.operator("Борис").await;
    let news = json!({ "id": uuid::Uuid::now_v7(), "body": "новость" });
    assert!(boris.post(&format!("/v1/cases/{}/notes", case.id), &news).await.status.is_success());
    let letter = anna.letter(&seen, "Уважаемая Мария Ивановна! …");
    let key = station.act(reply(&seen, letter.clone())).await;
    let event = station.event(|e| matches!(e, SyncEvent::Conflict { .. })).await;
    let SyncEvent::Conflict { problem, .. } = event else { unreachable!() };
    assert!(problem.current.is_some());
    assert_eq!(station.store.outbox().await.unwrap()[0].state, OutboxState::Stuck);
    let Some(Command::Reply { reply, .. }) = station.store.discard(key).await.unwrap().map(|i| i.command) else {
        panic!("the letter comes back")
    };
    assert_eq!(*reply, letter);
    assert!(anna.file(&case).await.messages.iter().all(|m| m.kind != MessageKind::Reply));
}

#[tokio::test]
async fn own_acts_in_a_row_are_no_conflict_and_an_accepted_letter_does_not_blink_out() {
    let (desk, anna, case) = desk_with_case().await;
    let proxy = Proxy::before(desk.server.address()).await;
    let station = Station::in_step(&proxy.url, &anna.token).await;
    let seen = station.file(&case).await.case;
    let dir = station.stop().await;
    // All of it made before the desk hears of any.
    let store = open(&dir);
    let later = Timestamp::now();
    let mut keys = Vec::new();
    let patch = |harm: &str| CasePatch { harm: Some(harm.into()), ..CasePatch::default() };
    let letter = anna.letter(&seen, "Уважаемая Мария Ивановна! …");
    for command in [
        Command::Claim { case: case.id },
        Command::PatchCase { case: case.id, version: seen.version, patch: Box::new(patch("испуг")) },
        note(&case, "звонила дважды"),
        reply(&seen, letter.clone()),
        Command::PatchCase {
            case: case.id, version: seen.version, patch: Box::new(patch("испуг ребёнка"))
        },
    ] {
        let key = IdempotencyKey(uuid::Uuid::now_v7());
        store.enqueue(command, key, later).await.unwrap();
        keys.push(key);
    }
    drop(store);
    let mut station = Station::in_folder(&proxy.url, &anna.token, dir);
    for key in &keys[..4] {
        station.sent(*key).await;
        let file = station.file(&case).await;
        assert!(file.messages.iter().any(|m| m.id == letter.id));
        assert_eq!((file.case.state, file.case.owner), (State::WaitingCustomer, Some(anna.operator.id)));
    }
    station.sent(keys[4]).await;
    let file = anna.file(&case).await;
    assert_eq!((file.case.harm.as_str(), file.messages.len()), ("испуг ребёнка", 3));
    assert!(file.messages.iter().any(|m| m.id == letter.id && m.delivery.is_some()));
}

#[tokio::test]
async fn a_letter_that_waited_too_long_is_looked_at_again() {
    let (desk, anna, case) = desk_with_case().await;
    let mut amy = new_case("Charged twice");
    amy["customer"] = json!({ "name": { "given": "Amy" } });
    let other: Case = anna.post("/v1/cases", &amy).await.ok();
    let station = Station::in_step(&desk.url, &anna.token).await;
    let (seen, other) = (station.file(&case).await.case, station.file(&other).await.case);
    let dir = station.stop().await;
    let store = open(&dir);
    store
        .enqueue(reply(&seen, anna.letter(&seen, "…")), IdempotencyKey(uuid::Uuid::now_v7()), Timestamp::now())
        .await
        .unwrap();
    let mut dated = anna.letter(&other, "I will call you by noon.");
    let due = Due::instant(Timestamp::now() - 1.minute(), "UTC");
    dated.opens.push(OpenFollowUp { kind: FollowUpKind::Promise, due, title: "call".into() });
    store.enqueue(reply(&other, dated), IdempotencyKey(uuid::Uuid::now_v7()), Timestamp::now()).await.unwrap();
    drop(store);
    let db = rusqlite::Connection::open(dir.path().join("work.db")).unwrap();
    db.execute("UPDATE outbox SET created_at = created_at - 1000 * 60 * 20", []).unwrap();
    drop(db);
    anna.post(
        &format!("/v1/cases/{}/messages", case.id),
        &json!({
            "channel": "email", "message": { "kind": "inbound", "body": "Уже не нужно, спасибо" }
        }),
    )
    .await;
    let mut station = Station::in_folder(&desk.url, &anna.token, dir);
    for _ in 0..2 {
        station.event(|e| matches!(e, SyncEvent::Stuck { why, .. } if why.starts_with("held_back"))).await;
    }
    assert!(anna.file(&case).await.messages.iter().all(|m| m.kind == MessageKind::Inbound));
}

#[tokio::test]
async fn a_first_load_that_is_cut_goes_on_and_another_storage_is_loaded_from_zero() {
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    for n in 0..60 {
        anna.case(&format!("Письмо {n} {}", "слово ".repeat(40))).await;
    }
    let proxy = Proxy::before(desk.server.address()).await;
    proxy.set(Fault::CutAfter(20_000));
    let station = Station::in_step(&proxy.url, &anna.token).await;
    assert_eq!(proxy.faults_done(), 1);
    assert_eq!(station.store.counts(&asker(&anna)).await.unwrap().all, 60);
    // Another server with another storage stands at the address now, and knows the same token.
    let other_dir = tempfile::tempdir().unwrap();
    let other = start(other_dir.path()).await;
    let new = sincerely::server::accounts::add(&**other.storage(), &super::server_support::new_operator("Анна"))
        .await
        .unwrap();
    let mut station = {
        let dir = station.stop().await;
        proxy.aim(other.address());
        Station::in_folder(&proxy.url, &new.token, dir)
    };
    station.event(|e| matches!(e, SyncEvent::Link(Link::InStep { .. }))).await;
    assert_eq!(station.store.counts(&asker(&anna)).await.unwrap().all, 0);
}

#[tokio::test]
async fn a_case_entered_by_hand_gets_its_name_and_what_follows_goes_there() {
    let (desk, anna, _) = desk_with_case().await;
    let mut station = Station::in_step(&desk.url, &anna.token).await;
    let local = uuid::Uuid::now_v7().into();
    let new = serde_json::from_value(new_case("Письмо на бумаге")).unwrap();
    let key = station.act(Command::NewCase { case: local, new: Box::new(new) }).await;
    let note =
        NewNote { id: uuid::Uuid::now_v7().into(), body: "принесла лично".into(), attachments: vec![] };
    let note = station.act(Command::Note { case: local, note }).await;
    let event = station.event(|e| matches!(e, SyncEvent::Named { .. })).await;
    let SyncEvent::Named { from, to } = event else { unreachable!() };
    assert_eq!(from, local);
    station.sent(key).await;
    station.sent(note).await;
    let file = station.store.case_file(to).await.unwrap().unwrap();
    assert_eq!(
        file.messages.iter().map(|m| m.body.as_str()).collect::<Vec<_>>(),
        ["Письмо на бумаге", "принесла лично"]
    );
}

#[tokio::test]
async fn attachments_go_before_the_act_that_names_them_and_come_back_whole() {
    let (desk, anna, case) = desk_with_case().await;
    let mut station = Station::in_step(&desk.url, &anna.token).await;
    let content = b"%PDF-1.7 a contract".repeat(1000);
    let hash: String = Sha256::digest(&content).iter().map(|b| format!("{b:02x}")).collect();
    std::fs::write(station.dir.path().join(&hash), &content).unwrap();
    let attachment = Attachment {
        hash: AttachmentHash(hash.clone()),
        name: "договор.pdf".into(),
        media_type: "application/pdf".into(),
        size: content.len() as u64,
    };
    let note =
        NewNote { id: uuid::Uuid::now_v7().into(), body: "договор".into(), attachments: vec![attachment] };
    let key = station.act(Command::Note { case: case.id, note }).await;
    station.sent(key).await;
    let client = Client::new(&desk.url, &SecretString::from(anna.token.as_str())).unwrap();
    let into = station.dir.path().join("fetched.pdf");
    client.get_attachment(&AttachmentHash(hash), &into).await.unwrap();
    assert_eq!(std::fs::read(&into).unwrap(), content);
    let absent = client.get_attachment(&AttachmentHash("0".repeat(64)), &station.dir.path().join("absent")).await;
    assert!(matches!(absent, Err(BackendError::Refused(_))));
    assert!(!station.dir.path().join("absent").exists());
}

#[tokio::test]
async fn a_bell_that_a_proxy_holds_back_is_not_waited_for() {
    let (desk, anna, case) = desk_with_case().await;
    let proxy = Proxy::before(desk.server.address()).await;
    proxy.set(Fault::HoldEvents);
    let mut station = Station::in_step(&proxy.url, &anna.token).await;
    let news = json!({ "id": uuid::Uuid::now_v7(), "body": "новость" });
    assert!(anna.post(&format!("/v1/cases/{}/notes", case.id), &news).await.status.is_success());
    // Nobody wakes the worker: it does not trust a bell that it has never heard.
    station.until(&case, |file| file.messages.len() == 2).await;
    // And back: the proxy lets the stream through, and the bell is heard at the next try.
    proxy.set(Fault::None);
    station.handle.wake();
    station.event(|e| matches!(e, SyncEvent::Presence(_))).await;
}

#[tokio::test]
async fn r165_who_writes_is_heard_by_the_other_workstation() {
    let (desk, anna, case) = desk_with_case().await;
    let boris = desk.operator("Борис").await;
    let mut station = Station::in_step(&desk.url, &boris.token).await;
    let client = Client::new(&desk.url, &SecretString::from(anna.token.as_str())).unwrap();
    client.tell_presence(case.id, &Doing::Writing).await.unwrap();
    let here = Present { case_id: case.id, operator: anna.operator.id, doing: Doing::Writing };
    station.event(|e| matches!(e, SyncEvent::Presence(p) if p.present.contains(&here))).await;
}

#[tokio::test]
async fn from_zero_keeps_drafts_outbox_and_reads_and_a_crash_in_the_middle_is_safe() {
    let (desk, anna, case) = desk_with_case().await;
    for n in 0..40 {
        anna.case(&format!("Письмо {n} {}", "слово ".repeat(40))).await;
    }
    let proxy = Proxy::before(desk.server.address()).await;
    let station = Station::in_step(&proxy.url, &anna.token).await;
    station.store.mark_read(case.id).await.unwrap();
    let dir = station.stop().await;
    let store = open(&dir);
    let draft = Draft {
        case: case.id,
        kind: DraftKind::Reply,
        text: "Уважаемая".into(),
        cursor: 0,
        slots: vec![],
        thread_version: 1,
        saved_at: Timestamp::now(),
        attachments: vec![],
        overrides: vec![],
    };
    store.save_draft(draft.clone()).await.unwrap();
    let later = Timestamp::now() + 1.hours();
    store.enqueue(note(&case, "ждёт"), IdempotencyKey(uuid::Uuid::now_v7()), later).await.unwrap();
    store.load_again().await.unwrap();
    drop(store);
    // The new copy breaks off in the middle, and the program with it.
    proxy.set(Fault::CutAfter(15_000));
    let mut station = Station::in_folder(&proxy.url, &anna.token, dir);
    station.event(|e| matches!(e, SyncEvent::Link(Link::Offline { .. }))).await;
    let mut station = Station::in_folder(&proxy.url, &anna.token, station.stop().await);
    station.event(|e| matches!(e, SyncEvent::Link(Link::InStep { .. }))).await;
    assert_eq!(station.store.counts(&asker(&anna)).await.unwrap().all, 41);
    let kept = station.store.draft(case.id, DraftKind::Reply).await.unwrap().unwrap();
    assert_eq!(kept.text, draft.text);
    assert_eq!(station.store.outbox().await.unwrap().len(), 1);
    let page = station.store.page(&Filter::default(), &asker(&anna), From::Top, 60).await.unwrap();
    assert!(page.rows.iter().any(|r| r.id == case.id && !r.marks.unread && r.marks.has_draft));
}

#[tokio::test]
async fn a_desk_that_cannot_ring_is_asked_instead() {
    let (desk, anna, case) = desk_with_case().await;
    let proxy = Proxy::before(desk.server.address()).await;
    proxy.set(Fault::NoEvents);
    let station = Station::in_step(&proxy.url, &anna.token).await;
    let news = json!({ "id": uuid::Uuid::now_v7(), "body": "новость" });
    assert!(anna.post(&format!("/v1/cases/{}/notes", case.id), &news).await.status.is_success());
    station.handle.wake();
    station.until(&case, |file| file.messages.len() == 2).await;
}

#[tokio::test]
async fn a_source_account_is_told_that_it_cannot_work_here() {
    let desk = desk().await;
    let source = desk.account("form", Role::Source).await;
    let mut station = Station::start(&desk.url, &source.token);
    let event = station.event(|e| matches!(e, SyncEvent::Link(Link::LoginNeeded { .. } | Link::Offline { .. }))).await;
    let SyncEvent::Link(Link::Offline { why, .. } | Link::LoginNeeded { why }) = event else { unreachable!() };
    assert!(!why.is_empty());
}

#[tokio::test]
async fn what_was_written_offline_for_a_case_that_was_merged_meanwhile_is_not_lost() {
    let (desk, anna, case) = desk_with_case().await;
    let other = anna.case("Розетка искрит и сегодня").await;
    let proxy = Proxy::before(desk.server.address()).await;
    let dir = Station::in_step(&proxy.url, &anna.token).await.stop().await;
    proxy.set(Fault::Refuse);
    let station = Station::in_folder(&proxy.url, &anna.token, dir);
    let letter = anna.letter(&case, "Мария Ивановна, мастер будет сегодня до 18:00.");
    station.act(note(&case, "Мастер предупреждён.")).await;
    station.act(reply(&case, letter.clone())).await;
    let dir = station.stop().await;
    anna.post(&format!("/v1/cases/{}/merge", case.id), &json!({ "into": other.id })).await.ok::<Case>();
    proxy.set(Fault::None);
    let mut station = Station::in_folder(&proxy.url, &anna.token, dir);
    let conflict = station.event(|e| matches!(e, SyncEvent::Conflict { .. })).await;
    let SyncEvent::Conflict { item, problem } = conflict else { unreachable!() };
    assert_eq!(problem.merged_into, Some(other.id), "{problem}");
    assert!(matches!(&item.command, Command::Reply { reply, .. } if reply.id == letter.id), "signed for its case");
    let survivor = station.until(&other, |f| f.messages.iter().any(|m| m.body == "Мастер предупреждён.")).await;
    assert!(survivor.messages.iter().all(|m| m.id != letter.id), "no letter went out");
    let mut notices = station.store.subscribe();
    let only_the_letter = async {
        while station.store.outbox().await.unwrap().len() > 1 {
            let _ = notices.recv().await;
        }
    };
    tokio::time::timeout(PATIENCE, only_the_letter).await.expect("the note has arrived");
    assert_eq!(station.store.outbox().await.unwrap()[0].state, OutboxState::Stuck);
    station.stop().await;
    desk.server.stop().await;
}
