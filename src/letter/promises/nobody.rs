//! Clauses with a verb and a day to come that are nobody's promise: a supply that lasts until then, a general schedule,
//! and what no one is going to do.
//!
//! Not its duty: conditions, what is past, and what the customer has to do (`clauses`, `general`).

use super::dates::Part;
use super::lexicon::{Lang, Tags};
use super::reading::Clause;
use super::tokens::Tokens;
use super::told;

/// What gets used up: medicines, food, fuel, money.
const SUPPLIES: &[&str] = &[
    "pastile",
    "pastilele",
    "medicamente",
    "medicamentele",
    "medicamentul",
    "tablete",
    "tabletele",
    "capsulele",
    "fiolele",
    "picaturile",
    "insulina",
    "rezerva",
    "rezervele",
    "stocul",
    "stocurile",
    "proviziile",
    "hrana",
    "mancarea",
    "laptele",
    "apa",
    "combustibilul",
    "lemnele",
    "carbunii",
    "scutecele",
];
/// What goes out or meets by its own calendar, for everybody.
const SCHEDULED: &[&str] = &[
    "mailing",
    "newsletter",
    "issue",
    "edition",
    "bulletin",
    "рассылка",
    "выпуск",
    "номер",
    "заседание",
    "собрание",
    "corespondenta",
    "buletin",
    "buletinul",
    "editie",
    "editia",
    "numar",
    "numarul",
    "sedinta",
];
/// The next in its row.
const NEXT: &[&str] = &[
    "next",
    "following",
    "следующая",
    "следующий",
    "следующее",
    "очередная",
    "очередной",
    "очередное",
    "ближайшая",
    "ближайший",
    "ближайшее",
    "urmatoarea",
    "urmatorul",
    "urmatoare",
    "urmator",
    "viitoarea",
    "viitorul",
    "viitoare",
    "viitor",
];

/// The customer's own people and beasts.
const RELATIVES: &[&str] = &[
    "sister",
    "brother",
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "son",
    "daughter",
    "wife",
    "husband",
    "parents",
    "children",
    "kids",
    "family",
    "guests",
    "friend",
    "friends",
    "aunt",
    "uncle",
    "cousin",
    "grandmother",
    "grandson",
    "granddaughter",
    "nephew",
    "niece",
    "neighbour",
    "сестра",
    "брат",
    "мама",
    "мать",
    "папа",
    "отец",
    "сын",
    "дочь",
    "дочка",
    "муж",
    "жена",
    "супруг",
    "супруга",
    "родители",
    "дети",
    "ребенок",
    "семья",
    "гости",
    "друг",
    "друзья",
    "подруга",
    "тетя",
    "дядя",
    "бабушка",
    "дедушка",
    "внук",
    "внучка",
    "племянник",
    "племянница",
    "sora",
    "fratele",
    "mama",
    "tatal",
    "tata",
    "fiul",
    "fiica",
    "sotul",
    "sotia",
    "parintii",
    "copiii",
    "copilul",
    "familia",
    "invitatii",
    "musafirii",
    "clientii",
    "oaspetii",
    "prietenul",
    "prietena",
    "prietenii",
    "matusa",
    "unchiul",
    "bunica",
    "bunicul",
    "nepotul",
    "nepoata",
];

/// Whether the clause promises nothing, whatever its verb.
pub(super) fn is_nobodys(clause: &Clause<'_>) -> bool {
    told::is_told(clause)
        || told::is_missed(clause)
        || lasts(clause)
        || is_scheduled(clause)
        || is_done_by_no_one(clause)
        || is_relatives(clause)
        || is_appointment(clause)
        || is_customers_duty(clause)
}

