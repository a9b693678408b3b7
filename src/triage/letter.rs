//! A complaint as the rules see it: subject and body as one text, quoted lines left out, places kept.

use std::borrow::Cow;
use std::ops::Range;

use super::complaint::Complaint;
use super::text::Text;
use crate::text::detect_language;

/// Between subject and body; ends a sentence.
const BETWEEN: &str = "\n\n";

#[derive(Debug)]
pub(super) struct Letter {
    /// Subject, an empty line, body.
    pub whole: String,
    pub text: Text,
    /// Where the body begins.
    body: usize,
    pub lang: Option<&'static str>,
}

impl Letter {
    pub fn of(complaint: &Complaint) -> Self {
        let own = without_quoted_lines(complaint.body);
        let mut whole = String::with_capacity(complaint.subject.len() + BETWEEN.len() + own.len());
        if !complaint.subject.trim().is_empty() {
            whole.push_str(complaint.subject);
            whole.push_str(BETWEEN);
        }
        let body = whole.len();
        whole.push_str(&own);
        let lang = language(complaint.lang).or_else(|| detect_language(&whole));
        Self { text: Text::of(&whole), whole, body, lang }
    }

    /// The body alone, so that its places need no way back.
    pub fn of_body(complaint: &Complaint) -> Self {
        Self::of(&Complaint { subject: "", ..*complaint })
    }

    /// Places of the whole as those of the subject and those of the body.
    pub fn split(&self, places: &[Range<usize>]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let (subject, body): (Vec<_>, Vec<_>) = places.iter().cloned().partition(|p| self.is_in_subject(p));
        (subject, body.into_iter().map(|p| self.in_body(&p)).collect())
    }

    pub fn is_in_subject(&self, place: &Range<usize>) -> bool {
        place.start < self.body
    }

    /// A place of the whole as bytes of the body.
    pub fn in_body(&self, place: &Range<usize>) -> Range<usize> {
        place.start.saturating_sub(self.body)..place.end.saturating_sub(self.body)
    }

    /// The part of the whole that is the body.
    pub fn body(&self) -> &str {
        &self.whole[self.body..]
    }
}

fn language(tag: &str) -> Option<&'static str> {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    super::engine::LANGUAGES.iter().find(|l| first.eq_ignore_ascii_case(l)).copied()
}

/// What we had written ourselves comes back behind `>`; blanks in its place keep all other places as they are.
fn without_quoted_lines(body: &str) -> Cow<'_, str> {
    if !body.starts_with('>') && !body.contains("\n>") {
        return Cow::Borrowed(body);
    }
    let lines = body.split_inclusive('\n').map(|line| {
        if line.starts_with('>') {
            let end = line.trim_end_matches(['\n', '\r']).len();
            Cow::Owned(" ".repeat(end) + &line[end..])
        } else {
            Cow::Borrowed(line)
        }
    });
    Cow::Owned(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_lines_keep_the_places_of_the_rest() {
        let body = "Искрит.\r\n> мы писали\r\nОпять";
        let own = without_quoted_lines(body);
        assert_eq!(own.len(), body.len());
        assert_eq!(own.split_whitespace().collect::<Vec<_>>(), ["Искрит.", "Опять"]);
        assert_eq!(own.find("Опять"), body.find("Опять"));
    }

    #[test]
    fn places_are_told_apart_by_subject_and_body() {
        let letter = Letter::of(&Complaint { subject: "Беда", body: "Искрит", ..Complaint::default() });
        let at = letter.whole.find("Искрит").unwrap();
        let (subject, body) = letter.split(&[0..8, at..at + 12]);
        assert_eq!((subject.len(), body.len()), (1, 1));
        assert_eq!((subject[0].clone(), body[0].clone()), (0..8, 0..12));
        assert_eq!(letter.lang, Some("ru"));
    }
}
