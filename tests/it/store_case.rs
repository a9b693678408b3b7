//! Case files, follow-ups, calls and read marks out of the store; own unsent work laid over them.

use jiff::ToSpan;
use serde_json::json;
use sincerely::model::acts::{AddFollowUp, Assign, Command, FollowUpPatch, MarkCall, NewNote, NewReply};
use sincerely::model::queue::{Filter, FollowUpKey, FollowUpView, From, Mark};
use sincerely::model::{
    Channel, ConfirmationState, Due, FollowUpId, FollowUpKind, IdempotencyKey, MessageId, MessageKind, Operator, State,
    Trigger,
};
use sincerely::store::Store;

use super::store_world::*;

fn anna() -> Operator {
    serde_json::from_value(json!({ "id": me(), "name": "Анна Иванова", "gender": "f" })).unwrap()
}

fn key(n: u64) -> IdempotencyKey {
    IdempotencyKey(id(300_000 + n))
}

async fn act(store: &Store, n: u64, command: Command) {
    store.enqueue(command, key(n), now()).await.unwrap();
}

#[tokio::test]
async fn a_case_file_has_everything_and_hostile_text_is_made_safe_while_the_original_is_kept() {
    let (_dir, store) = store().await;
    let hostile = "Добрый день\u{1b}[2J\u{202e}\r\nвторая строка";
    let changes = vec![
        change("message", &message(1, 1, hostile)),
        change("case", &case(1, json!({ "subject": "a\u{1b}]0;title\u{7}b" }))),
        change("customer", &customer(1, json!({ "contacts": [{ "channel": "phone", "address": "+373 22" }] }))),
        change("follow_up", &follow_up(1, 1, 5, json!({}))),
    ];
    put(&store, changes).await;
    let file = store.case_file(case_id(1)).await.unwrap().unwrap();
    assert_eq!(file.messages.len(), 1);
    assert_eq!(file.follow_ups.len(), 1);
    assert_eq!(file.customer.phone(), Some("+373 22"));
    assert!(sincerely::text::is_safe(&file.messages[0].body) && file.messages[0].body.contains("\nвторая строка"));
    let rows = store.page(&Filter::default(), &asker(), From::Top, 5).await.unwrap().rows;
    for subject in [&file.case.subject, &rows[0].subject] {
        assert!(sincerely::text::is_safe(subject), "{subject:?}");
    }
    let original = store.original(MessageId(id(100_001))).await.unwrap().unwrap();
    assert_eq!(original.body, hostile); // R169
    assert_eq!(store.case_file(case_id(77)).await.unwrap(), None);
}

