//! The terminal's clipboard and notifications, settings, the operator's profile.

use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::World;
use crate::config::{DictionaryError, Notify, add_word, load_speller};
use crate::files::write_private;
use crate::model::acts::NewOperator;
use crate::signing::{ensure_key, own_key};
use crate::text::safe_line;
use crate::tui::app::{Dictionaries, Event, Said, Start};

impl World {
    /// Copies through the terminal (OSC 52), so that it works over SSH too.
    pub(super) fn copy(&self, text: &str, events: &Sender<Event>) {
        escape(&format!("\x1b]52;c;{}\x07", STANDARD.encode(text)));
        let _ = events.send(Event::Said(Said::new("said-copied")));
    }

    /// Tells of a due follow-up outside the program, as the user wishes. Names of customers stay inside: a notification
    /// may be shown on a locked screen.
    pub(super) fn notify(&self, title: &str, _body: &str) {
        let title = safe_line(title);
        match self.config.interface.notify {
            Notify::Off => {}
            Notify::Bell => escape("\x07"),
            Notify::Osc9 => escape(&format!("\x1b]9;Sincerely: {title}\x07")),
            Notify::Osc777 => escape(&format!("\x1b]777;notify;Sincerely;{title}\x07")),
            Notify::Osc99 => escape(&format!("\x1b]99;;Sincerely: {title}\x1b\\")),
        }
    }

    /// Writes one value of `[interface]` into config.toml and leaves the rest of the file as its owner wrote it.
    pub(super) fn save_setting(&self, key: &str, value: &str, events: &Sender<Event>) {
        let path = self.paths.config.join("config.toml");
        let saved = std::fs::read_to_string(&path)
            .or_else(|e| if e.kind() == std::io::ErrorKind::NotFound { Ok(String::new()) } else { Err(e) })
            .map_err(anyhow::Error::from)
            .and_then(|text| set(&text, key, value))
            .and_then(|text| Ok(write_private(&path, text.as_bytes())?));
        if let Err(error) = saved {
            let _ = events.send(Event::Failed { what: "failed-setting", detail: format!("{error:#}") });
        }
    }

    /// Reads the spelling dictionaries of a language beside the screen.
    pub(super) fn load_dictionaries(&self, lang: &'static str, events: &Sender<Event>) {
        let (paths, events) = (self.paths.clone(), events.clone());
        std::thread::spawn(move || {
            let (speller, problems) = load_speller(&paths, &[lang]);
            let mut dictionaries = Dictionaries { speller, ..Dictionaries::default() };
            for problem in problems {
                match problem {
                    DictionaryError::Missing { lang, package, .. } => {
                        let said = Said::new("spelling-missing").with("lang", lang).with("package", package);
                        dictionaries.missing = Some(said);
                    }
                    other => dictionaries.broken.push(other.to_string()),
                }
            }
            let _ = events.send(Event::Dictionaries(Arc::new(dictionaries)));
        });
    }

    /// Writes a word that is right into the user's list.
    pub(super) fn keep_word(&self, word: &str, events: &Sender<Event>) {
        if let Err(error) = add_word(&self.paths, word) {
            let _ = events.send(Event::Failed { what: "failed-setting", detail: error.to_string() });
        }
    }

    /// Makes the operator's key, tells the desk who works here, and begins as he chose.
    pub(super) fn save_profile(&mut self, profile: NewOperator, then: Start, events: &Sender<Event>) {
        // The own key is made in any case (it also marks a machine where somebody has begun); the chosen one is told.
        let own = ensure_key(&own_key(&self.paths.data), &profile.name);
        let key = own.and_then(|_| self.key.public_line());
        let key = match key {
            Ok(key) => key,
            Err(error) => {
                let _ = events.send(Event::Failed { what: "failed-key", detail: error.to_string() });
                return;
            }
        };
        let (desk, store, events) = (self.desk.clone(), self.store.clone(), events.clone());
        let paths = self.paths.clone();
        self.runtime.spawn(async move {
            let known = desk.put_me(NewOperator { key: Some(key), ..profile }).await;
            match known {
                Ok(me) => {
                    let _ = store.set_me(me.clone()).await;
                    let _ = events.send(Event::Me(Box::new(me.clone())));
                    desk.begin(then, &me, &paths, &events).await;
                }
                Err(error) => drop(events.send(Event::Failed { what: "failed-profile", detail: format!("{error:#}") })),
            }
        });
    }
}

/// Writes a control sequence past the screen; it draws nothing.
fn escape(sequence: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(sequence.as_bytes()).and_then(|()| out.flush());
}

fn set(text: &str, key: &str, value: &str) -> anyhow::Result<String> {
    let mut file: toml_edit::DocumentMut = text.parse()?;
    file["interface"].or_insert(toml_edit::table())[key] = toml_edit::value(value);
    Ok(file.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_changed_and_comments_stay() {
        let text = "# mine\n[interface]\ntheme = \"dark\" # calm\n\n[targets]\ncall = \"1h\"\n";
        let changed = set(text, "theme", "light").unwrap();
        assert!(
            changed.contains("# mine") && changed.contains("theme = \"light\"") && changed.contains("call = \"1h\"")
        );
        assert_eq!(set("", "theme", "light").unwrap(), "[interface]\ntheme = \"light\"\n");
        assert!(set("[interface", "theme", "light").is_err());
    }
}
