//! What went wrong elsewhere with canned text, timers, speed and keys, each as a test here (docs/incidents.md, 15-32).
//! Where an older test holds the same promise, the table names that one.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use sincerely::letter::check::Severity;
use sincerely::letter::{CheckContext, Manner, check, ensure_signature, signature};
use sincerely::model::{Call, Case, FollowUp, FollowUpKind, Message, Operator};
use sincerely::schedule::Calendar;
use sincerely::tui::action::Action;
use sincerely::tui::input::{Code, Context, Key, Keymap, spell};

use super::server_support::{Account, desk};

fn anna() -> Operator {
    serde_json::from_value(json!({"id": uuid::Uuid::from_u128(1), "name": "Анна Иванова"})).unwrap()
}

async fn says(who: &Account, case: &Case, body: &str) {
    let word = json!({"channel": "email", "message": {"kind": "inbound", "body": body}});
    assert_eq!(who.post(&format!("/v1/cases/{}/messages", case.id), &word).await.status, 201);
}

#[tokio::test]
async fn incident_15_lists_and_blank_lines_arrive_as_they_were_reviewed() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let body = "Maria!\n\n\n- one\n-  two\n\n* three\n    four\n1) five  \n\n\nAnna\n";
    let sent: Message = anna.reply(&case, case.thread_version, &anna.letter(&case, body)).await.ok();
    assert_eq!(sent.body, body);
    let file = anna.file(&case).await;
    assert!(file.messages.iter().any(|message| message.id == sent.id && message.body == body), "byte for byte");
    desk.server.stop().await;
}

#[test]
fn incident_16_a_letter_with_a_placeholder_does_not_leave() {
    let operator = anna();
    for (lang, line) in [
        ("en", "Thank you [name] for contacting us."),
        ("en", "Your order {{ticket.number}} is on its way."),
        ("ru", "Благодарим Вас, [имя клиента], за письмо."),
        ("ru", "Приносим извинения за ‹что случилось›."),
        ("ro", "Vă mulțumim, [nume], pentru mesaj."),
    ] {
        let findings = check(line, &CheckContext::new(lang, &operator));
        let stops = |rule: &str| matches!(rule, "machine_text" | "unfilled_slot");
        assert!(findings.iter().any(|f| f.severity == Severity::Block && stops(f.rule())), "{line}: {findings:?}");
    }
}

#[test]
fn incident_17_what_is_not_known_leaves_no_dash_and_no_hole() {
    for lang in ["ru", "en", "ro"] {
        let block = signature(&anna(), lang);
        assert_eq!(block.lines().count(), 2, "closing and name, nothing for post, contact and hours: {block}");
        assert_eq!(block.lines().last(), Some("Анна Иванова"));
    }
}

#[test]
fn incident_20_the_signature_stays_one_however_often_the_letter_is_opened() {
    let operator = anna();
    for (lang, body) in [
        ("ru", "Здравствуйте!\n\nМастер придёт завтра до 12:00."),
        ("en", "Hello!\n\nIt comes tomorrow.\n\n> You promised!\n> Maria"),
        ("ro", "Bună ziua!\n\nVine mâine.\n\nCu stimă,\nАнна Иванова"),
    ] {
        let once = ensure_signature(body, &operator, lang, Manner::Letter);
        let often = (0..5).fold(once.clone(), |text, _| ensure_signature(&text, &operator, lang, Manner::Letter));
        assert_eq!(often, once);
        assert_eq!(once.matches("Анна Иванова").count(), 1, "{once}");
    }
}

#[tokio::test]
async fn incident_21_thanks_do_not_take_a_promise_away() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let promise = json!({"id": uuid::Uuid::now_v7(), "kind": "promise", "title": "money back",
        "due": {"day": "2030-03-04", "zone": "Europe/Chisinau"}});
    let path = format!("/v1/cases/{}/follow-ups", case.id);
    let promise: FollowUp = anna.post(&path, &promise).await.ok();
    anna.reply(&case, case.thread_version, &anna.letter(&case, "Maria! On Monday. Anna")).await.ok::<Message>();
    for thanks in ["спасибо, ок", "Thanks, ok", "👍", "Mulțumesc"] {
        says(&anna, &case, thanks).await;
        let file = anna.file(&case).await;
        let kept = file.follow_ups.iter().find(|f| f.id == promise.id).unwrap();
        assert!(kept.is_open() && kept.due == promise.due && kept.snoozed_until.is_none(), "after «{thanks}»");
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn incident_22_two_reminders_of_one_day_are_two() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let path = format!("/v1/cases/{}/follow-ups", case.id);
    for hour in [9, 10, 10] {
        let due = json!({"instant": format!("2030-03-04T{hour:02}:00:00Z"), "zone": "Europe/Chisinau"});
        let new = json!({"id": uuid::Uuid::now_v7(), "kind": "reminder", "title": "ask the workshop", "due": due});
        anna.post(&path, &new).await.ok::<FollowUp>();
    }
    let file = anna.file(&case).await;
    let open = file.follow_ups.iter().filter(|f| f.kind == FollowUpKind::Reminder && f.is_open());
    assert_eq!(open.count(), 3, "none swallows another, not even at the same minute");
    desk.server.stop().await;
}

#[test]
fn incident_22_a_desk_that_never_closes_does_not_close_at_midnight() {
    // Also on the nights in which the clocks change.
    let calendar = Calendar::around_the_clock("Europe/Chisinau").unwrap();
    for evening in ["2026-03-02T21:59:30Z", "2026-03-28T21:59:30Z", "2026-10-24T20:59:30Z", "2026-12-31T21:59:30Z"] {
        let before: Timestamp = evening.parse().unwrap();
        let minute = Duration::from_secs(60);
        let after = calendar.add_working(before, minute);
        assert_eq!(after, before + minute, "{evening}");
        assert_eq!(calendar.working_between(before, after), minute);
    }
}

#[test]
fn incident_31_the_keys_of_a_case_work_in_the_list_too() {
    let map = Keymap::shipped();
    let keys = |context: Context, action: Action| {
        let mut keys: Vec<String> =
            map.entries().filter(|(c, _, a)| *c == context && *a == action).map(|(_, chord, _)| spell(chord)).collect();
        keys.sort();
        keys
    };
    for action in [Action::Reply, Action::Note, Action::Claim, Action::Assign, Action::State, Action::MarkCall] {
        let in_list = keys(Context::Queue, action);
        assert!(!in_list.is_empty() && in_list == keys(Context::Case, action), "{}", action.id());
    }
    // Alt with a letter belongs to the menus of terminals.
    let takes_a_menu = |key: &Key| key.alt && matches!(key.code, Code::Char(_));
    assert!(!map.entries().any(|(_, chord, _)| chord.iter().any(takes_a_menu)), "no shipped key takes a menu's");
}

#[tokio::test]
async fn incident_32_a_call_stands_on_the_case_with_its_length_and_outcome() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let id = uuid::Uuid::now_v7();
    let call = json!({"call": {"id": id, "case_id": case.id, "operator": anna.operator.id, "number": "+373 22 000000",
        "at": Timestamp::now(), "seconds": 125, "outcome": "reached", "note": "мастер будет завтра"}});
    anna.post(&format!("/v1/cases/{}/calls", case.id), &call).await.ok::<Call>();
    let file = anna.file(&case).await;
    let [kept] = file.calls.as_slice() else { panic!("one call: {:?}", file.calls) };
    assert_eq!((kept.id.0, kept.seconds, kept.outcome.as_str()), (id, 125, "reached"));
    assert!(file.case.thread_version > case.thread_version, "it counts as part of the thread");
    desk.server.stop().await;
}
