//! Lists of the composer: phrases, what may fill a slot.

use super::{Composer, findings, place, slots};
use crate::letter::{
    Insert, Phrase, Phrasebook, SLOT_CLOSE, SLOT_OPEN, Slot, Voice, apology_for_term, broken_term, clarifying_question,
    is_thanks, proposal_count,
};
use crate::tui::app::pick::{Item, Pick};
use crate::tui::app::{App, Effects, Overlay};
use crate::tui::input::{Code, Key};

/// What can be picked into a letter.
#[derive(Debug, Clone, PartialEq)]
pub enum LetterPick {
    Phrase {
        id: String,
        variant: usize,
    },
    /// Words for the slot the cursor is in.
    Filling(String),
}

/// Opens the phrases; in a slot that knows what could fill it, these instead.
pub fn open(app: &mut App) {
    let Some(mut composer) = app.composer.take() else { return };
    let book = app.phrasebook(&composer.lang);
    super::judge(app, &mut composer);
    let typed = slots::typed(&composer);
    let fillings = typed.map(|(slot, typed)| fillings(app, &composer, &book, &slot, &typed)).unwrap_or_default();
    let pick = if fillings.is_empty() {
        Pick::new(app.texts.t("phrases-title"), all_phrases(app, &composer, &book))
    } else {
        let items = fillings.into_iter().map(|f| Item::new(LetterPick::Filling(f.clone()), f, String::new()));
        Pick::new(app.texts.t("fillings-title"), items.collect())
    };
    app.overlay = Some(Overlay::Letter(Box::new(pick)));
    app.composer = Some(composer);
}

/// Who writes, and how many proposals the letter holds (R73).
pub fn voice(app: &App, composer: &Composer) -> Voice {
    let proposals = proposal_count(composer.editor.text(), composer.lang.as_str());
    Voice { gender: app.me.gender.clone(), proposals }
}

/// What this letter still lacks comes first, then the book in its order (R66).
fn all_phrases(app: &App, composer: &Composer, book: &Phrasebook) -> Vec<Item<LetterPick>> {
    let file = app.case(composer.case);
    let wanted = |p: &&Phrase| file.is_some_and(|file| findings::wants(composer, file, &p.id));
    let (first, rest): (Vec<&Phrase>, Vec<&Phrase>) = book.phrases.iter().partition(wanted);
    let mut items = Vec::new();
    for phrase in &first {
        let mut of_phrase = phrase_items(app, composer, book, phrase);
        of_phrase.truncate(1);
        for item in &mut of_phrase {
            item.aside = format!("{} {}", app.texts.t("phrase-wanted"), item.aside);
        }
        items.extend(of_phrase);
    }
    items.extend(first.iter().flat_map(|p| phrase_items(app, composer, book, p).into_iter().skip(1)));
    items.extend(rest.into_iter().flat_map(|p| phrase_items(app, composer, book, p)));
    items
}

/// True when the phrase would sound wrong now: joy to somebody who complains (T10), hope without a proposal (R73).
fn is_out_of_place(app: &App, composer: &Composer, phrase: &str) -> bool {
    match phrase {
        "P5" => app.case(composer.case).is_some_and(|file| {
            let lang = file.case.language.as_str();
            let word = super::last_word(file).map_or("", |m| m.body.as_str());
            !is_thanks(app.letter_rules(), word, lang)
        }),
        "P7" => voice(app, composer).proposals == 0,
        _ => false,
    }
}

fn phrase_items(app: &App, composer: &Composer, book: &Phrasebook, phrase: &Phrase) -> Vec<Item<LetterPick>> {
    let voice = voice(app, composer);
    let first = phrase.default_variant(&voice);
    let used = composer.checklist.as_ref().is_some_and(|c| c.phrases.iter().any(|p| p.id == phrase.id));
    let order = std::iter::once(first).chain((0..phrase.variants.len()).filter(|v| *v != first));
    order
        .map(|variant| {
            let text = rendered(app, composer, book, phrase, variant).text.replace('\n', " ");
            let mut aside = if variant == first { phrase.id.clone() } else { String::new() };
            if used {
                aside = format!("{} ✓ {aside}", app.texts.t("phrase-used"));
            }
            if variant == first && is_out_of_place(app, composer, &phrase.id) {
                aside = format!("{} {aside}", app.texts.t("phrase-not-now"));
            }
            let id = phrase.id.clone();
            Item::new(LetterPick::Phrase { id, variant }, text, aside.trim_end().to_owned())
                .with_words(&phrase.haystack)
        })
        .collect()
}

/// A key in a list of the composer: with nothing typed yet, a digit inserts P1 to P10 or takes that line at once (R66).
pub fn picking(app: &mut App, key: Key, out: &mut Effects) {
    let Some(Overlay::Letter(pick)) = &mut app.overlay else { return };
    let digit = match key.code {
        Code::Char(c) if pick.line.text().is_empty() && !key.ctrl && !key.alt => c.to_digit(10),
        _ => None,
    };
    let Some(digit) = digit else { return pick.key(key) };
    let number = if digit == 0 { 10 } else { digit as usize };
    let phrase = format!("P{number}");
    let by_id = pick.items.iter().find(|i| matches!(&i.value, LetterPick::Phrase { id, .. } if *id == phrase));
    let by_line = pick.items.get(number - 1).filter(|i| !matches!(i.value, LetterPick::Phrase { .. }));
    let Some(value) = by_id.or(by_line).map(|i| i.value.clone()) else { return pick.key(key) };
    app.overlay = None;
    picked(app, value, out);
}

