//! Task sets: their making, scaling and deleting, and which of them is the primary one.
//!
//! Sources: API reference of each operation; developer guide, `deployment-type-external`; the AWS CLI's own examples; the
//! words of refusals as ECS answered them (issues of terraform-provider-aws, pipecd and boto3).

use jiff::Timestamp;

use super::services::{PLATFORM, is_fargate};
use crate::emulator::world::deployment::Memory;
use crate::emulator::world::input::{
    CreateTaskSet, DeleteTaskSet, UpdateService, UpdateServicePrimaryTaskSet, UpdateTaskSet,
};
use crate::emulator::world::{
    Account, Refused, Scale, Service, Stability, TaskDefinition, TaskSet, TaskSetStatus, World,
};

/// How many task sets a service may have, those that drain among them: as ECS refuses a sixth.
const MOST: usize = 5;

impl World {
    /// CreateTaskSet: it starts ACTIVE, and runs nothing where no scale is stated.
    ///
    /// # Errors
    /// When the service is not there or its deployments are those of ECS, or a value cannot be.
    pub fn create_task_set(&mut self, now: Timestamp, input: CreateTaskSet) -> Result<&TaskSet, Refused> {
        self.advance(now);
        let now = self.now;
        let definition = self.active_definition(&input.task_definition)?;
        let mut input = input;
        let cluster = self.cluster(input.cluster.as_deref())?;
        if input.launch_type.is_none() && input.capacity_provider_strategy.is_empty() {
            input.capacity_provider_strategy.clone_from(&cluster.default_capacity_provider_strategy);
        }
        let number = self.account.identity.deployment_number();
        let service = self.service_mut(input.cluster.as_deref(), &input.service)?;
        allowed(service)?;
        check(service, &definition, &input)?;
        let set = task_set(service, &definition, (number, input), now);
        service.task_sets.push(set);
        service.memory.steady = false;
        service.wake(now);
        service.task_sets.last().ok_or_else(Refused::task_set)
    }

    /// UpdateTaskSet: its scale.
    ///
    /// # Errors
    /// When there is no such service or task set, or the scale cannot be.
    pub fn update_task_set(&mut self, now: Timestamp, input: &UpdateTaskSet) -> Result<&TaskSet, Refused> {
        self.advance(now);
        let now = self.now;
        let service = self.service_mut(input.cluster.as_deref(), &input.service)?;
        allowed(service)?;
        check_scale(&input.scale)?;
        service.wake(now);
        let set = service.task_set_mut(&input.task_set).ok_or_else(Refused::task_set)?;
        if set.status == TaskSetStatus::Draining {
            return Err(Refused::parameter("A task set that is DRAINING cannot be updated."));
        }
        if set.scale != input.scale {
            set.rescale(input.scale.clone(), now);
        }
        Ok(set)
    }

    /// DeleteTaskSet: it drains, and is gone once its last task is.
    ///
    /// # Errors
    /// When there is no such service or task set; without `force`, when it is the primary one or is not scaled to zero.
    pub fn delete_task_set(&mut self, now: Timestamp, input: &DeleteTaskSet) -> Result<&TaskSet, Refused> {
        self.advance(now);
        let now = self.now;
        let service = self.service_mut(input.cluster.as_deref(), &input.service)?;
        allowed(service)?;
        service.wake(now);
        let set = service.task_set_mut(&input.task_set).ok_or_else(Refused::task_set)?;
        if set.status == TaskSetStatus::Primary && !input.force {
            return Err(Refused::parameter("Primary TaskSet cannot be deleted"));
        }
        if set.scale.value > 0.0 && !input.force {
            return Err(Refused::parameter("The task set cannot be deleted while it is scaled above 0."));
        }
        if set.status != TaskSetStatus::Draining {
            set.drain(now);
        }
        Ok(set)
    }

