//! Traces of a machine in a letter: unresolved fields, `null`, a dash or a hole in place of a name (R99).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::letter::greeting::greeting_in;
use crate::text::fold;

pub(super) const MACHINE_TEXT: Code = Code { id: "machine_text", look: machine_text };

/// Template fields of the systems that operators come from.
static FIELDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|[#$]\{[^}\n]{0,80}\}|<%[^%\n]{0,80}%>|\{\{|\}\}|%[A-Z][A-Z_]{2,30}%|\{[A-Za-z_][A-Za-z0-9_.]{1,40}\}|\[\[[^\]\n]{1,60}\]\]|\[object Object\]",
    )
});

/// Brackets around the name of what should stand there.
static PLACEHOLDERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)[\[<](?:имя|фамилия|отчество|фио|(?:имя|фио) клиента|ваше имя|имя сотрудника|дата|номер(?: заказа)?|сумма|вставить[^\]>\n]{0,40}|",
        r"name|(?:first|last|full|your|customer|client|agent|company|guest)[ _]?name|customer|date|order(?:[ _](?:number|id|no))?|amount|insert[^\]>\n]{0,40}|",
        r"nume|prenume|numele? (?:clientului|dumneavoastră)|numele|data|num[aă]r(?:ul)?(?: comenzii)?|suma|introduceți[^\]>\n]{0,40})[\]>]",
    ))
});

/// Words of programs.
static VALUES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:null|NULL|undefined|NaN)\b"));

/// Two or more blanks inside a line.
static BLANKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\S+)( {2,})(\S)"));

/// A word that wants another behind it, and then only a mark.
static WANTS_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[\s(«])(?:о|об|с|со|к|ко|за|для|от|до|на|в|по|ваш|ваша|ваше|ваши|вашу|номер|№|for|of|with|by|on|about|your|cu|despre|pentru|de|la|din|până)[ \u{a0}]+([.,;])(?:\s|$)",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant and tested")
}

fn machine_text(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let own = &letter.outline.own;
    let fields = places(&FIELDS, own, &["{", "}", "%", "[", "<"]);
    let placeholders = places(&PLACEHOLDERS, own, &["[", "<"]);
    let values = places(&VALUES, own, &["null", "NULL", "undefined", "NaN"]);
    let values = values.into_iter().filter(|r| !own[r.end..].starts_with(" and void"));
    let all = fields.into_iter().chain(placeholders).chain(values);
    out.extend(all.map(|span| rule.finding(Severity::Block, Some(span), FIELD)));
    name_hole(rule, letter, out);
    for holes in WANTS_WORD.captures_iter(own).filter_map(|c| c.get(1)) {
        let start = own[..holes.start()].trim_end_matches([' ', '\u{a0}']).len();
        out.push(rule.finding(Severity::Block, Some(start..holes.end()), HOLE));
    }
    blanks(rule, letter, out);
}

/// Where a pattern stands; it is made only for a letter that has one of the marks which it needs.
fn places(pattern: &LazyLock<Regex>, own: &str, marks: &[&str]) -> Vec<Range<usize>> {
    let may_stand = marks.iter().any(|mark| own.contains(mark));
    if may_stand { pattern.find_iter(own).map(|m| m.range()).collect() } else { Vec::new() }
}

fn name_hole(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(found) = &letter.outline.greeting else { return };
    let Some(hole) = &found.hole else { return };
    let finding = rule.finding(Severity::Block, Some(hole.clone()), NO_NAME);
    let context = letter.context;
    out.push(match context.customer {
        Some(customer) => {
            let text = greeting_in(customer, context.lang, context.manner()).text;
            finding.with_fix(
                Said::new("greet by what is known", "обратиться по известному имени", "salută cu numele cunoscut"),
                found.range.clone(),
                text,
            )
        }
        None => finding,
    });
}

/// Blanks that an empty field left: before a mark, or behind a word that wants another. Others are a slip of the thumb.
fn blanks(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    const WANTS: &[&str] = &[
        "о",
        "об",
        "с",
        "со",
        "к",
        "за",
        "для",
        "от",
        "до",
        "на",
        "в",
        "по",
        "ваш",
        "ваша",
        "ваше",
        "ваши",
        "номер",
        "№",
        "for",
        "of",
        "with",
        "by",
        "on",
        "about",
        "your",
        "mr",
        "ms",
        "dear",
        "cu",
        "despre",
        "pentru",
        "de",
        "la",
        "domnule",
        "doamna",
        "господин",
        "госпожа",
        "уважаемый",
        "уважаемая",
        "здравствуйте,",
    ];
    let own = &letter.outline.own;
    if !own.contains("  ") {
        return;
    }
    let mut at = 0;
    while let Some(found) = BLANKS.captures_at(own, at) {
        let (Some(before), Some(gap), Some(after)) = (found.get(1), found.get(2), found.get(3)) else { break };
        at = after.start();
        let in_greeting = letter.outline.greeting.as_ref().is_some_and(|g| g.range.contains(&gap.start()));
        let is_hole =
            in_greeting || ",.!?;:".contains(after.as_str()) || WANTS.contains(&fold(before.as_str()).as_str());
        // Columns and the two blanks of typists behind a full stop are meant.
        let is_meant = gap.len() > 3 || before.as_str().ends_with(['.', '!', '?', ':', '|']);
        if is_meant && !in_greeting {
            continue;
        }
        let severity = if is_hole { Severity::Block } else { Severity::Hint };
        let label = Said::new("one blank", "один пробел", "un singur spațiu");
        let finding = rule.finding(severity, Some(gap.range()), if is_hole { HOLE } else { BLANK });
        out.push(finding.with_fix(label, gap.range(), if ",.!?;:".contains(after.as_str()) { "" } else { " " }));
    }
}

const FIELD: Said = Said::new(
    "A field that was not filled: the customer would see the machine.",
    "Незаполненное поле: клиент увидит в нём машину.",
    "Un câmp necompletat: clientul ar vedea mașina.",
);
const NO_NAME: Said = Said::new(
    "The greeting has a hole where the name should be.",
    "В обращении дыра на месте имени.",
    "În formula de salut lipsește numele.",
);
const HOLE: Said = Said::new(
    "Something is missing here: an empty field left a hole.",
    "Здесь чего-то не хватает: пустое поле оставило дыру.",
    "Aici lipsește ceva: un câmp gol a lăsat un loc liber.",
);
const BLANK: Said = Said::new("Two blanks in a row.", "Два пробела подряд.", "Două spații la rând.");
