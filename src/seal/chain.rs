//! The chain of a case: each entry is hashed with a salt of its own, and each link covers the one before it. Words and
//! salt can be erased later; the hash stays, tells nothing, and the links still hold.
//!
//! Not its duty: when an entry is kept (`server`), what a dossier shows (`dossier`).

use jiff::Timestamp;
use uuid::Uuid;

use super::entry::{call_form, message_form};
use super::form::{Form, sha256};
use crate::model::{Call, CaseFile, CaseId, ChainLink, Message};

/// What stands before the first entry.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The desk's own chain, in the order in which entries were kept.
pub const DESK_CHAIN: &str = "sincerely-chain/1";
const SALTED: &str = "sincerely-hash/1";

/// What a link covers besides the link before it; all of it outlives an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    pub n: u32,
    /// `message`, `call`, `follow_up`, `confirmation`
    pub entry: &'a str,
    pub id: Uuid,
    pub at: Timestamp,
}

/// SHA-256 over the version line, the salt's line, and the form.
pub fn salted(salt: &str, form: &str) -> String {
    sha256(format!("{SALTED}\n{salt}\n{form}").as_bytes())
}

/// The link of an entry onto the one before it. `version` tells chains of different kinds apart.
pub fn link(version: &str, case: CaseId, previous: &str, place: &Place<'_>, hash: &str) -> String {
    let form = Form::new(version)
        .line("case", case)
        .line("n", place.n)
        .line("previous", previous)
        .line("entry", place.entry)
        .line("id", place.id)
        .line("at", place.at)
        .line("hash", hash);
    sha256(form.done().as_bytes())
}

/// An entry of the desk's chain, with what its hash is made of as far as it is still there.
pub(super) struct Kept<'a> {
    pub(super) entry: &'static str,
    pub(super) id: Uuid,
    pub(super) at: Timestamp,
    pub(super) link: Option<&'a ChainLink>,
    form: Words<'a>,
}

enum Words<'a> {
    Message(&'a Message),
    Call(&'a Call),
}

impl Kept<'_> {
    pub(super) fn form(&self) -> String {
        match self.form {
            Words::Message(message) => message_form(message),
            Words::Call(call) => call_form(call),
        }
    }

    /// The salted hash: computed, or as it was kept when the words were erased.
    pub(super) fn hash(&self) -> Option<String> {
        let link = self.link?;
        match &link.salt {
            Some(salt) => Some(salted(salt, &self.form())),
            None => link.hash.clone(),
        }
    }
}

/// Messages and calls of a case, in time order.
pub(super) fn kept(file: &CaseFile) -> Vec<Kept<'_>> {
    let messages = file.messages.iter().map(|m| Kept {
        entry: "message",
        id: m.id.0,
        at: m.at,
        link: m.link.as_ref(),
        form: Words::Message(m),
    });
    let calls = file.calls.iter().map(|c| Kept {
        entry: "call",
        id: c.id.0,
        at: c.at,
        link: c.link.as_ref(),
        form: Words::Call(c),
    });
    let mut all: Vec<Kept<'_>> = messages.chain(calls).collect();
    all.sort_by_key(|kept| (kept.at, kept.id));
    all
}

/// Gives every entry that has no link yet its place at the end of the chain, in time order. `salt` makes 128 random
/// bits in hexadecimal.
pub fn chain_up(file: &mut CaseFile, salt: &mut dyn FnMut() -> String) {
    let (mut last, mut previous) = end(file);
    let case = file.case.id;
    let mut made: Vec<(Uuid, ChainLink)> = Vec::new();
    for kept in kept(file).into_iter().filter(|kept| kept.link.is_none()) {
        last += 1;
        let salt = salt();
        let hash = salted(&salt, &kept.form());
        let place = Place { n: last, entry: kept.entry, id: kept.id, at: kept.at };
        previous = link(DESK_CHAIN, case, &previous, &place, &hash);
        made.push((kept.id, ChainLink { n: last, salt: Some(salt), hash: None, chain: previous.clone() }));
    }
    for (id, link) in made {
        if let Some(message) = file.messages.iter_mut().find(|m| m.id.0 == id && m.link.is_none()) {
            message.link = Some(link);
        } else if let Some(call) = file.calls.iter_mut().find(|c| c.id.0 == id) {
            call.link = Some(link);
        }
    }
}

