//! The sample desk over the real REST wire: every case and every deed is accepted by the same rules as real work, and what
//! the desk makes of it is what an operator should find.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reqwest::Method;
use sincerely::intake::samples::{Deed, Sample, Team, colleagues, load};
use sincerely::model::acts::{Command, CustomerPatch};
use sincerely::model::{Case, CaseFile, Customer, FollowUpKind, OperatorId, State, Trigger};

use crate::server_support::{Account, Desk, Told, desk, send};

struct Played {
    desk: Desk,
    me: Account,
    cases: BTreeMap<String, Case>,
    team: Team,
}

async fn played() -> Played {
    let desk = desk().await;
    let me = desk.lead("Анна Иванова").await;
    let mut accounts = BTreeMap::from([(me.operator.id, me.clone())]);
    let mut team = Team { me: me.operator.id, my_name: me.operator.name.clone(), colleagues: BTreeMap::new() };
    for (key, new) in colleagues().unwrap() {
        let account = desk.account_of(me.post("/v1/operators", &new).await.ok());
        team.colleagues.insert(key, account.operator.id);
        accounts.insert(account.operator.id, account);
    }
    let mut cases = BTreeMap::new();
    for sample in load(Timestamp::now(), &team).unwrap() {
        let case = play(&me, &accounts, &sample).await;
        cases.insert(sample.new.external_id.clone().unwrap(), case);
    }
    Played { desk, me, cases, team }
}

async fn play(me: &Account, accounts: &BTreeMap<OperatorId, Account>, sample: &Sample) -> Case {
    for file in &sample.files {
        let path = format!("/v1/attachments/{}", file.hash);
        let told = send(me.request(Method::PUT, &path).body(file.content.clone())).await;
        assert!(told.status.is_success(), "{}", told.body);
    }
    let case: Case = me.post("/v1/cases", &sample.new).await.ok();
    for deed in &sample.then {
        let told = done(&accounts[&deed.by], &case, deed).await;
        assert!(told.status.is_success(), "{:?}: {deed:?}: {}", sample.new.external_id, told.body);
    }
    me.get(&format!("/v1/cases/{}", case.id)).await.ok()
}

async fn done(by: &Account, case: &Case, deed: &Deed) -> Told {
    let at = format!("/v1/cases/{}", case.id);
    match &deed.command {
        Command::Assign { assign, .. } => by.post(&format!("{at}/assign"), assign).await,
        Command::PatchCustomer { patch, .. } => card(by, case, patch).await,
        Command::MarkCall { mark, .. } => by.put(&format!("{at}/call-mark"), mark).await,
        Command::RecordCall { record, .. } => {
            let mut record = record.clone();
            record.call.case_id = case.id;
            by.post(&format!("{at}/calls"), &record).await
        }
        Command::AddFollowUp { follow_up, .. } => by.post(&format!("{at}/follow-ups"), follow_up).await,
        Command::PatchCase { patch, .. } => {
            let now: Case = by.get(&at).await.ok();
            by.patch(&at, Some(now.version), patch).await
        }
        Command::SetState { set, .. } => by.post(&format!("{at}/state"), set).await,
        other => panic!("no sample does {other:?}"),
    }
}

async fn card(by: &Account, case: &Case, patch: &CustomerPatch) -> Told {
    let path = format!("/v1/customers/{}", case.customer_id);
    let customer: Customer = by.get(&path).await.ok();
    by.patch(&path, Some(customer.version), patch).await
}

impl Played {
    async fn file(&self, name: &str) -> CaseFile {
        self.me.file(&self.cases[name]).await
    }

    fn case(&self, name: &str) -> &Case {
        &self.cases[name]
    }
}

fn owes(file: &CaseFile, kind: &FollowUpKind) -> bool {
    file.follow_ups.iter().any(|f| f.is_open() && f.kind == *kind)
}

