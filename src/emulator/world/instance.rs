//! A container instance: what it has, what of it is left.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::epoch;
use crate::model::arn;

/// A container instance. Source of fields: API reference, `ContainerInstance`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ContainerInstance {
    pub container_instance_arn: String,
    pub ec2_instance_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_provider_name: Option<String>,
    pub version: i64,
    /// `ACTIVE` or `DRAINING`.
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    pub agent_connected: bool,
    pub running_tasks_count: i64,
    pub pending_tasks_count: i64,
    pub attributes: Vec<Attribute>,
    #[serde(serialize_with = "epoch::serialize")]
    pub registered_at: Timestamp,
    /// All there is.
    #[serde(skip)]
    pub registered: Resources,
    /// What no task holds.
    #[serde(skip)]
    pub remaining: Resources,
}

/// An attribute: `ecs.instance-type`, `ecs.availability-zone`, or one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Attribute {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What tasks take from a container instance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resources {
    /// CPU units, 1024 to a vCPU.
    pub cpu: i64,
    /// MiB.
    pub memory: i64,
    /// Host ports in use.
    pub ports: Vec<i64>,
    /// Network interfaces for `awsvpc` tasks.
    pub interfaces: i64,
}

/// Ports that ECS never gives away: ssh, Docker and the agent. Source: developer guide, port mappings.
pub const RESERVED_PORTS: [i64; 5] = [22, 2375, 2376, 51678, 51679];

/// Ports that Docker gives to mappings without a host port begin here. Source: API reference, `PortMapping`.
pub const FIRST_DYNAMIC_PORT: i64 = 49_153;

impl ContainerInstance {
    /// As DescribeContainerInstances answers it.
    pub fn describe(&self) -> Value {
        let mut value = super::document(self);
        value["registeredResources"] = self.registered.describe();
        value["remainingResources"] = self.remaining.describe();
        value["versionInfo"] = json!({
            "agentVersion": "1.99.0", "agentHash": "4023248", "dockerVersion": "DockerVersion: 25.0.8",
        });
        value["attachments"] = json!([]);
        value["tags"] = json!([]);
        value
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name)?.value.as_deref()
    }

    /// The last part of its ARN, as events name it.
    pub fn id(&self) -> &str {
        arn::name(&self.container_instance_arn)
    }
}

impl Resources {
    fn describe(&self) -> Value {
        let whole = |name: &str, value: i64| json!({ "name": name, "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": value });
        // Ports that Docker chose are not reserved (API reference, `PortMapping`).
        let stated = self.ports.iter().filter(|port| **port < FIRST_DYNAMIC_PORT);
        let ports: Vec<String> = RESERVED_PORTS.iter().chain(stated).map(ToString::to_string).collect();
        json!([
            whole("CPU", self.cpu),
            whole("MEMORY", self.memory),
            { "name": "PORTS", "type": "STRINGSET", "doubleValue": 0.0, "longValue": 0, "integerValue": 0,
              "stringSetValue": ports },
            { "name": "PORTS_UDP", "type": "STRINGSET", "doubleValue": 0.0, "longValue": 0, "integerValue": 0,
              "stringSetValue": [] },
        ])
    }
}
