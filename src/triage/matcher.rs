//! All patterns of a language looked for in one pass: each token is looked up once in the vocabulary of all patterns, and
//! only patterns that begin with it are tried there. Cost grows with the text, never with its square, and hardly with the
//! number of patterns.
//!
//! A search automaton for so many alternatives with gaps is some hundred times slower here: its states do not fit its cache.
//!
//! Not its duty: reading patterns (`pattern`), conditions and exceptions (`rule`).

use std::collections::{BTreeMap, HashMap};

use super::pattern::{Form, Item, Pattern};
use super::text::Text;

/// A list of patterns inside a matcher.
pub(super) type List = u32;

/// Where a pattern of a list was found: tokens `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Find {
    pub list: List,
    pub start: u32,
    pub end: u32,
}

/// A word of the vocabulary.
type Word = u32;
/// Every token that begins with a digit.
const NUMBER: Word = 0;
/// Every token.
const ANY: Word = 1;

#[derive(Debug, Clone, Default)]
pub(super) struct Matcher {
    vocabulary: Vocabulary,
    programs: Vec<Program>,
    /// The choices that one token may be.
    sets: Vec<Set>,
    /// By word: the programs that can begin with it.
    beginning: Vec<Vec<u32>>,
    /// By word: the sets it belongs to.
    belongs: Vec<Vec<u32>>,
}

#[derive(Debug, Clone)]
struct Program {
    list: List,
    at_start: bool,
    /// Sets that a text must hold somewhere, or the program cannot fit anywhere in it.
    needs: Vec<u32>,
    steps: Vec<Step>,
}

/// One step; where to go on is the next one unless it says otherwise.
#[derive(Debug, Clone)]
enum Step {
    /// A token of this set.
    Word(u32),
    Gap(usize),
    /// Any of these steps may be next.
    Ways(Box<[usize]>),
    Jump(usize),
    Found,
}

/// What one token may be.
#[derive(Debug, Clone)]
struct Set {
    words: Box<[Alternative]>,
    /// A bit for each of its words, as [`bit`] gives it: most tokens are told apart by it alone.
    bits: u64,
}

impl Set {
    fn new(words: Box<[Alternative]>) -> Self {
        let bits = words.iter().fold(0, |bits, a| bits | bit(a.word));
        Self { words, bits }
    }
}

/// The bit of a word; [`ANY`], which every token is, has one of its own.
fn bit(word: Word) -> u64 {
    const LAST: u32 = u64::BITS - 1;
    1 << if word == ANY { LAST } else { word % LAST }
}

/// A word of the vocabulary, and how the token must end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Alternative {
    word: Word,
    ends: Box<str>,
}

impl Matcher {
    /// Builds the matcher over lists of patterns; the place of a list is its number.
    pub fn new<'p>(lists: impl IntoIterator<Item = (List, &'p [Pattern])>) -> Self {
        let mut matcher = Self::default();
        let mut compiler = Compiler::default();
        for (list, patterns) in lists {
            for pattern in patterns {
                let mut steps = Vec::new();
                compiler.compile(&pattern.items, &mut steps);
                steps.push(Step::Found);
                let needs = compiler.needs(&pattern.items);
                matcher.programs.push(Program { list, at_start: pattern.at_start, needs, steps });
            }
        }
        let sets: Vec<Set> = compiler.in_order().into_iter().map(Set::new).collect();
        let words = compiler.vocabulary.count();
        matcher.beginning = vec![Vec::new(); words];
        matcher.belongs = vec![Vec::new(); words];
        for (number, set) in sets.iter().enumerate() {
            set.words.iter().for_each(|a| matcher.belongs[a.word as usize].push(number as u32));
        }
        for (number, program) in matcher.programs.iter().enumerate() {
            let mut words = Vec::new();
            first_words(&program.steps, 0, &sets, &mut words);
            words.sort_unstable();
            words.dedup();
            words.iter().for_each(|word| matcher.beginning[*word as usize].push(number as u32));
        }
        matcher.sets = sets;
        matcher.vocabulary = compiler.vocabulary.build();
        matcher
    }

    /// Every find, sorted by list and place; per list and first token the shortest.
    pub fn find_all(&self, text: &Text) -> Vec<Find> {
        let tokens = Looked::up(&self.vocabulary, text);
        let ends = self.ends_of_sets(&tokens);
        let mut finds = Vec::new();
        for at in 0..tokens.len() {
            for word in tokens.words(at) {
                for number in &self.beginning[*word as usize] {
                    let program = &self.programs[*number as usize];
                    let fits = program.needs.iter().all(|set| ends[*set as usize] > at)
                        && (!program.at_start || text.begins_sentence(at));
                    if !fits {
                        continue;
                    }
                    if let Some(end) = program.run(0, at, &tokens, &self.sets) {
                        finds.push(Find { list: program.list, start: at as u32, end: end as u32 });
                    }
                }
            }
        }
        finds.sort_unstable();
        finds.dedup_by_key(|find| (find.list, find.start));
        finds
    }
}

