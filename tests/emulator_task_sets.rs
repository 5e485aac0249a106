//! Services whose deployments somebody else controls, and their task sets, driven by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "emulator/hand.rs"]
#[expect(dead_code, reason = "no file of tests uses all of the hand")]
mod hand;

use std::sync::Arc;

use ecsplain::emulator::World;
use ecsplain::emulator::world::input::{
    CreateService, CreateTaskSet, DeleteService, DeleteTaskSet, UpdateServicePrimaryTaskSet, UpdateTaskSet,
};
use ecsplain::emulator::world::{
    Behaviour, LastStatus, Refused, Scale, Stability, StopCode, TargetGroup, TaskSet, TaskSetStatus,
};
use hand::Hand;
use serde_json::{Value, json};

fn of<T: serde::de::DeserializeOwned>(input: Value) -> T {
    let mut input = input;
    input["cluster"] = json!("prod");
    serde_json::from_value(input).unwrap()
}

/// A service of an external controller without task sets.
fn external(desired: i64) -> Hand {
    let mut hand = Hand::new();
    let input = json!({ "serviceName": "web", "desiredCount": desired, "deploymentController": { "type": "EXTERNAL" } });
    hand.world.create_service(hand.world.now, of::<CreateService>(input)).unwrap();
    hand
}

fn try_set(world: &mut World, more: &Value) -> Result<String, Refused> {
    let mut input = json!({ "service": "web", "launchType": "FARGATE" });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    world.create_task_set(world.now, of::<CreateTaskSet>(input)).map(|set| set.id.clone())
}

/// A task set of `image` with this scale; its id.
fn set(hand: &mut Hand, image: &str, percent: f64) -> String {
    let definition = hand.define("web", image);
    let scale = json!({ "value": percent, "unit": "PERCENT" });
    try_set(&mut hand.world, &json!({ "taskDefinition": definition, "scale": scale })).unwrap()
}

fn scale(hand: &mut Hand, id: &str, percent: f64) -> Result<(), Refused> {
    let input = UpdateTaskSet {
        cluster: Some("prod".to_owned()),
        service: "web".to_owned(),
        task_set: id.to_owned(),
        scale: Scale::percent(percent),
    };
    hand.world.update_task_set(hand.world.now, &input).map(|_| ())
}

fn delete(hand: &mut Hand, id: &str, force: bool) -> Result<TaskSet, Refused> {
    let input = of::<DeleteTaskSet>(json!({ "service": "web", "taskSet": id, "force": force }));
    hand.world.delete_task_set(hand.world.now, &input).cloned()
}

fn promote(hand: &mut Hand, id: &str) -> Result<(), Refused> {
    let input = of::<UpdateServicePrimaryTaskSet>(json!({ "service": "web", "primaryTaskSet": id }));
    hand.world.update_service_primary_task_set(hand.world.now, &input).map(|_| ())
}

fn get<'a>(hand: &'a Hand, id: &str) -> &'a TaskSet {
    hand.get("web").task_set(id).unwrap()
}

fn refused<T>(result: Result<T, Refused>) -> (&'static str, String) {
    result.err().map(|why| (why.code, why.message)).unwrap()
}

/// The sentences in the order in which they were said.
fn said(hand: &Hand) -> Vec<String> {
    hand.get("web").events.iter().rev().map(|event| event.message.clone()).collect()
}

fn running_of(hand: &Hand, id: &str) -> usize {
    let tasks = hand.get("web").tasks.iter();
    tasks.filter(|task| task.is_running() && task.started_by.as_deref() == Some(id)).count()
}

