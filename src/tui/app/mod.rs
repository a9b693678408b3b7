//! The pure core of the screen: all state, changed only by [`update()`], which answers with effects as data.
//!
//! One reducer a screen: `queue`, `case`, `composer`, …; `keys` leads a key to the right one. Nothing here reads a clock,
//! a file or the network, so every behaviour can be tested by feeding events.

mod acts;
mod alerts;
pub mod calls;
mod can;
pub mod case;
pub mod composer;
pub mod conflict;
mod earlier;
mod effect;
mod event;
pub mod evidence;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod follow_ups;
mod form;
mod help;
#[cfg(test)]
mod incidents_tests;
mod judged;
mod keys;
pub mod layout;
mod line;
pub mod list;
pub mod many;
mod original;
pub mod outbox;
mod phrases;
mod pick;
pub mod presence;
pub mod problems;
mod purpose;
pub mod queue;
pub mod review;
mod sign_in;
mod spelling;
pub mod thread;
mod toast;
mod unlock;
mod update;
pub mod versions;
mod waiting;
mod welcome;
pub mod when;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

pub use acts::{
    Act, CardPair, CardsMerged, Merged, Pair, Picked, card_joined, courtesy_words, impression_words, likeness,
    remedy_words, shared_addresses, survivor_number,
};
pub use earlier::EarlierLetters;
pub use effect::{Effect, Outgoing, Secret, Start};
pub use event::{Event, Mouse, Request, Said, Wake};
pub use form::{Choice, Field, Form, Value};
pub use help::Help;
pub use line::Line;
pub use original::Original;
pub use phrases::PhraseFile;
pub use pick::{Item, Pick};
pub use purpose::Purpose;
pub use spelling::Dictionaries;
use spelling::Spelling;
pub use toast::{Level, Toast};
pub use unlock::Passphrase;
pub use update::update;
pub use welcome::Beginning;

use crate::i18n::Texts;
use crate::letter;
use crate::model::acts::NewOperator;
use crate::model::queue::{Asker, Counts, Link, QueueRow};
use crate::model::{AlikeCard, CaseFile, CaseId, CustomerId, Lang, Operator, OperatorId, OutboxItem, Source};
use crate::schedule::Rules;
use crate::tui::action::Action;
pub use crate::tui::input::spell;
use crate::tui::input::{Context, Key, Keymap};
pub use acts::commitment_words;
use calls::Calls;
use case::CaseScreen;
use composer::{Composer, LetterPick};
use conflict::Conflict;
use follow_ups::FollowUps;
use judged::Judged;
pub use judged::{ApologyTime, Taken};
use many::Many;
use outbox::{Outbox, Returning, Sealing};
use phrases::Phrases;
use presence::Presence;
use queue::Queue;
use review::Review;
use versions::Versions;

/// Effects of one event, in order.
pub type Effects = Vec<Effect>;

/// How many opened cases are kept ready.
const CASES_KEPT: usize = 6;

/// A place. They lie on each other; the topmost one gets the keys, `back` takes it away.
#[derive(Debug)]
pub enum Screen {
    Queue,
    Case(Box<CaseScreen>),
    /// The letter in [`App::composer`].
    Composer,
    FollowUps(Box<FollowUps>),
    Calls(Box<Calls>),
    /// The same letter as it will leave, with [`App::review`].
    Review,
    /// The letters that one text becomes, in [`App::many`].
    Many,
    Outbox(Outbox),
    /// An act that the desk refused, theirs beside mine.
    Conflict(Conflict),
    /// Earlier versions of the letter in [`App::composer`].
    Versions(Box<Versions>),
    Help(Help),
    Original(Original),
    Evidence(Box<evidence::Evidence>),
}

/// Something that asks one question over the screen.
#[derive(Debug)]
pub enum Overlay {
    Form(Box<Form>),
    Palette(Box<Pick<Action>>),
    /// Where cases come from, asked at the first start; holds the profile until then.
    Beginning(Box<Pick<Beginning>>, Box<NewOperator>),
    /// Operators, attachments, cases: what it means is in the value.
    Pick(Box<Pick<Picked>>),
    /// Phrases, words for a slot, earlier versions.
    Letter(Box<Pick<LetterPick>>),
}

/// What the last drawing measured: lengths that only the view can know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    /// Lines of the thread (or other long text) on the topmost screen, and how many of them are visible.
    pub lines: usize,
    pub page: usize,
    /// The line at which each entry of the thread begins.
    pub starts: Arc<[usize]>,
}

