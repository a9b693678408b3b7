//! "Ok, thanks" after our answer: a customer's word that waits for no other of ours (R111, R143).
//!
//! Precise rather than complete: every word of it must be one that thanks, agrees or takes leave. A question mark, a
//! number, or any other word makes it a word like every other, which waits. Not its duty: what the desk does then.

use crate::model::{Author, Message, MessageKind};
use crate::text::{fold, words};

use super::consent::{open_term, own_words};

/// A longer text says something.
const LONGEST: usize = 16;

/// True when the last word of the customer only thanks for what we wrote since his word before it, and nothing of ours is
/// open in that: no question, no offer. `thread` is in time order.
pub fn is_thanks_for_answer(thread: &[Message]) -> bool {
    let Some(last) = thread.iter().rposition(|m| m.kind == MessageKind::Inbound) else { return false };
    let (before, answer) = (&thread[..last], &thread[last]);
    let names: Vec<&str> = thread.iter().filter_map(name_of).collect();
    let ours = || before.iter().rev().take_while(|m| m.kind != MessageKind::Inbound).filter(|m| m.is_outbound());
    answer.attachments.is_empty()
        && is_bare_thanks(&answer.body, &names)
        && ours().next().is_some()
        && !ours().any(|m| open_term(&m.body).is_some())
}

fn name_of(message: &Message) -> Option<&str> {
    match &message.author {
        Author::Customer { name } | Author::Operator { name, .. } => Some(name),
        _ => None,
    }
}

/// True when a text thanks and says nothing else. `names` are those of the people who talk: «Спасибо, Анна!»
pub fn is_bare_thanks(body: &str, names: &[&str]) -> bool {
    let own = own_words(body);
    if !own.chars().all(is_quiet) {
        return false;
    }
    let names: Vec<String> = names.iter().flat_map(|name| words(name)).map(|(_, word)| fold(word)).collect();
    let said: Vec<String> = words(&own).map(|(_, word)| fold(word)).collect();
    let is_known =
        |word: &String| THANKS.contains(&word.as_str()) || BESIDE.contains(&word.as_str()) || names.contains(word);
    said.len() <= LONGEST && said.iter().any(|word| THANKS.contains(&word.as_str())) && said.iter().all(is_known)
}

/// Letters, friendly signs and the marks between them; no number, no question, no "((".
fn is_quiet(c: char) -> bool {
    c.is_alphabetic()
        || c.is_whitespace()
        || matches!(c, '.' | ',' | '!' | '…' | ')' | ':' | ';' | '-' | '–' | '—' | '\'' | '’' | '"' | '«' | '»' | '+')
        || matches!(c, '🙂' | '😊' | '😉' | '☺' | '❤' | '♥' | '🌷' | '💐' | '🌹' | '🙏' | '👍' | '👌' | '🤝')
        || matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{300}'..='\u{36f}')
}

/// Words that thank, folded.
#[rustfmt::skip]
const THANKS: &[&str] = &[
    "спасибо", "спасибочки", "спс", "благодарю", "благодарим", "благодарна", "благодарен", "признательна", "признателен",
    "thanks", "thank", "thx", "cheers", "appreciated",
    "multumesc", "multumim", "mersi", "merci", "multam",
];

