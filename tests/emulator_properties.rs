//! What must hold of any world: the band, the deadlock, the counts, and time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "emulator/hand.rs"]
#[expect(dead_code, reason = "no file of tests uses all of the hand")]
mod hand;

use std::collections::BTreeSet;

use ecsplain::diagnosis::steps::deployments::Band;
use ecsplain::emulator::scheduler::{self, Action, Census, StopCause, is_healthy};
use ecsplain::emulator::world::{Behaviour, RolloutState, Service, Task, World};
use hand::Hand;
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
    rollouts: Vec<(i64, Fate)>,
    stops: Vec<i64>,
}

fn plot() -> impl Strategy<Value = Plot> {
    let band = (0_i64..7, 0_i64..=100, 100_i64..=200, any::<bool>(), any::<bool>());
    let rollouts = prop::collection::vec((1_i64..400, fate()), 0..3);
    let stops = prop::collection::vec(0_i64..900, 0..3);
    (band, rollouts, stops).prop_map(|((desired, minimum, maximum, breaker, checked), rollouts, stops)| {
        Plot { desired, minimum, maximum, breaker, checked, rollouts, stops }
    })
}

fn begin(plot: &Plot) -> Hand {
    let mut hand = Hand::new();
    for (place, (_, fate)) in plot.rollouts.iter().enumerate() {
        hand.behaves(behaviour(format!("web:{}", place + 2), *fate));
    }
    hand.checked = plot.checked;
    let configuration = json!({
        "minimumHealthyPercent": plot.minimum, "maximumPercent": plot.maximum,
        "deploymentCircuitBreaker": { "enable": plot.breaker, "rollback": plot.breaker },
    });
    hand.service_with("web", plot.desired, configuration);
    hand
}

/// Plays the plot second by second; `each` sees the world before every look.
fn play(plot: &Plot, mut each: impl FnMut(&World, &Service)) -> Hand {
    let mut hand = begin(plot);
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
        }
        if plot.stops.contains(&second) {
            let id =
                hand.get("web").tasks.iter().find(|task| task.is_wanted()).map(|task| task.id().to_owned());
            if let Some(id) = id {
                hand.stop(&id, "drill");
            }
        }
        hand.pass(1);
        each(&hand.world, hand.get("web"));
    }
    hand
}

fn band(plot: &Plot) -> Band {
    Band::new(plot.desired, plot.minimum, plot.maximum)
}

/// What a plan would leave: started and stopped tasks, and stopped healthy ones.
fn weigh(service: &Service, world: &World, actions: &[Action]) -> (i64, i64, i64) {
    let (mut started, mut stopped, mut healthy) = (0, 0, 0);
    for action in actions {
        match action {
            Action::Start { count, .. } => started += i64::try_from(*count).unwrap(),
            Action::Stop { tasks, why } => {
                stopped += i64::try_from(tasks.len()).unwrap();
                let well = |place: &&usize| is_healthy(service, &service.tasks[**place], world.now);
                let well = tasks.iter().filter(well).count();
                assert!(*why == StopCause::Scaling || well == 0, "a healthy task failed no check");
                healthy += i64::try_from(well).unwrap();
            }
            _ => {}
        }
    }
    (started, stopped, healthy)
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_band_is_kept(plot in plot()) {
        let band = band(&plot);
        play(&plot, |world, service| {
            let all = Census::of(service, world.now, |_| true);
            let wanted = i64::try_from(all.wanted()).unwrap();
            assert!(wanted <= band.ceiling.max(plot.desired), "{wanted} over {band:?}");
            let actions = scheduler::plan(service, &world.account, world.now);
            let (started, stopped, healthy) = weigh(service, world, &actions);
            assert!(started == 0 || wanted - stopped + started <= band.ceiling, "{actions:?}");
            let left = i64::try_from(all.healthy).unwrap() - healthy;
            assert!(healthy == 0 || left >= band.floor, "{left} under {band:?}: {actions:?}");
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
        let deadlocked = Band::new(desired, minimum, maximum).is_deadlocked();
        let said = hand.events("web").iter().any(|event| event.contains("unable to stop or start tasks during"));
        let state = hand.get("web").primary().unwrap().rollout_state;
        prop_assert_eq!(said, deadlocked, "{:?}", hand.events("web"));
        prop_assert_eq!(state == RolloutState::Completed, !deadlocked, "{:?}", hand.events("web"));
    }

    #[test]
    fn counts_events_and_times_agree(plot in plot()) {
        let mut last = None;
        let mut seen = BTreeSet::new();
        let hand = play(&plot, |world, service| {
            assert!(last.replace(world.now).is_none_or(|before| before < world.now));
            let running = service.tasks.iter().filter(|task| task.is_running()).count();
            let pending = service.tasks.iter().filter(|task| task.is_pending()).count();
            assert_eq!(i64::try_from(running).unwrap(), service.running_count);
            assert_eq!(i64::try_from(pending).unwrap(), service.pending_count);
            let rows: i64 = service.deployments.iter().map(|row| row.running_count + row.pending_count).sum();
            assert!(rows <= service.running_count + service.pending_count);
            assert!(service.events.iter().is_sorted_by(|newer, older| newer.created_at >= older.created_at));
            assert!(service.events.len() <= 100);
            service.tasks.iter().for_each(in_order);
            seen.extend(service.tasks.iter().map(|task| task.id().to_owned()));
        });
        let events = hand.events("web");
        let told: BTreeSet<String> = events
            .iter()
            .filter(|event| event.contains(" has started "))
            .flat_map(|event| event.split("(task ").skip(1).map(|rest| rest[..32].to_owned()))
            .collect();
        prop_assert!(told.is_subset(&seen));
        prop_assert!(events.len() == 100 || told == seen, "{} told, {} seen", told.len(), seen.len());
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
