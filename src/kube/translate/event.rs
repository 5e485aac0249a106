//! Events: the service scheduler's lines and the timestamps of tasks, each on the object that it is about.
//!
//! ECS has one stream of lines for a service; `kubectl describe` shows each object its own. A line goes to
//! the narrowest object that it names and that was saved, every other one stays with the Deployment.

use std::collections::HashMap;

use k8s_openapi::api::core::v1::{Event, EventSource, ObjectReference};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::reason::{self, Verdict};
use super::{World, metadata, pod};
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::model::time::Time;
use crate::model::{NoticeLevel, Task};
use crate::msg;
use crate::words::Message;

/// Who writes the lines of a service.
const SCHEDULER: &str = "ecs-service-scheduler";
/// Where events come from that only a task's timestamps tell of.
const TASK: &str = "ecs-task";
/// Who passes on state changes.
const EVENT_BRIDGE: &str = "eventbridge";

/// Something that was seen once, or several times with the same words.
#[derive(Debug, Clone)]
pub struct Seen {
    verdict: (&'static str, String),
    component: &'static str,
    message: String,
    first: Option<Time>,
    last: Option<Time>,
    count: i64,
    source: Message,
}

/// Whose events: an object's kind, API version and name.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// `Deployment`, `ReplicaSet` or `Pod`.
    pub kind: &'static str,
    /// `apps/v1` or `v1`.
    pub api_version: &'static str,
    /// Its name.
    pub name: &'a str,
}

/// The lines of a service, by the object that they are about.
#[derive(Debug, Default)]
pub struct Split {
    deployment: Vec<Seen>,
    sets: HashMap<String, Vec<Seen>>,
    tasks: HashMap<usize, Vec<Seen>>,
}

impl Split {
    /// Sorts the service's events and EventBridge's notices by object.
    pub fn new(world: &World<'_>) -> Self {
        let mut split = Self::default();
        // The newest stands first; of those of one moment the later one must stay behind the earlier.
        for (index, event) in world.facts.events.iter().enumerate().rev() {
            let (kind, reason) = reason::service_event(&event.message);
            let seen = Seen {
                verdict: (kind, reason.to_owned()),
                component: SCHEDULER,
                message: event.message.trim().to_owned(),
                first: event.created_at,
                last: event.created_at,
                count: event.count.unwrap_or(1).max(1),
                source: msg!("kube-event-service", field = format!("events[{index}]")),
            };
            split.place(world, reason, seen);
        }
        split.deployment.extend(notices(world));
        split
    }

    fn place(&mut self, world: &World<'_>, reason: &str, seen: Seen) {
        let tasks: Vec<usize> =
            task_ids(&seen.message).filter_map(|id| world.task(id).map(|(index, _)| index)).collect();
        let named = deployment_id(&seen.message).filter(|id| world.generation(id).is_some());
        let scaled = matches!(reason, "SuccessfulCreate" | "SuccessfulDelete");
        let by_task =
            || tasks.first().and_then(|&index| super::starter(world.facts, world.facts.tasks[index]));
        let of_service = matches!(
            reason,
            "SteadyState"
                | "CircuitBreaker"
                | "AlarmTriggered"
                | "DeploymentRollback"
                | "DeploymentCompleted"
        );
        if of_service {
            self.deployment.push(seen);
        } else if scaled && let Some(id) = named.or_else(by_task).filter(|id| world.generation(id).is_some())
        {
            self.sets.entry(id.to_owned()).or_default().push(seen);
        } else if !scaled && !tasks.is_empty() {
            for index in tasks {
                self.tasks.entry(index).or_default().push(seen.clone());
            }
        } else if let Some(id) = named {
            self.sets.entry(id.to_owned()).or_default().push(seen);
        } else {
            self.deployment.push(seen);
        }
    }

    /// The Deployment's events, with the sources of their lines.
    pub fn of_deployment(&self, world: &World<'_>, sources: &mut Sources) -> Vec<Event> {
        let name = names::name(world.service_name.as_deref().unwrap_or_default());
        let about = About { kind: "Deployment", api_version: "apps/v1", name: &name };
        events(world, about, self.deployment.clone(), sources)
    }

