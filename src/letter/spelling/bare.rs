//! Romanian as many people type it, without ă â î ș ț: then a missing mark is no mistake, or every second word were one.
//!
//! The rule: where hardly a word of the letter has a mark, a word is right when it is right with some marks added. As soon
//! as the writer uses marks, a missing one is a mistake like any other.

use super::look::{Script, Word};

/// One word in so many with a mark shows a keyboard that has them.
const WORDS_A_MARK: usize = 25;
/// Fewer words show nothing.
const FEWEST_WORDS: usize = 5;
/// Ways to put marks on one word that are tried: enough for all but a few long words, which are then let go.
const MOST_TRIES: usize = 256;

/// True for a Romanian letter without marks.
pub(super) fn is_bare(words: &[Word<'_>]) -> bool {
    let latin = || words.iter().filter(|w| w.script == Script::Latin && !w.is_left_alone);
    let marked = latin().filter(|w| !w.text.is_ascii()).count();
    let count = latin().count();
    count >= FEWEST_WORDS && marked * WORDS_A_MARK < count
}

/// True when some marks make it a word, and for a word with too many places for marks.
pub(super) fn with_marks(word: &str, is_word: impl Fn(&str) -> bool) -> bool {
    // A word with one mark was typed on a keyboard that has them all.
    word.is_ascii() && try_marks(word, is_word).unwrap_or(true)
}

/// True when marks, more of them than it has, make it a word.
pub(super) fn lacks_marks(word: &str, is_word: impl Fn(&str) -> bool) -> bool {
    try_marks(word, is_word).unwrap_or(false)
}

/// None for a word with too many ways to put marks on it.
fn try_marks(word: &str, is_word: impl Fn(&str) -> bool) -> Option<bool> {
    let letters: Vec<char> = word.chars().collect();
    let choices: Vec<&[char]> = (0..letters.len()).map(|at| marks_of(&letters, at)).collect();
    let ways = choices.iter().try_fold(1_usize, |ways, choice| ways.checked_mul(choice.len().max(1)));
    let ways = ways.filter(|ways| *ways <= MOST_TRIES)?;
    let mut form = String::with_capacity(word.len() + 8);
    Some((1..ways).any(|mut way| {
        form.clear();
        for (letter, choice) in letters.iter().zip(&choices) {
            form.push(if choice.is_empty() { *letter } else { choice[way % choice.len()] });
            way /= choice.len().max(1);
        }
        is_word(&form)
    }))
}

/// What a letter may stand for at its place; empty for itself alone. Inside a word stands â; who types î there by the older
/// rule types i.
fn marks_of(letters: &[char], at: usize) -> &'static [char] {
    let is_first = at == 0 || letters[at - 1] == '-';
    let is_last = at + 1 == letters.len();
    match letters[at] {
        'a' if is_first || is_last => &['a', 'ă'],
        'a' => &['a', 'ă', 'â'],
        'i' if is_first || is_last => &['i', 'î'],
        'i' => &['i', 'â'],
        'I' if is_first => &['I', 'Î'],
        's' => &['s', 'ș'],
        'S' => &['S', 'Ș'],
        't' => &['t', 'ț'],
        'T' => &['T', 'Ț'],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_put_where_romanian_has_them() {
        let is_in = |words: &'static [&str]| move |form: &str| words.contains(&form);
        for (bare, word) in [
            ("tara", "țară"),
            ("saptamana", "săptămână"),
            ("intarziere", "întârziere"),
            ("hotari", "hotărî"),
            ("gindesc", "gândesc"),
            ("astia", "ăștia"),
        ] {
            assert!(with_marks(bare, |form| form == word), "{bare}");
        }
        assert!(!with_marks("casa", is_in(&["casă2"])));
        assert!(!with_marks("țara", is_in(&["țară"])), "a word with a mark was typed on a keyboard that has them");
        assert!(with_marks("tastatatatatatatatata", is_in(&[])), "too many ways are let go");
    }
}
