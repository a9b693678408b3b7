//! What a lead does at a desk of our own kind: accounts, tokens, the audit.
//!
//! Not its duty: what is allowed (the desk says so).

use reqwest::{Method, header};
use uuid::Uuid;

use super::super::BackendError;
use super::Client;
use super::answers::json;
use super::client::{ANSWER_TIMEOUT, send};
use crate::model::acts::{NewOperator, OperatorPatch};
use crate::model::{Operator, OperatorId, TokenId};
use crate::protocol::{AuditPage, CreatedOperator, CreatedToken, NewToken, RevokedTokens, TokenInfo};

/// Which lines of the audit; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    pub operator: Option<OperatorId>,
    pub scope: Option<Uuid>,
    pub act: Option<String>,
    pub since: Option<jiff::Timestamp>,
    pub until: Option<jiff::Timestamp>,
}

/// # Errors
/// As for every act: the desk is out of reach, or it refuses and says why.
impl Client {
    pub async fn operators(&self) -> Result<Vec<Operator>, BackendError> {
        json(self.get("operators").await?).await
    }

    /// Makes an account; the answer holds its token, once.
    pub async fn add_operator(&self, new: &NewOperator) -> Result<CreatedOperator, BackendError> {
        let request = self.request(Method::POST, "operators")?.timeout(ANSWER_TIMEOUT);
        // Without a key: a replay would have no token in it, and the first answer is the only one that matters.
        json(send(request.json(new)).await?).await
    }

    pub async fn patch_operator(&self, of: &Operator, patch: &OperatorPatch) -> Result<Operator, BackendError> {
        let request = self.request(Method::PATCH, &format!("operators/{}", of.id))?.timeout(ANSWER_TIMEOUT);
        json(send(request.header(header::IF_MATCH, format!("\"{}\"", of.version)).json(patch)).await?).await
    }

    pub async fn tokens(&self, of: OperatorId) -> Result<Vec<TokenInfo>, BackendError> {
        json(self.get(&format!("operators/{of}/tokens")).await?).await
    }

    /// Makes a token; the answer holds its secret, once.
    pub async fn add_token(&self, of: OperatorId, new: &NewToken) -> Result<CreatedToken, BackendError> {
        let request = self.request(Method::POST, &format!("operators/{of}/tokens"))?.timeout(ANSWER_TIMEOUT);
        json(send(request.json(new)).await?).await
    }

    pub async fn revoke_token(&self, of: OperatorId, token: TokenId) -> Result<TokenInfo, BackendError> {
        let path = format!("operators/{of}/tokens/{token}");
        json(send(self.request(Method::DELETE, &path)?.timeout(ANSWER_TIMEOUT)).await?).await
    }

    pub async fn revoke_tokens(&self, of: OperatorId) -> Result<RevokedTokens, BackendError> {
        let path = format!("operators/{of}/tokens");
        json(send(self.request(Method::DELETE, &path)?.timeout(ANSWER_TIMEOUT)).await?).await
    }

    /// A page of the audit, the newest line first.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<AuditPage, BackendError> {
        let mut query = vec![("limit", limit.to_string())];
        query.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
        query.extend(filter.operator.map(|id| ("operator", id.to_string())));
        query.extend(filter.scope.map(|id| ("scope", id.to_string())));
        query.extend(filter.act.clone().map(|act| ("act", act)));
        query.extend(filter.since.map(|at| ("since", at.to_string())));
        query.extend(filter.until.map(|at| ("until", at.to_string())));
        json(send(self.request(Method::GET, "audit")?.query(&query).timeout(ANSWER_TIMEOUT)).await?).await
    }
}
