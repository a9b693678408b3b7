//! Russian: verb forms that promise, and the words around them.

mod guess;
mod words;

use super::dates::{self, Role};
use super::general::is_third_person;
use super::lexicon::Tags;
use super::nominal;
use super::reading::{Clause, Needs, Predicate, Reading};
use super::tokens::Tokens;
use super::{Act, Actor};
use guess::{begins_myself, closes_clause, is_coming, is_guess_with_subject, is_present_guess, opens_clause};
pub(super) use words::{LEXICON, is_taken};

fn is_infinitive(word: &str) -> bool {
    ["ть", "ться", "ти", "чь", "тись"].iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e))
}

/// What the clause does.
pub(super) fn read(clause: &Clause<'_>) -> Reading {
    let t = clause.tokens;
    if clause.is_general()
        || t.is(clause.at.start, &["по"]) && t.is(clause.at.start + 1, &["правилу", "правилам", "регламенту", "закону"])
    {
        return Reading::Verb;
    }
    if t.is(clause.at.start, &["как"]) && t.is(clause.at.start + 1, &["правило"]) {
        return Reading::Verb;
    }
    // «После получения Ваших документов»: the customer's act comes first.
    const FIRST: &[&str] = &[
        "получения",
        "вашего",
        "вашей",
        "ваших",
        "подтверждения",
        "оплаты",
        "предоставления",
        "согласования",
        "поступления",
    ];
    if t.is(clause.at.start, &["после", "при", "по"])
        && (t.is(clause.at.start + 1, FIRST) || t.is(clause.at.start + 1, &["получении", "предъявлении"]))
    {
        return Reading::Verb;
    }
    // The customer's own time is no promise: «Ваш отпуск начинается 5 декабря».
    const CUSTOMERS: &[&str] = &["отпуск", "рейс", "поезд", "отъезд", "экзамен", "вылет", "суд", "праздник"];
    let is_future = || clause.has(Tags::WILL_DO | Tags::WILL_BE_DONE | Tags::WILL);
    if t.is(clause.at.start, &["ваш", "ваша", "ваше"]) && t.is(clause.at.start + 1, CUSTOMERS) && !is_future()
    {
        return Reading::Verb;
    }
    // «Прошу прощения и до вечера пришлю» asks for nothing that has to be done.
    const FORGIVENESS: &[&str] = &["прощения", "извинения", "извинить", "простить", "прощенья"];
    let mut verb = false;
    for at in clause.at.clone() {
        let tags = t.tags(at);
        let negated = at > clause.at.start && t.is(at - 1, &["не", "ни"]) && !promises_an_end(clause, at);
        let no_more = at > clause.at.start && t.is(at - 1, &["не", "ни"]);
        if let Some(needs) = promise_at(clause, at).filter(|_| !negated) {
            let needs = if no_more { Needs::Nothing } else { needs };
            let subject = clause.has_before(at, Tags::I | Tags::WE | Tags::OTHER);
            return Reading::Promise(predicate(clause, at, needs, subject));
        }
        let asks = !t.is(at + 1, FORGIVENESS)
            && (!negated && !clause.has(Tags::I | Tags::WE) || t.is(at, &["прошу", "просим"]));
        if tags.any(Tags::ASK) && asks {
            return Reading::Request;
        }
        if tags.any(Tags::SAID | Tags::HOPE | Tags::SHOULD | Tags::CAN) {
            return Reading::Verb;
        }
        let plain_verb = tags.any(
            Tags::PAST
                | Tags::VERB
                | Tags::WILL_DO
                | Tags::WILL_BE_DONE
                | Tags::DO_NOW
                | Tags::IS_DONE_NOW
                | Tags::PASSIVE
                | Tags::READY,
        );
        let we_are = at > clause.at.start
            && t.tags(at - 1).any(Tags::WE)
            && (t.word(at).ends_with("им") || t.word(at).ends_with("ем"));
        let others = tags == Tags::NONE && is_third_person(t.word(at));
        // «…, Михаил, …» is no past.
        let is_name = at > 0 && t.is_capital(at) && t.mark(at - 1) == Some(',') && tags.any(Tags::PAST);
        // «то есть» explains.
        let is_verb = plain_verb && !(t.is(at, &["есть"]) && t.is(at.wrapping_sub(1), &["то"]));
        verb |= (is_verb && !is_name || we_are || others) && clause.date(at).is_none();
    }
    if is_control(clause) {
        let at = clause.at.start;
        return Reading::Promise(Predicate {
            personal: true,
            actor: Actor::Me,
            act: Act::Check,
            ..predicate(clause, at, Needs::Nothing, true)
        });
    }
    match verb {
        true => Reading::Verb,
        false => verbless(clause).map_or(Reading::Fragment, Reading::Promise),
    }
}

