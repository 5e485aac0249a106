//! Which objects there are, and which one a user's `KIND/NAME` names.

use super::Twin;
use super::names;
use super::translate::World;
use crate::model::{Facts, arn};

/// Every object, in the order to describe them: the Deployment, its ReplicaSets, the Pods.
pub fn twins(facts: &Facts<'_>) -> Vec<Twin> {
    let world = World::new(facts);
    let deployment = world.service().map(|_| Twin::Deployment);
    let sets = world.generations.iter().map(|one| Twin::ReplicaSet(one.id.clone()));
    let pods = facts.tasks.iter().filter_map(|task| task.id()).map(|id| Twin::Pod(id.to_owned()));
    deployment.into_iter().chain(sets).chain(pods).collect()
}

/// The twin that a user's `KIND/NAME` names (`deployment/web`, `rs/web-…`, `pod/0c9d…`). Kinds are kubectl's
/// with their short forms, and the words of ECS; a name is the Kubernetes one, or ECS's name, id or ARN;
/// for a deployment its revision (`web:42`) or the beginning of the name, for a task the beginning of its id,
/// when they name one alone.
pub fn find_twin(facts: &Facts<'_>, kind: &str, name: &str) -> Option<Twin> {
    let kind = kind.to_lowercase();
    match kind.split_once('.').map_or(kind.as_str(), |(word, _)| word) {
        "deployment" | "deployments" | "deploy" | "service" | "services" | "svc" => {
            find_deployment(facts, name)
        }
        "replicaset" | "replicasets" | "rs" | "taskset" | "tasksets" => find_replica_set(facts, name),
        "pod" | "pods" | "po" | "task" | "tasks" => find_pod(facts, name),
        _ => None,
    }
}

fn find_deployment(facts: &Facts<'_>, name: &str) -> Option<Twin> {
    let world = World::new(facts);
    let known = world.service()?;
    let own = world.service_name.as_deref()?;
    let matches = name == own || name == names::name(own) || Some(name) == known.service_arn.as_deref();
    matches.then_some(Twin::Deployment)
}

fn find_replica_set(facts: &Facts<'_>, name: &str) -> Option<Twin> {
    let world = World::new(facts);
    let matches = |id: &str, own: &str| name == own || name == id || name == arn::name(id);
    let exact = world.generations.iter().find(|one| {
        matches(&one.id, &one.name) || one.set.is_some_and(|set| set.task_set_arn.as_deref() == Some(name))
    });
    // A forced deployment has the revision of the one before it: then neither the revision nor the
    // beginning of the name says which is meant.
    let found = exact.or_else(|| {
        let begins = |own: &str| !name.is_empty() && own.starts_with(name);
        let mut begun =
            world.generations.iter().filter(|one| begins(&one.name) || one.revision == Some(name));
        begun.next().filter(|_| begun.next().is_none())
    });
    found.map(|one| Twin::ReplicaSet(one.id.clone()))
}

fn find_pod(facts: &Facts<'_>, name: &str) -> Option<Twin> {
    let wanted = arn::name(name);
    let ids = || facts.tasks.iter().filter_map(|task| task.id());
    let exact = ids().find(|id| *id == wanted || names::name(id) == wanted);
    let found = exact.or_else(|| {
        let mut begun = ids().filter(|id| !wanted.is_empty() && id.starts_with(wanted));
        begun.next().filter(|_| begun.next().is_none())
    });
    found.map(|id| Twin::Pod(id.to_owned()))
}
