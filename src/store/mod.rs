//! The workstation's SQLite: `work.db` (drafts, outbox, read marks, settings: never lost, never rebuilt) and `cache.db`
//! (all that was pulled, and the search over it: can always be pulled again).
//!
//! Duty: keeping both, answering the screen's questions from threads of its own, telling who listens what changed.
//! Not its duty: talking to a desk (`backend`), deciding when (`sync`), drawing. Texts in rows and case files are made
//! safe here, on their way out; the resources themselves are kept byte for byte.

mod apply;
mod calls;
mod case_file;
mod columns;
mod counts;
mod elsewhere;
mod error;
mod filter;
mod follow_ups;
mod forget;
mod handle;
mod letters;
mod load;
mod migrate;
mod notice;
mod open;
mod overlay;
mod own_moves;
mod page;
mod repair;
mod report;
mod rows;
mod safe;
mod search;
mod shared;
mod sql;
mod tallies;
mod threads;
mod together;
mod window;
mod within;
mod work;

pub use apply::Batch;
pub use error::StoreError;
pub use handle::Store;
pub use letters::SentLetter;
pub use load::{LoadPhase, Loaded};
pub use notice::{Changed, Notice};
pub use open::{KeptAside, OpenReport};
pub use overlay::overlay;
pub use repair::{Repaired, repair};
pub use report::{ended_cases, report};
pub use threads::Answer;
pub use together::LoadLock;
pub use work::{Base, DraftVersion, Moves, Pending, Saved, Versions};
