//! `sincerely backup` and `sincerely restore`: a copy of a desk while it is served, and the way back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;

use crate::config::Paths;
use crate::server::backup::{self, Manifest};

#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// Folder to make; in a folder that is there already one with the date is made
    #[arg(default_value = ".")]
    target: PathBuf,
    /// Folder of the desk [default: the desk of this workstation]
    #[arg(long)]
    data: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// Folder that `sincerely backup` made
    backup: PathBuf,
    /// Folder of the desk [default: the desk of this workstation]
    #[arg(long)]
    data: Option<PathBuf>,
}

pub fn back_up(args: BackupArgs) -> anyhow::Result<ExitCode> {
    let own_work = match &args.data {
        None => Some(Paths::of_user()?.state.join("work.db")).filter(|work| work.exists()),
        Some(_) => None,
    };
    let data = desk(args.data)?;
    let target = place(&args.target);
    let made = backup::make(&data, &target)?;
    println!("{}", target.display());
    eprintln!("{}", holds(&made.manifest));
    if made.manifest.files.iter().any(|file| file.path == "signing-key") {
        eprintln!("The signing key is in it: keep it where you would keep the key.");
    }
    if let Some(work) = own_work {
        eprintln!(
            "Drafts and what is unsent are not in it; they are in {}. Copy that file as well while no window is open.",
            work.display()
        );
    }
    for path in &made.damaged {
        eprintln!("sincerely: {path} was damaged in the desk already; it is copied as it is");
    }
    Ok(ExitCode::SUCCESS)
}

pub fn bring_back(args: RestoreArgs) -> anyhow::Result<ExitCode> {
    let data = desk(args.data)?;
    let restored = backup::restore(&args.backup, &data)?;
    println!("{}", data.display());
    eprintln!("{}", holds(&restored.manifest));
    if let Some(aside) = restored.aside {
        eprintln!("The desk that was here is kept as {}.", aside.display());
    }
    if let Some(key) = restored.key_aside {
        eprintln!("The signing key that was here is kept as {}.", key.display());
    }
    eprintln!("Accounts and tokens are those of that day: revoke what was revoked since. Workstations load it anew.");
    Ok(ExitCode::SUCCESS)
}

fn desk(data: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    Ok(match data {
        Some(data) => data,
        None => Paths::of_user()?.data,
    })
}

/// A folder that is there gets a new one in it.
fn place(target: &Path) -> PathBuf {
    if !target.is_dir() {
        return target.to_owned();
    }
    target.join(format!("sincerely-{}", Timestamp::now().strftime("%Y%m%dT%H%M%SZ")))
}

fn holds(manifest: &Manifest) -> String {
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let (cases, files, made) = (manifest.cases, manifest.files.len(), manifest.made_at.strftime("%F %T UTC"));
    format!("{cases} cases in {files} files, {} MiB, as of {made}", bytes.div_ceil(1 << 20))
}
