//! Takes out what the database keeps of a forgotten person beside his documents. PostgreSQL itself frees the old rows
//! with its next vacuum.

use deadpool_postgres::Client;

use super::read::code;
use crate::protocol::EntityKind;
use crate::server::storage::{Forget, StorageError};

type Result<T> = std::result::Result<T, StorageError>;

/// First answers repeat documents; those that speak of the person or his cases go.
pub async fn first_answers(db: &Client, forget: &Forget) -> Result<()> {
    let sql = "DELETE FROM first_answer WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS it (id)
               WHERE position(id IN body) > 0 OR position(id IN coalesce(location, '')) > 0)";
    let ids: Vec<String> = forget.scopes.iter().map(|scope| scope.hyphenated().to_string()).collect();
    let statement = db.prepare_cached(sql).await?;
    db.execute(&statement, &[&ids]).await?;
    Ok(())
}

/// Contents that no message has any more. Looks at every message: a person is forgotten seldom.
pub async fn contents(db: &Client, forget: &Forget) -> Result<()> {
    let sql = "DELETE FROM attachment WHERE hash = ANY ($1) AND NOT EXISTS
               (SELECT 1 FROM resource WHERE kind = $2 AND doc IS NOT NULL AND position(hash IN doc) > 0)";
    let hashes: Vec<&str> = forget.contents.iter().map(|hash| hash.0.as_str()).collect();
    let statement = db.prepare_cached(sql).await?;
    db.execute(&statement, &[&hashes, &code(&EntityKind::Message)]).await?;
    Ok(())
}
