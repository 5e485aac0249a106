//! Task definitions: the registered document, and what the scheduler reads of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::epoch;
use super::identity::Identity;
use super::refusal::Refused;
use crate::model::arn;

/// A registered revision.
#[derive(Debug, Clone)]
pub struct TaskDefinition {
    /// Its ARN.
    pub arn: String,
    /// Its family.
    pub family: String,
    /// Its number.
    pub revision: i64,
    /// Whether it was deregistered: no service may be made of it then.
    pub is_inactive: bool,
    /// The object `taskDefinition` of DescribeTaskDefinition.
    pub document: Value,
    /// Its tags, which DescribeTaskDefinition answers beside the object.
    pub tags: Vec<Value>,
    /// What the scheduler reads.
    pub facts: Facts,
}

/// What the scheduler reads of a task definition.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Facts {
    pub network_mode: Option<String>,
    pub cpu: Option<Text>,
    pub memory: Option<Text>,
    pub container_definitions: Vec<ContainerFacts>,
    pub placement_constraints: Vec<super::service::PlacementRule>,
    pub requires_compatibilities: Vec<String>,
    pub task_role_arn: Option<String>,
    pub execution_role_arn: Option<String>,
}

/// What the scheduler reads of a container definition.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ContainerFacts {
    pub name: String,
    pub image: String,
    pub cpu: i64,
    pub memory: Option<i64>,
    pub memory_reservation: Option<i64>,
    pub essential: Option<bool>,
    pub port_mappings: Vec<PortFacts>,
    pub health_check: Option<Value>,
    pub depends_on: Vec<Dependency>,
    pub start_timeout: Option<i64>,
    pub stop_timeout: Option<i64>,
    pub log_configuration: Option<LogFacts>,
}

/// A port mapping.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct PortFacts {
    pub container_port: i64,
    pub host_port: i64,
    pub protocol: Option<String>,
}

/// One of `dependsOn`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Dependency {
    pub container_name: String,
    pub condition: String,
}

/// Where a container's log goes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct LogFacts {
    pub log_driver: String,
    pub options: BTreeMap<String, String>,
}

/// `"256"` or 256: both are written.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// As the API has it.
    Text(String),
    /// As people write it.
    Number(i64),
}

/// All task definitions of the account.
#[derive(Debug, Clone, Default)]
pub struct Definitions {
    /// Revisions by family, oldest first.
    pub families: BTreeMap<String, Vec<Arc<TaskDefinition>>>,
}

impl Definitions {
    /// The revision that an ARN, `family:revision` or a bare family (its newest active one) names.
    pub fn find(&self, reference: &str) -> Option<&Arc<TaskDefinition>> {
        let name = arn::name(reference);
        match name.rsplit_once(':') {
            Some((family, revision)) => {
                let revision: i64 = revision.parse().ok()?;
                self.families.get(family)?.iter().find(|one| one.revision == revision)
            }
            None => self.families.get(name)?.iter().rev().find(|one| !one.is_inactive),
        }
    }

    /// Registers a document, as RegisterTaskDefinition takes it.
    ///
    /// # Errors
    /// When it has no family or no container.
    pub fn register(
        &mut self,
        identity: &Identity,
        now: jiff::Timestamp,
        input: &Value,
    ) -> Result<Arc<TaskDefinition>, Refused> {
        let facts: Facts = serde_json::from_value(input.clone())
            .map_err(|error| Refused::parameter(format!("Invalid task definition: {error}")))?;
        let family = input["family"].as_str().filter(|family| !family.is_empty());
        let family = family.ok_or_else(|| Refused::new("ClientException", "Family should not be blank."))?;
        if facts.container_definitions.is_empty() {
            return Err(Refused::new(
                "ClientException",
                "Container definitions should not be null or empty.",
            ));
        }
        let revisions = self.families.entry(family.to_owned()).or_default();
        let revision = revisions.last().map_or(1, |newest| newest.revision + 1);
        let arn = identity.ecs(&format!("task-definition/{family}:{revision}"));
        let definition = Arc::new(TaskDefinition {
            document: document(input, &arn, revision, now, identity),
            tags: input["tags"].as_array().cloned().unwrap_or_default(),
            arn,
            family: family.to_owned(),
            revision,
            is_inactive: false,
            facts,
        });
        revisions.push(Arc::clone(&definition));
        Ok(definition)
    }
}

