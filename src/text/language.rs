//! Which of the desk's languages a text is written in. Also Romanian as many people type it, without diacritics.
//!
//! Not its duty: any other language; an unsure answer is no answer.

use super::words;

/// Frequent small words, folded, that the other language does not share.
const ROMANIAN: &[&str] = &[
    "si",
    "de",
    "la",
    "ca",
    "nu",
    "sa",
    "este",
    "pentru",
    "din",
    "cu",
    "mai",
    "care",
    "am",
    "ati",
    "au",
    "ce",
    "va",
    "fost",
    "sunt",
    "sau",
    "dar",
    "pe",
    "prin",
    "dupa",
    "fara",
    "acest",
    "aceasta",
    "dumneavoastra",
    "multumesc",
    "buna",
    "ziua",
    "comanda",
    "mi",
    "imi",
    "eu",
    "ei",
    "o",
    "un",
    "cand",
    "unde",
    "inca",
    "doar",
    "foarte",
    "nici",
    "toate",
    "zile",
    "vreau",
    "rog",
    "cum",
    "lei",
    "sunteti",
    "avem",
    "aveti",
    "fi",
    "ori",
    "decat",
    "cat",
    "asta",
    "se",
    "cateva",
    "era",
    "slab",
    "slaba",
    "produs",
    "produsul",
    "telefonul",
    "banii",
    "colet",
    "coletul",
];
const ENGLISH: &[&str] = &[
    "the", "and", "to", "of", "is", "it", "for", "my", "you", "that", "have", "was", "this", "with", "not", "on", "be",
    "are", "your", "but", "they", "we", "they", "from", "been", "had", "has", "will", "would", "please", "when",
    "order", "what", "which", "there", "their", "out", "no", "get", "can", "at", "me", "if", "so", "do", "did", "just",
    "our", "hello", "thanks", "thank", "refund", "i", "an", "as", "or", "by",
];
/// Marks of Romanian in the letters themselves.
const ROMANIAN_LETTERS: &[char] = &['ă', 'â', 'î', 'ș', 'ț', 'ş', 'ţ', 'Ă', 'Â', 'Î', 'Ș', 'Ț', 'Ş', 'Ţ'];

/// How much of a text is read: the language shows early, and bodies can be large.
const SAMPLE_CHARS: usize = 4_000;

/// `ru`, `en` or `ro`; nothing when the text does not show it.
pub fn detect_language(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(SAMPLE_CHARS).map_or(text.len(), |(at, _)| at);
    let sample = &text[..end];
    let (mut cyrillic, mut latin, mut marks) = (0_usize, 0_usize, 0_usize);
    for c in sample.chars() {
        match c {
            '\u{400}'..='\u{481}' | '\u{48a}'..='\u{4ff}' => cyrillic += 1,
            _ if ROMANIAN_LETTERS.contains(&c) => {
                latin += 1;
                marks += 1;
            }
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ => {}
        }
    }
    // A Russian letter may quote names and product codes in Latin letters.
    if cyrillic * 2 > latin && cyrillic > 1 {
        return Some("ru");
    }
    latin_language(sample, marks)
}

fn latin_language(sample: &str, marks: usize) -> Option<&'static str> {
    let (mut ro, mut en) = (marks, 0_usize);
    for (_, word) in words(sample) {
        let word = super::fold(word);
        ro += usize::from(ROMANIAN.contains(&word.as_str()));
        en += usize::from(ENGLISH.contains(&word.as_str()));
    }
    match ro.cmp(&en) {
        std::cmp::Ordering::Greater => Some("ro"),
        std::cmp::Ordering::Less => Some("en"),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_languages_also_without_diacritics() {
        for (text, lang) in [
            ("Здравствуйте! Где мой заказ iPhone 15 Pro Max?", Some("ru")),
            ("Hello, I was charged twice for my order.", Some("en")),
            ("Bună ziua, comanda mea nu a ajuns.", Some("ro")),
            ("Buna ziua, nu am primit coletul de doua saptamani si nimeni nu raspunde", Some("ro")),
            ("Vreau banii inapoi, va rog", Some("ro")),
            ("Refund please!!!", Some("en")),
            ("👍", None),
            ("12345", None),
            ("", None),
        ] {
            assert_eq!(detect_language(text), lang, "{text}");
        }
    }
}
