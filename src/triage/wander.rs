//! A letter handed on and on, told as people tell it: "the insurer sent it to the repairer, the repairer returned it to the
//! broker, the broker …". The receiver of one clause is the doer of the next.
//!
//! Not its duty: words for wandering (the packs), moves and days (`facts`).

use std::ops::Range;

use super::text::Text;

/// So many links make a chain.
const LINKS: usize = 2;
/// Links that stand further apart belong to different stories.
const APART: usize = 40;
/// In a long text words are repeated for other reasons.
const MOST_WORDS: usize = 250;
/// Words behind a mark among which the receiver comes again.
const BEHIND: usize = 3;
/// Letters that two forms of a word share.
const SHARED: usize = 5;
/// A shorter word names nobody.
const SHORTEST: usize = 4;

/// The links of the chain as tokens; empty when there is none. Two different receivers are needed: "the bank. The bank" is
/// a manner of speaking.
pub(super) fn chain(text: &Text) -> Vec<Range<usize>> {
    if text.words > MOST_WORDS {
        return Vec::new();
    }
    let links: Vec<(Range<usize>, &str)> = (1..text.len()).filter_map(|mark| link(text, mark)).collect();
    let is_chain = |pair: &[(Range<usize>, &str)]| pair[1].0.start - pair[0].0.start <= APART && pair[0].1 != pair[1].1;
    let chained = links.windows(LINKS).any(is_chain);
    if chained { links.into_iter().map(|(place, _)| place).collect() } else { Vec::new() }
}

/// The word that ends one clause and begins the next, around a mark.
fn link(text: &Text, mark: usize) -> Option<(Range<usize>, &str)> {
    if !matches!(text.token(mark), "," | "." | ";" | "-" | "!") {
        return None;
    }
    // "в районный отдел, район": the receiver may stand one word before the last.
    [Some(mark - 1), mark.checked_sub(2)].into_iter().flatten().find_map(|one| repeated(text, one, mark))
}

/// The word `one` before the mark, when it comes again right behind it.
fn repeated(text: &Text, one: usize, mark: usize) -> Option<(Range<usize>, &str)> {
    let stem = stem(text.token(one))?;
    let mut behind = (mark + 1..(mark + 1 + BEHIND).min(text.len())).take_while(|at| is_word(text.token(*at)));
    let other = behind.find(|at| text.token(*at).starts_with(stem))?;
    // "Wait, wait": a cry, no receiver.
    let is_cry = other == mark + 1 && one.checked_sub(1).is_none_or(|before| !is_word(text.token(before)));
    (!is_cry).then_some((one..other + 1, stem))
}

fn is_word(token: &str) -> bool {
    token.starts_with(char::is_alphanumeric)
}

/// The beginning that the forms of a noun share; none for short words.
fn stem(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(SHARED).map_or(word.len(), |(at, _)| at);
    (word.chars().nth(SHORTEST - 1).is_some() && word.chars().all(char::is_alphabetic)).then(|| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receivers_that_hand_on_make_a_chain() {
        for (text, links) in [
            ("The insurer sent it to the repairer, the repairer returned it to the broker, the broker lost it.", 2),
            ("Магазин отправил меня к перевозчику. Перевозчик – на терминал. Терминал молчит.", 2),
            ("primaria zice ca e treaba politiei, politia ca e a drumarilor, drumarii ca nu", 2),
            ("Я писал в банк. Банк молчит. Банк не отвечает.", 0),
            ("Very very bad, bad service, service is slow.", 0),
            ("", 0),
        ] {
            assert_eq!(chain(&Text::of(text)).len(), links, "{text}");
        }
    }
}
