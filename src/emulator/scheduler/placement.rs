//! Placement on container instances: what fits, what does not and why, and which of those that fit.

mod constraint;

use jiff::Timestamp;

use super::wording;
use crate::emulator::world::instance::{FIRST_DYNAMIC_PORT, Resources};
use crate::emulator::world::service::PlacementRule;
use crate::emulator::world::workload::Workload;
use crate::emulator::world::{Account, ContainerInstance, Service, Task, TaskDefinition};
use crate::model::arn;

/// Where a task was put.
#[derive(Debug, Clone)]
pub struct Place {
    /// ARN of the container instance.
    pub arn: String,
    /// Its zone.
    pub zone: Option<String>,
    /// Host ports, one a port mapping.
    pub ports: Vec<i64>,
}

/// Why an instance does not do; the later a variant, the closer the instance matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mismatch {
    Agent,
    MemberOf,
    Distinct,
    Cpu,
    Memory,
    Port,
    Interface,
}

/// Launch type and capacity provider of the next task: base first, then by weight.
pub fn compute(workload: &Workload<'_>, account: &Account) -> (String, Option<String>) {
    let strategy = workload.strategy;
    if strategy.is_empty() {
        return (workload.launch_type.unwrap_or("EC2").to_owned(), None);
    }
    let count = |name: &str| {
        let on = |task: &&Task| task.is_wanted() && task.capacity_provider_name.as_deref() == Some(name);
        workload.tasks().filter(on).count()
    };
    let number =
        |value: &serde_json::Value| value.as_u64().and_then(|one| usize::try_from(one).ok()).unwrap_or(0);
    let named = strategy.iter().filter_map(|one| Some((one["capacityProvider"].as_str()?, one)));
    let chosen = named.min_by_key(|(name, one)| {
        let (base, weight) = (number(&one["base"]), number(&one["weight"]));
        let has = count(name);
        let based = has < base;
        (!based, weight == 0, has.saturating_sub(base) * 1000 / weight.max(1))
    });
    let Some((name, _)) = chosen else { return ("FARGATE".to_owned(), None) };
    let name = arn::name(name);
    let fargate =
        account.capacity_providers.iter().any(|one| one.name == name && one.kind.starts_with("FARGATE"));
    (if fargate { "FARGATE" } else { "EC2" }.to_owned(), Some(name.to_owned()))
}

/// Whether ECS scales the group behind a capacity provider: its tasks are made before they have a place.
/// Source: developer guide, `managed-scaling-behavior`.
pub fn is_scaled(account: &Account, provider: Option<&str>) -> bool {
    let named = |name| account.capacity_providers.iter().find(|one| one.name == name);
    provider.and_then(named).is_some_and(crate::emulator::world::CapacityProvider::is_managed)
}

/// The place in `instances` that the strategy prefers of those that fit, or the event that says why none does.
pub fn choose(
    service: &Service,
    account: &mut Account,
    instances: &[ContainerInstance],
    (definition, provider): (&TaskDefinition, Option<&str>),
) -> Result<usize, String> {
    let of_provider =
        |one: &ContainerInstance| provider.is_none() || one.capacity_provider_name.as_deref() == provider;
    let active: Vec<usize> = (0..instances.len())
        .filter(|place| instances[*place].status == "ACTIVE" && of_provider(&instances[*place]))
        .collect();
    if active.is_empty() {
        let whose = if provider.is_some() { "capacity provider" } else { "cluster" };
        return Err(nowhere(&format!("Reason: No Container Instances were found in your {whose}.")));
    }
    let judged = active.iter().map(|place| (*place, mismatch(service, &instances[*place], definition)));
    let judged: Vec<(usize, Option<Mismatch>)> = judged.collect();
    let fit: Vec<usize> = judged.iter().filter(|(_, why)| why.is_none()).map(|(place, _)| *place).collect();
    match prefer(service, account, instances, fit) {
        Some(place) => Ok(place),
        None => Err(closest(instances, &judged)),
    }
}

fn nowhere(rest: &str) -> String {
    format!(
        "was unable to place a task because no container instance met all of its requirements. {rest} {}",
        wording::MORE
    )
}

