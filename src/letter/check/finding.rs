//! What a check says of a letter.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::Card;
use crate::letter::Twin;

/// A sentence for the operator in the languages of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub en: Cow<'static, str>,
    pub ru: Cow<'static, str>,
    pub ro: Cow<'static, str>,
}

impl Said {
    pub(in crate::letter) const fn new(en: &'static str, ru: &'static str, ro: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), ru: Cow::Borrowed(ru), ro: Cow::Borrowed(ro) }
    }

    pub(in crate::letter) fn owned(en: String, ru: String, ro: String) -> Self {
        Self { en: Cow::Owned(en), ru: Cow::Owned(ru), ro: Cow::Owned(ro) }
    }

    /// In the interface's language; English for a language that is not there.
    pub fn in_lang(&self, ui: &str) -> &str {
        match ui {
            "ru" => &self.ru,
            "ro" => &self.ro,
            _ => &self.en,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Hint,
    Warning,
    /// The letter does not leave until it is repaired or the operator overrides it with a reason.
    Block,
}

impl Severity {
    /// The spelling in files and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Block => "block",
        }
    }
}

/// A repair that one key applies: `text` in place of `span` (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub label: Said,
    pub span: Range<usize>,
    pub text: String,
}

impl Fix {
    /// Other words for those in a place.
    pub fn replacing(span: Range<usize>, text: String) -> Self {
        let label = format!("→ {text}");
        Self { label: Said::owned(label.clone(), label.clone(), label), span, text }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that says it.
    pub card: Arc<Card>,
    pub severity: Severity,
    /// Bytes of the letter; none for the letter as a whole.
    pub span: Option<Range<usize>>,
    pub said: Said,
    pub fixes: Vec<Fix>,
    /// The earlier letter that this one is like.
    pub twin: Option<Twin>,
}

impl Finding {
    /// The rule's id.
    pub fn rule(&self) -> &str {
        &self.card.id
    }

    /// Where the rule comes from, e.g. "002:L57-59".
    pub fn source(&self) -> &str {
        &self.card.source
    }

    /// The reason in the interface's language.
    pub fn message(&self, ui: &str) -> &str {
        self.said.in_lang(ui)
    }

    pub fn blocks(&self) -> bool {
        self.severity == Severity::Block
    }

    pub(super) fn with_fix(mut self, label: Said, span: Range<usize>, text: impl Into<String>) -> Self {
        self.fixes.push(Fix { label, span, text: text.into() });
        self
    }

    pub(super) fn with_twin(mut self, twin: Twin) -> Self {
        self.twin = Some(twin);
        self
    }
}
