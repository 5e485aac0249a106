//! What is selected: its Kubernetes twin, its JSON, the text that is copied of it.

use serde_json::Value;

use super::state::{Overlay, Page, Pane, State};
use crate::diagnosis::steps::stopped::StopGroup;
use crate::kube::Twin;
use crate::model::Task;
use crate::view::panel::{logs, raw};
use crate::view::{Row, RowId, text};

impl State {
    /// The row that the panes below an overlay have selected: that of the leading pane.
    pub fn selected_row(&self) -> Option<&RowId> {
        let pane = if self.page == Page::Services { Pane::Services } else { self.leader };
        self.list(pane)?.selected.as_ref().filter(|_| pane != Pane::Steps)
    }

    /// The twin of the selected row; nothing where only the service itself can stand for it.
    pub fn selected_twin(&self) -> Option<Twin> {
        let steps = &self.diagnosis()?.steps;
        let pod = |task: &String| Some(Twin::Pod(task.clone()));
        match self.selected_row()? {
            RowId::Deployment(id) => Some(Twin::ReplicaSet(id.clone())),
            RowId::Task(id) => pod(id),
            RowId::StopGroup(signature) => pod(&self.stop_group(signature)?.tasks.first()?.id),
            RowId::Exit(id) => pod(steps.exits.rows.iter().find(|row| row.id == *id)?.tasks.first()?),
            RowId::LogLine(..) => pod(&steps.exits.culprit.as_ref()?.task),
            RowId::Event(id) => {
                let group = steps.events.groups.iter().find(|group| group.id == *id)?;
                let named = group.deployment.as_ref()?;
                let known = steps.deployments.rows.iter().any(|row| row.id == *named);
                known.then(|| Twin::ReplicaSet(named.clone()))
            }
            _ => None,
        }
    }

    /// The group of stopped tasks with this signature.
    pub fn stop_group(&self, signature: &str) -> Option<&StopGroup> {
        self.diagnosis()?.steps.stopped.groups.iter().find(|group| group.signature == signature)
    }

    /// The JSON of the selected row, else of the service.
    pub fn selected_json(&self) -> Option<String> {
        if let Some(object) = self.walked_object() {
            return self.snapshot.raw(object).map(str::to_owned);
        }
        let steps = &self.diagnosis()?.steps;
        match self.selected_row() {
            Some(RowId::Deployment(id)) => {
                let row = steps.deployments.rows.iter().find(|row| row.id == *id)?;
                self.part_of_service(if row.is_task_set { "taskSets" } else { "deployments" }, "id", id)
            }
            Some(RowId::Event(id)) => {
                let group = steps.events.groups.iter().find(|group| group.id == *id)?;
                // The text of an event that ECS no longer lists is not kept.
                group
                    .gone_since
                    .map_or_else(|| self.part_of_service("events", "message", &group.message), |_| None)
            }
            Some(RowId::Task(_) | RowId::StopGroup(_) | RowId::Exit(_) | RowId::LogLine(..)) => {
                let Some(Twin::Pod(task)) = self.selected_twin() else { return None };
                self.task(&task).and_then(|task| self.snapshot.raw(task.origin)).map(str::to_owned)
            }
            _ => self.service_json().map(str::to_owned),
        }
    }

    fn task(&self, id: &str) -> Option<&Task> {
        self.snapshot.tasks.iter().find(|task| task.id() == Some(id))
    }

    fn service_json(&self) -> Option<&str> {
        let facts = self.facts()?;
        if let Some(service) = facts.service {
            return self.snapshot.raw(service.origin);
        }
        let task = facts.tasks.first().map(|task| task.origin);
        let notice = facts.notices.first().map(|notice| notice.origin);
        self.snapshot.raw(task.or(notice).unwrap_or(self.snapshot.events_origin))
    }

