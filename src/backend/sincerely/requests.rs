//! Which request an act is: method, path, If-Match, body. Pure.

use serde::Serialize;

use crate::model::acts::Command;
use crate::protocol::EntityKind;

/// A request to be sent, and what kind of resource answers it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ActRequest {
    pub(super) method: reqwest::Method,
    pub(super) path: String,
    /// The version the act was decided on.
    pub(super) if_match: Option<u64>,
    pub(super) body: Option<String>,
    pub(super) answer: EntityKind,
}

/// # Errors
/// Never for the model's own types.
pub(super) fn request(command: &Command) -> Result<ActRequest, serde_json::Error> {
    use EntityKind as Kind;
    let case = command.case();
    let post = |tail: &str| (reqwest::Method::POST, format!("cases/{case}/{tail}"), None);
    let patch = |path: String, version| (reqwest::Method::PATCH, path, version);
    let ((method, path, if_match), body, answer) = match command {
        Command::Claim { .. } => (post("claim"), None, Kind::Case),
        Command::Release { .. } => (post("release"), None, Kind::Case),
        Command::Assign { assign, .. } => (post("assign"), json(assign)?, Kind::Case),
        Command::Reply { thread_version, reply, .. } => {
            let (method, path, _) = post("replies");
            ((method, path, Some(*thread_version)), json(reply)?, Kind::Message)
        }
        Command::Note { note, .. } => (post("notes"), json(note)?, Kind::Message),
        Command::MarkCall { mark, .. } => {
            ((reqwest::Method::PUT, format!("cases/{case}/call-mark"), None), json(mark)?, Kind::Case)
        }
        Command::UnmarkCall { .. } => {
            ((reqwest::Method::DELETE, format!("cases/{case}/call-mark"), None), None, Kind::Case)
        }
        Command::RecordCall { record, .. } => (post("calls"), json(record)?, Kind::Call),
        Command::PatchCase { version, patch: fields, .. } => {
            (patch(format!("cases/{case}"), Some(*version)), json(fields)?, Kind::Case)
        }
        Command::SetState { set, .. } => (post("state"), json(set)?, Kind::Case),
        Command::AddFollowUp { follow_up, .. } => (post("follow-ups"), json(follow_up)?, Kind::FollowUp),
        Command::PatchFollowUp { id, patch: fields, .. } => {
            (patch(format!("follow-ups/{id}"), None), json(fields)?, Kind::FollowUp)
        }
        Command::SentByHand { message, .. } => {
            ((reqwest::Method::POST, format!("messages/{message}/sent-by-hand"), None), None, Kind::Message)
        }
        Command::SettleDelivery { message, settle, .. } => {
            ((reqwest::Method::POST, format!("messages/{message}/delivery"), None), json(settle)?, Kind::Message)
        }
        Command::PatchCustomer { customer, version, patch: fields, .. } => {
            (patch(format!("customers/{customer}"), Some(*version)), json(fields)?, Kind::Customer)
        }
        Command::Merge { merge, .. } => (post("merge"), json(merge)?, Kind::Case),
        Command::Unmerge { .. } => (post("unmerge"), None, Kind::Case),
        Command::MergeCard { customer, merge, .. } => {
            ((reqwest::Method::POST, format!("customers/{customer}/merge"), None), json(merge)?, Kind::Customer)
        }
        Command::UnmergeCard { customer, .. } => {
            ((reqwest::Method::POST, format!("customers/{customer}/unmerge"), None), None, Kind::Customer)
        }
        Command::NewCase { new, .. } => ((reqwest::Method::POST, "cases".to_owned(), None), json(new)?, Kind::Case),
    };
    Ok(ActRequest { method, path, if_match, body, answer })
}

fn json(body: &impl Serialize) -> Result<Option<String>, serde_json::Error> {
    serde_json::to_string(body).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::acts::{CasePatch, MarkCall};
    use crate::model::{CaseId, Trigger};

    #[test]
    fn acts_become_the_requests_of_the_wire() {
        let case = CaseId(uuid::Uuid::nil());
        let claim = request(&Command::Claim { case }).unwrap();
        assert_eq!(
            (claim.method, claim.path.as_str()),
            (reqwest::Method::POST, "cases/00000000-0000-0000-0000-000000000000/claim")
        );
        let patch = CasePatch { snoozed_until: Some(None), ..CasePatch::default() };
        let patch = request(&Command::PatchCase { case, version: 7, patch: Box::new(patch) }).unwrap();
        assert_eq!((patch.if_match, patch.body.as_deref()), (Some(7), Some(r#"{"snoozed_until":null}"#)));
        let mark = MarkCall { trigger: Trigger::Safety, ..MarkCall::default() };
        let mark = request(&Command::MarkCall { case, mark }).unwrap();
        assert_eq!((mark.method, mark.answer), (reqwest::Method::PUT, EntityKind::Case));
    }
}
