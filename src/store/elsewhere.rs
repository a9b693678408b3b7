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
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fs::inotify::{self, CreateFlags, Reader, WatchFlags};

    use super::Watch;
    use crate::store::open::with_suffix;

    /// Writes that come closer together are told as one.
    const GATHER: Duration = Duration::from_millis(10);

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
        let listen = move || while matches!(listen(&fd, &stopped, &logs, &told), Ok(true)) {};
        std::thread::Builder::new().name("store-elsewhere".to_owned()).spawn(listen)?;
        Ok(Watch { _stop: stop })
    }

    /// Waits for the next writes and tells of them; false when the watch has ended.
    fn listen(fd: &OwnedFd, stopped: &io::PipeReader, logs: &[OsString], told: &impl Fn(usize)) -> io::Result<bool> {
        let mut waits = [PollFd::new(fd, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
        match poll(&mut waits, None) {
            Err(rustix::io::Errno::INTR) => return Ok(true),
            other => other?,
        };
        if !waits[1].revents().is_empty() {
            return Ok(false);
        }
        std::thread::sleep(GATHER);
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut events = Reader::new(fd, &mut buffer);
        let mut written = vec![false; logs.len()];
        loop {
            let event = match events.next() {
                Ok(event) => event,
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => break,
                Err(error) => return Err(error.into()),
            };
            let name = event.file_name().map(|name| name.to_bytes().to_owned()).unwrap_or_default();
            for (log, written) in logs.iter().zip(&mut written) {
                *written |= log.as_bytes() == name;
            }
        }
        for (n, _) in written.iter().enumerate().filter(|(_, written)| **written) {
            told(n);
        }
        Ok(true)
    }
}
