//! What must not stand in public: the customer's number, address, order, patronymic (T8). What he wrote in public himself,
//! and the company's own numbers, may.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Code, Finding, Letter, Rule};
use crate::text::{Patterns, fold, words};

pub(super) const PRIVATE: Code = Code { id: "personal_data_in_public", look: private };

/// Numbers that belong to one person: of an order, a contract, a flat.
static NUMBERED: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(&[
        "(заказ|заказа|заказу|заказе|договор|договора|договору|договоре|брони|бронь|бронирования|карта|карты|карте|карту|полис|полиса|счет|счета|накладная|накладной|посылки|билет|билета) (№|n|no|номер)? (.)? …1 #",
        "(кв|квартира|квартиру|квартире|квартиры) (.)? #",
        "(order|contract|booking|reservation|policy|account|card|ticket|parcel|invoice|case) (no|number|nr|ref|reference|№)? (.)? …1 #",
        "(flat|apartment|apt) (.)? #",
        "(comanda|comenzii|contractul|contractului|rezervarea|rezervarii|polita|politei|cardul|cardului|factura|facturii|biletul) (nr|numarul|cu numarul|№)? (.)? …1 #",
        "(ap|apartamentul|apartament) (.)? #",
    ])
    .expect("the patterns are constants and tested")
});

/// A number of the customer's that we announce to call.
static CALLED: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(&[
        "(позвон|перезвон|набер|свяж)~ …4 (по номеру|на номер|по телефону|по Вашему номеру|на Ваш номер) …4 #",
        "(call|ring|phone|text) you (on|at) …3 #",
        "(sun|sunam|suna|contacta|contactez) …4 (la numarul|la) …2 #",
    ])
    .expect("the patterns are constants and tested")
});

fn private(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let mut places = card_numbers(letter);
    places.extend(contacts(letter));
    places.extend(patronymics(letter));
    let whole = 0..letter.tokens.as_str().len();
    let numbered =
        NUMBERED.find_within(&letter.tokens, whole.clone()).into_iter().filter(|hit| is_id(letter, &hit.span));
    let called = CALLED.find_within(&letter.tokens, whole).into_iter().filter(|hit| digits(letter, &hit.span) >= 5);
    places.extend(numbered.chain(called).map(|hit| letter.tokens.original(hit.span)));
    places.sort_by_key(|place| place.start);
    places.dedup_by(|next, first| next.start < first.end);
    for place in places {
        out.push(rule.finding(rule.card.severity, Some(place), rule.card.message.clone()));
    }
}

fn digits(letter: &Letter<'_>, place: &Range<usize>) -> usize {
    letter.tokens.as_str()[place.clone()].chars().filter(char::is_ascii_digit).count()
}

/// Long enough to be a number of one thing, and not known to every reader of the customer's own words.
fn is_id(letter: &Letter<'_>, place: &Range<usize>) -> bool {
    const SHORTEST_ID: usize = 5;
    let found = &letter.tokens.as_str()[place.clone()];
    let Some(number) = found.split(' ').rfind(|t| t.starts_with(|c: char| c.is_ascii_digit())) else { return false };
    let is_flat = ["кв", "flat", "ap"].iter().any(|w| found.starts_with(w));
    let is_date_or_time = number.contains([':', '.', '/']);
    let is_long = number.chars().filter(char::is_ascii_digit).count() >= SHORTEST_ID;
    let in_topic = letter.topic().iter().any(|(token, _)| token == number);
    (is_long || is_flat) && !is_date_or_time && !in_topic
}

/// Thirteen to nineteen digits in a row, blanks and hyphens aside.
fn card_numbers(letter: &Letter<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut end, mut count) = (0, 0, 0);
    for (at, c) in letter.outline.own.char_indices().chain([(letter.outline.own.len(), '.')]) {
        if c.is_ascii_digit() {
            if count == 0 {
                start = at;
            }
            count += 1;
            end = at + 1;
        } else if count == 0 || !matches!(c, ' ' | '-' | '\u{a0}') || at > end {
            if (13..=19).contains(&count) {
                found.push(start..end);
            }
            count = 0;
        }
    }
    found
}

/// Telephones and addresses that stand on the customer's card; the name under which he writes in public is no secret.
fn contacts(letter: &Letter<'_>) -> Vec<Range<usize>> {
    let Some(customer) = letter.context.customer else { return Vec::new() };
    let own = &letter.outline.own;
    let private = customer.contacts.iter().filter(|c| !c.channel.is_public());
    let known = private.map(|c| c.address.trim()).filter(|a| a.len() > 4 && *a != customer.name.public.trim());
    known.flat_map(|address| own.match_indices(address).map(|(at, m)| at..at + m.len())).collect()
}

/// A patronymic that the customer does not show in public.
fn patronymics(letter: &Letter<'_>) -> Vec<Range<usize>> {
    let Some(customer) = letter.context.customer else { return Vec::new() };
    let patronymic = fold(customer.name.patronymic.trim());
    let is_shown =
        fold(&customer.name.public).contains(&patronymic) || fold(letter.context.customer_letter).contains(&patronymic);
    if patronymic.is_empty() || is_shown {
        return Vec::new();
    }
    let found = words(&letter.outline.own).filter(|(_, word)| fold(word) == patronymic);
    found.map(|(at, word)| at..at + word.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_are_read() {
        assert!(!NUMBERED.is_empty() && !CALLED.is_empty());
    }
}