    /// UpdateServicePrimaryTaskSet: the service takes over what the task set states.
    ///
    /// # Errors
    /// When there is no such service or task set, or it is on its way out.
    pub fn update_service_primary_task_set(
        &mut self,
        now: Timestamp,
        input: &UpdateServicePrimaryTaskSet,
    ) -> Result<&TaskSet, Refused> {
        self.advance(now);
        let now = self.now;
        let service = self.service_mut(input.cluster.as_deref(), &input.service)?;
        allowed(service)?;
        let chosen = service.task_set(&input.primary_task_set).ok_or_else(Refused::task_set)?;
        if chosen.status == TaskSetStatus::Draining {
            return Err(Refused::parameter("A task set that is DRAINING cannot be the primary one."));
        }
        let chosen = chosen.clone();
        take_over(service, &chosen);
        promote(service, &chosen.id, now);
        service.wake(now);
        service.task_set(&chosen.id).ok_or_else(Refused::task_set)
    }
}

/// Task sets are for services that are not being deleted and whose deployments somebody else controls.
fn allowed(service: &Service) -> Result<(), Refused> {
    controlled(service)?;
    if service.status == "ACTIVE" { Ok(()) } else { Err(Refused::not_active()) }
}

/// Whether somebody else controls the deployments of a service, CodeDeploy being one of them: with its own role it
/// makes the same calls (CodeDeploy user guide, `codedeploy_IAM_role`).
///
/// # Errors
/// As ECS refuses every call about task sets of other services.
pub fn controlled(service: &Service) -> Result<(), Refused> {
    if service.is_rolled_out_by_ecs() {
        return Err(Refused::parameter(
            "Amazon ECS only supports task set management on services configured to use external deployment \
             controllers.",
        ));
    }
    Ok(())
}

fn check(service: &Service, definition: &TaskDefinition, input: &CreateTaskSet) -> Result<(), Refused> {
    let count = service.task_sets.len();
    if count >= MOST {
        return Err(Refused::parameter(format!(
            "{count} deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum \
             limit."
        )));
    }
    let fargate = is_fargate(input.launch_type.as_deref(), &input.capacity_provider_strategy);
    if fargate && !definition.is_awsvpc() {
        return Err(Refused::parameter("Task definition does not support launch_type FARGATE."));
    }
    // Several target groups are for rolling deployments (developer guide, `register-multiple-targetgroups`).
    if input.load_balancers.len() > 1 {
        return Err(Refused::parameter("load balancers can have at most 1 items."));
    }
    input.scale.as_ref().map_or(Ok(()), check_scale)
}

/// Source of the range: API reference, `Scale`.
fn check_scale(scale: &Scale) -> Result<(), Refused> {
    if scale.unit != "PERCENT" {
        return Err(Refused::parameter(format!(
            "Invalid scale unit: {}. Valid values: PERCENT.",
            scale.unit
        )));
    }
    if !(0.0..=100.0).contains(&scale.value) {
        return Err(Refused::parameter("Scale value should be between 0 and 100."));
    }
    Ok(())
}

fn task_set(
    service: &Service,
    definition: &TaskDefinition,
    (number, input): (u64, CreateTaskSet),
    now: Timestamp,
) -> TaskSet {
    let fargate = is_fargate(input.launch_type.as_deref(), &input.capacity_provider_strategy);
    let neither = input.launch_type.is_none() && input.capacity_provider_strategy.is_empty();
    let id = format!("ecs-svc/{number}");
    let by_code_deploy = service.deployment_controller.kind == "CODE_DEPLOY";
    TaskSet {
        task_set_arn: format!("{}/{id}", service.service_arn.replacen(":service/", ":task-set/", 1)),
        id,
        service_arn: service.service_arn.clone(),
        cluster_arn: service.cluster_arn.clone(),
        started_by: by_code_deploy.then(|| "CODE_DEPLOY".to_owned()),
        external_id: input.external_id,
        status: TaskSetStatus::Active,
        task_definition: definition.arn.clone(),
        computed_desired_count: 0,
        pending_count: 0,
        running_count: 0,
        created_at: now,
        updated_at: now,
        launch_type: if neither { Some("EC2".to_owned()) } else { input.launch_type },
        capacity_provider_strategy: input.capacity_provider_strategy,
        platform_version: fargate.then(|| version(input.platform_version)),
        platform_family: fargate.then(|| "Linux".to_owned()),
        network_configuration: input.network_configuration,
        load_balancers: input.load_balancers,
        service_registries: input.service_registries,
        scale: input.scale.unwrap_or_default(),
        stability_status: Stability::Stabilizing,
        stability_status_at: now,
        tags: input.tags,
        memory: Memory { number, ..Memory::default() },
    }
}

