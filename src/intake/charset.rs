//! Bytes of unknown or wrongly declared charset into text. Old Russian mail says ISO-8859-1 and means KOI8-R.
//!
//! Not its duty: transfer encodings (`mail`), hostile characters (`text::make_safe`, where text is shown).

use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};

/// What undeclared bytes are tried as, the likelier first.
const CANDIDATES: [&Encoding; 6] = [WINDOWS_1251, KOI8_R, IBM866, ISO_8859_5, WINDOWS_1252, WINDOWS_1250];

/// Enough bytes to tell one charset from another.
const SAMPLE: usize = 8 * 1024;

/// The text of some bytes; never fails, what cannot be read becomes U+FFFD. `declared` is a charset's label.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    let encoding = find(bytes, declared);
    encoding.decode(bytes).0.into_owned()
}

/// The charset of some bytes: a byte order mark, then UTF-8 if it is that, then what is declared unless it reads far
/// worse than another one, then the best guess.
pub fn find(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = declared.filter(|e| *e == UTF_16LE || *e == UTF_16BE || !e.is_ascii_compatible()) {
        return encoding;
    }
    if is_utf8(bytes) {
        return UTF_8;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(encoding) = declared.filter(|e| *e != UTF_8 && !e.is_single_byte())
        && encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    {
        return encoding;
    }
    let best = CANDIDATES
        .into_iter()
        .map(|encoding| (encoding, plausibility(encoding, sample)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .unwrap_or((WINDOWS_1252, 0));
    let tolerance = i64::try_from(sample.iter().filter(|byte| !byte.is_ascii()).count()).unwrap_or(i64::MAX);
    match declared.filter(|e| e.is_single_byte()) {
        Some(encoding) if best.1 <= plausibility(encoding, sample).saturating_add(tolerance) => encoding,
        _ => best.0,
    }
}

/// Valid UTF-8, or UTF-8 with a few broken places (cut in the middle of a letter).
fn is_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > 8 * broken
}

/// The pairs of letters that make up most of Russian.
const PAIRS: &[&str] = &[
    "ст", "но", "то", "на", "ен", "ов", "ни", "ра", "во", "ко", "ро", "по", "го", "не", "ре", "пр", "ал", "ли", "ос",
    "ат", "ер", "ан", "ор", "та", "от", "де", "ит", "ес", "ка", "ва", "ть", "за", "ме", "ом", "ил", "ла", "ин", "те",
    "ло", "ет", "ел", "ся", "мо", "до", "да", "че", "вы", "ны", "ас", "ск",
];

/// How much a reading looks like Russian, Romanian or another European language; higher is better.
fn plausibility(encoding: &'static Encoding, sample: &[u8]) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let mut before = ' ';
    text.chars()
        .map(|c| {
            let points = points(before, c);
            before = c;
            points
        })
        .sum()
}

fn points(before: char, c: char) -> i64 {
    let is_cyrillic = |c: char| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
    match c {
        c if c.is_ascii() => 0,
        c if is_cyrillic(c) && is_cyrillic(before) => {
            let pair: String = [before, c].into_iter().flat_map(char::to_lowercase).collect();
            let turned = before.is_lowercase() && c.is_uppercase();
            if turned {
                -2
            } else if PAIRS.contains(&pair.as_str()) {
                4
            } else {
                0
            }
        }
        c if is_cyrillic(c) => i64::from(!before.is_alphabetic()),
        'ă' | 'â' | 'î' | 'ş' | 'ţ' | 'ș' | 'ț' | 'Ă' | 'Â' | 'Î' | 'Ş' | 'Ţ' => 2,
        '«' | '»' | '—' | '–' | '№' | '„' | '“' | '”' | '’' | '…' | '€' | '\u{a0}' => 0,
        c if c.is_alphabetic() && (before.is_ascii_alphabetic() || before == ' ') => 1,
        c if c.is_alphabetic() => -2,
        '\u{80}'..='\u{9f}' | '\u{fffd}' => -6,
        '\u{2500}'..='\u{259f}' => -4,
        _ => -1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LETTER: &str = "Здравствуйте! Прошу вернуть деньги за заказ № 4411, утюг искрит. Жду ответа. Иван Петрович";
    const SHOUT: &str = "ВЕРНИТЕ МНЕ МОИ ДЕНЬГИ, СКОЛЬКО МОЖНО ЖДАТЬ ОТВЕТА";

    #[test]
    fn old_russian_charsets_are_known_without_a_declaration() {
        for encoding in [WINDOWS_1251, KOI8_R, IBM866, ISO_8859_5, UTF_8] {
            for text in [LETTER, SHOUT, "Не работает чайник", "Где мой заказ"] {
                let text = text.replace('№', "N");
                let (bytes, _, lossy) = encoding.encode(&text);
                assert!(!lossy);
                assert_eq!(decode(&bytes, None), text, "{}", encoding.name());
            }
        }
    }

    #[test]
    fn a_wrong_declaration_is_not_believed() {
        let (koi8, ..) = KOI8_R.encode("Здравствуйте, где мой заказ?");
        let (cp1251, ..) = WINDOWS_1251.encode(LETTER);
        for declared in ["iso-8859-1", "us-ascii", "utf-8", "windows-1251", "koi8-r", "x-unknown"] {
            assert_eq!(decode(&koi8, Some(declared)), "Здравствуйте, где мой заказ?", "{declared}");
            assert_eq!(decode(&cp1251, Some(declared)), LETTER, "{declared}");
            assert_eq!(decode(LETTER.as_bytes(), Some(declared)), LETTER, "{declared}");
        }
    }

    #[test]
    fn a_right_declaration_is_believed_even_for_a_few_letters() {
        for label in ["koi8-r", "windows-1251", "ibm866", "iso-8859-5"] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            for text in ["Э", "Щи", "Ёж ъ"] {
                assert_eq!(decode(&encoding.encode(text).0, Some(label)), text, "{label}");
            }
        }
    }

    #[test]
    fn romanian_and_western_letters_are_read() {
        let romanian = "Bună ziua, vă rog să îmi răspundeţi, aştept de trei săptămâni";
        assert_eq!(decode(&WINDOWS_1250.encode(romanian).0, None), romanian);
        let french = "Le café était fermé, où êtes-vous ?";
        assert_eq!(decode(&WINDOWS_1252.encode(french).0, None), french);
    }

    #[test]
    fn other_scripts_are_read_as_declared() {
        let text = "こんにちは";
        assert_eq!(decode(&encoding_rs::SHIFT_JIS.encode(text).0, Some("shift_jis")), text);
        assert_eq!(decode(&encoding_rs::ISO_2022_JP.encode(text).0, Some("iso-2022-jp")), text);
    }

    #[test]
    fn a_mark_at_the_beginning_decides() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(LETTER.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&utf16, Some("windows-1251")), LETTER);
        assert_eq!(decode(format!("\u{feff}{LETTER}").as_bytes(), None), LETTER);
    }

    #[test]
    fn utf8_cut_in_the_middle_of_a_letter_stays_utf8() {
        let cut = &LETTER.as_bytes()[..LETTER.len() - 1];
        assert!(decode(cut, None).starts_with("Здравствуйте! Прошу"));
    }

    proptest! {
        #[test]
        fn any_bytes_become_some_text(bytes in prop::collection::vec(any::<u8>(), 0..400), label in "[a-z0-9-]{0,12}") {
            let _ = decode(&bytes, None);
            let _ = decode(&bytes, Some(&label));
        }
    }
}
