//! What the check says of the letter: asked after the keys, walked, repaired, or set aside with a reason (R161).
//!
//! Not its duty: the checks themselves (`letter`), the marks in the text (`slots`).

use std::sync::Arc;

use super::heeded::{self, is_safety_without_call};
use super::walk::{self, words_of};
use super::{Composer, finding_at_hand, last_word, place, slots};
use crate::letter::{self, CheckContext, Facts, Finding, Past, asked_confirmation, proposal_count};
use crate::model::{CaseFile, DueAt, MessageKind, Override, PersonName};
use crate::text::detect_language;
use crate::tui::app::form::{Choice, Field, Form, Purpose};
use crate::tui::app::spelling::MISSPELT;
use crate::tui::app::{App, Dictionaries, Effects, Level, Overlay, Said};

/// A moment came that was asked for: check the letter, if it is still the one.
pub fn check_due(app: &mut App, revision: u64) {
    if let Some(mut composer) = app.composer.take() {
        if composer.revision == revision {
            judge(app, &mut composer);
        }
        app.composer = Some(composer);
    }
}

/// The dictionaries came: the letter is looked at again with them.
pub fn dictionaries_came(app: &mut App, dictionaries: Arc<Dictionaries>) {
    app.dictionaries_came(dictionaries);
    if let Some(mut composer) = app.composer.take() {
        judge(app, &mut composer);
        app.composer = Some(composer);
    }
}

/// Runs the checks and marks what they found; what was set aside is kept apart.
pub fn judge(app: &App, composer: &mut Composer) {
    composer.judged += 1;
    composer.findings.clear();
    composer.silent.clear();
    composer.set_aside.clear();
    composer.promises.clear();
    composer.checklist = None;
    composer.acknowledges = !composer.is_note() && letter::is_acknowledgement(composer.editor.text());
    match app.case(composer.case).filter(|_| !composer.is_note()) {
        Some(file) => judge_in(app, composer, file),
        None => slots::mark(composer),
    }
}

/// The same for a case that is given.
pub fn judge_in(app: &App, composer: &mut Composer, file: &CaseFile) {
    composer.judged += 1;
    composer.silent.clear();
    if !composer.is_note() {
        let found = check(app, composer, file);
        let found = heeded::heed(app, composer, file, found);
        let is_aside = |f: &Finding| composer.overrides.iter().any(|o| is_about(o, f, composer.editor.text()));
        (composer.set_aside, composer.findings) = found.into_iter().partition(is_aside);
        composer.promises = heeded::promises(app, composer);
    }
    if composer.is_for_many() {
        super::many::own_words_only(composer);
    }
    slots::mark(composer);
}

