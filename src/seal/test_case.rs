//! A small case for the tests of this room.

use serde_json::json;

use crate::model::CaseFile;

pub const CASE: &str = "00000000-0000-0000-0000-00000000000a";

/// A complaint, a letter and a call, with a promise and a confirmation.
pub fn case_file() -> CaseFile {
    let id = |n: u32| format!("00000000-0000-0000-0000-{n:012}");
    let at = |minute: u32| format!("2026-03-02T10:{minute:02}:00Z");
    serde_json::from_value(json!({
        "case": {
            "id": CASE, "number": 17, "customer_id": id(100), "customer_name": "Кузнецова М.И.",
            "subject": "Искрит розетка <b>", "channel": "email", "state": "waiting_customer", "received_at": at(0),
            "confirmations": [{ "letter": id(2), "term": "Вторник, 10:00", "state": "sent", "asked_at": at(5), "since": at(5) }]
        },
        "customer": { "id": id(100), "name": { "given": "Мария", "family": "Кузнецова" } },
        "messages": [
            { "id": id(1), "case_id": CASE, "kind": "inbound", "channel": "email",
              "author": { "is": "customer", "name": "Мария" }, "subject": "Искрит", "body": "Искрит <script>alert(1)</script>\n\nочень.",
              "at": at(0), "external_id": "<a@example.org>" },
            { "id": id(2), "case_id": CASE, "kind": "reply", "channel": "email",
              "author": { "is": "operator", "id": id(50), "name": "Анна Иванова" }, "subject": "Re: Искрит",
              "body": "Мастер придёт во вторник.", "to": "maria@example.org", "at": at(5), "signed_at": at(4) }
        ],
        "calls": [
            { "id": id(3), "case_id": CASE, "operator": id(50), "number": "+37360000000", "at": at(9), "seconds": 60,
              "outcome": "reached", "agreed": "вторник" }
        ],
        "follow_ups": [
            { "id": id(4), "case_id": CASE, "kind": "promise", "due": { "day": "2026-03-03", "zone": "Europe/Chisinau" },
              "title": "мастер", "state": "open", "opened_at": at(5), "origin": {} }
        ]
    }))
    .expect("the case is well formed")
}
