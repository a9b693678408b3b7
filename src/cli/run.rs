//! The workstation itself.

use std::process::ExitCode;

use anyhow::Context;
use jiff::tz::TimeZone;

use super::desk::{OWN, open_store};
use super::rules;
use crate::config::{self, Config, Paths, toml_files};
use crate::i18n::{Texts, UiLang};
use crate::model::{DeskId, Operator};
use crate::signing::own_key;
use crate::store::{OpenReport, Store};
use crate::text::Mistake;
use crate::tui::app::{Effects, Event, PhraseFile, Said, Setup};
use crate::tui::input::Keymap;
use crate::tui::runtime::outside::{Rescue, World};
use crate::tui::runtime::{self, Desk, Place};
use crate::tui::theme::Theme;

/// Opens the workstation at the user's desk.
pub fn run() -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    open(paths)
}

/// Opens the workstation over these folders.
///
/// # Errors
/// In one sentence: what happened, what was kept, what to do.
pub fn open(paths: Paths) -> anyhow::Result<ExitCode> {
    runtime::terminal::check()?;
    paths.make()?;
    let executor = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let _entered = executor.enter();
    let (config, mut mistakes) = Config::load(&paths);
    let (keymap, more) = read_keymap(&paths);
    mistakes.extend(more);
    mistakes.extend(theme_mistakes(&paths, &config));
    let (id, place) = place(&paths, &config)?;
    let (store, report) = open_store(&paths, &id)?;
    let desk = Desk::default();
    let mut me = executor.block_on(who(&store, &desk, &place))?;
    // An account may come without a zone: the one of this machine is the best guess, and the profile shows it.
    if me.zone.is_empty() {
        me.zone = own_zone();
    }
    let first_start = !own_key(&paths.data).exists();
    let language = config.interface.language.clone();
    let lang = language.clone().unwrap_or_else(|| me.language.as_str().to_owned());
    let setup = Setup {
        texts: Texts::new(UiLang::from_tag(&lang)),
        keymap,
        rules: config.rules(&me.zone),
        theme_name: config.interface.theme.clone(),
        language_is_fixed: language.is_some(),
        first_start,
        connected: matches!(place, Place::Server { .. }),
        phrase_files: read_phrases(&paths),
        signatures: config.signature.clone(),
        me: me.clone(),
    };
    let (sender, receiver) = runtime::events();
    let rescued = executor.block_on(Rescue::of(&paths, &id).take_back(&store));
    if rescued > 0 {
        let _ = sender.send(Event::Said(Said::new("said-rescued").with("n", rescued.to_string())));
    }
    tell(&sender, mistakes, &report);
    read_letter_rules(&paths, &lang, sender.clone());
    let mouse = config.interface.mouse;
    let mut world = World::new(store.clone(), paths, config, executor.handle().clone(), me, desk.clone());
    world.watch(&sender);
    desk.connect(executor.handle(), place, store, world.blobs(), sender.clone());
    let result = runtime::run(setup, &mut world, executor.handle(), (sender, receiver), Effects::new(), mouse);
    executor.block_on(desk.stop());
    drop(world);
    result?;
    Ok(ExitCode::SUCCESS)
}

/// Nobody begins a letter sooner.
const AFTER_THE_START: std::time::Duration = std::time::Duration::from_millis(300);

/// Reads the rules of letters beside the screen: the first letter finds them ready, and the start does not wait.
fn read_letter_rules(paths: &Paths, lang: &str, events: std::sync::mpsc::Sender<Event>) {
    let (folder, lang) = (paths.config.join("rules"), lang.to_owned());
    std::thread::spawn(move || {
        // The first screen has the processor for itself: making the patterns takes a core for a while.
        std::thread::sleep(AFTER_THE_START);
        let (rules, problems) = rules::with_files(&folder);
        rules.warm(&lang);
        for problem in problems {
            let _ = events.send(Event::Failed { what: "failed-mistake", detail: problem.to_string() });
        }
        let _ = events.send(Event::LetterRules(std::sync::Arc::new(rules)));
    });
}

/// The zone of this machine, by its name.
fn own_zone() -> String {
    TimeZone::system().iana_name().unwrap_or("UTC").to_owned()
}

/// The connected desk, or the one on this machine.
fn place(paths: &Paths, config: &Config) -> anyhow::Result<(DeskId, Place)> {
    if let Some(connected) = config::Desk::read(paths)? {
        let (token, ca) = (connected.token(paths)?, connected.ca(paths)?);
        return Ok((DeskId(connected.id), Place::Server { url: connected.url, token, ca }));
    }
    let zone = own_zone();
    let rules = Box::new(config.rules(&zone));
    let mail = super::mail::settings(config.mail.as_ref(), paths)?.map(Box::new);
    Ok((DeskId(OWN.to_owned()), Place::Own { data: paths.data.clone(), rules, mail }))
}

/// The operator of this workstation: as known from last time, or as the desk says.
async fn who(store: &Store, desk: &Desk, place: &Place) -> anyhow::Result<Operator> {
    if let Some(me) = store.pending().me.clone() {
        return Ok(me);
    }
    let backend = desk.reach(place).await?;
    let me = backend.me().await.context("the desk does not say who works here")?;
    store.set_me(me.clone()).await?;
    Ok(me)
}

fn read_keymap(paths: &Paths) -> (Keymap, Vec<Mistake>) {
    match std::fs::read_to_string(paths.config.join("keymap.toml")) {
        Ok(text) => Keymap::shipped().with_file("keymap.toml", &text),
        Err(_) => (Keymap::shipped(), Vec::new()),
    }
}

/// The user's phrase files: `phrases/ru.toml`, or `phrases/ru-ours.toml` and the like, in the order of their names.
fn read_phrases(paths: &Paths) -> Vec<PhraseFile> {
    let files = toml_files(&paths.config.join("phrases")).into_iter();
    let language = |name: &str| Some(name.strip_suffix(".toml")?.split('-').next()?.to_owned());
    files.filter_map(|(name, text)| Some(PhraseFile { lang: language(&name)?, text, name })).collect()
}

fn theme_mistakes(paths: &Paths, config: &Config) -> Vec<Mistake> {
    let name = &config.interface.theme;
    match std::fs::read_to_string(paths.config.join("themes").join(format!("{name}.toml"))) {
        Ok(text) => Theme::from_text(name, &text, runtime::terminal::depth()).1,
        Err(_) => Vec::new(),
    }
}

/// What was not well at the start is told inside the program.
fn tell(events: &std::sync::mpsc::Sender<Event>, mistakes: Vec<Mistake>, report: &OpenReport) {
    for mistake in mistakes {
        let _ = events.send(Event::Failed { what: "failed-mistake", detail: mistake.to_string() });
    }
    if let Some(kept) = &report.cache {
        let detail = format!("{} ({})", kept.path.display(), kept.why);
        let _ = events.send(Event::Failed { what: "failed-kept-aside", detail });
    }
}
