//! A desk of any size for measuring: cases from 1 to 1,000,000 whose mixture, vocabulary and ages are like a real desk's.
//!
//! The same count, seed and time make the same cases, byte for byte, on every machine. Any case is made without the others,
//! so memory stays the same however many there are. Not its duty: storing them (`cli::demo`, `server`).
//!
//! Cases come in blocks of ten that belong to five to nine customers; the ten of a block are spread over the whole two
//! years, so a customer returns after months, and the newest cases have the highest numbers.

mod dice;
mod person;
mod story;
mod voice;
mod words;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::intake::samples::Sample;
use crate::model::acts::{NewCase, NewMessage, NewOperator};
use crate::model::{Channel, Due, Lang, OperatorId, Role};

use dice::Dice;
use person::Person;
use story::{Stage, Story};
use voice::Voice;
use words::Trade;

/// Name of the source that generated cases come from.
pub const SOURCE: &str = "generated";

const CASES_IN_A_BLOCK: u64 = 10;
/// How the ten cases of a block are shared among its customers; seven customers on average.
const SHARES: [&[u8]; 8] = [
    &[2, 2, 2, 1, 1, 1, 1],
    &[3, 2, 1, 1, 1, 1, 1],
    &[4, 1, 1, 1, 1, 1, 1],
    &[2, 1, 1, 1, 1, 1, 1, 1, 1],
    &[6, 1, 1, 1, 1],
    &[5, 2, 1, 1, 1],
    &[2, 2, 1, 1, 1, 1, 1, 1],
    &[3, 1, 1, 1, 1, 1, 1, 1],
];
const TWO_YEARS: i64 = 730 * DAY;
const DAY: i64 = 86_400;

/// What a dice is for; the same number never means two things.
mod kind {
    pub const BLOCK: u64 = 1;
    pub const CUSTOMER: u64 = 2;
    pub const CASE: u64 = 3;
    pub const COLLEAGUE: u64 = 4;
}

/// Who works at the generated desk; the first is the operator at the workstation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crew {
    pub operators: Vec<OperatorId>,
    /// In the same order, as they sign.
    pub names: Vec<String>,
}

/// Colleagues for a generated desk.
pub fn colleagues(count: u64, seed: u64) -> Vec<NewOperator> {
    (0..count)
        .map(|n| {
            let mut dice = Dice::of(seed, kind::COLLEAGUE, n);
            let person = Person::throw_named(&mut dice, n);
            NewOperator {
                name: format!("{} {}", person.card.name.given, person.card.name.family),
                post: String::new(),
                contact: String::new(),
                hours: String::new(),
                language: Lang::new(person.tongue.tag()),
                gender: person.card.gender,
                zone: person.card.zone.unwrap_or_default(),
                role: Some(Role::Operator),
                key: None,
                deputy: None,
                away_until: None,
            }
        })
        .collect()
}

/// `count` cases as they stand at `now`, oldest first (within a day in any order). `crew` must not be empty.
pub fn generate(count: u64, seed: u64, now: Timestamp, crew: &Crew) -> impl Iterator<Item = Sample> {
    let desk = Desk { count, seed, now, crew };
    (0..count).map(move |n| desk.case(n))
}

struct Desk<'a> {
    count: u64,
    seed: u64,
    now: Timestamp,
    crew: &'a Crew,
}

