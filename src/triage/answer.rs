//! What the customer answers to a request for confirmation: that a letter came is one thing, agreement is another (R12).
//! Precise before complete: what is not clearly said is left to the operator.
//!
//! Not its duty: which confirmation is meant, and what follows (`server`).

use super::consent::{is_sign, own_words};
use crate::model::ConfirmationState::{self, Accepted, Received, Refused, Unclear};
use crate::text::{fold, sentences};

/// The state that the words of a message put a confirmation into; none when they say nothing of it.
///
/// A sign alone, a condition, and yes and no in one letter are unclear.
pub fn confirmation_answer(body: &str) -> Option<ConfirmationState> {
    let own = own_words(body);
    if is_sign(&own) {
        return Some(Unclear);
    }
    let said: Vec<_> = sentences(&own).into_iter().filter_map(|range| sentence(&own[range])).collect();
    let has = |state| said.contains(&state);
    match () {
        () if has(Unclear) || (has(Accepted) && has(Refused)) => Some(Unclear),
        () if has(Refused) => Some(Refused),
        () if has(Accepted) => Some(Accepted),
        () if has(Received) => Some(Received),
        () => None,
    }
}

/// Longer sentences agree to or refuse terms only when they name them.
const SHORT: usize = 8;
/// Longer ones tell of a letter of somebody else, unless they say "your".
const BRIEF: usize = 4;
const LONGEST_RECEIPT: usize = 12;

const NOT_REFUSED: &[&str] = &["не отказываюсь", "не против", "не возражаю", "возражений нет", "no objection"];
const REFUSED: &[&str] = &[
    "не согласен",
    "не согласна",
    "не согласны",
    "несогласен",
    "несогласна",
    "несогласны",
    "не принимаю",
    "не принимаем",
    "не подтверждаю",
    "не устраивает",
    "не устраивают",
    "отказываюсь",
    "отказываемся",
    "я против",
    "категорически против",
    "do not agree",
    "don't agree",
    "cannot agree",
    "can't agree",
    "i disagree",
    "we disagree",
    "do not accept",
    "don't accept",
    "cannot accept",
    "can't accept",
    "i refuse",
    "we refuse",
    "i decline",
    "we decline",
    "i reject",
    "we reject",
    "offer is unacceptable",
    "terms are unacceptable",
    "nu sunt de acord",
    "nu suntem de acord",
    "nu accept",
    "nu acceptam",
    "^refuz",
    "^refuzam",
    "^resping",
];
const ACCEPTED: &[&str] = &[
    "согласен",
    "согласна",
    "согласны",
    "не возражаю",
    "возражений нет",
    "не против",
    "принимаю условия",
    "принимаю ваши условия",
    "принимаю предложение",
    "принимаю ваше предложение",
    "условия принимаю",
    "предложение принимаю",
    "подтверждаю согласие",
    "согласие подтверждаю",
    "подтверждаю получение и согласие",
    "подтверждаю условия",
    "i agree",
    "we agree",
    "^agreed",
    "i accept",
    "we accept",
    "no objection",
    "no objections",
    "i confirm my agreement",
    "confirm receipt and agreement",
    "sunt de acord",
    "suntem de acord",
    "de acord",
    "accept conditiile",
    "accept propunerea",
    "accept oferta",
    "confirm acordul",
    "confirm primirea si acordul",
];
const RECEIVED: &[&str] = &[
    "получил",
    "получила",
    "получили",
    "получено",
    "подтверждаю получение",
    "received",
    "got it",
    "got your",
    "confirm receipt",
    "am primit",
    "primit",
    "confirm primirea",
];
/// What terms and letters are called; words by their beginnings.
const TERMS: &[&str] = &["услови", "предложен", "terms", "offer", "proposal", "conditi", "propuner", "oferta"];
const LETTERS: &[&str] =
    &["письм", "сообщен", "ответ", "letter", "message", "mail", "reply", "scriso", "mesaj", "raspuns"];
const YOUR: &[&str] = &["ваш", "your", "dumneavoastra", "dvs"];
/// What may stand beside a bare "received".
const POLITE: &[&str] = &[
    "я",
    "мы",
    "все",
    "спасибо",
    "большое",
    "благодарю",
    "подтверждаю",
    "получение",
    "i",
    "we",
    "it",
    "thank",
    "thanks",
    "you",
    "have",
    "confirm",
    "receipt",
    "am",
    "va",
    "multumesc",
    "multumim",
    "primirea",
];
/// A condition or a "but" makes of an agreement a proposal of the customer's own.
const HEDGES: &[&str] = &[
    "если",
    "но",
    "только",
    "однако",
    "кроме",
    "при условии",
    "if",
    "but",
    "only",
    "unless",
    "except",
    "provided",
    "daca",
    "dar",
    "insa",
    "doar",
    "numai",
    "cu conditia",
];
/// Agreement with an opinion, and what others agree to.
const OF_SOMETHING_ELSE: &[&str] = &[
    "что",
    "отзывами",
    "вы",
    "вами",
    "она",
    "он",
    "они",
    "был",
    "была",
    "были",
    "that",
    "never",
    "not",
    "you",
    "ca",
    "sunteti",
    "dumneavoastra",
    "v-ati",
    "ati",
    "cineva",
];
const NO: &[&str] = &["не", "нет", "not", "never", "haven't", "hasn't", "didn't", "no", "nu", "n-am"];

