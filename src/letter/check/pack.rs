//! The file of one rule: read, laid over by the user's file of the same rule, turned into a [`Rule`].
//!
//! docs/rules.md tells how such a file is written. Not its duty: looking at letters (`words`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use super::card::{Card, Holds};
use super::parts::Parts;
use super::rules::RuleExamples;
use super::words::{MakeLists, Replacements, Span, WordList, Words};
use super::{Code, Rule, Said, Severity};
use crate::text::{Mistake, PatternMistake, Patterns};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPack {
    pub id: String,
    requirement: Option<String>,
    source: Option<String>,
    severity: Option<RawSeverity>,
    #[serde(default)]
    title: RawSaid,
    #[serde(default)]
    message: RawSaid,
    #[serde(default)]
    why: RawSaid,
    #[serde(default)]
    holds: Holds,
    /// The severity of the words in a public letter, when it is another there (R138).
    in_public: Option<RawSeverity>,
    /// It cannot be set aside with a reason.
    #[serde(default)]
    firm: bool,
    #[serde(default)]
    span: Span,
    /// At most so many findings in one letter; 0 for no limit.
    #[serde(default)]
    most: usize,
    /// One finding in a sentence; the next one shows when the first is repaired.
    #[serde(default)]
    one_in_sentence: bool,
    /// True for rules that also look at the greeting and the signature.
    #[serde(default)]
    whole_text: bool,
    /// Choices that several patterns of a language share: `{actor}` in a pattern stands for `(…)` here.
    #[serde(default)]
    sets: BTreeMap<String, BTreeMap<String, String>>,
    /// The words by language; several lists of one language, each with its own exceptions, are `ru`, `ru_soft`, ….
    #[serde(default)]
    words: BTreeMap<String, RawWords>,
    /// Words of a shipped file that are not read yet: by language its tables.
    #[serde(skip)]
    later: Vec<(&'static str, Vec<&'static str>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawSeverity {
    Off,
    Hint,
    Warning,
    Block,
}

impl RawSeverity {
    /// None for a rule that is switched off.
    fn known(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Hint => Some(Severity::Hint),
            Self::Warning => Some(Severity::Warning),
            Self::Block => Some(Severity::Block),
        }
    }
}

/// The pattern with the rule's sets in place of their names.
fn expand(pattern: &str, sets: &BTreeMap<String, String>) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or("`{` opens a name that is never closed")?;
        let set = sets.get(name).ok_or_else(|| format!("there is no set `{name}` for this language"))?;
        out.push_str(&format!("{before}({set})"));
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// The language of a list: `ru` for `ru` and for `ru_soft`.
pub(super) fn language_of(list: &str) -> &str {
    list.split('_').next().unwrap_or(list)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSaid {
    #[serde(default)]
    en: String,
    #[serde(default)]
    ru: String,
    #[serde(default)]
    ro: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    /// What is looked for.
    #[serde(default)]
    find: Vec<Spanned<String>>,
    /// Shipped patterns that a user's file takes away.
    #[serde(default)]
    remove: Vec<String>,
    /// Longer words around a match that make it innocent.
    #[serde(default)]
    allow: Vec<Spanned<String>>,
    /// Words of which one must stand in the same sentence.
    #[serde(default)]
    only: Vec<Spanned<String>>,
    /// Words of which one must stand in the letter that is answered.
    #[serde(default)]
    only_topic: Vec<Spanned<String>>,
    /// Words in the same sentence that make a match innocent.
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    /// Words in the sentence before, the same or the next.
    #[serde(default)]
    unless_near: Vec<Spanned<String>>,
    /// Words anywhere in the letter.
    #[serde(default)]
    unless_letter: Vec<Spanned<String>>,
    /// The customer's letter speaks of it himself: his topic.
    #[serde(default)]
    unless_topic: Vec<Spanned<String>>,
    /// Named ideas (`ideas.toml`) that make the rule silent when all of them stand in the letter.
    #[serde(default)]
    unless_ideas: Vec<String>,
    /// Named ideas of which one, standing before the match, makes it innocent.
    #[serde(default)]
    unless_before: Vec<String>,
    #[serde(default)]
    fix: Vec<RawFix>,
    #[serde(default)]
    examples: RawExamples,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFix {
    from: Spanned<String>,
    to: String,
}

/// Sentences that must and must not be found; they are the rule's tests.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExamples {
    #[serde(default)]
    found: Vec<String>,
    #[serde(default)]
    clean: Vec<String>,
}

impl RawSaid {
    fn said(self) -> Said {
        Said { en: Cow::Owned(self.en), ru: Cow::Owned(self.ru), ro: Cow::Owned(self.ro) }
    }
}

impl RawWords {
    fn patterns(&mut self) -> impl Iterator<Item = &mut Spanned<String>> {
        let lists = [
            &mut self.find,
            &mut self.allow,
            &mut self.only,
            &mut self.only_topic,
            &mut self.unless,
            &mut self.unless_near,
            &mut self.unless_letter,
            &mut self.unless_topic,
        ];
        lists.into_iter().flatten().chain(self.fix.iter_mut().map(|fix| &mut fix.from))
    }

    /// Every pattern was read once when the file was, so that nothing can go wrong here.
    fn list(self) -> WordList {
        let list =
            |patterns: Vec<Spanned<String>>| Patterns::later(patterns.into_iter().map(Spanned::into_inner).collect());
        let (from, to): (Vec<_>, Vec<_>) = self.fix.into_iter().map(|f| (f.from, f.to)).unzip();
        WordList {
            find: list(self.find),
            allow: list(self.allow),
            only: list(self.only),
            only_topic: list(self.only_topic),
            unless: list(self.unless),
            unless_near: list(self.unless_near),
            unless_letter: list(self.unless_letter),
            unless_topic: list(self.unless_topic),
            unless_ideas: self.unless_ideas,
            unless_before: self.unless_before,
            replacements: Replacements::new(list(from), to),
        }
    }
}

impl RawPack {
    /// Reads a file; a pattern that cannot be read is a mistake of the file.
    pub fn read(file: &str, text: &str) -> Result<Self, Mistake> {
        Self::read_with(file, text, |pattern| Patterns::new(&[pattern]).map(|_| ()))
    }

    /// Reads a file that the tests have read already: its patterns wait until a letter needs them.
    pub fn read_shipped(file: &str, text: &str) -> Result<Self, Mistake> {
        Self::read_with(file, text, |_| Ok(()))
    }

    /// Reads of a shipped file what is no words; these wait for a letter in their language.
    pub fn read_common(file: &str, text: &'static str) -> Result<Self, Mistake> {
        let parts = Parts::of(text);
        Ok(Self { later: parts.languages, ..Self::read_shipped(file, &parts.common)? })
    }

    fn read_with(
        file: &str,
        text: &str,
        is_pattern: impl Fn(&str) -> Result<(), PatternMistake>,
    ) -> Result<Self, Mistake> {
        let mistake = |span, message: String| Mistake::at(file, text, span, &message);
        let mut raw: Self = toml::from_str(text)
            .map_err(|error| mistake(error.span().unwrap_or_default(), error.message().to_owned()))?;
        let none = BTreeMap::new();
        for (list, words) in &mut raw.words {
            let sets = raw.sets.get(language_of(list)).unwrap_or(&none);
            for pattern in words.patterns() {
                let expanded = expand(pattern.get_ref(), sets)
                    .and_then(|p| is_pattern(&p).map(|()| p).map_err(|mistake| mistake.to_string()));
                *pattern.get_mut() = expanded.map_err(|message| mistake(pattern.span(), message))?;
            }
        }
        Ok(raw)
    }

    /// Lays a user's file over this one: lists are added to, texts and the severity are replaced.
    pub fn lay_over(&mut self, user: Self) {
        self.severity = user.severity.or(self.severity);
        for (own, new) in [(&mut self.title, user.title), (&mut self.message, user.message), (&mut self.why, user.why)]
        {
            for (own, new) in [(&mut own.en, new.en), (&mut own.ru, new.ru), (&mut own.ro, new.ro)] {
                if !new.is_empty() {
                    *own = new;
                }
            }
        }
        for (lang, new) in user.words {
            let own = self.words.entry(lang).or_default();
            own.find.retain(|p| !new.remove.contains(p.get_ref()));
            own.find.extend(new.find);
            own.allow.extend(new.allow);
            own.only.extend(new.only);
            own.only_topic.extend(new.only_topic);
            own.unless.extend(new.unless);
            own.unless_near.extend(new.unless_near);
            own.unless_letter.extend(new.unless_letter);
            own.unless_topic.extend(new.unless_topic);
            own.unless_ideas.extend(new.unless_ideas);
            own.unless_before.extend(new.unless_before);
            own.fix.extend(new.fix);
        }
    }

    /// The examples by language.
    pub fn into_examples(self) -> Vec<(String, RuleExamples)> {
        let mut by_lang: BTreeMap<String, RuleExamples> = BTreeMap::new();
        for (list, words) in self.words {
            let examples = by_lang.entry(language_of(&list).to_owned()).or_default();
            examples.found.extend(words.examples.found);
            examples.clean.extend(words.examples.clean);
        }
        by_lang.into_iter().collect()
    }

    /// The finished rule; none when it is switched off. `codes` are the part of it that is no data; `from_user` makes its
    /// severity overrule the codes' own.
    pub fn rule(self, codes: Vec<Code>, from_user: bool) -> Option<Rule> {
        let severity = self.severity.unwrap_or(RawSeverity::Warning).known()?;
        let in_public = self.in_public.and_then(RawSeverity::known);
        let card = Card {
            id: self.id,
            requirement: self.requirement.unwrap_or_default(),
            source: self.source.unwrap_or_default(),
            severity,
            title: self.title.said(),
            message: self.message.said(),
            why: self.why.said(),
            holds: self.holds,
            firm: self.firm,
            forced: (from_user && self.severity.is_some()).then_some(severity),
        };
        let lists = self.words.into_iter().map(|(list, words)| {
            let make: MakeLists = Box::new(move || vec![words.list()]);
            (language_of(&list).to_owned(), LazyLock::new(make))
        });
        let later = self.later.into_iter().map(|(lang, tables)| {
            let make: MakeLists = Box::new(move || lists_of(&tables));
            (lang.to_owned(), LazyLock::new(make))
        });
        let words = Words {
            span: self.span,
            most: self.most,
            one_in_sentence: self.one_in_sentence,
            whole_text: self.whole_text,
            in_public,
            languages: lists.chain(later).collect(),
        };
        Some(Rule { card: card.into(), words, codes })
    }
}

/// The lists in the tables of one language of a shipped file; a test reads them all, so that nothing can go wrong here.
fn lists_of(tables: &[&str]) -> Vec<WordList> {
    let text = format!("id = \"\"\n{}", tables.concat());
    let pack = RawPack::read_shipped("", &text).map(|pack| pack.words).unwrap_or_default();
    pack.into_values().map(RawWords::list).collect()
}

#[cfg(test)]
mod tests {
    use super::super::rules::shipped_files;
    use super::*;
    use crate::text::{Tokens, found_by_regex};

    /// Everything that the lists of a language look for.
    fn sources(words: &BTreeMap<String, RawWords>, lang: &str) -> String {
        let of_lang = words.iter().filter(|(list, _)| language_of(list) == lang);
        let mut lists: Vec<(String, RawWords)> = of_lang.map(|(list, words)| (list.clone(), words.clone())).collect();
        // A list of examples alone looks for nothing.
        lists.retain_mut(|(_, words)| words.patterns().next().is_some());
        let texts = |(list, mut words): (String, RawWords)| {
            let patterns: Vec<String> = words.patterns().map(|p| p.get_ref().clone()).collect();
            let counts = [&words.find, &words.allow, &words.only, &words.unless, &words.unless_near].map(Vec::len);
            let to: Vec<String> = words.fix.iter().map(|fix| fix.to.clone()).collect();
            format!("{list} {patterns:?} {counts:?} {to:?} {:?} {:?}", words.unless_ideas, words.unless_before)
        };
        lists.into_iter().map(texts).collect()
    }

    #[test]
    fn every_shipped_list_finds_in_the_examples_what_its_expressions_find() {
        let mut hits = 0;
        for (name, text) in shipped_files() {
            for (list, words) in &RawPack::read_shipped(name, text).unwrap().words {
                let RawExamples { found, clean } = &words.examples;
                let tokens = Tokens::of(&[&found[..], &clean[..]].concat().join("\n"));
                let lists = [&words.find, &words.allow, &words.only, &words.unless, &words.unless_near];
                for patterns in lists.into_iter().filter(|patterns| !patterns.is_empty()) {
                    let sources: Vec<&str> = patterns.iter().map(|p| p.get_ref().as_str()).collect();
                    let expected = found_by_regex(&sources, &tokens, 0..tokens.as_str().len());
                    assert_eq!(Patterns::new(&sources).unwrap().find_all(&tokens), expected, "{name} {list}");
                    hits += expected.len();
                }
            }
        }
        assert!(hits > 1_000, "{hits}");
    }

    #[test]
    fn a_file_that_is_cut_holds_what_the_whole_one_holds() {
        for (name, text) in shipped_files() {
            let whole = RawPack::read(name, text).unwrap();
            let cut = RawPack::read_common(name, text).unwrap();
            assert!(cut.words.is_empty() && cut.title.en == whole.title.en && cut.severity == whole.severity, "{name}");
            for lang in ["ru", "en", "ro"] {
                let tables: String =
                    cut.later.iter().filter(|(l, _)| *l == lang).flat_map(|(_, t)| t).copied().collect();
                let part = RawPack::read_shipped(name, &format!("id = \"\"\n{tables}")).unwrap();
                assert_eq!(sources(&part.words, lang), sources(&whole.words, lang), "{name} {lang}");
            }
            assert!(whole.words.keys().all(|list| ["ru", "en", "ro"].contains(&language_of(list))), "{name}");
        }
    }
}
