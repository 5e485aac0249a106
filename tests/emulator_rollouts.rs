//! Rollouts from their first stage to their last: traffic, hooks, bake time, breaker, alarms, early success; and the
//! order in which the containers of a task start.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "emulator/hand.rs"]
#[expect(dead_code, reason = "no file of tests uses all of the hand")]
mod hand;

use ecsplain::emulator::world::input::ContinueServiceDeployment;
use ecsplain::emulator::world::{
    Alarm, Behaviour, LastStatus, RolloutState, ServiceDeployment, ServiceDeploymentStatus, Stage, StopCode,
    Task,
};
use hand::Hand;
use jiff::Timestamp;
use serde_json::{Value, json};

const PAUSED_AT: Stage = Stage::PostScaleUp;

/// The rollout of `web` that was begun last.
fn record(hand: &Hand) -> &ServiceDeployment {
    hand.get("web").service_deployments.last().unwrap()
}

/// A service of two tasks that runs, and its next revision on its way.
fn rolling(configuration: Value, prepare: impl FnOnce(&mut Hand)) -> Hand {
    let mut hand = Hand::new();
    hand.service_with("web", 2, configuration);
    // Where alarms are watched the first rollout bakes for five minutes.
    hand.pass(600);
    prepare(&mut hand);
    let second = hand.define("web", "web:v2");
    hand.update("web", json!({ "taskDefinition": second }));
    hand
}

/// What was seen of a rollout, second by second: each stage when it is entered, and each share of traffic.
#[derive(Debug, Default)]
struct Course {
    stages: Vec<(Stage, Timestamp)>,
    weights: Vec<(f64, Timestamp)>,
}

impl Course {
    fn of(hand: &mut Hand) -> Self {
        let mut course = Self::default();
        for _ in 0..24 * 3600 {
            hand.pass(1);
            let record = record(hand);
            if let Some(stage) = record.lifecycle_stage
                && course.stages.last().is_none_or(|(last, _)| *last != stage)
            {
                course.stages.push((stage, hand.world.now));
            }
            let weight = record.target_service_revision.requested_production_traffic_weight;
            if let Some(weight) = weight
                && course.weights.last().is_none_or(|(last, _)| (*last - weight).abs() > f64::EPSILON)
            {
                let source = &record.source_service_revisions[0];
                let left = source.requested_production_traffic_weight.unwrap();
                assert!((left + weight - 100.0).abs() < 1e-9, "{left} and {weight}");
                course.weights.push((weight, hand.world.now));
            }
            if record.status.is_finished() {
                break;
            }
        }
        course
    }

    fn names(&self) -> Vec<Stage> {
        self.stages.iter().map(|(stage, _)| *stage).collect()
    }

    fn shares(&self) -> Vec<f64> {
        self.weights.iter().map(|(weight, _)| *weight).collect()
    }

    /// Seconds between the stage and the one after it.
    fn lasted(&self, stage: Stage) -> i64 {
        let place = self.stages.iter().position(|(one, _)| *one == stage).unwrap();
        self.stages[place + 1].1.duration_since(self.stages[place].1).as_secs()
    }
}

/// The stages that the API reference of `ServiceDeployment` names, in its order.
const IN_ORDER: [Stage; 10] = [
    Stage::ReconcileService,
    Stage::PreScaleUp,
    Stage::ScaleUp,
    Stage::PostScaleUp,
    Stage::TestTrafficShift,
    Stage::PostTestTrafficShift,
    Stage::ProductionTrafficShift,
    Stage::PostProductionTrafficShift,
    Stage::BakeTime,
    Stage::CleanUp,
];

