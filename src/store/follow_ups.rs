//! The follow-up panel: open duties over all cases, the one that alerts first on top, by keyset.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::overlay::{added_follow_up, follow_up as lay_over};
use super::safe;
use super::sql::{blob, millis, unsigned};
use super::work::Pending;
use super::{LoadPhase, StoreError};
use crate::model::queue::{Asker, FollowUpKey, FollowUpRow, FollowUpView};
use crate::model::{FollowUp, OutboxState, Trigger};
use crate::text;

const COLUMNS: &str = "f.doc, c.number, c.customer, c.subject, c.public, c.call";

pub(super) struct Panel<'a> {
    pub(super) db: &'a Connection,
    pub(super) asker: &'a Asker,
    pub(super) pending: &'a Pending,
    /// Before the first load has brought them there is nothing to show.
    pub(super) ready: LoadPhase,
}

impl Panel<'_> {
    pub(super) fn rows(
        &self,
        view: FollowUpView,
        after: Option<FollowUpKey>,
        limit: usize,
    ) -> Result<Vec<FollowUpRow>, StoreError> {
        let me = Value::Blob(blob(self.asker.me.0).to_vec());
        let (condition, mut params) = match view {
            FollowUpView::Mine => ("f.duty = ?", vec![me]),
            FollowUpView::Team => ("f.duty IS NOT ?", vec![me]),
            FollowUpView::Today => ("f.alerts_at <= ?", vec![Value::Integer(millis(self.asker.day_end))]),
            FollowUpView::All => ("1", vec![]),
        };
        let beyond = match after {
            None => "",
            Some(key) => {
                params.push(Value::Integer(millis(key.alerts_at)));
                params.push(Value::Blob(blob(key.id.0).to_vec()));
                " AND (f.alerts_at, f.id) > (?, ?)"
            }
        };
        params.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let mut rows = self.select(
            &format!(
                "SELECT {COLUMNS} FROM follow_ups f LEFT JOIN cases c ON c.id = f.case_id AND c.desk = f.desk \
                 WHERE f.open = 1 AND {condition}{beyond} ORDER BY f.alerts_at, f.id LIMIT ?"
            ),
            params,
        )?;
        let reached = rows.last().filter(|_| rows.len() == limit).map(key_of);
        let added = self.added(view)?.into_iter().filter(|row| {
            after.is_none_or(|after| key_of(row) > after) && reached.is_none_or(|reached| key_of(row) <= reached)
        });
        rows.extend(added);
        rows.sort_by_key(key_of);
        Ok(rows)
    }

    /// The next duty of this operator, or of nobody, that alerts after the instant.
    pub(super) fn next_alert(&self, after: Timestamp) -> Result<Option<FollowUpRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_ups f LEFT JOIN cases c ON c.id = f.case_id AND c.desk = f.desk \
             WHERE f.open = 1 AND f.duty IS ? AND f.alerts_at > ? ORDER BY f.alerts_at, f.id LIMIT 20"
        );
        let mut candidates = self.added(FollowUpView::All)?;
        for duty in [Value::Blob(blob(self.asker.me.0).to_vec()), Value::Null] {
            candidates.extend(self.select(&sql, vec![duty, Value::Integer(millis(after))])?);
        }
        let alerting = candidates.into_iter().filter(|r| r.follow_up.is_open() && r.follow_up.alerts_at() > after);
        Ok(alerting.min_by_key(key_of))
    }

    /// The duties of this operator, or of nobody, that alert from one instant to another, both included. However many
    /// alert at one moment, all of them are there.
    pub(super) fn alerts(&self, from: Timestamp, to: Timestamp, limit: usize) -> Result<Vec<FollowUpRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_ups f LEFT JOIN cases c ON c.id = f.case_id AND c.desk = f.desk \
             WHERE f.open = 1 AND f.duty IS ? AND f.alerts_at BETWEEN ? AND ? ORDER BY f.alerts_at, f.id LIMIT ?"
        );
        let mut found = self.added(FollowUpView::All)?;
        for duty in [Value::Blob(blob(self.asker.me.0).to_vec()), Value::Null] {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let between = [millis(from), millis(to), limit].map(Value::Integer);
            found.extend(self.select(&sql, std::iter::once(duty).chain(between).collect())?);
        }
        found.retain(|row| row.follow_up.is_open() && (from..=to).contains(&row.follow_up.alerts_at()));
        found.sort_by_key(key_of);
        found.truncate(limit);
        Ok(found)
    }

    fn select(&self, sql: &str, params: Vec<Value>) -> Result<Vec<FollowUpRow>, StoreError> {
        if self.ready <= LoadPhase::FollowUps {
            return Ok(Vec::new());
        }
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(params))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let follow_up = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
            found.push(self.shown(follow_up, row)?);
        }
        Ok(found)
    }

    fn shown(&self, mut follow_up: FollowUp, row: &Row<'_>) -> Result<FollowUpRow, StoreError> {
        let me = self.pending.me.as_ref();
        let unsent = self.pending.of(follow_up.case_id).filter(|i| lay_over(&mut follow_up, i, me)).count() > 0;
        safe::follow_up(&mut follow_up);
        let text = |column| -> Result<String, StoreError> {
            Ok(text::safe_line(&row.get::<_, Option<String>>(column)?.unwrap_or_default()).into_owned())
        };
        Ok(FollowUpRow {
            number: unsigned(row.get::<_, Option<i64>>(1)?.unwrap_or(0)),
            customer: text(2)?,
            subject: text(3)?,
            is_public: row.get::<_, Option<bool>>(4)?.unwrap_or(false),
            call: row.get::<_, Option<String>>(5)?.map(|t| Trigger::from(t.as_str())),
            unsent,
            follow_up,
        })
    }

    /// Duties added here that the desk has not accepted yet.
    fn added(&self, view: FollowUpView) -> Result<Vec<FollowUpRow>, StoreError> {
        let mut found = Vec::new();
        for item in self.pending.outbox.iter().filter(|i| i.state != OutboxState::Stuck) {
            let Some(follow_up) = added_follow_up(item, self.pending.me.as_ref()) else { continue };
            let mine = follow_up.owner.is_none_or(|owner| owner == self.asker.me);
            let wanted = match view {
                FollowUpView::Mine => mine,
                FollowUpView::Team => !mine,
                FollowUpView::Today => follow_up.alerts_at() <= self.asker.day_end,
                FollowUpView::All => true,
            };
            if wanted {
                found.extend(self.of_case(follow_up)?);
            }
        }
        Ok(found)
    }

    fn of_case(&self, follow_up: FollowUp) -> Result<Option<FollowUpRow>, StoreError> {
        let sql = "SELECT NULL, number, customer, subject, public, call FROM cases WHERE id = ?";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([blob(follow_up.case_id.0)])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut shown = self.shown(follow_up, row)?;
        shown.unsent = true;
        Ok(Some(shown))
    }
}

/// The place in the panel; to the millisecond, as the store keeps it.
fn key_of(row: &FollowUpRow) -> FollowUpKey {
    let alerts_at = super::sql::instant(millis(row.follow_up.alerts_at()));
    FollowUpKey { alerts_at, id: row.follow_up.id }
}
