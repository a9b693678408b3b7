//! The block under a letter: the operator's own name, once, below the text and above quotations (R84, R104).
//!
//! Not its duty: the cryptographic signature (`seal`), as whom one signs in a language (`signer`).

use super::manner::Manner;
use super::outline::Outline;
use super::quote::tail_of_quotes;
use super::signer::{has_cyrillic, romanised};
use crate::model::Operator;
use crate::text::{fold, safe_line, sentences, words};

/// Names that are nobody's: a team does not sign a letter (R84). Folded.
const TEAMS: &[&str] = &[
    "служба",
    "поддержк",
    "отдел",
    "команда",
    "администрация",
    "коллектив",
    "центр обслуживания",
    "дирекция",
    "support",
    "team",
    "department",
    "customer care",
    "customer service",
    "helpdesk",
    "reservations",
    "bookings",
    "operations",
    "enquiries",
    "rezervari",
    "бронирован",
    "help desk",
    "client relations",
    "guest relations",
    "customer relations",
    "reception desk",
    "front desk",
    "claims",
    "services",
    " desk",
    "management",
    "echipa",
    "departament",
    "serviciul",
    "suport",
    "relatii cu clientii",
    "relatii clienti",
    "administratia",
    "conducerea",
];

/// Words that tell a place, a firm or a task from a person: whole ones, for surnames begin like some of them. Folded.
const PLACES: &[&str] = &[
    "сервис",
    "сервиса",
    "редакция",
    "канцелярия",
    "приемная",
    "бухгалтерия",
    "диспетчерская",
    "контакт-центр",
    "колл-центр",
    "ресепшен",
    "ресепшн",
    "регистратура",
    "деканат",
    "филиал",
    "офис",
    "отделение",
    "управление",
    "магазин",
    "центр",
    "сотрудники",
    "секретариат",
    "касса",
    "склад",
    "компания",
    "банк",
    "отель",
    "клиника",
    "ресторан",
    "галерея",
    "ателье",
    "студия",
    "салон",
    "кафе",
    "аптека",
    "школа",
    "гостиница",
    "типография",
    "мастерская",
    "театр",
    "ооо",
    "пао",
    "admissions",
    "office",
    "desk",
    "complaints",
    "enquiries",
    "reception",
    "operations",
    "returns",
    "crew",
    "staff",
    "centre",
    "center",
    "unit",
    "secretariat",
    "administration",
    "admin",
    "helpline",
    "hotline",
    "warehouse",
    "branch",
    "bank",
    "hotel",
    "shop",
    "store",
    "clinic",
    "company",
    "restaurant",
    "ltd",
    "dispatch",
    "bookings",
    "accounts",
    "billing",
    "customer",
    "guest",
    "patient",
    "membership",
    "happiness",
    "quality",
    "gallery",
    "studio",
    "salon",
    "pharmacy",
    "school",
    "library",
    "council",
    "university",
    "surgery",
    "garage",
    "theatre",
    "secretariatul",
    "biroul",
    "receptia",
    "receptie",
    "dispeceratul",
    "dispecerat",
    "relatii",
    "clienti",
    "magazinul",
    "agentia",
    "filiala",
    "oficiul",
    "redactia",
    "contabilitatea",
    "casieria",
    "compania",
    "firma",
    "clinica",
    "hotelul",
    "banca",
    "directia",
    "galeria",
    "atelierul",
    "studioul",
    "farmacia",
    "libraria",
    "scoala",
    "pensiunea",
    "policlinica",
    "teatrul",
    "cabinetul",
    "salonul",
    "centrul",
    "depozitul",
];

