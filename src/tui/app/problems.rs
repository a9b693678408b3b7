//! What a refusal means, in the operator's language. The outbox keeps the kind of the problem before the desk's own words:
//! `changed: the thread moved on`.

use crate::i18n::Texts;

/// The sentence for the operator, then what the desk said itself, if that says more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub words: String,
    pub detail: String,
}

/// Kinds with a sentence of their own, and whether the desk's words say more than it.
const KINDS: [(&str, &str, bool); 21] = [
    ("changed", "problem-changed", false),
    ("claimed", "problem-claimed", false),
    ("not_allowed", "problem-not-allowed", true),
    ("invalid", "problem-invalid", true),
    ("bad_signature", "problem-bad-signature", true),
    ("key_reused", "problem-key-reused", false),
    ("forbidden", "problem-forbidden", false),
    ("not_found", "problem-not-found", false),
    ("too_large", "problem-too-large", false),
    ("malformed", "problem-malformed", true),
    ("precondition_required", "problem-changed", false),
    ("unauthorised", "problem-unauthorised", false),
    ("method_not_allowed", "problem-method-not-allowed", false),
    ("too_slow", "problem-too-slow", false),
    ("in_progress", "problem-in-progress", false),
    ("merged", "problem-merged", false),
    ("card_merged", "problem-card-merged", false),
    ("other_customer", "problem-other-customer", false),
    ("too_many", "problem-too-many", false),
    ("internal", "problem-internal", true),
    ("unavailable", "problem-unavailable", true),
];

pub fn reason(texts: &Texts, error: &str) -> Reason {
    let (kind, said) = error.split_once(": ").unwrap_or((error, ""));
    if kind == "held_back" {
        let key = if said.contains("date") { "problem-held-date" } else { "problem-held-thread" };
        return Reason { words: texts.t(key), detail: String::new() };
    }
    if kind == "claimed" && !said.is_empty() {
        return Reason { words: texts.tr("claim-taken", &[("name", said.to_owned().into())]), detail: String::new() };
    }
    match KINDS.iter().find(|(word, ..)| *word == kind) {
        Some((_, key, says_more)) => {
            Reason { words: texts.t(key), detail: if *says_more { said.to_owned() } else { String::new() } }
        }
        None => Reason { words: error.to_owned(), detail: String::new() },
    }
}

/// Both in one line.
pub fn line(texts: &Texts, error: &str) -> String {
    let reason = reason(texts, error);
    if reason.detail.is_empty() { reason.words } else { format!("{} {}", reason.words, reason.detail) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::UiLang;

    #[test]
    fn every_kind_of_refusal_is_told_in_the_operators_language() {
        for lang in UiLang::ALL {
            let texts = Texts::new(lang);
            for (kind, key, _) in KINDS {
                assert!(texts.has(key), "{}: {key}", lang.tag());
                let told = line(&texts, &format!("{kind}: the desk's words"));
                assert!(!told.starts_with(kind), "{told}");
            }
        }
        let texts = Texts::new(UiLang::Ru);
        assert_eq!(line(&texts, "claimed: Борис"), "Им занимается Борис.");
        assert_eq!(line(&texts, "no answer"), "no answer", "what has no kind stays as it was said");
        let held = "held_back: a date in the letter has passed while it waited";
        assert_eq!(line(&texts, held), texts.t("problem-held-date"));
    }
}
