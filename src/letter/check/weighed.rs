//! Faults that a sentence shows by the weight of its words, where no wording of the rule's file stands in it.
//!
//! Not its duty: the weights (`gist`), the wordings (`rules/*.toml`).

use std::ops::Range;

use super::lacks::{dated_control, has_dated_plan, has_empathy, has_plan};
use super::{Finding, Letter, Rule};
use crate::gist::{self, Gist, Rate};

/// What a rule of faults is called in the labelled sentences, and how rarely an ordinary sentence may look like one.
#[derive(Debug, Clone, Copy)]
pub struct Thing {
    pub rule: &'static str,
    pub name: &'static str,
    /// A sentence weighs enough by itself.
    tells: Bars,
    /// A wording of the rule's file is no fault in a sentence that weighs less.
    spares: Option<Bars>,
}

/// How strictly a sentence is weighed: a letter that regrets, repairs and takes care in person is hardly one that blames or
/// sends away, and one that lacks any of these may well be.
#[derive(Debug, Clone, Copy)]
struct Bars {
    complete: Rate,
    lacking: Rate,
}

/// The faults that are learnt from sentences. The bars of blame of others and of excuses were loosened no further for
/// letters that lack something: hardly a real one was found by that, and one in six accused.
pub const THINGS: &[Thing] = &[
    attitude("blames_colleague_or_supplier", "blame_other", Rate::Fifth, Rate::One),
    attitude("blames_customer_or_doubts_word", BLAME_CUSTOMER, Rate::Half, Rate::Two),
    attitude("excuses_circumstances", "excuse", Rate::Fifth, Rate::Half),
    attitude("talks_down", "talks_down", Rate::Fifth, Rate::Half),
    attitude("sends_customer_away", "away", Rate::Tenth, Rate::Half),
    attitude("channel_switch", "switch", Rate::Tenth, Rate::Tenth),
    wording("promise_without_date", UNDATED),
    wording("ambiguous_emoji_or_wording", VAGUE),
    wording("jargon_or_bureaucratese", "jargon"),
];

/// Rules that miss something in a letter, with what they miss: what they must not find says it, what they must find does
/// not.
pub const LACKS: &[(&str, &str)] =
    &[("no_apology_or_empathy", "sorry"), ("no_personal_control", "control"), ("no_concrete_plan_or_date", "plan")];

const BLAME_CUSTOMER: &str = "blame_customer";
const UNDATED: &str = "undated";
const VAGUE: &str = "vague";

/// How few ordinary sentences weigh as much as one of those that are counted in a letter as a whole.
const LADEN: Rate = Rate::Half;

/// A few words weigh too much each.
const FEWEST_WORDS: usize = 5;

/// A fault of attitude rather than of wording: what else the letter lacks tells of it too.
const fn attitude(rule: &'static str, name: &'static str, complete: Rate, lacking: Rate) -> Thing {
    let spares = Bars { complete: Rate::Five, lacking: Rate::Twenty };
    Thing { rule, name, tells: Bars { complete, lacking }, spares: Some(spares) }
}

const fn wording(rule: &'static str, name: &'static str) -> Thing {
    Thing { rule, name, tells: Bars { complete: Rate::Tenth, lacking: Rate::Tenth }, spares: None }
}

/// Takes back what wordings found since `first` where the sentence as a whole says no such thing.
pub(super) fn spare(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>, first: usize) {
    let Some((thing, bars)) = thing_of(rule).and_then(|t| Some((t, t.spares?))) else { return };
    if out.len() == first {
        return;
    }
    let rate = bars.of(letter);
    let mut kept = out.split_off(first);
    kept.retain(|finding| {
        let number = finding.span.as_ref().map(|span| letter.sentence_at(span.start));
        let gist = number.and_then(|n| letter.gists().iter().find(|(number, _)| *number == n));
        let says = |gist: &Gist<'_>| gist.beyond(thing.name, rate).is_none_or(|by| by > 0.0);
        // "I am sorry, Ms Raman, but you should have kept your card safe": the clause says what its sentence hides.
        let in_clause = || finding.span.as_ref().is_some_and(|span| clause_says(letter, span, says));
        gist.is_none_or(|(_, gist)| says(gist)) || in_clause()
    });
    out.append(&mut kept);
}

