//! Mine and theirs in words: a letter beside what came into the thread since, an edit field by field.

use jiff::Timestamp;

use crate::i18n::{Moment, Texts};
use crate::model::acts::{CasePatch, Command, CustomerPatch};
use crate::model::{Case, CaseFile, Customer, Due, DueAt, Impression, MessageKind, OurFault, OutboxItem, Remedy};
use crate::tui::app::{App, composer, impression_words, remedy_words};

/// Entries that are shown at most.
const ENTRIES: usize = 12;

/// A piece of one side: what it is, and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub head: String,
    pub text: String,
}

/// Both sides of a refused act. Of an edit the parts of both stand in the same order, one a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    pub mine: Vec<Part>,
    pub theirs: Vec<Part>,
}

pub fn sides(app: &App, item: &OutboxItem) -> Sides {
    let Some(file) = app.case(item.command.case()) else { return Sides::default() };
    match &item.command {
        Command::Reply { thread_version, reply, .. } => {
            let mine = vec![Part { head: String::new(), text: reply.body.trim().to_owned() }];
            Sides { mine, theirs: entries(app, file, *thread_version) }
        }
        Command::PatchCase { patch, .. } => of_fields(case_fields(app, patch, &file.case)),
        Command::PatchCustomer { patch, .. } => of_fields(customer_fields(app, patch, &file.customer)),
        command => {
            let text = composer::written(command).map_or_else(String::new, |(_, _, text, _)| text);
            Sides { mine: vec![Part { head: String::new(), text }], theirs: vec![standing(app, file)] }
        }
    }
}

/// What came into the thread since it was read: its version counts entries, so clocks are not asked.
fn entries(app: &App, file: &CaseFile, read: u64) -> Vec<Part> {
    let since = usize::try_from(file.case.thread_version.saturating_sub(read)).unwrap_or(ENTRIES);
    let mut all: Vec<(Timestamp, Part)> = file
        .messages
        .iter()
        .map(|m| {
            let who = format!("{} · {}", m.author.name(), when(app, m.at));
            let head =
                if m.kind == MessageKind::Note { format!("{who} · {}", app.texts.t("conflict-note")) } else { who };
            (m.at, Part { head, text: m.body.trim().to_owned() })
        })
        .collect();
    all.extend(file.calls.iter().map(|c| {
        let head = format!("{} · {}", app.operator_name(c.operator), when(app, c.at));
        let text = [app.texts.t("conflict-call"), c.agreed.clone(), c.note.clone()];
        let text: Vec<String> = text.into_iter().filter(|t| !t.is_empty()).collect();
        (c.at, Part { head, text: text.join("\n") })
    }));
    all.sort_by_key(|(at, _)| *at);
    let first = all.len().saturating_sub(since.clamp(1, ENTRIES));
    let mut parts: Vec<Part> = all.drain(first..).map(|(_, part)| part).collect();
    parts.insert(0, standing(app, file));
    parts
}

/// Whose the case is and how it stands.
fn standing(app: &App, file: &CaseFile) -> Part {
    let state = app.texts.t(&format!("state-{}", file.case.state.as_str().replace('_', "-")));
    let owner = file.case.owner.map_or_else(|| app.texts.t("case-nobody"), |id| app.operator_name(id).to_owned());
    Part { head: format!("{state} · {owner}"), text: String::new() }
}

fn when(app: &App, at: Timestamp) -> String {
    let (at, now) = (at.to_zoned(app.zone()), app.local_now());
    Moment { at: &at, now: &now }.full(&app.texts)
}

/// The name of a field, mine, theirs.
type Field = (String, String, String);

/// What both say alike is nothing to decide about, unless there is nothing else.
fn of_fields(mut fields: Vec<Field>) -> Sides {
    if fields.iter().any(|(_, mine, theirs)| mine != theirs) {
        fields.retain(|(_, mine, theirs)| mine != theirs);
    }
    let mut sides = Sides::default();
    for (head, mine, theirs) in fields {
        sides.mine.push(Part { head: head.clone(), text: mine });
        sides.theirs.push(Part { head, text: theirs });
    }
    sides
}

/// Fields that I changed, with what stands there now.
struct Fields<'a> {
    texts: &'a Texts,
    found: Vec<Field>,
}

impl Fields<'_> {
    fn add(&mut self, key: &str, mine: Option<String>, theirs: impl Into<String>) {
        if let Some(mine) = mine {
            self.found.push((self.texts.t(key), mine, theirs.into()));
        }
    }
}

