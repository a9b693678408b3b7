//! Which of the batches that wait can be written by the same statements: those that touch nothing in common, so that
//! neither their order nor one statement for all of them makes a difference.
//!
//! Not its duty: writing them (`write`), answering them (`writer`).

use std::collections::HashSet;

use uuid::Uuid;

use crate::protocol::Entity;
use crate::server::storage::common::name_key;
use crate::server::storage::{Batch, ErrandChange, NameChange, TokenChange, place};

/// Something a batch reads or changes.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Mark<'a> {
    /// A resource or a scope, by its id.
    Thing(Uuid),
    /// The number of a case, of which each is given once.
    Number(u64),
    Name(String, &'a str),
    Errand(&'static str, &'a str),
    /// An Idempotency-Key of an operator.
    Key(Uuid, &'a str),
}

/// The batches by rounds, as their places in `batches`. Batches of a round touch nothing in common. They are committed
/// together and nobody was answered yet, so any order of the rounds is a true one.
pub fn rounds(batches: &[Batch]) -> Vec<Vec<usize>> {
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    let mut touched: Vec<(usize, HashSet<Mark<'_>>)> = Vec::new();
    for (at, batch) in batches.iter().enumerate() {
        if stands_alone(batch) {
            rounds.push(vec![at]);
            continue;
        }
        let marks = marks(batch);
        if let Some((round, others)) = touched.iter_mut().find(|(_, others)| others.is_disjoint(&marks)) {
            rounds[*round].push(at);
            others.extend(marks);
        } else {
            touched.push((rounds.len(), marks));
            rounds.push(vec![at]);
        }
    }
    rounds
}

/// True for what reaches further than it names: a deletion takes a resource out of a scope that it does not name, and a
/// revocation takes tokens by their operator or label.
fn stands_alone(batch: &Batch) -> bool {
    let only_uses = batch.tokens.iter().all(|change| matches!(change, TokenChange::Used { .. }));
    !batch.deletes.is_empty() || !only_uses
}

fn marks(batch: &Batch) -> HashSet<Mark<'_>> {
    let mut marks: HashSet<Mark<'_>> = batch.expect.iter().map(|(scope, _)| Mark::Thing(*scope)).collect();
    for entity in &batch.puts {
        let place = place(entity);
        marks.extend([Mark::Thing(place.id), Mark::Thing(place.scope)]);
        if let Entity::Case(case) = entity {
            marks.insert(Mark::Number(case.number));
        }
    }
    for change in &batch.names {
        let (NameChange::Take(name, _) | NameChange::Drop(name, _)) = change;
        let (space, word) = name_key(name);
        marks.insert(Mark::Name(space, word));
    }
    for change in &batch.errands {
        marks.insert(match change {
            ErrandChange::Begin(errand) | ErrandChange::Move { to: errand, .. } => {
                Mark::Errand(errand.kind.as_str(), &errand.name)
            }
            ErrandChange::End { kind, name, .. } => Mark::Errand(kind.as_str(), name),
        });
    }
    for change in &batch.tokens {
        if let TokenChange::Used { tokens } = change {
            marks.extend(tokens.iter().map(|(id, _)| Mark::Thing(id.0)));
        }
    }
    if let Some(first) = &batch.first_answer {
        marks.insert(Mark::Key(first.operator.0, &first.key));
    }
    marks
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::EntityKind;
    use crate::server::storage::{AuditLine, Name, Stamp};

    fn batch(expect: &[u128], customers: &[u128]) -> Batch {
        let customer = |id: &u128| {
            let id = Uuid::from_u128(*id);
            Entity::Customer(serde_json::from_value(json!({"id": id, "name": {"family": "A"}})).unwrap())
        };
        let at = jiff::Timestamp::UNIX_EPOCH;
        let audit = AuditLine { operator: None, act: "test", scope: None, at, refused: None };
        Batch {
            expect: expect.iter().map(|id| (Uuid::from_u128(*id), Stamp(1))).collect(),
            puts: customers.iter().map(customer).collect(),
            ..Batch::of(audit)
        }
    }

    #[test]
    fn what_touches_nothing_in_common_goes_together_and_the_rest_in_turn() {
        assert_eq!(rounds(&[batch(&[], &[1]), batch(&[], &[2]), batch(&[3], &[4])]), [[0, 1, 2]]);
        let same = [batch(&[], &[1]), batch(&[1], &[2]), batch(&[], &[3]), batch(&[], &[1])];
        assert_eq!(rounds(&same), [vec![0, 2], vec![1], vec![3]], "what one reads and another writes is common");
        assert_eq!(rounds(&[]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_name_is_taken_by_one_at_a_time() {
        let taking = |customer: u128, address: &str| {
            let name = Name::Contact { channel: "email".into(), address: address.into() };
            Batch { names: vec![NameChange::Take(name, Uuid::from_u128(customer))], ..batch(&[], &[customer]) }
        };
        assert_eq!(rounds(&[taking(1, "a@b.c"), taking(2, "a@b.c"), taking(3, "x@b.c")]), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn what_reaches_further_than_it_names_stands_alone() {
        let deleting = Batch { deletes: vec![(EntityKind::Customer, Uuid::from_u128(9))], ..batch(&[], &[]) };
        let revoking = Batch { tokens: vec![TokenChange::RevokeLabel { label: "x".into() }], ..batch(&[], &[]) };
        let all = [batch(&[], &[1]), deleting, batch(&[], &[2]), revoking];
        assert_eq!(rounds(&all), [vec![0, 2], vec![1], vec![3]]);
    }
}
