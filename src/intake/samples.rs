//! The sample desk: complaints written for it, in three languages and of every channel, told relative to now so that it
//! always looks alive. In the words of [`crate::model::acts`], so that they take the same road as real cases.
//!
//! Not its duty: putting them anywhere (`cli::demo`, the welcome form).

mod clock;
mod form;

use std::collections::BTreeMap;

use base64::Engine as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::model::State;
use crate::model::acts::{
    AddFollowUp, Assign, CallRecord, CasePatch, Command, CustomerPatch, MarkCall, NewCase, NewCustomer, NewMessage,
    NewOperator, SetState,
};
use crate::model::{
    Attachment, AttachmentHash, Call, CallId, CaseId, Channel, Contact, CustomerId, Due, FollowUpId, Lang, MessageKind,
    OperatorId, PersonName, PinnedDetail, PreferenceOrigin,
};
use crate::text::detect_language;

use form::{CallForm, CaseForm, CustomerForm, EntryForm, FileForm};

/// Name of the source that the samples come from.
pub const SOURCE: &str = "samples";

const COLLEAGUES: &str = include_str!("../../samples/colleagues.toml");
const FILES: [(&str, &str); 5] = [
    ("ru-home.toml", include_str!("../../samples/ru-home.toml")),
    ("ru-shop.toml", include_str!("../../samples/ru-shop.toml")),
    ("ru-services.toml", include_str!("../../samples/ru-services.toml")),
    ("en.toml", include_str!("../../samples/en.toml")),
    ("ro.toml", include_str!("../../samples/ro.toml")),
];

/// Where a sample file is wrong.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    #[error("samples/{file}: {source}")]
    Form { file: &'static str, source: Box<toml::de::Error> },
    #[error("sample {sample}: {what}")]
    Content { sample: String, what: String },
}

/// One case with what was done on it since it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub new: NewCase,
    /// When the desk takes it in.
    pub at: Timestamp,
    /// The contents that attachments of `new` name by hash.
    pub files: Vec<SampleFile>,
    /// In this order, after `new` was taken in.
    pub then: Vec<Deed>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    pub hash: AttachmentHash,
    pub content: Vec<u8>,
}

/// What somebody did on the case after it came in. The case and customer inside the command are [`NOT_YET`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub by: OperatorId,
    pub at: Timestamp,
    pub command: Command,
}

/// The case at hand, which has no id before it came in.
pub const NOT_YET: CaseId = CaseId(Uuid::nil());

/// Who works at the sample desk: the operator, and the colleagues as the desk has named them.
#[derive(Debug, Clone)]
pub struct Team {
    pub me: OperatorId,
    /// As it stands under my letters.
    pub my_name: String,
    /// By the keys of [`colleagues`].
    pub colleagues: BTreeMap<String, OperatorId>,
}

impl Team {
    fn find(&self, key: &str) -> Option<OperatorId> {
        if key == "me" { Some(self.me) } else { self.colleagues.get(key).copied() }
    }
}

/// The colleagues of the sample desk, each with the key [`Team`] knows it by.
///
/// # Errors
/// The embedded file is wrong, which a test excludes.
pub fn colleagues() -> Result<Vec<(String, NewOperator)>, SampleError> {
    let read: form::Colleagues = parse("colleagues.toml", COLLEAGUES)?;
    Ok(read
        .colleague
        .into_iter()
        .map(|c| {
            let operator = NewOperator {
                name: c.name,
                post: c.post,
                contact: c.contact,
                hours: c.hours,
                language: Lang::new(&c.language),
                gender: Some(c.gender),
                zone: c.zone,
                role: None,
                key: None,
                deputy: None,
                away_until: None,
            };
            (c.key, operator)
        })
        .collect())
}

