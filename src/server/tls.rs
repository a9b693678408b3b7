//! Encryption: a certificate and its key from two files, read again when they were renewed.
//!
//! TLS 1.2 and 1.3 by rustls; HTTP/2 and HTTP/1.1 are agreed on in the handshake. Not its duty: getting certificates.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// What is wrong with a certificate or key.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{path} has no certificate that can be read ({reason}); it must be a PEM file with the whole chain")]
    Certificate { path: PathBuf, reason: String },
    #[error("{path} has no private key that can be read ({reason}); it must be a PEM file without a passphrase")]
    Key { path: PathBuf, reason: String },
    #[error("the key in {key} does not belong to the certificate in {certificate}")]
    NotAPair { certificate: PathBuf, key: PathBuf },
    #[error("encryption cannot be set up: {0}")]
    Unusable(#[from] rustls::Error),
}

/// An encrypted way in.
pub struct Tls {
    acceptor: TlsAcceptor,
    own: Arc<Own>,
    /// The files as they were looked at last.
    looked_at: Mutex<Option<[u8; 32]>>,
}

#[derive(Debug)]
struct Own {
    certificate: PathBuf,
    key: PathBuf,
    now: RwLock<Arc<CertifiedKey>>,
}

impl ResolvesServerCert for Own {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Tls {
    /// Reads a certificate chain and its key.
    ///
    /// # Errors
    /// Names the file that is wrong, and how.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let looked_at = Mutex::new(content(certificate, key));
        let now = RwLock::new(read(certificate, key)?);
        let own = Arc::new(Own { certificate: certificate.to_owned(), key: key.to_owned(), now });
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<Own>::clone(&own));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), own, looked_at })
    }

    /// Reads the files again. Connections that stand go on; new ones get the new certificate.
    ///
    /// # Errors
    /// As for [`Tls::load`]; the certificate that was in use stays in use.
    pub fn reload(&self) -> Result<(), TlsError> {
        let new = read(&self.own.certificate, &self.own.key)?;
        *self.own.now.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(())
    }

    /// Reads the files again when they are not as they were when this was asked last. True when there is a new certificate.
    ///
    /// # Errors
    /// As for [`Tls::reload`]; the same wrong files are told once.
    pub fn renewed(&self) -> Result<bool, TlsError> {
        let content = content(&self.own.certificate, &self.own.key);
        let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        // While one of them is being replaced it may be away; what is in use stays.
        if content.is_none() || *looked_at == content {
            return Ok(false);
        }
        *looked_at = content;
        drop(looked_at);
        self.reload().map(|()| true)
    }

    pub(super) fn accept(&self, stream: TcpStream) -> tokio_rustls::Accept<TcpStream> {
        self.acceptor.accept(stream)
    }
}

/// What stands in both files, as one hash; none when one cannot be read.
fn content(certificate: &Path, key: &Path) -> Option<[u8; 32]> {
    let (certificate, key) = (std::fs::read(certificate).ok()?, std::fs::read(key).ok()?);
    let parts = [Sha256::digest(certificate), Sha256::digest(key)];
    Some(Sha256::digest(parts.concat()).into())
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<CertifiedKey>, TlsError> {
    let wrong = |reason: String| TlsError::Certificate { path: certificate.to_owned(), reason };
    let chain = CertificateDer::pem_file_iter(certificate).map_err(|error| wrong(error.to_string()))?;
    let chain: Vec<_> = chain.collect::<Result<_, _>>().map_err(|error| wrong(error.to_string()))?;
    if chain.is_empty() {
        return Err(wrong("there is none in it".into()));
    }
    let wrong_key = |reason: String| TlsError::Key { path: key.to_owned(), reason };
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong_key(error.to_string()))?;
    let provider = rustls::crypto::ring::default_provider();
    match CertifiedKey::from_der(chain, private, &provider) {
        Ok(pair) => Ok(Arc::new(pair)),
        Err(rustls::Error::InconsistentKeys(_)) => {
            Err(TlsError::NotAPair { certificate: certificate.to_owned(), key: key.to_owned() })
        }
        Err(rustls::Error::InvalidCertificate(why)) => Err(wrong(format!("{why:?}"))),
        Err(error) => Err(wrong_key(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate for a name, with its key, in PEM.
    fn pair(name: &str) -> (String, String) {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    #[test]
    fn a_wrong_file_is_named_and_a_bad_renewal_keeps_the_old_certificate() {
        let dir = tempfile::tempdir().unwrap();
        let (certificate, key) = (dir.path().join("desk.pem"), dir.path().join("desk.key"));
        let (first, second) = (pair("a.example.org"), pair("b.example.org"));
        let load = |c: &str, k: &str| {
            std::fs::write(&certificate, c).unwrap();
            std::fs::write(&key, k).unwrap();
            Tls::load(&certificate, &key)
        };
        assert!(matches!(load("", &first.1), Err(TlsError::Certificate { .. })));
        assert!(matches!(load(&first.0, "nothing"), Err(TlsError::Key { .. })));
        assert!(matches!(load(&first.0, &second.1), Err(TlsError::NotAPair { .. })));
        let tls = load(&first.0, &first.1).unwrap();
        let now = || tls.own.now.read().unwrap().cert.clone();
        let before = now();
        std::fs::write(&certificate, &second.0).unwrap();
        assert!(tls.reload().is_err() && now() == before, "the key is not there yet");
        std::fs::write(&key, &second.1).unwrap();
        tls.reload().unwrap();
        assert!(now() != before);
    }

    #[test]
    fn renewed_files_are_seen_without_being_told_and_a_wrong_pair_is_told_once() {
        let dir = tempfile::tempdir().unwrap();
        let (certificate, key) = (dir.path().join("desk.pem"), dir.path().join("desk.key"));
        let (first, second) = (pair("a.example.org"), pair("b.example.org"));
        std::fs::write(&certificate, &first.0).unwrap();
        std::fs::write(&key, &first.1).unwrap();
        let tls = Tls::load(&certificate, &key).unwrap();
        let now = || tls.own.now.read().unwrap().cert.clone();
        let before = now();
        assert!(!tls.renewed().unwrap(), "nothing is new");
        std::fs::write(&certificate, &second.0).unwrap();
        assert!(tls.renewed().is_err() && now() == before, "the key is not there yet");
        assert!(!tls.renewed().unwrap() && now() == before, "told once");
        std::fs::remove_file(&key).unwrap();
        assert!(!tls.renewed().unwrap(), "it is being replaced");
        std::fs::write(&key, &second.1).unwrap();
        assert!(tls.renewed().unwrap() && now() != before);
        assert!(!tls.renewed().unwrap());
    }
}
