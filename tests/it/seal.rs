//! Signatures against the real OpenSSH: what it accepts from us, and what we accept from it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use sincerely::seal;

const FORM: &str = "sincerely-letter/1\nto: maria@example.org\n\nУважаемая Мария Ивановна!\n";

fn ssh_keygen(dir: &Path, args: &[&str], stdin: &str) -> bool {
    let input = dir.join("stdin");
    fs::write(&input, stdin).unwrap();
    let output = Command::new("ssh-keygen")
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::from(fs::File::open(input).unwrap()))
        .output()
        .expect("ssh-keygen is installed");
    output.status.success()
}

fn write_private(path: &Path, key: &str) {
    fs::write(path, key).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
#[ignore = "needs ssh-keygen"]
fn openssh_accepts_our_signature_and_refuses_a_changed_letter() {
    let dir = tempfile::tempdir().unwrap();
    let key = seal::generate_key([7; 32], "Анна Иванова").unwrap();
    let signature = seal::sign(&key, FORM.as_bytes()).unwrap();
    let signers = format!("anna namespaces=\"{}\" {}\n", seal::NAMESPACE, seal::public_line(&key).unwrap());
    fs::write(dir.path().join("allowed_signers"), signers).unwrap();
    fs::write(dir.path().join("letter.sig"), signature).unwrap();
    let args = ["-Y", "verify", "-f", "allowed_signers", "-I", "anna", "-n", seal::NAMESPACE, "-s", "letter.sig"];
    assert!(ssh_keygen(dir.path(), &args, FORM));
    assert!(!ssh_keygen(dir.path(), &args, &FORM.replace("Мария", "Марья")));
}

#[test]
#[ignore = "needs ssh-keygen"]
fn we_accept_a_signature_made_by_openssh_with_our_key() {
    let dir = tempfile::tempdir().unwrap();
    let key = seal::generate_key([8; 32], "anna").unwrap();
    write_private(&dir.path().join("key"), &key);
    fs::write(dir.path().join("letter"), FORM).unwrap();
    assert!(ssh_keygen(dir.path(), &["-Y", "sign", "-f", "key", "-n", seal::NAMESPACE, "letter"], ""));
    let armoured = fs::read_to_string(dir.path().join("letter.sig")).unwrap();
    let public = seal::public_line(&key).unwrap();
    assert_eq!(seal::verify(&public, FORM.as_bytes(), &armoured), Ok(()));
    assert_eq!(seal::verify(&public, b"another letter", &armoured), Err(seal::SealError::Mismatch));
}

#[test]
#[ignore = "needs ssh-keygen"]
fn a_key_made_by_openssh_signs_here() {
    let dir = tempfile::tempdir().unwrap();
    assert!(ssh_keygen(dir.path(), &["-q", "-t", "ed25519", "-N", "", "-C", "boris", "-f", "key"], ""));
    let key = fs::read_to_string(dir.path().join("key")).unwrap();
    let public = fs::read_to_string(dir.path().join("key.pub")).unwrap();
    let armoured = seal::sign(&key, FORM.as_bytes()).unwrap();
    assert_eq!(seal::verify(&public, FORM.as_bytes(), &armoured), Ok(()));
}
