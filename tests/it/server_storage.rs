//! What every storage must do, whichever database is below: one suite, run on SQLite and on PostgreSQL.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sincerely::model::{AttachmentHash, Case, CaseId, Customer, Doing, FollowUp, Operator, OperatorId, Present};
use sincerely::protocol::{Entity, EntityKind};
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::storage::{
    AuditLine, AuditQuery, Batch, CommitError, Cursor, Errand, ErrandChange, ErrandKind, FeedPart, FeedQuery,
    FirstAnswer, Forget, Name, NameChange, Place, Stamp, Stay, Storage, TokenChange,
};
use uuid::Uuid;

use crate::postgres;
use crate::server_storage_feed::{
    a_reader_misses_nothing_while_others_commit, pages_stay_right_while_data_changes,
    the_feed_is_compact_ordered_and_goes_on_where_it_stopped, what_was_taken_out_leaves_a_tombstone,
};

pub fn batch(puts: Vec<Entity>, expect: Vec<(Uuid, Stamp)>) -> Batch {
    let audit = AuditLine { operator: None, act: "test", scope: None, at: Timestamp::now(), refused: None };
    Batch { expect, puts, ..Batch::of(audit) }
}

pub fn customer(id: u128, family: &str) -> Entity {
    let customer: Customer =
        serde_json::from_value(json!({"id": Uuid::from_u128(id), "name": {"family": family}})).unwrap();
    Entity::Customer(Box::new(customer))
}

pub fn case(id: u128, customer: u128, number: u64) -> Case {
    serde_json::from_value(json!({
        "id": Uuid::from_u128(id), "number": number, "customer_id": Uuid::from_u128(customer), "channel": "email",
        "subject": "s", "received_at": "2026-01-01T00:00:00Z", "state": "new"
    }))
    .unwrap()
}

pub fn put_case(case: &Case) -> Entity {
    Entity::Case(Box::new(case.clone()))
}

pub fn contact(address: &str) -> Name {
    Name::Contact { channel: String::from("email"), address: address.to_owned() }
}

pub async fn family(storage: &dyn Storage, id: u128) -> Option<String> {
    let customer = storage.customer(Uuid::from_u128(id).into()).await.unwrap();
    customer.map(|c| c.value.name.family)
}

pub fn is_conflict(result: &Result<Cursor, CommitError>) -> bool {
    matches!(result, Err(CommitError::Conflict))
}

pub async fn head(storage: &dyn Storage) -> Cursor {
    storage.feed(FeedQuery::default()).await.unwrap().head
}