fn case_fields(app: &App, patch: &CasePatch, case: &Case) -> Vec<Field> {
    let mut fields = Fields { texts: &app.texts, found: Vec::new() };
    fields.add("column-subject", patch.subject.clone(), &case.subject);
    fields.add("case-harm", patch.harm.clone(), &case.harm);
    fields.add("case-wish", patch.wished_outcome.clone(), &case.wished_outcome);
    let fault = |fault: &OurFault| app.texts.t(&format!("fault-{}", fault.as_str()));
    let mine = patch.our_fault.as_ref().map(|said| optional(said.as_ref().map(fault)));
    fields.add("case-fault", mine, optional(case.our_fault.as_ref().map(fault)));
    let remedy = |remedy: &Remedy| remedy_words(app, remedy);
    let mine = patch.remedy.as_ref().map(|said| optional(said.as_ref().map(remedy)));
    fields.add("case-remedy", mine, optional(case.remedy.as_ref().map(remedy)));
    if let Some(set) = &patch.impression {
        let theirs = case.impression.clone().unwrap_or_default();
        let mut mine = Some(theirs.clone());
        Impression::note(&mut mine, set, app.me.id, app.now);
        let words = |noted: &Impression| optional(Some(impression_words(app, noted)).filter(|w| !w.is_empty()));
        fields.add("impression-mood", mine.as_ref().map(words), words(&theirs));
    }
    way_fields(app, patch, case, &mut fields);
    fields.add("action-tags", patch.tags.as_ref().map(|t| t.join(", ")), case.tags.join(", "));
    let moment = |at: &Timestamp| when(app, *at);
    fields.add(
        "details-written",
        patch.written_at.as_ref().map(moment),
        optional(case.written_at.as_ref().map(moment)),
    );
    fields.add("details-moves", patch.moves.map(|n| n.to_string()), case.moves.to_string());
    fields.add("details-deadline", patch.deadline.as_ref().map(due), optional(case.deadline.as_ref().map(due)));
    let snooze = patch.snoozed_until.as_ref().map(|until| optional(until.as_ref().map(moment)));
    fields.add("action-snooze-case", snooze, optional(case.snoozed_until.as_ref().map(moment)));
    fields.add("action-decide-consent", patch.consent_decision.clone(), "");
    fields.add("action-set-confirmation", patch.confirmation.as_ref().map(|set| set.note.clone()), "");
    fields.add("action-close-question", patch.close_question.as_ref().map(|q| q.question.clone()), "");
    fields.found
}

/// One field a step that I ticked or took away.
fn way_fields(app: &App, patch: &CasePatch, case: &Case, fields: &mut Fields<'_>) {
    let word = |done: bool, note: &str| match (done, note) {
        (false, _) => "·".to_owned(),
        (true, "") => "✓".to_owned(),
        (true, note) => format!("✓ {note}"),
    };
    for set in &patch.way {
        let key = format!("way-{}", set.step.as_str().replace('_', "-"));
        let theirs = case.way.iter().find(|tick| tick.step == set.step);
        let theirs = word(theirs.is_some(), theirs.map_or("", |tick| tick.note.as_str()));
        fields.found.push((app.texts.t(&key), word(set.done, &set.note), theirs));
    }
}

fn customer_fields(app: &App, patch: &CustomerPatch, customer: &Customer) -> Vec<Field> {
    let texts = &app.texts;
    let mut fields = Fields { texts, found: Vec::new() };
    let name = patch.name.as_ref();
    fields.add("customer-given", name.map(|n| n.full()), customer.name.full());
    let language = patch.language.as_ref().map(|l| l.as_str().to_owned());
    fields.add("customer-language", language, customer.language.as_str());
    fields.add("customer-zone", patch.zone.clone(), customer.zone.clone().unwrap_or_default());
    let contacts =
        |list: &[crate::model::Contact]| list.iter().map(|c| c.address.clone()).collect::<Vec<_>>().join("\n");
    fields.add("conflict-contacts", patch.contacts.as_deref().map(contacts), contacts(&customer.contacts));
    let channel = |c: &crate::model::Channel| texts.t(&format!("channel-{}", c.as_str().replace('_', "-")));
    let theirs = optional(customer.preferred_channel.as_ref().map(channel));
    fields.add("customer-channel", patch.preferred_channel.as_ref().map(channel), theirs);
    let mode = |m: &crate::model::ContactMode| texts.t(&format!("mode-{}", m.as_str().replace('_', "-")));
    fields.add("customer-mode", patch.mode.as_ref().map(mode), optional(customer.mode.as_ref().map(mode)));
    let pinned =
        |list: &[crate::model::PinnedDetail]| list.iter().map(|p| p.text.clone()).collect::<Vec<_>>().join("\n");
    fields.add("action-pin", patch.pinned.as_deref().map(pinned), pinned(&customer.pinned));
    fields.found
}

fn optional(value: Option<String>) -> String {
    value.unwrap_or_else(|| "—".to_owned())
}

fn due(due: &Due) -> String {
    match due.at {
        DueAt::Day(day) => day.to_string(),
        DueAt::Instant(_) => due.local().strftime("%Y-%m-%d %H:%M").to_string(),
    }
}
