//! How long a customer has waited, as it is shown. Letters wait in working hours; who sits in a chat or a messenger waits by
//! the clock, from his own message, also before the desk opens.
//!
//! Not its duty: when an answer is due (`schedule`).

use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::model::Channel;

impl App {
    /// The wait of somebody who came by this channel and has had no answer since then.
    pub fn waited(&self, channel: &Channel, since: Timestamp) -> SignedDuration {
        if is_live(channel) {
            return self.now.duration_since(since).max(SignedDuration::ZERO);
        }
        let worked = self.rules.calendar.working_between(since, self.now);
        SignedDuration::try_from(worked).unwrap_or(SignedDuration::MAX)
    }
}

/// Who writes there has the window open.
fn is_live(channel: &Channel) -> bool {
    matches!(channel, Channel::Chat | Channel::Messenger)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::UiLang;
    use crate::tui::app::fixtures::{app, at};

    #[test]
    fn a_chat_waits_by_the_clock_and_a_letter_in_working_hours() {
        let mut app = app(UiLang::En, (80, 24));
        // Monday, a minute before the desk opens and later; the desk of the tests opens at 9 o'clock.
        let since = at("2026-11-23T05:32:00Z");
        app.now = at("2026-11-23T06:10:00Z");
        assert_eq!(app.waited(&Channel::Chat, since).as_mins(), 38);
        assert_eq!(app.waited(&Channel::Messenger, since).as_mins(), 38);
        assert_eq!(app.waited(&Channel::Email, since), SignedDuration::ZERO);
        assert_eq!(
            app.waited(&Channel::Chat, at("2026-11-23T06:11:00Z")),
            SignedDuration::ZERO,
            "a clock that is ahead"
        );
    }
}
