//! What the workstation itself reads out of the opened cases: suggestions to call, wish, harm, with their evidence.
//!
//! Read once when a case comes, from its last words. Not its duty: the judgement (`triage`), remembering what an operator
//! decided (`server`).

use super::App;
use crate::letter::{self, OpenQuestion, Rules, apology_time, open_questions};
pub use crate::letter::{ApologyTime, Taken};
use crate::model::{CaseFile, CaseId, MessageKind, Trigger, WayStep};
use crate::text::{fold, safe_line};
use crate::triage::{self, CaseJudgement, CaseSuggestion, Courtesy, Reading};

/// The suggestions for one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    pub calls: CaseJudgement,
    /// What stands in the customer's last word.
    pub reading: Reading,
    /// What we asked and he has not answered (R14).
    pub questions: Vec<OpenQuestion>,
    /// How soon the first apology came; none where nothing was complained of (R155).
    pub apology: Option<ApologyTime>,
    /// How far it is on its way to being put right; none where nothing was complained of (R133).
    pub way: Option<[(WayStep, Taken); 5]>,
    /// A friendly call after the written answer to a complaint (R97).
    pub courtesy: Option<Courtesy>,
}

impl Judged {
    /// Reads a case; `ui` is the language of the reasons.
    pub fn of(file: &CaseFile, rules: &Rules, now: jiff::Timestamp, ui: &str) -> Self {
        let first = file.messages.iter().find(|m| m.kind == MessageKind::Inbound);
        let reading = first.map(|m| triage::read(&triage::complaint(file, m, now))).unwrap_or_default();
        let (questions, apology) = (open_questions(file), apology_time(file, rules));
        let way = letter::way(file, rules);
        // Where nothing was complained of, or an answer is awaited, nobody needs to be cheered up by a call.
        let courtesy = triage::courtesy(file, now).filter(|_| way.is_some() && questions.is_empty());
        Self { calls: triage::judge_case(file, now, ui), reading, questions, apology, way, courtesy }
    }

    /// The customer's words that the suggestion rests on, each once: «искрит», «запах гари».
    pub fn evidence(&self, file: &CaseFile, trigger: &Trigger) -> String {
        let Some(found) = self.call(trigger) else { return String::new() };
        let body = file.messages.iter().find(|m| m.id == found.message).map_or("", |m| m.body.as_str());
        let mut words: Vec<&str> = Vec::new();
        for word in found.suggestion.evidence.iter().filter_map(|span| body.get(span.clone())) {
            if !words.iter().any(|known| fold(known) == fold(word)) {
                words.push(word);
            }
        }
        words.iter().map(|word| format!("«{}»", safe_line(word))).collect::<Vec<_>>().join(", ")
    }

    /// The suggestion with the desk's trigger, with its words.
    pub fn call(&self, trigger: &Trigger) -> Option<&CaseSuggestion> {
        self.calls.suggestions.iter().find(|s| s.suggestion.trigger == *trigger)
    }
}

impl App {
    /// What was read out of a case that is loaded.
    pub fn judged(&self, id: CaseId) -> Option<&Judged> {
        self.judged.iter().find(|(case, _)| *case == id).map(|(_, judged)| &**judged)
    }

    /// The rules of letters: with the user's own once they are read, else the shipped ones.
    pub fn letter_rules(&self) -> &Rules {
        self.letter_rules.as_deref().unwrap_or_else(|| Rules::shipped())
    }

    /// Reads a case that came, and forgets those that went.
    pub(super) fn judge_case(&mut self, file: &CaseFile) {
        let judged = Box::new(Judged::of(file, self.letter_rules(), self.now, self.texts.lang().tag()));
        let kept = |id: &CaseId| self.cases.iter().any(|f| f.case.id == *id);
        self.judged.retain(|(id, _)| *id != file.case.id && kept(id));
        self.judged.push((file.case.id, judged));
    }
}
