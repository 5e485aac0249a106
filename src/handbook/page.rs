//! A page of the handbook.

use crate::diagnosis::knowledge::{Owner, Scope};

/// A page. It lives as long as the program: ours are compiled in, those of a team are read once.
#[derive(Debug)]
pub struct Page {
    /// Its name: that of its file without the ending.
    pub name: &'static str,
    /// What a reader would look up.
    pub title: &'static str,
    /// The classes that it is about; none for a lesson.
    pub classes: &'static [&'static str],
    /// Exact texts that a reader may have before their eyes.
    pub strings: &'static [&'static str],
    /// Where AWS writes about it.
    pub see: &'static [&'static str],
    /// Its Markdown.
    pub body: &'static str,
    /// Whose page it is.
    pub home: Home,
}

/// Whose page it is.
#[derive(Debug)]
pub enum Home {
    /// Ours.
    BuiltIn,
    /// A team's.
    Team {
        /// The file.
        file: &'static str,
        /// Which services it is about.
        scope: Scope,
    },
}

impl Page {
    /// Whether it is about a service of `owner`.
    pub fn covers(&self, owner: Owner<'_>) -> bool {
        match &self.home {
            Home::BuiltIn => true,
            Home::Team { scope, .. } => scope.covers(owner),
        }
    }

    /// The file of a team's page.
    pub fn file(&self) -> Option<&'static str> {
        match self.home {
            Home::BuiltIn => None,
            Home::Team { file, .. } => Some(file),
        }
    }
}