/// Makes steps of patterns; the same choice of words is one set for all of them.
#[derive(Default)]
struct Compiler {
    vocabulary: VocabularyBuilder,
    sets: HashMap<Box<[Alternative]>, u32>,
}

impl Compiler {
    /// The steps for a sequence, appended.
    fn compile(&mut self, items: &[Item], steps: &mut Vec<Step>) {
        for item in items {
            match item {
                Item::Word(forms) => steps.push(Step::Word(self.set(forms))),
                Item::Gap(most) => steps.push(Step::Gap(*most)),
                Item::Choice { ways, may_miss } => self.compile_choice(ways, *may_miss, steps),
            }
        }
    }

    fn compile_choice(&mut self, ways: &[Vec<Item>], may_miss: bool, steps: &mut Vec<Step>) {
        let fork = steps.len();
        steps.push(Step::Found);
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for way in ways {
            starts.push(steps.len());
            self.compile(way, steps);
            ends.push(steps.len());
            steps.push(Step::Found);
        }
        let after = steps.len();
        if may_miss {
            starts.push(after);
        }
        steps[fork] = Step::Ways(starts.into());
        ends.into_iter().for_each(|end| steps[end] = Step::Jump(after));
    }

    fn set(&mut self, forms: &[Form]) -> u32 {
        let mut words: Vec<Alternative> = forms.iter().map(|form| self.vocabulary.alternative(form)).collect();
        words.sort();
        words.dedup();
        let next = self.sets.len() as u32;
        *self.sets.entry(words.into()).or_insert(next)
    }

    /// The sets of the words that may not be missing; for a choice of several words, of what its ways begin with.
    fn needs(&mut self, items: &[Item]) -> Vec<u32> {
        let mut needs: Vec<u32> = items.iter().filter_map(|item| self.need(item)).collect();
        needs.sort_unstable();
        needs.dedup();
        needs
    }

    fn need(&mut self, item: &Item) -> Option<u32> {
        let mut forms = Vec::new();
        begins_with(item, &mut forms).then(|| self.set(&forms))
    }

    fn in_order(&mut self) -> Vec<Box<[Alternative]>> {
        let mut sets: Vec<_> = self.sets.drain().collect();
        sets.sort_by_key(|(_, number)| *number);
        sets.into_iter().map(|(set, _)| set).collect()
    }
}

/// Gathers the forms of the first token of an item; false when it may be no token at all.
fn begins_with(item: &Item, forms: &mut Vec<Form>) -> bool {
    match item {
        Item::Word(own) => {
            forms.extend(own.iter().cloned());
            true
        }
        Item::Choice { ways, may_miss: false } => {
            ways.iter().all(|way| way.first().is_some_and(|first| begins_with(first, forms)))
        }
        _ => false,
    }
}

/// The words that can come first from a step on.
fn first_words(steps: &[Step], at: usize, sets: &[Set], out: &mut Vec<Word>) {
    match &steps[at] {
        Step::Word(set) => out.extend(sets[*set as usize].words.iter().map(|a| a.word)),
        // A gap in front finds no more than what follows it, only wider.
        Step::Gap(_) => first_words(steps, at + 1, sets, out),
        Step::Ways(ways) => ways.iter().for_each(|way| first_words(steps, *way, sets, out)),
        Step::Jump(to) => first_words(steps, *to, sets, out),
        Step::Found => {}
    }
}

