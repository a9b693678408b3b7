//! Whether a letter that was sent says a thing, such as an apology, in the words that the checks know it by
//! (`rules/ideas.toml`).
//!
//! Not its duty: whether it should (`lacks`), how often it does (`phrases`).

use super::{Rules, view::without_quotations};
use crate::letter::outline::Outline;
use crate::text::Tokens;

/// The languages an idea is known in, for letters whose own is not known.
const LANGUAGES: [&str; 3] = ["ru", "en", "ro"];

/// True when the body of a letter asks for pardon; quoted words do not count (R160).
pub(in crate::letter) fn apologises(rules: &Rules, text: &str, lang: &str) -> bool {
    says(rules, "apology", text, lang)
}

/// True when a named idea stands in the body of a letter; quoted words do not count (R160).
pub(in crate::letter) fn says(rules: &Rules, idea: &str, text: &str, lang: &str) -> bool {
    let outline = Outline::of(text);
    let tokens = Tokens::of(&without_quotations(&outline.own));
    let body = tokens.within(outline.body.clone());
    let tag = lang.get(..2).unwrap_or_default().to_lowercase();
    let known = rules.idea(idea, &tag).is_some();
    LANGUAGES.iter().filter(|l| !known || **l == tag).filter_map(|l| rules.idea(idea, l)).any(|idea| {
        let allowed = idea.allow.find_within(&tokens, body.clone());
        let is_allowed = |start, end| allowed.iter().any(|a| a.span.start < end && start < a.span.end);
        idea.find.find_within(&tokens, body.clone()).iter().any(|hit| !is_allowed(hit.span.start, hit.span.end))
    })
}
