//! Who reads and who writes which case, in memory: for a storage that one process serves. Nothing of it outlives its time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::model::{CaseId, Doing, OperatorId, Present};

/// Somebody on a case, until when unless he says it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    pub present: Present,
    pub until: Timestamp,
}

/// All that are somewhere.
#[derive(Debug)]
pub struct Board {
    stays: Mutex<HashMap<(CaseId, OperatorId), (Doing, Timestamp)>>,
    moved: watch::Sender<u64>,
}

impl Default for Board {
    fn default() -> Self {
        Self { stays: Mutex::default(), moved: watch::channel(0).0 }
    }
}

impl Board {
    /// Takes what somebody says; saying the same again only lasts longer and rings nobody.
    pub fn put(&self, stay: Stay) {
        let Present { case_id, operator, doing } = stay.present;
        let before = {
            let mut stays = self.stays.lock().unwrap_or_else(PoisonError::into_inner);
            match &doing {
                Doing::Gone => stays.remove(&(case_id, operator)),
                there => stays.insert((case_id, operator), (there.clone(), stay.until)),
            }
        };
        let was = before.map_or(Doing::Gone, |(doing, _)| doing);
        if was != doing {
            self.moved.send_modify(|n| *n += 1);
        }
    }

    /// Everybody who has not fallen silent, in a fixed order; who has is forgotten.
    pub fn list(&self, now: Timestamp) -> Vec<Stay> {
        let mut stays = self.stays.lock().unwrap_or_else(PoisonError::into_inner);
        stays.retain(|_, (_, until)| *until > now);
        let mut list: Vec<Stay> = stays
            .iter()
            .map(|((case_id, operator), (doing, until))| Stay {
                present: Present { case_id: *case_id, operator: *operator, doing: doing.clone() },
                until: *until,
            })
            .collect();
        list.sort_by_key(|stay| (stay.present.case_id, stay.present.operator));
        list
    }

    /// Changes when somebody comes, goes or does something else.
    pub fn moved(&self) -> watch::Receiver<u64> {
        self.moved.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use uuid::Uuid;

    fn stay(operator: u128, doing: Doing, until: Timestamp) -> Stay {
        let operator = OperatorId(Uuid::from_u128(operator));
        Stay { present: Present { case_id: CaseId(Uuid::from_u128(1)), operator, doing }, until }
    }

    #[test]
    fn who_falls_silent_is_gone_and_who_only_stays_rings_nobody() {
        let (board, now) = (Board::default(), Timestamp::UNIX_EPOCH);
        let moved = board.moved();
        board.put(stay(1, Doing::Reading, now + 30.seconds()));
        board.put(stay(2, Doing::Writing, now + 10.seconds()));
        assert_eq!(*moved.borrow(), 2);
        board.put(stay(1, Doing::Reading, now + 45.seconds()));
        assert_eq!((*moved.borrow(), board.list(now).len()), (2, 2));
        let left = board.list(now + 31.seconds());
        assert_eq!(left, [stay(1, Doing::Reading, now + 45.seconds())]);
        board.put(stay(1, Doing::Gone, now));
        board.put(stay(1, Doing::Gone, now));
        assert_eq!((*moved.borrow(), board.list(now).len()), (3, 0));
    }
}
