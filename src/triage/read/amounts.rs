//! Sums of money: "2 500 руб.", "€40", "{$600.00}", "12 тысяч рублей", "40 de lei".
//!
//! Not its duty: sums without a currency; "lei" alone is told as RON, "леев" as MDL, because so it is mostly meant.

use super::super::complaint::Amount;
use super::super::text::Text;

/// Beginnings of words (folded) by currency; a word that ends with a dot here must be the whole word.
const CURRENCIES: &[(&str, &str)] = &[
    ("₽", "RUB"),
    ("рубл", "RUB"),
    ("руб.", "RUB"),
    ("р.", "RUB"),
    ("rub.", "RUB"),
    ("byn", "BYN"),
    ("грн", "UAH"),
    ("гривен", "UAH"),
    ("тенге", "KZT"),
    ("€", "EUR"),
    ("eur.", "EUR"),
    ("euro", "EUR"),
    ("евро", "EUR"),
    ("$", "USD"),
    ("usd", "USD"),
    ("dollar", "USD"),
    ("bucks", "USD"),
    ("доллар", "USD"),
    ("dolari", "USD"),
    ("£", "GBP"),
    ("gbp", "GBP"),
    ("pound", "GBP"),
    ("quid", "GBP"),
    ("ron.", "RON"),
    ("lei.", "RON"),
    ("leu.", "RON"),
    ("mdl", "MDL"),
    ("леев", "MDL"),
    ("лей.", "MDL"),
    ("лея.", "MDL"),
];
const THOUSANDS: &[&str] = &["тыс", "тысяч", "тысячи", "тысяча", "тыщ", "k", "thousand", "mii", "к"];
const MILLIONS: &[&str] = &["млн", "миллион", "миллиона", "миллионов", "million", "milioane", "milion"];
/// A currency sign that stands before its number.
const SIGNS: &[&str] = &["$", "€", "£", "₽"];
/// So many tokens make one number: "10 000 000 000".
const MOST_PARTS: usize = 8;

pub(super) fn amounts(text: &Text) -> Vec<Amount> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match amount(text, at) {
            Some((amount, next)) => {
                out.push(amount);
                at = next;
            }
            None => at += 1,
        }
    }
    out
}

/// The amount that begins with this token, and the token behind it.
fn amount(text: &Text, at: usize) -> Option<(Amount, usize)> {
    let sign = SIGNS.contains(&text.token(at)).then(|| text.token(at));
    let start = at + usize::from(sign.is_some());
    let (hundredths, mut next) = number(text, start)?;
    let (factor, more) = multiplier(text, next);
    next += more;
    let (currency, end) = match sign.and_then(currency_of) {
        Some(currency) => (currency, next),
        None => {
            let place = [next, next + 1].into_iter().find(|at| *at < text.len() && !is_filler(text.token(*at)))?;
            (currency_of(text.token(place))?, place + 1)
        }
    };
    let hundredths = hundredths.checked_mul(factor)?;
    Some((Amount { hundredths, currency, evidence: text.original(at..end) }, end))
}

/// "40 de lei", "12 тыс. руб."
fn is_filler(token: &str) -> bool {
    matches!(token, "de" | "." | "бел")
}

fn multiplier(text: &Text, at: usize) -> (i64, usize) {
    if at >= text.len() {
        return (1, 0);
    }
    match text.token(at) {
        token if THOUSANDS.contains(&token) => (1_000, 1),
        token if MILLIONS.contains(&token) => (1_000_000, 1),
        _ => (1, 0),
    }
}

fn currency_of(token: &str) -> Option<&'static str> {
    let fits = |word: &str| match word.strip_suffix('.') {
        Some(whole) => token == whole,
        None => token.starts_with(word),
    };
    CURRENCIES.iter().find(|(word, _)| fits(word)).map(|(_, currency)| *currency)
}

/// A number in hundredths with groups of three after blanks, and the token behind it.
fn number(text: &Text, at: usize) -> Option<(i64, usize)> {
    let first = (at < text.len()).then(|| text.token(at))?;
    let (mut digits, mut next) = (split_suffix(first)?.to_owned(), at + 1);
    let is_group = |token: &str| token.len() == 3 && token.bytes().all(|b| b.is_ascii_digit());
    if first.len() <= 3 && first.bytes().all(|b| b.is_ascii_digit()) {
        while next < text.len() && next - at < MOST_PARTS && is_group(text.token(next)) {
            digits.push_str(text.token(next));
            next += 1;
        }
    }
    Some((hundredths(&digits)?, next))
}

/// The number of a token such as "300" or "6.90".
fn split_suffix(token: &str) -> Option<&str> {
    (token.starts_with(|c: char| c.is_ascii_digit())
        && token.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')))
    .then_some(token)
}

/// "1.500" is a thousand and a half, "1,50" one and a half.
fn hundredths(number: &str) -> Option<i64> {
    let (whole, part) = match number.rfind(['.', ',']) {
        Some(at) if number.len() - at - 1 < 3 => (&number[..at], &number[at + 1..]),
        _ => (number, ""),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    digits.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_they_are_written() {
        for (text, expected) in [
            ("Верните 640 рублей.", vec![(64_000, "RUB")]),
            ("стоило 18 900 руб., стало 2 500р", vec![(1_890_000, "RUB")]),
            ("цена 2500 р. за ночь", vec![(250_000, "RUB")]),
            ("12 тысяч рублей и 1,5 тыс. руб.", vec![(1_200_000, "RUB"), (150_000, "RUB")]),
            ("charged {$600.00} and £4,000", vec![(60_000, "USD"), (400_000, "GBP")]),
            ("the 9 quid, €40, 6,90 euro", vec![(900, "GBP"), (4_000, "EUR"), (690, "EUR")]),
            (
                "85 lei, 40 de lei, 3200 MDL, 1.500 lei",
                vec![(8_500, "RON"), (4_000, "RON"), (320_000, "MDL"), (150_000, "RON")],
            ),
            ("10 000 000 000 000 000 BYN", vec![(1_000_000_000_000_000_000, "BYN")]),
            ("99999999999999999999999 руб", vec![]),
            ("заказ 4411 от 12.03.2026", vec![]),
        ] {
            let found: Vec<_> = amounts(&Text::of(text)).into_iter().map(|a| (a.hundredths, a.currency)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
