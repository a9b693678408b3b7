//! What the run came to, in lines for people; and whether the promise was kept.

use super::arguments::Arguments;
use super::ledger::{Facts, Mark};
use super::servers::{Sample, Usage};

/// An act is visible at the others within this, at the 95th of a hundred: microseconds.
const VISIBLE: u64 = 1_000_000;
/// The last third of the run may hold so much more memory than the second.
const GROWTH: f64 = 1.10;

/// Prints everything; true when nothing failed, changes were seen in time, and memory stayed flat.
pub fn tell(arguments: &Arguments, facts: &Facts, samples: &[Sample], stations: usize) -> bool {
    let seconds = arguments.duration().as_secs_f64();
    let acts: u64 = facts.acts.values().sum();
    let requests = acts + facts.pulls + facts.reads + facts.conflicts.values().sum::<u64>();
    println!(
        "requests      {:.0}/s: {:.1} pulls, {:.1} cases opened, {:.1} acts a second",
        requests as f64 / seconds,
        facts.pulls as f64 / seconds,
        facts.reads as f64 / seconds,
        acts as f64 / seconds
    );
    println!("rings         {:.1}/s to {stations} workstations", facts.rings as f64 / seconds);
    println!("acts          {:?}", facts.acts);
    println!("answer of an act            {}", percentiles(facts.answers.iter().map(|t| u64::from(*t)).collect()));
    let answered: Vec<&Mark> = facts.marks.iter().filter(|mark| mark.answered.is_some()).collect();
    let late = spans(&answered, |mark| mark.answered.unwrap_or(mark.begun));
    let p95 = percentile(&late, 95.0);
    println!("seen by others, from answer {}", percentiles(late));
    println!("seen by others, from begin  {}", percentiles(spans(&answered, |mark| mark.begun)));
    let others = stations.saturating_sub(1);
    let missing: usize = answered.iter().map(|mark| others.saturating_sub(mark.seen.len())).sum();
    println!("seen          {} acts by {others} others each; missing {missing}", answered.len());
    println!("told others   {:?}", facts.conflicts);
    println!("errors        {:?}", facts.errors);
    let flat = tell_machine(samples);
    let in_time = p95 <= VISIBLE;
    let kept = in_time && missing == 0 && facts.errors.is_empty() && flat && !answered.is_empty();
    println!("{}", if kept { "kept: p95 within a second, no error, memory flat" } else { "NOT KEPT; see above" });
    kept
}

fn spans(marks: &[&Mark], from: impl Fn(&Mark) -> u64) -> Vec<u64> {
    let mut spans: Vec<u64> =
        marks.iter().flat_map(|mark| mark.seen.iter().map(|seen| seen.saturating_sub(from(mark)))).collect();
    spans.sort_unstable();
    spans
}

fn percentile(sorted: &[u64], percent: f64) -> u64 {
    let at = (sorted.len() as f64 * percent / 100.0) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn percentiles(mut times: Vec<u64>) -> String {
    times.sort_unstable();
    let [half, most, nearly, last] = [50.0, 95.0, 99.0, 100.0].map(|p| percentile(&times, p) as f64 / 1000.0);
    format!("p50 {half:.1}  p95 {most:.1}  p99 {nearly:.1}  max {last:.1} ms  (n {})", times.len())
}

/// Processor and memory by thirds of the run; true when the last third needs no more memory than the second.
fn tell_machine(samples: &[Sample]) -> bool {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else { return false };
    let wall = last.at.duration_since(first.at).as_secs_f64().max(0.001);
    let cores = |of: fn(&Sample) -> Usage| (of(last).processor - of(first).processor).as_secs_f64() / wall;
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "processor     servers {:.2}, workstations {:.2} of {machine} cores",
        cores(|s| s.servers),
        cores(|s| s.clients)
    );
    let third = samples.len().div_ceil(3).max(1);
    let mean = |part: &[Sample], of: fn(&Sample) -> Usage| {
        part.iter().map(|s| of(s).memory as f64).sum::<f64>() / part.len().max(1) as f64 / 1024.0
    };
    let servers: Vec<f64> = samples.chunks(third).map(|part| mean(part, |s| s.servers)).collect();
    let clients: Vec<f64> = samples.chunks(third).map(|part| mean(part, |s| s.clients)).collect();
    println!("memory, MiB   servers {servers:.1?}, workstations {clients:.1?} (means of thirds)");
    match servers.as_slice() {
        [.., second, last] => *last <= second * GROWTH,
        _ => true,
    }
}
