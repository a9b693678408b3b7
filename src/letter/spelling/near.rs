//! Slips of the pen: an unknown word is called misspelt only when one usual slip away from it stands a word that the
//! dictionary knows. A trade's own word, a loan or a name that no dictionary has is nobody's mistake; calling it one would
//! teach people to look away.
//!
//! Not its duty: suggestions, which take long and look further.

/// What a hand or an ear confuses; each in both directions. Long words have few neighbours by chance, short ones many, so
/// the rarer slips count in longer words alone.
const BY_EAR: &[&str] = &["ао", "еи", "яе", "яи", "еэ", "ыи", "ёо", "ei", "ea", "ai", "ie", "oa", "ou", "yi"];
const VOICED: &[&str] = &["бп", "вф", "гк", "дт", "жш", "зс", "щш", "sz", "sc", "ck", "dt", "mn"];
const KEYS: &[&str] = &["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const RUSSIAN: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
const ROMANIAN: &str = "ăâîșț";

const EAR_LETTERS: usize = 5;
const SWAP_LETTERS: usize = 5;
const MISSING_LETTERS: usize = 6;
const KEY_LETTERS: usize = 7;

/// True when one slip makes the word of a known one. `word` is in small letters.
pub(super) fn is_near_a_word(word: &str, is_word: impl Fn(&str) -> bool) -> bool {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < EAR_LETTERS {
        return false;
    }
    let mut form = String::with_capacity(word.len() + 4);
    let mut stands = |change: &dyn Fn(&mut String)| {
        form.clear();
        change(&mut form);
        is_word(&form)
    };
    let put = |form: &mut String, part: &[char]| form.extend(part);
    if has_slip_at_the_end(&letters, |form| is_word(form)) {
        return true;
    }
    // The last letter is an ending more often than a slip: dictionaries lack forms, too.
    for at in 0..letters.len() - 1 {
        let (before, letter, after) = (&letters[..at], letters[at], &letters[at + 1..]);
        let swapped = letters.len() >= SWAP_LETTERS
            && letter != after[0]
            && stands(&|form| {
                put(form, before);
                put(form, &[after[0], letter]);
                put(form, &after[1..]);
            });
        let is_double = letter == after[0];
        let extra = (is_double || letters.len() >= KEY_LETTERS)
            && stands(&|form| {
                put(form, before);
                put(form, after);
            });
        let mut others = others_for(letter, letters.len());
        let other = others.any(|other| {
            stands(&|form| {
                put(form, before);
                form.push(other);
                put(form, after);
            })
        });
        let mut left_out = missing_before(letter, letters.len());
        let missing = left_out.any(|lost| {
            stands(&|form| {
                put(form, before);
                put(form, &[lost, letter]);
                put(form, after);
            })
        });
        if swapped || extra || other || missing {
            return true;
        }
    }
    false
}

/// What no ending explains: «завтро», and a letter too many behind a vowel, «придётеа».
fn has_slip_at_the_end(letters: &[char], is_word: impl Fn(&str) -> bool) -> bool {
    const VOWELS: &str = "аеёиоуыэюя";
    let [before @ .., one, last] = letters else { return false };
    let stem: String = before.iter().chain([one]).collect();
    let is_hiatus = "еёоуы".contains(*one) && "аоуыэ".contains(*last);
    let by_ear = match last {
        'о' => Some('а'),
        'а' => Some('о'),
        _ => None,
    };
    is_hiatus && letters.len() >= KEY_LETTERS && is_word(&stem)
        || !VOWELS.contains(*one) && by_ear.is_some_and(|other| is_word(&format!("{stem}{other}")))
}

/// The letters that are written for this one by mistake.
fn others_for(letter: char, length: usize) -> impl Iterator<Item = char> {
    let partners = move |pairs: &'static [&'static str]| pairs.iter().filter(move |p| p.contains(letter));
    let by_ear = partners(BY_EAR).filter(move |_| length >= EAR_LETTERS).flat_map(|pair| pair.chars());
    let voiced = partners(VOICED).filter(move |_| length >= KEY_LETTERS).flat_map(|pair| pair.chars());
    let keys = KEYS.iter().filter(move |_| length >= KEY_LETTERS).flat_map(move |row| {
        let at = row.chars().position(|c| c == letter);
        row.chars().enumerate().filter(move |(i, _)| at.is_some_and(|at| i.abs_diff(at) == 1)).map(|(_, c)| c)
    });
    by_ear.chain(voiced).chain(keys).filter(move |c| *c != letter)
}

/// Letters that may have been left out before this one.
fn missing_before(letter: char, length: usize) -> impl Iterator<Item = char> {
    let alphabet = if RUSSIAN.contains(letter) { RUSSIAN } else { LATIN };
    let more = if alphabet == LATIN && !letter.is_ascii() { ROMANIAN } else { "" };
    alphabet.chars().chain(more.chars()).filter(move |c| length >= MISSING_LETTERS || *c == letter || *c == 'ь')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_slips_are_seen_and_other_words_are_not() {
        let near = |word: &str, right: &str| is_near_a_word(word, |form| form == right);
        for (word, right) in [
            ("извените", "извините"),
            ("здраствуйте", "здравствуйте"),
            ("соответсвующего", "соответствующего"),
            ("длиный", "длинный"),
            ("коммиссия", "комиссия"),
            ("завтар", "завтра"),
            ("клеенту", "клиенту"),
            ("доставак", "доставка"),
            ("денги", "деньги"),
            ("завтро", "завтра"),
            ("придётеа", "придёте"),
            ("recieve", "receive"),
            ("seperate", "separate"),
            ("occured", "occurred"),
            ("adress", "address"),
            ("rambursera", "rambursarea"),
        ] {
            assert_eq!(near(word, right), word != "rambursera", "{word}");
        }
        for (word, right) in [
            ("чатах", "чанах"),
            ("барной", "парной"),
            ("приватны", "приватный"),
            ("массажи", "массаж"),
            ("сакур", "сахар"),
            ("ето", "это"),
            ("", "а"),
        ] {
            assert!(!near(word, right), "{word}");
        }
    }
}
