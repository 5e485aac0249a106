//! What a service stands on and behind: capacity, container instances, target groups. Nothing of it is asked
//! of a service that has none.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use tokio::join;
use tokio::sync::oneshot::Sender;

use super::calls::Place;
use super::page::{self, Page};
use super::session::Session;
use crate::model::Service;
use crate::model::service::LoadBalancer;

/// Container instances that DescribeContainerInstances takes. Source: API reference.
const BATCH: usize = 100;

/// Events that are looked at for a placement that fails now.
const NEWEST_EVENTS: usize = 10;

/// Reads the target groups of the service and the health of what is in them, both of blue/green.
pub(super) async fn targets(session: &Session, place: Place<'_>, service: &Service) {
    let of_sets = service.task_sets.iter().flat_map(|set| &set.load_balancers);
    let balancers = service.load_balancers.iter().chain(of_sets);
    let named: BTreeSet<&str> = balancers.flat_map(LoadBalancer::target_groups).collect();
    if named.is_empty() {
        return;
    }
    let groups = named.iter().copied().map(str::to_owned).collect();
    let health = named.iter().map(|group| session.describe_target_health(place, group));
    drop(join!(session.describe_target_groups(place, groups), join_all(health)));
}

/// Reads the capacity providers of the service and, when its tasks find no place, the cluster and which
/// container instances it has.
pub(super) async fn capacity(
    session: &Session,
    place: Place<'_>,
    service: &Service,
    hosts: Sender<Vec<String>>,
) {
    let asked = async {
        if finds_no_place(service) {
            let (_, listed) = join!(session.describe_cluster(place), listed(session, place));
            // Nobody waits any more when the whole reading was given up.
            let _ = hosts.send(listed);
        }
    };
    let providers = async {
        let names = providers(service);
        if !names.is_empty() {
            drop(session.describe_capacity_providers(place, names).await);
        }
    };
    join!(asked, providers);
}

/// The capacity providers that somebody made: Fargate's own say nothing.
fn providers(service: &Service) -> Vec<String> {
    let rows = service.deployments.iter().flat_map(|row| &row.capacity_provider_strategy);
    let items = service.capacity_provider_strategy.iter().chain(rows);
    let names = items.filter_map(|item| item.capacity_provider.as_deref());
    let own: BTreeSet<&str> = names.filter(|name| !matches!(*name, "FARGATE" | "FARGATE_SPOT")).collect();
    own.into_iter().map(str::to_owned).collect()
}

/// Whether a service that runs on container instances is short of tasks and its newest events say that there
/// is no place for them. Source: developer guide, `service-event-messages`.
fn finds_no_place(service: &Service) -> bool {
    let short = service.running_count < service.desired_count;
    let mut newest = service.events.iter().take(NEWEST_EVENTS);
    short && !service.on_fargate() && newest.any(|event| event.message.contains("unable to place a task"))
}

async fn listed(session: &Session, place: Place<'_>) -> Vec<String> {
    let (mut found, mut token) = (Vec::new(), None);
    for _ in 0..page::MOST {
        // What is refused is on record; the instances known so far are shown.
        let Ok(body) = session.list_container_instances(place, token.clone()).await else { break };
        let mut page = Page::read(&body);
        token = page.next(token.as_ref());
        found.append(&mut page.container_instance_arns);
        if token.is_none() {
            break;
        }
    }
    found
}

/// Describes the container instances that were listed and those that tasks are on.
pub(super) async fn instances(
    session: &Session,
    place: Place<'_>,
    listed: Vec<String>,
    of_tasks: Vec<String>,
) {
    let all: BTreeSet<String> = listed.into_iter().chain(of_tasks).collect();
    let all: Vec<String> = all.into_iter().collect();
    join_all(all.chunks(BATCH).map(|batch| session.describe_container_instances(place, batch.to_vec())))
        .await;
}