/// Every sample case, as it stands at `now`.
///
/// # Errors
/// An embedded file is wrong, which a test excludes, or `team` lacks a colleague.
pub fn load(now: Timestamp, team: &Team) -> Result<Vec<Sample>, SampleError> {
    let mut customers = BTreeMap::new();
    let mut cases = Vec::new();
    for (name, text) in FILES {
        let file: form::File = parse(name, text)?;
        let lang = Lang::new(&file.lang);
        customers.extend(file.customer.into_iter().map(|c| (c.key.clone(), c)));
        cases.extend(file.case.into_iter().map(|c| (lang.clone(), c)));
    }
    let names = colleagues()?.into_iter().map(|(key, c)| (key, c.name)).collect();
    let mut maker = Maker { now, team, names, customers, met: Vec::new() };
    cases.into_iter().map(|(lang, case)| maker.sample(lang, case)).collect()
}

fn parse<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, SampleError> {
    toml::from_str(text).map_err(|source| SampleError::Form { file, source: Box::new(source) })
}

struct Maker<'a> {
    now: Timestamp,
    team: &'a Team,
    names: BTreeMap<String, String>,
    customers: BTreeMap<String, CustomerForm>,
    /// Customers whose card is filled already.
    met: Vec<String>,
}

/// Reads the relative times of one case.
struct When<'a> {
    now: Timestamp,
    zone: TimeZone,
    sample: &'a str,
}

impl When<'_> {
    fn moment(&self, text: &str) -> Result<clock::Moment, SampleError> {
        clock::read(text, self.now, &self.zone).ok_or_else(|| self.wrong(format!("«{text}» is not a time")))
    }

    fn instant(&self, text: &str) -> Result<Timestamp, SampleError> {
        self.moment(text)?.instant(&self.zone).ok_or_else(|| self.wrong(format!("«{text}» is out of range")))
    }

    fn due(&self, text: &str) -> Result<Due, SampleError> {
        Ok(self.moment(text)?.due(&self.zone))
    }

    fn wrong(&self, what: String) -> SampleError {
        SampleError::Content { sample: self.sample.to_owned(), what }
    }
}

