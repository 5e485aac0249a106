//! What must hold of any world: the band, the deadlock, the counts, and time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "properties/draw.rs"]
mod draw;
#[path = "emulator/hand.rs"]
#[expect(dead_code, reason = "no file of tests uses all of the hand")]
mod hand;

use std::collections::{BTreeMap, BTreeSet};

use ecsplain::diagnosis::steps::deployments::Band;
use ecsplain::emulator::scheduler::is_healthy;
use ecsplain::emulator::world::{
    Behaviour, Health, LastStatus, RolloutState, Service, StopCode, Task, World,
};
use hand::Hand;
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

/// How the tasks of one revision fare.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Well,
    Pull,
    Crash(i64),
    Check,
    Stubborn,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        Just(Fate::Well),
        Just(Fate::Pull),
        (1_i64..120).prop_map(Fate::Crash),
        Just(Fate::Check),
        Just(Fate::Stubborn),
    ]
}

fn behaviour(definition: String, fate: Fate) -> Behaviour {
    let mut does = Behaviour { definition: Some(definition), ..Behaviour::default() };
    match fate {
        Fate::Well => {}
        Fate::Pull => does.pull_error = Some("CannotPullContainerError: not found".to_owned()),
        Fate::Crash(after) => (does.exits_after, does.exit_code) = (Some(after), Some(1)),
        Fate::Check => does.unhealthy_after = Some(0),
        Fate::Stubborn => does.ignores_sigterm = true,
    }
    does
}

/// A service and what is rolled out upon it, one revision after the other.
#[derive(Debug, Clone)]
struct Plot {
    desired: i64,
    minimum: i64,
    maximum: i64,
    breaker: bool,
    checked: bool,
    strategy: &'static str,
    rollouts: Vec<(i64, Fate)>,
    stops: Vec<i64>,
}

fn plot() -> impl Strategy<Value = Plot> {
    let band = (0_i64..7, 0_i64..=100, 100_i64..=200, any::<bool>(), any::<bool>());
    let rollouts = prop::collection::vec((1_i64..400, fate()), 0..3);
    let stops = prop::collection::vec(0_i64..900, 0..3);
    (band, rollouts, stops).prop_map(|((desired, minimum, maximum, breaker, checked), rollouts, stops)| {
        Plot { desired, minimum, maximum, breaker, checked, strategy: "ROLLING", rollouts, stops }
    })
}

/// The same with any strategy: what shifts traffic has no band, but counts and events all the same.
fn any_plot() -> impl Strategy<Value = Plot> {
    let strategy = prop::sample::select(vec!["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"]);
    (plot(), strategy).prop_map(|(plot, strategy)| Plot { strategy, ..plot })
}

fn begin(plot: &Plot) -> Hand {
    let mut hand = Hand::new();
    for (place, (_, fate)) in plot.rollouts.iter().enumerate() {
        hand.behaves(behaviour(format!("web:{}", place + 2), *fate));
    }
    hand.checked = plot.checked;
    let configuration = json!({
        "minimumHealthyPercent": plot.minimum, "maximumPercent": plot.maximum, "strategy": plot.strategy,
        "deploymentCircuitBreaker": { "enable": plot.breaker, "rollback": plot.breaker },
    });
    hand.service_with("web", plot.desired, configuration);
    hand
}

/// Plays the plot second by second; `each` sees the world after every look. What is written wakes the scheduler in
/// the same second, so that there can be several looks in one.
fn play(plot: &Plot, mut each: impl FnMut(&World, &Service)) -> Hand {
    let mut hand = begin(plot);
    hand.pass(0);
    each(&hand.world, hand.get("web"));
    let mut at = 0;
    let mut due: Vec<i64> = plot
        .rollouts
        .iter()
        .scan(0, |at, (after, _)| {
            *at += after;
            Some(*at)
        })
        .collect();
    for second in 0..1200 {
        if due.first().is_some_and(|first| *first <= second) {
            due.remove(0);
            at += 1;
            let definition = hand.define("web", &format!("web:v{}", at + 1));
            hand.update("web", json!({ "taskDefinition": definition }));
            hand.pass(0);
            each(&hand.world, hand.get("web"));
        }
        if plot.stops.contains(&second) {
            let id =
                hand.get("web").tasks.iter().find(|task| task.is_wanted()).map(|task| task.id().to_owned());
            if let Some(id) = id {
                hand.stop(&id, "drill");
                hand.pass(0);
                each(&hand.world, hand.get("web"));
            }
        }
        hand.pass(1);
        each(&hand.world, hand.get("web"));
    }
    hand
}

