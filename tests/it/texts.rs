//! Users see no untranslated key, ever: every key that the code names has a text, in every language.

use std::fs;
use std::path::{Path, PathBuf};

use sincerely::i18n::{Texts, UiLang};
use sincerely::model::{Channel, FollowUpKind, State, Trigger};
use sincerely::protocol::ProblemKind;
use sincerely::tui::action::{Action, Group};
use sincerely::tui::app::problems;

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        match path.is_dir() {
            true => sources(&path, out),
            false if path.extension().is_some_and(|e| e == "rs") => out.push(path),
            false => {}
        }
    }
}

/// Keys written as literals after the calls that look texts up.
fn keys_in(source: &str) -> Vec<String> {
    let calls = ["texts.t(\"", "texts.tr(\"", "texts.count(\"", "texts.count_with(\"", "Said::new(\"", "what: \""];
    let mut keys = Vec::new();
    for call in calls {
        for (at, _) in source.match_indices(call) {
            let rest = &source[at + call.len()..];
            let key = rest.split('"').next().unwrap_or_default();
            if !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                keys.push(key.to_owned());
            }
        }
    }
    keys
}

#[test]
fn every_key_in_the_code_has_a_text_in_every_language() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui"), &mut files);
    let mut keys: Vec<String> =
        files.iter().flat_map(|f| keys_in(&fs::read_to_string(f).expect("sources are UTF-8"))).collect();
    assert!(keys.len() > 30, "only {} keys were found: the search is broken", keys.len());
    keys.extend(Action::ALL.iter().map(|a| a.title_key().to_owned()));
    keys.extend(Group::ALL.iter().map(|g| g.title_key().to_owned()));
    let dashed = |prefix: &str, word: &str| format!("{prefix}-{}", word.replace('_', "-"));
    keys.extend(State::KNOWN.iter().map(|s| dashed("state", s.as_str())));
    keys.extend(State::KNOWN.iter().map(|s| dashed("state-short", s.as_str())));
    keys.extend(Channel::KNOWN.iter().map(|c| dashed("channel", c.as_str())));
    keys.extend(FollowUpKind::KNOWN.iter().map(|k| dashed("kind", k.as_str())));
    keys.extend(Trigger::KNOWN.iter().map(|t| dashed("trigger", t.as_str())));
    for lang in UiLang::ALL {
        let texts = Texts::new(lang);
        let missing: Vec<_> = keys.iter().filter(|k| !texts.has(k)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", lang.tag());
    }
}

#[test]
fn every_kind_of_problem_is_told_in_every_language() {
    for lang in UiLang::ALL {
        let texts = Texts::new(lang);
        let mut told: Vec<String> = Vec::new();
        for kind in ProblemKind::KNOWN {
            let reason = problems::reason(&texts, &format!("{kind}: the desk's own words"));
            let words = &reason.words;
            assert!(!words.starts_with(kind.as_str()), "{}: {kind} has no sentence", lang.tag());
            assert!(!words.contains("problem-"), "{}: {kind}: {words}", lang.tag());
            told.push(words.clone());
        }
        told.sort();
        let kinds = told.len();
        told.dedup();
        // One sentence may serve two: If-Match is missing, or is not the newest.
        assert_eq!(kinds - told.len(), 1, "{}: {told:#?}", lang.tag());
    }
}
