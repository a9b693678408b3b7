//! Patterns of the packs made ready for [`matcher`](super::matcher): the syntax of `text::Patterns`, but each pattern
//! becomes a few steps over words of one shared vocabulary, because some thousand patterns are looked for at once.
//!
//! | in a pattern | means |
//! |---|---|
//! | `a b` | these words one after the other; `b~` with any ending, `~` any token, `#` a number |
//! | `(a\|b c)` `(a)?` | a choice of words, words that may be missing; `верн(ём\|у)` a choice inside a word |
//! | `…` `…9` | a gap of up to 4, or 9, tokens inside one sentence |
//! | `^` at the beginning | only where a sentence begins |
//!
//! Not its duty: searching.

use crate::text::fold;

/// One pattern, read but not yet tied to a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub at_start: bool,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// One token in one of these forms.
    Word(Vec<Form>),
    /// Up to so many tokens, none of which ends a sentence.
    Gap(usize),
    Choice {
        ways: Vec<Vec<Item>>,
        may_miss: bool,
    },
}

/// What one token may look like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form {
    pub begins: String,
    /// Any letters may follow `begins`.
    pub open: bool,
    /// The token begins with a digit, and `begins` is empty.
    pub number: bool,
    /// How an open form ends.
    pub ends: String,
}

const GAP_WORDS: usize = 4;
const MOST_GAP: usize = 20;
/// A word with more forms than this is a mistake, not a word.
const MOST_FORMS: usize = 400;
/// Brackets within brackets are read so deep and no deeper.
const MOST_DEPTH: usize = 24;

/// Reads a pattern.
///
/// # Errors
/// What is wrong with it, in one sentence.
pub(super) fn parse(source: &str) -> Result<Pattern, String> {
    let folded = fold(source.trim());
    let at_start = folded.starts_with('^');
    let chars: Vec<char> = folded.trim_start_matches('^').trim().chars().collect();
    let items = sequence(&chars, MOST_DEPTH)?;
    if items.iter().all(can_be_nothing) {
        return Err("an empty pattern would be found everywhere".to_owned());
    }
    Ok(Pattern { at_start, items })
}

fn can_be_nothing(item: &Item) -> bool {
    match item {
        Item::Word(_) => false,
        Item::Gap(_) => true,
        Item::Choice { ways, may_miss } => *may_miss || ways.iter().any(|way| way.iter().all(can_be_nothing)),
    }
}

/// `a (b|c d)? e~`
fn sequence(chars: &[char], depth: usize) -> Result<Vec<Item>, String> {
    if depth == 0 {
        return Err("brackets stand too deep within brackets".to_owned());
    }
    chunks(chars)?.into_iter().map(|chunk| item(chunk, depth)).collect()
}

