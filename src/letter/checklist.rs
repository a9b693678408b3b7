//! The live checklist beside a letter: the five ways to make it personal (002:L45-66), and the phrases it uses.
//!
//! Not its duty: blocking anything (`check`).

use std::ops::Range;

use super::check::{CheckContext, Finding, Look, Said};
use super::greeting::address;
use super::phrase::{Piece, pieces};
use super::phrasebook::Phrasebook;
use super::signature::is_signed;
use crate::text::{Folded, fold};

/// The five methods, in the order of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Conversational language, short sentences, no jargon (R78-R81).
    PlainWords,
    /// Sympathy with the customer's view, even if he is wrong (R82).
    Sympathy,
    /// The name inside the text; a greeting does not count (R83).
    NameInBody,
    /// The operator's own signature (R84).
    Signed,
    /// The assurance of personal control (R85).
    PersonalControl,
}

impl Method {
    pub const ALL: [Method; 5] =
        [Self::PlainWords, Self::Sympathy, Self::NameInBody, Self::Signed, Self::PersonalControl];

    /// The short name in the checklist.
    pub fn title(self) -> Said {
        match self {
            Self::PlainWords => Said::new("plain words", "простые слова", "cuvinte simple"),
            Self::Sympathy => Said::new("sympathy", "сочувствие", "empatie"),
            Self::NameInBody => Said::new("the name in the text", "имя в тексте", "numele în text"),
            Self::Signed => Said::new("signed", "подпись", "semnată"),
            Self::PersonalControl => Said::new("personal control", "личный контроль", "control personal"),
        }
    }

    fn advice(self) -> Said {
        match self {
            Self::PlainWords => Said::new(
                "Shorter sentences and everyday words, as if across a table.",
                "Короче предложения и обычные слова, как за одним столом.",
                "Propoziții mai scurte și cuvinte obișnuite, ca la aceeași masă.",
            ),
            Self::Sympathy => Said::new(
                "Say that you understand (P3, P6, P8): there was a serious reason to write.",
                "Скажите, что понимаете (P3, P6, P8): для письма была серьёзная причина.",
                "Spuneți că înțelegeți (P3, P6, P8): a existat un motiv serios pentru a scrie.",
            ),
            Self::NameInBody => Said::new(
                "Address the customer by name once more inside the text.",
                "Обратитесь к клиенту по имени ещё раз, внутри текста.",
                "Adresați-vă clientului pe nume încă o dată, în text.",
            ),
            Self::Signed => {
                Said::new("Sign with your own name.", "Подпишитесь своим именем.", "Semnați cu numele dumneavoastră.")
            }
            Self::PersonalControl => Said::new(
                "Promise to see to it yourself, and until when (D1).",
                "Пообещайте проследить лично и скажите, до какого дня (D1).",
                "Promiteți că urmăriți personal și până când (D1).",
            ),
        }
    }
}

/// What goes against a way: where it is found, the way is not gone, whatever else the letter says.
fn against(method: Method) -> &'static [&'static str] {
    match method {
        Method::PlainWords => &["jargon_or_bureaucratese", "talks_down", "long_sentences"],
        Method::Sympathy => &["half_apology", "blames_customer_or_doubts_word", "talks_down"],
        Method::NameInBody | Method::Signed | Method::PersonalControl => &[],
    }
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub method: Method,
    pub done: bool,
    /// Where it is done, or what hinders it (bytes).
    pub span: Option<Range<usize>>,
    /// What to do while it is not done.
    pub advice: Said,
}

/// A phrase that the letter uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedPhrase {
    pub id: String,
    pub range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// In the order of [`Method::ALL`]: all five, without sympathy where somebody only thanks.
    pub steps: Vec<Step>,
    /// In the order of the book.
    pub phrases: Vec<UsedPhrase>,
}

/// `findings`: what [`super::check()`] says of the same text.
pub fn checklist(text: &str, context: &CheckContext<'_>, book: &Phrasebook, findings: &[Finding]) -> Checklist {
    let look = Look::at(text, context);
    let (outline, seen) = (look.outline(), look.seen());
    // Who only thanks is owed no sympathy, and none is missed.
    let is_owed = |method: &Method| *method != Method::Sympathy || context.complaint || seen.sympathy.is_some();
    let steps = Method::ALL.into_iter().filter(is_owed).map(|method| {
        let (done, span) = match method {
            Method::PlainWords => (!outline.own[outline.body.clone()].trim().is_empty(), None),
            Method::Sympathy => (seen.sympathy.is_some(), seen.sympathy.clone()),
            Method::NameInBody => name_in_body(seen.name.clone(), context),
            Method::Signed => (is_signed(outline, &context.operator.name), outline.signature.clone()),
            Method::PersonalControl => done_or_begun(seen.control.clone()),
        };
        match hindrance(method, findings) {
            Some(hindrance) => Step { method, done: false, span: hindrance.span.clone(), advice: method.advice() },
            None => Step { method, done, span, advice: method.advice() },
        }
    });
    let steps = steps.collect();
    let folded = Folded::new(&outline.own);
    let mut phrases = used_phrases(&folded, book);
    let in_other_words = book.phrases.iter().filter(|p| !phrases.iter().any(|used| used.id == p.id));
    let others = in_other_words.filter_map(|p| Some(UsedPhrase { id: p.id.clone(), range: look.phrase(&p.id)? }));
    let others: Vec<UsedPhrase> = others.collect();
    phrases.extend(others);
    phrases.sort_by_key(|used| book.phrases.iter().position(|p| p.id == used.id));
    Checklist { steps, phrases }
}

