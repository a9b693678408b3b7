//! A case entered by hand: what came on paper, by phone or by word of mouth (R101).

use super::super::form::{Choice, Field};
use super::super::{App, Effects, Form, Level, Purpose, Said};
use super::{Act, ask, fields, submit};
use crate::i18n::UiLang;
use crate::model::acts::{Command, NewCase, NewCustomer, NewMessage};
use crate::model::{CaseId, Channel, Contact, DueAt, Lang, MessageKind, PersonName};

pub fn open(app: &mut App) {
    let texts = &app.texts;
    let languages = UiLang::ALL.map(|l| Choice::new(l.tag(), l.name())).to_vec();
    let all = vec![
        fields::chosen("channel", texts.t("column-channel"), fields::channels(app), "paper"),
        Field::text("given", texts.t("customer-given"), ""),
        Field::text("patronymic", texts.t("customer-patronymic"), ""),
        Field::text("family", texts.t("customer-family"), ""),
        Field::text("address", texts.t("new-case-address"), "").with_hint(texts.t("new-case-address-hint")),
        fields::chosen("language", texts.t("customer-language"), languages, app.texts.lang().tag()),
        Field::text("subject", texts.t("column-subject"), ""),
        Field::long("text", texts.t("new-case-text")).with_hint(texts.t("new-case-text-hint")),
        Field::text("written", texts.t("details-written"), "").with_hint(texts.t("details-written-hint")),
        Field::text("wish", texts.t("case-wish"), ""),
    ];
    let form = Form::new(texts.t("new-case-title"), Purpose::Act(Act::NewCase), all);
    ask(app, form);
}

pub fn enter(app: &mut App, form: &Form, out: &mut Effects) -> Result<(), String> {
    let name = PersonName {
        given: form.text("given").to_owned(),
        patronymic: form.text("patronymic").to_owned(),
        family: form.text("family").to_owned(),
        public: String::new(),
    };
    if name.full().is_empty() {
        return Err(app.texts.t("new-case-no-name"));
    }
    if form.text("text").is_empty() {
        return Err(app.texts.t("new-case-no-text"));
    }
    let written_at = fields::optional(app, form, "written")?.map(|due| match due.at {
        DueAt::Instant(at) => at,
        DueAt::Day(day) => day.at(12, 0, 0, 0).to_zoned(due.time_zone()).map_or(due.latest(), |z| z.timestamp()),
    });
    let channel = Channel::from(form.chosen("channel"));
    let message = NewMessage {
        kind: MessageKind::Inbound,
        author: name.full(),
        subject: form.text("subject").to_owned(),
        body: form.text("text").to_owned(),
        written_at,
        at: Some(app.now),
        external_id: None,
        in_reply_to: None,
        attachments: vec![],
        original: None,
    };
    let new = NewCase {
        customer: NewCustomer { contacts: contacts(form, &channel), name, ..NewCustomer::default() },
        is_public: None,
        channel,
        source: String::new(),
        subject: form.text("subject").to_owned(),
        language: Some(Lang::new(form.chosen("language"))),
        messages: vec![message],
        public_link: None,
        moves: 0,
        deadline: None,
        harm: String::new(),
        wished_outcome: form.text("wish").to_owned(),
        tags: vec![],
        external_id: None,
    };
    let case = CaseId(app.new_id());
    submit(out, Command::NewCase { case, new: Box::new(new) });
    app.say(Level::Info, &Said::new("new-case-entered"));
    Ok(())
}

/// An address with an @ is an e-mail, one of digits a phone number; else it belongs to the channel.
fn contacts(form: &Form, channel: &Channel) -> Vec<Contact> {
    let of = |address: &str| {
        let channel = if address.contains('@') && !address.starts_with('@') {
            Channel::Email
        } else if address.chars().all(|c| c.is_ascii_digit() || "+-() .".contains(c)) {
            Channel::Phone
        } else {
            channel.clone()
        };
        Contact { channel, address: address.to_owned() }
    };
    form.text("address").split([',', ';']).map(str::trim).filter(|a| !a.is_empty()).map(of).collect()
}
