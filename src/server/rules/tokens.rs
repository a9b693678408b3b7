//! Access tokens: when one opens the desk, who makes and who takes away.
//!
//! Not its duty: their secrets (`server::tokens`), finding them (`storage`).

use jiff::Timestamp;

use crate::model::{Operator, Role, TokenId};
use crate::protocol::{CreatedToken, NewToken, ProblemKind, RevokedTokens, TokenInfo};
use crate::server::answer::Answer;
use crate::server::rules::{Acting, Decision, Refusal, invalid, refuse};
use crate::server::storage::{Bearer, TokenChange};

/// What a token is for is said in so many characters.
const LABEL: usize = 100;
/// Belongs to the workstation's own run; taken away at every start.
pub const EMBEDDED: &str = "embedded";

/// Lets in who comes with a token that is in force, of an account that is active.
pub fn let_in(bearer: &Bearer, now: Timestamp) -> Result<(), Refusal> {
    let why = match bearer.token.expires_at {
        _ if bearer.token.revoked_at.is_some() => "This token was taken away; a lead of this desk gives out another.",
        _ if !bearer.operator.active => "This account is not active any more; a lead of this desk can change that.",
        Some(end) if end <= now => "This token has expired; a lead of this desk gives out another.",
        _ => return Ok(()),
    };
    Err(refuse(ProblemKind::Unauthorised, why))
}