#[test]
fn blue_green_goes_through_every_stage_in_order_and_bakes_before_it_cleans_up() {
    let configuration = json!({ "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5 });
    let mut hand = rolling(configuration, |_| ());
    let first = hand.get("web").deployments.last().unwrap().id.clone();
    let course = Course::of(&mut hand);
    assert_eq!(course.names(), IN_ORDER);
    assert_eq!(course.shares(), [0.0, 100.0]);
    assert!((300..320).contains(&course.lasted(Stage::BakeTime)), "{course:?}");
    assert_eq!(record(&hand).status, ServiceDeploymentStatus::Successful);
    let test = record(&hand).target_service_revision.requested_test_traffic_weight;
    assert_eq!(test, Some(100.0));
    // Blue keeps all its tasks until green has the traffic and was watched.
    let cleaned = course.stages.last().unwrap().1;
    let service = hand.get("web");
    let blue = service.tasks.iter().filter(|task| task.started_by.as_deref() == Some(&first));
    assert!(blue.clone().count() == 2 && blue.clone().all(|task| task.stopping_at >= Some(cleaned)));
}

#[test]
fn linear_shifts_step_by_step_and_bakes_each() {
    let linear = json!({ "stepPercent": 40.0, "stepBakeTimeInMinutes": 2 });
    let mut hand = rolling(json!({ "strategy": "LINEAR", "linearConfiguration": linear }), |_| ());
    let course = Course::of(&mut hand);
    assert_eq!(course.names(), IN_ORDER);
    assert_eq!(course.shares(), [0.0, 40.0, 80.0, 100.0]);
    for pair in course.weights[1..].windows(2) {
        let seconds = pair[1].1.duration_since(pair[0].1).as_secs();
        assert!((120..130).contains(&seconds), "{course:?}");
    }
}

#[test]
fn a_canary_gets_its_share_first_and_everything_after_its_bake() {
    let canary = json!({ "canaryPercent": 10.0, "canaryBakeTimeInMinutes": 15 });
    let mut hand = rolling(json!({ "strategy": "CANARY", "canaryConfiguration": canary }), |_| ());
    let course = Course::of(&mut hand);
    assert_eq!(course.names(), IN_ORDER);
    assert_eq!(course.shares(), [0.0, 10.0, 100.0]);
    let baked = course.weights[2].1.duration_since(course.weights[1].1).as_secs();
    assert!((900..910).contains(&baked), "{course:?}");
}

fn paused(action: &str, stage: &str) -> Value {
    json!({
        "strategy": "BLUE_GREEN",
        "lifecycleHooks": [{
            "targetType": "PAUSE", "lifecycleStages": [stage],
            "timeoutConfiguration": { "timeoutInMinutes": 10, "action": action },
        }],
    })
}

#[test]
fn a_pause_before_production_traffic_has_a_stage_of_its_own() {
    let mut hand = rolling(paused("CONTINUE", "PRE_PRODUCTION_TRAFFIC_SHIFT"), |_| ());
    let course = Course::of(&mut hand);
    assert_eq!(course.names()[6], Stage::PreProductionTrafficShift, "{course:?}");
    assert!((600..620).contains(&course.lasted(Stage::PreProductionTrafficShift)), "{course:?}");
}

#[test]
fn a_pause_that_runs_out_goes_on_where_it_says_continue() {
    let mut hand = rolling(paused("CONTINUE", "POST_SCALE_UP"), |_| ());
    let course = Course::of(&mut hand);
    assert!((600..620).contains(&course.lasted(PAUSED_AT)), "{course:?}");
    assert_eq!(record(&hand).status, ServiceDeploymentStatus::Successful);
    assert_eq!(record(&hand).lifecycle_hook_details[0].status, "TIMED_OUT");
}

#[test]
fn a_pause_that_runs_out_goes_back_where_it_says_so() {
    let mut hand = rolling(paused("ROLLBACK", "POST_SCALE_UP"), |_| ());
    let first = hand.get("web").deployments.last().unwrap().id.clone();
    hand.pass(300);
    assert_eq!(record(&hand).lifecycle_hook_details[0].status, "AWAITING_ACTION");
    let course = Course::of(&mut hand);
    assert_eq!(course.stages.last().unwrap().0, PAUSED_AT, "no stage after the one that ran out");
    assert_eq!(record(&hand).lifecycle_hook_details[0].status, "TIMED_OUT");
    assert_eq!(record(&hand).status, ServiceDeploymentStatus::RollbackSuccessful);
    assert_eq!(record(&hand).target_service_revision.requested_production_traffic_weight, Some(0.0));
    hand.pass(120);
    let service = hand.get("web");
    assert_eq!((service.deployments.len(), service.running_count), (1, 2));
    assert_eq!(service.deployments[0].id, first);
}

#[test]
fn a_person_answers_a_pause_with_go_on_or_go_back() {
    for (action, status) in [
        ("CONTINUE", ServiceDeploymentStatus::Successful),
        ("ROLLBACK", ServiceDeploymentStatus::RollbackSuccessful),
    ] {
        let mut hand = rolling(paused("ROLLBACK", "POST_SCALE_UP"), |_| ());
        hand.pass(200);
        let waits = record(&hand);
        let input = ContinueServiceDeployment {
            service_deployment_arn: waits.service_deployment_arn.clone(),
            hook_id: waits.lifecycle_hook_details[0].hook_id.clone(),
            action: Some(action.to_owned()),
        };
        hand.world.continue_service_deployment(hand.world.now, &input).unwrap();
        hand.pass(400);
        assert_eq!(record(&hand).status, status, "{action}");
        let again = hand.world.continue_service_deployment(hand.world.now, &input);
        assert!(again.is_err(), "a hook is answered once");
    }
}

const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:check";

fn called(action: &str) -> Value {
    json!({
        "strategy": "BLUE_GREEN",
        "lifecycleHooks": [{
            "targetType": "AWS_LAMBDA", "hookTargetArn": FUNCTION, "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
            "timeoutConfiguration": { "timeoutInMinutes": 10, "action": action },
        }],
    })
}

#[test]
fn a_function_that_fails_takes_the_rollout_back_and_one_that_succeeds_lets_it_go_on() {
    let mut hand = rolling(called("ROLLBACK"), |_| ());
    let course = Course::of(&mut hand);
    assert_eq!(course.names(), IN_ORDER);
    assert_eq!(record(&hand).lifecycle_hook_details[0].status, "SUCCEEDED");

    let mut hand =
        rolling(called("CONTINUE"), |hand| hand.world.account.obstacles.hooks.push(FUNCTION.to_owned()));
    let course = Course::of(&mut hand);
    assert_eq!(course.stages.last().unwrap().0, Stage::PostTestTrafficShift);
    assert_eq!(record(&hand).lifecycle_hook_details[0].status, "FAILED");
    assert_eq!(record(&hand).status, ServiceDeploymentStatus::RollbackSuccessful);
    let said = hand.events("web").join("\n");
    assert!(said.contains("deployment failed: hook execution failure(s) detected."), "{said}");
}

#[test]
fn a_function_that_never_answers_runs_out_as_a_pause_does() {
    for (action, status) in [
        ("CONTINUE", ServiceDeploymentStatus::Successful),
        ("ROLLBACK", ServiceDeploymentStatus::RollbackSuccessful),
    ] {
        let silence = |hand: &mut Hand| hand.world.account.obstacles.silent_hooks.push(FUNCTION.to_owned());
        let mut hand = rolling(called(action), silence);
        hand.pass(300);
        assert_eq!(record(&hand).lifecycle_hook_details[0].status, "IN_PROGRESS");
        Course::of(&mut hand);
        assert_eq!(record(&hand).lifecycle_hook_details[0].status, "TIMED_OUT", "{action}");
        assert_eq!(record(&hand).status, status, "{action}");
    }
}

fn breaker(more: &Value) -> Value {
    let mut breaker = json!({ "enable": true, "rollback": true });
    for (name, value) in more.as_object().unwrap() {
        breaker[name] = value.clone();
    }
    json!({ "deploymentCircuitBreaker": breaker })
}

/// Failures in a row when the breaker tripped, or none if it did not.
fn tripped(hand: &mut Hand, seconds: i64) -> Option<(i64, i64)> {
    for _ in 0..seconds {
        hand.pass(1);
        let counted = &record(hand).deployment_circuit_breaker;
        if counted.status == "TRIGGERED" {
            return Some((counted.failure_count, counted.threshold));
        }
    }
    None
}

fn broken(hand: &mut Hand) {
    hand.behaves(Behaviour {
        definition: Some("web:2".to_owned()),
        pull_error: Some("CannotPullContainerError: web:v2: not found".to_owned()),
        ..Behaviour::default()
    });
}

#[test]
fn the_threshold_of_the_breaker_is_a_count_or_a_share_with_and_without_bounds() {
    // Two tasks are wanted. Source: API reference, `ThresholdConfiguration`.
    for (kind, value, threshold) in [
        ("COUNT", 5, 5),
        ("COUNT", 1, 1),
        ("UNBOUNDED_PERCENT", 50, 1),
        ("UNBOUNDED_PERCENT", 100, 2),
        ("BOUNDED_PERCENT", 100, 3),
        ("BOUNDED_PERCENT", 1, 3),
    ] {
        let stated = breaker(&json!({ "thresholdConfiguration": { "type": kind, "value": value } }));
        let mut hand = rolling(stated, broken);
        let (failures, shown) = tripped(&mut hand, 3600).unwrap();
        assert_eq!(shown, threshold, "{kind} {value}");
        // Both tasks of a look may fail in the same second.
        assert!((threshold..=threshold + 1).contains(&failures), "{kind} {value}: {failures}");
    }
}

#[test]
fn a_healthy_task_sets_the_count_back_unless_the_breaker_is_told_to_keep_it() {
    let run = |resets: bool| {
        let threshold = json!({ "type": "COUNT", "value": 50 });
        let stated = breaker(&json!({ "resetOnHealthyTask": resets, "thresholdConfiguration": threshold }));
        let mut hand = rolling(stated, broken);
        while record(&hand).deployment_circuit_breaker.failure_count < 2 {
            hand.pass(1);
        }
        // The tag is pushed, late.
        hand.world.account.behaviours.rules.clear();
        hand.pass(600);
        assert_eq!(record(&hand).status, ServiceDeploymentStatus::Successful);
        record(&hand).deployment_circuit_breaker.failure_count
    };
    assert_eq!(run(true), 0);
    assert!(run(false) >= 2);
}

#[test]
fn an_alarm_takes_the_rollout_back_and_one_that_rang_before_is_not_heard() {
    let alarms = json!({ "alarms": { "alarmNames": ["errors"], "enable": true, "rollback": true } });
    let ring = |hand: &mut Hand| {
        hand.world.account.alarms.push(Alarm {
            name: "errors".to_owned(),
            state: "ALARM",
            reason: "Threshold Crossed".to_owned(),
            since: hand.world.now,
        });
    };
    let mut hand = rolling(alarms.clone(), |_| ());
    hand.pass(60);
    ring(&mut hand);
    hand.pass(600);
    let failed = record(&hand);
    assert_eq!(
        (failed.status, failed.alarms.status),
        (ServiceDeploymentStatus::RollbackSuccessful, "TRIGGERED")
    );
    assert_eq!(failed.alarms.triggered_alarm_names, ["errors"]);
    assert!(hand.events("web").iter().any(|event| event.ends_with("deployment failed: alarm detected.")));
    assert!(hand.get("web").task_definition.ends_with("web:1"));

    let mut hand = rolling(alarms, ring);
    hand.pass(1200);
    assert_eq!(record(&hand).status, ServiceDeploymentStatus::Successful);
}

/// One task of the new revision runs well and no other ever starts: how the rollout ended, and how many old tasks
/// still ran then.
fn half_there(early: bool, cleanup: &str, minimum: i64) -> Option<usize> {
    let criteria = json!({ "enable": early, "healthyPercent": 50, "sourceServiceRevisionCleanup": cleanup });
    let configuration =
        json!({ "earlySuccessCriteria": criteria, "minimumHealthyPercent": minimum, "maximumPercent": 150 });
    let mut hand = rolling(configuration, |_| ());
    let second = hand.get("web").deployments[0].id.clone();
    let is_new = |task: &Task| task.started_by.as_deref() == Some(&second);
    // One look, which has room for one of the two.
    hand.pass(0);
    assert_eq!(hand.get("web").tasks.iter().filter(|task| is_new(task)).count(), 1);
    broken(&mut hand);
    for _ in 0..1800 {
        hand.pass(1);
        if record(&hand).status == ServiceDeploymentStatus::Successful {
            let service = hand.get("web");
            let new = service.tasks.iter().filter(|task| is_new(task) && task.is_running()).count();
            assert_eq!(new, 1);
            assert_eq!(service.deployments[0].rollout_state, RolloutState::Completed);
            return Some(service.tasks.iter().filter(|task| !is_new(task) && task.is_running()).count());
        }
    }
    None
}

#[test]
fn a_rollout_may_succeed_early_with_old_tasks_left_or_only_once_they_are_gone() {
    assert!(half_there(true, "DEFERRED", 100) >= Some(1), "the old ones leave later");
    assert_eq!(half_there(true, "BLOCKING", 50), Some(0));
    assert_eq!(half_there(true, "BLOCKING", 100), None, "the floor keeps an old one");
    assert_eq!(half_there(false, "DEFERRED", 50), None, "the criteria are off");
}

/// A task of two containers, `db` and then `app`, and what becomes of it.
struct Pair {
    condition: &'static str,
    db: Value,
    does: Behaviour,
}

impl Pair {
    fn run(self, seconds: i64) -> (Task, Vec<(usize, i64)>) {
        let mut hand = Hand::new();
        let mut db = json!({ "name": "db", "image": "db:1", "essential": false });
        for (name, value) in self.db.as_object().unwrap() {
            db[name] = value.clone();
        }
        let needs = json!([{ "containerName": "db", "condition": self.condition }]);
        let app = json!({ "name": "app", "image": "app:1", "dependsOn": needs });
        hand.behaves(Behaviour { container: Some("db".to_owned()), ..self.does });
        // The order in the definition is not the order of the start.
        hand.service_of("web", 1, &json!([app, db]));
        let mut started = Vec::new();
        for second in 0..seconds {
            hand.pass(1);
            let Some(task) = hand.get("web").tasks.first() else { continue };
            for (place, container) in task.containers.iter().enumerate() {
                if container.runtime_id.is_some() && !started.iter().any(|(one, _)| *one == place) {
                    started.push((place, second));
                }
            }
        }
        (hand.get("web").tasks[0].clone(), started)
    }
}

const APP: usize = 0;
const DB: usize = 1;

fn well() -> Behaviour {
    Behaviour::default()
}

fn ends(after: i64, code: i64) -> Behaviour {
    Behaviour { exits_after: Some(after), exit_code: Some(code), ..Behaviour::default() }
}

fn check() -> Value {
    json!({ "healthCheck": { "command": ["CMD-SHELL", "true"], "interval": 10, "retries": 2 } })
}

#[test]
fn a_container_waits_for_what_its_dependency_must_become() {
    for (condition, db, does, after) in [
        ("START", json!({}), well(), 0),
        ("COMPLETE", json!({}), ends(20, 3), 20),
        ("SUCCESS", json!({}), ends(30, 0), 30),
        ("HEALTHY", check(), Behaviour { healthy_after: Some(25), ..well() }, 25),
    ] {
        let (task, started) = Pair { condition, db, does }.run(120);
        assert_eq!(task.last_status, LastStatus::Running, "{condition}");
        let at = |place| started.iter().find(|(one, _)| *one == place).unwrap().1;
        assert!((after..=after + 2).contains(&(at(APP) - at(DB))), "{condition}: {started:?}");
        // The task is RUNNING only when the last of its containers is.
        let pulled = task.pull_stopped_at.unwrap();
        assert!(task.started_at.unwrap().duration_since(pulled).as_secs() >= after, "{condition}");
    }
}

#[test]
fn a_dependency_that_never_gets_there_fails_the_task_in_the_agents_words() {
    let limit = |mut db: Value| {
        db["startTimeout"] = json!(60);
        db
    };
    for (condition, db, does, words) in [
        ("SUCCESS", json!({}), ends(5, 1), "for target [app] as dependency did not exit successfully."),
        ("HEALTHY", limit(check()), Behaviour { unhealthy_after: Some(0), ..well() }, "has timed out."),
        ("COMPLETE", limit(json!({})), well(), "has timed out."),
        ("HEALTHY", limit(json!({})), well(), "has timed out."),
    ] {
        let (task, started) = Pair { condition, db, does }.run(150);
        assert_eq!(started.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [DB], "{condition}");
        assert_eq!(task.started_at, None, "{condition}: it never was RUNNING");
        assert_eq!(task.stop_code, Some(StopCode::TaskFailedToStart), "{condition}");
        let reason = task.containers[APP].reason.clone().unwrap();
        assert!(reason.contains(words) && reason.contains("[db]"), "{condition}: {reason}");
        assert_eq!(task.containers[APP].exit_code, None);
        // What ran was told to end; what had ended keeps its code.
        assert_eq!(task.containers[DB].exit_code, Some(if condition == "SUCCESS" { 1 } else { 143 }));
    }
}

#[test]
fn without_a_time_limit_the_task_hangs_with_one_container_unhealthy_and_is_given_up_after_hours() {
    let does = || Behaviour { unhealthy_after: Some(0), ..well() };
    let (task, _) = Pair { condition: "HEALTHY", db: check(), does: does() }.run(2 * 3600);
    assert_eq!((task.last_status, task.stop_code), (LastStatus::Activating, None));
    let seen =
        |place: usize| json!([task.containers[place].last_status, task.containers[place].health_status]);
    assert_eq!(seen(DB), json!(["RUNNING", "UNHEALTHY"]));
    assert_eq!(seen(APP), json!(["PENDING", "UNKNOWN"]));
    let (task, _) = Pair { condition: "HEALTHY", db: check(), does: does() }.run(3 * 3600 + 300);
    assert_eq!(task.stop_code, Some(StopCode::TaskFailedToStart));
}

#[test]
fn a_rollout_that_waits_for_its_dependencies_is_in_progress() {
    let needs = json!([{ "containerName": "db", "condition": "COMPLETE" }]);
    let mut hand = Hand::new();
    let app = json!({ "name": "app", "image": "app:1", "dependsOn": needs });
    hand.service_of("web", 1, &json!([app, { "name": "db", "image": "db:1", "essential": false }]));
    hand.pass(900);
    let row = &hand.get("web").deployments[0];
    assert_eq!((row.rollout_state, row.pending_count, row.failed_tasks), (RolloutState::InProgress, 1, 0));
}
