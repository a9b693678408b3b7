//! A real Dovecot in a folder of its own: any address is a mailbox, delivered to by LMTP and read by IMAP.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD as STANDARD, BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use sincerely::server::mail::settings::{Begin, Inbox, Login, Secret, Security, Server};
use tempfile::TempDir;

/// Blanks, quotes and backslashes show that it is told the server whole.
pub const PASSWORD: &str = "pass word\"\\";

/// The name in its certificate.
const HOST: &str = "127.0.0.1";
/// Access tokens are signed with it.
const TOKEN_KEY: &[u8] = b"known to the provider and to Dovecot";

pub struct Dovecot {
    dir: TempDir,
    pub imap: u16,
    lmtp: u16,
    secured: Option<Secured>,
}

/// The ports of one that speaks TLS, takes access tokens and passes mails on.
pub struct Secured {
    pub imaps: u16,
    pub submission: u16,
    pub submissions: u16,
    relay: u16,
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
        Self::started(None)
    }

    /// One with a certificate of its own that takes access tokens beside passwords; what is handed to it goes on to the
    /// mail server at `relay`.
    pub fn secured(relay: u16) -> Self {
        let (imaps, submission, submissions) = (free_port(), free_port(), free_port());
        Self::started(Some(Secured { imaps, submission, submissions, relay }))
    }

    fn started(secured: Option<Secured>) -> Self {
        let dovecot = Self { dir: tempfile::tempdir().unwrap(), imap: free_port(), lmtp: free_port(), secured };
        for folder in ["run", "mail"] {
            std::fs::create_dir(dovecot.path(folder)).unwrap();
        }
        if dovecot.secured.is_some() {
            dovecot.certify();
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

    /// A certificate and the key that tokens are checked with.
    fn certify(&self) {
        let made = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
        std::fs::write(self.path("cert.pem"), made.cert.pem()).unwrap();
        std::fs::write(self.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
        let keys = self.path("keys/default/HS256");
        std::fs::create_dir_all(&keys).unwrap();
        std::fs::write(keys.join("default"), STANDARD.encode(TOKEN_KEY)).unwrap();
        let dir = self.dir.path().display();
        let oauth2 = format!(
            "introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={dir}/keys/\n\
             username_attribute = sub\n"
        );
        std::fs::write(self.path("oauth2.conf"), oauth2).unwrap();
    }

    pub fn ports(&self) -> &Secured {
        self.secured.as_ref().expect("it was started as a secured one")
    }

    /// The certificate, as an authority of one's own.
    pub fn authority(&self) -> Vec<u8> {
        std::fs::read(self.path("cert.pem")).unwrap()
    }

    /// An access token of a user as a provider makes it (RFC 7519, HS256), in a file.
    pub fn token(&self, user: &str, key: &[u8]) -> PathBuf {
        let now = jiff::Timestamp::now().as_second();
        let claims = serde_json::json!({"sub": user, "iat": now - 60, "nbf": now - 60, "exp": now + 3600});
        let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(hmac(key, signed.as_bytes())));
        let path = self.path(&format!("token-{}", uuid::Uuid::now_v7()));
        std::fs::write(&path, token).unwrap();
        path
    }

    pub fn good_token(&self, user: &str) -> PathBuf {
        self.token(user, TOKEN_KEY)
    }

    /// What a secured one says beyond the plain one; later words win.
    fn secured_settings(&self) -> String {
        let Some(Secured { imaps, submission, submissions, relay }) = &self.secured else { return String::new() };
        let dir = self.dir.path().display();
        format!(
            "protocols = imap lmtp submission\nssl = yes\nssl_cert = <{dir}/cert.pem\nssl_key = <{dir}/key.pem\n\
             auth_mechanisms = plain xoauth2\nauth_failure_delay = 0\nhostname = test.example\n\
             passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {dir}/oauth2.conf\n}}\n\
             submission_relay_host = 127.0.0.1\nsubmission_relay_port = {relay}\n\
             service imap-login {{\n  inet_listener imaps {{\n    port = {imaps}\n    ssl = yes\n  }}\n}}\n\
             service submission-login {{\n  chroot =\n  inet_listener submission {{\n    port = {submission}\n  }}\n  \
             inet_listener submissions {{\n    port = {submissions}\n    ssl = yes\n  }}\n}}\n"
        )
    }

    fn settings(&self) -> String {
        let dir = self.dir.path().display();
        let who = if is_root() { String::from("nobody") } else { std::env::var("USER").unwrap_or_default() };
        let group = if is_root() { String::from("nogroup") } else { who.clone() };
        let (imap, lmtp) = (self.imap, self.lmtp);
        let plain = format!(
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
        );
        plain + &self.secured_settings()
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

    /// Delivers a mail as a mail server would (RFC 2033): what is put off for now (4xx) is brought again, since
    /// Dovecot puts mails off while it makes a folder's list anew.
    pub fn deliver(&self, to: &str, mail: &[u8]) {
        let text = String::from_utf8_lossy(mail).replace("\r\n", "\n").replace("\n.", "\n..").replace('\n', "\r\n");
        let mut answer = String::new();
        for _ in 0..20 {
            answer = self.bring(to, &text);
            if !answer.starts_with('4') {
                break;
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        assert!(answer.starts_with("250"), "{answer}");
    }

    /// What the server answers to one attempt to bring `text`, its lines already ended and its dots doubled.
    fn bring(&self, to: &str, text: &str) -> String {
        let stream = TcpStream::connect(("127.0.0.1", self.lmtp)).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let say = |words: &str| (&stream).write_all(format!("{words}\r\n").as_bytes()).unwrap();
        let mut heard = move || loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        };
        let recipient = format!("RCPT TO:<{to}>");
        let talk =
            [("LHLO test", "220"), ("MAIL FROM:<sender@example.org>", "250"), (&*recipient, "250"), ("DATA", "250")];
        for (words, before) in talk {
            let answer = heard();
            if !answer.starts_with(before) {
                return answer;
            }
            say(words);
        }
        let ready = heard();
        if !ready.starts_with("354") {
            return ready;
        }
        say(&format!("{text}\r\n."));
        let answer = heard();
        say("QUIT");
        answer
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
        let login = Login { user: user.to_owned(), secret: Secret::Password(SecretString::from(PASSWORD)) };
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

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
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
