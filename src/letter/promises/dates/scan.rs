//! One pass a kind of date over the tokens of a sentence; what one pass has read, the next does not read again.

use std::ops::Range;

use jiff::civil::{Date, DateTime, Weekday};

use super::Moment;
use super::words::{DateWord, DayPart};
use crate::letter::promises::lexicon::Lang;
use crate::letter::promises::tokens::Tokens;

/// What stands at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::letter::promises) enum What {
    /// A day of the calendar.
    Day(Date),
    Weekday(Weekday, Which),
    /// Days from today; negative ones are past.
    Near(i32),
    /// A distance from now.
    In(Moment),
    /// A week named without a day, by its Monday, and its latest day.
    Week {
        monday: Date,
        latest: Date,
    },
    /// The end of some time: its latest day.
    Period(Date),
    /// "By the end of the day", without saying which.
    EndOfDay,
    SameDay,
    NextDay,
    DayBefore,
    /// `sure`: said with its half of the day.
    Clock {
        hour: i8,
        minute: i8,
        sure: bool,
    },
    DayPart(DayPart),
    /// A time in the past, or one that is no point of time.
    Past,
    /// A time to come that nobody can tell: "in a day or two".
    Vague,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::letter::promises) enum Which {
    Coming,
    Next,
}

/// How the date stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::letter::promises) enum Role {
    Plain,
    /// It begins something: "from Monday".
    From,
    /// It names a thing or another time: "your order of 12 November".
    Of,
    /// Not before it.
    After,
}

#[derive(Debug, Clone)]
pub(in crate::letter::promises) struct Part {
    /// Tokens.
    pub at: Range<usize>,
    pub what: What,
    pub role: Role,
}

/// All dates of a sentence in its order.
pub(in crate::letter::promises) fn parts(tokens: &Tokens<'_>, now: DateTime) -> Vec<Part> {
    let words: Vec<Option<DateWord>> = (0..tokens.len()).map(|at| tokens.date(at)).collect();
    let has_number = (0..tokens.len()).any(|at| tokens.number(at).is_some());
    let says_nothing = |(at, word): (usize, &Option<DateWord>)| match word {
        None => true,
        // "One" may be an hour, "a" is none.
        Some(DateWord::Number(1)) => !tokens.is(at, &["one", "unu"]),
        _ => false,
    };
    if !has_number && words.iter().enumerate().all(says_nothing) {
        return Vec::new();
    }
    const ENDS: &[[&str; 2]] =
        &[["nu", "mai"], ["больше", "не"], ["больше", "никто"], ["no", "longer"], ["no", "more"], ["not", "again"]];
    let ends = |at: usize| ENDS.iter().any(|[a, b]| tokens.is(at, &[a]) && tokens.is(at + 1, &[b]));
    let mut scan = Scan {
        tokens,
        lang: tokens.lang,
        now,
        is_end: (0..tokens.len()).any(ends),
        used: vec![false; tokens.len()],
        words,
        parts: Vec::new(),
    };
    scan.pass(Scan::some_day);
    scan.pass(Scan::calendar);
    scan.pass(Scan::distance);
    scan.pass(Scan::end_of);
    scan.pass(Scan::clock);
    scan.pass(Scan::near_day);
    scan.parts.sort_by_key(|part| part.at.start);
    scan.parts
}

/// Romanian nouns that an hour behind "de la" names.
const EVENTS: &[&str] =
    &["apelul", "apel", "mesajul", "cursa", "trenul", "zborul", "autobuzul", "programarea", "filmul", "spectacolul"];

pub(super) struct Scan<'a> {
    pub tokens: &'a Tokens<'a>,
    pub lang: Lang,
    pub now: DateTime,
    /// Something is to be no more: "from Monday we no longer unload before eight".
    is_end: bool,
    used: Vec<bool>,
    words: Vec<Option<DateWord>>,
    parts: Vec<Part>,
}

/// What a reader found at a place, and the token after it.
pub(super) type Found = Option<(What, usize)>;

