//! A letter handed on and on, told as people tell it: "the insurer sent it to the repairer, the repairer returned it to the
//! broker, the broker …". The receiver of one clause is the doer of the next.
//!
//! Not its duty: words for wandering (the packs), moves and days (`facts`).

use std::ops::Range;

use super::text::Text;

/// So many links make a chain.
const LINKS: usize = 2;
/// Links that stand further apart belong to different stories.
const APART: usize = 60;
/// Words that are looked at on both sides of a mark.
const BEFORE: usize = 3;
const BEHIND: usize = 3;
/// Letters that two forms of a word share.
const SHARED: usize = 5;

/// The links of the chain as tokens; empty when there is none. Two different receivers are needed: "the bank. The bank" is
/// a manner of speaking.
pub(super) fn chain(text: &Text) -> Vec<Range<usize>> {
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
    let before = mark.saturating_sub(BEFORE)..mark;
    let behind = mark + 1..(mark + 1 + BEHIND).min(text.len());
    before.rev().take_while(|at| is_word(text.token(*at))).find_map(|one| {
        let stem = stem(text.token(one)).filter(|_| is_receiver(text, one))?;
        let other =
            behind.clone().take_while(|at| is_word(text.token(*at))).find(|at| text.token(*at).starts_with(stem))?;
        Some((one..other + 1, stem))
    })
}

/// Words of direction that stand before a receiver.
const TOWARDS: &[&str] = &["to", "with", "into", "в", "во", "к", "ко", "на", "la", "catre", "in"];
/// Small words between the direction and the receiver.
const BETWEEN: &[&str] = &["the", "a", "our", "your", "their", "из", "o", "un"];

/// True for a word that something was sent to.
fn is_receiver(text: &Text, at: usize) -> bool {
    let back = |steps| at.checked_sub(steps).map_or("", |before| text.token(before));
    TOWARDS.contains(&back(1)) || TOWARDS.contains(&back(2)) && (BETWEEN.contains(&back(1)) || is_word(back(1)))
}

fn is_word(token: &str) -> bool {
    token.starts_with(char::is_alphanumeric)
}

/// The beginning that the forms of a noun share; none for short words.
fn stem(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(SHARED).map_or(word.len(), |(at, _)| at);
    (word.chars().nth(SHARED - 1).is_some() && word.chars().all(char::is_alphabetic)).then(|| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receivers_that_hand_on_make_a_chain() {
        for (text, links) in [
            ("The insurer sent it to the repairer, the repairer returned it to the broker, the broker lost it.", 2),
            ("Магазин отправил меня к перевозчику. Перевозчик – на терминал. Терминал молчит.", 2),
            ("m-au trimis la curier, curierul la service-ul lor, service-ul zice ca nu", 2),
            ("Я писал в банк. Банк молчит. Банк не отвечает.", 0),
            ("Very very bad, bad service, service is slow.", 0),
            ("", 0),
        ] {
            assert_eq!(chain(&Text::of(text)).len(), links, "{text}");
        }
    }
}
