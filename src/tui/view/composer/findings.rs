//! The panel beside a letter as lines, the findings in it, and the part of it that has room.
//!
//! Not its duty: which findings there are and their order (`app::composer`).

use super::PaneLine;
use crate::text::wrap;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::app::composer::{self, Composer, Finding, Severity};
use crate::tui::theme::Role;
use std::ops::Range;

/// The lines, and which of them are findings.
#[derive(Debug, Default)]
pub struct Panel {
    pub lines: Vec<PaneLine>,
    /// So many of the first lines stay where they are.
    pub pinned: usize,
    /// The line with which each finding begins.
    begins: Vec<usize>,
    at_hand: Option<Range<usize>>,
    /// So many of the last lines of the finding at hand say what can be done with it.
    keys: usize,
}

impl Panel {
    /// As many of the lines as there are rows, with the finding at hand among them; the last row says what was cut off.
    pub fn window(&self, app: &App, rows: usize) -> Vec<PaneLine> {
        let all = &self.lines[..self.lines.iter().rposition(|(line, _)| !line.is_empty()).map_or(0, |last| last + 1)];
        if all.len() <= rows || rows == 0 {
            return all.to_vec();
        }
        const LEAST: usize = 3;
        let pinned = if rows > self.pinned + LEAST { self.pinned } else { 0 };
        let room = rows - 1 - pinned;
        let from = self.at_hand.as_ref().map_or(0, |lines| lines.end.saturating_sub(room).min(lines.start)).max(pinned);
        let shown = from..(from + room).min(all.len());
        let hidden = self.begins.iter().filter(|line| !shown.contains(line)).count();
        let mut out = all[..pinned].to_vec();
        match &self.at_hand {
            Some(lines) if lines.len() > room && room > self.keys => out.extend(self.shortened(lines, room)),
            _ => out.extend_from_slice(&all[shown]),
        }
        let more =
            if hidden == 0 { "…".to_owned() } else { app.texts.count("composer-more-findings", hidden as u64) };
        out.push((more, Role::Dim));
        out
    }

    /// The finding at hand in so many rows: rather less of its words than none of its keys.
    fn shortened(&self, finding: &Range<usize>, rows: usize) -> Vec<PaneLine> {
        let words = finding.start..finding.start + rows - self.keys;
        let mut out = self.lines[words].to_vec();
        if let Some((last, _)) = out.last_mut() {
            *last = format!("{}…", last.trim_end_matches(['.', ',', ' ']));
        }
        out.extend_from_slice(&self.lines[finding.end - self.keys..finding.end]);
        out
    }

    fn begin(&mut self) {
        self.begins.push(self.lines.len());
    }

    /// Puts a line before what was begun from `at` on.
    fn insert(&mut self, at: usize, line: PaneLine) {
        self.lines.insert(at, line);
        self.begins.iter_mut().filter(|begin| **begin >= at).for_each(|begin| *begin += 1);
        if let Some(lines) = self.at_hand.as_mut().filter(|lines| lines.start >= at) {
            *lines = lines.start + 1..lines.end + 1;
        }
    }
}

/// What stands in the text and should not, then what the letter lacks as a whole; in short without their number.
pub fn finding_lines(app: &App, composer: &Composer, cells: usize, in_short: bool, panel: &mut Panel) {
    let (loud, lacks): (Vec<&Finding>, Vec<&Finding>) =
        composer::listed(composer).into_iter().partition(|f| composer::is_loud(f));
    if loud.is_empty() && lacks.is_empty() && composer.set_aside.is_empty() {
        return;
    }
    let (head, has_loud) = (panel.lines.len(), !loud.is_empty());
    let before = panel.begins.len();
    let at_hand = composer::finding_at_hand(composer);
    let mut told: Vec<&str> = Vec::new();
    for finding in loud {
        let (sign, role) = look(finding.severity);
        let message = finding.message(app.texts.lang().tag());
        let is_at_hand = at_hand.is_some_and(|at_hand| std::ptr::eq(at_hand, finding));
        // The places are marked in the text; the same words twice would say no more.
        if told.contains(&message) && !is_at_hand {
            continue;
        }
        told.push(message);
        panel.begin();
        let first = panel.lines.len();
        for (i, range) in wrap(message, cells.saturating_sub(2).max(8)).into_iter().enumerate() {
            let sign = if i == 0 { sign } else { " " };
            panel.lines.push((format!("{sign} {}", &message[range]), role));
        }
        if is_at_hand {
            at_hand_lines(app, finding, first, panel);
        }
    }
    lack_lines(app, &lacks, at_hand, panel);
    if has_loud && !in_short {
        // All that is listed counts: what is hidden is counted in the same way.
        let listed = panel.begins.len() - before;
        panel.insert(head, (app.texts.count("composer-findings", listed as u64), Role::Accent));
    }
    // What belongs into the slot being filled stands above, and is what one looks for now.
    panel.at_hand.take_if(|_| composer.slot().is_some());
    if !composer.set_aside.is_empty() {
        let count = composer.set_aside.len().to_string();
        panel.lines.push((app.texts.tr("composer-set-aside", &[("n", count.into())]), Role::Dim));
    }
    panel.lines.push((String::new(), Role::Text));
}

pub fn look(severity: Severity) -> (&'static str, Role) {
    match severity {
        Severity::Block => ("!", Role::Overdue),
        Severity::Warning => ("·", Role::Soon),
        Severity::Hint => ("·", Role::Dim),
    }
}

/// What the letter lacks and the checklist does not show already: a few quiet words each.
fn lack_lines(app: &App, lacks: &[&Finding], at_hand: Option<&Finding>, panel: &mut Panel) {
    if lacks.is_empty() {
        return;
    }
    panel.lines.push((app.texts.t("composer-lacks"), Role::Accent));
    for finding in lacks {
        panel.begin();
        let first = panel.lines.len();
        panel.lines.push((format!("· {}", finding.card.title.in_lang(app.texts.lang().tag())), Role::Dim));
        if at_hand.is_some_and(|at_hand| std::ptr::eq(at_hand, *finding)) {
            at_hand_lines(app, finding, first, panel);
        }
    }
}

/// What can be done with the finding at hand, each with its key.
fn at_hand_lines(app: &App, finding: &Finding, first: usize, panel: &mut Panel) {
    let key = |action| super::super::bars::key_of(app, action).unwrap_or_default();
    let words = panel.lines.len();
    if let Some(fix) = finding.fixes.first() {
        let label = fix.label.in_lang(app.texts.lang().tag());
        let label = label.strip_prefix("→ ").unwrap_or(label);
        panel.lines.push((format!("  {} → {label}", key(Action::ApplyFix)), Role::Good));
    }
    let line = app.texts.tr("finding-weigh", &[("key", key(Action::WeighFinding).into())]);
    panel.lines.push((format!("  {line}"), Role::Dim));
    panel.keys = panel.lines.len() - words;
    panel.at_hand = Some(first..panel.lines.len());
}
