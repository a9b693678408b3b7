//! Romanian: futures with "voi", "o să" and the present that stands for them, and the words around that.

mod future;
mod guess;
mod words;

use super::dates;
use super::lexicon::Tags;
use super::nominal;
use super::reading::{Clause, GIVEN, Needs, Predicate, Reading};
use super::tokens::Tokens;
use super::{Act, Actor};
use future::future;
use guess::{
    begins_with_our_act, comes_to_you, does_it_himself, gives_to_you, is_guess_for_you, is_guess_of_mine,
    is_guess_to_you, is_guess_with_subject,
};
pub(super) use words::LEXICON;

/// The tags of a word that opens a clause here.
pub(super) fn opener(tokens: &Tokens<'_>, at: usize, is_first: bool) -> Option<Tags> {
    let tags = tokens.tags(at);
    let before = tokens.word_before(at);
    if tags.any(Tags::IF) {
        if tokens.is(at, &["cazul", "caz"]) {
            return (["in", "orice"].contains(&before) && tokens.is(at + 1, &["in", "ca", "de"])).then_some(Tags::IF);
        }
        if before == "chiar" {
            return Some(Tags::WHAT);
        }
        let asks = [
            "verific",
            "verificam",
            "aflu",
            "aflam",
            "vad",
            "vedem",
            "intreb",
            "intrebam",
            "spun",
            "verifica",
            "afla",
            "vedea",
            "intreba",
        ]
        .contains(&before);
        // "Verific eu diseară dacă s-a închis": the verb may stand some words before.
        const FAR: usize = 9;
        const ASKING: &[&str] = &[
            "verific",
            "verificam",
            "aflu",
            "vad",
            "vedem",
            "uit",
            "uitam",
            "intreb",
            "compar",
            "controlez",
            "controlam",
            "masor",
            "ascult",
            "urmaresc",
            "aud",
            "auzi",
            "verifica",
            "uita",
            "vedea",
            "afla",
        ];
        let asks = asks
            || (at.saturating_sub(FAR)..at)
                .rev()
                .take_while(|i| !matches!(tokens.mark(*i), Some(';' | '.' | '!')))
                .any(|i| tokens.is(i, ASKING));
        // "Vă scriu la 13 dacă liftul merge": whether it does.
        const TELLING: &[&str] = &["scriu", "spun", "zic", "anunt", "comunic", "confirm", "transmit"];
        let told = (at.saturating_sub(FAR)..at).rev().find(|i| tokens.is(*i, TELLING));
        let is_told = told.is_some_and(|i| (i..at).any(|d| tokens.date(d).is_some() || tokens.number(d).is_some()));
        return Some(if asks || is_told { Tags::WHAT } else { Tags::IF });
    }
    if tags.any(Tags::WHEN) {
        let next = |words: &[&str]| tokens.is(at + 1, words);
        return match tokens.word(at) {
            "cand" => Some(Tags::WHEN),
            "dupa" | "imediat" | "odata" => next(&["ce"]).then_some(Tags::WHEN),
            _ => next(&["ce"]).then_some(Tags::WHEN),
        };
    }
    if tags.any(Tags::WHICH) {
        return Some(Tags::WHICH);
    }
    if tokens.is(at, &["ca"]) && before == "asa" {
        return None;
    }
    if tokens.is(at, &["ca"]) && tokens.tags(at).any(Tags::THAT) {
        return Some(Tags::THAT);
    }
    if tokens.is(at, &["sa"]) {
        // "o să", "am să" make the future; "trebuie să", "promit să" hang on their verb.
        let hangs = [
            "o", "am", "avem", "are", "au", "veti", "vom", "voi", "trebuie", "trebui", "urmeaza", "promit", "promitem",
            "incerc", "incercam", "incerca", "angajez", "angajam", "ca", "putea", "pot", "putem", "rog", "rugam",
        ];
        return (!hangs.contains(&before) && !before.is_empty()).then_some(Tags::SO_THAT);
    }
    if tokens.is(at, &["pentru"]) && tokens.is(at + 1, &["ca"]) || tokens.is(at, &["fiindca", "deoarece", "intrucat"]) {
        return Some(Tags::BECAUSE);
    }
    if tags.any(Tags::WHAT) && !["in", "din", "ceea", "tot", "cel", "pe"].contains(&before) {
        let is_vague = tokens.is(at, &["cat"]) || tokens.is(at, &["cum"]) && is_first;
        return (!is_vague && (at > 0)).then_some(Tags::WHAT);
    }
    None
}

