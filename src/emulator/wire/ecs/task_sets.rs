//! Task sets: reading and writing them.

use serde_json::{Value as Json, json};

use super::writes::parameters;
use super::{Answer, checks, cluster, missing, most, services};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::refusal;
use crate::emulator::world::{Refused, TaskSet, World, controlled};

/// Task sets that a call may name. The API reference has no number; a service has five at most.
const MOST: usize = 100;

/// Describes the task sets that are named. The API reference calls the list optional, and ECS refuses a call without it
/// (`TaskSets cannot be empty.`, aws-cli issue 5380); DescribeServices answers all of them.
pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let service = services::find(cluster, input.need("service")?).ok_or_else(Refused::service)?;
    controlled(service)?;
    let names = input.texts("taskSets");
    if names.is_empty() {
        return Err(Refused::parameter("TaskSets cannot be empty."));
    }
    most("taskSets", &names, MOST)?;
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        check_name(name)?;
        match service.task_set(name) {
            Some(set) => found.push(described(set, input.includes("TAGS"))),
            None if name.starts_with("arn:") => failures.push(missing(name)),
            None => {
                let prefix = service.service_arn.replacen(":service/", ":task-set/", 1);
                failures.push(missing(&format!("{prefix}/{name}")));
            }
        }
    }
    Ok(json!({"taskSets": found, "failures": failures}))
}

/// The operations that change task sets.
pub(super) fn write(world: &mut World, operation: &str, input: Input<'_>) -> Answer {
    let now = world.now;
    let set = match operation {
        "CreateTaskSet" => {
            input.need("taskDefinition")?;
            checks::launch(input)?;
            checks::network(world, input)?;
            world.create_task_set(now, parameters(input)?)
        }
        "UpdateTaskSet" => {
            check_name(input.need("taskSet")?)?;
            input.object("scale").ok_or_else(|| Refused::parameter("scale can not be blank."))?;
            world.update_task_set(now, &parameters(input)?)
        }
        "DeleteTaskSet" => {
            check_name(input.need("taskSet")?)?;
            world.delete_task_set(now, &parameters(input)?)
        }
        "UpdateServicePrimaryTaskSet" => {
            check_name(input.need("primaryTaskSet")?)?;
            world.update_service_primary_task_set(now, &parameters(input)?)
        }
        _ => return Err(refusal::unknown_operation(operation)),
    };
    Ok(json!({"taskSet": described(set?, true)}))
}

/// A task set is named by its id, `ecs-svc/N`, or by its ARN; the words are those that ECS has for anything else (boto3
/// issue 3895).
fn check_name(name: &str) -> Result<(), Refused> {
    let id = name.rsplit_once(":task-set/").map_or(Some(name), |(_, path)| path.splitn(3, '/').nth(2));
    let number = id.and_then(|id| id.strip_prefix("ecs-svc/")).map(str::parse::<u64>);
    if matches!(number, Some(Ok(_))) {
        Ok(())
    } else {
        Err(Refused::parameter("Task Set Identifier is invalid"))
    }
}

fn described(set: &TaskSet, tags: bool) -> Json {
    if tags { set.describe_with_tags() } else { set.describe() }
}
