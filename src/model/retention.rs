//! What an earlier live capture showed and a later one does not, for either of two reasons: ECS has forgotten
//! it, which is said; or the call was refused this time, and the last good answer stands in.

use std::collections::HashSet;

use jiff::SignedDuration;

use super::facts::{Facts, Subject};
use super::live::Live;
use super::origin::{Document, Origin};
use super::service::{Service, ServiceEvent};
use super::snapshot::Snapshot;
use super::task::Task;
use super::time::Time;

/// Stopped tasks are kept for so long after they stopped: an incident, and the way to it.
const KEPT: SignedDuration = SignedDuration::from_hours(3);
/// Tasks that are kept of one service, the newest.
const MOST_TASKS: usize = 500;
/// Events that are kept of one service beside the hundred that ECS lists, the newest.
const MOST_EVENTS: usize = 200;

/// Calls that tell of tasks; their detail is the desired status.
const TASK_CALLS: [&str; 2] = ["ecs:ListTasks", "ecs:DescribeTasks"];
/// Calls whose answers are objects of one kind each, and which kind that is.
const KINDS: [(&str, Kind); 12] = [
    ("ecs:ListServices", Kind::Services),
    ("ecs:DescribeServices", Kind::Services),
    ("ecs:DescribeTaskDefinition", Kind::TaskDefinitions),
    ("ecs:ListServiceDeployments", Kind::ServiceDeployments),
    ("ecs:DescribeServiceDeployments", Kind::ServiceDeployments),
    ("ecs:DescribeServiceRevisions", Kind::ServiceRevisions),
    ("ecs:DescribeTaskSets", Kind::TaskSets),
    ("ecs:DescribeContainerInstances", Kind::ContainerInstances),
    ("ecs:DescribeCapacityProviders", Kind::CapacityProviders),
    ("elasticloadbalancing:DescribeTargetGroups", Kind::TargetGroups),
    ("elasticloadbalancing:DescribeTargetHealth", Kind::TargetHealth),
    ("logs:GetLogEvents", Kind::Logs),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Services,
    TaskDefinitions,
    ServiceDeployments,
    ServiceRevisions,
    TaskSets,
    ContainerInstances,
    CapacityProviders,
    TargetGroups,
    TargetHealth,
    Logs,
}

/// Adds to a list of the newer capture what stands in the same list of the earlier one alone.
macro_rules! adopt {
    ($newer:ident, $earlier:ident, $list:ident, $key:expr) => {{
        let known: HashSet<_> = $newer.$list.iter().map(|one| ($key)(one)).collect();
        let missing: Vec<_> =
            $earlier.$list.iter().filter(|one| !known.contains(&($key)(*one))).cloned().collect();
        let count = missing.len();
        for mut one in missing {
            one.origin = $newer.adopt($earlier, one.origin);
            $newer.$list.push(one);
        }
        count
    }};
}

impl Snapshot {
    /// Takes over from `earlier`, a capture of the same scope, what this one lacks: stopped tasks and events that
    /// ECS has forgotten, and what it was not allowed or able to read this time. Tells whether that was anything.
    pub fn keep_from(&mut self, earlier: &Self) -> bool {
        let refused = self.live.as_ref().map(kinds_refused).unwrap_or_default();
        let mut stood_in: usize = refused.into_iter().map(|kind| self.stand_in(earlier, kind)).sum();
        // Metrics are asked for now and then: they cost money, and say of when they are.
        let mut forgotten = if self.metrics.is_empty() {
            adopt!(self, earlier, metrics, |one: &super::MetricSeries| (one.id.clone(), one.label.clone()))
        } else {
            0
        };
        for index in 0..self.services.len() {
            let arn = self.services[index].service_arn.as_deref();
            let same = |one: &Service| arn.is_some() && one.service_arn.as_deref() == arn;
            let Some(before) = earlier.services.iter().position(same) else { continue };
            let (unread, gone) = self.missing_tasks(index, earlier, before);
            stood_in += unread.len();
            forgotten += gone.len() + self.keep_events(index, &earlier.services[before]);
            let gone_since = self.captured.at;
            self.add_tasks(earlier, unread, None);
            self.add_tasks(earlier, gone, gone_since);
        }
        if let Some(live) = self.live.as_mut().filter(|_| stood_in > 0) {
            let before = earlier.live.as_ref().and_then(|live| live.stands_in);
            live.stands_in = before.or(earlier.captured.at);
        }
        stood_in + forgotten > 0
    }