/// Done, or only begun: then the place is shown all the same.
fn done_or_begun(found: Option<(Range<usize>, bool)>) -> (bool, Option<Range<usize>>) {
    found.map_or((false, None), |(range, done)| (done, Some(range)))
}

fn name_in_body(found: Option<(Range<usize>, bool)>, context: &CheckContext<'_>) -> (bool, Option<Range<usize>>) {
    if context.public {
        // The nickname in the greeting is all that is known there, and once is enough.
        return (context.customer.is_some(), found.map(|(range, _)| range));
    }
    let is_known = context.customer.is_some_and(|c| address(c, context.lang, false).is_some());
    // Nobody can be asked for a name that is not known.
    if is_known { done_or_begun(found) } else { (context.customer.is_some(), None) }
}

fn hindrance(method: Method, findings: &[Finding]) -> Option<&Finding> {
    let against = findings.iter().filter(|f| against(method).contains(&f.rule()));
    against.min_by_key(|f| f.span.as_ref().map_or(0, |span| span.start))
}

/// Which phrases the letter uses word for word, by the fixed words at the beginning of each wording.
pub(super) fn used_phrases(folded: &Folded, book: &Phrasebook) -> Vec<UsedPhrase> {
    let uses = |phrase: &super::Phrase| {
        let wordings = phrase.variants.iter().flat_map(|v| v.wording.all());
        wordings.filter_map(|w| folded.find_words(&anchor(w)?)).min_by_key(|r| r.start)
    };
    book.phrases.iter().filter_map(|p| Some(UsedPhrase { id: p.id.clone(), range: uses(p)? })).collect()
}

