//! Setting the stage: a world with its services at rest, and the script that will happen to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Scenario;
use super::file::{Deploy, DeploymentController, File, InstanceSpec, ServiceSpec, What};
use crate::emulator::world::input::{CreateCluster, CreateService, CreateTaskSet, UpdateService};
use crate::emulator::world::instance::{Attribute, Resources};
use crate::emulator::world::script::{Happening, Target};
use crate::emulator::world::{
    Alarm, Behaviour, CapacityProvider, ContainerInstance, Scale, TargetGroup, World, epoch,
};

/// The cluster of every scenario.
pub const CLUSTER: &str = "prod";

/// A world at `now` in which the scripts of all `scenarios` began `lead` seconds ago.
pub fn world(scenarios: &[&Scenario], seed: u64, now: Timestamp, lead: i64) -> World {
    let history = scenarios.iter().map(|one| one.file.history).max().unwrap_or(0);
    let begins = epoch::after(now, lead.saturating_neg());
    let born = epoch::after(begins, history.saturating_neg());
    let mut world = World::new(seed, born);
    let cluster = CreateCluster { cluster_name: Some(CLUSTER.to_owned()), ..CreateCluster::default() };
    // A new world refuses nothing of this.
    let _ = world.create_cluster(born, cluster);
    for scenario in scenarios {
        prepare(&mut world, &scenario.file, begins);
    }
    world.advance(now);
    world
}

fn prepare(world: &mut World, file: &File, begins: Timestamp) {
    for kind in &file.instance {
        for _ in 0..kind.count {
            let instance = instance(world, kind);
            if let Some(cluster) = world.clusters.get_mut(CLUSTER) {
                cluster.instances.push(instance);
            }
        }
    }
    for behaviour in &file.behaviour {
        world.account.behaviours.rules.push(owned(file, behaviour.clone()));
    }
    for spec in &file.service {
        let born = if spec.exists { world.now } else { begins };
        create(world, spec, born);
    }
    let mut definitions: BTreeMap<&str, Value> =
        file.service.iter().map(|spec| (spec.name.as_str(), definition(world, spec))).collect();
    for step in &file.then {
        let at = epoch::after(begins, step.at);
        for happening in happenings(world, file, &step.what, &mut definitions, at) {
            world.script.add(at, happening);
        }
    }
}

/// Rules that name no task definition are about the first service of their scenario.
fn owned(file: &File, mut behaviour: Behaviour) -> Behaviour {
    if behaviour.definition.is_none() {
        behaviour.definition = file.service.first().map(|spec| spec.name.clone());
    }
    behaviour
}

fn instance(world: &mut World, spec: &InstanceSpec) -> ContainerInstance {
    let place = world.clusters.get(CLUSTER).map_or(0, |cluster| cluster.instances.len());
    let identity = &mut world.account.identity;
    let zone = format!("{}{}", identity.region, char::from(b'a' + u8::try_from(place % 3).unwrap_or(0)));
    let own = spec.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let known = [
        ("ecs.instance-type", spec.kind.as_str()),
        ("ecs.availability-zone", zone.as_str()),
        ("ecs.os-type", "linux"),
        ("ecs.cpu-architecture", "x86_64"),
    ];
    let attributes = known.into_iter().chain(own);
    let all =
        Resources { cpu: spec.cpu, memory: spec.memory, ports: Vec::new(), interfaces: spec.interfaces };
    let id = identity.hex(32);
    let instance = ContainerInstance {
        container_instance_arn: identity.ecs(&format!("container-instance/{CLUSTER}/{id}")),
        ec2_instance_id: format!("i-0{}", identity.hex(16)),
        capacity_provider_name: spec.provider.clone(),
        version: 7,
        status: "ACTIVE",
        status_reason: None,
        agent_connected: true,
        running_tasks_count: 0,
        pending_tasks_count: 0,
        attributes: attributes
            .map(|(name, value)| Attribute { name: name.to_owned(), value: Some(value.to_owned()) })
            .collect(),
        registered_at: world.now,
        registered: all.clone(),
        remaining: all,
    };
    if let Some(name) = &spec.provider {
        provide(world, name);
    }
    instance
}

/// A capacity provider with an Auto Scaling group behind it that ECS does not scale.
fn provide(world: &mut World, name: &str) {
    let known = world.account.capacity_providers.iter().any(|one| one.name == name);
    if known || name.starts_with("FARGATE") {
        return;
    }
    let identity = &world.account.identity;
    let arn = identity.ecs(&format!("capacity-provider/{name}"));
    let group = format!(
        "arn:aws:autoscaling:{}:{}:autoScalingGroup:5d1f0b7e:autoScalingGroupName/{name}",
        identity.region, identity.account
    );
    world.account.capacity_providers.push(CapacityProvider::group(arn, name, &group, false));
}

