//! Whether a letter says no more than "we have received it" (R110): such a letter answers nothing, and no timer of an
//! answer stops for it.
//!
//! Precise rather than complete: one sentence of substance makes it an answer. Not its duty: the timers (`schedule`),
//! whether an answer is a good one (`check`).

use std::sync::LazyLock;

use jiff::civil::DateTime;

use super::outline::Outline;
use super::promises::{Act, Actor, read_promises};
use crate::text::{Patterns, Tokens, detect_language, sentences};

/// A longer sentence says something beside the receipt.
const LONGEST: usize = 18;

/// A name has at most so many words.
const MOST_NAMES: usize = 3;

/// True when the body of a letter tells of the receipt and of nothing else.
pub fn is_acknowledgement(letter: &str) -> bool {
    let outline = Outline::of(letter);
    let body = &outline.own[outline.body.clone()];
    let mut tells = false;
    let all = sentences(body);
    let last = all.len().saturating_sub(1);
    for (number, range) in all.into_iter().enumerate() {
        let sentence = body[range].trim();
        let tokens = Tokens::of(sentence);
        let words = tokens.iter().filter(|(token, _)| token.starts_with(char::is_alphanumeric)).count();
        // A name below the text, without closing words.
        let is_name = number == last && words <= MOST_NAMES && sentence.ends_with(char::is_alphanumeric);
        if words == 0 || is_name && tells {
            continue;
        }
        let is_receipt = RECEIPT.is_match(&tokens);
        if words > LONGEST || !(is_receipt || NOTHING.is_match(&tokens)) {
            return false;
        }
        tells |= is_receipt;
    }
    tells && !does_something(body)
}

/// A deed that is promised, or the writer's own word, is more than a receipt; that somebody will write is not.
fn does_something(body: &str) -> bool {
    let lang = detect_language(body).unwrap_or("ru");
    let any_day = DateTime::constant(2026, 1, 5, 12, 0, 0, 0);
    let is_deed =
        |actor: Actor, act: Act| actor == Actor::Me || act == Act::Do || (actor == Actor::Ours && act != Act::Contact);
    read_promises(body, lang, any_day).iter().any(|p| is_deed(p.actor, p.act) && p.when.is_some())
}

static RECEIPT: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(&[
        "(получил~|приня~|зарегистрирова~) …4 (обращени~|письм~|жалоб~|заявк~|запрос~|сообщени~|претензи~|отзыв~)",
        "(обращени~|письм~|жалоб~|заявк~|запрос~|сообщени~|претензи~|отзыв~) …4 (получен~|принят~|зарегистрирован~|передан~|поступил~|рассматрива~|рассмотрени~|работе|обработк~)",
        "(received|registered|logged) …4 (message|complaint|letter|email|e-mail|request|enquiry|inquiry|ticket|feedback)",
        "(message|complaint|letter|email|e-mail|request|enquiry|inquiry|ticket|feedback) …4 (received|registered|logged|forwarded|passed|reviewed|queue)",
        "(primit|inregistrat) …4 (mesaj~|reclamati~|sesizar~|scrisoar~|cerer~|solicitar~)",
        "(mesaj~|reclamati~|sesizar~|scrisoar~|cerer~|solicitar~) …4 (primit~|inregistrat~|transmis~|analiza|lucru)",
    ])
    .expect("the patterns are constants and tested")
});

/// What may stand beside it and still answers nothing.
static NOTHING: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(&[
        "(спасибо|благодар~)",
        "(ожидайте|подождите|дождитесь|терпени~)",
        "(мы|специалист~|сотрудник~|менеджер~|коллег~) …4 (свяж~|ответ~|рассмотр~|верн~|изуч~|разбер~)",
        "^ (свяжемся|ответим|рассмотрим|вернемся|разберемся)",
        "(номер|срок) …2 (обращени~|заявк~|запрос~|рассмотрени~|ответа)",
        "(извинени~|извините|простите)",
        "(thank|thanks|appreciate)",
        "(please|kindly) …2 (wait|patient|patience)",
        "(we|team|colleague|colleagues|specialist|specialists) …3 (get back|reply|respond|contact|review|look into|be in touch)",
        "(reference|ticket|case|request) number",
        "(sorry|apologise|apologize|apologies)",
        "(multumim|multumesc)",
        "(asteptati|rabdare|rabdarea)",
        "(vom|va|vor) …3 (raspunde|contacta|reveni|analiza|examina)",
        "(numarul|termenul) …3 (sesizar~|cerer~|reclamati~|raspuns~|inregistrare|solicitar~)",
        "(scuze|scuzele|scuzati|regretam)",
    ])
    .expect("the patterns are constants and tested")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_in_any_words_answers_nothing() {
        // R110
        for letter in [
            "Мы получили ваше обращение.",
            "Уважаемая Мария Ивановна!\n\nВаше обращение принято и зарегистрировано под номером 4412. Спасибо, что написали \
             нам. Мы рассмотрим его и свяжемся с Вами в ближайшее время.\n\nС уважением,\nАнна Иванова",
            "Здравствуйте! Ваша заявка передана специалистам. Ожидайте, пожалуйста. Приносим извинения за неудобства.",
            "Dear Amy,\n\nWe have received your complaint. Our team will get back to you within 30 days.\n\nKind regards,\nAnna",
            "Здравствуйте! Ваше обращение получено.\n\nАнна Иванова",
            "Thank you for your feedback. Your request has been forwarded to the department.",
            "Bună ziua!\n\nAm primit sesizarea dumneavoastră. Vă vom răspunde în cel mai scurt timp.\n\nCu stimă,\nAna",
        ] {
            assert!(is_acknowledgement(letter), "{letter}");
        }
    }

    #[test]
    fn one_sentence_of_substance_makes_it_an_answer() {
        for letter in [
            "Мы получили Ваше обращение. Деньги вернём сегодня до 18:00.",
            "Мария Ивановна, получила Ваше письмо, разберусь сама и напишу Вам завтра до 12:00.",
            "Уважаемая Мария Ивановна!\n\nМы пришлём мастера сегодня.\n\n- Анна Иванова",
            "Спасибо за письмо! Скидку я начислила.",
            "Здравствуйте! Ваше обращение принято. Какой у Вас номер договора?",
            "We have received your complaint, and the courier will bring the parcel tomorrow at 10.",
            "Am primit mesajul dumneavoastră. Banii au fost returnați ieri.",
            "Dear Maria! Done. Anna",
            "Thank you!",
            "👍",
            "",
        ] {
            assert!(!is_acknowledgement(letter), "{letter}");
        }
    }
}
