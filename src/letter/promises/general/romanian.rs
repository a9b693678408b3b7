//! Romanian clauses without a verb that the lists know.

use super::{Kind, Words, words};
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::Clause;
use crate::letter::promises::span::as_said;
use crate::letter::promises::tokens::Tokens;

/// What the customer is going to have.
const GETS: &[&str] =
    &["primiti", "aveti", "aflati", "vedeti", "veti", "luati", "ridicati", "gasiti", "auziti", "regasiti", "sunteti"];
static MODAL: Words = Words::new(|| {
    words("ar as pot poate puteti putem putea trebuie trebui doriti vreti vrea ati daca eventual cumva nevoie posibil")
});
static LASTING: Words = Words::new(|| {
    words(
        "scadenta scadent curg inchid inchisi deschisi plecati absenti deschis deschisa deschise inchis inchisa inchise valabil valabila dureaza expira costa functioneaza lucreaza \
     lucram exista inseamna depinde aniversare nunta concediu ani sarbatoare zilnic necesita cere multumim \
     multumesc regret regretam scuze iertati inteleg intelegem asteptam astept invitam doresc \
     dorim felicitari pare inchide achita plateste curge disponibil disponibila grade prognoza ninge ploua \
     aglomerat aglomerata aplica percepe intruneste convine convin",
    )
});
static SAYS: Words = Words::new(|| {
    words(
        "jura zice spune zic crede cred scrie scrieti spuneti sustine sustin promite afirma considera potrivit conform sper \
     speram prognozeaza",
    )
});
static CUSTOMERS: Words = Words::new(|| {
    words(
        "contractul zborul trenul avionul autocarul concediul examenul nunta abonamentul polita chiria garantia plecarea \
     sejurul vacanta calatoria cursa sedinta operatia viza autobuzul",
    )
});

pub(super) fn kind(clause: &Clause<'_>) -> Kind {
    let t = clause.tokens;
    let start = clause.at.start;
    let mut acts = false;
    let mut denied = false;
    let general = clause.at.clone().any(|i| {
        t.is(i, &["orice"]) && i < clause.at.start + 3 && !t.is(i + 1, &["caz", "moment", "ora", "ar"])
            || t.tags(i).any(Tags::GENERAL)
                && (!t.is(i, &["fiecare"]) || clause.date(i + 1).is_some())
                && !t.is(i, &["regula", "general", "mod", "normal", "obicei", "medie"])
            || t.is(i, &["regula", "obicei", "general", "medie"]) && i > 0 && t.is(i - 1, &["de", "in"])
    });
    if general || clause.has_stranger() {
        return Kind::Other;
    }
    let from_us =
        t.is(start, &["dupa", "la"]) && t.is(start + 1, &["primirea", "confirmarea", "intarziere", "cererea"]);
    for at in clause.at.clone() {
        let word = t.word(at);
        let tags = t.tags(at);
        // "o fotografie" is no future, "o să vină" is one.
        let is_article = t.is(at, &["o"]) && !t.is(at + 1, &["sa"]);
        if word.is_empty() || is_article || clause.date(at).is_some() && !t.is(at, &["o", "noi"]) {
            continue;
        }
        if tags.any(Tags::ASK) && !has_past(clause, at) && !t.is(at, &["luati", "reveniti"]) {
            return Kind::Asks;
        }
        if SAYS.contains(word) || t.is(at, &["anunta"]) && t.is(at.wrapping_sub(1), &["se"]) {
            return if as_said(t, &clause.at) { Kind::Inner } else { Kind::Says };
        }
        let yours = CUSTOMERS.contains(word)
            && (t.is(at + 1, &["dumneavoastra", "dvs", "dv"])
                || at == start
                || t.is(at.wrapping_sub(1), &["de", "la"]));
        let is_other = t.is(at, &["aveti"]) && t.is(at + 1, &["termen", "nevoie", "dreptul", "timp"])
            || t.is(at, &["ne"]) && t.is(at + 1, &["vedem"])
            || tags.any(Tags::EMPTY);
        let is_day_of = t.is(at, &["e", "este"]) && t.is(at + 1, &["ziua", "zi"]);
        let is_free = t.is(at, &["e", "este", "sunt"]) && t.is(at + 1, &["gratuit", "gratuita", "gratuite", "liber"]);
        if from_us
            || is_free
            || is_other
            || yours
            || is_day_of
            || is_second_person(t, at) && !t.is(at, GETS)
            || is_auxiliary_of_past(clause, at)
            || is_imperfect(word)
            || tags.any(Tags::HOPE | Tags::CAN)
            || MODAL.contains(word)
            || LASTING.contains(word)
            || tags.any(Tags::YOU) && t.is(at, &["dumneavoastra", "dvs"]) && at == start
        {
            return Kind::Other;
        }
        denied |= t.is(at, &["nu", "n", "niciodata", "fara"])
            && !t.is(at + 1, &["rand", "intarziere", "plata", "costuri", "taxa", "un"]);
        acts |= tags
            .any(Tags::WILL | Tags::DO_NOW | Tags::IS_DONE_NOW | Tags::GUESS | Tags::VERB | Tags::GETS | Tags::SHOULD)
            || is_present(t.written(at));
    }
    let no_more = clause.at.clone().any(|i| {
        t.is(i, &["mai"]) && i > start && !t.is(i + 1, &["sunt", "este", "e", "avem", "putem", "pot", "exista"])
            || t.is(i, &["nimeni", "nimic", "niciun", "nicio"])
    });
    match (denied && !no_more, acts) {
        (true, _) => Kind::Other,
        (_, true) => Kind::Acts,
        _ => Kind::Names,
    }
}

