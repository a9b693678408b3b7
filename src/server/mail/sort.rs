//! Where a mail belongs, decided purely: into a case, as a new case, as news of a letter of ours, or nowhere.
//!
//! Not its duty: finding the cases that names stand for, doing what is decided (`take`).

use super::settings::Settings;
use crate::intake::Arrival;
use crate::model::{CaseId, MessageId, MessageKind};
use crate::server::rules::delivery::our_letter;

/// What a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A letter of ours that came around to us: proof that it left.
    OursReturned(MessageId),
    /// A mail system could not deliver.
    Bounce,
    /// A machine's words, or those of an address of ours: never the customer's, and no case by itself (R18).
    Machine(&'static str),
    /// A person's words.
    Words,
}

/// What is done with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Into(CaseId, Kind),
    NewCase,
    LeaveOut(&'static str),
}

/// As what it enters a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Words,
    Auto,
}

/// A name that may lead to a case, in the order in which they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// A letter of ours that it answers.
    Letter(MessageId),
    /// A mail of the thread that it answers.
    Mail(String),
    /// The case in the address it was sent to.
    Case(CaseId),
}

/// Looks at who wrote.
pub fn nature(mail: &Arrival, settings: &Settings) -> Nature {
    if let Some(letter) = mail.message.external_id.as_deref().and_then(our_letter) {
        return Nature::OursReturned(letter);
    }
    if mail.report.as_ref().is_some_and(|report| report.failed) {
        return Nature::Bounce;
    }
    if settings.is_own(&mail.from.address) {
        return Nature::Machine("it comes from an address of ours, and belongs to no case");
    }
    if mail.message.kind == MessageKind::Auto {
        return Nature::Machine("it was written by a machine, and belongs to no case");
    }
    Nature::Words
}

/// What may lead to its case, the surest first: letters of ours, the mails before it (the newest first), our address.
pub fn leads(mail: &Arrival, settings: &Settings) -> Vec<Lead> {
    let about = mail.report.iter().flat_map(|report| &report.about);
    let named: Vec<&String> = about.chain(mail.ancestors.iter().rev()).collect();
    let letters = named.iter().filter_map(|id| our_letter(id)).map(Lead::Letter);
    let mails = named.iter().filter(|id| our_letter(id).is_none()).map(|id| Lead::Mail((*id).clone()));
    let cases = mail.recipients.iter().filter_map(|address| settings.case_of_plus_address(address)).map(Lead::Case);
    let mut leads: Vec<Lead> = Vec::new();
    for lead in letters.chain(mails).chain(cases) {
        if !leads.contains(&lead) {
            leads.push(lead);
        }
    }
    leads
}

/// Decides, with the case that the leads led to.
pub fn fate(nature: Nature, case: Option<CaseId>) -> Fate {
    match (nature, case) {
        (Nature::OursReturned(_), _) => Fate::LeaveOut("it is a letter of ours that came around"),
        (Nature::Words, Some(case)) => Fate::Into(case, Kind::Words),
        (Nature::Words, None) => Fate::NewCase,
        (Nature::Bounce | Nature::Machine(_), Some(case)) => Fate::Into(case, Kind::Auto),
        (Nature::Bounce, None) => {
            Fate::LeaveOut("it says that a mail could not be delivered, and names no letter of ours")
        }
        (Nature::Machine(why), None) => Fate::LeaveOut(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::arrival;
    use crate::server::mail::settings::tests::settings;

    const LETTER: &str = "sincerely.00000000000000000000000000001234@shop.example";

    fn mail(headers: &str) -> Arrival {
        arrival(format!("{headers}\n\nwords").into_bytes(), None, false).unwrap()
    }

    fn letter() -> MessageId {
        MessageId(uuid::Uuid::from_u128(0x1234))
    }

    #[test]
    fn an_answer_leads_to_our_letter_then_to_the_customers_own_mails_then_to_our_address() {
        let case = CaseId(uuid::Uuid::from_u128(7));
        let to = settings().plus_address(case).unwrap();
        let mail = mail(&format!(
            "From: maria@example.org\nTo: {to}\nMessage-ID: <c@x>\nReferences: <a@x> <{LETTER}>\nIn-Reply-To: <b@x>"
        ));
        assert_eq!(nature(&mail, &settings()), Nature::Words);
        let expected = [
            Lead::Letter(letter()),
            Lead::Mail(String::from("b@x")),
            Lead::Mail(String::from("a@x")),
            Lead::Case(case),
        ];
        assert_eq!(leads(&mail, &settings()), expected);
        assert_eq!(fate(Nature::Words, Some(case)), Fate::Into(case, Kind::Words));
        assert_eq!(fate(Nature::Words, None), Fate::NewCase);
    }

    #[test]
    fn no_machine_and_no_address_of_ours_speaks_for_the_customer() {
        // R18
        let case = CaseId(uuid::Uuid::from_u128(7));
        for headers in [
            "From: maria@example.org\nAuto-Submitted: auto-replied",
            "From: Support@Shop.example",
            "From: support+c1@shop.example",
            "From: info@shop.example",
        ] {
            let nature = nature(&mail(headers), &settings());
            assert!(matches!(nature, Nature::Machine(_)), "{headers}");
            assert_eq!(fate(nature, Some(case)), Fate::Into(case, Kind::Auto));
            assert!(matches!(fate(nature, None), Fate::LeaveOut(_)), "it opens no case");
        }
    }

    #[test]
    fn a_letter_of_ours_that_came_around_is_no_word_of_anybody() {
        let nature = nature(&mail(&format!("From: support@shop.example\nMessage-ID: <{LETTER}>")), &settings());
        assert_eq!(nature, Nature::OursReturned(letter()));
    }

    #[test]
    fn a_bounce_leads_to_the_letter_it_returns() {
        let mail = mail(&format!(
            "From: MAILER-DAEMON@mx\nX-Failed-Recipients: m@x\nSubject: Undelivered\nIn-Reply-To: <{LETTER}>"
        ));
        assert_eq!(nature(&mail, &settings()), Nature::Bounce);
        assert_eq!(leads(&mail, &settings()), [Lead::Letter(letter())]);
    }
}
