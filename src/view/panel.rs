//! The panels. One file each; to add one is to add a file here and a place for it in `app::pane`.

pub mod asking;
pub mod changes;
pub mod choices;
pub mod deployments;
pub mod describe;
pub mod events;
pub mod exits;
pub mod findings;
pub mod gaps;
pub mod help;
pub mod logs;
pub mod next;
pub mod page;
pub mod pages;
pub mod raw;
pub mod services;
pub mod steps;
pub mod stopped;
pub mod verdict;
