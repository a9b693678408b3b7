//! The server processes: started as an administrator would, watched through /proc.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::arguments::{Arguments, Kind};

pub struct ServerProcess {
    child: Child,
    pub url: String,
}

/// `serve` of this desk: folder or database, and a home of its own.
pub fn command(arguments: &Arguments, home: &Path) -> Command {
    let mut command = Command::new(&arguments.binary);
    // The desk is filled faster than any person works.
    command.arg("serve").env("SINCERELY_REQUESTS_PER_SECOND", "0");
    command.env("SINCERELY_HOME", home).env("SINCERELY_LOG", "warn");
    match (arguments.storage, &arguments.database) {
        (Kind::Postgres, Some(database)) => command.args(["--database", database]),
        _ => command.arg("--data").arg(home.join("served")),
    };
    command
}

impl ServerProcess {
    pub fn start(arguments: &Arguments, home: &Path) -> Self {
        let mut command = command(arguments, home);
        let mut child =
            command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().expect("the server starts");
        let output = BufReader::new(child.stdout.take().expect("the output is a pipe"));
        let url = output.lines().map_while(Result::ok).find_map(|line| {
            let at = line.find("http://")?;
            Some(line[at..].trim().to_owned())
        });
        Self { child, url: url.expect("the server says where it listens") }
    }

    pub fn end(mut self) {
        #[cfg(unix)]
        if let Ok(pid) = i32::try_from(self.child.id())
            && let Some(pid) = rustix::process::Pid::from_raw(pid)
        {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        #[cfg(not(unix))]
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time and memory at one moment.
#[derive(Debug, Clone)]
pub struct Sample {
    pub at: Instant,
    /// Of all servers together.
    pub servers: Usage,
    /// Of the workstations, all in this process.
    pub clients: Usage,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    pub processor: Duration,
    /// Resident, in kB.
    pub memory: u64,
}

impl Sample {
    pub fn of(servers: &[ServerProcess]) -> Self {
        let all = servers.iter().map(|server| usage(&server.child.id().to_string()));
        let servers = all
            .fold(Usage::default(), |a, b| Usage { processor: a.processor + b.processor, memory: a.memory + b.memory });
        Self { at: Instant::now(), servers, clients: usage("self") }
    }
}

fn usage(process: &str) -> Usage {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let nanos = tasks.filter_map(|t| std::fs::read_to_string(t.path().join("schedstat")).ok());
    let processor = Duration::from_nanos(nanos.filter_map(|s| s.split(' ').next()?.parse::<u64>().ok()).sum());
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let memory = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let memory = memory.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or_default();
    Usage { processor, memory }
}