/// Floor and ceiling, counted out: the least number of tasks that is not below one percentage of the desired count,
/// and the largest that is not above the other. Source: API reference, `DeploymentConfiguration`.
fn limits(desired: i64, minimum: i64, maximum: i64) -> (i64, i64) {
    let tasks = 0..=2 * desired;
    let floor = tasks.clone().find(|tasks| tasks * 100 >= desired * minimum).unwrap();
    let ceiling = tasks.rev().find(|tasks| tasks * 100 <= desired * maximum).unwrap();
    (floor, ceiling)
}

/// Whether a service at rest can neither start a task of the next revision nor stop one of the last.
fn is_deadlocked(desired: i64, (floor, ceiling): (i64, i64)) -> bool {
    desired > 0 && ceiling - desired < 1 && desired - 1 < floor
}

/// Tasks that the ceiling counts and those that the floor counts, told without the scheduler: none has a load
/// balancer here.
fn counted(service: &Service, checked: bool, now: Timestamp) -> (i64, i64) {
    let wanted = service.tasks.iter().filter(|task| task.desired_status == LastStatus::Running);
    let running = wanted.clone().filter(|task| task.last_status == LastStatus::Running);
    let settled = |task: &Task| now.duration_since(task.started_at.unwrap()).as_secs() >= 40;
    let healthy =
        running.filter(|task| if checked { task.health_status == Health::Healthy } else { settled(task) });
    (i64::try_from(wanted.count()).unwrap(), i64::try_from(healthy.count()).unwrap())
}

/// What one look did, told from the tasks before and after it.
#[derive(Debug, Default)]
struct Look {
    started: usize,
    /// Healthy ones that were stopped to make room or because there was one too many.
    given_up: usize,
}

impl Look {
    fn between(before: &BTreeMap<String, bool>, service: &Service, now: Timestamp) -> Self {
        let mut look = Self::default();
        for task in &service.tasks {
            let stops = task.stopping_at == Some(now)
                && task.stopped_reason.as_deref().is_some_and(|why| why.starts_with("Scaling activity"));
            match before.get(task.id()) {
                None => look.started += 1,
                Some(healthy) => look.given_up += usize::from(stops && *healthy),
            }
        }
        look
    }
}

/// Which tasks are there, and whether each is healthy.
fn present(service: &Service, now: Timestamp) -> BTreeMap<String, bool> {
    service.tasks.iter().map(|task| (task.id().to_owned(), is_healthy(service, task, now))).collect()
}

fn in_order(task: &Task) {
    let times = [
        Some(task.created_at),
        task.pull_started_at,
        task.pull_stopped_at,
        task.started_at,
        task.stopping_at,
        task.execution_stopped_at,
        task.stopped_at,
    ];
    let times: Vec<_> = times.into_iter().flatten().collect();
    assert!(times.is_sorted(), "{task:?}");
}

/// The tasks that events say were started and stopped.
#[derive(Debug, Default)]
struct Told {
    started: BTreeSet<String>,
    stopped: BTreeSet<String>,
}

impl Told {
    /// Takes in one event. The number in it must be that of the tasks that it names, each of them for the first time.
    fn hear(&mut self, message: &str) {
        for (verb, kind, told) in [
            ("has started ", " tasks: ", &mut self.started),
            ("has stopped ", " running tasks: ", &mut self.stopped),
        ] {
            let Some((_, rest)) = message.split_once(verb) else { continue };
            let (count, list) = rest.split_once(kind).unwrap();
            let named: Vec<&str> = list.split("(task ").skip(1).map(|rest| &rest[..32]).collect();
            assert_eq!(count, named.len().to_string(), "{message}");
            assert!(named.iter().all(|id| told.insert((*id).to_owned())), "told twice: {message}");
        }
    }
}

const DEADLOCK: &str = "unable to stop or start tasks during a deployment";

