//! Sentences put together: a complaint, a repeat, a reply.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::dice::Dice;
use super::person::Person;
use super::words::{Piece, Slot, Template, Tongue, Trade};

/// Who speaks, about what, when.
pub struct Voice<'a> {
    pub person: &'a Person,
    pub trade: &'static Trade,
    pub item: usize,
    /// The day from which dates are told, in seconds since 1970.
    pub day: i64,
    pub dice: Dice,
    /// True while we speak: dates then lie ahead.
    pub ours: bool,
}

const DAY: i64 = 86_400;

impl Voice<'_> {
    pub fn say(&mut self, template: &Template, out: &mut String) {
        for piece in &template.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Agreeing { male, female } => out.push_str(if self.person.female { female } else { male }),
                Piece::Slot(slot) => self.fill(*slot, out),
            }
        }
    }

    /// One of the list, each as likely.
    pub fn one(&mut self, list: &'static [Template]) -> String {
        let mut out = String::with_capacity(160);
        if let Some(template) = self.dice.even(list) {
            self.say(template, &mut out);
        }
        out
    }

    /// The customer's letter: between 100 and 1500 characters.
    pub fn complaint(&mut self, chatty: bool) -> String {
        let words = self.person.words();
        let mut out = String::with_capacity(1024);
        if !chatty {
            self.add(&words.greetings, &mut out);
            out.push_str("\n\n");
        }
        self.add(&self.trade.openings, &mut out);
        let lists = [&self.trade.details, &words.history, &words.topics, &words.feelings, &words.demands];
        let mut places = lists.map(|list| self.dice.below(list.len() as u64) as usize);
        let wanted = if chatty { 1 + self.dice.rank(5) } else { 2 + self.dice.rank(12) };
        let mut said = 0;
        let long = if self.person.tongue == Tongue::Russian { 2_200 } else { 1_250 };
        while (said < wanted && out.len() < long) || (out.len() < 220 && out.chars().count() < 100) {
            // Each list is walked from its own place, so no sentence comes twice; demands come last.
            let which = if said + 1 >= wanted && said > 0 { 4 } else { said % 4 };
            let list = lists[which];
            out.push_str(if self.dice.chance(18) && !chatty { "\n\n" } else { " " });
            self.say(&list[places[which] % list.len()], &mut out);
            places[which] += 1;
            said += 1;
        }
        if !chatty && self.dice.chance(70) {
            out.push_str("\n\n");
            self.add(&words.closings, &mut out);
        }
        if chatty && self.person.tongue == Tongue::Romanian && self.dice.chance(60) { untidy(&out) } else { out }
    }

    /// Our letter, signed.
    pub fn reply(&mut self, with_offer: bool, operator: &str) -> String {
        let words = self.person.words();
        self.ours = true;
        let mut out = String::with_capacity(640);
        if !self.person.is_nickname() {
            self.add(&words.reply_openings, &mut out);
            out.push_str("\n\n");
        }
        let (first, then) = words.reply_bodies.split_at(words.reply_bodies.len().min(4));
        self.add(first, &mut out);
        let start = self.dice.below(then.len() as u64) as usize;
        for n in 0..1 + self.dice.below(3) as usize {
            out.push(' ');
            self.say(&then[(start + n) % then.len()], &mut out);
        }
        if with_offer {
            out.push(' ');
            self.add(&words.offers, &mut out);
        }
        out.push_str("\n\n");
        out.push_str(operator);
        self.ours = false;
        out
    }

    fn add(&mut self, list: &'static [Template], out: &mut String) {
        if let Some(template) = self.dice.even(list) {
            self.say(template, out);
        }
    }

    fn fill(&mut self, slot: Slot, out: &mut String) {
        let words = self.person.words();
        let list = match slot {
            Slot::Item => return out.push_str(&self.trade.items[self.item]),
            Slot::ItemCap => return capital(&self.trade.items[self.item], out),
            Slot::Name => return out.push_str(&self.person.name),
            Slot::Polite => return out.push_str(&self.person.polite),
            Slot::Date if !self.ours => return self.date(-1, out),
            Slot::Date | Slot::Soon => return self.date(1, out),
            Slot::Model | Slot::Order | Slot::Sum | Slot::Clock | Slot::Street => return self.number(slot, out),
            Slot::Place => &words.places,
            Slot::Ago => &words.ago,
            Slot::Wait => &words.wait,
            Slot::Times => &words.times,
            Slot::Who => &words.who,
            Slot::Quote => &words.quotes,
            Slot::Thing => &words.things,
            Slot::Witness => &words.witnesses,
        };
        out.push_str(self.dice.common(list).map_or("", String::as_str));
    }

    fn number(&mut self, slot: Slot, out: &mut String) {
        let words = self.person.words();
        let dice = &mut self.dice;
        // Writing into a String cannot fail.
        let _ = match slot {
            Slot::Model => {
                let (a, b) = (dice.below(26) as u8, dice.below(26) as u8);
                write!(out, "{}{}-{}", (b'A' + a) as char, (b'A' + b) as char, 100 + dice.below(9_900))
            }
            Slot::Order => write!(out, "{}-{}", 10 + dice.below(90), 10_000 + dice.below(90_000)),
            Slot::Sum => {
                let (before, after) = words.money.split_once("{}").unwrap_or((&words.money, ""));
                write!(out, "{before}{}{after}", 50 + 10 * dice.rank(2_000))
            }
            Slot::Clock => write!(out, "{}:{:02}", 8 + dice.below(13), 5 * dice.below(12)),
            _ => {
                let name = dice.common(&words.streets).map_or("", String::as_str);
                let (before, after) = words.street.split_once("{}").unwrap_or((&words.street, ""));
                write!(out, "{before}{name}{after}, {}", 1 + dice.below(120))
            }
        };
    }

    fn date(&mut self, direction: i64, out: &mut String) {
        let days = 1 + self.dice.below(20) as i64;
        let at = Timestamp::from_second(self.day + direction * days * DAY).unwrap_or(Timestamp::UNIX_EPOCH);
        let date = Offset::UTC.to_datetime(at).date();
        let month = &self.person.words().months[date.month() as usize - 1];
        // Writing into a String cannot fail.
        let _ = write!(out, "{} {month}", date.day());
    }
}

fn capital(word: &str, out: &mut String) {
    let mut chars = word.chars();
    out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(chars.as_str());
}

/// As people type on a telephone: no capitals, no diacritics.
fn untidy(text: &str) -> String {
    let plain = |c: char| match c {
        'ă' | 'â' | 'Ă' | 'Â' => 'a',
        'î' | 'Î' => 'i',
        'ș' | 'Ș' => 's',
        'ț' | 'Ț' => 't',
        '„' | '”' => '"',
        c => c,
    };
    text.chars().map(plain).flat_map(char::to_lowercase).collect()
}
