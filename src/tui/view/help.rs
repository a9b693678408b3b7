//! Help: the keys of the place it was called from, by groups, from the live keymap; then what the signs mean.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::{Pen, channel};
use crate::model::{Channel, State};
use crate::text::{pad, width};
use crate::tui::action::{Action, Group};
use crate::tui::app::{App, Help, Measured, spell};
use crate::tui::theme::Role;

pub fn draw(app: &App, help: &Help, pen: &mut Pen<'_>, area: Rect, measured: &mut Measured) {
    let lines = lines(app, help);
    *measured = Measured { lines: lines.len(), page: usize::from(area.height), ..Measured::default() };
    for (y, (text, role)) in lines.iter().skip(help.scroll).take(usize::from(area.height)).enumerate() {
        pen.text(area.x + 2, area.y + y as u16, text, area.width.saturating_sub(3), *role);
    }
}

fn lines(app: &App, help: &Help) -> Vec<(String, Role)> {
    let texts = &app.texts;
    let mut groups: BTreeMap<Group, Vec<(String, String)>> = BTreeMap::new();
    for action in Action::ALL {
        let keys: Vec<String> = app.keymap.keys_of(help.contexts, *action).iter().map(|c| spell(c)).collect();
        if !keys.is_empty() {
            groups.entry(action.group()).or_default().push((keys.join("  "), texts.t(action.title_key())));
        }
    }
    let mut lines = vec![(texts.t("help-title"), Role::Strong), (String::new(), Role::Text)];
    for (group, entries) in groups {
        lines.push((texts.t(group.title_key()), Role::Accent));
        let keys = entries.iter().map(|(k, _)| width(k)).max().unwrap_or(0).min(24);
        lines.extend(entries.into_iter().map(|(key, title)| (format!("  {}  {title}", pad(&key, keys)), Role::Text)));
        lines.push((String::new(), Role::Text));
    }
    lines.push((texts.t("help-signs"), Role::Accent));
    for known in Channel::KNOWN {
        let words = texts.t(&format!("channel-{}", known.as_str().replace('_', "-")));
        lines.push((format!("  {}  {words}", channel::channel(known)), Role::Text));
    }
    for known in State::KNOWN {
        let words = texts.t(&format!("state-{}", known.as_str().replace('_', "-")));
        lines.push((format!("  {}  {words}", channel::state(known)), Role::Text));
    }
    for (sign, key) in [
        ("!", "sign-urgent"),
        ("C", "mark-call"),
        ("?", "mark-ambiguous"),
        ("↑", "mark-unsent"),
        ("P", "mark-public"),
        ("V", "mark-vip"),
        ("✎", "mark-draft"),
        ("…", "mark-writing"),
        ("o", "mark-reading"),
        ("z", "mark-snoozed"),
    ] {
        lines.push((format!("  {sign}  {}", texts.t(key)), Role::Text));
    }
    lines
}
