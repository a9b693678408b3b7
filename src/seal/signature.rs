//! Keys and signatures as OpenSSH writes them: Ed25519, SSHSIG (PROTOCOL.sshsig), SHA-512, one namespace.

use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, PublicKey, Signature, SshSig};
use zeroize::Zeroizing;

/// The namespace of every signature under a letter; a signature made for anything else is no signature here.
pub const NAMESPACE: &str = "reply@sincerely";
/// The namespace of the signature under a dossier.
pub const DOSSIER_NAMESPACE: &str = "dossier@sincerely";

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the private key cannot be read; an Ed25519 key in OpenSSH form is needed")]
    PrivateKey,
    #[error("the key is of another kind; letters are signed with Ed25519 keys (`ssh-keygen -t ed25519` makes one)")]
    OtherKind,
    #[error("the private key is protected by a passphrase; a key without one, or opened before, is needed")]
    Locked,
    #[error("the passphrase does not open this key")]
    Passphrase,
    #[error("the public key cannot be read; one line `ssh-ed25519 AAAA…` is needed")]
    PublicKey,
    #[error("the signature cannot be read; an armoured SSH signature is needed")]
    Unreadable,
    #[error("the signature was made for another purpose than a letter")]
    Namespace,
    #[error("the signature was made with another key")]
    OtherKey,
    #[error("the signature does not fit this letter: the text or its header was changed after signing")]
    Mismatch,
    #[error("the key could not sign")]
    Signing,
}

/// A new private key in OpenSSH form from 32 random bytes; the comment names its owner. Wiped from memory when dropped.
pub fn generate_key(seed: [u8; 32], comment: &str) -> Result<Zeroizing<String>, SealError> {
    let seed = Zeroizing::new(seed);
    let pair = Ed25519Keypair::from_seed(&seed);
    let comment: String = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let key = PrivateKey::new(KeypairData::Ed25519(pair), comment).map_err(|_| SealError::PrivateKey)?;
    key.to_openssh(LineEnding::LF).map_err(|_| SealError::PrivateKey)
}

/// The public half in one line, as servers and `allowed_signers` want it.
pub fn public_line(private_key: &str) -> Result<String, SealError> {
    read_private(private_key)?.public_key().to_openssh().map_err(|_| SealError::PrivateKey)
}

/// `SHA256:…` of a public line, as `ssh-keygen -l` shows it.
pub fn fingerprint(public_line: &str) -> Result<String, SealError> {
    Ok(read_public(public_line)?.fingerprint(HashAlg::Sha256).to_string())
}

/// True when a passphrase stands before the key.
pub fn is_locked(private_key: &str) -> Result<bool, SealError> {
    Ok(read_private(private_key)?.is_encrypted())
}

/// The key without its passphrase, for memory alone; wiped when dropped.
pub fn unlock(private_key: &str, passphrase: &str) -> Result<Zeroizing<String>, SealError> {
    let key = read_private(private_key)?;
    if !key.is_encrypted() {
        return Ok(Zeroizing::new(private_key.to_owned()));
    }
    let open = key.decrypt(passphrase.as_bytes()).map_err(|_| SealError::Passphrase)?;
    open.to_openssh(LineEnding::LF).map_err(|_| SealError::PrivateKey)
}

/// Signs the canonical form of a letter; gives the armoured signature (`-----BEGIN SSH SIGNATURE-----`).
pub fn sign(private_key: &str, canonical: &[u8]) -> Result<String, SealError> {
    sign_as(NAMESPACE, private_key, canonical)
}

/// The same for another purpose.
pub fn sign_as(namespace: &str, private_key: &str, form: &[u8]) -> Result<String, SealError> {
    let key = read_private(private_key)?;
    if key.is_encrypted() {
        return Err(SealError::Locked);
    }
    let signature = key.sign(namespace, HashAlg::Sha512, form).map_err(|_| SealError::Signing)?;
    signature.to_pem(LineEnding::LF).map_err(|_| SealError::Signing)
}

/// What a key that is elsewhere (an agent, a token) signs in place of the form.
pub fn to_be_signed(namespace: &str, form: &[u8]) -> Result<Vec<u8>, SealError> {
    SshSig::signed_data(namespace, HashAlg::Sha512, form).map_err(|_| SealError::Signing)
}

/// The armoured signature out of the 64 bytes that such a key gave back.
pub fn assemble(namespace: &str, public_line: &str, signature: &[u8]) -> Result<String, SealError> {
    let key = read_public(public_line)?;
    let raw = Signature::new(Algorithm::Ed25519, signature).map_err(|_| SealError::Signing)?;
    let whole = SshSig::new(key.key_data().clone(), namespace, HashAlg::Sha512, raw).map_err(|_| SealError::Signing)?;
    whole.to_pem(LineEnding::LF).map_err(|_| SealError::Signing)
}

/// Checks that this key, and no other, signed exactly these bytes as a letter.
pub fn verify(public_line: &str, canonical: &[u8], armoured: &str) -> Result<(), SealError> {
    verify_as(NAMESPACE, public_line, canonical, armoured)
}

