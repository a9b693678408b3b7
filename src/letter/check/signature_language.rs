//! A signature in another script than its letter: the customer cannot read who answers him (R84).

use super::{Code, Finding, Letter, Rule, Said};
use crate::letter::signature::{contains_name, is_in_other_script, signature_in};

pub(super) const OTHER_SCRIPT: Code = Code { id: "signature_language", look: other_script };

fn other_script(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let context = letter.context;
    let Some(block) = letter.outline.signature.clone() else { return };
    let words = &letter.text[block.clone()];
    if !contains_name(words, &context.operator.name) || !is_in_other_script(words, context.lang) {
        return;
    }
    let finding = rule.finding(rule.card.severity, Some(block.clone()), rule.card.message.clone());
    let own = signature_in(context.operator, context.lang, context.manner());
    // The profile may have no name in this script: then only the settings help.
    let is_better = !is_in_other_script(&own, context.lang);
    let label = Said::new("sign in the letter's language", "подписать на языке письма", "semnează în limba scrisorii");
    out.push(if is_better { finding.with_fix(label, block, own) } else { finding });
}
