//! Rules by tables: what must be found, and what must not.

use proptest::prelude::*;

use super::*;
use crate::letter::test_people::{customer, operator};
use crate::model::Gender;

/// Rules found in a letter to Мария Ивановна Кузнецова (or another card), signed by Анна Иванова when it lacks a signature.
fn found_for(text: &str, customer: &Customer, lang: &str) -> Vec<(&'static str, Option<String>)> {
    let anna = operator("Анна Иванова");
    let others = [
        PersonName { given: "Иван".into(), patronymic: "Петрович".into(), ..Default::default() },
        PersonName { given: "John".into(), ..Default::default() },
    ];
    let operators = ["Борис Петров".to_owned()];
    let mut context = CheckContext::new(lang, &anna);
    context.customer = Some(customer);
    context.other_customers = &others;
    context.other_operators = &operators;
    check(text, &context)
        .into_iter()
        .filter(|f| f.severity == Severity::Block)
        .map(|f| (code_id(&f), f.span.map(|s| text[s].to_owned())))
        .collect()
}

/// The id as the code spells it.
fn code_id(finding: &Finding) -> &'static str {
    CODES.iter().find(|code| code.id == finding.rule()).unwrap().id
}

fn maria() -> Customer {
    customer(["Мария", "Ивановна", "Кузнецова", "guest_41"], Gender::Female)
}

fn found(text: &str) -> Vec<(&'static str, Option<String>)> {
    found_for(text, &maria(), "ru")
}

fn in_letter(body: &str) -> Vec<(&'static str, Option<String>)> {
    found(&format!("Уважаемая Мария Ивановна!\n\n{body}\n\nС уважением,\nАнна Иванова"))
}

#[test]
fn a_good_letter_has_no_blocks() {
    let body = "Приношу свои извинения за задержку доставки. Мария Ивановна, я проверила: курьер Иван Петрович Сидоров \
                приедет завтра до 12:00. Вам позвонит наш мастер, Иван Петрович, и всё согласует.\n\n\
                Я лично проконтролирую результаты и напишу Вам до 14 марта [1].";
    assert_eq!(in_letter(body), []);
}

#[test]
fn r99_machine_text_is_blocked() {
    for (body, span) in [
        ("Ваш заказ {{order.id}} готов.", "{{order.id}}"),
        ("Ваш заказ #{ticket.number} готов.", "#{ticket.number}"),
        ("Ваш заказ {% if x %} готов.", "{% if x %}"),
        ("Ваш заказ ${id} готов.", "${id}"),
        ("Ваш заказ {order_id} готов.", "{order_id}"),
        ("Сумма: null рублей.", "null"),
        ("Сумма: undefined рублей.", "undefined"),
        ("Благодарим, [имя клиента], за письмо.", "[имя клиента]"),
        ("Thank you [Name] for contacting us.", "[Name]"),
        ("Mulțumim, [nume], pentru mesaj.", "[nume]"),
        ("Ваш заказ  , готов.", "  "),
        ("Благодарим за  письмо.", "  "),
        ("Мы узнали о .", " ."),
    ] {
        let found = in_letter(body);
        assert!(found.contains(&("machine_text", Some(span.to_owned()))), "{body}: {found:?}");
    }
}

#[test]
fn r99_holes_in_the_greeting_are_blocked() {
    for greeting in ["Уважаемый !", "Уважаемая -!", "Dear ,", "Здравствуйте, -!", "Dear null,"]
    {
        let found = found(&format!("{greeting}\n\nМы всё исправили.\n\nС уважением,\nАнна Иванова"));
        assert!(found.iter().any(|(rule, _)| *rule == "machine_text"), "{greeting}: {found:?}");
    }
}

#[test]
fn r99_ordinary_text_is_not_machine_text() {
    for body in [
        "Договор признан null and void.",
        "Смотрите приложение [1] и фото [акт осмотра].",
        "Пункт один.  Пункт два.",
        "Скидка 20 % и {вот так} тоже бывает.",
        "Колонка        колонка",
        "Мы думаем о Вас. До встречи!",
    ] {
        assert_eq!(in_letter(body), [], "{body}");
    }
}

#[test]
fn r99_an_unfilled_slot_is_blocked() {
    assert_eq!(
        in_letter("Приношу свои извинения за ‹задержку доставки›."),
        [("unfilled_slot", Some("‹задержку доставки›".to_owned()))]
    );
    let anna = operator("Анна Иванова");
    let text = "за что";
    let slots = [0..text.len(), 0..0];
    let context = CheckContext { slots: &slots, ..CheckContext::new("ru", &anna) };
    assert!(check(text, &context).iter().any(|f| f.rule() == "unfilled_slot" && f.blocks()));
}

