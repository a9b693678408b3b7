//! Who else reads and writes a case, and telling the desk what this operator does. Told while a case or a letter is open and
//! somebody is at the keys; a screen that is left alone falls silent, and nothing wakes it.
//!
//! Not its duty: carrying it (`runtime`), forgetting who fell silent (the desk).

use jiff::{SignedDuration, Timestamp};

use super::{App, Effect, Effects, Event, Screen, Wake};
use crate::model::{CaseId, Doing, Presences, Present};

/// Said again so often; the desk forgets after 30 s.
const AGAIN_MS: u64 = 15_000;
/// What one passes by is not told: a case is read when it has been open for so long.
const SETTLES: SignedDuration = SignedDuration::from_millis(400);
/// Who has not touched a key for so long no longer writes …
const WRITES_FOR: SignedDuration = SignedDuration::from_mins(1);
/// … and after so long is not there.
const THERE_FOR: SignedDuration = SignedDuration::from_mins(5);

#[derive(Debug, Default)]
pub struct Presence {
    /// Everybody, as the desk told it.
    all: Vec<Present>,
    /// What the desk was told last.
    told: Option<(CaseId, Doing)>,
    /// What the operator does, and since when: it is told when it has settled.
    doing: Option<(CaseId, Doing)>,
    since: Option<Timestamp>,
    /// The last key.
    at_keys: Option<Timestamp>,
}

pub fn came(app: &mut App, news: Presences) {
    news.lay_over(&mut app.presence.all);
}

/// The connection is gone: nobody is known to be anywhere.
pub fn forget(app: &mut App) {
    app.presence.all.clear();
}

