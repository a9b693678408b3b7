//! What is known when a customer writes again: the last letter to him, and the people whose turn it may be (R86).
//!
//! Not its duty: deciding whose turn it is (`rules::turn`).

use crate::model::{CaseFile, CaseId, CustomerId, Operator, OperatorId};
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::family::Family;
use crate::server::rules::turn::{DEPUTIES, Turn, last_letter};

impl App {
    /// A case with what went into it, and whose turn it is there.
    ///
    /// # Errors
    /// `not_found`; those of the storage.
    pub async fn family_and_turn(&self, id: CaseId) -> Result<Loaded<(Family, Turn)>, Failure> {
        let Loaded { value: family, expect } = self.family(id).await?;
        let turn = self.turn(&family.files(), family.survivor.case.customer_id).await?;
        Ok(Loaded { value: (family, turn), expect })
    }

    /// `files` is what the word belongs to. Where no letter stands there, the customer's other cases are looked at.
    ///
    /// # Errors
    /// Those of the storage.
    pub async fn turn(&self, files: &[&CaseFile], customer: CustomerId) -> Result<Turn, Failure> {
        let mut letter = last_letter(files.iter().copied());
        if letter.is_none() {
            letter = last_letter(&self.likely_twins(customer).await?);
        }
        let owner = files.first().and_then(|file| file.case.owner);
        let people = match letter {
            Some(letter) => self.with_deputies([Some(letter.by), owner.filter(|owner| *owner != letter.by)]).await?,
            None => Vec::new(),
        };
        Ok(Turn { letter, people })
    }

    /// These people and whoever answers for them, each once.
    async fn with_deputies(&self, first: [Option<OperatorId>; 2]) -> Result<Vec<Operator>, Failure> {
        let mut people: Vec<Operator> = Vec::new();
        for id in first.into_iter().flatten() {
            let mut next = Some(id);
            for _ in 0..=DEPUTIES {
                let Some(id) = next.filter(|id| people.iter().all(|known| known.id != *id)) else { break };
                let Some(operator) = self.storage.operator(id).await? else { break };
                next = operator.value.deputy;
                people.push(operator.value);
            }
        }
        Ok(people)
    }
}