impl Scan<'_> {
    fn pass(&mut self, read: fn(&Self, usize) -> Found) {
        let mut at = 0;
        while at < self.tokens.len() {
            let found = if self.used[at] { None } else { read(self, at) };
            let Some((what, end)) = found.filter(|(_, end)| *end > at && !self.used[at..*end].contains(&true)) else {
                at += 1;
                continue;
            };
            self.used[at..end].fill(true);
            self.parts.push(Part { at: at..end, what, role: self.role(at, what) });
            at = end;
        }
    }

    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// The date word at a place that no earlier pass has read.
    pub fn date(&self, at: usize) -> Option<DateWord> {
        if self.used.get(at).copied().unwrap_or(true) { None } else { self.words[at] }
    }

    /// Whether an earlier pass has read the token.
    pub fn is_used(&self, at: usize) -> bool {
        self.used.get(at).copied().unwrap_or(false)
    }

    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.is(at, words)
    }

    pub fn is_before(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.tokens.is(at - 1, words)
    }

    /// A number in digits or words, and the token after it.
    pub fn number(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(value) = self.tokens.number(at) {
            return Some((value, at + 1));
        }
        let Some(DateWord::Number(value)) = self.date(at) else { return None };
        if value >= 20 && value % 10 == 0 {
            let next = if self.is(at + 1, &["si"]) { at + 2 } else { at + 1 };
            if let Some(DateWord::Number(ones @ 1..=9)) = self.date(next) {
                return Some((value + ones, next + 1));
            }
        }
        Some((value, at + 1))
    }

    /// «двадцать первого», "twenty-first", "third".
    pub fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        match self.date(at)? {
            DateWord::Ordinal(value) => Some((value, at + 1)),
            DateWord::Number(tens @ (20 | 30)) => match self.date(at + 1)? {
                DateWord::Ordinal(ones @ 1..=9) => Some((tens + ones, at + 2)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What the words before a date say about it.
    fn role(&self, start: usize, what: What) -> Role {
        let skip = |at: usize| {
            if self.is_before(at, &["the", "этой", "прошлой", "ora", "orele"]) { at - 1 } else { at }
        };
        let at = skip(start);
        let word = self.tokens.word_before(at);
        let second = self.tokens.word_before(at.saturating_sub(1));
        let third = self.tokens.word_before(at.saturating_sub(2));
        let is_day = matches!(what, What::Day(_) | What::Weekday(..));
        let is_clock = matches!(what, What::Clock { .. });
        let is_limit =
            matches!(word, "before" | "до" | "после" | "after" | "dupa") || word == "de" && second == "inainte";
        if self.is_end && is_clock && is_limit {
            return Role::After;
        }
        let any = |words: &[&str]| words.contains(&word) || words.contains(&second) || words.contains(&third);
        match self.lang {
            Lang::Ru => match word {
                "от" | "про" | "о" | "об" if at > 0 => Role::Of,
                "за" if is_day => Role::Of,
                "на" if matches!(second, "запись" | "записи" | "бронь" | "билет" | "билеты" | "рейс") => {
                    Role::Of
                }
                "с" | "со" if !is_clock => Role::From,
                "на" if is_day => Role::From,
                "после" => Role::After,
                "раньше" | "ранее" => Role::After,
                "чем" if matches!(second, "раньше" | "ранее") => Role::After,
                _ => Role::Plain,
            },
            // "Your Thursday physio is off"
            Lang::En
                if matches!(what, What::Weekday(..))
                    && matches!(word, "your" | "our" | "my" | "the" | "a")
                    && self.is_plain_word(start + 1) =>
            {
                Role::Of
            }
            Lang::En => match word {
                "about" if is_day && second != "or" => Role::Of,
                "for"
                    if is_day && !matches!(second, "due" | "scheduled" | "booked" | "arranged" | "planned" | "set") =>
                {
                    Role::From
                }
                "of" if second == "as" => Role::From,
                "of" | "since" | "dated" if !matches!(second, "end" | "close" | "morning" | "evening" | "course") => {
                    Role::Of
                }
                "from" if is_clock => Role::Plain,
                "from"
                    if is_day
                        && matches!(
                            second,
                            "bill"
                                | "invoice"
                                | "order"
                                | "letter"
                                | "email"
                                | "message"
                                | "call"
                                | "statement"
                                | "purchase"
                                | "receipt"
                        ) =>
                {
                    Role::Of
                }
                "from" => Role::From,
                "after" => Role::After,
                "than" if any(&["earlier", "sooner"]) => Role::After,
                "before" if second == "not" => Role::After,
                _ => Role::Plain,
            },
            Lang::Ro => match word {
                "de" if is_day && second == "inainte" => Role::From,
                "de" if is_day && self.is(start + 1, &["incolo", "inainte"]) => Role::From,
                "din" if at == 1 => Role::From,
                "pentru" if is_day => Role::From,
                "din" | "despre" => Role::Of,
                // "Apelul de la 9:20"
                "la" if second == "de" && is_clock && EVENTS.contains(&third) => Role::Of,
                "la" if second == "de" && !is_clock => Role::From,
                "de" if second == "devreme" => Role::After,
                "de" if is_day
                    && !matches!(
                        second,
                        "data"
                            | "pana"
                            | "pina"
                            | "tarziu"
                            | "jur"
                            | "ziua"
                            | "termen"
                            | "departe"
                            | "lucru"
                            | "zilei"
                            | "programului"
                    ) =>
                {
                    Role::Of
                }
                "cu" if second == "incepand" => Role::From,
                "dupa" => Role::After,
                _ => Role::Plain,
            },
        }
    }
}