#[test]
fn r83_a_fond_name_is_the_same_person_and_nobody_is_nobody() {
    for (card, written, is_wrong) in [
        ("Вика", "Виктория", false),
        ("Александр", "Саша", false),
        ("Bill", "William", false),
        ("Анонимный", "Роман", false),
        ("Романова", "Галина", false),
        ("Знаток", "Владимир Попов", false),
        ("Грузовые", "Сергей", false),
        ("Вика", "Варвара", true),
        ("Владимир", "Константин", true),
    ] {
        let customer = customer([card, "", "", ""], Gender::Unspecified);
        let anna = operator("Анна Иванова");
        let context = CheckContext { customer: Some(&customer), ..CheckContext::new("ru", &anna) };
        let letter = format!("Здравствуйте, {written}!\n\nДеньги вернулись сегодня в 10:00.\n\nАнна Иванова");
        assert_eq!(check(&letter, &context).iter().any(|f| f.rule() == "wrong_name"), is_wrong, "{card} {written}");
    }
}

#[test]
fn r83_another_customers_name_is_blocked() {
    for (greeting, span) in [
        ("Уважаемый Иван Петрович!", "Иван Петрович"),
        ("Уважаемая Мария Петровна!", "Мария Петровна"),
        ("Уважаемая госпожа Иванова!", "Иванова"),
        ("Здравствуйте, Марина!", "Марина"),
        ("Здравствуйте, Ольга Ивановна!", "Ольга Ивановна"),
    ] {
        let found = found(&format!("{greeting}\n\nМы всё исправили.\n\nС уважением,\nАнна Иванова"));
        assert_eq!(found, [("wrong_name", Some(span.to_owned()))], "{greeting}");
    }
    for (body, span) in [("Иван Петрович, я всё проверила.", "Иван Петрович"), ("John, we have fixed it.", "John")]
    {
        assert_eq!(in_letter(body), [("wrong_name", Some(span.to_owned()))], "{body}");
    }
}

#[test]
fn r83_the_customers_own_names_pass() {
    for greeting in [
        "Уважаемая Мария Ивановна!",
        "Здравствуйте, Мария!",
        "Уважаемая госпожа Кузнецова!",
        "Здравствуйте!",
        "Уважаемая клиентка!",
        "Добрый день, guest_41!",
        "Dear Maria,",
    ] {
        let found = found(&format!("{greeting}\n\nМы всё исправили.\n\nС уважением,\nАнна Иванова"));
        assert_eq!(found, [], "{greeting}");
    }
    let alexander = customer(["Alexander", "", "Brown", ""], Gender::Male);
    assert_eq!(found_for("Hi Alex,\n\nWe fixed it.\n\nАнна Иванова", &alexander, "en"), []);
    // The card does not know the patronymic; the operator may.
    let ivan = customer(["Иван", "", "", ""], Gender::Male);
    assert_eq!(found_for("Уважаемый Иван Сергеевич!\n\nМы исправили.\n\nАнна Иванова", &ivan, "ru"), []);
}

#[test]
fn r84_no_signature_or_another_one_is_blocked() {
    let letter = |end: &str| found(&format!("Уважаемая Мария Ивановна!\n\nМы всё исправили.{end}"));
    assert_eq!(letter(""), [("not_signed", None)]);
    assert_eq!(
        letter("\n\nС уважением,\nСлужба поддержки"),
        [("not_signed", Some("С уважением,\nСлужба поддержки".to_owned()))]
    );
    assert_eq!(
        letter("\n\nС уважением,\nБорис Петров"),
        [("not_signed", Some("С уважением,\nБорис Петров".to_owned()))]
    );
    assert_eq!(letter("\n\nС уважением,\nАнна Иванова\nБорис Петров").len(), 1);
    assert_eq!(letter("\n\nС уважением,\nАнна Иванова"), []);
    assert_eq!(letter("\n\nС уважением,\nАнна Иванова\n\n> Здравствуйте, Борис!"), []);
}

#[test]
fn r84_the_repair_signs_the_letter() {
    let anna = operator("Анна Иванова");
    for text in ["Мы всё исправили.", "Мы всё исправили.\n\nС уважением,\nСлужба поддержки", "Исправили.\n\n> цитата"]
    {
        let finding =
            check(text, &CheckContext::new("ru", &anna)).into_iter().find(|f| f.rule() == "not_signed").unwrap();
        let fix = &finding.fixes[0];
        let mut repaired = text.to_owned();
        repaired.replace_range(fix.span.clone(), &fix.text);
        assert!(
            !check(&repaired, &CheckContext::new("ru", &anna)).iter().any(|f| f.rule() == "not_signed"),
            "{repaired}"
        );
    }
}

#[test]
fn r84_twice_is_once_too_often() {
    let anna = operator("Анна Иванова");
    let block = crate::letter::signature(&anna, "ru");
    let text = format!("Исправили.\n\n{block}\n\nЕщё слово.\n\n{block}");
    assert!(check(&text, &CheckContext::new("ru", &anna)).iter().any(|f| f.rule() == "signed_twice"));
}

