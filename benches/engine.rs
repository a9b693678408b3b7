//! The letter engine: what the judgement of a letter costs. `cargo bench --bench engine`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::{DateTime, date};
use sincerely::letter::read_promises;

const SENTENCES: &[(&str, &str)] = &[
    (
        "ru",
        "Здравствуйте, Анна Петровна! Простите нас: Вы ждали весь день. Завтра до 12:00 я сам позвоню на склад, а в пятницу \
         курьер привезёт новый холодильник. Вы писали, что уезжаете 2 декабря. Если что-то изменится, напишите мне. ",
    ),
    (
        "en",
        "Dear Ann, I am sorry that you waited all day. Tomorrow by noon I will ring the depot myself, and on Friday the courier \
         will bring a new fridge. You told us that you leave on 2 December. If anything changes, please write to me. ",
    ),
    (
        "ro",
        "Bună ziua, doamnă Popa! Iertați-ne că ați așteptat toată ziua. Mâine până la 12:00 sun eu la depozit, iar vineri curierul \
         aduce un frigider nou. Ne-ați scris că plecați pe 2 decembrie. Dacă se schimbă ceva, scrieți-mi. ",
    ),
];
/// Characters of a usual letter, and of a huge one.
const SIZES: [usize; 2] = [2_000, 1_000_000];

fn now() -> DateTime {
    date(2026, 11, 23).at(10, 15, 0, 0)
}

fn promises(c: &mut Criterion) {
    let mut group = c.benchmark_group("promises");
    group.sample_size(10);
    for (lang, sentences) in SENTENCES {
        for size in SIZES {
            let letter: String = sentences.chars().cycle().take(size).collect();
            group.throughput(Throughput::Elements(size as u64));
            group.bench_with_input(BenchmarkId::new(*lang, size), &letter, |b, letter| {
                b.iter(|| read_promises(black_box(letter), lang, now()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, promises);
criterion_main!(benches);
