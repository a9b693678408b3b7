//! Chance that falls the same way on every machine and in every version: SplitMix64 (Steele, Lea, Flood 2014), whose whole
//! definition is in this file. A library's generator promises that only within its own versions, and "same seed, same
//! bytes" is what a measurement rests on. Integers only, so that no processor rounds differently.

#[derive(Debug, Clone)]
pub struct Dice(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Dice {
    /// The dice of the `n`-th thing of a kind; any one can be thrown without the others.
    pub fn of(seed: u64, kind: u64, n: u64) -> Self {
        Self(mix(mix(mix(seed.wrapping_add(STEP)) ^ kind.wrapping_mul(STEP)).wrapping_add(n)))
    }

    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from 0 up to but not including `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.throw()) * u128::from(n)) >> 64) as u64
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Each as likely as the others; none of an empty list.
    pub fn even<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len() as u64) as usize)
    }

    /// A rank from 0 by Zipf's law: each doubling of the rank is as likely as the one before. Of an empty list: 0.
    pub fn rank(&mut self, len: usize) -> usize {
        let len = len.max(1) as u64;
        let octave = self.below(u64::from(len.ilog2()) + 1);
        let (low, high) = ((1 << octave) - 1, ((2 << octave) - 1).min(len));
        (low + self.below(high - low)) as usize
    }

    /// One of the list, the first ones most often.
    pub fn common<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.rank(list.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_fall_as_they_always_fell() {
        let mut dice = Dice::of(1, 2, 3);
        assert_eq!([dice.below(1000), dice.below(1000), dice.below(1000)], [530, 694, 55]);
        // The reference implementation's first number for this seed.
        assert_eq!(Dice(1_234_567).throw(), 6_457_827_717_110_365_317);
    }

    #[test]
    fn first_ranks_are_the_common_ones_and_all_are_reached() {
        let mut dice = Dice::of(7, 0, 0);
        let mut seen = [0u32; 14];
        for _ in 0..10_000 {
            seen[dice.rank(14)] += 1;
        }
        assert!(seen.iter().all(|n| *n > 0), "{seen:?}");
        assert!(seen[0] > 3 * seen[5], "{seen:?}");
        assert_eq!(dice.rank(0), 0);
    }
}
