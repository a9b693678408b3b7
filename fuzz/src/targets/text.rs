//! Text from outside: made safe, measured, cut, folded; and what people type into fields.

use sincerely::intake::{ColumnMap, parse_date, person_name};
use sincerely::text::{
    CodePoints, Folded, Tokens, detect_language, escape_visible, fold, is_safe, make_safe, pad, safe_line, sentences,
    truncate, width, words, wrap,
};
use sincerely::tui::app::when;

use super::{cuts, lossy, split_first};

pub fn safe_text(data: &[u8]) {
    let (cells, rest) = split_first(data);
    let original = lossy(rest);
    let safe = make_safe(&original);
    assert!(is_safe(&safe), "what was made safe is safe");
    assert!(!safe.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "no control character is left");
    assert!(is_safe(&escape_visible(&original)), "the original made visible is safe to draw");
    let line = safe_line(&original);
    assert!(is_safe(&line) && !line.contains(['\n', '\t']), "a safe line is one line");
    assert!(width(&truncate(&line, cells)) <= cells, "what is cut fits");
    assert_eq!(width(&pad(&line, cells)), cells, "what is padded fits exactly");
    pieces(&original);
    pieces(&safe);
    wrapped(&safe, cells);
}

fn wrapped(text: &str, cells: usize) {
    let mut end = 0;
    for line in wrap(text, cells) {
        cuts(text, &line, "a line");
        assert!(end <= line.start, "lines stand one behind the other");
        end = line.end;
    }
}

fn pieces(text: &str) {
    sentences(text).iter().for_each(|range| cuts(text, range, "a sentence"));
    words(text).for_each(|(at, word)| cuts(text, &(at..at + word.len()), "a word"));
    let _ = detect_language(text);
    let folded = Folded::new(text);
    assert_eq!(folded.as_str(), fold(text));
    for (at, c) in folded.as_str().char_indices() {
        cuts(text, &folded.original(at..at + c.len_utf8()), "a folded letter");
    }
    let tokens = Tokens::of(text);
    tokens.iter().for_each(|(_, range)| cuts(text, &range, "a token"));
    let points = CodePoints::new(text);
    assert_eq!(points.at(text.len()), text.chars().count());
}

/// Dates, times, names, columns: fields that people and foreign systems fill.
pub fn typed(data: &[u8]) {
    let text = lossy(data);
    let zone = jiff::tz::TimeZone::UTC;
    let _ = parse_date(&text, &zone);
    let _ = person_name(&text, false);
    let _ = person_name(&text, true);
    let _ = text.parse::<ColumnMap>();
    let now: jiff::Zoned = "2026-03-29T01:30:00+02:00[Europe/Chisinau]".parse().expect("a fixed instant");
    for lean in [when::Lean::Future, when::Lean::Past] {
        if let Ok(due) = when::read(&text, &now, lean) {
            let _ = (due.local(), due.is_over(now.timestamp()));
        }
    }
}