/// What the screen is started with.
#[derive(Debug)]
pub struct Setup {
    pub texts: Texts,
    pub keymap: Keymap,
    pub me: Operator,
    pub rules: Rules,
    pub theme_name: String,
    /// The config names the language; the profile does not change it then.
    pub language_is_fixed: bool,
    /// Nobody has worked here yet: the welcome form opens.
    pub first_start: bool,
    /// The desk is another machine's: nobody has to say where cases come from.
    pub connected: bool,
    /// The user's own phrase files.
    pub phrase_files: Vec<PhraseFile>,
    /// How the operator signs in a language, where the settings say it.
    pub signatures: letter::Signatures,
}

/// Everything the screen knows.
#[derive(Debug)]
pub struct App {
    pub texts: Texts,
    pub keymap: Keymap,
    /// The desk is another machine's.
    pub connected: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    pub now: Timestamp,
    pub me: Operator,
    /// Working hours and targets: how long a customer really waits.
    pub rules: Rules,
    pub operators: HashMap<OperatorId, Operator>,
    pub link: Link,
    /// Where cases come from and letters go, with their health.
    pub sources: Vec<Source>,
    pub counts: Counts,
    pub stack: Vec<Screen>,
    pub overlay: Option<Overlay>,
    pub queue: Queue,
    pub composer: Option<Box<Composer>>,
    pub review: Option<Review>,
    /// The cases that get one text as letters of their own.
    pub many: Many,
    /// The record of a call that was left half written.
    call_record: Option<Box<Form>>,
    /// Refused texts on their way back into drafts.
    returning: Vec<Returning>,
    pub outbox: Vec<OutboxItem>,
    /// A letter that was sent and is not in the outbox yet.
    pub sealing: Option<Sealing>,
    /// The same letter (or note) as it was written, until the outbox has it.
    sealed: Option<Box<Composer>>,
    pub toasts: Vec<Toast>,
    /// Keys of a chord that is not finished, with what may follow.
    pub pending: Vec<Key>,
    pub pending_next: Vec<(Key, Action)>,
    pub measured: Measured,
    /// Follow-ups that become due.
    pub alerts: alerts::Alerts,
    /// The terminal window has the focus, as far as it tells.
    pub focused: bool,
    pub theme_name: String,
    pub language_is_fixed: bool,
    /// The last asked customer with all his cases.
    pub other_cases: Option<(CustomerId, Vec<QueueRow>)>,
    /// The last merge asked for here, which `u` takes back.
    pub last_merge: Option<Merged>,
    /// The same for the last merge of cards.
    pub last_card_merge: Option<CardsMerged>,
    /// The last asked customer with the cards that have an address of his.
    pub alike: Option<(CustomerId, Vec<AlikeCard>)>,
    /// A case whose list of candidates waits for the customer's other cases.
    merge_wanted: Option<CaseId>,
    /// Letters leave by themselves; false: they are `recorded` and the operator carries them.
    pub sends: bool,
    signatures: letter::Signatures,
    /// Languages of which it was said that the signature lacks something in them.
    told_signature: BTreeSet<Lang>,
    phrases: Phrases,
    cases: Vec<CaseFile>,
    /// What was read out of the cases above.
    judged: Vec<(CaseId, Box<Judged>)>,
    /// The rules of letters with the user's own, once they are read.
    letter_rules: Option<Arc<letter::Rules>>,
    /// What new letters are compared with, once it is read.
    earlier: Option<Arc<EarlierLetters>>,
    earlier_asked: Option<Timestamp>,
    spelling: Spelling,
    /// An action that waits for its case to be read.
    after_load: Option<(CaseId, Action)>,
    presence: Presence,
    requests: Request,
}