/// What the clause does.
pub(super) fn read(clause: &Clause<'_>) -> Reading {
    let t = clause.tokens;
    let general = clause.at.clone().any(|i| {
        t.is(i, &["orice"]) && i < clause.at.start + 3 && !t.is(i + 1, &["caz", "moment", "ora", "ar"])
            || t.tags(i).any(Tags::GENERAL)
                && (!t.is(i, &["fiecare"]) || clause.date(i + 1).is_some() && !clause.is_series())
                && !t.is(i, &["regula", "general", "mod", "normal", "obicei", "medie"])
            || t.is(i, &["regula", "obicei", "general", "medie", "normal", "mod"])
                && i > 0
                && t.is(i - 1, &["de", "in", "mod"])
    });
    if general {
        return Reading::Verb;
    }
    let mut verb = false;
    let mut asks = false;
    for at in clause.at.clone() {
        let tags = t.tags(at);
        let negated = (at.saturating_sub(3).max(clause.at.start)..at).any(|i| t.tags(i).any(Tags::NOT))
            && !t.is(at.saturating_sub(1), &["tarziu"])
            && !promises_an_end(clause, at);
        let dated = clause.date(at).is_some_and(|d| !matches!(d, dates::DateWord::Number(_)));
        if !dated
            && !negated
            && !asks
            && let Some(needs) = promise_at(clause, at)
        {
            let needs = if promises_an_end(clause, at) { Needs::Nothing } else { needs };
            return Reading::Promise(predicate(clause, at, needs));
        }
        if tags.any(Tags::ASK) && !clause.has_before(at, Tags::WILL) && !has_past_before(clause, at) {
            if !clause.goes_on || t.is(at, &["rog", "rugam"]) {
                asks = true;
            }
            verb = true;
        }
        // "extrasul cerut": a participle without its auxiliary only names a thing.
        let names = tags.any(Tags::SAID) && t.word(at).ends_with(['t', 's']) && !has_past_before(clause, at);
        if tags.any(Tags::SAID | Tags::HOPE | Tags::CAN) && !asks && !names {
            return Reading::Verb;
        }
        // "…, reglat, …" only tells how.
        if clause.goes_on && tags.any(Tags::PASSIVE) && clause.at.len() == 1 {
            continue;
        }
        let plain = Tags::VERB | Tags::DO_NOW | Tags::IS_DONE_NOW | Tags::PASSIVE | Tags::GETS | Tags::PAST;
        verb |= t.is(at, &["am", "ati", "au", "are"]) && !t.is(at + 1, &["sa"])
            || t.is(at, &["a"]) && t.word(at + 1).ends_with(['t', 's'])
            || tags.any(plain) && !dated && clause.date(at).is_none() && !t.is(at, &["se", "a", "e"]);
    }
    if is_control(clause) {
        let at = clause.at.start;
        return Reading::Promise(Predicate {
            personal: true,
            actor: Actor::Me,
            act: Act::Check,
            ..predicate(clause, at, Needs::Nothing)
        });
    }
    match (asks, verb) {
        (true, _) => Reading::Request,
        (_, true) => Reading::Verb,
        _ => Reading::Fragment,
    }
}

/// "nu se va mai repeta": what will be no more is promised too.
fn promises_an_end(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let verb = (at + 1..clause.at.end.min(at + 4)).find(|i| !t.is(*i, &["mai", "fi", "va", "vi", "se", "ne"]));
    t.tags(at).any(Tags::WILL)
        && (at + 1..clause.at.end.min(at + 3)).any(|i| t.is(i, &["mai"]))
        && verb.is_some_and(|i| !t.is(i, &["putea", "avea", "fi", "putem", "pot"]))
}

