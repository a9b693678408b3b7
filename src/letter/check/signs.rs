//! Signs in a letter that are no words: emoji that can be read in two ways (R4, R5), capitals that shout (R125).
//!
//! Not its duty: an answer that is nothing but a sign (`empty`).

use std::ops::Range;

use super::{Code, Finding, Letter, Rule, Said};
use crate::text::words;

pub(super) const EMOJI: Code = Code { id: "ambiguous_emoji_or_wording", look: emoji };
pub(super) const CAPITALS: Code = Code { id: "shouting", look: capitals };

fn emoji(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    for span in emoji_places(letter) {
        let found = &letter.text[span.clone()];
        let fix_span = with_blank_before(letter.text, &span);
        let finding = rule.finding(rule.card.severity, Some(span.clone()), emoji_said(found));
        out.push(finding.with_fix(WITHOUT, fix_span, ""));
    }
}

const WITHOUT: Said = Said::new("leave it out", "убрать", "scoateți");

fn emoji_said(found: &str) -> Said {
    Said::owned(
        format!("{found} can be read in more than one way, even as consent or mockery. Say it in words."),
        format!("{found} можно понять по-разному, даже как согласие или насмешку. Скажите это словами."),
        format!("{found} se poate înțelege în mai multe feluri, chiar ca acord sau batjocură. Spuneți-o în cuvinte."),
    )
}

/// Runs of emoji and the smileys made of marks, in the own words.
fn emoji_places(letter: &Letter<'_>) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut marks = [("", 0); 2];
    // Where signs end that are spoken of: the customer's, and not the writer's own.
    let mut named = usize::MAX;
    // A customer may have given himself a name with a sign; it stands in the greeting.
    let greeting = letter.outline.greeting.as_ref().map_or(0..0, |g| g.range.clone());
    let greeting = greeting.start..greeting.end.max(address_line(letter).end);
    let is_in_name = |token: &str| {
        letter.context.customer.is_some_and(|c| c.name.full().contains(token) || c.name.public.contains(token))
    };
    for (token, range) in letter.tokens.iter().filter(|(_, r)| r.start >= greeting.end || r.end <= greeting.start) {
        let [before, last] = marks;
        let touches = |end: usize| end == range.start;
        if token.starts_with(is_emoji) {
            if NAMES_A_SIGN.contains(&last.0) || is_in_name(token) {
                named = range.end;
            }
            if letter.text.get(named..range.start).is_some_and(|gap| gap.trim().is_empty()) || named == range.end {
                named = range.end;
                marks = [last, (token, range.end)];
                continue;
            }
            push_or_join(letter.text, &mut places, range.clone());
        } else if matches!(token, ")" | "(") && touches(last.1) {
            // ":)", ";-)", and "))" that was never opened as a bracket.
            match (before.0, last.0) {
                (":" | ";" | "=", "-") => push_or_join(letter.text, &mut places, range.start - 2..range.end),
                (_, ":" | ";" | "=") => push_or_join(letter.text, &mut places, range.start - 1..range.end),
                _ => {}
            }
        }
        marks = [last, (token, range.end)];
    }
    places
}

/// A first line that only calls somebody, by whatever he calls himself: «Уважаемый Apis in style😎!».
fn address_line(letter: &Letter<'_>) -> Range<usize> {
    const MOST_WORDS: usize = 6;
    let first = letter.outline.own.lines().next().unwrap_or_default();
    let is_address = first.trim_end().ends_with(['!', ',']) && words(first).count() <= MOST_WORDS;
    if is_address && letter.outline.own.len() > first.len() { 0..first.len() } else { 0..0 }
}

/// Words before a sign that is spoken of, folded: "a 🙄 is a mild reply", «Ваш 👎 заслужен».
const NAMES_A_SIGN: [&str; 22] = [
    "a",
    "an",
    "the",
    "your",
    "that",
    "those",
    "these",
    "ваш",
    "ваша",
    "ваши",
    "этот",
    "тот",
    "эти",
    "те",
    "смайлик",
    "знак",
    "acel",
    "acele",
    "acei",
    "cele",
    "emoji",
    "semnul",
];

/// Signs with nothing but blanks and invisible joiners between them are one place; a word between them must stay.
fn push_or_join(text: &str, places: &mut Vec<Range<usize>>, range: Range<usize>) {
    let is_nothing =
        |c: char| c == ' ' || matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}');
    match places.last_mut() {
        Some(last) if text.get(last.end..range.start).is_some_and(|gap| gap.chars().all(is_nothing)) => {
            last.end = range.end;
        }
        _ => places.push(range),
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1f300}'..='\u{1f5ff}' | '\u{1f600}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}' | '\u{1f900}'..='\u{1f9ff}'
        | '\u{1fa70}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
        && !matches!(c, '\u{2605}' | '\u{2606}' | '\u{260e}' | '\u{2709}' | '\u{2713}'..='\u{2714}' | '\u{2776}'..='\u{2793}')
}

fn with_blank_before(text: &str, span: &Range<usize>) -> Range<usize> {
    text[..span.start].trim_end_matches(' ').len()..span.end
}

/// Words that are written in capitals to press them on the reader; abbreviations are others.
const PRESSED: &[&str] = &[
    "не",
    "нет",
    "нельзя",
    "никогда",
    "никто",
    "ничего",
    "все",
    "всегда",
    "только",
    "вы",
    "вас",
    "вам",
    "вами",
    "сами",
    "уже",
    "еще",
    "раз",
    "обязательно",
    "срочно",
    "внимание",
    "внимательно",
    "обязаны",
    "должны",
    "запрещено",
    "невозможно",
    "ваша",
    "ваши",
    "ваше",
    "ваш",
    "мы",
    "нас",
    "это",
    "сразу",
    "последний",
    "хватит",
    "прочитайте",
    "читайте",
    "подождите",
    "ждите",
    "повторяю",
    "важно",
    "никаких",
    "ни",
    "одного",
    "абсолютно",
    "именно",
    "never",
    "always",
    "not",
    "you",
    "your",
    "must",
    "only",
    "again",
    "please",
    "stop",
    "read",
    "wait",
    "cannot",
    "already",
    "every",
    "nothing",
    "all",
    "clearly",
    "urgent",
    "attention",
    "immediately",
    "very",
    "really",
    "don't",
    "can't",
    "won't",
    "have",
    "nu",
    "niciodata",
    "dumneavoastra",
    "doar",
    "numai",
    "deja",
    "obligatoriu",
    "urgent",
    "atentie",
    "imediat",
    "cititi",
    "asteptati",
    "trebuie",
    "interzis",
    "imposibil",
    "nimic",
    "nimeni",
    "mereu",
    "toate",
];

fn capitals(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let body = letter.outline.body.clone();
    for (token, range) in letter.tokens.iter().filter(|(_, r)| r.start >= body.start && r.end <= body.end) {
        let is_pressed = || PRESSED.contains(&token);
        if is_capital(&letter.text[range.clone()]) && is_pressed() {
            let lower = letter.text[range.clone()].to_lowercase();
            let finding = rule.finding(rule.card.severity, Some(range.clone()), SHOUTS);
            out.push(finding.with_replacement_as_is(range, &lower));
        }
    }
}

/// Two letters at least, all of them capitals.
fn is_capital(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
}

const SHOUTS: Said = Said::new(
    "Capitals read as shouting. The word is heard without them.",
    "Прописные буквы читаются как крик. Слово услышат и без них.",
    "Majusculele se citesc ca un strigăt. Cuvântul se aude și fără ele.",
);
