//! What a connection does badly without breaking: a bell that cannot be heard, a machine that slept.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

/// Polls left out at most before a bell that was never heard is tried again.
const LONGEST: u32 = 20;
/// Clocks that differ by less did not jump.
const JUMP: Duration = Duration::from_secs(5);

/// How long a bell that was not heard (a proxy holds the stream back, or cuts it) is not tried again: twice as many polls
/// each time.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Deafness {
    left: u32,
    last: u32,
}

impl Deafness {
    pub(super) fn again(&mut self) {
        self.last = (self.last * 2).clamp(1, LONGEST);
        self.left = self.last;
    }

    /// Counts a poll; true when the bell is to be tried again.
    pub(super) fn is_over(&mut self) -> bool {
        let over = self.left == 0;
        self.left = self.left.saturating_sub(1);
        over
    }
}

/// Notices that the machine slept or that its clock was set: the two clocks went on differently.
#[derive(Debug)]
pub struct ClockWatch {
    running: Instant,
    wall: Timestamp,
}

impl Default for ClockWatch {
    fn default() -> Self {
        Self { running: Instant::now(), wall: Timestamp::now() }
    }
}

impl ClockWatch {
    /// True when the clocks parted since the last look.
    pub fn jumped(&mut self) -> bool {
        let before = std::mem::take(self);
        differ(self.running - before.running, self.wall.duration_since(before.wall))
    }
}

fn differ(running: Duration, wall: jiff::SignedDuration) -> bool {
    let running = jiff::SignedDuration::try_from(running).unwrap_or(jiff::SignedDuration::MAX);
    wall.saturating_sub(running).unsigned_abs() > JUMP
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_bell_that_is_never_heard_is_tried_less_and_less_often_but_for_ever() {
        let mut deaf = Deafness::default();
        assert!(deaf.is_over(), "the first time at once");
        let mut waits = Vec::new();
        for _ in 0..8 {
            deaf.again();
            waits.push((0..).take_while(|_| !deaf.is_over()).count());
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 20, 20, 20]);
    }

    #[test]
    fn a_machine_that_slept_and_a_clock_that_was_set_are_noticed() {
        let second = Duration::from_secs(1);
        assert!(!differ(second, SignedDuration::from_secs(2)));
        assert!(differ(second, SignedDuration::from_hours(8)), "slept");
        assert!(differ(second, SignedDuration::from_hours(-1)), "set back");
    }
}
