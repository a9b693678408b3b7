//! The real program in a real pseudo-terminal, read through a terminal emulator.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The zone of the machine that the program under test believes to be on, and so of its operator.
pub const ZONE: &str = "Europe/Chisinau";
/// Longer than anything takes on a slow machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Terminal {
    emulator: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    keys: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts `sincerely` with these arguments, all its files below `home`.
    pub fn start(home: &Path, args: &[&str], size: (u16, u16)) -> Self {
        Self::start_with(home, args, size, &[])
    }

    /// The same with further variables of the environment.
    pub fn start_with(home: &Path, args: &[&str], size: (u16, u16), vars: &[(&str, &str)]) -> Self {
        Self::start_program(Path::new(env!("CARGO_BIN_EXE_sincerely")), home, args, size, vars)
    }

    /// The same with another build of the program.
    pub fn start_program(
        program: &Path,
        home: &Path,
        args: &[&str],
        (columns, rows): (u16, u16),
        vars: &[(&str, &str)],
    ) -> Self {
        let pty = native_pty_system()
            .openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal can be opened");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (name, value) in
            [("PATH", "/usr/bin:/bin"), ("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8"), ("TZ", ZONE)]
        {
            command.env(name, value);
        }
        command.env("SINCERELY_HOME", home);
        command.env("HOME", home);
        command.cwd(home);
        for (name, value) in vars {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).expect("the program starts");
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().expect("the terminal can be read");
        let keys = pty.master.take_writer().expect("the terminal can be written");
        let size = |n: u16| NonZeroU16::new(n).expect("a terminal has a size");
        let emulator = Arc::new(Mutex::new(vt100::Parser::new(size(rows), size(columns), 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let (screen, bytes) = (Arc::clone(&emulator), Arc::clone(&raw));
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    return;
                }
                screen.lock().expect("no reader panicked").process(&buffer[..n]);
                bytes.lock().expect("no reader panicked").extend_from_slice(&buffer[..n]);
            }
        });
        Self { emulator, raw, keys, child, master: pty.master }
    }

    pub fn screen(&self) -> String {
        self.emulator.lock().expect("no reader panicked").screen().contents()
    }

    /// Everything the program wrote, control sequences included.
    pub fn raw(&self) -> Vec<u8> {
        self.raw.lock().expect("no reader panicked").clone()
    }

    /// True while the program shows its own screen and not the shell's.
    pub fn is_alternate(&self) -> bool {
        self.emulator.lock().expect("no reader panicked").screen().alternate_screen()
    }

    /// Waits until the text is on the screen.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("`{text}` on the screen"), |screen| screen.contains(text));
    }

    pub fn wait_until(&self, what: &str, mut is_so: impl FnMut(&str) -> bool) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if is_so(&self.screen()) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("waited in vain for {what}; the screen is\n{}", self.screen());
    }

    /// Types bytes as they are.
    pub fn type_text(&mut self, text: &str) {
        self.keys.write_all(text.as_bytes()).expect("the terminal takes keys");
        self.keys.flush().expect("the terminal takes keys");
    }

    /// Presses keys by name, one after the other: `"j j enter esc ctrl-d tab f6"`.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            let bytes = match key {
                "enter" => "\r".to_owned(),
                "esc" => "\x1b".to_owned(),
                "tab" => "\t".to_owned(),
                "backspace" => "\x7f".to_owned(),
                "up" => "\x1b[A".to_owned(),
                "down" => "\x1b[B".to_owned(),
                "right" => "\x1b[C".to_owned(),
                "left" => "\x1b[D".to_owned(),
                "end" => "\x1b[F".to_owned(),
                "home" => "\x1b[H".to_owned(),
                "f5" => "\x1b[15~".to_owned(),
                "f6" => "\x1b[17~".to_owned(),
                "f7" => "\x1b[18~".to_owned(),
                ctrl if ctrl.starts_with("ctrl-") => {
                    let letter = ctrl.as_bytes()["ctrl-".len()];
                    char::from(letter & 0x1f).to_string()
                }
                plain => plain.to_owned(),
            };
            self.type_text(&bytes);
            // A lone escape must not become the beginning of the next key.
            thread::sleep(Duration::from_millis(if key == "esc" { 80 } else { 15 }));
        }
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.master
            .resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .expect("terminals can be resized");
        let size = |n: u16| NonZeroU16::new(n).expect("a terminal has a size");
        self.emulator.lock().expect("no reader panicked").screen_mut().set_size(size(rows), size(columns));
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().expect("the program runs").to_string();
        let status = std::process::Command::new("kill").args(["-s", name, &pid]).status().expect("kill exists");
        assert!(status.success());
    }

    /// Waits for the end and gives the exit code.
    pub fn end(&mut self) -> u32 {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("the program can be waited for") {
                return status.exit_code();
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the program did not end; the screen is\n{}", self.screen());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
