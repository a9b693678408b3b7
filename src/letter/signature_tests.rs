//! Blocks under letters: made, found, replaced, and what is none.

use super::*;
use crate::letter::test_people::operator;
use proptest::prelude::*;

const OWN: &str = "С уважением,\nАнна Иванова, ведущий специалист\n+7 495 000-00-00, пн–пт 9–18";

#[test]
fn the_block_has_no_holes() {
    let mut anna = operator("Анна Иванова");
    assert_eq!(signature(&anna, "ru"), OWN);
    anna.post.clear();
    anna.hours.clear();
    assert_eq!(signature(&anna, "en"), "Kind regards,\nАнна Иванова\n+7 495 000-00-00");
    anna.contact.clear();
    assert_eq!(signature(&anna, "ro"), "Cu stimă,\nАнна Иванова");
}

#[test]
fn r84_whoever_says_his_name_in_a_talk_has_signed_it() {
    let introduced = |text: &str| is_introduced(&Outline::of(text), "Анна Белова");
    assert!(introduced("Здравствуйте! Меня зовут Анна, я помогу."));
    assert!(introduced("Здравствуйте! Меня зовут Анна Белова."));
    assert!(!introduced("Меня зовут Борис."));
    assert!(!introduced("Анна Белова привезёт чайник."));
    assert!(!introduced("> Меня зовут Анна\nПриедем в пятницу."));
    assert!(is_introduced(&Outline::of("Hi, my name is Emma."), "Emma Brown"));
    assert!(is_introduced(&Outline::of("Bună ziua, mă numesc Ana."), "Ana Ciobanu"));
}

#[test]
fn r84_one_person_is_one_name_in_both_scripts() {
    let signed = |text: &str, name: &str| is_signed(&Outline::of(text), name);
    assert!(signed("Dear Mr Lang,\n\nWe come on Friday.\n\nKind regards,\nAnna Ivanova", "Анна Иванова"));
    assert!(signed("Dear Mr Lang,\n\nWe come on Friday.\n\nАнна Иванова", "Anna Ivanova"));
    assert!(signed("Bună ziua!\n\nVenim vineri.\n\nAnna Cernova", "Анна Чернова"));
    assert!(!signed("Dear Mr Lang,\n\nWe come on Friday.\n\nBoris Petrov", "Анна Иванова"));
}

#[test]
fn r84_a_signature_in_another_script_is_replaced() {
    let mut anna = operator("Anna Ivanova");
    (anna.post, anna.hours) = ("senior specialist".into(), "Mon–Fri 9–18".into());
    let signed = ensure_signature(&format!("We come.\n\n{OWN}"), &anna, "en", Manner::Letter);
    assert_eq!(signed, "We come.\n\nKind regards,\nAnna Ivanova, senior specialist\n+7 495 000-00-00, Mon–Fri 9–18");
    assert!(!is_in_other_script("С уважением,\nEmma Brown", "ru") && !is_in_other_script("Emma Brown", "ru"));
    assert!(is_in_other_script("Kind regards,\nEmma Brown", "ru"));
}

#[test]
fn r84_a_talk_ends_with_the_first_name_and_a_public_answer_with_the_name() {
    let anna = operator("Анна Иванова");
    let signed = |manner| ensure_signature("Приедем в пятницу.", &anna, "ru", manner);
    assert_eq!(signed(Manner::Talk), "Приедем в пятницу.\n\nАнна");
    assert_eq!(signed(Manner::Public), "Приедем в пятницу.\n\nАнна Иванова");
    let block = format!("Приедем в пятницу.\n\n{OWN}");
    assert_eq!(ensure_signature(&block, &anna, "ru", Manner::Talk), signed(Manner::Talk));
    for text in [signed(Manner::Talk), signed(Manner::Public)] {
        assert!(is_signed(&Outline::of(&text), &anna.name), "{text}");
    }
}

#[test]
fn people_sign_in_many_ways() {
    let signed = |text: &str| is_signed(&Outline::of(text), "Анна Белова");
    for end in [
        "\n\nАнна.",
        "\nАнна (ресепшен)",
        "\n\nС уважением,\nА. Белова",
        "\nБелова А.",
        " Анна Белова, касса",
        " Анна",
        "\n\nВаш менеджер Анна",
        " С теплом, Анна",
        "\n— Анна Б.",
        "\nАБ",
        " ^АБ",
        "\nАнна Белова\nкасса\n«Дом»",
        "\n\nДиректор магазина А. С. Белова",
        " С уважением Анна Белова",
        "\n\nДо пятницы, Анна",
    ] {
        assert!(signed(&format!("Здравствуйте!\n\nПриедем в пятницу.{end}")), "{end:?}");
    }
    for end in [
        "",
        "\n\nСлужба поддержки",
        "\n\nМеня зовут Анна.",
        " Анна Белова привезёт Вам новый чайник.",
        "\n\nБорис Петров",
        "\n\nС уважением, отдел доставки",
        "\n\nВсе вопросы решает Анна Белова из нашего отдела по работе с людьми",
    ] {
        assert!(!signed(&format!("Здравствуйте!\n\nПриедем в пятницу.{end}")), "{end:?}");
    }
}

