//! The form of `samples/*.toml`.

use serde::Deserialize;

use crate::model::{CallOutcome, Channel, ContactMode, FollowUpKind, Gender, MessageKind, State, Trigger};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub lang: String,
    #[serde(default)]
    pub customer: Vec<CustomerForm>,
    #[serde(default)]
    pub case: Vec<CaseForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colleagues {
    pub colleague: Vec<ColleagueForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColleagueForm {
    pub key: String,
    pub name: String,
    pub post: String,
    pub contact: String,
    pub hours: String,
    pub language: String,
    pub gender: Gender,
    pub zone: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerForm {
    pub key: String,
    #[serde(default)]
    pub given: String,
    #[serde(default)]
    pub patronymic: String,
    #[serde(default)]
    pub family: String,
    #[serde(default)]
    pub public: String,
    pub gender: Option<Gender>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub messenger: Option<String>,
    pub chat: Option<String>,
    pub social: Option<String>,
    pub paper: Option<String>,
    pub zone: Option<String>,
    #[serde(default)]
    pub vip: bool,
    /// Key of the colleague who is this person's own manager.
    pub manager: Option<String>,
    pub prefers: Option<Channel>,
    pub mode: Option<ContactMode>,
    #[serde(default)]
    pub pinned: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseForm {
    pub id: String,
    /// Key of the customer.
    pub of: String,
    pub channel: Channel,
    pub subject: String,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub harm: String,
    #[serde(default)]
    pub wished: String,
    #[serde(default)]
    pub moves: u32,
    pub link: Option<String>,
    pub deadline: Option<String>,
    pub snooze: Option<String>,
    /// `me` or a colleague's key.
    pub owner: Option<String>,
    pub state: Option<State>,
    pub mark: Option<MarkForm>,
    pub thread: Vec<EntryForm>,
    #[serde(default)]
    pub call: Vec<CallForm>,
    #[serde(default)]
    pub timer: Vec<TimerForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkForm {
    pub trigger: Trigger,
    pub note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryForm {
    /// `customer`, `auto`, `me` or a colleague's key.
    pub who: String,
    /// When a letter of ours is not a plain reply.
    pub kind: Option<MessageKind>,
    pub at: String,
    pub written: Option<String>,
    pub text: String,
    #[serde(default)]
    pub file: Vec<FileForm>,
}

/// An attachment: its text, or its bytes in base64.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileForm {
    pub name: String,
    pub media_type: String,
    pub text: Option<String>,
    pub base64: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallForm {
    pub by: String,
    pub at: String,
    pub outcome: CallOutcome,
    pub trigger: Option<Trigger>,
    #[serde(default)]
    pub seconds: u32,
    #[serde(default)]
    pub agreed: String,
    #[serde(default)]
    pub apologised: bool,
    #[serde(default)]
    pub note: String,
    pub retry: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimerForm {
    pub kind: FollowUpKind,
    pub due: String,
    pub title: String,
    pub by: String,
}