fn check(app: &App, composer: &mut Composer, file: &CaseFile) -> Vec<Finding> {
    let others: Vec<PersonName> =
        app.cases.iter().filter(|f| f.customer.id != file.customer.id).map(|f| f.customer.name.clone()).collect();
    let colleagues: Vec<String> =
        app.operators.values().filter(|o| o.id != app.me.id).map(|o| o.name.clone()).collect();
    let holes: Vec<_> = slots::unfilled(composer.editor.text()).collect();
    let our_letters: Vec<&str> = file.messages.iter().filter(|m| m.is_outbound()).map(|m| m.body.as_str()).collect();
    let agreed: Vec<jiff::civil::Date> =
        file.follow_ups.iter().filter(|f| f.is_open()).filter_map(agreed_day).collect();
    let rules = app.letter_rules();
    let customer_letter = last_word(file).map_or("", |m| m.body.as_str());
    let past: Vec<Past<'_>> = app.earlier.iter().map(|earlier| earlier.past(file)).collect();
    let lang = written_lang(composer);
    let me = app.me_in(&lang);
    let context = CheckContext {
        earlier: &past,
        speller: Some(app.speller()),
        book: app.known_phrasebook(&composer.lang),
        customer: Some(&file.customer),
        other_customers: &others,
        other_operators: &colleagues,
        public: composer.is_public(),
        channel: composer.channel.clone(),
        first_reply: file.case.first_reply_at.is_none(),
        slots: &holes,
        attachments: Some(composer.attachments.len()),
        complaint: !letter::is_thanks(rules, customer_letter, file.case.language.as_str()),
        customer_letter,
        now: Some(app.local_now().datetime()),
        rules,
        facts: Facts {
            harm: &file.case.harm,
            wished_outcome: &file.case.wished_outcome,
            deadline: file.case.deadline.as_ref().map(|due| due.local().date()),
            agreed: &agreed,
            our_letters: &our_letters,
            safety_without_call: is_safety_without_call(file),
            our_fault: file.case.our_fault.as_ref(),
            remedy: file.case.remedy.as_ref(),
            broken_term: letter::broken_term(file, rules, app.now),
            public_unanswered: file.case.is_public && !composer.is_public() && !has_public_reply(file),
            calendar: Some(&app.rules.calendar),
        },
        ..CheckContext::new(&lang, &me)
    };
    let text = composer.editor.text();
    let found = letter::check(text, &context);
    let book = app.known_phrasebook(&composer.lang);
    composer.checklist = book.map(|book| letter::checklist(text, &context, book, &found));
    if !place::is_unbegun(app, composer, file) {
        return found;
    }
    // A greeting and a bare name are no words of the letter, whatever they look like: it is as empty as it can be.
    let is_signed = place::signature_start(app, composer).is_some();
    let mut found = letter::check("", &CheckContext { slots: &[], ..context });
    found.retain(|f| !(is_signed && f.rule() == NOT_SIGNED));
    found
}

/// The language that the letter is written in, also where the customer's is another: an English answer to a Russian letter
/// is judged by the English rules. Of a few words nobody can tell.
pub fn written_lang(composer: &Composer) -> String {
    const TELLING: usize = 15;
    let text = sentences_of(composer.editor.text());
    let is_telling = crate::text::words(&text).nth(TELLING).is_some();
    detect_language(&text).filter(|_| is_telling).unwrap_or(composer.lang.as_str()).to_owned()
}

/// The paragraphs that are sentences: a greeting and a signature in another language tell nothing of the letter's own.
fn sentences_of(text: &str) -> String {
    const GREETING: usize = 6;
    let is_said = |part: &&str| {
        part.trim_end().ends_with(['.', '!', '?', '…', ':', '»', ')'])
            && crate::text::words(part).nth(GREETING).is_some()
    };
    text.split("\n\n").filter(is_said).collect::<Vec<_>>().join("\n\n")
}

/// The day that an open promise of ours named.
fn agreed_day(follow_up: &crate::model::FollowUp) -> Option<jiff::civil::Date> {
    use crate::model::FollowUpKind::{PersonalControl, Promise};
    let is_ours = matches!(follow_up.kind, Promise | PersonalControl);
    (is_ours && matches!(follow_up.due.at, DueAt::Day(_) | DueAt::Instant(_))).then(|| follow_up.due.local().date())
}

fn has_public_reply(file: &CaseFile) -> bool {
    file.messages.iter().any(|m| m.kind == MessageKind::PublicReply)
}

fn is_about(set_aside: &Override, finding: &Finding, text: &str) -> bool {
    set_aside.rule == finding.rule() && set_aside.found == words_of(finding, text)
}

/// What was set aside and still stands in the letter: it goes out with it.
pub fn overrides(composer: &Composer) -> Vec<Override> {
    let text = composer.editor.text();
    let stands = |o: &&Override| composer.set_aside.iter().any(|f| is_about(o, f, text));
    let is_way = |o: &&Override| o.rule == super::OTHER_WAY && o.found == composer.channel.as_str();
    composer.overrides.iter().filter(|o| stands(o) || is_way(o)).cloned().collect()
}

