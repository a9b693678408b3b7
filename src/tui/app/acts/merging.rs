//! Two cases that are one complaint: the list of candidates, the merge, and taking them apart again.
//!
//! The older case goes on; the second key of the list lets the newer one go on instead. Not its duty: what goes on with it
//! (the desk decides), which cases look alike (`triage`).

use super::super::pick::{Item, Pick};
use super::super::{App, Effect, Effects, Level, Overlay, Said, Screen, case};
use super::{Picked, details, file_at_hand, submit};
use crate::i18n::day;
use crate::model::acts::{CasePatch, Command, MergeInto};
use crate::model::queue::QueueRow;
use crate::model::{CaseFile, CaseId, Duplicate, LikenessReason};

/// So many candidates are read for their preview.
const PREVIEWS: usize = 4;

/// A merge this workstation has asked for: what `u` takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    pub gone: CaseId,
    pub gone_number: u64,
}

/// The two cases of a merge, and what they are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub here: (CaseId, u64),
    pub other: (CaseId, u64),
}

impl Pair {
    /// The one that goes and the one that goes on; `reversed` when the newer one shall.
    fn sorted(self, reversed: bool) -> ((CaseId, u64), (CaseId, u64)) {
        let other_is_older = self.other.1 < self.here.1;
        if other_is_older == reversed { (self.other, self.here) } else { (self.here, self.other) }
    }
}

/// Lists the customer's other cases, those that look alike first.
pub fn open(app: &mut App, file: &CaseFile, out: &mut Effects) {
    if let Some(there) = file.case.merged_into {
        app.say(Level::Info, &Said::new("merge-is-merged").with("number", survivor_number(file)));
        return case::open(app, there, out);
    }
    if file.case.number == 0 {
        return app.say(Level::Info, &Said::new("merge-unsent"));
    }
    if app.other_cases.as_ref().is_none_or(|(customer, _)| *customer != file.customer.id) {
        app.merge_wanted = Some(file.case.id);
        return out.push(Effect::LoadOtherCases { customer: file.customer.id });
    }
    let rows = candidates(app, file);
    if rows.is_empty() {
        return app.say(Level::Info, &Said::new("merge-no-others"));
    }
    let unread = rows.iter().map(|r| r.id).filter(|id| app.case(*id).is_none()).take(PREVIEWS);
    out.extend(unread.map(|id| Effect::LoadCase { id }));
    let items = rows.iter().map(|row| item(app, file, row)).collect();
    let pick = Pick::new(app.texts.t("merge-title"), items);
    app.overlay = Some(Overlay::Pick(Box::new(pick)));
}

/// The customer's cases have come: the list that waits for them opens, if its case is still at hand.
pub fn others_came(app: &mut App, out: &mut Effects) {
    let Some(wanted) = app.merge_wanted.take() else { return };
    let file = file_at_hand(app).filter(|file| file.case.id == wanted).cloned();
    let is_known =
        |file: &CaseFile| app.other_cases.as_ref().is_some_and(|(customer, _)| *customer == file.customer.id);
    if let Some(file) = file.filter(is_known).filter(|_| app.overlay.is_none()) {
        open(app, &file, out);
    }
}

/// Other cases that can be one with this, the likest first, then the newest.
fn candidates(app: &App, file: &CaseFile) -> Vec<QueueRow> {
    let rows = app.other_cases.as_ref().map_or(&[][..], |(_, rows)| rows);
    let is_other = |row: &&QueueRow| row.id != file.case.id && row.number > 0;
    let mut rows: Vec<QueueRow> = rows.iter().filter(is_other).cloned().collect();
    let rank = |row: &QueueRow| file.case.duplicates.iter().position(|d| d.case == row.id && d.dismissed_by.is_none());
    rows.sort_by_key(|row| (rank(row).unwrap_or(usize::MAX), std::cmp::Reverse(row.received_at)));
    rows
}

