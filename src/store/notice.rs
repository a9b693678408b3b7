//! What the store tells those who listen after each write. Plain data; who missed some simply reads everything again.

use crate::model::CaseId;

/// Which cases look different now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    Nothing,
    Cases(Vec<CaseId>),
    /// Too many to name.
    Many,
}

/// One notice per write; a bulk load sends one per stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub cases: Changed,
    /// Drafts or the outbox changed.
    pub work: bool,
    /// Operators or settings changed.
    pub people: bool,
    /// Another window of this operator did it.
    pub elsewhere: bool,
}

impl Notice {
    /// More names than this are `Many`.
    const NAMED: usize = 200;

    pub(super) fn cases(mut cases: Vec<CaseId>) -> Self {
        cases.sort_unstable();
        cases.dedup();
        let cases = match cases.len() {
            0 => Changed::Nothing,
            n if n <= Self::NAMED => Changed::Cases(cases),
            _ => Changed::Many,
        };
        Self { cases, work: false, people: false, elsewhere: false }
    }

    pub(super) fn work(case: CaseId) -> Self {
        Self { cases: Changed::Cases(vec![case]), work: true, people: false, elsewhere: false }
    }

    pub(super) fn outbox() -> Self {
        Self { cases: Changed::Nothing, work: true, people: false, elsewhere: false }
    }

    /// Another window worked over the same files: what it changed is not known.
    pub(super) fn elsewhere() -> Self {
        Self { elsewhere: true, ..Self::many() }
    }

    pub(super) fn many() -> Self {
        Self { cases: Changed::Many, work: true, people: true, elsewhere: false }
    }
}
