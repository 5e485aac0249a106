//! A capture of a live account for one command: what the answers say decides what is asked next.

mod desk;
pub mod followed;
mod scope;
pub mod series;
pub mod watch;

use std::cell::RefCell;

use crate::diagnosis::steps::logs::LogDestination;
use crate::diagnosis::{Diagnosis, Knowledge, diagnose_all};
use crate::model::{Facts, Service, Snapshot};
use crate::msg;
use crate::source::aws::{Account, Eyes, LogPlace, Stats};
use crate::source::saved::{Loaded, Problem};
use crate::words::Message;

pub use scope::{Scope, Wanted, nothing_there};

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
    let progress = RefCell::new(progress);
    let look = || {
        let capture = decoded(account, knowledge);
        // Tasks without their service are not shown yet, they would look like no service's.
        if !capture.loaded.snapshot.services.is_empty() {
            (progress.borrow_mut())(capture);
        }
    };
    looking(account, scope, knowledge, &look)
}

/// As [`read`], for who shows nothing on the way: what is not looked at is not decoded either.
///
/// # Errors
/// As [`read`].
pub fn read_whole(account: &Account, scope: Scope<'_>, knowledge: &Knowledge) -> Result<Capture, Message> {
    looking(account, scope, knowledge, &|| {})
}

fn looking(
    account: &Account,
    scope: Scope<'_>,
    knowledge: &Knowledge,
    look: &dyn Fn(),
) -> Result<Capture, Message> {
    account.begin();
    let eyes = Eyes { look, whose: &|| log_places(&decoded(account, knowledge)) };
    match scope {
        Scope::List { cluster } => account.list(cluster, look)?,
        Scope::Service { cluster, name } => account.read(cluster, name, eyes)?,
        Scope::MostStuck { cluster, most } => {
            account.list(cluster, look)?;
            let listed = decoded(account, knowledge);
            let all = services(&listed);
            account.read_more(&all[..most.min(all.len())], eyes);
            let left_out = left_out(cluster, most, all.len());
            drop(listed);
            return Ok(whole(account, knowledge, left_out));
        }
    }
    Ok(whole(account, knowledge, None))
}

fn decoded(account: &Account, knowledge: &Knowledge) -> Capture {
    meaning(account, account.loaded(), knowledge)
}

fn whole(account: &Account, knowledge: &Knowledge, left_out: Option<Problem>) -> Capture {
    let mut capture = meaning(account, account.loaded_at_last(), knowledge);
    capture.loaded.problems.extend(left_out);
    Capture { whole: true, ..capture }
}

fn meaning(account: &Account, loaded: Loaded, knowledge: &Knowledge) -> Capture {
    let diagnoses = diagnose_all(&loaded.snapshot, knowledge);
    Capture { loaded, diagnoses, whole: false, stats: account.stats() }
}

/// Says that of `count` services only `most` were read in full; one alone is what was asked for.
fn left_out(cluster: Option<&str>, most: usize, count: usize) -> Option<Problem> {
    let what = msg!("live-only-most-stuck", most = most, count = count);
    let place = cluster.unwrap_or("ecs").to_owned();
    (most > 1 && count > most).then_some(Problem { place, what, broken: false })
}

/// The services, the most stuck first.
fn services(capture: &Capture) -> Vec<&Service> {
    let snapshot = &capture.loaded.snapshot;
    capture.diagnoses.iter().filter_map(|diagnosis| snapshot.service_of(&diagnosis.subject)).collect()
}

/// The logs of the containers that the tasks point to.
fn log_places(capture: &Capture) -> Vec<LogPlace> {
    let snapshot = &capture.loaded.snapshot;
    capture.diagnoses.iter().filter_map(|one| log_place(snapshot, one)).collect()
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
