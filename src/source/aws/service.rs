//! Everything about one service, in as few rounds as the answers allow.
//!
//! ```text
//! round 1   DescribeServices   ListTasks RUNNING, STOPPED   ListServiceDeployments
//! round 2   its revisions      DescribeTasks                DescribeServiceDeployments
//!           target groups and health, capacity providers, task sets; ListContainerInstances
//! round 3   the log            DescribeContainerInstances   DescribeServiceRevisions
//! round 4                                                   the revisions that those name
//! ```
//!
//! Which log, is told by what the first two rounds say (see `live`). A revision that only tasks name comes
//! before it, in a round of its own. Rounds 3 and 4 that no log waits for are [`background`].

use std::collections::BTreeSet;

use futures_util::future::join_all;
use tokio::join;
use tokio::sync::oneshot::{Receiver, Sender, channel};

use super::action::Action;
use super::calls::Place;
use super::page::Page;
use super::session::Session;
use super::surroundings;
use super::tasks;
use crate::model::live::{Call, Refusal};
use crate::model::{Service, ServiceDeployment, arn};
use crate::source::saved;

/// Service deployments that are described: the newest, in one call. Those before it tell what it rolls back to.
const NEWEST_DEPLOYMENTS: usize = 5;

/// What the first rounds hand to the later ones.
#[derive(Debug)]
pub(super) struct Learned {
    /// The cluster's container instances, when a task finds no place on them.
    hosts: Sender<Vec<String>>,
    /// Those that the tasks are on.
    of_tasks: Sender<Vec<String>>,
    /// Service revisions of the newest deployments.
    revisions: Sender<Vec<String>>,
}

/// What [`Learned`] hands over.
#[derive(Debug)]
pub(super) struct Awaited {
    hosts: Receiver<Vec<String>>,
    of_tasks: Receiver<Vec<String>>,
    revisions: Receiver<Vec<String>>,
}

/// The two ends of what one service's rounds hand to each other.
pub(super) fn hand_over() -> (Learned, Awaited) {
    let (hosts, for_hosts) = channel();
    let (of_tasks, for_tasks) = channel();
    let (revisions, for_revisions) = channel();
    let awaited = Awaited { hosts: for_hosts, of_tasks: for_tasks, revisions: for_revisions };
    (Learned { hosts, of_tasks, revisions }, awaited)
}

/// Reads the service as far as its log waits for it. `known` is what a list has said of it already.
///
/// # Errors
/// When the service itself could not be read. A service that is not there is no error of a call.
pub(super) async fn read(
    session: &Session,
    place: Place<'_>,
    known: Option<&Service>,
    learned: Learned,
) -> Result<(), (Call, Refusal)> {
    let Learned { hosts, of_tasks, revisions } = learned;
    let (described, in_tasks, ()) = join!(
        service(session, place, known, hosts),
        tasks::read(session, place, of_tasks),
        deployments(session, place, revisions)
    );
    let Some(service) = described? else { return Ok(()) };
    if service.controller() != "ECS" {
        // Only deployments of the ECS controller have such records; ECS refuses to list them for others.
        session.forget_refusals(|call| {
            call.action != Action::ListServiceDeployments.name()
                || call.service.as_deref() != Some(place.service)
        });
    }
    let missing: Vec<String> = in_tasks.difference(&self::revisions(&service)).cloned().collect();
    definitions(session, place, &missing).await;
    Ok(())
}

/// Reads what no log waits for, as soon as it is known what that is.
pub(super) async fn background(session: &Session, place: Place<'_>, awaited: Awaited) {
    let Awaited { hosts, of_tasks, revisions } = awaited;
    let instances = async {
        // One that learned nothing, because its call was refused, hands over nothing.
        let (hosts, of_tasks) = join!(hosts, of_tasks);
        surroundings::instances(session, place, hosts.unwrap_or_default(), of_tasks.unwrap_or_default())
            .await;
    };
    let revisions = async {
        let arns = revisions.await.unwrap_or_default();
        if !arns.is_empty() {
            service_revisions(session, place, arns).await;
        }
    };
    join!(instances, revisions);
}