/// The phrase as it would be inserted: where a term of ours was broken, P1 has it in its slot (R113). In public the slot
/// stays empty, because our dates may be nobody else's business (T8).
fn rendered(app: &App, composer: &Composer, book: &Phrasebook, phrase: &Phrase, variant: usize) -> Insert {
    let voice = voice(app, composer);
    let plain = phrase.render(&voice, variant);
    if phrase.id != "P1" || composer.is_public() || plain.slots.is_empty() {
        return plain;
    }
    let file = app.case(composer.case);
    let broken = file.and_then(|file| broken_term(file, app.letter_rules(), app.now));
    let ours: Vec<&str> =
        file.into_iter().flat_map(|f| &f.messages).filter(|m| m.is_outbound()).map(|m| m.body.as_str()).collect();
    broken.and_then(|day| apology_for_term(book, &voice, day, &ours)).unwrap_or(plain)
}

/// Puts what was picked into the letter.
pub fn picked(app: &mut App, value: LetterPick, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    let book = app.phrasebook(&composer.lang);
    match value {
        LetterPick::Phrase { id, variant } => {
            if let Some(phrase) = book.get(&id) {
                slots::leave(&mut composer, app.now, out);
                place::leave_signature(app, &mut composer);
                let insert = rendered(app, &composer, &book, phrase, variant);
                let filled = insert.slots.first().map(|slot| slot.range.clone());
                let shift = put(&mut composer, insert);
                let cursor = composer.editor.cursor();
                let first =
                    slots::unfilled(composer.editor.text()).find(|r| r.end > composer.inserted_at && r.end <= cursor);
                match (first, filled) {
                    (Some(range), _) => slots::enter(&mut composer, &book, range),
                    // The term stands in its slot already, selected: typing changes it, Tab goes on behind it.
                    (None, Some(range)) if phrase.id == "P1" => {
                        slots::enter(&mut composer, &book, range.start + shift..range.end + shift);
                    }
                    _ => slots::goes_on(&mut composer),
                }
            }
        }
        LetterPick::Filling(text) => {
            if let Some((slot, _)) = slots::typed(&composer) {
                composer.editor.select(slot.range);
                composer.editor.insert(&text);
            }
        }
    }
    composer.touched(app.now, out);
    slots::mark_slots(&mut composer);
    app.composer = Some(composer);
}

/// Asks in words what a 👍 left unclear: D5 with the open term in it, the cursor behind it, or in its slot while that is
/// open (R3). In public the slot
/// stays empty, because our earlier words may hold what is nobody else's business (T8).
pub fn clarify(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    let book = app.phrasebook(&composer.lang);
    let file = app.case(composer.case).filter(|_| !composer.is_public());
    let consent = file.and_then(|file| Some((file, file.case.ambiguous_consent.as_ref()?)));
    let term = consent.map_or("", |(_, consent)| consent.term.as_str());
    let said = consent.and_then(|(file, consent)| file.messages.iter().find(|m| m.id == consent.message));
    let sign = said.map_or("", |message| message.body.as_str());
    if let Some((insert, hole)) = clarifying_question(&book, &voice(app, &composer), term, sign) {
        slots::leave(&mut composer, app.now, out);
        place::leave_signature(app, &mut composer);
        let shift = put(&mut composer, insert);
        // A question that is whole is left behind, and the letter goes on; a hole in it is filled first.
        let hole = hole.map(|at| at.start + shift..at.end + shift);
        match hole.filter(|hole| slots::unfilled(composer.editor.text()).any(|r| r == *hole)) {
            Some(hole) => slots::enter(&mut composer, &book, hole),
            None => slots::goes_on(&mut composer),
        }
        composer.touched(app.now, out);
        slots::mark_slots(&mut composer);
    }
    app.composer = Some(composer);
}

/// The phrase as it stands inside a sentence: «Мария Ивановна, приношу…». English "I" keeps its capital.
fn within_sentence(text: &str, before: &str) -> String {
    let goes_on = before.trim_end_matches(' ').ends_with([',', ';', ':', '–', '—']);
    let first_word = text.split([' ', '’', '\'']).next().unwrap_or_default();
    let mut chars = text.chars();
    match chars.next().filter(|_| goes_on && first_word != "I") {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => text.to_owned(),
    }
}

/// Inserts at the cursor, with blanks where words would touch; gives the place where the words begin.
fn put(composer: &mut Composer, insert: Insert) -> usize {
    let text = composer.editor.text();
    let at = composer.editor.selection().map_or(composer.editor.cursor(), |s| s.start);
    let touches = |c: char| !c.is_whitespace() && !matches!(c, '(' | '«' | '„' | '"');
    let before = if text[..at].chars().next_back().is_some_and(touches) { " " } else { "" };
    let behind = composer.editor.selection().map_or(at, |s| s.end);
    let after = if text[behind..].chars().next().is_some_and(char::is_alphanumeric) { " " } else { "" };
    let words = within_sentence(&insert.text, &text[..at]);
    composer.editor.insert(&format!("{before}{words}{after}"));
    composer.inserted_at = at;
    composer.remember(insert.slots);
    at + before.len()
}

/// Words that could fill the slot the cursor is in, for showing.
pub fn offered(app: &App, composer: &Composer) -> Vec<String> {
    let Some(book) = app.known_phrasebook(&composer.lang) else { return Vec::new() };
    let Some((slot, typed)) = slots::typed(composer) else { return Vec::new() };
    fillings(app, composer, book, &slot, typed.trim_matches([SLOT_OPEN, SLOT_CLOSE]))
}

/// In public nobody is named but as he shows himself (T8).
fn fillings(app: &App, composer: &Composer, book: &Phrasebook, slot: &Slot, typed: &str) -> Vec<String> {
    let file = app.case(composer.case).filter(|_| !composer.is_public());
    book.fillings_with_names(slot, typed, file.map(|file| &file.customer))
}
