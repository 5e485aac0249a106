//! A new task, and what will happen to it if nobody stops it: its timeline is written once, from what its
//! containers do.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use crate::emulator::world::behaviour::Behaviour;
use crate::emulator::world::definition::ContainerFacts;
use crate::emulator::world::task::{
    Attachment, Change, Container, Detail, Due, Inside, NetworkBinding, NetworkInterface,
};
use crate::emulator::world::{
    Account, Health, LastStatus, StopCode, TargetGroup, Task, TaskDefinition, epoch,
};
use crate::model::arn;

mod dependencies;
mod timeline;

/// What a task is made of.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// Cluster.
    pub cluster_arn: &'a str,
    /// `service:NAME`, or `family:NAME` of a task that no service started.
    pub group: String,
    /// `ecs-svc/N`, or what the caller says.
    pub started_by: Option<String>,
    /// What to run.
    pub definition: Arc<TaskDefinition>,
    /// `FARGATE` or `EC2`.
    pub launch_type: String,
    /// Capacity provider.
    pub provider: Option<String>,
    /// Subnets.
    pub network: Option<&'a Value>,
    /// The target group that it is registered with.
    pub balancer: Option<Arc<TargetGroup>>,
    /// Seconds after its start in which failed checks do not count.
    pub grace: i64,
    /// The container instance it was placed on: ARN and zone.
    pub instance: Option<(String, Option<String>)>,
    /// Host ports given to its port mappings, in their order.
    pub host_ports: Vec<i64>,
    /// ECS Exec.
    pub execute_command: bool,
    /// Overrides, as RunTask takes them.
    pub overrides: Option<Value>,
    /// Tags.
    pub tags: Vec<Value>,
}

/// Makes the task at `now`.
pub fn task(order: &Order<'_>, account: &mut Account, now: Timestamp) -> Task {
    let identity = &mut account.identity;
    let id = identity.hex(32);
    let cluster = arn::name(order.cluster_arn).to_owned();
    let arn = identity.ecs(&format!("task/{cluster}/{id}"));
    let (subnet, zone) = subnet(order, account);
    let attachments: Vec<Attachment> =
        order.definition.is_awsvpc().then(|| interface(account, &subnet)).into_iter().collect();
    let containers = containers(order, account, (&cluster, &id, &arn), &attachments);
    let mut task = Task {
        attachments,
        availability_zone: Some(zone),
        containers,
        task_arn: arn,
        created_at: now,
        ..unborn(order)
    };
    task.inside.timeline = timeline::write(&task, order, account, now);
    task
}

/// What the order says of a task; nothing has happened to it yet.
fn unborn(order: &Order<'_>) -> Task {
    let fargate = order.launch_type == "FARGATE";
    Task {
        capacity_provider_name: order.provider.clone(),
        cluster_arn: order.cluster_arn.to_owned(),
        container_instance_arn: order.instance.as_ref().map(|(arn, _)| arn.clone()),
        cpu: order.definition.cpu().to_string(),
        desired_status: LastStatus::Running,
        enable_execute_command: order.execute_command,
        group: order.group.clone(),
        last_status: LastStatus::Provisioning,
        launch_type: order.launch_type.clone(),
        memory: order.definition.memory().to_string(),
        overrides: order.overrides.clone().map(Box::new),
        platform_version: fargate.then(|| "1.4.0".to_owned()),
        platform_family: fargate.then(|| "Linux".to_owned()),
        started_by: order.started_by.clone(),
        tags: order.tags.clone(),
        task_definition_arn: order.definition.arn.clone(),
        version: 1,
        inside: inside(order),
        ..Task::default()
    }
}

/// The same task without a place: it stays PROVISIONING, has neither containers nor attachments, and is given up
/// after half an hour, as captured tasks show.
pub fn unplaced(task: Task, now: Timestamp) -> Task {
    let give_up = Change::Stopping(FAILED_TO_START, "Task failed to start".to_owned());
    let inside =
        Inside { timeline: [due(epoch::after(now, 1800), give_up)].into(), reserved: (0, 0), ..task.inside };
    Task { attachments: Vec::new(), containers: Vec::new(), availability_zone: None, inside, ..task }
}

fn inside(order: &Order<'_>) -> Inside {
    let containers = &order.definition.facts.container_definitions;
    let number = order.started_by.as_deref().and_then(|by| by.strip_prefix("ecs-svc/")?.parse().ok());
    Inside {
        deployment: number,
        checked: containers.iter().any(|one| one.is_essential() && one.health_check.is_some()),
        reserved: (order.definition.cpu(), order.definition.memory()),
        ..Inside::default()
    }
}

