//! How `sincerely serve` meets the network: encryption, and what one client may take.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;

use crate::server::{Limits, Network, Tls};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Network")]
#[group(skip)]
pub struct Args {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:7300", env = "SINCERELY_LISTEN")]
    pub listen: SocketAddr,
    /// Certificate chain (PEM) for encrypted connections; read again when it was renewed, and on SIGHUP
    #[arg(long, value_name = "FILE", requires = "tls_key", env = "SINCERELY_TLS_CERT")]
    tls_cert: Option<PathBuf>,
    /// Private key (PEM) of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert", env = "SINCERELY_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// Listen beyond this machine without encryption
    #[arg(long)]
    i_know_this_is_unencrypted: bool,
    /// Requests a second that one token may make in the long run; 0: as many as it likes
    #[arg(long, value_name = "N", default_value_t = 100, env = "SINCERELY_REQUESTS_PER_SECOND")]
    requests_per_second: u32,
    /// Requests that one token may make at once before that counts
    #[arg(long, value_name = "N", default_value = "1000", env = "SINCERELY_BURST")]
    burst: NonZeroU32,
    /// Requests with wrong tokens a minute that one address may make; 0: as many as it likes
    #[arg(long, value_name = "N", default_value_t = 30, env = "SINCERELY_FAILED_LOGINS_PER_MINUTE")]
    failed_logins_per_minute: u32,
    /// Connections in all
    #[arg(long, value_name = "N", default_value = "4000", env = "SINCERELY_CONNECTIONS")]
    connections: NonZeroU32,
    /// Connections of one address, this machine excepted
    #[arg(long, value_name = "N", default_value = "2000", env = "SINCERELY_CONNECTIONS_PER_ADDRESS")]
    connections_per_address: NonZeroU32,
}

impl Args {
    /// What the server is started with.
    ///
    /// # Errors
    /// The address can be reached from elsewhere and nothing is encrypted; a certificate or key is wrong.
    pub fn network(&self) -> anyhow::Result<Network> {
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => Some(Arc::new(Tls::load(certificate, key)?)),
            _ => None,
        };
        if tls.is_none() && !self.listen.ip().is_loopback() && !self.i_know_this_is_unencrypted {
            bail!(
                "{} can be reached from other machines, and tokens and letters could be read on the way. Give a \
                 certificate (--tls-cert FILE --tls-key FILE), put a TLS proxy before 127.0.0.1, or say \
                 --i-know-this-is-unencrypted",
                self.listen
            );
        }
        let count = |n: NonZeroU32| usize::try_from(n.get()).unwrap_or(usize::MAX);
        let limits = Limits {
            requests: NonZeroU32::new(self.requests_per_second),
            burst: self.burst,
            failed_logins: NonZeroU32::new(self.failed_logins_per_minute),
            connections: count(self.connections).min(places()),
            connections_per_address: count(self.connections_per_address),
            ..Limits::network()
        };
        Ok(Network { limits, tls })
    }
}

/// Connections that the system has file handles for. It gives few by default and more when asked.
#[cfg(unix)]
fn places() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    /// For the database, the log, attachments.
    const OTHERS: u64 = 200;
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    match getrlimit(Resource::Nofile).current {
        Some(handles) => usize::try_from(handles.saturating_sub(OTHERS).max(10)).unwrap_or(usize::MAX),
        None => usize::MAX,
    }
}

#[cfg(not(unix))]
fn places() -> usize {
    usize::MAX
}

/// Looks so often whether the files of the certificate were renewed.
const LOOK: Duration = Duration::from_secs(30);

/// Reads the certificate again when its files were renewed, or at once when the system says so (SIGHUP), until the program
/// ends. A bad one is told and not used.
pub async fn renew(tls: Option<Arc<Tls>>) -> std::io::Result<()> {
    let Some(tls) = tls else { return std::future::pending().await };
    let mut asked = asked()?;
    loop {
        let renewed = tokio::select! {
            () = asked.recv() => tls.reload().map(|()| true),
            () = tokio::time::sleep(LOOK) => tls.renewed(),
        };
        match renewed {
            Ok(true) => tracing::info!("the certificate was read again"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the certificate in use stays in use"),
        }
    }
}

/// The wish of the system that settings be read again.
struct Asked(#[cfg(unix)] tokio::signal::unix::Signal);

impl Asked {
    #[cfg(unix)]
    async fn recv(&mut self) {
        if self.0.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    #[cfg(not(unix))]
    async fn recv(&mut self) {
        std::future::pending().await
    }
}

#[cfg(unix)]
fn asked() -> std::io::Result<Asked> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::hangup()).map(Asked)
}

#[cfg(not(unix))]
fn asked() -> std::io::Result<Asked> {
    Ok(Asked())
}
