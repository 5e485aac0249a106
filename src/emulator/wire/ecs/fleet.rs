//! Container instances that come, drain and go, and their attributes.

use serde_json::{Value as Json, json};

use super::{Answer, missing};
use crate::emulator::wire::input::Input;
use crate::emulator::world::instance::{Attribute, Resources};
use crate::emulator::world::{ContainerInstance, Refused, World};
use crate::model::arn;

/// What an instance has when its agent does not say: a c5.xlarge, nearly.
const CPU: i64 = 4096;
const MEMORY: i64 = 7482;
/// Network interfaces for tasks that it has. Source: EC2 user guide, network interfaces per instance type.
const INTERFACES: i64 = 2;

/// What the agent does on a new instance.
pub(super) fn register(world: &mut World, input: Input<'_>) -> Answer {
    let document = input.text("instanceIdentityDocument").unwrap_or("{}");
    let document: Json = serde_json::from_str(document)
        .map_err(|_| Refused::new("ClientException", "Instance identity document could not be parsed."))?;
    let cluster = world.cluster(input.text("cluster"))?.cluster_name.clone();
    let id = world.account.identity.hex(32);
    let arn = world.account.identity.ecs(&format!("container-instance/{cluster}/{id}"));
    let registered = resources(input);
    let instance = ContainerInstance {
        container_instance_arn: arn,
        ec2_instance_id: document["instanceId"].as_str().unwrap_or("i-0e0a1b2c3d4e5f607").to_owned(),
        capacity_provider_name: None,
        version: 1,
        status: "ACTIVE",
        status_reason: None,
        agent_connected: true,
        running_tasks_count: 0,
        pending_tasks_count: 0,
        attributes: attributes(&document, input),
        registered_at: world.now,
        remaining: registered.clone(),
        registered,
    };
    let described = instance.describe();
    world.cluster_mut(Some(&cluster))?.instances.push(instance);
    Ok(json!({"containerInstance": described}))
}

fn resources(input: Input<'_>) -> Resources {
    let stated = |name: &str| {
        let found = input.items("totalResources").find(|one| one.text("name") == Some(name));
        found.and_then(|one| one.integer("integerValue"))
    };
    Resources {
        cpu: stated("CPU").unwrap_or(CPU),
        memory: stated("MEMORY").unwrap_or(MEMORY),
        ports: Vec::new(),
        interfaces: INTERFACES,
    }
}

/// Those that ECS gives every instance, then those of the call. Source: developer guide, placement constraints.
fn attributes(document: &Json, input: Input<'_>) -> Vec<Attribute> {
    let of = |name: &str, key: &str, default: &str| Attribute {
        name: name.to_owned(),
        value: Some(document[key].as_str().unwrap_or(default).to_owned()),
    };
    let mut all = vec![
        of("ecs.availability-zone", "availabilityZone", "us-east-1a"),
        of("ecs.ami-id", "imageId", "ami-0abcdef1234567890"),
        of("ecs.instance-type", "instanceType", "c5.xlarge"),
        Attribute { name: "ecs.os-type".to_owned(), value: Some("linux".to_owned()) },
    ];
    all.extend(input.items("attributes").filter_map(attribute));
    all
}

fn attribute(given: Input<'_>) -> Option<Attribute> {
    Some(Attribute { name: given.text("name")?.to_owned(), value: given.text("value").map(str::to_owned) })
}

/// An instance with tasks on it goes only when it is forced to.
pub(super) fn deregister(world: &mut World, input: Input<'_>) -> Answer {
    let name = arn::name(input.need("containerInstance")?);
    let cluster = world.cluster_mut(input.text("cluster"))?;
    let place = cluster.instances.iter().position(|one| one.id() == name);
    let place = place.ok_or_else(|| Refused::parameter("Referenced container instance was not found."))?;
    let arn = &cluster.instances[place].container_instance_arn;
    let used = cluster
        .all_tasks()
        .any(|task| !task.is_stopped() && task.container_instance_arn.as_ref() == Some(arn));
    if used && !input.flag("force") {
        return Err(Refused::parameter("Found running tasks on the instance."));
    }
    let mut gone = cluster.instances.remove(place);
    gone.status = "INACTIVE";
    gone.agent_connected = false;
    Ok(json!({"containerInstance": gone.describe()}))
}

/// ACTIVE or DRAINING: the scheduler moves the tasks of services off a draining instance.
pub(super) fn update(world: &mut World, input: Input<'_>) -> Answer {
    let status = input.word("status", &["ACTIVE", "DRAINING"])?;
    let status = status.ok_or_else(|| Refused::parameter("status can not be blank."))?;
    let cluster = world.cluster_mut(input.text("cluster"))?;
    let (mut changed, mut failures) = (Vec::new(), Vec::new());
    for name in input.texts("containerInstances") {
        match cluster.instances.iter_mut().find(|one| one.id() == arn::name(name)) {
            Some(instance) => {
                instance.status = status;
                changed.push(instance.describe());
            }
            None => failures.push(missing(name)),
        }
    }
    Ok(json!({"containerInstances": changed, "failures": failures}))
}

/// An attribute without a target is put on every instance.
pub(super) fn put_attributes(world: &mut World, input: Input<'_>) -> Answer {
    change_attributes(world, input, |instance, given| {
        let attribute = attribute(given);
        instance.attributes.retain(|one| attribute.as_ref().is_none_or(|new| one.name != new.name));
        instance.attributes.extend(attribute);
    })
}

pub(super) fn delete_attributes(world: &mut World, input: Input<'_>) -> Answer {
    change_attributes(world, input, |instance, given| {
        instance.attributes.retain(|one| given.text("name") != Some(one.name.as_str()));
    })
}

fn change_attributes(
    world: &mut World,
    input: Input<'_>,
    change: impl Fn(&mut ContainerInstance, Input<'_>),
) -> Answer {
    let cluster = world.cluster_mut(input.text("cluster"))?;
    for given in input.items("attributes") {
        let target = given.text("targetId").map(arn::name);
        let mut found = false;
        for instance in &mut cluster.instances {
            if target.is_none_or(|target| instance.id() == target) {
                change(instance, given);
                found = true;
            }
        }
        if !found && target.is_some() {
            return Err(Refused::new("TargetNotFoundException", "The specified target wasn't found."));
        }
    }
    Ok(json!({"attributes": input.0["attributes"]}))
}

pub(super) fn list_attributes(world: &World, input: Input<'_>) -> Answer {
    let (name, value) = (input.text("attributeName"), input.text("attributeValue"));
    let cluster = world.cluster(input.text("cluster"))?;
    let all = cluster
        .instances
        .iter()
        .flat_map(|instance| instance.attributes.iter().map(move |attribute| (instance, attribute)));
    let wanted = all.filter(|(_, attribute)| {
        name.is_none_or(|name| attribute.name == name)
            && value.is_none_or(|value| attribute.value.as_deref() == Some(value))
    });
    let described: Vec<Json> = wanted
        .map(|(instance, attribute)| {
            json!({
                "name": attribute.name, "value": attribute.value, "targetType": "container-instance",
                "targetId": instance.container_instance_arn,
            })
        })
        .collect();
    Ok(json!({"attributes": described}))
}