/// Describes the service, then the revisions it names and what it stands on.
async fn service(
    session: &Session,
    place: Place<'_>,
    known: Option<&Service>,
    hosts: Sender<Vec<String>>,
) -> Result<Option<Service>, (Call, Refusal)> {
    let read = match known {
        Some(service) => Some(service.clone()),
        None => find(session, place).await?,
    };
    let Some(service) = read else { return Ok(None) };
    session.reached();
    let list: Vec<String> = revisions(&service).into_iter().collect();
    join!(
        definitions(session, place, &list),
        task_sets(session, place, &service),
        surroundings::targets(session, place, &service),
        surroundings::capacity(session, place, &service, hosts),
    );
    Ok(Some(service))
}

/// What ECS says of the service; nothing when the cluster does not have it.
///
/// # Errors
/// When ECS did not answer.
pub(super) async fn find(session: &Session, place: Place<'_>) -> Result<Option<Service>, (Call, Refusal)> {
    let call = place.call(Action::DescribeServices, "");
    let names = vec![place.service.to_owned()];
    let body = session
        .describe_services(place.cluster, names, call.clone())
        .await
        .map_err(|refusal| (call, refusal))?;
    Ok(saved::load_bytes("", body).snapshot.services.into_iter().next())
}

/// The revisions in play: of the service, its deployments and its task sets.
fn revisions(service: &Service) -> BTreeSet<String> {
    let rows = service.deployments.iter().map(|row| &row.task_definition);
    let sets = service.task_sets.iter().map(|set| &set.task_definition);
    rows.chain(sets).chain([&service.task_definition]).flatten().cloned().collect()
}

async fn definitions(session: &Session, place: Place<'_>, revisions: &[String]) {
    join_all(revisions.iter().map(|revision| session.describe_task_definition(place, revision))).await;
}

/// Describes the task sets that the service has. The API reference calls their list optional, and ECS refuses a call
/// without it (`TaskSets cannot be empty.`).
async fn task_sets(session: &Session, place: Place<'_>, service: &Service) {
    let sets: Vec<String> = service.task_sets.iter().filter_map(|set| set.id.clone()).collect();
    if !sets.is_empty() {
        drop(session.describe_task_sets(place, sets).await);
    }
}

async fn deployments(session: &Session, place: Place<'_>, revisions: Sender<Vec<String>>) {
    let Ok(body) = session.list_service_deployments(place).await else { return };
    let mut listed = Page::read(&body).service_deployments;
    listed.sort_by_key(|one| std::cmp::Reverse(one.created_at));
    let newest: Vec<String> =
        listed.into_iter().filter_map(|one| one.service_deployment_arn).take(NEWEST_DEPLOYMENTS).collect();
    if newest.is_empty() {
        return;
    }
    if let Ok(body) = session.describe_service_deployments(place, newest).await {
        // Nobody waits any more when the whole reading was given up.
        let _ = revisions.send(named_revisions(&saved::load_bytes("", body).snapshot.service_deployments));
    }
}

/// The service revisions that the newest deployment comes from, leads to and falls back to.
fn named_revisions(deployments: &[ServiceDeployment]) -> Vec<String> {
    let Some(newest) = deployments.iter().max_by_key(|one| one.created_at) else { return Vec::new() };
    let sources = newest.source_service_revisions.iter().filter_map(|one| one.arn.clone());
    let target = newest.target_service_revision.as_ref().and_then(|one| one.arn.clone());
    let rollback = newest.rollback.as_ref().and_then(|one| one.service_revision_arn.clone());
    let named: BTreeSet<String> = sources.chain(target).chain(rollback).collect();
    named.into_iter().collect()
}

/// Describes service revisions, then the task definitions that they name.
async fn service_revisions(session: &Session, place: Place<'_>, arns: Vec<String>) {
    let Ok(body) = session.describe_service_revisions(place, arns).await else { return };
    let revisions = saved::load_bytes("", body).snapshot.service_revisions;
    let named: BTreeSet<String> = revisions.into_iter().filter_map(|one| one.task_definition).collect();
    let list: Vec<String> = named.into_iter().filter(|one| arn::revision(one).contains(':')).collect();
    definitions(session, place, &list).await;
}