impl Matcher {
    /// Behind which token each set stands no more; 0 when it stands nowhere.
    fn ends_of_sets(&self, tokens: &Looked) -> Vec<usize> {
        let mut ends = vec![0; self.sets.len()];
        let mut seen = vec![false; self.belongs.len()];
        for at in (0..tokens.len()).rev() {
            for word in tokens.words(at) {
                if !std::mem::replace(&mut seen[*word as usize], true) {
                    let sets = self.belongs[*word as usize].iter();
                    sets.for_each(|set| ends[*set as usize] = ends[*set as usize].max(at + 1));
                }
            }
        }
        ends
    }
}

impl Program {
    /// The end of the first way through that fits.
    fn run(&self, mut step: usize, mut at: usize, tokens: &Looked, sets: &[Set]) -> Option<usize> {
        loop {
            match &self.steps[step] {
                Step::Found => return Some(at),
                Step::Jump(to) => step = *to,
                Step::Ways(ways) => return ways.iter().find_map(|way| self.run(*way, at, tokens, sets)),
                Step::Gap(most) => {
                    // Most tokens are none that may stand behind the gap.
                    let behind = match self.steps[step + 1] {
                        Step::Word(set) => sets[set as usize].bits,
                        _ => u64::MAX,
                    };
                    for end in at..=at + most {
                        let may_be = behind == u64::MAX || tokens.bits.get(end).is_some_and(|bits| bits & behind != 0);
                        if may_be && let Some(found) = self.run(step + 1, end, tokens, sets) {
                            return Some(found);
                        }
                        if end >= tokens.len() || tokens.ends_sentence(end) {
                            return None;
                        }
                    }
                    return None;
                }
                Step::Word(set) => {
                    if at >= tokens.len() || !words_fit(&sets[*set as usize], at, tokens) {
                        return None;
                    }
                    (step, at) = (step + 1, at + 1);
                }
            }
        }
    }
}

fn words_fit(set: &Set, at: usize, tokens: &Looked) -> bool {
    set.bits & tokens.bits[at] != 0
        && tokens.words(at).iter().any(|word| {
            let first = set.words.partition_point(|a| a.word < *word);
            set.words[first..]
                .iter()
                .take_while(|a| a.word == *word)
                .any(|a| a.ends.is_empty() || tokens.text.token(at).ends_with(&*a.ends))
        })
}

/// The tokens of a text with the words of the vocabulary that each of them is.
struct Looked<'t> {
    text: &'t Text,
    words: Vec<Word>,
    /// Where the words of each token begin in `words`, and the end.
    starts: Vec<u32>,
    /// The bits of the words of each token.
    bits: Vec<u64>,
}

impl<'t> Looked<'t> {
    fn up(vocabulary: &Vocabulary, text: &'t Text) -> Self {
        let (starts, bits) = (Vec::with_capacity(text.len() + 1), Vec::with_capacity(text.len()));
        let mut looked = Self { text, words: Vec::new(), starts, bits };
        for at in 0..text.len() {
            looked.starts.push(looked.words.len() as u32);
            let token = text.token(at).as_bytes();
            if token.first().is_some_and(u8::is_ascii_digit) {
                looked.words.push(NUMBER);
            }
            looked.words.push(ANY);
            vocabulary.look_up(token, &mut looked.words);
            let own = &looked.words[looked.starts[at] as usize..];
            looked.bits.push(own.iter().fold(0, |bits, word| bits | bit(*word)));
        }
        looked.starts.push(looked.words.len() as u32);
        looked
    }

    fn len(&self) -> usize {
        self.text.len()
    }

