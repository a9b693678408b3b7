//! Counters of the server, in the text form that Prometheus reads. No words of customers, no names.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

/// What is counted. Each field is one series.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Answers by the first digit of their status, 1 to 5.
    answers: [AtomicU64; 5],
    pub running: Arc<AtomicI64>,
    pub listeners: Arc<AtomicI64>,
    /// Lines of the feed handed out.
    pub feed_lines: AtomicU64,
}

/// One more in a gauge for as long as this lives, however its owner ends.
pub struct OneMore(Arc<AtomicI64>);

impl OneMore {
    pub fn in_gauge(gauge: &Arc<AtomicI64>) -> Self {
        gauge.fetch_add(1, Relaxed);
        Self(Arc::clone(gauge))
    }
}

impl Drop for OneMore {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

impl Metrics {
    pub fn answered(&self, status: u16) {
        if let Some(counter) = usize::from(status / 100).checked_sub(1).and_then(|at| self.answers.get(at)) {
            counter.fetch_add(1, Relaxed);
        }
    }

    /// The text at `/metrics`.
    pub fn text(&self, cases: u64, head: u64) -> String {
        let mut text = String::from("# TYPE sincerely_answers_total counter\n");
        for (class, count) in (1..).zip(&self.answers) {
            let _ = writeln!(text, "sincerely_answers_total{{class=\"{class}xx\"}} {}", count.load(Relaxed));
        }
        for (name, kind, value) in [
            ("requests_running", "gauge", self.running.load(Relaxed)),
            ("event_listeners", "gauge", self.listeners.load(Relaxed)),
            ("feed_lines_total", "counter", self.feed_lines.load(Relaxed).cast_signed()),
            ("feed_head", "counter", head.cast_signed()),
            ("cases", "gauge", cases.cast_signed()),
        ] {
            let _ = write!(text, "# TYPE sincerely_{name} {kind}\nsincerely_{name} {value}\n");
        }
        text
    }
}