/// The others on a case who do that now, by name; a word for each.
pub fn others(app: &App, case: CaseId, doing: &Doing) -> Vec<String> {
    let there = app.presence.all.iter().filter(|p| p.case_id == case && p.operator != app.me.id && p.doing == *doing);
    there.map(|p| app.operator_name(p.operator)).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// True when somebody else does that on the case now.
pub fn is_there(app: &App, case: CaseId, doing: &Doing) -> bool {
    app.presence.all.iter().any(|p| p.case_id == case && p.operator != app.me.id && p.doing == *doing)
}

/// "пишет Пётр", "читают Пётр и Ольга" …: none when nobody else is there.
pub fn words(app: &App, case: CaseId) -> Option<String> {
    for (doing, key) in [(Doing::Writing, "presence-writing"), (Doing::Reading, "presence-reading")] {
        let names = others(app, case, &doing);
        if !names.is_empty() {
            return Some(app.texts.count_with(key, names.len() as u64, &[("names", names.join(", ").into())]));
        }
    }
    None
}

/// Remembers that somebody is at the keys.
pub fn note(app: &mut App, event: &Event) {
    if matches!(event, Event::Key(_) | Event::Paste(_) | Event::Mouse(_)) {
        app.presence.at_keys = Some(app.now);
    }
}

/// After each event: what is told is what is true. Alone at a desk there is nobody to tell.
pub fn follow(app: &mut App, again: bool, out: &mut Effects) {
    let wanted = if app.operators.len() > 1 { here(app) } else { None };
    if wanted != app.presence.doing {
        app.presence.doing.clone_from(&wanted);
        app.presence.since = Some(app.now);
        out.push(Effect::Wake { after_ms: SETTLES.as_millis() as u64, wake: Wake::Presence });
        return;
    }
    let is_settled = app.presence.since.is_none_or(|since| app.now.duration_since(since) >= SETTLES);
    if !is_settled || (wanted == app.presence.told && !(again && wanted.is_some())) {
        return;
    }
    if let Some((case, _)) = app.presence.told.clone()
        && wanted.as_ref().is_none_or(|(other, _)| *other != case)
    {
        out.push(Effect::TellPresence { case, doing: Doing::Gone });
    }
    if let Some((case, doing)) = &wanted {
        out.push(Effect::TellPresence { case: *case, doing: doing.clone() });
        out.push(Effect::Wake { after_ms: AGAIN_MS, wake: Wake::Presence });
    }
    app.presence.told = wanted;
}

/// What the operator does now.
fn here(app: &App) -> Option<(CaseId, Doing)> {
    let idle = app.now.duration_since(app.presence.at_keys?);
    if idle >= THERE_FOR {
        return None;
    }
    let open = app.stack.iter().rev().find_map(|screen| match screen {
        Screen::Composer => app.composer.as_ref().map(|c| (c.case, true)),
        Screen::Case(case) => Some((case.id, false)),
        _ => None,
    });
    let (case, has_letter) = open?;
    let doing = if has_letter && idle < WRITES_FOR { Doing::Writing } else { Doing::Reading };
    Some((case, doing))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{app, case_id, colleague, me, now, press_all as press};
    use super::super::{Event, update};
    use super::*;
    use crate::i18n::UiLang;
    use jiff::ToSpan;

    fn told(effects: &[Effect]) -> Vec<Doing> {
        let doing = |e: &Effect| match e {
            Effect::TellPresence { case, doing } if *case == case_id() => Some(doing.clone()),
            _ => None,
        };
        effects.iter().filter_map(doing).collect()
    }

    fn present(operator: crate::model::OperatorId, doing: Doing) -> Present {
        Present { case_id: case_id(), operator, doing }
    }

    #[test]
    fn opening_a_case_and_a_letter_is_told_and_leaving_it_too() {
        let mut app = app(UiLang::En, (120, 40));
        let mut second = 0;
        let mut rest_after = |keys: &str| {
            let mut out = press(&mut app, keys);
            second += 1;
            out.extend(update(&mut app, Event::Woke(Wake::Presence), now() + second.seconds()));
            told(&out)
        };
        assert_eq!(rest_after("j k"), [], "a line in the queue is nobody's reading");
        assert_eq!(rest_after("enter"), [Doing::Reading]);
        assert_eq!(rest_after("j r"), [Doing::Writing]);
        assert_eq!(rest_after("esc"), [Doing::Reading]);
        assert_eq!(rest_after("esc"), [Doing::Gone]);
    }

    #[test]
    fn what_one_passes_by_is_not_told() {
        let mut app = app(UiLang::En, (120, 40));
        let mut out = press(&mut app, "enter esc enter esc enter");
        assert!(out.contains(&Effect::Wake { after_ms: 400, wake: Wake::Presence }));
        assert_eq!(told(&out), []);
        out = update(&mut app, Event::Woke(Wake::Presence), now() + 300.milliseconds());
        assert_eq!(told(&out), [], "too early");
        out = update(&mut app, Event::Woke(Wake::Presence), now() + 400.milliseconds());
        assert_eq!(told(&out), [Doing::Reading]);
    }

    #[test]
    fn it_is_said_again_while_somebody_is_at_the_keys_and_then_no_more() {
        let mut app = app(UiLang::En, (120, 40));
        press(&mut app, "r");
        let mut woken = |minutes: i64| {
            let at = now() + minutes.minutes();
            let mut out = update(&mut app, Event::Woke(Wake::Presence), at);
            out.extend(update(&mut app, Event::Woke(Wake::Presence), at + 1.seconds()));
            out
        };
        let out = woken(0);
        assert_eq!(told(&out), [Doing::Writing]);
        assert!(out.contains(&Effect::Wake { after_ms: AGAIN_MS, wake: Wake::Presence }));
        assert_eq!(told(&woken(2)), [Doing::Reading], "an open letter alone is no writing");
        assert_eq!(told(&woken(5)), [Doing::Gone]);
        assert_eq!(woken(6), [], "nothing wakes any more");
        update(&mut app, Event::Key("x".parse().unwrap()), now() + 9.minutes());
        let out = update(&mut app, Event::Woke(Wake::Presence), now() + 9.minutes() + 1.seconds());
        assert_eq!(told(&out), [Doing::Writing]);
    }

    #[test]
    fn others_are_named_and_who_writes_goes_before_who_reads() {
        let mut app = app(UiLang::En, (120, 40));
        let all = vec![present(me(), Doing::Writing), present(colleague(), Doing::Reading)];
        update(&mut app, Event::Presence(Presences { whole: true, present: all }), now());
        assert_eq!(words(&app, case_id()).unwrap(), "Пётр Сидоров is reading");
        let news = vec![present(colleague(), Doing::Writing)];
        update(&mut app, Event::Presence(Presences { whole: false, present: news }), now());
        assert_eq!(words(&app, case_id()).unwrap(), "Пётр Сидоров is writing");
        update(&mut app, Event::Presence(Presences { whole: true, present: vec![] }), now());
        assert_eq!(words(&app, case_id()), None);
    }

    #[test]
    fn a_colleague_who_writes_is_told_before_a_letter_leaves_and_the_second_key_sends() {
        let mut app = app(UiLang::En, (120, 40));
        press(&mut app, "r");
        let kind = crate::model::DraftKind::Reply;
        update(&mut app, Event::Draft { case: case_id(), kind, draft: None }, now());
        press(&mut app, "ctrl-d");
        if let Some(composer) = &mut app.composer {
            composer.findings.clear();
            composer.silent.clear();
        }
        let news = vec![present(colleague(), Doing::Writing)];
        update(&mut app, Event::Presence(Presences { whole: false, present: news }), now());
        let sends = |out: &[Effect]| out.iter().any(|e| matches!(e, Effect::SignAndSend { .. }));
        assert!(!sends(&press(&mut app, "ctrl-d")));
        assert!(app.toasts.iter().any(|t| t.text.contains("Пётр Сидоров")), "{:?}", app.toasts);
        assert!(sends(&press(&mut app, "ctrl-d")));
    }
}
