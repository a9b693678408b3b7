//! The letter ends with the name of the one who sends it: not of a team, not of somebody else, and once (R84).

use std::ops::Range;

use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::letter::Manner;
use crate::letter::quote::tail_of_quotes;
use crate::letter::signature::{
    contains_name, is_introduced, is_nobodys_name, is_signed, is_signed_by_anybody, is_team, signature, signature_in,
};

pub(super) const NOT_SIGNED: Code = Code { id: "not_signed", look: not_signed };
pub(super) const SIGNED_TWICE: Code = Code { id: "signed_twice", look: signed_twice };

const SIGN: Said = Said::new("sign", "подписать", "semnează");

fn not_signed(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let context = letter.context;
    let is_person = !context.operator.name.trim().is_empty() && !is_nobodys_name(&context.operator.name);
    let is_own = if !is_person {
        is_signed_by_anybody(&letter.outline)
    } else {
        is_signed(&letter.outline, &context.operator.name)
    };
    let is_introduced = || context.manner() == Manner::Talk && is_introduced(&letter.outline, &context.operator.name);
    if !context.is_letter() || is_own || is_introduced() {
        return foreign_beside_own(rule, letter, out);
    }
    let block = letter.outline.signature.clone();
    let words = block.as_ref().map_or("", |b| &letter.text[b.clone()]);
    let other = context.other_operators.iter().find(|name| contains_name(words, name));
    let own = signature_in(context.operator, context.lang, context.manner());
    let (span, said) = match (block, other) {
        (Some(block), Some(other)) => (Some(block), signed_by(other)),
        (Some(block), None) if is_team(words) => (Some(block), BY_TEAM),
        _ => (None, NOBODY),
    };
    let (at, text) = match &span {
        Some(block) => (block.clone(), own),
        None => {
            let end = tail_of_quotes(letter.text);
            (end..end, format!("\n\n{own}"))
        }
    };
    let finding = rule.finding(Severity::Block, span, said);
    out.push(if is_person { finding.with_fix(SIGN, at, text) } else { finding });
}

/// A shared draft with two signatures must not leave under both.
fn foreign_beside_own(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(block) = &letter.outline.signature else { return };
    let own_name = &letter.context.operator.name;
    for name in letter.context.other_operators.iter().filter(|n| !contains_name(own_name, n)) {
        let words = &letter.text[block.clone()];
        if contains_name(words, name) {
            let text = signature(letter.context.operator, letter.context.lang);
            out.push(rule.finding(Severity::Block, Some(block.clone()), signed_by(name)).with_fix(
                SIGN,
                block.clone(),
                text,
            ));
            return;
        }
    }
}

const NOBODY: Said = Said::new(
    "The letter is not signed with your name.",
    "Письмо не подписано Вашим именем.",
    "Scrisoarea nu este semnată cu numele dumneavoastră.",
);
const BY_TEAM: Said = Said::new(
    "A team signs here. A letter is signed by a person: you.",
    "Здесь подписан отдел. Письмо подписывает человек: Вы.",
    "Aici semnează o echipă. O scrisoare o semnează un om: dumneavoastră.",
);

fn signed_by(name: &str) -> Said {
    Said::owned(
        format!("{name} signs here, but you send the letter."),
        format!("Здесь подпись другого человека: {name}. Письмо отправляете Вы."),
        format!("Aici semnează {name}, dar scrisoarea o trimiteți dumneavoastră."),
    )
}

fn signed_twice(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let said = Said::new(
        "Your signature stands here already; once is enough.",
        "Ваша подпись здесь лишняя: она уже есть ниже.",
        "Semnătura dumneavoastră apare de două ori; o dată este de ajuns.",
    );
    for span in earlier_blocks(letter) {
        let label = Said::new("delete", "удалить", "șterge");
        out.push(rule.finding(Severity::Block, Some(span.clone()), said.clone()).with_fix(label, span, ""));
    }
}

/// Own complete blocks that have another one below them.
fn earlier_blocks(letter: &Letter<'_>) -> Vec<Range<usize>> {
    if letter.context.operator.name.trim().is_empty() {
        return Vec::new();
    }
    let block = signature(letter.context.operator, letter.context.lang);
    let mut found: Vec<Range<usize>> =
        letter.outline.own.match_indices(&block).map(|(at, m)| at..at + m.len()).collect();
    found.pop();
    found
}