/// The fixed words before the first slot, without the word that agrees with it; none when too little is fixed.
fn anchor(wording: &str) -> Option<String> {
    let fixed = pieces(wording).find_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Slot(_) => None,
    })?;
    let has_slot = fixed.len() < wording.len();
    let mut anchor = fold(fixed.trim().trim_end_matches(['.', '?', '!', ':', ',']));
    if has_slot && let Some((head, last)) = anchor.rsplit_once(' ') {
        let agrees = super::Agreement::of_word(last).is_some();
        let head = if agrees { head.to_owned() } else { anchor.clone() };
        anchor = head;
    }
    (anchor.chars().count() >= 5).then_some(anchor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::check;
    use crate::letter::test_people::{customer, operator};
    use crate::letter::{Voice, signature};
    use crate::model::{Customer, Gender};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static BOOK: LazyLock<Phrasebook> = LazyLock::new(|| Phrasebook::load("ru", &[]).0);

    fn maria() -> Customer {
        customer(["Мария", "Ивановна", "Кузнецова", "guest_41"], Gender::Female)
    }

    fn done(text: &str, lang: &str, public: bool) -> Vec<Method> {
        let (anna, maria) = (operator("Анна Иванова"), maria());
        let (book, _) = Phrasebook::load(lang, &[]);
        let context = CheckContext { customer: Some(&maria), public, ..CheckContext::new(lang, &anna) };
        checklist(text, &context, &book, &check(text, &context))
            .steps
            .into_iter()
            .filter(|s| s.done)
            .map(|s| s.method)
            .collect()
    }

    #[test]
    fn a_letter_that_does_all_five() {
        let block = signature(&operator("Анна Иванова"), "ru");
        let text = format!(
            "Уважаемая Мария Ивановна!\n\nПриношу свои извинения за задержку. Мария Ивановна, деньги вернутся завтра.\n\
             Я лично проконтролирую результаты.\n\n{block}"
        );
        assert_eq!(done(&text, "ru", false), Method::ALL);
    }

    #[test]
    fn r83_a_name_in_the_greeting_alone_does_not_count() {
        assert!(!done("Уважаемая Мария Ивановна!\n\nИсправили.", "ru", false).contains(&Method::NameInBody));
        assert!(
            !done("Здравствуйте!\n\nИсправили, Мария.", "ru", false).contains(&Method::NameInBody),
            "no patronymic"
        );
        assert!(done("Здравствуйте!\n\nГоспожа Кузнецова, исправили.", "ru", false).contains(&Method::NameInBody));
        assert!(done("Здравствуйте!\n\nguest_41, исправили.", "ru", true).contains(&Method::NameInBody), "T8");
        let in_public = done("Здравствуйте, guest_41!\n\nИсправили.", "ru", true);
        assert!(in_public.contains(&Method::NameInBody), "the nickname once is all there is");
    }

    #[test]
    fn what_was_typed_in_other_words_counts_too() {
        let anna = operator("Анна Иванова");
        for (lang, text, phrase) in [
            ("ru", "Спасибо, что сразу написали нам.", "P2"),
            ("ru", "Понимаю Ваши сомнения.", "P8"),
            ("ru", "Напишите мне, если что-то пойдёт не так.", "P10"),
            ("ru", "Простите нас за это.", "P1"),
            ("en", "Thanks for telling us so plainly.", "P2"),
            ("en", "If anything is missing, write to me.", "P10"),
            ("ro", "Vă mulțumesc că ne-ați spus imediat.", "P2"),
            ("ro", "Spuneți-mi, vă rog, dacă se repetă.", "P10"),
        ] {
            let (book, _) = Phrasebook::load(lang, &[]);
            let used = checklist(text, &CheckContext::new(lang, &anna), &book, &[]).phrases;
            assert!(used.iter().any(|u| u.id == phrase), "{text}: {used:?}");
        }
        for (text, lang) in [
            ("Мне очень жаль. Завтра до 12:00 я проверю перевод и напишу Вам.", "ru"),
            ("I am sorry. I will ring the depot on Tuesday and tell you.", "en"),
            ("Îmi pare rău. Joi verific eu plata.", "ro"),
        ] {
            let done = done(text, lang, false);
            assert!(done.contains(&Method::Sympathy) && done.contains(&Method::PersonalControl), "{text}: {done:?}");
        }
        assert!(!done("Я лично прослежу за этим.", "ru", false).contains(&Method::PersonalControl), "until when?");
    }

    #[test]
    fn r82_sympathy_and_r81_jargon() {
        assert!(done("Понимаю Вас.", "ru", false).contains(&Method::Sympathy));
        assert!(!done("> Понимаю Вас.\nНет.", "ru", false).contains(&Method::Sympathy), "R160");
        assert!(!done("В рамках регламента произвести возврат нельзя.", "ru", false).contains(&Method::PlainWords));
        let long = "слово ".repeat(36);
        assert!(!done(&long, "ru", false).contains(&Method::PlainWords), "R80");
        let blamed = "Мне очень жаль, но Вы сами виноваты.";
        assert!(!done(blamed, "ru", false).contains(&Method::Sympathy), "blame takes it back");
        let half = "Мне жаль, что Вы так это восприняли.";
        assert!(!done(half, "ru", false).contains(&Method::Sympathy), "half an apology is none");
        assert!(done("We are sorry. It is fixed.", "en", false).contains(&Method::PlainWords));
        assert!(!done("", "ru", false).contains(&Method::PlainWords), "an empty letter is not plain, it is empty");
    }

    #[test]
    fn every_phrase_is_recognised_in_the_letter_in_every_wording() {
        let anna = operator("Анна Иванова");
        for lang in Phrasebook::languages() {
            let (book, _) = Phrasebook::load(lang, &[]);
            for phrase in &book.phrases {
                for (number, variant) in phrase.variants.iter().enumerate() {
                    for gender in [Gender::Male, Gender::Female, Gender::Unspecified] {
                        let text = phrase.render(&Voice { gender, proposals: 1 }, number).text;
                        let used = checklist(&text, &CheckContext::new(lang, &anna), &book, &[]).phrases;
                        // "{what} will be ready" begins with its slot and has too little that is fixed before it.
                        let is_open = text.starts_with('‹');
                        assert!(
                            is_open || used.iter().any(|u| u.id == phrase.id),
                            "{lang} {} {}: {text}",
                            phrase.id,
                            variant.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn no_phrase_is_seen_where_none_is() {
        let anna = operator("Анна Иванова");
        let (book, _) = Phrasebook::load("ru", &[]);
        let text = "Деньги вернутся завтра. Радость наша велика.\n> Приношу свои извинения";
        assert_eq!(checklist(text, &CheckContext::new("ru", &anna), &book, &[]).phrases, []);
    }

    proptest! {
        #[test]
        fn any_text_has_a_checklist_with_spans_on_boundaries(text in "(\\PC{0,15}|Мария Ивановна|извинения|\n|> |С уважением,\n){0,9}") {
            let (anna, maria) = (operator("Анна Иванова"), maria());
            let context = CheckContext { customer: Some(&maria), ..CheckContext::new("ru", &anna) };
            let list = checklist(&text, &context, &BOOK, &check(&text, &context));
            prop_assert_eq!(list.steps.len(), 5);
            prop_assert!(list.steps.into_iter().filter_map(|s| s.span).all(|s| text.get(s).is_some()));
            prop_assert!(list.phrases.into_iter().all(|p| text.get(p.range).is_some()));
        }
    }
}
