//! Romanian futures with "voi", "va", "vom", "vor".
//!
//! Not its duty: the present that stands for the future, and "o să" (`super`).

use super::is_verb_after;
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::{Clause, Needs};

/// "va fi gata", "vom trimite", "vă vor contacta"; without marks "va scriu" is "vă scriu".
pub(super) fn future(clause: &Clause<'_>, at: usize) -> Option<Needs> {
    let t = clause.tokens;
    let verb = is_verb_after(clause, at)?;
    let tags = t.tags(verb);
    if tags.any(Tags::DO_NOW) && t.is(at, &["va"])
        || tags.any(Tags::EMPTY | Tags::HOPE)
        || t.tags(verb).any(Tags::ASK) && t.is(at, &["va"]) && t.is(verb, &["rog", "rugam"])
    {
        return None;
    }
    if t.is(at, &["voi"])
        && (at == 0 || t.is(at.saturating_sub(1), &["la", "cu", "pentru", "de"]))
        && t.tags(verb).any(Tags::PASSIVE | Tags::DO_NOW)
    {
        return None;
    }
    if t.is(verb, &["trebui", "trebuie"]) {
        return None;
    }
    let ours = t.is(at, &["voi", "vom"]);
    let is_be = (at + 1..verb).any(|i| t.is(i, &["fi"]));
    const DONE: &[&str] = &[
        "ajunge", "veni", "suna", "contacta", "livra", "restitui", "raspunde", "sosi", "scrie", "returna", "aduce",
        "rezolva", "prelua", "trimite", "lua", "repara", "intoarce",
    ];
    // "Se vor suplimenta vagoanele", "Un specialist vă va telefona"
    let before = at.wrapping_sub(1);
    let is_passive = t.is(before, &["se"]) && !t.is(verb, &["vedea", "intampla", "simti", "parea", "bucura", "afla"]);
    let to_you = t.is(before, &["va", "v", "vi"]) && t.written(before).ends_with('ă');
    let acts = is_passive
        || to_you
        || is_be
            && (tags.any(Tags::PASSIVE)
                || (t.word(verb).ends_with('s')
                    || ["sa", "se", "si"].iter().any(|e| t.word(verb).len() > 4 && t.word(verb).ends_with(e))))
        || DONE.contains(&t.word(verb));
    Some(if ours || acts { Needs::Nothing } else { Needs::Date })
}
