//! The questions we put to a customer and that he has not answered yet (R14).
//!
//! A worded answer closes what it speaks of; a sign such as 👍 closes nothing. What the words do not show an operator
//! closes with a mark. Not its duty: what a sign of assent means (`triage`), questions of the customer (`check`).

use std::sync::LazyLock;

use jiff::Timestamp;

use super::check::matter_of;
use super::outline::Outline;
use crate::model::{CaseFile, Message, MessageId, MessageKind};
use crate::text::{Patterns, Tokens, sentences};

/// A question of ours that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The letter it stands in.
    pub message: MessageId,
    /// The sentence, in one line.
    pub text: String,
    pub at: Timestamp,
}

/// More than these of one letter are not listed: so many question marks ask nothing.
const MOST_IN_A_LETTER: usize = 12;
/// Of more open ones the latest are kept: a case is not read for ever.
const MOST_OPEN: usize = 40;
/// A longer sentence is text that lost its full stops.
const LONGEST: usize = 400;

/// The open questions of a case, the oldest first. A question that was put again stands once, where it was put last.
pub fn open_questions(file: &CaseFile) -> Vec<OpenQuestion> {
    let mut open: Vec<OpenQuestion> = Vec::new();
    for message in &file.messages {
        if message.is_outbound() {
            for text in asked(&message.body) {
                open.retain(|q| q.text != text);
                open.push(OpenQuestion { message: message.id, text, at: message.at });
            }
            open.drain(..open.len().saturating_sub(MOST_OPEN));
        } else if message.kind == MessageKind::Inbound && !open.is_empty() {
            close_answered(&mut open, message);
        }
    }
    let marks = &file.case.closed_questions;
    open.retain(|q| !marks.iter().any(|mark| mark.message == q.message && mark.question == q.text));
    open
}

/// The questions of a letter: not those of its signature, of quotations, or those that only sound like one.
fn asked(body: &str) -> Vec<String> {
    let outline = Outline::of(body);
    let own = &outline.own[outline.body.clone()];
    let all: Vec<&str> = sentences(own).into_iter().map(|range| own[range].trim()).collect();
    let is_real = |at: &usize| {
        let sentence = all[*at];
        let next = all.get(at + 1).copied().unwrap_or_default();
        sentence.ends_with('?') && sentence.len() <= LONGEST && !is_rhetorical(sentence, next)
    };
    let mut out: Vec<String> = Vec::new();
    for at in (0..all.len()).filter(is_real).take(MOST_IN_A_LETTER) {
        let line = all[at].split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().any(char::is_alphabetic) && !out.contains(&line) {
            out.push(line);
        }
    }
    out
}

/// "Any questions?" invites, and a question that the next sentence answers explains.
fn is_rhetorical(sentence: &str, next: &str) -> bool {
    static INVITES: LazyLock<Patterns> = LazyLock::new(|| {
        Patterns::new(&[
            "(остались|остались ли|есть|возникли|появились|появятся|будут) …3 вопросы",
            "(any|more|further|other|have) …2 questions",
            "(intrebari|nelamuriri) ?",
        ])
        .expect("the patterns are constants and tested")
    });
    static ANSWERS: LazyLock<Patterns> = LazyLock::new(|| {
        Patterns::new(&[
            "^ (потому что|дело в том|все дело|причина в|ответ)",
            "^ (because|the reason|the answer|it turned out)",
            "^ (pentru ca|deoarece|motivul|raspunsul)",
        ])
        .expect("the patterns are constants and tested")
    });
    INVITES.is_match(&Tokens::of(sentence)) || ANSWERS.is_match(&Tokens::of(next))
}

/// Takes away what the customer's word answers.
fn close_answered(open: &mut Vec<OpenQuestion>, message: &Message) {
    let outline = Outline::of(&message.body);
    let answer = Answer::of(&outline.own);
    if !answer.has_words {
        return;
    }
    let is_only_one = open.len() == 1;
    let touches = matter_of(&answer.tokens);
    open.retain(|question| {
        let tokens = Tokens::of(&question.text);
        !(is_only_one && answer.tells || answer.is_of_kind(&tokens) || touches(&tokens))
    });
}

/// What the customer wrote himself, as far as it can answer.
struct Answer {
    tokens: Tokens,
    /// More than a sign: a word or a number.
    has_words: bool,
    /// Something is told, and not only asked back.
    tells: bool,
}

/// Words that are no more than a 👍; messengers name stickers so.
const SIGNS: &[&str] = &[
    "ok",
    "okay",
    "okey",
    "oki",
    "k",
    "ок",
    "окей",
    "окэй",
    "ага",
    "угу",
    "mhm",
    "aha",
    "sticker",
    "стикер",
    "reaction",
    "реакция",
    "reactie",
];
const YES_OR_NO: &[&str] =
    &["да", "нет", "yes", "yep", "no", "nope", "da", "nu", "согласен", "согласна", "согласны", "agree", "agreed"];
/// Words that ask for more than yes or no, folded.
const ASKING: &[&str] = &[
    "когда",
    "где",
    "куда",
    "откуда",
    "сколько",
    "как",
    "какой",
    "какая",
    "какое",
    "какие",
    "каком",
    "какую",
    "каких",
    "кто",
    "кого",
    "что",
    "чем",
    "чего",
    "почему",
    "when",
    "where",
    "how",
    "what",
    "which",
    "who",
    "why",
    "cand",
    "unde",
    "cat",
    "cati",
    "cate",
    "cum",
    "ce",
    "care",
    "cine",
];
const ASKING_FOR_TIME: &[&str] = &["когда", "when", "cand"];
const ASKING_FOR_NUMBER: &[&str] = &["сколько", "номер", "many", "much", "number", "cat", "cati", "cate", "numarul"];

