//! Everything that the screen depends on.

use std::collections::HashMap;
use std::sync::Arc;

use super::bodies::{Bodies, Shown};
use super::layout::{Layout, Size};
use super::list::List;
use super::reading::Reading;
use super::walk::Walk;
use super::watch::Watch;
use crate::diagnosis::{Diagnosis, Knowledge, State as ServiceState, Status, StepId};
use crate::handbook::{Handbook, Team};
use crate::kube::Twin;
use crate::model::{Captured, Facts, Snapshot};
use crate::source::saved::Problem;
use crate::view::ViewContext;
use crate::view::panel::choices::Choice;
use crate::view::panel::help::Entry;
use crate::view::panel::services;
use crate::words::{Message, Words};

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// The list of services.
    Services,
    /// The five steps of one.
    Triage,
}

/// A part of the screen that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of services.
    Services,
    /// The five steps.
    Steps,
    /// The evidence of the selected step.
    Evidence,
    /// The Kubernetes twin.
    Describe,
    /// What lies over the rest.
    Overlay,
}

/// What lies over the panes; never more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Overlay {
    /// Keys.
    Help,
    /// What is wrong, with the evidence.
    Findings,
    /// The next commands.
    Next,
    /// What could not be looked at.
    Gaps,
    /// The JSON of the selection.
    Raw,
    /// The Kubernetes twin over the whole width.
    Describe,
    /// A page of the handbook.
    Page,
    /// All its pages.
    Pages,
    /// Profiles to go over to.
    Profiles,
    /// Regions to go over to.
    Regions,
}

/// A list that keeps a selection of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListId {
    /// The services.
    Services,
    /// The steps.
    Steps,
    /// The evidence of a step.
    Step(StepId),
    /// The tasks of the opened group.
    Tasks,
    /// The description.
    Describe,
    /// An overlay.
    Overlay(Overlay),
}

/// The filter of the list in focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The list that it narrows.
    pub list: ListId,
    /// What a row must hold.
    pub text: String,
    /// Whether keys still go into it.
    pub editing: bool,
}

/// The state of the screen. Data stands behind `Arc`: nothing of it is copied for a frame.
#[derive(Debug)]
pub struct State {
    /// What ECS said.
    pub snapshot: Arc<Snapshot>,
    /// One diagnosis a subject, the most stuck first.
    pub diagnoses: Arc<[Diagnosis]>,
    /// What could not be read.
    pub problems: Arc<[Problem]>,
    /// The pages of the handbook.
    pub handbook: Handbook,
    /// What is known of texts.
    pub knowledge: Knowledge,
    /// The language.
    pub words: Arc<Words>,
    /// The account that is asked again and again; none where the answers were saved.
    pub watch: Option<Watch>,
    /// Cells of the terminal.
    pub size: Size,
    /// The open page.
    pub page: Page,
    /// The subject of the triage: a place among the diagnoses.
    pub subject: usize,
    /// The selected step.
    pub step: StepId,
    /// The signature of the group of stopped tasks that is opened.
    pub group: Option<String>,
    /// The pane in focus below the overlay.
    pub focus: Pane,
    /// The pane that the Kubernetes twin follows: steps or evidence.
    pub leader: Pane,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// What lay over them before, the last one the first to come back.
    pub(super) beneath: Vec<Overlay>,
    /// The walk through the evidence, while one is on.
    pub walk: Option<Walk>,
    /// What is read of the handbook.
    pub reading: Reading,
    /// The filter.
    pub filter: Option<Filter>,
    /// The filter of the services, while something else is looked at.
    pub(super) aside: Option<Filter>,
    /// Whether the description is wrapped.
    pub wrap: bool,
    /// Whether the description shows its marks of provenance.
    pub provenance: bool,
    /// Cells that the description is scrolled to the right.
    pub left: usize,
    /// The lines of the help, as they applied where it was opened.
    pub help: Vec<Entry>,
    /// What there is to choose from, where something is.
    pub choices: Vec<Choice>,
    /// What is said in the place of the keys until the next one.
    pub message: Option<Message>,
    /// Where everything stands; follows from the rest.
    pub layout: Layout,
    /// What each of the diagnoses is called by, from one capture to the next.
    pub(super) keys: Vec<String>,
    pub(super) lists: HashMap<ListId, List>,
    pub(super) bodies: Bodies,
}

impl State {
    /// The state that a triage begins with: the list of services, or the only one opened.
    pub fn new(snapshot: Arc<Snapshot>, diagnoses: Vec<Diagnosis>, words: Arc<Words>) -> Self {
        let keys = services::keys(&diagnoses);
        let mut state = Self {
            snapshot,
            diagnoses: diagnoses.into(),
            problems: Arc::default(),
            handbook: Handbook::BUILT_IN,
            knowledge: Knowledge::BUILT_IN,
            words,
            watch: None,
            size: Size { width: 80, height: 24 },
            page: Page::Services,
            subject: 0,
            step: StepId::ServiceEvents,
            group: None,
            focus: Pane::Services,
            leader: Pane::Steps,
            overlay: None,
            beneath: Vec::new(),
            walk: None,
            reading: Reading::default(),
            filter: None,
            aside: None,
            wrap: false,
            provenance: true,
            left: 0,
            help: Vec::new(),
            choices: Vec::new(),
            message: None,
            layout: Layout::default(),
            keys,
            lists: HashMap::new(),
            bodies: Bodies::default(),
        };
        if state.diagnoses.len() == 1 {
            state.open(0);
        }
        state.settle();
        state
    }

