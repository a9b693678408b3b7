//! How long each duty may take, in working time.

use serde::{Deserialize, Serialize};

use super::WorkSpan;
use crate::model::Trigger;

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
    pub(super) fn first(&self, is_public: bool) -> WorkSpan {
        if is_public { self.public_first_response } else { self.first_response }
    }

    pub(super) fn call_for(&self, trigger: &Trigger) -> WorkSpan {
        match trigger {
            Trigger::Safety => self.safety_call,
            Trigger::Courtesy => self.courtesy_call,
            _ => self.call,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(targets.first(true).rest() < targets.first(false).rest());
    }

    #[test]
    fn a_wrong_span_is_told_with_an_example() {
        let error = toml::from_str::<Targets>("call = \"soon\"").unwrap_err().to_string();
        assert!(error.contains("soon") && error.contains("4h"), "{error}");
    }
}
