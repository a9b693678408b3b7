//! Spelling by tables, with small dictionaries of our own; those of the system are tried where they are installed.

use super::*;
use proptest::prelude::*;

const AFF: &str = "SET UTF-8\nTRY абвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz\n";

fn dictionary(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    format!("{}\n{}\n", words.len(), words.join("\n"))
}

fn speller() -> Speller {
    let mut speller = Speller::default();
    for (lang, words) in [
        (
            "ru",
            "здравствуйте извините пожалуйста мы вернём вернем деньги завтра курьер привезёт привезет заказ скажите служба по \
             онлайн всё все ещё еще мастер письмо за и на приедет",
        ),
        ("en", "we will receive your letter address please the money tomorrow hello separate"),
        (
            "ro",
            "bună ziua banii vin mâine vă rugăm să așteptați curierul dumneavoastră într o țară ne vom gândi astăzi plata",
        ),
    ] {
        speller.add(lang, AFF, &dictionary(words), &KnownWords::of("xx", "промокод~")).unwrap();
    }
    speller
}

fn wrong<'a>(text: &'a str, lang: &str) -> Vec<&'a str> {
    let found = speller().misspelt(text, lang, &["Азамат Рустамович", "Кузнецова"]);
    found.into_iter().map(|m| &text[m.range]).collect()
}

#[test]
fn r156_slips_are_found_in_three_languages() {
    for (lang, text, expected) in [
        ("ru", "Извените, курьер превезёт заказ завтра.", &["Извените", "превезёт"][..]),
        ("ru", "Здраствуйте! Деньги вернем завтра, ещё раз извините.", &["Здраствуйте"]),
        ("en", "We will recieve your letter tomorow.", &["recieve", "tomorow"]),
        ("ro", "Bună ziua, banii vin maine, vă rugăm să așteptați.", &["maine"]),
        ("ro", "Vă rugăm să aşteptaţi, ne vom gîndi.", &[]),
    ] {
        assert_eq!(wrong(text, lang), expected, "{text}");
    }
}

#[test]
fn what_is_no_word_of_a_dictionary_is_left_alone() {
    for (lang, text) in [
        ("ru", "Азамат Рустамович, заказ привезёт Азаматов Ильдар."),
        ("ru", "Кузнецову и Кузнецовой: заказ 12-Б, НДС, iPhone, info@zakas.ru, www.zakas.ru, #zakas, C:/zakas."),
        ("ru", "Наш промокодами никнейм фуршетик"),
        ("ru", "Заказ по тел. скажите, и т.п., руб. 5"),
        ("ru", "скажите-ка, онлайн-служба"),
        ("ru", "Заказ recieve курьер"),
        ("en", "Please the Recieve Ltd. letter"),
        ("ro", "Buna ziua, banii vin maine, va rugam sa asteptati curierul intr-o tara."),
        ("ru", "δοκιμή 漢字 їжак"),
        ("de", "Извените"),
        ("ru", ""),
    ] {
        assert_eq!(wrong(text, lang), [""; 0], "{text}");
    }
}

#[test]
fn a_passage_in_another_language_is_read_in_that_language() {
    assert_eq!(wrong("Мы вернём деньги. We will recieve your letter.", "ru"), ["recieve"]);
    assert_eq!(wrong("We will receive the money. Мы вернём динги, деньги завтар извините.", "en"), ["завтар"]);
    assert_eq!(wrong("Bună ziua, please receive the money, vă rugăm.", "ro"), [""; 0]);
}

#[test]
fn no_dictionary_no_findings_and_a_word_is_learnt() {
    let mut speller = Speller::default();
    assert_eq!(speller.misspelt("Извените", "ru", &[]), []);
    assert!(!speller.has("ru") && speller.suggest("Извените", "ru").is_empty());
    speller.add("ru", AFF, &dictionary("извините"), &KnownWords::default()).unwrap();
    assert!(speller.has("ru"));
    assert_eq!(speller.misspelt("Извените", "ru", &[]).len(), 1);
    speller.learn("извените");
    assert_eq!(speller.misspelt("Извените", "ru", &[]), []);
}