fn closest(instances: &[ContainerInstance], judged: &[(usize, Option<Mismatch>)]) -> String {
    let Some((place, Some(why))) = judged.iter().rev().max_by_key(|(_, why)| *why) else {
        return nowhere("Reason: No Container Instances were found in your cluster.");
    };
    let words = match why {
        Mismatch::Agent => "encountered error \"AGENT\".",
        Mismatch::MemberOf => "encountered error \"MemberOf placement constraint unsatisfied.\".",
        Mismatch::Distinct => "encountered error \"DistinctInstance placement constraint unsatisfied.\".",
        Mismatch::Cpu => "has insufficient CPU units available.",
        Mismatch::Memory => "has insufficient memory available.",
        Mismatch::Port => "is already using a port required by your task.",
        Mismatch::Interface => "encountered error \"RESOURCE:ENI\".",
    };
    let id = instances[*place].id();
    nowhere(&format!("The closest matching (container-instance {id}) {words}"))
}

fn mismatch(
    service: &Service,
    instance: &ContainerInstance,
    definition: &TaskDefinition,
) -> Option<Mismatch> {
    let rules = || service.placement_constraints.iter().chain(&definition.facts.placement_constraints);
    let distinct = rules().any(|rule| rule.kind == "distinctInstance");
    let member = |rule: &PlacementRule| {
        rule.kind != "memberOf"
            || rule.expression.as_deref().is_some_and(|expression| constraint::holds(expression, instance))
    };
    let has_one = || {
        let here =
            |task: &&Task| task.container_instance_arn.as_ref() == Some(&instance.container_instance_arn);
        service.tasks.iter().filter(here).any(|task| !task.is_stopped())
    };
    match () {
        () if !instance.agent_connected => Some(Mismatch::Agent),
        () if !rules().all(member) => Some(Mismatch::MemberOf),
        () if distinct && has_one() => Some(Mismatch::Distinct),
        () => lacks(instance, definition),
    }
}

/// What the instance itself has too little of.
fn lacks(instance: &ContainerInstance, definition: &TaskDefinition) -> Option<Mismatch> {
    let left = &instance.remaining;
    let ports = static_ports(definition);
    match () {
        () if !instance.agent_connected => Some(Mismatch::Agent),
        () if left.cpu < definition.cpu() => Some(Mismatch::Cpu),
        () if left.memory < definition.memory() => Some(Mismatch::Memory),
        () if ports.iter().any(|port| left.ports.contains(port)) => Some(Mismatch::Port),
        () if definition.is_awsvpc() && left.interfaces < 1 => Some(Mismatch::Interface),
        () => None,
    }
}

/// Host ports that the definition fixes.
fn static_ports(definition: &TaskDefinition) -> Vec<i64> {
    mappings(definition).into_iter().filter(|port| *port != 0).collect()
}

/// The host port of each port mapping as far as the definition states it; 0 where Docker gives one.
fn mappings(definition: &TaskDefinition) -> Vec<i64> {
    let host = definition.facts.network_mode.as_deref() == Some("host");
    let containers = definition.facts.container_definitions.iter();
    let mappings = containers.flat_map(|container| &container.port_mappings);
    let port = |container: i64, stated: i64| match definition.facts.network_mode.as_deref() {
        Some("awsvpc") => 0,
        _ if host && stated == 0 => container,
        _ => stated,
    };
    mappings.map(|mapping| port(mapping.container_port, mapping.host_port)).collect()
}

/// Takes what a task of `definition` needs.
pub fn reserve(instance: &mut ContainerInstance, definition: &TaskDefinition) -> Place {
    let left: &mut Resources = &mut instance.remaining;
    left.cpu -= definition.cpu();
    left.memory -= definition.memory();
    left.interfaces -= i64::from(definition.is_awsvpc());
    let mut ports = Vec::new();
    if !definition.is_awsvpc() {
        for stated in mappings(definition) {
            let free = (FIRST_DYNAMIC_PORT..=65_535).find(|port| !left.ports.contains(port)).unwrap_or(0);
            let port = if stated == 0 { free } else { stated };
            left.ports.push(port);
            ports.push(port);
        }
    }
    let zone = instance.attribute("ecs.availability-zone").map(str::to_owned);
    Place { arn: instance.container_instance_arn.clone(), zone, ports }
}

/// Gives back what a stopped task held.
pub fn release_if_stopped(task: &mut Task, instances: &mut [ContainerInstance]) {
    if !task.is_stopped() || task.inside.reserved == (0, 0) {
        return;
    }
    let (cpu, memory) = std::mem::take(&mut task.inside.reserved);
    let Some(arn) = &task.container_instance_arn else { return };
    let Some(instance) = instances.iter_mut().find(|one| one.container_instance_arn == *arn) else { return };
    instance.remaining.cpu += cpu;
    instance.remaining.memory += memory;
    instance.remaining.interfaces += i64::from(!task.attachments.is_empty());
    for binding in task.containers.iter().flat_map(|container| &container.network_bindings) {
        instance.remaining.ports.retain(|port| *port != binding.host_port);
    }
}