fn sentence(text: &str) -> Option<ConfirmationState> {
    if text.trim_end().ends_with('?') {
        return None;
    }
    let words = spaced(text);
    let count = words.split_whitespace().count();
    let has = |list: &[&str]| list.iter().any(|phrase| stands_in(phrase, &words));
    let names = |list: &[&str]| words.split_whitespace().any(|w| list.iter().any(|stem| w.starts_with(stem)));
    let is_of_terms = count <= SHORT || names(TERMS);
    if has(REFUSED) && !has(NOT_REFUSED) {
        return (is_of_terms && !has(&["что", "that"])).then_some(Refused);
    }
    if has(ACCEPTED) {
        return match (is_of_terms, has(OF_SOMETHING_ELSE), has(HEDGES)) {
            (false, ..) | (_, true, _) => None,
            (.., true) => Some(Unclear),
            _ => Some(Accepted),
        };
    }
    (has(RECEIVED) && !has(NO) && is_receipt(&words)).then_some(Received)
}

/// Of our letter, and not of a parcel, a refund or somebody else's answer.
fn is_receipt(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let names = |list: &[&str]| words.split_whitespace().any(|w| list.iter().any(|stem| w.starts_with(stem)));
    let is_small = |word: &str| POLITE.contains(&word) || RECEIVED.iter().any(|r| r.split(' ').any(|w| w == word));
    words.split_whitespace().all(is_small)
        || (count <= BRIEF && names(LETTERS))
        || (count <= LONGEST_RECEIPT && names(YOUR) && (names(LETTERS) || names(TERMS)))
}

/// Folded words with one blank between them and at both ends.
fn spaced(text: &str) -> String {
    let folded = fold(text).replace('’', "'");
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-').filter(|w| !w.is_empty());
    words.fold(String::from(" "), |all, word| all + word + " ")
}

/// Whole words; after `^` at the beginning of the sentence.
fn stands_in(phrase: &str, words: &str) -> bool {
    match phrase.strip_prefix('^') {
        Some(first) => words.starts_with(&format!(" {first} ")),
        None => words.contains(&format!(" {phrase} ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(state: Option<ConfirmationState>, words: &[&str]) {
        for said in words {
            assert_eq!(confirmation_answer(said), state, "{said}");
        }
    }

    #[test]
    fn receipt_is_no_agreement() {
        // R12
        all(
            Some(Received),
            &[
                "Получил",
                "Получила, спасибо!",
                "Ваше письмо получил, подумаю.",
                "Подтверждаю получение письма.",
                "Received, thank you.",
                "Got it, thanks.",
                "Подтверждаю получение",
                "I received your letter and will think about it.",
                "Am primit scrisoarea.",
            ],
        );
    }

    #[test]
    fn worded_agreement_accepts() {
        // R12
        all(
            Some(Accepted),
            &[
                "Согласен с условиями",
                "👍 Согласен, начинайте",
                "Добрый день! Письмо получила. С условиями согласна. Мария",
                "Подтверждаю получение и согласие.",
                "Принимаю Ваше предложение.",
                "Не возражаю.",
                "I agree to the terms.",
                "Agreed.",
                "Sunt de acord cu condițiile.",
                "De acord\n\nOn Mon, 2 Mar 2026, Anna wrote:\n> nu accept",
            ],
        );
    }

    #[test]
    fn worded_refusal_refuses() {
        // R12
        all(
            Some(Refused),
            &[
                "Не согласен",
                "Я не согласна с условиями.",
                "Письмо получил. Такие условия меня не устраивают.",
                "Отказываюсь.",
                "I do not agree.",
                "I can’t accept your offer.",
                "Nu sunt de acord.",
                "Refuz propunerea dumneavoastră.",
            ],
        );
    }

    #[test]
    fn signs_conditions_and_both_at_once_are_unclear() {
        // R1, R12
        all(
            Some(Unclear),
            &[
                "👍",
                "👍🏽",
                "👎",
                "ок",
                "+",
                "Да.",
                "Согласен, если вернёте и за доставку.",
                "Согласна, но не раньше пятницы",
                "На 40 не согласен. На 80 согласен.",
                "I agree, but only to a refund.",
            ],
        );
    }

    #[test]
    fn other_words_say_nothing_of_it() {
        all(
            None,
            &[
                "",
                "Спасибо за ответ.",
                "А вы согласны вернуть деньги за доставку?",
                "Согласитесь, что сервис ужасный",
                "Согласен с тем, что сервис у вас ужасный.",
                "Я не получил деньги",
                "Не получила Ваше письмо.",
                "Я получил самовар с вмятиной на боку и без крышки.",
                "Вчера мастер приехал, и мы с ним были согласны в том, что розетку меняют целиком.",
                "I agree that this was rude.",
                "As you agreed on the phone, the master comes today.",
                "I received the parcel broken yesterday evening.",
                "Деньги банк получил!",
                "Получил письмо от банка о повышении ставки.",
                "На что я получила ответ, что уведомить нужно другим способом.",
                "On Monday I received a letter from the collection agency.",
                "This is completely unacceptable.",
                "I NEVER agreed to such a contract.",
                "They agreed to a refund.",
                "Paid the amount agreed.",
                "Согласна со всеми отрицательными отзывами.",
                "> Согласен",
            ],
        );
    }
}