impl Maker<'_> {
    fn sample(&mut self, lang: Lang, case: CaseForm) -> Result<Sample, SampleError> {
        let customer = self.customers.get(&case.of).cloned();
        let zone = customer.as_ref().and_then(|c| c.zone.as_deref()).unwrap_or("Europe/Moscow");
        let when = When { now: self.now, zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC), sample: &case.id };
        let customer = customer.ok_or_else(|| when.wrong(format!("nobody is called {}", case.of)))?;
        let mut files = Vec::new();
        let messages = self.messages(&case, &customer, &when, &mut files)?;
        let then = self.deeds(&case, &customer, &when)?;
        let deadline = case.deadline.as_deref().map(|d| when.due(d)).transpose()?;
        let new = NewCase {
            customer: new_customer(&customer),
            channel: case.channel,
            source: SOURCE.into(),
            subject: case.subject,
            language: Some(lang),
            messages,
            is_public: None,
            public_link: case.link,
            moves: case.moves,
            deadline,
            harm: case.harm,
            wished_outcome: case.wished,
            tags: case.tags,
            external_id: Some(case.id),
        };
        Ok(Sample { new, at: self.now, files, then })
    }

    /// The thread in time order: no entry stands before the one it answers, however close they are told.
    fn messages(
        &self,
        case: &CaseForm,
        customer: &CustomerForm,
        when: &When<'_>,
        files: &mut Vec<SampleFile>,
    ) -> Result<Vec<NewMessage>, SampleError> {
        let mut earliest = Timestamp::MIN;
        let mut messages = Vec::new();
        for (n, entry) in case.thread.iter().enumerate() {
            let at = when.instant(&entry.at)?.max(earliest).min(self.now);
            earliest = at;
            let (kind, author) = self.author(entry, customer, when)?;
            messages.push(NewMessage {
                kind,
                author,
                subject: if n == 0 { case.subject.clone() } else { String::new() },
                body: entry.text.trim_end().replace("{me}", &self.team.my_name),
                written_at: entry.written.as_deref().map(|w| when.instant(w)).transpose()?,
                at: Some(at),
                external_id: Some(format!("{}/{n}", case.id)),
                in_reply_to: n.checked_sub(1).map(|before| format!("{}/{before}", case.id)),
                attachments: entry.file.iter().map(|f| attach(f, when, files)).collect::<Result<_, _>>()?,
                original: None,
            });
        }
        Ok(messages)
    }

    fn author(
        &self,
        entry: &EntryForm,
        customer: &CustomerForm,
        when: &When<'_>,
    ) -> Result<(MessageKind, String), SampleError> {
        let ours = || entry.kind.clone().unwrap_or(MessageKind::Reply);
        Ok(match entry.who.as_str() {
            "customer" => (MessageKind::Inbound, name_of(customer).full()),
            "auto" => (MessageKind::Auto, String::new()),
            "me" => (ours(), self.team.my_name.clone()),
            key => {
                let name = self.names.get(key).ok_or_else(|| when.wrong(format!("nobody is called {key}")))?;
                (ours(), name.clone())
            }
        })
    }

    fn deeds(&mut self, case: &CaseForm, customer: &CustomerForm, when: &When<'_>) -> Result<Vec<Deed>, SampleError> {
        let team = self.team;
        let find = |key: &str| team.find(key).ok_or_else(|| when.wrong(format!("nobody is called {key}")));
        let owner = case.owner.as_deref().map(find).transpose()?;
        let by = owner.unwrap_or(self.team.me);
        let mut deeds: Vec<Deed> = Vec::new();
        let (case_id, at) = (NOT_YET, self.now);
        let mut push = |by, command| deeds.push(Deed { by, at, command });
        if !self.met.contains(&case.of) {
            self.met.push(case.of.clone());
            if let Some(patch) = self.card(customer, by, when)? {
                let customer = CustomerId(Uuid::nil());
                push(by, Command::PatchCustomer { case: case_id, customer, version: 0, patch: Box::new(patch) });
            }
        }
        if let Some(to) = owner {
            push(to, Command::Assign { case: case_id, assign: Assign { to, note: String::new() } });
        }
        if let Some(mark) = &case.mark {
            let mark = MarkCall { trigger: mark.trigger.clone(), note: mark.note.clone(), ..MarkCall::default() };
            push(by, Command::MarkCall { case: case_id, mark });
        }
        if let Some(state) = &case.state {
            let set =
                SetState { state: state.clone(), note: reason(state, &case.subject).to_owned(), impression: None };
            push(by, Command::SetState { case: case_id, set });
        }
        if let Some(snooze) = &case.snooze {
            let until = Some(Some(when.instant(snooze)?));
            let patch = Box::new(CasePatch { snoozed_until: until, ..CasePatch::default() });
            push(by, Command::PatchCase { case: case_id, version: 0, patch });
        }
        for (n, call) in case.call.iter().enumerate() {
            let caller = find(&call.by)?;
            let id = CallId(named(&case.id, "call", n));
            let record = Box::new(call_record(call, id, caller, customer, when)?);
            push(caller, Command::RecordCall { case: case_id, record });
        }
        for (n, timer) in case.timer.iter().enumerate() {
            let keeper = find(&timer.by)?;
            let follow_up = AddFollowUp {
                id: FollowUpId(named(&case.id, "timer", n)),
                kind: timer.kind.clone(),
                due: when.due(&timer.due)?,
                title: timer.title.clone(),
                owner: Some(keeper),
            };
            push(keeper, Command::AddFollowUp { case: case_id, follow_up });
        }
        Ok(deeds)
    }

    /// What the card says beyond the name and the addresses; none when nothing more is known.
    fn card(
        &self,
        customer: &CustomerForm,
        by: OperatorId,
        when: &When<'_>,
    ) -> Result<Option<CustomerPatch>, SampleError> {
        let pin = |text: &String| PinnedDetail { text: text.clone(), message: None, by, at: self.now };
        let pinned: Vec<_> = customer.pinned.iter().map(pin).collect();
        let find = |key: &String| self.team.find(key).ok_or_else(|| when.wrong(format!("nobody is called {key}")));
        let personal_manager = customer.manager.as_ref().map(find).transpose()?;
        let asked = customer.prefers.is_some() || customer.mode.is_some();
        let patch = CustomerPatch {
            pinned: (!pinned.is_empty()).then_some(pinned),
            personal_manager,
            preference_origin: asked.then_some(PreferenceOrigin { at: self.now, by, message: None }),
            ..CustomerPatch::default()
        };
        Ok((patch != CustomerPatch::default()).then_some(patch))
    }
}

