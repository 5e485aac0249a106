//! Equal events collapsed into groups, the newest group last, EventBridge notices among them.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::kind::{kind_of, kind_of_notice};
use super::{EventGroup, EventKind};
use crate::diagnosis::finding::Evidence;
use crate::diagnosis::signature::normalise;
use crate::diagnosis::steps::deployments::DeploymentStep;
use crate::diagnosis::steps::stopped;
use crate::diagnosis::text;
use crate::diagnosis::wording::evidence;
use crate::model::Facts;
use crate::model::time::Time;

/// A line of either source.
struct Entry {
    kind: EventKind,
    message: String,
    at: Option<Time>,
    proof: Vec<(String, String)>,
    id: Option<String>,
    count: i64,
    deployment: Option<String>,
    gone_since: Option<Time>,
}

/// All groups, oldest first by their newest event.
pub fn take(facts: &Facts<'_>, deployments: &DeploymentStep) -> Vec<EventGroup> {
    let mut entries: Vec<Entry> = events(facts).chain(notices(facts)).collect();
    // Stable: entries of one moment, and entries without one, keep the order of the answer turned over.
    entries.reverse();
    entries.sort_by_key(|entry| entry.at);
    let recovered_at = recovery(&entries);
    // There may be thousands of tasks, and no event that names one.
    let older = LazyCell::new(|| {
        let before = facts.tasks.iter().filter(|task| stopped::is_before(task, deployments));
        before.filter_map(|task| task.id()).collect::<HashSet<&str>>()
    });
    let mut groups: Vec<EventGroup> = Vec::new();
    let mut places: HashMap<(bool, String), usize> = HashMap::new();
    for entry in entries {
        let before = is_before(&entry, deployments) || is_of(&entry, |task| older.contains(task));
        let signature = normalise(&entry.message);
        if let Some(place) = places.get(&(before, signature.clone())) {
            add(&mut groups[*place], entry);
        } else {
            places.insert((before, signature.clone()), groups.len());
            groups.push(begin(entry, before, signature));
        }
    }
    groups.sort_by_key(|group| group.last);
    for group in &mut groups {
        group.recovered = match (group.last, recovered_at) {
            // The steady state after a rollback is that of the old revision: the pushed one did not recover.
            (Some(last), Some(steady)) => {
                last < steady && !group.kind.is_routine() && deployments.rollback.is_none()
            }
            _ => false,
        };
    }
    groups
}

fn events<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Entry> + 'a {
    facts.events.iter().enumerate().map(|(index, event)| Entry {
        kind: kind_of(&event.message),
        message: event.message.clone(),
        at: event.created_at,
        proof: vec![(format!("events[{index}].message"), event.message.clone())],
        id: event.id.clone(),
        count: event.count.unwrap_or(1),
        deployment: text::deployment(&event.message).map(str::to_owned),
        gone_since: event.gone_since,
    })
}

fn notices<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Entry> + 'a {
    facts.notices.iter().enumerate().map(|(index, notice)| Entry {
        kind: kind_of_notice(&notice.name),
        message: match &notice.reason {
            Some(reason) => format!("{}: {reason}", notice.name),
            None => notice.name.clone(),
        },
        at: notice.at,
        proof: std::iter::once((format!("notices[{index}].eventName"), notice.name.clone()))
            .chain(notice.reason.iter().map(|reason| (format!("notices[{index}].reason"), reason.clone())))
            .collect(),
        id: None,
        count: 1,
        deployment: notice.deployment_id.clone(),
        gone_since: None,
    })
}

/// An event that names the deployment in question is never history.
fn is_before(entry: &Entry, deployments: &DeploymentStep) -> bool {
    let (Some(at), Some(since)) = (entry.at, deployments.since) else { return false };
    let pushed = deployments.pushed().map(|row| row.id.as_str());
    at < since && (entry.deployment.is_none() || entry.deployment.as_deref() != pushed)
}

/// Whether an event is about tasks of older deployments alone: what fails of them is what is being replaced.
fn is_of(entry: &Entry, is_older: impl Fn(&str) -> bool) -> bool {
    let tasks = text::named(&entry.message, "task");
    !tasks.is_empty() && tasks.iter().all(|task| is_older(task))
}

/// The newest moment at which the service was in a steady state. Steady states that a crash loop writes
/// between two deaths are no recovery; the rhythm is judged apart.
fn recovery(entries: &[Entry]) -> Option<Time> {
    let healthy =
        |entry: &&Entry| matches!(entry.kind, EventKind::SteadyState | EventKind::DeploymentCompleted);
    entries.iter().filter(healthy).filter_map(|entry| entry.at).max()
}

fn begin(entry: Entry, before_deployment: bool, signature: String) -> EventGroup {
    let tasks = text::named(&entry.message, "task").into_iter().map(str::to_owned).collect();
    let id = entry.id.unwrap_or(signature);
    let proof = proof(entry.proof, &id);
    EventGroup {
        field: proof.first().map(|one| one.field.clone()).unwrap_or_default(),
        proof,
        id,
        kind: entry.kind,
        message: entry.message,
        count: entry.count,
        first: entry.at,
        last: entry.at,
        before_deployment,
        tasks,
        deployment: entry.deployment,
        recovered: false,
        gone_since: entry.gone_since,
    }
}

fn proof(fields: Vec<(String, String)>, id: &str) -> Vec<Evidence> {
    fields.into_iter().map(|(field, text)| evidence(field, text, Some(id))).collect()
}

fn add(group: &mut EventGroup, entry: Entry) {
    for task in text::named(&entry.message, "task") {
        if !group.tasks.iter().any(|known| known == task) {
            group.tasks.push(task.to_owned());
        }
    }
    group.count = group.count.saturating_add(entry.count);
    group.first = group.first.or(entry.at);
    group.last = entry.at.or(group.last);
    group.message = entry.message;
    group.proof = proof(entry.proof, &group.id);
    group.field = group.proof.first().map(|one| one.field.clone()).unwrap_or_default();
    group.gone_since = entry.gone_since;
    group.deployment = entry.deployment.or(group.deployment.take());
}