#[test]
fn a_task_set_starts_with_nothing_and_reaches_a_steady_state_in_ecs_own_words() {
    let mut hand = external(3);
    let id = set(&mut hand, "web:v1", 50.0);
    let fresh = get(&hand, &id);
    assert_eq!((fresh.computed_desired_count, fresh.status), (0, TaskSetStatus::Active));
    assert_eq!(fresh.stability_status, Stability::Stabilizing);
    assert_eq!(fresh.task_set_arn, format!("arn:aws:ecs:us-east-1:123456789012:task-set/prod/web/{id}"));
    hand.pass(120);
    let done = get(&hand, &id);
    assert_eq!((done.computed_desired_count, done.running_count, done.pending_count), (2, 2, 0));
    assert_eq!(done.stability_status, Stability::SteadyState);
    assert!(done.stability_status_at > done.created_at && done.updated_at > done.created_at);
    let service = hand.get("web");
    assert_eq!(
        (service.running_count, service.deployments.len(), service.service_deployments.len()),
        (2, 0, 0)
    );
    assert!(service.tasks.iter().all(|task| task.started_by.as_ref() == Some(&id)));
    let said = said(&hand);
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(said[0], format!("(service web) updated computedDesiredCount for taskSet {id} to 2."));
    assert!(
        said[1].starts_with(&format!("(service web, taskSet {id}) has started 2 tasks: (task ")),
        "{said:?}"
    );
    assert_eq!(said[2], format!("(service web, taskSet {id}) updated state to STEADY_STATE."));
    assert_eq!(said[3], "(service web) has reached a steady state.");
    hand.pass(3600);
    assert_eq!(hand.get("web").events.len(), 4, "a service at rest says nothing more for hours");
}

#[test]
fn without_a_scale_or_a_task_set_nothing_runs() {
    let mut hand = external(3);
    hand.pass(600);
    assert_eq!((hand.get("web").tasks.len(), hand.get("web").events.len()), (0, 0));
    let definition = hand.define("web", "web:v1");
    let id = try_set(&mut hand.world, &json!({ "taskDefinition": definition })).unwrap();
    hand.pass(600);
    assert_eq!((get(&hand, &id).scale.value, hand.get("web").tasks.len()), (0.0, 0));
    assert_eq!(get(&hand, &id).stability_status, Stability::SteadyState, "none runs and none should");
}

#[test]
fn a_scale_that_changes_starts_and_stops_tasks_and_the_same_scale_does_neither() {
    let mut hand = external(4);
    let id = set(&mut hand, "web:v1", 100.0);
    hand.pass(120);
    let settled = get(&hand, &id).stability_status_at;
    scale(&mut hand, &id, 100.0).unwrap();
    assert_eq!(
        (get(&hand, &id).stability_status_at, get(&hand, &id).stability_status),
        (settled, Stability::SteadyState)
    );
    scale(&mut hand, &id, 25.0).unwrap();
    assert_eq!(get(&hand, &id).stability_status, Stability::Stabilizing);
    hand.pass(120);
    assert_eq!((running_of(&hand, &id), get(&hand, &id).computed_desired_count), (1, 1));
    let stopped: Vec<_> = hand.get("web").tasks.iter().filter(|task| task.is_stopped()).collect();
    assert_eq!(stopped.len(), 3);
    assert!(stopped.iter().all(|task| task.stop_code == Some(StopCode::ServiceSchedulerInitiated)));
    assert_eq!(stopped[0].stopped_reason, Some(format!("Scaling activity initiated by (deployment {id})")));
    hand.update("web", json!({ "desiredCount": 12 }));
    hand.pass(120);
    assert_eq!((running_of(&hand, &id), get(&hand, &id).stability_status), (3, Stability::SteadyState));
}