/// "am trimis", "v-am sunat", "a plecat": an auxiliary of the past right before.
fn has_past_before(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let mut before = at;
    while before > clause.at.start && t.is(before - 1, &["mai", "si", "tot", "deja", "fost", "o"]) {
        before -= 1;
    }
    before > clause.at.start && t.is(before - 1, &["am", "ati", "a", "au"])
}

/// The word that goes on an auxiliary: an infinitive, or a subjunctive behind "să".
pub(super) fn is_verb_after(clause: &Clause<'_>, at: usize) -> Option<usize> {
    const BETWEEN: &[&str] = &[
        "va", "ne", "il", "o", "le", "mai", "si", "le", "vi", "v", "l", "se", "mi", "imi", "personal", "eu", "tot",
        "i", "te", "ma", "sa", "fi",
    ];
    let t = clause.tokens;
    let mut next = at + 1;
    while next < clause.at.end && next < at + 6 && t.is(next, BETWEEN) {
        next += 1;
    }
    (next < clause.at.end && !t.word(next).is_empty()).then_some(next)
}

fn promise_at(clause: &Clause<'_>, at: usize) -> Option<Needs> {
    let t = clause.tokens;
    let tags = t.tags(at);
    // Of what we do ourselves a stranger is only the object: "vă înapoiem garanția".
    let first =
        tags.any(Tags::DO_NOW | Tags::GUESS) && !tags.any(Tags::IS_DONE_NOW) || t.is(at, &["voi", "vom", "avem"]);
    // "vă scoate abonamentul": a thing behind its verb is no actor.
    const THINGS: &[&str] = &["abonamentul", "garantia", "oferta", "cuponul", "reducerea", "promotia"];
    const BY: &[&str] = &["cu", "de", "din", "pe", "la", "pentru", "prin", "despre", "in", "spre"];
    let is_actor = |i: usize| {
        t.tags(i).any(Tags::STRANGER)
            && !(i > at && t.is(i, THINGS))
            && !(t.is(i, GIVEN) && clause.at.clone().any(|i| t.is(i, &["va", "vi"])))
            && !(i > clause.at.start && t.is(i - 1, BY))
    };
    let stranger = !first && clause.at.clone().any(is_actor);
    let past = has_past_before(clause, at);
    if t.is(at, &["aveti"]) && t.is(at + 1, &["cuvantul"]) {
        return Some(Needs::Clause);
    }
    // "Considerați amenda anulată"
    if t.is(at, &["considerati"]) && at == clause.at.start && clause.has(Tags::PASSIVE) {
        return Some(Needs::Nothing);
    }
    // "Următoarele două lecții sunt din partea noastră"
    let is_gift = t.is(at + 1, &["din"]) && t.is(at + 2, &["partea"]) && t.is(at + 3, &["noastra", "casei", "mea"]);
    if t.is(at, &["e", "este", "sunt"]) && is_gift {
        return Some(Needs::Nothing);
    }
    // "V-am trecut pe 20, la 8:20"
    const PUT: &[&str] = &["trecut", "programat", "inscris", "notat", "reprogramat", "programata", "inscrisa"];
    let for_day = clause.dates.iter().any(|p| p.at.start > at && t.is(p.at.start - 1, &["pe", "pentru"]));
    if past && t.is(at, PUT) && t.is(at.wrapping_sub(2), &["v", "va"]) && for_day {
        return Some(Needs::Day);
    }
    // "Îl rog pe bucătar să vă scrie": somebody of ours is asked.
    if t.is(at, &["rog", "rugam"]) && at > clause.at.start && t.is(at - 1, &["il", "o", "ii", "le"]) {
        return Some(Needs::Nothing);
    }
    // "Așteptați mailul meu până la ora 17"
    const MINE: &[&str] = &["meu", "mea", "nostru", "noastra"];
    if t.is(at, &["asteptati"]) && t.is(at + 2, MINE) && !clause.dates.is_empty() && at == clause.at.start {
        return Some(Needs::Date);
    }
    // "Avem grijă să nu se mai repete"
    if t.is(at, &["am", "avem"]) && t.is(at + 1, &["grija"]) && t.is(at + 2, &["sa"]) {
        return Some(Needs::Nothing);
    }
    if t.is(at, &["o", "am", "avem", "are", "au", "veti"]) && (t.is(at + 1, &["sa"]) || t.is(at, &["veti"])) {
        let verb = is_verb_after(clause, at)?;
        if t.tags(verb).any(Tags::EMPTY) || t.is(verb, &["trebuie", "trebui"]) {
            return None;
        }
        let you = t.is(at, &["veti"]) || t.word(verb).ends_with("ti") && !t.is(verb, &["anunti"]);
        let gets = ["primi", "primiti", "avea", "aveti", "afla", "aflati", "vedea"].contains(&t.word(verb))
            || t.tags(verb).any(Tags::PASSIVE);
        return (!you || gets).then_some(Needs::Nothing).filter(|_| !stranger);
    }
    if t.is(at, &["voi", "vom", "vor", "va"]) && tags.any(Tags::WILL) {
        return future(clause, at).filter(|_| !stranger);
    }
    if tags.any(Tags::PLEDGE) && !past {
        let personal = t.is(at + 1, &["sa", "ca"]) || t.is(at, &["promit", "promitem", "garantez", "garantam"]);
        return personal.then_some(if t.is(at + 1, &["sa"]) { Needs::Nothing } else { Needs::Clause });
    }
    if tags.any(Tags::TRY) && !past {
        return Some(Needs::Nothing);
    }
    if t.is(at, &["trebuie", "trebui", "urmeaza"]) && t.is(at + 1, &["sa"]) {
        let verb = is_verb_after(clause, at)?;
        let theirs = t.word(verb).ends_with("ti") && !t.is(verb, &["primiti", "aveti"]);
        let mine = t.tags(verb).any(Tags::DO_NOW) && !t.tags(verb).any(Tags::IS_DONE_NOW);
        let needs = if t.is(at, &["urmeaza"]) { Needs::Nothing } else { Needs::DateOrVague };
        return (!theirs && !mine && !stranger).then_some(needs);
    }
    if tags.any(Tags::GETS) {
        let asked = clause.has(Tags::ASK) || clause.has_before(at, Tags::SO_THAT);
        const OWN: &[&str] = &["nevoie", "dreptate", "termen", "timp", "dreptul", "obligatia"];
        // "Vineri știți ce a zis", not "știți cum e".
        const TOLD: &[&str] = &["ce", "cine", "cand", "daca", "rezultatul", "raspunsul", "si", "ora", "suma"];
        let is_told = !t.is(at, &["stiti"]) || clause.has_date_before(at) && t.is(at + 1, TOLD);
        return Some(Needs::Date).filter(|_| is_told && !asked && !past && !t.is(at + 1, OWN));
    }
    // "Zborul a fost reprogramat pentru 6 mai"
    let is_set = (tags.any(Tags::SET)
        || t.is(at, &["mutat", "mutata", "reprogramat", "reprogramata", "amanat", "amanata"]))
        && t.is(at.wrapping_sub(1), &["fost"])
        && t.is(at + 1, &["pentru", "pe", "la"]);
    if is_set && !stranger {
        return Some(Needs::Day);
    }
    if past
        || clause.has_before(at, Tags::WILL)
            && t.is(at.saturating_sub(1), &["vor", "voi", "vom"])
            && t.tags(at - 1).any(Tags::WILL)
    {
        return None;
    }
    if tags.any(Tags::SET) {
        return t
            .is(at + 1, &["pentru", "pe", "la", "luni", "marti", "miercuri", "joi", "vineri", "sambata", "duminica"])
            .then_some(Needs::Day);
    }
    if t.tags(at + 1).any(Tags::THAT)
        && t.is(
            at,
            &[
                "confirm",
                "confirmam",
                "anunt",
                "anuntam",
                "informez",
                "informam",
                "comunic",
                "comunicam",
                "spun",
                "spunem",
            ],
        )
    {
        return Some(Needs::Clause);
    }
    if tags.any(Tags::GUESS) {
        // "O recoasem gratuit"
        let has_object = at > clause.at.start && t.is(at - 1, &["o", "il", "ii", "le", "l", "vi", "va", "v"]);
        let needs = if has_object && !t.tags(at + 1).any(Tags::THAT) { Needs::DateOrVague } else { Needs::Date };
        return Some(needs).filter(|_| !(stranger || at > 0 && t.is(at - 1, &["se"])));
    }
    if t.is(at, &["dau", "dam", "aveti"]) && t.is(at + 1, &["cuvantul"]) {
        return Some(Needs::Clause);
    }
    if t.is(at, &["fiti"]) && t.is(at + 1, &["sigur", "sigura", "siguri", "linistit", "linistita"]) {
        return Some(Needs::Clause);
    }
    if t.is(at, &["vede"]) && at > 0 && t.is(at - 1, &["se"]) {
        return None;
    }
    if t.is(at, &["raman", "ramanem"]) && t.is(at + 1, &["dator", "datoare", "datori"]) {
        return Some(Needs::Date);
    }
    if t.is(at, &["tin", "tinem"]) && t.is(at + 1, &["minte", "cont", "sa"]) {
        return None;
    }
    if tags.any(Tags::DO_NOW) {
        let strong = tags.any(Tags::STRONG) && !clause.at.clone().any(|i| t.is(i, &["acum", "deja"]))
            || t.is(at, &["dau", "dam"]) && t.is(at + 1, &["de"])
            || t.is(at, &["tin", "tinem"])
            || t.is(at, &["ocup", "ocupam"])
            || gives_to_you(clause, at)
            || clause.has(Tags::PERSONAL)
            || begins_with_our_act(clause, at)
            || does_it_himself(clause, at);
        if t.is(at, &["sunt", "suntem"]) && !t.is(at + 1, &["la", "acolo", "inapoi", "gata"]) {
            return None;
        }
        let others = t.is(at, &["vad", "vedem"]) || at > 0 && t.is(at - 1, &["se"]);
        let needs = if strong {
            Needs::Nothing
        } else if t.is(at, &["sunt", "suntem", "vin", "ajung"]) {
            Needs::Date
        } else {
            Needs::DateOrVague
        };
        return Some(needs).filter(|_| !others && !stranger);
    }
    if tags.any(Tags::IS_DONE_NOW) && t.tags(at + 1).any(Tags::THAT) {
        return None;
    }
    if is_guess_to_you(clause, at) || is_guess_of_mine(clause, at) {
        return Some(Needs::Date);
    }
    if is_guess_with_subject(clause, at) && !stranger {
        return Some(if comes_to_you(clause) { Needs::Date } else { Needs::Day });
    }
    if is_guess_for_you(clause, at) && !stranger {
        return Some(Needs::Day);
    }
    if tags.any(Tags::IS_DONE_NOW) && !stranger && !t.is(at, &["se"]) {
        let reflexive = at > 0 && t.is(at - 1, &["se"]);
        if t.is(at, &["este", "e"]) {
            if nominal::is_customers_term(t, clause.at.start..at) {
                return None;
            }
            let is_term = (clause.at.start..at).any(|i| t.tags(i).any(Tags::TERM))
                && clause.dates.first().is_some_and(|p| p.at.start <= at + 2 && p.at.start > at);
            let done = (at + 1..clause.at.end.min(at + 3)).any(|i| {
                t.tags(i).any(Tags::PASSIVE)
                    && clause.date(i).is_none()
                    && !t.is(
                        i,
                        &["oprit", "oprita", "suspendat", "suspendata", "blocat", "aglomerat", "ocupat", "ocupata"],
                    )
                    || t.is(i, &["adus", "trimis", "pus", "intors"])
            });
            let there = is_term
                || done && at > clause.at.start
                || (at + 1..clause.at.end.min(at + 3)).any(|i| t.is(i, &["gata", "la"])) && !clause.has(Tags::VERB);
            let with_you = t.is(at + 1, &["la"]) && t.is(at + 2, &["dumneavoastra", "dvs"]);
            let ready = (at + 1..clause.at.end.min(at + 3)).any(|i| t.is(i, &["gata"]));
            return there.then_some(if with_you || ready { Needs::Date } else { Needs::Day });
        }
        if t.is(at, &["anunta"]) && reflexive {
            return None;
        }
        let to_you = at > 0 && t.is(at - 1, &["va", "v", "vi"]);
        if to_you && !reflexive {
            return Some(Needs::DateOrVague);
        }
        let of_ours = t.tags(clause.at.start).any(Tags::TERM);
        return Some(match (reflexive, clause.has(Tags::VAGUE)) {
            (true, true) => Needs::DateOrVague,
            (true, false) if !of_ours => Needs::Day,
            _ => Needs::Date,
        });
    }
    None
}