    /// The state that a live account is first shown with: nothing is known yet.
    pub fn live(words: Arc<Words>, watch: Watch) -> Self {
        let mut state = Self::new(Arc::default(), Vec::new(), words);
        state.watch = Some(watch);
        // What was worked out before there was an account says that nothing was read.
        state.bodies.renew();
        state.settle();
        state
    }

    /// Puts a newer capture in the place of what is shown. What is open, selected and scrolled stays.
    pub(super) fn replace(
        &mut self,
        snapshot: Arc<Snapshot>,
        diagnoses: Arc<[Diagnosis]>,
        problems: Arc<[Problem]>,
    ) {
        let open = self.keys.get(self.subject).cloned();
        self.keys = services::keys(&diagnoses);
        (self.snapshot, self.diagnoses, self.problems) = (snapshot, diagnoses, problems);
        let place = open.and_then(|open| self.keys.iter().position(|key| *key == open));
        self.subject = place.unwrap_or(0);
        if self.group.as_deref().is_some_and(|signature| self.stop_group(signature).is_none()) {
            self.group = None;
        }
        self.bodies.renew();
        self.carry_walk();
        self.settle();
    }

    /// With what could not be read, for the list of gaps.
    #[must_use]
    pub fn with_problems(mut self, problems: Vec<Problem>) -> Self {
        self.problems = problems.into();
        self.settle();
        self
    }

    /// With a team's pages beside ours.
    #[must_use]
    pub fn with_team(mut self, team: &Team) -> Self {
        (self.handbook, self.knowledge) = (team.handbook, team.knowledge);
        self
    }

    /// Opens the triage of the subject at `place`, on the step that tells most.
    pub fn open(&mut self, place: usize) {
        let Some(diagnosis) = self.diagnoses.get(place) else { return };
        self.step = telling_step(diagnosis);
        self.subject = place;
        self.page = Page::Triage;
        self.focus = Pane::Steps;
        self.leader = Pane::Steps;
        self.group = None;
        self.lay_filter_aside();
        self.walk = None;
        self.left = 0;
        self.lists.retain(|list, _| *list == ListId::Services);
        self.select_proof();
        self.settle();
    }

    /// The diagnosis that is open, or selected in the list of services.
    pub fn diagnosis(&self) -> Option<&Diagnosis> {
        self.diagnoses.get(self.subject)
    }

    /// The facts of the open subject.
    pub fn facts(&self) -> Option<Facts<'_>> {
        Some(Facts::gather(&self.snapshot, &self.diagnosis()?.subject))
    }

    /// The moment that ages are counted from: that of the open subject, or of the whole input.
    pub fn captured(&self) -> Captured {
        match self.page {
            Page::Triage => self.diagnosis().map_or(self.snapshot.captured, |diagnosis| diagnosis.captured),
            Page::Services => self.snapshot.captured,
        }
    }

    /// The pane that keys go to.
    pub fn active(&self) -> Pane {
        if self.overlay.is_some() { Pane::Overlay } else { self.focus }
    }

    /// The list that `pane` shows.
    pub fn list_of(&self, pane: Pane) -> ListId {
        match (pane, self.overlay) {
            (Pane::Overlay, Some(overlay)) => ListId::Overlay(overlay),
            (Pane::Services | Pane::Overlay, _) => ListId::Services,
            (Pane::Steps, _) => ListId::Steps,
            (Pane::Describe, _) => ListId::Describe,
            (Pane::Evidence, _) if self.step == StepId::StoppedTasks && self.group.is_some() => ListId::Tasks,
            (Pane::Evidence, _) => ListId::Step(self.step),
        }
    }

    /// Selection and scrolling of the list that `pane` shows.
    pub fn list(&self, pane: Pane) -> Option<&List> {
        self.lists.get(&self.list_of(pane))
    }

    /// What `pane` shows, when it is to be seen.
    pub fn shown(&self, pane: Pane) -> Option<&Shown> {
        self.bodies.shown(pane)
    }

    /// The context for a body of `width` columns.
    pub fn context(&self, width: u16) -> ViewContext<'_> {
        ViewContext { words: &self.words, width, now: self.captured().at }
    }

    /// The Kubernetes object that stands for the selection.
    pub fn twin(&self) -> Twin {
        self.selected_twin().unwrap_or(Twin::Deployment)
    }
}

/// The step to open on: that of the root cause, else the first that is bad, else the first that is not as it
/// should be, else the first that has anything to say.
pub(super) fn telling_step(diagnosis: &Diagnosis) -> StepId {
    let heads = diagnosis.steps.heads();
    let first = |status: Status| heads.iter().find(|step| step.status == status).map(|step| step.id);
    let cause = diagnosis.findings.first().map(|finding| finding.step);
    let cause = cause.filter(|_| diagnosis.state != ServiceState::Steady);
    let worst = [Status::Bad, Status::Warn, Status::Ok].into_iter().find_map(first);
    cause.or(worst).unwrap_or(StepId::ServiceEvents)
}