/// Words that may stand beside them and ask for nothing, folded.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    // Russian
    "ок", "окей", "хорошо", "ладно", "понял", "поняла", "поняли", "понятно", "ясно", "принято", "отлично", "прекрасно", "да",
    "вам", "вас", "большое", "огромное", "очень", "за", "и", "с", "все", "это", "ваш", "вашу", "ваше",
    "ответ", "помощь", "ясность", "информацию", "разъяснение", "разъяснения", "объяснение", "объяснения", "подробный",
    "быстрый", "скорый", "оперативный", "оперативность", "отклик", "внимание", "понимание", "заботу", "участие", "письмо",
    "звонок", "здравствуйте", "добрый", "день", "вечер", "всего", "доброго", "хорошего", "дня", "вечера", "выходных", "до",
    "свидания", "уважением", "взаимно",
    // English
    "ok", "okay", "perfect", "lovely", "good", "got", "it", "understood", "noted", "you", "so", "very", "much", "many", "for",
    "the", "your", "quick", "prompt", "kind", "reply", "response", "answer", "help", "letting", "me", "know", "clarity",
    "clarifying", "clarification", "explaining", "explanation", "information", "update", "and", "have", "a", "nice", "day",
    "evening", "weekend", "all", "best", "regards", "wishes", "hello", "hi", "dear", "yes",
    // Romanian
    "bine", "in", "regula", "am", "inteles", "frumos", "mult", "foarte", "va", "pentru", "raspuns", "raspunsul", "ajutor",
    "ajutorul", "lamurire", "lamuriri", "clarificare", "clarificari", "informatie", "informatii", "promptitudine", "rapid",
    "o", "zi", "buna", "ziua", "frumoasa", "seara", "si", "cu", "stima", "respect", "numai", "la", "revedere", "tot",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::fixtures::message;
    use MessageKind::{Inbound, Note, Reply};

    #[test]
    fn r111_a_word_that_only_thanks() {
        for text in [
            "Ок, спасибо",
            "Ок, спасибо за ясность.",
            "Спасибо!",
            "Спасибо большое, Анна! Хорошего дня 🙂",
            "Понял, благодарю за быстрый ответ.\n\n> Вы писали: вернём?",
            "Благодарю Вас.\n\nС уважением,\nМалышев",
            "ok, thanks",
            "Thank you very much for letting me know.",
            "Got it, thanks!",
            "Ok, mulțumesc",
            "Am înțeles, vă mulțumesc frumos pentru răspuns. O zi bună!",
            "Mersi :)",
        ] {
            assert!(is_bare_thanks(text, &["Анна Иванова", "Игорь Малышев"]), "{text}");
        }
    }

    #[test]
    fn r111_a_question_a_number_or_any_other_word_makes_it_count() {
        for text in [
            "Ок",
            "👍",
            "",
            "Спасибо, а когда?",
            "Спасибо, жду",
            "Спасибо, но деньги не пришли",
            "Спасибо за испорченный праздник",
            "Спасибо, 500 рублей не хватает",
            "Ну спасибо",
            "Спасибо((",
            "Спасибо 😡",
            "Thanks for nothing",
            "Thanks, still broken",
            "Thanks, 2 items are missing",
            "Mulțumesc, dar nu merge",
            "Mulțumesc, când?",
            "Спасибо, Виктор",
        ] {
            assert!(!is_bare_thanks(text, &["Анна Иванова"]), "{text}");
        }
    }

    #[test]
    fn r111_only_after_an_answer_that_leaves_nothing_open() {
        let holds = |words: &[(MessageKind, &str)]| {
            let say = |(n, (kind, body)): (u128, &(MessageKind, &str))| Message {
                body: (*body).into(),
                ..message(n, kind.clone())
            };
            is_thanks_for_answer(&(1..).zip(words).map(say).collect::<Vec<_>>())
        };
        const DONE: &str = "Мария Ивановна, деньги вернули сегодня. Анна Иванова";
        assert!(holds(&[(Inbound, "Верните деньги."), (Reply, DONE), (Inbound, "Ок, спасибо")]));
        assert!(holds(&[(Inbound, "Верните деньги."), (Reply, DONE), (Note, "сверить"), (Inbound, "Ок, спасибо")]));
        assert!(!holds(&[(Inbound, "Ок, спасибо")]));
        assert!(!holds(&[(Inbound, "Верните деньги."), (Inbound, "Ок, спасибо")]));
        assert!(!holds(&[(Inbound, "Верните."), (Reply, "Подойдёт ли Вам вторник?"), (Inbound, "Ок, спасибо")]));
        assert!(!holds(&[(Inbound, "Верните."), (Reply, "Предлагаем скидку."), (Inbound, "Ок, спасибо")]));
        assert!(!holds(&[(Inbound, "Верните."), (Reply, DONE), (Inbound, "А когда?"), (Inbound, "Спасибо")]));
    }
}
