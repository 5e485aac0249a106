//! What a snapshot holds about one subject: a service, or a group of tasks or events without one.
//!
//! The joins of ECS in one place: task.group and task.startedBy lead to the service and its
//! deployment, taskDefinitionArn to the revision, targetGroupArn and the task's address to its health.

mod index;

use std::collections::HashSet;

use jiff::SignedDuration;

use super::arn;
use super::live::Call;
use super::notice::Notice;
use super::service::{Deployment, Service, ServiceEvent, TaskSet};
use super::service_deployment::{ServiceDeployment, ServiceRevision};
use super::snapshot::{Captured, Failure, Snapshot};
use super::task::Task;
use super::task_definition::TaskDefinition;
use super::time::Time;

/// Answers saved within this time of each other are one capture: ECS keeps a stopped task for about as long.
const ONE_CAPTURE: SignedDuration = SignedDuration::from_hours(1);

pub use index::TaskIndex;

/// Something that can be triaged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A service that was captured: index into [`Snapshot::services`].
    Service(usize),
    /// Tasks whose service was not saved, or that have none: their `group` (`service:web`, `family:job`).
    TaskGroup(String),
    /// Events or notices whose service was not saved: the service's name, empty when not even that is known.
    Events(String),
    /// None of these: only task definitions, clusters, logs, … were saved.
    Nothing,
}

/// A subject and what the snapshot holds about it. Lists keep the order of the snapshot.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The whole snapshot.
    pub snapshot: &'a Snapshot,
    /// Which subject this is.
    pub subject: Subject,
    /// The service, when it was saved.
    pub service: Option<&'a Service>,
    /// Its events, newest first, as ECS lists them.
    pub events: &'a [ServiceEvent],
    /// Its tasks.
    pub tasks: Vec<&'a Task>,
    /// Its task sets, from the service or from DescribeTaskSets.
    pub task_sets: Vec<&'a TaskSet>,
    /// Its service deployments, newest first.
    pub service_deployments: Vec<&'a ServiceDeployment>,
    /// Its service revisions.
    pub service_revisions: Vec<&'a ServiceRevision>,
    /// EventBridge events about it.
    pub notices: Vec<&'a Notice>,
}

impl Snapshot {
    /// Everything that can be triaged: services in the order of the input, then task groups and events
    /// whose service is missing. [`Subject::Nothing`] alone when there is none of these.
    pub fn subjects(&self) -> Vec<Subject> {
        self.subjects_by(&TaskIndex::new(self))
    }

    /// The same, for who has the index of the tasks.
    pub fn subjects_by(&self, index: &TaskIndex<'_>) -> Vec<Subject> {
        let mut subjects: Vec<Subject> = (0..self.services.len()).map(Subject::Service).collect();
        let owned: HashSet<usize> =
            self.services.iter().flat_map(|service| index.of_service(service)).collect();
        let mut groups: HashSet<&str> = HashSet::new();
        let tasks = self.tasks.iter().enumerate();
        for (_, task) in tasks.filter(|(place, _)| !owned.contains(place)) {
            let group = task.group.as_deref().unwrap_or_default();
            if groups.insert(group) {
                subjects.push(Subject::TaskGroup(group.to_owned()));
            }
        }
        let loose = self.events.iter().filter_map(ServiceEvent::service_name);
        let noticed = self.notices.iter().filter_map(|notice| notice.service_arn.as_deref()).map(arn::name);
        let services: HashSet<&str> = self.services.iter().filter_map(Service::name).collect();
        for name in loose.chain(noticed) {
            let known = services.contains(name)
                || subjects.contains(&Subject::TaskGroup(format!("service:{name}")))
                || subjects.contains(&Subject::Events(name.to_owned()));
            if !known {
                subjects.push(Subject::Events(name.to_owned()));
            }
        }
        if subjects.is_empty() && !(self.events.is_empty() && self.notices.is_empty()) {
            subjects.push(Subject::Events(String::new()));
        }
        if subjects.is_empty() {
            subjects.push(Subject::Nothing);
        }
        subjects
    }

    /// The service that `subject` is, when it was saved. For who needs no more of the subject's facts:
    /// gathering those looks at every task.
    pub fn service_of(&self, subject: &Subject) -> Option<&Service> {
        match subject {
            Subject::Service(index) => self.services.get(*index),
            _ => None,
        }
    }
}

impl<'a> Facts<'a> {
    /// Gathers what `snapshot` holds about `subject`.
    pub fn gather(snapshot: &'a Snapshot, subject: &Subject) -> Self {
        Self::gather_by(snapshot, subject, &TaskIndex::new(snapshot))
    }