/// Goes to the next finding of the panel, round the end; one about the whole letter has no place, and is at hand all the
/// same.
pub fn next_finding(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    slots::leave(&mut composer, app.now, out);
    judge(app, &mut composer);
    let next = walk::next(&composer).and_then(|at| Some((at, walk::listed(&composer).get(at).copied()?.clone())));
    match next {
        Some((at, finding)) => {
            match finding.span.clone() {
                Some(span) if slots::unfilled(composer.editor.text()).any(|r| r == span) => {
                    let book = app.phrasebook(&composer.lang);
                    slots::enter(&mut composer, &book, span);
                }
                Some(span) => composer.editor.set_cursor(span.start),
                None => app.say(Level::Info, &Said::new("composer-findings-whole")),
            }
            walk::went(&mut composer, at, &finding);
        }
        None if composer.silent.is_empty() => app.say(Level::Info, &Said::new("composer-no-findings")),
        None => app.say(Level::Info, &Said::new("composer-says-nothing")),
    }
    app.composer = Some(composer);
}

/// The first repair of the finding under the cursor, or of the first one that has a repair.
pub fn apply_fix(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    slots::leave(&mut composer, app.now, out);
    judge(app, &mut composer);
    look_up_word(app, &mut composer);
    match finding_at_hand(&composer).and_then(|f| f.fixes.first()).cloned() {
        Some(fix) => repair(app, &mut composer, fix, out),
        None => app.say(Level::Info, &Said::new("composer-no-fix")),
    }
    app.composer = Some(composer);
}

/// Adds to the finding at hand what may be meant by a misspelt word.
fn look_up_word(app: &App, composer: &mut Composer) {
    let Some(finding) = finding_at_hand(composer).filter(|f| f.rule() == MISSPELT) else { return };
    let known = app.with_suggestions(finding.clone(), composer.editor.text(), composer.lang.as_str());
    if let Some(finding) = composer.findings.iter_mut().find(|f| f.span == known.span && f.rule() == MISSPELT) {
        *finding = known;
    }
}

fn repair(app: &App, composer: &mut Composer, fix: letter::Fix, out: &mut Effects) {
    let fix = super::place::before_signature(app, composer, fix);
    let (start, length) = (fix.span.start, fix.text.len());
    composer.editor.replace(fix.span, &fix.text);
    let inserted = start..start + length;
    let hole = slots::unfilled(composer.editor.text()).find(|r| inserted.start <= r.start && r.end <= inserted.end);
    if let (Some(hole), Some(book)) = (hole, app.known_phrasebook(&composer.lang)) {
        slots::enter(composer, book, hole);
    }
    composer.touched(app.now, out);
    judge(app, composer);
}

const NOT_SIGNED: &str = "not_signed";
/// So much of an earlier letter is enough to recognise it.
const TWIN_LINES: usize = 6;
const SET_ASIDE: &str = "aside";
const LEARN: &str = "learn";

/// Asks what to do with the finding at hand: why it is one, its repairs, or setting it aside with a reason.
pub fn weigh(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    slots::leave(&mut composer, app.now, out);
    judge(app, &mut composer);
    look_up_word(app, &mut composer);
    match finding_at_hand(&composer) {
        Some(finding) => app.overlay = Some(Overlay::Form(Box::new(weighing(app, &composer, finding)))),
        None => app.say(Level::Info, &Said::new("composer-no-findings")),
    }
    app.composer = Some(composer);
}

fn weighing(app: &App, composer: &Composer, finding: &Finding) -> Form {
    let lang = app.texts.lang().tag();
    let mut choices: Vec<Choice> =
        finding.fixes.iter().enumerate().map(|(i, fix)| Choice::new(i.to_string(), fix.label.in_lang(lang))).collect();
    if finding.rule() == MISSPELT {
        choices.push(Choice::new(LEARN, app.texts.t("finding-learn")));
    }
    if finding.card.firm {
        choices.push(Choice::new("", app.texts.t("finding-write-on")));
    } else {
        choices.push(Choice::new(SET_ASIDE, app.texts.t("finding-set-aside")));
    }
    let can_be_aside = !finding.card.firm;
    let mut fields = vec![Field::choice("do", app.texts.t("finding-do"), choices, 0)];
    if can_be_aside {
        fields.push(
            Field::text("reason", app.texts.t("finding-reason"), "").with_hint(app.texts.t("finding-reason-hint")),
        );
    }
    let found = words_of(finding, composer.editor.text()).to_owned();
    let purpose = Purpose::Finding { rule: finding.rule().to_owned(), found };
    let mut form = Form::new(finding.card.title.in_lang(lang).to_owned(), purpose, fields);
    form.intro = vec![finding.message(lang).to_owned(), String::new(), finding.card.why.in_lang(lang).to_owned()];
    let twin = finding.twin.as_ref().and_then(|twin| app.earlier.as_ref()?.text(twin.message?));
    if let Some(text) = twin {
        form.intro.push(String::new());
        form.intro.push(app.texts.t("finding-twin"));
        form.intro.extend(text.lines().filter(|l| !l.trim().is_empty()).take(TWIN_LINES).map(|l| format!("  {l}")));
    }
    form
}

