//! Recordings: one capture after another in one file, of which a crash loses at most the one being written.
//!
//! ```text
//! frame    where records lie in a file, compressed one by one    writer     0600, locked, appended
//! record   one capture as a document                             playback   which record is shown
//! gone     what ECS no longer listed, and the screen still showed
//! ```
//!
//! A record is a skippable frame of zstd that says when it was made and how long it is, and a frame with one
//! JSON object. So `zstdcat FILE` prints the records, and two recordings put one behind the other are one.

mod frame;
mod gone;
mod playback;
mod record;
mod writer;

pub use frame::is_recording;
pub(super) use gone::Gone;
pub(super) use playback::played;
pub use playback::{Played, moment};
pub use record::{Record, Secrecy};
pub use writer::{WriteError, Writer, default_name, name_of_moment};
