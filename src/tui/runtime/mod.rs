//! Where the screen meets the world: the terminal, the event loop, the carrying out of effects, signals.
//!
//! The loop takes one event, drains the rest, updates, then draws once. It sleeps while nothing happens and nothing
//! counts down. Not its duty: what events mean (`app`), what the screen looks like (`view`).

mod begin;
mod desk;
mod eml;
mod frames;
mod input;
pub mod outside;
mod signals;
pub mod terminal;
mod timers;

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::runtime::Handle;

use super::app::{App, Effect, Effects, Event, Setup, Wake, update};
use super::theme::Theme;
use super::view::{ViewCache, draw};
use crate::model::queue::From;
use crate::sync::ClockWatch;
pub use desk::{Desk, Place};
use terminal::{Screen, TerminalError};
use timers::Timers;

/// Carries out the effects that reach outside; implemented over the store and the desk by [`outside`].
pub trait Outside {
    /// Starts an effect; never waits for it. What it brings is sent as an event.
    fn start(&mut self, effect: Effect, events: &Sender<Event>);
    /// Reads a theme by name.
    fn theme(&mut self, name: &str) -> Theme;
    /// Waits until everything durable is on the disk.
    fn finish(&mut self);
}

/// Runs the screen until the operator leaves.
///
/// # Errors
/// [`TerminalError`] when there is no usable terminal; nothing was changed then.
pub fn run(
    setup: Setup,
    outside: &mut dyn Outside,
    runtime: &Handle,
    events: (Sender<Event>, Receiver<Event>),
    first: Effects,
    mouse: bool,
) -> Result<(), TerminalError> {
    let theme = outside.theme(&setup.theme_name);
    signals::spawn(runtime, &events.0);
    let (mut screen, guard) = terminal::enter(mouse)?;
    let size = screen.size()?;
    let (app, mut effects) = App::new(setup, (size.width, size.height), Timestamp::now());
    effects.extend(first);
    let (sender, receiver) = events;
    let mut running = Running {
        app,
        theme,
        cache: ViewCache::default(),
        timers: Timers::default(),
        events: sender,
        leaving: false,
        clocks: ClockWatch::default(),
        awaited: 0,
    };
    running.carry_out(effects, outside, &mut screen)?;
    running.draw(&mut screen)?;
    input::spawn(running.events.clone());
    let result = running.until_left(&receiver, outside, &mut screen);
    drop(guard);
    outside.finish();
    result.map_err(TerminalError::Io)
}

struct Running {
    app: App,
    theme: Theme,
    cache: ViewCache,
    timers: Timers,
    events: Sender<Event>,
    leaving: bool,
    /// Tells that the machine slept: what the desk has to say is asked for at once then.
    clocks: ClockWatch,
    /// Answers to the last keys that are to be drawn together with them.
    awaited: usize,
}

/// This clock stands still while the machine sleeps, and the other one may be set: a long wait is looked at again.
const LONGEST: Duration = Duration::from_secs(30);
/// How long a frame waits for the store's answers to its key; the store needs less than a millisecond for most.
const PATIENCE: Duration = Duration::from_millis(5);

/// A key that asks this has nothing to show before its answer: one frame instead of two.
fn is_awaited(effect: &Effect) -> bool {
    match effect {
        Effect::LoadPage { from, .. } => matches!(from, From::Top | From::Bottom),
        Effect::LoadCase { .. } | Effect::LoadDraft { .. } => true,
        _ => false,
    }
}

fn is_answer(event: &Event) -> bool {
    matches!(event, Event::Page { .. } | Event::Case { .. } | Event::Draft { .. })
}

