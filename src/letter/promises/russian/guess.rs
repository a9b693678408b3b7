//! Russian verbs that no list holds, known by their form and their place in the clause.

use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::Clause;

/// «Кассира переучим.»: the verb stands last, with its object before it.
pub(super) fn closes_clause(clause: &Clause<'_>, at: usize) -> bool {
    const WITH: &[&str] = &["с", "со", "за", "под", "над", "перед", "между", "своим", "нашим", "вашим", "этим"];
    let t = clause.tokens;
    let is_last = (at + 1..clause.at.end).all(|i| t.word(i).is_empty());
    // «наденемся, что …» goes on.
    let goes_on = t.mark(clause.at.end) == Some(',');
    is_last
        && !goes_on
        && at > clause.at.start
        && !t.word(at).ends_with("телем")
        && !(clause.at.start..at).any(|i| t.is(i, WITH) || t.tags(i).any(Tags::PAST | Tags::NOT))
}

/// «Накажем виновного», «Переоформим договор»: the verb stands first, with its object behind it.
pub(super) fn opens_clause(clause: &Clause<'_>, at: usize) -> bool {
    /// Bytes: six letters.
    const SHORTEST: usize = 12;
    let t = clause.tokens;
    let next = t.word(at + 1);
    let agrees = ["ом", "ем", "им", "ами", "ями", "ым"].iter().any(|e| next.len() > 6 && next.ends_with(e));
    at == clause.at.start && at + 1 < clause.at.end && t.word(at).len() >= SHORTEST && !next.is_empty() && !agrees
}

/// «Прокачу сам», «Подстригу Вам газон»: an unknown first person that opens the clause.
pub(super) fn begins_myself(clause: &Clause<'_>, at: usize) -> bool {
    const NEXT: &[&str] = &["сам", "сама", "лично", "вам", "вас", "ее", "его", "их", "это", "все"];
    let t = clause.tokens;
    let word = t.word(at);
    at == clause.at.start
        && t.is(at + 1, NEXT)
        && word.ends_with(['у', 'ю'])
        && !["ому", "ему", "ою", "ею", "ую", "юю"].iter().any(|e| word.ends_with(e))
}

/// «Электрик стучится к Вам завтра»: a present form of others that comes to the customer on a day.
pub(super) fn is_coming(clause: &Clause<'_>, at: usize) -> bool {
    const LASTING: &[&str] = &[
        "подходит",
        "кажется",
        "нравится",
        "требуется",
        "предстоит",
        "причитается",
        "полагается",
        "удается",
        "стоит",
        "помогает",
        "хватает",
        "мешает",
        "работает",
        "действует",
        "принимает",
        "принимают",
        "длится",
        "понимает",
        "остается",
        "остаются",
        "положено",
        "угрожает",
        "грозит",
        "доступен",
        "интересует",
        "отвечает",
        "позволяет",
    ];
    let t = clause.tokens;
    let word = t.word(at);
    let is_form =
        ["ет", "ит", "ют", "ят", "ется", "ится"].iter().any(|e| word.len() > e.len() + 4 && word.ends_with(e));
    let to_you = clause.at.clone().any(|i| t.is(i, &["к"]) && t.is(i + 1, &["вам"]));
    is_form && to_you && t.tags(at).any(Tags::VERB) && !LASTING.contains(&word) && at > clause.at.start
}

/// «В четверг красим подъезд»: an unknown present form of ours, right behind its day, behind «мы» or first of all.
pub(super) fn is_present_guess(clause: &Clause<'_>, at: usize) -> bool {
    const LASTING: &[&str] = &[
        "прием",
        "модем",
        "режим",
        "проем",
        "наем",
        "максим",
        "аноним",
        "объем",
        "подъем",
        "заем",
        "приглашаем",
        "благодарим",
        "ценим",
        "дорожим",
        "уважаем",
        "просим",
        "желаем",
        "храним",
        "любим",
        "верим",
        "зависим",
        "стоим",
        "видим",
        "слышим",
        "находим",
        "считаем",
        "знаем",
        "хотим",
        "умеем",
        "имеем",
        "можем",
        "живем",
        "следим",
        "несем",
        "сочувствуем",
        "разделяем",
        "признаем",
        "держим",
        "ищем",
        "ведем",
        "отдыхаем",
        "читаем",
        "затем",
        "зачем",
        "совсем",
        "почем",
        "притом",
        "между тем",
    ];
    const ADJECTIVE: &[&str] = &["ким", "гим", "хим", "жим", "шим", "щим", "чим", "ним", "ьим"];
    /// Bytes: five letters.
    const SHORTEST: usize = 10;
    let t = clause.tokens;
    let word = t.word(at);
    let is_form = word.len() >= SHORTEST
        && (word.ends_with("ем") || word.ends_with("им"))
        && !ADJECTIVE.iter().any(|e| word.ends_with(e))
        && !LASTING.contains(&word)
        && t.tags(at) == Tags::NONE
        && clause.date(at).is_none();
    let next = t.word(at + 1);
    let agrees = ["ом", "ем", "им", "ами", "ями"].iter().any(|e| next.len() > 6 && next.ends_with(e));
    let behind = at == clause.at.start || t.tags(at - 1).any(Tags::WE) || clause.dates.iter().any(|p| p.at.end == at);
    is_form && behind && !agrees
}

/// An unknown perfective form right behind its subject: «мы перезаключим».
pub(super) fn is_guess_with_subject(clause: &Clause<'_>, at: usize) -> bool {
    const BETWEEN: &[&str] = &[
        "вам",
        "вас",
        "их",
        "его",
        "ее",
        "это",
        "все",
        "лично",
        "сам",
        "сама",
        "сразу",
        "обязательно",
        "завтра",
        "сегодня",
        "также",
    ];
    let t = clause.tokens;
    let plural = ["м", "мся"].iter().any(|e| t.word(at).ends_with(e));
    let wanted = if plural { Tags::WE } else { Tags::I };
    let mut before = at;
    while before > clause.at.start && t.is(before - 1, BETWEEN) {
        before -= 1;
    }
    before > clause.at.start && t.tags(before - 1).any(wanted)
}