fn create(world: &mut World, spec: &ServiceSpec, born: Timestamp) {
    if let Some(name) = &spec.provider {
        provide(world, name);
    }
    let document = definition(world, spec);
    let input = service(world, spec, &spec.name);
    if spec.controller == DeploymentController::External {
        create_apart(world, document, input, born);
        return;
    }
    if born > world.now {
        world.script.add(born, Happening::Define(Box::new(document)));
        world.script.add(born, Happening::Create(Box::new(input)));
        return;
    }
    let _ = world.register_task_definition(born, &document);
    let _ = world.create_service(born, input);
}

/// What an external controller does in several calls: the service, then its first task set, which it makes the primary.
fn create_apart(world: &mut World, document: Value, mut input: CreateService, born: Timestamp) {
    let set = task_set(&mut input, 100.0);
    let target = Target { cluster: CLUSTER.to_owned(), service: input.service_name.clone() };
    world.script.add(born, Happening::Define(Box::new(document)));
    world.script.add(born, Happening::Create(Box::new(input)));
    world.script.add(born, Happening::CreateTaskSet(Box::new(set)));
    world.script.add(born, Happening::Promote(target));
}

/// Takes out of a service what its task sets carry.
fn task_set(input: &mut CreateService, percent: f64) -> CreateTaskSet {
    CreateTaskSet {
        cluster: input.cluster.clone(),
        service: input.service_name.clone(),
        task_definition: input.task_definition.take().unwrap_or_default(),
        network_configuration: input.network_configuration.take(),
        load_balancers: std::mem::take(&mut input.load_balancers),
        launch_type: input.launch_type.take(),
        capacity_provider_strategy: std::mem::take(&mut input.capacity_provider_strategy),
        scale: Some(Scale::percent(percent)),
        ..CreateTaskSet::default()
    }
}

/// The image `tag` of the account's own repository, or what is stated if it is a whole name.
fn image(world: &World, name: &str, stated: Option<&str>) -> String {
    let stated = stated.unwrap_or("v1");
    if stated.contains(['/', ':']) {
        return stated.to_owned();
    }
    let identity = &world.account.identity;
    format!("{}.dkr.ecr.{}.amazonaws.com/{name}:{stated}", identity.account, identity.region)
}

/// The task definition of a service as RegisterTaskDefinition takes it.
fn definition(world: &World, spec: &ServiceSpec) -> Value {
    let mut container = json!({
        "name": spec.name,
        "image": image(world, &spec.name, spec.image.as_deref()),
        "essential": true,
        "logConfiguration": { "logDriver": "awslogs", "options": {
            "awslogs-group": format!("/ecs/{}", spec.name),
            "awslogs-region": world.account.identity.region,
            "awslogs-stream-prefix": "ecs",
        }},
    });
    if spec.port > 0 {
        container["portMappings"] =
            json!([{ "containerPort": spec.port, "hostPort": spec.port, "protocol": "tcp" }]);
    }
    overlay(&mut container, &spec.container);
    let mut containers = vec![container];
    containers.extend(spec.sidecar.iter().map(|fields| Value::Object(fields.clone().into_iter().collect())));
    let mut document = json!({
        "family": spec.name,
        "networkMode": "awsvpc",
        "requiresCompatibilities": [if spec.launch == "EC2" { "EC2" } else { "FARGATE" }],
        "cpu": "512",
        "memory": "1024",
        "executionRoleArn": world.account.identity.role("ecsTaskExecutionRole"),
        "containerDefinitions": containers,
    });
    overlay(&mut document, &spec.definition);
    document
}

fn overlay(value: &mut Value, fields: &BTreeMap<String, Value>) {
    for (name, field) in fields {
        value[name] = field.clone();
    }
}

/// A service as CreateService takes it, behind a new target group of that name.
fn service(world: &mut World, spec: &ServiceSpec, group: &str) -> CreateService {
    let balanced = spec.balanced && spec.port > 0;
    let balancers = if balanced { vec![balancer(world, spec, group)] } else { Vec::new() };
    let mut input = json!({
        "cluster": CLUSTER,
        "serviceName": spec.name,
        "taskDefinition": spec.name,
        "desiredCount": spec.desired,
        "loadBalancers": balancers,
        "deploymentConfiguration": spec.configuration,
        "networkConfiguration": { "awsvpcConfiguration": {
            "subnets": ["subnet-0a17c2f4d9e83b561", "subnet-06e2b8d1f7a4c9033"],
            "securityGroups": ["sg-0d4f6a1b2c3e58790"],
            "assignPublicIp": "DISABLED",
        }},
        "enableECSManagedTags": true,
        "deploymentController": { "type": spec.controller },
    });
    match &spec.provider {
        Some(name) => {
            input["capacityProviderStrategy"] = json!([{ "capacityProvider": name, "weight": 1, "base": 0 }]);
        }
        None => input["launchType"] = json!(spec.launch),
    }
    let graced = spec.grace.or(spec.balanced.then_some(60));
    if let Some(grace) = graced.filter(|_| spec.balanced) {
        input["healthCheckGracePeriodSeconds"] = json!(grace);
    }
    overlay(&mut input, &spec.more);
    serde_json::from_value(input).unwrap_or_default()
}

