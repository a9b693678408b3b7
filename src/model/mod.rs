//! The domain as plain data: what a complaint desk consists of, in the words of `docs/architecture.md`.
//!
//! Duty: types, their wire form (serde) and the small questions a value can answer about itself.
//! Not its duty: rules (see `schedule`, `triage`, `letter`), storage, time (nothing here reads a clock).

pub mod acts;
mod amends;
mod call;
mod cards;
mod case;
mod case_file;
mod chain;
mod confirmation;
mod customer;
mod delivery;
mod draft;
mod due;
mod follow_up;
mod ids;
mod impression;
mod merging;
mod message;
mod operator;
mod presence;
pub mod queue;
mod report;
mod turn;
mod words;

pub use amends::{OurFault, Remedy, RemedyKind, WayStep, WayTick};
pub use call::{Call, CallMark, CallOutcome, Consent, ConsentAnswer, Recording, Trigger};
pub use cards::{AbsorbedCard, AlikeCard, CardField, CardMerge};
pub use case::{AmbiguousConsent, CallDismissal, Case, NextDue, QuestionClosed, State, WroteToManagement};
pub use case_file::CaseFile;
pub use chain::ChainLink;
pub use confirmation::{Confirmation, ConfirmationState};
pub use customer::{Contact, ContactMode, Customer, PersonName, PinnedDetail, PreferenceOrigin};
pub use delivery::{DeliveryDecision, LeftOut, SettleDelivery, Source, SourceTrouble};
pub use draft::{Draft, DraftKind, OutboxItem, OutboxState};
pub use due::{Due, DueAt};
pub use follow_up::{FollowUp, FollowUpKind, FollowUpState, Origin};
pub use ids::{
    AttachmentHash, CallId, CaseId, CustomerId, DeskId, FollowUpId, IdempotencyKey, MessageId, OperatorId, TokenId,
};
pub use impression::{Impression, Mood, SetImpression, Verdict};
pub use merging::{Absorbed, Duplicate, LikenessReason, Merge, MovedDuty, Standing};
pub use message::{Attachment, Author, Delivery, DeliveryState, Message, MessageKind, Override};
pub use operator::{Gender, Lang, Operator, Role, SigningKey};
pub use presence::{Doing, Presences, Present};
pub use report::{Failed, ImpressionCount, Report, Tally, ToManagement, WayCount};
pub use turn::Promised;
pub use words::Channel;

pub(crate) use words::open_enum;
