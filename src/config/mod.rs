//! Files and folders of this user: where they are, what they say, how a mistake in them is told.
//!
//! Not its duty: what the settings mean; each room reads its own part.

mod desk;
mod file;
mod paths;

pub use desk::{Desk, DeskError};
pub use file::{Commands, Config, Interface, Notify};
pub use paths::{Paths, PathsError};
