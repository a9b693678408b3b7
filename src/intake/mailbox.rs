//! The mails of all files given, threaded by References and In-Reply-To: one case a thread.
//!
//! Only envelopes are held in memory; a mail itself is read when its thread's turn comes.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::mail::{Envelope, Letter, envelope, letter};
use super::{At, Content, Found, Options, Place, Record, Skipped, entry, mbox, unreadable};
use crate::model::acts::NewCase;
use crate::model::{Lang, MessageKind};
use crate::text::detect_language;

/// A larger mail is not read.
const MAIL: u64 = 64 << 20;
/// Header bytes that are read of a mail in a file of its own.
const HEADERS: u64 = 256 << 10;

/// Mails found so far.
#[derive(Default)]
pub struct Mailbox {
    files: Vec<PathBuf>,
    mails: Vec<Mail>,
}

/// Where a mail is and what it answers.
struct Mail {
    file: usize,
    start: u64,
    length: u64,
    /// Its place in an mbox, from 1; none for a file of its own.
    number: Option<u64>,
    id: Option<String>,
    ancestors: Vec<String>,
    at: Option<Timestamp>,
    received_at: Option<Timestamp>,
}

impl Mailbox {
    pub fn bytes(&self) -> u64 {
        self.mails.iter().map(|mail| mail.length).sum()
    }

    pub fn add_mbox(&mut self, path: &Path) -> Result<(), String> {
        let file = self.file(path);
        let mut number = 0;
        let reader = BufReader::with_capacity(1 << 18, File::open(path).map_err(unreadable)?);
        mbox::scan(reader, |span| {
            number += 1;
            let known = envelope(&span.headers).unwrap_or_default();
            let place = (file, span.start, span.end - span.start, Some(number));
            self.mails.push(Mail::new(place, known, span.received_at));
        })
        .map_err(unreadable)?;
        if number == 0 { Err("holds no mail; an mbox begins with a line «From …»".to_owned()) } else { Ok(()) }
    }

    pub fn add_eml(&mut self, path: &Path) -> Result<(), String> {
        let mut head = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        file.take(HEADERS).read_to_end(&mut head).map_err(unreadable)?;
        let place = (self.file(path), 0, length, None);
        self.mails.push(Mail::new(place, envelope(&head).unwrap_or_default(), None));
        Ok(())
    }

    /// A Maildir with its subfolders (`.Sent`), or any folder of .eml files.
    pub fn add_maildir(&mut self, dir: &Path) -> Result<(), String> {
        let mut files = Vec::new();
        maildir_files(dir, false, &mut files).map_err(unreadable)?;
        if files.is_empty() {
            return Err("holds no mail; a Maildir has the folders cur and new".to_owned());
        }
        files.sort();
        files.iter().try_for_each(|file| self.add_eml(file))
    }

    fn file(&mut self, path: &Path) -> usize {
        self.files.push(path.to_owned());
        self.files.len() - 1
    }

    /// Threads in the order in which their first mail stands in the files.
    pub fn into_threads(self, options: Options) -> Threads {
        let mut roots = Roots::default();
        for mail in &self.mails {
            roots.learn(mail);
        }
        let mut order: HashMap<String, usize> = HashMap::new();
        let mut threads: Vec<Thread> = Vec::new();
        for (index, mail) in self.mails.iter().enumerate() {
            let root = roots.of(mail).unwrap_or_else(|| format!("alone:{index}"));
            let thread = *order.entry(root).or_insert_with_key(|root| {
                threads.push(Thread { root: root.clone(), mails: vec![] });
                threads.len() - 1
            });
            threads[thread].mails.push(index);
        }
        for thread in &mut threads {
            thread.mails.sort_by_key(|&index| self.mails[index].at);
        }
        Threads { mailbox: self, threads: threads.into(), options, ready: VecDeque::new(), open: None }
    }
}

fn maildir_files(dir: &Path, is_mail: bool, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() && name != "tmp" {
            maildir_files(&path, name == "cur" || name == "new", files)?;
        } else if kind.is_file() && (is_mail || path.extension().is_some_and(|e| e.eq_ignore_ascii_case("eml"))) {
            files.push(path);
        }
    }
    Ok(())
}

impl Mail {
    fn new(place: (usize, u64, u64, Option<u64>), envelope: Envelope, delivered_at: Option<Timestamp>) -> Self {
        let (file, start, length, number) = place;
        let received_at = envelope.received_at.or(delivered_at);
        let at = received_at.or(envelope.written_at);
        Self { file, start, length, number, id: envelope.id, ancestors: envelope.ancestors, at, received_at }
    }
}

/// Finds the oldest known ancestor of a mail, also over mails that name only their parent.
#[derive(Default)]
struct Roots {
    oldest_ancestor: HashMap<String, String>,
}

impl Roots {
    fn learn(&mut self, mail: &Mail) {
        if let (Some(id), Some(ancestor)) = (&mail.id, mail.ancestors.first()) {
            self.oldest_ancestor.entry(id.clone()).or_insert_with(|| ancestor.clone());
        }
    }

