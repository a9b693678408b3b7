//! Clocks that are set, zones that change their hour: no timer is lost, none fires twice.
//!
//! The server's timers run against a clock that is moved while the program runs (`clock.c`); days in zones are walked
//! through hour by hour. The workstation's alerts are pure and are tested where they are (`tui::app::alerts`), and so
//! are working hours (`schedule::calendar`) and the outbox (`sync::policy`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use reqwest::Method;
use serde_json::{Value, json};
use sincerely::model::Due;

use crate::program::{Person, Serving, new_case};

/// Longer than the server waits between two looks at the clock.
const PATIENCE: Duration = Duration::from_secs(75);

/// The days on which three zones change their hour, and one that has none.
const CHANGES: [(&str, &str); 7] = [
    ("Europe/Chisinau", "2026-03-29"),
    ("Europe/Chisinau", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Europe/Moscow", "2026-03-29"),
    ("Europe/Moscow", "2014-10-26"),
    ("America/Havana", "2026-03-08"),
];

#[test]
fn a_day_is_over_once_and_at_its_own_midnight_however_long_it_is() {
    for (zone, day) in CHANGES {
        let day: Date = day.parse().unwrap();
        let due = Due::day(day, zone);
        let begin = (day - 1.day()).to_zoned(TimeZone::get(zone).unwrap()).unwrap().timestamp();
        let mut was_over = false;
        for minute in 0..60 * 24 * 4 {
            let now = begin + minute.minutes();
            let is_over = due.is_over(now);
            assert!(is_over || !was_over, "{zone} {day}: over, and then not over at {now}");
            if is_over && !was_over {
                let local = now.to_zoned(TimeZone::get(zone).unwrap());
                assert_eq!(local.date(), day + 1.day(), "{zone} {day}");
            }
            was_over = is_over;
        }
        assert!(was_over, "{zone} {day}");
    }
}

#[test]
fn an_instant_stays_the_same_in_whatever_zone_it_is_shown() {
    for (zone, day) in CHANGES {
        let midnight = day.parse::<Date>().unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp();
        for minute in (0..60 * 30).step_by(7) {
            let at = midnight + minute.minutes();
            assert_eq!(Due::instant(at, zone).latest(), at);
            assert_eq!(Due::instant(at, zone).local().timestamp(), at, "{zone}: an hour that comes twice");
        }
    }
}

/// A file that says by how many seconds the program's clock is wrong.
struct Clock {
    folder: tempfile::TempDir,
}

impl Clock {
    fn new() -> Self {
        let clock = Self { folder: tempfile::tempdir().unwrap() };
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/clock.c");
        let compiler =
            Command::new("cc").args(["-O1", "-shared", "-fPIC", "-o"]).arg(clock.shim()).arg(source).status();
        assert!(compiler.expect("a C compiler named cc").success());
        clock.set(0);
        clock
    }

    fn shim(&self) -> PathBuf {
        self.folder.path().join("clock.so")
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("seconds")
    }

    /// Of one width, so that a reader never meets half of it.
    fn set(&self, seconds: i64) {
        std::fs::write(self.file(), format!("{seconds:>20}")).unwrap();
    }
}

struct Desk {
    person: Person,
    url: String,
    database: PathBuf,
}

impl Desk {
    async fn snoozed(&self, subject: &str, until: Timestamp) -> String {
        let made = self.person.request(Method::POST, &self.url, "/v1/cases").json(&new_case(subject, subject));
        let case: Value = made.send().await.unwrap().json().await.unwrap();
        let id = case["id"].as_str().unwrap().to_owned();
        let patch = self.person.request(Method::PATCH, &self.url, &format!("/v1/cases/{id}"));
        let patch =
            patch.header("if-match", format!("\"{}\"", case["version"])).json(&json!({ "snoozed_until": until }));
        let answer = patch.send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
        id
    }

    async fn sleeps(&self, case: &str) -> bool {
        !self.person.get(&self.url, &format!("/v1/cases/{case}")).await["snoozed_until"].is_null()
    }

    async fn wakes_up(&self, case: &str) {
        let begun = Instant::now();
        while self.sleeps(case).await {
            assert!(begun.elapsed() < PATIENCE, "it sleeps for ever");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// How often the timer woke a case, as the audit tells.
    fn woken(&self) -> usize {
        let db = rusqlite::Connection::open(&self.database).unwrap();
        db.query_row("SELECT count(*) FROM audit WHERE act = 'wake'", [], |row| row.get(0)).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: waits for the server to look at its clock"]
async fn a_clock_that_is_set_wakes_each_sleeping_case_once() {
    let (home, clock) = (tempfile::tempdir().unwrap(), Clock::new());
    let (shim, file) = (clock.shim(), clock.file());
    let server = Serving::start(home.path(), &[], &[("LD_PRELOAD", &shim), ("CLOCK_FILE", &file)]);
    let person = Person::join(home.path(), &[], &server.url, "Anna").await;
    let desk = Desk { person, url: server.url.clone(), database: home.path().join("data/served/server.db") };
    let now = Timestamp::now();
    let soon = desk.snoozed("soon", now + 1.hour()).await;
    let late = desk.snoozed("late", now + 5.hours()).await;
    // Set ahead by two hours: what is due by then wakes, without any other event and without a restart.
    clock.set(2 * 3600);
    desk.wakes_up(&soon).await;
    assert!(desk.sleeps(&late).await);
    // Set back by four: nothing that fired fires again, nothing that waits is lost.
    clock.set(-2 * 3600);
    let other = desk.snoozed("other", now + 30.minutes()).await;
    assert!(desk.sleeps(&late).await && desk.sleeps(&other).await && !desk.sleeps(&soon).await);
    assert_eq!(desk.woken(), 1);
    clock.set(6 * 3600);
    desk.wakes_up(&late).await;
    desk.wakes_up(&other).await;
    clock.set(0);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(desk.woken(), 3, "each once");
}
