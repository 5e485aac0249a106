//! Services: their making, changing and deleting, and how a rollout begins.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::task_sets;
use crate::emulator::world::configuration::Configuration;
use crate::emulator::world::deployment::Memory;
use crate::emulator::world::input::{CreateService, DeleteService, UpdateService};
use crate::emulator::world::service_deployment::{AlarmWatch, BreakerCount, Progress, RevisionCounts};
use crate::emulator::world::{
    Account, Deployment, DeploymentStatus, Refused, RolloutState, Service, ServiceDeployment,
    ServiceDeploymentStatus, ServiceRevision, TaskDefinition, World,
};
use crate::model::arn;

/// The platform version that LATEST is.
pub(super) const PLATFORM: &str = "1.4.0";

impl World {
    /// CreateService.
    ///
    /// # Errors
    /// When the cluster or the task definition does not exist, the name is taken or a value cannot be.
    pub fn create_service(&mut self, now: Timestamp, mut input: CreateService) -> Result<&Service, Refused> {
        self.advance(now);
        let reference = input.cluster.clone();
        let name = input.service_name.clone();
        if name.is_empty() {
            return Err(Refused::parameter("Service name should not be blank."));
        }
        let cluster = self.cluster(reference.as_deref())?;
        let cluster_name = cluster.cluster_name.clone();
        let taken = cluster.services.get(&name).is_some_and(|service| service.status != "INACTIVE");
        if taken {
            return Err(Refused::parameter("Creation of service was not idempotent."));
        }
        let definition = self.first_definition(&input)?;
        let arns = (
            cluster.cluster_arn.clone(),
            self.account.identity.ecs(&format!("service/{cluster_name}/{name}")),
        );
        // Neither a launch type nor a strategy: the cluster's own strategy counts (API reference, CreateService).
        if input.launch_type.is_none() && input.capacity_provider_strategy.is_empty() {
            input.capacity_provider_strategy.clone_from(&cluster.default_capacity_provider_strategy);
        }
        let mut service = service(&self.account, arns, definition.as_deref(), now, input)?;
        match &definition {
            Some(definition) if service.is_rolled_out_by_ecs() => {
                begin(&mut service, &mut self.account, definition, now);
            }
            Some(definition) => task_sets::begin(&mut service, &mut self.account, definition, now),
            None => {}
        }
        let cluster = self.cluster_mut(reference.as_deref())?;
        cluster.services.insert(name.clone(), service);
        cluster.services.get(&name).ok_or_else(Refused::service)
    }

    /// UpdateService. What begins a new deployment and what does not follows the API reference: the task
    /// definition, the network, the platform version and the load balancers do; counts, percentages,
    /// placement and grace do not.
    ///
    /// # Errors
    /// When there is no such service or task definition, or a value cannot be.
    pub fn update_service(&mut self, now: Timestamp, input: UpdateService) -> Result<&Service, Refused> {
        self.advance(now);
        let reference = input.cluster.clone();
        let name = arn::name(&input.service).to_owned();
        let current = self.service(reference.as_deref(), &name)?;
        if current.status != "ACTIVE" {
            return Err(Refused::not_active());
        }
        if !current.is_rolled_out_by_ecs() {
            return self.update_around_task_sets(input);
        }
        let wanted = input.task_definition.clone().unwrap_or_else(|| current.task_definition.clone());
        let definition = if input.task_definition.is_some() {
            self.active_definition(&wanted)?
        } else {
            Arc::clone(self.account.definitions.find(&wanted).ok_or_else(Refused::definition)?)
        };
        let cluster_name = arn::name(reference.as_deref().unwrap_or("default"));
        let cluster = self.clusters.get_mut(cluster_name).ok_or_else(Refused::cluster)?;
        let service = cluster.services.get_mut(&name).ok_or_else(Refused::service)?;
        let starts = change(service, &definition.arn, input)?;
        if starts {
            begin(service, &mut self.account, &definition, now);
        }
        service.wake(now);
        self.service(reference.as_deref(), &name)
    }

