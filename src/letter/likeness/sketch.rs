//! A letter as a small set of numbers, made once and kept, so that two thousand letters are compared in less time than a
//! key takes: the stems of its own words and of its neighbouring pairs, of a long letter the smallest numbers alone
//! (bottom-k MinHash: a fair sample, the same for every letter).
//!
//! Not its duty: which words are own (`own_words`), what likeness means (`check`).

use super::own_words::{OwnWord, mix};

/// Numbers kept of one letter: exact up to some 130 words, within ±0.05 above.
const MOST: usize = 256;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sketch {
    /// Ascending, each once.
    numbers: Box<[u32]>,
    /// Everything up to here is in `numbers`; the whole range where nothing was left out.
    reach: u32,
    /// Own words of the letter.
    pub words: usize,
}

impl Sketch {
    pub fn of(words: &[OwnWord]) -> Self {
        let mut numbers: Vec<u32> = shingles(words).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut reach = u32::MAX;
        if numbers.len() > MOST {
            numbers.truncate(MOST);
            reach = numbers[MOST - 1];
        }
        Self { numbers: numbers.into(), reach, words: words.len() }
    }

    /// What both letters share of all they have: 0 for nothing, 1 for the same words in the same order.
    pub fn likeness(&self, other: &Self) -> f32 {
        let reach = self.reach.min(other.reach);
        let (a, b) = (self.up_to(reach), other.up_to(reach));
        if a.is_empty() || b.is_empty() {
            return 0.0;
        }
        2.0 * common(a, b) as f32 / (a.len() + b.len()) as f32
    }

    /// An upper bound of the likeness without comparing: a short letter cannot be like a long one.
    pub fn most_likeness(&self, other: &Self) -> f32 {
        if self.reach != other.reach {
            return 1.0;
        }
        let (a, b) = (self.numbers.len(), other.numbers.len());
        if a + b == 0 { 0.0 } else { 2.0 * a.min(b) as f32 / (a + b) as f32 }
    }

    fn up_to(&self, reach: u32) -> &[u32] {
        let end = if reach == self.reach { self.numbers.len() } else { self.numbers.partition_point(|n| *n <= reach) };
        &self.numbers[..end]
    }
}

/// The numbers of all words and of all neighbouring pairs.
fn shingles(words: &[OwnWord]) -> impl Iterator<Item = u32> {
    let pairs = words.windows(2).map(|pair| pair_of(pair[0].stem, pair[1].stem));
    words.iter().map(|w| w.stem).chain(pairs).map(|number| (number >> 32) as u32)
}

/// A pair of words is not the same pair the other way round.
pub(super) fn pair_of(first: u64, second: u64) -> u64 {
    mix(first.wrapping_mul(3).wrapping_add(second.rotate_left(17)))
}

/// How many numbers stand in both ascending lists, without a branch that could be guessed wrongly.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sketch(words: &[u64]) -> Sketch {
        Sketch::of(&words.iter().map(|w| OwnWord { stem: mix(*w), place: 0..0 }).collect::<Vec<_>>())
    }

    #[test]
    fn order_counts_and_nothing_is_like_nothing() {
        let ten: Vec<u64> = (1..11).collect();
        let back: Vec<u64> = (1..11).rev().collect();
        assert!((sketch(&ten).likeness(&sketch(&ten)) - 1.0).abs() < f32::EPSILON);
        assert!(sketch(&ten).likeness(&sketch(&back)) < 0.6);
        assert!(sketch(&ten).likeness(&sketch(&[])) == 0.0 && sketch(&[]).likeness(&sketch(&[])) == 0.0);
    }

    #[test]
    fn long_letters_are_sampled_fairly() {
        let a: Vec<u64> = (0..3_000).collect();
        let b: Vec<u64> = (1_500..4_500).collect();
        let likeness = sketch(&a).likeness(&sketch(&b));
        assert!((likeness - 0.5).abs() < 0.06, "{likeness}");
        // A long letter that holds a short one whole.
        let short: Vec<u64> = (0..100).collect();
        let likeness = sketch(&a).likeness(&sketch(&short));
        assert!(likeness < 0.15, "{likeness}");
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways_and_within_its_bound(a in proptest::collection::vec(0_u64..60, 0..400), b in proptest::collection::vec(0_u64..60, 0..40)) {
            let (a, b) = (sketch(&a), sketch(&b));
            let likeness = a.likeness(&b);
            prop_assert!((likeness - b.likeness(&a)).abs() < f32::EPSILON && (0.0..=1.0).contains(&likeness));
            prop_assert!(likeness <= a.most_likeness(&b) + f32::EPSILON);
        }
    }
}