/// One more token for an operator: by himself, or by a lead. The answer has no secret in it, because answers are kept
/// for replays. `asking` is the token the request came with.
pub fn make(
    of: &Operator,
    new: &NewToken,
    hash: [u8; 32],
    asking: Option<&TokenInfo>,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    may(of, by)?;
    let label = new.label.trim();
    if label.is_empty() || label.chars().count() > LABEL || label.chars().any(char::is_control) {
        return Err(invalid(format!("A token says in 1 to {LABEL} characters what it is for.")));
    }
    if label == EMBEDDED {
        return Err(invalid("This label belongs to the workstation's own start; choose another."));
    }
    if !of.active {
        return Err(invalid("This account is not active; activate it first."));
    }
    if new.expires_at.is_some_and(|end| end <= by.now) {
        return Err(invalid("A token ends in the future."));
    }
    // Else whoever finds a token that ends soon makes himself one that does not.
    let own_end = asking.filter(|_| by.is(of.id)).and_then(|asking| asking.expires_at);
    if own_end.is_some_and(|own| new.expires_at.is_none_or(|end| end > own)) {
        return Err(invalid("A token that ends makes none that lasts longer; ask a lead."));
    }
    let token = TokenInfo {
        id: TokenId((by.new_id)()),
        operator: of.id,
        label: label.to_owned(),
        created_at: by.now,
        used_at: None,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    let location = format!("/v1/operators/{}/tokens/{}", of.id, token.id);
    let change = TokenChange::Add {
        id: token.id,
        hash,
        operator: of.id,
        label: token.label.clone(),
        expires_at: token.expires_at,
    };
    let answer = Answer::plain(201, Some(location), &CreatedToken { token, secret: String::new() });
    Ok(decided("token", of, change, answer))
}

/// Takes one token away, at once. Again is no harm.
pub fn revoke(of: &Operator, token: &TokenInfo, by: &Acting<'_>) -> Result<Decision, Refusal> {
    may(of, by)?;
    if token.revoked_at.is_some() {
        return Ok(Decision::nothing(Answer::plain(200, None, token)));
    }
    let change = TokenChange::Revoke { id: token.id, at: by.now };
    let gone = TokenInfo { revoked_at: Some(by.now), ..token.clone() };
    Ok(decided("revoke", of, change, Answer::plain(200, None, &gone)))
}

/// Takes every token of an operator away; who asks for his own keeps the one he asks with.
pub fn revoke_all(
    of: &Operator,
    tokens: &[TokenInfo],
    asking: Option<TokenId>,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    may(of, by)?;
    let except = asking.filter(|_| by.is(of.id));
    let gone = tokens.iter().filter(|token| token.revoked_at.is_none() && Some(token.id) != except).count() as u64;
    let answer = Answer::plain(200, None, &RevokedTokens { revoked: gone });
    if gone == 0 {
        return Ok(Decision::nothing(answer));
    }
    Ok(decided("revoke", of, TokenChange::RevokeAllOf { operator: of.id, at: by.now, except }, answer))
}

/// Who may see and change the tokens of an operator: himself, a lead, or whoever has the server's own command line.
pub fn may(of: &Operator, by: &Acting<'_>) -> Result<(), Refusal> {
    let is_person = by.actor.is_none_or(|actor| matches!(actor.role, Role::Operator | Role::Lead));
    if is_person && (by.is(of.id) || by.is_lead() || by.actor.is_none()) {
        Ok(())
    } else {
        Err(refuse(ProblemKind::Forbidden, "Only a lead sees and changes the tokens of others."))
    }
}

fn decided(act: &'static str, of: &Operator, change: TokenChange, answer: Answer) -> Decision {
    Decision { act, scope: Some(of.id.0), tokens: vec![change], ..Decision::nothing(answer) }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;
    use crate::schedule::Rules;

    fn operator(id: u128, role: &str) -> Operator {
        serde_json::from_value(serde_json::json!({"id": Uuid::from_u128(id), "name": "Anna", "role": role})).unwrap()
    }

    fn token(end: Option<Timestamp>) -> TokenInfo {
        let id = TokenId(Uuid::from_u128(9));
        let operator = Uuid::from_u128(1).into();
        let created_at = Timestamp::UNIX_EPOCH;
        let label = String::from("x");
        TokenInfo { id, operator, label, created_at, used_at: None, expires_at: end, revoked_at: None }
    }

    fn decide<T>(actor: Option<&Operator>, run: impl Fn(&Acting<'_>) -> T) -> T {
        let (rules, now) = (Rules::default(), "2026-11-20T10:00:00Z".parse().unwrap());
        run(&Acting { actor, now, rules: &rules, new_id: &|| Uuid::from_u128(5) })
    }

    #[test]
    fn one_makes_tokens_for_oneself_and_a_lead_for_everybody() {
        let (anna, ion) = (operator(1, "operator"), operator(2, "operator"));
        let (lead, source) = (operator(3, "lead"), operator(1, "source"));
        let new = NewToken { label: "home".into(), expires_at: None };
        let made = |actor: Option<&Operator>| {
            decide(actor, |by| make(&anna, &new, [0; 32], None, by).map(|d| d.tokens.len()).map_err(|r| r.status))
        };
        assert_eq!([made(Some(&anna)), made(Some(&lead)), made(None)], [Ok(1), Ok(1), Ok(1)]);
        assert_eq!([made(Some(&ion)), made(Some(&source))], [Err(403), Err(403)]);
    }

    #[test]
    fn a_token_that_ends_makes_none_that_lasts_longer() {
        let (anna, lead) = (operator(1, "operator"), operator(3, "lead"));
        let end: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let later = end + SignedDuration::from_secs(1);
        let made = |actor: &Operator, expires_at| {
            let new = NewToken { label: "home".into(), expires_at };
            decide(Some(actor), |by| make(&anna, &new, [0; 32], Some(&token(Some(end))), by).is_ok())
        };
        assert!(made(&anna, Some(end)) && !made(&anna, Some(later)) && !made(&anna, None));
        assert!(made(&lead, None), "a lead makes what he likes for others");
        assert!(!made(&lead, Some(Timestamp::UNIX_EPOCH)), "not in the past");
    }

    #[test]
    fn labels_are_short_plain_and_not_the_workstations_own() {
        let anna = operator(1, "operator");
        for bad in ["", "  ", "a\nb", EMBEDDED, &"x".repeat(101)] {
            let new = NewToken { label: bad.to_owned(), expires_at: None };
            assert!(decide(Some(&anna), |by| make(&anna, &new, [0; 32], None, by).is_err()), "{bad:?}");
        }
    }

    #[test]
    fn only_good_tokens_of_active_accounts_open_the_desk() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let ends = |token| let_in(&Bearer { operator: operator(1, "operator"), token }, now).map_err(|r| r.detail);
        assert_eq!([ends(token(None)), ends(token(Some(now + SignedDuration::from_secs(1))))], [Ok(()), Ok(())]);
        assert!(ends(token(Some(now))).unwrap_err().contains("expired"));
        assert!(ends(TokenInfo { revoked_at: Some(now), ..token(None) }).unwrap_err().contains("taken away"));
        let inactive = Operator { active: false, ..operator(1, "operator") };
        assert!(let_in(&Bearer { operator: inactive, token: token(None) }, now).is_err());
    }

    #[test]
    fn taking_all_ones_own_tokens_away_keeps_the_one_at_hand() {
        let (anna, lead) = (operator(1, "operator"), operator(3, "lead"));
        let tokens = [token(None), TokenInfo { id: TokenId(Uuid::from_u128(10)), ..token(None) }];
        let except = |actor: &Operator| {
            decide(Some(actor), |by| match revoke_all(&anna, &tokens, Some(tokens[0].id), by).unwrap().tokens.pop() {
                Some(TokenChange::RevokeAllOf { except, .. }) => except,
                other => panic!("{other:?}"),
            })
        };
        assert_eq!((except(&anna), except(&lead)), (Some(tokens[0].id), None));
    }
}
