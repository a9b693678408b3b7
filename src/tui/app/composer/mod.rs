//! The composer: one letter or note being written, its draft, what is found in it, what happened in the case meanwhile.
//!
//! `beginning` opens it, `coming_back` what was sent too early, `writing` has the keys, `slots` the holes of phrases, `palette` the phrases and other lists, `news` what others did to
//! the case since. Not its duty: what leaves and how (`review`), how the text is edited (`tui::editor`).

#[cfg(test)]
mod amends_tests;
mod beginning;
#[cfg(test)]
mod clarify_tests;
mod coming_back;
#[cfg(test)]
mod coming_back_tests;
mod findings;
#[cfg(test)]
mod findings_tests;
mod heeded;
mod keeping;
#[cfg(test)]
mod keeping_tests;
mod many;
mod merged;
mod news;
mod palette;
mod place;
#[cfg(test)]
mod place_tests;
mod record;
#[cfg(test)]
mod record_tests;
mod slots;
#[cfg(test)]
mod tests;
mod walk;
#[cfg(test)]
mod walk_tests;
mod writing;

use jiff::{SignedDuration, Timestamp};

pub use beginning::{draft_came, last_word, rang};
pub use coming_back::{come_back, taken_back, undo_send, written};
pub use findings::{check_due, dictionaries_came, judge, overrides, weighed, written_lang};
pub use heeded::promises;
pub use keeping::{Trouble, look_elsewhere, not_saved, not_sent, restore, saved};
pub use many::for_one;
pub use news::{News, seen};
pub use palette::{LetterPick, offered, picked, picking};
pub use record::{Agreement, OTHER_WAY, channel_from, open_channel};
pub use slots::{MARK_BLOCK, MARK_HINT, MARK_SLOT, MARK_WARNING};
pub use walk::{finding_at_hand, is_loud, listed};
pub use writing::{attach_from, key, mouse, paste, perform};

pub use crate::letter::{CaseField, Checklist, Finding, PromiseDraft, Severity, Slot};

use super::{App, Effect, Effects, Level, Said, Screen, Wake};
use crate::letter;
use crate::model::{Attachment, CaseFile, CaseId, Channel, Draft, DraftKind, FollowUp, FollowUpKind, Lang, Override};
use crate::tui::editor::Editor;
use beginning::address;
use news::Known;
use slots::Filling;

/// A draft is saved so long after the last key …
const SAVE_AFTER_MS: i64 = 300;
/// … and at the latest so long after the first unsaved one (R166).
const SAVE_AT_LATEST_MS: i64 = 750;
/// What the disk did not take is tried again so much later.
const SAVE_AGAIN_MS: u64 = 3_000;
/// The letter is checked so long after the last key.
const CHECK_AFTER_MS: u64 = 60;

/// How far the composer has got with loading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Case,
    Draft,
    Ready,
}

#[derive(Debug)]
pub struct Composer {
    pub case: CaseId,
    pub kind: DraftKind,
    /// The language of the letter.
    pub lang: Lang,
    pub stage: Stage,
    pub editor: Editor,
    pub attachments: Vec<Attachment>,
    /// Findings that were set aside, each with its reason (R161).
    pub overrides: Vec<Override>,
    pub channel: Channel,
    pub to: String,
    pub subject: String,
    pub saved_at: Option<Timestamp>,
    /// The disk does not take the draft; shown for as long as it lasts.
    pub trouble: Option<Trouble>,
    pub findings: Vec<Finding>,
    /// What was found in a letter without words of its own: not said yet, and it holds the letter all the same.
    pub silent: Vec<Finding>,
    /// Findings that an override speaks of; they hold nothing back.
    pub set_aside: Vec<Finding>,
    pub checklist: Option<Checklist>,
    pub promises: Vec<PromiseDraft>,
    /// Counts how often the letter was looked through: what is said of it changes with this alone.
    pub judged: u64,
    /// What others did to the case since the writing began and the operator has not looked at yet.
    pub news: Vec<News>,
    /// The customer's words are scrolled by so many lines.
    pub scroll: usize,
    /// Counts changes of the text.
    revision: u64,
    saved: u64,
    dirty_since: Option<Timestamp>,
    /// A full draft is on the disk.
    kept: bool,
    /// When this window saved last, whether or not the disk has said so yet.
    last_save: Option<Timestamp>,
    /// Another window's draft that was taken over here, by the instant at which it was saved there.
    adopted: Option<Timestamp>,
    known: Known,
    /// Slots of what was inserted, to know what belongs into them.
    slots: Vec<Slot>,
    filling: Option<Filling>,
    /// Where the last phrase was inserted.
    inserted_at: usize,
    /// A sentence was inserted and ends here: what is typed next begins another, behind a blank.
    goes_on_at: Option<usize>,
    /// A text that waits to become the letter: one that was taken back.
    returned: Option<String>,
    /// The text says no more than that something was received (R110).
    pub acknowledges: bool,
    /// The finding that was gone to last.
    walked: Option<walk::Walked>,
    /// Drafts of the cases that are part of this one.
    beside: Vec<Draft>,
    /// The thread that a letter which came back was written for.
    answered: Option<u64>,
    /// What was agreed in the call that this letter follows (R33).
    record: Option<Agreement>,
    /// How the card was greeted last; what stands so in the letter is this program's word and follows the card.
    greeting: Option<String>,
}

