//! Short messages on the status line. Several wait for each other, so that none clobbers another.

use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Info,
    Warning,
    Error,
    /// A follow-up became due.
    Alert,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    pub level: Level,
    pub text: String,
    pub until: Timestamp,
}

/// How many wait at most; the oldest harmless ones go first.
const KEPT: usize = 8;

pub fn push(toasts: &mut Vec<Toast>, level: Level, text: String, now: Timestamp) {
    if text.is_empty() {
        return;
    }
    // What is said again is the newest once more, not doubled.
    toasts.retain(|t| t.text != text);
    let seconds = match level {
        Level::Info => 4,
        Level::Warning => 6,
        Level::Error | Level::Alert => 12,
    };
    toasts.push(Toast { level, text, until: now + SignedDuration::from_secs(seconds) });
    if toasts.len() > KEPT {
        toasts.remove(0);
    }
}

pub fn drop_old(toasts: &mut Vec<Toast>, now: Timestamp) {
    toasts.retain(|t| t.until > now);
}
