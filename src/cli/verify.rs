//! `sincerely verify FOLDER`: is a dossier as it was exported?

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::dossier;
use crate::seal::dossier::{Report, What, parse_signers, verify};
use crate::text::safe_line;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Works offline, and without a desk. Ends with code 1 when anything is not as it was exported. A forger can make a whole folder
anew, with keys of his own: so compare the fingerprint that is shown with one you know, or give the keys you trust with
--signers.")]
pub struct Args {
    /// The folder
    folder: PathBuf,
    /// Believe these keys alone: an `allowed_signers` file that you have from elsewhere
    #[arg(long, value_name = "FILE")]
    signers: Option<PathBuf>,
}

/// # Errors
/// The folder cannot be read.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let trusted = args.signers.as_ref().map(|path| {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        anyhow::Ok(parse_signers(&text))
    });
    let trusted = trusted.transpose()?;
    let report = verify(&dossier::read(&args.folder)?, trusted.as_deref());
    print!("{}", page(&report, trusted.is_some()));
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Names in it come from the folder, so they are made safe for the terminal.
fn page(report: &Report, trusted: bool) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        let place = match finding.entry {
            Some(n) => format!("{}, entry {n}", safe_line(&finding.path)),
            None => safe_line(&finding.path).into_owned(),
        };
        let what = match finding.what {
            What::Changed => "CHANGED",
            What::Missing => "MISSING",
            What::Added => "ADDED",
            What::Wrong => "WRONG",
        };
        out.push_str(&format!("{what}  {place}: {}\n", finding.why));
    }
    let erased: Vec<String> = report.erased.iter().map(u32::to_string).collect();
    if !erased.is_empty() {
        out.push_str(&format!(
            "Erased on request of the person concerned, and no fault: entries {}\n",
            erased.join(", ")
        ));
    }
    let (entries, letters, files) = (report.entries, report.letters, report.files);
    if report.holds() {
        out.push_str(&format!(
            "Everything is as it was exported: {files} files, {entries} entries, {letters} letters signed by their authors.\n"
        ));
    } else {
        out.push_str(&format!("{} places are not as they were exported.\n", report.findings.len()));
    }
    if let Some(print) = &report.sealed_by {
        let at = report.exported_at.map(|at| at.to_string()).unwrap_or_default();
        let compare = if trusted { "one of the keys you trust" } else { "compare it with one that you know" };
        out.push_str(&format!("Sealed by {} on {at} with the key {print} ({compare}).\n", safe_line(&report.exporter)));
    }
    out
}