/// «Больше не повторится», «не начислим ни копейки»: what will be no more is promised too.
fn promises_an_end(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let is_end = clause.at.clone().any(|i| t.is(i, &["больше", "впредь", "ни", "никто", "никогда"]));
    is_end && t.tags(at).any(Tags::WILL_DO | Tags::WILL_BE_DONE) && !t.tags(at).any(Tags::TRY)
}

/// «Звонок за мной», «С меня письмо», «Мастер у Вас завтра с 10 до 12»: a promise that leaves its verb out.
fn verbless(clause: &Clause<'_>) -> Option<Predicate> {
    let t = clause.tokens;
    let start = clause.at.start;
    let is_mine = |i: usize| t.is(i, &["за"]) && t.is(i + 1, &["мной", "нами"]);
    let mine = clause.at.clone().any(is_mine) || t.is(start, &["с"]) && t.is(start + 1, &["меня", "нас"]);
    let is_ours = |i: usize| {
        nominal::has_thing(t, start..i)
            || clause.has_before(i, Tags::I | Tags::WE)
            || (start..i).any(|b| t.is(b, &["он", "она", "они"]))
    };
    let is_there = |i: usize| {
        (t.is(i, &["у"]) && t.is(i + 1, &["вас"]) || t.is(i, &["к"]) && t.is(i + 1, &["вам"]))
            && is_ours(i)
            && !clause.has_stranger()
    };
    let there = !clause.dates.is_empty() && clause.at.clone().any(is_there);
    (mine || there).then(|| Predicate {
        actor: if mine { Actor::Me } else { Actor::Ours },
        ..predicate(clause, start, Needs::Date, true)
    })
}

/// «Вы будете уведомлены».
const TOLD: &[&str] = &["уведомлены", "проинформированы", "извещены", "оповещены", "уведомлена", "уведомлен"];

