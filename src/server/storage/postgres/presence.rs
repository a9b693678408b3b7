//! Who reads and who writes which case, across processes: an unlogged table, and a ring when somebody comes, goes or does
//! something else.

use deadpool_postgres::Client;
use jiff::Timestamp;

use super::read::rows;
use crate::model::{CaseId, Doing, OperatorId, Present};
use crate::server::storage::{Stay, StorageError};

/// What is rung with, where a change of the feed rings with its number.
pub const RING: &str = "presence";

type Result<T> = std::result::Result<T, StorageError>;

/// Takes what somebody says of himself, and tells every process when it is something else than before.
pub async fn put(db: &Client, channel: &str, stay: &Stay) -> Result<()> {
    let Present { case_id, operator, doing } = &stay.present;
    let (case, who) = (&case_id.0, &operator.0);
    let before = if *doing == Doing::Gone {
        rows(db, "DELETE FROM presence WHERE case_id = $1 AND operator = $2 RETURNING doing", &[case, who]).await?
    } else {
        let sql = "WITH old AS (SELECT doing FROM presence WHERE case_id = $1 AND operator = $2)
                   INSERT INTO presence (case_id, operator, doing, until) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (case_id, operator) DO UPDATE SET doing = excluded.doing, until = excluded.until
                   RETURNING (SELECT doing FROM old)";
        rows(db, sql, &[case, who, &doing.as_str(), &stay.until.as_millisecond()]).await?
    };
    let was = before.first().and_then(|row| row.get::<_, Option<&str>>(0)).map_or(Doing::Gone, Doing::from);
    if was != *doing {
        rows(db, "SELECT pg_notify($1, $2)", &[&channel, &RING]).await?;
    }
    Ok(())
}

/// Everybody whose time is not over; the others are forgotten.
pub async fn list(db: &Client, now: Timestamp) -> Result<Vec<Stay>> {
    let now = now.as_millisecond();
    rows(db, "DELETE FROM presence WHERE until <= $1", &[&now]).await?;
    let sql = "SELECT case_id, operator, doing, until FROM presence WHERE until > $1 ORDER BY case_id, operator";
    let found = rows(db, sql, &[&now]).await?;
    Ok(found
        .iter()
        .map(|row| Stay {
            present: Present {
                case_id: CaseId(row.get(0)),
                operator: OperatorId(row.get(1)),
                doing: Doing::from(row.get::<_, &str>(2)),
            },
            until: Timestamp::from_millisecond(row.get(3)).unwrap_or(Timestamp::UNIX_EPOCH),
        })
        .collect())
}
