//! A world with one cluster, driven by hand.

use ecsplain::emulator::World;
use ecsplain::emulator::world::input::{CreateCluster, CreateService, StopTask, UpdateService};
use ecsplain::emulator::world::{Behaviour, Service};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// A world and its hand.
#[derive(Debug)]
pub struct Hand {
    /// Whether containers have a health check of their own.
    pub checked: bool,
    pub world: World,
}

impl Hand {
    pub fn new() -> Self {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut world = World::new(1, now);
        let cluster = CreateCluster { cluster_name: Some("prod".to_owned()), ..CreateCluster::default() };
        world.create_cluster(now, cluster).unwrap();
        Self { checked: false, world }
    }

    pub fn define(&mut self, family: &str, image: &str) -> String {
        let mut document = json!({
            "family": family, "networkMode": "awsvpc", "cpu": "256", "memory": "512",
            "requiresCompatibilities": ["FARGATE"],
            "containerDefinitions": [{ "name": family, "image": image, "portMappings": [{ "containerPort": 8080 }] }],
        });
        if self.checked {
            document["containerDefinitions"][0]["healthCheck"] = json!({ "command": ["CMD-SHELL", "true"] });
        }
        self.world.register_task_definition(self.world.now, &document).unwrap().arn.clone()
    }

    pub fn service(&mut self, name: &str, desired: i64) {
        self.service_with(name, desired, json!({}));
    }

    pub fn service_with(&mut self, name: &str, desired: i64, configuration: Value) {
        let definition = self.define(name, &format!("{name}:v1"));
        self.create(name, (desired, definition), configuration);
    }

    /// A service with these containers.
    pub fn service_of(&mut self, name: &str, desired: i64, containers: &Value) {
        let document = json!({
            "family": name, "networkMode": "awsvpc", "cpu": "256", "memory": "512",
            "requiresCompatibilities": ["FARGATE"], "containerDefinitions": containers,
        });
        let definition = self.world.register_task_definition(self.world.now, &document).unwrap().arn.clone();
        self.create(name, (desired, definition), json!({}));
    }

    fn create(&mut self, name: &str, (desired, definition): (i64, String), configuration: Value) {
        let input = CreateService {
            cluster: Some("prod".to_owned()),
            service_name: name.to_owned(),
            task_definition: Some(definition),
            desired_count: Some(desired),
            launch_type: Some("FARGATE".to_owned()),
            deployment_configuration: Some(configuration),
            ..CreateService::default()
        };
        self.world.create_service(self.world.now, input).unwrap();
    }

    pub fn update(&mut self, name: &str, change: Value) {
        let mut input: UpdateService = serde_json::from_value(change).unwrap();
        input.cluster = Some("prod".to_owned());
        name.clone_into(&mut input.service);
        self.world.update_service(self.world.now, input).unwrap();
    }

    pub fn behaves(&mut self, behaviour: Behaviour) {
        self.world.account.behaviours.rules.push(behaviour);
    }

    pub fn pass(&mut self, seconds: i64) {
        let to = self.world.now + SignedDuration::from_secs(seconds);
        self.world.advance(to);
    }

    pub fn get(&self, name: &str) -> &Service {
        self.world.service(Some("prod"), name).unwrap()
    }

    pub fn events(&self, name: &str) -> Vec<String> {
        self.get(name).events.iter().map(|event| format!("{} {}", event.created_at, event.message)).collect()
    }
}

impl Hand {
    pub fn stop(&mut self, id: &str, reason: &str) {
        let input = StopTask {
            cluster: Some("prod".to_owned()),
            task: id.to_owned(),
            reason: Some(reason.to_owned()),
        };
        self.world.stop_task(self.world.now, &input).unwrap();
    }
}
