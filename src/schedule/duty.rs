//! The identity of a duty, made from its cause: the same happening told twice opens nothing twice.

use uuid::Uuid;

use crate::model::{CaseId, FollowUpId, FollowUpKind as Kind};

/// Namespace of the ids of follow-ups, made once for this purpose.
const NAMESPACE: Uuid = Uuid::from_u128(0x8f1b_7d0a_52c4_4c7e_9a35_e0d6_13b8_47f2);

/// The id of the duty of this kind that `cause` opens on a case: the same whenever it is told.
pub fn duty_id(case: CaseId, kind: &Kind, cause: &str) -> FollowUpId {
    FollowUpId(Uuid::new_v5(&NAMESPACE, format!("{case}/{kind}/{cause}").as_bytes()))
}
