//! Signals: TERM, HUP, INT and QUIT leave in order; TSTP and CONT suspend and come back. Unix only; elsewhere the
//! terminal's own events do.

use std::sync::mpsc::Sender;

use tokio::runtime::Handle;

use crate::tui::app::Event;

/// Turns signals into events. They are caught when this returns, so that none that comes with the first frame ends the
/// program before it has given the terminal back.
#[cfg(unix)]
pub fn spawn(runtime: &Handle, events: &Sender<Event>) {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt(), SignalKind::quit()] {
        let caught = {
            let _inside = runtime.enter();
            signal(kind)
        };
        let Ok(mut signals) = caught else { continue };
        let events = events.clone();
        runtime.spawn(async move {
            while signals.recv().await.is_some() {
                if events.send(Event::Leave).is_err() {
                    return;
                }
            }
        });
    }
}

#[cfg(not(unix))]
pub fn spawn(_: &Handle, _: &Sender<Event>) {}

/// Stops this process until it is continued; the terminal must have been given back before.
#[cfg(unix)]
pub fn stop_self() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
}

#[cfg(not(unix))]
pub fn stop_self() {}
