//! Clauses that only tell of a time, in words that no verb of ours is needed for: an account of what happened ("six calls
//! in forty minutes"), an apology or thanks that names a time, a day of the customer's own calendar (a funeral, a
//! wedding), when a season opens, and hours that he may choose from.
//!
//! Not its duty: supplies, schedules and the customer's people (`nobody`), which ask `is_told` first.

use super::dates::{self, DateWord};
use super::lexicon::{Lang, Tags};
use super::reading::Clause;
use super::tokens::Tokens;

/// How far what is looked for may stand from what it belongs to, so that a long sentence stays cheap.
const REACH: usize = 40;

/// Whether a time in the clause belongs to what is told, not to a promise.
pub(super) fn is_told(clause: &Clause<'_>) -> bool {
    is_apology(clause) || is_account(clause) || is_own_day(clause) || is_season(clause) || is_choice(clause)
}

/// Something that was, in a clause where nothing is going to be: "your sister's wedding was on Saturday".
pub(super) fn is_past(clause: &Clause<'_>) -> bool {
    const WAS: &[&str] = &["was", "were", "был", "была", "было", "были", "fost"];
    clause.at.clone().any(|i| clause.tokens.is(i, WAS)) && !is_going_to(clause) || is_missed(clause)
}

/// "We should have rung you within the hour", «мы должны были перезвонить», "trebuia să vă sunăm": it was not done.
pub(super) fn is_missed(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    clause.at.clone().any(|i| {
        t.is(i, &["should", "ought", "would", "could"]) && (i + 1..i + 4).any(|j| t.is(j, &["have", "'ve"]))
            || t.is(i, &["должен", "должна", "должно", "должны", "обязаны"])
                && t.is(i + 1, &["был", "была", "было", "были"])
            || t.is(i, &["trebuia"])
    })
}

/// Somebody is going to do something in it.
fn is_going_to(clause: &Clause<'_>) -> bool {
    clause.has(Tags::WILL.with(Tags::WILL_DO).with(Tags::WILL_BE_DONE).with(Tags::DO_NOW).with(Tags::I).with(Tags::WE))
}

fn has(clause: &Clause<'_>, words: &[&str]) -> bool {
    clause.at.clone().any(|i| clause.tokens.is(i, words))
}

/// "Vă prezint scuzele mele pentru mirosul de azi-dimineață", «приношу извинения за сегодняшнее утро»: said by the
/// letter itself. "I will apologise on Friday" is a promise.
fn is_apology(clause: &Clause<'_>) -> bool {
    const SAY: &[&str] = &[
        // ru
        "приношу",
        "приносим",
        "прошу",
        "просим",
        "выражаю",
        "выражаем",
        "примите", // en
        "accept",
        "offer",
        "owe",
        "send", // ro
        "prezint",
        "prezentam",
        "cer",
        "cerem",
        "adresez",
        "adresam",
        "exprim",
        "exprimam",
        "ofer",
        "oferim",
        "rog",
        "rugam",
        "primiti",
        "acceptati",
        "datorez",
        "datoram",
    ];
    const WHAT: &[&str] = &[
        "извинения",
        "извинений",
        "извинение",
        "прощения",
        "сожаление",
        "сожаления",
        "соболезнования",
        "благодарность",
        "apology",
        "apologies",
        "condolences",
        "regrets",
        "thanks",
        "scuze",
        "scuzele",
        "iertare",
        "iertarea",
        "regretul",
        "regretele",
        "condoleante",
        "condoleantele",
        "multumiri",
        "multumirile",
        "recunostinta",
    ];
    !clause.has(Tags::WILL) && has(clause, SAY) && has(clause, WHAT)
}

