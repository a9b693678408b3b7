//! Accounts: who may work here, as whom, and with which key they sign.

use jiff::Timestamp;

use crate::model::acts::{NewOperator, OperatorPatch};
use crate::model::{Gender, Operator, OperatorId, Role, TokenId};
use crate::protocol::{CreatedOperator, Entity, ProblemKind};
use crate::server::answer::Answer;
use crate::server::rules::{Acting, Decision, Refusal, invalid, keys, refuse, unchanged_since};
use crate::server::storage::TokenChange;
use crate::server::tokens::Token;

/// The label of a token that an account is made with.
pub const ACCOUNT: &str = "account";

/// Makes an account. The answer has no token in it, because answers are kept for replays; whoever carries the act out
/// adds it to what is sent.
pub fn create(new: &NewOperator, token: &Token, by: &Acting<'_>) -> Result<Decision, Refusal> {
    must_lead(by)?;
    let operator = Operator { id: (by.new_id)().into(), ..apply(&blank(), new, by)? };
    let operator = Operator { role: new.role.clone().unwrap_or(Role::Operator), version: 1, ..operator };
    check_role(&operator.role)?;
    let made = CreatedOperator { operator: operator.clone(), token: String::new() };
    let mut decision = decided("operator", &operator, Answer::made(&made, 1, format!("/v1/operators/{}", operator.id)));
    decision.tokens = vec![TokenChange::Add {
        id: TokenId((by.new_id)()),
        hash: token.hash(),
        operator: operator.id,
        label: String::from(ACCOUNT),
        expires_at: None,
    }];
    Ok(decision)
}

/// One's own record: name, post, hours, key.
pub fn put_me(me: &Operator, new: &NewOperator, if_match: Option<u64>, by: &Acting<'_>) -> Result<Decision, Refusal> {
    unchanged_since(if_match, me.version, me)?;
    let mut changed = apply(me, new, by)?;
    match &new.role {
        Some(role) if *role != me.role && !by.is_lead() => {
            return Err(refuse(ProblemKind::Forbidden, "Only a lead gives out roles."));
        }
        Some(role) => changed.role = role.clone(),
        None => {}
    }
    check_role(&changed.role)?;
    if me.role == Role::Lead && changed.role != Role::Lead {
        return Err(invalid("A lead does not take the lead away from himself; let another lead do it."));
    }
    Ok(replaced("me", me, changed))
}

/// Another's account, by a lead. An inactive operator's tokens are taken away at once.
pub fn patch(
    operator: &Operator,
    patch: &OperatorPatch,
    if_match: Option<u64>,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    must_lead(by)?;
    unchanged_since(if_match, operator.version, operator)?;
    let mut changed = operator.clone();
    if let Some(role) = &patch.role {
        check_role(role)?;
        changed.role = role.clone();
    }
    changed.active = patch.active.unwrap_or(changed.active);
    set_absence(&mut changed, patch.deputy, patch.away_until)?;
    if by.is(operator.id) && !(changed.active && changed.role == Role::Lead) {
        return Err(invalid("A lead does not take the lead away from himself; let another lead do it."));
    }
    let mut decision = replaced("operator_patch", operator, changed.clone());
    if !changed.active {
        decision.tokens = vec![TokenChange::RevokeAllOf { operator: operator.id, at: by.now, except: None }];
    }
    Ok(decision)
}

/// Who stands in, and until when; what is not said stays as it was (R86).
fn set_absence(
    operator: &mut Operator,
    deputy: Option<Option<OperatorId>>,
    away_until: Option<Option<Timestamp>>,
) -> Result<(), Refusal> {
    if let Some(deputy) = deputy {
        if deputy == Some(operator.id) {
            return Err(invalid("Nobody is his own deputy."));
        }
        operator.deputy = deputy;
    }
    operator.away_until = away_until.unwrap_or(operator.away_until);
    Ok(())
}

/// A lead, or whoever has the server's own command line.
fn must_lead(by: &Acting<'_>) -> Result<(), Refusal> {
    if by.is_lead() || by.actor.is_none() {
        Ok(())
    } else {
        Err(refuse(ProblemKind::Forbidden, "Only a lead manages operators."))
    }
}

fn check_role(role: &Role) -> Result<(), Refusal> {
    match role {
        Role::Other(word) => Err(invalid(format!("The role «{word}» is not known here."))),
        _ => Ok(()),
    }
}

fn blank() -> Operator {
    Operator {
        id: OperatorId(uuid::Uuid::nil()),
        name: String::new(),
        post: String::new(),
        contact: String::new(),
        hours: String::new(),
        language: Default::default(),
        gender: Gender::Unspecified,
        zone: String::new(),
        role: Role::Operator,
        keys: Vec::new(),
        deputy: None,
        away_until: None,
        active: true,
        version: 0,
    }
}

fn apply(operator: &Operator, new: &NewOperator, by: &Acting<'_>) -> Result<Operator, Refusal> {
    if new.name.trim().is_empty() {
        return Err(invalid("An operator has a name; it stands under every letter (R84)."));
    }
    if !new.zone.is_empty() && jiff::tz::TimeZone::get(&new.zone).is_err() {
        return Err(invalid(format!("The time zone «{}» is not known, e.g. Europe/Chisinau.", new.zone)));
    }
    let mut changed = operator.clone();
    changed.name = new.name.trim().to_owned();
    changed.post.clone_from(&new.post);
    changed.contact.clone_from(&new.contact);
    changed.hours.clone_from(&new.hours);
    changed.language = new.language.clone();
    changed.gender = new.gender.clone().unwrap_or(changed.gender);
    changed.zone.clone_from(&new.zone);
    set_absence(&mut changed, new.deputy, new.away_until)?;
    if let Some(key) = &new.key {
        keys::add(&mut changed, key, by)?;
    }
    Ok(changed)
}

pub(super) fn replaced(act: &'static str, before: &Operator, mut after: Operator) -> Decision {
    if after == *before {
        return Decision::nothing(Answer::now(before, before.version));
    }
    after.version += 1;
    decided(act, &after, Answer::now(&after, after.version))
}

fn decided(act: &'static str, operator: &Operator, answer: Answer) -> Decision {
    Decision {
        act,
        scope: Some(operator.id.0),
        puts: vec![Entity::Operator(Box::new(operator.clone()))],
        names: Vec::new(),
        tokens: Vec::new(),
        errands: Vec::new(),
        answer,
    }
}