fn promise_at(clause: &Clause<'_>, at: usize) -> Option<Needs> {
    let t = clause.tokens;
    let tags = t.tags(at);
    let you = clause.has_before(at, Tags::YOU);
    let stranger = clause.has_stranger();
    let infinitive = (at + 1..clause.at.end.min(at + 5)).any(|i| is_infinitive(t.word(i)));
    if tags.any(Tags::WILL) {
        return future_of_be(clause, at, infinitive).filter(|_| !you && !stranger);
    }
    if tags.any(Tags::TRY) {
        return infinitive.then_some(if t.is(at, &["сможем", "смогу"]) {
            Needs::Date
        } else {
            Needs::Nothing
        });
    }
    if t.is(at, &["ждите", "ожидайте"]) && !clause.dates.is_empty() && !clause.goes_on {
        return Some(Needs::Date).filter(|_| !stranger);
    }
    // «Считайте, что штраф снят»
    const REACH: usize = 8;
    let told = |of: Tags| (at + 3..(at + REACH).min(t.len())).any(|i| t.tags(i).any(of));
    let is_done = || told(Tags::PASSIVE | Tags::READY) && !told(Tags::PAST | Tags::WE | Tags::I);
    if t.is(at, &["считайте"]) && at == clause.at.start && t.is(at + 2, &["что"]) && is_done() {
        return Some(Needs::Nothing);
    }
    if t.is(at, &["даю", "даем"]) && t.is(at + 1, &["слово", "гарантию"]) {
        return Some(Needs::Clause);
    }
    if is_present_guess(clause, at) {
        return Some(Needs::Day);
    }
    if t.is(at, &["встречу"]) && t.is(at + 1, &["вас"]) {
        return Some(Needs::Nothing);
    }
    if tags.any(Tags::GUESS) && !tags.any(Tags::WILL_BE_DONE) {
        const ADJECTIVE: &[&str] = &["шним", "щим", "вшим", "ским", "ким", "гим", "ним"];
        let is_plural = ["им", "ем", "имся", "емся"].iter().any(|e| t.word(at).ends_with(e))
            && !ADJECTIVE.iter().any(|e| t.word(at).ends_with(e));
        if is_plural && !you && at > clause.at.start && clause.dates.iter().any(|p| p.at.start > at || p.at.end <= at) {
            return Some(Needs::Date);
        }
        let himself = !you && begins_myself(clause, at);
        // «Со временем подпилим и вторую створку»
        if is_plural && !you && clause.has(Tags::VAGUE) && !t.word(at).ends_with("ием") {
            return Some(Needs::DateOrVague);
        }
        let closes = himself || is_plural && !you && (closes_clause(clause, at) || opens_clause(clause, at));
        return (closes || is_guess_with_subject(clause, at)).then_some(Needs::Nothing);
    }
    if t.is(at, &["уверены", "спокойны"]) {
        return (at > 0 && t.is(at - 1, &["будьте"])).then_some(Needs::Clause);
    }
    if t.is(at, &["дайте", "дай"]) && t.is(at + 1, &["мне", "нам"]) {
        let starts = clause.dates.first().is_some_and(|p| p.at.start <= at + 4);
        return (starts && at == clause.at.start).then_some(Needs::Date);
    }
    if tags.any(Tags::PLEDGE) {
        return Some(if infinitive { Needs::Nothing } else { Needs::Clause });
    }
    if t.is(at, &["будете"]) && (at + 1..clause.at.end.min(at + 4)).any(|i| t.is(i, TOLD)) {
        return Some(Needs::Nothing);
    }
    let from_me = |i: usize| t.is(i, &["от"]) && t.is(i + 1, &["меня", "нас"]);
    if tags.any(Tags::GETS) && clause.at.clone().any(from_me) && !clause.has(Tags::WHEN) {
        return Some(Needs::Nothing);
    }
    if tags.any(Tags::GETS) {
        let object = clause.at.clone().any(|i| t.tags(i).any(Tags::TERM))
            && (clause.has_date_before(at) || at > clause.at.start);
        const WHOLE: &[&str] =
            &["обратно", "назад", "полностью", "всю", "деньги", "сумму", "возврат", "компенсацию", "ответ"];
        let is_whole = you && (at..clause.at.end).any(|i| t.is(i, WHOLE));
        // «Взамен сегодня в 16:00 получите свежий»
        let at_hour = clause.has_date_before(at) && clause.dates.iter().any(dates::is_hour);
        return (you || object || at_hour).then_some(if is_whole { Needs::Nothing } else { Needs::DateOrVague });
    }
    // «Допустим, …» supposes.
    if t.is(at, &["допустим"]) && !t.is(at.wrapping_sub(1), &["не"]) {
        return None;
    }
    if tags.any(Tags::WILL_DO) {
        return Some(Needs::Nothing).filter(|_| !you || clause.has_before(at, Tags::I | Tags::WE));
    }
    if tags.any(Tags::WILL_BE_DONE) {
        // «Вам сделают перерасчёт», «Дату согласует с Вами диспетчер»
        const YOURS: &[&str] = &["вам", "вас", "вами", "ваш", "ваше", "вашу", "ваша", "ваши"];
        let plural = ["ут", "ют", "ат", "ят"].iter().any(|e| t.word(at).ends_with(e));
        let for_you =
            !tags.any(Tags::GUESS) && (plural || tags.any(Tags::CONTACT)) && clause.at.clone().any(|i| t.is(i, YOURS));
        let strong = (tags.any(Tags::STRONG) || for_you) && !clause.has_before(at, Tags::IF);
        return Some(if strong { Needs::Nothing } else { Needs::DateOrSoon }).filter(|_| !you && !stranger);
    }
    if tags.any(Tags::DO_NOW) && is_control(clause) {
        return None;
    }
    if tags.any(Tags::DO_NOW) {
        // «…, поэтому пишу сегодня» is done by this letter.
        let now = t.is(at, &["пишу"]) && !clause.dates.iter().any(dates::is_hour) && dates::are_today(clause.dates);
        return Some(Needs::Date).filter(|_| !you && !now && !t.is(at, &["жду"]));
    }
    if tags.any(Tags::IS_DONE_NOW) {
        return Some(Needs::Day).filter(|_| !you && !stranger);
    }
    if tags.any(Tags::SET) && t.is(at + 1, &["на"]) || !stranger && is_set_for(clause, at) {
        return Some(Needs::Day);
    }
    if tags.any(Tags::SET) {
        return None;
    }
    if tags.any(Tags::PLAN) {
        return infinitive.then_some(Needs::Date);
    }
    if tags.any(Tags::READY) {
        return Some(Needs::Date).filter(|_| !you && !clause.at.clone().any(|i| t.is(i, &["не"])));
    }
    if is_coming(clause, at) {
        return Some(Needs::Day).filter(|_| !you && !stranger);
    }
    // «Нам предстоит заменить водомер до 19 марта»
    if t.is(at, &["предстоит", "осталось"]) && infinitive && clause.at.clone().any(|i| t.is(i, &["нам", "мне"]))
    {
        return Some(Needs::Date);
    }
    if tags.any(Tags::SHOULD) {
        let was = (at + 1..clause.at.end.min(at + 3)).any(|i| t.tags(i).any(Tags::PAST));
        return (infinitive && !you && !was && !clause.has_before(at, Tags::I | Tags::WE))
            .then_some(Needs::DateOrVague);
    }
    None
}

