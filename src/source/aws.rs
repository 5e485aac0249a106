//! Live AWS, or any endpoint that speaks ECS. The only place that knows the AWS SDK; it only ever reads.
//!
//! ```text
//! connection   flags, environment, files -> client     action    the table of what may be called
//! session      one call: permit, answer, refusal       calls     the calls
//! record       what one capture heard                  kept      what never changes
//! tape         the body of an answer, to the byte      service   what is read of one service
//! refusal      why not, and what mends it              listing   what is read of clusters
//! ```
//!
//! Bodies go through the same decoder as saved files: what is shown live is what a replay would show.

mod action;
mod calls;
mod connection;
mod kept;
mod listing;
mod page;
mod record;
mod refusal;
mod service;
mod session;
mod stats;
mod tape;

use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::runtime::Runtime;

use super::saved::{self, Loaded, Problem};
use crate::model::live::{Call, Live, Refusal};
use crate::model::time::Time;
use crate::model::{CaptureBasis, Captured, Service, Snapshot};
use crate::msg;
use crate::words::Message;

pub use action::{Action, policy};
pub use connection::Target;
pub use stats::{Cost, Stats};

use calls::Place;
use session::Session;

/// An account and Region that can be asked.
#[derive(Debug)]
pub struct Account {
    session: Session,
    runtime: Runtime,
}

/// A log stream, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPlace {
    /// Cluster of the service.
    pub cluster: String,
    /// The service.
    pub service: String,
    /// `awslogs-group`.
    pub group: String,
    /// The stream.
    pub stream: String,
    /// `awslogs-region`; absent for that of the cluster.
    pub region: Option<String>,
}