/// Running and pending tasks of each instance.
pub fn recount<'a>(instances: &mut [ContainerInstance], tasks: impl Iterator<Item = &'a Task>) {
    let mut counts: std::collections::BTreeMap<&str, (i64, i64)> = std::collections::BTreeMap::new();
    for task in tasks.filter(|task| !task.is_stopped()) {
        if let Some(arn) = task.container_instance_arn.as_deref() {
            let (running, pending) = counts.entry(arn).or_default();
            *running += i64::from(task.last_status == crate::emulator::world::LastStatus::Running);
            *pending += i64::from(task.is_pending());
        }
    }
    for instance in instances {
        let count = counts.get(instance.container_instance_arn.as_str()).copied();
        (instance.running_tasks_count, instance.pending_tasks_count) = count.unwrap_or_default();
    }
}

/// Applies the strategies one after the other: each sorts those that the ones before hold equal.
fn prefer(
    service: &Service,
    account: &mut Account,
    instances: &[ContainerInstance],
    fit: Vec<usize>,
) -> Option<usize> {
    let random = service.placement_strategy.iter().any(|rule| rule.kind == "random");
    if random && !fit.is_empty() {
        return fit.get(account.identity.choose(fit.len())).copied();
    }
    let key = |place: &usize| -> Vec<i64> {
        service.placement_strategy.iter().map(|rule| rank(service, instances, rule, *place)).collect()
    };
    fit.into_iter().min_by_key(key)
}

fn rank(service: &Service, instances: &[ContainerInstance], rule: &PlacementRule, place: usize) -> i64 {
    let instance = &instances[place];
    let field = rule.field.as_deref().unwrap_or_default();
    if rule.kind == "binpack" {
        return if field == "memory" { instance.remaining.memory } else { instance.remaining.cpu };
    }
    let value = |one: &ContainerInstance| match field.strip_prefix("attribute:") {
        Some(name) => one.attribute(name).map(str::to_owned),
        None => Some(one.container_instance_arn.clone()),
    };
    let here = value(instance);
    let group: Vec<&str> = instances
        .iter()
        .filter(|one| value(one) == here)
        .map(|one| one.container_instance_arn.as_str())
        .collect();
    let on = |task: &&Task| {
        task.is_wanted() && task.container_instance_arn.as_deref().is_some_and(|arn| group.contains(&arn))
    };
    i64::try_from(service.tasks.iter().filter(on).count()).unwrap_or(i64::MAX)
}

/// The first instance that a task of RunTask fits on, or the one that StartTask named; or the reason of `failures[]`.
/// Source: developer guide, `api_failures_messages`.
pub fn first_fit(
    instances: &[ContainerInstance],
    definition: &TaskDefinition,
    named: Option<usize>,
) -> Result<usize, &'static str> {
    let mut closest = None;
    let may = |place: usize, one: &ContainerInstance| match named {
        Some(named) => place == named,
        None => one.status == "ACTIVE",
    };
    for (place, instance) in instances.iter().enumerate().filter(|(place, one)| may(*place, one)) {
        match lacks(instance, definition) {
            None => return Ok(place),
            Some(lack) => closest = closest.max(Some(lack)),
        }
    }
    Err(match closest {
        None => "EMPTY CAPACITY",
        Some(Mismatch::Agent) => "AGENT",
        Some(Mismatch::MemberOf | Mismatch::Distinct) => "MemberOf placement constraint unsatisfied.",
        Some(Mismatch::Cpu) => "RESOURCE:CPU",
        Some(Mismatch::Memory) => "RESOURCE:MEMORY",
        Some(Mismatch::Port) => "RESOURCE:PORTS",
        Some(Mismatch::Interface) => "RESOURCE:ENI",
    })
}

/// Marks the tasks of an instance that drains, or ends those of one that is gone.
pub fn drain(service: &mut Service, instance: &str, now: Timestamp) {
    let mut any = false;
    for task in &mut service.tasks {
        if task.container_instance_arn.as_deref() == Some(instance) && task.is_wanted() {
            task.inside.draining = true;
            any = true;
        }
    }
    if any {
        service.wake(now);
    }
}
