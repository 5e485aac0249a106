//! Where opening a row leads: deeper into it, or to the place that its evidence names.

use super::Effect;
use super::list::List;
use super::state::{ListId, Overlay, Page, Pane, State};
use crate::diagnosis::StepId;
use crate::view::RowId;

impl State {
    /// Opens what is selected in the pane in focus.
    pub(super) fn open_selection(&mut self) -> Vec<Effect> {
        match self.active() {
            Pane::Services => return self.open_live(self.subject),
            Pane::Steps => self.enter(Pane::Evidence),
            Pane::Evidence => self.open_evidence(),
            Pane::Overlay if self.is_choosing() => return self.choose(),
            Pane::Overlay => self.open_in_overlay(),
            Pane::Describe => {}
        }
        Vec::new()
    }

    /// Whether opening does anything.
    pub(super) fn can_open(&self) -> bool {
        match self.active() {
            Pane::Services => !self.diagnoses.is_empty(),
            Pane::Steps => true,
            Pane::Evidence => self.selected_row().is_some(),
            Pane::Overlay => {
                self.is_choosing() || self.selected_page().is_some() || self.selected_proof().is_some()
            }
            Pane::Describe => false,
        }
    }

    /// Whether there is another service to go on to.
    pub(super) fn has_neighbours(&self) -> bool {
        let listed = self.watch.as_ref().and_then(super::Watch::listed_count);
        self.page == Page::Triage && !self.is_choosing() && listed.unwrap_or(self.diagnoses.len()) > 1
    }

    /// Opens the next service of the list as it is narrowed, or the one before; after the last comes the first.
    pub(super) fn open_neighbour(&mut self, forward: bool) -> Vec<Effect> {
        self.overlay = None;
        self.filter = None;
        // What going back asks for is given up for the service that is opened at once.
        drop(self.back_to_list());
        self.take_up_filter();
        self.settle();
        let Some(shown) = self.shown(Pane::Services) else { return Vec::new() };
        let (body, height) = (shown.body.clone(), shown.height);
        self.lists.entry(ListId::Services).or_default().turn(&body, height, forward);
        self.settle();
        self.open_live(self.subject)
    }

    fn open_in_overlay(&mut self) {
        if let Some(page) = self.selected_page() {
            self.page_chosen(page);
        } else {
            self.walk_from_findings();
        }
    }

    /// Goes to `pane`; the Kubernetes twin follows steps and evidence.
    pub(super) fn enter(&mut self, pane: Pane) {
        self.focus = pane;
        if matches!(pane, Pane::Steps | Pane::Evidence) {
            if self.leader != pane {
                self.left = 0;
            }
            self.leader = pane;
        }
    }

    /// Goes to a step.
    pub(super) fn go_to_step(&mut self, step: StepId) {
        self.step = step;
        self.group = None;
        let place = usize::from(step.number() - 1);
        let selected = Some(RowId::Line(place + 1));
        self.lists.insert(ListId::Steps, List { selected, place, ..List::default() });
    }

    fn open_evidence(&mut self) {
        let Some(row) = self.selected_row().cloned() else { return };
        match row {
            RowId::StopGroup(signature) => {
                self.lists.remove(&ListId::Tasks);
                self.group = Some(signature);
            }
            RowId::Event(id) => self.follow_event(&id),
            RowId::Exit(id) => self.follow_exit(&id),
            _ => self.show_twin(),
        }
    }

    /// The twin beside the evidence where there is room, else over the whole width.
    pub(super) fn show_twin(&mut self) {
        if self.page == Page::Triage && self.layout.area(Pane::Describe).is_some() {
            self.enter(Pane::Describe);
        } else {
            self.overlay = Some(Overlay::Describe);
        }
    }

    fn follow_event(&mut self, id: &str) {
        let Some(diagnosis) = self.diagnosis() else { return };
        let steps = &diagnosis.steps;
        let Some(group) = steps.events.groups.iter().find(|group| group.id == id) else { return };
        let task = group.tasks.iter().find(|task| self.group_of_task(task).is_some()).cloned();
        let deployment = group.deployment.clone();
        let deployment = deployment.filter(|id| steps.deployments.rows.iter().any(|row| row.id == *id));
        match (task, deployment) {
            (Some(task), _) => self.go_to_task(&task),
            (None, Some(id)) => {
                self.go_to_step(StepId::Deployments);
                self.select(ListId::Step(StepId::Deployments), RowId::Deployment(id));
            }
            (None, None) => self.show_twin(),
        }
    }

    fn follow_exit(&mut self, id: &str) {
        let rows = self.diagnosis().map(|diagnosis| &diagnosis.steps.exits.rows);
        let row = rows.and_then(|rows| rows.iter().find(|row| row.id == id));
        match row.and_then(|row| row.tasks.first()).cloned() {
            Some(task) if self.group_of_task(&task).is_some() => self.go_to_task(&task),
            _ => self.show_twin(),
        }
    }

    fn go_to_task(&mut self, task: &str) {
        let Some(signature) = self.group_of_task(task) else { return };
        self.go_to_step(StepId::StoppedTasks);
        self.select(ListId::Step(StepId::StoppedTasks), RowId::StopGroup(signature.clone()));
        self.group = Some(signature);
        self.select(ListId::Tasks, RowId::Task(task.to_owned()));
    }

    fn group_of_task(&self, task: &str) -> Option<String> {
        let groups = &self.diagnosis()?.steps.stopped.groups;
        let group = groups.iter().find(|group| group.tasks.iter().any(|one| one.id == task))?;
        Some(group.signature.clone())
    }
}