/// Number and link of the newest entry.
fn end(file: &CaseFile) -> (u32, String) {
    let links =
        file.messages.iter().filter_map(|m| m.link.as_ref()).chain(file.calls.iter().filter_map(|c| c.link.as_ref()));
    links.max_by_key(|link| link.n).map_or_else(|| (0, BEGINNING.to_owned()), |link| (link.n, link.chain.clone()))
}

/// Where the desk's chain does not hold: entries whose words are not those that were kept, and places that are missing.
pub fn breaks(file: &CaseFile) -> Vec<String> {
    let mut linked: Vec<Kept<'_>> = kept(file).into_iter().filter(|kept| kept.link.is_some()).collect();
    linked.sort_by_key(|kept| kept.link.map_or(0, |link| link.n));
    let mut found = Vec::new();
    let (mut next, mut previous) = (1, BEGINNING.to_owned());
    for kept in &linked {
        let Some(known) = kept.link else { continue };
        let place = Place { n: known.n, entry: kept.entry, id: kept.id, at: kept.at };
        let expected = kept.hash().map(|hash| link(DESK_CHAIN, file.case.id, &previous, &place, &hash));
        if known.n != next {
            found.push(format!("entry {next} of the desk's chain is missing"));
        } else if expected.as_ref() != Some(&known.chain) {
            found.push(format!("{} {} is not as it was kept", kept.entry, kept.id));
        }
        next = known.n.saturating_add(1);
        previous.clone_from(&known.chain);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::test_case::case_file;
    use crate::seal::{erase_call, erase_message};

    fn file() -> CaseFile {
        let mut file = case_file();
        let mut n = 0;
        chain_up(&mut file, &mut || {
            n += 1;
            format!("{n:032x}")
        });
        file
    }

    #[test]
    fn every_entry_gets_its_place_and_keeps_it() {
        let mut file = file();
        let numbers: Vec<u32> = file.messages.iter().filter_map(|m| m.link.as_ref()).map(|l| l.n).collect();
        assert_eq!((numbers, file.calls[0].link.as_ref().map(|l| l.n)), (vec![1, 2], Some(3)));
        let before = file.messages.clone();
        let mut another = before[0].clone();
        another.id = Uuid::from_u128(77).into();
        another.link = None;
        file.messages.push(another);
        chain_up(&mut file, &mut || "ab".repeat(16));
        assert_eq!(file.messages[..2], before[..]);
        assert_eq!(file.messages[2].link.as_ref().map(|l| l.n), Some(4));
        assert!(breaks(&file).is_empty(), "{:?}", breaks(&file));
    }

    #[test]
    fn a_changed_a_moved_and_a_missing_entry_are_named() {
        let mut changed = file();
        changed.messages[0].body.push('.');
        assert_eq!(breaks(&changed), [format!("message {} is not as it was kept", changed.messages[0].id)]);
        let mut later = file();
        later.messages[1].at += jiff::SignedDuration::from_secs(1);
        assert_eq!(breaks(&later).len(), 1);
        let mut cut = file();
        cut.messages.remove(0);
        assert_eq!(breaks(&cut), ["entry 1 of the desk's chain is missing"]);
    }

    #[test]
    fn erased_words_leave_a_chain_that_holds() {
        let mut file = file();
        file.messages.iter_mut().for_each(erase_message);
        file.calls.iter_mut().for_each(erase_call);
        assert_eq!(breaks(&file), [""; 0]);
        assert!(file.messages[0].link.as_ref().is_some_and(ChainLink::is_erased));
        let text = serde_json::to_string(&(&file.messages, &file.calls)).unwrap();
        for word in ["Искрит", "Мастер", "Мария", "example.org", "373", "вторник"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(text.contains("Анна Иванова"), "our own people are not forgotten by it");
    }

    #[test]
    fn a_hash_without_its_salt_does_not_tell_a_short_text() {
        assert_ne!(salted("00", "yes"), salted("01", "yes"));
        assert_eq!(salted("00", "yes"), sha256(b"sincerely-hash/1\n00\nyes"), "as docs/signing.md says");
    }
}
