//! What another window wrote into the same files, told to this one. On Linux the system says so (inotify), and nothing
//! wakes in between; elsewhere a window looks when it comes to the front ([`super::Store::look`]).
//!
//! Not its duty: what changed. Who is told reads again.

use std::path::Path;

/// Ends the watch when it is dropped.
pub(super) struct Watch {
    #[cfg(target_os = "linux")]
    _stop: std::io::PipeWriter,
}

/// Calls `told` with the file's place in `files` after each write into its log, by whomever; several writes may be told as
/// one. None: this system cannot say it.
pub(super) fn watch(files: &[&Path], told: impl Fn(usize) + Send + 'static) -> Option<Watch> {
    #[cfg(target_os = "linux")]
    return linux::watch(files, told).inspect_err(|error| tracing::warn!(%error, "other windows are not heard")).ok();
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (files, told);
        None
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::OsString;
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt;
    use std::path::{Path, PathBuf};
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::inotify::{self, CreateFlags, Reader, WatchFlags};

    use super::Watch;
    use crate::store::open::with_suffix;

    /// When it is told after a write: soon, and then again, for a commit is seen by others only once it is on the disk, and
    /// that can take its time. In milliseconds from one to the next.
    const LOOKS_MS: [u64; 4] = [10, 100, 900, 4_000];

    pub(super) fn watch(files: &[&Path], told: impl Fn(usize) + Send + 'static) -> io::Result<Watch> {
        let fd = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        let mut logs: Vec<OsString> = Vec::new();
        let mut folders: Vec<PathBuf> = Vec::new();
        for file in files {
            let log = with_suffix(file, "-wal");
            logs.push(log.file_name().unwrap_or_default().to_owned());
            let folder = log.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
            if !folders.contains(&folder) {
                inotify::add_watch(&fd, &folder, WatchFlags::MODIFY)?;
                folders.push(folder);
            }
        }
        let (stopped, stop) = io::pipe()?;
        let mut listener = Listener { looks: vec![None; logs.len()], fd, stopped, logs };
        let listen = move || while matches!(listener.listen(&told), Ok(true)) {};
        std::thread::Builder::new().name("store-elsewhere".to_owned()).spawn(listen)?;
        Ok(Watch { _stop: stop })
    }

    struct Listener {
        fd: OwnedFd,
        stopped: io::PipeReader,
        logs: Vec<OsString>,
        /// Of each file, when it is looked at next, and the how manieth look since the last write that is.
        looks: Vec<Option<(Instant, usize)>>,
    }

    impl Listener {
        /// Waits for a write or for the next look after one; false when the watch has ended.
        fn listen(&mut self, told: &impl Fn(usize)) -> io::Result<bool> {
            let next = self.looks.iter().flatten().map(|(at, _)| *at).min();
            let wait = next.map(|at| at.saturating_duration_since(Instant::now()));
            let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
            let mut waits = [PollFd::new(&self.fd, PollFlags::IN), PollFd::new(&self.stopped, PollFlags::IN)];
            match poll(&mut waits, wait.as_ref()) {
                Err(rustix::io::Errno::INTR) => return Ok(true),
                other => other?,
            };
            if !waits[1].revents().is_empty() {
                return Ok(false);
            }
            self.read()?;
            let now = Instant::now();
            for (n, look) in self.looks.iter_mut().enumerate() {
                if let Some((_, step)) = look.filter(|(at, _)| *at <= now) {
                    told(n);
                    *look = LOOKS_MS.get(step + 1).map(|ms| (now + Duration::from_millis(*ms), step + 1));
                }
            }
            Ok(true)
        }

        /// Takes in which files were written to; a first look that is to come already is not put off by it.
        fn read(&mut self) -> io::Result<()> {
            let soon = (Instant::now() + Duration::from_millis(LOOKS_MS[0]), 0);
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut events = Reader::new(&self.fd, &mut buffer);
            loop {
                let event = match events.next() {
                    Ok(event) => event,
                    Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => return Ok(()),
                    Err(error) => return Err(error.into()),
                };
                let name = event.file_name().map(|name| name.to_bytes().to_owned()).unwrap_or_default();
                for (log, look) in self.logs.iter().zip(&mut self.looks) {
                    let waits = look.is_some_and(|(_, step)| step == 0);
                    if log.as_bytes() == name && !waits {
                        *look = Some(soon);
                    }
                }
            }
        }
    }
}
