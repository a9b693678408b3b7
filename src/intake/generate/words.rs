//! Word lists and sentences of one language, read once from `samples/generated/*.toml`.
//!
//! A sentence holds slots (`{item}`) and pairs that agree with the writer (`{m|f}`); it is cut into pieces when read.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, de::Error as _};

/// What stands in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Item,
    ItemCap,
    Place,
    /// A day before the letter, or after it in our own words.
    Date,
    /// A day after the letter.
    Soon,
    Ago,
    Wait,
    Times,
    Who,
    Quote,
    Thing,
    Witness,
    Model,
    Order,
    Sum,
    Clock,
    Street,
    Name,
    Polite,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Agreeing { male: String, female: String },
    Slot(Slot),
}

/// A sentence cut into pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(pub Vec<Piece>);

impl Template {
    fn read(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}')?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(match inside.split_once('|') {
                Some((male, female)) => Piece::Agreeing { male: male.to_owned(), female: female.to_owned() },
                None => Piece::Slot(slot(inside)?),
            });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Some(Self(pieces))
    }
}

fn slot(name: &str) -> Option<Slot> {
    Some(match name {
        "item" => Slot::Item,
        "item_cap" => Slot::ItemCap,
        "place" => Slot::Place,
        "date" => Slot::Date,
        "soon" => Slot::Soon,
        "ago" => Slot::Ago,
        "wait" => Slot::Wait,
        "times" => Slot::Times,
        "who" => Slot::Who,
        "quote" => Slot::Quote,
        "thing" => Slot::Thing,
        "witness" => Slot::Witness,
        "model" => Slot::Model,
        "order" => Slot::Order,
        "sum" => Slot::Sum,
        "clock" => Slot::Clock,
        "street" => Slot::Street,
        "name" => Slot::Name,
        "polite" => Slot::Polite,
        _ => return None,
    })
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::read(&text).ok_or_else(|| D::Error::custom(format!("«{text}» has a slot nobody knows")))
    }
}

/// A name that differs by gender, with its Latin form for addresses: `Иванов/Иванова/ivanov`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts(pub Vec<String>);

impl Parts {
    pub fn get(&self, n: usize) -> &str {
        self.0.get(n).map_or("", String::as_str)
    }
}

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self(String::deserialize(d)?.split('/').map(str::to_owned).collect()))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trade {
    pub key: String,
    pub items: Vec<String>,
    pub subjects: Vec<Template>,
    pub openings: Vec<Template>,
    pub details: Vec<Template>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub greetings: Vec<Template>,
    pub closings: Vec<Template>,
    pub history: Vec<Template>,
    pub quotes: Vec<String>,
    pub feelings: Vec<Template>,
    pub demands: Vec<Template>,
    pub topics: Vec<Template>,
    pub things: Vec<String>,
    pub witnesses: Vec<String>,
    pub who: Vec<String>,
    pub times: Vec<String>,
    pub wait: Vec<String>,
    pub ago: Vec<String>,
    pub months: [String; 12],
    pub money: String,
    pub places: Vec<String>,
    pub streets: Vec<String>,
    pub street: String,
    pub given_m: Vec<Parts>,
    pub given_f: Vec<Parts>,
    pub patronymics: Vec<Parts>,
    pub families: Vec<Parts>,
    pub nicknames: Vec<String>,
    pub zones: Vec<String>,
    pub phone: String,
    pub harms: Vec<Template>,
    pub wishes: Vec<String>,
    pub autos: Vec<Template>,
    pub notes: Vec<Template>,
    pub offers: Vec<Template>,
    pub reply_openings: Vec<Template>,
    pub reply_bodies: Vec<Template>,
    pub repeats: Vec<Template>,
    pub thanks: Vec<Template>,
    pub promises: Vec<String>,
    pub trade: Vec<Trade>,
}

/// A language of the generated desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Russian,
    English,
    Romanian,
}

impl Tongue {
    pub fn tag(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::English => "en",
            Self::Romanian => "ro",
        }
    }

    pub fn words(self) -> &'static Words {
        static RU: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../samples/generated/ru.toml")));
        static EN: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../samples/generated/en.toml")));
        static RO: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../samples/generated/ro.toml")));
        match self {
            Self::Russian => &RU,
            Self::English => &EN,
            Self::Romanian => &RO,
        }
    }
}

/// The files are part of the program; a test reads each of them.
fn read(text: &str) -> Words {
    toml::from_str(text).expect("the embedded word lists are whole")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_list_reads_and_none_but_patronymics_is_empty() {
        for tongue in [Tongue::Russian, Tongue::English, Tongue::Romanian] {
            let words = tongue.words();
            assert_eq!(words.trade.len(), 8, "{tongue:?}");
            for trade in &words.trade {
                assert!(
                    trade.items.len() >= 8 && trade.details.len() >= 5 && trade.openings.len() >= 4,
                    "{}",
                    trade.key
                );
            }
            let lists = [&words.history, &words.feelings, &words.demands, &words.topics, &words.reply_bodies];
            assert!(lists.iter().all(|list| list.len() >= 8), "{tongue:?}");
            assert_eq!(words.patronymics.is_empty(), tongue != Tongue::Russian);
        }
    }

    #[test]
    fn a_sentence_is_cut_at_its_slots_and_agreements() {
        let cut = Template::read("Сдал{|а} {item}.").unwrap();
        assert_eq!(
            cut.0,
            [
                Piece::Text("Сдал".into()),
                Piece::Agreeing { male: String::new(), female: "а".into() },
                Piece::Text(" ".into()),
                Piece::Slot(Slot::Item),
                Piece::Text(".".into()),
            ]
        );
        assert_eq!(Template::read("{nobody}"), None);
        assert_eq!(Template::read("open {item"), None);
    }
}