fn name_of(customer: &CustomerForm) -> PersonName {
    PersonName {
        given: customer.given.clone(),
        patronymic: customer.patronymic.clone(),
        family: customer.family.clone(),
        public: customer.public.clone(),
    }
}

fn new_customer(customer: &CustomerForm) -> NewCustomer {
    let c = customer;
    let ways = [
        (Channel::Email, &c.email),
        (Channel::Phone, &c.phone),
        (Channel::Messenger, &c.messenger),
        (Channel::Chat, &c.chat),
        (Channel::Social, &c.social),
        (Channel::Paper, &c.paper),
    ];
    let mut contacts: Vec<Contact> = ways
        .into_iter()
        .filter_map(|(channel, address)| Some(Contact { channel, address: address.clone()? }))
        .collect();
    if contacts.is_empty() {
        contacts.push(Contact { channel: Channel::Review, address: c.public.clone() });
    }
    NewCustomer {
        name: name_of(c),
        gender: c.gender.clone(),
        contacts,
        vip: c.vip,
        zone: c.zone.clone(),
        preferred_channel: c.prefers.clone(),
        mode: c.mode.clone(),
    }
}

fn call_record(
    call: &CallForm,
    id: CallId,
    operator: OperatorId,
    customer: &CustomerForm,
    when: &When<'_>,
) -> Result<CallRecord, SampleError> {
    Ok(CallRecord {
        call: Call {
            id,
            case_id: NOT_YET,
            operator,
            trigger: call.trigger.clone(),
            number: customer.phone.clone().unwrap_or_default(),
            at: when.instant(&call.at)?,
            seconds: call.seconds,
            outcome: call.outcome.clone(),
            agreed: call.agreed.clone(),
            apologised: call.apologised,
            note: call.note.clone(),
            consent: None,
            recording: None,
            link: None,
        },
        retry: call.retry.as_deref().map(|r| when.due(r)).transpose()?,
    })
}

fn attach(file: &FileForm, when: &When<'_>, files: &mut Vec<SampleFile>) -> Result<Attachment, SampleError> {
    let content = match (&file.text, &file.base64) {
        (Some(text), None) => text.clone().into_bytes(),
        (None, Some(code)) => {
            base64::engine::general_purpose::STANDARD.decode(code).map_err(|e| when.wrong(e.to_string()))?
        }
        _ => return Err(when.wrong(format!("{} needs either text or base64", file.name))),
    };
    let hash: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
    let hash = AttachmentHash(hash);
    let attachment = Attachment {
        hash: hash.clone(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size: content.len() as u64,
    };
    files.push(SampleFile { hash, content });
    Ok(attachment)
}

/// An id that is the same each time the same sample is loaded.
fn named(sample: &str, what: &str, n: usize) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("sincerely/samples/{sample}/{what}/{n}").as_bytes())
}
/// A case is closed with a reason where the customer did not have the last word.
fn reason(state: &State, subject: &str) -> &'static str {
    match (state, detect_language(subject)) {
        (State::Closed, Some("ru")) => "По телефону подтвердили: всё в порядке.",
        (State::Closed, Some("ro")) => "Confirmat la telefon: totul este în regulă.",
        (State::Closed, _) => "Confirmed by phone: all is well.",
        _ => "",
    }
}
