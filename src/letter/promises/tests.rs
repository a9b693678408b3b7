//! Promises and their moments: sentences by language, and what a letter of several of them must keep.

mod english;
mod forms;
mod kinds;
mod letters;
mod romanian;
mod russian;
mod told;
mod trades;

use proptest::prelude::*;

use super::*;

const ZONE: &str = "Europe/Chisinau";

/// Monday, 23 November 2026, 10:15.
fn now() -> DateTime {
    date(2026, 11, 23).at(10, 15, 0, 0)
}

/// The dates of the promises, blank-separated.
fn dues(lang: &str, text: &str, now: DateTime) -> String {
    let shown = |p: Promise| p.when.map_or_else(|| "none".to_owned(), |when| when.to_string());
    let without_seconds =
        |due: String| due.strip_suffix(":00").filter(|d| d.len() == 16).map_or(due.clone(), str::to_owned);
    read_promises(text, lang, now).into_iter().map(shown).map(without_seconds).collect::<Vec<_>>().join(" ")
}

/// The promises' words.
fn spans<'a>(lang: &str, text: &'a str) -> Vec<&'a str> {
    read_promises(text, lang, now()).into_iter().map(|p| &text[p.range]).collect()
}

#[test]
fn sentences_of_three_languages() {
    let mut wrong = Vec::new();
    for (lang, sentences) in [
        ("ru", russian::SENTENCES),
        ("en", english::SENTENCES),
        ("ro", romanian::SENTENCES),
        ("ru", trades::RUSSIAN),
        ("en", trades::ENGLISH),
        ("ro", trades::ROMANIAN),
        ("ru", forms::RUSSIAN),
        ("en", forms::ENGLISH),
        ("ro", forms::ROMANIAN),
        ("ru", kinds::RUSSIAN),
        ("en", kinds::ENGLISH),
        ("ro", kinds::ROMANIAN),
        ("ru", letters::RUSSIAN),
        ("en", letters::ENGLISH),
        ("ro", letters::ROMANIAN),
        ("ru", told::RUSSIAN),
        ("en", told::ENGLISH),
        ("ro", told::ROMANIAN),
    ] {
        for (text, expected) in sentences {
            let found = dues(lang, text, now());
            if found != *expected {
                wrong.push(format!("{text}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_promise_is_its_clause() {
    for (lang, text, expected) in [
        ("ru", "Простите нас, деньги вернём завтра.", vec!["деньги вернём завтра"]),
        ("ru", "Анна Петровна, я позвоню завтра до 12:00!", vec!["я позвоню завтра до 12:00"]),
        (
            "ru",
            "Ваш заказ, который Вы оформили в среду, приедет завтра.",
            vec!["Ваш заказ, который Вы оформили в среду, приедет завтра"],
        ),
        (
            "ru",
            "Сегодня отменю списание, а в пятницу, 27 ноября, пришлю акт.",
            vec!["Сегодня отменю списание", "в пятницу, 27 ноября, пришлю акт"],
        ),
        ("ru", "Завтра мастер заменит кран и проверит трубы.", vec!["Завтра мастер заменит кран и проверит трубы"]),
        ("ru", "Передала коллегам, которые свяжутся с Вами завтра.", vec!["которые свяжутся с Вами завтра"]),
        (
            "en",
            "I'll ring on Tuesday at 4 pm, and email you by 5.",
            vec!["I'll ring on Tuesday at 4 pm", "email you by 5"],
        ),
        (
            "en",
            "On 1 December I will check it myself, then write to you.",
            vec!["On 1 December I will check it myself, then write to you"],
        ),
        (
            "ro",
            "Luni, până la 11:00, vorbesc cu casiera, iar marți vă scriu.",
            vec!["Luni, până la 11:00, vorbesc cu casiera", "marți vă scriu"],
        ),
    ] {
        assert_eq!(spans(lang, text), expected, "{text}");
    }
}

#[test]
fn days_lean_on_what_was_said_before() {
    for (lang, text, expected) in [
        ("en", "I will ring the depot on Tuesday at 4 pm, and email you by 5.", "2026-11-24T16:00 2026-11-24T17:00"),
        (
            "ru",
            "Депозит вернётся сегодня до 20:00. В 20:10 я сам загляну в выписку.",
            "2026-11-23T20:00 2026-11-23T20:10",
        ),
        ("ru", "Деньги вернём в пятницу. В этот день я сама проверю счёт.", "2026-11-27 2026-11-27"),
        ("en", "We'll fit it on Friday. The next day I'll call you.", "2026-11-27 2026-11-28"),
    ] {
        assert_eq!(dues(lang, text, now()), expected, "{text}");
    }
}

#[test]
fn the_year_turns_and_weeks_are_counted_from_today() {
    let eve = date(2026, 12, 30).at(9, 0, 0, 0);
    assert_eq!(dues("ru", "Пришлём договор 11 января.", eve), "2027-01-11");
    assert_eq!(dues("en", "We'll post it on 4 January.", eve), "2027-01-04");
    let friday = date(2026, 11, 27).at(16, 40, 0, 0);
    assert_eq!(dues("ru", "Деньги вернём до конца недели.", friday), "2026-11-27");
    assert_eq!(dues("en", "We'll refund it in two working days.", friday), "2026-12-01");
    assert_eq!(dues("en", "I'll call you on Friday.", friday), "2026-12-04");
    assert_eq!(dues("ro", "Marțea viitoare vă scriem.", friday), "2026-12-01");
}

#[test]
fn quotations_and_questions_are_not_read() {
    for (lang, text) in [
        ("ru", "> Мы позвоним завтра"),
        ("ru", "Мы позвоним завтра?"),
        ("en", "> We will call you tomorrow\nThank you."),
        ("en", "The words \"we will call you tomorrow\" were not true."),
        ("ru", "Слова «решим завтра» ничего не значили."),
        ("ro", "Cuvintele „rezolvăm mâine” nu au fost adevărate."),
    ] {
        assert_eq!(spans(lang, text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn a_promise_ends_with_its_paragraph_and_before_the_closing_words() {
    for (text, expected) in [
        ("Я позвоню\n\nзавтра в 10:00 склад закрыт", vec!["Я позвоню"]),
        ("С уважением, мастер приедет завтра.", vec!["мастер приедет завтра"]),
        (
            "Письмо у директора.\n\nС уважением,\nЕго сегодня прочтёт сама директор",
            vec!["Его сегодня прочтёт сама директор"],
        ),
    ] {
        assert_eq!(spans("ru", text), expected, "{text}");
    }
    // A day of another paragraph is far.
    assert_eq!(dues("en", "We are closed on Thursday.\n\nI'll ring you at 4 pm.", now()), "2026-11-23T16:00");
}

#[test]
fn who_acts_and_how() {
    for (lang, text, actor, act) in [
        ("ru", "Я позвоню Вам завтра.", Actor::Me, Act::Contact),
        ("ru", "Мы проверим счёт до пятницы.", Actor::We, Act::Check),
        ("ru", "Курьер привезёт коробку завтра.", Actor::Ours, Act::Do),
        ("ru", "Буду следить за возвратом.", Actor::Me, Act::Check),
        ("en", "I'll let you know tomorrow.", Actor::Me, Act::Contact),
        ("en", "We will check the bill by Friday.", Actor::We, Act::Check),
        ("en", "The parcel arrives tomorrow.", Actor::Ours, Act::Do),
        ("ro", "Vă scriu mâine.", Actor::Me, Act::Contact),
        ("ro", "Vom verifica factura până vineri.", Actor::We, Act::Check),
        ("ro", "Banii ajung mâine.", Actor::Ours, Act::Do),
    ] {
        let found = read_promises(text, lang, now());
        assert_eq!((found[0].actor, found[0].act), (actor, act), "{text}");
    }
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
        let found = read_promises(text, lang, now());
        assert_eq!((&found[0].kind, found[0].when), (&FollowUpKind::PersonalControl, None), "{text}");
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
    assert_eq!(dues("ru", dated, now()), "2027-03-14");
}

#[test]
fn a_draft_has_its_due_time_in_the_zone() {
    let text = "Здравствуйте!\n> Позвоню завтра\nЯ позвоню Вам завтра до 12:00. Спасибо.";
    let drafts = promises(text, "ru", "2026-11-23T08:15:00Z".parse().unwrap(), ZONE);
    assert_eq!(drafts.len(), 1);
    assert_eq!(&text[drafts[0].range.clone()], drafts[0].text);
    assert_eq!(drafts[0].due, Some(Due::instant("2026-11-24T10:00:00Z".parse().unwrap(), ZONE)));
    assert_eq!(drafts[0].kind, FollowUpKind::Promise);
}

#[test]
fn dates_are_found_whatever_is_said() {
    let text = "Ваш заказ от 12 ноября собран вчера; завтра, 24.11, до 18:00 привезём.\n> 1 января";
    let found: Vec<(&str, String)> =
        dates_in(text, "ru", now()).into_iter().map(|(range, when)| (&text[range], when.date().to_string())).collect();
    let expected = [
        ("12 ноября", "2026-11-12"),
        ("вчера", "2026-11-22"),
        ("завтра", "2026-11-24"),
        ("24.11", "2026-11-24"),
        ("18:00", "2026-11-23"),
    ];
    assert_eq!(found, expected.map(|(text, day)| (text, day.to_owned())));
}

/// Nothing here may take longer than a moment: a quadratic reader would be noticed.
#[test]
fn large_letters_of_nasty_shapes_are_read() {
    const SIZE: usize = 200_000;
    for piece in [
        "a",
        "Позвоню завтра, ",
        "и ",
        "если ",
        "1.",
        "\n",
        ">\n",
        "который ",
        "(",
        "«",
        "12 ",
        "18:00-",
        "через два дня и ",
        "we will ",
        "🙂",
    ] {
        let text = piece.repeat(SIZE / piece.len());
        for lang in ["ru", "en", "ro"] {
            for promise in read_promises(&text, lang, now()) {
                assert!(text.get(promise.range).is_some());
            }
        }
    }
}

#[test]
fn the_ends_of_time_are_no_panic() {
    for now in [date(9999, 12, 31).at(23, 59, 0, 0), date(-9999, 1, 1).at(0, 0, 0, 0)] {
        for (lang, text) in [
            (
                "ru",
                "Позвоню завтра. Вернём через 999 месяцев. Привезём 31 февраля, 99.99, в пятницу до 25:99, на следующей неделе.",
            ),
            (
                "en",
                "We'll call tomorrow, within 999 weeks, by the end of next week, by 31 February, on 2026-99-99 at half past 0.",
            ),
            (
                "ro",
                "Vă scriem mâine, în 999 de luni, vinerea viitoare, la sfârșitul lunii viitoare, pe 31, la ora 0 fără un sfert.",
            ),
        ] {
            read_promises(text, lang, now);
            dates_in(text, lang, now);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(
        text in "(\\PC{0,10}|завтра|в |через |\\d{1,4}|:|\\.|, | час| дней|\n|> |within | in | и | если |вернём |we will |vă scriu |half |past |до |до конца | недели|что |и в |the |a week| 4th| май|-|—|«|\"){0,24}"
    ) {
        for lang in ["ru", "en", "ro"] {
            let mut end = 0;
            for promise in read_promises(&text, lang, now()) {
                prop_assert!(promise.range.start >= end && promise.range.end > promise.range.start);
                prop_assert!(text.get(promise.range.clone()).is_some());
                end = promise.range.end;
            }
            for (range, _) in dates_in(&text, lang, now()) {
                prop_assert!(text.get(range).is_some());
            }
            prop_assert!(personal_control(&text, lang).is_none_or(|r| text.get(r).is_some()));
        }
    }
}

#[test]
fn an_hour_said_in_the_afternoon_is_the_evenings() {
    let afternoon = date(2026, 11, 23).at(14, 5, 0, 0);
    for (lang, text, expected) in [
        ("en", "I'll look in again at eight.", "2026-11-23T20:00"),
        ("ru", "В восемь позвоню Вам.", "2026-11-23T20:00"),
        ("ro", "Vă sun la opt.", "2026-11-23T20:00"),
        ("en", "I'll look in again at nine.", "2026-11-24T09:00"),
        ("en", "I'll look in tomorrow at eight.", "2026-11-24T08:00"),
    ] {
        assert_eq!(dues(lang, text, afternoon), expected, "{text}");
    }
    assert_eq!(dues("en", "I'll look in again at eight.", now()), "2026-11-24T08:00");
}