fn item(app: &App, file: &CaseFile, row: &QueueRow) -> Item<Picked> {
    let pair = Pair { here: (file.case.id, file.case.number), other: (row.id, row.number) };
    let ((_, gone), (_, stays)) = pair.sorted(false);
    let received = day(&app.texts, row.received_at.to_zoned(app.zone()).date(), app.local_now().date());
    let state = app.texts.t(&format!("state-short-{}", row.state.as_str().replace('_', "-")));
    let like = file.case.duplicates.iter().find(|d| d.case == row.id && d.dismissed_by.is_none());
    let aside = match like {
        Some(like) => format!("{} · {received}", likeness(app, like)),
        None => format!("{state} · {received}"),
    };
    Item::new(Picked::Merge(pair), format!("#{gone} → #{stays}  {}", row.subject), aside)
}

/// Why another case looks like the same complaint, in words.
pub fn likeness(app: &App, duplicate: &Duplicate) -> String {
    let key = match duplicate.reason {
        LikenessReason::Number => "merge-same-number",
        LikenessReason::Words | LikenessReason::Other(_) => "merge-same-words",
    };
    let evidence = crate::text::safe_line(&duplicate.evidence).into_owned();
    app.texts.tr(key, &[("evidence", evidence.into())])
}

pub fn merge(app: &mut App, pair: Pair, reversed: bool, out: &mut Effects) {
    let ((gone, gone_number), (into, number)) = pair.sorted(reversed);
    submit(out, Command::Merge { case: gone, merge: MergeInto { into, other_customer: false } });
    app.last_merge = Some(Merged { gone, gone_number });
    app.last_card_merge = None;
    let said = Said::new("merge-done").with("gone", gone_number.to_string()).with("into", number.to_string());
    app.say(Level::Info, &said);
    app.other_cases = None;
    if matches!(app.screen(), Screen::Case(screen) if screen.id == gone) {
        case::replace(app, into, out);
    }
}

/// Takes the last merge back.
pub fn undo(app: &mut App, out: &mut Effects) {
    if let Some(Merged { gone, gone_number }) = app.last_merge.take() {
        take_apart(app, gone, gone_number, out);
    }
}

/// Takes a case that is part of this one out again, or this one out of its survivor.
pub fn unmerge(app: &mut App, file: &CaseFile, out: &mut Effects) {
    if file.case.merged_into.is_some() {
        return take_apart(app, file.case.id, file.case.number, out);
    }
    match &file.case.absorbed[..] {
        [] => app.say(Level::Info, &Said::new("merge-none")),
        [one] => take_apart(app, one.case, one.number, out),
        many => {
            let item = |a: &crate::model::Absorbed| {
                Item::new(Picked::Unmerge(a.case, a.number), format!("#{}", a.number), String::new())
            };
            let pick = Pick::new(app.texts.t("merge-apart-title"), many.iter().map(item).collect());
            app.overlay = Some(Overlay::Pick(Box::new(pick)));
        }
    }
}

pub fn take_apart(app: &mut App, gone: CaseId, number: u64, out: &mut Effects) {
    submit(out, Command::Unmerge { case: gone });
    app.other_cases = None;
    app.say(Level::Info, &Said::new("merge-apart").with("number", number.to_string()));
}

/// The suggested case is another matter.
pub fn not_the_same(app: &mut App, file: &CaseFile, out: &mut Effects) {
    match file.case.suggested_duplicate() {
        Some(other) => {
            let patch = CasePatch { dismiss_duplicate: Some(other.case), ..CasePatch::default() };
            details::patch(app, file.case.id, patch, out);
        }
        None => app.say(Level::Info, &Said::new("merge-nothing-suggested")),
    }
}

/// The number of the case that this one went into, as far as it is told.
pub fn survivor_number(file: &CaseFile) -> String {
    file.case.merge.as_ref().map_or_else(|| "?".to_owned(), |merge| merge.into_number.to_string())
}

#[cfg(test)]
#[path = "merging_tests.rs"]
mod tests;
