//! A new token for the desk, given without leaving the program: when the desk no longer accepts the one there is.
//!
//! Not its duty: trying and keeping it (`runtime`).

use super::form::{Field, Form};
use super::{App, Effect, Effects, Level, Overlay, Purpose, Said, Secret, spell};
use crate::model::queue::Link;
use crate::tui::action::Action;

/// Asks for the token.
pub fn open(app: &mut App) {
    let texts = &app.texts;
    let token = Field::secret("token", texts.t("begin-token"));
    let mut form = Form::new(texts.t("action-sign-in"), Purpose::SignIn, vec![token]);
    form.intro = vec![texts.t("sign-in-intro")];
    app.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Takes the token.
///
/// # Errors
/// None was given.
pub fn token_from(app: &App, form: &Form, out: &mut Effects) -> Result<(), String> {
    match form.text("token") {
        "" => Err(app.texts.t("begin-missing")),
        token => {
            out.push(Effect::SignIn { token: Secret(token.to_owned()) });
            Ok(())
        }
    }
}

/// The connection looks otherwise; that the desk asks for a new token is told once, with the key that gives it.
pub fn link_came(app: &mut App, link: Link) {
    let is_new = !matches!(app.link, Link::LoginNeeded { .. });
    app.link = link;
    if is_new && matches!(app.link, Link::LoginNeeded { .. }) {
        let chords = app.keymap.keys_of(&[crate::tui::input::Context::Global], Action::SignIn);
        let key = chords.first().map(|c| spell(c)).unwrap_or_default();
        app.say(Level::Error, &Said::new("sign-in-needed").with("key", key));
    }
}
