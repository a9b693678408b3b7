//! English clauses without a verb that the lists know.

use super::{Kind, Words, words};
use crate::letter::promises::english::IRREGULAR_PASTS;
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::Clause;
use crate::letter::promises::span::as_said;

/// What the customer is going to have.
static GETS: Words = Words::new(|| {
    words(
        "get have receive hear see find hold notice expect 'll will shall should be both again too personally all on in \
     by at before and or with this tomorrow today within no free back from up out straight direct directly first \
     until till after for the a your off every next as",
    )
});
static MODAL: Words = Words::new(|| {
    words(
        "could would might may ought must can cannot 'd need needs want wants wanted hope hopes wish if unless perhaps \
     maybe preferably please kindly",
    )
});
/// What lasts or is a rule of the house, whenever it is said.
static LASTING: Words = Words::new(|| {
    words(
        "meets meet sits take open opens close closes closed takes costs cost runs run expires expire ends end ending lasts last valid welcome \
     available applies apply depends remains remain charged works means includes serve serves sit sits shuts shut \
     requires looks lodged birthday wedding holiday anniversary forecast understand appreciate realise realize \
     believe think apologise apologize sorry regret thank thanks congratulations happy merry glad pleased delighted \
     love wait rule policy hours overdue payable stated says travelling traveling flying sunny rain snow \
     weather guess prefer prefers suits suit rsvp bed wondering asking ask asks",
    )
});
static SAYS: Words = Words::new(|| {
    words(
        "swears swear vows says say said thinks tells told claims claimed believes promises promised reports reported according forecast \
     forecasts reckons insists hopes plans planned writes wrote states assured hoped",
    )
});
/// Things and journeys of the customer's.
static CUSTOMERS: Words = Words::new(|| {
    words(
        "flight train plane bus ferry tenancy lease contract warranty guarantee subscription policy membership holiday \
     wedding birthday exam trip journey travel stay visa anniversary move hearing",
    )
});
const NOT: &[&str] = &["no", "not", "n't", "'t", "never", "nobody", "nothing", "neither", "nor", "none"];
const NO_MORE: &[&str] =
    &["again", "longer", "more", "anymore", "until", "later", "charge", "costs", "cost", "fee", "only", "doubt"];

/// Days that something may be done for.
const OCCASIONS: &[&str] = &["birthday", "wedding", "holiday", "anniversary"];

