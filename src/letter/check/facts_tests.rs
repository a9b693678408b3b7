//! Rules that no sentence alone can show: they compare the letter with its case, its clock, its earlier letters.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, date};

use super::*;
use crate::letter::test_people::{customer, operator};
use crate::model::{Gender, OurFault};
use crate::schedule::Calendar;

/// Wednesday.
const NOW: DateTime = DateTime::constant(2026, 11, 25, 10, 0, 0, 0);
const AGREED: &[Date] = &[date(2026, 11, 27)];
/// An offer of ours in each language.
const EARLIER: &[&str] = &[
    "Здравствуйте! Предлагаем Вам скидку 500 рублей.",
    "Hello! We can offer you a discount of 10 %.",
    "Bună ziua! Vă propunem o reducere de 50 lei.",
];

/// How often a rule speaks of a body between greeting and signature.
fn found(rule: &str, lang: &str, body: &str, set: impl Fn(&mut CheckContext<'_>)) -> usize {
    let greeting = match lang {
        "ru" => "Уважаемая Мария Ивановна!",
        "ro" => "Stimată doamnă Kuznețova,",
        _ => "Dear Ms Kuznetsova,",
    };
    whole(rule, lang, &format!("{greeting}\n\n{body}\n\nАнна Иванова"), set)
}

fn whole(rule: &str, lang: &str, text: &str, set: impl Fn(&mut CheckContext<'_>)) -> usize {
    let anna = operator("Анна Иванова");
    let maria = customer(["Мария", "Ивановна", "Кузнецова", ""], Gender::Female);
    let book = Phrasebook::load(lang, &[]).0;
    let mut context = CheckContext::new(lang, &anna);
    context.customer = Some(&maria);
    context.now = Some(NOW);
    context.book = Some(&book);
    set(&mut context);
    check(text, &context).iter().filter(|f| f.rule() == rule).count()
}

/// `(language, body, how often the rule speaks)`.
type Case = (&'static str, &'static str, usize);

fn all_hold(rule: &str, cases: &[Case], set: impl Fn(&mut CheckContext<'_>)) {
    for (lang, body, times) in cases {
        assert_eq!(found(rule, lang, body, &set), *times, "{rule}: {body}");
    }
}

#[test]
fn r121_a_posted_letter_arrives_after_today_and_tomorrow() {
    let cases: &[Case] = &[
        ("ru", "Электрик придёт сегодня до 18:00.", 1),
        ("ru", "Мы вернём Вам деньги завтра.", 1),
        ("ru", "Мы вернём Вам деньги до 4 декабря.", 0),
        ("ru", "Сегодня мы проверили счёт: ошиблись мы.", 0),
        ("en", "I will ring you tomorrow at 10:00.", 1),
        ("en", "We will refund the money by 4 December 2026.", 0),
        ("ro", "Vă returnăm banii până mâine.", 1),
        ("ro", "Vă returnăm banii până pe 4 decembrie.", 0),
    ];
    all_hold("posted_too_late", cases, |context| context.channel = Channel::Paper);
    all_hold("posted_too_late", &[("ru", "Мы вернём Вам деньги завтра.", 0)], |_| {});
}

#[test]
fn r121_nothing_is_promised_for_a_day_that_has_passed() {
    let cases: &[Case] = &[
        ("ru", "Мы вернём Вам деньги до 20 ноября.", 1),
        ("ru", "Мы вернём Вам деньги до 27 ноября.", 0),
        ("ru", "20 ноября мы вернули Вам деньги.", 0),
        ("en", "We will refund the money by 20 November 2026.", 1),
        ("en", "We will refund the money by 27 November 2026.", 0),
        ("ro", "Vă vom restitui banii până pe 20 noiembrie 2026.", 1),
        ("ro", "Vă vom restitui banii până pe 27 noiembrie 2026.", 0),
    ];
    all_hold("date_in_past", cases, |_| {});
    assert_eq!(found("date_in_past", "ru", cases[0].1, |c| c.now = None), 0, "without a clock no day has passed");
}

#[test]
fn r121_the_desk_promises_nothing_of_its_own_for_a_day_off() {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::in_zone("Europe/Moscow").unwrap());
    let with_calendar = |c: &mut CheckContext<'_>| c.facts.calendar = Some(&CALENDAR);
    let cases: &[Case] = &[
        ("ru", "Я позвоню Вам 28 ноября.", 1),
        ("ru", "Я позвоню Вам 27 ноября.", 0),
        ("ru", "Я позвоню Вам в субботу, 28 ноября.", 0),
        ("ru", "Курьер привезёт холодильник 28 ноября.", 0),
        ("en", "I will call you on 28 November 2026.", 1),
        ("en", "I will call you on 27 November 2026.", 0),
        ("ro", "Vă voi suna pe 28 noiembrie 2026.", 1),
        ("ro", "Vă voi suna pe 27 noiembrie 2026.", 0),
    ];
    all_hold("date_on_day_off", cases, with_calendar);
    assert_eq!(found("date_on_day_off", "ru", cases[0].1, |_| {}), 0, "nobody said which days are off");
}

#[test]
fn r139_a_date_is_the_one_that_the_case_knows() {
    let cases: &[Case] = &[
        ("ru", "Мы вернём Вам деньги до 1 декабря.", 1),
        ("ru", "Мы вернём Вам деньги до 27 ноября.", 0),
        ("en", "We will refund the money by 1 December 2026.", 1),
        ("en", "We will refund the money by 26 November 2026.", 0),
        ("ro", "Vă vom restitui banii până pe 1 decembrie 2026.", 1),
        ("ro", "Vă vom restitui banii până pe 26 noiembrie 2026.", 0),
    ];
    all_hold("date_contradicts_case", cases, |c| c.facts.agreed = AGREED);
    all_hold("date_contradicts_case", cases, |c| c.facts.deadline = Some(AGREED[0]));
    // A day that has passed binds nobody.
    const PAST: Date = date(2026, 11, 24);
    assert_eq!(found("date_contradicts_case", "ru", cases[0].1, |c| c.facts.deadline = Some(PAST)), 0);
    assert_eq!(found("date_contradicts_case", "ru", cases[0].1, |c| c.facts.agreed = &[PAST]), 0);
    // 27 November 2026 is a Friday.
    let weekdays: &[Case] = &[
        ("ru", "Мы вернём Вам деньги в четверг, 27 ноября.", 1),
        ("ru", "Мы вернём Вам деньги в пятницу, 27 ноября.", 0),
        ("en", "We will refund the money on Thursday, 27 November 2026.", 1),
        ("en", "We will refund the money on Friday, 27 November 2026.", 0),
    ];
    all_hold("date_contradicts_case", weekdays, |_| {});
}

#[test]
fn r107_the_harm_on_the_card_is_named_in_the_letter() {
    for (lang, harm, silent, names) in [
        ("ru", "дети остались без ужина", "Приносим извинения, деньги вернём завтра.", "Жаль, что дети ждали ужина."),
        ("en", "the children had no dinner", "We apologise and refund you today.", "I am sorry about the dinner."),
        ("ro", "copiii au rămas fără cină", "Ne cerem scuze, restituim banii azi.", "Îmi pare rău pentru copiii dvs."),
    ] {
        let knows = |c: &mut CheckContext<'_>| c.facts.harm = harm;
        assert_eq!(found("harm_not_named", lang, silent, knows), 1, "{silent}");
        assert_eq!(found("harm_not_named", lang, names, knows), 0, "{names}");
        assert_eq!(found("harm_not_named", lang, silent, |_| {}), 0, "nobody wrote it down");
    }
}

#[test]
fn r128_our_fault_on_the_card_is_admitted_in_the_letter() {
    let cases: &[Case] = &[
        ("ru", "Деньги вернём завтра до 18:00.", 1),
        ("ru", "Мы действительно допустили ошибку. Деньги вернём завтра до 18:00.", 0),
        ("en", "The money will be back tomorrow by 18:00.", 1),
        ("en", "We did make a mistake. The money will be back tomorrow by 18:00.", 0),
        ("ro", "Banii vor fi restituiți mâine până la 18:00.", 1),
        ("ro", "Într-adevăr am greșit. Banii vor fi restituiți mâine până la 18:00.", 0),
    ];
    all_hold("admission_missing", cases, |c| c.facts.our_fault = Some(&OurFault::Yes));
    for fault in [None, Some(&OurFault::No)] {
        assert_eq!(found("admission_missing", "ru", cases[0].1, |c| c.facts.our_fault = fault), 0);
    }
}

#[test]
fn r89_danger_is_not_answered_by_letter_alone() {
    let body = "Мастер приедет завтра до 12:00.";
    assert_eq!(found("written_only_safety", "ru", body, |c| c.facts.safety_without_call = true), 1);
    assert_eq!(found("written_only_safety", "ru", body, |_| {}), 0);
}

#[test]
fn r146_a_public_complaint_wants_a_public_answer_first() {
    let body = "Деньги вернём завтра до 18:00.";
    let unanswered = |public: bool| {
        move |c: &mut CheckContext<'_>| {
            c.facts.public_unanswered = true;
            c.public = public;
        }
    };
    assert_eq!(found("missing_public_reply", "ru", body, unanswered(false)), 1);
    assert_eq!(found("missing_public_reply", "ru", body, unanswered(true)), 0);
    assert_eq!(found("missing_public_reply", "ru", body, |_| {}), 0);
}

#[test]
fn r31_terms_that_change_from_letter_to_letter_are_a_talk() {
    let cases: &[Case] = &[
        ("ru", "Предлагаем Вам скидку 700 рублей.", 1),
        ("ru", "Предлагаем Вам скидку 500 рублей.", 0),
        ("ru", "Мастер приедет завтра до 12:00.", 0),
        ("en", "We can offer you a discount of 15 %.", 1),
        ("en", "We can offer you a discount of 10 %.", 0),
        ("ro", "Vă propunem o reducere de 70 lei.", 1),
        ("ro", "Vă propunem o reducere de 50 lei.", 0),
    ];
    for (lang, body, times) in cases {
        let earlier = match *lang {
            "ru" => &EARLIER[..1],
            "en" => &EARLIER[1..2],
            _ => &EARLIER[2..],
        };
        let set = |c: &mut CheckContext<'_>| c.facts.our_letters = earlier;
        assert_eq!(found("negotiation_in_writing", lang, body, set), *times, "{body}");
    }
}

#[test]
fn r63_of_several_questions_those_that_are_passed_over_are_listed() {
    for (lang, asks, half, whole) in [
        (
            "ru",
            "Когда привезут холодильник? Можно ли оплатить картой курьеру?",
            "Холодильник привезут завтра до 12:00.",
            "Холодильник привезут завтра до 12:00. Оплатить картой курьеру можно.",
        ),
        (
            "en",
            "When will the fridge arrive? Can I pay the courier by card?",
            "The fridge arrives tomorrow by noon.",
            "The fridge arrives tomorrow by noon. You can pay the courier by card.",
        ),
    ] {
        let set = |c: &mut CheckContext<'_>| c.customer_letter = asks;
        assert_eq!(found("unanswered_question", lang, half, set), 1, "{half}");
        assert_eq!(found("unanswered_question", lang, whole, set), 0, "{whole}");
    }
}

#[test]
fn r58_a_letter_says_something_of_this_very_case() {
    for (lang, complaint, faceless, own) in [
        (
            "ru",
            "Холодильник привезли с вмятиной, курьер уехал.",
            "Мне очень жаль. Мы всё исправим.",
            "Мне очень жаль, что холодильник пришёл с вмятиной. Мы всё исправим.",
        ),
        (
            "en",
            "The fridge came with a dent and the courier left.",
            "I am very sorry. We shall do better.",
            "I am very sorry about the dent in your fridge. We shall do better.",
        ),
        (
            "ro",
            "Frigiderul a venit lovit, iar curierul a plecat.",
            "Îmi pare foarte rău. Vom îndrepta totul.",
            "Îmi pare foarte rău că frigiderul a venit lovit. Vom îndrepta totul.",
        ),
    ] {
        let set = |c: &mut CheckContext<'_>| c.customer_letter = complaint;
        assert_eq!(found("faceless", lang, faceless, set), 1, "{faceless}");
        assert_eq!(found("faceless", lang, own, set), 0, "{own}");
        assert_eq!(found("faceless", lang, faceless, |_| {}), 0, "the complaint is not known");
    }
}

#[test]
fn r23_no_greeting_no_name_no_kind_word_is_dry() {
    for (lang, dry, kind) in [
        (
            "ru",
            "Деньги поступят на карту завтра.\n\nАнна Иванова",
            "Спасибо за письмо. Деньги поступят на карту завтра.\n\nАнна Иванова",
        ),
        (
            "en",
            "The money arrives tomorrow.\n\nАнна Иванова",
            "Thank you for writing. The money arrives tomorrow.\n\nАнна Иванова",
        ),
        (
            "ro",
            "Banii ajung mâine pe card.\n\nАнна Иванова",
            "Vă mulțumesc pentru mesaj. Banii ajung mâine pe card.\n\nАнна Иванова",
        ),
    ] {
        assert_eq!(whole("dry", lang, dry, |_| {}), 1, "{dry}");
        assert_eq!(whole("dry", lang, kind, |_| {}), 0, "{kind}");
    }
}

#[test]
fn r77_five_phrases_of_the_palette_are_too_many() {
    let five = "Приношу свои извинения. Благодарю Вас за то, что Вы информировали нас о задержке. Мы с сожалением узнали о \
                тех проблемах, которые Вы имели с доставкой. Мы разделяем Ваши опасения. Я хотела бы, чтобы Вы знали: курьер \
                приедет завтра до 12:00.";
    assert_eq!(found("too_many_phrases", "ru", five, |_| {}), 1);
    let (_, four) = five.split_once(". ").unwrap();
    assert_eq!(found("too_many_phrases", "ru", four, |_| {}), 0);
}

#[test]
fn r103_the_hours_of_an_invitation_are_those_of_the_desk() {
    static OFFICE: LazyLock<Calendar> = LazyLock::new(|| Calendar::in_zone("Europe/Moscow").unwrap());
    static ALWAYS: LazyLock<Calendar> = LazyLock::new(|| Calendar::around_the_clock("Europe/Moscow").unwrap());
    let cases: &[Case] = &[
        ("ru", "Звоните мне с 8 до 22.", 1),
        ("ru", "Звоните мне с 9 до 18.", 0),
        ("ru", "Пишите нам 10:00-20:00.", 1),
        ("ru", "Пишите нам 10:00–17:00.", 0),
        ("ru", "Обращайтесь к нам и в выходные.", 1),
        ("ru", "Курьер приедет с 8 до 22.", 0),
        ("en", "Please call me from 8 to 22.", 1),
        ("en", "Please call me from 9 to 17.", 0),
        ("en", "You can reach us on weekends.", 1),
        ("ro", "Sunați-mă de la 8 la 22.", 1),
        ("ro", "Sunați-mă de la 9 la 18.", 0),
        ("ro", "Ne puteți suna zilnic.", 1),
    ];
    all_hold("offers_what_is_not_there", cases, |c| c.facts.calendar = Some(&OFFICE));
    for (lang, body, _) in cases {
        assert_eq!(found("offers_what_is_not_there", lang, body, |c| c.facts.calendar = Some(&ALWAYS)), 0, "{body}");
        assert_eq!(found("offers_what_is_not_there", lang, body, |_| {}), 0, "hours that nobody named: {body}");
    }
}

#[test]
fn what_is_said_to_be_attached_is() {
    for (lang, says, silent) in [
        ("ru", "Справка во вложении.", "Справку я отправлю завтра."),
        ("en", "I have attached the certificate.", "The certificate leaves tomorrow."),
        ("ro", "Am atașat adeverința.", "Adeverința pleacă mâine."),
    ] {
        let count = |body, files| found("attachment_missing", lang, body, |c| c.attachments = files);
        assert_eq!(
            [count(says, Some(0)), count(silent, Some(0)), count(says, Some(1)), count(says, None)],
            [1, 0, 0, 0]
        );
        assert_eq!(
            found("attachment_missing", lang, says, |c| (c.attachments, c.channel) = (Some(0), Channel::Paper)),
            0
        );
    }
}

#[test]
fn sentences_that_were_put_together_are_told_and_points_inside_names_are_not() {
    for (lang, body, expected) in [
        ("ru", "Я проверю это сегодня до 18:00.Уважаемая Анна! Пишу Вам снова.", 1),
        ("ru", "Фамилию водителя я узнал.Завтра в 10:00 позвоню.", 1),
        ("ru", "Напишите на А.Иванов@почта.Рф или в г.Орёл, т.Е. туда, на Booking.Com.", 0),
        ("en", "The driver has been told.Dear Ann, the parcel comes at noon.", 1),
        ("en", "See shop.Example.com, St.John or Node.Js in a.B terms.", 0),
        ("ro", "Am aflat numele șoferului!Mâine la 10:00 vă sun.", 1),
        ("ro", "Vă scriu la 18:00. Mâine vă sun.", 0),
    ] {
        assert_eq!(found("joined_sentences", lang, body, |_| {}), expected, "{body}");
    }
}

#[test]
fn a_nickname_in_public_is_no_secret_and_need_not_be_said_twice() {
    let guest = customer(["", "", "", "КотБегемот"], Gender::Unspecified);
    let text = "Здравствуйте, КотБегемот!\n\nТворог я убрала с полки сегодня утром.\n\nАнна Иванова";
    for rule in ["personal_data_in_public", "no_customer_name_in_body"] {
        let anna = operator("Анна Иванова");
        let context = CheckContext { customer: Some(&guest), public: true, ..CheckContext::new("ru", &anna) };
        assert!(!check(text, &context).iter().any(|f| f.rule() == rule), "{rule}");
    }
}

#[test]
fn praise_is_no_complaint_although_it_says_not() {
    let rules = Rules::shipped();
    for (lang, praise, complaint) in [
        (
            "ru",
            "Пишу не жаловаться, а сказать спасибо проводнице Ольге: без неё мы бы не доехали.",
            "Хочу сказать спасибо за сломанный чайник. Когда вы вернёте деньги?",
        ),
        (
            "en",
            "This is not a complaint: I want to thank your driver, who would not leave my mother alone.",
            "I want to thank you for nothing. Where is my refund?",
        ),
        (
            "ro",
            "Nu e o reclamație, vreau să vă mulțumesc pentru doamna de la ghișeu, care nu s-a grăbit.",
            "Vreau să vă mulțumesc pentru nimic. Unde sunt banii, de ce nu răspundeți?",
        ),
    ] {
        assert!(is_thanks(rules, praise, lang), "{praise}");
        assert!(!is_thanks(rules, complaint, lang), "{complaint}");
    }
}

#[test]
fn the_customers_own_words_taken_up_are_no_fault() {
    let body = "All that you heard from us was that your opinion is very important to us.";
    let asked = "For a week I have been told that your opinion is very important to us.";
    assert_eq!(found("formula", "en", body, |_| {}), 1);
    assert_eq!(found("formula", "en", body, |c| c.customer_letter = asked), 0);
}
