//! "I promise you that", «даю слово», "aveți cuvântul meu": a vow behind what it is about.
//!
//! Not its duty: a vow before its clause, "I promise that …" (the readers of the languages), and what it does to the
//! words before it (`clauses`).

use super::lexicon::Lang;
use super::reading::Clause;

type Vows = &'static [&'static [&'static str]];

const RUSSIAN: Vows = &[
    &["обещаю"],
    &["обещаем"],
    &["обещаю", "вам"],
    &["обещаем", "вам"],
    &["вам", "обещаю"],
    &["я", "обещаю"],
    &["мы", "обещаем"],
    &["это", "обещаю"],
    &["это", "я", "обещаю"],
    &["это", "я", "вам", "обещаю"],
    &["это", "обещание"],
    &["я", "вам", "обещаю"],
    &["даю", "слово"],
    &["даю", "вам", "слово"],
    &["слово", "даю"],
    &["честное", "слово"],
    &["мое", "слово"],
    &["ручаюсь"],
    &["за", "это", "ручаюсь"],
    &["гарантирую"],
    &["это", "гарантирую"],
];
const ENGLISH: Vows = &[
    &["i", "promise"],
    &["we", "promise"],
    &["i", "promise", "you"],
    &["we", "promise", "you"],
    &["i", "promise", "that"],
    &["i", "promise", "you", "that"],
    &["that", "i", "promise"],
    &["that", "i", "promise", "you"],
    &["that", "i", "can", "promise"],
    &["that", "much", "i", "promise"],
    &["that", "'s", "a", "promise"],
    &["that", "is", "a", "promise"],
    &["it", "'s", "a", "promise"],
    &["promise"],
    &["you", "have", "my", "word"],
    &["you", "have", "our", "word"],
    &["my", "word", "on", "it"],
    &["you", "have", "my", "word", "on", "it"],
    &["you", "have", "my", "word", "on", "that"],
    &["i", "give", "you", "my", "word"],
    &["i", "guarantee", "it"],
    &["i", "guarantee", "that"],
];
const ROMANIAN: Vows = &[
    &["promit"],
    &["promitem"],
    &["va", "promit"],
    &["v", "o", "promit"],
    &["va", "promitem"],
    &["asta", "va", "promit"],
    &["asta", "promit"],
    &["aveti", "cuvantul", "meu"],
    &["aveti", "cuvantul", "nostru"],
    &["va", "dau", "cuvantul", "meu"],
    &["va", "dau", "cuvantul"],
    &["pe", "cuvant"],
    &["pe", "cuvantul", "meu"],
    &["e", "o", "promisiune"],
    &["este", "o", "promisiune"],
    &["garantez"],
];

/// Whether the clause says nothing else.
pub(super) fn is_vow(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    let vows = match t.lang {
        Lang::Ru => RUSSIAN,
        Lang::En => ENGLISH,
        Lang::Ro => ROMANIAN,
    };
    let words = || clause.at.clone().filter(|i| t.mark(*i).is_none());
    let count = words().count();
    vows.iter().any(|vow| vow.len() == count && vow.iter().zip(words()).all(|(word, at)| t.is(at, &[word])))
}