/// «Доставка передвинута на среду», «перенесли визит на пятницу»: done, and a day to come.
fn is_set_for(clause: &Clause<'_>, at: usize) -> bool {
    const OVER: &[&str] = &["отменен", "закрыт", "исключен", "заблокирован", "приостановлен", "списан", "продан"];
    let t = clause.tokens;
    let stem = t.word(at).trim_end_matches(['а', 'о', 'ы']);
    let is_done = t.tags(at).any(Tags::SET) || t.tags(at).any(Tags::PASSIVE) && !OVER.contains(&stem);
    let is_for =
        |p: &dates::Part| p.at.start > at && t.is(p.at.start - 1, &["на"]) && p.role != Role::Of && dates::is_point(p);
    is_done
        && !clause.has(Tags::PAST)
        && !clause.at.clone().any(|i| t.is(i, &["вместо"]))
        && clause.dates.iter().any(is_for)
}

/// «буду звонить», «будет передан», «будет у Вас»; not «будем рады».
fn future_of_be(clause: &Clause<'_>, at: usize, infinitive: bool) -> Option<Needs> {
    let t = clause.tokens;
    let near = || at.saturating_sub(2).max(clause.at.start)..clause.at.end.min(at + 5);
    if near().any(|i| t.tags(i).any(Tags::EMPTY)) {
        return None;
    }
    if t.tags(at).any(Tags::WILL_DO) {
        let there = near().any(|i| t.is(i, &["связи", "курсе", "контролем", "вас", "готов", "готова"]));
        return Some(if infinitive || there { Needs::Nothing } else { Needs::Date });
    }
    let passive = near().any(|i| t.tags(i).any(Tags::PASSIVE));
    let is_term = (clause.at.start..at).any(|i| t.tags(i).any(Tags::TERM));
    Some(match (passive, is_term) {
        (true, _) => Needs::Nothing,
        (_, true) => Needs::DateOrVague,
        _ => Needs::Date,
    })
}

/// «беру на личный контроль», «на моём контроле».
fn is_control(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    let mine = clause.has(Tags::MY | Tags::PERSONAL)
        || clause.at.clone().any(|i| t.is(i, &["беру", "возьму", "взял", "взяла", "держу"]));
    mine && clause
        .at
        .clone()
        .any(|i| t.tags(i).any(Tags::CONTROL) && (clause.at.start..i).any(|b| t.is(b, &["на", "под"])))
}

fn predicate(clause: &Clause<'_>, at: usize, needs: Needs, subject: bool) -> Predicate {
    let t = clause.tokens;
    let word = t.word(at);
    let tags = t.tags(at);
    let first = tags.any(Tags::WILL_DO | Tags::DO_NOW | Tags::TRY | Tags::PLEDGE | Tags::GUESS | Tags::PLAN)
        || clause.has(Tags::I | Tags::WE);
    let plural = clause.has(Tags::WE) || (first && (word.ends_with('м') || word.ends_with("мся")));
    let actor = match (first, plural) {
        (true, false) => Actor::Me,
        (true, true) => Actor::We,
        _ => Actor::Ours,
    };
    // «буду следить», «обещаю позвонить»: the act is the other verb's.
    let infinitive = || {
        (at + 1..clause.at.end.min(at + 5))
            .map(|i| t.word(i))
            .find(|w| is_infinitive(w))
            .map_or(Tags::NONE, act_of_infinitive)
    };
    let act_tags = if tags.any(Tags::CONTACT | Tags::CHECK) { tags } else { infinitive() };
    let act = if act_tags.any(Tags::CONTACT) {
        Act::Contact
    } else if act_tags.any(Tags::CHECK) || t.is(at, &["считайте"]) {
        Act::Check
    } else {
        Act::Do
    };
    let own = clause.has(Tags::PERSONAL)
        || clause.at.clone().any(|i| t.is(i, &["контроль", "контролем"]) && is_control(clause));
    let personal = actor == Actor::Me && own && act != Act::Do || is_control(clause);
    Predicate { at, actor, act, needs, personal, subject }
}

