//! Sincerely: a terminal workstation for people who answer complaints.
//!
//! The map. Each room has one duty and uses only the rooms named beside it (a test reads every `crate::` path):
//!
//! | room | duty | uses |
//! |---|---|---|
//! | `text` | text from outside made safe; width, wrapping, folding, sentences | nobody |
//! | `model` | the domain as plain data | text |
//! | `i18n` | texts of the program in ru, en, ro | text |
//! | `schedule` | working hours, holidays, service targets, which follow-up arises from what | model, text |
//! | `protocol` | the REST wire | model, text |
//! | `seal` | forms of letters, entries and dossiers, SSH signatures, the chain | model, text |
//! | `gist` | what a sentence says, by the weight of its words | text |
//! | `letter` | phrases, slots, grammar, greeting, signature block, checks | model, text, schedule, gist |
//! | `triage` | urgency, call triggers, ambiguous consent | model, text, schedule, gist |
//! | `intake` | mbox, Maildir, .eml, JSON lines, CSV into cases | model, text, protocol |
//! | `store` | the workstation's SQLite: `work.db` and `cache.db` | files, model, text, protocol |
//! | `backend` | trait Backend, one folder a kind of desk | model, text, protocol |
//! | `sync` | pull, push, the pure policy between them | model, text, protocol, store, backend, schedule, triage |
//! | `server` | the REST backend | files, model, text, protocol, schedule, triage, letter, seal |
//! | `tui` | the screen | see `tui/mod.rs` |
//! | `evaluation` | the engine on records: batches, scores against labels | letter, triage, intake, model, text |
//! | `signing` | the key that signs: a file, one with a passphrase, the ssh-agent | files, seal |
//! | `dossier` | a case as a folder that proves itself: written, read | files, model, text, seal, signing, backend, i18n |
//! | `files` | private folders and files, whole replacement, umask | nobody |
//! | `config` | files, paths, secrets, dictionaries | files, schedule, model, text, letter, tui::input, tui::theme |
//! | `cli` | one thin file a subcommand | all |

pub mod backend;
pub mod cli;
pub mod config;
pub mod dossier;
pub mod evaluation;
pub mod files;
pub mod gist;
pub mod i18n;
pub mod intake;
pub mod letter;
pub mod model;
pub mod protocol;
pub mod schedule;
pub mod seal;
pub mod server;
pub mod signing;
pub mod store;
pub mod sync;
pub mod text;
pub mod triage;
pub mod tui;