impl Composer {
    /// Drafts of the cases that are part of this one.
    pub fn beside(&self) -> &[Draft] {
        &self.beside
    }

    fn new(case: CaseId, kind: DraftKind) -> Self {
        Self {
            case,
            kind,
            lang: Lang::default(),
            stage: Stage::Case,
            editor: Editor::default(),
            attachments: Vec::new(),
            overrides: Vec::new(),
            channel: Channel::Email,
            to: String::new(),
            subject: String::new(),
            saved_at: None,
            trouble: None,
            findings: Vec::new(),
            silent: Vec::new(),
            set_aside: Vec::new(),
            checklist: None,
            promises: Vec::new(),
            judged: 0,
            news: Vec::new(),
            scroll: 0,
            revision: 0,
            saved: 0,
            dirty_since: None,
            kept: false,
            last_save: None,
            adopted: None,
            known: Known::default(),
            slots: Vec::new(),
            filling: None,
            inserted_at: 0,
            goes_on_at: None,
            returned: None,
            acknowledges: false,
            walked: None,
            beside: Vec::new(),
            answered: None,
            record: None,
            greeting: None,
        }
    }

    pub fn is_note(&self) -> bool {
        self.kind == DraftKind::Note
    }

    pub fn is_public(&self) -> bool {
        self.kind == DraftKind::PublicReply
    }

    /// How much ceremony its way takes.
    pub fn manner(&self) -> letter::Manner {
        letter::Manner::of(&self.channel, self.is_public())
    }

    /// The operator's signature in the letter's language and manner.
    fn own_signature(&self, app: &App) -> String {
        letter::signature_in(&app.me_in(self.lang.as_str()), self.lang.as_str(), self.manner())
    }

    /// What its draft is kept under.
    pub fn place(&self) -> CaseId {
        self.kind.kept_under(self.case)
    }

    /// True when the draft that is kept there is this one.
    pub fn is_at(&self, case: CaseId, kind: &DraftKind) -> bool {
        self.place() == case && self.kind == *kind
    }

    /// The thread as the operator has seen it; what the letter answers (R167).
    pub fn thread_version(&self) -> u64 {
        self.known.version
    }

    /// What is written is not on the disk yet.
    pub fn is_dirty(&self) -> bool {
        self.revision != self.saved
    }

    /// The slot the cursor is in.
    pub fn slot(&self) -> Option<&Slot> {
        self.filling.as_ref().map(|f| &f.slot)
    }

    /// Words stand in that slot, not its hint.
    pub fn slot_is_filled(&self) -> bool {
        slots::is_filled(self)
    }

    /// What holds the letter back, said or not.
    pub fn blocks(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.silent).filter(|f| f.blocks())
    }

    /// Keeps what is known of slots that were inserted; the latest ones count.
    fn remember(&mut self, slots: Vec<Slot>) {
        self.slots.extend(slots);
        let surplus = self.slots.len().saturating_sub(64);
        self.slots.drain(..surplus);
    }

    fn draft(&self, now: Timestamp) -> Draft {
        let text = self.editor.text().to_owned();
        Draft {
            case: self.place(),
            kind: self.kind.clone(),
            cursor: self.editor.cursor(),
            slots: slots::unfilled(&text).map(|r| (r.start, r.end)).collect(),
            thread_version: self.known.version,
            saved_at: now,
            attachments: self.attachments.clone(),
            overrides: self.overrides.clone(),
            text,
        }
    }

    /// The text changed: it is to be saved and checked soon.
    fn touched(&mut self, now: Timestamp, out: &mut Effects) {
        self.revision += 1;
        let since = *self.dirty_since.get_or_insert(now);
        let left = SAVE_AT_LATEST_MS - now.duration_since(since).as_millis().try_into().unwrap_or(SAVE_AT_LATEST_MS);
        let after_ms = left.clamp(0, SAVE_AFTER_MS).unsigned_abs();
        out.push(Effect::Wake { after_ms, wake: Wake::SaveDraft { revision: self.revision } });
        out.push(Effect::Wake { after_ms: CHECK_AFTER_MS, wake: Wake::Check { revision: self.revision } });
    }

    /// Saves what is not on the disk. An emptied text does not replace what was kept.
    pub fn save(&mut self, now: Timestamp, out: &mut Effects) {
        if !self.is_dirty() || self.stage != Stage::Ready {
            return;
        }
        self.saved = self.revision;
        self.dirty_since = None;
        if !self.editor.text().trim().is_empty() {
            self.kept = true;
            self.last_save = Some(now);
            out.push(Effect::SaveDraft(self.draft(now)));
        }
    }
}

