//! Two windows of one operator on one machine: two real processes in two terminals over the same files.

use std::path::Path;

use rusqlite::Connection;

use super::terminal::Terminal;
use super::workstation::{first_start, home, quit};

fn second(home: &Path) -> Terminal {
    let terminal = Terminal::start(home, &[], (120, 40));
    terminal.wait_until("rows in the queue", |screen| screen.lines().filter(|l| l.contains('○')).count() > 5);
    terminal
}

/// Opens a note on the first case of the queue.
fn note(terminal: &mut Terminal) {
    terminal.press("g g n");
    terminal.wait_for("Note about");
}

/// Everything that is kept of drafts: the drafts themselves and their earlier versions.
fn kept(home: &Path) -> Vec<String> {
    let db = Connection::open(home.join("state/work.db")).unwrap();
    let mut texts = Vec::new();
    for sql in ["SELECT text FROM drafts", "SELECT draft FROM draft_history"] {
        let mut rows = db.prepare(sql).unwrap();
        texts.extend(rows.query_map([], |r| r.get::<_, String>(0)).unwrap().map(Result::unwrap));
    }
    texts
}

#[test]
fn a_draft_in_two_windows_goes_on_in_both_and_no_words_are_lost() {
    let home = home();
    let mut first = first_start(home.path(), (120, 40));
    first.wait_until("rows in the queue", |screen| screen.lines().filter(|l| l.contains('○')).count() > 5);
    let mut second = second(home.path());
    note(&mut first);
    first.type_text("begun-in-the-first");
    note(&mut second);
    second.wait_for("begun-in-the-first");
    second.press("end");
    second.type_text(" and-gone-on-in-the-second");
    first.wait_for("and-gone-on-in-the-second");
    // Both at once, neither waits for the other.
    first.type_text(" FIRST");
    second.type_text(" SECOND");
    first.wait_for("saved");
    second.wait_for("saved");
    let is_kept = |words: &str| kept(home.path()).iter().any(|text| text.contains(words));
    let begun = std::time::Instant::now();
    while !(is_kept("FIRST") && is_kept("SECOND")) {
        assert!(begun.elapsed().as_secs() < 60, "words are lost: {:?}", kept(home.path()));
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    // The first window dies; the second goes on, and with it the desk that the first one ran.
    first.signal("KILL");
    first.end();
    second.type_text(" ALONE");
    second.wait_for("ALONE");
    second.press("esc");
    second.wait_until("the link is there again", |screen| screen.contains('●'));
    quit(second);
    assert!(is_kept("ALONE"));
}

#[test]
fn a_draft_that_the_disk_does_not_take_is_brought_to_safety_and_taken_back() {
    let home = home();
    let mut terminal = first_start(home.path(), (140, 40));
    terminal.wait_until("rows in the queue", |screen| screen.lines().filter(|l| l.contains('○')).count() > 5);
    note(&mut terminal);
    // The file takes nothing for a while: another program has it.
    let blocker = Connection::open(home.path().join("state/work.db")).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    terminal.type_text("precious words");
    terminal.wait_for("The disk does not take the draft");
    let rescued: Vec<_> = std::fs::read_dir(home.path().join("state/rescued")).unwrap().collect();
    let text = std::fs::read_to_string(rescued[0].as_ref().unwrap().path()).unwrap();
    assert!(text.contains("precious words"), "{text}");
    // The program is killed before the file can be written: the next start takes the words back.
    terminal.signal("KILL");
    terminal.end();
    drop(blocker);
    let mut again = Terminal::start(home.path(), &[], (140, 40));
    again.wait_until("rows in the queue", |screen| screen.lines().filter(|l| l.contains('○')).count() > 5);
    note(&mut again);
    again.wait_for("precious words");
    again.press("esc");
    quit(again);
    assert_eq!(std::fs::read_dir(home.path().join("state/rescued")).unwrap().count(), 0);
}
