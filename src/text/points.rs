//! Places in a text as Unicode code points, for the world outside: inside the program all places are bytes.

/// How far apart the kept places are, in bytes.
const STEP: usize = 64;

/// A text that tells the code point at a byte, with one short count an answer whatever the text's length.
#[derive(Debug, Clone)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// How many code points begin before each multiple of `STEP`.
    before: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(count);
            count += begun_in(chunk);
        }
        before.push(count);
        Self { text, before }
    }

    /// The number of code points before this byte; a byte past the end counts as the end.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let chunk = byte / STEP;
        self.before[chunk] + begun_in(&self.text.as_bytes()[chunk * STEP..byte])
    }
}

/// Code points that begin in these bytes.
fn begun_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xc0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_become_code_points() {
        let text = "ёж 👍 a";
        let points = CodePoints::new(text);
        assert_eq!([0, 2, 5, 9, 11, 99].map(|b| points.at(b)), [0, 1, 3, 4, 6, 6]);
        assert_eq!(CodePoints::new("").at(0), 0);
    }

    proptest! {
        #[test]
        fn every_place_is_counted_right(text in "(\\PC|[a-я ]){0,300}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte), count);
            }
            prop_assert_eq!(points.at(text.len()), text.chars().count());
        }
    }
}
