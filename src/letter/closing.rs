//! All that is owed before a case may be closed: the duties and facts that `schedule` knows, our questions nobody answered
//! (R14, R109), and the acts that an apology of ours named and nobody watches (R158).
//!
//! Not its duty: refusing (`server::rules`), listing (`tui`).

use jiff::tz::TimeZone;

use super::check::{Rules, apologises};
use super::{open_questions, read_promises};
use crate::model::{CaseFile, FollowUpKind as Kind, Message};
use crate::schedule::{self, Owed, OwedKind};
use crate::text::detect_language;

/// More acts of one letter are no plan but a story.
const MOST_ACTS: usize = 12;

/// What stands before the closing of a case; an empty list means that nothing does. `file` holds the threads of the cases
/// that were merged into it too.
pub fn owed_before_closing(file: &CaseFile) -> Vec<Owed> {
    let mut owed = schedule::owed_before_closing(file);
    owed.extend(file.messages.iter().flat_map(|letter| unwatched_acts(file, letter)));
    let questions = open_questions(file);
    owed.extend(questions.into_iter().map(|q| Owed::said(OwedKind::Question, q.message, q.text)));
    owed
}

/// The acts that a letter of ours promised with its apology, without those that a follow-up watches or that an operator
/// has marked as done. What was sent before this desk took over is not ours to keep.
fn unwatched_acts(file: &CaseFile, letter: &Message) -> Vec<Owed> {
    if !letter.is_outbound() || letter.signature.is_none() {
        return Vec::new();
    }
    let lang = detect_language(&letter.body).unwrap_or(file.case.language.as_str());
    if !apologises(Rules::shipped(), &letter.body, lang) {
        return Vec::new();
    }
    let written = letter.at.to_zoned(TimeZone::UTC).datetime();
    let named = read_promises(&letter.body, lang, written);
    let words = |range: std::ops::Range<usize>| letter.body[range].split_whitespace().collect::<Vec<_>>().join(" ");
    let acts: Vec<String> = named.into_iter().take(MOST_ACTS).map(|promise| words(promise.range)).collect();
    let is_watch = |kind: &Kind| matches!(kind, Kind::Promise | Kind::PersonalControl);
    let watched: Vec<String> = file
        .follow_ups
        .iter()
        .filter(|f| f.origin.message == Some(letter.id) && is_watch(&f.kind))
        .map(|f| f.title.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    // One that was renamed still watches one act.
    let left = acts.len().saturating_sub(watched.len());
    let marks = &file.case.closed_questions;
    let is_done = |act: &String| marks.iter().any(|mark| mark.message == letter.id && mark.question == *act);
    let unwatched = acts.into_iter().filter(|act| !watched.contains(act)).take(left).filter(|act| !is_done(act));
    unwatched.map(|act| Owed::said(OwedKind::PromisedAct, letter.id, act)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FollowUp, FollowUpState, MessageKind, Origin, QuestionClosed};
    use crate::schedule::fixtures::{at, case, case_file, follow_up, message, operator};

    const APOLOGY: &str = "Уважаемая Мария Ивановна!\n\nПриношу свои извинения за задержку. Мы вернём деньги. Я проверю \
                           расчёт завтра.\n\nС уважением,\nАнна Иванова";

    /// An answered case whose last letter is this one.
    fn sent(body: &str) -> CaseFile {
        let mut case = case();
        case.waiting_since = None;
        let mut letter = message(2, MessageKind::Reply);
        (letter.body, letter.signature, letter.at) = (body.into(), Some("signed".into()), at("2026-03-02T09:00Z"));
        case_file(case, vec![message(1, MessageKind::Inbound), letter])
    }

    fn owed(file: &CaseFile) -> Vec<(String, String)> {
        owed_before_closing(file).into_iter().map(|o| (o.what.to_string(), o.words)).collect()
    }

    fn watch(file: &CaseFile, title: &str) -> FollowUp {
        let origin = Origin { message: Some(file.messages[1].id), ..Origin::default() };
        FollowUp { origin, title: title.into(), ..follow_up(Kind::Promise) }
    }

    #[test]
    fn every_act_that_an_apology_named_is_owed_until_it_is_watched_and_done_or_marked() {
        // R158
        let mut file = sent(APOLOGY);
        let acts: Vec<String> = owed(&file).into_iter().map(|(what, words)| format!("{what}: {words}")).collect();
        assert_eq!(acts, ["promised_act: Мы вернём деньги", "promised_act: Я проверю расчёт завтра"]);
        let mut control = watch(&file, "Я проверю расчёт завтра");
        file.follow_ups.push(control.clone());
        let what: Vec<String> = owed(&file).into_iter().map(|(what, _)| what).collect();
        assert_eq!(what, ["promise", "promised_act"], "the follow-up itself is owed now");
        control.state = FollowUpState::Done;
        file.follow_ups = vec![control];
        assert_eq!(owed(&file), [("promised_act".into(), "Мы вернём деньги".into())]);
        let (message, question) = (file.messages[1].id, "Мы вернём деньги".into());
        file.case.closed_questions.push(QuestionClosed {
            message,
            question,
            by: operator(),
            at: at("2026-03-03T09:00Z"),
        });
        assert_eq!(owed(&file), []);
    }

    #[test]
    fn without_an_apology_or_from_elsewhere_nothing_is_counted() {
        // R158
        assert_eq!(owed(&sent("Мария Ивановна, деньги вернулись в понедельник.")), []);
        let mut elsewhere = sent(APOLOGY);
        elsewhere.messages[1].signature = None;
        assert_eq!(owed(&elsewhere), []);
    }

    #[test]
    fn a_question_of_ours_that_nobody_answered_is_owed() {
        // R109, R14
        let mut file = sent("Мария Ивановна, какой у Вас номер договора?");
        let asked = "Мария Ивановна, какой у Вас номер договора?";
        assert_eq!(owed(&file), [("question".into(), asked.into())]);
        let mut answer = message(3, MessageKind::Inbound);
        (answer.body, answer.at) = ("12-4471".into(), at("2026-03-02T10:00Z"));
        file.messages.push(answer);
        assert_eq!(owed(&file), []);
    }
}
