//! The people of the generated desk. Each customer is thrown from his own dice, so he is the same in all his cases.

use crate::model::acts::NewCustomer;
use crate::model::{Channel, Contact, ContactMode, Gender, PersonName};

use super::dice::Dice;
use super::words::{Tongue, Words};

#[derive(Debug, Clone)]
pub struct Person {
    pub tongue: Tongue,
    pub female: bool,
    pub card: NewCustomer,
    /// As he signs.
    pub name: String,
    /// As we address him; empty for a nickname.
    pub polite: String,
}

/// Percent of customers who are known by a nickname alone.
const NICKNAMES: u64 = 12;

impl Person {
    /// `number` is his alone among all customers of this desk.
    pub fn throw(mut dice: Dice, number: u64) -> Self {
        if !dice.chance(NICKNAMES) {
            return Self::throw_named(&mut dice, number);
        }
        let (tongue, female) = (tongue(&mut dice), dice.chance(55));
        nickname(tongue, female, &mut dice, number)
    }

    /// The same, but never a nickname.
    pub fn throw_named(dice: &mut Dice, number: u64) -> Self {
        let (tongue, female) = (tongue(dice), dice.chance(55));
        named(tongue, female, dice, number)
    }

    pub fn words(&self) -> &'static Words {
        self.tongue.words()
    }

    pub fn is_nickname(&self) -> bool {
        self.polite.is_empty()
    }
}

fn tongue(dice: &mut Dice) -> Tongue {
    match dice.below(4) {
        0 | 1 => Tongue::Russian,
        2 => Tongue::English,
        _ => Tongue::Romanian,
    }
}

fn nickname(tongue: Tongue, female: bool, dice: &mut Dice, number: u64) -> Person {
    let public = format!("{}_{number}", dice.common(&tongue.words().nicknames).map_or("guest", String::as_str));
    let channel = if dice.chance(60) { Channel::Review } else { Channel::Social };
    let card = NewCustomer {
        name: PersonName { public: public.clone(), ..PersonName::default() },
        contacts: vec![Contact { channel, address: public.clone() }],
        ..NewCustomer::default()
    };
    Person { tongue, female, card, name: public, polite: String::new() }
}

fn named(tongue: Tongue, female: bool, dice: &mut Dice, number: u64) -> Person {
    let words = tongue.words();
    let by_gender = usize::from(female);
    let given = dice.even(if female { &words.given_f } else { &words.given_m });
    let family = dice.even(&words.families);
    let patronymic = if dice.chance(70) { dice.even(&words.patronymics) } else { None };
    let part = |parts: Option<&super::words::Parts>, n| parts.map_or_else(String::new, |p| p.get(n).to_owned());
    let name = PersonName {
        given: part(given, 0),
        patronymic: part(patronymic, by_gender),
        family: part(family, by_gender),
        public: String::new(),
    };
    let latin = format!("{}.{}", part(given, 1), part(family, 2));
    let host = if dice.chance(60) { "example.com" } else { "example.org" };
    let mut contacts = vec![Contact { channel: Channel::Email, address: format!("{latin}{number}@{host}") }];
    if dice.chance(60) {
        contacts.push(Contact { channel: Channel::Phone, address: phone(&words.phone, number) });
    }
    if dice.chance(25) {
        contacts.push(Contact { channel: Channel::Messenger, address: format!("@{latin}{number}") });
    }
    let (preferred_channel, mode) = match dice.below(20) {
        0 => (Some(Channel::Phone), Some(ContactMode::CallAndTell)),
        1 => (Some(Channel::Email), Some(ContactMode::SendNotices)),
        _ => (None, None),
    };
    let card = NewCustomer {
        gender: Some(if female { Gender::Female } else { Gender::Male }),
        contacts,
        vip: dice.chance(1),
        zone: dice.common(&words.zones).cloned(),
        preferred_channel,
        mode,
        name,
    };
    let polite = polite(tongue, female, &card.name);
    Person { tongue, female, name: card.name.full(), polite, card }
}

fn polite(tongue: Tongue, female: bool, name: &PersonName) -> String {
    match (tongue, female) {
        (Tongue::Russian, _) if name.patronymic.is_empty() => name.given.clone(),
        (Tongue::Russian, _) => format!("{} {}", name.given, name.patronymic),
        (Tongue::English, false) => format!("Mr {}", name.family),
        (Tongue::English, true) => format!("Ms {}", name.family),
        (Tongue::Romanian, false) => format!("domnule {}", name.family),
        (Tongue::Romanian, true) => format!("doamnă {}", name.family),
    }
}

/// A number of an area that no network has given out, the customer's own number in its digits.
fn phone(pattern: &str, number: u64) -> String {
    let digits =
        [format!("{:03}", number / 10_000), format!("{:02}", number / 100 % 100), format!("{:02}", number % 100)];
    let mut out = String::with_capacity(pattern.len() + 8);
    for (n, part) in pattern.split("{}").enumerate() {
        out.push_str(part);
        out.push_str(digits.get(n).map_or("", String::as_str));
    }
    out
}
