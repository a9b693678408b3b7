//! Two cards of one person: which look alike, merging them, taking them apart again.
//!
//! Not its duty: what merging means (`rules::cards`).

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use super::Problems;
use super::customers::no_such_customer;
use crate::model::acts::MergeCardInto;
use crate::model::{AlikeCard, Channel, Contact, Customer, CustomerId};
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::http::{Act, Id, Staff};
use crate::server::rules;
use crate::server::rules::cards::{Cards, changes_lists};
use crate::server::rules::intake::contact_name;
use crate::server::storage::{Name, Stamp};

/// More are not told: an address that so many share is nobody's own.
const ALIKE: usize = 10;
/// Fewer digits are no number that tells a person.
const PHONE_DIGITS: usize = 7;
/// A Russian number as it is dialled at home.
const AT_HOME: usize = 11;

/// Other cards that an address of this one leads to, whichever channel it stands under there.
#[utoipa::path(get, path = "/v1/customers/{id}/alike", params(("id" = CustomerId, Path)), responses((status = 200, body = Vec<AlikeCard>), Problems))]
pub async fn alike(State(app): State<App>, _: Staff, Id(id): Id<CustomerId>) -> Result<Json<Vec<AlikeCard>>, Failure> {
    let card = app.storage.customer(id).await?.ok_or_else(no_such_customer)?.value;
    let mut found: Vec<AlikeCard> = Vec::new();
    for contact in card.contacts.iter().filter(|_| card.merged_into.is_none()) {
        let is_full = found.len() >= ALIKE;
        for owner in app.storage.owners_of(spellings(contact)).await?.into_iter().flatten() {
            let other = CustomerId(owner);
            match found.iter_mut().find(|alike| alike.customer.id == other) {
                Some(known) if known.shared.contains(contact) => {}
                Some(known) => known.shared.push(contact.clone()),
                None if other == id || is_full => {}
                None => {
                    let card = app.storage.customer(other).await?.map(|card| card.value);
                    let card = card.filter(|card| card.merged_into.is_none() && card.erased_at.is_none());
                    found.extend(card.map(|customer| AlikeCard { customer, shared: vec![contact.clone()] }));
                }
            }
        }
    }
    Ok(Json(found))
}

/// The names under which the same address stands on other channels, and a number in its other spellings.
fn spellings(contact: &Contact) -> Vec<Name> {
    let Name::Contact { address, .. } = contact_name(contact) else { return Vec::new() };
    let digits: String = address.chars().filter(char::is_ascii_digit).collect();
    let is_number = digits.len() >= PHONE_DIGITS && !address.chars().any(char::is_alphabetic);
    let mut addresses = vec![address];
    if is_number {
        if let Some(rest) = digits.strip_prefix(['7', '8']).filter(|_| digits.len() == AT_HOME) {
            addresses.extend([format!("+7{rest}"), format!("7{rest}"), format!("8{rest}")]);
        }
        addresses.extend([format!("+{digits}"), digits]);
    }
    addresses.dedup();
    let on = |channel: &Channel, address: &str| Name::Contact {
        channel: channel.as_str().to_owned(),
        address: address.to_owned(),
    };
    let channels = Channel::KNOWN.iter().chain(Some(&contact.channel).filter(|own| !Channel::KNOWN.contains(own)));
    channels.flat_map(|channel| addresses.iter().map(move |address| on(channel, address))).collect()
}

/// Merges this card into another one of the same person: its cases, addresses and pinned details go on there. Answers with
/// the survivor.
#[utoipa::path(post, path = "/v1/customers/{id}/merge", params(("id" = CustomerId, Path)), request_body = MergeCardInto, responses((status = 200, body = Customer), Problems))]
pub async fn merge(State(app): State<App>, Id(id): Id<CustomerId>, act: Act<MergeCardInto>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let load = || async {
        let mut into = read(&app, act.body.into).await?;
        // Whoever merges into a card that went elsewhere means the one it lives on in.
        if let Some(there) = into.0.merged_into {
            into = read(&app, there).await?;
        }
        load(&app, id, into).await
    };
    let answer = app.act(Some(&act.actor), act.once.as_ref(), load, rules::cards::merge).await?;
    // A case that came in by the old address between the reading and the commit: it goes along too.
    if !app.storage.cases_of(id).await?.is_empty() {
        return app.act(Some(&act.actor), None, load, rules::cards::merge).await;
    }
    Ok(answer)
}

