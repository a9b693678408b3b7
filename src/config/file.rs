//! `config.toml`: what the user can set, with a default for everything, and how mistakes in it are told.
//!
//! A mistake never takes the rest away: it is told with line and column, its section falls back to the default.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{Mail, Paths};
use crate::letter::Signatures;
use crate::schedule::{Calendar, Rules, Targets};
use crate::text::Mistake;

/// The whole file. Every section and every field may be missing.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub interface: Interface,
    pub commands: Commands,
    /// How the operator signs in a language (`[signature.en]`, `[signature.ru]`, `[signature.ro]`); without it the profile's
    /// words, put into the letter's language as far as this can be done.
    pub signature: Signatures,
    /// The key that letters are signed with.
    pub signing: Signing,
    /// Working hours of this desk; without it Monday to Friday, 9 to 18, in the operator's zone.
    pub calendar: Option<Calendar>,
    /// How long each duty may take, in working time.
    pub targets: Targets,
    /// How this desk takes in and sends mail; without it, it does neither.
    pub mail: Option<Mail>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Interface {
    /// `en`, `ru` or `ro`; without it that of the environment (LANG).
    pub language: Option<String>,
    /// A shipped theme (dark, light, high-contrast, sixteen) or the name of a file `themes/<name>.toml` beside this one.
    pub theme: String,
    /// Take the mouse: click and wheel; selecting text with the terminal then needs Shift.
    pub mouse: bool,
    /// How a follow-up that becomes due is told outside the program.
    pub notify: Notify,
}

impl Default for Interface {
    fn default() -> Self {
        Self { language: None, theme: "dark".to_owned(), mouse: false, notify: Notify::Off }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Signing {
    /// An Ed25519 key in OpenSSH form (`~/.ssh/id_ed25519`), or the fingerprint of a key that the ssh-agent holds
    /// (`SHA256:…`); without it the key that was made at the first start. `sincerely keys use` sets it.
    pub key: Option<String>,
}

/// Ways of telling; the terminal must know the one that is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    #[default]
    Off,
    Bell,
    Osc9,
    Osc777,
    Osc99,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Commands {
    /// Opens an attachment; the file is added as the last argument.
    pub open: Vec<String>,
}

impl Default for Commands {
    fn default() -> Self {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        Self { open: vec![opener.to_owned()] }
    }
}

/// Name of the settings inside the config folder.
const FILE: &str = "config.toml";

impl Config {
    /// Reads the text of a file; what cannot be read is told and stays at its default.
    pub fn read(file: &str, text: &str) -> (Self, Vec<Mistake>) {
        let error = match toml::from_str::<Self>(text) {
            Ok(config) => return (config, Vec::new()),
            Err(error) => error,
        };
        let mut mistakes = vec![Mistake::at(file, text, error.span().unwrap_or(0..0), error.message())];
        let Ok(sections) = toml::from_str::<BTreeMap<Spanned<String>, toml::Value>>(text) else {
            return (Self::default(), mistakes);
        };
        let mut config = Self::default();
        for (name, value) in sections {
            let read = match name.get_ref().as_str() {
                "interface" => section(value, &mut config.interface),
                "signature" => section(value, &mut config.signature),
                "signing" => section(value, &mut config.signing),
                "commands" => section(value, &mut config.commands),
                "calendar" => section(value, &mut config.calendar),
                "targets" => section(value, &mut config.targets),
                "mail" => section(value, &mut config.mail),
                _ => Err("no such section".to_owned()),
            };
            if let Err(message) = read {
                mistakes.push(Mistake::at(file, text, name.span(), format!("[{}]: {message}", name.get_ref())));
            }
        }
        // The first one is the same mistake with its exact place.
        mistakes.truncate(mistakes.len().max(2) - 1);
        (config, mistakes)
    }

    /// The user's settings; the defaults stand in for what cannot be read, and the mistakes say why.
    pub fn load(paths: &Paths) -> (Self, Vec<Mistake>) {
        match std::fs::read_to_string(paths.config.join(FILE)) {
            Ok(text) => Self::read(FILE, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Self::default(), Vec::new()),
            Err(error) => (Self::default(), vec![Mistake::at(FILE, "", 0..0, error.to_string())]),
        }
    }

    /// Working hours and targets, in the operator's zone where the file names none.
    pub fn rules(&self, zone: &str) -> Rules {
        let calendar = self.calendar.clone().or_else(|| Calendar::in_zone(zone).ok()).unwrap_or_default();
        Rules { calendar, targets: self.targets.clone() }
    }
}

fn section<T: DeserializeOwned>(value: toml::Value, into: &mut T) -> Result<(), String> {
    *into = value.try_into().map_err(|e: toml::de::Error| e.message().to_owned())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_all_defaults() {
        assert_eq!(Config::read("c", ""), (Config::default(), vec![]));
    }

    #[test]
    fn a_mistake_is_told_with_its_place_and_the_other_sections_are_used() {
        let text = "[interface]\ntheme = \"light\"\nmouse = 3\n\n[targets]\nfirst_response = \"2h\"\n";
        let (config, mistakes) = Config::read("config.toml", text);
        assert_eq!(mistakes.iter().map(|m| (m.line, m.column)).collect::<Vec<_>>(), [(3, 9)]);
        assert_eq!(config.interface, Interface::default());
        assert_eq!(config.targets.first_response, crate::schedule::WorkSpan::hours(2));
    }

    #[test]
    fn two_broken_sections_are_both_told() {
        let text = "[interface]\nmouse = 3\n[commands]\nopen = 5\n[nowhere]\n";
        let (_, mistakes) = Config::read("config.toml", text);
        assert!(mistakes.len() >= 2, "{mistakes:?}");
    }

    #[test]
    fn a_signature_is_given_by_language() {
        let text =
            "[signature.en]\nname = \"Anna Ivanova\"\npost = \"senior specialist\"\n[signature.ro]\nhours = \"\"\n";
        let (config, mistakes) = Config::read("c", text);
        assert_eq!(mistakes, []);
        assert_eq!(config.signature["en"].post.as_deref(), Some("senior specialist"));
        assert_eq!((config.signature["ro"].name.as_ref(), config.signature["ro"].hours.as_deref()), (None, Some("")));
        let (config, mistakes) = Config::read("c", "[signature.en]\nnmae = \"A\"\n[interface]\ntheme = \"light\"\n");
        assert_eq!((mistakes.len(), mistakes[0].line, config.interface.theme.as_str()), (1, 2, "light"));
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_and_everything_is_default() {
        let (config, mistakes) = Config::read("config.toml", "[interface\n");
        assert_eq!((config, mistakes.len(), mistakes[0].line), (Config::default(), 1, 1));
    }

    #[test]
    fn holidays_and_hours_come_from_the_file() {
        let text = "[calendar]\nzone = \"Europe/Chisinau\"\nholidays = [\"2026-01-07\"]\n[calendar.week]\nmon = [\"08:00-12:00\", \"13:00-17:00\"]\n";
        let (config, mistakes) = Config::read("c", text);
        assert_eq!(mistakes, []);
        assert_eq!(config.rules("UTC").calendar.zone(), "Europe/Chisinau");
        assert_eq!(Config::default().rules("Europe/Moscow").calendar.zone(), "Europe/Moscow");
    }
}