#[test]
fn r84_a_short_name_signs_a_chat_and_a_public_answer() {
    let anna = operator("Анна Иванова");
    for (channel, public, end) in
        [(Channel::Chat, false, "Анна"), (Channel::Messenger, false, "Анна"), (Channel::Review, true, "Анна Иванова")]
    {
        let context = CheckContext { channel, public, ..CheckContext::new("ru", &anna) };
        let of = |text: &str| check(text, &context).into_iter().find(|f| f.rule() == "not_signed");
        assert!(of(&format!("Здравствуйте, Мария!\n\nПриедем в пятницу.\n\n{end}")).is_none());
        assert_eq!(of("Здравствуйте, Мария! Меня зовут Анна. Приедем в пятницу.").is_none(), !public);
        let missing = of("Здравствуйте, Мария!\n\nПриедем в пятницу.").expect("it is not signed");
        assert_eq!(missing.fixes[0].text.trim(), end);
    }
}

#[test]
fn r84_a_signature_in_another_script_is_told_and_repaired() {
    let anna = Operator { post: String::new(), hours: String::new(), ..operator("Anna Ivanova") };
    let text = "Dear Ms Lang,\n\nWe come on Friday.\n\nС уважением,\nАнна Иванова, ведущий специалист";
    let context = CheckContext::new("en", &anna);
    let found = check(text, &context).into_iter().find(|f| f.rule() == "signature_language").expect("it is told");
    assert_eq!(
        (found.severity, found.fixes[0].text.as_str()),
        (Severity::Hint, "Kind regards,\nAnna Ivanova\n+7 495 000-00-00")
    );
    assert!(!check(text, &context).iter().any(|f| f.rule() == "not_signed"));
    let fix = &found.fixes[0];
    let repaired = format!("{}{}{}", &text[..fix.span.start], fix.text, &text[fix.span.end..]);
    assert!(!check(&repaired, &context).iter().any(|f| f.rule() == "signature_language"));
}

#[test]
fn r84_a_line_in_the_middle_of_a_chat_needs_no_signature() {
    let anna = operator("Анна Иванова");
    let mut context = CheckContext::new("ru", &anna);
    context.channel = Channel::Chat;
    let signs = |context: &CheckContext<'_>| {
        check("Проверила, деньги вернутся завтра.", context).iter().any(|f| f.rule() == "not_signed")
    };
    assert!(signs(&context));
    context.first_reply = false;
    assert!(!signs(&context));
    assert_eq!(check("Проверила, деньги вернутся завтра.", &context), []);
}

#[test]
fn r4_an_empty_letter_and_a_sign_alone_are_blocked() {
    let rules = |body: &str| in_letter(body).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(rules(""), ["empty_letter"]);
    assert_eq!(rules("> цитата"), ["empty_letter"]);
    for body in ["👍", "ok 👍", "Ок.", "+", "🤝"] {
        assert_eq!(rules(body), ["answer_by_sign"], "{body}");
    }
    assert_eq!(rules("Согласны, начинаем 14 марта 👍"), Vec::<&str>::new());
    assert!(found("").iter().any(|(rule, _)| *rule == "empty_letter"));
}

#[test]
fn r73_a_hope_for_proposals_needs_them_in_the_same_number() {
    let anna = operator("Анна Иванова");
    let severity = |text: &str| {
        let findings = check(text, &CheckContext::new("ru", &anna));
        findings.into_iter().find(|f| f.rule() == "hope_without_proposal").map(|f| (f.severity, f.fixes.len()))
    };
    let many = "Мы надеемся, что наши предложения будут для Вас полезными.";
    let one = "Мы надеемся, что наше предложение будет для Вас полезным.";
    assert_eq!(severity(many), Some((Severity::Warning, 0)));
    assert_eq!(severity(&format!("Предлагаем замену. {many}")), Some((Severity::Hint, 1)));
    assert_eq!(severity(&format!("Предлагаем замену. Или вернём деньги. {many}")), None);
    assert_eq!(severity(&format!("Предлагаем замену. {one}")), None);
}

#[test]
fn r160_quoted_words_are_never_judged() {
    assert_eq!(in_letter("Мы исправили.\n\nВы писали:\n> Здравствуйте, {{name}}, null ‹дыра›"), []);
}

#[test]
fn r161_every_finding_explains_itself_in_three_languages() {
    let anna = operator("");
    for finding in check("Уважаемый !\n{{x}} ‹y›", &CheckContext::new("ru", &anna)) {
        for ui in ["en", "ru", "ro"] {
            assert!(!finding.message(ui).is_empty());
        }
        assert!(finding.card.requirement.starts_with('R') && finding.source().contains(":L"));
    }
}

proptest! {
    #[test]
    fn any_text_is_judged_without_panic_and_spans_lie_on_boundaries(
        text in "(Уважаемый|Dear|Здравствуйте,)?[ !,-]{0,3}(\\PC{0,12}|\\{\\{|‹|›|null|  |\n|> |Иван Петрович, я |С уважением,\n){0,9}"
    ) {
        let anna = operator("Анна Иванова");
        let maria = maria();
        let slots = [0..3, 2..5, 4..900];
        let mut context = CheckContext::new("ru", &anna);
        context.customer = Some(&maria);
        context.slots = &slots;
        for finding in check(&text, &context) {
            prop_assert!(finding.span.is_none_or(|s| text.get(s).is_some()));
            prop_assert!(finding.fixes.iter().all(|f| text.get(f.span.clone()).is_some()));
        }
    }
}
