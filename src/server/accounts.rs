//! Accounts without HTTP: what the server's own command line and the embedded start do, by the same rules.

use jiff::Timestamp;
use uuid::Uuid;

use crate::model::acts::NewOperator;
use crate::model::{Operator, OperatorId, TokenId};
use crate::protocol::CreatedOperator;
use crate::schedule::Rules;
use crate::server::app::batch;
use crate::server::rules::{Acting, operator};
use crate::server::storage::{AuditLine, Batch, CommitError, Storage, TokenChange};
use crate::server::tokens::Token;

#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Storage(#[from] CommitError),
}

/// Makes an account; the token is told here, once.
///
/// # Errors
/// A name that cannot be one, a role that is not known, or the storage's.
pub async fn add(storage: &dyn Storage, new: &NewOperator) -> Result<CreatedOperator, AccountError> {
    let (token, now, rules) = (Token::random(), Timestamp::now(), Rules::default());
    let decision = {
        let acting = Acting { actor: None, now, rules: &rules, new_id: &Uuid::now_v7 };
        operator::create(new, &token, &acting).map_err(|refusal| AccountError::Refused(refusal.detail))?
    };
    let mut made: CreatedOperator =
        serde_json::from_str(&decision.answer.body).map_err(|error| AccountError::Refused(error.to_string()))?;
    storage.commit(batch(decision, Vec::new(), None, None, now)).await?;
    token.reveal().clone_into(&mut made.token);
    Ok(made)
}

/// Gives an operator one more token under a label.
pub async fn add_token(storage: &dyn Storage, operator: OperatorId, label: &str) -> Result<Token, CommitError> {
    let token = Token::random();
    let label = label.to_owned();
    let id = TokenId(Uuid::now_v7());
    let change = TokenChange::Add { id, hash: token.hash(), operator, label, expires_at: None };
    storage.commit(tokens_only("token", operator, vec![change])).await?;
    Ok(token)
}

/// Takes every token of an operator away, at once.
pub async fn revoke(storage: &dyn Storage, operator: &Operator) -> Result<(), CommitError> {
    let change = TokenChange::RevokeAllOf { operator: operator.id, at: Timestamp::now(), except: None };
    storage.commit(tokens_only("revoke", operator.id, vec![change])).await.map(drop)
}

/// Forgets the tokens that were given out under a label for one run.
pub async fn forget(storage: &dyn Storage, operator: OperatorId, label: &str) -> Result<(), CommitError> {
    let change = TokenChange::RevokeLabel { label: label.to_owned() };
    storage.commit(tokens_only("forget", operator, vec![change])).await.map(drop)
}

fn tokens_only(act: &'static str, operator: OperatorId, tokens: Vec<TokenChange>) -> Batch {
    let audit = AuditLine { operator: None, act, scope: Some(operator.0), at: Timestamp::now(), refused: None };
    Batch { tokens, ..Batch::of(audit) }
}