    fn words(&self, at: usize) -> &[Word] {
        &self.words[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn ends_sentence(&self, at: usize) -> bool {
        matches!(self.text.token(at).as_bytes().first(), Some(b'.' | b'!' | b'?' | b';' | b'\n'))
    }
}

/// Beginnings and whole words as a tree of bytes.
#[derive(Debug, Clone, Default)]
struct Vocabulary {
    /// By node: its children, `children[first..end]`, sorted by byte; the word that begins so; the word that is so.
    nodes: Vec<Node>,
    children: Vec<(u8, u32)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Node {
    first: u32,
    end: u32,
    begins: Option<Word>,
    whole: Option<Word>,
}

impl Vocabulary {
    fn look_up(&self, token: &[u8], out: &mut Vec<Word>) {
        let Some(mut node) = self.nodes.first() else { return };
        for byte in token {
            let children = &self.children[node.first as usize..node.end as usize];
            let Ok(child) = children.binary_search_by_key(byte, |c| c.0) else { return };
            node = &self.nodes[children[child].1 as usize];
            out.extend(node.begins);
        }
        out.extend(node.whole);
    }
}

#[derive(Default)]
struct VocabularyBuilder {
    /// Beginning (true) or whole word (false), with its number.
    words: HashMap<(Box<str>, bool), Word>,
}

impl VocabularyBuilder {
    fn count(&self) -> usize {
        self.words.len() + 2
    }

    fn alternative(&mut self, form: &Form) -> Alternative {
        let word = match form {
            Form { number: true, .. } => NUMBER,
            Form { open: true, begins, .. } if begins.is_empty() => ANY,
            Form { open, begins, .. } => {
                let next = self.count() as Word;
                *self.words.entry((begins.as_str().into(), *open)).or_insert(next)
            }
        };
        Alternative { word, ends: form.ends.as_str().into() }
    }

    fn build(self) -> Vocabulary {
        let mut tree = vec![(BTreeMap::<u8, u32>::new(), Node::default())];
        for ((text, open), word) in self.words {
            let mut node = 0_usize;
            for byte in text.bytes() {
                let next = tree.len() as u32;
                let child = *tree[node].0.entry(byte).or_insert(next);
                if child == next {
                    tree.push(Default::default());
                }
                node = child as usize;
            }
            let place = if open { &mut tree[node].1.begins } else { &mut tree[node].1.whole };
            *place = Some(word);
        }
        let mut vocabulary = Vocabulary::default();
        for (children, mut node) in tree {
            node.first = vocabulary.children.len() as u32;
            vocabulary.children.extend(children);
            node.end = vocabulary.children.len() as u32;
            vocabulary.nodes.push(node);
        }
        vocabulary
    }
}

#[cfg(test)]
mod tests {
    use super::super::pattern::parse;
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let patterns = [parse(pattern).unwrap()];
        let ready = Text::of(text);
        let finds = Matcher::new([(0, patterns.as_slice())]).find_all(&ready);
        finds.into_iter().map(|f| &text[ready.original(f.start as usize..f.end as usize)]).collect()
    }

    #[test]
    fn words_endings_choices_gaps() {
        for (pattern, text, expected) in [
            ("ближайшее время", "В ближайшее  время!", vec!["ближайшее  время"]),
            ("скоро", "Скоро. Скорость", vec!["Скоро"]),
            ("предлага~", "Предлагаем, предлагаю", vec!["Предлагаем", "предлагаю"]),
            ("верн(ем|у)", "Вернём и верну, вернут", vec!["Вернём", "верну"]),
            ("(на днях|скоро) напиш(у|ем)", "на днях напишем", vec!["на днях напишем"]),
            ("я (лично)? проверю", "Я проверю. Я лично проверю.", vec!["Я проверю", "Я лично проверю"]),
            ("из-за … погоды", "из-за очень плохой погоды", vec!["из-за очень плохой погоды"]),
            ("из-за …1 погоды", "из-за очень плохой погоды", vec![]),
            ("из-за … погоды", "из-за. Такой погоды", vec![]),
            ("до # марта", "до 14 марта и до 14:00 марта", vec!["до 14 марта", "до 14:00 марта"]),
            ("^ скоро", "Мы скоро. Скоро!", vec!["Скоро"]),
            ("ты ~ знаешь", "Ты всё знаешь", vec!["Ты всё знаешь"]),
            ("(a b|a) c", "a c a b c", vec!["a c", "a b c"]),
            ("не ?", "Правда не? Не!", vec!["не?"]),
            ("не~но", "Неверно и неверный", vec!["Неверно"]),
        ] {
            assert_eq!(found(pattern, text), expected, "{pattern} in {text}");
        }
    }

    proptest! {
        #[test]
        fn finds_lie_on_boundaries(pattern in "[аб~|() …#?^.]{1,12}", text in "[аб .!0]{0,40}|\\PC{0,30}") {
            if let Ok(pattern) = parse(&pattern) {
                let patterns = [pattern];
                let ready = Text::of(&text);
                for find in Matcher::new([(0, patterns.as_slice())]).find_all(&ready) {
                    prop_assert!(find.start < find.end);
                    prop_assert!(text.get(ready.original(find.start as usize..find.end as usize)).is_some());
                }
            }
        }
    }
}