/// Adds what no wording found.
pub(super) fn weigh(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(thing) = thing_of(rule) else { return };
    // Beside a dated plan others are its details, as for the promises that are read by their words.
    if thing.name == UNDATED && has_dated_plan(letter) {
        return;
    }
    let needs_no_date = matches!(thing.name, UNDATED | VAGUE);
    let dated = if needs_no_date { letter.sentences_with("when") } else { Vec::new() };
    // "We hope to welcome you again soon" is a formula, and told as one.
    let is_formula =
        |number: usize| thing.name == VAGUE && letter.sentences_saying("formula", Rate::Five).any(|n| n == number);
    let tells = thing.tells.of(letter);
    for number in letter.sentences_saying(thing.name, tells) {
        let sentence = &letter.sentences[number];
        let words = letter.tokens.as_str()[sentence.tokens.clone()].trim();
        if words.split(' ').count() < FEWEST_WORDS || is_address(words) || dated.contains(&number) || is_formula(number)
        {
            continue;
        }
        // To ask is to want to know; who doubts by a question is found by its wording.
        if words.ends_with('?')
            && thing.name == BLAME_CUSTOMER
            && !letter.sentences_saying(BLAME_CUSTOMER, Rate::Tenth).any(|n| n == number)
        {
            continue;
        }
        let overlaps = |span: &Range<usize>| span.start < sentence.range.end && sentence.range.start < span.end;
        let is_told = |f: &Finding| f.rule() == rule.card.id && f.span.as_ref().is_some_and(overlaps);
        if !out.iter().any(is_told) {
            let place = letter.tokens.original(heaviest_clause(letter, sentence.tokens.clone(), thing.name, tells));
            let said = rule.card.say(&letter.text[place.clone()]);
            out.push(rule.finding(rule.card.severity, Some(place), said));
        }
    }
}

/// A salutation, also one to a name that no greeting is known by.
fn is_address(words: &str) -> bool {
    const DEAR: [&str; 4] = ["уважаем", "dear ", "stimat", "draga "];
    words.ends_with(',') || DEAR.iter().any(|dear| words.starts_with(dear))
}

impl Bars {
    fn of(self, letter: &Letter<'_>) -> Rate {
        let has_all =
            !letter.context.complaint || has_empathy(letter) && has_plan(letter) && dated_control(letter).is_some();
        if has_all && !is_laden(letter) { self.complete } else { self.lacking }
    }
}

/// Several sentences that accuse, lecture or send away speak for themselves, whatever else the letter has.
fn is_laden(letter: &Letter<'_>) -> bool {
    const SEVERAL: usize = 2;
    let attitudes = THINGS.iter().filter(|thing| thing.spares.is_some());
    let mut laden: Vec<usize> = attitudes.flat_map(|thing| letter.sentences_saying(thing.name, LADEN)).collect();
    laden.sort_unstable();
    laden.dedup();
    laden.len() >= SEVERAL
}

/// The clause around a place of the letter, weighed alone.
fn clause_says(letter: &Letter<'_>, span: &Range<usize>, says: impl Fn(&Gist<'_>) -> bool) -> bool {
    let Some(reader) = gist::letters(letter.context.lang) else { return false };
    let sentence = letter.sentences[letter.sentence_at(span.start)].tokens.clone();
    let place = letter.tokens.within(span.clone());
    let clauses = clauses(&letter.tokens.as_str()[sentence.clone()]);
    let around =
        clauses.into_iter().find(|c| sentence.start + c.start <= place.start && place.start < sentence.start + c.end);
    // "We have no record of it, which is our failing" is not said behind a "but".
    let is_contrast = |c: &Range<usize>| {
        CONTRAST.iter().any(|word| letter.tokens.as_str()[sentence.start + c.start..].trim_start().starts_with(word))
    };
    around.filter(is_contrast).is_some_and(|c| {
        says(&reader.read_once(&letter.tokens.as_str()[sentence.start + c.start..sentence.start + c.end]))
    })
}

/// How a clause begins that takes back what was said before it.
const CONTRAST: [&str; 8] = ["but ", "however", "though ", "но ", "однако", "только ", "dar ", "insa "];

/// A sentence cut at its marks.
fn clauses(sentence: &str) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut from = 0;
    for (at, mark) in sentence.match_indices([',', ';', ':', '-']) {
        clauses.push(from..at);
        from = at + mark.len();
    }
    clauses.push(from..sentence.len());
    clauses
}

fn thing_of(rule: &Rule) -> Option<Thing> {
    THINGS.iter().find(|thing| thing.rule == rule.card.id).copied()
}

/// The clause that says it by itself, and most clearly; else the sentence. Places of the token text.
fn heaviest_clause(letter: &Letter<'_>, sentence: Range<usize>, thing: &str, rate: Rate) -> Range<usize> {
    let Some(reader) = gist::letters(letter.context.lang) else { return sentence };
    let text = &letter.tokens.as_str()[sentence.clone()];
    let weighed =
        clauses(text).into_iter().filter_map(|c| Some((reader.read_once(&text[c.clone()]).beyond(thing, rate)?, c)));
    let heaviest = weighed.filter(|(by, _)| *by > 0.0).max_by(|a, b| a.0.total_cmp(&b.0));
    heaviest.map_or(sentence.clone(), |(_, clause)| sentence.start + clause.start..sentence.start + clause.end)
}
