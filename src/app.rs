//! What the screen shows and how it answers to keys, without a terminal: [`State`], [`Msg`], [`Effect`] and
//! [`update()`].
//!
//! Messages are things that happened, in the past tense; effects are things to do, in the imperative.
//! `update` does no I/O and reads no clock, so every behaviour can be tried with plain asserts.

pub mod action;
pub mod bodies;
pub mod filtering;
pub mod following;
pub mod jump;
pub mod key;
pub mod keys;
pub mod layout;
pub mod list;
pub mod pace;
pub mod places;
pub mod reading;
pub mod selection;
pub mod spot;
pub mod state;
pub mod update;
pub mod walk;
pub mod watch;

pub use key::{Key, KeyCode};
pub use layout::{Area, Layout, Size};
pub use state::{Overlay, Page, Pane, State};
pub use update::update;
pub use watch::Watch;

use crate::live::watch::{Answer, Request};
use crate::model::time::Time;
use crate::source::aws::Profile;
use crate::words::Message;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted: what it holds are no keys.
    Pasted(String),
    /// The terminal has a new size.
    Resized(Size),
    /// A text was handed to the clipboard.
    Copied(String),
    /// No clipboard took the text.
    CopyFailed,
    /// The moment on screen was saved, in this file.
    Saved(String),
    /// The page to hand over was written, into this file.
    HandedOver(String),
    /// Nothing was saved or written, for this reason.
    SaveFailed(Message),
    /// AWS was asked, and this became of it.
    Answered(Answer),
    /// The profiles of the configuration files were read.
    ProfilesListed(Vec<Profile>),
    /// It is now this moment.
    Woke(Time),
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Hand this text to the clipboard.
    Copy(String),
    /// Save the moment on screen as a recording.
    Save,
    /// Write the page to hand over.
    HandOver,
    /// Go to the background, as a shell's ctrl-z does.
    Suspend,
    /// Ask AWS, and give up what was asked before.
    Capture(Request),
    /// Read the names of the profiles.
    ListProfiles,
    /// Leave.
    Quit,
}
