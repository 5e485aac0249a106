//! Live AWS, or any endpoint that speaks ECS. The only place that knows the AWS SDK; it only ever reads.
//!
//! ```text
//! connection   flags, environment, files -> client     action    the table of what may be called
//! session      one call: permit, answer, refusal       calls     the calls
//! record       what one capture heard                  kept      what never changes
//! tape         the body of an answer, to the byte      service   what is read of one service
//! refusal      why not, and what mends it              listing   what is read of clusters
//! pace         no faster than AWS wants it             stats     what it cost
//! places       profiles and Regions                 profile   the one in use
//! targets      XML of load balancers to JSON           metrics   CloudWatch in JSON
//! ```
//!
//! Bodies go through the same decoder as saved files: what is shown live is what a replay would show.

mod action;
mod calls;
mod connection;
mod kept;
mod listing;
mod metrics;
mod pace;
mod page;
mod places;
mod profile;
mod record;
mod refusal;
mod service;
mod session;
mod stats;
mod surroundings;
mod tape;
mod targets;
mod tasks;

use std::cell::Cell;

use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::runtime::Runtime;

use super::saved::{self, Loaded, Problem};
use crate::model::live::{Call, Live, Refusal};
use crate::model::time::Time;
use crate::model::{CaptureBasis, Captured, Service};
use crate::msg;
use crate::words::Message;

pub use action::{Action, policy};
pub use connection::{Patience, Target};
pub use places::{Profile, REGIONS, profiles};
pub use stats::{Cost, Stats};

use calls::Place;
use profile::InUse;
use record::Kept;
use session::Session;

/// An account and Region that can be asked.
#[derive(Debug)]
pub struct Account {
    session: Session,
    metrics: Cell<bool>,
    runtime: Runtime,
}

/// How the one who asks follows what is read.
#[derive(Clone, Copy)]
pub struct Eyes<'a> {
    /// Called whenever there is more to see.
    pub look: &'a dyn Fn(),
    /// Whose logs to read, by what was heard so far.
    pub whose: &'a dyn Fn() -> Vec<LogPlace>,
}

