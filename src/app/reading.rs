//! The handbook on the screen: the page of what is looked at, the list of all pages, and the way back.

use super::list::List;
use super::state::{Filter, ListId, Overlay, Pane, State};
use crate::diagnosis::commands::{Names, Values};
use crate::diagnosis::knowledge::Owner;
use crate::handbook::{self, PageId};
use crate::view::panel::{page, pages};
use crate::view::{Body, RowId};

/// What is read, and what was read before.
#[derive(Debug, Default)]
pub struct Reading {
    /// The open page.
    pub page: Option<PageId>,
    /// All pages about the same, the one to open first before the others.
    pub about: Vec<PageId>,
    /// What was typed into the list of pages when one was opened from it.
    pub searched: String,
    /// Pages that led on to the open one, the newest last.
    pub trail: Vec<Left>,
}

/// A page as it was left for one that it names.
#[derive(Debug)]
pub struct Left {
    page: PageId,
    about: Vec<PageId>,
    list: List,
}

impl State {
    /// Opens the page of what is looked at, or the list of pages where nothing is known of it.
    pub(super) fn open_handbook(&mut self) {
        if self.overlay == Some(Overlay::Page) {
            self.reading.trail.clear();
            return self.uncover();
        }
        let about: Vec<PageId> = self.pages_at_hand().into_iter().map(handbook::Page::id).collect();
        match about.first() {
            Some(first) => self.open_page(*first, about),
            None => self.open_pages(),
        }
    }

    /// Opens the list of all pages.
    pub(super) fn open_pages(&mut self) {
        if self.overlay != Some(Overlay::Page) {
            self.beneath.extend(self.overlay);
        }
        self.lay_filter_aside();
        self.reading.searched.clear();
        self.reading.trail.clear();
        self.lists.remove(&ListId::Overlay(Overlay::Pages));
        self.overlay = Some(Overlay::Pages);
        self.search_pages();
    }

    /// Takes keys into the search again.
    fn search_pages(&mut self) {
        let (list, text) = (ListId::Overlay(Overlay::Pages), self.reading.searched.clone());
        self.filter = Some(Filter { list, text, editing: true });
    }

    /// Opens a page that was chosen: from the list of all, from the others about the same, which are one place with
    /// it, or from those that the open one names, which have a way back.
    pub(super) fn page_chosen(&mut self, page: PageId) {
        if self.overlay == Some(Overlay::Page) {
            let about = std::mem::take(&mut self.reading.about);
            if about.contains(&page) {
                return self.open_page(page, about);
            }
            let list = self.lists.remove(&ListId::Overlay(Overlay::Page)).unwrap_or_default();
            let left = self.reading.page.map(|open| Left { page: open, about, list });
            self.reading.trail.extend(left);
            return self.open_page(page, vec![page]);
        }
        self.reading.searched = self.filter.take().map(|filter| filter.text).unwrap_or_default();
        self.open_page(page, vec![page]);
    }

    fn open_page(&mut self, page: PageId, about: Vec<PageId>) {
        if self.overlay != Some(Overlay::Page) {
            self.beneath.extend(self.overlay);
        }
        self.reading.page = Some(page);
        self.reading.about = about;
        self.lay_filter_aside();
        self.lists.insert(ListId::Overlay(Overlay::Page), List::default());
        self.overlay = Some(Overlay::Page);
    }

    /// Closes the overlay; what it lay over is there again, or the page that led to this one.
    pub(super) fn uncover(&mut self) {
        self.left = 0;
        self.filter = None;
        if self.overlay == Some(Overlay::Page)
            && let Some(Left { page, about, list }) = self.reading.trail.pop()
        {
            self.open_page(page, about);
            self.lists.insert(ListId::Overlay(Overlay::Page), list);
            return;
        }
        self.overlay = self.beneath.pop();
        if self.overlay == Some(Overlay::Pages) {
            self.search_pages();
        }
    }

    /// The page that is selected in the overlay.
    pub(super) fn selected_page(&self) -> Option<PageId> {
        match self.list(Pane::Overlay)?.selected {
            Some(RowId::Page(page)) => Some(page),
            _ => None,
        }
    }

    /// Pages about what is looked at: the selected finding, else the root cause, else what the selected row
    /// states.
    fn pages_at_hand(&self) -> Vec<&'static handbook::Page> {
        let Some(diagnosis) = self.diagnosis() else { return Vec::new() };
        let owner = self.owner();
        let about = |class: &str| self.handbook.about(class, owner);
        let root = diagnosis.findings.first().map(|finding| finding.class);
        let stated = || {
            let read = self.knowledge.read(self.stated_text()?, None, owner)?;
            Some(read.cause.class)
        };
        self.selected_class().or(root).or_else(stated).map_or_else(Vec::new, about)
    }

    /// The service that is looked at.
    fn owner(&self) -> Owner<'_> {
        let diagnosis = self.diagnosis();
        Owner {
            service: diagnosis.map(|diagnosis| diagnosis.name.as_str()),
            cluster: diagnosis.and_then(|diagnosis| diagnosis.cluster.as_deref()),
        }
    }

    /// The class of the row that is selected among the findings, or whose evidence one walks through.
    fn selected_class(&self) -> Option<&'static str> {
        if self.overlay != Some(Overlay::Findings) {
            return self.walk.as_ref().map(|walk| walk.class);
        }
        match self.list(Pane::Overlay)?.selected {
            Some(RowId::Finding(class) | RowId::Proof(class, _) | RowId::Advice(class, _)) => Some(class),
            Some(RowId::Line(place)) => self.diagnosis()?.ruled_out.get(place).map(|one| one.class),
            _ => None,
        }
    }

    /// The body of the open page, its names those of the service at hand.
    pub(super) fn page_body(&self, open: PageId, others: &[PageId], width: u16) -> Body {
        let Some(shown) = self.handbook.page(open) else { return Body::default() };
        let others: Vec<&handbook::Page> = others.iter().filter_map(|id| self.handbook.page(*id)).collect();
        let mut named = self.handbook.named_in(shown, self.owner());
        named.retain(|page| !others.iter().any(|other| other.id() == page.id()));
        page::body(shown, (&others, &named), &self.names_at_hand(), &self.context(width))
    }

    /// The pages about what was typed, the best first; all of them before anything is.
    pub(super) fn pages_body(&self, typed: &str, width: u16) -> Body {
        let found: Vec<&handbook::Page> = if typed.trim().is_empty() {
            self.handbook.pages().collect()
        } else {
            self.handbook.search(typed)
        };
        pages::body(&found, &self.context(width))
    }

    fn names_at_hand(&self) -> Values {
        let named = |diagnosis: &crate::diagnosis::Diagnosis| {
            let facts = self.facts()?;
            Some(Names { facts: &facts, steps: &diagnosis.steps }.placeholders())
        };
        self.diagnosis().and_then(named).unwrap_or_default()
    }

    /// The other pages about what the open one is about.
    pub(super) fn other_pages(&self) -> Vec<PageId> {
        self.reading.about.iter().copied().filter(|id| Some(*id) != self.reading.page).collect()
    }
}
