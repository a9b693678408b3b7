//! How words of a complaint are quoted in a reason: a thing by its own words, a fragment with the clause around it.
//!
//! Not its duty: which words tell something (`rule`, `weighed`).

use std::ops::Range;

/// A quotation is cut after so many characters.
const MOST_CHARS: usize = 48;
/// A find of fewer letters says nothing by itself: "?", «есть», "what I".
const FEWEST_LETTERS: usize = 6;
/// A find whose last word is shorter breaks off: "sent to", "passed away in".
const SHORTEST_END: usize = 4;
/// Where a clause ends.
const MARKS: [char; 14] = [',', ';', ':', '.', '!', '?', '…', '\n', '(', ')', '—', '–', '«', '»'];

/// The words at a place in quotation marks, on one line, not too long; none where no word stands.
pub(super) fn quotation(text: &str, place: &Range<usize>) -> Option<String> {
    let own = words(&text[place.clone()]);
    let chosen = if is_fragment(&own) { words(&text[clause(text, place)]) } else { own };
    let chosen = chosen.trim_matches(|c: char| MARKS[..7].contains(&c) && c != '?' || c == ' ');
    if !chosen.contains(char::is_alphanumeric) {
        return None;
    }
    Some(match chosen.char_indices().nth(MOST_CHARS) {
        Some((at, _)) => format!("«{}…»", chosen[..at].trim_end()),
        None => format!("«{chosen}»"),
    })
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_fragment(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
    let last = words.rsplit(' ').next().unwrap_or_default();
    letters < FEWEST_LETTERS || last.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST_END
}

/// The place with what stands beside it up to the next marks; of a mark the clause that it ends. Of a clause so long that
/// the place would be cut off, from the place on.
fn clause(text: &str, place: &Range<usize>) -> Range<usize> {
    let before = text[..place.start].trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    let start = before.rfind(MARKS).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[place.end..].find(MARKS).map_or(text.len(), |at| place.end + at);
    let ends_itself = text[place.clone()].ends_with(['.', '!', '?', '…']);
    let is_far = text[start..place.end].chars().count() > MOST_CHARS;
    let start = if is_far && !ends_itself { place.start } else { start };
    start..if ends_itself { place.end } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str, found: &str) -> Option<String> {
        let at = text.find(found).unwrap();
        quotation(text, &(at..at + found.len()))
    }

    #[test]
    fn a_thing_is_quoted_by_its_own_words() {
        assert_eq!(quoted("В кухне стоит запах гари, боюсь.", "запах гари").as_deref(), Some("«запах гари»"));
        assert_eq!(quoted("Розетка искрит!", "искрит").as_deref(), Some("«искрит»"));
    }

    #[test]
    fn a_fragment_is_quoted_with_its_clause() {
        let text = "Hello, the bill was sent to my late wife, who died.";
        assert_eq!(quoted(text, "sent to").as_deref(), Some("«the bill was sent to my late wife»"));
        assert_eq!(quoted("Жду. Что мне делать? Иду.", "?").as_deref(), Some("«Что мне делать?»"));
        assert_eq!(quoted("Во дворе дым", "дым").as_deref(), Some("«Во дворе дым»"));
    }

    #[test]
    fn what_is_too_long_is_cut_and_a_mark_alone_is_nothing() {
        let long = format!("дым {}", "слово ".repeat(20));
        assert!(quoted(&long, "дым").is_some_and(|q| q.starts_with("«дым слово") && q.ends_with("…»")));
        let own = format!("начало {}", "слово ".repeat(20));
        assert!(quoted(&own, own.trim()).is_some_and(|q| q.ends_with("…»") && q.chars().count() <= 51));
        assert_eq!(quoted("…?!", "?"), None);
    }
}
