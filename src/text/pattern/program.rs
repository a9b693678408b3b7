//! Patterns as steps that are tried at a place: the first way that fits wins, endings and gaps are as long as they can
//! be. It finds what a regular expression of the same meaning finds, without making an automaton first.
//!
//! Not its duty: which places are worth trying (`starts`).

use std::collections::HashSet;

use super::read::Node;

/// The steps of several patterns, one behind the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
    /// The bytes of all [`Step::Text`].
    text: Vec<u8>,
    /// Where each pattern's steps begin.
    entries: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Text {
        length: u16,
        at: u32,
    },
    /// Anything but a blank, once.
    NoBlank,
    Digit,
    /// A blank and what begins a token that ends no sentence.
    GapBegins,
    /// Up to the end of the token; `closed` when only a blank can follow, so that no shorter way need be tried.
    Rest {
        closed: bool,
    },
    /// The next step, and if that leads nowhere the other.
    Either {
        other: u32,
    },
    Go {
        to: u32,
    },
    Found,
}

/// A way that is still to be tried: the step, its place, and down to which place it may be tried earlier.
#[derive(Debug, Clone, Copy)]
struct Way {
    step: u32,
    place: usize,
    least: usize,
}

/// What a search needs while it runs, kept for the next one.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    ways: Vec<Way>,
    /// Steps with their places that led nowhere; only looked at when a search takes long.
    tried: HashSet<(u32, usize)>,
}

/// A search that takes more tries than this remembers what it has tried, so that no text makes it endless.
const MANY_TRIES: usize = 2_000;

impl Program {
    /// Adds a pattern, given as its ways.
    pub fn add(&mut self, ways: &[Vec<Node>]) {
        self.entries.push(self.steps.len() as u32);
        self.group(ways, false, true);
        self.text_step(b" ");
        self.steps.push(Step::Found);
    }

    /// Gives back what the making took too much.
    pub fn shrink(&mut self) {
        self.steps.shrink_to_fit();
        self.text.shrink_to_fit();
        self.entries.shrink_to_fit();
    }

    fn text_step(&mut self, text: &[u8]) {
        for piece in text.chunks(usize::from(u16::MAX)) {
            self.steps.push(Step::Text { length: piece.len() as u16, at: self.text.len() as u32 });
            self.text.extend(piece);
        }
    }

    /// `then_blank`: only a blank can follow.
    fn sequence(&mut self, nodes: &[Node], then_blank: bool) {
        for (at, node) in nodes.iter().enumerate() {
            let closed = begins_with_blank(&nodes[at + 1..], then_blank);
            match node {
                Node::Text(text) => self.text_step(text),
                Node::WordEnd => self.steps.push(Step::Rest { closed }),
                Node::AnyToken => self.steps.extend([Step::NoBlank, Step::Rest { closed }]),
                Node::Number => self.steps.extend([Step::Digit, Step::Rest { closed }]),
                Node::Gap(most) => self.gap(*most, closed),
                Node::Group { ways, may_miss } => self.group(ways, *may_miss, closed),
            }
        }
    }

    fn gap(&mut self, most: usize, closed: bool) {
        let behind = (self.steps.len() + 3 * most) as u32;
        for _ in 0..most {
            self.steps.extend([Step::Either { other: behind }, Step::GapBegins, Step::Rest { closed }]);
        }
    }

    fn group(&mut self, ways: &[Vec<Node>], may_miss: bool, closed: bool) {
        let mut to_the_end = Vec::new();
        for (at, way) in ways.iter().enumerate() {
            let is_last = at + 1 == ways.len() && !may_miss;
            let fork = self.steps.len();
            if !is_last {
                self.steps.push(Step::Either { other: 0 });
            }
            self.sequence(way, closed);
            if !is_last {
                to_the_end.push(self.steps.len());
                self.steps.push(Step::Go { to: 0 });
                self.steps[fork] = Step::Either { other: self.steps.len() as u32 };
            }
        }
        let end = self.steps.len() as u32;
        to_the_end.into_iter().for_each(|at| self.steps[at] = Step::Go { to: end });
    }

