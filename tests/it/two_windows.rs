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

/// A small disk of its own for the time of a test.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn at(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let mount = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m,mode=0700", "none"])
            .arg(folder)
            .status();
        assert!(mount.is_ok_and(|status| status.success()), "a small disk can be mounted");
        Self(folder.to_owned())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
#[ignore = "needs root: mounts a small disk"]
fn on_a_full_disk_the_text_stays_is_kept_elsewhere_and_is_saved_when_there_is_room() {
    let home = home();
    let _disk = SmallDisk::at(&home.path().join("state"));
    let elsewhere = home.path().join("elsewhere");
    std::fs::create_dir_all(&elsewhere).unwrap();
    quit(first_start(home.path(), (140, 40)));
    let temp = elsewhere.display().to_string();
    let mut terminal = Terminal::start_with(home.path(), &[], (140, 40), &[("TMPDIR", &temp)]);
    terminal.wait_until("rows in the queue", |screen| screen.lines().filter(|l| l.contains('○')).count() > 5);
    note(&mut terminal);
    terminal.type_text("first words ");
    terminal.wait_for("saved");
    let filler = home.path().join("state/filler");
    let _ = std::fs::write(&filler, vec![1_u8; 4 << 20]);
    let begun = std::time::Instant::now();
    while !terminal.screen().contains("The disk does not take the draft") {
        assert!(begun.elapsed().as_secs() < 60, "the full disk is not noticed:\n{}", terminal.screen());
        terminal.type_text("more ");
        std::thread::sleep(std::time::Duration::from_millis(400));
    }
    terminal.type_text("LAST");
    let is_rescued = || {
        let folders = std::fs::read_dir(&elsewhere).into_iter().flatten().flatten();
        let files = folders.flat_map(|f| std::fs::read_dir(f.path()).into_iter().flatten().flatten());
        files.filter_map(|f| std::fs::read_to_string(f.path()).ok()).any(|text| text.contains("LAST"))
    };
    terminal.wait_until("the text in the second place", |_| is_rescued());
    std::fs::remove_file(&filler).unwrap();
    terminal.wait_until("saved again", |screen| screen.contains("saved") && !screen.contains("The disk does not take"));
    assert!(kept(home.path()).iter().any(|text| text.contains("LAST")));
    assert!(!is_rescued(), "what is saved is not kept twice");
    terminal.press("esc");
    quit(terminal);
}