impl Account {
    /// Prepares to ask; nothing is sent to ECS yet.
    ///
    /// # Errors
    /// A sentence when there is nothing to ask: no Region, an unreadable CA bundle.
    pub fn connect(target: &Target) -> Result<Self, Message> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| msg!("live-no-runtime", error = error.to_string()))?;
        let config = runtime.block_on(connection::load(target))?;
        Ok(Self { session: Session::new(config, target.clone()), runtime })
    }

    /// Begins a new capture: what the one before heard is forgotten, but for what never changes.
    pub fn begin(&self) {
        self.session.begin();
    }

    /// Reads the services of `cluster`, or of all clusters. Calls `look` whenever there is more to see.
    ///
    /// # Errors
    /// A sentence when not one list could be read.
    pub fn list(&self, cluster: Option<&str>, look: &mut dyn FnMut()) -> Result<(), Message> {
        let reading = async {
            let clusters = self.clusters(cluster).await?;
            let read = listing::services(&self.session, &clusters).await;
            read.map_err(|refused| self.sentence(&refused))?;
            self.anything_described()
        };
        self.runtime.block_on(self.session.watched(reading, look))
    }

    /// Reads everything about the service called `name` of `cluster`, or in whichever clusters it is. Calls
    /// `look` whenever there is more to see.
    ///
    /// # Errors
    /// A sentence when the service could not be read in any of them.
    pub fn read(&self, cluster: Option<&str>, name: &str, look: &mut dyn FnMut()) -> Result<(), Message> {
        let reading = async {
            match cluster {
                Some(cluster) => {
                    let place = Place { cluster, service: name };
                    let read = service::read(&self.session, place, None).await;
                    read.map_err(|refused| self.sentence(&refused))
                }
                None => self.read_anywhere(name).await,
            }
        };
        self.runtime.block_on(self.session.watched(reading, look))
    }

    /// Reads what a list does not say about `services`. What is refused is on record. Calls `look` whenever
    /// there is more to see.
    pub fn read_more(&self, services: &[&Service], look: &mut dyn FnMut()) {
        let reading = services.iter().filter_map(|service| {
            let place = Place { cluster: service.cluster()?, service: service.name()? };
            Some(service::read(&self.session, place, Some(service)))
        });
        let reading = join_all(reading);
        drop(self.runtime.block_on(self.session.watched(reading, look)));
    }

    /// Reads the last lines of `places`. What is refused is on record.
    pub fn logs(&self, places: &[LogPlace]) {
        let session = &self.session;
        self.runtime.block_on(async {
            let reading = places.iter().map(|place| async move {
                let region = place.region.as_deref().unwrap_or(session.region());
                let body = session.get_log_events(log_call(place), &place.group, &place.stream, region).await;
                drop(body);
            });
            join_all(reading).await;
        });
    }

    /// Everything heard so far, decoded as saved files are. The moment of capture is now.
    pub fn loaded(&self, logs: &[LogPlace]) -> Loaded {
        let partial = self.missing_lists();
        let record = self.session.record();
        let answers = record.in_order().into_iter().map(|one| one.answer.clone()).collect();
        let mut loaded = saved::load_answers(answers);
        let snapshot = &mut loaded.snapshot;
        name_streams(snapshot, logs);
        let now = Time(Timestamp::now());
        // The clock of this machine may be behind that of ECS: no age is negative for that.
        let at = snapshot.captured.at.map_or(now, |newest| newest.max(now));
        snapshot.captured = Captured { at: Some(at), basis: CaptureBasis::Live };
        snapshot.live = Some(Live {
            region: Some(self.session.region().to_owned()),
            answered: record.answers.iter().map(|one| one.call.clone()).collect(),
            refused: record.refused.clone(),
            pending: record.pending(),
        });
        loaded.problems.extend(partial);
        loaded
    }

    /// Calls about no service in particular that were refused: a list that is not whole.
    fn missing_lists(&self) -> Vec<Problem> {
        let refused = self.session.record().refused.clone();
        let lists = refused.into_iter().filter(|(call, _)| call.service.is_none());
        let problem = |refused: (Call, Refusal)| {
            let (place, what) = (refused.0.to_string(), self.sentence(&refused));
            Problem { place, what, broken: false }
        };
        lists.map(problem).collect()
    }

    /// What this capture cost so far.
    pub fn stats(&self) -> Stats {
        self.session.record().stats.clone()
    }

    /// What this capture and those before it cost.
    pub fn total(&self) -> Stats {
        let record = self.session.record();
        let mut total = record.before.clone();
        total.add(&record.stats);
        total
    }

    /// That no service was described means that there is none, but only when nothing was refused.
    fn anything_described(&self) -> Result<(), Message> {
        let described = Action::DescribeServices.name();
        let any = self.session.record().answers.iter().any(|one| one.call.action == described);
        let refused = self.session.record().refused.first().cloned();
        refused.filter(|_| !any).map_or(Ok(()), |refused| Err(self.sentence(&refused)))
    }

    async fn clusters(&self, cluster: Option<&str>) -> Result<Vec<String>, Message> {
        match cluster {
            Some(cluster) => Ok(vec![cluster.to_owned()]),
            None => listing::clusters(&self.session).await.map_err(|refused| self.sentence(&refused)),
        }
    }

    /// A service by its name alone: every cluster is asked for it, and it is read wherever it is.
    async fn read_anywhere(&self, name: &str) -> Result<(), Message> {
        let clusters = self.clusters(None).await?;
        let asking = clusters.iter().map(|cluster| {
            let place = Place { cluster, service: name };
            async move {
                let found = service::find(&self.session, place).await?;
                match found {
                    Some(service) => service::read(&self.session, place, Some(&service)).await.map(|()| true),
                    None => Ok(false),
                }
            }
        });
        let answers: Vec<Result<bool, (Call, Refusal)>> = join_all(asking).await;
        let found = answers.iter().any(|answer| matches!(answer, Ok(true)));
        match answers.into_iter().find_map(Result::err) {
            Some(refused) if !found => Err(self.sentence(&refused)),
            _ => Ok(()),
        }
    }

    fn sentence(&self, (call, refusal): &(Call, Refusal)) -> Message {
        self.session.sentence(call, refusal)
    }
}

fn log_call(place: &LogPlace) -> Call {
    Call {
        action: Action::GetLogEvents.name(),
        cluster: Some(place.cluster.clone()),
        service: Some(place.service.clone()),
        detail: format!("{} {}", place.group, place.stream),
    }
}

/// GetLogEvents does not say which stream it answers for; the call did.
fn name_streams(snapshot: &mut Snapshot, logs: &[LogPlace]) {
    for stream in &mut snapshot.logs {
        let document = usize::try_from(stream.origin.document).ok().and_then(|at| snapshot.documents.get(at));
        let place = logs
            .iter()
            .find(|place| document.is_some_and(|document| document.name == log_call(place).to_string()));
        if let Some(place) = place {
            stream.group = Some(place.group.clone());
            stream.stream = Some(place.stream.clone());
        }
    }
}