impl App {
    /// The state at the start, and the first questions to the store.
    pub fn new(setup: Setup, size: (u16, u16), now: Timestamp) -> (Self, Effects) {
        let Setup {
            texts,
            keymap,
            me,
            rules,
            theme_name,
            language_is_fixed,
            first_start,
            connected,
            phrase_files,
            signatures,
        } = setup;
        let mut app = Self {
            texts,
            keymap,
            size,
            now,
            operators: HashMap::from([(me.id, me.clone())]),
            me,
            rules,
            link: Link::Connecting,
            sources: Vec::new(),
            counts: Counts::default(),
            stack: vec![Screen::Queue],
            overlay: None,
            queue: Queue::default(),
            composer: None,
            review: None,
            many: Many::default(),
            call_record: None,
            returning: Vec::new(),
            outbox: Vec::new(),
            sealing: None,
            sealed: None,
            toasts: Vec::new(),
            pending: Vec::new(),
            pending_next: Vec::new(),
            measured: Measured::default(),
            alerts: alerts::Alerts::default(),
            focused: true,
            theme_name,
            language_is_fixed,
            other_cases: None,
            last_merge: None,
            last_card_merge: None,
            alike: None,
            merge_wanted: None,
            sends: false,
            signatures,
            told_signature: BTreeSet::new(),
            phrases: Phrases::new(phrase_files),
            cases: Vec::new(),
            judged: Vec::new(),
            connected,
            letter_rules: None,
            earlier: None,
            earlier_asked: None,
            spelling: Spelling::default(),
            after_load: None,
            presence: Presence::default(),
            requests: 0,
        };
        let mut out = vec![Effect::LoadOperators, Effect::LoadOutbox, Effect::LoadCounts { asker: app.asker() }];
        queue::reload(&mut app, &mut out);
        alerts::ask(&mut app, &mut out);
        if first_start {
            welcome::open_profile(&mut app, true);
        }
        (app, out)
    }

    pub fn screen(&self) -> &Screen {
        self.stack.last().unwrap_or(&Screen::Queue)
    }

