//! Where a pattern may begin: with which bytes, and at which tokens of a text these stand. Of some thousand patterns only
//! a few can begin anywhere in a letter, and only these are tried.
//!
//! Not its duty: whether a pattern matches there (`program`).

use std::ops::Range;

use super::read::Node;

/// The first bytes of a token and of what follows it, the first byte in the highest place, zeros behind the end.
type Key = u128;
const KEY_BYTES: usize = size_of::<Key>();

/// So many beginnings a pattern may have when they are long enough to be rare, and when they are not.
const MOST_RARE: usize = 24;
const MOST: usize = 400;
/// Bytes of a beginning, its blank included, that make it rare: three Cyrillic letters.
const RARE: usize = 7;

/// With what the patterns of a list may begin.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    /// Sorted, so that equal beginnings stand together.
    beginnings: Vec<Beginning>,
    /// Runs of beginnings whose first letters are the same: most of them are passed over at once.
    runs: Vec<Range<u32>>,
    /// Patterns that may begin at any token.
    any_token: Vec<u32>,
    /// Patterns that may begin inside a token.
    anywhere: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    key: Key,
    /// Bytes of the key that count.
    length: u8,
    pattern: u32,
}

impl Beginning {
    /// Whether one look at [`Seen`] tells of both.
    fn has_first_letters_of(&self, other: &Self) -> bool {
        let is_long = |one: &Self| u32::from(one.length) >= Seen::BYTES;
        is_long(self) && is_long(other) && Seen::letters(self.key) == Seen::letters(other.key)
    }
}

/// A place of the token text, and the pattern that may begin there.
pub(super) type Candidate = (usize, u32);

impl Starts {
    pub fn add(&mut self, pattern: u32, ways: &[Vec<Node>]) {
        let mut beginnings = Vec::new();
        ways.iter().for_each(|way| beginnings.extend(extend(vec![Partial::default()], way)));
        if beginnings.iter().any(|b| b.bytes.first() != Some(&b' ')) {
            self.anywhere.push(pattern);
        } else if beginnings.iter().any(|b| b.bytes.len() == 1) {
            self.any_token.push(pattern);
        } else {
            self.beginnings.extend(beginnings.iter().map(|b| {
                let bytes = &b.bytes[1..b.bytes.len().min(KEY_BYTES + 1)];
                Beginning { key: key_of(bytes), length: bytes.len() as u8, pattern }
            }));
        }
    }

    /// To be called when all are added.
    pub fn sort(&mut self) {
        self.beginnings.sort_unstable();
        self.beginnings.dedup();
        self.beginnings.shrink_to_fit();
        let lengths = self.beginnings.chunk_by(Beginning::has_first_letters_of).map(|run| run.len() as u32);
        let ends = lengths.scan(0, |end, length| {
            *end += length;
            Some(*end - length..*end)
        });
        self.runs = ends.collect();
    }

