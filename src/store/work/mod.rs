//! `work.db`: what this workstation has not handed over yet. Small, durable, on a thread of its own.

pub(super) mod drafts;
pub(super) mod moves;
pub(super) mod outbox;
pub(super) mod settings;

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::StoreError;
use super::overlay;
use crate::model::queue::QueueRow;
use crate::model::{CaseId, DeskId, Operator, OutboxItem, OutboxState};

pub use drafts::{DraftVersion, Saved};
pub use moves::{Base, Moves, Versions};

/// A picture of `work.db` in memory: what lists and case files need to know of unsent work. Made anew after each write.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pending {
    /// Everything not yet accepted by the desk, oldest first.
    pub outbox: Vec<OutboxItem>,
    /// Who works here, once the desk has said so.
    pub me: Option<Operator>,
    drafts: BTreeSet<CaseId>,
}

impl Pending {
    pub(super) fn load(db: &Connection, desk: &DeskId) -> Result<Self, StoreError> {
        Ok(Self {
            outbox: outbox::all(db, desk)?,
            me: settings::get(db, &settings::me(desk))?,
            drafts: drafts::cases(db, desk)?,
        })
    }

    /// Acts of one case that are still on their way; refused ones are not.
    pub fn of(&self, case: CaseId) -> impl Iterator<Item = &OutboxItem> {
        self.outbox.iter().filter(move |i| i.command.case() == case && i.state != OutboxState::Stuck)
    }

    pub(super) fn is_unsent(&self, case: CaseId) -> bool {
        self.outbox.iter().any(|i| i.command.case() == case)
    }

    pub(super) fn has_draft(&self, case: CaseId) -> bool {
        self.drafts.contains(&case)
    }

    pub(super) fn unsent_cases(&self) -> Vec<CaseId> {
        self.outbox.iter().map(|i| i.command.case()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    pub(super) fn draft_cases(&self) -> Vec<CaseId> {
        self.drafts.iter().copied().collect()
    }

    pub(super) fn lay_over_row(&self, row: &mut QueueRow) {
        if row.marks.unsent {
            for item in self.of(row.id) {
                overlay::row(row, item, self.me.as_ref());
            }
        }
    }
}
