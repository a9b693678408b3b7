//! Text measured and cut in terminal cells, always between grapheme clusters.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Width in cells of one line.
pub fn width(line: &str) -> usize {
    if is_plain(line) { line.len() } else { plain_width(line).unwrap_or_else(|| line.width()) }
}

/// A character that is one cell by itself, whatever stands beside it: what nearly all letters are made of. For text of
/// these alone nobody needs to look for grapheme clusters.
pub fn is_one_cell(c: char) -> bool {
    matches!(c,
        ' '..='~'
        // Latin without the soft hyphen.
        | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}'
        // Cyrillic without its combining signs.
        | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        // Dashes, quotation marks, ellipsis.
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
        // Frames and blocks.
        | '\u{2500}'..='\u{259f}')
}

/// The width of a line of such characters; none when there is another one in it.
fn plain_width(line: &str) -> Option<usize> {
    line.chars().try_fold(0, |cells, c| is_one_cell(c).then_some(cells + 1))
}

/// The line cut to at most `cells`, with `…` as its last cell when something was cut.
pub fn truncate(line: &str, cells: usize) -> Cow<'_, str> {
    if width(line) <= cells {
        return Cow::Borrowed(line);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let mut used = 0;
    let mut end = 0;
    for (at, cluster) in line.grapheme_indices(true) {
        used += width(cluster);
        if used > cells - 1 {
            break;
        }
        end = at + cluster.len();
    }
    Cow::Owned(format!("{}…", &line[..end]))
}

/// The line cut or filled with blanks to exactly `cells`.
pub fn pad(line: &str, cells: usize) -> String {
    let cut = truncate(line, cells);
    let missing = cells.saturating_sub(width(&cut));
    let mut out = String::with_capacity(cut.len() + missing);
    out.push_str(&cut);
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Byte ranges of the lines of `text` as they fit into `cells`: broken at blanks, a longer word between grapheme
/// clusters, and at every LF. Blanks at a break belong to no line. An empty line is an empty range.
pub fn wrap(text: &str, cells: usize) -> Vec<Range<usize>> {
    let cells = cells.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(text, start..start + line.len(), cells, &mut lines);
        start += line.len() + 1;
    }
    lines
}

fn wrap_line(text: &str, line: Range<usize>, cells: usize, out: &mut Vec<Range<usize>>) {
    let mut current = line.start..line.start;
    let mut used = 0;
    let mut at = line.start;
    while at < line.end {
        let rest = &text[at..line.end];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let word_start = at + blanks;
        let word_len = text[word_start..line.end].find([' ', '\t']).unwrap_or(line.end - word_start);
        let word = &text[word_start..word_start + word_len];
        let (gap, wide) = (width(&rest[..blanks]), width(word));
        if used + gap + wide <= cells {
            used += gap + wide;
            current.end = word_start + word_len;
        } else {
            let at_line_start = current.is_empty() && current.start == line.start;
            if !at_line_start {
                out.push(current);
            }
            (current, used) = break_word(text, word_start..word_start + word_len, cells, out);
        }
        at = word_start + word_len;
    }
    out.push(current);
}

/// Breaks a word that may be wider than a line; gives the last piece and its width.
fn break_word(text: &str, word: Range<usize>, cells: usize, out: &mut Vec<Range<usize>>) -> (Range<usize>, usize) {
    let mut piece = word.start..word.start;
    let mut used = 0;
    for cluster in text[word].graphemes(true) {
        let wide = width(cluster);
        if used + wide > cells && !piece.is_empty() {
            out.push(piece.clone());
            piece.start = piece.end;
            used = 0;
        }
        piece.end += cluster.len();
        used += wide;
    }
    (piece, used)
}

/// Printable ASCII: one byte, one cell.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, cells: usize) -> Vec<&str> {
        wrap(text, cells).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn widths_are_cells() {
        for (text, cells) in [("Привет", 6), ("你好", 4), ("👩‍👩‍👧", 2), ("и\u{306}", 1), ("", 0), ("🇷🇴", 2)]
        {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn cutting_never_splits_a_cluster() {
        assert_eq!(truncate("Здравствуйте", 6), "Здрав…");
        assert_eq!(truncate("你好你好", 4), "你…");
        assert_eq!(truncate("👩‍👩‍👧x", 2), "…");
        assert_eq!(truncate("abc", 3), "abc");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(pad("你好你", 4), "你… ");
        assert_eq!(pad("да", 4), "да  ");
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(lines("Уважаемая Мария Ивановна!", 16), ["Уважаемая Мария", "Ивановна!"]);
        assert_eq!(lines("a\n\nb ", 5), ["a", "", "b "]);
        assert_eq!(lines("", 5), [""]);
        assert_eq!(lines("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(lines("  up to now", 6), ["  up", "to now"]);
    }

    #[test]
    fn what_counts_as_one_cell_is_one_cell_and_one_cluster() {
        let all: String = ('\0'..='\u{ffff}').filter(|c| is_one_cell(*c)).collect();
        assert_eq!(all.width(), all.chars().count());
        for (at, cluster) in all.grapheme_indices(true) {
            assert_eq!((cluster.chars().count(), cluster.width()), (1, 1), "{cluster:?} at {at}");
        }
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_only_blanks(text in "[a-zа-яё你👩\u{301} \n]{0,80}", cells in 2_usize..20) {
            let text = crate::text::make_safe(&text).into_owned();
            let ranges = wrap(&text, cells);
            let mut end = 0;
            for range in &ranges {
                prop_assert!(width(&text[range.clone()]) <= cells);
                prop_assert!(text[end..range.start].chars().all(char::is_whitespace));
                end = range.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }

        #[test]
        fn padded_text_has_exactly_the_cells(text in "\\PC{0,20}", cells in 0_usize..30) {
            prop_assert_eq!(width(&pad(&text, cells)), cells);
        }
    }
}
