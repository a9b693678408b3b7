//! The way of a complaint from the admission to the prevention, as far as it is gone (R133): what its letters, calls and
//! duties show by themselves, and what a person ticked.
//!
//! Not its duty: ticking (`server`), showing (`tui`), counting what was skipped (`cli::report`).

use jiff::tz::TimeZone;

use super::check::{Rules, is_thanks, says};
use super::read_promises;
use crate::model::{CallOutcome, CaseFile, FollowUp, FollowUpKind, FollowUpState, Message, MessageKind, OurFault};
use crate::model::{State, WayStep};
use crate::text::detect_language;

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    NotYet,
    /// Letters, calls or duties show it.
    Shown,
    /// A person ticked it.
    Ticked,
    /// Nothing to admit: the error was not ours.
    NotOwed,
}

impl Taken {
    pub fn is_skipped(self) -> bool {
        self == Self::NotYet
    }
}

/// The five steps in their order, each as it stands; none where nobody complained. `file` holds the threads of what was
/// merged into the case.
pub fn way(file: &CaseFile, rules: &Rules) -> Option<[(WayStep, Taken); 5]> {
    let lang = file.case.language.as_str();
    let complaint = file.messages.iter().find(|m| m.kind == MessageKind::Inbound)?;
    if is_thanks(rules, &complaint.body, lang) {
        return None;
    }
    let steps = [WayStep::Admitted, WayStep::Plan, WayStep::OutcomeAsked, WayStep::Done, WayStep::Prevented];
    Some(steps.map(|step| {
        let taken = taken(file, rules, &step);
        (step, taken)
    }))
}

fn taken(file: &CaseFile, rules: &Rules, step: &WayStep) -> Taken {
    if file.case.way.iter().any(|tick| tick.step == *step) {
        return Taken::Ticked;
    }
    let shown = match step {
        WayStep::Admitted => is_admitted(file, rules),
        WayStep::Plan => file.follow_ups.iter().any(is_act) || letters(file).any(|letter| has_plan(file, letter)),
        WayStep::OutcomeAsked => !file.case.wished_outcome.trim().is_empty() || any_says(file, rules, "D2"),
        WayStep::Done => is_done(file),
        WayStep::Prevented | WayStep::Other(_) => false,
    };
    match (shown, step) {
        (true, _) => Taken::Shown,
        (false, WayStep::Admitted) if file.case.our_fault == Some(OurFault::No) => Taken::NotOwed,
        _ => Taken::NotYet,
    }
}

/// In a letter, or on the phone where somebody heard it.
fn is_admitted(file: &CaseFile, rules: &Rules) -> bool {
    let in_writing = ["admission", "apology"].iter().any(|idea| any_says(file, rules, idea));
    in_writing || file.calls.iter().any(|call| call.apologised && call.outcome == CallOutcome::Reached)
}

fn letters(file: &CaseFile) -> impl Iterator<Item = &Message> {
    file.messages.iter().filter(|m| m.is_outbound())
}

fn language<'a>(file: &'a CaseFile, letter: &Message) -> &'a str {
    detect_language(&letter.body).unwrap_or(file.case.language.as_str())
}

fn any_says(file: &CaseFile, rules: &Rules, idea: &str) -> bool {
    letters(file).any(|letter| says(rules, idea, &letter.body, language(file, letter)))
}

/// An act of ours with a day.
fn has_plan(file: &CaseFile, letter: &Message) -> bool {
    let written = letter.at.to_zoned(TimeZone::UTC).datetime();
    read_promises(&letter.body, language(file, letter), written).iter().any(|promise| promise.when.is_some())
}

fn is_act(follow_up: &FollowUp) -> bool {
    let is_cancelled = follow_up.state == FollowUpState::Cancelled;
    matches!(follow_up.kind, FollowUpKind::Promise | FollowUpKind::PersonalControl) && !is_cancelled
}

/// Everything that was promised is kept; or a person called the case solved.
fn is_done(file: &CaseFile) -> bool {
    let acts = || file.follow_ups.iter().filter(|f| is_act(f));
    file.case.state == State::Solved || (acts().next().is_some() && acts().all(|f| f.state == FollowUpState::Done))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WayTick;
    use crate::schedule::fixtures::{at, case, case_file, follow_up, message, operator};

    fn complaint() -> CaseFile {
        let mut inbound = message(1, MessageKind::Inbound);
        inbound.body = "Заказ не пришёл, верните деньги!".into();
        case_file(case(), vec![inbound])
    }

    fn stands(file: &CaseFile) -> [Taken; 5] {
        way(file, Rules::shipped()).unwrap().map(|(_, taken)| taken)
    }

    #[test]
    fn letters_and_duties_show_the_steps_and_a_person_ticks_the_rest() {
        // R133
        use Taken::{NotOwed, NotYet, Shown, Ticked};
        let mut file = complaint();
        assert_eq!(stands(&file), [NotYet; 5]);
        let mut letter = message(2, MessageKind::Reply);
        letter.body = "Это наша ошибка, Мария. Мы вернём деньги до 14 марта. Какой исход Вас бы устроил?".into();
        file.messages.push(letter);
        assert_eq!(stands(&file), [Shown, Shown, Shown, NotYet, NotYet]);
        let mut act = follow_up(FollowUpKind::Promise);
        file.follow_ups.push(act.clone());
        assert_eq!(stands(&file)[3], NotYet, "an open promise is no deed");
        (act.state, act.closed_at) = (FollowUpState::Done, Some(at("2026-03-10T10:00Z")));
        file.follow_ups = vec![act];
        assert_eq!(stands(&file)[3], Shown);
        let note = "заказы проверяет второй человек".to_owned();
        file.case.way.push(WayTick { step: WayStep::Prevented, note, by: operator(), at: at("2026-03-10T10:00Z") });
        assert_eq!(stands(&file), [Shown, Shown, Shown, Shown, Ticked]);
        let mut nobody = complaint();
        nobody.case.our_fault = Some(OurFault::No);
        assert_eq!(stands(&nobody)[0], NotOwed, "nothing to admit");
        nobody.messages[0].body = "Спасибо большое!".into();
        assert_eq!(way(&nobody, Rules::shipped()), None, "thanks go no way");
    }

    #[test]
    fn english_and_romanian_letters_show_them_too() {
        for (lang, words) in [
            ("en", "The mistake was ours, Amy. We will refund you by 14 March. What outcome would suit you?"),
            ("ro", "Greșeala este a noastră. Vă restituim banii până pe 14 martie. Ce soluție v-ar mulțumi?"),
        ] {
            let mut file = complaint();
            file.case.language = crate::model::Lang::new(lang);
            let mut letter = message(2, MessageKind::Reply);
            letter.body = words.into();
            file.messages.push(letter);
            assert_eq!(stands(&file)[..3], [Taken::Shown; 3], "{words}");
        }
    }
}