/// Subnet and zone: of the instance if there is one, else one of the subnets by lot. Subnets stand in the
/// zones in their order, a model's liberty.
fn subnet(order: &Order<'_>, account: &mut Account) -> (String, String) {
    let subnets = order.network.and_then(|network| network["awsvpcConfiguration"]["subnets"].as_array());
    let place = account.identity.choose(subnets.map_or(2, Vec::len));
    let name = subnets.and_then(|subnets| subnets.get(place)?.as_str()).unwrap_or("subnet-0a17c2f4d9e83b561");
    let letter = char::from(b'a' + u8::try_from(place % 6).unwrap_or(0));
    let zone = format!("{}{letter}", account.identity.region);
    let of_instance = order.instance.as_ref().and_then(|(_, zone)| zone.clone());
    (name.to_owned(), of_instance.unwrap_or(zone))
}

fn interface(account: &mut Account, subnet: &str) -> Attachment {
    let identity = &mut account.identity;
    let address = identity.private_ip();
    let host = address.replace('.', "-");
    let mac = identity.hex(6);
    Attachment {
        id: identity.uuid(),
        kind: "ElasticNetworkInterface",
        status: "PRECREATED",
        details: vec![
            Detail { name: "subnetId", value: subnet.to_owned() },
            Detail { name: "networkInterfaceId", value: format!("eni-0{}", identity.hex(16)) },
            Detail {
                name: "macAddress",
                value: format!("0a:58:a9:{}:{}:{}", &mac[..2], &mac[2..4], &mac[4..]),
            },
            Detail { name: "privateDnsName", value: format!("ip-{host}.ec2.internal") },
            Detail { name: "privateIPv4Address", value: address },
        ],
    }
}

fn containers(
    order: &Order<'_>,
    account: &mut Account,
    (cluster, id, arn): (&str, &str, &str),
    attachments: &[Attachment],
) -> Vec<Container> {
    let address = attachments.first().and_then(|one| Some((&one.id, &one.details.last()?.value)));
    let mut ports = order.host_ports.iter();
    let all = &order.definition.facts.container_definitions;
    // A vector that grows by itself has room for four, and tens of thousands of tasks have one container.
    let mut made = Vec::with_capacity(all.len());
    for facts in all {
        let own = account.identity.uuid();
        made.push(Container {
            container_arn: account.identity.ecs(&format!("container/{cluster}/{id}/{own}")),
            task_arn: arn.to_owned(),
            name: facts.name.clone(),
            image: facts.image.clone(),
            image_digest: None,
            runtime_id: None,
            last_status: LastStatus::Pending,
            exit_code: None,
            reason: None,
            network_bindings: if address.is_none() { bindings(facts, &mut ports) } else { Vec::new() },
            network_interfaces: address
                .map(|(attachment, address)| NetworkInterface {
                    attachment_id: attachment.clone(),
                    private_ipv4_address: address.clone(),
                })
                .into_iter()
                .collect(),
            health_status: Health::Unknown,
            cpu: facts.cpu.to_string(),
            memory: facts.memory.map(|memory| memory.to_string()),
            memory_reservation: facts.memory_reservation.map(|memory| memory.to_string()),
        });
    }
    made
}

fn bindings<'a>(facts: &ContainerFacts, ports: &mut impl Iterator<Item = &'a i64>) -> Vec<NetworkBinding> {
    let mappings = facts.port_mappings.iter();
    mappings
        .map(|mapping| NetworkBinding {
            bind_ip: "0.0.0.0".to_owned(),
            container_port: mapping.container_port,
            host_port: ports.next().copied().unwrap_or(mapping.host_port),
            protocol: mapping.protocol.clone().unwrap_or_else(|| "tcp".to_owned()),
        })
        .collect()
}

/// What each container of a task does, in the order of its definition.
pub(super) fn behaviours(
    account: &Account,
    definition: &TaskDefinition,
    zone: Option<&str>,
) -> Vec<Behaviour> {
    let containers = definition.facts.container_definitions.iter();
    if account.behaviours.rules.is_empty() {
        return containers.map(|_| Behaviour::default()).collect();
    }
    let name = definition.name();
    containers.map(|one| account.behaviours.of(&name, &one.name, &one.image, zone)).collect()
}

/// A change at a moment.
fn due(at: Timestamp, change: Change) -> Due {
    Due { at, change }
}

/// In the order of their moments; what was written first comes first at the same moment.
fn in_order(mut steps: Vec<Due>) -> VecDeque<Due> {
    steps.sort_by_key(|step| step.at);
    steps.into()
}

/// The code of a task that never ran.
const FAILED_TO_START: StopCode = StopCode::TaskFailedToStart;
