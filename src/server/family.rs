//! A case with the cases that were merged into it, as an act needs them together.
//!
//! Not its duty: what merging means (`rules::merge`).

use crate::model::{CaseFile, CaseId, CustomerId};
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;

/// The survivor and what went into it.
#[derive(Debug, Clone)]
pub struct Family {
    pub survivor: CaseFile,
    pub absorbed: Vec<CaseFile>,
}

impl Family {
    /// All threads of the complaint, the survivor's first.
    pub fn files(&self) -> Vec<&CaseFile> {
        std::iter::once(&self.survivor).chain(&self.absorbed).collect()
    }

    pub fn has(&self, case: CaseId) -> bool {
        self.survivor.case.id == case || self.survivor.case.absorbed.iter().any(|a| a.case == case)
    }
}

/// So many cases of one customer are compared with a new one, the newest first …
const TWINS_READ: usize = 5;
/// … out of so many that are looked at.
const TWINS_LOOKED_AT: usize = 20;

impl App {
    /// The case, or the one it went into, with all that went there. What is found is expected to stay so.
    ///
    /// # Errors
    /// `not_found`; those of the storage.
    pub async fn family(&self, id: CaseId) -> Result<Loaded<Family>, Failure> {
        let first = self.storage.case_file(id).await?.ok_or_else(|| Failure::not_found("There is no such case."))?;
        let mut expect = vec![(id.0, first.stamp)];
        let mut survivor = first.value;
        if let Some(there) = survivor.case.merged_into
            && let Some(file) = self.storage.case_file(there).await?
        {
            expect.push((there.0, file.stamp));
            survivor = file.value;
        }
        let mut absorbed = Vec::with_capacity(survivor.case.absorbed.len());
        for gone in &survivor.case.absorbed {
            if let Some(file) = self.storage.case_file(gone.case).await? {
                absorbed.push(file.value);
            }
        }
        Ok(Loaded { value: Family { survivor, absorbed }, expect })
    }

    /// The customer's newest cases, of which one may be the same complaint as a new one. Those that were merged are left
    /// out: they live on in others.
    pub async fn likely_twins(&self, customer: CustomerId) -> Result<Vec<CaseFile>, Failure> {
        let ids = self.storage.cases_of(customer).await?;
        let mut twins = Vec::new();
        for id in ids.into_iter().rev().take(TWINS_LOOKED_AT) {
            if twins.len() == TWINS_READ {
                break;
            }
            if let Some(file) = self.storage.case_file(id).await?.filter(|f| f.value.case.merged_into.is_none()) {
                twins.push(file.value);
            }
        }
        Ok(twins)
    }
}
