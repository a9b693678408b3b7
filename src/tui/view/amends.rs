//! How a case is put right, on its card: our fault, the remedy, the five ticks of its way (R114, R128, R133).
//!
//! Not its duty: the rest of the card (`card`).

use super::card::{SideLine, wrapped};
use crate::model::{CaseFile, OurFault, WayStep};
use crate::text::safe_line;
use crate::tui::action::Action;
use crate::tui::app::{App, Taken, impression_words, remedy_words};
use crate::tui::theme::Role;

pub(super) fn lines(app: &App, file: &CaseFile, cells: usize) -> Vec<SideLine> {
    let (texts, case) = (&app.texts, &file.case);
    let mut out = Vec::new();
    if let Some(fault) = &case.our_fault {
        let words = match fault {
            OurFault::Other(word) => safe_line(word).into_owned(),
            known => texts.t(&format!("fault-{}", known.as_str())),
        };
        wrapped(&mut out, &format!("{}: {words}", texts.t("case-fault")), cells, 0, Role::Text);
    }
    if let Some(remedy) = &case.remedy {
        let words = safe_line(&remedy_words(app, remedy)).into_owned();
        wrapped(&mut out, &format!("{}: {words}", texts.t("case-remedy")), cells, 0, Role::Text);
    }
    if let Some(noted) = case.impression.as_ref().filter(|noted| !noted.is_blank()) {
        wrapped(&mut out, &safe_line(&impression_words(app, noted)), cells, 0, Role::Text);
    }
    way(app, file, cells, &mut out);
    out
}

/// "✓ admitted  ✓ plan  · outcome asked  · done  · prevented", and what prevents it.
fn way(app: &App, file: &CaseFile, cells: usize, out: &mut Vec<SideLine>) {
    let Some(way) = app.judged(file.case.id).and_then(|judged| judged.way.as_ref()) else { return };
    let step = |(step, taken): &(WayStep, Taken)| {
        let sign = match taken {
            Taken::Shown | Taken::Ticked => "✓",
            Taken::NotYet => "·",
            Taken::NotOwed => "–",
        };
        let words = app.texts.t(&format!("way-{}", step.as_str().replace('_', "-")));
        // One step is never torn apart.
        format!("{sign} {words}").replace(' ', "\u{a0}")
    };
    let steps: Vec<String> = way.iter().map(step).collect();
    let key = super::bars::key_of(app, Action::Way).unwrap_or_default();
    let line = format!("{}  {key}", steps.join("  "));
    let first = out.len();
    wrapped(out, line.trim_end(), cells, 0, Role::Dim);
    out[first..].iter_mut().for_each(SideLine::without_ties);
    let note = file.case.way.iter().find(|tick| tick.step == WayStep::Prevented).map_or("", |tick| tick.note.as_str());
    if !note.trim().is_empty() {
        wrapped(out, &safe_line(note), cells, 2, Role::Dim);
    }
}
