//! What a key costs: the real program in a pseudo-terminal over a generated desk.
//!
//! `cargo bench --bench screen -- [CASES] [FOLDER]` makes (or finds in FOLDER) a desk of CASES cases, 100,000 by default, waits
//! until the local store holds it, and prints for each kind of key: time until the last output (p50), processor time of the
//! whole program, bytes. Linux only: processor time comes from /proc.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Silence that ends a key.
const QUIET: Duration = Duration::from_millis(25);

struct Output {
    screen: vt100::Parser,
    bytes: usize,
    last: Instant,
}

struct Program {
    output: Arc<Mutex<Output>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    fn start(args: &[&str], home: &Path) -> Self {
        let pty = native_pty_system()
            .openpty(PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal can be opened");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sincerely"));
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_US.UTF-8");
        command.env("SINCERELY_HOME", home);
        let started = Instant::now();
        let child = pty.slave.spawn_command(command).expect("the program starts");
        let mut reader = pty.master.try_clone_reader().expect("the terminal can be read");
        let keys = pty.master.take_writer().expect("the terminal can be written");
        let rows = 40.try_into().expect("not zero");
        let columns = 120.try_into().expect("not zero");
        let output =
            Arc::new(Mutex::new(Output { screen: vt100::Parser::new(rows, columns, 0), bytes: 0, last: started }));
        let shared = Arc::clone(&output);
        thread::spawn(move || {
            let mut buffer = [0; 16384];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    return;
                }
                let at = Instant::now();
                let mut output = shared.lock().expect("no reader panicked");
                output.screen.process(&buffer[..n]);
                output.bytes += n;
                output.last = at;
            }
        });
        Self { output, keys, child, started, _master: pty.master }
    }

    fn shows(&self, text: &str) -> bool {
        self.output.lock().expect("no reader panicked").screen.screen().contents().contains(text)
    }

    /// Time from the start until the text is on the screen.
    fn wait_for(&self, text: &str, patience: Duration) -> Duration {
        while !self.shows(text) {
            assert!(self.started.elapsed() < patience, "`{text}` never came");
            thread::sleep(Duration::from_micros(500));
        }
        self.started.elapsed()
    }

    fn send(&mut self, bytes: &str) {
        self.keys.write_all(bytes.as_bytes()).and_then(|()| self.keys.flush()).expect("the terminal takes keys");
    }

    /// One key: time until its last output, processor time, bytes.
    fn press(&mut self, bytes: &str) -> (Duration, Duration, usize) {
        let (before, cpu) = (self.output.lock().expect("no reader panicked").bytes, self.cpu());
        let pressed = Instant::now();
        self.send(bytes);
        loop {
            thread::sleep(Duration::from_millis(2));
            let output = self.output.lock().expect("no reader panicked");
            let quiet = output.last.max(pressed).elapsed() > QUIET;
            if quiet {
                let took = output.last.saturating_duration_since(pressed);
                return (took, self.cpu() - cpu, output.bytes - before);
            }
        }
    }

    /// Processor time of all threads, from the scheduler's own count in nanoseconds.
    fn cpu(&self) -> Duration {
        let pid = self.child.process_id().unwrap_or_default();
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let nanos = tasks.filter_map(|t| std::fs::read_to_string(t.path().join("schedstat")).ok());
        Duration::from_nanos(nanos.filter_map(|s| s.split(' ').next()?.parse::<u64>().ok()).sum())
    }

    /// A line of /proc/PID/status, in kB or as a count.
    fn status(&self, name: &str) -> u64 {
        let pid = self.child.process_id().unwrap_or_default();
        let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = text.lines().find(|l| l.starts_with(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or_default()
    }

    fn wake_ups(&self) -> u64 {
        let pid = self.child.process_id().unwrap_or_default();
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let texts = tasks.filter_map(|t| std::fs::read_to_string(t.path().join("status")).ok());
        texts
            .filter_map(|t| {
                t.lines().find_map(|l| l.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
            })
            .sum()
    }

    fn end(mut self) {
        self.send("\x11");
        let _ = self.child.wait();
    }
}

fn row(program: &mut Program, label: &str, keys: &[&str], times: usize) {
    let mut seen: Vec<_> = (0..times).map(|i| program.press(keys[i % keys.len()])).collect();
    let cpu = seen.iter().map(|s| s.1).sum::<Duration>() / times as u32;
    let bytes = seen.iter().map(|s| s.2).sum::<usize>() / times;
    seen.sort();
    println!("{label:<28} p50 {:>7.2} ms   cpu {:>6.3} ms   {bytes:>6} bytes", ms(seen[times / 2].0), ms(cpu));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn main() {
    let mut args = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let cases: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let home = args.next().map_or_else(|| temporary.path().join("desk"), PathBuf::from);
    let keep = home.to_str().expect("the folder's name is UTF-8").to_owned();
    if !home.join("demo.json").exists() {
        let count = cases.to_string();
        let made = Command::new(env!("CARGO_BIN_EXE_sincerely"))
            .args(["demo", "--cases", &count, "--keep", &keep, "--no-open", "--lang", "en"])
            .status();
        assert!(made.is_ok_and(|s| s.success()), "the desk was not made");
    }
    let demo = ["demo", "--keep", &keep];
    let first = Program::start(&demo, &home);
    let usable = first.wait_for("▌", Duration::from_secs(600));
    let whole = first.wait_for("in step", Duration::from_secs(3600));
    thread::sleep(Duration::from_secs(2));
    println!(
        "{cases} cases: list usable after {:.1} s, in step after {:.1} s, peak memory {} MB",
        usable.as_secs_f64(),
        whole.as_secs_f64(),
        first.status("VmHWM") / 1024
    );
    first.end();
    for _ in 0..3 {
        let again = Program::start(&demo, &home);
        println!("start to the drawn queue      {:>7.1} ms", ms(again.wait_for("▌", Duration::from_secs(60))));
        thread::sleep(Duration::from_millis(500));
        again.end();
    }
    let mut program = Program::start(&demo, &home);
    program.wait_for("▌", Duration::from_secs(60));
    thread::sleep(Duration::from_secs(3));
    let settled = program.wake_ups();
    let idle = program.cpu();
    thread::sleep(Duration::from_secs(5));
    println!(
        "idle for 5 s                  cpu {:.2} ms, {} wake-ups",
        ms(program.cpu() - idle),
        program.wake_ups() - settled
    );
    row(&mut program, "j", &["j"], 200);
    row(&mut program, "k", &["k"], 60);
    row(&mut program, "PgDn", &["\x1b[6~"], 100);
    row(&mut program, "End, Home", &["\x1b[F", "\x1b[H"], 30);
    row(&mut program, "open, back", &["\r", "\x1b"], 40);
    program.press("r");
    thread::sleep(Duration::from_millis(300));
    row(&mut program, "typing one letter", &["п", "р", "и", "в", "е", "т", " "], 140);
    program.press("\x1b");
    println!(
        "memory after all this         {} MB (peak {} MB)",
        program.status("VmRSS") / 1024,
        program.status("VmHWM") / 1024
    );
    program.end();
}
