//! A throw-away PostgreSQL for the tests that need one: its own cluster on a loopback port, gone with the test program.
//!
//! With `SINCERELY_TEST_POSTGRES=postgres://…` an existing database is used instead; each test makes a schema in it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use sincerely::server::storage::postgres::{DatabaseUrl, PostgresStorage};

/// Starting may take long on a machine that is busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// PostgreSQL refuses to run as root.
const NOBODY: &str = "nobody";

/// The address of a fresh desk: a schema of its own, made at the first opening.
pub fn fresh_url() -> String {
    let base = base_url();
    let join = if base.contains('?') { '&' } else { '?' };
    format!("{base}{join}schema=t_{}", uuid::Uuid::now_v7().simple())
}

pub async fn open(url: &str) -> PostgresStorage {
    PostgresStorage::open(&url.parse::<DatabaseUrl>().unwrap()).await.unwrap_or_else(|error| panic!("{error}"))
}

/// A session of nobody's pool, to do what other programs might do.
pub async fn session(url: &str) -> tokio_postgres::Client {
    let (place, rest) = url.split_once("schema=").expect("a test's schema");
    let (config, schema) = (place.trim_end_matches(['?', '&']), rest.split('&').next().unwrap_or(rest));
    let (client, connection) = tokio_postgres::connect(config, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("SET search_path = {schema}")).await.unwrap();
    client
}

/// The certificate of the throw-away cluster; none for an existing database.
pub fn certificate() -> Option<&'static Path> {
    database().1.as_deref()
}

fn base_url() -> &'static str {
    &database().0
}

fn database() -> &'static (String, Option<PathBuf>) {
    static DATABASE: OnceLock<(String, Option<PathBuf>)> = OnceLock::new();
    DATABASE.get_or_init(|| match std::env::var("SINCERELY_TEST_POSTGRES") {
        Ok(url) => (url, None),
        Err(_) => Cluster::start().leave_running(),
    })
}

/// A cluster whose server ends when this program does, however it ends: a shell waits for the end of its own input.
struct Cluster {
    port: u16,
    guard: Child,
    certificate: PathBuf,
}

impl Cluster {
    fn start() -> Self {
        let dir = tempfile::Builder::new().prefix("sincerely-pg-").tempdir().unwrap().keep();
        give_away(&dir);
        let data = dir.join("data");
        let made = command("initdb")
            .args(["-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let certificate = certify(&dir);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let script = r#"exec 3<&0
            "$1" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
                -c ssl=on -c ssl_cert_file="$2/server.crt" -c ssl_key_file="$2/server.key" -c max_connections=400 -c max_wal_size=256MB >"$2/log" 2>&1 </dev/null &
            server=$!
            read -r _ <&3
            kill -QUIT $server; wait $server; rm -rf "$2""#;
        let guard = command("sh")
            .args(["-c", script, "guard"])
            .args([program("postgres"), dir, PathBuf::from(port.to_string())])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let cluster = Self { port, guard, certificate };
        cluster.wait();
        cluster
    }

    fn wait(&self) {
        let begun = Instant::now();
        let port = self.port.to_string();
        while !command("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &port]).status().unwrap().success() {
            assert!(begun.elapsed() < PATIENCE, "PostgreSQL does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The guard's input stays open until this program ends.
    fn leave_running(mut self) -> (String, Option<PathBuf>) {
        std::mem::forget(self.guard.stdin.take());
        (format!("postgres://postgres@127.0.0.1:{}/postgres", self.port), Some(self.certificate))
    }
}

/// A certificate of its own for the address it listens on.
fn certify(dir: &Path) -> PathBuf {
    let made = rcgen::generate_simple_self_signed([String::from("127.0.0.1")]).unwrap();
    let (certificate, key) = (dir.join("server.crt"), dir.join("server.key"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    give_away(&certificate);
    give_away(&key);
    certificate
}

/// One of PostgreSQL's programs: on the path, or where Debian puts them.
pub fn program(name: &str) -> PathBuf {
    let on_path =
        std::env::var_os("PATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    versions.sort();
    let found = on_path.chain(versions.into_iter().rev()).map(|dir| dir.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not installed: these tests need PostgreSQL"))
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// One of these programs as the user that PostgreSQL may run as.
pub fn command(name: &str) -> Command {
    if !is_root() {
        return Command::new(program(name));
    }
    let mut command = Command::new("runuser");
    command.args(["-u", NOBODY, "--"]).arg(program(name)).current_dir("/");
    command
}

/// Makes a file, or a folder with all that is in it, that user's.
pub fn give_away(dir: &Path) {
    if is_root() {
        assert!(Command::new("chown").args(["-R", NOBODY]).arg(dir).status().unwrap().success());
    }
}
