//! The signature of a letter as two files, for desks that let it go with the mail (docs/signing.md, docs/mail.md).

use sha2::{Digest, Sha256};

use crate::model::acts::NewReply;
use crate::model::{Attachment, AttachmentHash, CaseId, Message, MessageKind, Operator};
use crate::seal::Letter;

/// The signed form and its signature; nothing for a letter without one.
pub fn files(case: CaseId, message: &Message, operator: &Operator) -> Vec<(Attachment, Vec<u8>)> {
    let Some((signed_at, signature)) = message.signed_at.zip(message.signature.clone()) else { return Vec::new() };
    let author = Operator { name: message.author.name().to_owned(), ..operator.clone() };
    let reply = NewReply {
        id: message.id,
        public: message.kind == MessageKind::PublicReply,
        channel: message.channel.clone(),
        to: message.to.clone(),
        subject: message.subject.clone(),
        body: message.body.clone(),
        signed_at,
        signature: signature.clone(),
        attachments: message.attachments.clone(),
        opens: Vec::new(),
        closes: Vec::new(),
        confirms: None,
        overrides: Vec::new(),
        state: None,
    };
    let form = Letter::by(&author, case, &reply).canonical();
    vec![file("letter.signed", form), file("letter.signed.sig", signature.into_bytes())]
}

fn file(name: &str, bytes: Vec<u8>) -> (Attachment, Vec<u8>) {
    let hash = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let size = bytes.len() as u64;
    let media_type = String::from("application/octet-stream");
    (Attachment { hash: AttachmentHash(hash), name: name.to_owned(), media_type, size }, bytes)
}
