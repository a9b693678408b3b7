//! Offsets in code points, as the wire counts them, for offsets in bytes, as the program counts them.
//!
//! Not its duty: cells on the screen (`cells`).

/// A text that knows how many code points stand before each of its bytes.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each whole block of bytes.
    blocks: Vec<usize>,
}

/// A short walk at each question is cheaper than a number for every byte.
const BLOCK: usize = 256;

impl<'t> CodePoints<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut before = 0;
        let counted = text.as_bytes().chunks(BLOCK).map(|block| {
            let at = before;
            before += block.iter().filter(|b| starts_char(**b)).count();
            at
        });
        let blocks = counted.collect();
        Self { text, blocks }
    }

    /// Code points before the byte at this offset; an offset behind the end counts as the end.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = (byte / BLOCK).min(self.blocks.len().saturating_sub(1));
        let before = self.blocks.get(block).copied().unwrap_or_default();
        before + self.text.as_bytes()[block * BLOCK..byte].iter().filter(|b| starts_char(**b)).count()
    }
}

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn points_are_counted_like_chars(text in "\\PC{0,700}") {
            let points = CodePoints::new(&text);
            for (number, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(at), number);
            }
            prop_assert_eq!(points.at(text.len()), text.chars().count());
        }
    }
}