fn balancer(world: &mut World, spec: &ServiceSpec, name: &str) -> Value {
    let arn = world.account.identity.target_group(name);
    let stated: Map<String, Value> = spec.target_group.clone().into_iter().collect();
    let group: TargetGroup = serde_json::from_value(Value::Object(stated)).unwrap_or_default();
    let group = TargetGroup {
        target_group_arn: arn.clone(),
        target_group_name: name.to_owned(),
        port: spec.port,
        ..group
    };
    world.account.target_groups.insert(arn.clone(), Arc::new(group));
    json!({ "targetGroupArn": arn, "containerName": spec.name, "containerPort": spec.port })
}

fn happenings(
    world: &mut World,
    file: &File,
    what: &What,
    definitions: &mut BTreeMap<&str, Value>,
    at: Timestamp,
) -> Vec<Happening> {
    let cluster = || CLUSTER.to_owned();
    let target =
        |service: &Option<String>| Target { cluster: cluster(), service: whose(file, service.as_deref()) };
    let one = match what {
        What::Deploy(deploy) => return rollout(world, file, deploy, definitions),
        What::Promote(service) => Happening::Promote(target(&Some(service.clone()))),
        What::Behave(behaviour) => Happening::Behave(Box::new(owned(file, (**behaviour).clone()))),
        What::Recover(definition) => Happening::Recover(definition.clone()),
        What::Alarm(alarm) => Happening::Alarm(Alarm {
            name: alarm.name.clone(),
            state: if alarm.fires { "ALARM" } else { "OK" },
            reason: "Threshold Crossed".to_owned(),
            since: at,
        }),
        What::Interrupt(count) => Happening::Interrupt(target(&count.service), count.tasks),
        What::StopTasks(count) => {
            Happening::StopTasks(target(&count.service), count.tasks, count.reason.clone())
        }
        What::Protect(protection) => Happening::Protect(target(&protection.service), protection.seconds),
        What::FargateRefuses(words) => {
            Happening::Fargate(Some(words.clone()).filter(|words| !words.is_empty()))
        }
        What::Quota(quota) => Happening::Quota(Some(*quota)),
        What::RoleRefused(name) => Happening::Role(world.account.identity.role(name)),
        What::HookFails(name) => Happening::Hook(world.account.identity.function(name)),
        What::HookHangs(name) => Happening::SilentHook(world.account.identity.function(name)),
        What::Drain(place) => Happening::Drain(cluster(), *place),
        What::Disconnect(place) => Happening::Disconnect(cluster(), *place),
    };
    vec![one]
}

fn whose(file: &File, stated: Option<&str>) -> String {
    let first = file.service.first().map(|spec| spec.name.as_str());
    stated.or(first).unwrap_or_default().to_owned()
}

/// A new revision if the definition changes, and the update, or the task set that does its work.
fn rollout(
    world: &mut World,
    file: &File,
    deploy: &Deploy,
    definitions: &mut BTreeMap<&str, Value>,
) -> Vec<Happening> {
    let name = whose(file, deploy.service.as_deref());
    let mut update = json!({ "cluster": CLUSTER, "service": name });
    let mut happenings = Vec::new();
    let changes = deploy.image.is_some() || !deploy.definition.is_empty() || !deploy.container.is_empty();
    if let Some(document) = definitions.get_mut(name.as_str()).filter(|_| changes) {
        overlay(document, &deploy.definition);
        let container = &mut document["containerDefinitions"][0];
        overlay(container, &deploy.container);
        if deploy.image.is_some() {
            container["image"] = json!(image(world, &name, deploy.image.as_deref()));
        }
        happenings.push(Happening::Define(Box::new(document.clone())));
        update["taskDefinition"] = json!(name);
    }
    let spec =
        file.service.iter().find(|spec| spec.name == name && spec.controller != DeploymentController::Ecs);
    if let Some(spec) = spec.filter(|_| changes) {
        let mut input = service(world, spec, &format!("{name}-green"));
        let set = task_set(&mut input, deploy.scale.unwrap_or(100.0));
        happenings.push(Happening::CreateTaskSet(Box::new(set)));
        return happenings;
    }
    overlay(&mut update, &deploy.update);
    let input: UpdateService = serde_json::from_value(update).unwrap_or_default();
    happenings.push(Happening::Update(Box::new(input)));
    happenings
}
