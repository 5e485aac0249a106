//! A capture of a live account for one command: what the answers say decides what is asked next.

pub mod followed;
pub mod series;

use crate::diagnosis::steps::logs::LogDestination;
use crate::diagnosis::{Diagnosis, Knowledge, diagnose_all};
use crate::model::{Facts, Service, Snapshot};
use crate::msg;
use crate::source::aws::{Account, LogPlace, Stats};
use crate::source::saved::{Loaded, Problem};
use crate::words::Message;

/// What a command needs to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// The services, without their tasks.
    List {
        /// Only this cluster.
        cluster: Option<&'a str>,
    },
    /// One service in full.
    Service {
        /// Only in this cluster.
        cluster: Option<&'a str>,
        /// Its name.
        name: &'a str,
    },
    /// The services, and the most stuck of them in full.
    MostStuck {
        /// Only this cluster.
        cluster: Option<&'a str>,
        /// How many in full.
        most: usize,
    },
}

/// What was read, and what it means, the most stuck first.
#[derive(Debug, Default)]
pub struct Capture {
    /// What was read.
    pub loaded: Loaded,
    /// What it means.
    pub diagnoses: Vec<Diagnosis>,
    /// Whether everything was asked; false while answers are still to come.
    pub whole: bool,
    /// What the answers cost, so far.
    pub stats: Stats,
}

/// Makes a new capture of what `scope` asks for. `progress` is shown what is known after each round of
/// answers: the services, then their tasks, then their logs. The whole capture is what is returned.
///
/// May be called again and again with the same account: task definitions and service revisions, which
/// never change, are asked for once; nothing else of an earlier capture is used.
///
/// # Errors
/// A sentence when nothing can be shown at all.
pub fn read(
    account: &Account,
    scope: Scope<'_>,
    knowledge: &Knowledge,
    progress: &mut dyn FnMut(Capture),
) -> Result<Capture, Message> {
    account.begin();
    let look = &mut || show(account, knowledge, progress);
    match scope {
        Scope::List { cluster } => {
            account.list(cluster, look)?;
            Ok(whole(decoded(account, &[], knowledge)))
        }
        Scope::Service { cluster, name } => {
            account.read(cluster, name, look)?;
            Ok(whole(with_logs(account, knowledge, progress)))
        }
        Scope::MostStuck { cluster, most } => {
            account.list(cluster, look)?;
            let listed = decoded(account, &[], knowledge);
            let all = services(&listed);
            account.read_more(&all[..most.min(all.len())], look);
            let mut capture = whole(with_logs(account, knowledge, progress));
            if most > 1 && all.len() > most {
                let what = msg!("live-only-most-stuck", most = most, count = all.len());
                let place = cluster.unwrap_or("ecs").to_owned();
                capture.loaded.problems.push(Problem { place, what, broken: false });
            }
            Ok(capture)
        }
    }
}

/// Shows what is known so far; tasks without their service are not shown yet, they would look like no
/// service's.
fn show(account: &Account, knowledge: &Knowledge, progress: &mut dyn FnMut(Capture)) {
    let capture = decoded(account, &[], knowledge);
    if !capture.loaded.snapshot.services.is_empty() {
        progress(capture);
    }
}

fn decoded(account: &Account, logs: &[LogPlace], knowledge: &Knowledge) -> Capture {
    let loaded = account.loaded(logs);
    let diagnoses = diagnose_all(&loaded.snapshot, knowledge);
    Capture { loaded, diagnoses, whole: false, stats: account.stats() }
}

fn whole(capture: Capture) -> Capture {
    Capture { whole: true, ..capture }
}

/// Reads the logs of the containers that the tasks point to.
fn with_logs(account: &Account, knowledge: &Knowledge, progress: &mut dyn FnMut(Capture)) -> Capture {
    let capture = decoded(account, &[], knowledge);
    let snapshot = &capture.loaded.snapshot;
    let logs: Vec<LogPlace> = capture.diagnoses.iter().filter_map(|one| log_place(snapshot, one)).collect();
    if logs.is_empty() {
        return capture;
    }
    progress(capture);
    account.logs(&logs);
    decoded(account, &logs, knowledge)
}

/// The services, the most stuck first.
fn services(capture: &Capture) -> Vec<&Service> {
    let snapshot = &capture.loaded.snapshot;
    capture.diagnoses.iter().filter_map(|diagnosis| snapshot.service_of(&diagnosis.subject)).collect()
}

/// Where the container that matters wrote to, when it ever ran and its task definition says so.
fn log_place(snapshot: &Snapshot, diagnosis: &Diagnosis) -> Option<LogPlace> {
    let culprit = diagnosis.steps.exits.culprit.as_ref()?;
    let facts = Facts::gather(snapshot, &diagnosis.subject);
    facts.tasks.get(culprit.index)?.started_at?;
    let LogDestination::CloudWatch { group, stream: Some(stream), region } =
        &diagnosis.steps.logs.destination
    else {
        return None;
    };
    Some(LogPlace {
        cluster: diagnosis.cluster.clone()?,
        service: diagnosis.name.clone(),
        group: group.clone(),
        stream: stream.clone(),
        region: region.clone(),
    })
}