#[test]
fn a_canary_runs_beside_becomes_the_primary_and_the_old_one_drains() {
    let mut hand = external(4);
    let old = set(&mut hand, "web:v1", 100.0);
    promote(&mut hand, &old).unwrap();
    hand.pass(120);
    let new = set(&mut hand, "web:v2", 10.0);
    hand.pass(120);
    assert_eq!((running_of(&hand, &old), running_of(&hand, &new)), (4, 1));
    assert!(hand.get("web").task_definition.ends_with("web:1"));
    scale(&mut hand, &new, 100.0).unwrap();
    hand.pass(120);
    promote(&mut hand, &new).unwrap();
    let status = |hand: &Hand| hand.get("web").task_sets.iter().map(|set| set.status).collect::<Vec<_>>();
    assert_eq!(status(&hand), [TaskSetStatus::Active, TaskSetStatus::Primary]);
    assert!(hand.get("web").task_definition.ends_with("web:2"));
    assert_eq!(hand.get("web").launch_type.as_deref(), Some("FARGATE"));
    let answer = delete(&mut hand, &old, true).unwrap();
    assert_eq!((answer.status, answer.scale.value), (TaskSetStatus::Draining, 0.0));
    assert_eq!(status(&hand)[0], TaskSetStatus::Draining);
    hand.pass(120);
    assert_eq!(status(&hand), [TaskSetStatus::Primary], "{:?}", said(&hand));
    assert_eq!((running_of(&hand, &old), running_of(&hand, &new)), (0, 4));
    assert!(said(&hand).last().unwrap().ends_with("has reached a steady state."));
}

#[test]
fn a_broken_image_never_settles_and_leaves_the_other_task_set_alone() {
    let mut hand = external(2);
    let old = set(&mut hand, "web:v1", 100.0);
    hand.pass(120);
    hand.behaves(Behaviour {
        image: Some("web:v2".to_owned()),
        pull_error: Some("CannotPullContainerError: web:v2: not found".to_owned()),
        ..Behaviour::default()
    });
    let new = set(&mut hand, "web:v2", 100.0);
    hand.pass(3600);
    assert_eq!((get(&hand, &new).stability_status, running_of(&hand, &new)), (Stability::Stabilizing, 0));
    assert_eq!((get(&hand, &old).stability_status, running_of(&hand, &old)), (Stability::SteadyState, 2));
    let starts =
        said(&hand).iter().filter(|line| line.contains(&new) && line.contains("has started")).count();
    assert!((3..30).contains(&starts), "{starts} starts in an hour: the delay grows");
    let all = said(&hand).join("\n");
    assert!(all.contains("(service web) is unable to consistently start tasks successfully."), "{all}");
    assert!(all.contains("was unable to place a task. Reason: CannotPullContainerError"), "{all}");
}

#[test]
fn a_stopped_task_unsettles_its_task_set_until_another_runs() {
    let mut hand = external(2);
    let id = set(&mut hand, "web:v1", 100.0);
    hand.pass(120);
    let task = hand.get("web").tasks[0].id().to_owned();
    hand.stop(&task, "drill");
    hand.pass(10);
    assert_eq!(get(&hand, &id).stability_status, Stability::Stabilizing);
    hand.pass(120);
    assert_eq!((get(&hand, &id).stability_status, running_of(&hand, &id)), (Stability::SteadyState, 2));
}

#[test]
fn protected_tasks_outlive_a_scale_in() {
    let mut hand = external(2);
    let id = set(&mut hand, "web:v1", 100.0);
    hand.pass(120);
    let until = hand.world.now + jiff::SignedDuration::from_secs(600);
    let cluster = hand.world.cluster_mut(Some("prod")).unwrap();
    for task in &mut cluster.services.get_mut("web").unwrap().tasks {
        task.inside.protected_until = Some(until);
    }
    scale(&mut hand, &id, 0.0).unwrap();
    hand.pass(300);
    assert_eq!(running_of(&hand, &id), 2);
    let trouble = format!("(taskSet {id}) was unable to scale in due to (reason 2 tasks under protection)");
    assert!(said(&hand).join("\n").contains(&trouble), "{:?}", said(&hand));
    hand.pass(600);
    assert_eq!(running_of(&hand, &id), 0);
}