    /// DeleteService: it drains, and is INACTIVE once its last task is gone.
    ///
    /// # Errors
    /// When there is no such service, or it still wants tasks and `force` is not given.
    pub fn delete_service(&mut self, now: Timestamp, input: &DeleteService) -> Result<&Service, Refused> {
        self.advance(now);
        let reference = input.cluster.as_deref();
        let name = arn::name(&input.service);
        let service = self.service_mut(reference, name)?;
        if service.status == "ACTIVE" && service.desired_count > 0 && !input.force {
            return Err(Refused::parameter("The service cannot be stopped while it is scaled above 0."));
        }
        if service.status == "ACTIVE" {
            service.status = "DRAINING";
            service.desired_count = 0;
            service.task_sets.iter_mut().for_each(|set| set.drain(now));
            service.wake(now);
        }
        self.service(reference, name)
    }

    /// UpdateService where task sets carry what their tasks are: counts, placement and grace alone.
    fn update_around_task_sets(&mut self, input: UpdateService) -> Result<&Service, Refused> {
        let now = self.now;
        let (cluster, name) = (input.cluster.clone(), arn::name(&input.service).to_owned());
        let current = self.service(cluster.as_deref(), &name)?;
        task_sets::unchanged(current, &input, &self.account)?;
        let definition = current.task_definition.clone();
        let service = self.service_mut(cluster.as_deref(), &name)?;
        change(service, &definition, input)?;
        service.wake(now);
        Ok(service)
    }

    /// The task definition that a new service begins with: none where task sets will carry it.
    fn first_definition(&self, input: &CreateService) -> Result<Option<Arc<TaskDefinition>>, Refused> {
        let controller = input.deployment_controller.as_ref().map_or("ECS", |one| one.kind.as_str());
        let daemon = input.scheduling_strategy.as_deref() == Some("DAEMON");
        // Source: API reference, CreateService, `schedulingStrategy` and `loadBalancers`.
        if daemon && controller != "ECS" {
            return Err(Refused::parameter(format!(
                "The daemon scheduling strategy is not supported with the {controller} deployment controller."
            )));
        }
        match (controller, input.task_definition.as_deref()) {
            ("EXTERNAL", None) => Ok(None),
            ("EXTERNAL", Some(_)) => Err(Refused::parameter("TaskDefinition must be blank")),
            ("CODE_DEPLOY", _) if input.load_balancers.is_empty() => Err(Refused::parameter(
                "A load balancer is required on services with a CODE_DEPLOY deployment controller.",
            )),
            ("ECS" | "CODE_DEPLOY", Some(named)) => self.active_definition(named).map(Some),
            ("ECS" | "CODE_DEPLOY", None) => Err(Refused::parameter("TaskDefinition not found.")),
            _ => Err(Refused::parameter(format!("Invalid deployment controller: {controller}."))),
        }
    }

    pub(super) fn active_definition(&self, reference: &str) -> Result<Arc<TaskDefinition>, Refused> {
        match self.account.definitions.find(reference) {
            Some(found) if found.is_inactive => {
                Err(Refused::new("ClientException", "TaskDefinition is inactive"))
            }
            Some(found) => Ok(Arc::clone(found)),
            None => Err(Refused::new("ClientException", "TaskDefinition not found.")),
        }
    }
}

/// A service as configured, without any deployment yet.
fn service(
    account: &Account,
    arns: (String, String),
    definition: Option<&TaskDefinition>,
    now: Timestamp,
    input: CreateService,
) -> Result<Service, Refused> {
    let given = input.deployment_configuration.unwrap_or_else(|| json!({}));
    let strategy = input.scheduling_strategy.unwrap_or_else(|| "REPLICA".to_owned());
    let launch_type = match input.launch_type {
        None if input.capacity_provider_strategy.is_empty() => Some("EC2".to_owned()),
        given => given,
    };
    let fargate = is_fargate(launch_type.as_deref(), &input.capacity_provider_strategy);
    if fargate && definition.is_some_and(|definition| !definition.is_awsvpc()) {
        return Err(Refused::parameter("Task definition does not support launch_type FARGATE."));
    }
    let or = |stated: Option<String>, default: &str| stated.unwrap_or_else(|| default.to_owned());
    Ok(Service {
        service_name: input.service_name,
        load_balancers: input.load_balancers,
        service_registries: input.service_registries,
        desired_count: input.desired_count.unwrap_or_else(|| i64::from(strategy != "DAEMON")),
        launch_type,
        capacity_provider_strategy: input.capacity_provider_strategy,
        platform_version: fargate.then(|| or(input.platform_version, "LATEST")),
        platform_family: fargate.then(|| "Linux".to_owned()),
        task_definition: definition.map(|definition| definition.arn.clone()).unwrap_or_default(),
        deployment_configuration: Configuration::default().with(&given)?,
        placement_constraints: input.placement_constraints,
        placement_strategy: input.placement_strategy,
        network_configuration: input.network_configuration,
        health_check_grace_period_seconds: input.health_check_grace_period_seconds,
        scheduling_strategy: strategy,
        deployment_controller: input.deployment_controller.unwrap_or_default(),
        enable_ecs_managed_tags: input.enable_ecs_managed_tags,
        propagate_tags: or(input.propagate_tags, "NONE"),
        enable_execute_command: input.enable_execute_command,
        availability_zone_rebalancing: or(input.availability_zone_rebalancing, "DISABLED"),
        tags: input.tags,
        ..unstated(account, arns, input.role, now)
    })
}