/// Closing words, name with post, contact with hours; what is unknown leaves no hole.
pub fn signature(operator: &Operator, lang: &str) -> String {
    let closing = match lang {
        "ru" => "С уважением,",
        "ro" => "Cu stimă,",
        _ => "Kind regards,",
    };
    let line = |parts: [&str; 2]| {
        let parts = parts.map(|p| safe_line(p).trim().to_owned());
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let lines =
        [closing.to_owned(), line([&operator.name, &operator.post]), line([&operator.contact, &operator.hours])];
    lines.into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What ends a text written in this manner: the whole block, in public the name, in a talk the first name.
pub fn signature_in(operator: &Operator, lang: &str, manner: Manner) -> String {
    let name = safe_line(&operator.name);
    match manner {
        Manner::Letter => signature(operator, lang),
        Manner::Public => name.trim().to_owned(),
        Manner::Talk => name.split_whitespace().next().unwrap_or_default().to_owned(),
    }
}

/// The letter with the operator's own signature exactly once. An own signature that the operator worded otherwise stays;
/// that of another operator or of a team is replaced, because a shared draft is signed by the one who sends it; so is an
/// own one in another script than the letter's.
pub fn ensure_signature(body: &str, operator: &Operator, lang: &str, manner: Manner) -> String {
    let tail = tail_of_quotes(body);
    let (text, quotes) = (&body[..tail], body[tail..].trim_matches('\n'));
    let mut text = without_own_blocks(text, operator);
    let own_is_foreign = is_in_other_script(&signature(operator, lang), lang);
    let is_signed = loop {
        let outline = Outline::of(&text);
        let Some(block) = outline.signature else {
            break behind_text(last_line(&outline)).is_some_and(|line| is_signature_line(line, &operator.name));
        };
        let words = &text[block.clone()];
        let is_own = contains_name(words, &operator.name);
        if is_own && (own_is_foreign || !is_block(words) || !is_in_other_script(words, lang)) {
            break true;
        }
        if !is_own && !is_block(words) && !is_team(words) {
            break false;
        }
        text.truncate(block.start);
    };
    // What was cut may have stood below a quotation, which then ends the letter.
    let inner_quotes = text.split_off(tail_of_quotes(&text));
    if !is_signed {
        append(&mut text, &signature_in(operator, lang, manner));
    }
    append(&mut text, inner_quotes.trim_matches('\n'));
    append(&mut text, quotes);
    text
}

fn append(out: &mut String, block: &str) {
    if !out.is_empty() && !block.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(block);
}

/// Takes away every block that is exactly the operator's own, in whatever language it was made.
fn without_own_blocks(text: &str, operator: &Operator) -> String {
    let mut text = text.to_owned();
    for lang in ["ru", "en", "ro"] {
        let block = signature(operator, lang);
        while let Some(at) = text.find(&block) {
            let before = text[..at].trim_end().len();
            let after = text[at + block.len()..].trim_start_matches('\n');
            let joined = if after.is_empty() { String::new() } else { format!("\n\n{after}") };
            text = format!("{}{joined}", &text[..before]);
        }
    }
    text
}

pub(super) fn contains_name(text: &str, name: &str) -> bool {
    let holds = |text: &str, name: &str| fold(text).contains(&fold(name.trim()));
    !name.trim().is_empty() && (holds(text, name) || in_one_script(text, name).iter().any(|(t, n)| holds(t, n)))
}

/// A signature in Cyrillic under a letter in a Latin script, or closing words in Latin letters under a Russian one. A
/// Latin name under a Russian letter is just that person's name.
pub(super) fn is_in_other_script(block: &str, lang: &str) -> bool {
    if lang != "ru" {
        return has_cyrillic(block);
    }
    let closing = block.lines().find(|l| !l.trim().is_empty()).filter(|line| super::outline::is_closing(line));
    closing.is_some_and(|line| line.contains(char::is_alphabetic) && !has_cyrillic(line))
}

/// A text and a name that stand in two scripts, both in Latin letters, as either language spells them: «Анна Иванова» and
/// "Anna Ivanova" are one person. Empty where both are in one script.
fn in_one_script(text: &str, name: &str) -> Vec<(String, String)> {
    if has_cyrillic(text) == has_cyrillic(name) {
        return Vec::new();
    }
    ["en", "ro"].map(|lang| (romanised(text, lang), romanised(name, lang))).into()
}

/// Closing words with nothing but short lines below them: no postscript, no sentence that must not be lost.
fn is_block(text: &str) -> bool {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty());
    let is_closed = lines.next().is_some_and(super::outline::is_closing);
    // The numbers of a telephone are no words.
    let count = |line| words(line).filter(|(_, word)| word.contains(char::is_alphabetic)).count();
    is_closed && lines.all(|line| count(line) <= 8 && !is_postscript(line))
}

fn is_postscript(line: &str) -> bool {
    let folded = fold(line.trim_start());
    ["p.s", "ps", "p. s", "п.с", "пс "].iter().any(|start| folded.starts_with(start))
}

/// A team's name where a person's should be: below closing words, or a line or two of its own.
pub(super) fn is_team(text: &str) -> bool {
    let folded = fold(text);
    let is_bare = text.lines().count() <= 2 && text.lines().all(|line| words(line).count() <= 3);
    (is_block(text) || is_bare) && TEAMS.iter().any(|team| folded.contains(team))
}

/// True for a name that is no person's: an operator who calls himself "Returns Department" signs for nobody (R84).
pub(super) fn is_nobodys_name(name: &str) -> bool {
    let folded = format!(" {} ", fold(name.trim()));
    name.contains('&')
        || TEAMS.iter().any(|team| folded.contains(&format!(" {}", team.trim_start())))
        || has_place(&folded)
}

fn has_place(folded: &str) -> bool {
    folded.split_whitespace().any(|word| PLACES.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// True when the letter ends with this person's name, in whole or in part; a name inside the text, or of a team, is no
/// signature. `^AI` after the last sentence is one, as desks in social networks use it.
pub(super) fn is_signed(outline: &Outline<'_>, name: &str) -> bool {
    let own = &outline.own[outline.body.start.min(outline.own.len())..];
    let last_lines = own.lines().rev().filter(|l| !l.trim().is_empty()).take(LAST_LINES);
    let last = last_line(outline);
    has_mark(last, name) || last_lines.chain(behind_text(last)).any(|line| is_signature_line(line, name))
}

/// True when the writer says who he is: «Меня зовут Анна». In a talk that is his signature.
pub(super) fn is_introduced(outline: &Outline<'_>, name: &str) -> bool {
    const INTRODUCES: &[&str] = &["зовут", "name", "i'm", "numesc", "cheama", "sunt"];
    let parts: Vec<String> = words(name).map(|(_, w)| fold(w)).filter(|w| w.chars().count() > 1).collect();
    sentences(&outline.own).into_iter().any(|sentence| {
        let said: Vec<String> = words(&outline.own[sentence]).map(|(_, w)| fold(w)).collect();
        let pairs =
            said.windows(3).any(|w| INTRODUCES.contains(&w[0].as_str()) && w[1..].iter().any(|w| parts.contains(w)));
        pairs || said.windows(2).any(|w| INTRODUCES.contains(&w[0].as_str()) && parts.contains(&w[1]))
    })
}

/// A name may have so many lines with it below the text: post, firm, telephone.
const LAST_LINES: usize = 5;

/// «… и напишу Вам. Анна Иванова, ведущий специалист»: what stands behind the last sentence, on its line.
fn behind_text(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let mut ends = line.char_indices().filter(|(at, c)| {
        let after = line[at + c.len_utf8()..].chars().next();
        let mut before = line[..*at].chars().rev().take_while(|c| c.is_alphabetic());
        let is_initial = *c == '.' && before.next().is_some_and(char::is_uppercase) && before.next().is_none();
        let ends = !c.is_alphanumeric()
            && !c.is_whitespace()
            && !matches!(c, ',' | ':' | ';' | '(' | '«' | '"' | '/' | '|' | '&');
        ends && after.is_some_and(char::is_whitespace) && !is_initial
    });
    ends.next_back().map(|(at, c)| line[at + c.len_utf8()..].trim()).filter(|rest| !rest.is_empty())
}

fn last_line<'a>(outline: &'a Outline<'_>) -> &'a str {
    outline.own.trim_end().lines().next_back().unwrap_or_default()
}

/// True when anybody's own name ends the letter, for a writer whose name is not known: `^MM`, "– Mike", «Анна».
pub(super) fn is_signed_by_anybody(outline: &Outline<'_>) -> bool {
    let end = match &outline.signature {
        Some(block) => &outline.own[block.clone()],
        None => last_line(outline),
    };
    let behind_text = last_line(outline).rsplit(['.', '!', '?', '…']).find(|part| !part.trim().is_empty());
    has_anybodys_mark(last_line(outline)) || end.lines().chain(behind_text).any(is_persons_name)
}

/// One to three words that all begin like a name, maybe behind closing words and before a post.
fn is_persons_name(line: &str) -> bool {
    const LONGEST: usize = 3;
    const LONGEST_LINE: usize = 10;
    if words(line).count() > LONGEST_LINE {
        return false;
    }
    let line = line.trim().trim_end_matches(['.', '!', ',']);
    let name = match super::outline::closing_words(line) {
        Some(end) => line[end..].trim_start_matches([',', ' ', '-', '–', '—', '!', '.']),
        None => line,
    };
    let name = name.split([',', '(', '|']).next().unwrap_or_default().trim();
    let is_capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && (letters.clone().any(char::is_lowercase) || letters.next().is_none_or(|c| c == '.'))
    };
    let is_plain = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
    let folded = fold(name);
    let is_firm = TEAMS.iter().chain(FIRMS).any(|firm| folded.contains(firm)) || has_place(&folded);
    let count = words(name).count();
    (1..=LONGEST).contains(&count) && is_plain && !is_firm && words(name).all(|(_, w)| is_capital(w))
}

/// Words of firms' names. Folded.
const FIRMS: &[&str] = &[
    "банк",
    "ооо",
    "оао",
    "зао",
    "пао",
    "отель",
    "клиник",
    "магазин",
    "компани",
    "ресторан",
    "гостиниц",
    "сервис",
    "спасибо",
    "bank",
    "hotel",
    "resort",
    "group",
    "spa",
    "ltd",
    "inc",
    "llc",
    "shop",
    "store",
    "help",
    "service",
    "services",
    "clinic",
    "company",
    "restaurant",
    "airlines",
    "kind regards",
    "crew",
    "family",
    "staff",
    "thank",
    "official",
    "customer",
    "echipa",
    "clinica",
    "magazin",
    "familia",
    "hotelul",
    "compania",
    "banca",
];

/// A mark of the one who writes, at the end, maybe before a link.
fn has_anybodys_mark(line: &str) -> bool {
    const LONGEST: usize = 14;
    let mut parts: Vec<&str> = line.split_whitespace().collect();
    while parts.last().is_some_and(|part| part.starts_with("http")) {
        parts.pop();
    }
    let Some(last) = parts.last() else { return false };
    let is_name = |text: &str| {
        text.starts_with(char::is_uppercase) && text.chars().all(char::is_alphabetic) && text.chars().count() <= LONGEST
    };
    let mark = last.trim_start_matches(['^', '/', '*', '~', '-', '–', '—']);
    let stands_apart = parts.len() >= 2 && matches!(parts[parts.len() - 2], "-" | "–" | "—" | "^" | "/");
    is_name(mark) && (mark.len() < last.len() || stands_apart)
}

/// A short line that is the name, maybe with closing words, a post or a firm; not a sentence that holds it.
fn is_signature_line(line: &str, name: &str) -> bool {
    is_line_of(line, name) || in_one_script(line, name).iter().any(|(line, name)| is_line_of(line, name))
}

fn is_line_of(line: &str, name: &str) -> bool {
    const OF_A_SENTENCE: usize = 3;
    const LONGEST: usize = 8;
    const LONGEST_WITH_POST: usize = 16;
    let found: Vec<String> = words(line).map(|(_, w)| fold(w)).collect();
    let is_sentence = line.trim_end().ends_with(['.', '!', '?']) && found.len() > OF_A_SENTENCE;
    let begins = !name.trim().is_empty() && fold(line.trim_start()).starts_with(&fold(name.trim()));
    let limit = if begins || super::outline::is_closing(line) { LONGEST_WITH_POST } else { LONGEST };
    let introduces = found.iter().any(|w| matches!(w.as_str(), "зовут" | "name" | "numesc" | "cheama"));
    !is_sentence && !introduces && found.len() <= limit && holds_name(line, &found, name)
}

/// The name, one of its parts, or in a very short line its initials.
fn holds_name(line: &str, found: &[String], name: &str) -> bool {
    let parts: Vec<String> = words(name).map(|(_, w)| fold(w)).collect();
    let initials: String = parts.iter().filter_map(|part| part.chars().next()).collect();
    let letters: String = line.chars().filter(|c| c.is_alphabetic()).collect();
    let is_initials = initials.chars().count() > 1 && letters == letters.to_uppercase() && fold(&letters) == initials;
    let is_part = |part: &String| part.chars().count() > 1 && found.contains(part);
    is_initials || parts.iter().any(is_part)
}

/// The operator's initials or name behind a caret.
fn has_mark(line: &str, name: &str) -> bool {
    let Some((_, mark)) = line.rsplit_once('^') else { return false };
    let initials: String = words(name).filter_map(|(_, w)| w.chars().next()).collect();
    let given = words(name).next().map(|(_, w)| fold(w)).unwrap_or_default();
    let mark = fold(mark.trim());
    !mark.is_empty() && (mark == fold(&initials) || mark == given)
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