/// A platform version as captured task sets have it: LATEST is the one that it was when they were made.
fn version(stated: Option<String>) -> String {
    stated.filter(|version| version != "LATEST").unwrap_or_else(|| PLATFORM.to_owned())
}

/// The first task set of a service of CodeDeploy, which CreateService makes of the service itself. Source: developer
/// guide, the tutorial `create-blue-green`.
pub(super) fn begin(
    service: &mut Service,
    account: &mut Account,
    definition: &TaskDefinition,
    now: Timestamp,
) {
    let input = CreateTaskSet {
        network_configuration: service.network_configuration.clone(),
        load_balancers: service.load_balancers.clone(),
        service_registries: service.service_registries.clone(),
        launch_type: service.launch_type.clone(),
        capacity_provider_strategy: service.capacity_provider_strategy.clone(),
        platform_version: service.platform_version.clone(),
        scale: Some(Scale::percent(100.0)),
        ..CreateTaskSet::default()
    };
    let number = account.identity.deployment_number();
    let set = task_set(service, definition, (number, input), now);
    // Only what a deployment of CodeDeploy made names it.
    service.task_sets.push(TaskSet { started_by: None, status: TaskSetStatus::Primary, ..set });
    service.wake(now);
}

/// What the primary task set states becomes that of the service.
fn take_over(service: &mut Service, set: &TaskSet) {
    service.task_definition.clone_from(&set.task_definition);
    service.launch_type.clone_from(&set.launch_type);
    service.capacity_provider_strategy.clone_from(&set.capacity_provider_strategy);
    service.platform_version.clone_from(&set.platform_version);
    service.platform_family.clone_from(&set.platform_family);
    service.network_configuration.clone_from(&set.network_configuration);
    service.load_balancers.clone_from(&set.load_balancers);
    service.service_registries.clone_from(&set.service_registries);
}

fn promote(service: &mut Service, id: &str, now: Timestamp) {
    for set in &mut service.task_sets {
        let status = match set.status {
            _ if set.id == id => TaskSetStatus::Primary,
            TaskSetStatus::Primary => TaskSetStatus::Active,
            other => other,
        };
        if status != set.status {
            set.status = status;
            set.updated_at = now;
        }
    }
}

/// What a task set carries cannot be changed at the service. Source: API reference, `UpdateService`.
///
/// # Errors
/// As ECS refuses it, in the words that it has for services of CodeDeploy.
pub(super) fn unchanged(service: &Service, input: &UpdateService, account: &Account) -> Result<(), Refused> {
    let Some(what) = changed(service, input, account) else { return Ok(()) };
    let kind = &service.deployment_controller.kind;
    let rest = if kind == "CODE_DEPLOY" { " Use AWS CodeDeploy to trigger a new deployment." } else { "" };
    Err(Refused::parameter(format!("{what} on services with a {kind} deployment controller.{rest}")))
}

/// What an update would change of that. What it states as it is already is no change.
fn changed(service: &Service, input: &UpdateService, account: &Account) -> Option<&'static str> {
    let definition = input.task_definition.as_ref().is_some_and(|new| {
        account.definitions.find(new).is_none_or(|found| found.arn != service.task_definition)
    });
    let network = &input.network_configuration;
    let balancers = input.load_balancers.as_ref();
    let platform = &input.platform_version;
    match () {
        () if input.force_new_deployment => Some("Cannot force a new deployment"),
        () if definition => Some("Unable to update task definition"),
        () if network.is_some() && *network != service.network_configuration => {
            Some("Unable to update network parameters")
        }
        () if balancers.is_some_and(|new| *new != service.load_balancers) => {
            Some("Unable to update load balancers")
        }
        () if platform.is_some() && *platform != service.platform_version => {
            Some("Unable to update platform version")
        }
        () => None,
    }
}
