//! What every storage must do, whichever database is below. Each check takes a `&dyn Storage`, so that a second
//! implementation runs the same ones.

use jiff::Timestamp;
use serde_json::json;
use sincerely::model::{Customer, FollowUp, Operator};
use sincerely::protocol::{Entity, EntityKind};
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::storage::{
    AuditLine, AuditQuery, Batch, CommitError, Cursor, FeedQuery, Name, NameChange, Stamp, Storage, TokenChange,
};
use uuid::Uuid;

fn batch(puts: Vec<Entity>, expect: Vec<(Uuid, Stamp)>) -> Batch {
    Batch {
        expect,
        puts,
        deletes: Vec::new(),
        names: Vec::new(),
        tokens: Vec::new(),
        errands: Vec::new(),
        first_answer: None,
        audit: AuditLine { operator: None, act: "test", scope: None, at: Timestamp::now(), refused: None },
    }
}

fn customer(id: u128, family: &str) -> Entity {
    let customer: Customer =
        serde_json::from_value(json!({"id": Uuid::from_u128(id), "name": {"family": family}})).unwrap();
    Entity::Customer(Box::new(customer))
}

fn contact(address: &str) -> Name {
    Name::Contact { channel: String::from("email"), address: address.to_owned() }
}

async fn family(storage: &dyn Storage, id: u128) -> Option<String> {
    let customer = storage.customer(Uuid::from_u128(id).into()).await.unwrap();
    customer.map(|c| c.value.name.family)
}

fn is_conflict(result: &Result<Cursor, CommitError>) -> bool {
    matches!(result, Err(CommitError::Conflict))
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
    let head = *storage.head().borrow();
    let mut half = batch(vec![customer(2, "New")], Vec::new());
    half.deletes = vec![(EntityKind::Customer, Uuid::from_u128(999))];
    assert!(is_conflict(&storage.commit(half).await), "what is not there cannot be deleted");
    assert_eq!(family(storage, 2).await, None);
    assert_eq!(*storage.head().borrow(), head);
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

async fn the_feed_is_compact_ordered_and_goes_on_where_it_stopped(storage: &dyn Storage) {
    let head = *storage.head().borrow();
    let after = |after, limit, kinds: &[EntityKind]| FeedQuery { after, limit, kinds: kinds.to_vec() };
    for number in 100..110 {
        storage.commit(batch(vec![customer(number, "first")], Vec::new())).await.unwrap();
    }
    storage.commit(batch(vec![customer(100, "again")], Vec::new())).await.unwrap();
    let first = storage.feed(after(head, 4, &[])).await.unwrap();
    assert_eq!((first.count, first.more), (4, true));
    let rest = storage.feed(after(first.next, 100, &[])).await.unwrap();
    assert_eq!((rest.count, rest.more, rest.next), (6, false, *storage.head().borrow()));
    assert!(String::from_utf8_lossy(&rest.lines).trim_end().ends_with(r#""version":0}}"#));
    assert!(String::from_utf8_lossy(&rest.lines).contains("again"));
    let none = storage.feed(after(head, 100, &[EntityKind::Call])).await.unwrap();
    assert_eq!((none.count, none.more, none.next), (0, false, rest.next), "the end covers the other kinds");
    let nothing = storage.feed(after(head, 0, &[])).await.unwrap();
    assert_eq!((nothing.count, nothing.more, nothing.next), (0, true, head));
}

#[tokio::test]
async fn sqlite_keeps_the_storages_promises() {
    let dir = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(dir.path()).unwrap();
    a_batch_is_refused_when_its_scope_moved(&storage).await;
    a_batch_is_committed_as_a_whole_or_not_at_all(&storage).await;
    an_id_belongs_to_one_thing_for_ever(&storage).await;
    a_name_has_one_owner(&storage).await;
    tokens_open_until_they_are_taken_away(&storage).await;
    the_audit_is_read_backwards_by_who_what_and_when(&storage).await;
    the_feed_is_compact_ordered_and_goes_on_where_it_stopped(&storage).await;
    let desk = storage.desk().to_owned();
    storage.close().await;
    assert!(storage.case_count().await.is_err(), "a closed storage says so");
    assert_eq!(SqliteStorage::open(dir.path()).unwrap().desk(), desk, "its name is for ever");
}
