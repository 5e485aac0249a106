//! The tasks of a service: those that should run and those that stopped.

use std::collections::BTreeSet;

use aws_sdk_ecs::types::DesiredStatus;
use futures_util::future::join_all;
use tokio::join;
use tokio::sync::oneshot::Sender;

use super::calls::Place;
use super::page::{self, Page};
use super::session::Session;
use crate::model::Task;
use crate::source::saved;

/// Lists and describes the tasks, hands over the container instances that they are on; answers the revisions
/// that they run.
pub(super) async fn read(
    session: &Session,
    place: Place<'_>,
    hosts: Sender<Vec<String>>,
) -> BTreeSet<String> {
    let (mut tasks, mut stopped) = join!(
        with_status(session, place, DesiredStatus::Running),
        with_status(session, place, DesiredStatus::Stopped)
    );
    session.reached();
    tasks.append(&mut stopped);
    let on: BTreeSet<String> = tasks.iter().filter_map(|task| task.container_instance_arn.clone()).collect();
    // Nobody waits any more when the whole reading was given up.
    let _ = hosts.send(on.into_iter().collect());
    tasks.into_iter().filter_map(|task| task.task_definition_arn).collect()
}

/// The tasks of the service with this desired status.
async fn with_status(session: &Session, place: Place<'_>, status: DesiredStatus) -> Vec<Task> {
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
    let group = format!("service:{}", place.service);
    let tasks = described.into_iter().flatten().flat_map(|body| saved::load_bytes("", body).snapshot.tasks);
    // An endpoint may not honour serviceName and list the whole cluster.
    tasks.filter(|task| task.group.as_ref().is_none_or(|stated| *stated == group)).collect()
}
