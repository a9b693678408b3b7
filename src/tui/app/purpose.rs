//! What a form is for, and what it does when it is submitted.
//!
//! A purpose carries the identities it needs; the values come from the form's fields. Wrong values leave the form open
//! with a message, and nothing typed is lost.

use super::form::Form;
use super::{App, Effects, queue};

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Purpose {
    #[default]
    None,
    /// Narrow the queue by state, owner, channel and mark.
    Filter,
}

/// Carries out a submitted form.
///
/// # Errors
/// What is wrong with the values, in the operator's language; the form stays open.
pub fn submit(app: &mut App, form: &Form, out: &mut Effects) -> Result<(), String> {
    match &form.purpose {
        Purpose::None => Ok(()),
        Purpose::Filter => {
            queue::filter_from(app, form, out);
            Ok(())
        }
    }
}
