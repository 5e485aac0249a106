//! The form of a scenario's file. Whatever is left out is that of a plain web service on Fargate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Expectation, Scenario, ScenarioError};
use crate::emulator::world::Behaviour;

/// A file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    /// One line.
    pub title: String,
    /// A few sentences.
    #[serde(default)]
    pub about: String,
    /// Seconds of quiet life before the script.
    #[serde(default = "quiet")]
    pub history: i64,
    /// Services.
    pub service: Vec<ServiceSpec>,
    /// Container instances, in their order.
    #[serde(default)]
    pub instance: Vec<InstanceSpec>,
    /// What containers do, from the first moment on.
    #[serde(default)]
    pub behaviour: Vec<Behaviour>,
    /// What happens, and when.
    #[serde(default)]
    pub then: Vec<StepSpec>,
    /// What a triage must conclude.
    pub expect: Expectation,
    /// The same world with the fault off: what replaces parts of this file, and what is concluded then.
    #[serde(default)]
    pub near_miss: Option<NearMiss>,
}

/// Half a day and a little: some `has reached a steady state`, one of them not long ago.
fn quiet() -> i64 {
    13 * 3600
}

/// The fault off.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NearMiss {
    /// Parts of the file that are replaced; lists as a whole.
    pub replace: toml::Table,
    /// What is concluded; `steady` and nothing found unless stated.
    #[serde(default)]
    pub expect: Option<Expectation>,
}

/// A service and its first task definition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceSpec {
    /// Its name, that of its family and of its container.
    pub name: String,
    /// How many tasks.
    #[serde(default = "two")]
    pub desired: i64,
    /// The image; `v1` of a repository of its name unless stated.
    #[serde(default)]
    pub image: Option<String>,
    /// The port that it listens on; 0 for none.
    #[serde(default = "http")]
    pub port: i64,
    /// Behind a load balancer.
    #[serde(default = "yes")]
    pub balanced: bool,
    /// Fields of its target group, as ELBv2 names them.
    #[serde(default)]
    pub target_group: BTreeMap<String, Value>,
    /// `healthCheckGracePeriodSeconds`.
    #[serde(default)]
    pub grace: Option<i64>,
    /// `FARGATE` or `EC2`.
    #[serde(default = "fargate")]
    pub launch: String,
    /// Its capacity provider in place of a launch type.
    #[serde(default)]
    pub provider: Option<String>,
    /// Who controls its deployments: `ECS`, `CODE_DEPLOY`, or `EXTERNAL`; for the last two a `deploy` makes a task set.
    #[serde(default)]
    pub controller: DeploymentController,
    /// `deploymentConfiguration`, as the API names its fields.
    #[serde(default)]
    pub configuration: BTreeMap<String, Value>,
    /// Fields of the task definition, as the API names them.
    #[serde(default)]
    pub definition: BTreeMap<String, Value>,
    /// Fields of its container definition, as the API names them.
    #[serde(default)]
    pub container: BTreeMap<String, Value>,
    /// Further container definitions, as the API names their fields.
    #[serde(default)]
    pub sidecar: Vec<BTreeMap<String, Value>>,
    /// Further fields of CreateService, as the API names them.
    #[serde(default)]
    pub more: BTreeMap<String, Value>,
    /// Whether it exists before the script; else the script's first moment creates it.
    #[serde(default = "yes")]
    pub exists: bool,
}

/// The type of a service's `deploymentController`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeploymentController {
    /// ECS itself.
    #[default]
    Ecs,
    /// CodeDeploy.
    CodeDeploy,
    /// Somebody else.
    External,
}

/// Container instances of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InstanceSpec {
    /// How many.
    #[serde(default = "one")]
    pub count: usize,
    /// Instance type, an attribute.
    #[serde(default = "large")]
    pub kind: String,
    /// CPU units.
    #[serde(default = "units")]
    pub cpu: i64,
    /// MiB.
    #[serde(default = "mebibytes")]
    pub memory: i64,
    /// Network interfaces for tasks.
    #[serde(default = "interfaces")]
    pub interfaces: i64,
    /// Its capacity provider.
    #[serde(default)]
    pub provider: Option<String>,
    /// Further attributes.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
}

/// One step of the script: a moment and one thing that happens.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "toml::Table")]
pub struct StepSpec {
    /// Seconds after the beginning.
    pub at: i64,
    /// What happens.
    pub what: What,
}

impl TryFrom<toml::Table> for StepSpec {
    type Error = String;

    fn try_from(mut table: toml::Table) -> Result<Self, String> {
        let at = table.remove("at").map_or(Ok(0), toml::Value::try_into);
        let at = at.map_err(|error: toml::de::Error| format!("at: {}", error.message()))?;
        if table.len() != 1 {
            let found: Vec<&str> = table.keys().map(String::as_str).collect();
            return Err(format!("one thing happens in a step, not {}: {}", found.len(), found.join(", ")));
        }
        let what = table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
        Ok(Self { at, what })
    }
}