/// Pieces between blanks that stand outside brackets.
fn chunks(chars: &[char]) -> Result<Vec<&[char]>, String> {
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in chars.iter().enumerate() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or("a bracket is closed that was never opened")?,
            ' ' if depth == 0 => {
                out.push(&chars[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if depth > 0 {
        return Err("a bracket is opened and never closed".to_owned());
    }
    out.push(&chars[start..]);
    out.retain(|chunk| !chunk.is_empty());
    Ok(out)
}

fn item(chunk: &[char], depth: usize) -> Result<Item, String> {
    if let ['…', digits @ ..] = chunk {
        let digits: String = digits.iter().collect();
        return match digits.as_str() {
            "" => Ok(Item::Gap(GAP_WORDS)),
            _ => digits.parse().map(|n: usize| Item::Gap(n.min(MOST_GAP))).map_err(|_| format!("`…{digits}`?")),
        };
    }
    if let Some((inside, may_miss)) = whole_group(chunk) {
        let ways = ways(inside).into_iter().map(|way| sequence(way, depth - 1)).collect::<Result<_, _>>()?;
        return Ok(simple(ways, may_miss));
    }
    Ok(Item::Word(forms(chunk, depth)?))
}

/// A choice of single words is one word with more forms: quicker to look up.
fn simple(ways: Vec<Vec<Item>>, may_miss: bool) -> Item {
    let single = !may_miss && ways.iter().all(|way| matches!(way.as_slice(), [Item::Word(_)]));
    if !single {
        return Item::Choice { ways, may_miss };
    }
    let forms = ways.into_iter().flatten().flat_map(|item| if let Item::Word(forms) = item { forms } else { vec![] });
    Item::Word(forms.collect())
}

/// The inside of a chunk that is one pair of brackets, and whether it may be missing.
fn whole_group(chunk: &[char]) -> Option<(&[char], bool)> {
    let (body, may_miss) = match chunk {
        ['(', inside @ .., ')', '?'] => (inside, true),
        ['(', inside @ .., ')'] => (inside, false),
        _ => return None,
    };
    let mut depth = 0_i32;
    let stays_open = body.iter().all(|c| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth >= 0
    });
    (stays_open && depth == 0).then_some((body, may_miss))
}

/// Pieces between `|` outside brackets.
fn ways(chars: &[char]) -> Vec<&[char]> {
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in chars.iter().enumerate() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                out.push(&chars[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&chars[start..]);
    out
}

/// All forms of one word: `верн(ём|у)`, `нов~`, `#`.
fn forms(chunk: &[char], depth: usize) -> Result<Vec<Form>, String> {
    if depth == 0 {
        return Err("brackets stand too deep within brackets".to_owned());
    }
    let mut out = vec![Form::default()];
    let mut at = 0;
    while let Some(c) = chunk.get(at) {
        match c {
            '(' => {
                let len = group_len(&chunk[at..]).ok_or("a bracket is opened and never closed")?;
                let may_miss = chunk.get(at + len) == Some(&'?');
                let mut endings = Vec::new();
                for way in ways(&chunk[at + 1..at + len - 1]) {
                    endings.extend(forms(way, depth - 1)?);
                }
                if may_miss {
                    endings.push(Form::default());
                }
                if out.len() * endings.len() > MOST_FORMS {
                    return Err("this word has too many forms".to_owned());
                }
                out = out.iter().flat_map(|begin| endings.iter().map(|end| joined(begin, end))).collect();
                at += len + usize::from(may_miss);
                continue;
            }
            '~' => out.iter_mut().for_each(|form| form.open = true),
            '#' => out.iter_mut().for_each(|form| {
                form.number = true;
                form.open = true;
            }),
            ' ' => return Err("a choice inside a word cannot hold several words".to_owned()),
            '|' | ')' => return Err("`|` and `)` stand only inside brackets".to_owned()),
            c => out.iter_mut().for_each(|form| if form.open { form.ends.push(*c) } else { form.begins.push(*c) }),
        }
        at += 1;
    }
    Ok(out)
}

fn joined(begin: &Form, end: &Form) -> Form {
    let mut form = begin.clone();
    if form.open {
        form.ends.push_str(&end.begins);
        form.ends.push_str(&end.ends);
    } else {
        form.begins.push_str(&end.begins);
        form.ends.push_str(&end.ends);
        form.open = end.open;
        form.number |= end.number;
    }
    form
}

/// The length of the brackets that `chars` begins with.
fn group_len(chars: &[char]) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in chars.iter().enumerate() {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_become_forms() {
        let Pattern { items, .. } = parse("верн(ём|у)").unwrap();
        let form = |begins: &str| Form { begins: begins.to_owned(), ..Form::default() };
        assert_eq!(items, [Item::Word(vec![form("вернем"), form("верну")])]);
        let Pattern { items, at_start } = parse("^ (не)?верно … (a b|c)?").unwrap();
        assert!(at_start);
        assert_eq!(items[0], Item::Word(vec![form("неверно"), form("верно")]));
        assert_eq!(items[1], Item::Gap(4));
        assert!(matches!(&items[2], Item::Choice { ways, may_miss: true } if ways.len() == 2));
    }

    #[test]
    fn mistakes_are_told() {
        for bad in ["(a", "a)", "", "  ", "^", "…", "(a)?", "верн(у вам|ём)", "…x", &"(".repeat(100)] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_pattern_is_read_or_refused(pattern in "[аб~|() …#?^.,]{0,16}|\\PC{0,16}") {
            let _ = parse(&pattern);
        }
    }
}
