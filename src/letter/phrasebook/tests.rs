//! The grammar of requirements §2, row by row, and what broken files do.

use super::*;
use crate::letter::{Voice, agree};
use crate::model::Gender;

fn book(lang: &str) -> Phrasebook {
    let (book, problems) = Phrasebook::load(lang, &[]);
    assert_eq!(problems, []);
    book
}

fn voice(gender: Gender) -> Voice {
    Voice { gender, proposals: 0 }
}

/// The phrase with its slots filled in order, agreement put right as the composer does it.
fn filled(lang: &str, id: &str, variant: usize, gender: Gender, fillings: &[&str]) -> String {
    let insert = book(lang).get(id).unwrap().render(&voice(gender), variant);
    assert_eq!(insert.slots.len(), fillings.len(), "{id}/{variant}");
    let mut text = insert.text;
    for (slot, filling) in insert.slots.iter().zip(fillings).rev() {
        text.replace_range(slot.range.clone(), filling);
        let range = slot.range.start..slot.range.start + filling.len();
        if let Some(edit) = agree(&text, range) {
            text.replace_range(edit.range, &edit.text);
        }
    }
    text
}

fn male(id: &str, variant: usize, fillings: &[&str]) -> String {
    filled("ru", id, variant, Gender::Male, fillings)
}

#[test]
fn r66_ten_phrases_in_the_order_of_the_source_then_the_derived_ones() {
    let expected: Vec<String> = (1..=10).map(|n| format!("P{n}")).chain((1..=10).map(|n| format!("D{n}"))).collect();
    for lang in Phrasebook::languages() {
        let book = book(lang);
        assert_eq!(book.phrases.iter().map(|p| p.id.clone()).collect::<Vec<_>>(), expected, "{lang}");
        for phrase in &book.phrases {
            assert_eq!(phrase.derived, phrase.id.starts_with('D'));
            assert!(!phrase.source.is_empty() && phrase.requirement.starts_with('R'), "{lang} {}", phrase.id);
        }
    }
}

#[test]
fn r66_titles_are_the_words_of_the_source() {
    let titles = [
        "Приношу свои извинения",
        "Благодарю Вас за то, что Вы информировали нас о",
        "Я бы сделал то же самое, если бы находился в Вашей ситуации",
        "Мы признательны за Ваш интерес",
        "Я рад",
        "Мы с сожалением узнали о тех проблемах, которые Вы имели с",
        "Мы надеемся, что наши предложения будут для Вас полезными",
        "Мы разделяем Ваши опасения",
        "Я хотел бы, чтобы Вы знали",
        "Пожалуйста, дайте мне знать, если",
    ];
    let book = book("ru");
    for (phrase, title) in book.phrases.iter().zip(titles) {
        assert_eq!(phrase.title, title);
        let text = phrase.render(&voice(Gender::Male), 0).text;
        assert!(text.starts_with(title), "{text}");
    }
}

#[test]
fn r67_an_apology_names_its_reason_in_the_accusative() {
    assert_eq!(male("P1", 0, &["задержку доставки"]), "Приношу свои извинения за задержку доставки.");
    assert_eq!(male("P1", 1, &[]), "Приношу свои извинения.");
}

#[test]
fn r68_informing_about() {
    for (filling, end) in [
        ("задержке", "нас о задержке."),
        ("ошибке", "нас об ошибке."),
        ("этом случае", "нас об этом случае."),
        ("всём", "нас обо всём."),
        ("ситуации «Доставка»", "нас о ситуации «Доставка»."),
    ] {
        assert_eq!(male("P2", 0, &[filling]), format!("Благодарю Вас за то, что Вы информировали {end}"));
    }
    assert!(male("P2", 1, &["заказ не пришёл"]).ends_with("нас о том, что заказ не пришёл."));
}

#[test]
fn r69_the_same_in_your_place_by_gender() {
    for (gender, text) in [
        (Gender::Male, "Я бы сделал то же самое, если бы находился в Вашей ситуации."),
        (Gender::Female, "Я бы сделала то же самое, если бы находилась в Вашей ситуации."),
        (Gender::Unspecified, "На Вашем месте и моё решение было бы таким же."),
    ] {
        assert_eq!(filled("ru", "P3", 0, gender, &[]), text);
    }
}

#[test]
fn r70_interest_towards() {
    assert_eq!(male("P4", 0, &["нашей продукции"]), "Мы признательны за Ваш интерес к нашей продукции.");
    assert_eq!(male("P4", 0, &["второму предложению"]), "Мы признательны за Ваш интерес ко второму предложению.");
}