    fn stand_in(&mut self, earlier: &Self, kind: Kind) -> usize {
        let newer = self;
        match kind {
            Kind::Services => {
                adopt!(newer, earlier, services, |one: &Service| one.service_arn.clone())
            }
            Kind::TaskDefinitions => {
                adopt!(newer, earlier, task_definitions, |one: &super::TaskDefinition| one.short_name())
            }
            Kind::ServiceDeployments => {
                adopt!(newer, earlier, service_deployments, |one: &super::ServiceDeployment| one
                    .service_deployment_arn
                    .clone())
            }
            Kind::ServiceRevisions => {
                adopt!(newer, earlier, service_revisions, |one: &super::ServiceRevision| one
                    .service_revision_arn
                    .clone())
            }
            Kind::TaskSets => adopt!(newer, earlier, task_sets, |one: &super::TaskSet| one.id.clone()),
            Kind::ContainerInstances => {
                adopt!(newer, earlier, container_instances, |one: &super::ContainerInstance| one
                    .container_instance_arn
                    .clone())
            }
            Kind::CapacityProviders => {
                adopt!(newer, earlier, capacity_providers, |one: &super::CapacityProvider| one.name.clone())
            }
            Kind::TargetGroups => {
                adopt!(newer, earlier, target_groups, |one: &super::TargetGroup| one.target_group_arn.clone())
            }
            Kind::TargetHealth => {
                adopt!(newer, earlier, target_health, |one: &super::TargetHealthSet| one
                    .target_group_arn
                    .clone())
            }
            Kind::Logs => {
                adopt!(newer, earlier, logs, |one: &super::telemetry::LogStream| (
                    one.group.clone(),
                    one.stream.clone()
                ))
            }
        }
    }

    /// The tasks of a service that only `earlier` has: those that ECS was not able to tell of this time, and those
    /// that stopped and that it has forgotten, for a while.
    fn missing_tasks(&self, index: usize, earlier: &Self, before: usize) -> (Vec<Task>, Vec<Task>) {
        let facts = Facts::gather(self, &Subject::Service(index));
        let refused = |status: &str| {
            let calls = self.live.iter().flat_map(|live| &live.refused).map(|(call, _)| call);
            let mut of_tasks = calls.filter(|call| TASK_CALLS.contains(&call.action) && facts.is_about(call));
            of_tasks.any(|call| call.detail == status)
        };
        let (running, stopped) = (refused("RUNNING"), refused("STOPPED"));
        let known: HashSet<&str> = self.tasks.iter().filter_map(|task| task.task_arn.as_deref()).collect();
        let of_service = Facts::gather(earlier, &Subject::Service(before)).tasks;
        let missing = of_service
            .into_iter()
            .filter(|task| task.task_arn.as_deref().is_some_and(|arn| !known.contains(arn)));
        let (unread, told): (Vec<&Task>, Vec<&Task>) =
            missing.partition(|task| if task.is_stopping() { stopped } else { running });
        let gone = told.into_iter().filter(|task| is_recent(task, self.captured.at));
        (newest(unread.into_iter()), newest(gone))
    }

    fn add_tasks(&mut self, earlier: &Self, tasks: Vec<Task>, gone_since: Option<Time>) {
        for mut task in tasks {
            task.origin = self.adopt(earlier, task.origin);
            task.captured_at = task.captured_at.or(earlier.captured.at);
            task.gone_since = task.gone_since.or(gone_since);
            self.tasks.push(task);
        }
    }

    /// Events of a service that are older than those that ECS lists.
    fn keep_events(&mut self, index: usize, before: &Service) -> usize {
        let now = self.captured.at;
        // Of a service in a long list events are left out: that they are missing says nothing of ECS.
        let Some(service) = self.services.get_mut(index).filter(|one| one.is_whole()) else { return 0 };
        let sameness = |event: &ServiceEvent| (event.id.clone(), event.created_at, event.message.clone());
        let known: HashSet<_> = service.events.iter().map(sameness).collect();
        let missing = before.events.iter().filter(|event| !known.contains(&sameness(event)));
        let kept: Vec<ServiceEvent> = missing.take(MOST_EVENTS).cloned().collect();
        let count = kept.len();
        service.events.extend(
            kept.into_iter().map(|event| ServiceEvent { gone_since: event.gone_since.or(now), ..event }),
        );
        count
    }

    /// Takes over the text that `origin` points to in `earlier`, as a document of its own.
    fn adopt(&mut self, earlier: &Self, origin: Origin) -> Origin {
        let document = usize::try_from(origin.document).ok().and_then(|place| earlier.documents.get(place));
        let (Some(document), Some(text)) = (document, earlier.raw(origin)) else { return Origin::default() };
        let text = if text.len() == document.text.len() { document.text.clone() } else { text.into() };
        let (Ok(number), Ok(end)) = (u32::try_from(self.documents.len()), u32::try_from(text.len())) else {
            return Origin::default();
        };
        self.documents.push(Document { name: document.name.clone(), text });
        Origin { document: number, start: 0, end }
    }
}

fn newest<'a>(tasks: impl Iterator<Item = &'a Task>) -> Vec<Task> {
    let mut tasks: Vec<Task> = tasks.cloned().collect();
    tasks.sort_by_key(|task| std::cmp::Reverse(task.newest_time()));
    tasks.truncate(MOST_TASKS);
    tasks
}

fn kinds_refused(live: &Live) -> HashSet<Kind> {
    let kind = |action: &str| KINDS.iter().find(|(name, _)| *name == action).map(|(_, kind)| *kind);
    live.refused.iter().filter_map(|(call, _)| kind(call.action)).collect()
}

/// Whether a task stopped so lately that a person may still look for it.
fn is_recent(task: &Task, now: Option<Time>) -> bool {
    let stopped = task.stopped_at.or_else(|| task.newest_time());
    task.is_stopped() && now.zip(stopped).is_some_and(|(now, stopped)| now.since(stopped) < KEPT)
}
