//! Whose turn it is: the customer's next word, on whatever channel, goes to the one who signed the last letter to him; while
//! that one is away, to his deputy (R86).
//!
//! Not its duty: reading what is known of the customer and of the people here (`server::turns`), handing a case over by
//! hand (`ownership`).

use jiff::Timestamp;

use crate::model::{CaseFile, MessageId, Operator, OperatorId, Promised, Role};
use crate::server::rules::Work;

/// Deputies of deputies are asked so many times.
pub const DEPUTIES: usize = 8;

/// The last letter that a customer got from somebody here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastLetter {
    pub by: OperatorId,
    pub letter: MessageId,
    pub at: Timestamp,
}

/// What the rule is decided on: the last letter to the customer, and the people it may concern.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    pub letter: Option<LastLetter>,
    /// The signer, the owner of the case, and the deputies of both.
    pub people: Vec<Operator>,
}

/// The last signed letter in these threads. What was answered before this desk took over was signed by nobody here.
pub fn last_letter<'a>(files: impl IntoIterator<Item = &'a CaseFile>) -> Option<LastLetter> {
    let letters =
        files.into_iter().flat_map(|file| &file.messages).filter(|m| m.is_outbound() && m.signature.is_some());
    let signed = letters.filter_map(|m| match &m.author {
        crate::model::Author::Operator { id, .. } => Some(LastLetter { by: *id, letter: m.id, at: m.at }),
        _ => None,
    });
    signed.max_by_key(|letter| letter.at)
}

impl Turn {
    fn person(&self, id: OperatorId) -> Option<&Operator> {
        self.people.iter().find(|o| o.id == id)
    }

    fn is_here(&self, id: OperatorId, now: Timestamp) -> bool {
        self.person(id).is_some_and(|o| o.role != Role::Source && o.is_here(now))
    }

    /// The person himself, or the first of his deputies who is here; nobody when all are away, or deputies of one another.
    pub fn who_answers(&self, person: OperatorId, now: Timestamp) -> Option<OperatorId> {
        let mut asked = person;
        for _ in 0..=DEPUTIES {
            if self.is_here(asked, now) {
                return Some(asked);
            }
            asked = self.person(asked)?.deputy?;
        }
        None
    }
}

/// Gives the case, on a word of the customer, to whoever signed the last letter or stands in for him. Whoever took the
/// case over since and is here keeps it; where nobody stands in, the case stays as it is, and still says who had promised.
/// True when it changed hands.
pub fn give(work: &mut Work<'_>, turn: &Turn) -> bool {
    let Some(LastLetter { by, letter, at }) = turn.letter else { return false };
    let now = work.by.now;
    let owner = work.file.case.owner;
    let keeps = owner.is_some_and(|owner| owner != by && turn.is_here(owner, now));
    let answers = if keeps { None } else { turn.who_answers(by, now) };
    work.file.case.promised = Some(Promised { by, letter, at, deputy: answers.filter(|id| *id != by) });
    match answers {
        Some(answers) if owner != Some(answers) => {
            work.hand_to(answers);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Author, MessageKind};
    use crate::schedule::Rules;
    use crate::schedule::fixtures::{at, case, case_file, message};
    use crate::server::rules::Acting;

    const NOW: &str = "2026-03-02T10:00Z";

    fn id(n: u128) -> OperatorId {
        OperatorId(uuid::Uuid::from_u128(n))
    }

    fn person(n: u128, deputy: Option<u128>, here: bool) -> Operator {
        let away = (!here).then(|| at("2026-03-09T00:00Z"));
        serde_json::from_value(serde_json::json!({"id": id(n), "name": n.to_string(), "deputy": deputy.map(id),
            "away_until": away}))
        .unwrap()
    }

    fn turn(people: &[Operator]) -> Turn {
        let letter = LastLetter { by: id(1), letter: MessageId(uuid::Uuid::from_u128(9)), at: at("2026-03-01T10:00Z") };
        Turn { letter: Some(letter), people: people.to_vec() }
    }

    /// The owner after the customer wrote, and the deputy that the case names.
    fn given(owner: Option<u128>, turn: &Turn) -> (Option<OperatorId>, Option<OperatorId>) {
        let rules = Rules::default();
        let by = Acting { actor: None, now: at(NOW), rules: &rules, new_id: &uuid::Uuid::nil };
        let mut file = case_file(case(), Vec::new());
        file.case.owner = owner.map(id);
        let mut work = Work::on(&file, &by);
        let moved = give(&mut work, turn);
        assert_eq!(moved, work.file.case.owner != file.case.owner);
        (work.file.case.owner, work.file.case.promised.and_then(|p| p.deputy))
    }

    #[test]
    fn the_next_word_goes_to_the_signer_or_to_his_deputy() {
        // R86
        let here = turn(&[person(1, Some(2), true), person(2, None, true)]);
        assert_eq!(given(None, &here), (Some(id(1)), None));
        let away = turn(&[person(1, Some(2), false), person(2, None, true)]);
        assert_eq!(given(None, &away), (Some(id(2)), Some(id(2))));
        assert_eq!(given(Some(1), &away), (Some(id(2)), Some(id(2))), "his own case too");
        let both_away = turn(&[person(1, Some(2), false), person(2, Some(3), false), person(3, None, true)]);
        assert_eq!(given(None, &both_away), (Some(id(3)), Some(id(3))), "the deputy of the deputy");
    }

    #[test]
    fn whoever_took_the_case_over_and_is_here_keeps_it() {
        let people = [person(1, None, true), person(4, None, true)];
        assert_eq!(given(Some(4), &turn(&people)), (Some(id(4)), None));
        let people = [person(1, None, true), person(4, None, false)];
        assert_eq!(given(Some(4), &turn(&people)), (Some(id(1)), None), "an absent owner answers nobody");
    }

    #[test]
    fn where_nobody_stands_in_the_case_stays_and_says_who_promised() {
        let circle = turn(&[person(1, Some(2), false), person(2, Some(1), false)]);
        assert_eq!(given(None, &circle), (None, None));
        assert_eq!(given(Some(1), &turn(&[person(1, None, false)])), (Some(id(1)), None));
        let unknown = turn(&[]);
        assert_eq!(given(None, &unknown), (None, None));
        assert_eq!(given(None, &Turn::default()), (None, None), "nobody ever wrote to him");
    }

    #[test]
    fn somebody_whose_time_away_is_over_is_here_and_an_inactive_account_never() {
        let mut back = person(1, Some(2), false);
        back.away_until = Some(at(NOW));
        assert_eq!(given(None, &turn(&[back.clone(), person(2, None, true)])).0, Some(id(1)));
        back.active = false;
        assert_eq!(given(None, &turn(&[back, person(2, None, true)])).0, Some(id(2)));
    }

    #[test]
    fn only_what_was_signed_here_makes_a_signer_and_the_latest_counts() {
        let mut file = case_file(case(), Vec::new());
        let mut letter = |n: u128, when: &str, signed: bool| {
            let mut letter = message(n, MessageKind::Reply);
            letter.at = at(when);
            letter.author = Author::Operator { id: id(n), name: String::new() };
            letter.signature = signed.then(String::new);
            file.messages.push(letter);
        };
        letter(1, "2026-03-01T10:00Z", true);
        letter(2, "2026-03-01T12:00Z", true);
        letter(3, "2026-03-01T14:00Z", false);
        assert_eq!(last_letter([&file]).map(|l| l.by), Some(id(2)));
        file.messages.retain(|m| m.signature.is_none());
        assert_eq!(last_letter([&file]), None);
    }
}
