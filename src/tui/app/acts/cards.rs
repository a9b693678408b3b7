//! Two cards that are one person: the list of candidates, the merge, and taking them apart again.
//!
//! The older card goes on; the second key of the list lets the newer one go on instead. Candidates are cards with an address
//! of this one, and those of cases that are marked in the queue. Not its duty: what goes along (the desk decides).

use super::super::pick::{Item, Pick};
use super::super::{App, Effect, Effects, Level, Overlay, Said};
use super::{Picked, submit};
use crate::i18n::day;
use crate::model::acts::{Command, MergeCardInto};
use crate::model::{AbsorbedCard, CaseFile, CaseId, Contact, CustomerId};
use crate::text::safe_line;

/// A merge of cards that this workstation has asked for: what `u` takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardsMerged {
    pub case: CaseId,
    pub gone: CustomerId,
    pub name: String,
}

/// The two cards of a merge, and what they are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPair {
    /// Where it is said.
    pub case: CaseId,
    pub here: (CustomerId, String),
    pub other: (CustomerId, String),
}

impl CardPair {
    /// The one that goes and the one that goes on; `reversed` when the newer one shall. Ids grow with time.
    fn sorted(&self, reversed: bool) -> (&(CustomerId, String), &(CustomerId, String)) {
        let other_is_older = self.other.0 < self.here.0;
        if other_is_older == reversed { (&self.other, &self.here) } else { (&self.here, &self.other) }
    }
}

/// Asks which cards have an address of this one, unless it is known.
pub fn ask_alike(app: &App, customer: CustomerId, out: &mut Effects) {
    if app.alike.as_ref().is_none_or(|(known, _)| *known != customer) {
        out.push(Effect::LoadAlike { customer });
    }
}

/// Lists the cards that may be the same person.
pub fn open(app: &mut App, file: &CaseFile, out: &mut Effects) {
    if file.case.number == 0 {
        return app.say(Level::Info, &Said::new("merge-unsent"));
    }
    // A mark in the queue says which other card is meant, if its case is at hand.
    let marked: Vec<CaseId> = app.many.marked().collect();
    let unread = marked.iter().filter(|id| app.case(**id).is_none());
    out.extend(unread.map(|id| Effect::LoadCase { id: *id }));
    let items = candidates(app, file, &marked);
    if items.is_empty() {
        return app.say(Level::Info, &Said::new("cards-none"));
    }
    app.overlay = Some(Overlay::Pick(Box::new(Pick::new(app.texts.t("cards-title"), items))));
}

fn candidates(app: &App, file: &CaseFile, marked: &[CaseId]) -> Vec<Item<Picked>> {
    let here = (file.customer.id, file.customer.name.short());
    let mut found: Vec<(CustomerId, String, String)> = Vec::new();
    let alike = app.alike.iter().filter(|(customer, _)| *customer == file.customer.id);
    for card in alike.flat_map(|(_, cards)| cards) {
        found.push((card.customer.id, safe_line(&card.customer.name.short()).into_owned(), shared(app, &card.shared)));
    }
    for other in marked.iter().filter_map(|id| app.case(*id)) {
        let (id, name) = (other.customer.id, other.customer.name.short());
        if id != here.0 && found.iter().all(|(known, ..)| *known != id) {
            let number = other.case.number.to_string();
            found.push((id, name, app.texts.tr("cards-marked", &[("number", number.into())])));
        }
    }
    let item = |(id, name, why): (CustomerId, String, String)| {
        let pair = CardPair { case: file.case.id, here: here.clone(), other: (id, name) };
        let (gone, stays) = pair.sorted(false);
        let label = format!("{} → {}", gone.1, stays.1);
        Item::new(Picked::MergeCards(pair), label, why)
    };
    found.into_iter().map(item).collect()
}

/// "the same address amy@example.org": why a card may be the same person.
pub fn shared(app: &App, contacts: &[Contact]) -> String {
    let addresses: Vec<_> = contacts.iter().map(|contact| safe_line(&contact.address).into_owned()).collect();
    app.texts.tr("cards-shared", &[("address", addresses.join(", ").into())])
}

pub fn merge(app: &mut App, pair: &CardPair, reversed: bool, out: &mut Effects) {
    let (gone, into) = pair.sorted(reversed);
    let merge = MergeCardInto { into: into.0 };
    submit(out, Command::MergeCard { case: pair.case, customer: gone.0, merge });
    let said = Said::new("cards-done").with("gone", gone.1.clone()).with("into", into.1.clone());
    app.say(Level::Info, &said);
    app.last_merge = None;
    app.last_card_merge = Some(CardsMerged { case: pair.case, gone: gone.0, name: gone.1.clone() });
    forget_what_was_read(app);
}

/// Takes the last merge of cards back.
pub fn undo(app: &mut App, out: &mut Effects) {
    if let Some(CardsMerged { case, gone, name }) = app.last_card_merge.take() {
        take_apart(app, case, gone, &name, out);
    }
}

/// Takes a card that is part of this one out again.
pub fn unmerge(app: &mut App, file: &CaseFile, out: &mut Effects) {
    match &file.customer.absorbed[..] {
        [] => app.say(Level::Info, &Said::new("cards-no-parts")),
        [one] => take_apart(app, file.case.id, one.customer, &one.name, out),
        many => {
            let items = many.iter().map(|part| {
                let picked = Picked::UnmergeCard(file.case.id, part.customer, part.name.clone());
                Item::new(picked, part.name.clone(), joined(app, part))
            });
            let pick = Pick::new(app.texts.t("cards-apart-title"), items.collect());
            app.overlay = Some(Overlay::Pick(Box::new(pick)));
        }
    }
}

/// "Anna, 3 Mar": who merged a card, and when.
pub fn joined(app: &App, part: &AbsorbedCard) -> String {
    let when = day(&app.texts, part.at.to_zoned(app.zone()).date(), app.local_now().date());
    format!("{}, {when}", app.operator_name(part.by))
}

pub fn take_apart(app: &mut App, case: CaseId, gone: CustomerId, name: &str, out: &mut Effects) {
    submit(out, Command::UnmergeCard { case, customer: gone });
    app.say(Level::Info, &Said::new("cards-apart").with("name", name.to_owned()));
    app.last_card_merge = None;
    forget_what_was_read(app);
}

fn forget_what_was_read(app: &mut App) {
    (app.other_cases, app.alike) = (None, None);
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;
