//! Words that carry the matter of a message, compared by their beginnings: «холодильник» is touched by «холодильника».
//!
//! Not its duty: what follows from a matter that is not touched (`generic`, `answers`, `case_facts`).

use crate::text::Tokens;

/// Beginnings of the content words of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    stems: Vec<String>,
    numbers: Vec<String>,
}

/// Words of any letter, by their beginnings, folded: they say nothing of the matter.
const EMPTY_WORDS: &[&str] = &[
    "котор",
    "когда",
    "почему",
    "потом",
    "только",
    "просто",
    "очень",
    "больше",
    "меньше",
    "тольк",
    "пожалуйс",
    "здравств",
    "добр",
    "день",
    "уваж",
    "спасиб",
    "благодар",
    "сожал",
    "если",
    "чтоб",
    "чтобы",
    "также",
    "тоже",
    "этот",
    "этого",
    "этом",
    "этой",
    "такой",
    "такое",
    "таких",
    "такая",
    "ваши",
    "вашей",
    "вашем",
    "вашег",
    "наши",
    "нашей",
    "нашег",
    "было",
    "были",
    "будет",
    "будем",
    "быть",
    "есть",
    "можн",
    "може",
    "нужн",
    "надо",
    "всегд",
    "никог",
    "никто",
    "ничег",
    "опять",
    "снова",
    "сейча",
    "сегодн",
    "вчера",
    "завтра",
    "уже",
    "еще",
    "после",
    "перед",
    "через",
    "межд",
    "около",
    "даже",
    "хотя",
    "пока",
    "зачем",
    "куда",
    "откуд",
    "сколь",
    "какой",
    "какая",
    "какие",
    "каких",
    "како",
    "тогда",
    "теперь",
    "всего",
    "весь",
    "всех",
    "компан",
    "клиент",
    "сотрудн",
    "отзыв",
    "обращ",
    "сообщ",
    "ситуац",
    "проблем",
    "вопрос",
    "работ",
    "сделат",
    "сказа",
    "писа",
    "пишу",
    "ответ",
    "просим",
    "прошу",
    "хотел",
    "хочу",
    "людей",
    "люди",
    "этим",
    "этот",
    "банк",
    "себя",
    "свои",
    "своих",
    "своей",
    "меня",
    "вами",
    "нами",
    "тебя",
    "него",
    "нему",
    "нее",
    "ними",
    "один",
    "одна",
    "одно",
    "раз",
    "that",
    "this",
    "these",
    "those",
    "with",
    "from",
    "have",
    "has",
    "been",
    "were",
    "will",
    "would",
    "could",
    "should",
    "what",
    "when",
    "where",
    "which",
    "while",
    "your",
    "yours",
    "ours",
    "they",
    "them",
    "their",
    "there",
    "then",
    "than",
    "about",
    "after",
    "again",
    "also",
    "always",
    "because",
    "before",
    "being",
    "does",
    "done",
    "down",
    "each",
    "even",
    "ever",
    "every",
    "just",
    "like",
    "make",
    "made",
    "many",
    "more",
    "most",
    "much",
    "must",
    "need",
    "never",
    "nothing",
    "only",
    "other",
    "over",
    "please",
    "really",
    "same",
    "some",
    "still",
    "such",
    "sure",
    "take",
    "tell",
    "thank",
    "thing",
    "time",
    "told",
    "under",
    "until",
    "very",
    "want",
    "well",
    "went",
    "today",
    "know",
    "customer",
    "service",
    "company",
    "team",
    "issue",
    "problem",
    "help",
    "experience",
    "review",
    "feedback",
    "someone",
    "anyone",
    "nobody",
    "dear",
    "sorry",
    "hello",
    "care",
    "contact",
    "reply",
    "people",
    "good",
    "back",
    "come",
    "came",
    "give",
    "gave",
    "going",
    "here",
    "into",
    "into",
    "acest",
    "aceast",
    "acela",
    "acum",
    "atunci",
    "avem",
    "aveti",
    "avut",
    "buna",
    "care",
    "cand",
    "catre",
    "cine",
    "ceva",
    "chiar",
    "client",
    "companie",
    "cum",
    "daca",
    "dar",
    "deci",
    "despre",
    "dumneavoastra",
    "dupa",
    "este",
    "fost",
    "foarte",
    "iar",
    "mai",
    "mult",
    "multum",
    "nici",
    "nimeni",
    "nimic",
    "noastr",
    "nostru",
    "nost",
    "oricum",
    "pana",
    "pentru",
    "poate",
    "problem",
    "putem",
    "puteti",
    "rog",
    "serviciu",
    "situat",
    "sunt",
    "sunteti",
    "toate",
    "toata",
    "trebui",
    "unde",
    "unei",
    "unui",
    "vazut",
    "voastr",
    "vostru",
    "vreau",
    "zile",
    "ziua",
    "inca",
    "doar",
    "astfel",
    "asta",
    "aveam",
    "echip",
    "mesaj",
    "parere",
    "recenz",
    "scris",
    "spus",
];

