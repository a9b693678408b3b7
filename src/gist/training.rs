//! Learns weights from labelled sentences: a linear support vector machine for each label (dual coordinate descent for the
//! squared hinge loss, Hsieh et al., ICML 2008), with bars measured on sentences of writers that were left out.
//!
//! Only sums, products and square roots, in a fixed order: the same sentences give the same file on every machine. Not its
//! duty: reading the files of sentences (`cli`).

use std::collections::HashMap;

use super::features::{Feature, features};
use super::fields::Fields;
use super::weights::{Keys, Label, Rate, Weights};

/// A sentence with what it says.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Folded text.
    pub words: String,
    pub labels: Vec<String>,
    /// Who wrote it: bars are measured on writers that were not learnt from.
    pub voice: String,
    /// How much it counts beside others.
    pub weight: f64,
    /// The labels that were looked for; none: all of them.
    pub judged: Option<Vec<String>>,
    /// From a whole text as people write them, and not made to show something: bars are measured on these.
    pub ordinary: bool,
}

impl Sample {
    /// True when it is known whether it says so.
    fn is_judged(&self, name: &str) -> bool {
        self.judged.as_ref().is_none_or(|judged| judged.iter().any(|label| label == name))
    }
}

/// What is weighed must stand in so many sentences.
const SEEN: usize = 2;
const PARTS: u32 = 5;
const ROUNDS: usize = 30;
/// How much a mistake costs beside a large weight.
const COST: f64 = 2.0;
/// Labels of fewer sentences are not learnt.
const FEWEST: usize = 25;

/// Weights for every label with enough sentences.
pub fn train(fields: &Fields, samples: &[Sample]) -> Weights {
    let found: Vec<Vec<Feature>> = samples.iter().map(|s| features(fields, &s.words)).collect();
    let keys = common_keys(&found);
    let rows: Vec<Vec<(usize, f64)>> = found.iter().map(|features| known(&keys, features)).collect();
    let mut weights = Weights { labels: Vec::new(), keys, steps: Vec::new() };
    let learnt: Vec<Vec<f64>> = label_names(samples)
        .into_iter()
        .map(|name| {
            let (label, learnt) = learn(&name, samples, &rows, weights.keys.len());
            weights.labels.push(label);
            learnt
        })
        .collect();
    for key in 0..weights.keys.len() {
        let steps = learnt.iter().zip(&weights.labels).map(|(w, label)| (w[key] / f64::from(label.scale)).round());
        weights.steps.extend(steps.map(|step| step.clamp(-127.0, 127.0) as i8));
    }
    weights
}

fn label_names(samples: &[Sample]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    samples.iter().flat_map(|s| &s.labels).for_each(|label| *counts.entry(label).or_default() += 1);
    let mut names: Vec<String> = counts.into_iter().filter(|(_, n)| *n >= FEWEST).map(|(l, _)| l.to_owned()).collect();
    names.sort_unstable();
    names
}

fn common_keys(found: &[Vec<Feature>]) -> Keys {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    found.iter().flatten().for_each(|(key, _)| *counts.entry(*key).or_default() += 1);
    let mut keys: Vec<u32> = counts.into_iter().filter(|(_, n)| *n >= SEEN).map(|(key, _)| key).collect();
    keys.sort_unstable();
    Keys::new(keys)
}

fn known(keys: &Keys, features: &[Feature]) -> Vec<(usize, f64)> {
    features.iter().filter_map(|(key, amount)| Some((keys.row(*key)?, f64::from(*amount)))).collect()
}

