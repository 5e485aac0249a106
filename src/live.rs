//! A capture of a live account for one command: what the answers say decides what is asked next.

pub mod series;

use crate::diagnosis::steps::logs::LogDestination;
use crate::diagnosis::{Diagnosis, diagnose_all};
use crate::model::{Facts, Service, Snapshot};
use crate::msg;
use crate::source::aws::{Account, LogPlace};
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
}

/// Reads what `scope` asks for.
///
/// # Errors
/// A sentence when nothing can be shown at all.
pub fn read(account: &Account, scope: Scope<'_>) -> Result<Capture, Message> {
    match scope {
        Scope::List { cluster } => {
            account.list(cluster)?;
            Ok(decoded(account, &[]))
        }
        Scope::Service { cluster, name } => {
            account.read(cluster, name)?;
            Ok(with_logs(account))
        }
        Scope::MostStuck { cluster, most } => {
            account.list(cluster)?;
            let listed = decoded(account, &[]);
            let all = services(&listed);
            account.read_more(&all[..most.min(all.len())]);
            let mut capture = with_logs(account);
            if most > 1 && all.len() > most {
                let what = msg!("live-only-most-stuck", most = most, count = all.len());
                let place = cluster.unwrap_or("ecs").to_owned();
                capture.loaded.problems.push(Problem { place, what, broken: false });
            }
            Ok(capture)
        }
    }
}

fn decoded(account: &Account, logs: &[LogPlace]) -> Capture {
    let loaded = account.loaded(logs);
    let diagnoses = diagnose_all(&loaded.snapshot);
    Capture { loaded, diagnoses }
}

/// Reads the logs of the containers that the tasks point to.
fn with_logs(account: &Account) -> Capture {
    let capture = decoded(account, &[]);
    let snapshot = &capture.loaded.snapshot;
    let logs: Vec<LogPlace> = capture.diagnoses.iter().filter_map(|one| log_place(snapshot, one)).collect();
    if logs.is_empty() {
        return capture;
    }
    account.logs(&logs);
    decoded(account, &logs)
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
