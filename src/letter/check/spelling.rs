//! Words that no dictionary knows (R156), where the dictionaries are loaded.
//!
//! Not its duty: what may be meant: that takes long and is asked for alone ([`crate::letter::Speller::suggest`]).

use super::{Code, Finding, Letter, Rule};

pub(super) const SPELLING: Code = Code { id: "spelling", look: spelling };

fn spelling(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let context = letter.context;
    let Some(speller) = context.speller else { return };
    let card = context.customer.map(|c| &c.name);
    let card = card.iter().flat_map(|n| [&n.given, &n.patronymic, &n.family, &n.public]).map(String::as_str);
    let desk = context.other_operators.iter().chain([&context.operator.name]).map(String::as_str);
    let others = context.other_customers.iter().flat_map(|n| [&n.given, &n.patronymic, &n.family]).map(String::as_str);
    let names: Vec<&str> = card.chain(desk).chain(others).collect();
    // The block below the letter is the desk's, names and addresses.
    let part = 0..letter.outline.signature.as_ref().map_or(letter.text.len(), |block| block.start);
    for word in speller.misspelt_in(letter.text, &letter.tokens, part, context.lang, &names) {
        let said = rule.card.say(&letter.text[word.range.clone()]);
        out.push(rule.finding(rule.card.severity, Some(word.range), said));
    }
}
