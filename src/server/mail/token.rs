//! OAuth 2 access tokens for mail servers (XOAUTH2): fetched anew for each login, because they end within the hour.
//!
//! Getting one from the provider is the business of a program of its own, as `oauth2l` or `mutt_oauth2.py` do it. Neither
//! the token nor what that program says is ever in a log.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};

use super::settings::TokenSource;

/// So long the program may take; it may have to ask a server for a new token.
const PATIENCE: Duration = Duration::from_secs(25);
const PAUSE: Duration = Duration::from_millis(20);
/// No token is longer (bytes).
const LONGEST: u64 = 16 * 1024;

/// Fetches the token.
///
/// # Errors
/// In words for the operator; they hold nothing of what was read.
pub async fn fetch(source: &TokenSource) -> Result<SecretString, String> {
    let source = source.clone();
    let fetched = tokio::task::spawn_blocking(move || match &source {
        TokenSource::File(path) => of_file(path),
        TokenSource::Command(command) => of_command(command),
    });
    token(&fetched.await.map_err(|_| String::from("the token could not be fetched"))??)
}

fn of_file(path: &Path) -> Result<SecretString, String> {
    let read = std::fs::read_to_string(path);
    read.map(SecretString::from).map_err(|error| format!("the token file {}: {}", path.display(), error.kind()))
}

/// Runs the program with nothing to read and nobody to talk to. One that takes too long is ended.
fn of_command(command: &[String]) -> Result<SecretString, String> {
    let Some((program, arguments)) = command.split_first() else { return Err(String::from("no token command is set")) };
    let failed = |what: String| format!("the token command {program} {what}");
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(format!("does not start: {}", error.kind())))?;
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed(String::from("gave no token in time")));
            }
        }
    };
    if !status.success() {
        return Err(failed(format!("ended with an error ({status})")));
    }
    // What fits into the pipe lies there; a program that was started in the background may hold it open.
    let mut said = String::new();
    let output = child.stdout.take().ok_or_else(|| failed(String::from("said nothing")))?;
    output.take(LONGEST).read_to_string(&mut said).map_err(|error| failed(format!("said: {}", error.kind())))?;
    Ok(SecretString::from(said))
}

/// The token without blanks around it. It goes into a line of the protocol, so nothing else may stand in it.
fn token(said: &SecretString) -> Result<SecretString, String> {
    let token = said.expose_secret().trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(String::from("what was given as a token is none: one line without blanks is expected"));
    }
    Ok(SecretString::from(token))
}

/// What is said to the server, before base64: the user and the token.
pub fn xoauth2(user: &str, token: &SecretString) -> SecretString {
    SecretString::from(format!("user={user}\x01auth=Bearer {}\x01\x01", token.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> TokenSource {
        TokenSource::Command(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[tokio::test]
    async fn a_token_comes_from_a_file_or_a_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "  ya29.from-a-file\n").unwrap();
        let read = fetch(&TokenSource::File(path)).await.unwrap();
        assert_eq!(read.expose_secret(), "ya29.from-a-file");
        let printed = fetch(&command(&["printf", "%s\\n", "ya29.printed"])).await.unwrap();
        assert_eq!(xoauth2("me@x", &printed).expose_secret(), "user=me@x\x01auth=Bearer ya29.printed\x01\x01");
    }

    #[tokio::test]
    async fn what_is_no_token_is_told_without_a_word_of_it() {
        for (words, told) in [
            (&["printf", "se cret"][..], "none"),
            (&["printf", "a\\001b"][..], "none"),
            (&["true"][..], "none"),
            (&["false"][..], "ended with an error"),
            (&["/no/such/program"][..], "does not start"),
            (&[][..], "no token command"),
        ] {
            let error = fetch(&command(words)).await.unwrap_err();
            assert!(error.contains(told) && !error.contains("cret"), "{words:?}: {error}");
        }
        let error = fetch(&TokenSource::File("/no/such/file".into())).await.unwrap_err();
        assert!(error.contains("/no/such/file"), "{error}");
    }
}
