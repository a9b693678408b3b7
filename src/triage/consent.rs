//! Agreement by 👍, "ок" or "+" to something we had asked or offered: possibly binding, so never to be ignored and never
//! to be taken for a clear word (R1, R2).

use crate::model::{AmbiguousConsent, Message, MessageKind};
use crate::text::sentences;

/// The ambiguous consent in the last word of the customer, if it is one: nothing but a sign of assent, while an offer,
/// a question or a term of ours is open. `thread` is in time order.
///
/// Open is what we said since the customer's word before it. A worded answer («Согласен, начинайте» 👍) is none, and
/// after «Спасибо, до свидания» there is nothing to assent to.
pub fn ambiguous_consent(thread: &[Message]) -> Option<AmbiguousConsent> {
    let (before, last) = thread.split_at(thread.iter().rposition(|m| m.kind == MessageKind::Inbound)?);
    let answer = last.first()?;
    let sign = sign_of_assent(&own_words(&answer.body))?;
    let term = before
        .iter()
        .rev()
        .take_while(|message| message.kind != MessageKind::Inbound)
        .filter(|message| message.is_outbound())
        .find_map(|message| open_term(&message.body))?;
    // "Yes" to a question that was put is a word, and a clear one.
    if sign == Sign::BareYes && term.ends_with('?') {
        return None;
    }
    Some(AmbiguousConsent { message: answer.id, term, at: answer.at })
}

/// True when a text is a sign instead of words: 👍, "ок", a lone "да", any emoji.
pub(super) fn is_sign(text: &str) -> bool {
    let is_picture = |c: char| !c.is_alphanumeric() && c > '\u{2190}';
    let is_wordless = !text.contains(char::is_alphanumeric) && text.contains(is_picture);
    is_wordless || sign_of_assent(text).is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// 👍, +, ok
    Mark,
    /// A lone "да", "da", "yes": clear only as the answer to a question.
    BareYes,
}

const OK: &[&str] =
    &["ok", "okay", "okey", "oki", "k", "ок", "окей", "окэй", "оке", "ага", "угу", "mhm", "uhm", "aha", "okk"];
const YES: &[&str] = &["да", "da", "yes", "yep", "yeah"];
/// How messengers write a reaction or a sticker when they hand it on as text.
const STICKERS: &[&str] = &["sticker", "стикер", "reaction", "реакция", "reacție", "reactie"];

/// The sign, when the text is nothing else.
fn sign_of_assent(text: &str) -> Option<Sign> {
    if text.chars().count() > 60 {
        return None;
    }
    let mut sign = None;
    let mut words = String::new();
    for c in text.chars() {
        match c {
            '+' | '👍' | '👌' | '✅' | '🤝' | '✔' | '☑' | '🆗' | '👏' | '🙏' | '💪' | '🙌' => {
                sign = Some(Sign::Mark)
            }
            c if is_silent(c) => words.push(' '),
            c if c.is_alphanumeric() => words.extend(c.to_lowercase()),
            _ => return None,
        }
    }
    for word in words.split_whitespace() {
        let found = match word {
            _ if OK.contains(&word) || STICKERS.contains(&word) => Sign::Mark,
            // "+1"
            "1" if sign.is_some() => Sign::Mark,
            _ if YES.contains(&word) => Sign::BareYes,
            _ => return None,
        };
        sign = Some(if sign == Some(Sign::Mark) { Sign::Mark } else { found });
    }
    // "Да?" asks back instead of agreeing.
    let asks = text.contains('?');
    sign.map(|sign| if asks { Sign::Mark } else { sign })
}

/// Marks that say nothing of their own: blanks, punctuation, variation selectors, joiners, skin tones, smiles.
fn is_silent(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '.' | ',' | '!' | '?' | '…' | ')' | '(' | ':' | ';' | '-' | '[' | ']' | '"' | '«' | '»')
        || matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '🙂' | '😊' | '😉' | '😀')
}

