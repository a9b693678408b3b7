//! Who reads and who writes: told to the desk, seen by the others, gone with silence, never kept (R165).

use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use reqwest::Method;
use serde_json::json;
use sincerely::model::{Case, Doing, Presences, Present, Role};

use super::server_support::{Account, desk};

async fn tell(who: &Account, case: &Case, doing: &str) -> Presences {
    who.put(&format!("/v1/cases/{}/presence", case.id), &json!({ "doing": doing })).await.ok()
}

fn there(who: &Account, case: &Case, doing: Doing) -> Present {
    Present { case_id: case.id, operator: who.operator.id, doing }
}

#[tokio::test]
async fn r165_who_writes_is_seen_by_the_others_at_once_and_is_in_no_feed() {
    let desk = desk().await;
    let (anna, boris) = (desk.operator("Анна").await, desk.operator("Борис").await);
    let case = anna.case("Искрит").await;
    let before = anna.get("/v1/changes").await.value()["cursor"].clone();
    let bell = boris.request(Method::GET, "/v1/events").send().await.unwrap();
    let told = bell.bytes_stream().eventsource().filter_map(|event| async {
        let event = event.unwrap();
        (event.event == "presence").then(|| serde_json::from_str::<Presences>(&event.data).unwrap())
    });
    let mut told = told.boxed();
    assert_eq!(told.next().await.unwrap(), Presences { whole: true, present: vec![] });
    assert_eq!(tell(&anna, &case, "writing").await.present, []);
    let news = told.next().await.unwrap();
    assert_eq!(news, Presences { whole: false, present: vec![there(&anna, &case, Doing::Writing)] });
    // Boris opens the case and hears it in the answer.
    assert_eq!(tell(&boris, &case, "reading").await.present, [there(&anna, &case, Doing::Writing)]);
    let all: Presences = boris.get("/v1/presence").await.ok();
    assert_eq!(all.present.len(), 2);
    tell(&anna, &case, "gone").await;
    let mut picture = vec![there(&anna, &case, Doing::Writing)];
    while picture.iter().any(|p| p.operator == anna.operator.id) {
        told.next().await.unwrap().lay_over(&mut picture);
    }
    let after = anna.get("/v1/changes").await.value()["cursor"].clone();
    assert_eq!(before, after, "presence is a word of the moment, not a change");
    assert_eq!(anna.file(&case).await.case.version, case.version);
}

#[tokio::test]
async fn presence_is_refused_where_it_makes_no_sense() {
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let source = desk.account("form", Role::Source).await;
    let case = anna.case("Искрит").await;
    let path = format!("/v1/cases/{}/presence", case.id);
    source.put(&path, &json!({ "doing": "reading" })).await.problem(403, "forbidden");
    source.get("/v1/presence").await.problem(403, "forbidden");
    anna.put(&path, &json!({ "doing": "dancing" })).await.problem(422, "invalid");
    let nowhere = format!("/v1/cases/{}/presence", uuid::Uuid::nil());
    anna.put(&nowhere, &json!({ "doing": "reading" })).await.problem(404, "not_found");
}