#[tokio::test]
async fn unsent_acts_are_shown_over_what_was_pulled_and_vanish_when_refused() {
    let (_dir, store) = store().await;
    store.set_me(anna()).await.unwrap();
    let changes = vec![change("case", &case(1, json!({}))), change("follow_up", &follow_up(1, 1, 5, json!({})))];
    put(&store, changes).await;
    let case = case_id(1);
    act(&store, 1, Command::Claim { case }).await;
    act(
        &store,
        2,
        Command::Note { case, note: NewNote { id: MessageId(id(7)), body: "note".into(), attachments: vec![] } },
    )
    .await;
    let reply = NewReply {
        id: MessageId(id(8)),
        public: false,
        channel: Channel::Email,
        to: String::new(),
        subject: String::new(),
        body: "Уважаемая Мария!".into(),
        signed_at: now(),
        signature: "sig".into(),
        attachments: vec![],
        opens: vec![],
        closes: vec![FollowUpId(id(200_001))],
        confirms: Some("€40".into()),
        overrides: vec![],
        state: None,
    };
    act(&store, 3, Command::Reply { case, thread_version: 1, reply: Box::new(reply) }).await;
    act(&store, 4, Command::MarkCall { case, mark: MarkCall { trigger: Trigger::Safety, ..MarkCall::default() } })
        .await;
    let file = store.case_file(case).await.unwrap().unwrap();
    assert_eq!(file.case.owner, Some(me()));
    assert_eq!(file.case.state, State::WaitingCustomer);
    assert_eq!(file.case.waiting_since, None);
    let kinds: Vec<_> = file.messages.iter().map(|m| m.kind.clone()).collect();
    assert_eq!(kinds, [MessageKind::Note, MessageKind::Reply]);
    assert_eq!(file.messages[1].author.name(), "Анна Иванова");
    assert_eq!(file.messages[1].delivery, None); // R168: nothing is called sent before the desk said so
    assert!(!file.follow_ups[0].is_open());
    let asked = file.case.confirmation(MessageId(id(8))).expect("R11: seen at once");
    assert_eq!((asked.term.as_str(), &asked.state), ("€40", &ConfirmationState::Sent));
    let unsent = Filter { mark: Some(Mark::Unsent), ..Filter::default() };
    let row = store.page(&unsent, &asker(), From::Top, 5).await.unwrap().rows.remove(0);
    assert_eq!((row.owner, row.marks.unsent, row.marks.call), (Some(me()), true, Some(Trigger::Safety)));
    assert_eq!(store.counts(&asker()).await.unwrap().unsent, 4);

    store.stuck(key(3), "refused".into()).await.unwrap();
    let file = store.case_file(case).await.unwrap().unwrap();
    assert_eq!(file.messages.len(), 1);
    assert_eq!(store.counts(&asker()).await.unwrap().stuck, 1);
}

#[tokio::test]
async fn r16_follow_ups_come_overdue_first_by_keyset_and_whose_duty_follows_the_case() {
    let (_dir, store) = store().await;
    let changes = vec![
        change("case", &case(1, json!({ "owner": me() }))),
        change("case", &case(2, json!({}))),
        change("follow_up", &follow_up(1, 1, 5, json!({}))),
        change("follow_up", &follow_up(2, 1, -5, json!({}))),
        change("follow_up", &follow_up(3, 2, -1, json!({}))),
        change("follow_up", &follow_up(4, 2, 1, json!({ "owner": somebody_else() }))),
        change("follow_up", &follow_up(5, 2, 2, json!({ "state": "done" }))),
        change("follow_up", &follow_up(6, 2, -9, json!({ "snoozed_until": hours(100) }))),
    ];
    put(&store, changes).await;
    let numbers = |rows: &[sincerely::model::queue::FollowUpRow]| -> Vec<u128> {
        rows.iter().map(|r| r.follow_up.id.0.as_u128() - id(200_000).as_u128()).collect()
    };
    let panel = async |view, after| store.follow_ups(view, &asker(), after, 100).await.unwrap();
    assert_eq!(numbers(&panel(FollowUpView::All, None).await), [2, 3, 4, 1, 6]);
    assert_eq!(numbers(&panel(FollowUpView::Mine, None).await), [2, 1]);
    assert_eq!(numbers(&panel(FollowUpView::Team, None).await), [3, 4, 6]);
    assert_eq!(numbers(&panel(FollowUpView::Today, None).await), [2, 3, 4, 1]);
    let third = panel(FollowUpView::All, None).await[1].follow_up.clone();
    let after = FollowUpKey { alerts_at: third.alerts_at(), id: third.id };
    assert_eq!(numbers(&panel(FollowUpView::All, Some(after)).await), [4, 1, 6]);
    // What is overdue of mine and of nobody: 2 and 3.
    assert_eq!(store.counts(&asker()).await.unwrap().overdue_follow_ups, 2);
    let next = store.next_alert(now(), &asker()).await.unwrap().unwrap();
    assert_eq!(numbers(&[next]), [1]);
    // Two of one moment both alert; what lies before, after, or with another does not.
    let same = [follow_up(8, 1, 5, json!({})), follow_up(9, 1, 5, json!({}))];
    put(&store, same.iter().map(|f| change("follow_up", f)).collect()).await;
    let at = now() + 5.hours();
    let both = store.alerts(at, at, &asker(), 10).await.unwrap();
    assert!([8, 9].iter().all(|n| numbers(&both).contains(n)), "{:?}", numbers(&both));
    assert_eq!(store.alerts(at + 1.second(), at + 2.seconds(), &asker(), 10).await.unwrap().len(), 0);
    for n in [8, 9] {
        put(&store, vec![change("follow_up", &follow_up(n, 1, 5, json!({ "state": "done" })))]).await;
    }
    // The case goes to another: so do the duties that had no owner of their own.
    put(&store, vec![change("case", &case(1, json!({ "owner": somebody_else() })))]).await;
    assert_eq!(numbers(&panel(FollowUpView::Mine, None).await), [0; 0]);
    assert_eq!(store.counts(&asker()).await.unwrap().overdue_follow_ups, 1);
    assert_eq!(numbers(&[store.next_alert(now(), &asker()).await.unwrap().unwrap()]), [6]);
}

