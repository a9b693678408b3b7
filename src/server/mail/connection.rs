//! A connection to an IMAP server, encrypted as the settings say, logged in.
//!
//! Errors are told in our own words: those of the library quote what was read, and that may be a customer's.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_imap::error::Error;
use async_imap::{Authenticator, Client, Session};
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::settings::{Secret, Security, Server};
use super::token;
use crate::model::SourceTrouble;

/// Connecting and logging in, all in all.
const PATIENCE: Duration = Duration::from_secs(40);

pub trait Stream: AsyncRead + AsyncWrite + Debug + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Debug + Send + Unpin> Stream for T {}

pub type Imap = Session<Box<dyn Stream>>;

/// Why a source cannot be read now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ailment {
    pub trouble: SourceTrouble,
    pub words: String,
}

impl Ailment {
    pub fn new(trouble: SourceTrouble, words: impl Into<String>) -> Self {
        Self { trouble, words: words.into() }
    }

    /// An error in the midst of talking. A server's NO and BAD are its own words and are kept.
    pub fn talking(error: &Error) -> Self {
        match error {
            Error::Io(error) => Self::new(SourceTrouble::Unreachable, error.kind().to_string()),
            Error::ConnectionLost => Self::new(SourceTrouble::Unreachable, "the connection was lost"),
            Error::No(words) | Error::Bad(words) => Self::new(SourceTrouble::Answer, words.clone()),
            _ => Self::new(SourceTrouble::Answer, "the server's answer could not be read"),
        }
    }
}

/// Connects and logs in.
pub async fn open(server: &Server) -> Result<Imap, Ailment> {
    let opened = timeout(PATIENCE, connect(server)).await;
    opened.unwrap_or_else(|_| Err(Ailment::new(SourceTrouble::Unreachable, "no answer in time")))
}

async fn connect(server: &Server) -> Result<Imap, Ailment> {
    let unreachable = |error: std::io::Error| Ailment::new(SourceTrouble::Unreachable, error.to_string());
    let tcp = TcpStream::connect((server.host.as_str(), server.port)).await.map_err(unreachable)?;
    let _ = tcp.set_nodelay(true);
    let client = match server.security {
        Security::Tls => greeted(encrypted(tcp, server).await?).await?,
        Security::None => greeted(Box::new(tcp)).await?,
        Security::StartTls => {
            let mut client = greeted(Box::new(tcp)).await?;
            let agreed = client.run_command_and_check_ok("STARTTLS", None).await;
            agreed.map_err(|_| Ailment::new(SourceTrouble::Encryption, "the server does not take STARTTLS"))?;
            // What the server sent in the clear behind its answer is thrown away with the reader.
            Client::new(encrypted(client.into_inner(), server).await?)
        }
    };
    let Some(login) = &server.login else {
        return Err(Ailment::new(SourceTrouble::Login, "no user is set for this account"));
    };
    let logged_in = match &login.secret {
        Secret::Password(password) => client.login(&login.user, password.expose_secret()).await,
        Secret::Token(source) => {
            let token = token::fetch(source).await.map_err(|why| Ailment::new(SourceTrouble::Login, why))?;
            client.authenticate("XOAUTH2", Bearer(Some(token::xoauth2(&login.user, &token)))).await
        }
    };
    match logged_in {
        Ok(session) => Ok(session),
        Err((error @ (Error::No(_) | Error::Bad(_)), _)) => {
            Err(Ailment { trouble: SourceTrouble::Login, ..Ailment::talking(&error) })
        }
        Err((error, _)) => Err(Ailment::talking(&error)),
    }
}

/// Says who we are once. A server that refuses the token says why in a further challenge, which is answered by an empty
/// line; its refusal follows.
struct Bearer(Option<SecretString>);

impl Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.take().map_or_else(String::new, |said| said.expose_secret().to_owned())
    }
}

async fn greeted(stream: Box<dyn Stream>) -> Result<Client<Box<dyn Stream>>, Ailment> {
    let mut client = Client::new(stream);
    match client.read_response().await {
        Ok(Some(_)) => Ok(client),
        Ok(None) => Err(Ailment::new(SourceTrouble::Unreachable, "the server closed the connection")),
        Err(error) => Err(Ailment::new(SourceTrouble::Unreachable, error.kind().to_string())),
    }
}

async fn encrypted<S: Stream + 'static>(stream: S, server: &Server) -> Result<Box<dyn Stream>, Ailment> {
    let failed = |words: String| Ailment::new(SourceTrouble::Encryption, words);
    let name = ServerName::try_from(server.host.clone()).map_err(|error| failed(error.to_string()))?;
    let connector = TlsConnector::from(Arc::new(config(server.authority.as_deref()).map_err(failed)?));
    let stream = connector.connect(name, stream).await.map_err(|error| failed(error.to_string()))?;
    Ok(Box::new(stream))
}

/// Trusts the authorities of the system, or the one that the settings name.
fn config(authority: Option<&[u8]>) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let Some(pem) = authority else {
        let builder = builder.with_platform_verifier().map_err(|error| error.to_string())?;
        return Ok(builder.with_no_client_auth());
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| String::from("the certificate of the authority cannot be read"))?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
