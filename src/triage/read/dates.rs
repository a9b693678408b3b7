//! The day on which the customer says he wrote (R91): a date line at the head or the foot, or a date behind "Date:".
//!
//! Not its duty: other dates of the story.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::complaint::{Complaint, Dated};
use super::super::text::Text;

/// A date line stands among so many first or last lines that are not empty.
const EDGE_LINES: usize = 3;
/// Beside the date a date line holds at most so many words: a place, a day of the week.
const OTHER_WORDS: usize = 3;
/// Only so much of both ends is looked at.
const EDGE_BYTES: usize = 4_000;

/// Words before a date that say: written then.
const LABELS: &[&str] =
    &["дата", "написано", "отправлено", "date", "dated", "sent", "written", "data", "scris", "trimis", "trimisa"];
const MONTHS: &[(&str, i8)] = &[
    ("январ", 1),
    ("феврал", 2),
    ("март", 3),
    ("апрел", 4),
    ("мая", 5),
    ("май", 5),
    ("июн", 6),
    ("июл", 7),
    ("август", 8),
    ("сентябр", 9),
    ("октябр", 10),
    ("ноябр", 11),
    ("декабр", 12),
    ("jan", 1),
    ("ian", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("iun", 6),
    ("jul", 7),
    ("iul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("noi", 11),
    ("dec", 12),
];

pub(super) fn written_on(body: &str, complaint: &Complaint) -> Option<Dated> {
    let today = complaint.now.or(complaint.received_at).map(|at| at.to_zoned(TimeZone::UTC).date());
    edge_lines(body).into_iter().find_map(|line| in_line(body, line, today))
}

/// The first and the last lines with words in them.
fn edge_lines(body: &str) -> Vec<Range<usize>> {
    let head = cut(body, EDGE_BYTES);
    let tail_start = body.len() - cut_end(body, EDGE_BYTES).len();
    let mut lines: Vec<Range<usize>> = lines_of(head, 0).take(EDGE_LINES).collect();
    let tail: Vec<Range<usize>> = lines_of(&body[tail_start..], tail_start).collect();
    lines.extend(tail.into_iter().rev().take(EDGE_LINES));
    lines
}

fn lines_of(text: &str, offset: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = offset;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        (!line.trim().is_empty()).then_some(start..start + line.trim_end().len())
    })
}

fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    &text[..end]
}

fn cut_end(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    let start = (from..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
    &text[start..]
}

/// A line that is a date, or names one behind a label.
fn in_line(body: &str, line: Range<usize>, today: Option<Date>) -> Option<Dated> {
    let words = body.get(line.clone())?;
    let text = Text::of(cut(words, EDGE_BYTES));
    (0..text.len()).find_map(|at| {
        let (day, end) = date_at(&text, at, today)?;
        let labelled = (at.saturating_sub(2)..at).any(|before| LABELS.contains(&text.token(before)));
        let alone = text.words <= end - at + OTHER_WORDS;
        let place = text.original(at..end);
        (labelled || alone).then(|| Dated { day, evidence: line.start + place.start..line.start + place.end })
    })
}

/// The date that begins with this token, and the token behind it. Without a year the last such day before today is meant.
fn date_at(text: &Text, at: usize, today: Option<Date>) -> Option<(Date, usize)> {
    let token = |i: usize| if i < text.len() { text.token(i) } else { "" };
    if let Some(day) = numeric(token(at)) {
        return Some((day, at + 1));
    }
    let (day, month, mut next) = match (token(at).parse::<i8>(), month(token(at))) {
        (Ok(day), _) => (day, month(token(at + 1))?, at + 2),
        (_, Some(month)) => (token(at + 1).trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?, month, at + 2),
        _ => return None,
    };
    if token(next) == "," {
        next += 1;
    }
    match token(next).parse::<i16>() {
        Ok(year @ 1990..=2100) => Some((Date::new(year, month, day).ok()?, next + 1)),
        _ => {
            let today = today?;
            let end = at + 2;
            let this_year = Date::new(today.year(), month, day).ok()?;
            if this_year <= today {
                Some((this_year, end))
            } else {
                Some((Date::new(today.year() - 1, month, day).ok()?, end))
            }
        }
    }
}

fn month(word: &str) -> Option<i8> {
    MONTHS.iter().find(|(name, _)| word.starts_with(name)).map(|(_, month)| *month)
}

/// "12.03.2026", "12/03/26", "2026-03-12".
fn numeric(token: &str) -> Option<Date> {
    let parts: Vec<i16> = token.split(['.', '/', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = if a > 31 { (a, b, c) } else { (if c < 100 { 2000 + c } else { c }, b, a) };
    let fits = (1990..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()).flatten()
}

/// A day, as the tables below expect it.
#[cfg(test)]
fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_lines_and_labelled_dates() {
        // R91
        for (body, expected) in [
            ("Кишинёв, 12.03.2026\n\nУважаемая Анна! Чайник течёт.", day(2026, 3, 12)),
            ("Dear Sirs,\nThe kettle leaks.\nJohn Brown\n3 March 2026", day(2026, 3, 3)),
            ("Data: 5 noiembrie 2025\nBună ziua, ceainicul curge.", day(2025, 11, 5)),
            ("Sent: Monday, March 3, 2025\nThe kettle leaks", day(2025, 3, 3)),
            ("2 ноября\nЧайник течёт", day(2025, 11, 2)),
            ("Купил чайник 12.03.2026 в вашем магазине на Лесной, течёт.", None),
            ("I wrote to Highways on 3 March 2026 about the drain outside number 40.", None),
            ("", None),
        ] {
            let complaint = Complaint { body, now: "2026-03-20T10:00Z".parse().ok(), ..Complaint::default() };
            assert_eq!(written_on(body, &complaint).map(|d| d.day), expected, "{body}");
        }
    }
}