    /// Where keys are looked up now, nearest first.
    pub fn contexts(&self) -> &'static [Context] {
        match &self.overlay {
            Some(Overlay::Form(_)) => &[Context::Form, Context::Global],
            Some(Overlay::Palette(_) | Overlay::Pick(_) | Overlay::Letter(_) | Overlay::Beginning(..)) => {
                &[Context::Pick, Context::Global]
            }
            None => self.contexts_below(),
        }
    }

    /// Those of the screen itself, whatever lies over it: the keys that it names stay the same.
    pub fn contexts_below(&self) -> &'static [Context] {
        match self.screen() {
            Screen::Queue if self.queue.typing.is_some() => &[Context::Pick, Context::Global],
            Screen::Queue => &[Context::Queue, Context::List, Context::Global],
            Screen::Case(_) => &[Context::Case, Context::Global],
            Screen::Composer => &[Context::Composer, Context::Global],
            Screen::FollowUps(_) => &[Context::FollowUps, Context::List, Context::Global],
            Screen::Calls(_) => &[Context::Calls, Context::List, Context::Global],
            Screen::Evidence(_) => &[Context::Evidence, Context::List, Context::Global],
            Screen::Help(_) | Screen::Original(_) => &[Context::Help, Context::Global],
            Screen::Review => &[Context::Review, Context::Global],
            Screen::Many => &[Context::Many, Context::List, Context::Global],
            Screen::Outbox(_) => &[Context::Outbox, Context::List, Context::Global],
            Screen::Conflict(_) => &[Context::Conflict, Context::Global],
            Screen::Versions(_) => &[Context::Versions, Context::Global],
        }
    }

    /// The operator's zone; UTC when its name is unknown here.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.me.zone).unwrap_or(TimeZone::UTC)
    }

    /// The operator as he signs in a language.
    pub fn me_in(&self, lang: &str) -> Operator {
        letter::signer(&self.me, lang, &self.signatures)
    }

    /// Now, on the operator's clock.
    pub fn local_now(&self) -> Zoned {
        self.now.to_zoned(self.zone())
    }

    pub fn asker(&self) -> Asker {
        let now = self.local_now();
        let day_end = now.end_of_day().map_or(self.now, |z| z.timestamp());
        Asker { me: self.me.id, now: self.now, day_end }
    }

    /// A number for the next question to the store.
    pub fn request(&mut self) -> Request {
        self.requests += 1;
        self.requests
    }

    /// The case with everything, if it is loaded.
    pub fn case(&self, id: CaseId) -> Option<&CaseFile> {
        self.cases.iter().find(|f| f.case.id == id)
    }

    /// The case that actions are about: the open one, or the one under the cursor.
    pub fn case_at_hand(&self) -> Option<CaseId> {
        match self.screen() {
            Screen::Queue => self.queue.row().map(|r| r.id),
            Screen::Case(screen) => Some(screen.id),
            Screen::FollowUps(screen) => screen.row().map(|r| r.follow_up.case_id),
            Screen::Calls(screen) => screen.row().map(|r| r.row.id),
            Screen::Evidence(screen) => screen.piece().map(|piece| piece.case),
            Screen::Help(_) | Screen::Original(_) => None,
            Screen::Conflict(_) => conflict::item(self).map(|i| i.command.case()),
            Screen::Composer | Screen::Review | Screen::Versions(_) => self.composer.as_ref().map(|c| c.case),
            Screen::Many => self.many.letter().map(|l| l.case),
            Screen::Outbox(outbox) => outbox::at_hand(self, outbox).map(|i| i.command.case()),
        }
    }

    /// Name of an operator as lists show it: the given name alone is enough for colleagues.
    pub fn operator_name(&self, id: OperatorId) -> &str {
        self.operators.get(&id).map_or("", |o| o.name.as_str())
    }

    /// A new identity, made from who does it and when: the same for the same events, and never given twice.
    fn new_id(&mut self) -> uuid::Uuid {
        let name = format!("{} {}", self.now.as_nanosecond(), self.request());
        uuid::Uuid::new_v5(&self.me.id.0, name.as_bytes())
    }

    /// Tells the operator something on the status line.
    pub fn say(&mut self, level: Level, said: &Said) {
        let args: Vec<_> = said.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        let text = self.texts.tr(said.key, &args);
        toast::push(&mut self.toasts, level, text, self.now);
    }

    /// False when an event surely changes nothing that can be seen: then nothing needs to be drawn after it.
    pub fn shows(&self, event: &Event, now: Timestamp) -> bool {
        let ticks = next_minute(now) != next_minute(self.now)
            || self.toasts.iter().any(|t| t.until <= now)
            || self.undo_until().is_some();
        let changes = match event {
            Event::Woke(Wake::Preview { .. } | Wake::Presence) | Event::Changed { .. } | Event::Accepted { .. } => {
                false
            }
            Event::Page { request, .. } => self.queue.shows_page(*request),
            Event::Counts(counts) => *counts != self.counts,
            Event::Outbox(items) => *items != self.outbox || self.sealing.is_some(),
            Event::OtherCases { customer, rows } => {
                self.merge_wanted.is_some()
                    || self.other_cases.as_ref().is_none_or(|(of, known)| of != customer || known != rows)
            }
            Event::Alike { customer, cards } => {
                self.alike.as_ref().is_none_or(|(of, known)| of != customer || known != cards)
            }
            Event::Case { id, file } => {
                self.after_load.is_some() || self.composer.is_some() || file.as_deref() != self.case(*id)
            }
            Event::Alerts { rows, .. } => !rows.is_empty(),
            _ => true,
        };
        ticks || changes
    }

    fn keep_case(&mut self, file: CaseFile) {
        self.judge_case(&file);
        self.cases.retain(|f| f.case.id != file.case.id);
        self.cases.push(file);
        if self.cases.len() > CASES_KEPT {
            self.cases.remove(0);
        }
    }

    /// When the screen changes by itself next: a countdown, a toast that ends, a follow-up that becomes due.
    /// None: nothing counts down, and the program sleeps until something happens.
    pub fn next_wake(&self) -> Option<Timestamp> {
        let minute = self.shows_times().then(|| next_minute(self.now));
        let undo = self.undo_until().map(|_| self.now + jiff::SignedDuration::from_secs(1));
        let toast = self.toasts.iter().map(|t| t.until).min();
        [minute, undo, toast, self.alerts.next].into_iter().flatten().min()
    }

    /// Times in minutes are visible everywhere but in texts being read.
    fn shows_times(&self) -> bool {
        self.focused && !matches!(self.screen(), Screen::Help(_) | Screen::Original(_) | Screen::Versions(_))
    }

    /// The letter that can still be taken back, and until when.
    pub fn undo_until(&self) -> Option<(&OutboxItem, Timestamp)> {
        self.outbox
            .iter()
            .filter(|i| matches!(i.command, crate::model::acts::Command::Reply { .. }))
            .filter(|i| i.state == crate::model::OutboxState::Queued && i.attempts == 0 && i.next_try_at > self.now)
            .map(|i| (i, i.next_try_at))
            .max_by_key(|(_, at)| *at)
    }
}

fn next_minute(now: Timestamp) -> Timestamp {
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(60) + 60).unwrap_or(now)
}