#[test]
fn each_task_set_stands_behind_its_own_target_group() {
    let mut hand = external(1);
    let mut ids = Vec::new();
    for (name, fails) in [("blue", None), ("green", Some(0))] {
        let arn = hand.world.account.identity.target_group(name);
        let group = TargetGroup { target_group_arn: arn.clone(), port: 8080, ..TargetGroup::default() };
        hand.world.account.target_groups.insert(arn.clone(), Arc::new(group));
        let image = format!("web:{name}");
        hand.behaves(Behaviour {
            image: Some(image.clone()),
            target_fails_after: fails,
            ..Behaviour::default()
        });
        let definition = hand.define("web", &image);
        let balancer = json!({ "targetGroupArn": arn, "containerName": "web", "containerPort": 8080 });
        let input = json!({ "taskDefinition": definition, "loadBalancers": [balancer], "scale": { "value": 100.0, "unit": "PERCENT" } });
        ids.push((try_set(&mut hand.world, &input).unwrap(), arn));
    }
    hand.pass(180);
    let [(blue, blue_group), (green, green_group)] = &ids[..] else { panic!("{ids:?}") };
    assert_eq!(get(&hand, blue).stability_status, Stability::SteadyState, "{:?}", said(&hand));
    assert_eq!(get(&hand, green).stability_status, Stability::Stabilizing);
    assert_eq!(hand.world.targets(blue_group).len(), 1);
    let all = said(&hand).join("\n");
    assert!(
        all.contains(&format!(
            "(service web, taskSet {blue}) registered 1 targets in (target-group {blue_group})"
        )),
        "{all}"
    );
    assert!(all.contains(&format!("is unhealthy in (target-group {green_group})")), "{all}");
    assert!(!all.contains(&format!("is unhealthy in (target-group {blue_group})")), "{all}");
    let failed = hand.get("web").tasks.iter().find(|task| task.last_status == LastStatus::Stopped).unwrap();
    assert_eq!(failed.started_by.as_ref(), Some(green));
    assert_eq!(
        failed.stopped_reason,
        Some(format!("Task failed ELB health checks in (target-group {green_group})"))
    );
}

#[test]
fn what_cannot_be_is_refused_in_ecs_own_words() {
    let mut hand = external(2);
    let definition = hand.define("web", "web:v1");
    let wrong = |scale: Value| json!({ "taskDefinition": definition, "scale": scale });
    for value in
        [wrong(json!({ "value": 101.0, "unit": "PERCENT" })), wrong(json!({ "value": 1.0, "unit": "COUNT" }))]
    {
        assert_eq!(refused(try_set(&mut hand.world, &value)).0, "InvalidParameterException");
    }
    assert_eq!(refused(try_set(&mut hand.world, &json!({ "taskDefinition": "no:1" }))).0, "ClientException");
    let ids: Vec<String> = (0..5).map(|_| set(&mut hand, "web:v1", 0.0)).collect();
    let sixth = refused(try_set(&mut hand.world, &json!({ "taskDefinition": definition })));
    assert!(
        sixth.1.starts_with("5 deployments exist on the service. Unable to create new TaskSet"),
        "{}",
        sixth.1
    );
    assert_eq!(refused(scale(&mut hand, "ecs-svc/1", 10.0)).0, "TaskSetNotFoundException");
    assert_eq!(refused(promote(&mut hand, "ecs-svc/1")).0, "TaskSetNotFoundException");
    assert_eq!(refused(delete(&mut hand, "ecs-svc/1", true)).0, "TaskSetNotFoundException");
    promote(&mut hand, &ids[0]).unwrap();
    assert_eq!(refused(delete(&mut hand, &ids[0], false)).1, "Primary TaskSet cannot be deleted");
    scale(&mut hand, &ids[1], 50.0).unwrap();
    assert!(refused(delete(&mut hand, &ids[1], false)).1.contains("scaled above 0"));
    delete(&mut hand, &ids[2], false).unwrap();
    delete(&mut hand, &ids[1], true).unwrap();
    assert_eq!(refused(promote(&mut hand, &ids[1])).0, "InvalidParameterException");
    assert_eq!(refused(scale(&mut hand, &ids[1], 10.0)).0, "InvalidParameterException");
    delete(&mut hand, &ids[0], true).unwrap();
}

