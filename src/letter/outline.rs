//! The parts of a letter: greeting with the names in it, body, signature. Quotations belong to none of them (R160).
//!
//! Not its duty: judging any of it (`check`).

use std::borrow::Cow;
use std::ops::Range;

use super::quote::{lines, mask_quotes};
use super::salutation::{Greeting, find_greeting};
use crate::text::fold;

const CLOSINGS: &[&str] = &[
    "с уважением",
    "искренне ваш",
    "искренне ваша",
    "с наилучшими пожеланиями",
    "с благодарностью",
    "всего доброго",
    "с почтением",
    "с добрыми пожеланиями",
    "с сожалением и уважением",
    "ваш",
    "ваша",
    "kind regards",
    "best regards",
    "warm regards",
    "with kind regards",
    "regards",
    "sincerely",
    "yours sincerely",
    "sincerely yours",
    "yours faithfully",
    "yours truly",
    "yours",
    "best wishes",
    "best",
    "many thanks",
    "thanks",
    "thank you",
    "respectfully",
    "with apologies",
    "warmly",
    "cu stima",
    "cu respect",
    "cu consideratie",
    "cu deosebita consideratie",
    "cu drag",
    "o zi buna",
    "al dumneavoastra",
    "a dumneavoastra",
    "--",
    "—",
];
/// Lines that a signature may have below its closing words.
const MAX_SIGNATURE_LINES: usize = 6;
const MAX_SIGNATURE_CHARS: usize = 90;

/// A letter taken apart; all ranges are bytes of the original text.
#[derive(Debug, Clone)]
pub(crate) struct Outline<'a> {
    /// The text with quotations blanked, of the same length.
    pub own: Cow<'a, str>,
    pub greeting: Option<Greeting>,
    pub body: Range<usize>,
    /// From the closing words, or from the name when there are none, to the last own line.
    pub signature: Option<Range<usize>>,
}

impl<'a> Outline<'a> {
    pub fn of(text: &'a str) -> Self {
        let own = mask_quotes(text);
        let greeting = find_greeting(&own);
        let body_start = greeting.as_ref().map_or(0, |g| g.range.end);
        let signature = find_signature(&own, body_start);
        let body_end = signature.as_ref().map_or(own.trim_end().len().max(body_start), |s| s.start);
        Self { own, greeting, body: body_start..body_end, signature }
    }
}

fn find_signature(own: &str, from: usize) -> Option<Range<usize>> {
    let filled: Vec<Range<usize>> =
        lines(own).filter(|l| l.start >= from && !own[l.clone()].trim().is_empty()).collect();
    let end = filled.last()?.end;
    let tail = filled.len().saturating_sub(MAX_SIGNATURE_LINES + 1);
    if let Some(line) = filled[tail..].iter().rev().find(|l| is_closing(&own[(*l).clone()])) {
        return Some(line.start..end);
    }
    // No closing words: a last paragraph of short lines that are no sentences, with text above it.
    let start = filled.iter().rposition(|l| starts_paragraph(own, l.start))?;
    let is_short = |l: &Range<usize>| {
        let line = own[l.clone()].trim();
        line.chars().count() <= MAX_SIGNATURE_CHARS && !line.ends_with(['.', '!', '?', ':', ';'])
    };
    let block = &filled[start..];
    (start > 0 && block.len() <= MAX_SIGNATURE_LINES && block.iter().all(is_short)).then(|| block[0].start..end)
}

fn starts_paragraph(own: &str, at: usize) -> bool {
    let before = &own[..at];
    before.trim_end_matches([' ', '\t']).ends_with("\n\n") || before.trim().is_empty()
}

/// True for a line such as «С уважением,» or "Kind regards, Anna".
pub(super) fn is_closing(line: &str) -> bool {
    let line = line.trim();
    if line.chars().count() > MAX_SIGNATURE_CHARS {
        return false;
    }
    let folded = fold(line);
    let bare = folded.trim_end_matches([',', '.', '!', ' ']);
    CLOSINGS.iter().any(|closing| {
        bare == *closing
            || folded.strip_prefix(closing).is_some_and(|rest| {
                let name = line.chars().skip(closing.chars().count()).collect::<String>();
                let name = name.trim_start_matches([',', ' ', '-', '–', '—', '!', '.']);
                rest.starts_with([',', ' ', '!', '.'])
                    && name.starts_with(char::is_uppercase)
                    && name.split_whitespace().count() <= 6
                    && !name.ends_with(['!', '?'])
                    && !is_sentence(name)
            })
    })
}

/// Where the closing words end that a line begins with.
pub(super) fn closing_words(line: &str) -> Option<usize> {
    let folded = fold(line);
    let longest = CLOSINGS.iter().filter(|closing| {
        let rest = folded.strip_prefix(**closing);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let count = longest.map(|closing| closing.chars().count()).max()?;
    Some(line.char_indices().nth(count).map_or(line.len(), |(at, _)| at))
}

/// "Thank you, Adam, for telling us." thanks somebody; "Many thanks, Anna Brown" signs.
fn is_sentence(name: &str) -> bool {
    name.ends_with('.') && name.split_whitespace().any(|word| word.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signatures_with_and_without_closing_words() {
        let signature = |text: &'static str| Outline::of(text).signature.map(|r| &text[r]);
        assert_eq!(
            signature("Текст.\n\nС уважением,\nАнна Иванова\n+7 495"),
            Some("С уважением,\nАнна Иванова\n+7 495")
        );
        assert_eq!(signature("Текст.\n\nАнна Иванова, специалист\n> цитата"), Some("Анна Иванова, специалист"));
        assert_eq!(signature("Text.\nKind regards, Anna Brown"), Some("Kind regards, Anna Brown"));
        assert_eq!(signature("Text.\n\nThanks for your patience."), None);
        assert_eq!(signature("Text.\n\nThank you, Adam, for telling us straight."), None);
        assert_eq!(signature("Один абзац"), None);
        assert_eq!(signature(""), None);
    }

    proptest! {
        #[test]
        fn the_parts_of_any_text_lie_on_boundaries(text in "(Здравствуйте|Dear|Stimate)?[ ,!-]{0,3}\\PC{0,30}\n{0,2}(С уважением)?,?\n?\\PC{0,20}") {
            let outline = Outline::of(&text);
            prop_assert!(text.get(outline.body.clone()).is_some());
            if let Some(greeting) = outline.greeting {
                prop_assert!(text.get(greeting.range).is_some());
                prop_assert!(greeting.names.into_iter().chain(greeting.hole).all(|r| text.get(r).is_some()));
            }
            prop_assert!(outline.signature.is_none_or(|r| text.get(r).is_some()));
        }
    }
}
