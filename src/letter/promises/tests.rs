//! Promises and their moments, by tables.

use proptest::prelude::*;

use super::*;

/// Monday, 23 November 2026, 10:15 in Chișinău.
const NOW: &str = "2026-11-23T08:15:00Z";
const ZONE: &str = "Europe/Chisinau";

fn found(lang: &str, text: &str) -> Vec<Option<String>> {
    let local = |due: Due| match due.at {
        crate::model::DueAt::Day(day) => day.to_string(),
        crate::model::DueAt::Instant(_) => due.local().strftime("%Y-%m-%dT%H:%M").to_string(),
    };
    promises(text, lang, NOW.parse().unwrap(), ZONE).into_iter().map(|p| p.due.map(local)).collect()
}

#[test]
fn dated_promises_in_three_languages() {
    for (lang, text, due) in [
        ("ru", "Мастер приедет до 14 марта.", "2027-03-14"),
        ("ru", "Верну деньги до пятницы 18:00.", "2026-11-27T18:00"),
        ("ru", "Я перезвоню Вам завтра до 12:00.", "2026-11-24T12:00"),
        ("ru", "Мы ответим до 1.12.2026.", "2026-12-01"),
        ("ru", "Мы заменим товар в течение трёх рабочих дней.", "2026-11-26"),
        ("ru", "Через два часа я проверю оплату.", "2026-11-23T12:15"),
        ("ru", "Курьер приедет в среду с 14 до 16.", "2026-11-25T16:00"),
        ("ru", "До конца недели мы вернём деньги.", "2026-11-27"),
        ("ru", "К четвергу, 26 ноября, диван будет у Вас.", "2026-11-26"),
        ("ru", "Напишу Вам до 18 часов.", "2026-11-23T18:00"),
        ("ru", "Напишу Вам до 9:00.", "2026-11-24T09:00"),
        ("en", "I will call you today by 6 pm.", "2026-11-23T18:00"),
        ("en", "We will write by Friday.", "2026-11-27"),
        ("en", "We'll refund it within 5 business days.", "2026-11-30"),
        ("en", "Your parcel arrives on Thursday between 2 and 4 pm.", "2026-11-26T16:00"),
        ("en", "We will answer by March 3rd, 2027.", "2027-03-03"),
        ("en", "I'll be back tomorrow at noon.", "2026-11-24T12:00"),
        ("ro", "Vă scriu până vineri.", "2026-11-27"),
        ("ro", "Vă sun mâine la 12:00.", "2026-11-24T12:00"),
        ("ro", "Banii ajung în 3 zile lucrătoare.", "2026-11-26"),
        ("ro", "Vom înlocui produsul până la 30 noiembrie.", "2026-11-30"),
        ("ro", "Săptămâna viitoare, miercuri, vă trimit factura.", "2026-12-02"),
        ("ro", "Peste o oră verific plata.", "2026-11-23T11:15"),
    ] {
        assert_eq!(found(lang, text), [Some(due.to_owned())], "{text}");
    }
}

#[test]
fn promises_without_a_date() {
    for (lang, text) in [
        ("ru", "Мы свяжемся с Вами в ближайшее время."),
        ("en", "We'll be in touch soon."),
        ("ro", "Revenim cu un răspuns în cel mai scurt timp."),
    ] {
        assert_eq!(found(lang, text), [None], "{text}");
    }
}

#[test]
fn what_is_no_promise() {
    for (lang, text) in [
        ("ru", "Вчера я звонил Вам дважды, но не застал."),
        ("ru", "Оплатите, пожалуйста, счёт до 30 ноября."),
        ("ru", "Обычно проверка занимает до 10 дней."),
        ("ru", "Коллега обещал Вам ответ в пятницу и не ответил, простите нас."),
        ("ru", "Можем привезти завтра или в четверг, как Вам удобнее?"),
        ("ru", "Пожалуйста, дайте мне знать, если у Вас возникнут вопросы."),
        ("ru", "> Мы позвоним завтра"),
        ("ru", "Благодарю Вас за письмо."),
        ("en", "Please reply by Friday so that the case stays open."),
        ("en", "Repairs normally take ten days."),
        ("en", "I called you yesterday at 5 pm and got your voicemail."),
        ("ro", "Vă rog să achitați factura până la 30 noiembrie."),
        ("ro", "Ieri v-am sunat de două ori."),
        ("ro", "De obicei reparația durează zece zile."),
    ] {
        assert_eq!(found(lang, text), Vec::<Option<String>>::new(), "{text}");
    }
}

#[test]
fn a_promise_names_its_place_in_the_letter() {
    let text = "Здравствуйте!\n> Позвоню завтра\nЯ позвоню Вам завтра. Спасибо.";
    let promise = &promises(text, "ru", NOW.parse().unwrap(), ZONE)[0];
    assert_eq!(promise.text, "Я позвоню Вам завтра");
    assert_eq!(&text[promise.range.clone()], promise.text);
    assert_eq!(promise.kind, FollowUpKind::Promise);
}

#[test]
fn r85_personal_control_is_found_and_asks_for_its_date() {
    for (lang, text) in [
        ("ru", "Я лично проконтролирую результаты рассмотрения Вашего вопроса."),
        ("ru", "Беру Ваш вопрос под личный контроль."),
        ("ru", "Я прослежу за этим лично."),
        ("ru", "Ваш вопрос находится на моём личном контроле."),
        ("en", "I will personally follow the outcome of your case."),
        ("en", "I will see to it personally."),
        ("ro", "Voi urmări personal rezultatul examinării solicitării dumneavoastră."),
        ("ro", "Mă voi ocupa personal de solicitare."),
    ] {
        assert!(personal_control(text, lang).is_some(), "{text}");
        let drafts = promises(text, lang, NOW.parse().unwrap(), ZONE);
        assert_eq!((&drafts[0].kind, &drafts[0].due), (&FollowUpKind::PersonalControl, &None), "{text}");
    }
    for (lang, text) in [
        ("ru", "Вы можете лично проверить счёт."),
        ("ru", "Мы контролируем качество."),
        ("en", "Your personal data is safe."),
        ("ru", "> Я лично прослежу"),
    ] {
        assert_eq!(personal_control(text, lang), None, "{text}");
    }
    let dated = "Я лично проконтролирую результаты рассмотрения Вашего вопроса и напишу Вам до 14 марта.";
    assert_eq!(found("ru", dated), [Some("2027-03-14".to_owned())]);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(\\PC{0,10}|завтра|в |через |\\d{1,4}|:|\\.| час| дней|\n|> |within | in ){0,12}") {
        for lang in ["ru", "en", "ro"] {
            for promise in promises(&text, lang, NOW.parse().unwrap(), ZONE) {
                prop_assert_eq!(text.get(promise.range), Some(promise.text.as_str()));
            }
            prop_assert!(personal_control(&text, lang).is_none_or(|r| text.get(r).is_some()));
        }
    }
}