/// What is true of every new service, whatever was asked for.
fn unstated(
    account: &Account,
    (cluster_arn, service_arn): (String, String),
    role: Option<String>,
    now: Timestamp,
) -> Service {
    let linked = "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
    Service {
        service_arn,
        cluster_arn,
        status: "ACTIVE",
        role_arn: role.unwrap_or_else(|| account.identity.role(linked)),
        created_at: now,
        created_by: account.identity.role("deployer"),
        ..Service::default()
    }
}

/// Whether a launch type or a strategy means Fargate.
pub(super) fn is_fargate(launch_type: Option<&str>, strategy: &[Value]) -> bool {
    let provider =
        |one: &Value| one["capacityProvider"].as_str().is_some_and(|name| name.starts_with("FARGATE"));
    launch_type == Some("FARGATE") || strategy.iter().any(provider)
}

/// Takes over what is stated; says whether it begins a deployment.
fn change(service: &mut Service, definition: &str, input: UpdateService) -> Result<bool, Refused> {
    if let Some(given) = &input.deployment_configuration {
        service.deployment_configuration = service.deployment_configuration.with(given)?;
    }
    let starts = input.force_new_deployment
        || service.task_definition != definition
        || input
            .network_configuration
            .as_ref()
            .is_some_and(|new| service.network_configuration.as_ref() != Some(new))
        || input.platform_version.as_ref().is_some_and(|new| service.platform_version.as_ref() != Some(new))
        || input.load_balancers.as_ref().is_some_and(|new| service.load_balancers != *new);
    definition.clone_into(&mut service.task_definition);
    take(&mut service.desired_count, input.desired_count);
    take(&mut service.load_balancers, input.load_balancers);
    take(&mut service.capacity_provider_strategy, input.capacity_provider_strategy);
    take(&mut service.placement_constraints, input.placement_constraints);
    take(&mut service.placement_strategy, input.placement_strategy);
    take(&mut service.enable_execute_command, input.enable_execute_command);
    take(&mut service.availability_zone_rebalancing, input.availability_zone_rebalancing);
    take(&mut service.propagate_tags, input.propagate_tags);
    service.network_configuration = input.network_configuration.or(service.network_configuration.take());
    service.platform_version = input.platform_version.or(service.platform_version.take());
    service.health_check_grace_period_seconds =
        input.health_check_grace_period_seconds.or(service.health_check_grace_period_seconds);
    Ok(starts)
}

fn take<T>(place: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *place = given;
    }
}

/// Begins a rollout to `definition`: a new PRIMARY row, its revision and its record. A rollout under way is
/// stopped by it.
pub fn begin(service: &mut Service, account: &mut Account, definition: &TaskDefinition, now: Timestamp) {
    let number = account.identity.deployment_number();
    let id = account.identity.service_deployment_id();
    if let Some(record) = service.current_mut() {
        record.status = ServiceDeploymentStatus::Stopped;
        record.stopped_at = Some(now);
        record.finished_at = Some(now);
        record.updated_at = now;
        record.status_reason = Some("Service deployment was superseded by a newer one.".to_owned());
    }
    for row in &mut service.deployments {
        row.status = DeploymentStatus::Active;
        row.updated_at = now;
    }
    let revision = revision(service, definition, number, now);
    let mut record = record(service, &id, number, now);
    mute(&mut record, account);
    service.current_service_deployment = Some(record.service_deployment_arn.clone());
    service.deployments.insert(0, row(service, definition, number, now));
    service.revisions.push(revision);
    service.service_deployments.push(record);
    service.memory.steady = false;
    service.memory.trouble = None;
    service.wake(now);
}