#[test]
fn r84_the_own_signature_stands_exactly_once_above_quotes() {
    let anna = operator("Анна Иванова");
    let signed = |body: &str| ensure_signature(body, &anna, "ru", Manner::Letter);
    let quoted = format!("Текст.\n\n{OWN}\n\nМария пишет:\n> Здравствуйте");
    for (body, expected) in [
        ("Текст.".to_owned(), format!("Текст.\n\n{OWN}")),
        (format!("Текст.\n\n{OWN}"), format!("Текст.\n\n{OWN}")),
        (format!("Текст.\n\n{OWN}\n\n{OWN}\n"), format!("Текст.\n\n{OWN}")),
        (format!("Текст.\n\n{OWN}\n\nЕщё."), format!("Текст.\n\nЕщё.\n\n{OWN}")),
        ("Текст.\n\nМария пишет:\n> Здравствуйте".to_owned(), quoted.clone()),
        (quoted.clone(), quoted),
        (String::new(), OWN.to_owned()),
        ("Текст.\n\nВсего доброго,\nАнна Иванова".to_owned(), "Текст.\n\nВсего доброго,\nАнна Иванова".to_owned()),
    ] {
        assert_eq!(signed(&body), expected);
    }
}

#[test]
fn r84_a_shared_draft_is_signed_by_the_one_who_sends_it() {
    let anna = operator("Анна Иванова");
    for other in ["С уважением,\nБорис Петров\n+7 495 111", "С уважением,\nСлужба поддержки", "Команда «Ромашка»"]
    {
        assert_eq!(
            ensure_signature(&format!("Текст.\n\n{other}"), &anna, "ru", Manner::Letter),
            format!("Текст.\n\n{OWN}"),
            "{other}"
        );
    }
}

#[test]
fn no_word_of_the_operator_is_ever_taken_for_a_signature_and_lost() {
    let anna = operator("Анна Иванова");
    for body in [
        "Текст.\n\nНаша служба доставки приедет к Вам завтра",
        "Текст.\n\nС уважением,\nБорис Петров\n\nP.S. Деньги уже у Вас.",
        "Текст.\n\nСпасибо,\nмы уже исправили ошибку в счёте и вернём Вам деньги завтра",
    ] {
        assert!(ensure_signature(body, &anna, "ru", Manner::Letter).starts_with(body), "{body}");
    }
}

#[test]
fn a_last_paragraph_of_facts_is_not_taken_for_a_signature() {
    let anna = operator("Анна Иванова");
    let body = "Вот что мы сделаем:\n\n1) заменим розетку\n2) вернём деньги";
    assert_eq!(ensure_signature(body, &anna, "ru", Manner::Letter), format!("{body}\n\n{OWN}"));
}

#[test]
fn what_counts_as_signed() {
    let signed = |text: &str, name: &str| is_signed(&Outline::of(text), name);
    for text in [
        "Текст.\n\nС уважением,\nАнна Иванова",
        "Текст.\n\nС уважением, Анна.",
        "Текст.\n\nВедущий специалист Анна Иванова",
        "Текст.\nАнна Иванова, ведущий специалист отдела качества",
        "Мы вернули деньги. ^АИ",
        "Проверю сама и напишу Вам. Анна Иванова, ведущий специалист",
        "Текст.\n\nАнна\n\n> цитата",
    ] {
        assert!(signed(text, "Анна Иванова"), "{text}");
    }
    for text in [
        "Текст.",
        "Текст.\n\nС уважением,\nСлужба поддержки",
        "Я, Анна Иванова, прослежу за этим.",
        "Текст.\n\nС уважением,\nБорис Петров",
        "> Анна Иванова",
        "",
    ] {
        assert!(!signed(text, "Анна Иванова"), "{text}");
    }
}

#[test]
fn anybodys_name_signs_for_an_unknown_writer() {
    let signed = |text: &str| is_signed_by_anybody(&Outline::of(text));
    for text in [
        "Does this link help? ^MM",
        "Thanks for tweeting. ^Rashmi https://t.co/x",
        "I'd be happy to look into this. Thanks - Mike",
        "Let us know /AY",
        "Text.\nRobyn",
        "Текст.\n\nС уважением,\nАнна",
        "Текст. С уважением, Пётр Асеев, администратор",
        "Text.\n\nMr Novak, manager",
    ] {
        assert!(signed(text), "{text}");
    }
    for text in [
        "Текст.\n\nОАО «АСБ Беларусбанк».",
        "Текст. С уважением, Белорусский народный банк",
        "Text. The Practice Team",
        "Text.\n\nMriya Resort",
        "Мы всё исправили.",
        "We work 24/7",
        "",
    ] {
        assert!(!signed(text), "{text}");
    }
}

proptest! {
    #[test]
    fn signing_twice_changes_nothing_more(body in "(Текст\\.|\n|> цитата\n|С уважением,\n|Анна Иванова\n|Борис Петров\n|Служба поддержки\n| ){0,8}") {
        let anna = operator("Анна Иванова");
        let once = ensure_signature(&body, &anna, "ru", Manner::Letter);
        prop_assert_eq!(ensure_signature(&once, &anna, "ru", Manner::Letter), once);
    }
}
