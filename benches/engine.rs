//! What the letter engine costs, one function a topic: `cargo bench --bench engine [-- TOPIC]`.
//!
//! Wall time on this machine, the best of several runs, so that a busy neighbour does not show.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sincerely::config::{Paths, load_speller};
use sincerely::letter::{
    Archive, CheckContext, Earlier, Past, Phrasebook, RuleExamples, Rules, Speller, check, checklist,
};
use sincerely::model::Operator;

type Topic = (&'static str, fn());

const TOPICS: &[Topic] = &[("checks", checks), ("likeness", likeness), ("spelling", spelling)];

/// Bytes that are allocated, and the most there ever were.
static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST_HELD: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counted.
struct Counted;

// SAFETY: every call goes on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST_HELD.fetch_max(held, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counted = Counted;

fn main() {
    if let Some(lang) = std::env::args().find_map(|a| a.strip_prefix("--first=").map(str::to_owned)) {
        return first_letter(&lang);
    }
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

/// A letter of two thousand characters: the sentences that the rules must leave alone, the hardest there are.
fn examples_letter(lang: &str) -> String {
    let mut text = String::from("Maria Ivanova,\n\n");
    let clean = Rules::shipped().cards().flat_map(|card| RuleExamples::shipped(&card.id));
    for sentence in clean.filter(|(l, _)| l == lang).flat_map(|(_, examples)| examples.clean.into_iter().take(2)) {
        if text.chars().count() + sentence.chars().count() < 1_980 {
            text.push_str(&sentence);
            text.push(' ');
        }
    }
    text.push_str("\n\nАнна Иванова");
    text
}

fn operator() -> Operator {
    serde_json::from_value(serde_json::json!({"id": uuid::Uuid::nil(), "name": "Анна Иванова"}))
        .expect("an operator needs no more")
}

fn now() -> jiff::civil::DateTime {
    jiff::civil::date(2026, 11, 23).at(10, 15, 0, 0)
}

/// Each language in a process of its own, for what it makes at first it makes once.
fn checks() {
    for lang in ["ru", "en", "ro"] {
        let child = std::env::current_exe().and_then(|own| {
            let mut child = std::process::Command::new(own);
            child.arg(format!("--first={lang}")).env("LETTER", examples_letter(lang)).status()
        });
        if let Err(error) = child {
            println!("  {lang}: {error}");
        }
    }
}

/// The first letter that a process checks, and then the same one key after the other.
fn first_letter(lang: &str) {
    let text = std::env::var("LETTER").unwrap_or_default();
    let operator = operator();
    let (held, begun) = (HELD.load(Ordering::Relaxed), Instant::now());
    let mut context = CheckContext { now: Some(now()), ..CheckContext::new(lang, &operator) };
    let found = black_box(check(&text, &context));
    say(
        &format!("{lang}: {} characters, {} findings, for the first time", text.chars().count(), found.len()),
        begun.elapsed(),
    );
    let kilobytes = |bytes: usize| bytes.saturating_sub(held) / 1_024;
    let (now_held, most) = (HELD.load(Ordering::Relaxed), MOST_HELD.load(Ordering::Relaxed));
    println!("  {:<60} {:>10} kB, {} at most", "its memory", kilobytes(now_held), kilobytes(most));
    let book = Phrasebook::load(lang, &[]).0;
    context.book = Some(&book);
    let mut edited = text.clone();
    let mut times: Vec<Duration> = (0..400).map(|number| after_key(&text, &mut edited, number, &context)).collect();
    times.sort_unstable();
    say("all checks after a key, the half of them within", times[times.len() / 2]);
    say("the checklist", best(50, || _ = black_box(checklist(&text, &context, &book, &found))));
}

/// Types a letter in the middle; after forty of them the text is as it was.
fn after_key(text: &str, edited: &mut String, number: usize, context: &CheckContext<'_>) -> Duration {
    if number.is_multiple_of(40) {
        text.clone_into(edited);
    }
    edited.insert(edited.floor_char_boundary(text.len() / 2), if number % 7 == 6 { ' ' } else { 'o' });
    let begun = Instant::now();
    black_box(check(edited, context));
    begun.elapsed()
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
    let operator = operator();
    let past = [Past::new(&archive)];
    let text = letter(9_000);
    let plain = CheckContext::new("ru", &operator);
    say("all rules without both", best(30, || _ = black_box(check(&text, &plain))));
    let full = CheckContext { earlier: &past, speller: Some(speller), ..CheckContext::new("ru", &operator) };
    say("all rules with both", best(30, || _ = black_box(check(&text, &full))));
}
