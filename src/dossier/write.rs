//! Fetches a case and writes its dossier: whole, or not at all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::DossierError;
use crate::backend::sincerely::Client;
use crate::backend::{Backend, BackendError};
use crate::files::{private_dir, write_private};
use crate::i18n::Texts;
use crate::model::{AttachmentHash, CaseFile, CaseId, Operator};
use crate::seal::dossier::{self, ATTACHMENTS, Dossier, SEAL, SEAL_SIGNATURE, Source};
use crate::seal::{DOSSIER_NAMESPACE, is_same_key};
use crate::signing::SigningKey;

/// What to export.
pub struct Order<'a> {
    pub case: CaseId,
    /// The folder to make; a name with the case's number in the current folder when missing.
    pub to: Option<PathBuf>,
    /// Put the contents of attachments in too; without them their hashes still stand in the entries.
    pub contents: bool,
    /// The language of the readable page.
    pub texts: &'a Texts,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub folder: PathBuf,
    /// Contents that the desk does not have any more.
    pub missing: usize,
}

/// Writes the dossier of a case, sealed with the key.
///
/// # Errors
/// In words; nothing is left behind then. [`crate::signing::SigningError::wants_passphrase`] tells when to ask and call
/// again.
pub async fn export(
    client: &Client,
    key: &SigningKey,
    passphrase: Option<&str>,
    order: &Order<'_>,
) -> Result<Exported, DossierError> {
    let (me, desk, operators) = (client.me().await?, client.info().await?.desk, client.operators().await?);
    let file = client.case_file(order.case).await.map_err(|error| no_case(error, order.case))?;
    let public = key.public_line()?;
    let known = |o: &Operator| {
        o.keys.iter().any(|k| k.revoked_at.is_none() && k.until.is_none() && is_same_key(&k.public, &public))
    };
    let exporter = operators.iter().find(|o| o.id == me.id).filter(|o| known(o)).ok_or(DossierError::UnknownKey)?;
    // Before anything is fetched: a passphrase may be missing.
    key.sign(DOSSIER_NAMESPACE, b"", passphrase)?;

    let folder = order.to.clone().unwrap_or_else(|| default_folder(&file));
    if folder.exists() {
        return Err(DossierError::Exists { path: folder });
    }
    let part = PathBuf::from(format!("{}.part-{}", folder.display(), std::process::id()));
    let filled = async {
        let wanted = if order.contents { contents_of(&file) } else { BTreeSet::new() };
        let contents = fetch(client, &wanted, &part).await?;
        let words = |word: &str| word_of(order.texts, word);
        let source = Source {
            file: &file,
            operators: &operators,
            desk: &desk,
            exporter,
            key: &public,
            at: Timestamp::now(),
            contents: &contents,
            words: &words,
        };
        let dossier = dossier::build(&source, &mut random_salt)?;
        let signature = key.sign(DOSSIER_NAMESPACE, dossier.seal.as_bytes(), passphrase)?;
        put(&part, dossier, &signature)?;
        std::fs::rename(&part, &folder).map_err(|source| DossierError::File { path: folder.clone(), source })?;
        Ok(wanted.len() - contents.len())
    };
    let filled: Result<usize, DossierError> = filled.await;
    if filled.is_err() {
        let _ = std::fs::remove_dir_all(&part);
    }
    Ok(Exported { missing: filled?, folder })
}

fn no_case(error: BackendError, case: CaseId) -> DossierError {
    match error {
        BackendError::Refused(problem) if problem.status == 404 => DossierError::NoCase(case),
        error => error.into(),
    }
}

fn default_folder(file: &CaseFile) -> PathBuf {
    let day = Timestamp::now().strftime("%Y%m%d-%H%M%S");
    PathBuf::from(format!("dossier-{}-{day}", file.case.number))
}

fn contents_of(file: &CaseFile) -> BTreeSet<AttachmentHash> {
    dossier::attachments(file).into_iter().map(|attachment| attachment.hash.clone()).collect()
}

/// Those of the contents that the desk has, each in a file named by its hash.
async fn fetch(
    client: &Client,
    wanted: &BTreeSet<AttachmentHash>,
    part: &Path,
) -> Result<BTreeSet<AttachmentHash>, DossierError> {
    let folder = part.join(ATTACHMENTS);
    let mut here = BTreeSet::new();
    for hash in wanted {
        private_dir(&folder).map_err(|source| DossierError::File { path: folder.clone(), source })?;
        match client.get_attachment(hash, &folder.join(&hash.0)).await {
            Ok(()) => drop(here.insert(hash.clone())),
            Err(BackendError::Refused(problem)) if problem.status == 404 => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(here)
}

fn put(part: &Path, dossier: Dossier, signature: &str) -> Result<(), DossierError> {
    let write = |name: &str, bytes: &[u8]| {
        let path = part.join(name);
        let parent = path.parent().unwrap_or(part);
        private_dir(parent)
            .and_then(|()| write_private(&path, bytes))
            .map_err(|source| DossierError::File { path: path.clone(), source })
    };
    for file in &dossier.files {
        write(&file.path, &file.bytes)?;
    }
    write(SEAL, dossier.seal.as_bytes())?;
    write(SEAL_SIGNATURE, signature.as_bytes())
}

fn random_salt() -> String {
    rand::random::<[u8; 16]>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Kinds and states have their words elsewhere; a word without any stands as it is.
fn word_of(texts: &Texts, key: &str) -> String {
    let Some(word) = key.strip_prefix("dossier-what-") else { return texts.t(key) };
    let known =
        ["message", "kind", "dossier-what"].iter().map(|group| format!("{group}-{word}")).find(|key| texts.has(key));
    known.map_or_else(|| key.to_owned(), |key| texts.t(&key))
}