/// The label with its bars, and its weights; the last weight is the bias.
fn learn(name: &str, samples: &[Sample], rows: &[Vec<(usize, f64)>], size: usize) -> (Label, Vec<f64>) {
    let is_hit: Vec<bool> = samples.iter().map(|s| s.labels.iter().any(|l| l == name)).collect();
    let part = |sample: &Sample| sample.voice.bytes().fold(7, |h: u32, b| h.wrapping_mul(31) ^ u32::from(b)) % PARTS;
    let all: Vec<usize> = (0..rows.len()).filter(|i| samples[*i].is_judged(name)).collect();
    let mut ordinary: Vec<f64> = Vec::new();
    for left_out in 0..PARTS {
        let (learnt_from, others): (Vec<usize>, _) = all.iter().partition(|i| part(&samples[**i]) != left_out);
        let weights = descend(samples, rows, &is_hit, &learnt_from, size);
        let sums = others.into_iter().filter(|i| samples[*i].ordinary && !is_hit[*i]).map(|i| sum(&weights, &rows[i]));
        ordinary.extend(sums);
    }
    ordinary.sort_unstable_by(f64::total_cmp);
    let weights = descend(samples, rows, &is_hit, &all, size);
    let largest = weights[..size].iter().fold(f64::MIN_POSITIVE, |most, w| most.max(w.abs()));
    let bars = Rate::ALL.map(|(_, rate)| {
        let above = (ordinary.len() as f64 * rate) as usize;
        ordinary.len().checked_sub(above + 1).map_or(0.0, |at| ordinary[at] as f32)
    });
    let label = Label { name: name.to_owned(), bias: weights[size] as f32, scale: (largest / 127.0) as f32, bars };
    (label, weights)
}

fn sum(weights: &[f64], row: &[(usize, f64)]) -> f64 {
    weights[weights.len() - 1] + row.iter().map(|(at, amount)| weights[*at] * amount).sum::<f64>()
}

/// Finds weights that tell hits from other sentences; the rarer kind counts as much as the other in all.
fn descend(samples: &[Sample], rows: &[Vec<(usize, f64)>], is_hit: &[bool], from: &[usize], size: usize) -> Vec<f64> {
    let hits = from.iter().filter(|i| is_hit[**i]).count().max(1) as f64;
    let cost =
        |hit: bool| COST * from.len() as f64 / 2.0 / if hit { hits } else { (from.len() as f64 - hits).max(1.0) };
    let mut weights = vec![0.0; size + 1];
    let mut alphas = vec![0.0; rows.len()];
    let mut order = from.to_vec();
    let mut chance = 1_u64;
    for _ in 0..ROUNDS {
        shuffle(&mut order, &mut chance);
        for at in order.iter().copied() {
            let (row, side) = (&rows[at], if is_hit[at] { 1.0 } else { -1.0 });
            let slack = 0.5 / cost(is_hit[at]) / samples[at].weight;
            let length: f64 = 1.0 + row.iter().map(|(_, amount)| amount * amount).sum::<f64>();
            let gradient = side * sum(&weights, row) - 1.0 + slack * alphas[at];
            let alpha: f64 = (alphas[at] - gradient / (length + slack)).max(0.0);
            let change = (alpha - alphas[at]) * side;
            if change != 0.0 {
                alphas[at] = alpha;
                row.iter().for_each(|(w, amount)| weights[*w] += change * amount);
                weights[size] += change;
            }
        }
    }
    weights
}

/// Knuth's linear congruential generator is enough to walk in another order each round.
fn shuffle(order: &mut [usize], chance: &mut u64) {
    for last in (1..order.len()).rev() {
        *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(last, (*chance >> 33) as usize % (last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gist::Reader;

    fn samples() -> Vec<Sample> {
        let sample = |words: String, label: &str, voice: usize| Sample {
            words,
            labels: [label].into_iter().filter(|l| !l.is_empty()).map(str::to_owned).collect(),
            voice: format!("v{voice}"),
            weight: 1.0,
            ordinary: true,
            judged: None,
        };
        let things = ["parcel", "room", "bill", "boiler", "ticket", "coat"];
        let hits = (0..60).map(|i| sample(format!("we are sorry for the {}", things[i % 6]), "sorry", i % 9));
        let others = (0..120).map(|i| sample(format!("the {} comes on day {i}", things[i % 6]), "", i % 9));
        hits.chain(others).collect()
    }

    #[test]
    fn what_was_shown_is_known_again_in_other_words() {
        let weights = train(&Fields::default(), &samples());
        let reader = Reader::new(std::sync::Arc::default(), weights);
        let beyond = |text| reader.read(text).beyond("sorry", Rate::One).unwrap();
        assert!(beyond("sorry for the violin") > 0.5 + beyond("the violin comes on day 7"));
    }

    #[test]
    fn the_same_sentences_give_the_same_file() {
        let (one, two) = (train(&Fields::default(), &samples()), train(&Fields::default(), &samples()));
        assert_eq!(one.to_bytes(), two.to_bytes());
    }
}
