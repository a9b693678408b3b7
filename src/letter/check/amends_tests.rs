//! What puts a complaint right and must stand in the letter; and that no repair denies or invents anything (R115).

use jiff::civil::{Date, date};

use super::*;
use crate::letter::test_people::{customer, operator};
use crate::model::{Gender, OurFault, Remedy, RemedyKind};
use crate::text::Patterns;

const GREETINGS: [(&str, &str); 3] =
    [("ru", "Уважаемая Мария Ивановна!"), ("en", "Dear Ms Kuznetsova,"), ("ro", "Stimată doamnă Kuznețova,")];

fn letter(lang: &str, body: &str) -> String {
    let greeting = GREETINGS.iter().find(|(l, _)| *l == lang).map_or("", |(_, g)| g);
    format!("{greeting}\n\n{body}\n\nАнна Иванова")
}

/// What a rule says of a letter with these facts.
fn all(rule: &str, lang: &str, text: &str, facts: Facts<'_>, public: bool) -> Vec<Finding> {
    let anna = operator("Анна Иванова");
    let maria = customer(["Мария", "Ивановна", "Кузнецова", ""], Gender::Female);
    let context = CheckContext { facts, public, customer: Some(&maria), ..CheckContext::new(lang, &anna) };
    let mut found = check(text, &context);
    found.retain(|f| f.rule() == rule);
    found
}

fn count(rule: &str, lang: &str, body: &str, facts: Facts<'_>) -> usize {
    all(rule, lang, &letter(lang, body), facts, false).len()
}

/// The letter after the first repair; it must have one.
fn repaired(text: &str, finding: &Finding) -> String {
    let fix = &finding.fixes[0];
    let mut text = text.to_owned();
    text.replace_range(fix.span.clone(), &fix.text);
    text
}

const YES: Facts<'static> = Facts { our_fault: Some(&OurFault::Yes), ..Facts::NOTHING };
const PARTLY: Facts<'static> = Facts { our_fault: Some(&OurFault::Partly), ..Facts::NOTHING };
const NO: Facts<'static> = Facts { our_fault: Some(&OurFault::No), ..Facts::NOTHING };

#[test]
fn r128_r134_our_fault_is_admitted_in_whatever_words() {
    for (lang, body) in [
        ("ru", "Мы действительно ошиблись в счёте."),
        ("ru", "Ошибка действительно была, и деньги вернулись."),
        ("ru", "Наш курьер перепутал адрес."),
        ("ru", "Мне стыдно за этот ответ."),
        ("ru", "Так быть не должно."),
        ("ru", "Произошла путаница с заказами."),
        ("ru", "Забыли позвонить, как обещали."),
        ("ru", "Вы не должны были ждать два часа."),
        ("ru", "Виноваты мы, и только мы."),
        ("ru", "Признаю: проверить расчёт надо было вчера."),
        ("en", "Our courier lost the parcel."),
        ("en", "You should not have been left waiting."),
        ("en", "This was a failure on our part."),
        ("en", "I am ashamed of that answer."),
        ("en", "You deserved better."),
        ("en", "We billed you twice."),
        ("en", "An error happened in the calculation."),
        ("ro", "Curierul nostru a încurcat adresa."),
        ("ro", "Nu trebuia să așteptați două ore."),
        ("ro", "Recunosc: calculul a fost greșit."),
        ("ro", "Mi-e rușine de acest răspuns."),
        ("ro", "S-a strecurat o greșeală în factură."),
        ("ro", "Nu am fost la înălțime."),
    ] {
        assert_eq!(count("admission_missing", lang, body, YES), 0, "{body}");
        assert_eq!(count("admission_missing", lang, body, PARTLY), 0, "{body}");
    }
    for (lang, body) in [
        ("ru", "Деньги поступят на карту завтра."),
        ("ru", "Спасибо, что написали. Счёт пересчитан."),
        ("ru", "Приношу извинения за неудобства. Электрик придёт завтра."),
        ("en", "The money arrives tomorrow."),
        ("en", "I am sorry for the inconvenience. The fitter comes tomorrow."),
        ("ro", "Banii ajung mâine pe card."),
        ("ro", "Îmi cer scuze pentru neplăceri. Electricianul vine mâine."),
    ] {
        for facts in [YES, PARTLY] {
            let text = letter(lang, body);
            let found = all("admission_missing", lang, &text, facts, false);
            assert_eq!(found.len(), 1, "{body}");
            let after = repaired(&text, &found[0]);
            assert_eq!(all("admission_missing", lang, &after, facts, false).len(), 0, "the repair clears it: {after}");
            assert!(after.starts_with(GREETINGS.iter().find(|(l, _)| *l == lang).unwrap().1), "{after}");
        }
        assert_eq!(count("admission_missing", lang, body, NO), 0, "nothing to admit: {body}");
        assert_eq!(count("admission_missing", lang, body, Facts::NOTHING), 0, "nobody said whose error it was: {body}");
    }
    let said = Facts { our_letters: &["Это наша ошибка, и мы её исправим."], ..YES };
    assert_eq!(count("admission_missing", "ru", "Деньги поступят завтра.", said), 0, "an earlier letter admitted it");
}

