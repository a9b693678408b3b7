//! A pattern as its writer means it: words, endings, gaps, choices.
//!
//! Not its duty: searching (`program`), where a search may begin (`starts`).

use crate::text::fold;

/// A piece of a pattern. In the token text each token stands behind one blank, and so it does here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// These bytes.
    Text(Vec<u8>),
    /// Anything up to the end of the token, also nothing.
    WordEnd,
    /// Anything up to the end of the token, but something.
    AnyToken,
    /// A digit, then anything up to the end of the token.
    Number,
    /// Up to so many tokens, none of which ends a sentence.
    Gap(usize),
    /// One of several ways, the first that fits; with `may_miss` also none.
    Group { ways: Vec<Vec<Node>>, may_miss: bool },
}

const GAP_WORDS: usize = 4;
const MOST_GAP: usize = 20;
/// Brackets within brackets are read so deep and no deeper.
const MOST_DEPTH: usize = 64;

/// Reads a pattern without its `^`.
///
/// # Errors
/// What is wrong with it, in one sentence.
pub(super) fn read(source: &str) -> Result<Vec<Vec<Node>>, String> {
    let mut reader = Reader { rest: fold(source).chars().collect(), at: 0, depth: 0 };
    let ways = reader.choices(true)?;
    if reader.at < reader.rest.len() {
        return Err("a bracket is closed that was never opened".to_owned());
    }
    if !ways.iter().flatten().any(says_something) {
        return Err("an empty pattern would be found everywhere".to_owned());
    }
    Ok(ways)
}

fn says_something(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.contains(&b' '),
        Node::WordEnd | Node::AnyToken | Node::Number | Node::Gap(_) => true,
        Node::Group { ways, .. } => ways.iter().flatten().any(says_something),
    }
}

/// Reads choices, words and parts of words; recursive by brackets.
struct Reader {
    rest: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    /// `a b|c`; with `new_word` each choice begins a token of its own, else it goes on in the one before.
    fn choices(&mut self, new_word: bool) -> Result<Vec<Vec<Node>>, String> {
        if self.depth > MOST_DEPTH {
            return Err("brackets stand too deep within brackets".to_owned());
        }
        self.depth += 1;
        let mut ways = vec![self.words(new_word)?];
        while self.peek() == Some('|') {
            self.at += 1;
            ways.push(self.words(new_word)?);
        }
        self.depth -= 1;
        Ok(ways)
    }

    fn words(&mut self, new_word: bool) -> Result<Vec<Node>, String> {
        let mut out = Vec::new();
        let mut starts_token = new_word;
        loop {
            while self.peek() == Some(' ') {
                self.at += 1;
                starts_token = true;
            }
            match self.peek() {
                None | Some('|' | ')') => return Ok(out),
                Some('…') => out.push(self.gap()),
                Some(_) => self.word(starts_token, &mut out)?,
            }
            starts_token = false;
        }
    }

    fn gap(&mut self) -> Node {
        self.at += 1;
        let digits: String = self.rest[self.at..].iter().take_while(|c| c.is_ascii_digit()).collect();
        self.at += digits.len();
        Node::Gap(digits.parse().unwrap_or(GAP_WORDS).min(MOST_GAP))
    }

    /// Everything up to the next blank outside brackets.
    fn word(&mut self, starts_token: bool, out: &mut Vec<Node>) -> Result<(), String> {
        let mut blank = if starts_token { " " } else { "" };
        while let Some(c) = self.peek() {
            match c {
                ' ' | '|' | ')' => break,
                '(' => self.bracket(blank, out)?,
                '~' => {
                    self.at += 1;
                    let ends = matches!(self.peek(), None | Some(' ' | '|' | ')'));
                    let alone = !blank.is_empty() && ends;
                    add_text(out, blank);
                    out.push(if alone { Node::AnyToken } else { Node::WordEnd });
                }
                '#' => {
                    self.at += 1;
                    add_text(out, blank);
                    out.push(Node::Number);
                }
                _ => {
                    self.at += 1;
                    add_text(out, blank);
                    add_text(out, c.encode_utf8(&mut [0; 4]));
                }
            }
            blank = "";
        }
        Ok(())
    }

    fn bracket(&mut self, blank: &str, out: &mut Vec<Node>) -> Result<(), String> {
        // Choices of whole words carry their own blanks, so that a missing one leaves none behind.
        let own_word = !blank.is_empty() && self.stands_alone();
        self.at += 1;
        let ways = self.choices(own_word)?;
        if self.peek() != Some(')') {
            return Err("a bracket is opened and never closed".to_owned());
        }
        self.at += 1;
        let may_miss = self.peek() == Some('?');
        self.at += usize::from(may_miss);
        add_text(out, if own_word { "" } else { blank });
        out.push(Node::Group { ways, may_miss });
        Ok(())
    }

    /// True when the bracket here is followed by a blank or an end: it holds whole words.
    fn stands_alone(&self) -> bool {
        let mut depth = 0;
        for (i, c) in self.rest.iter().enumerate().skip(self.at) {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth == 0 {
                        let next = if self.rest.get(i + 1) == Some(&'?') { i + 2 } else { i + 1 };
                        return matches!(self.rest.get(next), None | Some(' ' | '|' | ')'));
                    }
                }
                _ => {}
            }
        }
        true
    }
}

/// Bytes behind the last piece, in one with it where it is bytes too.
fn add_text(out: &mut Vec<Node>, text: &str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Node::Text(before)) => before.extend(text.bytes()),
        _ => out.push(Node::Text(text.into())),
    }
}
