//! The friendly call after a written answer, by its keys (R97).

use super::*;

/// Solved in writing three days before the tests' now; the customer is a VIP whose number is known.
fn solved(change: impl FnOnce(&mut CaseFile)) -> App {
    case_with(|f| {
        (f.case.state, f.case.waiting_since, f.case.call) = (State::Solved, None, None);
        let answered = at("2026-11-20T08:00:00Z");
        (f.case.first_reply_at, f.case.last_reply_at) = (Some(answered), Some(answered));
        f.case.last_inbound_at = Some(at("2026-11-19T06:12:00Z"));
        f.messages.truncate(4);
        f.messages[0].at = at("2026-11-19T06:12:00Z");
        f.messages[3].at = answered;
        f.follow_ups.clear();
        change(f);
    })
}

#[test]
fn one_key_takes_the_friendly_call_and_one_dismisses_it_for_good() {
    // R97
    let mut app = solved(|_| {});
    let shown = drawn(&mut app);
    assert!(shown.contains("☎ a friendly call? VIP, answered in"), "{shown}");
    let Command::MarkCall { mark, .. } = command(&press(&mut app, "c")) else { panic!() };
    assert_eq!((mark.trigger, mark.note.as_str()), (Trigger::Courtesy, "VIP, answered in writing 20 Nov"));
    let Command::PatchCase { patch, .. } = command(&press(&mut solved(|_| {}), "d")) else { panic!() };
    assert_eq!(patch.dismiss_call, Some(Trigger::Courtesy));
    let dismissal = CallDismissal { trigger: Trigger::Courtesy, by: me(), at: now() };
    let mut app = solved(|f| f.case.dismissed_calls.push(dismissal));
    assert!(!drawn(&mut app).contains("friendly"));
    press(&mut app, "c");
    assert!(matches!(&app.overlay, Some(Overlay::Form(_))), "the key asks for the reason, as ever");
}

#[test]
fn neither_who_asked_for_letters_nor_who_only_thanked_is_called_for_kindness() {
    // R97, R54
    let mut app = solved(|f| f.customer.mode = Some(ContactMode::SendNotices));
    assert!(!drawn(&mut app).contains("friendly"));
    let mut app = solved(|f| f.messages[0].body = "Спасибо, мастер всё починил за час!".into());
    assert!(!drawn(&mut app).contains("friendly"));
}

#[test]
fn it_is_said_in_each_language() {
    for (lang, words) in
        [(UiLang::En, "a friendly call?"), (UiLang::Ru, "чтобы узнать, всё ли"), (UiLang::Ro, "un telefon prietenos?")]
    {
        let mut app = solved(|_| {});
        app.texts = crate::i18n::Texts::new(lang);
        assert!(drawn(&mut app).contains(words), "{}", drawn(&mut app));
    }
}