#[test]
fn r114_r136_what_is_given_stands_in_the_letter_with_its_amount() {
    let refund = Remedy { kind: RemedyKind::Refund, amount: "1500 ₽".into(), text: String::new() };
    let facts = Facts { remedy: Some(&refund), ..Facts::NOTHING };
    for (body, times) in [
        ("Мы вернём Вам 1 500 рублей до пятницы.", 0),
        ("Мы вернём Вам деньги до пятницы.", 1),
        ("Мастер приедет завтра.", 1),
        ("1500 ₽ перечислены на Вашу карту.", 0),
    ] {
        assert_eq!(count("remedy_not_named", "ru", body, facts), times, "{body}");
    }
    let gift = Remedy {
        kind: RemedyKind::Another, amount: String::new(), text: "встреча с директором".into()
    };
    for (body, times) in [("Приглашаю Вас на встречу с директором.", 0), ("Мастер приедет завтра.", 1)]
    {
        assert_eq!(count("remedy_not_named", "ru", body, Facts { remedy: Some(&gift), ..Facts::NOTHING }), times);
    }
    for (lang, body) in [
        ("ru", "Мастер приедет завтра."),
        ("en", "The fitter comes tomorrow at ten."),
        ("ro", "Electricianul vine mâine la ora zece."),
    ] {
        for kind in [RemedyKind::Discount, RemedyKind::Bonus, RemedyKind::Refund, RemedyKind::Replacement] {
            let remedy = Remedy { kind, amount: "40 €".into(), text: String::new() };
            let facts = Facts { remedy: Some(&remedy), ..Facts::NOTHING };
            let text = letter(lang, body);
            let found = all("remedy_not_named", lang, &text, facts, false);
            assert_eq!(found.len(), 1, "{remedy:?} {body}");
            let after = repaired(&text, &found[0]);
            assert_eq!(all("remedy_not_named", lang, &after, facts, false).len(), 0, "the repair clears it: {after}");
            assert!(after.ends_with("\n\nАнна Иванова"), "it stands in the body: {after}");
        }
    }
    let told = Facts { our_letters: &["Мы вернём Вам 1500 рублей."], ..facts };
    assert_eq!(count("remedy_not_named", "ru", "Мастер приедет завтра.", told), 0, "he knows it already");
    let public = all("remedy_not_named", "ru", &letter("ru", "Деньги мы вернём."), facts, true);
    assert_eq!(public.len(), 0, "a sum is not for the public");
}

#[test]
fn r116_an_apology_alone_may_be_enough_with_what_was_done_about_it() {
    let alone = Remedy { kind: RemedyKind::ApologyOnly, amount: String::new(), text: String::new() };
    let facts = Facts { remedy: Some(&alone), ..Facts::NOTHING };
    for (lang, body, without) in [
        ("ru", "Простите нас за грубость. Я поговорила с кассиром.", "Простите нас за грубость."),
        ("en", "I am sorry for that tone. I spoke to the cashier.", "I am sorry for that tone."),
        ("ro", "Îmi cer scuze pentru ton. Am vorbit cu casierul.", "Îmi cer scuze pentru ton."),
    ] {
        assert_eq!(count("no_concrete_plan_or_date", lang, body, facts), 0, "{body}");
        assert_eq!(count("no_concrete_plan_or_date", lang, without, facts), 1, "say what was done: {without}");
        assert_eq!(count("no_concrete_plan_or_date", lang, without, Facts::NOTHING), 1, "{without}");
        assert_eq!(count("remedy_not_named", lang, body, facts), 0, "{body}");
    }
}

#[test]
fn r113_a_broken_term_is_regretted_by_name() {
    const BROKEN: Facts<'static> = Facts { broken_term: Some(DAY), ..Facts::NOTHING };
    const DAY: Date = date(2026, 11, 20);
    for (lang, silent, regrets) in [
        ("ru", "Мастер приедет в пятницу, я прослежу.", "Простите, что мы не успели к сроку. Мастер едет."),
        ("en", "The fitter comes on Friday, I will see to it.", "I am sorry we missed the date. He is on his way."),
        ("ro", "Electricianul vine vineri, mă ocup eu.", "Îmi cer scuze pentru întârziere. Electricianul vine vineri."),
    ] {
        assert_eq!(count("broken_term_not_regretted", lang, regrets, BROKEN), 0, "{regrets}");
        assert_eq!(count("broken_term_not_regretted", lang, silent, Facts::NOTHING), 0, "no term was broken");
        let text = letter(lang, silent);
        let found = all("broken_term_not_regretted", lang, &text, BROKEN, false);
        assert_eq!(found.len(), 1, "{silent}");
        let after = repaired(&text, &found[0]);
        assert!(!after.contains("20 "), "nobody told the customer that day: {after}");
        assert_eq!(all("broken_term_not_regretted", lang, &after, BROKEN, false).len(), 0, "{after}");
        assert_eq!(all("more_than_one_apology", lang, &after, BROKEN, false).len(), 0, "{after}");
    }
}

