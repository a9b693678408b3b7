//! What the customer's card says of other cards that are the same person, and of his other cases.

use super::bars::key_of;
use super::card::{SideLine, wrapped};
use super::channel;
use crate::model::CaseFile;
use crate::text::safe_line;
use crate::tui::action::Action;
use crate::tui::app::{App, card_joined, shared_addresses};
use crate::tui::theme::Role;

/// More cases than this are counted, not listed.
const CASES: usize = 6;

pub fn lines(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let mut out = Vec::new();
    parts(app, file, cells, &mut out);
    alike(app, file, cells, &mut out);
    other_cases(app, file, &mut out);
    out
}

/// Cards that went into this one, with the key that takes them out.
fn parts(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<SideLine>) {
    let key = key_of(app, Action::UnmergeCards).unwrap_or_default();
    for part in &file.customer.absorbed {
        let args =
            [("name", part.name.as_str().into()), ("by", card_joined(app, part).into()), ("key", key.as_str().into())];
        wrapped(out, &format!("+ {}", app.texts.tr("card-part", &args)), cells, 0, Role::Dim);
    }
}

/// Cards that an address of this one leads to, with the key that makes them one.
fn alike(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<SideLine>) {
    let key = key_of(app, Action::MergeCards).unwrap_or_default();
    let known = app.alike.iter().filter(|(customer, _)| *customer == file.customer.id);
    for card in known.flat_map(|(_, cards)| cards) {
        let name = safe_line(&card.customer.name.short()).into_owned();
        let why = shared_addresses(app, &card.shared);
        let args = [("name", name.into()), ("why", why.into()), ("key", key.as_str().into())];
        wrapped(out, &format!("= {}", app.texts.tr("card-alike", &args)), cells, 0, Role::Soon);
    }
}

fn other_cases(app: &App, file: &CaseFile, out: &mut Vec<SideLine>) {
    let Some((_, rows)) = app.other_cases.as_ref().filter(|(id, _)| *id == file.customer.id) else { return };
    let others: Vec<_> = rows.iter().filter(|r| r.id != file.case.id).collect();
    if others.is_empty() {
        return;
    }
    out.push(SideLine::one(app.texts.count("card-other-cases", others.len() as u64), Role::Dim));
    out.extend(others.iter().take(CASES).map(|r| SideLine {
        pieces: vec![
            (format!("  {} #{} ", channel::state(&r.state), r.number), Role::Dim),
            (r.subject.clone(), Role::Text),
        ],
        chosen: false,
    }));
}
