//! What a single word can be: one look-up a word, all languages in the same terms.

use std::collections::HashMap;
use std::ops::BitOr;

use super::dates::DateWord;
use super::{english, romanian, russian};

/// The languages that promises are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Lang {
    Ru,
    En,
    Ro,
}

impl Lang {
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
            Self::Ro => "ro",
        }
    }
}

/// A set of things that a word can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tags(u64);

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Tags {
            pub const NONE: Self = Self(0);
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

tags! {
    I = 0;
    WE = 1;
    YOU = 2;
    /// He, she, it, they.
    OTHER = 3;
    NOT = 4;
    /// A verb form that by itself says what will be done by the writer.
    WILL_DO = 5;
    /// The same by others.
    WILL_BE_DONE = 6;
    /// A present form of the writer that means the future when a date stands with it.
    DO_NOW = 7;
    /// The same of others.
    IS_DONE_NOW = 8;
    /// An auxiliary of the future.
    WILL = 9;
    /// A present form that promises also without a date.
    STRONG = 10;
    /// A general statement: usually, always.
    GENERAL = 11;
    IF = 12;
    WHEN = 13;
    WHICH = 14;
    THAT = 15;
    SO_THAT = 16;
    BECAUSE = 17;
    /// Opens an indirect question or another clause that only fills the main one.
    WHAT = 18;
    /// Tells what somebody said or thinks.
    SAID = 19;
    HOPE = 20;
    /// I promise, I confirm.
    PLEDGE = 21;
    TRY = 22;
    CAN = 23;
    SHOULD = 24;
    /// A request to the customer.
    ASK = 25;
    PAST = 26;
    AND = 27;
    BUT = 28;
    OR = 29;
    /// A time that is none: soon, as soon as possible.
    VAGUE = 30;
    /// People and firms whose acts are not ours.
    STRANGER = 31;
    /// Nouns that can promise without a verb: term, answer, delivery.
    TERM = 32;
    CONTACT = 33;
    CHECK = 34;
    PERSONAL = 35;
    CONTROL = 36;
    SET = 37;
    READY = 38;
    INTERJECTION = 39;
    /// A finite verb that is no promise.
    VERB = 40;
    /// The bare form of a verb.
    BARE = 41;
    /// What the customer gets: receive, hear.
    GETS = 42;
    /// What follows "will" without promising: be glad, need.
    EMPTY = 43;
    MY = 44;
    /// A form of "to be" in the present.
    IS = 45;
    GOING = 46;
    PASSIVE = 47;
    PLAN = 48;
    EVEN = 49;
    ARTICLE = 50;
    /// Looks like a verb of ours; only its subject tells.
    GUESS = 51;
}

impl BitOr for Tags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

impl Tags {
    /// Both, where the operator cannot be used.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is at least one of these.
    pub fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }
}

/// The words of one language.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub lang: Lang,
    words: HashMap<String, Tags>,
    dates: HashMap<&'static str, DateWord>,
    /// What a form says of a word that is not in the list.
    by_form: fn(word: &str, written: &str, known: Tags) -> Tags,
}

impl Lexicon {
    /// English for a language without words of its own.
    pub fn of(lang: &str) -> &'static Self {
        match lang.get(..2).unwrap_or(lang) {
            "ru" => &russian::LEXICON,
            "ro" => &romanian::LEXICON,
            _ => &english::LEXICON,
        }
    }

    pub fn new(
        lang: Lang,
        dates: HashMap<&'static str, DateWord>,
        by_form: fn(word: &str, written: &str, known: Tags) -> Tags,
    ) -> Self {
        Self { lang, words: HashMap::new(), dates, by_form }
    }

    /// Adds blank-separated words.
    pub fn add(&mut self, tags: Tags, words: &str) {
        for word in words.split_whitespace() {
            self.add_word(tags, word.to_owned());
        }
    }

    pub fn add_word(&mut self, tags: Tags, word: String) {
        let known = self.words.entry(word).or_default();
        *known = *known | tags;
    }

    /// All that a folded word can be; `written` is how it stands in the letter.
    pub fn tags(&self, word: &str, written: &str) -> Tags {
        (self.by_form)(word, written, self.words.get(word).copied().unwrap_or_default())
    }

    pub fn date(&self, word: &str) -> Option<DateWord> {
        self.dates.get(word).copied()
    }
}