/// An alarm that is in ALARM already when a rollout begins keeps all of them from being watched. Source:
/// developer guide, `deployment-alarm-failure`.
fn mute(record: &mut ServiceDeployment, account: &Account) {
    let fired = |name: &String| account.alarms.iter().any(|one| one.name == *name && one.state == "ALARM");
    record.progress.alarms_muted = record.alarms.alarm_names.iter().any(fired);
}

fn row(service: &Service, definition: &TaskDefinition, number: u64, now: Timestamp) -> Deployment {
    let fargate = is_fargate(service.launch_type.as_deref(), &service.capacity_provider_strategy);
    Deployment {
        id: format!("ecs-svc/{number}"),
        status: DeploymentStatus::Primary,
        task_definition: definition.arn.clone(),
        desired_count: service.desired_count,
        pending_count: 0,
        running_count: 0,
        failed_tasks: 0,
        created_at: now,
        updated_at: now,
        launch_type: service.launch_type.clone(),
        capacity_provider_strategy: service.capacity_provider_strategy.clone(),
        platform_version: fargate.then(|| PLATFORM.to_owned()),
        platform_family: fargate.then(|| "Linux".to_owned()),
        network_configuration: service.network_configuration.clone(),
        rollout_state: RolloutState::InProgress,
        rollout_state_reason: format!("ECS deployment ecs-svc/{number} in progress."),
        memory: Memory { number, ..Memory::default() },
    }
}

fn revision(service: &Service, definition: &TaskDefinition, number: u64, now: Timestamp) -> ServiceRevision {
    let balancers = service.load_balancers.iter().map(crate::emulator::world::document);
    let images = definition.facts.container_definitions.iter();
    ServiceRevision {
        service_revision_arn: service.revision_arn(number),
        service_arn: service.service_arn.clone(),
        cluster_arn: service.cluster_arn.clone(),
        task_definition: definition.arn.clone(),
        launch_type: service.launch_type.clone(),
        capacity_provider_strategy: service.capacity_provider_strategy.clone(),
        platform_version: service.platform_version.as_ref().map(|_| PLATFORM.to_owned()),
        platform_family: service.platform_family.clone(),
        load_balancers: balancers.collect(),
        network_configuration: service.network_configuration.clone(),
        container_images: images
            .map(|container| json!({ "containerName": container.name, "image": container.image }))
            .collect(),
        created_at: now,
    }
}

fn record(service: &Service, id: &str, number: u64, now: Timestamp) -> ServiceDeployment {
    let configuration = service.deployment_configuration.clone();
    let sources = service.deployments.iter().filter(|row| row.running_count + row.pending_count > 0);
    let path = service.service_arn.replacen(":service/", ":service-deployment/", 1);
    ServiceDeployment {
        service_deployment_arn: format!("{path}/{id}"),
        service_arn: service.service_arn.clone(),
        cluster_arn: service.cluster_arn.clone(),
        created_at: now,
        started_at: Some(now),
        finished_at: None,
        stopped_at: None,
        updated_at: now,
        source_service_revisions: sources.map(|row| source(service, row)).collect(),
        target_service_revision: RevisionCounts {
            arn: service.revision_arn(number),
            requested_task_count: service.desired_count,
            ..RevisionCounts::default()
        },
        status: ServiceDeploymentStatus::InProgress,
        status_reason: None,
        lifecycle_stage: None,
        lifecycle_hook_details: Vec::new(),
        rollback: None,
        deployment_circuit_breaker: BreakerCount {
            status: if configuration.breaker().is_some() { "MONITORING" } else { "DISABLED" },
            failure_count: 0,
            threshold: 0,
        },
        alarms: watch(&configuration),
        deployment_configuration: configuration,
        progress: Progress { deployment: format!("ecs-svc/{number}"), ..Progress::default() },
    }
}

/// A revision that the rollout leads away from, as it stands at its beginning.
fn source(service: &Service, row: &Deployment) -> RevisionCounts {
    RevisionCounts {
        arn: service.revision_arn(row.memory.number),
        requested_task_count: row.desired_count,
        running_task_count: row.running_count,
        pending_task_count: row.pending_count,
        ..RevisionCounts::default()
    }
}

fn watch(configuration: &Configuration) -> AlarmWatch {
    let alarms = configuration.watched_alarms();
    AlarmWatch {
        status: if alarms.is_some() { "MONITORING" } else { "DISABLED" },
        alarm_names: alarms.map(|alarms| alarms.alarm_names.clone()).unwrap_or_default(),
        triggered_alarm_names: Vec::new(),
    }
}
