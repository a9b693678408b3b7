//! How a position in the feed looks on the wire: `1f0c8a2e-4711`, the beginning of the desk's name and the position. So a
//! cursor of another desk, or of this one before it was brought back from a backup, is refused, and nobody reads on where
//! other changes stand. A bare number, as `seq` stands in a change, is taken as it is.

use crate::server::failure::Failure;
use crate::server::storage::Cursor;

/// So much of a desk's name tells it from others.
const TAG: usize = 8;

fn tag(desk: &str) -> &str {
    desk.get(..TAG).unwrap_or(desk)
}

pub fn written(desk: &str, cursor: Cursor) -> String {
    format!("{}-{cursor}", tag(desk))
}

/// # Errors
/// It is no cursor, or one of another desk.
pub fn read(desk: &str, text: &str) -> Result<Cursor, Failure> {
    let number = match text.rsplit_once('-') {
        Some((of, _)) if of != tag(desk) => {
            return Err(Failure::malformed(
                "The cursor is one of another desk, or of this one before it was brought back from a backup; begin anew.",
            ));
        }
        Some((_, number)) => number,
        None => text,
    };
    number.parse().map_err(|_| Failure::malformed("The cursor is not one that this server gave out."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESK: &str = "1f0c8a2e-9a64-4e6b-8f5e-000000000000";

    #[test]
    fn a_cursor_comes_back_as_it_went_and_only_to_its_desk() {
        let text = written(DESK, Cursor(4711));
        assert_eq!(text, "1f0c8a2e-4711");
        assert_eq!(read(DESK, &text).unwrap(), Cursor(4711));
        assert_eq!(read(DESK, "4711").unwrap(), Cursor(4711), "as `seq` stands in a change");
        for wrong in ["2f0c8a2e-4711", "yesterday", "1f0c8a2e-", "-5", "1f0c8a2e--5", ""] {
            assert!(read(DESK, wrong).is_err(), "{wrong}");
        }
    }
}
