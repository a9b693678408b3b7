//! How far a folder is read, and which mails come next (RFC 3501 §2.3.1.1). Pure.
//!
//! A number (UID) means a mail only together with the folder's UIDVALIDITY. Not its duty: asking the server (`inbox`).

use std::collections::HashSet;

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::health::Position;
use super::settings::Begin;

/// After a change of the UIDVALIDITY the mails of so many days before the last success are looked at again; those that
/// are here already are known by their Message-ID.
const DAYS: i32 = 2;

/// How the folder stands, as the server tells on opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folder {
    pub validity: u32,
    /// The number the next mail will get.
    pub next: u32,
}

/// Where reading begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    At(Position),
    /// The numbers of before mean nothing any more: from the first mail that this search finds.
    Search(String),
}

/// Where to begin, with the position of last time.
pub fn start(known: Option<Position>, folder: Folder, begin: Begin, last_success: Option<Timestamp>) -> Start {
    let last = folder.next.saturating_sub(1);
    match known {
        Some(position) if position.validity == folder.validity => Start::At(position),
        Some(_) => match last_success.and_then(since) {
            Some(search) => Start::Search(search),
            None => Start::At(Position { validity: folder.validity, uid: 0, unread_until: 0 }),
        },
        None => Start::At(match begin {
            Begin::All => Position { validity: folder.validity, uid: 0, unread_until: 0 },
            Begin::Unread => Position { validity: folder.validity, uid: 0, unread_until: last },
            Begin::New => Position { validity: folder.validity, uid: last, unread_until: 0 },
        }),
    }
}

/// The position before the first mail that was found; at the end when there was none.
pub fn after_search(folder: Folder, found: &HashSet<u32>) -> Position {
    let first = found.iter().min().copied().unwrap_or(folder.next.max(1));
    Position { validity: folder.validity, uid: first - 1, unread_until: 0 }
}

fn since(last_success: Timestamp) -> Option<String> {
    let day = last_success.to_zoned(TimeZone::UTC).date().checked_sub(DAYS.days()).ok()?;
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(usize::try_from(day.month()).ok()?.checked_sub(1)?)?;
    Some(format!("SINCE {}-{month}-{}", day.day(), day.year()))
}

/// The search for what comes after a position.
pub fn newer(position: Position) -> String {
    format!("UID {}:*", position.uid.saturating_add(1))
}

/// The search for those among the old ones that count, while there are any to look at.
pub fn unread(position: Position) -> Option<String> {
    let first = position.uid.saturating_add(1);
    (first <= position.unread_until).then(|| format!("UNSEEN UID {first}:{}", position.unread_until))
}

/// The mails to take in, in their order. `found` may hold the last mail of the folder though it is older (RFC 3501
/// §6.4.8: `*` is the last mail, whatever stands before it).
pub fn to_fetch(position: Position, found: &HashSet<u32>, unread: &HashSet<u32>) -> Vec<u32> {
    let counts = |uid: &u32| *uid > position.uid && (*uid > position.unread_until || unread.contains(uid));
    let mut uids: Vec<u32> = found.iter().copied().filter(counts).collect();
    uids.sort_unstable();
    uids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::fixtures::at;

    fn position(uid: u32, unread_until: u32) -> Position {
        Position { validity: 7, uid, unread_until }
    }

    fn set(uids: &[u32]) -> HashSet<u32> {
        uids.iter().copied().collect()
    }

    const FOLDER: Folder = Folder { validity: 7, next: 11 };

    #[test]
    fn the_first_time_takes_what_the_settings_say() {
        assert_eq!(start(None, FOLDER, Begin::All, None), Start::At(position(0, 0)));
        assert_eq!(start(None, FOLDER, Begin::Unread, None), Start::At(position(0, 10)));
        assert_eq!(start(None, FOLDER, Begin::New, None), Start::At(position(10, 0)));
    }

    #[test]
    fn reading_goes_on_where_it_ended() {
        assert_eq!(start(Some(position(5, 0)), FOLDER, Begin::All, None), Start::At(position(5, 0)));
        assert_eq!(newer(position(5, 0)), "UID 6:*");
        assert_eq!(to_fetch(position(5, 0), &set(&[7, 6]), &set(&[])), [6, 7]);
        assert_eq!(
            to_fetch(position(10, 0), &set(&[10]), &set(&[])),
            Vec::<u32>::new(),
            "the star is the last mail, not a newer one"
        );
    }

    #[test]
    fn of_the_old_mails_only_unread_ones_count_also_after_a_break() {
        let begun = position(3, 10);
        assert_eq!(unread(begun).as_deref(), Some("UNSEEN UID 4:10"));
        assert_eq!(to_fetch(begun, &set(&[4, 5, 9, 10, 11]), &set(&[5, 10])), [5, 10, 11]);
        assert_eq!(unread(position(10, 10)), None);
    }

    #[test]
    fn numbers_of_another_validity_mean_nothing() {
        let old = Some(Position { validity: 6, uid: 900, unread_until: 0 });
        let then = Some(at("2026-03-02T10:00Z"));
        assert_eq!(start(old, FOLDER, Begin::New, then), Start::Search(String::from("SINCE 28-Feb-2026")));
        assert_eq!(start(old, FOLDER, Begin::New, None), Start::At(position(0, 0)), "rather twice than never");
        assert_eq!(after_search(FOLDER, &set(&[4, 6])), position(3, 0));
        assert_eq!(after_search(FOLDER, &set(&[])), position(10, 0));
    }
}