    /// The events of the ReplicaSet `name`, which stands for the generation `id`.
    pub fn of_replica_set(
        &self,
        world: &World<'_>,
        id: &str,
        name: &str,
        sources: &mut Sources,
    ) -> Vec<Event> {
        let about = About { kind: "ReplicaSet", api_version: "apps/v1", name };
        events(world, about, self.sets.get(id).cloned().unwrap_or_default(), sources)
    }

    /// The events of the Pod that stands for the task at `index`.
    pub fn of_pod(&self, world: &World<'_>, index: usize, sources: &mut Sources) -> Vec<Event> {
        let task = world.facts.tasks[index];
        let name = pod::name(task).unwrap_or_default();
        let mut seen = lived(world, index, task, &name);
        seen.extend(self.tasks.get(&index).cloned().unwrap_or_default());
        events(world, About { kind: "Pod", api_version: "v1", name: &name }, seen, sources)
    }
}

fn notices(world: &World<'_>) -> Vec<Seen> {
    let all = world.facts.notices.iter().enumerate();
    all.map(|(index, notice)| Seen {
        verdict: (
            if notice.level == NoticeLevel::Info { "Normal" } else { "Warning" },
            notice.name.split('_').map(capitalised).collect(),
        ),
        component: EVENT_BRIDGE,
        message: notice.reason.clone().unwrap_or_else(|| notice.name.clone()),
        first: notice.at,
        last: notice.at,
        count: 1,
        source: msg!("kube-event-service", field = format!("notices[{index}]")),
    })
    .collect()
}

