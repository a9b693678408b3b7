//! A real Dovecot in a folder of its own: any address is a mailbox, delivered to by LMTP and read by IMAP.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use secrecy::SecretString;
use sincerely::server::mail::settings::{Begin, Inbox, Login, Security, Server};
use tempfile::TempDir;

/// Blanks, quotes and backslashes show that it is told the server whole.
pub const PASSWORD: &str = "pass word\"\\";

pub struct Dovecot {
    dir: TempDir,
    pub imap: u16,
    lmtp: u16,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Dovecot serves mailboxes of no user 0: as root it runs as `nobody`.
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

impl Dovecot {
    pub fn start() -> Self {
        let dovecot = Self { dir: tempfile::tempdir().unwrap(), imap: free_port(), lmtp: free_port() };
        for folder in ["run", "mail"] {
            std::fs::create_dir(dovecot.path(folder)).unwrap();
        }
        std::fs::write(dovecot.config(), dovecot.settings()).unwrap();
        if is_root() {
            run(Command::new("chown").arg("-R").arg("nobody:nogroup").arg(dovecot.dir.path()));
        }
        dovecot.up();
        dovecot
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn config(&self) -> PathBuf {
        self.path("dovecot.conf")
    }

    fn settings(&self) -> String {
        let dir = self.dir.path().display();
        let who = if is_root() { String::from("nobody") } else { std::env::var("USER").unwrap_or_default() };
        let group = if is_root() { String::from("nogroup") } else { who.clone() };
        let (imap, lmtp) = (self.imap, self.lmtp);
        format!(
            "protocols = imap lmtp\nbase_dir = {dir}/run\nstate_dir = {dir}/run\nlog_path = {dir}/log\n\
             listen = 127.0.0.1\ndefault_internal_user = {who}\ndefault_login_user = {who}\n\
             default_internal_group = {group}\nssl = no\ndisable_plaintext_auth = no\n\
             mail_location = maildir:{dir}/mail/%u\nfirst_valid_uid = 1\n\
             mailbox_idle_check_interval = 1s\n\
             namespace inbox {{\n  inbox = yes\n  separator = /\n}}\n\
             passdb {{\n  driver = passwd-file\n  args = scheme=PLAIN username_format=any {dir}/users\n}}\n\
             userdb {{\n  driver = static\n  args = uid={who} gid={group} home={dir}/mail/%u allow_all_users=yes\n}}\n\
             service anvil {{\n  chroot =\n}}\nservice stats {{\n  chroot =\n}}\n\
             service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {imap}\n  }}\n  \
             inet_listener imaps {{\n    port = 0\n  }}\n}}\n\
             service lmtp {{\n  inet_listener lmtp {{\n    address = 127.0.0.1\n    port = {lmtp}\n  }}\n}}\n"
        )
    }

    /// Starts it, or starts it again after [`Dovecot::down`].
    pub fn up(&self) {
        let users = format!("any:{{PLAIN}}{PASSWORD}\n");
        std::fs::write(self.path("users"), users).unwrap();
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "nobody", "--", "/usr/sbin/dovecot"]);
            command
        } else {
            Command::new("dovecot")
        };
        run(command.arg("-c").arg(self.config()));
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", self.imap)).is_ok()
                && TcpStream::connect(("127.0.0.1", self.lmtp)).is_ok()
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("Dovecot does not listen: {}", std::fs::read_to_string(self.path("log")).unwrap_or_default());
    }

    pub fn down(&self) {
        let _ = Command::new("doveadm").arg("-c").arg(self.config()).arg("stop").status();
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", self.imap)).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Delivers a mail as a mail server would (RFC 2033).
    pub fn deliver(&self, to: &str, mail: &[u8]) {
        let stream = TcpStream::connect(("127.0.0.1", self.lmtp)).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let say = |words: &[u8], end: &str| {
            (&stream).write_all(words).unwrap();
            (&stream).write_all(end.as_bytes()).unwrap();
        };
        let mut heard = move |code: &str| loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            assert!(line.starts_with(code), "{line}");
            if line.as_bytes().get(3) != Some(&b'-') {
                return;
            }
        };
        heard("220");
        say(b"LHLO test", "\r\n");
        heard("250");
        say(b"MAIL FROM:<sender@example.org>", "\r\n");
        heard("250");
        say(format!("RCPT TO:<{to}>").as_bytes(), "\r\n");
        heard("250");
        say(b"DATA", "\r\n");
        heard("354");
        let text = String::from_utf8_lossy(mail).replace("\r\n", "\n").replace("\n.", "\n..").replace('\n', "\r\n");
        say(text.as_bytes(), "\r\n.\r\n");
        heard("250");
        say(b"QUIT", "\r\n");
    }

    /// Where a user's mails lie.
    pub fn maildir(&self, user: &str) -> PathBuf {
        self.path("mail").join(user)
    }

    /// Does what an administrator may do to a folder.
    pub fn admin(&self, arguments: &[&str]) {
        run(Command::new("doveadm").arg("-c").arg(self.config()).args(arguments));
    }

    /// The folders of a user as an account to be read.
    pub fn account(&self, user: &str, folders: &[&str]) -> Inbox {
        let login = Login { user: user.to_owned(), password: SecretString::from(PASSWORD) };
        Inbox {
            name: String::from("support"),
            server: Server {
                host: String::from("127.0.0.1"),
                port: self.imap,
                security: Security::None,
                login: Some(login),
                authority: None,
            },
            folders: folders.iter().map(|f| (*f).to_owned()).collect(),
            begin: Begin::Unread,
            mark_seen: false,
            source: String::from("mail"),
            largest: 32 << 20,
            poll: Duration::from_secs(1),
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        self.down();
    }
}

fn run(command: &mut Command) {
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}

/// The names of files below a folder.
pub fn files_below(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names = Vec::new();
    for entry in entries.flatten() {
        if entry.path().is_dir() {
            names.extend(files_below(&entry.path()));
        } else {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    names
}
