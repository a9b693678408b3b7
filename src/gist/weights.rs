//! Weights of features for each thing that may be said, and bars that ordinary sentences seldom reach.
//!
//! Not its duty: learning them (`training`).

use std::sync::Arc;

use super::features::Feature;

/// How many of a hundred ordinary sentences reach a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    Twenty,
    Ten,
    Five,
    Two,
    One,
    Half,
    Fifth,
    Tenth,
}

impl Rate {
    pub(super) const ALL: [(Self, f64); 8] = [
        (Self::Twenty, 0.2),
        (Self::Ten, 0.1),
        (Self::Five, 0.05),
        (Self::Two, 0.02),
        (Self::One, 0.01),
        (Self::Half, 0.005),
        (Self::Fifth, 0.002),
        (Self::Tenth, 0.001),
    ];
}

/// What one thing weighs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub name: String,
    pub bias: f32,
    /// The weight of a step in `steps`.
    pub scale: f32,
    /// Sums that so many ordinary sentences reach, in the order of [`Rate::ALL`].
    pub bars: [f32; Rate::ALL.len()],
}

/// The learnt weights of a language.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    pub(super) labels: Vec<Label>,
    pub(super) keys: Keys,
    /// For each feature a step for each label.
    pub(super) steps: Vec<i8>,
}

/// Features in order, found by their first bits and a search among the few that share them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Keys {
    keys: Vec<u32>,
    /// Where the keys begin whose first [`FIRST_BITS`] bits are this number; and the end.
    starts: Vec<u32>,
}

/// Some keys share them, which one line of the cache holds.
const FIRST_BITS: u32 = 13;

impl Keys {
    pub(super) fn new(keys: Vec<u32>) -> Self {
        let mut starts = vec![0; (1 << FIRST_BITS) + 1];
        for key in &keys {
            starts[(key >> (u32::BITS - FIRST_BITS)) as usize + 1] += 1;
        }
        for bits in 1..starts.len() {
            starts[bits] += starts[bits - 1];
        }
        Self { keys, starts }
    }

    /// The place of a key.
    pub(super) fn row(&self, key: u32) -> Option<usize> {
        let bits = (key >> (u32::BITS - FIRST_BITS)) as usize;
        let (start, end) = (self.starts[bits] as usize, self.starts[bits + 1] as usize);
        self.keys[start..end].binary_search(&key).ok().map(|at| start + at)
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }
}

const MAGIC: &[u8; 8] = b"gist v1\n";

impl Weights {
    pub(super) fn weigh(&self, features: &[Feature]) -> Gist<'_> {
        self.gist(self.sums(features))
    }

    /// What these sums say.
    pub(super) fn gist(&self, sums: Arc<[f32]>) -> Gist<'_> {
        Gist { labels: &self.labels, sums }
    }

    /// What the features weigh for each thing.
    pub(super) fn sums(&self, features: &[Feature]) -> Arc<[f32]> {
        let mut sums = vec![0.0; self.labels.len()];
        for (key, amount) in features {
            let Some(row) = self.keys.row(*key) else { continue };
            let steps = &self.steps[row * sums.len()..][..sums.len()];
            sums.iter_mut().zip(steps).for_each(|(sum, step)| *sum += f32::from(*step) * amount);
        }
        sums.iter_mut().zip(&self.labels).for_each(|(sum, label)| *sum = *sum * label.scale + label.bias);
        sums.into()
    }

    /// The weights as a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let number = |out: &mut Vec<u8>, n: usize| out.extend((n as u32).to_le_bytes());
        number(&mut out, self.labels.len());
        number(&mut out, self.keys.len());
        for label in &self.labels {
            number(&mut out, label.name.len());
            out.extend(label.name.as_bytes());
            [label.bias, label.scale].iter().chain(&label.bars).for_each(|f| out.extend(f.to_le_bytes()));
        }
        self.keys.keys.iter().for_each(|key| out.extend(key.to_le_bytes()));
        out.extend(self.steps.iter().map(|step| step.to_le_bytes()[0]));
        out
    }

    /// Weights from a file; none if it is no such file.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let labels = number(&mut rest)?;
        let keys = number(&mut rest)?;
        let labels: Vec<Label> = (0..labels).map(|_| label(&mut rest)).collect::<Option<_>>()?;
        let (keys, steps) = rest.split_at_checked(keys.checked_mul(4)?)?;
        let keys: Vec<u32> = keys.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let steps: Vec<i8> = steps.iter().map(|b| i8::from_le_bytes([*b])).collect();
        (steps.len() == keys.len() * labels.len()).then(|| Self { labels, keys: Keys::new(keys), steps })
    }
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let (bytes, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_le_bytes(*bytes) as usize)
}

fn float(rest: &mut &[u8]) -> Option<f32> {
    let (bytes, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(f32::from_le_bytes(*bytes))
}

fn label(rest: &mut &[u8]) -> Option<Label> {
    let length = number(rest)?;
    let (name, after) = rest.split_at_checked(length)?;
    *rest = after;
    let name = String::from_utf8(name.to_vec()).ok()?;
    let (bias, scale) = (float(rest)?, float(rest)?);
    let mut bars = [0.0; Rate::ALL.len()];
    for bar in &mut bars {
        *bar = float(rest)?;
    }
    Some(Label { name, bias, scale, bars })
}

/// What a passage says: a sum for each thing.
#[derive(Debug, Clone)]
pub struct Gist<'w> {
    labels: &'w [Label],
    sums: Arc<[f32]>,
}

impl Gist<'_> {
    /// True when fewer ordinary sentences than `rate` would weigh as much for this thing.
    pub fn says(&self, thing: &str, rate: Rate) -> bool {
        self.beyond(thing, rate).is_some_and(|by| by > 0.0)
    }

    /// By how much it weighs more than such sentences; none for a thing nobody has learnt.
    pub fn beyond(&self, thing: &str, rate: Rate) -> Option<f32> {
        let at = self.labels.iter().position(|l| l.name == thing)?;
        Some(self.sums[at] - self.labels[at].bars[rate as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was_and_a_cut_one_is_none() {
        let label = Label { name: "sorry".into(), bias: -0.5, scale: 0.25, bars: [0.5; Rate::ALL.len()] };
        let weights = Weights { labels: vec![label], keys: Keys::new(vec![3, 9]), steps: vec![4, -8] };
        let bytes = weights.to_bytes();
        assert_eq!(Weights::from_bytes(&bytes), Some(weights.clone()));
        assert!((0..bytes.len()).all(|end| Weights::from_bytes(&bytes[..end]).is_none()));
        let gist = weights.weigh(&[(3, 2.0), (4, 7.0)]);
        assert_eq!(gist.beyond("sorry", Rate::One), Some(1.0));
        assert!(gist.says("sorry", Rate::One) && !gist.says("unknown", Rate::One));
    }
}