#[test]
fn a_service_that_ecs_rolls_out_has_no_task_sets_and_a_deleted_one_gets_none() {
    let mut hand = Hand::new();
    hand.service("web", 1);
    let definition = hand.define("web", "web:v2");
    let why = try_set(&mut hand.world, &json!({ "taskDefinition": definition })).unwrap_err();
    assert!(why.message.starts_with("Amazon ECS only supports task set management on services"), "{why:?}");
    let mut hand = external(1);
    let id = set(&mut hand, "web:v1", 100.0);
    hand.pass(120);
    let input = of::<DeleteService>(json!({ "service": "web", "force": true }));
    hand.world.delete_service(hand.world.now, &input).unwrap();
    assert_eq!(get(&hand, &id).status, TaskSetStatus::Draining);
    let definition = hand.define("web", "web:v2");
    let why = try_set(&mut hand.world, &json!({ "taskDefinition": definition })).unwrap_err();
    assert_eq!(why.code, "ServiceNotActiveException");
    hand.pass(120);
    assert_eq!((hand.get("web").status, hand.get("web").task_sets.len()), ("INACTIVE", 0));
}

#[test]
fn create_service_takes_what_its_controller_allows() {
    let mut hand = Hand::new();
    let definition = hand.define("web", "web:v1");
    let mut create = |more: Value| {
        let mut input = json!({ "serviceName": "web", "desiredCount": 2, "launchType": "FARGATE" });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        hand.world
            .create_service(hand.world.now, of::<CreateService>(input))
            .map(|_| ())
            .map_err(|why| why.message)
    };
    let of_kind =
        |kind: &str| json!({ "deploymentController": { "type": kind }, "taskDefinition": definition });
    assert_eq!(create(of_kind("EXTERNAL")), Err("TaskDefinition must be blank".to_owned()));
    assert!(create(of_kind("CODE_DEPLOY")).unwrap_err().starts_with("A load balancer is required"));
    assert!(create(of_kind("JENKINS")).is_err());
    let daemon = json!({ "deploymentController": { "type": "EXTERNAL" }, "schedulingStrategy": "DAEMON" });
    assert!(create(daemon).unwrap_err().contains("daemon"));
    create(of_kind("ECS")).unwrap();
}

#[test]
fn codedeploy_begins_with_a_primary_task_set_and_keeps_what_task_sets_carry() {
    let mut hand = Hand::new();
    let definition = hand.define("web", "web:v1");
    let arn = hand.world.account.identity.target_group("blue");
    let group = TargetGroup { target_group_arn: arn.clone(), port: 8080, ..TargetGroup::default() };
    hand.world.account.target_groups.insert(arn.clone(), Arc::new(group));
    let input = json!({
        "serviceName": "web", "desiredCount": 2, "launchType": "FARGATE", "taskDefinition": definition,
        "deploymentController": { "type": "CODE_DEPLOY" },
        "loadBalancers": [{ "targetGroupArn": arn, "containerName": "web", "containerPort": 8080 }],
    });
    hand.world.create_service(hand.world.now, of::<CreateService>(input)).unwrap();
    hand.pass(300);
    let [blue] = &hand.get("web").task_sets[..] else { panic!() };
    assert_eq!((blue.status, blue.stability_status), (TaskSetStatus::Primary, Stability::SteadyState));
    assert_eq!((blue.running_count, blue.started_by.as_deref()), (2, None));
    let id = blue.id.clone();
    let second = hand.define("web", "web:v2");
    let update = |hand: &mut Hand, change: Value| {
        let mut change = change;
        change["service"] = json!("web");
        hand.world.update_service(hand.world.now, of(change)).map(|_| ()).map_err(|why| why.message)
    };
    let refused = update(&mut hand, json!({ "taskDefinition": second })).unwrap_err();
    let words = "on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.";
    assert_eq!(refused, format!("Unable to update task definition {words}"));
    let refused = update(&mut hand, json!({ "forceNewDeployment": true })).unwrap_err();
    assert_eq!(refused, format!("Cannot force a new deployment {words}"));
    update(&mut hand, json!({ "taskDefinition": "web:1", "desiredCount": 3 })).unwrap();
    hand.pass(300);
    assert_eq!((running_of(&hand, &id), hand.get("web").task_sets.len()), (3, 1));
    let green = try_set(&mut hand.world, &json!({ "taskDefinition": second })).unwrap();
    assert_eq!(get(&hand, &green).started_by.as_deref(), Some("CODE_DEPLOY"));
}

