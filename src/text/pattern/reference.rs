//! The meaning of patterns once more, as regular expressions: what these find is what is found.

use proptest::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use regex_automata::{Input, Span};

use super::read::{Node, read};
use super::*;

fn sequence(nodes: &[Node]) -> String {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> String {
    match node {
        Node::Text(text) => std::str::from_utf8(text).unwrap().chars().map(escaped).collect(),
        Node::WordEnd => "[^ ]*".to_owned(),
        Node::AnyToken => "[^ ]+".to_owned(),
        Node::Number => "[0-9][^ ]*".to_owned(),
        Node::Gap(most) => format!(r"(?: [^ .!?;\n][^ ]*){{0,{most}}}"),
        Node::Group { ways, may_miss } => format!("{}{}", group(ways), if *may_miss { "?" } else { "" }),
    }
}

fn group(ways: &[Vec<Node>]) -> String {
    format!("(?:{})", ways.iter().map(|way| sequence(way)).collect::<Vec<_>>().join("|"))
}

fn escaped(c: char) -> String {
    if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() }
}

/// What the same patterns find as one regular expression.
pub fn found_by_regex(sources: &[&str], tokens: &Tokens, part: Range<usize>) -> Vec<Hit> {
    let bare = |source: &&str| source.trim().trim_start_matches('^').trim_start().to_owned();
    let expressions: Vec<String> = sources.iter().map(|s| format!("{} ", group(&read(&bare(s)).unwrap()))).collect();
    let regex = Regex::builder()
        .syntax(syntax::Config::new().utf8(false).unicode(false))
        .configure(Regex::config().utf8_empty(false))
        .build_many(&expressions)
        .unwrap();
    let mut hits = Vec::new();
    let mut from = part.start;
    while from < part.end {
        let Some(found) = regex.search(&Input::new(tokens.as_str()).span(Span::from(from..part.end))) else { break };
        let (pattern, span) = (found.pattern().as_usize(), found.start() + 1..found.end() - 1);
        from = span.end.max(span.start + 1);
        let at_start = sources[pattern].trim().starts_with('^');
        if !at_start || begins_sentence(tokens.as_str(), span.start) {
            hits.push(Hit { pattern, span });
        }
    }
    hits
}

fn same(sources: &[&str], text: &str, part: impl FnOnce(&Tokens) -> Range<usize>) {
    let tokens = Tokens::of(text);
    let part = part(&tokens);
    let patterns = Patterns::new(sources).unwrap();
    let expected = found_by_regex(sources, &tokens, part.clone());
    assert_eq!(patterns.find_within(&tokens, part.clone()), expected, "{sources:?} in {text:?}");
    assert_eq!(patterns.is_within(&tokens, part), !expected.is_empty(), "{sources:?} in {text:?}");
}

#[test]
fn odd_patterns_find_what_their_expressions_find() {
    for pattern in [
        "а~б~в",
        "~а",
        "~",
        "# ~",
        "…",
        "…2 а",
        "…б",
        "^…б|#",
        "(а)?",
        "(а|аб) б",
        "(|а) б",
        "(а)?б",
        "((а)б)?в",
        "а…0 б",
        "~а~",
        "#а",
        "(а~|~б)в",
        "а … (б|в …1 а)? #",
    ] {
        for text in
            ["", "а", "а б", "аб в. а бв б", "абв абв а! 12 а 1а б", "1,б.", "б б а а в 5", "aбвабвабв", "а\n\nб в"]
        {
            if Patterns::new(&[pattern]).is_ok() {
                same(&[pattern], text, |tokens| 0..tokens.as_str().len());
            }
        }
    }
}

#[test]
fn a_word_that_could_be_cut_in_very_many_ways_is_tried_in_few() {
    let text = format!("{}. а", "аб".repeat(300));
    same(&["а~а~б~а~б~в", "а"], &text, |tokens| 0..tokens.as_str().len());
    let gaps = "а ".repeat(200);
    same(&["а … а … а … а … б"], &gaps, |tokens| 0..tokens.as_str().len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_patterns_find_what_their_expressions_find(
        sources in proptest::collection::vec("\\^?[аб~|() …#?1]{1,9}", 1..4),
        text in "[абв1 .,\n]{0,40}",
        from in 0_usize..20,
        length in 0_usize..60,
    ) {
        let readable: Vec<&str> = sources.iter().map(String::as_str).filter(|s| Patterns::new(&[s]).is_ok()).collect();
        if !readable.is_empty() {
            same(&readable, &text, |tokens| tokens.within(from.min(text.len())..(from + length).min(text.len())));
        }
    }
}
