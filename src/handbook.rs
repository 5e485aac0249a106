//! The handbook: a page for every failure and the lessons behind them, ours and those of a team.
//!
//! Our pages are compiled in; `front_matter` reads the head of a page, at build time and at run time.

pub mod fill;
pub mod front_matter;
pub mod lookup;
pub mod page;
pub mod team;

use crate::diagnosis::knowledge::Owner;
use crate::diagnosis::vocabulary;

pub use page::{Home, Page, PageId};
pub use team::Team;

/// Our pages, by name.
static PAGES: &[Page] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The pages at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Handbook {
    team: &'static [Page],
}

impl Handbook {
    /// Our pages alone.
    pub const BUILT_IN: Self = Self { team: &[] };

    /// A team's pages before ours.
    pub fn with_team(team: &'static [Page]) -> Self {
        Self { team }
    }

    /// All pages, those of the team first.
    pub fn pages(self) -> impl Iterator<Item = &'static Page> {
        self.team.iter().chain(PAGES)
    }

    /// The pages about a class for a service, the one to open first: the team's, then ours, then pages of the
    /// team that are about the service and no class.
    pub fn about(self, class: &str, owner: Owner<'_>) -> Vec<&'static Page> {
        let covers = |page: &&Page| page.covers(owner);
        let on_class = self.pages().filter(covers).filter(|page| page.classes.contains(&class));
        let on_service = self.team.iter().filter(covers).filter(|page| page.classes.is_empty());
        on_class.chain(on_service).collect()
    }

    /// The page that is called so.
    pub fn page(self, id: PageId) -> Option<&'static Page> {
        self.pages().find(|page| page.id() == id)
    }

    /// The page of this name, a team's before ours.
    pub fn named(self, name: &str) -> Option<&'static Page> {
        self.pages().find(|page| page.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::causes;

    #[test]
    fn every_class_has_a_page_and_every_page_a_name_of_its_own() {
        for cause in causes::all() {
            assert!(!Handbook::BUILT_IN.about(cause.class, Owner::default()).is_empty(), "{}", cause.class);
        }
        for page in PAGES {
            assert_eq!(PAGES.iter().filter(|other| other.name == page.name).count(), 1, "{}", page.name);
            for class in page.classes {
                assert!(causes::find(class).is_some(), "{}: {class}", page.name);
            }
        }
    }
}
