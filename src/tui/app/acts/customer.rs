//! The customer's card: who he is, how to reach him and how he wants to be reached, and details worth remembering.

use super::super::case::current_message;
use super::super::form::{Choice, Field};
use super::super::{App, Effects, Form, Item, Level, Overlay, Pick, Said};
use super::{Act, Picked, ask, fields, form, submit};
use crate::i18n::UiLang;
use crate::model::acts::{Command, CustomerPatch};
use crate::model::{
    CaseFile, CaseId, Channel, Contact, ContactMode, Customer, Gender, Lang, MessageId, MessageKind, PersonName,
    PinnedDetail, PreferenceOrigin,
};

/// Channels whose addresses the form shows, one line each; others are kept as they are.
const REACHED_BY: [(&str, Channel); 3] =
    [("email", Channel::Email), ("phone", Channel::Phone), ("messenger", Channel::Messenger)];

pub fn open(app: &mut App, file: &CaseFile) {
    let (texts, c) = (&app.texts, &file.customer);
    let genders = fields::words(app, "customer-gender", &["unspecified", "f", "m"]);
    let mut languages = UiLang::ALL.map(|l| Choice::new(l.tag(), l.name())).to_vec();
    if !languages.iter().any(|l| l.id == c.language.as_str()) {
        languages.push(Choice::new(c.language.as_str(), c.language.as_str()));
    }
    let modes = fields::or_none(app, fields::words(app, "mode", &["call_and_tell", "send_notices"]));
    let mode = c.mode.as_ref().map_or("", ContactMode::as_str);
    let channels = fields::or_none(app, fields::channels(app));
    let channel = c.preferred_channel.as_ref().map_or("", Channel::as_str);
    let managers = fields::or_none(app, fields::operators(app));
    let manager = c.personal_manager.map(|id| id.to_string()).unwrap_or_default();
    let mut all = vec![
        Field::text("given", texts.t("customer-given"), &c.name.given),
        Field::text("patronymic", texts.t("customer-patronymic"), &c.name.patronymic),
        Field::text("family", texts.t("customer-family"), &c.name.family),
        Field::text("public", texts.t("customer-public"), &c.name.public),
        fields::chosen("gender", texts.t("customer-gender"), genders, c.gender.as_str()),
        fields::chosen("language", texts.t("customer-language"), languages, c.language.as_str()),
    ];
    for (id, channel) in REACHED_BY {
        let label = texts.t(&format!("channel-{id}"));
        all.push(Field::text(id, label, c.address_on(&channel).unwrap_or_default()));
    }
    all.extend([
        fields::chosen("mode", texts.t("customer-mode"), modes, mode),
        fields::chosen("channel", texts.t("customer-channel"), channels, channel),
        Field::text("zone", texts.t("customer-zone"), c.zone.as_deref().unwrap_or_default())
            .with_hint("Europe/Chisinau".to_owned()),
        Field::flag("vip", texts.t("mark-vip"), c.vip),
        fields::chosen("manager", texts.t("customer-manager"), managers, &manager),
    ]);
    let form = form(app, "customer-title", file, Act::Customer { case: file.case.id }, all);
    ask(app, form);
}