/// Opens the composer over the screen. Without a kind: a public reply to a public complaint (R145), else a reply.
pub fn open(app: &mut App, case: CaseId, kind: Option<DraftKind>, out: &mut Effects) {
    close(app, out);
    let wanted = kind.unwrap_or(DraftKind::Other("".into()));
    app.composer = Some(Box::new(Composer::new(case, wanted)));
    app.stack.push(Screen::Composer);
    match app.case(case) {
        Some(_) => case_came(app, case, out),
        None => out.push(Effect::LoadCase { id: case }),
    }
}

/// Opens the letter that records in writing what was just agreed by phone (R33).
pub fn open_record(app: &mut App, case: CaseId, agreement: Agreement, out: &mut Effects) {
    close(app, out);
    let mut composer = Composer::new(case, DraftKind::Reply);
    composer.record = Some(agreement);
    app.composer = Some(Box::new(composer));
    app.stack.push(Screen::Composer);
    match app.case(case) {
        Some(_) => case_came(app, case, out),
        None => out.push(Effect::LoadCase { id: case }),
    }
}

/// Saves and takes the composer away with everything over it; nothing happens when none is open.
pub fn close(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    slots::leave(&mut composer, app.now, out);
    let emptied = composer.kept && composer.editor.text().trim().is_empty() && composer.stage == Stage::Ready;
    composer.save(app.now, out);
    if emptied {
        app.say(Level::Info, &Said::new("composer-kept-earlier"));
    }
    app.review = None;
    app.stack.retain(|s| !matches!(s, Screen::Composer | Screen::Review | Screen::Versions(_)));
    super::many::closed(app);
}

/// Saves at once: before the program leaves, is suspended or loses its terminal.
pub fn save_now(app: &mut App, out: &mut Effects) {
    if let Some(composer) = &mut app.composer {
        composer.save(app.now, out);
    }
}

/// The case was read, for the first time or anew.
pub fn case_came(app: &mut App, id: CaseId, out: &mut Effects) {
    let Some(mut composer) = app.composer.take_if(|c| c.case == id) else { return };
    let Some(file) = app.case(id) else {
        app.review = None;
        app.stack.retain(|s| !matches!(s, Screen::Composer | Screen::Review));
        return app.say(Level::Error, &Said::new("composer-no-case"));
    };
    if file.case.erased_at.is_some() {
        return keeping::forget(app, id, out);
    }
    if let Some(there) = file.case.merged_into {
        return merged::carry_over(app, composer, there, out);
    }
    if composer.stage == Stage::Case {
        if matches!(composer.kind, DraftKind::Other(_)) {
            composer.kind = if file.case.is_public { DraftKind::PublicReply } else { DraftKind::Reply };
        }
        composer.lang = app.letter_language(&file.case.language);
        composer.known = Known::of(file);
        address(&mut composer, file);
        composer.stage = Stage::Draft;
        out.push(Effect::LoadDraft { case: composer.place(), kind: composer.kind.clone() });
    } else {
        merged::ask(app, &composer, out);
        news::look(&mut composer, file, &app.me);
        beginning::greet_anew(app, &mut composer, out);
    }
    app.composer = Some(composer);
}

/// Tells the editor how large it is drawn.
pub fn fit(app: &App, composer: &mut Composer) {
    let text = super::layout::composer(app.size).text;
    composer.editor.fit(text.width, text.height);
}

/// The terminal has another size.
pub fn resized(app: &mut App) {
    if let Some(mut composer) = app.composer.take() {
        fit(app, &mut composer);
        app.composer = Some(composer);
    }
}

/// A moment came that was asked for: save the draft, if the writing rests or goes on for too long.
pub fn save_due(app: &mut App, revision: u64, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = &mut app.composer else { return };
    let open_for = composer.dirty_since.map_or(SignedDuration::ZERO, |since| now.duration_since(since));
    if composer.revision == revision || open_for >= SignedDuration::from_millis(SAVE_AT_LATEST_MS) {
        composer.save(now, out);
    }
}

/// Makes the text ready to be looked at as a whole: slots left, checked, saved.
pub fn finish(app: &App, composer: &mut Composer, out: &mut Effects) {
    slots::leave(composer, app.now, out);
    composer.save(app.now, out);
    judge(app, composer);
}

/// The open duties that this letter fulfils by itself; a mere receipt fulfils none (R110).
pub fn answered<'a>(composer: &Composer, file: &'a CaseFile) -> impl Iterator<Item = &'a FollowUp> {
    let answers = !composer.acknowledges;
    file.follow_ups.iter().filter(move |f| {
        answers && f.is_open() && matches!(f.kind, FollowUpKind::FirstResponse | FollowUpKind::NextResponse)
    })
}

/// A file was read and stored: it goes with the letter.
pub fn attached(app: &mut App, case: CaseId, attachment: Attachment, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = app.composer.as_mut().filter(|c| c.case == case) else { return };
    if !composer.attachments.contains(&attachment) {
        composer.attachments.push(attachment);
        composer.touched(now, out);
    }
}
