//! Everything about one service, in as few rounds as the answers allow.
//!
//! ```text
//! round 1   DescribeServices   ListTasks RUNNING, STOPPED   ListServiceDeployments
//! round 2   its revisions      DescribeTasks                DescribeServiceDeployments
//! round 3   revisions that only tasks name
//! round 4   the log, see `live`
//! ```

use std::collections::BTreeSet;

use aws_sdk_ecs::types::DesiredStatus;
use futures_util::future::join_all;
use tokio::join;

use super::action::Action;
use super::calls::Place;
use super::page::{self, Page};
use super::session::Session;
use crate::model::Service;
use crate::model::live::{Call, Refusal};
use crate::source::saved;

/// Service deployments that are described: the newest, in one call. Those before it tell what it rolls back to.
const NEWEST_DEPLOYMENTS: usize = 5;

/// Reads the service. `known` is what a list has said of it already.
///
/// # Errors
/// When the service itself could not be read. A service that is not there is no error of a call.
pub(super) async fn read(
    session: &Session,
    place: Place<'_>,
    known: Option<&Service>,
) -> Result<(), (Call, Refusal)> {
    let (described, in_tasks, ()) =
        join!(service(session, place, known), tasks(session, place), deployments(session, place));
    let done = described?;
    let missing: Vec<String> = in_tasks.difference(&done).cloned().collect();
    definitions(session, place, &missing).await;
    Ok(())
}

/// Describes the service, then the revisions it names and its task sets; answers those revisions.
async fn service(
    session: &Session,
    place: Place<'_>,
    known: Option<&Service>,
) -> Result<BTreeSet<String>, (Call, Refusal)> {
    let read = match known {
        Some(service) => Some(service.clone()),
        None => find(session, place).await?,
    };
    let Some(service) = read else { return Ok(BTreeSet::new()) };
    session.reached();
    let revisions = revisions(&service);
    let list: Vec<String> = revisions.iter().cloned().collect();
    join!(definitions(session, place, &list), task_sets(session, place, &service));
    if service.controller() != "ECS" {
        // Only deployments of the ECS controller have such records; ECS refuses to list them for others.
        session.forget_refusals(|call| {
            call.action != Action::ListServiceDeployments.name()
                || call.service.as_deref() != Some(place.service)
        });
    }
    Ok(revisions)
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

async fn task_sets(session: &Session, place: Place<'_>, service: &Service) {
    if matches!(service.controller(), "CODE_DEPLOY" | "EXTERNAL") {
        drop(session.describe_task_sets(place).await);
    }
}

/// Lists and describes the tasks; answers the revisions that they run.
async fn tasks(session: &Session, place: Place<'_>) -> BTreeSet<String> {
    let (mut running, mut stopped) = join!(
        tasks_of(session, place, DesiredStatus::Running),
        tasks_of(session, place, DesiredStatus::Stopped)
    );
    running.append(&mut stopped);
    running
}

async fn tasks_of(session: &Session, place: Place<'_>, status: DesiredStatus) -> BTreeSet<String> {
    let (mut lists, mut token) = (Vec::new(), None);
    for _ in 0..page::MOST {
        // What is refused is on record; the tasks known so far are shown.
        let Ok(body) = session.list_tasks(place, status.clone(), token.clone()).await else { break };
        let mut page = Page::read(&body);
        token = page.next(token.as_ref());
        lists.push(page.task_arns);
        if token.is_none() {
            break;
        }
    }
    let asked = lists.into_iter().filter(|list| !list.is_empty());
    let described = join_all(asked.map(|list| session.describe_tasks(place, &status, list))).await;
    session.reached();
    let group = format!("service:{}", place.service);
    let tasks = described.into_iter().flatten().flat_map(|body| saved::load_bytes("", body).snapshot.tasks);
    // An endpoint may not honour serviceName and list the whole cluster.
    tasks
        .filter(|task| task.group.as_ref().is_none_or(|stated| *stated == group))
        .filter_map(|task| task.task_definition_arn)
        .collect()
}

async fn deployments(session: &Session, place: Place<'_>) {
    let Ok(body) = session.list_service_deployments(place).await else { return };
    let mut listed = Page::read(&body).service_deployments;
    listed.sort_by_key(|one| std::cmp::Reverse(one.created_at));
    let newest: Vec<String> =
        listed.into_iter().filter_map(|one| one.service_deployment_arn).take(NEWEST_DEPLOYMENTS).collect();
    if !newest.is_empty() {
        drop(session.describe_service_deployments(place, newest).await);
    }
}
