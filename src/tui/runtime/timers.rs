//! Moments the program asked for. A later wish for the same thing replaces the earlier one, so nothing piles up while a
//! key is held.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::time::{Duration, Instant};

use crate::tui::app::Wake;

#[derive(Debug, Default)]
pub struct Timers {
    wishes: HashMap<Discriminant<Wake>, (Instant, Wake)>,
}

impl Timers {
    pub fn ask(&mut self, after: Duration, wake: Wake, now: Instant) {
        self.wishes.insert(discriminant(&wake), (now + after, wake));
    }

    /// The nearest moment.
    pub fn next(&self) -> Option<Instant> {
        self.wishes.values().map(|(at, _)| *at).min()
    }

    /// Takes out what is due.
    pub fn due(&mut self, now: Instant) -> Vec<Wake> {
        let due: Vec<_> = self.wishes.iter().filter(|(_, (at, _))| *at <= now).map(|(k, _)| *k).collect();
        due.into_iter().filter_map(|k| self.wishes.remove(&k)).map(|(_, wake)| wake).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_wish_replaces_an_earlier_one_of_its_kind() {
        let (mut timers, now) = (Timers::default(), Instant::now());
        timers.ask(Duration::from_millis(60), Wake::Preview { request: 1 }, now);
        timers.ask(Duration::from_millis(90), Wake::Preview { request: 2 }, now);
        timers.ask(Duration::from_millis(300), Wake::Clock, now);
        assert_eq!(timers.due(now + Duration::from_millis(80)), []);
        assert_eq!(timers.due(now + Duration::from_millis(100)), [Wake::Preview { request: 2 }]);
        assert_eq!(timers.next(), Some(now + Duration::from_millis(300)));
    }
}
