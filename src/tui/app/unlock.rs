//! The signing key behind a passphrase: asked for at the moment of signing, once a start. Whatever comes of it, the
//! letter is either in the outbox or back in its composer.
//!
//! Not its duty: opening the key (`runtime`).

use zeroize::Zeroizing;

use super::acts;
use super::composer;
use super::form::{Field, Form};
use super::many;
use super::{App, Effect, Effects, Level, Outgoing, Purpose, Said};

/// A passphrase on its way to the key; never shown, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// The key needs its passphrase before the letter can be signed; `wrong` when one was typed that does not open it.
pub fn ask(app: &mut App, letter: Box<Outgoing>, delay_s: u32, wrong: bool) {
    app.sealing = None;
    let fields = vec![Field::secret("passphrase", app.texts.t("unlock-passphrase"))];
    let mut form = Form::new(app.texts.t("unlock-title"), Purpose::Unlock { letter, delay_s }, fields);
    form.intro = vec![app.texts.t("unlock-intro")];
    form.error = wrong.then(|| app.texts.t("unlock-wrong"));
    acts::ask(app, form);
}

/// Tries the passphrase that was typed.
///
/// # Errors
/// None was typed.
pub fn submitted(app: &mut App, form: &Form, letter: &Outgoing, delay_s: u32, out: &mut Effects) -> Result<(), String> {
    let typed = form.text("passphrase");
    if typed.is_empty() {
        return Err(app.texts.t("unlock-empty"));
    }
    app.sealing = Some(super::outbox::Sealing::Going);
    out.push(Effect::Unlock { passphrase: Passphrase::new(typed), letter: Box::new(letter.clone()), delay_s });
    Ok(())
}

/// The letter was not signed: it is in its composer again.
pub fn not_signed(app: &mut App, letter: &Outgoing, why: Option<String>, out: &mut Effects) {
    app.sealing = None;
    many::stopped(app);
    composer::come_back(app, letter.case, letter.kind.clone(), letter.body.clone(), letter.attachments.clone(), out);
    match why {
        Some(detail) => app.say(Level::Error, &Said::new("failed-signing").with("detail", detail)),
        None => app.say(Level::Info, &Said::new("unlock-given-up")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{case_id, now, opened, press, typed};
    use super::super::{Event, Overlay, Screen, update};
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::DraftKind;

    fn letter() -> Outgoing {
        Outgoing {
            case: case_id(),
            thread_version: 1,
            kind: DraftKind::Reply,
            channel: crate::model::Channel::Email,
            to: "maria@example.org".into(),
            subject: "Re".into(),
            body: "Мастер придёт завтра.".into(),
            attachments: Vec::new(),
            opens: Vec::new(),
            closes: Vec::new(),
            confirms: None,
            overrides: Vec::new(),
            replaces: Vec::new(),
        }
    }

    #[test]
    fn a_locked_key_asks_and_the_passphrase_goes_to_the_key_alone() {
        let mut app = opened(UiLang::Ru, (120, 40));
        let letter = letter();
        update(&mut app, Event::KeyLocked { letter: Box::new(letter.clone()), delay_s: 10, wrong: false }, now());
        assert!(matches!(&app.overlay, Some(Overlay::Form(form)) if form.error.is_none()));
        typed(&mut app, "тайна");
        let out = press(&mut app, "enter");
        let expected =
            Effect::Unlock { passphrase: Passphrase::new("тайна"), letter: Box::new(letter.clone()), delay_s: 10 };
        assert!(out.contains(&expected), "{out:?}");
        assert!(!format!("{out:?}").contains("тайна"));
        update(&mut app, Event::KeyLocked { letter: Box::new(letter), delay_s: 10, wrong: true }, now());
        assert!(matches!(&app.overlay, Some(Overlay::Form(form)) if form.error.is_some()), "a wrong one is told");
    }

    #[test]
    fn without_a_signature_the_letter_is_in_its_composer_again() {
        let mut app = opened(UiLang::Ru, (120, 40));
        let letter = letter();
        update(&mut app, Event::KeyLocked { letter: Box::new(letter.clone()), delay_s: 10, wrong: false }, now());
        press(&mut app, "esc");
        assert!(matches!(app.screen(), Screen::Composer));
        update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
        assert_eq!(app.composer.as_ref().map(|c| c.editor.text().to_owned()), Some("Мастер придёт завтра.".to_owned()));
        let mut app = opened(UiLang::Ru, (120, 40));
        update(&mut app, Event::NotSigned { letter: Box::new(letter), why: "the ssh-agent is gone".into() }, now());
        assert!(matches!(app.screen(), Screen::Composer) && app.sealing.is_none());
    }
}