/// `SERVICE` → `Service`: event reasons are written in camel case.
fn capitalised(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut characters = lower.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// What a task's timestamps tell, in kubelet's words where they say the same.
fn lived(world: &World<'_>, index: usize, task: &Task, name: &str) -> Vec<Seen> {
    let mut all = Vec::new();
    let mut tell = |verdict: Verdict, at: Option<Time>, field: &str, message: String| {
        let Some(at) = at else { return };
        all.push(Seen {
            verdict: (verdict.0, verdict.1.to_owned()),
            component: TASK,
            message,
            first: Some(at),
            last: Some(at),
            count: 1,
            source: msg!("kube-event-task", field = format!("tasks[{index}].{field}")),
        });
    };
    let node = pod::node_name(world, task).map_or_else(String::new, |node| format!(" to {node}"));
    let assigned = format!("Successfully assigned {}/{name}{node}", world.namespace);
    tell(("Normal", "Scheduled"), task.created_at, "createdAt", assigned);
    let (verdict, text) = reason::stop(task);
    let pulled = !text.is_some_and(|text| text.contains("CannotPull"));
    for image in images(task) {
        tell(
            ("Normal", "Pulling"),
            task.pull_started_at,
            "pullStartedAt",
            format!("Pulling image \"{image}\""),
        );
        let message = format!("Successfully pulled image \"{image}\"");
        tell(("Normal", "Pulled"), task.pull_stopped_at.filter(|_| pulled), "pullStoppedAt", message);
    }
    for container in task.containers.iter().filter_map(|container| container.name.as_deref()) {
        tell(("Normal", "Started"), task.started_at, "startedAt", format!("Started container {container}"));
    }
    if task.is_stopping() {
        let (at, field) = match task.stopping_at {
            Some(at) => (Some(at), "stoppingAt"),
            None => (task.stopped_at, "stoppedAt"),
        };
        tell(verdict, at, field, text.or(task.stop_code.as_deref()).unwrap_or_default().to_owned());
    }
    all
}

fn images(task: &Task) -> Vec<&str> {
    let mut all: Vec<&str> =
        task.containers.iter().filter_map(|container| container.image.as_deref()).collect();
    all.dedup();
    all
}

/// Collapses repeats and makes the objects. Their names begin with the object's and go on with the time in
/// hexadecimal, as those of Kubernetes do, so that the order of names is that of time.
fn events(world: &World<'_>, about: About<'_>, mut seen: Vec<Seen>, sources: &mut Sources) -> Vec<Event> {
    seen.sort_by_key(|one| one.last);
    let mut collapsed = collapse(seen);
    collapsed.sort_by_key(|one| one.last);
    if collapsed.is_empty() {
        sources.computed("Events", msg!("kube-no-events"));
    }
    collapsed.iter().enumerate().map(|(index, one)| event(world, about, index, one, sources)).collect()
}

fn event(world: &World<'_>, about: About<'_>, index: usize, one: &Seen, sources: &mut Sources) -> Event {
    let moment = one.last.map_or(0, |last| last.0.as_millisecond()).max(0);
    let name = format!("{}.{moment:012x}{index:04x}", about.name);
    sources.computed(format!("Events/{name}"), one.source.clone());
    Event {
        metadata: ObjectMeta {
            uid: Some(metadata::uid(world, "Event", &name)),
            name: Some(name),
            namespace: Some(world.namespace.clone()),
            ..ObjectMeta::default()
        },
        involved_object: ObjectReference {
            kind: Some(about.kind.to_owned()),
            api_version: Some(about.api_version.to_owned()),
            name: Some(about.name.to_owned()),
            namespace: Some(world.namespace.clone()),
            uid: Some(metadata::uid(world, about.kind, about.name)),
            ..ObjectReference::default()
        },
        type_: Some(one.verdict.0.to_owned()),
        reason: Some(one.verdict.1.clone()),
        message: Some(one.message.clone()),
        source: Some(EventSource { component: Some(one.component.to_owned()), host: None }),
        first_timestamp: one.first.map(names::time),
        last_timestamp: one.last.map(names::time),
        count: Some(names::count(one.count)),
        ..Event::default()
    }
}

/// Makes one of those whose words differ in ids alone, as a crash loop writes them. `seen` is in order of
/// time; the newest one's words stay.
fn collapse(seen: Vec<Seen>) -> Vec<Seen> {
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    let mut all: Vec<Seen> = Vec::new();
    for one in seen {
        match places.entry((one.verdict.1.clone(), without_ids(&one.message))) {
            std::collections::hash_map::Entry::Occupied(place) => {
                let earlier = &mut all[*place.get()];
                let (first, count) = (earlier.first, earlier.count.saturating_add(one.count));
                *earlier = Seen { first, count, ..one };
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(all.len());
                all.push(one);
            }
        }
    }
    all
}

/// The text with every long run of hexadecimal digits left out: task ids, instance ids, digests.
fn without_ids(text: &str) -> String {
    let is_id = |word: &&str| word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !is_id(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Every id in `(task ID)`.
fn task_ids(text: &str) -> impl Iterator<Item = &str> {
    text.split("(task ").skip(1).filter_map(|rest| rest.split([')', ' ', ',']).next())
}

/// The first `ecs-svc/N`.
fn deployment_id(text: &str) -> Option<&str> {
    let start = text.find("ecs-svc/")?;
    let digits = text[start + "ecs-svc/".len()..].bytes().take_while(u8::is_ascii_digit).count();
    Some(&text[start..start + "ecs-svc/".len() + digits])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_the_text() {
        let text = "(service web) has started 2 tasks: (task a1) (task b2).";
        assert_eq!(task_ids(text).collect::<Vec<_>>(), ["a1", "b2"]);
        assert_eq!(
            deployment_id("(service web) (deployment ecs-svc/12) deployment failed"),
            Some("ecs-svc/12")
        );
        assert_eq!(deployment_id("(service web)"), None);
        assert_eq!(task_ids("(task set (x))").collect::<Vec<_>>(), ["set"]);
    }

    fn seen(kind: &'static str, message: &str, second: i64) -> Seen {
        let at = jiff::Timestamp::from_second(second).ok().map(Time);
        Seen {
            verdict: (kind, "R".to_owned()),
            component: TASK,
            message: message.to_owned(),
            first: at,
            last: at,
            count: 1,
            source: msg!("kube-no-events"),
        }
    }

    #[test]
    fn lines_that_differ_in_ids_alone_are_one() {
        let first = "unable to place (container-instance 0123456789abcdef) memory";
        let second = "unable to place (container-instance fedcba9876543210) memory";
        let warned = collapse(vec![seen("Warning", first, 1), seen("Warning", second, 5)]);
        assert_eq!((warned.len(), warned[0].count, warned[0].message.as_str()), (1, 2, second));
        assert!(warned[0].first < warned[0].last);
        let other = "unable to place (container-instance 0123456789abcdef) CPU";
        assert_eq!(collapse(vec![seen("Warning", first, 1), seen("Warning", other, 5)]).len(), 2);
    }
}