/// Repairs the finding, or sets it aside.
///
/// # Errors
/// A finding is set aside without a reason.
pub fn weighed(app: &mut App, rule: &str, found: &str, form: &Form, out: &mut Effects) -> Result<(), String> {
    let reason = form.text("reason");
    let choice = form.chosen("do").to_owned();
    let no_reason = app.texts.t("finding-needs-reason");
    let Some(mut composer) = app.composer.take() else { return Ok(()) };
    judge(app, &mut composer);
    let text = composer.editor.text();
    let finding = composer.findings.iter().find(|f| f.rule() == rule && words_of(f, text) == found).cloned();
    let finding = finding.map(|f| app.with_suggestions(f, text, composer.lang.as_str()));
    let mut result = Ok(());
    match (finding, choice.parse::<usize>()) {
        (Some(finding), Ok(number)) if reason.is_empty() || choice != SET_ASIDE => {
            if let Some(fix) = finding.fixes.get(number).cloned() {
                repair(app, &mut composer, fix, out);
            }
        }
        (Some(_), _) if choice == LEARN => {
            app.learn_word(found, out);
            judge(app, &mut composer);
        }
        (Some(_), _) if choice == SET_ASIDE && reason.is_empty() => result = Err(no_reason),
        (Some(_), _) if choice == SET_ASIDE => {
            let (rule, found, reason) = (rule.to_owned(), found.to_owned(), reason.to_owned());
            composer.overrides.push(Override { rule, found, reason });
            composer.touched(app.now, out);
            judge(app, &mut composer);
        }
        _ => {}
    }
    app.composer = Some(composer);
    result
}

/// An offer that nobody is asked to confirm yet (R11).
fn offers_unasked(composer: &Composer) -> bool {
    let text = composer.editor.text();
    proposal_count(text, composer.lang.as_str()) > 0 && asked_confirmation(text).is_none()
}

/// True when the finding would be answered by the phrase: such phrases come first in the palette.
pub fn wants(composer: &Composer, file: &CaseFile, phrase: &str) -> bool {
    let has = |rule: &str| composer.findings.iter().chain(&composer.silent).any(|f| f.rule() == rule);
    let owes = |kind: &crate::model::FollowUpKind| file.follow_ups.iter().any(|f| f.is_open() && f.kind == *kind);
    use crate::model::FollowUpKind::WrittenConfirmation;
    match phrase {
        "P1" => {
            let lacks = ["no_apology_or_empathy", "broken_term_not_regretted", "public_reply_incomplete"];
            lacks.into_iter().any(has)
        }
        "P6" | "P8" => has("no_apology_or_empathy"),
        "D1" => has("no_personal_control"),
        "D6" => has("no_concrete_plan_or_date") || has("promise_without_date"),
        "D9" => has("no_concrete_plan_or_date") || has("promise_without_date") || has("admission_missing"),
        "D2" => file.case.wished_outcome.is_empty() && has("no_concrete_plan_or_date"),
        "D4" => !composer.is_public() && offers_unasked(composer),
        "D5" => file.case.ambiguous_consent.is_some(),
        "D8" => owes(&WrittenConfirmation),
        "D10" => composer.is_public() && has("public_reply_incomplete"),
        _ => false,
    }
}