/// "sub controlul meu personal"
fn is_control(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    clause.at.clone().any(|i| t.tags(i).any(Tags::CONTROL) && i > clause.at.start && t.is(i - 1, &["sub"]))
        && clause.has(Tags::MY)
}

fn predicate(clause: &Clause<'_>, at: usize, needs: Needs) -> Predicate {
    let t = clause.tokens;
    let verb = if t.tags(at).any(Tags::WILL) && !t.tags(at).any(Tags::DO_NOW)
        || t.is(at, &["promit", "promitem", "incerc", "incercam"])
    {
        is_verb_after(clause, at).unwrap_or(at)
    } else {
        at
    };
    let word = t.word(verb);
    let tags = t.tags(verb);
    let plural = t.is(at, &["vom", "avem"]) || clause.has(Tags::WE) || tags.any(Tags::DO_NOW) && word.ends_with('m');
    let first = t.is(at, &["voi", "vom", "am", "avem"])
        || t.is(at, &["o"]) && tags.any(Tags::DO_NOW)
        || tags.any(Tags::DO_NOW | Tags::PLEDGE | Tags::TRY);
    let third = tags.any(Tags::IS_DONE_NOW)
        && !clause.has(Tags::I | Tags::WE)
        && !t.is(at, &["voi", "vom"])
        && !has_object(clause, at);
    let actor = match (first && !third, plural) {
        (true, false) => Actor::Me,
        (true, true) => Actor::We,
        _ => Actor::Ours,
    };
    const CONTACT: &[&str] = &[
        "scri", "sun", "raspun", "anunt", "contact", "comunic", "inform", "spun", "vorbi", "reven", "telefon",
        "curent", "veste",
    ];
    const CHECK: &[&str] =
        &["verific", "urmar", "control", "supraveghe", "ocup", "afl", "monitoriz", "uit", "clarific", "asigur"];
    let starts = |stems: &[&str]| stems.iter().any(|s| word.starts_with(s));
    let contact = tags.any(Tags::CONTACT) && (!t.is(verb, &["dau", "dam"]) || t.is(verb + 1, &["de"]));
    let act = if contact || starts(CONTACT) {
        Act::Contact
    } else if tags.any(Tags::CHECK) || starts(CHECK) {
        Act::Check
    } else {
        Act::Do
    };
    let eu = clause.at.clone().any(|i| t.is(i, &["eu", "insumi"])) || clause.has(Tags::PERSONAL);
    let personal = actor == Actor::Me && eu && act != Act::Do;
    let noun = clause.at.start < at
        && (clause.at.start..at).any(|i| {
            t.tags(i) == Tags::NONE
                && clause.date(i).is_none()
                && t.word(i).len() > 3
                && (t.word(i).ends_with('l') || t.word(i).ends_with('a') || t.word(i).ends_with('i'))
        });
    Predicate { at, actor, act, needs, personal, subject: third && noun || clause.has(Tags::I | Tags::WE) }
}

/// "le aduc", "vă aduc": the writer, since "they bring" would be rarer.
fn has_object(clause: &Clause<'_>, at: usize) -> bool {
    at > clause.at.start && clause.tokens.is(at - 1, &["va", "vi", "v", "le", "il"])
}