    /// What may begin in a part of the token text, in order of place and pattern.
    pub fn candidates(&self, index: &Index, part: &Range<usize>) -> Vec<Candidate> {
        let mut out = Vec::new();
        let tokens = index.within(part);
        let mut last: Option<(&Beginning, Range<usize>)> = None;
        let runs = self.runs.iter().map(|run| &self.beginnings[run.start as usize..run.end as usize]);
        for one in runs.filter(|run| index.seen.may_have(&run[0])).flatten() {
            let places = match &last {
                Some((before, places)) if (before.key, before.length) == (one.key, one.length) => places.clone(),
                _ => index.beginning_so(one),
            };
            index.tell(one, places.clone(), tokens.clone(), part, |place| out.push((place, one.pattern)));
            last = Some((one, places));
        }
        for pattern in &self.any_token {
            out.extend(tokens.clone().map(|t| (index.places[t] as usize, *pattern)));
            // A pattern of which everything may be missing begins at the blank behind the last token.
            out.extend(part.end.checked_sub(1).map(|blank| (blank, *pattern)));
        }
        for pattern in &self.anywhere {
            out.extend(part.clone().map(|place| (place, *pattern)));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The tokens of a text by their first bytes.
#[derive(Debug, Clone, Default)]
pub(in crate::text) struct Index {
    /// The blank before each token, in order.
    places: Vec<u32>,
    /// The key of each token, in order.
    keys: Vec<Key>,
    /// Keys in order, with the number of their token.
    sorted: Vec<(Key, u32)>,
    /// Bits of the two letters that some token begins with.
    seen: Seen,
}

impl Index {
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut index = Self::default();
        let blanks = bytes.iter().enumerate().filter(|(at, b)| **b == b' ' && at + 1 < bytes.len());
        for (at, _) in blanks {
            let key = key_of(&bytes[at + 1..(at + 1 + KEY_BYTES).min(bytes.len())]);
            index.sorted.push((key, index.keys.len() as u32));
            index.places.push(at as u32);
            index.keys.push(key);
            index.seen.add(key);
        }
        index.sorted.sort_unstable();
        index
    }

    /// The numbers of the tokens whose blank stands in a part.
    fn within(&self, part: &Range<usize>) -> Range<usize> {
        let before = |at: usize| self.places.partition_point(|p| (*p as usize) < at);
        before(part.start)..before(part.end)
    }

    /// Places in `sorted` of the tokens that begin so.
    fn beginning_so(&self, one: &Beginning) -> Range<usize> {
        let start = self.sorted.partition_point(|(key, _)| *key < one.key);
        let last = one.key | mask(one.length);
        let length = self.sorted[start..].iter().take_while(|(key, _)| *key <= last).take(FEW + 1).count();
        if length <= FEW {
            return start..start + length;
        }
        start..start + self.sorted[start..].partition_point(|(key, _)| *key <= last)
    }

    /// Tells the places of those tokens of a part that begin so, in whichever way is shorter: a text that begins every
    /// sentence alike must not be looked through for each of them.
    fn tell(
        &self,
        one: &Beginning,
        sorted: Range<usize>,
        tokens: Range<usize>,
        part: &Range<usize>,
        mut say: impl FnMut(usize),
    ) {
        if sorted.len() <= tokens.len() {
            let places = self.sorted[sorted].iter().map(|(_, token)| self.places[*token as usize] as usize);
            places.filter(|place| part.contains(place)).for_each(say);
        } else {
            let begins_so = |t: &usize| self.keys[*t] & !mask(one.length) == one.key;
            tokens.filter(begins_so).for_each(|t| say(self.places[t] as usize));
        }
    }
}

/// So many equal beginnings are counted one by one.
const FEW: usize = 8;

/// Which pairs of first letters occur, as bits: most beginnings are told from it to be nowhere.
#[derive(Debug, Clone)]
struct Seen([u64; 64]);

impl Default for Seen {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Seen {
    const BYTES: u32 = 4;

    fn letters(key: Key) -> u32 {
        (key >> (128 - 8 * Self::BYTES)) as u32
    }

    fn bit(key: Key) -> (usize, u64) {
        let hash = Self::letters(key).wrapping_mul(0x9e37_79b1) >> 20;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    fn add(&mut self, key: Key) {
        let (word, bit) = Self::bit(key);
        self.0[word] |= bit;
    }

    fn may_have(&self, one: &Beginning) -> bool {
        let (word, bit) = Self::bit(one.key);
        u32::from(one.length) < Self::BYTES || self.0[word] & bit != 0
    }
}

fn key_of(bytes: &[u8]) -> Key {
    let mut key = [0; KEY_BYTES];
    key[..bytes.len()].copy_from_slice(bytes);
    Key::from_be_bytes(key)
}

/// Ones in the bytes behind the first so many.
fn mask(length: u8) -> Key {
    Key::MAX.checked_shr(8 * u32::from(length)).unwrap_or_default()
}

/// The beginning of a pattern, as far as it is known.
#[derive(Debug, Clone, Default)]
struct Partial {
    bytes: Vec<u8>,
    /// What follows is not told by bytes, or enough is known.
    is_done: bool,
}

/// All beginnings behind which the nodes may stand.
fn extend(mut partials: Vec<Partial>, nodes: &[Node]) -> Vec<Partial> {
    for node in nodes {
        if partials.iter().all(|p| p.is_done) {
            break;
        }
        partials = match node {
            Node::Text(text) => {
                partials.iter_mut().filter(|p| !p.is_done).for_each(|p| p.push(text));
                partials
            }
            Node::Number => partials.into_iter().flat_map(Partial::with_digit).collect(),
            Node::Gap(0) => partials,
            Node::Gap(_) => partials.into_iter().flat_map(Partial::with_gap).collect(),
            Node::WordEnd | Node::AnyToken => done(partials),
            Node::Group { ways, may_miss } => choices(partials, ways, *may_miss),
        };
    }
    partials
}

fn done(mut partials: Vec<Partial>) -> Vec<Partial> {
    partials.iter_mut().for_each(|p| p.is_done = true);
    partials
}

fn choices(partials: Vec<Partial>, ways: &[Vec<Node>], may_miss: bool) -> Vec<Partial> {
    let is_rare = partials.iter().all(|p| p.bytes.len() >= RARE);
    let most = if is_rare { MOST_RARE } else { MOST };
    if partials.len() * ways.len() > most {
        return done(partials);
    }
    let (mut out, live): (Vec<Partial>, Vec<Partial>) = partials.into_iter().partition(|p| p.is_done);
    for way in ways {
        out.extend(extend(live.clone(), way));
        if out.len() > most {
            out.extend(live);
            return shorter(out);
        }
    }
    if may_miss {
        out.extend(live);
    }
    out
}

/// Too many: what they have in common before the choice is kept, as the shortest of them tell.
fn shorter(mut partials: Vec<Partial>) -> Vec<Partial> {
    partials.sort_by(|a, b| a.bytes.cmp(&b.bytes));
    let mut out: Vec<Partial> = Vec::new();
    for one in partials {
        if !out.last().is_some_and(|before| one.bytes.starts_with(&before.bytes)) {
            out.push(one);
        }
    }
    done(out)
}

impl Partial {
    fn push(&mut self, text: &[u8]) {
        self.bytes.extend(text);
        self.is_done = self.bytes.len() > KEY_BYTES;
    }

    /// A gap of no words, and one that begins with some word: behind other bytes that tells no more than they do.
    fn with_gap(self) -> Vec<Self> {
        if !self.bytes.is_empty() || self.is_done {
            return vec![Self { is_done: true, ..self }];
        }
        vec![self, Self { bytes: b" ".to_vec(), is_done: true }]
    }

    fn with_digit(self) -> Vec<Self> {
        if self.is_done {
            return vec![self];
        }
        let with = |digit: u8| Self { bytes: [&self.bytes[..], &[digit]].concat(), is_done: true };
        (b'0'..=b'9').map(with).collect()
    }
}
