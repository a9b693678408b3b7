//! What is asked of a desk of our own kind beside the daily work: whole cases for a dossier, keys, forgetting a person.

use reqwest::{Method, header};

use super::super::BackendError;
use super::answers::json;
use super::client::{ANSWER_TIMEOUT, Client, send};
use crate::model::acts::KeyChange;
use crate::model::{AlikeCard, Case, CaseFile, CaseId, Customer, CustomerId, Operator, OperatorId};
use crate::protocol::CaseList;

/// Cases on a page while one is looked for by its number.
const PAGE: usize = 1000;

impl Client {
    /// A case as the desk keeps it, byte for byte.
    ///
    /// # Errors
    /// As for every question; [`BackendError::Refused`] when there is no such case.
    pub async fn case_file(&self, id: CaseId) -> Result<CaseFile, BackendError> {
        json(self.get(&format!("cases/{id}/file")).await?).await
    }

    /// # Errors
    /// As for every question.
    pub async fn customer(&self, id: CustomerId) -> Result<Customer, BackendError> {
        json(self.get(&format!("customers/{id}")).await?).await
    }

    /// Other cards with an address of this one.
    ///
    /// # Errors
    /// As for every question.
    pub async fn alike(&self, id: CustomerId) -> Result<Vec<AlikeCard>, BackendError> {
        json(self.get(&format!("customers/{id}/alike")).await?).await
    }

    /// The case with a number; looks through the lists, the living first.
    ///
    /// # Errors
    /// As for every question.
    pub async fn find_case(&self, number: u64) -> Result<Option<Case>, BackendError> {
        for ended in [false, true] {
            let mut cursor: Option<String> = None;
            loop {
                let after = cursor.as_ref().map(|c| format!("&cursor={c}")).unwrap_or_default();
                let page: CaseList = json(self.get(&format!("cases?limit={PAGE}&ended={ended}{after}")).await?).await?;
                if let Some(case) = page.cases.into_iter().find(|case| case.number == number) {
                    return Ok(Some(case));
                }
                match page.next {
                    Some(next) => cursor = Some(next),
                    None => break,
                }
            }
        }
        Ok(None)
    }

    /// Forgets a person, as he was read.
    ///
    /// # Errors
    /// As for every act; refused for whoever is no lead.
    pub async fn erase_customer(&self, id: CustomerId, version: u64) -> Result<Customer, BackendError> {
        let request = self.request(Method::POST, &format!("customers/{id}/erase"))?.timeout(ANSWER_TIMEOUT);
        json(send(request.header(header::IF_MATCH, format!("\"{version}\""))).await?).await
    }

    /// Adds, ends or revokes a key.
    ///
    /// # Errors
    /// As for every act; revoking another's key is refused for whoever is no lead.
    pub async fn change_key(&self, of: OperatorId, change: &KeyChange) -> Result<Operator, BackendError> {
        let request = self.request(Method::POST, &format!("operators/{of}/keys"))?.timeout(ANSWER_TIMEOUT);
        json(send(request.json(change)).await?).await
    }
}