#[tokio::test]
async fn the_desk_accepts_every_sample_and_makes_of_it_what_an_operator_expects() {
    let played = played().await;
    assert!(played.cases.len() >= 64);

    // R60: who was never answered stands first, whoever shouts.
    let socket = played.case("ru-socket");
    assert_eq!((&socket.state, socket.owner), (&State::New, None));
    assert!(socket.is_never_answered() && socket.waiting_since.is_some());
    assert!(owes(&played.file("ru-socket").await, &FollowUpKind::FirstResponse));
    assert!(!played.case("ru-internet-caps").is_never_answered());
    assert!(socket.rank < played.case("ru-roof").rank, "{} {}", socket.rank, played.case("ru-roof").rank);

    // R18: an automatic message answers nobody.
    assert!(played.case("ru-wrong-size").is_never_answered());

    // R91: written weeks before it came.
    let wandered = played.case("ru-wandered");
    assert!(wandered.written_at.unwrap() < wandered.received_at);
    assert_eq!(wandered.moves, 3);

    // R1: a 👍 to an open offer is no worded consent.
    for name in ["ru-washer-thumb", "ro-phone-slow"] {
        assert!(played.case(name).ambiguous_consent.is_some(), "{name}");
    }

    // R7: what was agreed on the phone is owed in writing; R96: no answer is tried again.
    for name in ["en-charged-twice", "ru-clinic-results"] {
        assert!(owes(&played.file(name).await, &FollowUpKind::WrittenConfirmation), "{name}");
    }
    assert!(owes(&played.file("ru-elevator").await, &FollowUpKind::Call));
    assert_eq!(played.case("en-wedding-cake").call.as_ref().map(|c| &c.trigger), Some(&Trigger::TooLate));

    // One person, several cases (R41).
    assert_eq!(socket.customer_id, played.case("ru-kettle").customer_id);
    assert_ne!(socket.customer_id, wandered.customer_id);
    assert!(played.case("ru-vip-transfer").vip);
    assert!(played.case("ru-phone-snoozed").snoozed_until.is_some());
    assert_eq!(played.case("ru-kettle").state, State::Closed);
    assert!(played.case("ru-provider-review").is_public);
    drop(played.desk);
}

#[tokio::test]
async fn a_vip_is_marked_and_his_own_manager_is_on_the_card() {
    let played = played().await;
    let file = played.file("ru-vip-transfer").await;
    assert!(file.case.vip && file.customer.vip);
    assert_eq!(file.customer.personal_manager, Some(played.team.colleagues["olga"]));
    assert_eq!(file.customer.pinned.len(), 1);
    let elder = played.file("ru-elevator").await.customer;
    assert_eq!(elder.preferred_channel, Some(sincerely::model::Channel::Phone));
    assert!(elder.preference_origin.is_some(), "R54: who asked, and when");
    drop(played.desk);
}

#[tokio::test]
async fn nobody_closes_a_case_over_the_head_of_a_waiting_customer() {
    // R109
    let played = played().await;
    let case = played.case("ru-socket");
    let told = played.me.post(&format!("/v1/cases/{}/state", case.id), &serde_json::json!({ "state": "closed" })).await;
    assert_eq!(told.problem(409, "not_allowed").owed, ["answer"]);
    assert_eq!(played.file("ru-socket").await.case.state, State::New);
    drop(played.desk);
}

#[tokio::test]
async fn what_it_meant_and_what_is_wished_stand_on_the_case() {
    // R46, R107, R140
    let played = played().await;
    let case = played.case("en-fraud");
    assert!(case.harm.contains("Rent") && case.wished_outcome.contains("Block the card"));
    let path = format!("/v1/cases/{}", case.id);
    let wish = serde_json::json!({ "wished_outcome": "The rent paid on time." });
    let told = played.me.patch(&path, Some(case.version), &wish).await;
    assert_eq!(told.ok::<Case>().wished_outcome, "The rent paid on time.");
    drop(played.desk);
}

#[tokio::test]
async fn a_timer_that_is_over_wakes_and_reminds_and_sends_nothing() {
    // R16, R164
    let played = played().await;
    let overdue = played.file("ru-internet-caps").await;
    assert!(overdue.follow_ups.iter().any(|f| f.is_open() && f.due.is_over(Timestamp::now())));
    let path = format!("/v1/cases/{}", overdue.case.id);
    let soon = Timestamp::now() + jiff::SignedDuration::from_millis(400);
    let sleep = serde_json::json!({ "snoozed_until": soon });
    let told = played.me.patch(&path, Some(overdue.case.version), &sleep).await;
    assert!(told.ok::<Case>().snoozed_until.is_some());
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        if played.file("ru-internet-caps").await.case.snoozed_until.is_none() {
            break;
        }
    }
    let woken = played.file("ru-internet-caps").await;
    assert_eq!(woken.case.snoozed_until, None, "the case woke up");
    assert_eq!(woken.messages, overdue.messages, "and nothing was written to anybody");
    assert_eq!(woken.follow_ups.len(), overdue.follow_ups.len());
    drop(played.desk);
}

#[tokio::test]
async fn taking_the_samples_in_again_changes_nothing() {
    let played = played().await;
    let before = played.case("ru-socket");
    let again = load(Timestamp::now(), &played.team).unwrap();
    let sample = again.iter().find(|s| s.new.external_id.as_deref() == Some("ru-socket")).unwrap();
    let told = played.me.post("/v1/cases", &sample.new).await;
    assert_eq!(told.status, 200, "{}", told.body);
    assert_eq!(told.ok::<Case>().version, before.version);
    drop(played.desk);
}
