//! Likeness by tables: what is a copy, what is a letter of its own, how many letters are kept.

use std::fmt::Write as _;

use super::*;
use crate::letter::test_people::{customer, operator};
use crate::letter::{CheckContext, Finding, Severity, check};
use crate::model::Gender;
use proptest::prelude::*;
use uuid::Uuid;

fn archive() -> Archive {
    let books = ["ru", "en", "ro"].map(|lang| Phrasebook::load(lang, &[]).0);
    Archive::new(&books)
}

fn percent(old: &str, new: &str, public: bool) -> u8 {
    let mut archive = archive();
    archive.add(&Earlier { public, text: old, ..Earlier::default() });
    archive.nearest(new, public).map_or(0, |twin| twin.percent)
}

const OLD: &str = "Уважаемая Мария Ивановна!\n\nКурьер не нашёл подъезд и увёз Ваш заказ 123 обратно на склад. Я сама \
    положила его в утреннюю машину, и завтра, 5 марта, до 12:00 его привезёт Олег. Вечером я проверю, что чайник у Вас, \
    и напишу.\n\nС уважением,\nАнна Иванова";

#[test]
fn r105_the_same_letter_to_somebody_else_is_the_same_letter() {
    let other = OLD
        .replace("Мария Ивановна", "Иван Петрович")
        .replace("Уважаемая", "Уважаемый")
        .replace("123", "98-7")
        .replace("5 марта", "11 апреля")
        .replace("Олег", "Фёдор")
        .replace("Анна Иванова", "Борис Титов");
    assert_eq!(percent(OLD, &other, false), 100);
    let polished = other.replace("Вечером", "К вечеру").replace("проверю", "узнаю");
    assert!((80..100).contains(&percent(OLD, &polished, false)), "{}", percent(OLD, &polished, false));
    let quoting = format!("{other}\n\n> Где мой чайник?\n> Жду вторую неделю!");
    assert_eq!(percent(OLD, &quoting, false), 100);
}

#[test]
fn r105_a_rewritten_letter_is_not_a_copy() {
    for (old, new) in [
        (
            OLD,
            "Уважаемый Иван Петрович!\n\nЧайник вчера вернулся к нам: в подъезд водитель не попал. Утром его везут снова, \
             ждите до полудня. Я позвоню Вам в семь часов и услышу, закипел ли он.\n\nАнна Иванова",
        ),
        (
            "Dear Amy,\n\nThe lift stood still for four days because the board had to come from Leeds. It runs since this \
             morning, and I rode it up and down ten times before I wrote to you.\n\nJo",
            "Dear Tom,\n\nYour bicycle came back with a bent wheel. We have trued it, oiled the chain and put new lights \
             on, and our van brings it to your door before six tonight.\n\nJo",
        ),
        (
            "Stimate domnule Popa,\n\nFrigiderul a fost reparat azi: termostatul era ars. Îl aducem mâine, iar seara vă sun \
             să aflu dacă răcește cum trebuie.\n\nRadu",
            "Stimată doamnă Rusu,\n\nBanii pentru bilet s-au întors pe card astăzi. Vă rog să îmi scrieți dacă nu îi vedeți \
             până vineri, ca să întreb eu banca.\n\nRadu",
        ),
    ] {
        assert!(percent(old, new, false) < 50, "{}: {new}", percent(old, new, false));
    }
}

#[test]
fn r159_ten_letters_by_palette_with_their_own_facts_are_ten_letters() {
    let facts = [
        "Посылка лежала в Твери три дня, потому что на складе меняли ленту. Сейчас она у курьера.",
        "Мастер забыл прокладку и уехал за ней, не сказав ни слова. Вчера он всё поставил, вода не капает.",
        "В счёте дважды стояла уборка подъезда. Бухгалтер исправила строку, новый счёт внизу письма.",
        "Хор пел на сорок минут дольше, и последний автобус ушёл без Вас. За такси мы заплатим.",
        "Стиральная машина приехала с вмятиной на дверце. Со склада сегодня берут другую, целую.",
        "Врач принял Вас на час позже: перед Вами был ребёнок с ожогом. Карту Вам отдадут без очереди.",
        "Интернет пропадал по вечерам из-за усилителя в соседнем доме. Инженер заменил блок питания.",
        "Вместо синего пальто в коробке лежало серое. Синее отложено, примерить можно дома.",
        "Полис пришёл с чужим отчеством. Новый напечатан, оригинал едет с нарочным.",
        "Учитель заболел, а о замене Вам не сообщили. Урок перенесён, платить за него не нужно.",
    ];
    let mut archive = archive();
    for fact in facts {
        let text = format!(
            "Уважаемая Мария Ивановна!\n\nПриношу свои извинения. {fact} Я лично проконтролирую результаты до 14 марта. Мы \
             надеемся, что наши предложения будут для Вас полезными.\n\nС уважением,\nАнна Иванова"
        );
        let near = archive.nearest(&text, true).map_or(0, |twin| twin.percent);
        assert!(near < 50, "{near}: {fact}");
        archive.add(&Earlier { public: true, text: &text, ..Earlier::default() });
    }
}

