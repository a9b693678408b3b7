//! The customer's mood and the two questions at closing, by their keys (R39, R40).

use super::*;

fn quiet() -> App {
    case_with(|f| {
        f.case.waiting_since = None;
        f.follow_ups.clear();
    })
}

#[test]
fn the_mood_at_the_start_is_one_key_of_the_details() {
    // R39
    let mut app = case();
    press(&mut app, "h");
    fill(&mut app, "mood-start", "4");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    let set = SetImpression { mood_at_start: Some(Some(Mood::Angry)), ..SetImpression::default() };
    assert_eq!(*patch, CasePatch { impression: Some(set), ..CasePatch::default() });
}

#[test]
fn closing_asks_for_mood_result_and_satisfaction_by_one_key_each_and_never_insists() {
    // R39, R40
    let mut app = quiet();
    press(&mut app, "e tab 2 1 3");
    let Command::SetState { set, .. } = command(&press(&mut app, "enter")) else { panic!() };
    let said = SetImpression {
        mood_at_start: None,
        mood_at_end: Some(Some(Mood::Calm)),
        right_result: Some(Some(Verdict::Yes)),
        satisfied: Some(Some(Verdict::No)),
    };
    assert_eq!(set, SetState { state: State::Closed, note: String::new(), impression: Some(said) });
    let Command::SetState { set, .. } = command(&press(&mut quiet(), "e enter")) else { panic!() };
    assert_eq!(set.impression, None, "nothing need be said");
}

#[test]
fn what_is_noted_stands_on_the_card_and_is_taken_back_by_its_last_answer() {
    // R39, R40
    let noted = Impression {
        mood_at_start: Some(Mood::Angry),
        mood_at_end: Some(Mood::Calm),
        right_result: Some(Verdict::Yes),
        satisfied: Some(Verdict::Partly),
        by: Some(me()),
        at: Some(now()),
    };
    let mut app = case_with(|f| {
        f.case.waiting_since = None;
        f.follow_ups.clear();
        f.case.impression = Some(noted);
    });
    let shown = drawn(&mut app);
    assert!(shown.contains("angry → calm") && shown.contains("right result: yes"), "{shown}");
    assert!(shown.contains("satisfied: partly"), "{shown}");
    press(&mut app, "e tab tab 4");
    let Command::SetState { set, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(set.impression, Some(SetImpression { right_result: Some(None), ..SetImpression::default() }));
}

#[test]
fn a_word_of_a_newer_version_stays() {
    let mut app = case_with(|f| {
        f.case.waiting_since = None;
        f.follow_ups.clear();
        let mood_at_end = Some(Mood::Other("elated".into()));
        f.case.impression = Some(Impression { mood_at_end, ..Impression::default() });
    });
    assert!(drawn(&mut app).contains("mood at the end: elated"));
    let Command::SetState { set, .. } = command(&press(&mut app, "e enter")) else { panic!() };
    assert_eq!(set.impression, None);
}