/// What can happen.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A new revision is rolled out.
    Deploy(Deploy),
    /// The newest task set of a service, by the service's name, becomes the primary one, and the others are deleted.
    Promote(String),
    /// Containers behave otherwise from now on.
    Behave(Box<Behaviour>),
    /// The rules of a task definition go.
    Recover(String),
    /// An alarm fires, or calms down.
    Alarm(AlarmSpec),
    /// Spot takes so many tasks back.
    Interrupt(Several),
    /// A person stops so many tasks.
    StopTasks(Several),
    /// Tasks are protected from scale-in.
    Protect(Protection),
    /// Fargate refuses with these words; an empty text lets it accept again.
    FargateRefuses(String),
    /// So many tasks may run on Fargate.
    Quota(usize),
    /// The name of a role that ECS cannot take on any more.
    RoleRefused(String),
    /// The name of a Lambda function whose hook fails.
    HookFails(String),
    /// The name of a Lambda function that never answers its hook.
    HookHangs(String),
    /// The place of an instance that drains.
    Drain(usize),
    /// The place of an instance whose agent goes.
    Disconnect(usize),
}

/// A rollout, or a change of counts and percentages alone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Deploy {
    /// The service; the scenario's first unless stated.
    pub service: Option<String>,
    /// A new image: its tag alone, or the whole name.
    pub image: Option<String>,
    /// Fields of the task definition that change.
    pub definition: BTreeMap<String, Value>,
    /// Fields of the container definition that change.
    pub container: BTreeMap<String, Value>,
    /// Fields of UpdateService, as the API names them.
    pub update: BTreeMap<String, Value>,
    /// Percent of the desired count that a new task set runs; 100 unless stated.
    pub scale: Option<f64>,
}

/// An alarm's state.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmSpec {
    /// Its name.
    pub name: String,
    /// Whether it is in ALARM.
    #[serde(default = "yes")]
    pub fires: bool,
}

/// So many tasks of a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Several {
    /// The service; the scenario's first unless stated.
    pub service: Option<String>,
    /// How many.
    pub tasks: usize,
    /// What the person says.
    pub reason: String,
}

/// Protection from scale-in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Protection {
    /// The service; the scenario's first unless stated.
    pub service: Option<String>,
    /// For how long.
    pub seconds: i64,
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

fn two() -> i64 {
    2
}

fn http() -> i64 {
    8080
}

fn fargate() -> String {
    "FARGATE".to_owned()
}

fn large() -> String {
    "m5.large".to_owned()
}

fn units() -> i64 {
    2048
}

fn mebibytes() -> i64 {
    7680
}

fn interfaces() -> i64 {
    2
}

/// Reads the text of a file, and its near-miss.
pub fn read(name: &str, text: &str) -> Result<Scenario, ScenarioError> {
    let wrong = |message: String| ScenarioError { name: name.to_owned(), message };
    let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    let near_miss = match &file.near_miss {
        None => None,
        Some(miss) => {
            let table: toml::Table = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
            Some(Box::new(variant(name, &file, table, miss)?))
        }
    };
    Ok(Scenario { near_miss, ..scenario(name, file)? })
}

fn scenario(name: &str, file: File) -> Result<Scenario, ScenarioError> {
    let wrong = |message: &str| ScenarioError { name: name.to_owned(), message: message.to_owned() };
    let first = file.service.first().ok_or_else(|| wrong("service: at least one is needed"))?;
    let mut expect = file.expect.clone();
    if expect.service.is_empty() {
        expect.service.clone_from(&first.name);
    }
    if !file.service.iter().any(|service| service.name == expect.service) {
        return Err(wrong(&format!("expect.service: there is no service {}", expect.service)));
    }
    if let Some(step) = file.then.iter().find(|step| !named(&file, &step.what)) {
        return Err(wrong(&format!("then, at = {}: there is no such service or instance", step.at)));
    }
    Ok(Scenario {
        name: name.to_owned(),
        title: file.title.clone(),
        about: file.about.clone(),
        expect,
        near_miss: None,
        file,
    })
}

/// Whether what a step names is there.
fn named(file: &File, what: &What) -> bool {
    let service = match what {
        What::Deploy(deploy) => deploy.service.as_ref(),
        What::Promote(service) => Some(service),
        What::Interrupt(count) | What::StopTasks(count) => count.service.as_ref(),
        What::Protect(protection) => protection.service.as_ref(),
        What::Drain(place) | What::Disconnect(place) => {
            return *place < file.instance.iter().map(|kind| kind.count).sum();
        }
        _ => None,
    };
    service.is_none_or(|name| file.service.iter().any(|one| one.name == *name))
}

/// The scenario with the fault off.
fn variant(
    name: &str,
    file: &File,
    mut table: toml::Table,
    miss: &NearMiss,
) -> Result<Scenario, ScenarioError> {
    table.remove("near-miss");
    merge(&mut table, &miss.replace);
    let mut replaced: File = table.try_into().map_err(|error: toml::de::Error| ScenarioError {
        name: name.to_owned(),
        message: format!("near-miss.replace: {error}"),
    })?;
    let quiet = Expectation { at: file.expect.at, state: "steady".to_owned(), ..Expectation::default() };
    replaced.expect = miss.expect.clone().unwrap_or(quiet);
    scenario(name, replaced)
}

fn merge(into: &mut toml::Table, from: &toml::Table) {
    for (key, value) in from {
        match (into.get_mut(key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(change)) => merge(inner, change),
            _ => {
                into.insert(key.clone(), value.clone());
            }
        }
    }
}
