//! What the first start leads to: samples, a file, a server, or an empty desk.

use std::sync::mpsc::Sender;

use super::Desk;
use crate::config::Paths;
use crate::tui::app::{Event, Start};

impl Desk {
    /// Begins as the operator chose; tells how it went.
    pub(super) async fn begin(&self, start: Start, paths: &Paths, events: &Sender<Event>) {
        let _ = (start, paths, events);
    }
}