#[tokio::test]
async fn unsent_acts_on_follow_ups_show_in_the_panel() {
    let (_dir, store) = store().await;
    let changes =
        vec![change("case", &case(1, json!({ "owner": me() }))), change("follow_up", &follow_up(1, 1, 5, json!({})))];
    put(&store, changes).await;
    let case = case_id(1);
    let new = AddFollowUp {
        id: FollowUpId(id(9)),
        kind: FollowUpKind::Reminder,
        due: Due::instant(now() + 1.hour(), "UTC"),
        title: "позвонить".into(),
        owner: None,
    };
    act(&store, 1, Command::AddFollowUp { case, follow_up: new }).await;
    let patch = FollowUpPatch { done: Some(true), ..FollowUpPatch::default() };
    act(&store, 2, Command::PatchFollowUp { case, id: FollowUpId(id(200_001)), patch }).await;
    let rows = store.follow_ups(FollowUpView::Mine, &asker(), None, 10).await.unwrap();
    let shown: Vec<_> = rows.iter().map(|r| (r.follow_up.title.as_str(), r.follow_up.is_open(), r.unsent)).collect();
    assert_eq!(shown, [("позвонить", true, true), ("", false, true)]);
    let next = store.next_alert(now(), &asker()).await.unwrap().unwrap();
    assert_eq!(next.follow_up.title, "позвонить");
}

#[tokio::test]
async fn r88_the_calls_view_says_whom_why_when_and_where() {
    let (_dir, store) = store().await;
    let mark = json!({ "trigger": "too_late", "note": "поезд ушёл", "by": me(), "at": hours(-1) });
    let contacts = json!([{ "channel": "phone", "address": "+7 495" }]);
    let changes = vec![
        change("case", &case(1, json!({ "call": mark }))),
        change("case", &case(2, json!({}))),
        change("customer", &customer(1, json!({ "zone": "Asia/Omsk", "contacts": contacts }))),
        change("follow_up", &follow_up(1, 1, 3, json!({ "kind": "call", "tries": 2 }))),
    ];
    put(&store, changes).await;
    let calls = store.calls(&asker(), 10).await.unwrap();
    assert_eq!(calls.len(), 1);
    let call = &calls[0];
    assert_eq!((call.reason.clone(), call.note.as_str(), call.tries), (Trigger::TooLate, "поезд ушёл", 2));
    assert_eq!((call.number.as_deref(), call.zone.as_deref()), (Some("+7 495"), Some("Asia/Omsk")));
    assert_eq!(call.due.unwrap().to_string(), hours(3));
    act(&store, 1, Command::UnmarkCall { case: case_id(1) }).await;
    assert_eq!(store.calls(&asker(), 10).await.unwrap(), []);
}

