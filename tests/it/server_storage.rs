//! What every storage must do, whichever database is below. Each check takes a `&dyn Storage`, so that a second
//! implementation runs the same ones.

use jiff::Timestamp;
use serde_json::json;
use sincerely::model::{Customer, FollowUp, Operator};
use sincerely::protocol::{Entity, EntityKind};
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::storage::{
    AuditLine, Batch, CommitError, Cursor, FeedQuery, Name, NameChange, Stamp, Storage, TokenChange,
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
        audit: AuditLine { operator: None, act: "test", scope: None, at: Timestamp::now() },
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

async fn tokens_open_until_they_are_taken_away(storage: &dyn Storage) {
    let operator: Operator = serde_json::from_value(json!({"id": Uuid::from_u128(70), "name": "Anna"})).unwrap();
    let id = operator.id;
    let mut making = batch(vec![Entity::Operator(Box::new(operator.clone()))], Vec::new());
    making.tokens = vec![
        TokenChange::Add { hash: [1; 32], operator: id, label: "account".into() },
        TokenChange::Add { hash: [2; 32], operator: id, label: "run".into() },
    ];
    storage.commit(making).await.unwrap();
    assert_eq!(storage.operator_of_token([1; 32]).await.unwrap(), Some(operator.clone()));
    let change = |change| Batch { tokens: vec![change], ..batch(Vec::new(), Vec::new()) };
    storage.commit(change(TokenChange::RevokeLabel { label: "run".into() })).await.unwrap();
    assert_eq!(storage.operator_of_token([2; 32]).await.unwrap(), None);
    assert_eq!(storage.operator_of_token([1; 32]).await.unwrap(), Some(operator));
    storage.commit(change(TokenChange::RevokeAllOf { operator: id, at: Timestamp::now() })).await.unwrap();
    assert_eq!(storage.operator_of_token([1; 32]).await.unwrap(), None);
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
    the_feed_is_compact_ordered_and_goes_on_where_it_stopped(&storage).await;
    let desk = storage.desk().to_owned();
    storage.close().await;
    assert!(storage.case_count().await.is_err(), "a closed storage says so");
    assert_eq!(SqliteStorage::open(dir.path()).unwrap().desk(), desk, "its name is for ever");
}
