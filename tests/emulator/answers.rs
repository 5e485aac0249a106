//! What ECS, ELBv2 and CloudWatch Logs would answer about one service of a world, without a wire.

use ecsplain::diagnosis::knowledge::Knowledge;
use ecsplain::diagnosis::{Diagnosis, diagnose};
use ecsplain::emulator::World;
use ecsplain::emulator::world::{ContainerInstance, Service, ServiceDeployment, Task};
use ecsplain::model::time::Time;
use ecsplain::model::{CaptureBasis, Captured, Facts, Snapshot};
use ecsplain::source::saved::{self, Answer};
use serde_json::{Value, json};

/// Reads the answers as if they had been saved, at the world's moment.
pub fn snapshot(world: &World, name: &str) -> Snapshot {
    let service = world.service(Some("prod"), name).unwrap();
    let documents = documents(world, service);
    let answers = documents.into_iter().enumerate().map(|(place, document)| Answer {
        name: format!("answer-{place}.json"),
        bytes: serde_json::to_vec(&document).unwrap(),
    });
    let loaded = saved::load_answers(answers.collect());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut snapshot = loaded.snapshot;
    snapshot.captured = Captured { at: Some(Time(world.now)), basis: CaptureBasis::Live };
    snapshot
}

/// The diagnosis of the service.
pub fn diagnosis(world: &World, name: &str) -> Diagnosis {
    let snapshot = snapshot(world, name);
    let subject = snapshot.subjects().remove(0);
    diagnose(&Facts::gather(&snapshot, &subject), &Knowledge::BUILT_IN)
}

fn documents(world: &World, service: &Service) -> Vec<Value> {
    let list = |tasks: &mut dyn Iterator<Item = &Task>| tasks.map(Task::describe).collect::<Vec<_>>();
    let mut all = vec![
        json!({ "services": [service.describe()], "failures": [] }),
        json!({ "tasks": list(&mut service.tasks.iter()), "failures": [] }),
    ];
    let records: Vec<Value> =
        service.service_deployments.iter().rev().map(ServiceDeployment::describe).collect();
    all.push(json!({ "serviceDeployments": records, "failures": [] }));
    let of_rows = service.deployments.iter().map(|row| &row.task_definition);
    for definition in of_rows.chain(service.task_sets.iter().map(|set| &set.task_definition)) {
        let found = world.account.definitions.find(definition).unwrap();
        all.push(json!({ "taskDefinition": found.document, "tags": [] }));
    }
    let cluster = world.cluster(Some("prod")).unwrap();
    let instances: Vec<Value> = cluster.instances.iter().map(ContainerInstance::describe).collect();
    if !instances.is_empty() {
        all.push(json!({ "containerInstances": instances, "failures": [] }));
    }
    for arn in service.target_groups() {
        all.push(json!({ "TargetGroups": [world.account.target_groups[arn].describe()] }));
        let targets = world.targets(arn).into_iter().map(|one| {
            json!({ "Target": { "Id": one.id, "Port": one.port },
                    "TargetHealth": { "State": one.health.state, "Reason": one.health.reason,
                                      "Description": one.health.description } })
        });
        all.push(json!({ "TargetHealthDescriptions": targets.collect::<Vec<_>>() }));
    }
    all.extend(logs(world, service));
    all
}

fn logs(world: &World, service: &Service) -> Vec<Value> {
    let streams = world.account.logs.iter();
    let own = streams.filter(|((_, stream), _)| service.tasks.iter().any(|task| stream.ends_with(task.id())));
    own.map(|((_, stream), log)| {
        let lines = log.lines.iter().map(|line| {
            json!({ "timestamp": line.at.as_millisecond(), "message": line.message,
                    "logStreamName": stream, "eventId": "1" })
        });
        json!({ "events": lines.collect::<Vec<_>>(), "searchedLogStreams": [] })
    })
    .collect()
}
