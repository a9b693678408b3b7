//! A desk that was filled in bulk is a desk like any other.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;
use sincerely::model::acts::{Command, NewCase, SetState};
use sincerely::model::{Case, CaseFile, CaseId, Customer, Operator, Role, State};
use sincerely::schedule::Rules;
use sincerely::server::bulk::{BulkError, Deed, Loader};

use crate::server_support::{desk, new_case, start};

fn operator() -> Operator {
    serde_json::from_value(json!({"id": uuid::Uuid::from_u128(7), "name": "Ion", "role": "operator"})).unwrap()
}

fn case(number: usize) -> NewCase {
    let mut new = new_case(&format!("Жалоба номер {number}"));
    new["external_id"] = json!(format!("bulk-{number}"));
    new["customer"]["contacts"][0]["address"] = json!(format!("customer-{}@example.org", number % 50));
    serde_json::from_value(new).unwrap()
}

fn at() -> Timestamp {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

fn deed(command: Command) -> Deed {
    Deed { by: operator().id, at: at(), command }
}

/// The case at hand.
const HERE: CaseId = CaseId(uuid::Uuid::nil());

fn fill(dir: &Path, numbers: std::ops::Range<usize>) -> Vec<CaseId> {
    let mut loader = Loader::open(dir, Rules::default()).unwrap();
    loader.put_operator(&operator(), at()).unwrap();
    let patch = serde_json::from_value(json!({"tags": ["bulk"]})).unwrap();
    let vip = serde_json::from_value(json!({"vip": true})).unwrap();
    let customer = uuid::Uuid::nil().into();
    let deeds = [
        deed(Command::Claim { case: HERE }),
        deed(Command::PatchCase { case: HERE, version: 0, patch: Box::new(patch) }),
        deed(Command::PatchCustomer { case: HERE, customer, version: 0, patch: Box::new(vip) }),
        deed(Command::SetState {
            case: HERE,
            set: SetState { state: State::Solved, note: "Done.".into(), impression: None },
        }),
    ];
    let ids =
        numbers.map(|n| loader.take_in(&case(n), at(), if n % 10 == 0 { &deeds } else { &[] }).unwrap()).collect();
    loader.finish().unwrap();
    ids
}

#[tokio::test]
async fn a_filled_desk_lists_streams_and_works_on() {
    let dir = tempfile::tempdir().unwrap();
    let first = fill(dir.path(), 0..300);
    let second = fill(dir.path(), 300..400);
    let server = start(dir.path()).await;
    let storage = server.storage();
    assert_eq!(storage.case_count().await.unwrap(), 400);
    let numbered: Case = storage.case(second[99]).await.unwrap().unwrap();
    assert_eq!((numbered.number, numbered.subject.as_str()), (400, "Искрит розетка"));

    let solved = storage.case_file(first[10]).await.unwrap().unwrap().value;
    assert_eq!((solved.case.state.clone(), solved.case.tags.clone()), (State::Solved, vec![String::from("bulk")]));
    assert!(solved.messages.iter().any(|m| m.body == "Done." && m.author.name() == "Ion"));
    let sister: Case = storage.case(first[60]).await.unwrap().unwrap();
    assert!(sister.vip, "another case of the same customer shows the card's mark");
    let customer: Customer = storage.customer(sister.customer_id).await.unwrap().unwrap().value;
    assert_eq!(storage.cases_of(customer.id).await.unwrap().len(), 8);

    let living = storage.cases(true, None, 1000).await.unwrap();
    assert_eq!(living.len(), 360);
    assert!(living.is_sorted_by_key(|c| c.rank));
    let feed =
        storage.feed(sincerely::server::storage::FeedQuery { limit: 100_000, ..Default::default() }).await.unwrap();
    assert!(feed.count > 1500 && !feed.more);
    server.stop().await;
}

#[tokio::test]
async fn the_same_case_gets_the_same_form_in_bulk_as_over_the_wire() {
    let dir = tempfile::tempdir().unwrap();
    let id = fill(dir.path(), 3..4)[0];
    let server = start(dir.path()).await;
    let loaded = server.storage().case_file(id).await.unwrap().unwrap().value;
    let desk = desk().await;
    let source = desk.account("form", Role::Source).await;
    let posted: Case = source.post("/v1/cases", &case(3)).await.ok();
    let posted = desk.server.storage().case_file(posted.id).await.unwrap().unwrap().value;
    let shape = |case: &Case| (case.number, case.rank, case.state.clone(), case.version, case.thread_version);
    assert_eq!(shape(&loaded.case), shape(&posted.case));
    let kinds = |file: &CaseFile| file.follow_ups.iter().map(|f| f.kind.clone()).collect::<BTreeSet<_>>();
    assert_eq!(kinds(&loaded), kinds(&posted));
    server.stop().await;
    desk.server.stop().await;
}

#[test]
fn a_deed_that_the_rules_refuse_says_so_and_the_rest_stands() {
    let dir = tempfile::tempdir().unwrap();
    let mut loader = Loader::open(dir.path(), Rules::default()).unwrap();
    loader.put_operator(&operator(), at()).unwrap();
    let close = deed(Command::SetState {
        case: HERE,
        set: SetState { state: State::Closed, note: String::new(), impression: None },
    });
    let refused = loader.take_in(&case(1), at(), &[close]);
    assert!(matches!(refused, Err(BulkError::Refused(_))), "{refused:?}");
    assert!(matches!(loader.take_in(&case(1), at(), &[]), Err(BulkError::Refused(_))), "it is here already");
    loader.take_in(&case(2), at(), &[]).unwrap();
    loader.finish().unwrap();
}
