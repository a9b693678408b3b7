//! Where a PostgreSQL database is, as an administrator writes it. The password in it is never shown, printed or logged.
//!
//! Not its duty: connecting (`connect`).

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// Nothing answers for so long: the host is told to be out of reach.
const CONNECT: Duration = Duration::from_secs(5);
/// What was sent and is not confirmed for so long breaks the connection.
const SILENCE: Duration = Duration::from_secs(10);

/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=…&sslmode=…&sslrootcert=…`, and what libpq's other words mean.
#[derive(Clone)]
pub struct DatabaseUrl {
    pub(super) config: Config,
    /// The schema of this desk; the first one of the user's own search path when none is named.
    pub(super) schema: Option<String>,
    /// Certificates that are trusted instead of the system's.
    pub(super) root_cert: Option<PathBuf>,
    shown: String,
}

/// Without the password and the user.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({})", self.shown)
    }
}

/// What is wrong with an address; never quotes it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UrlError {
    #[error("a database is named like postgres://user:password@host:5432/name (sqlite needs no name: leave it out)")]
    Scheme,
    #[error("the database's address cannot be read: {0}. Letters like @ : / ? # % in a password are written as %40 …")]
    Form(String),
    #[error("«schema» is a short lower-case name: letters, digits and _, not beginning with a digit or pg_")]
    Schema,
}

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err(UrlError::Scheme);
        }
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let own = OwnWords::take(query)?;
        let rest = if own.rest.is_empty() { place.to_owned() } else { format!("{place}?{}", own.rest.join("&")) };
        let mut config = Config::from_str(&rest).map_err(|error| UrlError::Form(reason(&error)))?;
        if config.get_hosts().is_empty() {
            config.host("127.0.0.1");
        }
        config.ssl_mode(ssl_mode(own.ssl_mode.as_deref(), config.get_hosts())?);
        settle(&mut config, own.schema.as_deref());
        let shown = shown(&config, own.schema.as_deref());
        Ok(Self { config, schema: own.schema, root_cert: own.root_cert, shown })
    }
}

/// The words of the query that the driver does not know, or knows in a looser sense.
#[derive(Default)]
struct OwnWords<'url> {
    schema: Option<String>,
    ssl_mode: Option<String>,
    root_cert: Option<PathBuf>,
    rest: Vec<&'url str>,
}

impl<'url> OwnWords<'url> {
    fn take(query: &'url str) -> Result<Self, UrlError> {
        let mut own = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match key {
                "schema" if is_schema(value) => own.schema = Some(value.to_owned()),
                "schema" => return Err(UrlError::Schema),
                "sslmode" => own.ssl_mode = Some(value.to_owned()),
                "sslrootcert" => own.root_cert = Some(PathBuf::from(decoded(value))),
                // Anything else may be half of a password that holds a question mark.
                _ if key.is_empty() || !key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
                    return Err(UrlError::Form(String::from("after the ? come words like sslmode=require")));
                }
                _ => own.rest.push(pair),
            }
        }
        Ok(own)
    }
}

/// A name that needs no quotes in SQL and can carry nothing into it.
fn is_schema(name: &str) -> bool {
    let first_is_letter = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    first_is_letter && plain && name.len() <= 63 && !name.starts_with("pg_")
}

/// Percent signs in a file name.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Encryption is always checked encryption: `require`, `verify-ca` and `verify-full` mean the same, and it is what
/// holds beyond this machine when nothing is said.
fn ssl_mode(word: Option<&str>, hosts: &[Host]) -> Result<SslMode, UrlError> {
    match word {
        Some("require" | "verify-ca" | "verify-full") => Ok(SslMode::Require),
        Some("disable") => Ok(SslMode::Disable),
        None | Some("prefer" | "allow") if hosts.iter().all(is_here) => Ok(SslMode::Disable),
        None | Some("prefer" | "allow") => Ok(SslMode::Require),
        Some(_) => Err(UrlError::Form(String::from("sslmode is disable, require or verify-full"))),
    }
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// What every session of ours needs, whatever the server's defaults are: an acknowledged commit is on the disk, and
/// nobody who hangs in a transaction keeps the others from the feed.
fn settle(config: &mut Config, schema: Option<&str>) {
    let mut options = config.get_options().map(|o| format!("{o} ")).unwrap_or_default();
    options.push_str(
        "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed -c statement_timeout=60s \
         -c lock_timeout=20s -c idle_in_transaction_session_timeout=15s",
    );
    if let Some(schema) = schema {
        options.push_str(&format!(" -c search_path={schema}"));
    }
    config.options(options);
    if config.get_application_name().is_none() {
        config.application_name("sincerely");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    config.keepalives_idle(Duration::from_secs(30));
    config.keepalives_interval(Duration::from_secs(5));
    config.keepalives_retries(3);
    // Of several hosts the one that can be written to: what is left after a failover.
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
}

fn shown(config: &Config, schema: Option<&str>) -> String {
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .enumerate()
        .map(|(at, host)| {
            let ports = config.get_ports();
            let port = ports.get(at).or(ports.first()).copied().unwrap_or(5432);
            match host {
                Host::Tcp(name) => format!("{name}:{port}"),
                #[cfg(unix)]
                Host::Unix(path) => path.display().to_string(),
            }
        })
        .collect();
    let schema = schema.map(|schema| format!("?schema={schema}")).unwrap_or_default();
    format!("postgres://{}/{}{schema}", hosts.join(","), config.get_dbname().unwrap_or_default())
}

/// The driver's own words for a wrong address name an option at most.
fn reason(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> DatabaseUrl {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_password_is_never_shown() {
        let url = read("postgres://anna:s3cret@db.example.org:5433/desk?schema=north");
        assert_eq!(url.to_string(), "postgres://db.example.org:5433/desk?schema=north");
        assert!(!format!("{url:?} {:?}", url.config).contains("s3cret"));
        for wrong in ["anna:s3cret@db", "postgres://anna:s3cret@db:port/x", "postgres://a:12?s3cret@db/x"] {
            let told = wrong.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(!told.contains("s3cret"), "{told}");
        }
    }

    #[test]
    fn beyond_this_machine_it_is_encrypted_unless_told_otherwise() {
        let mode = |text: &str| read(text).config.get_ssl_mode();
        assert_eq!(mode("postgres://db.example.org/desk"), SslMode::Require);
        assert_eq!(mode("postgres://db.example.org/desk?sslmode=prefer"), SslMode::Require);
        assert_eq!(mode("postgres://db.example.org/desk?sslmode=disable"), SslMode::Disable);
        assert_eq!(mode("postgres://localhost/desk"), SslMode::Disable);
        assert_eq!(mode("postgres://[::1]/desk?sslmode=verify-full"), SslMode::Require);
        assert_eq!(mode("postgres:///desk?host=/run/postgresql"), SslMode::Disable);
    }

    #[test]
    fn a_schema_is_a_plain_name_and_carries_nothing_into_sql() {
        assert_eq!(read("postgres://h/d?schema=desk_2").schema.as_deref(), Some("desk_2"));
        for wrong in ["", "2desk", "Desk", "a;drop", "a-b", "pg_temp", "a%20b"] {
            let told = format!("postgres://h/d?schema={wrong}").parse::<DatabaseUrl>().unwrap_err();
            assert_eq!(told, UrlError::Schema, "{wrong}");
        }
    }

    #[test]
    fn a_certificates_name_may_have_blanks() {
        let url = read("postgres://h/d?sslrootcert=/etc/our%20ca.pem");
        assert_eq!(url.root_cert, Some(PathBuf::from("/etc/our ca.pem")));
    }
}
