//! What the case itself says beside its letters: the screen knows it from the card, `sincerely check` from the record.
//!
//! Everything may be unknown; a rule that needs a fact is silent without it. Not its duty: judging any of it.

use jiff::civil::Date;

use crate::model::{OurFault, Remedy};
use crate::schedule::Calendar;

/// Facts of the case and of the desk; nothing is known by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// What it meant for the customer, in words (R107); empty when nobody wrote it down.
    pub harm: &'a str,
    /// What the customer wants (R46); empty when nobody wrote it down.
    pub wished_outcome: &'a str,
    /// The day the complaint hangs on: what we promise for later comes too late (R139).
    pub deadline: Option<Date>,
    /// The days that the case has for what we agreed, e.g. from its open follow-ups (R139).
    pub agreed: &'a [Date],
    /// Our own letters in this case, oldest first (R31).
    pub our_letters: &'a [&'a str],
    /// A trigger says that somebody's safety is at stake, and no call was made yet (R89).
    pub safety_without_call: bool,
    /// Whether the error was ours; none while nobody decided (R128).
    pub our_fault: Option<&'a OurFault>,
    /// What is given to put it right; none while nobody decided (R114).
    pub remedy: Option<&'a Remedy>,
    /// A term of ours that passed unkept and that no letter regretted since (R113).
    pub broken_term: Option<Date>,
    /// The complaint stands in public, and this letter goes to the customer alone (R146).
    pub public_unanswered: bool,
    /// The working days of the desk; without it Saturdays and Sundays are the days off.
    pub calendar: Option<&'a Calendar>,
}

impl Facts<'_> {
    /// Nothing is known.
    #[cfg(test)]
    pub(super) const NOTHING: Facts<'static> = Facts {
        harm: "",
        wished_outcome: "",
        deadline: None,
        agreed: &[],
        our_letters: &[],
        safety_without_call: false,
        our_fault: None,
        remedy: None,
        broken_term: None,
        public_unanswered: false,
        calendar: None,
    };
}
