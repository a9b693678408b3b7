//! Opens a throw-away desk with samples, or generates one for measuring. Nothing of the user's is read or written.

mod desk;

pub use desk::put_samples;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::config::Paths;
use crate::files::write_private;
use crate::server::embedded::system_person;
use crate::server::storage::sqlite;
use crate::tui::runtime::terminal;

/// Says that a folder holds a finished demo desk, and of what.
const MARKER: &str = "demo.json";
const LARGEST: u64 = 1_000_000;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Generate this many cases instead of the samples, for measuring
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=LARGEST))]
    cases: Option<u64>,
    /// The same seed makes the same cases
    #[arg(long, value_name = "S", default_value_t = 1, requires = "cases")]
    seed: u64,
    /// Generate as if it were this moment, e.g. 2026-03-14T09:00:00Z
    #[arg(long, value_name = "TIME", requires = "cases")]
    now: Option<Timestamp>,
    /// Keep the desk in this folder; the next start opens it as it was left
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only make the desk, do not open it
    #[arg(long, requires = "keep")]
    no_open: bool,
    /// Language of the operator and the screen [default: this machine's]
    #[arg(long, value_parser = ["ru", "en", "ro"])]
    lang: Option<String>,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    if !args.no_open {
        terminal::check()?;
    }
    let home = Home::of(args.keep.as_deref())?;
    let paths = Paths::below(home.path());
    paths.make()?;
    let wanted = Marker { cases: args.cases, seed: args.cases.map(|_| args.seed) };
    match Marker::read(home.path())? {
        Some(found) => found.must_be(&wanted)?,
        None => make(&args, &wanted, home.path(), &paths)?,
    }
    if args.no_open {
        return Ok(ExitCode::SUCCESS);
    }
    super::run::open(paths)
}

/// Where the desk lies; a temporary one is removed when the program ends.
enum Home {
    Kept(PathBuf),
    Temporary(TempDir),
}

impl Home {
    fn of(keep: Option<&Path>) -> anyhow::Result<Self> {
        match keep {
            Some(dir) => Ok(Self::Kept(dir.to_owned())),
            None => {
                let made = tempfile::Builder::new().prefix("sincerely-demo-").tempdir();
                Ok(Self::Temporary(made.context("no temporary folder can be made; use --keep DIR")?))
            }
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Kept(dir) => dir,
            Self::Temporary(dir) => dir.path(),
        }
    }
}

/// What a demo desk was made of; none for the samples.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Marker {
    cases: Option<u64>,
    seed: Option<u64>,
}

impl Marker {
    /// None: the folder is free. A desk without this mark is somebody's real one, or was never finished.
    fn read(home: &Path) -> anyhow::Result<Option<Self>> {
        let path = home.join(MARKER);
        match std::fs::read(&path) {
            Ok(content) => {
                Ok(Some(serde_json::from_slice(&content).with_context(|| format!("{} is damaged", path.display()))?))
            }
            Err(_) if home.join("data").join(sqlite::FILE).exists() => bail!(
                "{} holds a desk that is no finished demo. Nothing was changed; give --keep another folder",
                home.display()
            ),
            Err(_) => Ok(None),
        }
    }

    /// Opening a kept desk asks for nothing, or for what it is.
    fn must_be(&self, wanted: &Self) -> anyhow::Result<()> {
        if wanted.cases.is_none() || self == wanted {
            return Ok(());
        }
        match (self.cases, self.seed) {
            (Some(cases), Some(seed)) => bail!("this folder keeps a desk of {cases} cases (seed {seed}); give another"),
            _ => bail!("this folder keeps a desk of samples; give another"),
        }
    }
}

fn make(args: &Args, marker: &Marker, home: &Path, paths: &Paths) -> anyhow::Result<()> {
    let lang = args.lang.clone().unwrap_or_else(|| system_person().language.as_str().to_owned());
    let now = args.now.unwrap_or_else(Timestamp::now);
    match args.cases {
        None => desk::of_samples(&paths.data, &lang, now)?,
        Some(count) => {
            let bar = ProgressBar::new(count).with_style(
                ProgressStyle::with_template("{bar:32} {human_pos}/{human_len} cases  {per_sec}  {eta}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            desk::generated(&paths.data, &lang, now, count, args.seed, &mut || bar.inc(1))?;
            bar.finish();
        }
    }
    write_private(&home.join(MARKER), &serde_json::to_vec(marker)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_a_desk_that_is_no_demo_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        assert!(Marker::read(home.path()).unwrap().is_none());
        std::fs::create_dir(home.path().join("data")).unwrap();
        std::fs::write(home.path().join("data").join(sqlite::FILE), "somebody's").unwrap();
        let told = Marker::read(home.path()).unwrap_err().to_string();
        assert!(told.contains("no finished demo") && told.contains("Nothing was changed"), "{told}");
    }

    #[test]
    fn a_kept_desk_is_opened_as_it_is_or_not_at_all() {
        let kept = Marker { cases: Some(10), seed: Some(1) };
        assert!(kept.must_be(&Marker { cases: None, seed: None }).is_ok());
        assert!(kept.must_be(&Marker { cases: Some(10), seed: Some(1) }).is_ok());
        assert!(kept.must_be(&Marker { cases: Some(10), seed: Some(2) }).is_err());
        assert!(Marker { cases: None, seed: None }.must_be(&kept).is_err());
    }
}