/// "You have an appointment on Thursday", «приём у Вас в четверг», "aveți programare joi": the customer's own, unless it
/// is with the writer.
fn is_appointment(clause: &Clause<'_>) -> bool {
    const NEAR: usize = 4;
    const WHAT: &[&str] = &[
        "appointment",
        "appointments",
        "checkup",
        "surgery",
        "прием",
        "приема",
        "консультация",
        "операция",
        "обследование",
        "врачу",
        "programare",
        "programarea",
        "consultatie",
        "consultatia",
        "operatie",
        "operatia",
    ];
    let t = clause.tokens;
    let has_near = |at: usize| (at + 1..at + 1 + NEAR).any(|i| t.is(i, WHAT));
    let is_owned = |i: usize| match t.lang {
        Lang::En => t.is(i, &["you"]) && t.is(i + 1, &["have", "'ve"]) && has_near(i + 1),
        Lang::Ru => {
            t.is(i, &["у"]) && t.is(i + 1, &["вас"]) && (has_near(i + 1) || clause.at.clone().any(|j| t.is(j, WHAT)))
                || t.is(i, &["вам"]) && clause.at.clone().any(|j| t.is(j, &["врачу"]))
        }
        Lang::Ro => t.is(i, &["aveti", "ai"]) && has_near(i),
    };
    let with_writer = Tags::I | Tags::WE | Tags::WILL | Tags::WILL_DO | Tags::DO_NOW;
    clause.at.clone().any(is_owned)
        && !clause.has(with_writer)
        && !clause.at.clone().any(|i| t.is(i, &["me", "us", "mine"]))
}

/// "You need to be there by ten", "the rent is due from you on the 15th", "the balance falls due": what he has to do.
fn is_customers_duty(clause: &Clause<'_>) -> bool {
    const MUST: &[&str] = &["need", "must", "ought"];
    let t = clause.tokens;
    t.lang == Lang::En
        && clause.at.clone().any(|i| {
            t.is(i, &["you"]) && (t.is(i + 1, MUST) || t.is(i + 1, &["have"]) && t.is(i + 2, &["to"]))
                || t.is(i, &["due"])
                    && (t.is(i + 1, &["from"]) && t.is(i + 2, &["you"]) || t.is(i.wrapping_sub(1), &["falls", "fall"]))
        })
        && !clause.has(Tags::I | Tags::WE | Tags::WILL)
}

/// One of the customer's own people.
pub(super) fn is_relative(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, RELATIVES)
}

/// "Your sister comes home on Sunday", «Ваш сын приезжает в пятницу»: the customer's people act for themselves, unless
/// something of ours comes to them.
fn is_relatives(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    let has = |words: &[&str]| clause.at.clone().any(|i| t.is(i, words));
    let is_subject = |i: usize| match t.lang {
        Lang::Ru => t.is(i, &["ваш", "ваша", "ваше", "ваши"]) && t.is(i + 1, RELATIVES),
        // "Your son's place" is ours.
        Lang::En if t.is(i + 2, &["'s"]) || t.is(i + 3, &["'s"]) => false,
        Lang::En => t.is(i, &["your"]) && (t.is(i + 1, RELATIVES) || t.is(i + 2, RELATIVES) && !t.is(i + 1, &["new"])),
        Lang::Ro => {
            t.is(i, RELATIVES)
                && t.is(i + 1, &["dumneavoastra", "dvs", "ta", "tau"])
                && !t.is(i.wrapping_sub(1), &["la", "pe", "cu", "pentru", "lui"])
        }
    };
    let first = clause.at.clone().find(|i| clause.date(*i).is_none() && !t.is(*i, &["on", "в", "во"]));
    let at_start = first.is_some_and(is_subject);
    let is_given = match t.lang {
        Lang::Ru => {
            has(&["получит", "получат", "увидит", "услышит", "узнает", "найдет", "будет", "будут"])
                || clause.has(Tags::PASSIVE)
        }
        Lang::En => {
            has(&["get", "gets", "receive", "receives", "have", "has", "hear", "hears", "find"])
                || has(&["be", "is", "are"]) && !clause.has(Tags::GUESS)
        }
        Lang::Ro => {
            has(&["primeste", "primesc", "primi", "fi", "este", "e", "sunt"])
                || has(&["are", "au", "avea"]) && !clause.dates.iter().any(|part| is_until(t, part))
        }
    };
    at_start && !is_given
}

