//! Rule packs: TOML texts become compiled rules; what is wrong in them is told with its line, the rest works.
//!
//! A pack is for one language. It names groups of words (`[groups] cannot = "(can't|cannot)"`, used as `{cannot}`) and
//! rules. A rule of a later pack replaces the one with its id; `off = true` takes it away.
//!
//! Not its duty: searching (`rule`), weighing (`judge`).

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::matcher::Matcher;
use super::pattern::{self, Pattern};
use super::rule::{Finds, Lists, Rule};
use super::text::Text;
use crate::text::Mistake;

/// Groups of words by name.
pub(super) type Groups = BTreeMap<String, String>;
/// A short phrase in each language of the interface, by name.
pub(super) type Reasons = BTreeMap<String, BTreeMap<String, String>>;

/// What the packs of one language say.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    pub lang: String,
    pub rules: Vec<Rule>,
    groups: Groups,
    matcher: Matcher,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPack {
    language: Spanned<String>,
    #[serde(default)]
    groups: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    rule: Vec<Spanned<toml::Value>>,
}

/// A rule as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub id: String,
    #[serde(default)]
    pub off: bool,
    /// A trigger, or `wish`, `harm`, `gravity`.
    #[serde(default)]
    pub says: String,
    /// What kind of thing it is; the reason of a trigger, the kind of a wish or a harm.
    #[serde(default)]
    pub kind: String,
    #[serde(default = "whole")]
    pub weight: i32,
    #[serde(default)]
    pub severity: u8,
    #[serde(default)]
    pub urgency: u8,
    #[serde(default)]
    pub any: Vec<String>,
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub unless: Vec<String>,
    #[serde(default)]
    pub with_anywhere: Vec<String>,
    #[serde(default)]
    pub unless_anywhere: Vec<String>,
    /// Only in texts of at most so many words.
    #[serde(default)]
    pub most_words: Option<usize>,
    /// Only when found so often.
    #[serde(default)]
    pub at_least: usize,
    /// Only where the sentence asks.
    #[serde(default)]
    pub asks: bool,
    /// Only on these channels.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Texts in which the rule must be found, and in which it must not.
    #[serde(default)]
    pub yes: Vec<String>,
    #[serde(default)]
    pub no: Vec<String>,
}

fn whole() -> i32 {
    super::rule::ENOUGH
}

impl Book {
    pub fn new(lang: &str) -> Self {
        Self { lang: lang.to_owned(), ..Self::default() }
    }

    /// Lays a pack over what is there, when it is for this language.
    pub fn lay_over(&mut self, file: &str, text: &str, mistakes: &mut Vec<Mistake>) {
        let raw: RawPack = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                return mistakes.push(Mistake::at(file, text, error.span().unwrap_or_default(), error.message()));
            }
        };
        if raw.language.get_ref() != &self.lang {
            return;
        }
        let mut complain = |at, message: String| mistakes.push(Mistake::at(file, text, at, message));
        // In the order of the file: a group may use those before it.
        let mut groups: Vec<_> = raw.groups.into_iter().collect();
        groups.sort_by_key(|(_, words)| words.span().start);
        for (name, words) in groups {
            let at = words.span();
            match expand(words.get_ref(), &self.groups) {
                Ok(words) => drop(self.groups.insert(name, words)),
                Err(message) => complain(at, message),
            }
        }
        for value in raw.rule {
            let at = value.span();
            let read = value.into_inner().try_into::<RawRule>().map_err(|e| e.message().to_owned());
            match read.and_then(|raw| if raw.off { Ok((raw, None)) } else { build(raw, &self.groups) }) {
                Ok((raw, rule)) => self.put(&raw.id, rule),
                Err(message) => complain(at, message),
            }
        }
    }

    /// Makes the rules ready to be looked for; to be called when all packs are read.
    pub fn make_ready(&mut self) {
        self.matcher = Matcher::new(self.rules.iter().enumerate().flat_map(|(number, rule)| rule.lists(number)));
    }

    /// Every find of every pattern of these rules.
    pub fn find_all(&self, text: &Text) -> Finds {
        Finds(self.matcher.find_all(text))
    }

    fn put(&mut self, id: &str, rule: Option<Rule>) {
        match (self.rules.iter().position(|r| r.id == id), rule) {
            (Some(at), Some(rule)) => self.rules[at] = rule,
            (Some(at), None) => drop(self.rules.remove(at)),
            (None, Some(rule)) => self.rules.push(rule),
            (None, None) => {}
        }
    }
}

/// The language that a pack is for, when it can be read that far.
pub(super) fn language_of(text: &str) -> Option<String> {
    let table: toml::Table = toml::from_str(text).ok()?;
    table.get("language")?.as_str().map(str::to_owned)
}

/// Reads `reasons.toml`: a table for each reason, a phrase for each language of the interface.
pub(super) fn reasons(file: &str, text: &str, mistakes: &mut Vec<Mistake>) -> Reasons {
    toml::from_str(text).unwrap_or_else(|error: toml::de::Error| {
        let at: Range<usize> = error.span().unwrap_or_default();
        mistakes.push(Mistake::at(file, text, at, error.message()));
        Reasons::new()
    })
}

fn build(raw: RawRule, groups: &Groups) -> Result<(RawRule, Option<Rule>), String> {
    if raw.id.is_empty() || raw.any.is_empty() {
        return Err("a rule needs an `id` and patterns in `any`".to_owned());
    }
    let rule = compile(&raw, groups).map_err(|message| format!("{}: {message}", raw.id))?;
    Ok((raw, Some(rule)))
}

fn compile(raw: &RawRule, groups: &Groups) -> Result<Rule, String> {
    Ok(Rule {
        id: raw.id.clone(),
        says: raw.says.as_str().try_into()?,
        kind: raw.kind.clone(),
        weight: raw.weight,
        severity: raw.severity.min(3),
        urgency: raw.urgency.min(100),
        lists: Lists {
            any: patterns(&raw.any, groups)?,
            with: patterns(&raw.with, groups)?,
            unless: patterns(&raw.unless, groups)?,
            with_anywhere: patterns(&raw.with_anywhere, groups)?,
            unless_anywhere: patterns(&raw.unless_anywhere, groups)?,
        },
        most_words: raw.most_words,
        at_least: raw.at_least,
        asks: raw.asks,
        channels: raw.channels.iter().map(|c| c.as_str().into()).collect(),
        yes: raw.yes.clone(),
        no: raw.no.clone(),
    })
}

fn patterns(sources: &[String], groups: &Groups) -> Result<Vec<Pattern>, String> {
    let read = |source: &String| {
        let expanded = expand(source, groups)?;
        pattern::parse(&expanded).map_err(|message| format!("`{source}`: {message}"))
    };
    sources.iter().map(read).collect()
}

/// Puts the words of groups in the place of `{their names}`.
fn expand(source: &str, groups: &Groups) -> Result<String, String> {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or("`{` is never closed")?;
        let words = groups.get(name).ok_or_else(|| format!("no group is called `{name}`"))?;
        out.push_str(before);
        out.push_str(words);
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}
