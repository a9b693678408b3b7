//! People for the tests of this room.

use crate::model::{Customer, Gender, Lang, Operator, PersonName, Role};
use uuid::Uuid;

/// Given name, patronymic, family name, public name.
pub fn customer(parts: [&str; 4], gender: Gender) -> Customer {
    let [given, patronymic, family, public] = parts.map(str::to_owned);
    Customer {
        name: PersonName { given, patronymic, family, public },
        gender,
        language: Lang::new("ru"),
        version: 1,
        ..Customer::blank(Uuid::from_u128(1).into())
    }
}

pub fn operator(name: &str) -> Operator {
    Operator {
        id: Uuid::from_u128(2).into(),
        name: name.to_owned(),
        post: "ведущий специалист".to_owned(),
        contact: "+7 495 000-00-00".to_owned(),
        hours: "пн–пт 9–18".to_owned(),
        language: Lang::new("ru"),
        gender: Gender::Female,
        zone: "Europe/Moscow".to_owned(),
        role: Role::Operator,
        keys: Vec::new(),
        deputy: None,
        away_until: None,
        active: true,
        version: 1,
    }
}
