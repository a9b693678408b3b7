//! What an import did, in a few lines.

use std::fmt;

use crate::intake::Record;
use crate::model::MessageKind;
use crate::text::{safe_line, truncate};

/// Examples that a dry run shows, so that a wrong column is seen at once.
const EXAMPLES: usize = 5;

#[derive(Debug, Default)]
pub struct Report {
    /// None in a dry run.
    desk: Option<String>,
    pub new: u64,
    pub known: u64,
    threads: u64,
    replies: u64,
    files: u64,
    pub left_out: u64,
    examples: Vec<String>,
}

impl Report {
    pub fn new(desk: &str) -> Self {
        Self { desk: Some(desk.to_owned()), ..Self::default() }
    }

    pub fn dry() -> Self {
        Self::default()
    }

    /// Cases read (dry run) or at the desk.
    pub fn arrived(&self) -> u64 {
        self.new + self.known
    }

    pub fn read(&mut self, record: &Record) {
        if self.examples.len() < EXAMPLES {
            self.examples.push(example(record));
        }
        self.arrived_as(record, true);
    }

    pub fn arrived_as(&mut self, record: &Record, is_new: bool) {
        let messages = &record.case.messages;
        let is_reply = |kind: &MessageKind| matches!(kind, MessageKind::Reply | MessageKind::PublicReply);
        *if is_new { &mut self.new } else { &mut self.known } += 1;
        self.threads += u64::from(messages.len() > 1);
        self.replies += messages.iter().filter(|message| is_reply(&message.kind)).count() as u64;
        self.files += messages.iter().map(|message| message.attachments.len() as u64).sum::<u64>();
    }
}

fn example(record: &Record) -> String {
    let case = &record.case;
    let first = case.messages.first();
    let words = if case.subject.is_empty() { first.map_or("", |message| &message.body) } else { &case.subject };
    let language = case.language.as_ref().map_or("?", |language| language.as_str());
    let day = first
        .and_then(|message| message.at)
        .map_or_else(|| "no date".to_owned(), |at| at.strftime("%Y-%m-%d").to_string());
    let cut = |text: &str, cells: usize| truncate(&safe_line(text), cells).into_owned();
    let name = cut(&case.customer.name.full(), 24);
    format!("{day}  {}  {language}  {name}  «{}»", case.channel, cut(words, 48))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.desk {
            Some(desk) => writeln!(f, "{desk}: {} new, {} already there", self.new, self.known)?,
            None => {
                for example in &self.examples {
                    writeln!(f, "  {example}")?;
                }
                writeln!(f, "dry run, nothing was sent: {} cases can be brought in", self.new)?;
            }
        }
        writeln!(
            f,
            "threads of several messages: {}, replies of old: {}, attachments: {}",
            self.threads, self.replies, self.files
        )?;
        if self.left_out > 0 {
            writeln!(f, "left out: {} (each is named above with the reason)", self.left_out)?;
        }
        Ok(())
    }
}
