//! Signing keys: which may be added, which were lost to strange hands, which sign a letter that comes in now.

use jiff::Timestamp;

use crate::model::acts::KeyChange;
use crate::model::{Operator, SigningKey};
use crate::protocol::ProblemKind;
use crate::seal;
use crate::seal::dossier::CLOCK;
use crate::server::rules::operator::replaced;
use crate::server::rules::{Acting, Decision, Refusal, invalid, refuse};

/// No operator has had more keys; more are a mistake of a program.
const KEYS: usize = 200;

/// Adds a key of one's own, or revokes one: one's own, or as a lead another's.
pub fn change(operator: &Operator, change: &KeyChange, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let mut changed = operator.clone();
    let act = match change {
        KeyChange::Add { key } => {
            if !by.is(operator.id) {
                return Err(refuse(ProblemKind::Forbidden, "Everybody adds his own keys; nobody signs for another."));
            }
            add(&mut changed, key, by)?;
            "key_add"
        }
        KeyChange::Revoke { key, since } => {
            if !by.is(operator.id) && !by.is_lead() && by.actor.is_some() {
                return Err(refuse(ProblemKind::Forbidden, "Only a lead revokes the key of another."));
            }
            revoke(&mut changed, key, since.unwrap_or(by.now), by.now)?;
            "key_revoke"
        }
    };
    Ok(replaced(act, operator, changed))
}

/// The newest key is in force; the one before it ends when it begins.
pub fn add(operator: &mut Operator, key: &str, by: &Acting<'_>) -> Result<(), Refusal> {
    let key = key.trim();
    if seal::fingerprint(key).is_err() {
        return Err(invalid("The key is not an Ed25519 public key in OpenSSH's one-line form (ssh-ed25519 AAAA…)."));
    }
    let same = |known: &&SigningKey| seal::is_same_key(&known.public, key);
    if operator.keys.iter().filter(same).any(|known| known.revoked_at.is_some()) {
        return Err(invalid("This key was revoked; make a new one."));
    }
    if operator.keys.last().filter(same).is_some_and(|newest| newest.until.is_none()) {
        return Ok(());
    }
    if operator.keys.len() >= KEYS {
        return Err(invalid("You have had too many keys."));
    }
    for known in operator.keys.iter_mut().filter(|k| k.until.is_none()) {
        known.until = Some(by.now);
    }
    operator.keys.push(SigningKey { public: key.to_owned(), since: by.now, until: None, revoked_at: None });
    Ok(())
}

/// An earlier time of loss stands; a later word never makes it milder.
fn revoke(operator: &mut Operator, print: &str, since: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if since > now {
        return Err(invalid("A key is revoked from now on or from a time that is over."));
    }
    let mut found = false;
    for known in operator.keys.iter_mut().filter(|k| seal::fingerprint(&k.public).is_ok_and(|known| known == print)) {
        known.revoked_at = Some(known.revoked_at.map_or(since, |before| before.min(since)));
        known.until = known.until.or(Some(now));
        found = true;
    }
    if found { Ok(()) } else { Err(invalid(format!("There is no key with the fingerprint {print} here."))) }
}

/// The keys that may have signed a letter that comes in now. A revoked key signs nothing any more, whatever time stands
/// in the letter: whoever stole it can write any time.
pub fn in_force(operator: &Operator, signed_at: Timestamp) -> impl Iterator<Item = &SigningKey> {
    operator.keys.iter().filter(move |key| {
        key.revoked_at.is_none()
            && key.until.is_none_or(|until| signed_at <= until)
            && signed_at.saturating_add(CLOCK).unwrap_or(signed_at) >= key.since
    })
}