/// "Your tablets will last until Sunday", «лекарства хватит до воскресенья», "pastilele ajung doar până duminică".
fn lasts(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    let has = |words: &[&str]| clause.at.clone().any(|i| t.is(i, words));
    let is_until = || clause.dates.iter().any(|part| is_until(t, part));
    match t.lang {
        Lang::Ru => has(&["хватит", "хватает", "хватало"]) && !clause.dates.is_empty(),
        Lang::En => {
            const BEFORE: &[&str] = &["will", "'ll", "should", "must", "to", "only"];
            let last = |i: usize| t.is(i, &["lasts"]) || t.is(i, &["last"]) && t.is(i.wrapping_sub(1), BEFORE);
            let out = |i: usize| t.is(i, &["run", "runs", "running"]) && t.is(i + 1, &["out"]);
            // "The stock should see you through to Monday"
            let sees = |i: usize| t.is(i, &["see"]) && t.is(i + 1, &["you"]) && t.is(i + 2, &["through"]);
            clause.at.clone().any(|i| last(i) || out(i) || sees(i)) || has(&["enough"]) && is_until()
        }
        // "Ajung" also tells when something arrives, which may be a promise.
        Lang::Ro => {
            const ONLY: &[&str] = &["doar", "numai", "decat", "inca"];
            let only_until = |i: usize| t.is(i, ONLY) && t.is(i + 1, &["pana", "pina"]);
            has(&["ajung", "ajunge", "ajungeau", "tin", "tine"])
                && is_until()
                && (has(SUPPLIES) || clause.at.clone().any(only_until))
        }
    }
}

/// "Until Sunday", «до воскресенья», "până duminică".
fn is_until(tokens: &Tokens<'_>, part: &Part) -> bool {
    const UNTIL: &[&str] = &["until", "till", "to", "through", "до", "pana", "pina"];
    const REACH: usize = 2;
    (part.at.start.saturating_sub(REACH)..part.at.start).any(|i| tokens.is(i, UNTIL))
}

/// "The next mailing goes out on 15 December".
fn is_scheduled(clause: &Clause<'_>) -> bool {
    const EVENTS: &[&str] = &[
        "concert",
        "exams",
        "hours",
        "term",
        "season",
        "экзамены",
        "график",
        "сезон",
        "examenele",
        "programul",
        "semestrul",
        "vacanta",
        "show",
        "performance",
        "film",
        "match",
        "service",
        "play",
        "концерт",
        "спектакль",
        "матч",
        "фильм",
        "сеанс",
        "concertul",
        "spectacolul",
        "filmul",
        "meciul",
        "slujba",
    ];
    const GOES: &[&str] = &[
        "begins",
        "begin",
        "start",
        "начинаются",
        "начнутся",
        "incep",
        "starts",
        "ends",
        "opens",
        "начинается",
        "начнется",
        "идет",
        "заканчивается",
        "incepe",
        "се",
        "se",
    ];
    let t = clause.tokens;
    const NEAR: usize = 4;
    let goes = |i: usize| t.is(i, EVENTS) && (i + 1..i + NEAR).any(|goes| t.is(goes, GOES));
    clause.at.clone().any(|i| {
        goes(i)
            || t.is(i, NEXT) && t.is(i + 1, SCHEDULED)
            || t.lang == Lang::Ro && t.is(i, SCHEDULED) && t.is(i + 1, NEXT)
    })
}

/// «Больше Вам никто не позвонит», "no one will ring you again", "nimeni nu vă mai sună": nothing to be done by a day.
/// From a day on it is a promise that can be broken: "nobody will ring you from tomorrow".
fn is_done_by_no_one(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    let no_one = |i: usize| {
        t.is(i, &["никто", "nobody", "nimeni"]) || t.is(i, &["no"]) && t.is(i + 1, &["one"]) && t.lang == Lang::En
    };
    clause.dates.is_empty() && clause.at.clone().any(no_one)
}
