//! What was made of texts that were read lately: while a letter is written nearly all of its sentences are the ones of the
//! key before.
//!
//! Not its duty: reading them. What is remembered is exactly what reading anew would give.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Sentences of some letters; twice as many are kept at most.
const MOST: usize = 256;
/// A longer "sentence" is no sentence, and not worth its memory; bytes.
pub const LONGEST: usize = 2_000;

/// What was asked last and its answers, in two halves: when the young one is full it becomes the old one.
#[derive(Debug)]
pub struct Lately<K, V> {
    halves: Mutex<[HashMap<K, V>; 2]>,
}

impl<K, V> Default for Lately<K, V> {
    fn default() -> Self {
        Self { halves: Mutex::default() }
    }
}

impl<K: Hash + Eq, V: Clone> Lately<K, V> {
    /// The answer: remembered, or made and remembered.
    pub fn recall<Q>(&self, asked: &Q, make: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(known) = self.known(asked) {
            return known;
        }
        let made = make();
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        add(&mut halves, asked.to_owned(), made.clone());
        made
    }

    fn known<Q>(&self, asked: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = halves[0].get(asked) {
            return Some(known.clone());
        }
        let (asked, known) = halves[1].remove_entry(asked)?;
        add(&mut halves, asked, known.clone());
        Some(known)
    }
}

fn add<K: Hash + Eq, V>(halves: &mut [HashMap<K, V>; 2], asked: K, answer: V) {
    if halves[0].len() >= MOST {
        halves.swap(0, 1);
        halves[0].clear();
    }
    halves[0].insert(asked, answer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_lately_is_not_read_again_and_nothing_is_kept_for_ever() {
        let lately: Lately<String, usize> = Lately::default();
        for n in 0..10 * MOST {
            assert_eq!(lately.recall(n.to_string().as_str(), || n), n);
            // What is asked for again and again stays, however much else comes.
            assert_eq!(lately.recall("0", || unreachable!("it was read just now")), 0);
        }
        assert!(lately.halves.lock().unwrap().iter().map(HashMap::len).sum::<usize>() <= 2 * MOST);
        assert_eq!(lately.recall("1", || 7), 7, "forgotten by now");
    }
}
