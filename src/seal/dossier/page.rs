//! The page of a dossier that people read. Everything in it that came from outside is escaped; nothing is loaded.

use std::fmt::Write;

use super::build::{Source, attachments};
use super::parts::Entry;
use crate::model::CaseFile;
use crate::text::{make_safe, safe_line};

/// The text of a key in the reader's language.
pub type Words<'a> = &'a dyn Fn(&str) -> String;

const STYLE: &str = "body{font:16px/1.5 serif;max-width:50em;margin:2em auto;padding:0 1em;color:#222}\
    h1{font-size:1.4em}article{border-top:1px solid #bbb;padding:.6em 0}h2{font-size:1em;margin:.2em 0;font-weight:600}\
    pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.4em 0}dl,small{color:#555}dt{float:left;margin-right:.5em}\
    dd{margin:0}.erased{font-style:italic}";

/// The page: a head, the entries in time order, the attachments.
pub fn page(source: &Source<'_>, entries: &[Entry]) -> String {
    let (words, case) = (source.words, &source.file.case);
    let title = words("dossier-title").replace("{n}", &case.number.to_string());
    let mut out = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>{}</title><style>{STYLE}</style></head>\n<body>\n<h1>{}</h1>\n<dl>\n",
        line(&title),
        line(&title)
    );
    let state = words(&format!("state-{}", case.state.as_str().replace('_', "-")));
    for (name, value) in [
        ("dossier-subject", case.subject.clone()),
        ("dossier-customer", source.file.customer.name.full()),
        ("dossier-state", state),
        ("dossier-received", source.file.case.received_at.to_string()),
        ("dossier-exported", format!("{}, {}", source.at, source.exporter.name)),
    ] {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", line(&words(name)), line(&value));
    }
    for (name, value) in amends(words, source.file) {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", line(&words(name)), line(&value));
    }
    out.push_str("</dl>\n");
    for entry in entries {
        article(&mut out, words, entry);
    }
    list_attachments(&mut out, source);
    out.push_str("</body></html>\n");
    out
}

/// Whose error it was and what was given for it, as far as anybody said (R114, R128).
fn amends(words: Words<'_>, file: &CaseFile) -> Vec<(&'static str, String)> {
    let said = |prefix: &str, word: &str| {
        let key = format!("{prefix}-{}", word.replace('_', "-"));
        let text = words(&key);
        if text == key || text.is_empty() { word.to_owned() } else { text }
    };
    let fault = file.case.our_fault.as_ref().map(|fault| ("dossier-fault", said("fault", fault.as_str())));
    let remedy = file.case.remedy.as_ref().map(|remedy| {
        let parts = [said("remedy", remedy.kind.as_str()), remedy.amount.clone(), remedy.text.clone()];
        ("dossier-remedy", parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
    });
    fault.into_iter().chain(remedy).collect()
}

fn article(out: &mut String, words: Words<'_>, entry: &Entry) {
    let kind = words(&format!("dossier-{}", entry.entry.replace('_', "-")));
    let _ = writeln!(
        out,
        "<article id=\"e{}\"><h2>{}. {}: {}</h2><small>{} · {}</small>",
        entry.n,
        entry.n,
        line(&kind),
        line(&what(words, entry)),
        line(&entry.local),
        line(&by(words, entry))
    );
    if entry.is_erased() {
        let _ = writeln!(out, "<p class=\"erased\">{}</p>", line(&words("dossier-erased")));
    }
    for name in ["subject", "to", "number", "agreed", "note", "recording", "term", "title", "due"] {
        if let Some(value) = entry.form_line(name).filter(|value| !value.is_empty()) {
            let key = if name == "title" { "dossier-title-line".to_owned() } else { format!("dossier-{name}") };
            let _ = writeln!(out, "<pre><small>{}:</small> {}</pre>", line(&words(&key)), text(&value));
        }
    }
    if let Some(body) = entry.form_body() {
        let _ = writeln!(out, "<pre>{}</pre>", text(body));
    }
    out.push_str("</article>\n");
}

/// Kinds and states in the reader's words, where there are any.
fn what(words: Words<'_>, entry: &Entry) -> String {
    let said = |word: &str| {
        let key = format!("dossier-what-{}", word.replace('_', "-"));
        let text = words(&key);
        if text == key || text.is_empty() { word.to_owned() } else { text }
    };
    entry.what.split(' ').map(said).collect::<Vec<_>>().join(", ")
}

fn by(words: Words<'_>, entry: &Entry) -> String {
    match entry.by.as_str() {
        "customer" => {
            entry.form_line("author-name").filter(|n| !n.is_empty()).unwrap_or_else(|| words("dossier-customer"))
        }
        "machine" => words("dossier-machine"),
        name => name.to_owned(),
    }
}

fn list_attachments(out: &mut String, source: &Source<'_>) {
    let all = attachments(source.file);
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h1>{}</h1>\n<ul>", line(&(source.words)("dossier-attachments")));
    for attachment in all {
        // The content is a mere file here; what type it claims is not repeated to a browser.
        let _ = writeln!(
            out,
            "<li>{} · {} B · <code>{}</code></li>",
            line(&attachment.name),
            attachment.size,
            line(&attachment.hash.0)
        );
    }
    out.push_str("</ul>\n");
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn line(value: &str) -> String {
    escape(&safe_line(value))
}

fn text(value: &str) -> String {
    escape(&make_safe(value))
}
