//! What ECS no longer listed when a moment was saved, and the screen still showed. The text of such a task is among
//! the documents; an event has no other place than this.

use serde::{Deserialize, Serialize};

use crate::model::time::Time;
use crate::model::{ServiceEvent, Snapshot};

/// A task or an event, and since when it was gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::source) struct Gone {
    /// RFC 3339.
    since: String,
    /// ARN of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<String>,
    /// ARN of the service that the event is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

/// Everything that is gone from `snapshot`. `hide` takes secrets out of a text.
pub(super) fn of(snapshot: &Snapshot, hide: impl Fn(&str) -> String) -> Vec<Gone> {
    let tasks = snapshot.tasks.iter().filter_map(|task| {
        let since = task.gone_since?.0.to_string();
        Some(Gone { since, task: task.task_arn.clone(), ..Gone::default() })
    });
    let events = snapshot.services.iter().flat_map(|service| {
        service.events.iter().filter_map(|event| {
            Some(Gone {
                since: event.gone_since?.0.to_string(),
                service: service.service_arn.clone(),
                id: event.id.clone(),
                created_at: event.created_at.map(|at| at.0.to_string()),
                message: hide(&event.message),
                task: None,
            })
        })
    });
    tasks.chain(events).collect()
}

impl Gone {
    /// Marks the task in `snapshot`, or adds the event to those of its service.
    pub(in crate::source) fn mark(self, snapshot: &mut Snapshot) {
        let gone_since = Time::from_text(&self.since);
        if self.task.is_some() {
            if let Some(task) = snapshot.tasks.iter_mut().find(|task| task.task_arn == self.task) {
                task.gone_since = gone_since;
            }
            return;
        }
        let service = snapshot
            .services
            .iter_mut()
            .find(|one| self.service.is_some() && one.service_arn == self.service);
        if let Some(service) = service {
            let created_at = self.created_at.as_deref().and_then(Time::from_text);
            let (id, message) = (self.id, self.message);
            service.events.push(ServiceEvent {
                id,
                created_at,
                message,
                gone_since,
                ..ServiceEvent::default()
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Service, Task};

    #[test]
    fn what_was_gone_is_gone_on_replay_too() {
        let (at, since) = (Time::from_number(1.79e9), Time::from_number(1.790_000_1e9));
        let task = |gone_since| Task { task_arn: Some("arn:t".to_owned()), gone_since, ..Task::default() };
        let service =
            |events| Service { service_arn: Some("arn:s".to_owned()), events, ..Service::default() };
        let event = |id: &str, gone_since| ServiceEvent {
            id: Some(id.to_owned()),
            created_at: at,
            message: "(service web) password=x".to_owned(),
            gone_since,
            ..ServiceEvent::default()
        };
        let shown = Snapshot {
            tasks: vec![task(since)],
            services: vec![service(vec![event("new", None), event("old", since)])],
            ..Snapshot::default()
        };
        let mut replayed = Snapshot {
            tasks: vec![task(None)],
            services: vec![service(vec![event("new", None)])],
            ..Snapshot::default()
        };
        for gone in of(&shown, |text| text.replace("=x", "=")) {
            gone.mark(&mut replayed);
        }
        assert_eq!(replayed.tasks[0].gone_since, since);
        let [_, old] = &replayed.services[0].events[..] else { panic!("{:?}", replayed.services) };
        assert_eq!((old.gone_since, old.created_at, old.id.as_deref()), (since, at, Some("old")));
        assert_eq!(old.message, "(service web) password=");
    }
}