#[tokio::test]
async fn what_came_is_unread_until_it_is_opened_even_after_the_cache_is_lost() {
    let (dir, store) = store().await;
    let unread = Filter { mark: Some(Mark::Unread), ..Filter::default() };
    put(&store, vec![change("case", &case(1, json!({}))), change("case", &case(2, json!({})))]).await;
    assert_eq!(store.page(&unread, &asker(), From::Top, 9).await.unwrap().rows.len(), 2);
    let mut notices = store.subscribe();
    store.mark_read(case_id(1)).await.unwrap();
    // The lists follow a moment after the mark itself is durable, and say so.
    notices.recv().await.unwrap();
    assert_eq!(store.page(&unread, &asker(), From::Top, 9).await.unwrap().rows[0].id, case_id(2));
    drop((store, notices));
    for tail in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(dir.path().join(format!("cache.db{tail}")));
    }
    let (store, _) = open(&dir);
    store.finish_load().await.unwrap();
    put(&store, vec![change("case", &case(1, json!({}))), change("case", &case(2, json!({})))]).await;
    assert_eq!(store.page(&unread, &asker(), From::Top, 9).await.unwrap().rows[0].id, case_id(2));
    // A further word of the customer makes it unread again.
    put(&store, vec![change("case", &case(1, json!({ "last_inbound_at": "2099-01-01T00:00:00Z" })))]).await;
    assert_eq!(store.page(&unread, &asker(), From::Top, 9).await.unwrap().rows.len(), 2);
}

#[tokio::test]
async fn an_assignment_shows_at_once() {
    let (_dir, store) = store().await;
    put(&store, vec![change("case", &case(1, json!({})))]).await;
    let assign = Assign { to: somebody_else(), note: "knows the matter".into() };
    act(&store, 1, Command::Assign { case: case_id(1), assign }).await;
    assert_eq!(store.case_file(case_id(1)).await.unwrap().unwrap().case.owner, Some(somebody_else()));
}

#[tokio::test]
async fn a_survivor_shows_the_threads_of_both_in_time_order_and_the_merged_case_leaves_the_lists() {
    let (_dir, store) = store().await;
    let absorbed = json!([{ "case": case_id(2), "number": 2 }]);
    let customer = json!({ "customer_id": id(500_001) });
    let mut gone = case(2, json!({ "merged_into": case_id(1) }));
    gone["customer_id"] = customer["customer_id"].clone();
    let changes = vec![
        change("case", &case(1, json!({ "absorbed": absorbed, "duplicates": [] }))),
        change("case", &gone),
        change("message", &message(1, 1, "первое")),
        change("message", &message(2, 2, "второе, из другого обращения")),
        change("message", &message(3, 1, "третье")),
    ];
    put(&store, changes).await;
    let file = store.case_file(case_id(1)).await.unwrap().unwrap();
    assert!(file.messages.is_sorted_by_key(|m| m.at));
    let from: Vec<_> = file.messages.iter().map(|m| m.case_id).collect();
    assert_eq!(from.len(), 3, "{from:?}");
    assert!(from.contains(&case_id(2)), "each keeps its case, for its signature");
    assert_eq!(store.case_file(case_id(2)).await.unwrap().unwrap().messages.len(), 1);
    let others = store.customer_cases(file.case.customer_id, &asker(), 10).await.unwrap();
    assert_eq!(others.iter().map(|r| r.number).collect::<Vec<_>>(), [1]);
    assert_eq!(store.page(&Filter::default(), &asker(), From::Top, 5).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn a_row_tells_that_another_case_looks_the_same_until_somebody_decides() {
    let (_dir, store) = store().await;
    store.set_me(anna()).await.unwrap();
    let like = json!([{ "case": case_id(9), "number": 9, "reason": "words", "evidence": "71" }]);
    put(&store, vec![change("case", &case(1, json!({ "duplicates": like })))]).await;
    let marked = async || store.page(&Filter::default(), &asker(), From::Top, 5).await.unwrap().rows[0].marks.duplicate;
    assert!(marked().await);
    let patch = serde_json::from_value(json!({ "dismiss_duplicate": case_id(9) })).unwrap();
    act(&store, 1, Command::PatchCase { case: case_id(1), version: 1, patch: Box::new(patch) }).await;
    assert!(!marked().await, "unsent, and seen at once");
}
