//! Fills the desk of a demo: its people, and the samples or the generated cases.

use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use uuid::Uuid;

use crate::files::write_private;
use crate::intake::generate::{self, Crew, generate};
use crate::intake::samples::{self, Sample, Team};
use crate::model::acts::NewOperator;
use crate::model::{Gender, Lang, Operator, OperatorId, Role, SigningKey};
use crate::schedule::Rules;
use crate::seal;
use crate::server::bulk::{Deed, Loader};
use crate::server::embedded::system_person;
use crate::server::storage::Storage;
use crate::server::storage::sqlite::SqliteStorage;

/// Colleagues at a generated desk, besides the operator.
const COLLEAGUES: u64 = 11;

/// A desk with the sample cases.
///
/// # Errors
/// The folder cannot be written.
pub fn of_samples(data: &Path, lang: &str, now: Timestamp) -> anyhow::Result<()> {
    let me = operator(data, lang, now)?;
    let mut loader = Loader::open(data, rules(&me))?;
    loader.put_operator(&me, now)?;
    loader.finish()?;
    put_samples(data, &me, now).map(drop)
}

/// Puts the sample cases and their colleagues into a desk that nobody serves meanwhile; says how many there are.
///
/// # Errors
/// The folder cannot be written; what was there stays as it was.
pub fn put_samples(data: &Path, me: &Operator, now: Timestamp) -> anyhow::Result<usize> {
    let mut loader = Loader::open(data, rules(me))?;
    let mut team = Team { me: me.id, my_name: me.name.clone(), colleagues: Default::default() };
    for (number, (key, new)) in samples::colleagues()?.into_iter().enumerate() {
        let colleague = colleague(new, number);
        team.colleagues.insert(key, colleague.id);
        loader.put_operator(&colleague, now)?;
    }
    let samples = samples::load(now, &team)?;
    for sample in &samples {
        take_in(&mut loader, sample)?;
    }
    loader.finish()?;
    let count = samples.len();
    put_files(data, samples)?;
    Ok(count)
}

/// A desk of generated cases; `made` is called after each.
///
/// # Errors
/// The folder cannot be written.
pub fn generated(
    data: &Path,
    lang: &str,
    now: Timestamp,
    count: u64,
    seed: u64,
    made: &mut dyn FnMut(),
) -> anyhow::Result<()> {
    let me = operator(data, lang, now)?;
    let mut loader = Loader::open(data, rules(&me))?;
    loader.put_operator(&me, now)?;
    let mut crew = Crew { operators: vec![me.id], names: vec![me.name] };
    for (number, new) in generate::colleagues(COLLEAGUES, seed).into_iter().enumerate() {
        let colleague = colleague(new, number);
        crew.operators.push(colleague.id);
        crew.names.push(colleague.name.clone());
        loader.put_operator(&colleague, now)?;
    }
    for sample in generate(count, seed, now, &crew) {
        take_in(&mut loader, &sample)?;
        made();
    }
    Ok(loader.finish()?)
}

fn take_in(loader: &mut Loader, sample: &Sample) -> anyhow::Result<()> {
    let deeds: Vec<Deed> =
        sample.then.iter().map(|d| Deed { by: d.by, at: d.at, command: d.command.clone() }).collect();
    let name = || sample.new.external_id.clone().unwrap_or_default();
    loader.take_in(&sample.new, sample.at, &deeds).with_context(name)?;
    Ok(())
}

/// Contents of attachments lie beside the database.
fn put_files(data: &Path, samples: Vec<Sample>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let storage = SqliteStorage::open(data)?;
        for file in samples.into_iter().flat_map(|s| s.files) {
            storage.put_attachment(file.hash, file.content.into()).await?;
        }
        storage.close().await;
        Ok(())
    })
}

/// Who works at the demo desk, with a signing key of his own. He leads it, so the workstation works in his name.
fn operator(data: &Path, lang: &str, now: Timestamp) -> anyhow::Result<Operator> {
    let (name, post, contact, hours) = match lang {
        "ru" => ("Анна Иванова", "ведущий специалист", "+7 495 000-01-01", "пн–пт 9–18"),
        "ro" => ("Ana Ciobanu", "specialist principal", "+373 22 000 101", "lu–vi 9–18"),
        _ => ("Anna Clarke", "senior adviser", "+44 1632 960101", "Mon–Fri 9–18"),
    };
    let key = seal::generate_key(rand::random(), name)?;
    write_private(&data.join("signing-key"), key.as_bytes())?;
    let public = seal::public_line(&key)?;
    let new = NewOperator {
        name: name.into(),
        post: post.into(),
        contact: contact.into(),
        hours: hours.into(),
        language: Lang::new(lang),
        gender: Some(Gender::Female),
        zone: system_person().zone,
        role: Some(Role::Lead),
        key: None,
        deputy: None,
        away_until: None,
    };
    let keys = vec![SigningKey { public, since: now, until: None, revoked_at: None }];
    Ok(Operator { keys, ..record(new, OperatorId(Uuid::from_u128(1))) })
}

fn colleague(new: NewOperator, number: usize) -> Operator {
    record(new, OperatorId(Uuid::from_u128(number as u128 + 2)))
}

fn record(new: NewOperator, id: OperatorId) -> Operator {
    Operator {
        id,
        name: new.name,
        post: new.post,
        contact: new.contact,
        hours: new.hours,
        language: new.language,
        gender: new.gender.unwrap_or(Gender::Unspecified),
        zone: new.zone,
        role: new.role.unwrap_or(Role::Operator),
        keys: Vec::new(),
        deputy: None,
        away_until: None,
        active: true,
        version: 1,
    }
}

fn rules(me: &Operator) -> Rules {
    Rules::in_zone(&me.zone).unwrap_or_default()
}
