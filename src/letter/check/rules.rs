//! All rules together: the shipped ones, those of the user laid over them, and the ideas that rules share.
//!
//! Not its duty: what a single rule does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::pack::RawPack;
use super::parts::tables;
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
    "signature_language",
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
    "half_apology",
    "insult",
    "lower_case_you",
    "marketing_in_complaint",
    "impersonal_address",
    "common_slip",
    "joined_sentences",
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
    "posted_too_late",
    "date_contradicts_case",
    "attachment_missing",
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
    ideas: Ideas,
}

/// By name and language.
type Ideas = BTreeMap<String, BTreeMap<String, LazyLock<Idea, MakeIdea>>>;
type MakeIdea = Box<dyn FnOnce() -> Idea + Send>;

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
        let (mut problems, mut mistakes, mut users) = (Vec::new(), Vec::new(), Vec::new());
        for (file, text) in overrides {
            match RawPack::read(file, text) {
                Ok(user) => users.push(user),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        let mut packs: Vec<(RawPack, bool)> = Vec::new();
        for (name, text) in SHIPPED {
            let is_changed = users.iter().any(|user| user.id == *name);
            let file = format!("{name}.toml");
            let read = if is_changed { RawPack::read_shipped(&file, text) } else { RawPack::read_common(&file, text) };
            match read {
                Ok(pack) => packs.push((pack, false)),
                Err(mistake) => problems.push(mistake),
            }
        }
        problems.append(&mut mistakes);
        for user in users {
            match packs.iter_mut().find(|(pack, _)| pack.id == user.id) {
                Some((pack, changed)) => {
                    pack.lay_over(user);
                    *changed = true;
                }
                None => packs.push((user, false)),
            }
        }
        let rules = packs.into_iter().filter_map(|(pack, changed)| {
            let codes = CODES.iter().filter(|c| c.id == pack.id).copied().collect();
            pack.rule(codes, changed)
        });
        let rules = rules.collect();
        (Self { rules, ideas: ideas() }, problems)
    }

    /// Every rule's description, in the order of the documentation.
    pub fn cards(&self) -> impl Iterator<Item = &super::Card> {
        self.rules.iter().map(|rule| &*rule.card)
    }

    /// Makes everything for letters in a language, so that the first letter need not wait for it.
    pub fn warm(&self, lang: &str) {
        for rule in &self.rules {
            rule.words.lists(lang).for_each(|list| list.find.make_ready());
        }
        self.ideas.values().filter_map(|by_lang| by_lang.get(lang)).for_each(|idea| idea.find.make_ready());
    }

    pub(super) fn idea(&self, name: &str, lang: &str) -> Option<&Idea> {
        self.ideas.get(name)?.get(lang).map(|idea| &**idea)
    }
}

/// The shipped ideas, each read when a letter in its language first asks for it. A test reads them all.
fn ideas() -> Ideas {
    let mut ideas = Ideas::new();
    for (head, table) in tables(IDEAS).filter(|(head, _)| !head.is_empty()) {
        let Some((name, lang)) = head.trim_matches(['[', ']']).split_once('.') else { continue };
        let make: MakeIdea = Box::new(move || idea(&table[head.len()..]).unwrap_or_default());
        ideas.entry(name.to_owned()).or_default().insert(lang.to_owned(), LazyLock::new(make));
    }
    ideas
}

fn idea(table: &str) -> Option<Idea> {
    let raw: RawIdea = toml::from_str(table).ok()?;
    let [find, allow, unless] = [raw.find, raw.allow, raw.unless].map(Patterns::later);
    Some(Idea { find, allow, unless })
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

/// The shipped files by name, without their ending.
#[cfg(test)]
pub(super) fn shipped_files() -> &'static [(&'static str, &'static str)] {
    SHIPPED
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
        for (name, lang, raw) in raw.iter().flat_map(|(n, langs)| langs.iter().map(move |(l, raw)| (n, l, raw))) {
            let idea = rules.idea(name, lang).unwrap();
            let later = [&idea.find, &idea.allow, &idea.unless].map(Patterns::len);
            assert_eq!(later, [&raw.find, &raw.allow, &raw.unless].map(Vec::len), "{name} {lang}");
        }
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
