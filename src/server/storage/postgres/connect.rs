//! Sessions with PostgreSQL: a pool for reading, one session for writing, and TLS by rustls.
//!
//! Not its duty: what is said in them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::url::DatabaseUrl;
use crate::server::storage::StorageError;

/// Sessions that read; more of them only wait for the same processors.
const READERS: usize = 8;
/// A request waits so long for a free session.
const WAIT: Duration = Duration::from_secs(10);

/// The sessions of one process.
#[derive(Clone)]
pub struct Pools {
    pub read: Pool,
    /// One session: batches of this process are committed one group after the other.
    pub write: Pool,
}

impl Pools {
    /// # Errors
    /// Certificates that cannot be read. Nothing is connected yet.
    pub fn new(url: &DatabaseUrl) -> Result<Self, StorageError> {
        let tls = tls(url)?;
        Ok(Self { read: pool(url, &tls, READERS)?, write: pool(url, &tls, 1)? })
    }

    pub fn close(&self) {
        self.read.close();
        self.write.close();
    }
}

fn pool(url: &DatabaseUrl, tls: &MakeRustlsConnect, size: usize) -> Result<Pool, StorageError> {
    let settings = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(url.config.clone(), tls.clone(), settings);
    let builder = Pool::builder(manager).max_size(size).runtime(Runtime::Tokio1);
    let builder = builder.wait_timeout(Some(WAIT)).create_timeout(Some(WAIT));
    builder.build().map_err(|error| StorageError::Failed(error.to_string()))
}

/// TLS that checks whom it speaks with: by the certificates that were named, or by the system's.
///
/// # Errors
/// No certificate can be read.
pub fn tls(url: &DatabaseUrl) -> Result<MakeRustlsConnect, StorageError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = match (&url.root_cert, url.config.get_ssl_mode()) {
        (Some(file), _) => own_roots(file)?,
        (None, SslMode::Disable) => RootCertStore::empty(),
        (None, _) => {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            roots
        }
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StorageError::Failed(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn own_roots(file: &Path) -> Result<RootCertStore, StorageError> {
    let cannot = |reason: String| StorageError::CannotOpen { path: file.to_owned(), reason };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| cannot(error.to_string()))? {
        let certificate = certificate.map_err(|error| cannot(error.to_string()))?;
        roots.add(certificate).map_err(|error| cannot(error.to_string()))?;
    }
    if roots.is_empty() { Err(cannot(String::from("there is no certificate in it"))) } else { Ok(roots) }
}