/// "Six calls in forty minutes", «три письма за две недели», "două vizite în zece zile": how often within how long.
fn is_account(clause: &Clause<'_>) -> bool {
    const EVENTS: &[&str] = &[
        "calls",
        "letters",
        "visits",
        "emails",
        "mails",
        "messages",
        "attempts",
        "complaints",
        "reminders",
        "requests",
        "promises",
        "replies",
        "breakdowns",
        "failures",
        "repairs",
        "trips",
        "times",
        "outages",
        "mistakes",
        "bookings",
        "звонка",
        "звонков",
        "письма",
        "писем",
        "визита",
        "визитов",
        "обращения",
        "обращений",
        "сообщения",
        "сообщений",
        "жалобы",
        "жалоб",
        "попытки",
        "попыток",
        "заявки",
        "заявок",
        "мастера",
        "мастеров",
        "поездки",
        "поездок",
        "обещания",
        "обещаний",
        "поломки",
        "поломок",
        "ремонта",
        "ремонтов",
        "раза",
        "раз",
        "ошибки",
        "ошибок",
        "отключения",
        "отключений",
        "apeluri",
        "telefoane",
        "scrisori",
        "vizite",
        "mesaje",
        "sesizari",
        "reclamatii",
        "incercari",
        "cereri",
        "drumuri",
        "promisiuni",
        "defectiuni",
        "reparatii",
        "ori",
        "emailuri",
        "mailuri",
        "greseli",
        "pene",
        "intreruperi",
    ];
    const IN: &[&str] = &["in", "за"];
    const NEAR: usize = 4;
    let t = clause.tokens;
    let is_count = |i: usize| match (t.number(i), t.date(i)) {
        (Some(count), _) | (_, Some(DateWord::Number(count))) => count > 1,
        _ => false,
    };
    let first = clause.at.clone().find(|i| t.mark(*i).is_none() && !t.tags(*i).any(Tags::AND | Tags::BUT));
    let Some(first) = first.filter(|i| is_count(*i)) else { return false };
    let is_span = |p: &&super::dates::Part| {
        dates::is_distance(p) && (p.at.start.saturating_sub(1)..=p.at.start).any(|i| t.is(i, IN))
    };
    (first + 1..first + NEAR).any(|i| t.is(i, EVENTS))
        && clause.dates.iter().any(|p| is_span(&p))
        && !is_going_to(clause)
}

/// Days of one's own calendar.
const OWN_DAYS: &[&str] = &[
    // ru
    "похороны",
    "панихида",
    "отпевание",
    "поминки",
    "годовщина",
    "свадьба",
    "венчание",
    "юбилей",
    "выпускной",
    "именины",
    "крестины",
    "рождения",
    "новоселье",
    "праздник",
    "экзамен",
    "экзамены",
    "собеседование",
    "рейс",
    "вылет",
    "отъезд",
    "отпуск",
    // en
    "funeral",
    "burial",
    "memorial",
    "wake",
    "wedding",
    "anniversary",
    "birthday",
    "graduation",
    "christening",
    "baptism",
    "engagement",
    "exam",
    "exams",
    "interview",
    "prom",
    "party", // ro
    "inmormantarea",
    "inmormantare",
    "parastasul",
    "parastas",
    "pomenirea",
    "nunta",
    "cununia",
    "aniversarea",
    "aniversare",
    "botezul",
    "botez",
    "absolvirea",
    "examen",
    "examenul",
    "interviul",
    "interviu",
    "banchetul",
    "ziua",
    "petrecerea",
    "onomastica",
];

/// «Девятый день у Вас 3 декабря», "the funeral is on Thursday", "aveți examen miercuri": the day is said of an event of
/// his life. What is done for that day is another clause, or a verb of ours in this one.
fn is_own_day(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    if clause.dates.is_empty() {
        return false;
    }
    let limit = clause.at.end.min(clause.at.start + REACH);
    let Some(event) = (clause.at.start..limit).find(|i| is_event(t, *i)) else { return false };
    let in_date = |i: usize| clause.dates.iter().any(|p| p.at.contains(&i));
    let leads = (clause.at.start..event).all(|i| in_date(i) || leads_to_event(clause, i));
    let acts = Tags::WILL_DO | Tags::DO_NOW | Tags::WILL_BE_DONE | Tags::I | Tags::WE | Tags::PASSIVE | Tags::PLEDGE;
    let is_ours = (event + 1..clause.at.end).any(|i| !in_date(i) && t.tags(i).any(acts));
    leads && !is_ours && has_itself_behind(clause, event)
}

fn is_event(t: &Tokens<'_>, at: usize) -> bool {
    const NINTH: &[&str] = &["девятый", "сороковой", "девять", "сорок"];
    let is_mourning = t.is(at, &["день", "дней"]) && t.is(at.wrapping_sub(1), NINTH);
    // "Ziua fiicei": whose it is stands behind it; "ziua de luni" is a day.
    let is_named = !t.is(at, &["ziua"]) || !t.is(at + 1, &["de", "in", "cand", "si"]) && t.date(at + 1).is_none();
    is_mourning || t.is(at, OWN_DAYS) && is_named
}