/// "trimiteți", "semnați"; "noutăți", "bucăți" are none.
pub(super) fn is_second_person(tokens: &Tokens<'_>, at: usize) -> bool {
    let (word, written) = (tokens.word(at), tokens.written(at));
    let is_form = ["ati", "eti", "iti"].iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e));
    is_form
        && !word.ends_with("tati")
        && !written.ends_with("ăți")
        && !tokens.tags(at).any(Tags::SET)
        && !["toti", "frati", "pereti", "baieti", "barbati", "candidati", "angajati"].contains(&word)
}

/// "am trimis", "v-ați plâns", "a plecat", "au venit": not "am să trimit", "are".
fn is_auxiliary_of_past(clause: &Clause<'_>, at: usize) -> bool {
    static BETWEEN: Words = Words::new(|| words("mai si tot deja o cam prea fost putut doar numai inca chiar vrut"));
    let t = clause.tokens;
    if t.is(at, &["era", "erau", "eram", "fusese", "ati"]) {
        return true;
    }
    if t.is(at + 1, &["fi"]) && t.is(at, &["am", "a", "au", "as", "ar"]) {
        return true;
    }
    if !t.is(at, &["am", "a", "au", "ai"]) || t.is(at + 1, &["sa"]) {
        return false;
    }
    let mut next = at + 1;
    while next < clause.at.end && BETWEEN.contains(t.word(next)) && !t.is(next, &["fost", "putut", "vrut"]) {
        next += 1;
    }
    let word = t.word(next);
    let is_participle = ["at", "it", "ut", "is", "as", "os", "us", "es", "ns", "rs", "rt", "pt", "st"]
        .iter()
        .any(|e| word.ends_with(e));
    clause.at.contains(&next) && is_participle
}

fn has_past(clause: &Clause<'_>, at: usize) -> bool {
    at > clause.at.start && clause.tokens.is(at - 1, &["am", "ati", "a", "au", "mai", "fost"])
}

/// "voia", "plănuia", "promisese", "credeam".
fn is_imperfect(word: &str) -> bool {
    static FORMS: Words = Words::new(|| {
        words(
            "voia voiam voiau vroia vroiam trebuia trebuiau avea aveam aveau putea puteam credea credeam stia stiam spunea \
     zicea venea veneau mergea facea faceam",
        )
    });
    FORMS.contains(word)
        || ["uia", "uiam", "uiau", "isese", "asera", "isera", "usera", "usese", "ase"]
            .iter()
            .any(|e| word.len() > e.len() + 3 && word.ends_with(e))
            && !["casa", "sase"].contains(&word)
}

/// An unknown third person: "urcă", "găsește", "lucrează", "construiesc".
fn is_present(written: &str) -> bool {
    const SHORTEST: usize = 5;
    written.chars().count() >= SHORTEST
        && ["ă", "ește", "ează", "uie", "esc", "ez", "ește"].iter().any(|e| written.ends_with(e))
        && ![
            "fără", "până", "după", "astă", "două", "afară", "dată", "oară", "seară", "scară", "apă", "nouă", "vară",
            "iarnă",
        ]
        .contains(&written)
}