pub fn lines(part: &FeedPart) -> Vec<Value> {
    let text = std::str::from_utf8(&part.lines).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn a_batch_is_refused_when_its_scope_moved(storage: &dyn Storage) {
    let id = Uuid::from_u128(1);
    storage.commit(batch(vec![customer(1, "A")], vec![(id, Stamp::default())])).await.unwrap();
    assert!(
        is_conflict(&storage.commit(batch(vec![customer(1, "B")], vec![(id, Stamp::default())])).await),
        "it exists"
    );
    let read = storage.customer(id.into()).await.unwrap().unwrap();
    storage.commit(batch(vec![customer(1, "C")], vec![(id, read.stamp)])).await.unwrap();
    assert!(is_conflict(&storage.commit(batch(vec![customer(1, "D")], vec![(id, read.stamp)])).await), "it moved");
    assert_eq!(family(storage, 1).await.as_deref(), Some("C"));
}

async fn a_batch_is_committed_as_a_whole_or_not_at_all(storage: &dyn Storage) {
    let before = head(storage).await;
    let mut half = batch(vec![customer(2, "New")], Vec::new());
    half.deletes = vec![(EntityKind::Customer, Uuid::from_u128(999))];
    assert!(is_conflict(&storage.commit(half).await), "what is not there cannot be deleted");
    assert_eq!(family(storage, 2).await, None);
    assert_eq!(head(storage).await, before);
}

async fn a_batch_may_put_a_thing_twice(storage: &dyn Storage) {
    storage.commit(batch(vec![customer(3, "first"), customer(3, "last")], Vec::new())).await.unwrap();
    assert_eq!(family(storage, 3).await.as_deref(), Some("last"));
}

async fn an_id_belongs_to_one_thing_for_ever(storage: &dyn Storage) {
    let follow_up: FollowUp = serde_json::from_value(json!({"id": Uuid::from_u128(1), "case_id": Uuid::from_u128(50),
        "kind": "reminder", "due": {"day": "2030-01-01", "zone": "UTC"}, "state": "open", "opened_at": Timestamp::now()})).unwrap();
    let stolen = batch(vec![Entity::FollowUp(Box::new(follow_up))], Vec::new());
    assert!(is_conflict(&storage.commit(stolen).await));
    assert_eq!(family(storage, 1).await.as_deref(), Some("C"));
}

async fn a_name_has_one_owner(storage: &dyn Storage) {
    let take = |id: u128| {
        let mut taking = batch(Vec::new(), Vec::new());
        taking.names = vec![NameChange::Take(contact("a@example.org"), Uuid::from_u128(id))];
        taking
    };
    storage.commit(take(1)).await.unwrap();
    storage.commit(take(1)).await.unwrap();
    assert!(is_conflict(&storage.commit(take(2)).await));
    let mut dropping = batch(Vec::new(), Vec::new());
    dropping.names = vec![NameChange::Drop(contact("a@example.org"), Uuid::from_u128(2))];
    storage.commit(dropping.clone()).await.unwrap();
    let owners = storage.owners_of(vec![contact("a@example.org"), contact("b@example.org")]).await.unwrap();
    assert_eq!(owners, [Some(Uuid::from_u128(1)), None], "only the owner gives a name up");
    dropping.names = vec![NameChange::Drop(contact("a@example.org"), Uuid::from_u128(1))];
    storage.commit(dropping).await.unwrap();
    storage.commit(take(2)).await.unwrap();
    // From one to another in one commit: two cards that become one.
    let mut handing = batch(Vec::new(), Vec::new());
    let name = contact("a@example.org");
    handing.names =
        vec![NameChange::Drop(name.clone(), Uuid::from_u128(2)), NameChange::Take(name.clone(), Uuid::from_u128(1))];
    storage.commit(handing).await.unwrap();
    assert_eq!(storage.owners_of(vec![name]).await.unwrap(), [Some(Uuid::from_u128(1))]);
}

/// Two cards that become one: the case is found with its new customer, and no longer with the old one.
async fn a_case_goes_over_to_another_customer(storage: &dyn Storage) {
    let mut mine = case(451, 450, storage.next_case_number().await.unwrap());
    storage.commit(batch(vec![customer(450, "A"), customer(452, "B"), put_case(&mine)], Vec::new())).await.unwrap();
    let before = mine.customer_id;
    mine.customer_id = Uuid::from_u128(452).into();
    storage.commit(batch(vec![put_case(&mine)], Vec::new())).await.unwrap();
    assert_eq!(storage.case_file(mine.id).await.unwrap().unwrap().value.customer.name.family, "B");
    assert_eq!(storage.cases_of(mine.customer_id).await.unwrap(), [mine.id]);
    assert_eq!(storage.cases_of(before).await.unwrap(), []);
}

/// What sources send is of any length and has any character, U+0000 too.
async fn names_and_words_may_be_anything(storage: &dyn Storage) {
    let (long, odd) = (contact(&"я".repeat(20_000)), contact("a\0b"));
    let mut taking = batch(vec![customer(4, "Ку\0знецова\u{1}\u{feff}🇷🇴")], Vec::new());
    taking.names = [&long, &odd].map(|name| NameChange::Take(name.clone(), Uuid::from_u128(4))).to_vec();
    storage.commit(taking).await.unwrap();
    let owners = storage.owners_of(vec![long, odd, contact("a"), contact("ab")]).await.unwrap();
    assert_eq!(owners, [Some(Uuid::from_u128(4)), Some(Uuid::from_u128(4)), None, None]);
    assert_eq!(family(storage, 4).await.as_deref(), Some("Ку\0знецова\u{1}\u{feff}🇷🇴"));
}

/// A token of operator 70 whose hash and id are made of one number.
fn add(number: u8, label: &str) -> TokenChange {
    TokenChange::Add {
        id: Uuid::from_u128(number.into()).into(),
        hash: [number; 32],
        operator: Uuid::from_u128(70).into(),
        label: label.into(),
        expires_at: Some("2030-01-01T00:00:00Z".parse().unwrap()),
    }
}

async fn tokens_open_until_they_are_taken_away(storage: &dyn Storage) {
    let operator: Operator = serde_json::from_value(json!({"id": Uuid::from_u128(70), "name": "Anna"})).unwrap();
    let (id, now) = (operator.id, Timestamp::now());
    let mut making = batch(vec![Entity::Operator(Box::new(operator.clone()))], Vec::new());
    making.tokens = vec![add(1, "account"), add(2, "run"), add(3, "home")];
    storage.commit(making).await.unwrap();
    assert_eq!(storage.operators().await.unwrap(), std::slice::from_ref(&operator));
    let change = |change| Batch { tokens: vec![change], ..batch(Vec::new(), Vec::new()) };
    let revoked = async |number: u8| storage.bearer([number; 32]).await.unwrap().map(|b| b.token.revoked_at.is_some());

    let bearer = storage.bearer([1; 32]).await.unwrap().unwrap();
    assert_eq!((bearer.operator, bearer.token.label.as_str()), (operator, "account"));
    assert_eq!(bearer.token.expires_at, Some("2030-01-01T00:00:00Z".parse().unwrap()));
    assert_eq!(storage.bearer([9; 32]).await.unwrap(), None);
    storage.commit(change(TokenChange::RevokeLabel { label: "run".into() })).await.unwrap();
    assert_eq!(revoked(2).await, None, "what was for one run leaves nothing");
    storage.commit(change(TokenChange::Revoke { id: Uuid::from_u128(3).into(), at: now })).await.unwrap();
    assert_eq!((revoked(3).await, revoked(1).await), (Some(true), Some(false)));
    storage.commit(change(TokenChange::Used { tokens: vec![(Uuid::from_u128(1).into(), now)] })).await.unwrap();
    assert_eq!(storage.bearer([1; 32]).await.unwrap().unwrap().token.used_at, Some(now));
    let except = Some(Uuid::from_u128(1).into());
    storage.commit(change(TokenChange::RevokeAllOf { operator: id, at: now, except })).await.unwrap();
    assert_eq!(revoked(1).await, Some(false));
    storage.commit(change(TokenChange::RevokeAllOf { operator: id, at: now, except: None })).await.unwrap();
    assert_eq!(revoked(1).await, Some(true));
    assert_eq!(storage.tokens(id).await.unwrap().len(), 2);
}

async fn an_errand_moves_by_compare_and_set_together_with_its_batch(storage: &dyn Storage) {
    let now: Timestamp = "2026-01-01T10:00:00Z".parse().unwrap();
    let later = now + SignedDuration::from_secs(60);
    let step = |errands: Vec<ErrandChange>, puts: Vec<Entity>| Batch { errands, ..batch(puts, Vec::new()) };
    let kind = ErrandKind::Letter;
    let begin = |name: &str, due| Errand::begin(kind, name.to_owned(), now, due, &json!({"stage": "waiting"}));
    let (first, second) = (begin("b", later), begin("a", now));
    let both = vec![ErrandChange::Begin(first.clone()), ErrandChange::Begin(second.clone())];
    storage.commit(step(both, vec![customer(950, "before")])).await.unwrap();
    assert_eq!(storage.errands(kind, 10).await.unwrap(), [second.clone(), first.clone()], "the nearest time first");
    assert_eq!(storage.errands(kind, 1).await.unwrap().len(), 1);
    assert_eq!(storage.errand(kind, "b").await.unwrap(), Some(first.clone()));
    assert_eq!(storage.errand(ErrandKind::Source, "b").await.unwrap(), None, "kinds are apart");

    let again = storage.commit(step(vec![ErrandChange::Begin(begin("a", later))], Vec::new())).await;
    assert!(is_conflict(&again));
    let taken = second.next(later, &json!({"stage": "taken"}));
    storage.commit(step(vec![ErrandChange::step(&second, taken.clone())], Vec::new())).await.unwrap();
    // Whoever comes second changes nothing, the resources of his batch neither.
    let late = vec![ErrandChange::step(&second, second.next(now, &json!({})))];
    assert!(is_conflict(&storage.commit(step(late, vec![customer(950, "after")])).await));
    assert_eq!(family(storage, 950).await.as_deref(), Some("before"));
    assert!(is_conflict(&storage.commit(step(vec![ErrandChange::end(&second)], Vec::new())).await));
    let ends = vec![ErrandChange::end(&taken), ErrandChange::end(&first)];
    storage.commit(step(ends, Vec::new())).await.unwrap();
    assert_eq!(storage.errands(kind, 10).await.unwrap(), []);
}

async fn an_id_is_found_as_what_it_is_and_where_it_stands(storage: &dyn Storage) {
    storage.commit(batch(vec![customer(950, "A")], Vec::new())).await.unwrap();
    let id = Uuid::from_u128(950);
    assert!(storage.customer(id.into()).await.unwrap().is_some());
    assert!(storage.operator(id.into()).await.unwrap().is_none());
    assert!(storage.case(id.into()).await.unwrap().is_none() && storage.case_file(id.into()).await.unwrap().is_none());
    let places = storage.places(vec![id, Uuid::from_u128(951)]).await.unwrap();
    assert_eq!(places, [Place { kind: EntityKind::Customer, id, scope: id }]);
}

async fn the_audit_is_read_backwards_by_who_what_and_when(storage: &dyn Storage) {
    let scope = Uuid::from_u128(900);
    let line = |act, operator: Option<u128>, at: &str, refused: Option<&str>| Batch {
        audit: AuditLine {
            operator: operator.map(|id| Uuid::from_u128(id).into()),
            act,
            scope: Some(scope),
            at: at.parse().unwrap(),
            refused: refused.map(str::to_owned),
        },
        ..batch(Vec::new(), Vec::new())
    };
    storage.commit(line("claim", Some(901), "2026-01-01T10:00:00Z", None)).await.unwrap();
    storage.commit(line("reply", Some(902), "2026-01-01T10:00:00.5Z", None)).await.unwrap();
    storage.commit(line("forbidden", Some(902), "2026-01-01T10:00:01Z", Some("GET /v1/audit"))).await.unwrap();
    storage.commit(line("wake", None, "2026-01-02T10:00:00Z", None)).await.unwrap();
    let mut upkeep = line("used", None, "2026-01-03T10:00:00Z", None);
    upkeep.tokens = vec![TokenChange::Used { tokens: Vec::new() }];
    storage.commit(upkeep).await.unwrap();

    let all = AuditQuery { scope: Some(scope), limit: 10, ..AuditQuery::default() };
    let acts = async |query: AuditQuery| -> Vec<String> {
        storage.audit(query).await.unwrap().into_iter().map(|entry| entry.act).collect()
    };
    assert_eq!(acts(all.clone()).await, ["wake", "forbidden", "reply", "claim"]);
    let read = storage.audit(AuditQuery { limit: 2, ..all.clone() }).await.unwrap();
    assert_eq!(read[1].refused.as_deref(), Some("GET /v1/audit"));
    assert_eq!((read[0].operator, read[1].operator), (None, Some(Uuid::from_u128(902).into())));
    assert_eq!(acts(AuditQuery { before: Some(read[1].line), ..all.clone() }).await, ["reply", "claim"]);
    let operator = Some(Uuid::from_u128(902).into());
    assert_eq!(acts(AuditQuery { operator, ..all.clone() }).await, ["forbidden", "reply"]);
    assert_eq!(acts(AuditQuery { act: Some("reply".into()), ..all.clone() }).await, ["reply"]);
    let at = |text: &str| Some(text.parse().unwrap());
    let between = AuditQuery { since: at("2026-01-01T10:00:00.9Z"), until: at("2026-01-01T10:00:01Z"), ..all.clone() };
    assert_eq!(acts(between).await, ["forbidden", "reply", "claim"], "to the second");
    assert_eq!(acts(AuditQuery { since: at("2026-01-02T00:00:00Z"), ..all }).await, ["wake"]);
}

async fn a_case_file_is_read_with_its_stamp(storage: &dyn Storage) {
    let mine = case(401, 400, storage.next_case_number().await.unwrap());
    let message = |id: u128, at: &str| -> Entity {
        Entity::Message(Box::new(
            serde_json::from_value(json!({"id": Uuid::from_u128(id), "case_id": mine.id,
            "kind": "inbound", "at": at, "author": {"is": "customer", "name": "Amy"}, "body": "b", "channel": "email"}))
            .unwrap(),
        ))
    };
    let puts = vec![
        customer(400, "A"),
        put_case(&mine),
        message(403, "2026-01-02T00:00:00Z"),
        message(402, "2026-01-01T00:00:00Z"),
    ];
    storage.commit(batch(puts, Vec::new())).await.unwrap();
    let read = storage.case_file(mine.id).await.unwrap().unwrap();
    assert_eq!(read.value.case, mine);
    assert_eq!(read.value.messages.iter().map(|m| m.id.0.as_u128()).collect::<Vec<_>>(), [402, 403], "in time order");
    assert_eq!(storage.case_of_message(Uuid::from_u128(402).into()).await.unwrap(), Some(mine.id));
    assert_eq!(storage.cases_of(mine.customer_id).await.unwrap(), [mine.id]);
    storage.commit(batch(vec![customer(400, "B")], Vec::new())).await.unwrap();
    let again = storage.case_file(mine.id).await.unwrap().unwrap();
    assert_eq!(
        (again.stamp, again.value.customer.name.family.as_str()),
        (read.stamp, "B"),
        "a customer is a scope apart"
    );
    storage.commit(batch(vec![message(404, "2026-01-03T00:00:00Z")], vec![(mine.id.0, read.stamp)])).await.unwrap();
    assert!(is_conflict(&storage.commit(batch(vec![put_case(&mine)], vec![(mine.id.0, read.stamp)])).await));
    assert_eq!(storage.case_file(CaseId(Uuid::from_u128(499))).await.unwrap(), None);
}

async fn an_act_has_one_first_answer(storage: &dyn Storage) {
    let operator = OperatorId(Uuid::from_u128(500));
    let mut act = batch(vec![customer(501, "Once")], Vec::new());
    let answer = FirstAnswer {
        operator,
        key: String::from("k-1"),
        request: [7; 32],
        answer: sincerely::server::Answer { status: 201, etag: Some("1".into()), location: None, body: "{}".into() },
    };
    act.first_answer = Some(answer.clone());
    storage.commit(act.clone()).await.unwrap();
    assert_eq!(storage.first_answer(operator, "k-1").await.unwrap(), Some(answer));
    act.puts = vec![customer(501, "Twice")];
    assert!(
        is_conflict(&storage.commit(act).await),
        "the second delivery loses, and is answered with the first answer"
    );
    assert_eq!(family(storage, 501).await.as_deref(), Some("Once"));
    let long_ago = Timestamp::now() - SignedDuration::from_hours(1);
    assert_eq!(storage.forget_answers(long_ago, 100).await.unwrap(), 0);
    assert_eq!(storage.forget_answers(Timestamp::now(), 100).await.unwrap(), 1);
    assert_eq!(storage.first_answer(operator, "k-1").await.unwrap(), None);
}

async fn attachments_are_kept_by_their_hash(storage: &dyn Storage) {
    let hash = |c: char| AttachmentHash(c.to_string().repeat(64));
    let content = Bytes::from(vec![0, 255, 10, 0]);
    storage.put_attachment(hash('a'), content.clone()).await.unwrap();
    storage.put_attachment(hash('a'), content.clone()).await.unwrap();
    assert_eq!(storage.attachment(hash('a')).await.unwrap(), Some(content));
    assert_eq!(storage.attachment(hash('b')).await.unwrap(), None);
    assert_eq!(
        storage.missing_attachments(vec![hash('b'), hash('a'), hash('c')]).await.unwrap(),
        [hash('b'), hash('c')]
    );
}

async fn whoever_is_forgotten_leaves_no_copies(storage: &dyn Storage) {
    let scope = Uuid::from_u128(7700);
    let hash = |letter: &str| AttachmentHash(letter.repeat(64));
    for letter in ["c", "d"] {
        storage.put_attachment(hash(letter), Bytes::from_static(b"x")).await.unwrap();
    }
    let message: sincerely::model::Message = serde_json::from_value(json!({
        "id": Uuid::from_u128(7701), "case_id": Uuid::from_u128(7702), "kind": "inbound", "channel": "email",
        "author": {"is": "customer", "name": "another"}, "body": "", "at": "2026-01-01T00:00:00Z",
        "attachments": [{"hash": hash("d"), "name": "", "media_type": "", "size": 1}]
    }))
    .unwrap();
    let operator = OperatorId(Uuid::from_u128(7703));
    let answer = |body: String| sincerely::server::Answer { status: 200, etag: None, location: None, body };
    let kept =
        |key: &str, body: String| FirstAnswer { operator, key: key.into(), request: [0; 32], answer: answer(body) };
    for (key, body) in [("his", format!("{{\"id\":\"{scope}\"}}")), ("other", "{}".to_owned())] {
        let mut first = batch(vec![customer(7700, "Кузнецова")], Vec::new());
        first.first_answer = Some(kept(key, body));
        storage.commit(first).await.unwrap();
    }
    storage.commit(batch(vec![Entity::Message(Box::new(message))], Vec::new())).await.unwrap();

    let forget = Forget { scopes: vec![scope], contents: vec![hash("c"), hash("d")] };
    let stale = batch(vec![customer(7700, "")], vec![(scope, Stamp(1))]);
    assert!(is_conflict(&storage.forget(stale, forget.clone()).await));
    assert!(storage.attachment(hash("c")).await.unwrap().is_some(), "nothing was changed");
    storage.forget(batch(vec![customer(7700, "")], Vec::new()), forget).await.unwrap();
    assert_eq!(family(storage, 7700).await.as_deref(), Some(""));
    assert_eq!(storage.first_answer(operator, "his").await.unwrap(), None);
    assert!(storage.first_answer(operator, "other").await.unwrap().is_some());
    assert_eq!(storage.attachment(hash("c")).await.unwrap(), None);
    assert!(storage.attachment(hash("d")).await.unwrap().is_some(), "another's message still has it");
}

async fn presence_lasts_as_long_as_it_is_said(storage: &dyn Storage) {
    let (now, mut moved) = (Timestamp::now(), storage.presence_moved());
    moved.mark_unchanged();
    let stay = |operator: u128, doing: Doing, seconds: i64| Stay {
        present: Present { case_id: Uuid::from_u128(70).into(), operator: Uuid::from_u128(operator).into(), doing },
        until: Timestamp::from_millisecond(now.as_millisecond() + seconds * 1000).unwrap(),
    };
    storage.put_presence(stay(71, Doing::Writing, 30)).await.unwrap();
    moved.changed().await.unwrap();
    storage.put_presence(stay(72, Doing::Reading, 10)).await.unwrap();
    storage.put_presence(stay(71, Doing::Writing, 40)).await.unwrap();
    let all = storage.presence(now).await.unwrap();
    assert_eq!(all, [stay(71, Doing::Writing, 40), stay(72, Doing::Reading, 10)]);
    let later = storage.presence(now + SignedDuration::from_secs(11)).await.unwrap();
    assert_eq!(later, [stay(71, Doing::Writing, 40)], "who falls silent is gone");
    moved.mark_unchanged();
    storage.put_presence(stay(71, Doing::Gone, 0)).await.unwrap();
    moved.changed().await.unwrap();
    assert_eq!(storage.presence(now).await.unwrap(), []);
}

async fn the_snoozed_case_that_wakes_first_is_known(storage: &dyn Storage) {
    let mut cases = Vec::new();
    for (id, day) in [(601, "2031-01-02"), (602, "2031-01-01"), (603, "2031-01-03")] {
        let mut case = case(id, 600, storage.next_case_number().await.unwrap());
        case.snoozed_until = Some(format!("{day}T00:00:00.123456Z").parse().unwrap());
        cases.push(case);
    }
    storage
        .commit(batch([vec![customer(600, "A")], cases.iter().map(put_case).collect()].concat(), Vec::new()))
        .await
        .unwrap();
    let (at, which) = storage.next_wake().await.unwrap().unwrap();
    assert_eq!((at.to_string().as_str(), which), ("2031-01-01T00:00:00.123Z", cases[1].id));
}

async fn numbers_are_given_once(storage: &Arc<dyn Storage>) {
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let storage = Arc::clone(storage);
        asking.spawn(async move { storage.next_case_number().await.unwrap() });
    }
    let numbers: BTreeSet<u64> = asking.join_all().await.into_iter().collect();
    assert_eq!(numbers.len(), 50);
    let number = storage.next_case_number().await.unwrap();
    storage.commit(batch(vec![put_case(&case(701, 700, number))], Vec::new())).await.unwrap();
    assert!(is_conflict(&storage.commit(batch(vec![put_case(&case(702, 700, number))], Vec::new())).await));
}

