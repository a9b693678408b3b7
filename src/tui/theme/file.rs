//! Reading theme files.

use std::collections::BTreeMap;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Spanned;

use super::Role;
use crate::text::Mistake;

/// The themes that ship with the program; the first is the default.
pub const SHIPPED: &[(&str, &str)] = &[
    ("dark", include_str!("../../../themes/dark.toml")),
    ("light", include_str!("../../../themes/light.toml")),
    ("high-contrast", include_str!("../../../themes/high-contrast.toml")),
    ("sixteen", include_str!("../../../themes/sixteen.toml")),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    base: Option<Spanned<String>>,
    #[serde(default)]
    roles: BTreeMap<Spanned<String>, Spanned<Look>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    fg: Option<Spanned<String>>,
    bg: Option<Spanned<String>>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    dim: bool,
    #[serde(default)]
    italic: bool,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    reverse: bool,
}

/// The styles in the order of [`Role::ALL`], and what was wrong.
pub fn read(name: &str, text: &str) -> (Vec<Style>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            mistakes.push(Mistake::at(name, text, error.span().unwrap_or(0..0), error.message()));
            File { base: None, roles: BTreeMap::new() }
        }
    };
    let mut styles = base(name, &file, text, &mut mistakes);
    for (role, look) in &file.roles {
        match Role::ALL.iter().find(|r| r.id() == role.get_ref()) {
            Some(role) => {
                if let Some(style) = style(name, text, look.get_ref(), &mut mistakes) {
                    styles[*role as usize] = style;
                }
            }
            None => mistakes.push(Mistake::at(name, text, role.span(), format!("no such role `{}`", role.get_ref()))),
        }
    }
    mistakes.sort_by_key(|m| (m.line, m.column));
    (styles, mistakes)
}

fn base(name: &str, file: &File, text: &str, mistakes: &mut Vec<Mistake>) -> Vec<Style> {
    let wanted = file.base.as_ref().map(|b| b.get_ref().as_str());
    let shipped = SHIPPED.iter().find(|(n, _)| Some(*n) == wanted);
    if let (Some(written), None) = (&file.base, shipped) {
        let names: Vec<_> = SHIPPED.iter().map(|(n, _)| *n).collect();
        let message = format!("no such theme `{}`; shipped are {}", written.get_ref(), names.join(", "));
        mistakes.push(Mistake::at(name, text, written.span(), &message));
    }
    let (base_name, base_text) = shipped.unwrap_or(&SHIPPED[0]);
    if *base_name == name {
        return vec![Style::new(); Role::ALL.len()];
    }
    read(base_name, base_text).0
}

fn style(name: &str, text: &str, look: &Look, mistakes: &mut Vec<Mistake>) -> Option<Style> {
    let mut style = Style::new();
    for (written, is_fg) in [(&look.fg, true), (&look.bg, false)] {
        let Some(written) = written else { continue };
        match Color::from_str(written.get_ref()) {
            Ok(color) if is_fg => style.fg = Some(color),
            Ok(color) => style.bg = Some(color),
            Err(_) => {
                let message =
                    format!("`{}` is no colour; write #rrggbb, 0-255 or a name like light-red", written.get_ref());
                mistakes.push(Mistake::at(name, text, written.span(), &message));
                return None;
            }
        }
    }
    let modifiers = [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
    ];
    for (_, modifier) in modifiers.iter().filter(|(on, _)| *on) {
        style = style.add_modifier(*modifier);
    }
    Some(style)
}
