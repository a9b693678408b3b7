//! docs/requirements.md is kept true: R1-R169 once each, every place and every test it names exists, and nothing that an
//! issue names is open.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What the issues built so far name; "open" is no answer for these.
const PROMISED: &[&str] = &[
    "1-3", "7", "15", "16", "18-20", "22", "37", "41", "45", "46", "52-55", "59-61", "66-76", "83-85", "88-91", "95",
    "96", "99-104", "107", "111", "113-116", "126", "128", "133", "134", "136", "140", "145", "146", "148", "163-169",
];
/// Of those, what is not built yet. Nothing may join this list, and it is empty before the issue ends.
const NOT_YET: &[u32] = &[];
const COUNT: u32 = 169;

struct Line {
    number: u32,
    text: String,
    places: Vec<String>,
    tests: Vec<String>,
}

impl Line {
    /// `| R7 | text | places | tests |`; none for other lines.
    fn read(line: &str) -> Option<Self> {
        let mut cells = line.strip_prefix("| R")?.split(" | ");
        let number = cells.next()?.trim().parse().ok()?;
        let text = cells.next()?.trim().to_owned();
        let places = quoted(cells.next()?);
        let tests = quoted(cells.next()?);
        Some(Self { number, text, places, tests })
    }
}

/// Everything in backquotes.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document() -> String {
    fs::read_to_string(root().join("docs/requirements.md")).expect("docs/requirements.md is there")
}

fn lines() -> Vec<Line> {
    document().lines().filter_map(Line::read).collect()
}

fn promised() -> impl Iterator<Item = u32> {
    PROMISED.iter().flat_map(|range| {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        from.parse().expect("a number")..=to.parse().expect("a number")
    })
}

/// True when the file has a function of that name that is a test.
fn has_test(file: &Path, name: &str) -> bool {
    let Ok(source) = fs::read_to_string(file) else { return false };
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let wanted = [format!("fn {name}("), format!("async fn {name}(")];
    lines.iter().enumerate().filter(|(_, line)| wanted.iter().any(|w| line.starts_with(w))).any(|(at, _)| {
        let above = lines[..at].iter().rev().take_while(|l| l.starts_with('#') || l.starts_with("//") || l.is_empty());
        above.into_iter().any(|l| l.starts_with("#[test]") || l.starts_with("#[tokio::test"))
    })
}

#[test]
fn every_requirement_is_listed_once_and_in_order() {
    let numbers: Vec<u32> = lines().iter().map(|l| l.number).collect();
    assert_eq!(numbers, (1..=COUNT).collect::<Vec<_>>());
    let mut seen = BTreeMap::new();
    for line in lines() {
        assert!(line.text.len() > 15, "R{} says nothing", line.number);
        if let Some(other) = seen.insert(line.text.clone(), line.number) {
            panic!("R{other} and R{} say the same", line.number);
        }
    }
}

#[test]
fn every_place_and_every_test_that_is_named_exists() {
    let mut wrong = Vec::new();
    for line in lines() {
        for place in &line.places {
            if !root().join(place).exists() {
                wrong.push(format!("R{}: no {place}", line.number));
            }
        }
        for test in &line.tests {
            let found = test.split_once("::").is_some_and(|(file, name)| has_test(&root().join(file), name));
            if !found {
                wrong.push(format!("R{}: no test {test}", line.number));
            }
        }
        assert_eq!(line.places.is_empty(), line.tests.is_empty(), "R{}: a place and a test, or open", line.number);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_an_issue_names_is_open_only_while_it_is_listed_as_not_built_yet() {
    let lines = lines();
    let is_open = |n: &u32| lines.iter().any(|l| l.number == *n && l.tests.is_empty());
    assert_eq!(promised().filter(is_open).collect::<Vec<_>>(), NOT_YET);
}

#[test]
fn the_reader_of_this_document_knows_a_test_from_a_function() {
    let this = root().join("tests/it/requirements.rs");
    assert!(has_test(&this, "every_requirement_is_listed_once_and_in_order"));
    assert!(!has_test(&this, "has_test") && !has_test(&this, "nobody"));
}
