//! What a form is for, and what it does when it is submitted.
//!
//! A purpose carries the identities it needs; the values come from the form's fields. Wrong values leave the form open
//! with a message, and nothing typed is lost.

use super::form::Form;
use super::{Act, App, Effects, Outgoing, acts, composer, queue, review, sign_in, unlock, welcome};
use crate::model::CaseId;
use crate::model::acts::NewOperator;

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Purpose {
    #[default]
    None,
    /// Narrow the queue by state, owner, channel and mark.
    Filter,
    /// Something to do to a case.
    Act(Act),
    /// The operator's own record.
    Profile {
        first: bool,
    },
    /// A file to begin with, and a server to begin with; both hold the profile until then.
    ImportFirst {
        profile: Box<NewOperator>,
    },
    ConnectFirst {
        profile: Box<NewOperator>,
    },
    /// A file for the letter of this case.
    Attach(CaseId),
    /// By which way the record of an agreement goes.
    LetterChannel(CaseId),
    /// A new token for the desk.
    SignIn,
    /// Until when a promise of the letter under review is to be kept.
    PromiseDate(usize),
    /// The passphrase of the signing key, with the letter that waits for it.
    Unlock {
        letter: Box<Outgoing>,
        delay_s: u32,
    },
    /// A finding of the letter: repair it, or set it aside with a reason.
    Finding {
        rule: String,
        /// The words it speaks of; empty for the letter as a whole.
        found: String,
    },
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
        Purpose::Act(act) => acts::submitted(app, act, form, out),
        Purpose::Profile { first } => welcome::profile_from(app, form, *first, out),
        Purpose::ImportFirst { profile } | Purpose::ConnectFirst { profile } => {
            welcome::begin_from(app, form, profile, out)
        }
        Purpose::SignIn => sign_in::token_from(app, form, out),
        Purpose::LetterChannel(_) => composer::channel_from(app, form, out),
        Purpose::Attach(case) => composer::attach_from(app, *case, form, out),
        Purpose::PromiseDate(index) => review::date_from(app, *index, form),
        Purpose::Unlock { letter, delay_s } => unlock::submitted(app, form, letter, *delay_s, out),
        Purpose::Finding { rule, found } => composer::weighed(app, rule, found, form, out),
    }
}
