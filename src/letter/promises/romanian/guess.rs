//! Romanian verbs that no list holds, known by what stands before them: "vă arunc", "inginerul urcă".

use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::Clause;

/// "Vă restituim banii", "Vi-l schimbăm": an act of ours done for the customer, and not done by this very letter.
pub(super) fn gives_to_you(clause: &Clause<'_>, at: usize) -> bool {
    const SAYING: &[&str] = &[
        "ofer",
        "oferim",
        "fac",
        "facem",
        "dau",
        "dam",
        "pun",
        "punem",
        "las",
        "lasam",
        "aduc",
        "aducem",
        "confirm",
        "confirmam",
        "trimit",
        "trimitem",
        "transmit",
        "transmitem",
        "sunt",
        "suntem",
        "iau",
        "luam",
        "acord",
        "acordam",
        "fac",
        "sun",
        "sunam",
        "stau",
        "stam",
        "raspund",
        "raspundem",
    ];
    const NOW: &[&str] =
        &["acum", "deja", "atasat", "alaturat", "anexat", "mai", "aici", "prin", "prezenta", "cunostinta", "alaturi"];
    let t = clause.tokens;
    // "Claxonul vi-l trimitem separat": what is named first is not in this letter.
    let is_thing_first = at > clause.at.start + 2
        && t.is(at - 1, &["l", "o", "le", "i"])
        && t.is(at - 2, &["vi", "v"])
        && (clause.at.start..at - 2).any(|i| {
            clause.date(i).is_none() && ["ul", "le", "a", "ea", "ele", "ile"].iter().any(|e| t.word(i).ends_with(e))
        });
    let is_along = |i: usize| ["atasat", "anexat", "alaturat"].iter().any(|stem| t.word(i).starts_with(stem));
    if is_thing_first && !clause.at.clone().any(|i| t.is(i, NOW) || is_along(i)) {
        return true;
    }
    let to_you = at > clause.at.start && t.is(at - 1, &["va", "vi", "v", "l", "o", "le"]) && {
        let from = at.saturating_sub(3).max(clause.at.start);
        (from..at).any(|i| t.is(i, &["va", "vi", "v"]))
    };
    to_you
        && !t.tags(at).any(Tags::CONTACT | Tags::CHECK)
        && !SAYING.contains(&t.word(at))
        && !clause.at.clone().any(|i| t.is(i, NOW))
}

/// "la dumneavoastră": somebody comes.
pub(super) fn comes_to_you(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    clause.at.clone().any(|i| t.is(i, &["la"]) && t.is(i + 1, &["dumneavoastra", "dvs"]))
}

/// An unknown first person: "vă arunc numărul pe mail".
pub(super) fn is_guess_to_you(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let word = t.word(at);
    at > clause.at.start
        && t.is(at - 1, &["va", "vi", "v", "le", "il", "l"])
        && !t.written(at - 1).ends_with('a')
        && t.tags(at) == Tags::NONE
        && clause.date(at).is_none()
        && word.len() > 2
        && !word.ends_with(['a', 'e', 'i', 'o', 'u'])
}

/// An unknown third person that does something to the customer: "vă consultă alt medic".
pub(super) fn is_guess_for_you(clause: &Clause<'_>, at: usize) -> bool {
    const LASTING: &[&str] = &[
        "asteapta",
        "roaga",
        "multumeste",
        "doreste",
        "priveste",
        "costa",
        "recomanda",
        "invita",
        "ofera",
        "ajuta",
        "intereseaza",
        "sta",
        "place",
        "convine",
        "lipseste",
        "deranjeaza",
        "ingrijoreaza",
        "supara",
    ];
    let t = clause.tokens;
    let written = t.written(at);
    at > clause.at.start
        && t.is(at - 1, &["va", "v", "vi"])
        && !t.written(at - 1).ends_with('a')
        && written.len() > 4
        && ["ă", "ește", "ează", "uie"].iter().any(|e| written.ends_with(e))
        && (t.tags(at) == Tags::NONE || t.is(at, &["consulta"]))
        && !LASTING.contains(&t.word(at))
}

/// An unknown third person right behind a person of ours: "inginerul urcă".
pub(super) fn is_guess_with_subject(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let written = t.written(at);
    let is_verb = (written.len() > 4 || t.is(at, &["da"]))
        && ["ă", "ește", "ează", "uie"].iter().any(|e| written.ends_with(e))
        && t.tags(at) == Tags::NONE
        && !["până", "fără", "după", "către", "lângă", "două", "nouă"].contains(&written)
        && clause.date(at).is_none();
    let mut before = at.wrapping_sub(1);
    while before > clause.at.start && before < at && t.is(before, &["se", "isi", "va", "vi", "il", "le", "ii", "o"]) {
        before -= 1;
    }
    let subject = t.word(before);
    is_verb
        && at > clause.at.start
        && subject.len() > 4
        && (subject.ends_with("ul") || subject.ends_with("ta") || subject.ends_with("ea") || subject.ends_with("ii"))
}

/// An unknown first person before its subject: "frământ eu aluatul azi la 22".
pub(super) fn is_guess_of_mine(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let word = t.word(at);
    t.is(at + 1, &["eu", "noi"])
        && clause.date(at).is_none()
        && word.len() > 2
        && (t.tags(at) == Tags::NONE || t.is(at, &["astept", "asteptam"]))
        && !word.ends_with(['a', 'e', 'i', 'o'])
}

/// "Anulăm penalitățile", "Trimitem altă pereche": the letter says with its first word what we do.
pub(super) fn begins_with_our_act(clause: &Clause<'_>, at: usize) -> bool {
    const NOT_YET: &[&str] =
        &["suntem", "facem", "dam", "punem", "avem", "oferim", "venim", "ajungem", "trecem", "lasam", "acordam"];
    const LONGEST: usize = 7;
    let t = clause.tokens;
    at == clause.at.start
        && (at == 0 || t.mark(at - 1).is_some())
        && clause.at.len() <= LONGEST
        && clause.at.len() > 1
        && t.word(at).ends_with('m')
        && t.tags(at).any(Tags::DO_NOW)
        && !t.tags(at).any(Tags::CONTACT | Tags::CHECK)
        && !NOT_YET.contains(&t.word(at))
        && !clause.at.clone().any(|i| t.is(i, &["acum", "deja", "si", "mereu", "numai", "doar", "zilnic", "aici"]))
}

/// "Repar eu centrala", "zgârietura o plătim noi": who says who does it, will do it.
pub(super) fn does_it_himself(clause: &Clause<'_>, at: usize) -> bool {
    const NOW: &[&str] = &["acum", "deja", "mereu", "doar", "numai", "zilnic", "si"];
    // "Noi o reparăm", "eu plătesc": named before it.
    const CLITICS: &[&str] = &["o", "il", "ii", "le", "i", "l", "vi", "va", "v"];
    let t = clause.tokens;
    let mut before = at;
    while before > clause.at.start && t.is(before - 1, CLITICS) {
        before -= 1;
    }
    let is_named =
        before < at && before > clause.at.start && t.is(before - 1, &["eu", "noi"]) && !t.tags(at).any(Tags::CONTACT);
    (is_named || t.is(at + 1, &["eu", "noi"]) && clause.at.contains(&(at + 1)))
        && !t.is(at, &["sunt", "suntem", "stau", "stam"])
        && !clause.at.clone().any(|i| t.is(i, NOW))
}
