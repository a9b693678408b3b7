//! What the caller asks for.

use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// Some hundred workstations at one desk
#[derive(Debug, clap::Parser)]
pub struct Arguments {
    #[arg(long, default_value_t = 300)]
    pub workstations: usize,
    /// How long is measured
    #[arg(long, default_value_t = 10.0)]
    pub minutes: f64,
    /// Cases on the desk at the beginning
    #[arg(long, default_value_t = 3000)]
    pub cases: usize,
    /// Seconds between two acts of one workstation, on average
    #[arg(long, default_value_t = 20.0)]
    pub pace: f64,
    /// New cases a second
    #[arg(long, default_value_t = 0.5)]
    pub arrivals: f64,
    #[arg(long, value_enum, default_value = "sqlite")]
    pub storage: Kind,
    /// An empty PostgreSQL database
    #[arg(long, required_if_eq("storage", "postgres"))]
    pub database: Option<String>,
    /// Server processes; 1 with SQLite, 2 with PostgreSQL when not said
    #[arg(long)]
    pub servers: Option<usize>,
    /// The program to be measured
    #[arg(long, default_value = env!("CARGO_BIN_EXE_sincerely"))]
    pub binary: PathBuf,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

impl Arguments {
    pub fn duration(&self) -> Duration {
        Duration::from_secs_f64(self.minutes * 60.0)
    }

    /// Long enough for each workstation to act once.
    pub fn warm_up(&self) -> Duration {
        Duration::from_secs_f64(self.pace * 1.5).min(self.duration())
    }

    pub fn server_count(&self) -> usize {
        match self.storage {
            Kind::Sqlite => 1,
            Kind::Postgres => self.servers.unwrap_or(2).max(1),
        }
    }
}
