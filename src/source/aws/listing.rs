//! All services of one cluster or of all: pages of names, described ten at a time while the next page comes.

use std::cell::Cell;

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream;
use tokio::sync::mpsc;

use super::action::Action;
use super::calls::in_cluster;
use super::page::{self, Page};
use super::session::{MOST_IN_FLIGHT, Session};
use crate::model::arn;
use crate::model::live::{Call, Refusal};

/// Names that DescribeServices takes. Source: API reference.
const BATCH: usize = 10;

/// The clusters of the account, by name.
///
/// # Errors
/// When not even the first page came.
pub(super) async fn clusters(session: &Session) -> Result<Vec<String>, (Call, Refusal)> {
    let (mut found, mut token) = (Vec::new(), None);
    for number in 0..page::MOST {
        let mut page = match session.list_clusters(token.clone()).await {
            Ok(body) => Page::read(&body),
            Err(refusal) if number == 0 => {
                return Err((Call { action: Action::ListClusters.name(), ..Call::default() }, refusal));
            }
            // What was refused is on record; the clusters known so far are shown.
            Err(_) => break,
        };
        found.extend(page.cluster_arns.iter().map(|text| arn::name(text).to_owned()));
        token = page.next(token.as_ref());
        if token.is_none() {
            break;
        }
    }
    Ok(found)
}

/// Reads the services of all `clusters` in parallel.
///
/// # Errors
/// When no cluster could be listed at all: the first refusal.
pub(super) async fn services(session: &Session, clusters: &[String]) -> Result<(), (Call, Refusal)> {
    let listed = join_all(clusters.iter().map(|cluster| of_cluster(session, cluster))).await;
    let (good, mut bad): (Vec<_>, Vec<_>) = listed.into_iter().partition(Result::is_ok);
    match bad.pop() {
        Some(Err(refused)) if good.is_empty() => Err(refused),
        _ => Ok(()),
    }
}

async fn of_cluster(session: &Session, cluster: &str) -> Result<(), (Call, Refusal)> {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let batches = stream::poll_fn(|context| receiver.poll_recv(context));
    let done = Cell::new(0_usize);
    let describing = batches.for_each_concurrent(MOST_IN_FLIGHT, |names: Vec<String>| async {
        let call = in_cluster(Action::DescribeServices, cluster, "");
        // What was refused is on record, and the other services are shown.
        drop(session.describe_services(cluster, names, call).await);
        done.set(done.get() + 1);
        // A look costs as much as there is to see: one each time that it has doubled costs twice the last.
        if done.get().is_power_of_two() {
            session.reached();
        }
    });
    let (listed, ()) = tokio::join!(pages(session, cluster, sender), describing);
    listed.map_err(|refusal| (in_cluster(Action::ListServices, cluster, ""), refusal))
}

async fn pages(
    session: &Session,
    cluster: &str,
    batches: mpsc::UnboundedSender<Vec<String>>,
) -> Result<(), Refusal> {
    let mut token = None;
    for number in 0..page::MOST {
        let mut page = match session.list_services(cluster, token.clone()).await {
            Ok(body) => Page::read(&body),
            Err(refusal) if number == 0 => return Err(refusal),
            Err(_) => break,
        };
        for batch in page.service_arns.chunks(BATCH) {
            drop(batches.send(batch.to_vec()));
        }
        token = page.next(token.as_ref());
        if token.is_none() {
            break;
        }
    }
    Ok(())
}
