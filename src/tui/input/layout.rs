//! Keyboard layouts: which Latin key lies where a Cyrillic or Romanian letter was typed, so that the physical `j` works
//! whatever layout is on (requirements §5, fact 1).

/// The Latin keys of the three letter rows, in order.
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";

/// The same places in other layouts. Only places that differ from Latin count.
const LAYOUTS: &[&str] = &[
    "йцукенгшщзхъфывапролджэячсмитьбю", // ru
    "йцукенгшщзхїфівапролджєячсмитьбю", // uk
    "йцукенгшўзх'фывапролджэячсмітьбю", // be
    "яшертъуиопющасдфгхйкл;'зьцжбнм,.", // bg, phonetic
];

/// Romanian letters of the standard layout, on the keys of punctuation.
const ROMANIAN: &[(char, char)] =
    &[('ă', '['), ('î', ']'), ('ș', ';'), ('ț', '\''), ('â', '\\'), ('ş', ';'), ('ţ', '\'')];

/// The Latin character on the same key, in the same case; none when the character is Latin already or unknown.
pub fn latin(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    let found = LAYOUTS
        .iter()
        .find_map(|row| row.chars().position(|k| k == small).and_then(|at| LATIN.chars().nth(at)))
        .or_else(|| ROMANIAN.iter().find(|(k, _)| *k == small).map(|(_, latin)| *latin))?;
    Some(if small == c { found } else { found.to_ascii_uppercase() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_key_is_found_under_the_russian_layout() {
        for (ru, en) in "йцукенгшщзфывапролдячсмить".chars().zip("qwertyuiopasdfghjklzxcvbnm".chars())
        {
            assert_eq!(latin(ru), Some(en));
            assert_eq!(latin(ru.to_uppercase().next().unwrap()), Some(en.to_ascii_uppercase()));
        }
    }

    #[test]
    fn ukrainian_and_belarusian_letters_have_their_places() {
        assert_eq!(latin('і'), Some('s'));
        assert_eq!(latin('ў'), Some('o'));
        assert_eq!(latin('ї'), Some(']'));
    }

    #[test]
    fn rows_are_as_long_as_the_latin_one() {
        for row in LAYOUTS {
            assert_eq!(row.chars().count(), LATIN.chars().count(), "{row}");
        }
    }
}
