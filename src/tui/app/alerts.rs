//! Follow-ups that became due are told once each: none is passed over because the machine slept or something else was
//! read just then, and none comes twice because the clock was set back.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{App, Effect, Effects, Level, Said};
use crate::model::FollowUpId;
use crate::model::queue::FollowUpRow;

/// More than any desk tells in a day; then the oldest are forgotten together, which at worst tells one again.
const REMEMBERED: usize = 10_000;

/// What was asked and told so far.
#[derive(Debug, Default)]
pub struct Alerts {
    /// When the next follow-up becomes due.
    pub next: Option<Timestamp>,
    /// Everything that became due until then was read.
    read_until: Option<Timestamp>,
    /// When the last question was asked.
    asked: Option<Timestamp>,
    /// What was told, by the time at which it alerted: a follow-up that was put off alerts anew.
    told: HashSet<(FollowUpId, Timestamp)>,
}

impl Alerts {
    /// From when on follow-ups are to be read. After a clock that was set back it is that clock's time.
    fn since(&self, now: Timestamp) -> Timestamp {
        self.read_until.map_or(now, |until| until.min(now))
    }

    /// Takes an answer and keeps what was not told before.
    fn take(&mut self, rows: Vec<FollowUpRow>, next: Option<Timestamp>) -> Vec<FollowUpRow> {
        self.next = next;
        self.read_until = self.asked.or(self.read_until);
        if self.told.len() > REMEMBERED {
            self.told.clear();
        }
        rows.into_iter().filter(|row| self.told.insert((row.follow_up.id, row.follow_up.alerts_at()))).collect()
    }
}

/// Reads what became due and when the next one will.
pub fn ask(app: &mut App, out: &mut Effects) {
    let since = app.alerts.since(app.now);
    app.alerts.asked = Some(app.now);
    app.alerts.read_until.get_or_insert(since);
    out.push(Effect::LoadAlerts { since, asker: app.asker() });
}

/// The clock woke the program.
pub fn woke(app: &mut App, out: &mut Effects) {
    if app.alerts.next.take_if(|at| *at <= app.now).is_some() {
        ask(app, out);
        out.push(Effect::LoadCounts { asker: app.asker() });
    }
}

/// Tells what became due.
pub fn came(app: &mut App, rows: Vec<FollowUpRow>, next: Option<Timestamp>, out: &mut Effects) {
    for row in app.alerts.take(rows, next) {
        let kind = app.texts.t(&format!("kind-{}", row.follow_up.kind.as_str().replace('_', "-")));
        let said = Said::new("alert-due").with("kind", kind.clone()).with("customer", row.customer.clone());
        app.say(Level::Alert, &said);
        out.push(Effect::Notify { title: kind, body: row.customer });
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{app, at, follow_up_row};
    use super::super::{Event, Wake, update};
    use super::*;
    use crate::i18n::UiLang;

    /// From when on it asks; none when it does not.
    fn asks(out: &Effects) -> Option<Timestamp> {
        out.iter().find_map(|effect| match effect {
            Effect::LoadAlerts { since, .. } => Some(*since),
            _ => None,
        })
    }

    fn changed(app: &mut App, now: &str) -> Timestamp {
        asks(&update(app, Event::Changed { cases: vec![] }, at(now))).expect("it asks")
    }

    fn told(app: &mut App, now: &str, rows: &[(u128, &str)], next: Option<&str>) -> usize {
        let rows = rows.iter().map(|(n, due)| follow_up_row(*n, due)).collect();
        let out = update(app, Event::Alerts { rows, next: next.map(at) }, at(now));
        out.iter().filter(|effect| matches!(effect, Effect::Notify { .. })).count()
    }

    #[test]
    fn what_became_due_while_the_machine_slept_is_told() {
        // R16: the network wakes the program before the timer does.
        let mut app = app(UiLang::En, (80, 24));
        let asked = changed(&mut app, "2026-11-24T08:00:00Z");
        told(&mut app, "2026-11-24T08:00:00Z", &[], Some("2026-11-24T09:00:00Z"));
        let since = changed(&mut app, "2026-11-24T10:30:00Z");
        assert!(asked <= since && since <= at("2026-11-24T09:00:00Z"), "{since}");
        let due = [(1, "2026-11-24T09:00:00Z"), (2, "2026-11-24T09:00:00Z")];
        assert_eq!(told(&mut app, "2026-11-24T10:30:00Z", &due, None), 2, "two of one moment are two");
    }

    #[test]
    fn a_clock_that_is_set_back_tells_nothing_twice_and_a_wrong_one_loses_nothing() {
        let mut app = app(UiLang::En, (80, 24));
        let one = [(1, "2026-11-24T09:00:00Z")];
        changed(&mut app, "2026-11-24T09:30:00Z");
        assert_eq!(told(&mut app, "2026-11-24T09:30:00Z", &one, None), 1);
        // Back by two hours: asked from there on, and the hour comes a second time.
        assert_eq!(changed(&mut app, "2026-11-24T07:30:00Z"), at("2026-11-24T07:30:00Z"));
        told(&mut app, "2026-11-24T07:30:00Z", &[], Some("2026-11-24T09:00:00Z"));
        let out = update(&mut app, Event::Woke(Wake::Clock), at("2026-11-24T09:00:00Z"));
        assert!(asks(&out).is_some());
        let both = [(1, "2026-11-24T09:00:00Z"), (2, "2026-11-24T09:00:00Z")];
        assert_eq!(told(&mut app, "2026-11-24T09:00:00Z", &both, None), 1, "only the one that was not told");
        // A year ahead by mistake, and back: what becomes due then is still told.
        changed(&mut app, "2027-11-24T09:00:00Z");
        told(&mut app, "2027-11-24T09:00:00Z", &[], None);
        let since = changed(&mut app, "2026-11-24T09:10:00Z");
        assert_eq!(since, at("2026-11-24T09:10:00Z"));
        assert_eq!(told(&mut app, "2026-11-24T11:00:00Z", &[(3, "2026-11-24T10:00:00Z")], None), 1);
    }

    #[test]
    fn one_that_was_put_off_alerts_again_at_its_new_time() {
        let mut app = app(UiLang::En, (80, 24));
        changed(&mut app, "2026-11-24T09:00:00Z");
        assert_eq!(told(&mut app, "2026-11-24T09:00:00Z", &[(1, "2026-11-24T09:00:00Z")], None), 1);
        let mut later = follow_up_row(1, "2026-11-24T09:00:00Z");
        later.follow_up.snoozed_until = Some(at("2026-11-24T11:00:00Z"));
        let out = update(&mut app, Event::Alerts { rows: vec![later], next: None }, at("2026-11-24T11:00:00Z"));
        assert!(out.iter().any(|effect| matches!(effect, Effect::Notify { .. })));
    }
}