#[test]
fn r71_three_constructions_by_three_genders() {
    use Gender::{Female, Male, Unspecified};
    for (variant, filling, gender, text) in [
        (0, "помочь Вам", Male, "Я рад помочь Вам."),
        (0, "помочь Вам", Female, "Я рада помочь Вам."),
        (0, "помочь Вам", Unspecified, "Мне приятно помочь Вам."),
        (1, "Вашему письму", Male, "Я рад Вашему письму."),
        (1, "Вашему письму", Female, "Я рада Вашему письму."),
        (1, "Вашему письму", Unspecified, "Радуюсь Вашему письму."),
        (2, "Вы написали", Male, "Я рад, что Вы написали."),
        (2, "Вы написали", Female, "Я рада, что Вы написали."),
        (2, "Вы написали", Unspecified, "Мне приятно, что Вы написали."),
    ] {
        assert_eq!(filled("ru", "P5", variant, gender, &[filling]), text);
    }
    assert!(!book("ru").get("P5").unwrap().opens_complaint, "T10");
}

#[test]
fn r72_problems_with() {
    for (filling, end) in [
        ("доставкой", "имели с доставкой."),
        ("счётом", "имели со счётом."),
        ("сайтом", "имели с сайтом."),
        ("связью", "имели со связью."),
        ("сроками", "имели со сроками."),
        ("услугой «Доставка»", "имели с услугой «Доставка»."),
    ] {
        assert!(male("P6", 0, &[filling]).ends_with(end), "{filling}");
    }
}

#[test]
fn r73_proposals_agree_in_number() {
    let book = book("ru");
    let p7 = book.get("P7").unwrap();
    assert!(p7.needs_proposal);
    for (proposals, text) in [
        (1, "Мы надеемся, что наше предложение будет для Вас полезным."),
        (2, "Мы надеемся, что наши предложения будут для Вас полезными."),
        (0, "Мы надеемся, что наши предложения будут для Вас полезными."),
    ] {
        let voice = Voice { gender: Gender::Male, proposals };
        assert_eq!(p7.render(&voice, p7.default_variant(&voice)).text, text);
    }
}

#[test]
fn r74_your_agrees() {
    for (filling, text) in [
        ("опасения", "Мы разделяем Ваши опасения."),
        ("позицию", "Мы разделяем Вашу позицию."),
        ("сомнения", "Мы разделяем Ваши сомнения."),
        ("мнение", "Мы разделяем Ваше мнение."),
        ("взгляд", "Мы разделяем Ваш взгляд."),
        ("озабоченность", "Мы разделяем Вашу озабоченность."),
    ] {
        assert_eq!(male("P8", 6, &[filling]), text);
    }
}

#[test]
fn r75_would_like_you_to_know_by_gender() {
    for (gender, start) in [
        (Gender::Male, "Я хотел бы, чтобы Вы знали, что "),
        (Gender::Female, "Я хотела бы, чтобы Вы знали, что "),
        (Gender::Unspecified, "Хочу, чтобы Вы знали, что "),
    ] {
        assert!(filled("ru", "P9", 0, gender, &["x"]).starts_with(start));
    }
}

#[test]
fn r76_let_me_know_not_us_and_a_full_stop() {
    assert_eq!(
        male("P10", 0, &["у Вас возникнут вопросы"]),
        "Пожалуйста, дайте мне знать, если у Вас возникнут вопросы."
    );
}

#[test]
fn a_call_is_asked_for_in_the_right_gender() {
    for (gender, end) in
        [(Gender::Male, "позвонил?"), (Gender::Female, "позвонила?"), (Gender::Unspecified, "принять мой звонок?")]
    {
        assert!(filled("ru", "D7", 0, gender, &[]).ends_with(end));
    }
    assert_eq!(
        male("D5", 0, &["сроком в три дня"]),
        "Правильно ли я понимаю, что Вы согласны со сроком в три дня и мы можем начинать?"
    );
}

#[test]
fn english_and_romanian_say_the_same() {
    assert_eq!(
        filled("en", "P6", 0, Gender::Female, &["the delivery"]),
        "We were sorry to learn of the problems you had with the delivery."
    );
    assert_eq!(
        filled("ro", "P6", 0, Gender::Female, &["livrarea"]),
        "Am aflat cu regret despre problemele pe care le-ați avut cu livrarea."
    );
}