impl Desk<'_> {
    fn case(&self, n: u64) -> Sample {
        let person = self.customer(n);
        let mut dice = Dice::of(self.seed, kind::CASE, n);
        let received = self.received(n, &mut dice);
        let stage = self.stage(n, &mut dice);
        let owner = (stage != Stage::Unanswered || dice.chance(30)).then(|| dice.rank(self.crew.operators.len()));
        let words = person.words();
        let trade: &'static Trade = &words.trade[dice.rank(words.trade.len())];
        let item = dice.rank(trade.items.len());
        let channel = channel(&person, &mut dice);
        let voice = Voice { person: &person, trade, item, day: received.as_second(), dice: dice.clone(), ours: false };
        let name = format!("generated/{}/{n}", self.seed);
        let mut story = Story {
            voice,
            crew: self.crew,
            channel: channel.clone(),
            name,
            now: self.now,
            received,
            stage,
            owner,
            done_at: received,
        };
        let mut messages = story.thread();
        let then = story.deeds();
        let at = story.done_at;
        let mut voice = story.voice;
        let subject = voice.one(&trade.subjects);
        let moves = if voice.dice.chance(3) { 1 + voice.dice.below(3) as u32 } else { 0 };
        wrote_earlier(&mut messages, &channel, moves, &mut voice.dice);
        let new = NewCase {
            channel: channel.clone(),
            source: SOURCE.into(),
            language: Some(Lang::new(person.tongue.tag())),
            messages,
            is_public: None,
            public_link: channel.is_public().then(|| format!("https://reviews.example.org/{}/{n}", self.seed)),
            moves,
            deadline: self.deadline(received, &mut voice.dice),
            harm: if voice.dice.chance(20) { voice.one(&words.harms) } else { String::new() },
            wished_outcome: if voice.dice.chance(20) {
                voice.dice.common(&words.wishes).cloned().unwrap_or_default()
            } else {
                String::new()
            },
            tags: vec![trade.key.clone()],
            external_id: Some(story.name),
            subject,
            customer: person.card,
        };
        Sample { new, at, files: Vec::new(), then }
    }

    /// The customer of the `n`-th case: cases of one block stand `rows` apart.
    fn customer(&self, n: u64) -> Person {
        let rows = self.count.div_ceil(CASES_IN_A_BLOCK);
        let (block, place) = (n % rows, n / rows);
        let mut dice = Dice::of(self.seed, kind::BLOCK, block);
        let shares = SHARES[dice.below(SHARES.len() as u64) as usize];
        let mut whose = [0u8; CASES_IN_A_BLOCK as usize];
        let owners = shares.iter().zip(0u8..).flat_map(|(cases, who)| std::iter::repeat_n(who, *cases as usize));
        for (seat, who) in whose.iter_mut().zip(owners) {
            *seat = who;
        }
        for last in (1..whose.len()).rev() {
            whose.swap(last, dice.below(last as u64 + 1) as usize);
        }
        let number = block * CASES_IN_A_BLOCK + u64::from(whose[place as usize]);
        Person::throw(Dice::of(self.seed, kind::CUSTOMER, number), number)
    }

    /// Evenly over two years, by day more than by night.
    fn received(&self, n: u64, dice: &mut Dice) -> Timestamp {
        let age = TWO_YEARS as u64 * (self.count - n) / self.count;
        let at = self.now.as_second() - age as i64;
        let hour = if dice.chance(85) { 5 + dice.below(14) } else { dice.below(24) };
        let on_that_day = at - at.rem_euclid(DAY) + hour as i64 * 3_600 + dice.below(3_600) as i64;
        let second = if on_that_day < self.now.as_second() { on_that_day } else { at };
        Timestamp::from_second(second).unwrap_or(self.now)
    }

    /// About a fifth is active, most of it new.
    fn stage(&self, n: u64, dice: &mut Dice) -> Stage {
        let age = (self.count - n) * 100 / self.count;
        let active = match age {
            0..10 => 85,
            10..25 => 40,
            _ => 7,
        };
        if !dice.chance(active) {
            return Stage::Ended;
        }
        match dice.below(100) {
            0..45 => Stage::Unanswered,
            45..75 => Stage::Ours,
            _ => Stage::Theirs,
        }
    }

    fn deadline(&self, received: Timestamp, dice: &mut Dice) -> Option<Due> {
        if !dice.chance(2) {
            return None;
        }
        let at = received.checked_add(SignedDuration::from_hours(24 * dice.below(30) as i64)).ok()?;
        Some(Due::day(Offset::UTC.to_datetime(at).date(), "UTC"))
    }
}

fn channel(person: &Person, dice: &mut Dice) -> Channel {
    if person.is_nickname() {
        return person.card.contacts[0].channel.clone();
    }
    match dice.below(100) {
        0..41 => Channel::Email,
        41..64 => Channel::WebForm,
        64..75 => Channel::Chat,
        75..86 => Channel::Messenger,
        86..95 => Channel::Phone,
        _ => Channel::Paper,
    }
}

/// Paper travels for days, and a letter that wandered was written weeks ago (R91).
fn wrote_earlier(messages: &mut [NewMessage], channel: &Channel, moves: u32, dice: &mut Dice) {
    let days = u64::from(moves) * 7 + if *channel == Channel::Paper { 3 + dice.below(5) } else { 0 };
    if days == 0 {
        return;
    }
    if let Some(message) = messages.first_mut() {
        let on_the_way = SignedDuration::from_hours(24 * days as i64);
        message.written_at = message.at.and_then(|at| at.checked_sub(on_the_way).ok());
    }
}

#[cfg(test)]
#[path = "generate/tests.rs"]
mod tests;