#[test]
fn r146_in_public_an_apology_and_an_offer_are_read() {
    let rule = "public_reply_incomplete";
    let times = |lang: &str, body: &str, facts| all(rule, lang, &letter(lang, body), facts, true).len();
    for (lang, whole, no_offer, no_apology) in [
        ("ru", "Простите нас. Мы заменим чайник завтра.", "Простите нас за чайник.", "Мы заменим чайник завтра."),
        (
            "en",
            "We apologise. We will replace it tomorrow.",
            "We apologise for the kettle.",
            "We will replace it tomorrow.",
        ),
        ("ro", "Ne cerem scuze. Îl vom înlocui mâine.", "Ne cerem scuze pentru ceainic.", "Îl vom înlocui mâine."),
    ] {
        for (body, facts, expected) in [
            (whole, Facts::NOTHING, 0),
            (no_offer, Facts::NOTHING, 1),
            (no_apology, Facts::NOTHING, 1),
            (no_apology, YES, 1),
            (no_apology, NO, 0),
        ] {
            assert_eq!(times(lang, body, facts), expected, "{body}");
        }
        assert_eq!(all(rule, lang, &letter(lang, no_offer), Facts::NOTHING, false).len(), 0, "not in public");
        let text = letter(lang, no_offer);
        let after = repaired(&text, &all(rule, lang, &text, Facts::NOTHING, true)[0]);
        assert!(after.contains('‹'), "what is offered the writer says: {after}");
    }
}

/// Words by which a letter would deny what happened, or the customer's word for it.
const DENIALS: &[&str] = &[
    "не (было|происходило|случалось|подтвержда~|соответству~|имело места)",
    "(неправд|невинов|опровер|отрица)~",
    "не (наша|моя) (вина|ошибка)",
    "(мы|я) не (виноват~|ошиб~|получали|обещали|говорили|отправляли)",
    "(did|was|were|is) (not|never) …1 (happen|happened|our|my|true|received|promised|at fault)",
    "(deny|denies|denied|untrue|never happened|never received|never promised)",
    "nu (s-a intamplat|s-au intamplat|este vina|e vina|a fost vina|este adevarat|e adevarat|am promis|am primit)",
    "(neadevar|dezmint|neg)(at|ata|im|am)?",
];

/// Every text that a shipped rule or phrase would put into a letter, with its file.
fn proposed() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["rules", "phrases"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let file = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
            let toml: toml::Table = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            collect(&toml::Value::Table(toml), &file, &mut found);
        }
    }
    found
}

fn collect(value: &toml::Value, file: &str, out: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match value.as_str() {
                    Some(text) if matches!(key.as_str(), "to" | "text" | "named" | "hint" | "one") => {
                        out.push((file.to_owned(), text.to_owned()));
                    }
                    _ => collect(value, file, out),
                }
            }
        }
        toml::Value::Array(all) => all.iter().for_each(|value| collect(value, file, out)),
        _ => {}
    }
}

#[test]
fn r115_nothing_that_is_proposed_denies_or_invents() {
    let denies = Patterns::new(DENIALS).unwrap();
    for denial in
        ["Этого не было.", "Мы не виноваты.", "It did not happen.", "We never promised that.", "Nu este vina noastră."]
    {
        assert!(denies.is_match(&Tokens::of(denial)), "{denial}");
    }
    let proposed = proposed();
    assert!(proposed.len() > 100, "{} texts: are the files read?", proposed.len());
    for (file, text) in &proposed {
        assert!(!denies.is_match(&Tokens::of(text)), "{file} proposes to deny: {text}");
    }
    // A fact is a number, a sum, a day: those stand in slots, which only a person fills. The 1) of a list is none.
    let is_invented = |text: &str| text.replace("1)", "").chars().any(|c| c.is_ascii_digit());
    for (file, text) in proposed.iter().filter(|(file, _)| file.starts_with("rules/")) {
        assert!(!is_invented(text), "{file} proposes to invent: {text}");
    }
}

#[test]
fn r115_what_a_repair_adds_of_the_case_is_in_the_case() {
    // The repairs of this file's rules, with the facts they may use: every number of theirs comes from there.
    let remedy = Remedy { kind: RemedyKind::Discount, amount: "37 %".into(), text: String::new() };
    for lang in ["ru", "en", "ro"] {
        let text = letter(lang, "Abc.");
        let facts = Facts { remedy: Some(&remedy), broken_term: Some(date(2026, 11, 20)), ..YES };
        for rule in ["admission_missing", "remedy_not_named", "broken_term_not_regretted", "public_reply_incomplete"] {
            for public in [false, true] {
                let known = ["37", "20"];
                for fix in all(rule, lang, &text, facts, public).iter().flat_map(|f| &f.fixes) {
                    let tokens = Tokens::of(&fix.text);
                    let numbers = tokens.iter().map(|(t, _)| t).filter(|t| t.starts_with(|c: char| c.is_ascii_digit()));
                    numbers.for_each(|number| assert!(known.contains(&number), "{rule}: {}", fix.text));
                    assert!(!Patterns::new(DENIALS).unwrap().is_match(&tokens), "{rule}: {}", fix.text);
                }
            }
        }
    }
}