    /// The first item of `list` of the service whose `key` is `value`; the whole service when there is none.
    fn part_of_service(&self, list: &str, key: &str, value: &str) -> Option<String> {
        let whole = self.service_json()?;
        let json: Value = serde_json::from_str(whole).ok()?;
        let part = json.get(list)?.as_array()?.iter().find(|item| item[key] == value);
        Some(part.map_or_else(|| whole.to_owned(), Value::to_string))
    }

    /// What copying the selected row of the pane in focus gives: an id, a command, a line.
    pub fn copied_text(&self) -> Option<String> {
        let pane = self.active();
        let row = self.list(pane)?.selected.as_ref()?;
        if let Some((_, Row { copy: Some(copy), .. })) =
            self.shown(pane).and_then(|shown| shown.body.find(row))
        {
            return Some(text::clean_line(copy)).filter(|text| !text.is_empty());
        }
        if let RowId::Page(page) = row {
            return Some(page.name.to_owned());
        }
        let diagnosis = self.diagnosis()?;
        let found = match row {
            RowId::Subject(_) => self.diagnosis().map(|one| one.name.clone()),
            RowId::Event(id) => {
                let groups = &diagnosis.steps.events.groups;
                groups.iter().find(|group| group.id == *id).map(|group| group.message.clone())
            }
            RowId::Deployment(id) | RowId::Task(id) => Some(id.clone()),
            RowId::StopGroup(signature) => {
                self.stop_group(signature)?.tasks.first().map(|task| task.id.clone())
            }
            RowId::Exit(id) => {
                let row = diagnosis.steps.exits.rows.iter().find(|row| row.id == *id);
                row.and_then(|row| row.tasks.first().cloned())
            }
            RowId::LogLine(..) => {
                let place = logs::ids(&diagnosis.steps.logs).position(|id| id == *row);
                place.map(|place| diagnosis.steps.logs.lines[place].text.clone())
            }
            RowId::Choice(name) => Some(name.clone()),
            RowId::Metric(label) => Some(label.clone()),
            RowId::Line(place) => self.copied_line(pane, *place),
            RowId::Rules | RowId::Record => self.line_text(pane),
            RowId::Finding(_) | RowId::Proof(..) | RowId::Advice(..) | RowId::Page(_) => None,
        };
        found.map(|text| text::clean_line(&text)).filter(|text| !text.is_empty())
    }

    fn copied_line(&self, pane: Pane, place: usize) -> Option<String> {
        let diagnosis = self.diagnosis()?;
        match self.overlay.filter(|_| pane == Pane::Overlay) {
            Some(Overlay::Next) => diagnosis.next.get(place).map(|command| command.run.clone()),
            Some(Overlay::Gaps) => {
                diagnosis.unchecked.get(place)?.command.as_ref().map(|one| one.run.clone())
            }
            Some(Overlay::Raw) => raw::part(&self.selected_json()?, place),
            _ => self.line_text(pane),
        }
    }

    /// What ECS, or a container, says in the selected row.
    pub(super) fn stated_text(&self) -> Option<&str> {
        let steps = &self.diagnosis()?.steps;
        match self.selected_row()? {
            RowId::Event(id) => {
                steps.events.groups.iter().find(|group| group.id == *id).map(|group| group.message.as_str())
            }
            RowId::StopGroup(signature) => self.stop_group(signature)?.reason.as_deref(),
            RowId::Exit(id) => steps.exits.rows.iter().find(|row| row.id == *id)?.reason.as_deref(),
            row @ RowId::LogLine(..) => {
                let place = logs::ids(&steps.logs).position(|id| id == *row)?;
                Some(&steps.logs.lines[place].text)
            }
            _ => None,
        }
    }

    /// The text of the selected row as it is drawn.
    fn line_text(&self, pane: Pane) -> Option<String> {
        let body = &self.shown(pane)?.body;
        let (_, row) = body.find(self.list(pane)?.selected.as_ref()?)?;
        let lines = body.lines.get(row.lines.clone())?;
        let spans = lines.iter().flat_map(|line| line.spans.iter());
        Some(spans.map(|span| span.content.as_ref()).collect::<String>().trim().to_owned())
    }
}