impl Running {
    fn until_left(
        &mut self,
        receiver: &Receiver<Event>,
        outside: &mut dyn Outside,
        screen: &mut Screen,
    ) -> io::Result<()> {
        while !self.leaving {
            let first = self.wait(receiver);
            if self.clocks.jumped() {
                outside.start(Effect::SyncNow, &self.events);
            }
            let mut changed = self.take(first, receiver, outside, screen)?;
            let until = Instant::now() + PATIENCE;
            while self.awaited > 0 && !self.leaving {
                let left = until.saturating_duration_since(Instant::now());
                let Ok(event) = receiver.recv_timeout(left) else { break };
                changed |= self.take(vec![event], receiver, outside, screen)?;
            }
            self.awaited = 0;
            if changed {
                self.draw(screen)?;
            }
        }
        Ok(())
    }

    /// Updates by these events and all that wait behind them. False when nothing that can be seen changed.
    fn take(
        &mut self,
        mut batch: Vec<Event>,
        receiver: &Receiver<Event>,
        outside: &mut dyn Outside,
        screen: &mut Screen,
    ) -> io::Result<bool> {
        batch.extend(receiver.try_iter());
        let mut changed = false;
        for event in batch {
            let now = Timestamp::now();
            changed |= self.app.shows(&event, now);
            if is_answer(&event) {
                self.awaited = self.awaited.saturating_sub(1);
            }
            let is_key = matches!(event, Event::Key(_));
            let effects = update(&mut self.app, event, now);
            if is_key {
                self.awaited += effects.iter().filter(|e| is_awaited(e)).count();
            }
            self.carry_out(effects, outside, screen)?;
        }
        Ok(changed)
    }

    /// Sleeps until something happens or a moment comes that was asked for.
    fn wait(&mut self, receiver: &Receiver<Event>) -> Vec<Event> {
        let now = Instant::now();
        let clock = self.app.next_wake().map(|at| {
            let left = at.duration_since(Timestamp::now());
            now + Duration::try_from(left).unwrap_or(Duration::ZERO).min(LONGEST)
        });
        let asked = self.timers.next();
        let received = match [clock, asked].into_iter().flatten().min() {
            Some(at) => receiver.recv_timeout(at.saturating_duration_since(now)),
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(event) => vec![event],
            Err(RecvTimeoutError::Disconnected) => vec![Event::Leave],
            Err(RecvTimeoutError::Timeout) => {
                let now = Instant::now();
                let mut woke: Vec<Event> = self.timers.due(now).into_iter().map(Event::Woke).collect();
                if self.app.next_wake().is_some_and(|at| at <= Timestamp::now()) {
                    woke.push(Event::Woke(Wake::Clock));
                }
                woke
            }
        }
    }

    fn draw(&mut self, screen: &mut Screen) -> io::Result<()> {
        let (app, cache, theme) = (&self.app, &mut self.cache, &self.theme);
        let mut measured = app.measured.clone();
        screen.draw(|frame| measured = draw(app, cache, theme, frame))?;
        self.app.measured = measured;
        Ok(())
    }

    fn carry_out(&mut self, effects: Effects, outside: &mut dyn Outside, screen: &mut Screen) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Quit => self.leaving = true,
                Effect::Redraw => *screen = terminal::blank()?,
                Effect::Wake { after_ms, wake } => {
                    self.timers.ask(Duration::from_millis(after_ms), wake, Instant::now())
                }
                Effect::Suspend => self.suspend(screen)?,
                Effect::ChangeTheme(name) => {
                    self.theme = outside.theme(&name);
                    self.app.theme_name.clone_from(&name);
                    outside.start(Effect::SaveSetting { key: "theme", value: name }, &self.events);
                }
                other => outside.start(other, &self.events),
            }
        }
        Ok(())
    }

    fn suspend(&mut self, screen: &mut Screen) -> io::Result<()> {
        terminal::restore();
        signals::stop_self();
        terminal::take()?;
        *screen = terminal::blank()?;
        let size = screen.size()?;
        let _ = self.events.send(Event::Resize(size.width, size.height));
        let _ = self.events.send(Event::Resumed);
        Ok(())
    }
}

/// The channel of events, made before everything that sends into it.
pub fn events() -> (Sender<Event>, Receiver<Event>) {
    channel()
}