/// A service to read in full, and what a list has said of it already.
struct Wanted<'a> {
    place: Place<'a>,
    known: Option<&'a Service>,
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
    /// A sentence when there is nothing to ask: no such profile, no Region, an unreadable CA bundle.
    pub fn connect(target: &Target) -> Result<Self, Message> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| msg!("live-no-runtime", error = error.to_string()))?;
        let session = runtime.block_on(async {
            let profile = InUse::read(target).await?;
            let config = connection::load(target, &profile).await?;
            Ok(Session::new(config, target.clone(), profile))
        })?;
        Ok(Self { session, metrics: Cell::new(false), runtime })
    }

    /// Begins a new capture: what the one before heard is forgotten, but for what never changes.
    pub fn begin(&self) {
        self.session.begin();
    }

    /// Whether the captures from now on read CPU and memory too. CloudWatch charges for that, always.
    pub fn ask_metrics(&self, wanted: bool) {
        self.metrics.set(wanted);
    }

    /// Reads the services of `cluster`, or of all clusters. Calls `look` whenever there is more to see.
    ///
    /// # Errors
    /// A sentence when not one list could be read.
    pub fn list(&self, cluster: Option<&str>, look: &dyn Fn()) -> Result<(), Message> {
        let reading = async {
            let clusters = self.clusters(cluster).await?;
            let read = listing::services(&self.session, &clusters).await;
            if cluster.is_none() && read.is_ok() {
                self.session.forget_gone_clusters();
            }
            read.map_err(|refused| self.sentence(&refused))?;
            self.anything_described()
        };
        self.runtime.block_on(self.session.watched(reading, look))
    }

    /// Reads everything about the service called `name` of `cluster`, or in whichever clusters it is.
    ///
    /// # Errors
    /// A sentence when the service could not be read in any of them.
    pub fn read(&self, cluster: Option<&str>, name: &str, eyes: Eyes<'_>) -> Result<(), Message> {
        let reading = async {
            match cluster {
                Some(cluster) => {
                    let wanted = vec![Wanted { place: Place { cluster, service: name }, known: None }];
                    let read = self.in_full(wanted, eyes.whose).await;
                    read.map_err(|refused| self.sentence(&refused))
                }
                None => self.read_anywhere(name, eyes.whose).await,
            }
        };
        self.runtime.block_on(self.session.watched(reading, eyes.look))
    }

    /// Reads what a list does not say about `services`. What is refused is on record.
    pub fn read_more(&self, services: &[&Service], eyes: Eyes<'_>) {
        let wanted = services.iter().filter_map(|service| {
            let place = Place { cluster: service.cluster()?, service: service.name()? };
            // What a long list keeps of a service is not all of it.
            Some(Wanted { place, known: Some(*service).filter(|one| one.is_whole()) })
        });
        let reading = self.in_full(wanted.collect(), eyes.whose);
        drop(self.runtime.block_on(self.session.watched(reading, eyes.look)));
    }

    /// Reads services and their logs; what no log waits for, at the same time.
    ///
    /// # Errors
    /// When the only service that was asked for could not be read.
    async fn in_full(
        &self,
        wanted: Vec<Wanted<'_>>,
        whose: &dyn Fn() -> Vec<LogPlace>,
    ) -> Result<(), (Call, Refusal)> {
        let session = &self.session;
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for Wanted { place, known } in wanted {
            let (learned, awaited) = service::hand_over();
            first.push(service::read(session, place, known, learned));
            later.push(async move {
                let metrics = async {
                    if self.metrics.get() {
                        drop(session.get_metric_data(place).await);
                    }
                };
                tokio::join!(service::background(session, place, awaited), metrics);
            });
        }
        let with_logs = async {
            let read = join_all(first).await;
            session.reached();
            self.logs(&whose()).await;
            match <[_; 1]>::try_from(read) {
                Ok([only]) => only,
                Err(_) => Ok(()),
            }
        };
        tokio::join!(with_logs, join_all(later)).0
    }

    /// Reads the last lines of `places`. What is refused is on record.
    async fn logs(&self, places: &[LogPlace]) {
        let session = &self.session;
        let reading = places.iter().map(|place| async move {
            let region = place.region.as_deref().unwrap_or(session.region());
            session.get_log_events(log_call(place), &place.group, &place.stream, region).await
        });
        join_all(reading).await;
    }

    /// Everything heard so far, decoded as saved files are. The moment of capture is now.
    pub fn loaded(&self) -> Loaded {
        let kept = self.session.record().so_far();
        self.decoded(kept)
    }

    /// As [`Account::loaded`], of a capture that is over: what was heard is handed over and not kept.
    pub fn loaded_at_last(&self) -> Loaded {
        let kept = self.session.record().hand_over();
        self.decoded(kept)
    }

    fn decoded(&self, mut kept: Kept) -> Loaded {
        let partial = self.missing_lists();
        let mut loaded = saved::load_answers(kept.in_order());
        let snapshot = &mut loaded.snapshot;
        let listed = kept.listed_beside(&snapshot.services);
        snapshot.services.reserve_exact(listed.len());
        snapshot.services.extend(listed);
        let record = self.session.record();
        let now = Time(Timestamp::now());
        // The clock of this machine may be behind that of ECS: no age is negative for that.
        let at = snapshot.captured.at.map_or(now, |newest| newest.max(now));
        let basis = if self.session.is_keyless() { CaptureBasis::Model } else { CaptureBasis::Live };
        snapshot.captured = Captured { at: Some(at), basis };
        snapshot.live = Some(Live {
            region: Some(self.session.region().to_owned()),
            answered: record.answered.clone(),
            refused: record.refused.clone(),
            pending: record.pending(),
            stands_in: None,
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

    /// What this capture cost so far. Throttles count as they come, not when their call ends.
    pub fn stats(&self) -> Stats {
        self.session.stats()
    }

    /// What this capture and those before it cost.
    pub fn total(&self) -> Stats {
        self.session.total()
    }

    /// That no service was described means that there is none, but only when nothing was refused.
    fn anything_described(&self) -> Result<(), Message> {
        let described = Action::DescribeServices.name();
        let any = self.session.record().answered.iter().any(|call| call.action == described);
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
    async fn read_anywhere(&self, name: &str, whose: &dyn Fn() -> Vec<LogPlace>) -> Result<(), Message> {
        let clusters = self.clusters(None).await?;
        let places: Vec<Place<'_>> =
            clusters.iter().map(|cluster| Place { cluster, service: name }).collect();
        let answers = join_all(places.iter().map(|place| service::find(&self.session, *place))).await;
        self.session.forget_gone_clusters();
        let mut refusals = answers.iter().filter_map(|answer| answer.as_ref().err());
        let refused = refusals.find(|(_, refusal)| !refusal::is_of_a_gone_cluster(refusal)).cloned();
        let there = places.iter().zip(&answers).filter_map(|(place, answer)| {
            let known = answer.as_ref().ok()?.as_ref()?;
            Some(Wanted { place: *place, known: Some(known) })
        });
        let wanted: Vec<Wanted<'_>> = there.collect();
        match refused {
            Some(refused) if wanted.is_empty() => return Err(self.sentence(&refused)),
            _ if wanted.is_empty() => return Ok(()),
            _ => {}
        }
        // Of several, what was refused is on record.
        self.in_full(wanted, whose).await.map_err(|refused| self.sentence(&refused))
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
