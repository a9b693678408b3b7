//! All rules together: the shipped ones, those of the user laid over them, and the ideas that rules share.
//!
//! Not its duty: what a single rule does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::pack::RawPack;
use super::{CODES, Rule};
use crate::text::{Mistake, Patterns};

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../rules/", $name, ".toml")))),*]
    };
}

/// The shipped rules in the order of `docs/rules.md`; a test compares the list with the folder.
const SHIPPED: &[(&str, &str)] = shipped![
    "empty_letter",
    "answer_by_sign",
    "unfilled_slot",
    "machine_text",
    "wrong_name",
    "not_signed",
    "signed_twice",
    "hope_without_proposal",
    // words
    "blames_colleague_or_supplier",
    "blames_customer_or_doubts_word",
    "excuses_circumstances",
    "talks_down",
    "ambiguous_emoji_or_wording",
    "channel_switch",
    "sends_customer_away",
    "long_sentences",
    "longish_sentence",
    "jargon_or_bureaucratese",
    // Words that are better not written to anybody.
    "formula",
    "insult",
    "lower_case_you",
    "marketing_in_complaint",
    "impersonal_address",
    "common_slip",
    "offers_what_is_not_there",
    // The letter as a whole: what it lacks.
    "no_customer_name_in_body",
    "no_apology_or_empathy",
    "no_concrete_plan_or_date",
    "no_personal_control",
    // likeness and spelling
    "repeated_apology",
    "spelling",
    "promise_without_date",
    "template_like",
    "faceless",
    "dry",
    "more_than_one_apology",
    "too_many_phrases",
    "joy_to_the_angry",
    "unanswered_question",
    "refusal_without_alternative",
    "ignorance_without_commitment",
    "date_in_past",
    "date_on_day_off",
    "date_contradicts_case",
    "harm_not_named",
    "wish_not_mentioned_in_refusal",
    "admission_missing",
    "remedy_not_named",
    "broken_term_not_regretted",
    "no_responsibility",
    "written_only_safety",
    "missing_public_reply",
    "public_reply_incomplete",
    "negotiation_in_writing",
    "personal_data_in_public",
    // Words: blame, excuses, tone, channels, vagueness, spelling.
    "contradiction_first",
    "sarcasm",
    "shouting",
    // Words that send away, excuse, talk down or contradict.
    "blames_process",
];

const IDEAS: &str = include_str!("../../../rules/ideas.toml");

/// The rules that a letter is checked by.
#[derive(Debug)]
pub struct Rules {
    pub(super) rules: Vec<Rule>,
    ideas: BTreeMap<String, BTreeMap<String, LazyLock<Idea, CompileIdea>>>,
}

type CompileIdea = Box<dyn FnOnce() -> Idea + Send>;

/// Words that express one thing, such as an apology: several rules ask for it.
#[derive(Debug, Default)]
pub(super) struct Idea {
    pub find: Patterns,
    /// Words that make a match none when they share a word with it.
    pub allow: Patterns,
    /// In the same sentence: then it is none.
    pub unless: Patterns,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIdea {
    find: Vec<String>,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

static SHIPPED_RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(&[]).0);

/// One set of rules is itself alone: they are compared as a whole, by identity.
impl PartialEq for Rules {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Rules {
    /// The rules without any file of the user.
    pub fn shipped() -> &'static Self {
        &SHIPPED_RULES
    }

    /// The shipped rules with the user's files (`(name, text)`) laid over them: a file with a known id changes that
    /// rule, another one adds a rule; a file that cannot be read changes nothing and is told.
    pub fn load(overrides: &[(&str, &str)]) -> (Self, Vec<Mistake>) {
        let mut problems = Vec::new();
        let mut packs: Vec<(RawPack, bool)> = Vec::new();
        for (name, text) in SHIPPED {
            match RawPack::read_shipped(&format!("{name}.toml"), text) {
                Ok(pack) => packs.push((pack, false)),
                Err(mistake) => problems.push(mistake),
            }
        }
        for (file, text) in overrides {
            match RawPack::read(file, text) {
                Ok(user) => match packs.iter_mut().find(|(pack, _)| pack.id == user.id) {
                    Some((pack, changed)) => {
                        pack.lay_over(user);
                        *changed = true;
                    }
                    None => packs.push((user, false)),
                },
                Err(mistake) => problems.push(mistake),
            }
        }
        let rules = packs.into_iter().filter_map(|(pack, changed)| {
            let codes = CODES.iter().filter(|c| c.id == pack.id).copied().collect();
            pack.rule(codes, changed)
        });
        let rules = rules.collect();
        (Self { rules, ideas: ideas(&mut problems) }, problems)
    }

