//! Who did what when, and who saw it when. One for all workstations; times are microseconds since the ledger began.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use uuid::Uuid;

pub struct Ledger {
    zero: Instant,
    measuring: AtomicBool,
    inner: Mutex<Inner>,
    pub pulls: AtomicU64,
    pub rings: AtomicU64,
    pub reads: AtomicU64,
}

#[derive(Default)]
struct Inner {
    /// By the id of the message or call that an act made.
    marks: HashMap<Uuid, Mark>,
    acts: BTreeMap<&'static str, u64>,
    conflicts: BTreeMap<String, u64>,
    errors: BTreeMap<String, u64>,
    answers: Vec<u32>,
}

/// One act that others can see, and when they saw it.
#[derive(Default, Clone)]
pub struct Mark {
    pub begun: u64,
    /// None until the desk said yes.
    pub answered: Option<u64>,
    pub seen: Vec<u64>,
}

/// What the run came to.
pub struct Facts {
    pub marks: Vec<Mark>,
    pub acts: BTreeMap<&'static str, u64>,
    pub conflicts: BTreeMap<String, u64>,
    pub errors: BTreeMap<String, u64>,
    /// Microseconds from request to answer, of acts.
    pub answers: Vec<u32>,
    pub pulls: u64,
    pub rings: u64,
    pub reads: u64,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            zero: Instant::now(),
            measuring: AtomicBool::new(false),
            inner: Mutex::default(),
            pulls: AtomicU64::new(0),
            rings: AtomicU64::new(0),
            reads: AtomicU64::new(0),
        }
    }
}

impl Ledger {
    pub fn begin(&self) {
        *self.lock() = Inner::default();
        [&self.pulls, &self.rings, &self.reads].iter().for_each(|count| count.store(0, Relaxed));
        self.measuring.store(true, Relaxed);
    }

    /// Acts that begin from now on do not count; those under way still may be seen.
    pub fn end(&self) {
        self.measuring.store(false, Relaxed);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().expect("nobody panicked with the ledger in hand")
    }

    pub fn now(&self) -> u64 {
        u64::try_from(self.zero.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    pub fn is_measuring(&self) -> bool {
        self.measuring.load(Relaxed)
    }

    /// An act is about to be sent; `mark` is the id by which others will know it.
    pub fn begun(&self, mark: Option<Uuid>) -> u64 {
        let now = self.now();
        if let Some(mark) = mark.filter(|_| self.is_measuring()) {
            self.lock().marks.insert(mark, Mark { begun: now, ..Mark::default() });
        }
        now
    }

    pub fn done(&self, what: &'static str, begun: u64, mark: Option<Uuid>) {
        let now = self.now();
        let mut inner = self.lock();
        if let Some(mark) = mark.and_then(|mark| inner.marks.get_mut(&mark)) {
            mark.answered = Some(now);
        }
        *inner.acts.entry(what).or_default() += 1;
        inner.answers.push(u32::try_from(now - begun).unwrap_or(u32::MAX));
    }

    /// Somebody else was faster: an answer, not an error.
    pub fn conflict(&self, what: &str, kind: &str) {
        *self.lock().conflicts.entry(format!("{what}: {kind}")).or_default() += 1;
    }

    pub fn error(&self, what: &str, why: &str) {
        *self.lock().errors.entry(format!("{what}: {why}")).or_default() += 1;
    }

    pub fn seen(&self, ids: impl Iterator<Item = Uuid>) {
        let now = self.now();
        let mut inner = self.lock();
        for id in ids {
            if let Some(mark) = inner.marks.get_mut(&id) {
                mark.seen.push(now);
            }
        }
    }

    pub fn facts(&self) -> Facts {
        let inner = std::mem::take(&mut *self.lock());
        Facts {
            marks: inner.marks.into_values().collect(),
            acts: inner.acts,
            conflicts: inner.conflicts,
            errors: inner.errors,
            answers: inner.answers,
            pulls: self.pulls.load(Relaxed),
            rings: self.rings.load(Relaxed),
            reads: self.reads.load(Relaxed),
        }
    }
}
