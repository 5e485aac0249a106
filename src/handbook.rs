//! The handbook: a page for every failure and the lessons behind them, ours and those of a team.
//!
//! Our pages are compiled in; `front_matter` reads the head of a page, at build time and at run time.

pub mod front_matter;
pub mod page;

use crate::diagnosis::vocabulary;

pub use page::{Home, Page};

/// Our pages, by name.
static PAGES: &[Page] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The pages at hand.
#[derive(Debug, Clone, Copy)]
pub struct Handbook {
    team: &'static [Page],
}
