//! What the connection is like, told when it changes. Since when the desk is out of reach outlives the program.

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;

use super::SyncEvent;
use crate::model::queue::Link;
use crate::store::Store;

const OFFLINE_SINCE: &str = "offline_since";

pub(super) struct LinkTeller {
    store: Store,
    events: UnboundedSender<SyncEvent>,
    told: Option<Link>,
    offline_since: Option<Timestamp>,
}

impl LinkTeller {
    pub(super) async fn new(store: Store, events: UnboundedSender<SyncEvent>) -> Self {
        let offline_since = store.setting(OFFLINE_SINCE).await.ok().flatten();
        Self { store, events, told: None, offline_since }
    }

    pub(super) fn tell(&mut self, link: Link) {
        if self.told.as_ref() != Some(&link) {
            self.told = Some(link.clone());
            // Nobody listening any more is no error.
            let _ = self.events.send(SyncEvent::Link(link));
        }
    }

    pub(super) fn in_step(&mut self) {
        self.remember(None);
        self.tell(Link::InStep { at: Timestamp::now() });
    }

    pub(super) fn offline(&mut self, why: String) {
        let since = self.offline_since.unwrap_or_else(Timestamp::now);
        self.remember(Some(since));
        self.tell(Link::Offline { since, why });
    }

    fn remember(&mut self, since: Option<Timestamp>) {
        if self.offline_since != since {
            self.offline_since = since;
            // Carried out whether or not it is awaited; should it fail, only this line is wrong after a restart.
            drop(self.store.set_setting(OFFLINE_SINCE, since));
        }
    }
}