/// The same for another purpose.
pub fn verify_as(namespace: &str, public_line: &str, form: &[u8], armoured: &str) -> Result<(), SealError> {
    let key = read_public(public_line)?;
    let signature = read_signature(armoured)?;
    if signature.namespace() != namespace {
        return Err(SealError::Namespace);
    }
    if signature.public_key() != key.key_data() {
        return Err(SealError::OtherKey);
    }
    key.verify(namespace, form, &signature).map_err(|_| SealError::Mismatch)
}

/// True when the armour is byte for byte as this program writes it.
pub fn is_exact(armoured: &str) -> bool {
    SshSig::from_pem(armoured).and_then(|s| s.to_pem(LineEnding::LF)).is_ok_and(|written| written == armoured)
}

/// True when both lines hold the same key, whatever the comments.
pub fn is_same_key(one: &str, other: &str) -> bool {
    matches!((read_public(one), read_public(other)), (Ok(a), Ok(b)) if a.key_data() == b.key_data())
}

/// The decoder forgives wrong inner lengths, so a signature must also read exactly as it would be written.
fn read_signature(armoured: &str) -> Result<SshSig, SealError> {
    let signature = SshSig::from_pem(armoured).map_err(|_| SealError::Unreadable)?;
    let written = signature.to_pem(LineEnding::LF).map_err(|_| SealError::Unreadable)?;
    let is_exact = written.split_whitespace().flat_map(str::chars).eq(armoured.split_whitespace().flat_map(str::chars));
    let is_plain = signature.version() == 1 && signature.reserved().is_empty();
    if is_exact && is_plain { Ok(signature) } else { Err(SealError::Unreadable) }
}

fn read_private(text: &str) -> Result<PrivateKey, SealError> {
    let key = PrivateKey::from_openssh(text).map_err(|_| SealError::PrivateKey)?;
    if key.algorithm() == Algorithm::Ed25519 { Ok(key) } else { Err(SealError::OtherKind) }
}

fn read_public(line: &str) -> Result<PublicKey, SealError> {
    let key = PublicKey::from_openssh(line.trim()).map_err(|_| SealError::PublicKey)?;
    if key.algorithm() == Algorithm::Ed25519 { Ok(key) } else { Err(SealError::OtherKind) }
}

#[cfg(test)]
mod tests {
    use super::super::canonical::tests::letter;
    use super::*;

    fn key(seed: u8) -> Zeroizing<String> {
        generate_key([seed; 32], "Анна Иванова").unwrap()
    }

    #[test]
    fn a_signed_letter_verifies_with_its_own_key_only() {
        let (anna, other) = (key(1), key(2));
        let form = letter().canonical();
        let armoured = sign(&anna, &form).unwrap();
        assert_eq!(verify(&public_line(&anna).unwrap(), &form, &armoured), Ok(()));
        assert_eq!(verify(&public_line(&other).unwrap(), &form, &armoured), Err(SealError::OtherKey));
    }

    #[test]
    fn one_changed_byte_anywhere_voids_the_signature() {
        let anna = key(1);
        let public = public_line(&anna).unwrap();
        let form = letter().canonical();
        let armoured = sign(&anna, &form).unwrap();
        for at in (0..form.len()).step_by(3) {
            let mut changed = form.clone();
            changed[at] ^= 1;
            assert_eq!(verify(&public, &changed, &armoured), Err(SealError::Mismatch), "byte {at}");
        }
        let longer = [form.as_slice(), b"\n"].concat();
        assert_eq!(verify(&public, &longer, &armoured), Err(SealError::Mismatch));
        assert_eq!(verify(&public, &form[..form.len() - 1], &armoured), Err(SealError::Mismatch));
    }

    #[test]
    fn one_changed_byte_of_the_signature_voids_it() {
        let anna = key(1);
        let public = public_line(&anna).unwrap();
        let form = letter().canonical();
        let armoured = sign(&anna, &form).unwrap();
        for (at, old) in armoured.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).step_by(2) {
            let mut changed = armoured.clone();
            changed.replace_range(at..=at, if old == 'A' { "B" } else { "A" });
            assert!(verify(&public, &form, &changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_signature_for_another_purpose_is_refused() {
        let anna = key(1);
        let form = letter().canonical();
        let foreign = PrivateKey::from_openssh(anna.as_str()).unwrap().sign("git", HashAlg::Sha512, &form).unwrap();
        let armoured = foreign.to_pem(LineEnding::LF).unwrap();
        assert_eq!(verify(&public_line(&anna).unwrap(), &form, &armoured), Err(SealError::Namespace));
    }

    #[test]
    fn unreadable_keys_and_signatures_are_named() {
        let public = public_line(&key(1)).unwrap();
        assert_eq!(sign("nonsense", b"x"), Err(SealError::PrivateKey));
        assert_eq!(verify("ssh-ed25519 nonsense", b"x", ""), Err(SealError::PublicKey));
        assert_eq!(verify(&public, b"x", "nonsense"), Err(SealError::Unreadable));
        assert!(fingerprint(&public).unwrap().starts_with("SHA256:"));
    }

    #[test]
    fn the_same_seed_gives_the_same_key_and_a_hostile_comment_stays_on_its_line() {
        let hostile = generate_key([1; 32], "a\nssh-ed25519 AAAA").unwrap();
        let line = public_line(&hostile).unwrap();
        assert_eq!(line.lines().count(), 1);
        let own = public_line(&key(1)).unwrap();
        assert_eq!(line.split(' ').nth(1), own.split(' ').nth(1));
    }
}