/// Takes a card out of the one it went into. Answers with the card.
#[utoipa::path(post, path = "/v1/customers/{id}/unmerge", params(("id" = CustomerId, Path)), responses((status = 200, body = Customer), Problems))]
pub async fn unmerge(State(app): State<App>, Id(id): Id<CustomerId>, act: Act<()>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let load = || async {
        let gone = read(&app, id).await?.0;
        let into = read(&app, gone.merged_into.unwrap_or(id)).await?;
        load(&app, id, into).await
    };
    app.act(Some(&act.actor), act.once.as_ref(), load, rules::cards::unmerge).await
}

type Read = (Customer, Stamp);

async fn read(app: &App, id: CustomerId) -> Result<Read, Failure> {
    let card = app.storage.customer(id).await?.ok_or_else(no_such_customer)?;
    Ok((card.value, card.stamp))
}

/// All that such an act may change: the cards, the cases that move, and those whose lists show other words.
async fn load(app: &App, id: CustomerId, (into, stamp): Read) -> Result<Loaded<Cards>, Failure> {
    let (gone, gone_stamp) = read(app, id).await?;
    let mut expect = vec![(into.id.0, stamp), (gone.id.0, gone_stamp)];
    expect.dedup();
    let mut parts = Vec::new();
    for part in &gone.absorbed {
        let (card, stamp) = read(app, part.customer).await?;
        expect.push((card.id.0, stamp));
        parts.push(card);
    }
    let mut cards = Cards { gone, into, parts, files: Vec::new(), owners: Vec::new() };
    let mut cases = app.storage.cases_of(id).await?;
    cases.extend(cards.gone.merge.iter().flat_map(|merge| merge.cases.iter().copied()));
    if changes_lists(&cards) {
        cases.extend(app.storage.cases_of(cards.into.id).await?);
    }
    cases.sort_unstable();
    cases.dedup();
    for case in cases {
        let Some(file) = app.storage.case_file(case).await? else { continue };
        expect.push((case.0, file.stamp));
        cards.files.push(file.value);
    }
    cards.owners = owners(app, &cards).await?;
    Ok(Loaded { value: cards, expect })
}

async fn owners(app: &App, cards: &Cards) -> Result<Vec<(Name, Option<CustomerId>)>, Failure> {
    let all = [&cards.into, &cards.gone].into_iter().chain(&cards.parts).flat_map(|card| &card.contacts);
    let mut names: Vec<Name> = Vec::new();
    for name in all.map(contact_name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let owners: Vec<Option<Uuid>> = app.storage.owners_of(names.clone()).await?;
    Ok(names.into_iter().zip(owners).map(|(name, owner)| (name, owner.map(CustomerId))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(channel: &str, address: &str) -> Vec<String> {
        let contact = Contact { channel: channel.into(), address: address.into() };
        let names = spellings(&contact).into_iter();
        let mut found: Vec<String> = names
            .filter_map(|n| {
                if let Name::Contact { channel, address } = n { Some(format!("{channel} {address}")) } else { None }
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn an_address_is_looked_for_on_every_channel_and_a_number_in_every_spelling() {
        let mail = addresses("email", " Amy@Example.org ");
        assert!(
            mail.contains(&"web_form amy@example.org".to_owned()) && mail.len() == Channel::KNOWN.len(),
            "{mail:?}"
        );
        for number in ["+7 (495) 000-00-00", "8 495 000 00 00", "74950000000"] {
            let found = addresses("messenger", number);
            for wanted in ["phone +74950000000", "phone 84950000000", "messenger +74950000000"] {
                assert!(found.iter().any(|f| f == wanted), "{number}: {wanted}");
            }
        }
        assert_eq!(addresses("chat", "guest 41").len(), Channel::KNOWN.len(), "few digits are no number");
        assert!(addresses("carrier_pigeon", "a@b").contains(&"carrier_pigeon a@b".to_owned()));
    }
}
