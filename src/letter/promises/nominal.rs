//! Promises without a verb: «Срок – 14 марта», "New card: 12 January", "Copia pe hârtie – luni".
//!
//! Not its duty: where their sentences begin and end (`clauses`).

use std::ops::Range;

use super::dates::Role;
use super::lexicon::Tags;
use super::reading::{Clause, Needs, Predicate};
use super::tokens::Tokens;
use super::{Act, Actor};

/// What a firm hands over, and the people it sends.
const THINGS: &[&str] = &[
    // ru
    "счет",
    "карта",
    "карточка",
    "копия",
    "копии",
    "ключ",
    "ключи",
    "чек",
    "выписка",
    "договор",
    "пропуск",
    "посылка",
    "запчасть",
    "деталь",
    "рецепт",
    "направление",
    "паспорт",
    "смета",
    "расчет",
    "протокол",
    "визит",
    "осмотр",
    "уборка",
    "вывоз",
    "подключение",
    "дубликат",
    "мастер",
    "ребята",
    "парни",
    "специалисты",
    "мастера",
    "курьер",
    "инженер",
    "слесарь",
    "сантехник",
    "электрик",
    "бригада",
    "машина",
    "инспектор",
    "врач",
    "техник",
    "водитель",
    "оценщик",
    "замерщик",
    "специалист",
    // en
    "card",
    "copy",
    "statement",
    "invoice",
    "receipt",
    "key",
    "keys",
    "cheque",
    "policy",
    "contract",
    "certificate",
    "prescription",
    "results",
    "part",
    "parts",
    "quote",
    "estimate",
    "passport",
    "referral",
    "fob",
    "engineer",
    "fitter",
    "plumber",
    "electrician",
    "courier",
    "van",
    "inspector",
    "surveyor",
    "doctor",
    "driver",
    "technician",
    // ro
    "cardul",
    "copia",
    "chitanta",
    "factura",
    "cheia",
    "cheile",
    "extrasul",
    "contractul",
    "polita",
    "reteta",
    "biletul",
    "piesa",
    "telefon",
    "telefonul",
    "consultatia",
    "certificatul",
    "duplicatul",
    "raportul",
    "devizul",
    "pasaportul",
    "curierul",
    "instalatorul",
    "inginerul",
    "electricianul",
    "mesterul",
    "masina",
];
/// Words for a term, which may be the customer's too.
const DEADLINE: &[&str] = &["срок", "дата", "deadline", "date", "termen", "termenul", "data"];
/// What customers have to do by a term, or what runs out by itself.
const CUSTOMERS: &[&str] = &[
    "подачи",
    "сдачи",
    "оплаты",
    "внесения",
    "договора",
    "аренды",
    "полиса",
    "гарантии",
    "подписки",
    "обжалования",
    "годности",
    "хранения",
    "действия",
    "plata",
    "appeal",
    "appeals",
    "entries",
    "entry",
    "application",
    "applications",
    "documents",
    "claims",
    "submissions",
    "tenancy",
    "lease",
    "subscription",
    "depunere",
    "depunerea",
    "depunerii",
    "actelor",
    "contractului",
    "chiriei",
    "abonamentului",
];
/// What a customer owes.
const OWED: &[&str] = &[
    "payment",
    "rent",
    "premium",
    "bill",
    "instalment",
    "subscription",
    "documents",
    "платеж",
    "взнос",
    "plata",
    "chiria",
    "rata",
];

/// Whether a noun of these tokens is handed over or sent by us.
pub(super) fn has_thing(tokens: &Tokens<'_>, at: Range<usize>) -> bool {
    at.into_iter().any(|i| tokens.is(i, THINGS) || tokens.tags(i).any(Tags::TERM))
}

/// The people that a firm sends.
pub(super) fn is_person(tokens: &Tokens<'_>, at: Range<usize>) -> bool {
    const PEOPLE: &[&str] = &[
        "engineer",
        "fitter",
        "plumber",
        "electrician",
        "courier",
        "inspector",
        "surveyor",
        "doctor",
        "driver",
        "technician",
        "joiner",
        "carpenter",
        "caretaker",
        "colleague",
        "nurse",
        "teacher",
        "manager",
        "tailor",
    ];
    at.into_iter().any(|i| tokens.is(i, PEOPLE))
}

/// «Срок подачи Ваших документов», "your payment": a term that the customer has to keep.
pub(super) fn is_customers_term(tokens: &Tokens<'_>, at: Range<usize>) -> bool {
    const YOUR: &[&str] = &["your", "ваш", "ваша", "вашего", "вашей", "dumneavoastra", "dvs"];
    let has = |words: &[&str]| at.clone().any(|i| tokens.is(i, words));
    has(DEADLINE) && has(CUSTOMERS) || has(YOUR) && has(OWED)
}

/// A noun of ours in `before`, and a date or the customer behind the mark that begins the clause; `is_fragment` says
/// that the clause has no verb.
pub(super) fn term(clause: &Clause<'_>, before: Range<usize>, is_fragment: impl Fn() -> bool) -> Option<Predicate> {
    const MOST_WORDS: usize = 7;
    let t = clause.tokens;
    let is_strange = |at: usize| t.tags(at).any(Tags::STRANGER);
    if before.len() > MOST_WORDS || before.clone().any(is_strange) || is_customers_term(t, before.clone()) {
        return None;
    }
    let has_term = before.clone().any(|at| t.tags(at).any(Tags::TERM));
    let counts = has_term || has_thing(t, before.clone()) && is_fragment();
    if !counts {
        return None;
    }
    let first = clause.dates.first();
    let starts_with_date = first.is_some_and(|p| p.at.start <= clause.at.start + 3 && p.role != Role::Of);
    (starts_with_date || names_receiver(clause) && is_fragment()).then_some(Predicate {
        at: before.start,
        actor: Actor::Ours,
        act: Act::Do,
        needs: Needs::Date,
        personal: false,
        subject: true,
    })
}

/// «Вам, в понедельник», "to you, on Monday", "la dumneavoastră, luni".
fn names_receiver(clause: &Clause<'_>) -> bool {
    const RECEIVERS: &[&[&str]] = &[
        &["вам"],
        &["у", "вас"],
        &["to", "you"],
        &["with", "you"],
        &["from", "me"],
        &["from", "us"],
        &["la", "dumneavoastra"],
        &["la", "dvs"],
        &["de", "la", "mine"],
        &["de", "la", "noi"],
    ];
    let starts = |words: &&[&str]| words.iter().enumerate().all(|(i, w)| clause.tokens.is(clause.at.start + i, &[w]));
    RECEIVERS.iter().any(starts)
}