    /// Every rule's description, in the order of the documentation.
    pub fn cards(&self) -> impl Iterator<Item = &super::Card> {
        self.rules.iter().map(|rule| &*rule.card)
    }

    /// Makes everything for letters in a language, so that the first letter need not wait for it.
    pub fn warm(&self, lang: &str) {
        for rule in &self.rules {
            rule.words.languages.iter().filter(|(l, _)| l == lang).for_each(|(_, list)| _ = LazyLock::force(list));
        }
        self.ideas.values().filter_map(|by_lang| by_lang.get(lang)).for_each(|idea| _ = LazyLock::force(idea));
    }

    pub(super) fn idea(&self, name: &str, lang: &str) -> Option<&Idea> {
        self.ideas.get(name)?.get(lang).map(|idea| &**idea)
    }
}

type Ideas = BTreeMap<String, BTreeMap<String, LazyLock<Idea, CompileIdea>>>;

fn ideas(problems: &mut Vec<Mistake>) -> Ideas {
    let raw: BTreeMap<String, BTreeMap<String, RawIdea>> = match toml::from_str(IDEAS) {
        Ok(raw) => raw,
        Err(error) => {
            problems.push(Mistake::at("ideas.toml", IDEAS, error.span().unwrap_or_default(), error.message()));
            return Ideas::new();
        }
    };
    let lazy = |idea: RawIdea| {
        let compile: CompileIdea = Box::new(move || Idea {
            find: Patterns::new(&idea.find).unwrap_or_default(),
            allow: Patterns::new(&idea.allow).unwrap_or_default(),
            unless: Patterns::new(&idea.unless).unwrap_or_default(),
        });
        LazyLock::new(compile)
    };
    let by_lang = |langs: BTreeMap<String, RawIdea>| langs.into_iter().map(|(lang, idea)| (lang, lazy(idea))).collect();
    raw.into_iter().map(|(name, langs)| (name, by_lang(langs))).collect()
}

/// Sentences that a rule must and must not find; they are its tests and its documentation.
#[derive(Debug, Clone, Default)]
pub struct RuleExamples {
    pub found: Vec<String>,
    pub clean: Vec<String>,
}

impl RuleExamples {
    /// The examples of a shipped rule by language.
    pub fn shipped(id: &str) -> Vec<(String, Self)> {
        let pack = SHIPPED.iter().find(|(name, _)| *name == id).and_then(|(name, text)| RawPack::read(name, text).ok());
        pack.map(RawPack::into_examples).unwrap_or_default()
    }
}

/// The names of the shipped files, without their ending.
#[cfg(test)]
pub(super) fn shipped_names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_is_read_and_every_code_has_one() {
        let (rules, problems) = Rules::load(&[]);
        assert_eq!(problems, []);
        let ids: Vec<&str> = rules.cards().map(|c| c.id.as_str()).collect();
        for code in CODES {
            assert!(ids.contains(&code.id), "rules/{}.toml is missing", code.id);
        }
        for (name, text) in SHIPPED {
            assert!(RawPack::read(name, text).is_ok(), "{name}.toml");
            assert!(ids.contains(name), "{name}.toml has another id, or is off");
        }
        for card in rules.cards() {
            let says = !card.message.en.is_empty() || CODES.iter().any(|c| c.id == card.id);
            assert!(says && !card.title.en.is_empty() && !card.why.en.is_empty(), "{}", card.id);
            let texts = [&card.title, &card.message, &card.why];
            assert!(
                texts.iter().all(|t| t.en.is_empty() == t.ru.is_empty() && t.en.is_empty() == t.ro.is_empty()),
                "{}",
                card.id
            );
        }
        let raw: BTreeMap<String, BTreeMap<String, RawIdea>> = toml::from_str(IDEAS).unwrap();
        for idea in raw.values().flat_map(BTreeMap::values) {
            for list in [&idea.find, &idea.allow, &idea.unless] {
                Patterns::new(list).unwrap();
            }
        }
    }

    #[test]
    fn a_users_file_changes_a_rule_and_a_broken_one_is_told() {
        let off = ("mine.toml", "id = \"machine_text\"\nseverity = \"off\"");
        let broken = ("bad.toml", "id = \"x\"\n[words.ru]\nfind = [\"(a\"]");
        let own = ("own.toml", "id = \"own\"\ntitle.en = \"t\"\n[words.ru]\nfind = [\"абракадабра\"]");
        let (rules, problems) = Rules::load(&[off, broken, own]);
        assert_eq!(
            problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["bad.toml:3:9: a bracket is opened and never closed"]
        );
        let ids: Vec<&str> = rules.cards().map(|c| c.id.as_str()).collect();
        assert!(!ids.contains(&"machine_text") && ids.contains(&"own"));
    }
}