impl Content {
    pub fn of(tokens: &Tokens) -> Self {
        Self::of_words(tokens.iter().map(|(token, _)| token))
    }

    /// Of single folded words.
    pub fn of_words<'w>(tokens: impl Iterator<Item = &'w str>) -> Self {
        let mut content = Self::default();
        for token in tokens {
            if token.starts_with(|c: char| c.is_ascii_digit()) {
                content.numbers.push(token.to_owned());
            } else if let Some(stem) = stem(token) {
                content.stems.push(stem);
            }
        }
        content.stems.sort();
        content.stems.dedup();
        content
    }

    pub fn is_empty(&self) -> bool {
        self.stems.is_empty() && self.numbers.is_empty()
    }

    /// How many different words of the matter there are.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// True when the other text has one of these words, or one of these numbers.
    pub fn touches(&self, other: &Self) -> bool {
        self.numbers.iter().any(|n| other.numbers.contains(n)) || self.stems.iter().any(|s| other.has(s))
    }

    /// Stems are sorted, so that a word and its longer forms stand together.
    fn has(&self, stem: &str) -> bool {
        let at = self.stems.partition_point(|s| s.as_str() < stem);
        let is_longer = self.stems.get(at).is_some_and(|s| s.starts_with(stem));
        let before = self.stems[..at].iter().rev().take_while(|s| shares_start(s, stem));
        is_longer || before.into_iter().any(|s| stem.starts_with(s.as_str()))
    }
}

fn shares_start(a: &str, b: &str) -> bool {
    a.chars().next() == b.chars().next()
}

/// The beginning by which forms of a word are known; none for short words and for those of any letter.
fn stem(token: &str) -> Option<String> {
    const SHORTEST: usize = 4;
    const LONGEST: usize = 6;
    const ENDING: usize = 3;
    let length = token.chars().count();
    let is_word = token.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'');
    if length < SHORTEST || !is_word || EMPTY_WORDS.iter().any(|w| token.starts_with(w)) {
        return None;
    }
    Some(token.chars().take(length.saturating_sub(ENDING).clamp(SHORTEST, LONGEST)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touches(question: &str, answer: &str) -> bool {
        Content::of(&Tokens::of(question)).touches(&Content::of(&Tokens::of(answer)))
    }

    #[test]
    fn forms_of_a_word_touch_each_other() {
        for (question, answer) in [
            ("Где мой холодильник?", "О холодильнике я узнаю завтра."),
            ("Почему поменяли тариф?", "Прежний тариф вернула."),
            ("Your delivery was late", "It is delivered tomorrow."),
            ("Unde este comanda?", "Comenzile pleacă mâine, iar comanda dumneavoastră azi."),
            ("order 4417", "we checked 4417"),
        ] {
            assert!(touches(question, answer), "{question} {answer}");
        }
        for (question, answer) in [
            ("Где мой холодильник?", "Спасибо за обращение, ответим."),
            ("My sofa is broken", "Thank you for your feedback, please contact customer service"),
            ("", "words"),
        ] {
            assert!(!touches(question, answer), "{question} {answer}");
        }
    }
}