#[test]
fn a_few_own_words_are_no_copy_by_their_ratio() {
    let short = "Уважаемый Иван Петрович!\n\nДеньги уже у Вас на карте.\n\nАнна Иванова";
    assert_eq!(percent(short, short, false), 0, "a short private letter may be said again");
    let public = "Спасибо за отзыв! Пожалуйста, напишите нам в форму на сайте.";
    assert_eq!(percent(public, public, true), 100);
    assert!(percent(public, "Спасибо за звонок! Пожалуйста, позвоните нам по номеру на сайте.", true) < 50);
    let few = "Спасибо за отзыв! Проверим склад.";
    assert_eq!(percent(few, few, true), 100);
    assert_eq!(percent(few, "Спасибо за отзыв! Проверим кассу.", true), 0, "of five words one is much");
    assert_eq!(percent("Спасибо!", "Спасибо!", true), 0);
    assert_eq!(percent("", "", true), 0);
}

fn findings(new: &str, past: Past<'_>, public: bool) -> Vec<Finding> {
    let anna = operator("Анна Иванова");
    let maria = customer(["Мария", "Ивановна", "Кузнецова", "guest_41"], Gender::Female);
    let earlier = [past];
    let context = CheckContext { customer: Some(&maria), public, earlier: &earlier, ..CheckContext::new("ru", &anna) };
    let likeness = |f: &Finding| matches!(f.rule(), "template_like" | "repeated_apology");
    check(new, &context).into_iter().filter(likeness).collect()
}

#[test]
fn r106_in_public_half_a_copy_blocks_on_the_same_site_alone() {
    let mut archive = archive();
    let message = Some(MessageId(Uuid::from_u128(7)));
    archive.add(&Earlier { public: true, site: "отзывы.рф", message, text: OLD, ..Earlier::default() });
    let half = OLD.replace(
        "Вечером я проверю, что чайник у Вас, и напишу.",
        "Вы спрашивали, почему никто не позвонил: номер был записан с ошибкой в одной цифре.",
    );
    let on = |site| Past { site, ..Past::new(&archive) };
    let found = findings(&half, on("отзывы.рф"), true);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, Severity::Block);
    assert_eq!(found[0].twin.as_ref().unwrap().message, message);
    assert_eq!(findings(&half, on("другой.рф"), true), []);
    assert_eq!(findings(&half, on("отзывы.рф"), false), [], "in private half a copy is none");
    let whole = findings(OLD, on("другой.рф"), true);
    assert_eq!(whole[0].severity, Severity::Warning, "a whole copy is told on every site");
    let itself = Past { except: Some(0), ..on("отзывы.рф") };
    assert_eq!(findings(OLD, itself, true), []);
}

#[test]
fn r157_the_same_customer_reads_no_apology_twice() {
    let (maria, other) = (CustomerId(Uuid::from_u128(1)), CustomerId(Uuid::from_u128(9)));
    let mut archive = archive();
    let old =
        "Уважаемая Мария Ивановна!\n\nПриношу свои извинения за задержку заказа 5. Завтра он у Вас.\n\nАнна Иванова";
    archive.add(&Earlier { customer: Some(maria), own: true, text: old, ..Earlier::default() });
    let past = |customer| Past { customer: Some(customer), ..Past::new(&archive) };
    let new =
        |apology: &str| format!("Уважаемая Мария Ивановна!\n\n{apology} Мастер придёт сегодня в пять.\n\nАнна Иванова");
    for (text, customer, count) in [
        ("Приношу свои извинения за задержку заказа 17.", maria, 1),
        ("Приношу свои извинения за задержку заказа 17.", other, 0),
        ("Приношу свои извинения за ошибку в счёте.", maria, 0),
        ("Простите нас, Мария Ивановна: второй раз подряд это уже не случай.", maria, 0),
        ("Приношу свои извинения.", maria, 0),
    ] {
        let found = findings(&new(text), past(customer), false);
        assert_eq!(found.iter().filter(|f| f.rule() == "repeated_apology").count(), count, "{text}");
    }
}