/// Whose event it is, and what joins it to the sentence: nothing that makes it an object or an occasion.
fn leads_to_event(clause: &Clause<'_>, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "а",
        "и",
        "но",
        "же",
        "ведь",
        "у",
        "вас",
        "ваш",
        "ваша",
        "ваше",
        "ваши",
        "вашей",
        "вашего",
        "это",
        "день",
        "девятый",
        "сороковой",
        "девять",
        "сорок",
        "the",
        "your",
        "her",
        "his",
        "their",
        "and",
        "but",
        "you",
        "have",
        "an",
        "a",
        "s",
        "'s",
        "iar",
        "si",
        "dar",
        "aveti",
        "ai",
        "are",
    ];
    const PREPOSITIONS: &[&str] = &["on", "in", "at", "в", "во", "на", "pe", "la"];
    let t = clause.tokens;
    let starts_date = clause.dates.iter().any(|p| p.at.start == at + 1);
    t.mark(at).is_some()
        || t.is(at, WORDS)
        || super::nobody::is_relative(t, at)
        || t.is(at, PREPOSITIONS) && starts_date
        || at > clause.at.start && t.is_capital(at)
}

/// The event itself is spoken of: "the wedding is", not "the wedding cake".
fn has_itself_behind(clause: &Clause<'_>, event: usize) -> bool {
    const BE: &[&str] = &["is", "'s", "was", "falls", "takes", "will", "on", "at", "starts", "begins", "comes", "of"];
    let t = clause.tokens;
    let next = event + 1;
    t.lang != Lang::En
        || !clause.at.contains(&next)
        || t.is(next, BE)
        || t.date(next).is_some()
        || t.mark(next).is_some()
}

/// «Ванны откроют в апреле», "the pool opens in April": a season, told by its month; «бассейн откроется 1 июня» is a day
/// that can be kept.
fn is_season(clause: &Clause<'_>) -> bool {
    const OPENS: &[&str] = &[
        "откроют",
        "откроется",
        "откроются",
        "открывается",
        "открываются",
        "начнется",
        "начинается",
        "opens",
        "open",
        "reopens",
        "reopen",
        "starts",
        "begins",
        "deschide",
        "deschid",
        "redeschide",
        "redeschid",
        "incepe",
    ];
    const PLACES: &[&str] = &[
        "ванны",
        "ванна",
        "бассейн",
        "бассейны",
        "пляж",
        "каток",
        "парк",
        "фонтан",
        "фонтаны",
        "аттракционы",
        "терраса",
        "веранда",
        "база",
        "лагерь",
        "источники",
        "купальня",
        "pool",
        "pools",
        "baths",
        "beach",
        "rink",
        "park",
        "terrace",
        "spa",
        "lido",
        "garden",
        "gardens",
        "camp",
        "slopes",
        "strandul",
        "piscina",
        "piscinele",
        "plaja",
        "patinoarul",
        "parcul",
        "terasa",
        "baile",
        "tabara",
        "partiile",
    ];
    const SEASON: &[&str] = &["сезон", "season", "sezonul"];
    let t = clause.tokens;
    let is_month = |p: &super::dates::Part| {
        let mut words = p.at.clone();
        words.clone().any(|i| matches!(t.date(i), Some(DateWord::Month(_))))
            && words.all(|i| {
                t.number(i).is_none() && !matches!(t.date(i), Some(DateWord::Ordinal(_) | DateWord::Number(_)))
            })
    };
    let only_months = !clause.dates.is_empty() && clause.dates.iter().all(is_month);
    has(clause, OPENS) && (has(clause, SEASON) || has(clause, PLACES) && only_months) && !clause.has(Tags::I | Tags::WE)
}

/// "Two places are held for you: Tuesday at 10:15 or Thursday at 14:00": done already; the customer chooses.
fn is_choice(clause: &Clause<'_>) -> bool {
    const HELD: &[&str] = &[
        "держим",
        "держу",
        "оставлены",
        "оставили",
        "свободны",
        "свободно",
        "зарезервированы",
        "забронированы",
        "придержали",
        "held",
        "hold",
        "holding",
        "kept",
        "keep",
        "free",
        "available",
        "reserved",
        "pastrate",
        "pastram",
        "tinem",
        "libere",
        "disponibile",
        "rezervate",
    ];
    let t = clause.tokens;
    let is_time = |i: usize| t.date(i).is_some() || t.number(i).is_some();
    let is_or = |i: usize| t.tags(i).any(Tags::OR) && is_time(i.wrapping_sub(1)) && (i + 1..i + 3).any(is_time);
    has(clause, HELD) && (clause.at.start..t.len().min(clause.at.start + REACH)).any(is_or)
}