/// The answered object: what was given, with the defaults that ECS fills in.
fn document(input: &Value, arn: &str, revision: i64, now: jiff::Timestamp, identity: &Identity) -> Value {
    let mut document = input.clone();
    if let Some(object) = document.as_object_mut() {
        object.shift_remove("tags");
    }
    document["taskDefinitionArn"] = json!(arn);
    document["revision"] = json!(revision);
    document["status"] = json!("ACTIVE");
    document["registeredAt"] = json!(epoch::seconds(now));
    document["registeredBy"] = json!(identity.role("deployer"));
    for (name, default) in [("volumes", json!([])), ("placementConstraints", json!([]))] {
        if document.get(name).is_none() {
            document[name] = default;
        }
    }
    let fargate =
        input["requiresCompatibilities"].as_array().is_some_and(|all| all.contains(&json!("FARGATE")));
    let compatible = if fargate { json!(["EC2", "FARGATE"]) } else { json!(["EXTERNAL", "EC2"]) };
    document["compatibilities"] = compatible;
    // Defaults of the API reference: `RegisterTaskDefinition`, networkMode; `EFSVolumeConfiguration`, rootDirectory.
    if !fargate && document.get("networkMode").is_none() {
        document["networkMode"] = json!("bridge");
    }
    for volume in document["volumes"].as_array_mut().into_iter().flatten() {
        if let Some(files) = volume.get_mut("efsVolumeConfiguration").and_then(Value::as_object_mut) {
            files.entry("rootDirectory").or_insert_with(|| json!("/"));
        }
    }
    for container in document["containerDefinitions"].as_array_mut().into_iter().flatten() {
        fill_container(container);
    }
    document
}

fn fill_container(container: &mut Value) {
    let defaults = [
        ("cpu", json!(0)),
        ("portMappings", json!([])),
        ("essential", json!(true)),
        ("environment", json!([])),
        ("mountPoints", json!([])),
        ("volumesFrom", json!([])),
    ];
    for (name, default) in defaults {
        if container.get(name).is_none() {
            container[name] = default;
        }
    }
}

impl TaskDefinition {
    /// `family:revision`.
    pub fn name(&self) -> String {
        format!("{}:{}", self.family, self.revision)
    }

    /// Whether its tasks have a network interface of their own.
    pub fn is_awsvpc(&self) -> bool {
        self.facts.network_mode.as_deref() == Some("awsvpc")
    }

    /// CPU units of a task: stated for the task, else the sum over its containers.
    pub fn cpu(&self) -> i64 {
        let sum = || self.facts.container_definitions.iter().map(|one| one.cpu).sum();
        self.facts.cpu.as_ref().and_then(Text::units).unwrap_or_else(sum)
    }

    /// MiB of a task: stated for the task, else the sum over its containers, soft limits before hard ones.
    pub fn memory(&self) -> i64 {
        let of = |one: &ContainerFacts| one.memory_reservation.or(one.memory).unwrap_or(0);
        let sum = || self.facts.container_definitions.iter().map(of).sum();
        self.facts.memory.as_ref().and_then(Text::mebibytes).unwrap_or_else(sum)
    }
}

impl ContainerFacts {
    /// Whether the task ends with it; true unless stated otherwise.
    pub fn is_essential(&self) -> bool {
        self.essential.unwrap_or(true)
    }

    /// Seconds between SIGTERM and SIGKILL; 30 unless stated (API reference, `ContainerDefinition`).
    pub fn stop_timeout(&self) -> i64 {
        self.stop_timeout.unwrap_or(30)
    }

    /// Group and stream of its log, where it goes to CloudWatch. Source: API reference, `LogConfiguration`.
    pub fn log_stream(&self, task: &str) -> Option<(String, String)> {
        let log = self.log_configuration.as_ref().filter(|log| log.log_driver == "awslogs")?;
        let group = log.options.get("awslogs-group")?;
        let prefix = log.options.get("awslogs-stream-prefix")?;
        Some((group.clone(), format!("{prefix}/{}/{task}", self.name)))
    }
}

impl Text {
    /// CPU: units, or `1 vCPU`.
    fn units(&self) -> Option<i64> {
        self.scaled("vcpu", 1024.0)
    }

    /// Memory: MiB, or `2 GB`.
    fn mebibytes(&self) -> Option<i64> {
        self.scaled("gb", 1024.0)
    }

    fn scaled(&self, unit: &str, by: f64) -> Option<i64> {
        let text = match self {
            Self::Number(number) => return Some(*number),
            Self::Text(text) => text.trim().to_lowercase(),
        };
        match text.strip_suffix(unit) {
            #[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates")]
            Some(number) => number.trim().parse::<f64>().ok().map(|number| (number * by) as i64),
            None => text.parse().ok(),
        }
    }
}
