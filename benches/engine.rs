//! What the letter engine costs, one function a topic: `cargo bench --bench engine [-- TOPIC]`.
//!
//! Wall time on this machine, the best of several runs, so that a busy neighbour does not show.

use std::hint::black_box;
use std::time::{Duration, Instant};

use sincerely::config::{Paths, load_speller};
use sincerely::letter::{Archive, CheckContext, Earlier, Past, Phrasebook, Rules, Speller, check};

type Topic = (&'static str, fn());

const TOPICS: &[Topic] = &[("likeness", likeness), ("spelling", spelling)];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    for (name, run) in TOPICS.iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|w| w == name)) {
        println!("{name}");
        run();
    }
}

/// The shortest of some runs.
fn best(runs: usize, mut work: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    });
    times.min().unwrap_or_default()
}

fn say(what: &str, time: Duration) {
    println!("  {what:<60} {:>10.3} ms", time.as_secs_f64() * 1_000.0);
}

/// Resident memory in kilobytes, where the system tells it.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

const SENTENCES: [&str; 24] = [
    "Курьер не нашёл подъезд и увёз Ваш заказ обратно на склад.",
    "Я сама положила его в утреннюю машину, и завтра до полудня его привезут.",
    "Вечером я проверю, что чайник у Вас, и напишу.",
    "Мастер забыл прокладку и уехал за ней, не сказав ни слова.",
    "В счёте дважды стояла уборка подъезда, бухгалтер исправила строку.",
    "Стиральная машина приехала с вмятиной на дверце.",
    "Со склада сегодня берут другую, целую, и её поднимут в квартиру.",
    "Врач принял Вас на час позже, потому что перед Вами был ребёнок с ожогом.",
    "Карту Вам отдадут без очереди в любой день до конца недели.",
    "Интернет пропадал по вечерам из-за усилителя в соседнем доме.",
    "Инженер заменил блок питания и два дня следил за сигналом.",
    "Вместо синего пальто в коробке лежало серое.",
    "Синее отложено, примерить его можно дома и вернуть с тем же водителем.",
    "Полис пришёл с чужим отчеством, новый уже напечатан.",
    "Оригинал едет с нарочным, он позвонит за полчаса.",
    "Учитель заболел, а о замене Вам не сообщили.",
    "Урок перенесён, платить за него не нужно.",
    "Деньги за билет вернулись на карту сегодня утром.",
    "Поезд стоял в поле два часа, и воды в вагоне не было.",
    "Мы поговорили с проводником и поставили кулер в каждый вагон.",
    "Ваша скидка сгорела из-за ошибки в наших часах, я вернула её.",
    "Проверьте, пожалуйста, видите ли Вы её в своём кабинете.",
    "Кровать собрали без одной планки, планку привезут в субботу.",
    "Если удобнее другое время, ответьте на это письмо одним словом.",
];

/// A letter of some two thousand characters, another one for each seed.
fn letter(seed: usize) -> String {
    let mut text = String::from("Уважаемая Мария Ивановна!\n\n");
    let mut state = seed as u64 + 1;
    while text.chars().count() < 1_950 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Words in another order make other letters of the same language.
        let sentence = SENTENCES[(state >> 33) as usize % SENTENCES.len()];
        let mut words: Vec<&str> = sentence.split(' ').collect();
        let turn = (state >> 40) as usize % words.len();
        words.rotate_left(turn);
        text.push_str(&words.join(" "));
        text.push_str(". ");
    }
    text.push_str("\n\nС уважением,\nАнна Иванова");
    text
}

/// A letter of two thousand characters in words of which a few are frequent and most are rare, as in a language.
fn others_letter(seed: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ба", "ко", "ли", "ту", "не", "зо", "ры", "ша", "ве", "ди", "по", "ста", "мо", "ги", "ле", "хо"];
    let mut text = String::from("Уважаемая Мария Ивановна!\n\n");
    let mut state = seed as u64 + 1;
    for number in 0.. {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (state >> 40) as f64 / (1_u64 << 24) as f64;
        let word = (share.powi(3) * 4_096.0) as usize;
        (0..3).for_each(|i| text.push_str(SYLLABLES[(word >> (4 * i)) % SYLLABLES.len()]));
        text.push_str(if number % 14 == 13 { ". " } else { " " });
        if text.len() > 3_900 {
            break;
        }
    }
    text.push_str("\n\nС уважением,\nАнна Иванова");
    text
}

fn likeness() {
    let books = ["ru", "en", "ro"].map(|lang| Phrasebook::load(lang, &[]).0);
    let letters: Vec<String> = (0..2_000).map(others_letter).collect();
    let before = memory();
    let mut archive = Archive::new(&books);
    let begun = Instant::now();
    for text in &letters {
        archive.add(&Earlier { public: true, text, ..Earlier::default() });
    }
    say("2,000 letters of 2,000 characters taken in", begun.elapsed());
    println!("  memory of the archive: {} kB", memory().saturating_sub(before));
    let new = others_letter(5_000);
    say("a letter compared with all of them", best(50, || _ = black_box(archive.nearest(&new, true))));
    say("the same for a letter that is among them", best(50, || _ = black_box(archive.nearest(&letters[7], false))));
}

fn spelling() {
    let before = memory();
    let begun = Instant::now();
    let (speller, problems) = load_speller(&Paths::below(std::path::Path::new("/nonexistent")), &["ru", "en", "ro"]);
    say("the dictionaries of three languages loaded", begun.elapsed());
    println!("  their memory: {} kB", memory().saturating_sub(before));
    problems.iter().for_each(|problem| println!("  {problem}"));
    let text = letter(1).replace("заказ", "закас").replace("вернулись", "вернулись обратн");
    let begun = Instant::now();
    black_box(speller.misspelt(&text, "ru", &["Мария Ивановна"]));
    say("a letter of 2,000 characters, cold", begun.elapsed());
    say("the same letter again", best(50, || _ = black_box(speller.misspelt(&text, "ru", &["Мария Ивановна"]))));
    suggestions(&speller);
    together(&speller);
}

fn suggestions(speller: &Speller) {
    for (lang, word) in [("ru", "здраствуйте"), ("en", "recieved"), ("ro", "intarziere")] {
        let begun = Instant::now();
        black_box(speller.suggest(word, lang));
        say(&format!("suggestions for {word}"), begun.elapsed());
    }
}

/// A whole check with the dictionaries and two thousand earlier letters.
fn together(speller: &Speller) {
    let books = ["ru", "en", "ro"].map(|lang| Phrasebook::load(lang, &[]).0);
    let mut archive = Archive::new(&books);
    for seed in 0..2_000 {
        archive.add(&Earlier { text: &others_letter(seed), ..Earlier::default() });
    }
    Rules::shipped().warm("ru");
    let operator = serde_json::from_value(serde_json::json!({"id": uuid::Uuid::nil(), "name": "Анна Иванова"}))
        .expect("an operator needs no more");
    let past = [Past::new(&archive)];
    let text = letter(9_000);
    let plain = CheckContext::new("ru", &operator);
    say("all rules without both", best(30, || _ = black_box(check(&text, &plain))));
    let full = CheckContext { earlier: &past, speller: Some(speller), ..CheckContext::new("ru", &operator) };
    say("all rules with both", best(30, || _ = black_box(check(&text, &full))));
}
