//! The holes of phrases: `‹hint›` in the text is a slot until something else stands there. Undo and drafts need no
//! further care for that reason.

use std::ops::Range;

use jiff::Timestamp;

use super::Composer;
use crate::letter::{Phrasebook, SLOT_CLOSE, SLOT_OPEN, Severity, Slot, SlotKind, agree};
use crate::tui::app::Effects;

/// Numbers of the marks in the editor.
pub const MARK_SLOT: usize = 0;
pub const MARK_HINT: usize = 1;
pub const MARK_WARNING: usize = 2;
pub const MARK_BLOCK: usize = 3;

/// The slot being filled: everything between `start` and the last `tail` bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filling {
    start: usize,
    tail: usize,
    pub slot: Slot,
}

impl Filling {
    /// Where it is now; none when the text was changed so that it is nowhere.
    fn range(&self, text: &str) -> Option<Range<usize>> {
        let end = text.len().checked_sub(self.tail)?;
        let range = self.start..end;
        text.get(range.clone()).map(|_| range)
    }
}

/// Byte ranges of the slots that wait to be filled, in order.
pub fn unfilled(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(SLOT_OPEN)?;
            let inner = start + SLOT_OPEN.len_utf8();
            let length = text[inner..].find([SLOT_OPEN, SLOT_CLOSE, '\n'])?;
            let end = inner + length;
            from = end;
            if text[end..].starts_with(SLOT_CLOSE) {
                from = end + SLOT_CLOSE.len_utf8();
                return Some(start..from);
            }
        }
    })
}

/// Goes to the next slot, around the end; false when there is none.
pub fn next(composer: &mut Composer, book: &Phrasebook, forward: bool, now: Timestamp, out: &mut Effects) -> bool {
    leave(composer, now, out);
    let text = composer.editor.text();
    let here = composer.editor.selection().unwrap_or(composer.editor.cursor()..composer.editor.cursor());
    let all: Vec<Range<usize>> = unfilled(text).collect();
    let found = if forward {
        all.iter().find(|r| r.start >= here.end).or(all.first())
    } else {
        all.iter().rev().find(|r| r.end <= here.start).or(all.last())
    };
    let Some(range) = found.cloned() else { return false };
    enter(composer, book, range);
    true
}

/// After the last slot of a phrase the cursor goes behind the phrase's own full stop, where the letter goes on.
pub fn step_over_end(composer: &mut Composer) -> bool {
    let at = composer.editor.selection().map_or(composer.editor.cursor(), |s| s.end);
    let rest = &composer.editor.text()[at..];
    let end = rest.len() - rest.trim_start_matches(['.', '!', '?', '»', '”', '"']).len();
    if end > 0 {
        composer.editor.set_cursor(at + end);
        goes_on(composer);
    }
    end > 0
}

/// Selects a slot, so that typing replaces its hint.
pub fn enter(composer: &mut Composer, book: &Phrasebook, range: Range<usize>) {
    let text = composer.editor.text();
    let slot = describe(composer, book, text, range.clone());
    composer.filling = Some(Filling { start: range.start, tail: text.len() - range.end, slot });
    composer.editor.select(range);
}

/// Behind an inserted sentence the letter goes on: what is typed there begins the next one.
pub fn goes_on(composer: &mut Composer) {
    let at = composer.editor.cursor();
    let is_end = composer.editor.text()[..at].ends_with(['.', '!', '?', '…']);
    composer.goes_on_at = is_end.then_some(at);
}

/// True when words stand in the slot, not its hint.
pub fn is_filled(composer: &Composer) -> bool {
    typed(composer).is_some_and(|(_, words)| !words.trim().is_empty())
}

