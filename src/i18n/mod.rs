//! Texts of the program in English, Russian and Romanian, from `locales/<lang>/*.ftl`.
//!
//! Duty: one sentence by its key, with values and the right plural form. Not its duty: the language of letters
//! (that is the customer's, see `letter`), formats of dates beyond names of days and months.

mod clock;

pub use clock::{Moment, day, duration_column, duration_short, weekday};

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use unic_langid::LanguageIdentifier;

/// The languages of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum UiLang {
    #[default]
    En,
    Ru,
    Ro,
}

impl UiLang {
    pub const ALL: [Self; 3] = [Self::En, Self::Ru, Self::Ro];

    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Ro => "ro",
        }
    }

    /// Its own name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
            Self::Ro => "Română",
        }
    }

    /// The language of a tag or of a `LANG` value such as `ru_RU.UTF-8`; English when there is none of ours in it.
    pub fn from_tag(tag: &str) -> Self {
        match tag.get(..2).map(str::to_lowercase).as_deref() {
            Some("ru") => Self::Ru,
            Some("ro" | "mo") => Self::Ro,
            _ => Self::En,
        }
    }
}

/// The texts of one language, with English behind them.
pub struct Texts {
    lang: UiLang,
    bundle: FluentBundle<FluentResource>,
    fallback: FluentBundle<FluentResource>,
    plurals: PluralRules,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Texts").field(&self.lang).finish()
    }
}

/// One value for a sentence: `("name", value.into())`.
pub type Arg<'a> = (&'static str, FluentValue<'a>);

impl Texts {
    pub fn new(lang: UiLang) -> Self {
        let locale: Locale = lang.tag().parse().expect("the tags of our languages are well formed");
        let plurals = PluralRules::try_new_cardinal(locale.into()).expect("the plural rules are compiled in");
        Self { lang, bundle: bundle(lang), fallback: bundle(UiLang::En), plurals }
    }

    pub fn lang(&self) -> UiLang {
        self.lang
    }

    /// A sentence without values. An unknown key (a mistake that a test catches) shows as English or as nothing.
    pub fn t(&self, key: &str) -> String {
        self.format(key, None).into_owned()
    }

    /// A sentence with values.
    pub fn tr(&self, key: &str, args: &[Arg<'_>]) -> String {
        let args: FluentArgs<'_> = args.iter().cloned().collect();
        self.format(key, Some(&args)).into_owned()
    }

    /// A sentence that counts: `$n` is the number, `$form` its plural category (by CLDR, through ICU4X, since Fluent's
    /// own rules are wrong for Romanian 101).
    pub fn count(&self, key: &str, n: u64) -> String {
        self.count_with(key, n, &[])
    }

    /// [`Texts::count`] with further values.
    pub fn count_with(&self, key: &str, n: u64, args: &[Arg<'_>]) -> String {
        let mut all: FluentArgs<'_> = args.iter().cloned().collect();
        all.set("n", self.number(n));
        all.set("form", form_name(self.plurals.category_for(n)));
        self.format(key, Some(&all)).into_owned()
    }

    /// A whole number with the language's separators of thousands.
    pub fn number(&self, n: u64) -> String {
        let separator = match self.lang {
            UiLang::En => ',',
            UiLang::Ru => '\u{a0}',
            UiLang::Ro => '.',
        };
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// A file's size: "180 kB".
    pub fn bytes(&self, bytes: u64) -> String {
        let (key, n) = match bytes {
            0..1000 => ("size-bytes", bytes),
            1000..1_000_000 => ("size-kilobytes", bytes.div_ceil(1000)),
            _ => ("size-megabytes", bytes.div_ceil(1_000_000)),
        };
        self.tr(key, &[("n", self.number(n).into())])
    }

    /// True when the key has a text in this very language.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    fn format<'a>(&'a self, key: &str, args: Option<&'a FluentArgs<'_>>) -> Cow<'a, str> {
        for bundle in [&self.bundle, &self.fallback] {
            if let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) {
                let mut errors = Vec::new();
                return Cow::Owned(bundle.format_pattern(pattern, args, &mut errors).into_owned());
            }
        }
        Cow::Borrowed("")
    }
}

fn form_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

macro_rules! locale_files {
    ($($file:literal),+ $(,)?) => {
        fn sources(lang: UiLang) -> [&'static str; [$($file),+].len()] {
            match lang {
                UiLang::En => [$(include_str!(concat!("../../locales/en/", $file, ".ftl"))),+],
                UiLang::Ru => [$(include_str!(concat!("../../locales/ru/", $file, ".ftl"))),+],
                UiLang::Ro => [$(include_str!(concat!("../../locales/ro/", $file, ".ftl"))),+],
            }
        }
    };
}
locale_files!("frame", "actions", "queue", "case", "composer", "follow_ups", "welcome", "report", "dossier", "sync");

fn bundle(lang: UiLang) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.tag().parse().expect("the tags of our languages are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for source in sources(lang) {
        // A broken line loses that line alone; a test keeps the shipped files whole.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Every key of a language, for the tests that compare languages and look for keys in the code.
#[cfg(test)]
pub(crate) fn keys(lang: UiLang) -> std::collections::BTreeSet<String> {
    sources(lang)
        .iter()
        .flat_map(|s| s.lines())
        .filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|l| l.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_locale_files_have_no_broken_line() {
        for lang in UiLang::ALL {
            for source in sources(lang) {
                if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                    panic!("{}: {errors:?}", lang.tag());
                }
            }
        }
    }

    #[test]
    fn every_key_is_there_in_every_language() {
        let english = keys(UiLang::En);
        assert!(english.len() > 50);
        for lang in [UiLang::Ru, UiLang::Ro] {
            let other = keys(lang);
            let missing: BTreeSet<_> = english.symmetric_difference(&other).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", lang.tag());
        }
    }

    #[test]
    fn romanian_has_comma_letters_only() {
        for source in sources(UiLang::Ro) {
            assert!(!source.contains(['ş', 'ţ', 'Ş', 'Ţ']), "cedilla instead of comma below");
        }
    }

    #[test]
    fn romanian_plurals_follow_cldr() {
        let texts = Texts::new(UiLang::Ro);
        let form = |n: u64| form_name(texts.plurals.category_for(n));
        assert_eq!(
            [form(1), form(2), form(19), form(20), form(101), form(120)],
            ["one", "few", "few", "other", "few", "other"]
        );
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!(Texts::new(UiLang::En).number(1_000_000), "1,000,000");
        assert_eq!(Texts::new(UiLang::Ru).number(12_345), "12\u{a0}345");
        assert_eq!(Texts::new(UiLang::Ro).number(999), "999");
    }
}
