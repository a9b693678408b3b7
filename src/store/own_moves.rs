//! [`Store`]: what sync remembers of its own acts, see `work::moves`.

use super::handle::Store;
use super::threads::Answer;
use super::work::{Base, Moves, moves};
use crate::model::{CaseId, CustomerId, IdempotencyKey};

impl Store {
    /// Remembers on what an act leaves, and gives what it surely left on first.
    pub fn leave_on(&self, key: IdempotencyKey, base: Base) -> Answer<Base> {
        self.threads.work.run(move |db| moves::leave_on(db, key, base))
    }

    /// The desk has refused the act; it did nothing.
    pub fn forget_base(&self, key: IdempotencyKey) -> Answer<()> {
        self.threads.work.run(move |db| moves::forget_base(db, key))
    }

    /// An act is done and moved these versions of its case.
    pub fn moved(&self, key: IdempotencyKey, case: CaseId, moved: Moves) -> Answer<()> {
        self.threads.work.run(move |db| moves::moved(db, key, case, &moved))
    }

    /// An act moved a customer's card from one version to another.
    pub fn card_moved(&self, customer: CustomerId, step: (u64, u64)) -> Answer<()> {
        self.threads.work.run(move |db| moves::card_moved(db, customer, step))
    }

    /// How own acts alone moved a case, and a customer's card.
    pub fn own_moves(&self, case: CaseId, customer: Option<CustomerId>) -> Answer<Moves> {
        self.threads.work.run(move |db| moves::of(db, case, customer))
    }
}
