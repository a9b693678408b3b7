//! The whole program in a real terminal: first start, second start, ways to leave, small and poor terminals.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::terminal::Terminal;

pub fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// Two presses of Enter, as the README says.
pub fn first_start(home: &Path, size: (u16, u16)) -> Terminal {
    let mut terminal = Terminal::start(home, &[], size);
    terminal.wait_for("Welcome to Sincerely");
    terminal.press("enter");
    terminal.wait_for("Where shall the cases come from?");
    terminal.press("enter");
    terminal.wait_for("sample cases are on your desk");
    terminal
}

pub fn quit(mut terminal: Terminal) {
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    assert!(!terminal.is_alternate(), "the terminal was not given back");
}

#[test]
fn two_presses_of_enter_lead_to_a_filled_queue_and_the_second_start_goes_straight_to_it() {
    let home = home();
    let terminal = first_start(home.path(), (120, 40));
    terminal.wait_for("unanswered");
    terminal.wait_until("rows in the queue", |screen| screen.lines().filter(|l| l.contains('○')).count() > 5);
    quit(terminal);
    let again = Terminal::start(home.path(), &[], (120, 40));
    again.wait_until("rows in the queue", |screen| screen.lines().filter(|l| l.contains('○')).count() > 5);
    assert!(!again.screen().contains("Welcome"));
    quit(again);
}

#[cfg(unix)]
#[test]
fn everything_a_first_start_makes_is_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    quit(first_start(home.path(), (80, 24)));
    let mut folders = vec![home.path().to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o077;
            assert_eq!(mode, 0, "{}", path.display());
            if path.is_dir() { folders.push(path) } else { files += 1 }
        }
    }
    assert!(files > 4, "the first start made only {files} files");
}

#[test]
fn the_russian_layout_moves_opens_and_leaves() {
    let home = home();
    let mut terminal = Terminal::start(home.path(), &["demo", "--lang", "ru"], (120, 40));
    terminal.wait_for("без ответа");
    terminal.wait_until("rows", |screen| screen.contains('▌'));
    terminal.press("о о о");
    terminal.wait_until("the cursor on the fourth row", |screen| {
        screen
            .lines()
            .filter(|l| l.contains("▌") || l.contains('○') || l.contains('●'))
            .take(8)
            .any(|l| l.starts_with('▌'))
    });
    terminal.press("й");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn demo_touches_nothing_of_the_users() {
    let home = home();
    let terminal = Terminal::start(home.path(), &["demo"], (100, 30));
    terminal.wait_for("unanswered");
    quit(terminal);
    let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn signals_leave_in_order_and_give_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let home = home();
        let mut terminal = Terminal::start(home.path(), &["demo"], (80, 24));
        terminal.wait_for("unanswered");
        terminal.signal(signal);
        assert_eq!(terminal.end(), 0, "{signal}");
        assert!(!terminal.is_alternate(), "{signal}: the terminal was not given back");
    }
}

#[test]
fn stopped_and_continued_the_screen_comes_back() {
    let home = home();
    let mut terminal = Terminal::start(home.path(), &["demo"], (80, 24));
    terminal.wait_for("unanswered");
    terminal.press("ctrl-z");
    terminal.wait_until("the shell's screen", |_| !terminal.is_alternate());
    terminal.signal("CONT");
    terminal.wait_until("its own screen", |screen| terminal.is_alternate() && screen.contains("unanswered"));
    quit(terminal);
}

#[test]
fn tiny_and_huge_terminals_work_and_resizing_never_breaks_them() {
    let home = home();
    let mut terminal = Terminal::start(home.path(), &["demo"], (120, 40));
    terminal.wait_for("unanswered");
    for (columns, rows) in [(20, 5), (40, 12), (1, 1), (200, 60), (80, 24)] {
        terminal.resize(columns, rows);
        terminal.press("j k");
    }
    terminal.wait_for("unanswered");
    quit(terminal);
}

#[test]
fn a_terminal_without_colour_gets_none() {
    let home = home();
    let terminal = Terminal::start_with(home.path(), &["demo"], (100, 30), &[("NO_COLOR", "1")]);
    terminal.wait_for("unanswered");
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    for colour in ["\x1b[38;", "\x1b[48;", "\x1b[31m", "\x1b[33m"] {
        assert!(!raw.contains(colour), "{colour:?} in the output");
    }
    quit(terminal);
}

#[test]
fn without_a_terminal_it_says_so_and_makes_nothing() {
    let home = home();
    let output = Command::new(env!("CARGO_BIN_EXE_sincerely"))
        .env("SINCERELY_HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("no terminal") && told.contains("sincerely import"), "{told}");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_dumb_terminal_is_named() {
    let home = home();
    let mut terminal = Terminal::start_with(home.path(), &["demo"], (80, 24), &[("TERM", "dumb")]);
    terminal.wait_for("TERM");
    assert_eq!(terminal.end(), 1);
}

#[test]
fn mistakes_in_the_users_files_are_told_inside_the_program_with_their_place() {
    let home = home();
    let config = home.path().join("config");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("keymap.toml"), "[queue]\nrepyl = [\"w\"]\n").unwrap();
    let terminal = Terminal::start(home.path(), &[], (140, 40));
    terminal.wait_for("keymap.toml:2:1");
    terminal.wait_for("Welcome to Sincerely");
}

#[test]
fn a_damaged_database_of_the_desk_is_told_and_never_overwritten() {
    let home = home();
    quit(first_start(home.path(), (100, 30)));
    let file = home.path().join("data/server.db");
    let damaged = vec![7_u8; 100_000];
    std::fs::write(&file, &damaged).unwrap();
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(home.path().join(format!("data/server.db{ending}")));
    }
    let terminal = Terminal::start(home.path(), &[], (160, 40));
    terminal.wait_for("server.db");
    quit(terminal);
    assert_eq!(std::fs::read(&file).unwrap(), damaged);
}