    /// The end of the pattern's match that begins exactly at a place of the text.
    pub fn matches(&self, pattern: usize, text: &[u8], place: usize, scratch: &mut Scratch) -> Option<usize> {
        let first = Way { step: self.entries[pattern], place, least: place };
        match self.attempt(first, text, scratch, None) {
            Ok(found) => found,
            Err(TooMany) => {
                let mut tried = std::mem::take(&mut scratch.tried);
                tried.clear();
                let found = self.attempt(first, text, scratch, Some(&mut tried));
                scratch.tried = tried;
                found.unwrap_or_default()
            }
        }
    }

    fn attempt(
        &self,
        first: Way,
        text: &[u8],
        scratch: &mut Scratch,
        mut tried: Option<&mut HashSet<(u32, usize)>>,
    ) -> Result<Option<usize>, TooMany> {
        scratch.ways.clear();
        scratch.ways.push(first);
        let mut tries = 0;
        while let Some(way) = scratch.ways.pop() {
            if way.place > way.least {
                scratch.ways.push(Way { place: way.place - 1, ..way });
            }
            tries += 1;
            if tried.as_mut().is_some_and(|tried| !tried.insert((way.step, way.place))) {
                continue;
            }
            if tried.is_none() && tries > MANY_TRIES {
                return Err(TooMany);
            }
            if let Some(end) = self.follow(way, text, &mut scratch.ways) {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// Goes one way as far as it leads; others that branch off are put aside.
    fn follow(&self, way: Way, text: &[u8], ways: &mut Vec<Way>) -> Option<usize> {
        let (mut step, mut place) = (way.step as usize, way.place);
        loop {
            match self.steps[step] {
                Step::Text { length, at } => {
                    let wanted = &self.text[at as usize..][..usize::from(length)];
                    if !text[place..].starts_with(wanted) {
                        return None;
                    }
                    place += wanted.len();
                }
                Step::NoBlank => place = (*text.get(place)? != b' ').then_some(place + 1)?,
                Step::Digit => place = text.get(place)?.is_ascii_digit().then_some(place + 1)?,
                Step::GapBegins => {
                    let begins = *text.get(place)? == b' ' && goes_on(*text.get(place + 1)?);
                    place = begins.then_some(place + 2)?;
                }
                Step::Rest { closed } => {
                    let end = text[place..].iter().position(|b| *b == b' ').map_or(text.len(), |at| place + at);
                    if !closed && end > place {
                        ways.push(Way { step: step as u32 + 1, place: end - 1, least: place });
                    }
                    place = end;
                }
                Step::Either { other } => {
                    if !self.begins(step + 1, text, place) {
                        step = other as usize;
                        continue;
                    }
                    ways.push(Way { step: other, place, least: place });
                }
                Step::Go { to } => {
                    step = to as usize;
                    continue;
                }
                Step::Found => return Some(place),
            }
            step += 1;
        }
    }

    /// False when a step cannot fit here: a quick look at the first byte.
    fn begins(&self, step: usize, text: &[u8], place: usize) -> bool {
        match self.steps[step] {
            Step::Text { at, .. } => text.get(place) == self.text.get(at as usize),
            Step::GapBegins => text.get(place + 1).is_some_and(|b| goes_on(*b)),
            _ => true,
        }
    }
}

struct TooMany;

/// True for what may begin a token inside a gap: it ends no sentence.
fn goes_on(byte: u8) -> bool {
    !matches!(byte, b' ' | b'.' | b'!' | b'?' | b';' | b'\n')
}

/// True when whatever the nodes match begins with a blank; `then` tells it of what follows them.
fn begins_with_blank(nodes: &[Node], then: bool) -> bool {
    let Some((first, rest)) = nodes.split_first() else { return then };
    match first {
        Node::Text(text) => text.first() == Some(&b' '),
        Node::WordEnd | Node::AnyToken | Node::Number => false,
        Node::Gap(_) => begins_with_blank(rest, then),
        Node::Group { ways, may_miss } => {
            let behind = begins_with_blank(rest, then);
            (behind || !may_miss) && ways.iter().all(|way| begins_with_blank(way, behind))
        }
    }
}
