//! Asks for a passphrase on the terminal, without showing it.

use std::io::{BufRead, IsTerminal, Write};

use zeroize::Zeroizing;

use crate::signing::SigningError;

/// So often a wrong one may be typed.
const TRIES: usize = 3;

/// Runs what signs; asks for the passphrase when it is needed, and again when it was wrong.
///
/// # Errors
/// Those of the signing.
pub fn with_passphrase<T, E>(
    mut sign: impl FnMut(Option<&str>) -> Result<T, E>,
    signing: impl Fn(&E) -> Option<&SigningError>,
) -> Result<T, E> {
    let mut done = sign(None);
    for _ in 0..TRIES {
        let Err(error) = &done else { break };
        let Some(why) = signing(error).filter(|why| why.wants_passphrase()) else { break };
        let Some(passphrase) = ask(why) else { break };
        done = sign(Some(&passphrase));
    }
    done
}

/// One line; none at the end of the input.
fn ask(why: &SigningError) -> Option<Zeroizing<String>> {
    let stdin = std::io::stdin();
    eprint!("sincerely: {why}. Passphrase: ");
    let _ = std::io::stderr().flush();
    let mut line = Zeroizing::new(String::new());
    let read = {
        let _hidden = stdin.is_terminal().then(Hidden::begin);
        stdin.lock().read_line(&mut line)
    };
    eprintln!();
    if read.ok()? == 0 {
        return None;
    }
    Some(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// While it lives the terminal shows nothing of what is typed.
struct Hidden {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Hidden {
    #[cfg(unix)]
    fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).ok();
        if let Some(mut modes) = before.clone() {
            modes.local_modes.remove(LocalModes::ECHO);
            let _ = tcsetattr(&stdin, OptionalActions::Now, &modes);
        }
        Self { before }
    }

    #[cfg(not(unix))]
    fn begin() -> Self {
        Self {}
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(before) = &self.before {
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, before);
        }
    }
}
