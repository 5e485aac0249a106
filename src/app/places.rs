//! Going over to another profile or Region while the screen is up.

use std::sync::Arc;

use super::Effect;
use super::state::{Filter, ListId, Overlay, Page, Pane, State};
use crate::live::Wanted;
use crate::source::aws::{Profile, REGIONS};
use crate::view::RowId;
use crate::view::panel::choices::Choice;

impl State {
    /// Opens the list of profiles; they are read first.
    pub(super) fn ask_for_profiles(&mut self) -> Vec<Effect> {
        if self.overlay == Some(Overlay::Profiles) {
            self.close_places();
            return Vec::new();
        }
        vec![Effect::ListProfiles]
    }

    /// The profiles were read.
    pub(super) fn profiles_listed(&mut self, profiles: Vec<Profile>) {
        let Some(watch) = &self.watch else { return };
        let current = watch.profile.clone();
        let choice = |profile: Profile| Choice {
            current: current.as_ref() == Some(&profile.name),
            name: profile.name,
            note: profile.region,
        };
        self.choices = profiles.into_iter().map(choice).collect();
        self.open_places(Overlay::Profiles);
    }

    /// Opens the list of Regions.
    pub(super) fn ask_for_regions(&mut self) {
        if self.overlay == Some(Overlay::Regions) {
            return self.close_places();
        }
        let current = self.region().map(str::to_owned);
        let choice = |name: &&str| Choice {
            name: (*name).to_owned(),
            note: None,
            current: current.as_deref() == Some(*name),
        };
        self.choices = REGIONS.iter().map(choice).collect();
        self.open_places(Overlay::Regions);
    }

    /// The Region that is asked, as far as it is known.
    pub(super) fn region(&self) -> Option<&str> {
        let answered = self.snapshot.live.as_ref().and_then(|live| live.region.as_deref());
        answered.or_else(|| self.watch.as_ref()?.target.region.as_deref())
    }

    fn open_places(&mut self, overlay: Overlay) {
        self.lay_filter_aside();
        self.overlay = Some(overlay);
        self.bodies.renew();
        let list = ListId::Overlay(overlay);
        self.lists.remove(&list);
        if let Some(place) = self.choices.iter().position(|choice| choice.current) {
            self.lists.insert(list, super::list::List { place, ..super::list::List::default() });
        }
        self.filter = Some(Filter { list, text: String::new(), editing: true });
    }

    fn close_places(&mut self) {
        self.overlay = None;
        self.filter = None;
    }

    /// Whether the overlay is one to choose from, and letters narrow it.
    pub fn is_choosing(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Profiles | Overlay::Regions | Overlay::Pages))
    }

    /// Takes what is selected: opens a page, or goes over to a profile or Region. What is shown belongs to the place before and goes.
    pub(super) fn choose(&mut self) -> Vec<Effect> {
        if let Some(page) = self.selected_page() {
            self.page_chosen(page);
            return Vec::new();
        }
        let selected = self.list(Pane::Overlay).and_then(|list| list.selected.clone());
        let Some(RowId::Choice(name)) = selected else {
            if let Some(filter) = &mut self.filter {
                filter.editing = true;
            }
            return Vec::new();
        };
        let overlay = self.overlay;
        self.close_places();
        let Some(watch) = &mut self.watch else { return Vec::new() };
        if overlay == Some(Overlay::Profiles) {
            let chosen = self.choices.iter().find(|choice| choice.name == name);
            let own = chosen.and_then(|choice| choice.note.clone());
            let answered = self.snapshot.live.as_ref().and_then(|live| live.region.clone());
            // A profile without a Region of its own is looked at where one looks now.
            watch.target.region = own.or_else(|| watch.target.region.take()).or(answered);
            watch.target.profile = Some(name.clone());
            watch.profile = Some(name);
        } else {
            watch.target.region = Some(name);
        }
        let base = watch.base.clone();
        self.start_over(base)
    }

    /// From a service or cluster that is not there to all that are there.
    pub(super) fn widen(&mut self) -> Vec<Effect> {
        self.start_over(Wanted::List { cluster: None })
    }

    /// Whether nothing is shown yet and less was asked for than there may be.
    pub(super) fn can_widen(&self) -> bool {
        let all = Wanted::List { cluster: None };
        self.diagnoses.is_empty() && self.watch.as_ref().is_some_and(|watch| watch.wanted != all)
    }

    fn start_over(&mut self, wanted: Wanted) -> Vec<Effect> {
        self.page = Page::Services;
        self.focus = Pane::Services;
        self.walk = None;
        self.aside = None;
        self.lists.clear();
        self.replace(Arc::default(), Arc::default(), Arc::default());
        let Some(watch) = &mut self.watch else { return Vec::new() };
        watch.begin(wanted)
    }
}