#[test]
fn suggestions_are_few() {
    let speller = speller();
    assert_eq!(speller.suggest("извените", "ru"), ["извините"]);
    assert_eq!(speller.suggest("извените", "ru"), ["извините"], "from memory");
    assert!(speller.suggest("recieve", "en").len() <= SUGGESTIONS);
    assert_eq!(speller.suggest(&"о".repeat(500), "ru"), [""; 0]);
}

#[test]
fn a_broken_dictionary_is_told_and_changes_nothing() {
    let mut speller = Speller::default();
    for (aff, dic) in [("SET UTF-8\nSFX A Y x\n", "1\nа\n"), ("", "слово\n"), (AFF, "")] {
        assert!(speller.add("ru", aff, dic, &KnownWords::default()).is_err(), "{aff}|{dic}");
    }
    assert!(speller.add("fr", AFF, "1\nmot\n", &KnownWords::default()).is_err());
    assert!(!speller.has("ru"));
}

#[test]
fn a_letter_of_a_megabyte_is_looked_at_in_time() {
    let speller = speller();
    let mut long = String::new();
    for number in 0..90_000_u32 {
        let letters = ["ба", "ко", "ли", "ту", "не", "зо", "ры", "ша"];
        (0..4).for_each(|i| long.push_str(letters[(number >> (3 * i)) as usize % 8]));
        long.push(' ');
    }
    assert!(long.len() > 1_000_000);
    let begun = std::time::Instant::now();
    speller.misspelt(&long, "ru", &[]);
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn the_dictionaries_of_the_system_where_they_are_installed() {
    let mut speller = Speller::default();
    for (lang, name) in [("ru", "ru_RU"), ("en", "en_US"), ("ro", "ro_RO")] {
        let read = |end| std::fs::read_to_string(format!("/usr/share/hunspell/{name}.{end}"));
        if let (Ok(aff), Ok(dic)) = (read("aff"), read("dic")) {
            speller.add(lang, &aff, &dic, &KnownWords::of(lang, "")).unwrap();
        }
    }
    for (lang, text, expected) in [
        (
            "ru",
            "Уважаемая Мария Ивановна!\n\nПриношу свои извенения за задержку доставки: курьер заболел, а по ипотекам и \
             промокодам ответит техподдержка. Вернем деньги в соответсвии с договором, всё еще раз перепроверю.",
            &["извенения", "соответсвии"][..],
        ),
        (
            "en",
            "Dear Amy,\n\nWe recieved your letter and we'll rebook the customer's seperate ticket tomorrow.",
            &["recieved", "seperate"],
        ),
        (
            "ro",
            "Bună ziua!\n\nVă mulțumim că ne-ați scris. Sunt intarzieri la depozit, iar banii vor fi rambursați într-o săptămînă.",
            &["intarzieri"],
        ),
        (
            "ro",
            "Buna ziua!\n\nVa multumim ca ne-ati scris. Sunt intarzieri la depozit, iar banii vor fi rambursati intr-o saptamana.",
            &[],
        ),
    ] {
        if speller.has(lang) {
            let found = speller.misspelt(text, lang, &["Мария Ивановна", "Amy"]);
            assert_eq!(found.into_iter().map(|m| &text[m.range]).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_looked_at_without_a_panic(text in "\\PC{0,60}|[А-яёa-zăîșț'’.,@#0-9 \n-]{0,80}") {
        let speller = speller();
        for lang in ["ru", "en", "ro"] {
            for found in speller.misspelt(&text, lang, &["Мария"]) {
                prop_assert!(text.get(found.range).is_some());
            }
        }
    }

    #[test]
    fn no_dictionary_makes_it_panic(aff in "((SFX|PFX|REP|TRY|FLAG|COMPOUNDRULE|MAP|BREAK|AF|SET)? ?[A-Za-z0-9/. \n]{0,9}){0,9}", dic in "[0-9]{1,2}\n([а-яa-z/A-Z0-9]{0,9}\n){0,5}") {
        let mut speller = Speller::default();
        if speller.add("ru", &aff, &dic, &KnownWords::default()).is_ok() {
            speller.misspelt("Извените нас", "ru", &[]);
        }
    }
}