impl Answer {
    fn of(own: &str) -> Self {
        let tokens = Tokens::of(own);
        let is_word = |token: &str| token.starts_with(char::is_alphanumeric) && !SIGNS.contains(&token);
        let has_words = tokens.iter().any(|(token, _)| is_word(token));
        let tells = sentences(own).into_iter().any(|range| !own[range].trim().ends_with('?'));
        Self { has_words, tells, tokens }
    }

    /// "When?" and "how much?" are answered by a number, what asks for yes or no by that word.
    fn is_of_kind(&self, question: &Tokens) -> bool {
        let asks = |words: &[&str]| question.iter().any(|(token, _)| words.contains(&token));
        let says = |words: &[&str]| self.tokens.iter().any(|(token, _)| words.contains(&token));
        let has_number = || self.tokens.iter().any(|(token, _)| token.starts_with(|c: char| c.is_ascii_digit()));
        let is_number = (asks(ASKING_FOR_TIME) || asks(ASKING_FOR_NUMBER)) && has_number();
        is_number || (!asks(ASKING) && self.tells && says(YES_OR_NO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::QuestionClosed;
    use crate::schedule::fixtures::{case, case_file, message, operator};
    use MessageKind::{Auto, Inbound, Note, PublicReply, Reply};

    fn file(words: &[(MessageKind, &str)]) -> CaseFile {
        let said = words.iter().zip(1..);
        let messages = said.map(|((kind, body), n)| Message { body: (*body).into(), ..message(n, kind.clone()) });
        case_file(case(), messages.collect())
    }

    fn open(words: &[(MessageKind, &str)]) -> Vec<String> {
        open_questions(&file(words)).into_iter().map(|q| q.text).collect()
    }

    const LETTER: &str = "Здравствуйте, Мария Ивановна!\n\nПриношу свои извинения за задержку. Какой номер договора? \
                          Вам удобно принять мастера в четверг?\n\nС уважением,\nАнна Иванова";

    #[test]
    fn a_question_of_ours_is_open_until_the_customer_answers_in_words() {
        // R14
        assert_eq!(open(&[(Reply, LETTER)]), ["Какой номер договора?", "Вам удобно принять мастера в четверг?"]);
        for silent in [(Inbound, "👍"), (Inbound, "ок"), (Auto, "Письмо получено."), (Note, "Да, 12345")]
        {
            assert_eq!(open(&[(Reply, LETTER), silent]).len(), 2);
        }
        assert_eq!(open(&[(Reply, LETTER), (Inbound, "Да, удобно. Договор 12345.")]), Vec::<String>::new());
    }

    #[test]
    fn an_answer_closes_what_it_speaks_of_and_no_more() {
        // R14
        let left = open(&[(Reply, LETTER), (Inbound, "Номер 12345")]);
        assert_eq!(left, ["Вам удобно принять мастера в четверг?"]);
        let left = open(&[(Reply, LETTER), (Inbound, "В четверг меня нет дома"), (Inbound, "А что с деньгами?")]);
        assert_eq!(left, ["Какой номер договора?"]);
    }

    #[test]
    fn a_single_question_is_answered_by_any_word_but_not_by_a_question_back() {
        // R14
        for (asked, told) in [
            ("Какой исход Вас устроит?", "Верните деньги"),
            ("What outcome would satisfy you?", "A refund, please."),
            ("Ce soluție v-ar mulțumi?", "Vreau banii înapoi."),
        ] {
            assert_eq!(open(&[(Reply, asked), (Inbound, "?")]).len(), 1, "{asked}");
            assert_eq!(open(&[(Reply, asked), (Inbound, told)]), Vec::<String>::new(), "{asked}");
        }
        assert_eq!(open(&[(Reply, "Какой исход Вас устроит?"), (Inbound, "А где мой заказ?")]).len(), 1);
    }

    #[test]
    fn quotations_signatures_invitations_and_explanations_ask_nothing() {
        let body = "> Где мой заказ?\n\nПочему так вышло? Потому что склад закрыли. Остались вопросы? Звоните мне.\n\n\
                    С уважением,\nАнна\nНужна помощь?";
        assert_eq!(open(&[(Reply, body)]), Vec::<String>::new());
        assert_eq!(open(&[(Reply, "Do you have any further questions?")]), Vec::<String>::new());
        assert_eq!(open(&[(Reply, "Mai aveți întrebări?")]), Vec::<String>::new());
        assert_eq!(open(&[(Note, "Кто займётся?"), (Auto, "Как дела?")]), Vec::<String>::new());
    }

    #[test]
    fn the_words_quoted_below_an_answer_answer_nothing() {
        let mail = "ок\n\n> Какой номер договора? Вам удобно принять мастера в четверг?\n> да";
        assert_eq!(open(&[(Reply, LETTER), (Inbound, mail)]).len(), 2);
    }

    #[test]
    fn a_question_put_again_stands_once() {
        let asked = "Какой номер договора?";
        let found = open_questions(&file(&[(Reply, asked), (PublicReply, asked)]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, message(2, PublicReply).id);
    }

    #[test]
    fn a_mark_of_an_operator_closes_one() {
        // R14
        let mut file = file(&[(Reply, LETTER)]);
        let first = open_questions(&file).remove(0);
        file.case.closed_questions.push(QuestionClosed {
            message: first.message,
            question: first.text,
            by: operator(),
            at: first.at,
        });
        let left: Vec<_> = open_questions(&file).into_iter().map(|q| q.text).collect();
        assert_eq!(left, ["Вам удобно принять мастера в четверг?"]);
    }
}
