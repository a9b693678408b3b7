//! A whole case before the judgement: which words of the customer, which facts.
//!
//! Not its duty: judging a single text (`judge`), reading one (`read`).

use jiff::{SignedDuration, Timestamp};

use super::{Complaint, Judgement, Suggestion, judge};
use crate::model::{CaseFile, Message, MessageId, MessageKind, Trigger};

/// A suggestion and the message that holds its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSuggestion {
    pub message: MessageId,
    pub suggestion: Suggestion,
}

/// What the words and the facts of a case say for a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseJudgement {
    /// At most one for a trigger, the gravest first.
    pub suggestions: Vec<CaseSuggestion>,
    pub severity: u8,
    pub urgency: u8,
}

/// The last words of a customer tell how things stand; older ones were answered.
const LAST_MESSAGES: usize = 3;
/// So many bytes of a message are judged: nobody complains at greater length, and a mail of megabytes must not keep the
/// desk busy for seconds.
const JUDGED: usize = 64 << 10;
/// Word and answer to and fro within this time are one exchange (R92).
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Judges the customer's last words; `ui` is the language of the reasons.
pub fn judge_case(file: &CaseFile, now: Timestamp, ui: &str) -> CaseJudgement {
    let mut out = CaseJudgement::default();
    let words = file.messages.iter().rev().filter(|m| m.kind == MessageKind::Inbound).take(LAST_MESSAGES);
    let mut forbids_call = false;
    for message in words {
        let judged = judge(&complaint(file, message, now), ui);
        forbids_call |= judged.forbids_call;
        take(&mut out, message.id, judged);
    }
    // Said once it holds for the case.
    out.suggestions.retain(|s| !forbids_call || s.suggestion.trigger == Trigger::Safety);
    out
}

/// The message as a complaint, with the facts of its case.
pub fn complaint<'a>(file: &'a CaseFile, message: &'a Message, now: Timestamp) -> Complaint<'a> {
    let case = &file.case;
    Complaint {
        lang: case.language.as_str(),
        channel: Some(&message.channel),
        subject: if message.subject.is_empty() { &case.subject } else { &message.subject },
        body: beginning(&message.body),
        is_public: case.is_public,
        written_at: message.written_at.or(case.written_at),
        received_at: Some(message.at),
        moves: case.moves,
        now: Some(now),
        deadline: case.deadline.as_ref(),
        exchanges: exchanges(file, message.at),
    }
}

fn beginning(body: &str) -> &str {
    &body[..body.floor_char_boundary(JUDGED)]
}

fn take(out: &mut CaseJudgement, message: MessageId, judged: Judgement) {
    out.severity = out.severity.max(judged.severity);
    out.urgency = out.urgency.max(judged.urgency);
    for suggestion in judged.suggestions {
        match out.suggestions.iter_mut().find(|s| s.suggestion.trigger == suggestion.trigger) {
            // The words of a letter say more than its subject line.
            Some(known) if known.suggestion.evidence.is_empty() => *known = CaseSuggestion { message, suggestion },
            Some(_) => {}
            None => out.suggestions.push(CaseSuggestion { message, suggestion }),
        }
    }
}

/// How often the customer answered a word of ours within the day before `at`.
fn exchanges(file: &CaseFile, at: Timestamp) -> u32 {
    let since = |m: &&Message| at.duration_since(m.at) <= DAY && m.at <= at;
    let recent: Vec<&Message> =
        file.messages.iter().filter(since).filter(|m| m.kind == MessageKind::Inbound || m.is_outbound()).collect();
    let answers =
        recent.windows(2).filter(|pair| pair[0].is_outbound() && pair[1].kind == MessageKind::Inbound).count();
    u32::try_from(answers).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_without_end_is_judged_by_its_beginning() {
        assert_eq!(beginning("The socket sparks."), "The socket sparks.");
        let long = "ы".repeat(JUDGED);
        assert_eq!(beginning(&long).len(), JUDGED);
        assert_eq!(beginning(&format!("x{long}")).len(), JUDGED - 1, "between characters");
    }
}