/// What belongs into a slot: as it was inserted, as the phrasebook has it, or just text.
fn describe(composer: &Composer, book: &Phrasebook, text: &str, range: Range<usize>) -> Slot {
    let hint = text[range.clone()].trim_matches([SLOT_OPEN, SLOT_CLOSE]);
    if let Some(slot) = composer.slots.iter().rev().find(|s| s.hint == hint) {
        return Slot { range, ..slot.clone() };
    }
    let spec = book.phrases.iter().flat_map(|p| &p.variants).flat_map(|v| &v.slots).find(|(_, s)| s.hint == hint);
    let (kind, case, agrees) = spec.map_or((SlotKind::Text, None, None), |(_, s)| (s.kind, s.case, s.agrees));
    Slot { range, hint: hint.to_owned(), kind, case, agrees }
}

/// What stands in the slot being filled; its hint counts as nothing.
pub fn typed(composer: &Composer) -> Option<(Slot, String)> {
    let filling = composer.filling.as_ref()?;
    let range = filling.range(composer.editor.text())?;
    let typed = &composer.editor.text()[range.clone()];
    let typed = if is_hint(typed, &filling.slot) { "" } else { typed };
    Some((Slot { range, ..filling.slot.clone() }, typed.to_owned()))
}

fn is_hint(text: &str, slot: &Slot) -> bool {
    text.trim_matches([SLOT_OPEN, SLOT_CLOSE]) == slot.hint && text.starts_with(SLOT_OPEN)
}

/// Leaves the slot when the cursor has left it.
pub fn follow(composer: &mut Composer, now: Timestamp, out: &mut Effects) {
    let Some(filling) = &composer.filling else { return };
    let cursor = composer.editor.cursor();
    let inside = filling.range(composer.editor.text()).is_some_and(|r| r.start <= cursor && cursor <= r.end);
    if !inside {
        leave(composer, now, out);
    }
}

/// Ends the filling; the word before it is brought into agreement (R68-R74).
pub fn leave(composer: &mut Composer, now: Timestamp, out: &mut Effects) {
    let Some(filling) = composer.filling.take() else { return };
    let text = composer.editor.text();
    let Some(range) = filling.range(text) else { return };
    let filled = &text[range.clone()];
    if filled.trim().is_empty() || is_hint(filled, &filling.slot) {
        return;
    }
    if let Some(edit) = agree(text, range) {
        composer.editor.replace(edit.range, &edit.text);
        composer.touched(now, out);
    }
}

/// Marks slots at once; the marks of findings move with the text until the next check.
pub fn mark_slots(composer: &mut Composer) {
    let mut marks: Vec<(Range<usize>, usize)> =
        composer.editor.marks().into_iter().filter(|(_, mark)| *mark != MARK_SLOT).collect();
    marks.extend(unfilled(composer.editor.text()).map(|range| (range, MARK_SLOT)));
    composer.editor.set_marks(marks);
}

/// Marks slots and findings in the editor.
pub fn mark(composer: &mut Composer) {
    let mut marks: Vec<(Range<usize>, usize)> =
        unfilled(composer.editor.text()).map(|range| (range, MARK_SLOT)).collect();
    for finding in &composer.findings {
        let Some(span) = finding.span.clone().filter(|s| !s.is_empty()) else { continue };
        let mark = match finding.severity {
            Severity::Hint => MARK_HINT,
            Severity::Warning => MARK_WARNING,
            Severity::Block => MARK_BLOCK,
        };
        if !marks.iter().any(|(range, _)| *range == span) {
            marks.push((span, mark));
        }
    }
    composer.editor.set_marks(marks);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_what_looks_like_one() {
        let of = |text: &'static str| unfilled(text).map(|r| &text[r]).collect::<Vec<_>>();
        assert_eq!(of("за ‹что›, ‹когда›."), ["‹что›", "‹когда›"]);
        assert_eq!(of("‹a ‹b›"), ["‹b›"]);
        assert_eq!(of("‹a\nb› ‹"), Vec::<&str>::new());
        assert_eq!(of("› a"), Vec::<&str>::new());
    }
}
