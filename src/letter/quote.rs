//! The customer's words quoted in a letter, and how to tell them from our own: quoted text is never judged (R160).

use std::borrow::Cow;
use std::ops::Range;

use crate::model::Message;
use crate::text::fold;

/// The customer's message as a quotation, each line behind `> `.
pub fn quote(message: &Message) -> String {
    let mut out = String::with_capacity(message.body.len() + 64);
    for line in message.body.trim_end().lines() {
        out.push_str(if line.is_empty() { ">" } else { "> " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The lines of a text with their byte ranges, line ends left out.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// «Мария пишет:», "On Monday Maria wrote:", "Maria a scris:": the line that opens a quotation.
fn is_attribution(line: &str) -> bool {
    let folded = fold(line.trim_end());
    folded.ends_with(':') && ["пис", "пиш", "wrote", "a scris"].iter().any(|w| folded.contains(w))
}

/// Byte ranges of quoted lines, attributions included.
fn quoted_lines(text: &str) -> Vec<Range<usize>> {
    let lines: Vec<Range<usize>> = lines(text).collect();
    let mut out = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let opens_quote = || {
            // The cheap question first: many blank lines must not be walked for each of them.
            let next = || lines[number + 1..].iter().find(|l| !text[(*l).clone()].trim().is_empty());
            is_attribution(&text[line.clone()]) && next().is_some_and(|l| is_quoted(&text[l.clone()]))
        };
        if is_quoted(&text[line.clone()]) || opens_quote() {
            out.push(line.clone());
        }
    }
    out
}

/// The text with every byte of quoted lines turned into a line end: lengths and places stay as they are.
pub(super) fn mask_quotes(text: &str) -> Cow<'_, str> {
    if !text.contains('>') {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for line in quoted_lines(text) {
        out.replace_range(line.clone(), &"\n".repeat(line.len()));
    }
    Cow::Owned(out)
}

/// Where the quotation that ends the text begins; the text's length when it ends with our own words.
pub(super) fn tail_of_quotes(text: &str) -> usize {
    mask_quotes(text).trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quoted_lines_are_masked_with_their_attribution() {
        let text = "Да.\nМария пишет:\n> Это ужас {{x}}\n\nМы исправим: вот что";
        let masked = mask_quotes(text);
        assert_eq!(masked.len(), text.len());
        assert!(!masked.contains("ужас") && !masked.contains("пишет") && masked.contains("Мы исправим:"));
        assert!(matches!(mask_quotes("нет цитат"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_closing_quotation_is_found() {
        let text = "Ответ.\n\nOn Monday she wrote:\n> one\n>\n> two\n";
        assert_eq!(&text[..tail_of_quotes(text)], "Ответ.");
        assert_eq!(tail_of_quotes("Ответ.\n> q\nЕщё"), "Ответ.\n> q\nЕщё".len());
    }

    proptest! {
        #[test]
        fn masking_keeps_lengths(text in "(>? ?[а-я:\n]{0,9}\n?){0,9}") {
            prop_assert_eq!(mask_quotes(&text).len(), text.len());
            prop_assert!(text.is_char_boundary(tail_of_quotes(&text)));
        }
    }
}
