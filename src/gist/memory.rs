//! Sentences that were read lately: while a letter is written nearly all of its sentences are the ones of the key before.
//!
//! Not its duty: reading them. What is remembered is exactly what reading anew would give.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Sentences of some letters; twice as many are kept at most.
const MOST: usize = 256;
/// A longer "sentence" is no sentence, and not worth its memory; bytes.
const LONGEST: usize = 2_000;

type Half = HashMap<Box<str>, Arc<[f32]>>;

/// The sums of the sentences that were read last, in two halves: when the young one is full it becomes the old one.
#[derive(Debug, Default)]
pub(super) struct Memory {
    halves: Mutex<[Half; 2]>,
}

impl Memory {
    /// The sums of a sentence: remembered, or made and remembered.
    pub fn recall(&self, words: &str, make: impl FnOnce() -> Arc<[f32]>) -> Arc<[f32]> {
        if words.len() > LONGEST {
            return make();
        }
        if let Some(known) = self.known(words) {
            return known;
        }
        let made = make();
        self.keep(words, made.clone());
        made
    }

    fn known(&self, words: &str) -> Option<Arc<[f32]>> {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = halves[0].get(words) {
            return Some(known.clone());
        }
        let (words, known) = halves[1].remove_entry(words)?;
        add(&mut halves, words, known.clone());
        Some(known)
    }

    fn keep(&self, words: &str, sums: Arc<[f32]>) {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        add(&mut halves, words.into(), sums);
    }
}

fn add(halves: &mut [Half; 2], words: Box<str>, sums: Arc<[f32]>) {
    if halves[0].len() >= MOST {
        halves.swap(0, 1);
        halves[0].clear();
    }
    halves[0].insert(words, sums);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_lately_is_not_read_again_and_nothing_is_kept_for_ever() {
        let memory = Memory::default();
        let sums = |n: usize| -> Arc<[f32]> { vec![n as f32].into() };
        for n in 0..10 * MOST {
            assert_eq!(memory.recall(&n.to_string(), || sums(n))[0], n as f32);
            // A sentence that is asked for again and again stays, however many others come.
            assert_eq!(memory.recall("0", || unreachable!("it was read just now"))[0], 0.0);
        }
        assert!(memory.halves.lock().unwrap().iter().map(HashMap::len).sum::<usize>() <= 2 * MOST);
        assert_eq!(memory.recall("1", || sums(7))[0], 7.0, "forgotten by now");
        let long = "x".repeat(LONGEST + 1);
        memory.recall(&long, || sums(1));
        assert_eq!(memory.recall(&long, || sums(2))[0], 2.0, "never remembered");
    }
}
