//! The written record of what was agreed by phone (R7, R8, R33, R34): the letter begins with it, and goes by e-mail. A chat
//! is no place for it; a messenger is, with a reason that stays with the letter.
//!
//! Not its duty: that the record is owed (`schedule`), its words (`letter`).

use jiff::Timestamp;

use super::{Composer, palette};
use crate::letter;
use crate::model::{CaseFile, Channel, FollowUpKind, Override};
use crate::tui::app::form::{Choice, Field, Form, Purpose};
use crate::tui::app::{App, Effects, Level, Overlay, Said, acts};

/// Under this name the reason for another way than e-mail stays with the letter.
pub const OTHER_WAY: &str = "written_record_channel";

/// What was agreed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub at: Timestamp,
    pub agreed: String,
}

/// The last agreement of the case that is owed in writing.
pub fn owed(file: &CaseFile) -> Option<Agreement> {
    let is_owed = |call: &crate::model::CallId| {
        let duties = file.follow_ups.iter().filter(|f| f.is_open() && f.kind == FollowUpKind::WrittenConfirmation);
        duties.into_iter().any(|f| f.origin.call == Some(*call))
    };
    let call = file.calls.iter().rev().find(|c| !c.agreed.trim().is_empty() && is_owed(&c.id))?;
    Some(Agreement { at: call.at, agreed: call.agreed.clone() })
}

/// True when the letter is the record of an agreement.
pub fn is_record(composer: &Composer, file: &CaseFile) -> bool {
    !composer.is_note() && !composer.is_public() && (composer.record.is_some() || owed(file).is_some())
}

/// The way of a record: by e-mail, or by the messenger that was chosen with a reason. None for other letters.
pub fn way(composer: &Composer, file: &CaseFile) -> Option<Channel> {
    if composer.is_for_many() || !is_record(composer, file) {
        return None;
    }
    let chosen = composer.overrides.iter().rev().find(|o| o.rule == OTHER_WAY);
    Some(chosen.map_or(Channel::Email, |o| Channel::from(o.found.as_str())))
}

/// The sentence that such a letter begins with.
pub fn sentence(app: &App, composer: &Composer, file: &CaseFile) -> Option<String> {
    let agreement = match &composer.record {
        Some(agreement) => agreement.clone(),
        None => owed(file).filter(|_| is_record(composer, file))?,
    };
    let book = app.known_phrasebook(&composer.lang)?;
    let day = agreement.at.to_zoned(app.zone()).date();
    letter::written_record(book, &palette::voice(app, composer), day, &agreement.agreed)
}

/// Says by which way the record goes, and what is lacking for it.
pub fn tell(app: &mut App, composer: &Composer) {
    let Some(file) = app.case(composer.case) else { return };
    if way(composer, file) != Some(Channel::Email) {
        return;
    }
    let key = app.keymap.keys_of(app.contexts(), crate::tui::action::Action::LetterChannel);
    let key = key.first().map(|c| crate::tui::app::spell(c)).unwrap_or_default();
    let (level, said) = match composer.to.is_empty() {
        true => (Level::Warning, "record-no-email"),
        false => (Level::Info, "record-by-email"),
    };
    app.say(level, &Said::new(said).with("key", key));
}

/// Asks by which way the record goes: e-mail first.
pub fn open_channel(app: &mut App) {
    let Some((composer, file)) = app.composer.as_ref().and_then(|c| Some((c, app.case(c.case)?))) else { return };
    let Some(now) = way(composer, file) else {
        let said = match &composer.to {
            _ if !super::rang(file) || composer.is_public() => Said::new("record-not-one"),
            to if to.is_empty() => Said::new("rang-no-address"),
            to => Said::new("rang-address").with("to", to.clone()),
        };
        return app.say(Level::Info, &said);
    };
    let ways = [Channel::Email, Channel::Messenger].map(|channel| {
        let words = app.texts.t(&format!("channel-{}", channel.as_str()));
        let address = file.customer.address_on(&channel).unwrap_or("—").to_owned();
        Choice::new(channel.as_str(), format!("{words} {address}"))
    });
    let reason = composer.overrides.iter().rev().find(|o| o.rule == OTHER_WAY).map_or("", |o| o.reason.as_str());
    let fields = vec![
        acts::fields::chosen("channel", app.texts.t("record-way"), ways.to_vec(), now.as_str()),
        Field::text("reason", app.texts.t("record-reason"), reason).with_hint(app.texts.t("record-reason-hint")),
    ];
    let mut form = Form::new(app.texts.t("record-title"), Purpose::LetterChannel(composer.case), fields);
    form.intro = vec![app.texts.t("record-intro")];
    app.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Takes the way that was chosen.
///
/// # Errors
/// A messenger without a reason, or without an address.
pub fn channel_from(app: &mut App, form: &Form, out: &mut Effects) -> Result<(), String> {
    let (channel, reason) = (Channel::from(form.chosen("channel")), form.text("reason").to_owned());
    if channel != Channel::Email && reason.is_empty() {
        return Err(app.texts.t("record-needs-reason"));
    }
    let Some(mut composer) = app.composer.take() else { return Ok(()) };
    let address = app.case(composer.case).and_then(|f| f.customer.address_on(&channel)).map(str::to_owned);
    if channel != Channel::Email && address.is_none() {
        app.composer = Some(composer);
        return Err(app.texts.t("record-no-address"));
    }
    composer.overrides.retain(|o| o.rule != OTHER_WAY);
    if channel != Channel::Email {
        composer.overrides.push(Override { rule: OTHER_WAY.into(), found: channel.as_str().into(), reason });
    }
    if let Some(file) = app.case(composer.case) {
        super::address(&mut composer, file);
    }
    composer.touched(app.now, out);
    super::judge(app, &mut composer);
    app.composer = Some(composer);
    Ok(())
}
