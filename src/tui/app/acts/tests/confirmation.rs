//! A confirmation by its keys: which one, which state, and how that is known.

use super::*;

/// A case whose first two letters asked to confirm something.
fn asked(change: impl FnOnce(&mut CaseFile)) -> App {
    case_with(|file| {
        let ids: Vec<_> = file.messages.iter().map(|m| m.id).take(2).collect();
        let terms = ids.into_iter().zip(["€40", "€60"]);
        file.case.confirmations = terms.map(|(id, term)| Confirmation::asked(id, term.into(), now())).collect();
        change(file);
    })
}

#[test]
fn a_confirmation_is_set_by_hand_with_a_word_on_how_that_is_known() {
    // R12
    let mut app = case();
    press(&mut app, "b");
    assert_eq!(toast(&app), app.texts.t("confirmation-none"));
    let mut app = asked(|_| {});
    press(&mut app, "b");
    fill(&mut app, "state", "2");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("confirmation-reason-missing"));
    fill(&mut app, "reason", "по телефону");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    let set = patch.confirmation.unwrap();
    assert_eq!((set.letter, set.state), (case_file().messages[1].id, ConfirmationState::Refused), "the last one");
    assert!(set.note.ends_with(": по телефону"), "{}", set.note);
}

#[test]
fn the_last_open_confirmation_is_offered_and_another_can_be_chosen() {
    // R12
    let mut app = asked(|file| file.case.confirmations[1].state = ConfirmationState::Accepted);
    press(&mut app, "b");
    fill(&mut app, "reason", "x");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.confirmation.unwrap().letter, case_file().messages[0].id);
    let mut app = asked(|_| {});
    press(&mut app, "b");
    fill(&mut app, "letter", "2");
    fill(&mut app, "reason", "x");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.confirmation.unwrap().letter, case_file().messages[0].id);
}

#[test]
fn a_decided_thumb_decides_the_confirmation_it_answered() {
    // R2, R12
    let mut app = asked(|file| {
        let thumb = file.messages[4].id;
        file.case.ambiguous_consent = Some(AmbiguousConsent { message: thumb, term: "€40".into(), at: now() });
        file.case.confirmations[0].answer = Some(thumb);
        file.case.confirmations[0].state = ConfirmationState::Unclear;
    });
    press(&mut app, "y");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.consent_decision, None);
    let set = patch.confirmation.unwrap();
    assert_eq!((set.letter, set.state), (case_file().messages[0].id, ConfirmationState::Accepted));
}
