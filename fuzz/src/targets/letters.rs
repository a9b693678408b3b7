//! The engine on hostile words: letters that are checked, complaints that are judged. Every place it names cuts the text.

use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::json;
use sincerely::letter::{
    CheckContext, Manner, Phrasebook, asked_confirmation, check, ensure_signature, personal_control, promises,
    proposal_count,
};
use sincerely::model::{Customer, Operator};
use sincerely::triage::{self, Complaint};
use uuid::Uuid;

use super::{cuts, lossy, split_first};

const LANGUAGES: [&str; 4] = ["ru", "en", "ro", "de"];

static OPERATOR: LazyLock<Operator> = LazyLock::new(|| {
    serde_json::from_value(json!({"id": Uuid::from_u128(9), "name": "Анна Иванова", "post": "специалист"}))
        .expect("an operator needs no more")
});

static CUSTOMER: LazyLock<Customer> = LazyLock::new(|| {
    let name = json!({"given": "Мария", "patronymic": "Ивановна", "family": "Кузнецова"});
    serde_json::from_value(json!({"id": Uuid::from_u128(8), "name": name})).expect("a customer needs no more")
});

static BOOKS: LazyLock<Vec<(&str, Phrasebook)>> =
    LazyLock::new(|| ["ru", "en", "ro"].map(|lang| (lang, Phrasebook::load(lang, &[]).0)).into());

fn now() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a fixed instant")
}

/// The first byte: language and circumstances; then the letter, a zero byte, and the customer's letter.
pub fn letters(data: &[u8]) {
    let (first, rest) = split_first(data);
    let text = lossy(rest);
    let (letter, theirs) = text.split_once('\0').unwrap_or((&text, ""));
    let lang = LANGUAGES[first % 4];
    let context = CheckContext {
        public: first & 4 != 0,
        first_reply: first & 8 == 0,
        customer: (first & 16 == 0).then(|| &*CUSTOMER),
        customer_letter: theirs,
        now: Some(now().to_zoned(jiff::tz::TimeZone::UTC).datetime()),
        book: BOOKS.iter().find(|(of, _)| *of == lang).map(|(_, book)| book),
        ..CheckContext::new(lang, &OPERATOR)
    };
    for finding in check(letter, &context) {
        finding.span.iter().for_each(|span| cuts(letter, span, finding.rule()));
        for fix in &finding.fixes {
            cuts(letter, &fix.span, finding.rule());
        }
    }
    for promise in promises(letter, lang, now(), "Europe/Chisinau") {
        cuts(letter, &promise.range, "a promise");
        assert_eq!(letter[promise.range.clone()], promise.text);
    }
    personal_control(letter, lang).iter().for_each(|range| cuts(letter, range, "personal control"));
    let _ = (asked_confirmation(letter), proposal_count(letter, lang));
    let signed = ensure_signature(letter, &OPERATOR, lang, Manner::Letter);
    assert_eq!(ensure_signature(&signed, &OPERATOR, lang, Manner::Letter), signed, "a signed letter is signed once");
}

/// The first byte: language and circumstances; then the subject, a line end, and the body.
pub fn complaints(data: &[u8]) {
    let (first, rest) = split_first(data);
    let text = lossy(rest);
    let (subject, body) = text.split_once('\n').unwrap_or(("", &text));
    let complaint = Complaint {
        lang: LANGUAGES[first % 4],
        channel: None,
        subject,
        body,
        is_public: first & 4 != 0,
        written_at: None,
        received_at: Some(now()),
        moves: u32::from(data.first().copied().unwrap_or_default()),
        now: Some(now()),
        deadline: None,
        exchanges: 3,
    };
    let judged = triage::judge(&complaint, LANGUAGES[(first >> 3) % 4]);
    assert!((1..=3).contains(&judged.severity) && judged.urgency <= 100, "{judged:?}");
    for suggestion in &judged.suggestions {
        suggestion.evidence.iter().for_each(|range| cuts(body, range, "evidence"));
        suggestion.subject_evidence.iter().for_each(|range| cuts(subject, range, "evidence of the subject"));
    }
    let reading = triage::read(&complaint);
    let said = reading.wished_outcome.iter().chain(&reading.harm).map(|said| &said.evidence);
    let named = reading.ids.iter().map(|id| &id.evidence).chain(reading.amounts.iter().map(|a| &a.evidence));
    let dated = reading.written_on.iter().map(|dated| &dated.evidence);
    for range in said.chain(named).chain(dated).chain(&reading.heat).chain(&reading.questions) {
        cuts(body, range, "what was read");
    }
    let _ = (triage::confirmation_answer(body), triage::heated(body));
}
