//! Letters over the real wire: signatures, the thread as read, ownership, what they open and close.

use reqwest::Method;
use serde_json::{Value, json};
use sincerely::model::acts::OpenFollowUp;
use sincerely::model::{Case, CaseFile, Due, FollowUpKind, Message, Role, State};

use crate::server_support::{Account, Desk, desk, new_case, send};

const BODY: &str = "Уважаемая Мария Ивановна!\n\nМы пришлём мастера сегодня.\n\n- Анна Иванова  ";

async fn two() -> (Desk, Account, Account, Case) {
    let desk = desk().await;
    let (anna, ion) = (desk.operator("Анна Иванова").await, desk.operator("Ion").await);
    let case = anna.case("Искрит розетка").await;
    (desk, anna, ion, case)
}

async fn open_kinds(who: &Account, case: &Case) -> Vec<FollowUpKind> {
    let file = who.file(case).await;
    file.follow_ups.into_iter().filter(|f| f.is_open()).map(|f| f.kind).collect()
}

#[tokio::test]
async fn a_letter_without_a_fitting_signature_is_refused() {
    let (desk, anna, ion, case) = two().await;
    let nobody = desk.account("No Key", Role::Operator).await;
    let unsigned = anna.letter(&case, BODY);
    let told = nobody.reply(&case, 1, &unsigned).await.problem(422, "bad_signature");
    assert!(told.detail.contains("PUT /v1/me"), "it says how to add a key");

    let mut changed = anna.letter(&case, BODY);
    changed.body.push('!');
    anna.reply(&case, 1, &changed).await.problem(422, "bad_signature");
    let mut elsewhere = anna.letter(&case, BODY);
    elsewhere.to = String::from("somebody.else@example.org");
    anna.reply(&case, 1, &elsewhere).await.problem(422, "bad_signature");
    anna.reply(&case, 1, &ion.letter(&case, BODY)).await.problem(422, "bad_signature");
    let mut garbage = anna.letter(&case, BODY);
    garbage.signature = String::from("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n");
    anna.reply(&case, 1, &garbage).await.problem(422, "bad_signature");
    assert_eq!(anna.file(&case).await.messages.len(), 1, "nothing was recorded");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_letter_signed_before_the_key_was_changed_still_counts() {
    let (desk, mut anna, _, case) = two().await;
    let letter = anna.letter(&case, BODY);
    anna.add_key(99).await;
    assert_eq!(anna.operator.keys.len(), 2);
    assert!(anna.operator.keys[0].until.is_some() && anna.operator.keys[1].until.is_none());
    assert_eq!(anna.reply(&case, 1, &letter).await.status, 201);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_letter_written_on_an_older_thread_is_refused_and_shown_what_came() {
    // R167
    let (desk, anna, ion, case) = two().await;
    let letter = anna.letter(&case, BODY);
    let note = json!({"id": uuid::Uuid::now_v7(), "body": "The workshop called her already."});
    assert_eq!(ion.post(&format!("/v1/cases/{}/notes", case.id), &note).await.status, 201);
    let problem = anna.reply(&case, case.thread_version, &letter).await.problem(412, "changed");
    let current: CaseFile = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert!(current.messages.iter().any(|m| m.body == "The workshop called her already."));
    assert_eq!(anna.reply(&case, current.case.thread_version, &letter).await.status, 201);
    let path = format!("/v1/cases/{}/replies", case.id);
    anna.post(&path, &letter).await.problem(428, "precondition_required");
    desk.server.stop().await;
}

#[tokio::test]
async fn tags_and_timers_do_not_move_the_thread() {
    let (desk, anna, _, case) = two().await;
    let path = format!("/v1/cases/{}", case.id);
    let tagged: Case = anna.patch(&path, Some(case.version), &json!({"tags": [" wires ", "", "wires"]})).await.ok();
    assert_eq!(tagged.tags, ["wires"]);
    let follow_up =
        json!({"id": uuid::Uuid::now_v7(), "kind": "reminder", "due": {"day": "2030-01-01", "zone": "UTC"}});
    assert_eq!(anna.post(&format!("{path}/follow-ups"), &follow_up).await.status, 201);
    assert_eq!(anna.file(&case).await.case.thread_version, case.thread_version);
    desk.server.stop().await;
}

#[tokio::test]
async fn only_the_owner_or_a_lead_writes_to_the_customer() {
    let (desk, anna, ion, case) = two().await;
    ion.post(&format!("/v1/cases/{}/claim", case.id), &json!(null)).await.ok::<Case>();
    let thread = anna.file(&case).await.case.thread_version;
    let problem = anna.reply(&case, thread, &anna.letter(&case, BODY)).await.problem(409, "claimed");
    assert_eq!((problem.owner, problem.owner_name.as_deref()), (Some(ion.operator.id), Some("Ion")));
    let olga = desk.lead("Olga").await;
    assert_eq!(olga.reply(&case, thread, &olga.letter(&case, BODY)).await.status, 201);
    assert_eq!(olga.file(&case).await.case.owner, Some(ion.operator.id), "the case stays his");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_letter_is_recorded_once_and_its_id_is_its_own_for_ever() {
    // R168
    let (desk, anna, _, case) = two().await;
    let letter = anna.letter(&case, BODY);
    let first: Message = anna.reply(&case, case.thread_version, &letter).await.ok();
    let again = anna.reply(&case, case.thread_version, &letter).await;
    assert_eq!(again.ok::<Message>(), first);
    assert_eq!(anna.file(&case).await.messages.len(), 2);
    let mut other = letter.clone();
    other.body = String::from("Something else.");
    anna.sign(&case, &mut other);
    anna.reply(&case, case.thread_version, &other).await.problem(422, "key_reused");
    let second = anna.case("Another complaint").await;
    let mut moved = letter.clone();
    anna.sign(&second, &mut moved);
    anna.reply(&second, second.thread_version, &moved).await.problem(422, "key_reused");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_letter_claims_the_case_and_opens_and_closes_its_follow_ups() {
    // R85
    let (desk, anna, _, case) = two().await;
    let file = anna.file(&case).await;
    let first_response = file.follow_ups.iter().find(|f| f.kind == FollowUpKind::FirstResponse).unwrap();
    let mut letter = anna.letter(&case, BODY);
    let due = Due::day("2026-12-04".parse().unwrap(), "Europe/Chisinau");
    letter.opens = vec![OpenFollowUp { kind: FollowUpKind::PersonalControl, due: due.clone(), title: "wires".into() }];
    letter.closes = vec![first_response.id];
    anna.sign(&case, &mut letter);
    assert_eq!(anna.reply(&case, file.case.thread_version, &letter).await.status, 201);
    let after = anna.file(&case).await;
    assert_eq!(after.case.owner, Some(anna.operator.id));
    let control = after.follow_ups.iter().find(|f| f.kind == FollowUpKind::PersonalControl).unwrap();
    assert_eq!((control.due.clone(), control.owner, control.is_open()), (due, Some(anna.operator.id), true));
    assert!(!after.follow_ups.iter().any(|f| f.id == first_response.id && f.is_open()));

    let mut strange = anna.letter(&case, BODY);
    strange.closes = vec![uuid::Uuid::now_v7().into()];
    anna.reply(&case, after.case.thread_version, &strange).await.problem(422, "invalid");
    let mut unknown = anna.letter(&case, BODY);
    unknown.opens = vec![OpenFollowUp {
        kind: "dance".into(),
        due: Due::day("2026-12-04".parse().unwrap(), "UTC"),
        title: String::new(),
    }];
    anna.reply(&case, after.case.thread_version, &unknown).await.problem(422, "invalid");
    anna.reply(&case, after.case.thread_version, &anna.letter(&case, "  \n ")).await.problem(422, "invalid");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_public_complaint_is_answered_in_public() {
    // R145, T8
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut new = new_case("Хамство на ресепшене");
    new["channel"] = json!("review");
    new["public_link"] = json!("https://reviews.example/1");
    let case: Case = anna.post("/v1/cases", &new).await.ok();
    assert!(case.is_public);
    assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, BODY)).await.status, 201);
    let file = anna.file(&case).await;
    assert!(file.case.first_reply_at.is_none() && file.case.waiting_since.is_some(), "everybody still waits");
    let close = anna.post(&format!("/v1/cases/{}/state", case.id), &json!({"state": "closed"})).await;
    assert!(close.problem(409, "not_allowed").owed.contains(&String::from("public_reply")));

    let mut public = anna.letter(&case, "Приносим извинения. Предлагаем решить вопрос сегодня.\n\nАнна");
    public.public = true;
    anna.sign(&case, &mut public);
    let message: Message = anna.reply(&case, file.case.thread_version, &public).await.ok();
    assert_eq!(message.kind.as_str(), "public_reply");
    assert!(anna.file(&case).await.case.first_reply_at.is_some());

    let private = anna.case("A private complaint").await;
    let mut public = anna.letter(&private, BODY);
    public.public = true;
    anna.sign(&private, &mut public);
    anna.reply(&private, private.thread_version, &public).await.problem(422, "invalid");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_recorded_letter_is_sent_by_hand_once() {
    let (desk, anna, _, case) = two().await;
    let message: Message = anna.reply(&case, case.thread_version, &anna.letter(&case, BODY)).await.ok();
    let path = format!("/v1/messages/{}/sent-by-hand", message.id);
    let sent: Message = send(anna.request(Method::POST, &path)).await.ok();
    let at = sent.delivery.as_ref().unwrap().sent_by_hand_at.unwrap();
    let again: Message = anna.post(&path, &json!(null)).await.ok();
    assert_eq!(again.delivery.unwrap().sent_by_hand_at, Some(at));
    assert_eq!(again.body, message.body, "what was sent is never edited (R10)");
    let inbound = anna.file(&case).await.messages[0].id;
    anna.post(&format!("/v1/messages/{inbound}/sent-by-hand"), &json!(null)).await.problem(422, "invalid");
    anna.post(&format!("/v1/messages/{}/sent-by-hand", uuid::Uuid::nil()), &json!(null))
        .await
        .problem(404, "not_found");
    desk.server.stop().await;
}

#[tokio::test]
async fn no_route_edits_or_deletes_a_message() {
    // R10, R148
    let document = serde_json::to_value(sincerely::server::openapi()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let methods: Vec<&String> = item.as_object().unwrap().keys().collect();
        if path.contains("/messages") || path.contains("/replies") || path.contains("/notes") {
            assert_eq!(methods, ["post"], "{path}");
        }
        let deletes = methods.iter().any(|m| *m == "delete");
        assert!(!deletes || path.ends_with("/call-mark") || path.contains("/tokens"), "{path}");
    }
}

#[tokio::test]
async fn what_was_agreed_on_the_phone_must_go_out_in_writing_before_closing() {
    // R7, R88, R95
    let (desk, anna, _, case) = two().await;
    let base = format!("/v1/cases/{}", case.id);
    let marked: Case =
        anna.put(&format!("{base}/call-mark"), &json!({"trigger": "too_late", "note": "the funeral"})).await.ok();
    assert_eq!(marked.call.as_ref().unwrap().note, "the funeral");
    assert!(open_kinds(&anna, &case).await.contains(&FollowUpKind::Call));
    let call = |id: uuid::Uuid, outcome: &str, agreed: &str| {
        json!({"call": {"id": id, "case_id": case.id, "operator": anna.operator.id, "trigger": "too_late",
            "number": "+373 22 000000", "at": jiff::Timestamp::now(), "outcome": outcome, "agreed": agreed}})
    };
    let path = format!("{base}/calls");
    assert_eq!(anna.post(&path, &call(uuid::Uuid::now_v7(), "no_answer", "")).await.status, 201);
    let file = anna.file(&case).await;
    let retry: Vec<_> = file.follow_ups.iter().filter(|f| f.kind == FollowUpKind::Call && f.is_open()).collect();
    assert_eq!((retry.len(), retry[0].tries), (1, 1), "no answer opens one more try (R96)");
    assert!(file.case.call.is_some());

    let reached = call(uuid::Uuid::now_v7(), "reached", "Refund of 40 euro");
    assert_eq!(anna.post(&path, &reached).await.status, 201);
    assert_eq!(anna.post(&path, &reached).await.status, 201, "the same record again is the same call");
    let file = anna.file(&case).await;
    assert_eq!((file.calls.len(), file.case.call.is_none()), (2, true));
    let written = file.follow_ups.iter().find(|f| f.kind == FollowUpKind::WrittenConfirmation && f.is_open()).unwrap();
    let close = json!({"state": "closed"});
    let problem = anna.post(&format!("{base}/state"), &close).await.problem(409, "not_allowed");
    assert!(problem.owed.contains(&String::from("written_confirmation")), "{:?}", problem.owed);
    let tick = anna.patch(&format!("/v1/follow-ups/{}", written.id), None, &json!({"done": true})).await;
    tick.problem(409, "not_allowed");

    assert_eq!(anna.reply(&case, file.case.thread_version, &anna.letter(&case, BODY)).await.status, 201);
    let close = json!({"state": "closed", "note": "Agreed on the phone and confirmed."});
    let closed: Case = anna.post(&format!("{base}/state"), &close).await.ok();
    assert_eq!(closed.state, State::Closed);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_call_needs_a_caller_a_number_an_outcome_and_consent_for_a_recording() {
    // R20, R96
    let (desk, anna, ion, case) = two().await;
    let path = format!("/v1/cases/{}/calls", case.id);
    let good = json!({"call": {"id": uuid::Uuid::now_v7(), "case_id": case.id, "operator": anna.operator.id,
        "number": "112", "at": jiff::Timestamp::now(), "outcome": "reached"}});
    let with = |field: &str, value: Value| {
        let mut call = good.clone();
        call["call"][field] = value;
        call
    };
    for (field, value) in [
        ("number", json!(" ")),
        ("outcome", json!("telepathy")),
        ("operator", json!(ion.operator.id)),
        ("case_id", json!(uuid::Uuid::nil())),
        ("at", json!("9999-01-01T00:00:00Z")),
        ("recording", json!({"reference": "tape 7", "keep_until": "2027-01-01"})),
    ] {
        anna.post(&path, &with(field, value)).await.problem(422, "invalid");
    }
    let mut recorded = with("recording", json!({"reference": "tape 7", "keep_until": "2027-01-01"}));
    let consent =
        |answer: &str| json!({"asked_at": jiff::Timestamp::now(), "how": "at the beginning", "answer": answer});
    recorded["call"]["consent"] = consent("no");
    anna.post(&path, &recorded).await.problem(422, "invalid");
    recorded["call"]["consent"] = consent("yes");
    assert_eq!(anna.post(&path, &recorded).await.status, 201);
    anna.put(&format!("/v1/cases/{}/call-mark", case.id), &json!({"trigger": "boredom"})).await.problem(422, "invalid");
    anna.put(&format!("/v1/cases/{}/call-mark", case.id), &json!({"trigger": "safety"})).await.ok::<Case>();
    let unmarked: Case = anna.delete(&format!("/v1/cases/{}/call-mark", case.id)).await.ok();
    assert!(unmarked.call.is_none());
    assert!(!open_kinds(&anna, &case).await.contains(&FollowUpKind::Call));
    let is_given_up = |case: &Case| case.dismissed_calls.iter().any(|d| d.trigger.as_str() == "courtesy");
    assert!(!is_given_up(&unmarked));
    // A friendly call is a call like the others; given up, it is not offered once more (R97).
    anna.put(&format!("/v1/cases/{}/call-mark", case.id), &json!({"trigger": "courtesy"})).await.ok::<Case>();
    assert!(open_kinds(&anna, &case).await.contains(&FollowUpKind::Call));
    let unmarked: Case = anna.delete(&format!("/v1/cases/{}/call-mark", case.id)).await.ok();
    assert!(is_given_up(&unmarked));
    desk.server.stop().await;
}

#[tokio::test]
async fn we_have_received_it_is_no_answer() {
    // R110
    let (desk, anna, _, case) = two().await;
    let receipt =
        "Уважаемая Мария Ивановна!\n\nВаше обращение получено. Мы рассмотрим его.\n\nС уважением,\nАнна Иванова";
    assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, receipt)).await.status, 201);
    let file = anna.file(&case).await;
    assert!(file.case.waiting_since.is_some() && file.case.first_reply_at.is_none(), "the customer waits on");
    assert_eq!(file.case.state, State::Open, "it is still our turn");
    let open = open_kinds(&anna, &case).await;
    for runs in [FollowUpKind::FirstResponse, FollowUpKind::Resolution, FollowUpKind::KeepInformed] {
        assert!(open.contains(&runs), "{runs}: {open:?}");
    }
    let close = json!({"state": "closed", "note": "Получено."});
    let owed = anna.post(&format!("/v1/cases/{}/state", case.id), &close).await.problem(409, "not_allowed").owed;
    assert_eq!(owed, ["answer"], "R109");
    assert_eq!(anna.reply(&case, file.case.thread_version, &anna.letter(&case, BODY)).await.status, 201);
    assert!(!open_kinds(&anna, &case).await.contains(&FollowUpKind::FirstResponse));
    desk.server.stop().await;
}

#[tokio::test]
async fn questions_and_the_acts_of_an_apology_stand_before_the_closing_until_they_are_settled() {
    // R109, R158
    let (desk, anna, _, case) = two().await;
    let body = "Уважаемая Мария Ивановна!\n\nПриношу свои извинения за задержку. Мы вернём деньги. Какой у Вас номер \
                договора?\n\nС уважением,\nАнна Иванова";
    let letter = anna.letter(&case, body);
    assert_eq!(anna.reply(&case, case.thread_version, &letter).await.status, 201);
    let base = format!("/v1/cases/{}", case.id);
    let close = json!({"state": "closed", "note": "Деньги вернулись, звонила."});
    let owed = anna.post(&format!("{base}/state"), &close).await.problem(409, "not_allowed").owed;
    assert_eq!(owed, ["promised_act", "question"]);
    for settled in ["Мы вернём деньги", "Какой у Вас номер договора?"] {
        let version = anna.file(&case).await.case.version;
        let mark = json!({"close_question": {"message": letter.id, "question": settled}});
        anna.patch(&base, Some(version), &mark).await.ok::<Case>();
    }
    let closed: Case = anna.post(&format!("{base}/state"), &close).await.ok();
    assert_eq!(closed.state, State::Closed);
    desk.server.stop().await;
}

#[tokio::test]
async fn an_oral_apology_is_owed_in_writing_and_a_receipt_does_not_pay_it() {
    // R95, R7, R110
    let (desk, anna, _, case) = two().await;
    assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, BODY)).await.status, 201);
    let call = json!({"call": {"id": uuid::Uuid::now_v7(), "case_id": case.id, "operator": anna.operator.id,
        "number": "+373 22 000000", "at": jiff::Timestamp::now(), "outcome": "reached", "apologised": true}});
    assert_eq!(anna.post(&format!("/v1/cases/{}/calls", case.id), &call).await.status, 201);
    let thread = anna.file(&case).await.case.thread_version;
    let receipt = anna.letter(&case, "Здравствуйте! Ваше обращение получено.\n\nАнна Иванова");
    assert_eq!(anna.reply(&case, thread, &receipt).await.status, 201);
    let close = json!({"state": "closed", "note": "Извинилась по телефону."});
    let path = format!("/v1/cases/{}/state", case.id);
    assert_eq!(anna.post(&path, &close).await.problem(409, "not_allowed").owed, ["written_confirmation"]);
    let written =
        anna.letter(&case, "Уважаемая Мария Ивановна!\n\nПриношу свои извинения за грубость.\n\nАнна Иванова");
    assert_eq!(anna.reply(&case, thread + 1, &written).await.status, 201);
    anna.post(&path, &close).await.ok::<Case>();
    desk.server.stop().await;
}

