//! What two letters share, for a look at both side by side.
//!
//! Not its duty: how much that is (`sketch`).

use std::collections::HashSet;
use std::ops::Range;

use super::Archive;
use super::own_words::{OwnWord, own_words};
use super::sketch::pair_of;

/// The parts of both letters that stand in the other one too: bytes, in order; at least two own words each.
pub fn shared_parts(archive: &Archive, new: &str, old: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (new, old) = (own_words(new, &archive.palette), own_words(old, &archive.palette));
    (parts(&new, &old), parts(&old, &new))
}

fn parts(words: &[OwnWord], other: &[OwnWord]) -> Vec<Range<usize>> {
    let pairs: HashSet<u64> = other.windows(2).map(|p| pair_of(p[0].stem, p[1].stem)).collect();
    let mut out: Vec<Range<usize>> = Vec::new();
    for pair in words.windows(2).filter(|p| pairs.contains(&pair_of(p[0].stem, p[1].stem))) {
        match out.last_mut() {
            Some(last) if last.end >= pair[0].place.end => last.end = pair[1].place.end,
            _ => out.push(pair[0].place.start..pair[1].place.end),
        }
    }
    out
}
