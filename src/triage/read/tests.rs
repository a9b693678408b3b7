use super::*;
use crate::model::Channel;
use proptest::prelude::*;

fn reading(body: &str) -> Reading {
    Triage::shipped().read(&Complaint { body, ..Complaint::default() })
}

fn wish(body: &str) -> Option<String> {
    reading(body).wished_outcome.map(|said| said.kind)
}

#[test]
fn wishes_are_read_in_three_languages() {
    // R46, R140
    for (body, kind) in [
        ("Чайник течёт. Верните деньги, пожалуйста.", Some("refund")),
        ("I want a replacement, not another voucher.", Some("replacement")),
        ("Produsul este defect. Vă rog rambursarea sumei.", Some("refund")),
        ("Прошу заменить фасад на цвет «лён».", Some("replacement")),
        ("Please explain what happened. I would like a full refund.", Some("refund")),
        ("Aștept scuze.", Some("apology")),
        ("The tea was cold.", None),
        ("", None),
    ] {
        assert_eq!(wish(body).as_deref(), kind, "{body}");
    }
}

#[test]
fn harm_is_read_with_its_sentence() {
    // R107
    for (body, kind) in [
        ("Автобус не пришёл. Нам пришлось ночевать на вокзале с детьми. Никто не ответил.", "missed_travel"),
        ("The taxi was late and I missed my flight.", "missed_travel"),
        ("Ne-ați stricat vacanța.", "spoiled_event"),
    ] {
        let harm = reading(body).harm;
        assert_eq!(harm.first().map(|h| h.kind.as_str()), Some(kind), "{body}");
    }
    let said = &reading("Автобус не пришёл. Нам пришлось ночевать на вокзале. Жду.").harm[0];
    assert_eq!(said.text, "Нам пришлось ночевать на вокзале.");
}

#[test]
fn questions_are_sentences_that_ask() {
    let body = "Где мой заказ? Жду неделю!! Вы вернёте деньги?! Как?";
    let found: Vec<&str> = reading(body).questions.into_iter().map(|q| &body[q]).collect();
    assert_eq!(found, ["Где мой заказ?", "Вы вернёте деньги?!"]);
}

#[test]
fn language_heat_and_publicity() {
    let channel = Channel::Review;
    let complaint =
        Complaint { body: "ВЕРНИТЕ МОИ ДЕНЬГИ!!", channel: Some(&channel), ..Complaint::default() };
    let reading = Triage::shipped().read(&complaint);
    assert_eq!(reading.language, Some("ru"));
    assert!(reading.is_public);
    assert_eq!(reading.heat.len(), 2);
}

proptest! {
    #[test]
    fn every_place_lies_on_boundaries(body in "[а-яa-z0-9 .,!?№$€\\n-]{0,120}|\\PC{0,60}") {
        let reading = reading(&body);
        let places = reading.heat.iter().chain(&reading.questions).cloned();
        let said = reading.harm.iter().chain(&reading.wished_outcome).map(|s| s.evidence.clone());
        let named = reading.ids.iter().map(|n| n.evidence.clone());
        let amounts = reading.amounts.iter().map(|a| a.evidence.clone());
        let dated = reading.written_on.iter().map(|d| d.evidence.clone());
        for place in places.chain(said).chain(named).chain(amounts).chain(dated) {
            prop_assert!(body.get(place).is_some_and(|words| !words.is_empty()));
        }
    }
}
