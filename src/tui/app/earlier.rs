//! The letters that were sent before, to compare a new one with (R105, R106, R157).
//!
//! Not its duty: reading them (`runtime`), comparing (`letter`).

use crate::letter::{Archive, Past};
use crate::model::{CaseFile, MessageId};

/// Sketches of earlier letters with their words, to show a twin beside the new letter.
#[derive(Debug, Default)]
pub struct EarlierLetters {
    pub archive: Archive,
    pub texts: Vec<(MessageId, String)>,
}

/// Compared by identity: a new reading is another archive.
impl PartialEq for EarlierLetters {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl EarlierLetters {
    /// The archive as a letter in this case sees it.
    pub fn past<'a>(&'a self, file: &'a CaseFile) -> Past<'a> {
        Past { customer: Some(file.customer.id), site: &file.case.source, ..Past::new(&self.archive) }
    }

    /// The words of an earlier letter.
    pub fn text(&self, id: MessageId) -> Option<&str> {
        self.texts.iter().find(|(message, _)| *message == id).map(|(_, text)| text.as_str())
    }
}
