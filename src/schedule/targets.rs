//! How long each duty may take, in working time.

use serde::{Deserialize, Serialize};

use super::WorkSpan;
use crate::model::{Case, Channel, Trigger};

/// Service targets; every field can be set in the configuration ("4h", "2d").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Targets {
    /// Until the first reply to a new case (R60).
    pub first_response: WorkSpan,
    /// The same where everybody reads along (R147).
    pub public_first_response: WorkSpan,
    /// Until each further word of the customer is answered (R143).
    pub next_response: WorkSpan,
    /// The same for every word in a live chat: somebody sits there and waits.
    pub chat_response: WorkSpan,
    /// The same for every word that says what is getting worse by the hour (R93).
    pub urgent_response: WorkSpan,
    /// Until the case is solved (R110).
    pub resolution: WorkSpan,
    /// The longest silence of ours, even when all goes to plan (R25, R26).
    pub keep_informed: WorkSpan,
    /// Until a case marked for a call is called (R88).
    pub call: WorkSpan,
    /// The same when somebody's safety is at stake (R89): by the clock, outside of working hours too. "0m" is now.
    pub safety_call: WorkSpan,
    /// The same for a friendly call after a written answer, which nobody waits for (R97).
    pub courtesy_call: WorkSpan,
    /// Until the next try after nobody answered (R96).
    pub call_retry: WorkSpan,
    /// Until an agreement by 👍 is cleared up in words (R2).
    pub ambiguous_consent: WorkSpan,
    /// Until what was said on the phone is confirmed in writing (R7, R95).
    pub written_confirmation: WorkSpan,
    /// Until terms we sent are confirmed, before we ask again (R13).
    pub confirmation: WorkSpan,
    /// From solved until we ask a silent customer whether all is well (R56).
    pub check_back: WorkSpan,
}

impl Default for Targets {
    fn default() -> Self {
        Self {
            first_response: WorkSpan::hours(4),
            public_first_response: WorkSpan::hours(1),
            next_response: WorkSpan::hours(4),
            chat_response: WorkSpan::minutes(15),
            urgent_response: WorkSpan::minutes(30),
            resolution: WorkSpan::days(5),
            keep_informed: WorkSpan::days(2),
            call: WorkSpan::hours(2),
            safety_call: WorkSpan::minutes(0),
            courtesy_call: WorkSpan::days(1),
            call_retry: WorkSpan::hours(2),
            ambiguous_consent: WorkSpan::hours(1),
            written_confirmation: WorkSpan::days(1),
            confirmation: WorkSpan::days(2),
            check_back: WorkSpan::days(5),
        }
    }
}

impl Targets {
    /// Until the first reply to the case.
    pub(super) fn first(&self, case: &Case) -> WorkSpan {
        self.soonest(case, if case.is_public { self.public_first_response } else { self.first_response })
    }

    /// Until its next word is answered.
    pub(super) fn next(&self, case: &Case) -> WorkSpan {
        self.soonest(case, self.next_response)
    }

    fn soonest(&self, case: &Case, usual: WorkSpan) -> WorkSpan {
        let chat = (case.channel == Channel::Chat).then_some(self.chat_response);
        let is_urgent = matches!(case.suggested_call(), Some(Trigger::Safety | Trigger::UrgentInfo));
        let urgent = is_urgent.then_some(self.urgent_response);
        [chat, urgent].into_iter().flatten().fold(usual, |least, span| match span.by_clock() < least.by_clock() {
            true => span,
            false => least,
        })
    }

    pub(super) fn call_for(&self, trigger: &Trigger) -> WorkSpan {
        match trigger {
            Trigger::Safety => self.safety_call,
            Trigger::Courtesy => self.courtesy_call,
            Trigger::UrgentInfo if self.urgent_response.by_clock() < self.call.by_clock() => self.urgent_response,
            _ => self.call,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{case, operator};
    use super::*;
    use crate::model::CallDismissal;

    #[test]
    fn what_a_config_does_not_name_keeps_its_default() {
        let targets: Targets = toml::from_str("first_response = \"2h\"\ncheck_back = \"7d\"").unwrap();
        assert_eq!(targets.first_response, WorkSpan::hours(2));
        assert_eq!(targets.check_back, WorkSpan::days(7));
        assert_eq!(targets.next_response, Targets::default().next_response);
    }

    #[test]
    fn a_public_case_has_a_shorter_first_response() {
        // R147
        let targets = Targets::default();
        let of = |is_public| targets.first(&Case { is_public, ..case() });
        assert!(of(true).rest() < of(false).rest());
    }

    #[test]
    fn who_sits_in_a_chat_or_tells_of_something_urgent_waits_less() {
        // R93
        let targets = Targets::default();
        let chat = Case { channel: Channel::Chat, ..case() };
        assert_eq!((targets.first(&chat), targets.next(&chat)), (targets.chat_response, targets.chat_response));
        let urgent = Case { suggested_calls: vec![Trigger::UrgentInfo], ..case() };
        assert_eq!(targets.first(&urgent), targets.urgent_response);
        let dismissal = CallDismissal { trigger: Trigger::UrgentInfo, by: operator(), at: jiff::Timestamp::UNIX_EPOCH };
        let dismissed = Case { dismissed_calls: vec![dismissal], ..urgent };
        assert_eq!(targets.first(&dismissed), targets.first_response);
        let slow = Targets { next_response: WorkSpan::minutes(5), ..targets };
        assert_eq!(slow.next(&chat), WorkSpan::minutes(5), "never later than usual");
    }

    #[test]
    fn a_wrong_span_is_told_with_an_example() {
        let error = toml::from_str::<Targets>("call = \"soon\"").unwrap_err().to_string();
        assert!(error.contains("soon") && error.contains("4h"), "{error}");
    }
}
