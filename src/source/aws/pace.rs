//! How fast is asked: as fast as answers come, until AWS says that it is too fast; from then on no faster than
//! AWS refills its buckets.
//!
//! AWS gives each category of calls a bucket: so many at once, so many more a second. What is left in it nobody
//! can know: it belongs to the account and Region, and the console and every script drink from it. So a full
//! bucket is not assumed to be empty, nor an empty one to be full: the first answer that throttles tells that
//! it is empty now, and from there its level is counted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::action::Action;

/// Calls that share a bucket. Source: ECS developer guide, `request-throttling`; the other services each have
/// one here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Category {
    Services,
    Resources,
    Clusters,
    TaskDefinitions,
    Deployments,
    Revisions,
    Providers,
    Balancers,
    Logs,
    Metrics,
}

impl Category {
    fn of(action: Action) -> Self {
        match action {
            Action::ListServices | Action::DescribeServices | Action::DescribeTaskSets => Self::Services,
            Action::ListTasks
            | Action::DescribeTasks
            | Action::ListContainerInstances
            | Action::DescribeContainerInstances => Self::Resources,
            Action::ListClusters | Action::DescribeClusters => Self::Clusters,
            Action::DescribeTaskDefinition => Self::TaskDefinitions,
            Action::ListServiceDeployments | Action::DescribeServiceDeployments => Self::Deployments,
            Action::DescribeServiceRevisions => Self::Revisions,
            Action::DescribeCapacityProviders => Self::Providers,
            Action::DescribeTargetGroups | Action::DescribeTargetHealth => Self::Balancers,
            Action::GetLogEvents => Self::Logs,
            Action::GetMetricData => Self::Metrics,
        }
    }

    /// How many at once, and how many more a second. Sources: ECS developer guide, `request-throttling`;
    /// CloudWatch Logs quotas (GetLogEvents, the lowest of all Regions). Elastic Load Balancing and CloudWatch
    /// state none that hold here: as slow as the slowest.
    fn bucket(self) -> (f64, f64) {
        match self {
            Self::Services | Self::Resources => (100.0, 20.0),
            Self::Clusters
            | Self::TaskDefinitions
            | Self::Deployments
            | Self::Revisions
            | Self::Providers => (50.0, 20.0),
            Self::Balancers | Self::Logs | Self::Metrics => (10.0, 10.0),
        }
    }
}

/// How much longer than the first pause of the SDK is the first one after throttling: about a second.
const AFTER_THROTTLES: u32 = 30;

/// How long a call waits that was throttled in all attempts of this round: longer each time, and never quite as
/// long as its neighbour.
pub(super) fn pause(first: Duration, round: u32) -> Duration {
    let whole = first * AFTER_THROTTLES * 2_u32.pow(round.clamp(1, 8) - 1);
    whole / 2 + whole.mul_f64(fastrand::f64() / 2.0)
}

/// What is known of the buckets.
#[derive(Debug, Clone, Default)]
pub(super) struct Pace(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    known: Mutex<Known>,
    /// Rings when AWS throttles.
    bell: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Known {
    /// Levels of the buckets that were empty once.
    levels: BTreeMap<Category, (f64, Instant)>,
    /// Answers of this capture that throttled.
    throttled: BTreeMap<Action, usize>,
}

impl Pace {
    /// Counts what rings `bell`.
    pub(super) fn new(bell: Arc<Notify>) -> Self {
        Self(Arc::new(Inner { known: Mutex::default(), bell }))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room for one more call.
    pub(super) async fn room(&self, action: Action) {
        let wait = self.take(action, Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Takes room for one call; how long until it is there.
    fn take(&self, action: Action, now: Instant) -> Duration {
        let category = Category::of(action);
        let (most, rate) = category.bucket();
        let mut known = self.known();
        let Some((level, at)) = known.levels.get_mut(&category) else { return Duration::ZERO };
        *level = (*level + now.duration_since(*at).as_secs_f64() * rate).min(most) - 1.0;
        *at = now;
        Duration::from_secs_f64((-*level / rate).max(0.0))
    }

    /// A call is sent again: that takes room too.
    pub(super) fn again(&self, action: Action) {
        self.take(action, Instant::now());
    }

    /// AWS said that the bucket is empty.
    pub(super) fn throttled(&self, action: Action) {
        let mut known = self.known();
        *known.throttled.entry(action).or_default() += 1;
        let now = Instant::now();
        let (level, at) = known.levels.entry(Category::of(action)).or_insert((0.0, now));
        // Who waits already has taken what comes next.
        (*level, *at) = (level.min(0.0), now);
        drop(known);
        self.0.bell.notify_one();
    }

    /// How often each action was throttled in this capture.
    pub(super) fn throttles(&self) -> BTreeMap<Action, usize> {
        self.known().throttled.clone()
    }

    /// A new capture begins. The buckets are as full as they are.
    pub(super) fn begin(&self) {
        self.known().throttled.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICES: Action = Action::DescribeServices;

    #[test]
    fn a_pause_doubles_and_is_never_the_same_for_all() {
        let first = Duration::from_millis(30);
        for (round, most) in [(1, 900), (2, 1_800), (3, 3_600)] {
            let pauses: Vec<Duration> = (0..50).map(|_| pause(first, round)).collect();
            let most = Duration::from_millis(most);
            assert!(pauses.iter().all(|one| *one >= most / 2 && *one < most), "{pauses:?}");
            assert!(pauses.iter().any(|one| one != &pauses[0]));
        }
    }

    #[test]
    fn nothing_waits_before_a_throttle() {
        let (pace, now) = (Pace::default(), Instant::now());
        assert!((0..1_000).all(|_| pace.take(SERVICES, now).is_zero()));
    }

    #[test]
    fn after_a_throttle_calls_come_at_the_rate_of_their_bucket() {
        let pace = Pace::default();
        pace.throttled(SERVICES);
        let now = pace.known().levels[&Category::Services].1;
        let waits: Vec<Duration> = (0..3).map(|_| pace.take(Action::ListServices, now)).collect();
        assert_eq!(waits, [50, 100, 150].map(Duration::from_millis));
        assert!(pace.take(Action::DescribeTasks, now).is_zero(), "another bucket");
    }

    #[test]
    fn a_bucket_fills_again_and_not_over_its_brim() {
        let pace = Pace::default();
        pace.throttled(SERVICES);
        let later = pace.known().levels[&Category::Services].1 + Duration::from_mins(1);
        let free = (0..200).take_while(|_| pace.take(SERVICES, later).is_zero()).count();
        assert_eq!(free, 100);
    }

    #[test]
    fn a_throttle_does_not_forgive_what_was_promised() {
        let pace = Pace::default();
        pace.throttled(SERVICES);
        let now = pace.known().levels[&Category::Services].1;
        pace.take(SERVICES, now);
        pace.throttled(SERVICES);
        assert!(pace.take(SERVICES, now) > Duration::from_millis(90));
        assert_eq!(pace.throttles()[&SERVICES], 2);
        pace.begin();
        assert!(pace.throttles().is_empty());
    }
}