proptest! {
    #![proptest_config(draw::cases(48))]

    #[test]
    fn the_band_is_kept(plot in plot()) {
        let (floor, ceiling) = limits(plot.desired, plot.minimum, plot.maximum);
        let mut before = BTreeMap::new();
        let mut said = 0;
        play(&plot, |world, service| {
            let (wanted, healthy) = counted(service, plot.checked, world.now);
            assert!(wanted <= ceiling, "{wanted} over {ceiling}");
            let look = Look::between(&before, service, world.now);
            assert!(look.given_up == 0 || healthy >= floor, "{look:?} left {healthy}, under {floor}");
            before = present(service, world.now);
            let deadlocks = service.events.iter().filter(|event| event.message.contains(DEADLOCK)).count();
            if deadlocks > said {
                assert!(wanted >= ceiling && healthy <= floor, "{wanted} and {healthy} in {floor}..{ceiling}");
                assert!(look.started == 0, "{look:?}");
            }
            said = deadlocks;
        });
    }

    #[test]
    fn a_rollout_of_healthy_tasks_ends_unless_the_arithmetic_forbids_it(
        desired in 0_i64..9, minimum in 0_i64..=100, maximum in 100_i64..=200,
    ) {
        let mut hand = Hand::new();
        let configuration = json!({ "minimumHealthyPercent": minimum, "maximumPercent": maximum });
        hand.service_with("web", desired, configuration);
        hand.pass(300);
        let definition = hand.define("web", "web:v2");
        hand.update("web", json!({ "taskDefinition": definition }));
        hand.pass(3600);
        let deadlocked = is_deadlocked(desired, limits(desired, minimum, maximum));
        let said = hand.events("web").iter().any(|event| event.contains(DEADLOCK));
        let state = hand.get("web").primary().unwrap().rollout_state;
        prop_assert_eq!(said, deadlocked, "{:?}", hand.events("web"));
        prop_assert_eq!(state == RolloutState::Completed, !deadlocked, "{:?}", hand.events("web"));
        // What the diagnosis calls a deadlock is the same.
        prop_assert_eq!(Band::new(desired, minimum, maximum).is_deadlocked(), deadlocked);
    }

    #[test]
    fn counts_and_times_agree(plot in any_plot()) {
        let mut last = None;
        play(&plot, |world, service| {
            assert!(last.replace(world.now).is_none_or(|before| before <= world.now));
            let count = |fits: &dyn Fn(&&Task) -> bool| i64::try_from(service.tasks.iter().filter(fits).count()).unwrap();
            assert_eq!(count(&|task| task.is_running()), service.running_count);
            assert_eq!(count(&|task| task.is_pending()), service.pending_count);
            for row in &service.deployments {
                let own = |task: &Task| task.started_by.as_deref() == Some(row.id.as_str());
                assert_eq!(count(&|task| own(task) && task.is_running()), row.running_count, "{}", row.id);
                assert_eq!(count(&|task| own(task) && task.is_pending()), row.pending_count, "{}", row.id);
            }
            if let Some(record) = service.current() {
                let row = service.deployments.iter().find(|row| row.id == record.progress.deployment);
                let of_row = row.map(|row| (row.desired_count, row.running_count, row.pending_count));
                let told = &record.target_service_revision;
                let told = (told.requested_task_count, told.running_task_count, told.pending_task_count);
                assert_eq!(of_row.unwrap_or_default(), told);
            }
            let cluster = world.clusters["prod"].describe();
            assert_eq!(cluster["runningTasksCount"], service.running_count);
            assert_eq!(cluster["pendingTasksCount"], service.pending_count);
            service.tasks.iter().for_each(in_order);
        });
    }

    #[test]
    fn the_events_tell_of_every_task_that_comes_and_of_every_one_that_is_sent_away(plot in any_plot()) {
        let mut told = Told::default();
        let mut came = BTreeSet::new();
        let mut left = BTreeSet::new();
        let mut known = BTreeSet::new();
        play(&plot, |_, service| {
            assert!(service.events.iter().is_sorted_by(|newer, older| newer.created_at >= older.created_at));
            assert!(service.events.len() <= 100);
            for event in service.events.iter().rev() {
                if known.insert(event.id.clone()) {
                    told.hear(&event.message);
                }
            }
            for task in &service.tasks {
                came.insert(task.id().to_owned());
                if task.stop_code == Some(StopCode::ServiceSchedulerInitiated) && task.started_at.is_some() {
                    left.insert(task.id().to_owned());
                }
            }
        });
        prop_assert_eq!(&told.started, &came);
        prop_assert_eq!(&told.stopped, &left);
    }

    #[test]
    fn time_only_goes_forward(back in 0_i64..10_000) {
        let mut hand = Hand::new();
        hand.service("web", 2);
        hand.pass(120);
        let before = hand.get("web").describe();
        let now = hand.world.now;
        hand.pass(-back);
        prop_assert_eq!(hand.world.now, now);
        prop_assert_eq!(hand.get("web").describe(), before);
    }
}