#[test]
fn every_wording_has_visible_slots_at_the_ranges_it_gives() {
    for lang in Phrasebook::languages() {
        for phrase in &book(lang).phrases {
            for (number, _) in phrase.variants.iter().enumerate() {
                for gender in [Gender::Male, Gender::Female, Gender::Unspecified] {
                    let insert = phrase.render(&voice(gender), number);
                    assert_eq!(insert.text.matches('‹').count(), insert.slots.len());
                    assert!(!insert.text.contains(['{', '}']), "{}", insert.text);
                    assert!(insert.text.ends_with(['.', '?']), "{}", insert.text);
                    for slot in &insert.slots {
                        assert_eq!(insert.text[slot.range.clone()], format!("‹{}›", slot.hint));
                    }
                }
            }
        }
    }
}

#[test]
fn romanian_is_written_with_comma_below() {
    let (_, text) = SHIPPED.iter().find(|(l, _)| *l == "ro").unwrap();
    assert!(!text.contains(['ş', 'ţ', 'Ş', 'Ţ']));
}

#[test]
fn a_palette_finds_phrases_by_words_of_any_language() {
    let book = book("ru");
    let haystack = &book.get("P1").unwrap().haystack;
    for word in ["p1", "извинения", "apolog", "scuze", "sorry"] {
        assert!(haystack.contains(word), "{word} in {haystack}");
    }
}

#[test]
fn the_users_file_replaces_one_phrase_and_adds_another() {
    let own = r#"
language = "ru"
[[phrase]]
id = "P3"
title = "На Вашем месте"
[[phrase.variant]]
text = "На Вашем месте я думал бы так же."
[[phrase]]
id = "X1"
title = "Своя"
[[phrase.variant]]
text = "Своя фраза о {what}."
slots.what = { kind = "noun", case = "prepositional", agrees = "о", hint = "чём" }
"#;
    let (book, problems) = Phrasebook::load("ru", &[("ru.toml", own)]);
    assert_eq!(problems, []);
    assert_eq!(book.phrases[2].title, "На Вашем месте");
    assert_eq!(book.phrases.len(), 21);
    assert_eq!(book.phrases[20].id, "X1");
}

#[test]
fn a_broken_file_is_named_with_its_place_and_takes_nothing_away() {
    let (book, problems) = Phrasebook::load("ru", &[("broken.toml", "language = \"ru\"\n[[phrase]]\nid = \"P1\n")]);
    assert_eq!(book.phrases.len(), 20);
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].file.as_str(), problems[0].line), ("broken.toml", 3));
}

#[test]
fn a_broken_phrase_leaves_its_neighbours_in_use() {
    let own = "[[phrase]]\nid = \"P1\"\ntitle = \"x\"\n[[phrase.variant]]\ntext = \"о {nothing}\"\n\n\
               [[phrase]]\nid = \"P2\"\ntitle = \"Спасибо\"\n[[phrase.variant]]\ntext = \"Спасибо.\"\n\n\
               [[phrase]]\nid = \"P3\"\ntitle = \"y\"\n[[phrase.variant]]\nm = \"рад\"\n";
    let (book, problems) = Phrasebook::load("ru", &[("own.toml", own)]);
    assert_eq!(book.get("P1").unwrap().title, "Приношу свои извинения");
    assert_eq!(book.get("P2").unwrap().title, "Спасибо");
    assert_eq!(problems.iter().map(|p| (p.line, p.column)).collect::<Vec<_>>(), [(1, 1), (13, 1)]);
    assert!(problems[0].message.contains("nothing") && problems[1].message.contains("neutral"));
}

#[test]
fn a_file_of_another_language_is_not_used_and_a_new_language_is_data() {
    let (book, problems) = Phrasebook::load("ru", &[("de.toml", "language = \"de\"\n")]);
    assert_eq!((book.phrases.len(), problems.len()), (20, 1));
    let own = "language = \"de\"\n[[phrase]]\nid = \"P1\"\ntitle = \"Ich bitte um Entschuldigung\"\n\
               [[phrase.variant]]\ntext = \"Ich bitte um Entschuldigung.\"\n";
    let (book, problems) = Phrasebook::load("de", &[("de.toml", own)]);
    assert_eq!((book.phrases.len(), problems.len()), (1, 0));
    assert!(book.phrases[0].haystack.contains("apolog"));
}
