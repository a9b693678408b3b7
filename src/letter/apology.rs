//! How soon a customer was apologised to: the time from his complaint to our first apology (R155).
//!
//! Not its duty: whether an apology is owed in writing after a call (`schedule`).

use jiff::{SignedDuration, Timestamp};

use super::check::{Rules, apologises, is_thanks};
use crate::model::{CallOutcome, CaseFile, Message, MessageKind};

/// How a complaint stands as to an apology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApologyTime {
    /// The first apology came so long after the complaint.
    After { time: SignedDuration, spoken: bool },
    /// Nobody apologised yet; the customer complained then.
    NotYet { since: Timestamp },
}

/// Measures it on the customer's clock: from the time he wrote, as far as it is known (R91). None where there was no
/// complaint, only thanks.
pub fn apology_time(file: &CaseFile, rules: &Rules) -> Option<ApologyTime> {
    let lang = file.case.language.as_str();
    let complaint = file.messages.iter().find(|m| m.kind == MessageKind::Inbound)?;
    if is_thanks(rules, &complaint.body, lang) {
        return None;
    }
    let since = complaint.written_at.or(file.case.written_at).unwrap_or(complaint.at).min(complaint.at);
    let is_later = |at: &Timestamp| *at >= since;
    let apology = |m: &&Message| m.is_outbound() && is_later(&m.at) && apologises(rules, &m.body, lang);
    // The thread is in time order: what comes behind the first apology need not be read.
    let written = file.messages.iter().find(apology).map(|m| (m.at, false));
    // An apology that nobody heard is none.
    let spoken = file.calls.iter().filter(|c| c.apologised && c.outcome == CallOutcome::Reached && is_later(&c.at));
    let first = spoken.map(|c| (c.at, true)).chain(written).min();
    Some(first.map_or(ApologyTime::NotYet { since }, |(at, spoken)| ApologyTime::After {
        time: at.duration_since(since),
        spoken,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Author, Lang};
    use crate::schedule::fixtures::{at, case, case_file, message};
    use MessageKind::{Auto, Inbound, Note, PublicReply, Reply};

    const COMPLAINT: &str = "2026-03-02T08:00Z";

    /// The complaint of 08:00, then what was said at 10:00, 11:00 …
    fn file(lang: &str, words: &[(MessageKind, &str)]) -> CaseFile {
        let mut case = case();
        (case.language, case.written_at) = (Lang::new(lang), None);
        let mut messages = vec![Message { at: at(COMPLAINT), written_at: None, ..message(1, Inbound) }];
        messages[0].body = "Заказ не пришёл, The order is late, Comanda nu a venit".into();
        for (n, (kind, body)) in words.iter().enumerate() {
            let said = message(n as u128 + 2, kind.clone());
            let hours = SignedDuration::from_hours(n as i64 + 2);
            messages.push(Message { body: (*body).into(), at: at(COMPLAINT) + hours, ..said });
        }
        case_file(case, messages)
    }

    fn hours(file: &CaseFile) -> Option<i64> {
        match apology_time(file, Rules::shipped())? {
            ApologyTime::After { time, .. } => Some(time.as_hours()),
            ApologyTime::NotYet { since } => Some(-since.duration_since(at(COMPLAINT)).as_hours() - 1),
        }
    }

    #[test]
    fn the_first_apology_is_measured_from_the_complaint() {
        // R155
        for (lang, words) in [
            ("ru", "Мария Ивановна, приношу свои извинения за задержку."),
            ("en", "I am sorry for the delay."),
            ("ro", "Vă prezint scuzele mele pentru întârziere."),
            ("", "We apologise for the delay."),
        ] {
            let letters = [(Reply, "Заказ в пути. On its way."), (PublicReply, words), (Reply, words)];
            assert_eq!(hours(&file(lang, &letters)), Some(3), "{words}");
        }
    }

    #[test]
    fn machines_notes_quotations_and_what_is_no_apology_do_not_count() {
        // R155, T6
        for said in [
            (Auto, "Приносим свои извинения за задержку."),
            (Note, "Приношу свои извинения, забыла."),
            (Reply, "> Приношу свои извинения\n\nМастер приедет завтра."),
            (Reply, "Вы писали: «Приношу свои извинения»."),
            (Reply, "Извините за прямоту."),
        ] {
            assert_eq!(hours(&file("ru", std::slice::from_ref(&said))), Some(-1), "{}", said.1);
        }
    }

    #[test]
    fn the_clock_is_the_customers() {
        // R155, R91: he wrote two days before the letter reached us.
        let mut file = file("en", &[(Reply, "I am sorry.")]);
        file.messages[0].written_at = Some(at("2026-02-28T08:00Z"));
        assert_eq!(hours(&file), Some(50));
        file.messages[0].author = Author::Customer { name: "X".into() };
        file.messages[0].body = "Thank you very much, everything is fine!".into();
        assert_eq!(hours(&file), None, "nothing was complained of");
    }
}