/// What the customer wrote himself: without quotation, without the mark of his telephone, without a signature block.
pub(super) fn own_words(body: &str) -> String {
    body.lines()
        .map(str::trim)
        .take_while(|line| !begins_foreign_text(line))
        .filter(|line| !line.starts_with('>'))
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

fn begins_foreign_text(line: &str) -> bool {
    const OPENINGS: &[&str] = &["-----", "_____", "sent from my", "отправлено с", "отправлено из", "trimis de pe"];
    const CLOSINGS: &[&str] = &["wrote:", "пишет:", "писал:", "писал(а):", "написал:", "написал(а):", "a scris:"];
    let line = line.to_lowercase();
    line == "--"
        || OPENINGS.iter().any(|opening| line.starts_with(opening))
        || CLOSINGS.iter().any(|closing| line.ends_with(closing))
}

/// Words by which an offer or a term of ours is known, in any of the three languages, lower case.
const OFFERS: &[&str] = &[
    "предлага",
    "предложен",
    "подтверд",
    "согласны",
    "согласие",
    "готовы вернуть",
    "готовы заменить",
    "можем вернуть",
    "можем заменить",
    "дайте мне знать",
    "we offer",
    "we can offer",
    "i can offer",
    "i offer",
    "we propose",
    "i propose",
    "please confirm",
    "your consent",
    "your agreement",
    "if you agree",
    "let me know",
    "propunem",
    "vă propun",
    "propunerea",
    "vă oferim",
    "va oferim",
    "confirmați",
    "confirmaţi",
    "confirmati",
    "sunteți de acord",
    "sunteţi de acord",
    "sunteti de acord",
    "acordul dumneavoastră",
];

/// The last sentence of a letter that asks, offers or sets a term: a question first, else an offer.
pub(super) fn open_term(body: &str) -> Option<String> {
    let own = own_words(body);
    let sentences: Vec<&str> = sentences(&own).into_iter().map(|range| &own[range]).collect();
    let asked = sentences.iter().rev().find(|s| s.ends_with('?'));
    let offered = || {
        sentences.iter().rev().find(|sentence| {
            let sentence = sentence.to_lowercase();
            OFFERS.iter().any(|offer| sentence.contains(offer))
        })
    };
    asked.or_else(offered).map(|sentence| (*sentence).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::fixtures::message;
    use MessageKind::{Auto, Inbound, Note, Reply};

    fn thread(words: &[(MessageKind, &str)]) -> Vec<Message> {
        words
            .iter()
            .zip(1..)
            .map(|((kind, body), number)| Message { body: (*body).into(), ..message(number, kind.clone()) })
            .collect()
    }

    fn term(words: &[(MessageKind, &str)]) -> Option<String> {
        ambiguous_consent(&thread(words)).map(|consent| consent.term)
    }

    const OFFER: &str = "Мария Ивановна, благодарю за письмо. Предлагаем заменить самовар до 14 марта. Анна Иванова";

    #[test]
    fn a_sign_of_assent_to_an_open_offer_is_ambiguous() {
        // R1
        let signs = [
            "👍",
            "👍🏽",
            "👌",
            "✅",
            "🤝",
            "+",
            "+1",
            "++",
            "ок",
            "Ок.",
            "OK!",
            "okey",
            "окей",
            "ok 👍",
            "да",
            "Да?",
            "[sticker]",
        ];
        for sign in signs {
            assert!(term(&[(Reply, OFFER), (Inbound, sign)]).is_some(), "{sign}");
        }
    }

    #[test]
    fn a_worded_answer_is_no_ambiguous_one() {
        // R1
        let answers =
            ["👍 Согласен, начинайте", "Да, согласен", "Не согласен", "ок, но не раньше пятницы", "👎", "", "De acord"];
        for answer in answers {
            assert_eq!(term(&[(Reply, OFFER), (Inbound, answer)]), None, "{answer}");
        }
    }

    #[test]
    fn without_an_open_term_a_thumb_is_only_a_thumb() {
        // R1
        assert_eq!(term(&[(Reply, "Спасибо, до свидания"), (Inbound, "👍")]), None);
        assert_eq!(term(&[(Inbound, "👍")]), None);
        assert_eq!(term(&[(Inbound, "Где заказ?"), (Auto, "Вы согласны?"), (Inbound, "👍")]), None);
        // The offer was answered in words; what followed was a goodbye.
        assert_eq!(
            term(&[(Reply, OFFER), (Inbound, "Согласна"), (Reply, "Спасибо, до свидания"), (Inbound, "👍")]),
            None
        );
    }

    #[test]
    fn the_term_is_named_as_we_had_put_it() {
        let asked = "Правильно ли я понимаю, что Вы согласны с заменой и мы можем начинать? С уважением, Анна";
        let found = term(&[(Reply, asked), (Note, "ждём?"), (Inbound, "👍")]);
        assert_eq!(found.as_deref(), Some("Правильно ли я понимаю, что Вы согласны с заменой и мы можем начинать?"));
        assert_eq!(
            term(&[(Reply, OFFER), (Inbound, "ок")]).as_deref(),
            Some("Предлагаем заменить самовар до 14 марта.")
        );
    }

    #[test]
    fn three_languages_are_understood() {
        assert!(term(&[(Reply, "We can offer a full refund of €40."), (Inbound, "ok")]).is_some());
        assert!(term(&[(Reply, "Vă propunem înlocuirea produsului."), (Inbound, "ok")]).is_some());
        assert!(term(&[(Reply, "Sunteți de acord cu înlocuirea?"), (Inbound, "👍")]).is_some());
    }

    #[test]
    fn yes_to_a_question_is_a_word_and_yes_to_an_offer_is_not() {
        assert_eq!(term(&[(Reply, "Sunteți de acord cu înlocuirea?"), (Inbound, "Da.")]), None);
        assert!(term(&[(Reply, OFFER), (Inbound, "Да.")]).is_some());
    }

    #[test]
    fn quotation_below_the_sign_does_not_hide_it() {
        let mail = "Ок\n\nОтправлено с iPhone\n\n> Предлагаем заменить самовар\n> до 14 марта";
        assert!(term(&[(Reply, OFFER), (Inbound, mail)]).is_some());
        let mail = "👍\r\n\r\nOn Mon, 2 Mar 2026 at 10:00, Anna wrote:\r\n> Shall we begin?";
        assert!(term(&[(Reply, "Shall we begin?"), (Inbound, mail)]).is_some());
    }
}
