//! Numbers that name something: orders, contracts, tickets, flights, parcels.
//!
//! Not its duty: telephone numbers, dates, sums (`amounts`).

use super::super::complaint::Named;
use super::super::text::Text;

/// Beginnings of folded words before a number, by what it names. The first that fits counts.
const LABELS: &[(&str, &[&str])] = &[
    ("order", &["заказ", "order", "comanda", "comenzii"]),
    ("contract", &["договор", "contract"]),
    (
        "ticket",
        &[
            "заявк",
            "заявлени",
            "обращени",
            "тикет",
            "ticket",
            "case",
            "cerere",
            "tichet",
            "reclamati",
            "claim",
            "complaint",
            "request",
        ],
    ),
    ("flight", &["рейс", "flight", "zbor", "cursa"]),
    ("parcel", &["посылк", "трек", "накладн", "parcel", "tracking", "colet", "awb", "shipment"]),
    ("invoice", &["квитанци", "счет-фактур", "чек", "invoice", "receipt", "factur", "bon"]),
    ("policy", &["полис", "policy", "polit"]),
    ("account", &["счет", "лицев", "account", "cont", "contul", "карт"]),
    ("model", &["модел", "model", "артикул", "sku"]),
    ("ticket", &["билет", "ваучер", "брон", "booking", "reservation", "voucher", "rezervar", "bilet"]),
];
/// Words between a label and its number.
const BETWEEN: &[&str] =
    &["№", "#", "nr", "no", "n", "number", "номер", "numar", "numarul", ".", ":", "num", "ref", "id", "за"];
/// A number of so many digits names something when a label stands before it.
const LABELLED_DIGITS: usize = 3;
/// Letters and digits mixed name something by themselves from so many digits on.
const BARE_DIGITS: usize = 4;
/// How far before a number its label may stand.
const REACH: usize = 4;

pub(super) fn ids(text: &Text, body: &str) -> Vec<Named> {
    (0..text.len()).filter_map(|at| named(text, body, at)).collect()
}

fn named(text: &Text, body: &str, at: usize) -> Option<Named> {
    let token = text.token(at);
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    if digits < LABELLED_DIGITS || is_date_or_time(token) || is_sum(text, at) {
        return None;
    }
    let kind = label_before(text, at).or_else(|| (digits >= BARE_DIGITS && is_mixed(token)).then_some("number"))?;
    let evidence = text.original(at..at + 1);
    Some(Named { kind, value: body.get(evidence.clone())?.to_owned(), evidence })
}

/// What the number names, by the word before it.
fn label_before(text: &Text, at: usize) -> Option<&'static str> {
    let mut named_so = false;
    for before in (at.saturating_sub(REACH)..at).rev() {
        let token = text.token(before);
        if let Some((kind, _)) = LABELS.iter().find(|(_, words)| words.iter().any(|w| token.starts_with(w))) {
            return Some(kind);
        }
        if !BETWEEN.contains(&token) {
            return named_so.then_some("number");
        }
        named_so |= matches!(token, "№" | "#" | "nr" | "номер" | "numarul" | "number");
    }
    named_so.then_some("number")
}

/// "TR-88120", "118-2207": letters or hyphens among the digits.
fn is_mixed(token: &str) -> bool {
    let has_letters = token.chars().any(char::is_alphabetic);
    let begins_so = token.chars().take(3).any(char::is_alphabetic);
    has_letters && begins_so || token.contains('-') && !has_letters
}

fn is_date_or_time(token: &str) -> bool {
    let parts: Vec<&str> = token.split(['.', '/', ':', '-']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let short = parts.iter().all(|part| is_number(part) && (part.len() <= 2 || part.len() == 4));
    parts.len() > 1 && short && parts.iter().any(|part| part.len() <= 2)
        || parts.len() == 1 && matches!(token.parse::<u32>(), Ok(1900..=2100))
}

fn is_sum(text: &Text, at: usize) -> bool {
    let near = |at: Option<usize>, words: &[&str]| {
        at.filter(|at| *at < text.len()).is_some_and(|at| words.iter().any(|w| text.token(at).starts_with(w)))
    };
    near(at.checked_sub(1), &["$", "€", "£"])
        || near(
            Some(at + 1),
            &[
                "руб", "₽", "lei", "ron", "mdl", "eur", "€", "$", "usd", "евро", "долл", "byn", "%", "км", "мин",
                "час", "дн",
            ],
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_by_the_word_before_them() {
        for (text, expected) in [
            ("Заказ 77-310 наборы для помпы", vec![("order", "77-310")]),
            ("order no. 60-118 and case #4417", vec![("order", "60-118"), ("ticket", "4417")]),
            ("Договор № 0086-ИП/17, квитанция 5519", vec![("contract", "0086-ИП"), ("invoice", "5519")]),
            ("ваучер TR-88120, рейс SU1402", vec![("ticket", "TR-88120"), ("flight", "SU1402")]),
            ("Comanda 5520, AWB 2280114", vec![("order", "5520"), ("parcel", "2280114")]),
            ("номер на руле 4417, код L2209", vec![("number", "L2209")]),
            ("12.03.2026 в 14:30 за 2500 руб в 2014 году", vec![]),
            ("order for 2500 euro", vec![]),
        ] {
            let found = ids(&Text::of(text), text);
            let found: Vec<_> = found.iter().map(|n| (n.kind, n.value.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