#[tokio::test]
async fn a_talk_that_solves_a_case_is_its_first_answer_and_what_was_agreed_stays_owed_in_writing() {
    // R88, R95, R109
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let open = |file: &CaseFile, kind: FollowUpKind| file.follow_ups.iter().any(|f| f.kind == kind && f.is_open());
    for (outcome, agreed, is_public) in [
        ("reached", "", false),
        ("reached", "Мастер завтра до 12:00", false),
        ("no_answer", "", false),
        ("reached", "", true),
    ] {
        let mut new = new_case(&format!("Позвоните мне, {outcome} {agreed} {is_public}"));
        new["is_public"] = json!(is_public);
        let case: Case = anna.post("/v1/cases", &new).await.ok();
        let call = json!({"call": {"id": uuid::Uuid::now_v7(), "case_id": case.id, "operator": anna.operator.id,
            "number": "+373 22 000000", "at": jiff::Timestamp::now(), "outcome": outcome, "agreed": agreed}});
        anna.post(&format!("/v1/cases/{}/calls", case.id), &call).await.ok::<Value>();
        assert!(open(&anna.file(&case).await, FollowUpKind::FirstResponse), "a talk alone ends nothing");
        anna.post(&format!("/v1/cases/{}/state", case.id), &json!({"state": "solved"})).await.ok::<Case>();
        let file = anna.file(&case).await;
        let is_answered = outcome == "reached" && !is_public;
        assert_eq!(open(&file, FollowUpKind::FirstResponse), !is_answered, "{outcome} {is_public}");
        assert_eq!(file.case.first_reply_at.is_some(), is_answered);
        assert_eq!(file.case.waiting_since.is_none(), is_answered);
        assert_eq!(open(&file, FollowUpKind::WrittenConfirmation), !agreed.is_empty());
    }
    desk.server.stop().await;
}
