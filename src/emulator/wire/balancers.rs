//! Elastic Load Balancing: target groups, and what is said of each target.
//!
//! Source of names: API reference of Elastic Load Balancing, 2015-12-01.

use super::input::Input;
use super::refusal;
use super::value::{Object, Value};
use crate::emulator::world::{Refused, Target, TargetGroup, World};

type Answer = Result<Object, Refused>;

/// Answers one call.
pub(super) fn answer(world: &World, operation: &str, input: Input<'_>) -> Answer {
    match operation {
        "DescribeTargetHealth" => target_health(world, input),
        "DescribeTargetGroups" => target_groups(world, input),
        // No scenario has a load balancer of its own: its target groups are what ECS knows of it.
        "DescribeLoadBalancers" => Ok(Object::new().with("LoadBalancers", Value::List(Vec::new()))),
        _ => Err(refusal::unknown_action(operation)),
    }
}

fn no_group() -> Refused {
    Refused::new("TargetGroupNotFound", "One or more target groups not found")
}

fn target_health(world: &World, input: Input<'_>) -> Answer {
    let missing = || Refused::new("ValidationError", "A target group ARN must be specified");
    let arn = input.text("TargetGroupArn").ok_or_else(missing)?;
    let group = world.account.target_groups.get(arn).ok_or_else(no_group)?;
    let asked: Vec<&str> = input.items("Targets").filter_map(|target| target.text("Id")).collect();
    let targets = world.targets(arn);
    let wanted = targets.iter().filter(|target| asked.is_empty() || asked.contains(&target.id.as_str()));
    let described: Vec<Object> = wanted.map(|target| health(group, target)).collect();
    Ok(Object::new().with("TargetHealthDescriptions", described))
}

fn health(group: &TargetGroup, target: &Target) -> Object {
    let place = Object::new()
        .with("Id", &target.id)
        .with("Port", target.port)
        .maybe("AvailabilityZone", target.availability_zone.as_ref());
    let health = Object::new()
        .with("State", target.health.state)
        .maybe("Reason", target.health.reason.as_ref())
        .maybe("Description", target.health.description.as_ref());
    let port = match group.health_check_port.as_str() {
        "traffic-port" => target.port.to_string(),
        port => port.to_owned(),
    };
    Object::new().with("Target", place).with("HealthCheckPort", port).with("TargetHealth", health)
}

fn target_groups(world: &World, input: Input<'_>) -> Answer {
    let (arns, names) = (input.texts("TargetGroupArns"), input.texts("Names"));
    let balancer = input.text("LoadBalancerArn");
    let wanted = |group: &TargetGroup| {
        (arns.is_empty() || arns.contains(&group.target_group_arn.as_str()))
            && (names.is_empty() || names.contains(&group.target_group_name.as_str()))
            && balancer.is_none_or(|arn| group.load_balancer_arns.iter().any(|one| one == arn))
    };
    let found: Vec<Value> = world
        .account
        .target_groups
        .values()
        .filter(|group| wanted(group))
        .map(|group| Value::from(group.describe()))
        .collect();
    if found.len() < arns.len() || found.len() < names.len() {
        return Err(no_group());
    }
    Ok(Object::new().with("TargetGroups", Value::List(found)))
}