pub(super) fn kind(clause: &Clause<'_>, mark: Option<char>) -> Kind {
    let t = clause.tokens;
    let start = clause.at.start;
    if clause.is_general() || t.is(start, &["as"]) && t.is(start + 2, &["rule"]) {
        return Kind::Other;
    }
    if clause.has(Tags::ASK) || super::super::english::is_request(clause) {
        return Kind::Asks;
    }
    let (mut acts, mut finite, mut denied) = (false, false, false);
    // "It works again from two", "the girls open your return"
    let is_anew = clause.at.clone().any(|i| t.is(i, &["again", "anew"]));
    let is_lasting = |at: usize| {
        let has_object = t.is(at, &["open", "close", "run"]) && t.tags(at + 1).any(Tags::ARTICLE);
        // "At no cost"
        let is_denied = t.is(at.wrapping_sub(1), &["no"]);
        // "For her first anniversary, …"
        let is_occasion = t.is(start, &["for", "on", "at", "before"]) && t.is(at, OCCASIONS);
        LASTING.contains(t.word(at)) && !is_occasion && !is_anew && !has_object && !is_denied
    };
    // Behind a colon a participle tells how a thing will be: "your gutter cleared".
    let is_list = matches!(mark, Some(':' | '–' | '—'))
        || mark == Some(',') && !clause.has(Tags::I | Tags::WE | Tags::YOU | Tags::OTHER | Tags::ARTICLE);
    for at in clause.at.clone() {
        let word = t.word(at);
        let tags = t.tags(at);
        // "may", "sat" and "close" are months, days and ends of days only sometimes.
        let is_verb = t.is(at, &["may"]) && tags.any(Tags::CAN)
            || t.is(at, &["sat"]) && !t.is_capital(at)
            || t.is(at, &["close", "closes"]) && !t.is(at + 1, &["of"]);
        if word.is_empty() || clause.date(at).is_some() && !is_verb {
            continue;
        }
        if SAYS.contains(word) {
            // "As you asked, …" only fills.
            return if as_said(t, &clause.at) { Kind::Inner } else { Kind::Says };
        }
        let before = t.tags(at.wrapping_sub(1));
        let yours = t.is(at, &["your"]) && (at + 1..clause.at.end.min(at + 3)).any(|i| CUSTOMERS.contains(t.word(i)));
        let is_you = t.is(at, &["you"])
            && !GETS.contains(t.word(at + 1))
            && clause.at.contains(&(at + 1))
            && clause.date(at + 1).is_none()
            && is_subject(clause, at);
        let stranger =
            tags.any(Tags::STRANGER) && !finite && !before.any(Tags::MY) && !t.is(at.wrapping_sub(1), &["your"]);
        const EITHER: &[&str] = &["has", "have", "'ve", "'d", "let", "put", "missed", "needed"];
        // "Your fitter put the boiler in": no present form of one person.
        let of_one = t.is(at, &["put", "let", "cut", "hit", "shut"])
            && at > start
            && before == Tags::NONE
            && !t.word(at - 1).ends_with('s');
        let is_past = of_one
            || tags.any(Tags::PAST) && !t.is(at, EITHER) && !has_be_before(clause, at)
            || IRREGULAR_PASTS.contains(&word)
                && !has_be_before(clause, at)
                && !["cut", "hit", "hurt", "shut", "ran", "laid"].contains(&word)
            || t.is(at, &["has", "have", "'ve"]) && is_perfect(clause, at)
            || word.len() > 4 && word.ends_with("ed") && !finite && !is_list && is_past_of(clause, at);
        if yours || is_you || stranger || is_past || MODAL.contains(word) || is_lasting(at) || tags.any(Tags::CAN) {
            return Kind::Other;
        }
        if t.is(at, &["have"]) && before.any(Tags::YOU) && t.is(at + 1, &["until", "till"]) {
            return Kind::Other;
        }
        denied |= t.is(at, NOT);
        let owns = t.is(at, &["'s"]) && at > start && !t.tags(at - 1).any(Tags::OTHER);
        finite |= tags.any(Tags::WILL | Tags::IS | Tags::IS_DONE_NOW | Tags::VERB) && !owns
            || at > start
                && word.len() > 3
                && word.ends_with('s')
                && !word.ends_with("ss")
                && !word.starts_with('\'')
                && !before.any(Tags::ARTICLE);
        acts |= finite || tags.any(Tags::GETS | Tags::I | Tags::WE) || at > start && t.is(at, &["you"]);
        if t.is(at, &["free"]) && before.any(Tags::IS) && !t.is(at + 1, &["of", "from"]) {
            return Kind::Other;
        }
        // "I see your appointment on 8 September"
        if t.is(at, &["see", "notice", "note", "know"]) && before.any(Tags::I | Tags::WE) {
            return Kind::Other;
        }
    }
    let no_more = clause.at.clone().any(|i| t.is(i, NO_MORE));
    match (denied && !no_more, acts) {
        (true, _) => Kind::Other,
        (_, true) => Kind::Acts,
        _ => Kind::Names,
    }
}

/// Nothing before it that takes it as an object: "you travel", not "rings you".
fn is_subject(clause: &Clause<'_>, at: usize) -> bool {
    const OF: &[&str] =
        &["to", "with", "for", "from", "at", "of", "and", "on", "by", "about", "than", "behind", "around"];
    let t = clause.tokens;
    let word = t.word_before(at);
    let is_verb = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && clause.date(at - 1).is_none();
    at == clause.at.start
        || clause.date(at - 1).is_some()
        || word.is_empty()
        || !(OF.contains(&word)
            || is_verb
            || t.tags(at - 1).any(Tags::BARE | Tags::CONTACT | Tags::CHECK | Tags::IS_DONE_NOW))
}

fn has_be_before(clause: &Clause<'_>, at: usize) -> bool {
    const BE: &[&str] = &["is", "are", "am", "'re", "'m", "be", "being", "gets", "get", "having"];
    let t = clause.tokens;
    let from = at.saturating_sub(4).max(clause.at.start);
    // "The fitter's booked", but not "the fitter's van came".
    let is_be = |i: usize| {
        let of_pronoun = i > 0 && t.tags(i - 1).any(Tags::OTHER | Tags::I);
        t.is(i, BE) || t.is(i, &["'s"]) && (i + 1 == at || of_pronoun)
    };
    (from..at).any(is_be)
}

/// "has gone", "have sent"; "has it ready" and "have my answer" are none.
fn is_perfect(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    (at + 1..clause.at.end.min(at + 4)).any(|i| {
        let word = t.word(i);
        let is_first = (at + 1..i)
            .all(|b| t.is(b, &["already", "now", "just", "also", "not", "never", "always", "since", "only", "both"]));
        is_first
            && (word.len() > 4 && word.ends_with("ed")
                || t.is(
                    i,
                    &[
                        "been", "gone", "sent", "had", "made", "done", "given", "taken", "seen", "put", "got", "come",
                        "spoken", "written", "asked",
                    ],
                )
                || IRREGULAR_PASTS.contains(&word))
    })
}

/// A form in -ed behind its subject, and nothing that makes it a participle.
fn is_past_of(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    at > clause.at.start
        && !has_be_before(clause, at)
        && !t.tags(at - 1).any(Tags::ARTICLE | Tags::IS | Tags::WILL)
        && !t.word(at).ends_with("eed")
}