    fn of(&self, mail: &Mail) -> Option<String> {
        let mut root = mail.ancestors.first().or(mail.id.as_ref())?;
        let mut seen = HashSet::new();
        // Mails that answer each other in a circle exist; any of them may be the root.
        while seen.insert(root) {
            match self.oldest_ancestor.get(root) {
                Some(older) => root = older,
                None => return Some(root.clone()),
            }
        }
        seen.into_iter().min().cloned()
    }
}

struct Thread {
    root: String,
    mails: Vec<usize>,
}

/// One case a thread, read lazily.
pub struct Threads {
    mailbox: Mailbox,
    threads: VecDeque<Thread>,
    options: Options,
    ready: VecDeque<(u64, Found)>,
    open: Option<(usize, File)>,
}

impl Iterator for Threads {
    type Item = (u64, Found);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Some(found);
            }
            let thread = self.threads.pop_front()?;
            self.read_thread(&thread);
        }
    }
}

impl Threads {
    fn read_thread(&mut self, thread: &Thread) {
        let mut letters = Vec::new();
        let mut bytes = 0;
        for &index in &thread.mails {
            bytes += self.mailbox.mails[index].length;
            match self.read_mail(index) {
                Ok(read) => letters.push(read),
                Err(why) => {
                    let skipped = Skipped { place: self.place(index), why };
                    self.ready.push_back((0, Err(skipped)));
                }
            }
        }
        if letters.is_empty() {
            return;
        }
        let place = self.place(letters[0].index);
        let found = match case(&thread.root, letters, &self.options) {
            Ok((case, contents)) => Ok(Record { case, contents, place }),
            Err(why) => Err(Skipped { place, why: why.to_owned() }),
        };
        self.ready.push_back((bytes, found));
    }

    fn place(&self, index: usize) -> Place {
        let mail = &self.mailbox.mails[index];
        Place { file: self.mailbox.files[mail.file].clone(), at: mail.number.map_or(At::File, At::Mail) }
    }

    fn read_mail(&mut self, index: usize) -> Result<ReadMail, String> {
        let mail = &self.mailbox.mails[index];
        if mail.length > MAIL {
            return Err(format!("is larger than {} MB", MAIL >> 20));
        }
        if self.open.as_ref().is_none_or(|(file, _)| *file != mail.file) {
            let file = File::open(&self.mailbox.files[mail.file]).map_err(unreadable)?;
            self.open = Some((mail.file, file));
        }
        let (_, file) = self.open.as_mut().expect("it was opened above");
        let mut raw = Vec::new();
        file.seek(SeekFrom::Start(mail.start)).map_err(unreadable)?;
        file.take(mail.length).read_to_end(&mut raw).map_err(unreadable)?;
        if mail.number.is_some() {
            raw = mbox::unquote(&raw);
        }
        let letter = letter(&raw)?;
        Ok(ReadMail { index, received_at: mail.received_at, letter, raw })
    }
}

/// A mail with its bytes.
struct ReadMail {
    index: usize,
    received_at: Option<Timestamp>,
    letter: Letter,
    raw: Vec<u8>,
}

/// The case of a thread, with all contents it refers to.
fn case(root: &str, letters: Vec<ReadMail>, options: &Options) -> Result<(NewCase, Vec<Content>), &'static str> {
    let kinds: Vec<MessageKind> = letters.iter().map(|read| kind(&read.letter, &options.own)).collect();
    let Some(first) = kinds.iter().position(|kind| *kind == MessageKind::Inbound) else {
        return Err(if kinds.contains(&MessageKind::Reply) {
            "is a letter of ours without the complaint it answers; import the inbox and the sent mail together"
        } else {
            "is an automatic message without a complaint"
        });
    };
    let complaint = &letters[first].letter;
    let from = complaint.envelope.from.clone().unwrap_or_default();
    let subject = letters[0].letter.subject.clone();
    let language = options.language.clone().or_else(|| detect_language(&complaint.body).map(Lang::new));
    let mut known = HashSet::new();
    let (mut messages, mut contents) = (Vec::new(), Vec::new());
    for (read, kind) in letters.into_iter().zip(kinds) {
        let original = entry::original("original.eml", read.raw);
        let (message, files) = entry::entry(read.letter, original, kind, read.received_at);
        // The same mail may lie in two folders.
        if known.insert(message.external_id.clone()) {
            messages.push(message);
            contents.extend(files);
        }
    }
    let external_id = if root.starts_with("alone:") {
        messages.first().and_then(|m| m.external_id.clone())
    } else {
        Some(root.to_owned())
    };
    let source = options.source.clone().unwrap_or_else(|| "mail".to_owned());
    let case = entry::case(from, &subject, source, language, external_id, messages);
    Ok((case, contents))
}

fn kind(letter: &Letter, own: &[String]) -> MessageKind {
    if letter.is_automatic {
        return MessageKind::Auto;
    }
    let is_own = letter.envelope.from.as_ref().is_some_and(|from| {
        own.iter()
            .map(|own| own.trim().to_lowercase())
            .any(|own| if own.starts_with('@') { from.address.ends_with(&own) } else { from.address == own })
    });
    if is_own { MessageKind::Reply } else { MessageKind::Inbound }
}