#[test]
fn r157_only_the_last_five_apologies_are_remembered() {
    let maria = CustomerId(Uuid::from_u128(1));
    let mut archive = archive();
    let things = ["задержку заказа", "ошибку в счёте", "грубый тон", "сломанный замок", "пустую коробку", "шум ночью"];
    for thing in things {
        let text = format!("Простите меня, пожалуйста, за {thing}.");
        archive.add(&Earlier { customer: Some(maria), own: true, text: &text, ..Earlier::default() });
    }
    let like = |thing: &str| archive.apology_like(&format!("Простите меня, пожалуйста, за {thing}."), maria, None);
    assert!(like("задержку заказа").is_some_and(|l| l < 0.8));
    assert!(like("ошибку в счёте").is_some_and(|l| l > 0.99));
}

/// A letter of so many words that nobody else wrote.
fn letter(seed: u64, words: usize) -> String {
    let mut text = String::new();
    let mut state = seed.wrapping_mul(0x9e37_79b9) + 1;
    for number in 0..words {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let letters = ["ба", "ко", "ли", "ту", "не", "зо", "ры", "ша"];
        (0..3).for_each(|i| text.push_str(letters[(state >> (33 + 3 * i)) as usize % letters.len()]));
        text.push_str(if number % 12 == 11 { ". " } else { " " });
    }
    text
}

#[test]
fn the_last_two_thousand_are_kept_and_the_last_two_hundred_own() {
    let mut archive = archive();
    for seed in 0..2_600 {
        archive.add(&Earlier { own: seed < 250, text: &letter(seed, 20), ..Earlier::default() });
    }
    assert!(archive.len() <= TEAM_LETTERS + OWN_LETTERS + SLACK, "{}", archive.len());
    let is_kept = |seed: u64| archive.nearest(&letter(seed, 20), false).is_some_and(|t| t.percent == 100);
    assert!(is_kept(2_599) && is_kept(600) && is_kept(249) && is_kept(60));
    assert!(!is_kept(10) && !is_kept(400));
    assert_eq!(archive.nearest(&letter(2_599, 20), false).unwrap().number, 2_599);
}

#[test]
fn shared_parts_are_shown_in_both_letters() {
    let archive = archive();
    let new = "Мы проверили кассу и нашли ошибку. Деньги вернём завтра.";
    let old = "Вчера мы проверили кассу и нашли ошибку, простите.";
    let (in_new, in_old) = shared_parts(&archive, new, old);
    assert_eq!(in_new.iter().map(|r| &new[r.clone()]).collect::<Vec<_>>(), ["Мы проверили кассу и нашли ошибку"]);
    assert_eq!(in_old.iter().map(|r| &old[r.clone()]).collect::<Vec<_>>(), ["мы проверили кассу и нашли ошибку"]);
    assert_eq!(shared_parts(&archive, "", old), (vec![], vec![]));
}

#[test]
fn a_letter_of_a_megabyte_takes_no_quadratic_time() {
    let mut archive = archive();
    let mut long = String::new();
    while long.len() < 1_000_000 {
        let _ = write!(long, "Приношу свои извинения за заказ Мария, «мы» проверим {} ", long.len());
    }
    let begun = std::time::Instant::now();
    archive.add(&Earlier { text: &long, ..Earlier::default() });
    assert_eq!(archive.nearest(&long, false).unwrap().percent, 100);
    assert!(begun.elapsed().as_secs() < 5);
}

proptest! {
    #[test]
    fn any_letters_are_compared_without_a_panic(old in "(Здравствуйте|Dear Amy)?[,!\n ]{0,3}\\PC{0,60}", new in "\\PC{0,60}", public: bool) {
        let mut archive = Archive::default();
        archive.add(&Earlier { public, text: &old, ..Earlier::default() });
        archive.nearest(&new, public);
        let (in_new, in_old) = shared_parts(&archive, &new, &old);
        prop_assert!(in_new.into_iter().all(|r| new.get(r).is_some()));
        prop_assert!(in_old.into_iter().all(|r| old.get(r).is_some()));
    }
}
