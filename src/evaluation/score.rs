//! Counting right and wrong: precision, recall, their intervals.

use std::ops::Add;

/// One label against one finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub right: usize,
    /// Found, not labelled.
    pub extra: usize,
    /// Labelled, not found.
    pub missed: usize,
}

impl Count {
    pub fn take(&mut self, labelled: bool, found: bool) {
        match (labelled, found) {
            (true, true) => self.right += 1,
            (false, true) => self.extra += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }

    /// Of what was found, how much is right.
    pub fn precision(self) -> Ratio {
        Ratio { hits: self.right, of: self.right + self.extra }
    }

    /// Of what is labelled, how much was found.
    pub fn recall(self) -> Ratio {
        Ratio { hits: self.right, of: self.right + self.missed }
    }
}

impl Add for Count {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { right: self.right + other.right, extra: self.extra + other.extra, missed: self.missed + other.missed }
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratio {
    pub hits: usize,
    pub of: usize,
}

impl Ratio {
    pub fn add(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    /// None of nothing is no figure.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// Wilson's interval at 95 %: honest for small sets (Wilson 1927).
    pub fn interval(self) -> Option<(f64, f64)> {
        const Z: f64 = 1.96;
        let (p, n) = (self.value()?, self.of as f64);
        let middle = p + Z * Z / (2.0 * n);
        let width = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        Some((((middle - width) / scale).max(0.0), ((middle + width) / scale).min(1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_and_intervals() {
        let mut count = Count::default();
        for (labelled, found) in [(true, true), (true, true), (true, false), (false, true), (false, false)] {
            count.take(labelled, found);
        }
        assert_eq!((count.precision().value(), count.recall().value()), (Some(2.0 / 3.0), Some(2.0 / 3.0)));
        assert_eq!(Ratio::default().value(), None);
        let (low, high) = Ratio { hits: 8, of: 10 }.interval().unwrap();
        assert!((low - 0.490).abs() < 0.001 && (high - 0.943).abs() < 0.001, "{low} {high}");
    }
}