#[test]
fn tasks_get_the_tags_that_the_service_says() {
    let tags = |how: &str| {
        let mut hand = Hand::new();
        let input = json!({
            "serviceName": "web", "desiredCount": 1, "deploymentController": { "type": "EXTERNAL" },
            "propagateTags": how, "tags": [{ "key": "of", "value": "service" }],
        });
        hand.world.create_service(hand.world.now, of::<CreateService>(input)).unwrap();
        set(&mut hand, "web:v1", 100.0);
        hand.pass(5);
        hand.get("web").tasks[0].tags.clone()
    };
    assert_eq!(tags("SERVICE"), [json!({ "key": "of", "value": "service" })]);
    assert_eq!((tags("NONE").len(), tags("TASK_DEFINITION").len()), (0, 0));
}

#[test]
fn one_seed_is_one_run_of_task_sets_however_time_passes() {
    let run = |step: i64| {
        let mut hand = external(3);
        set(&mut hand, "web:v1", 100.0);
        hand.pass(120);
        let id = set(&mut hand, "web:v2", 50.0);
        for _ in 0..(1200 / step) {
            hand.pass(step);
        }
        (hand.get("web").describe(), get(&hand, &id).describe())
    };
    assert_eq!(run(1), run(1200));
}

/// What somebody may do to the task sets of a service, drawn by lot; what is refused changes nothing.
fn meddle(hand: &mut Hand, lot: &mut fastrand::Rng) {
    let ids: Vec<String> = hand.get("web").task_sets.iter().map(|set| set.id.clone()).collect();
    let one = ids.get(lot.usize(..ids.len().max(1))).cloned().unwrap_or_default();
    match lot.u8(..7) {
        0 | 1 if ids.len() < 5 => drop(set(hand, "web:v1", f64::from(lot.u8(..=100)))),
        2 => drop(scale(hand, &one, f64::from(lot.u8(..=100)))),
        3 => drop(delete(hand, &one, lot.bool())),
        4 => drop(promote(hand, &one)),
        5 => hand.update("web", json!({ "desiredCount": lot.u8(..8) })),
        _ => {
            let tasks = hand.get("web").tasks.iter().filter(|task| task.is_wanted());
            if let Some(task) = tasks.map(|task| task.id().to_owned()).next() {
                hand.stop(&task, "drill");
            }
        }
    }
}

#[test]
fn whatever_is_done_to_them_task_sets_come_to_their_share_and_to_rest() {
    for seed in 0..150 {
        let mut lot = fastrand::Rng::with_seed(seed);
        let mut hand = external(lot.i64(0..8));
        for _ in 0..20 {
            meddle(&mut hand, &mut lot);
            hand.pass(lot.i64(0..90));
            let service = hand.get("web");
            let wanted = service.tasks.iter().filter(|task| task.is_wanted()).count();
            assert!(wanted <= 5 * 7, "seed {seed}: {wanted} tasks of at most five task sets of seven");
        }
        hand.pass(900);
        let service = hand.get("web");
        for set in &service.task_sets {
            let share = set.scale.of(service.desired_count);
            assert_eq!(set.stability_status, Stability::SteadyState, "seed {seed}: {:#?}", said(&hand));
            assert_eq!((set.running_count, set.computed_desired_count), (share, share), "seed {seed}");
            assert_ne!(set.status, TaskSetStatus::Draining, "seed {seed}");
        }
        let sum: i64 = service.task_sets.iter().map(|set| set.running_count).sum();
        assert_eq!((service.running_count, service.pending_count), (sum, 0), "seed {seed}");
        let primaries = service.task_sets.iter().filter(|set| set.status == TaskSetStatus::Primary);
        assert!(primaries.count() <= 1, "seed {seed}");
    }
}