    /// The same, for who gathers the facts of many subjects and so has the index of the tasks.
    pub fn gather_by(snapshot: &'a Snapshot, subject: &Subject, index: &TaskIndex<'_>) -> Self {
        let service = snapshot.service_of(subject);
        let name = service_name(subject, service);
        let mut facts = Self {
            snapshot,
            subject: subject.clone(),
            service,
            events: service.map_or(&[], |service| &service.events),
            tasks: Vec::new(),
            task_sets: service.map_or_else(Vec::new, |service| service.task_sets.iter().collect()),
            service_deployments: Vec::new(),
            service_revisions: Vec::new(),
            notices: Vec::new(),
        };
        let places = match (subject, service) {
            (Subject::TaskGroup(group), _) => index.of_group(group).to_vec(),
            (_, Some(service)) => index.of_service(service),
            _ => Vec::new(),
        };
        facts.tasks = places.into_iter().map(|place| &snapshot.tasks[place]).collect();
        if service.is_none() && facts.owns_loose_events(name.as_deref()) {
            facts.events = &snapshot.events;
        }
        facts.join_by_service(name.as_deref());
        facts
    }

    /// The name that a person calls the subject by; empty when the input states none.
    pub fn name(&self) -> String {
        match &self.subject {
            Subject::TaskGroup(group) => {
                group.rsplit_once(':').map_or(group.as_str(), |(_, name)| name).to_owned()
            }
            subject => service_name(subject, self.service).unwrap_or_default(),
        }
    }

    /// The cluster's name, from the service or from one of the tasks.
    pub fn cluster(&self) -> Option<&'a str> {
        self.service
            .and_then(Service::cluster)
            .or_else(|| self.tasks.iter().find_map(|task| task.cluster()))
            .or_else(|| self.notices.iter().find_map(|notice| notice.cluster_arn.as_deref()).map(arn::name))
    }

    /// The AWS Region, from the first ARN that states one.
    pub fn region(&self) -> Option<&'a str> {
        self.arns().find_map(arn::region)
    }

    /// The AWS account, from the first ARN that states one.
    pub fn account(&self) -> Option<&'a str> {
        self.arns().find_map(arn::account)
    }

    /// The moment that ages are counted from.
    pub fn captured_at(&self) -> Option<Time> {
        self.captured().at
    }

    /// The moment that ages are counted from, and what says so: that of the input, unless the answers which
    /// hold the subject are of another day. They may stand in one folder, and must not make it look old.
    pub fn captured(&self) -> Captured {
        let whole = self.snapshot.captured;
        if whole.basis.is_live() {
            return whole;
        }
        let own = self.service.and_then(|service| service.captured_at);
        let own = self.tasks.iter().filter_map(|task| task.captured_at).chain(own).max();
        match (own, whole.at) {
            (Some(own), Some(at)) if at.since(own) > ONE_CAPTURE => Captured { at: Some(own), ..whole },
            _ => whole,
        }
    }

    /// Whether a live account was asked for all stopped tasks of this subject and told everything that it has.
    /// False when the answers were saved: nobody knows what was asked.
    pub fn knows_stopped_tasks(&self) -> bool {
        const CALLS: [&str; 2] = ["ecs:ListTasks", "ecs:DescribeTasks"];
        let Some(live) = &self.snapshot.live else { return false };
        let listed = live.answered.iter().any(|call| {
            call.action == CALLS[0]
                && call.detail == "STOPPED"
                && call.service.is_some()
                && self.is_about(call)
        });
        let mut open = live.refused.iter().map(|(call, _)| call).chain(&live.pending);
        listed
            && !open.any(|call| CALLS.contains(&call.action) && self.is_about(call))
            && !self.snapshot.failures.iter().any(is_of_task)
    }

    /// Whether a live account said that this subject has no record of a service deployment.
    pub fn has_no_record(&self) -> bool {
        let Some(live) = &self.snapshot.live else { return false };
        let is = |call: &Call, action: &str| call.action == action && self.is_about(call);
        let refused = live.refused.iter().map(|(call, _)| call);
        let mut all = live.answered.iter().chain(refused).chain(&live.pending);
        live.answered.iter().any(|call| is(call, "ecs:ListServiceDeployments"))
            && !all.any(|call| is(call, "ecs:DescribeServiceDeployments"))
    }

    /// Whether `call` was made for this subject.
    pub fn is_about(&self, call: &Call) -> bool {
        let cluster = call.cluster.as_deref().map(arn::name);
        let other_cluster = cluster.zip(self.cluster()).is_some_and(|(asked, ours)| asked != ours);
        !other_cluster && call.service.as_ref().is_some_and(|service| *service == self.name())
    }

    /// The deployment row that started `task`: by `startedBy`, else, where an endpoint fills that with
    /// something else, the only row with the task's revision.
    pub fn deployment_of(&self, task: &Task) -> Option<&'a Deployment> {
        let rows = &self.service?.deployments;
        let by_id = rows.iter().find(|row| row.id.is_some() && row.id == task.started_by);
        by_id.or_else(|| {
            if task.started_by.as_deref().is_some_and(|by| by.starts_with("ecs-svc/")) {
                return None;
            }
            let wanted = arn::revision(task.task_definition_arn.as_deref()?);
            let mut same =
                rows.iter().filter(|row| row.task_definition.as_deref().map(arn::revision) == Some(wanted));
            same.next().filter(|_| same.next().is_none())
        })
    }

    /// The task definition of `task`, when it was saved.
    pub fn definition_of(&self, task: &Task) -> Option<&'a TaskDefinition> {
        self.snapshot.task_definition(task.task_definition_arn.as_deref()?)
    }

    fn arns(&self) -> impl Iterator<Item = &'a str> + '_ {
        let service = self.service.into_iter().flat_map(|service| {
            [
                service.service_arn.as_deref(),
                service.cluster_arn.as_deref(),
                service.task_definition.as_deref(),
            ]
        });
        let rows = self.service.into_iter().flat_map(|service| &service.deployments);
        let tasks = self.tasks.iter().map(|task| task.task_arn.as_deref());
        let notices = self.notices.iter().map(|notice| notice.service_arn.as_deref());
        service.chain(rows.map(|row| row.task_definition.as_deref())).chain(tasks).chain(notices).flatten()
    }

    fn owns_loose_events(&self, name: Option<&str>) -> bool {
        let mut named = self.snapshot.events.iter().filter_map(ServiceEvent::service_name).peekable();
        named.peek().is_none() || named.any(|event| Some(event) == name)
    }

    fn join_by_service(&mut self, name: Option<&str>) {
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            if matches!(self.subject, Subject::Events(_)) {
                self.notices = self.snapshot.notices.iter().collect();
            }
            return;
        };
        let cluster = self.service.and_then(Service::cluster);
        let ours = |service_arn: Option<&str>| {
            service_arn.is_some_and(|text| {
                let same_cluster = match (arn::cluster_in(text), cluster) {
                    (Some(theirs), Some(ours)) => theirs == ours,
                    _ => true,
                };
                arn::name(text) == name && same_cluster
            })
        };
        let snapshot = self.snapshot;
        let own = self.service.map_or(&[][..], |service| &service.task_sets);
        self.task_sets.extend(snapshot.task_sets.iter().filter(|set| {
            // What both answers hold is one task set, not two.
            let known = set.id.is_some() && own.iter().any(|one| one.id == set.id);
            let stands = set.service_arn.is_none() && snapshot.services.len() == 1;
            !known && (ours(set.service_arn.as_deref()) || stands)
        }));
        self.service_deployments =
            snapshot.service_deployments.iter().filter(|one| ours(one.service_arn.as_deref())).collect();
        self.service_deployments.sort_by_key(|one| std::cmp::Reverse(one.created_at));
        self.service_revisions =
            snapshot.service_revisions.iter().filter(|one| ours(one.service_arn.as_deref())).collect();
        self.notices = snapshot.notices.iter().filter(|one| ours(one.service_arn.as_deref())).collect();
    }
}