fn act_of_infinitive(word: &str) -> Tags {
    const CONTACT: &[&str] = &["звон", "писа", "ответ", "сообщ", "связа", "рассказ", "инфор", "держать", "уведом"];
    const CHECK: &[&str] = &["провер", "контрол", "след", "разобра", "выясн", "уточн", "разбират", "заня"];
    let has = |stems: &[&str]| stems.iter().any(|s| word.contains(s));
    match (has(CONTACT), has(CHECK)) {
        (true, _) => Tags::CONTACT,
        (_, true) => Tags::CHECK,
        _ => Tags::NONE,
    }
}

/// What the customer may fail to do, or a thing to suit him.
const UNLESS: &[&str] = &[
    "ответите",
    "успеете",
    "сможете",
    "получите",
    "дождетесь",
    "выберете",
    "пришлете",
    "напишете",
    "захотите",
    "решите",
    "понравится",
    "подойдет",
    "устроит",
    "поможет",
    "откроется",
    "дойдет",
    "придет",
    "хватит",
];

/// The tags of a word that opens a clause here.
pub(super) fn opener(tokens: &Tokens<'_>, at: usize, is_first: bool) -> Option<Tags> {
    let tags = tokens.tags(at);
    let next = |words: &[&str]| tokens.is(at + 1, words);
    if tags.any(Tags::IF) {
        // «в случае задержки», «при условии, что»; «даже если» is no condition.
        // «Если коротко: …» is no condition.
        if tokens.is(at, &["если"]) && tokens.is(at + 1, &["коротко", "кратко", "честно", "точнее", "совсем"])
        {
            return None;
        }
        let is_phrase =
            !tokens.is(at, &["случае", "условии", "наличии"]) || (at > 0 && tokens.is(at - 1, &["в", "при"]));
        if at > 0 && tokens.tags(at - 1).any(Tags::EVEN) {
            return Some(Tags::WHAT);
        }
        return is_phrase.then_some(Tags::IF);
    }
    if tokens.is(at, &["только"]) {
        // «как только»; «как только сможем» is only vague.
        let can = (at + 1..at + 3).any(|i| tokens.is(i, &["сможем", "смогу", "можно", "возможно"]));
        return (at > 0 && tokens.is(at - 1, &["как"]) && !can).then_some(Tags::WHEN);
    }
    if tokens.is(at, &["после"]) && tokens.is(at + 1, &["того"]) && tokens.is(at + 2, &["как"]) {
        return Some(Tags::WHEN);
    }
    if tags.any(Tags::WHICH) || tokens.word(at).starts_with("котор") {
        return Some(Tags::WHICH);
    }
    if !is_first {
        return None;
    }
    // «Не ответите до 15:00 – сам выберу», «не подойдёт – заменим»: a condition without its word.
    if tokens.is(at, &["не"]) && next(UNLESS) {
        const REACH: usize = 8;
        let is_ended = (at + 2..at + REACH).any(|i| matches!(tokens.mark(i), Some('–' | '—' | '-')));
        return is_ended.then_some(Tags::IF);
    }
    if tokens.is(at, &["так"]) {
        return next(&["как"]).then_some(Tags::BECAUSE);
    }
    if tokens.is(at, &["как"]) {
        let is_manner = next(&["только", "можно", "и", "правило", "минимум", "раз"]);
        return (!is_manner && at > 0).then_some(Tags::WHAT);
    }
    if tokens.is(at, &["что"]) {
        return Some(Tags::THAT);
    }
    [Tags::WHEN, Tags::SO_THAT, Tags::BECAUSE, Tags::WHAT].into_iter().find(|t| tags.any(*t))
}
