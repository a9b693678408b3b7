//! A slot that nobody filled (R99): our own `‹…›`, in the text or known to the editor.

use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::letter::phrase::{SLOT_CLOSE, SLOT_OPEN};
use crate::letter::quote::lines;

pub(super) const UNFILLED: Code = Code { id: "unfilled_slot", look: unfilled_slots };

const SAID: Said = Said::new(
    "This slot is still empty. Fill it or delete it.",
    "Это место не заполнено. Впишите слова или удалите его.",
    "Acest loc este încă gol. Completați-l sau ștergeți-l.",
);

fn unfilled_slots(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let own = &letter.outline.own;
    let mut spans = Vec::new();
    for line in lines(own) {
        let mut at = line.start;
        while let Some(start) = own[at..line.end].find([SLOT_OPEN, SLOT_CLOSE]).map(|i| at + i) {
            let end = own[start..line.end].find(SLOT_CLOSE).map_or(line.end, |i| start + i + SLOT_CLOSE.len_utf8());
            spans.push(start..end);
            at = end;
        }
    }
    let known = letter.context.slots.iter().filter(|s| letter.text.get((*s).clone()).is_some_and(|t| !t.is_empty()));
    for slot in known {
        if !spans.iter().any(|s| s.start < slot.end && slot.start < s.end) {
            spans.push(slot.clone());
        }
    }
    out.extend(spans.into_iter().map(|span| rule.finding(Severity::Block, Some(span), SAID)));
}