/// Whether ECS was asked for a task and does not have it; a failure that names nothing may be one.
fn is_of_task(failure: &Failure) -> bool {
    failure.arn.as_deref().is_none_or(|text| text.contains(":task/") || !text.starts_with("arn:"))
}

fn service_name(subject: &Subject, service: Option<&Service>) -> Option<String> {
    match subject {
        Subject::Service(_) => service.and_then(Service::name).map(str::to_owned),
        Subject::TaskGroup(group) => group.strip_prefix("service:").map(str::to_owned),
        Subject::Events(name) => Some(name.clone()),
        Subject::Nothing => None,
    }
}

/// Whether `task` is one of `service`: same name in its group and, where both say it, same cluster; an
/// emulator that writes no group is helped by `startedBy`.
fn task_belongs(task: &Task, service: &Service) -> bool {
    let same_arn = task.cluster_arn.is_some() && task.cluster_arn == service.cluster_arn;
    let same_cluster = || match (task.cluster(), service.cluster()) {
        (Some(theirs), Some(ours)) => theirs == ours,
        _ => true,
    };
    let by_group = || task.service().is_some() && task.service() == service.name();
    let by_deployment =
        || task.started_by.is_some() && service.deployments.iter().any(|row| row.id == task.started_by);
    let by_task_set =
        || task.started_by.is_some() && service.task_sets.iter().any(|set| set.id == task.started_by);
    (same_arn || same_cluster()) && (by_group() || by_deployment() || by_task_set())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CaptureBasis;

    #[test]
    fn an_answer_of_another_day_does_not_make_a_subject_old() {
        let [then, near, now] = [1.7e9, 1.8e9 - 600.0, 1.8e9].map(Time::from_number);
        let service = |name: &str, captured_at| Service {
            service_name: Some(name.to_owned()),
            captured_at,
            ..Service::default()
        };
        let task = Task { group: Some("service:old".to_owned()), captured_at: then, ..Task::default() };
        let snapshot = Snapshot {
            captured: Captured { at: now, ..Captured::default() },
            services: vec![
                service("old", then),
                service("new", now),
                service("undated", None),
                service("near", near),
            ],
            tasks: vec![task],
            ..Snapshot::default()
        };
        let at = |index| Facts::gather(&snapshot, &Subject::Service(index)).captured_at();
        assert_eq!((at(0), at(1), at(2)), (then, now, now));
        assert_eq!(at(3), now, "ten minutes are one capture");
        let live = Snapshot { captured: Captured { at: now, basis: CaptureBasis::Live }, ..snapshot.clone() };
        let quiet = Facts::gather(&live, &Subject::Service(0)).captured_at();
        assert_eq!(quiet, now, "a service in which nothing happens was asked for now all the same");
    }
}