/// Sends what was changed; a new wish keeps who asked, when, and where it was said (R54).
pub fn set(app: &App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let Some(file) = app.case(case) else { return Ok(()) };
    let c = &file.customer;
    let zone = form.text("zone");
    if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
        return Err(app.texts.tr("profile-no-zone", &[("zone", zone.into())]));
    }
    let name = PersonName {
        given: form.text("given").to_owned(),
        patronymic: form.text("patronymic").to_owned(),
        family: form.text("family").to_owned(),
        public: form.text("public").to_owned(),
    };
    let mode = Some(form.chosen("mode")).filter(|m| !m.is_empty()).map(ContactMode::from);
    let channel = Some(form.chosen("channel")).filter(|m| !m.is_empty()).map(Channel::from);
    let preference_changed =
        (mode != c.mode && mode.is_some()) || (channel != c.preferred_channel && channel.is_some());
    let contacts = contacts(c, form);
    let patch = CustomerPatch {
        name: Some(name).filter(|n| *n != c.name),
        gender: Some(Gender::from(form.chosen("gender"))).filter(|g| *g != c.gender),
        language: Some(Lang::new(form.chosen("language"))).filter(|l| *l != c.language),
        zone: Some(zone.to_owned()).filter(|z| !z.is_empty() && c.zone.as_deref() != Some(z)),
        vip: Some(form.flag("vip")).filter(|v| *v != c.vip),
        contacts: Some(contacts).filter(|list| *list != c.contacts),
        preferred_channel: channel.filter(|ch| Some(ch) != c.preferred_channel.as_ref()),
        mode: mode.filter(|m| Some(m) != c.mode.as_ref()),
        preference_origin: preference_changed.then(|| origin(app, file)),
        personal_manager: form.chosen("manager").parse().ok().filter(|id| Some(*id) != c.personal_manager),
        pinned: None,
    };
    send(case, c, patch, out);
    Ok(())
}

fn send(case: CaseId, customer: &Customer, patch: CustomerPatch, out: &mut Effects) {
    if patch != CustomerPatch::default() {
        let (customer, version) = (customer.id, customer.version);
        submit(out, Command::PatchCustomer { case, customer, version, patch: Box::new(patch) });
    }
}

/// Asked now, by this operator; said in the customer's message that is current, if one is.
fn origin(app: &App, file: &CaseFile) -> PreferenceOrigin {
    let said_in = current_message(app).filter(|m| m.kind == MessageKind::Inbound && m.case_id == file.case.id);
    PreferenceOrigin { at: app.now, by: app.me.id, message: said_in.map(|m| m.id) }
}

/// The contacts with the addresses of the form in their places.
fn contacts(customer: &Customer, form: &Form) -> Vec<Contact> {
    let mut list = customer.contacts.clone();
    for (id, channel) in REACHED_BY {
        let address = form.text(id);
        match list.iter().position(|c| c.channel == channel) {
            Some(at) if address.is_empty() => {
                list.remove(at);
            }
            Some(at) => address.clone_into(&mut list[at].address),
            None if address.is_empty() => {}
            None => list.push(Contact { channel, address: address.to_owned() }),
        }
    }
    list
}

/// Which line of the current message is worth remembering.
pub fn open_pin(app: &mut App) {
    let Some(message) = current_message(app).cloned() else {
        return app.say(Level::Warning, &Said::new("cannot-no-message"));
    };
    let lines = message.body.lines().map(str::trim).filter(|l| !l.is_empty());
    let item =
        |l: &str| Item::new(Picked::Line(message.case_id, message.id, l.to_owned()), l.to_owned(), String::new());
    let items: Vec<_> = lines.map(item).collect();
    if items.is_empty() {
        return app.say(Level::Info, &Said::new("cannot-no-message"));
    }
    app.overlay = Some(Overlay::Pick(Box::new(Pick::new(app.texts.t("pin-title"), items))));
}

/// The line may be shortened before it is pinned.
pub fn open_pinned_line(app: &mut App, case: CaseId, message: MessageId, line: &str) {
    let Some(file) = app.case(case).cloned() else { return };
    let field = Field::text("text", app.texts.t("pin-text"), line);
    let form = form(app, "pin-title", &file, Act::Pin { case, message }, vec![field]);
    ask(app, form);
}

pub fn pin(app: &App, case: CaseId, message: MessageId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let Some(file) = app.case(case) else { return Ok(()) };
    let text = form.text("text");
    if text.is_empty() {
        return Err(app.texts.t("pin-empty"));
    }
    let mut pinned = file.customer.pinned.clone();
    pinned.push(PinnedDetail { text: text.to_owned(), message: Some(message), by: app.me.id, at: app.now });
    send(case, &file.customer, CustomerPatch { pinned: Some(pinned), ..CustomerPatch::default() }, out);
    Ok(())
}
