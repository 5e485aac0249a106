//! The state of one account in one Region, with its time as data.
//!
//! Every object can say itself in AWS's own shape (`describe`). Writes are methods that take the inputs of
//! the API and answer what the API answers; what follows from them happens in [`World::advance`].

pub mod balancer;
pub mod behaviour;
pub mod cluster;
pub mod configuration;
pub mod definition;
pub mod deployment;
pub mod epoch;
pub mod event;
pub mod identity;
pub mod input;
pub mod instance;
mod lookup;
pub mod provider;
pub mod refusal;
pub mod script;
pub mod service;
pub mod service_deployment;
pub mod task;
pub mod task_set;
pub mod telemetry;
pub mod workload;
mod writes;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::scheduler;

pub use balancer::{Target, TargetGroup};
pub use behaviour::{Behaviour, Behaviours};
pub use cluster::Cluster;
pub use configuration::Configuration;
pub use definition::{Definitions, TaskDefinition};
pub use deployment::{Deployment, DeploymentStatus, RolloutState};
pub use event::Event;
pub use identity::Identity;
pub use instance::ContainerInstance;
pub use provider::CapacityProvider;
pub use refusal::Refused;
pub use service::{LoadBalancer, Service};
pub use service_deployment::{ServiceDeployment, ServiceDeploymentStatus, ServiceRevision, Stage};
pub use task::{Health, LastStatus, StopCode, TargetState, Task};
pub use task_set::{Scale, Stability, TaskSet, TaskSetStatus};
pub use telemetry::{Alarm, DataPoint, LogLine, LogStream};
pub use writes::{RunTaskAnswer, controlled};

/// One account in one Region at one moment.
#[derive(Debug, Clone)]
pub struct World {
    /// The moment that everything here is of.
    pub now: Timestamp,
    /// What does not belong to a cluster.
    pub account: Account,
    /// Clusters by name.
    pub clusters: BTreeMap<String, Cluster>,
    /// What a scenario lets happen.
    pub script: script::Script,
}

/// What an account holds beside its clusters.
#[derive(Debug, Clone)]
pub struct Account {
    /// Account id, Region and the source of ids.
    pub identity: Identity,
    /// Task definitions.
    pub definitions: Definitions,
    /// Capacity providers, Fargate's two first.
    pub capacity_providers: Vec<CapacityProvider>,
    /// Account settings by name, as they were put.
    pub settings: BTreeMap<String, String>,
    /// Target groups by ARN.
    pub target_groups: BTreeMap<String, Arc<TargetGroup>>,
    /// Log streams by group and name.
    pub logs: BTreeMap<(String, String), LogStream>,
    /// CloudWatch alarms.
    pub alarms: Vec<Alarm>,
    /// What containers do.
    pub behaviours: Behaviours,
    /// What stands in the way of every start.
    pub obstacles: Obstacles,
}

/// What stands in the way of starting a task at all.
#[derive(Debug, Clone, Default)]
pub struct Obstacles {
    /// Fargate refuses every start with these words.
    pub fargate: Option<String>,
    /// So many Fargate tasks may run at once.
    pub quota: Option<usize>,
    /// Roles that ECS cannot take on, by ARN.
    pub roles: Vec<String>,
    /// Lambda functions whose hooks fail, by ARN.
    pub hooks: Vec<String>,
    /// Lambda functions that never say whether their hook succeeded, by ARN.
    pub silent_hooks: Vec<String>,
}

impl Account {
    /// The target groups that the tasks of `service` are registered with.
    pub fn balancers_of(&self, service: &Service) -> Balancers {
        let group = |balancers: &[LoadBalancer]| {
            let arn = balancers.iter().find_map(|one| one.target_group_arn.as_deref())?;
            self.target_groups.get(arn).cloned()
        };
        Balancers {
            own: group(&service.load_balancers),
            sets: service
                .task_sets
                .iter()
                .map(|set| (set.memory.number, group(&set.load_balancers)))
                .collect(),
        }
    }
}

/// The target group of each task of a service: that of its task set, else that of the service.
#[derive(Debug, Clone, Default)]
pub struct Balancers {
    own: Option<Arc<TargetGroup>>,
    sets: Vec<(u64, Option<Arc<TargetGroup>>)>,
}

impl Balancers {
    /// That of a task of the generation `ecs-svc/number`.
    pub fn of(&self, number: Option<u64>) -> Option<&TargetGroup> {
        let set = self.sets.iter().find(|(one, _)| Some(*one) == number);
        set.map_or(&self.own, |(_, group)| group).as_deref()
    }

    /// The same, to keep.
    pub fn take(mut self, number: Option<u64>) -> Option<Arc<TargetGroup>> {
        let set = self.sets.iter_mut().find(|(one, _)| Some(*one) == number);
        set.map_or(self.own, |(_, group)| group.take())
    }
}

impl World {
    /// An account with nothing in it but Fargate's capacity providers.
    pub fn new(seed: u64, now: Timestamp) -> Self {
        let identity = Identity::new(seed);
        let account = Account {
            capacity_providers: fargate(&identity),
            identity,
            definitions: Definitions::default(),
            settings: BTreeMap::new(),
            target_groups: BTreeMap::new(),
            logs: BTreeMap::new(),
            alarms: Vec::new(),
            behaviours: Behaviours::default(),
            obstacles: Obstacles::default(),
        };
        Self { now, account, clusters: BTreeMap::new(), script: script::Script::default() }
    }

    /// Moves an account in which nothing was made yet to the Region that its first caller signs for.
    pub fn settle_in(&mut self, region: &str) {
        let Account { identity, definitions, target_groups, .. } = &self.account;
        let is_new = self.clusters.is_empty() && definitions.families.is_empty() && target_groups.is_empty();
        if is_new && self.account.capacity_providers.len() == FARGATE.len() && identity.region != region {
            region.clone_into(&mut self.account.identity.region);
            self.account.capacity_providers = fargate(&self.account.identity);
        }
    }

    /// Lets time pass up to `to`: what is due happens in its order. A moment that is already past changes
    /// nothing: time only goes forward.
    pub fn advance(&mut self, to: Timestamp) {
        while let Some(at) = self.next_happening().filter(|at| *at <= to) {
            self.now = self.now.max(at);
            script::play(self);
            scheduler::step(self);
        }
        self.now = self.now.max(to);
    }

    /// When something happens next, on the grid of whole seconds that the scheduler looks on.
    fn next_happening(&self) -> Option<Timestamp> {
        let services = self.clusters.values().flat_map(|cluster| cluster.services.values());
        let alone = self.clusters.values().flat_map(|cluster| &cluster.tasks);
        let services = services.filter_map(|service| service.memory.next);
        let tasks = alone.filter_map(|task| task.inside.timeline.front()).map(|due| due.at);
        let script = self.script.lines.front().map(|(at, _)| *at);
        services.chain(tasks).chain(script).min().map(epoch::next_second)
    }
}

/// Fargate's capacity providers, which every account has.
const FARGATE: [&str; 2] = ["FARGATE", "FARGATE_SPOT"];

fn fargate(identity: &Identity) -> Vec<CapacityProvider> {
    let arn = |name: &str| identity.ecs(&format!("capacity-provider/{name}"));
    FARGATE.into_iter().map(|name| CapacityProvider::fargate(arn(name), name)).collect()
}

/// What `object` says of itself in AWS's shape. None of the types here can fail to.
pub fn document<T: Serialize>(object: &T) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}