/// R143, R165: of many who decide on the same state one wins, the others are told.
async fn of_many_on_one_stamp_one_commits(storage: &Arc<dyn Storage>) {
    storage.commit(batch(vec![customer(800, "0")], Vec::new())).await.unwrap();
    for round in 0..5 {
        let stamp = storage.customer(Uuid::from_u128(800).into()).await.unwrap().unwrap().stamp;
        let mut racing = tokio::task::JoinSet::new();
        for who in 0..16 {
            let storage = Arc::clone(storage);
            racing.spawn(async move {
                let mine = batch(vec![customer(800, &format!("{round}-{who}"))], vec![(Uuid::from_u128(800), stamp)]);
                storage.commit(mine).await.is_ok().then_some(who)
            });
        }
        let winners: Vec<i32> = racing.join_all().await.into_iter().flatten().collect();
        let [winner] = winners.try_into().expect("exactly one");
        assert_eq!(family(&**storage, 800).await, Some(format!("{round}-{winner}")));
    }
}

async fn keeps_its_promises(storage: &Arc<dyn Storage>) {
    let one = &**storage;
    a_batch_is_refused_when_its_scope_moved(one).await;
    a_batch_is_committed_as_a_whole_or_not_at_all(one).await;
    a_batch_may_put_a_thing_twice(one).await;
    an_id_belongs_to_one_thing_for_ever(one).await;
    a_name_has_one_owner(one).await;
    names_and_words_may_be_anything(one).await;
    tokens_open_until_they_are_taken_away(one).await;
    an_errand_moves_by_compare_and_set_together_with_its_batch(one).await;
    an_id_is_found_as_what_it_is_and_where_it_stands(one).await;
    the_audit_is_read_backwards_by_who_what_and_when(one).await;
    the_feed_is_compact_ordered_and_goes_on_where_it_stopped(one).await;
    what_was_taken_out_leaves_a_tombstone(one).await;
    a_case_file_is_read_with_its_stamp(one).await;
    a_case_goes_over_to_another_customer(one).await;
    an_act_has_one_first_answer(one).await;
    attachments_are_kept_by_their_hash(one).await;
    whoever_is_forgotten_leaves_no_copies(one).await;
    presence_lasts_as_long_as_it_is_said(one).await;
    the_snoozed_case_that_wakes_first_is_known(one).await;
    numbers_are_given_once(storage).await;
    of_many_on_one_stamp_one_commits(storage).await;
    a_reader_misses_nothing_while_others_commit(storage).await;
    pages_stay_right_while_data_changes(one).await;
    storage.close().await;
    assert!(storage.case_count().await.is_err(), "a closed storage says so");
    assert!(storage.commit(batch(Vec::new(), Vec::new())).await.is_err());
}

#[tokio::test]
async fn sqlite_keeps_the_storages_promises() {
    let dir = tempfile::tempdir().unwrap();
    let storage: Arc<dyn Storage> = Arc::new(SqliteStorage::open(dir.path()).unwrap());
    let desk = storage.desk().to_owned();
    keeps_its_promises(&storage).await;
    assert_eq!(SqliteStorage::open(dir.path()).unwrap().desk(), desk, "its name is for ever");
    let other = tempfile::tempdir().unwrap();
    assert_ne!(SqliteStorage::open(other.path()).unwrap().desk(), desk);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn postgresql_keeps_the_storages_promises() {
    let url = postgres::fresh_url();
    let storage: Arc<dyn Storage> = Arc::new(postgres::open(&url).await);
    let desk = storage.desk().to_owned();
    keeps_its_promises(&storage).await;
    assert_eq!(postgres::open(&url).await.desk(), desk, "its name is for ever");
    assert_ne!(postgres::open(&postgres::fresh_url()).await.desk(), desk, "a schema is a desk");
}
