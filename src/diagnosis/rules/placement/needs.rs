//! What a task needs of an instance, and what an instance lacks of it.

use std::collections::HashSet;

use crate::model::{ContainerInstance, TaskDefinition};

/// What one task of a revision needs.
pub struct Needs {
    cpu: Option<i64>,
    memory: Option<i64>,
    ports: Vec<i64>,
    attributes: Vec<String>,
}

/// Something that an instance lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Short {
    /// The agent is not connected.
    Agent,
    /// `CPU` units, `MEMORY` in MiB.
    Units {
        /// Name of the resource.
        name: &'static str,
        /// What the task needs.
        needed: i64,
        /// What is left.
        free: i64,
    },
    /// A host port that is taken.
    Port(i64),
    /// An attribute that is missing.
    Attribute(String),
}

impl Needs {
    /// The needs of a task: its own size, else the sum over its containers; of memory the soft limit where there
    /// is one. Fixed host ports, which `awsvpc` tasks do not take from the host. Source: developer guide,
    /// `task_definition_parameters`.
    pub fn of(definition: &TaskDefinition) -> Self {
        let containers = &definition.container_definitions;
        let sum = |values: &mut dyn Iterator<Item = i64>| {
            let sum = values.fold(0, i64::saturating_add);
            (sum > 0).then_some(sum)
        };
        let size = |text: &Option<String>| text.as_deref().and_then(|size| size.parse::<i64>().ok());
        let on_host = definition.network_mode.as_deref() != Some("awsvpc");
        let host_mode = definition.network_mode.as_deref() == Some("host");
        let mappings = containers.iter().flat_map(|container| &container.port_mappings);
        let port = |mapping: &crate::model::task_definition::PortMapping| {
            let fixed = mapping.host_port.filter(|port| *port != 0);
            fixed.or(mapping.container_port.filter(|_| host_mode))
        };
        Self {
            cpu: size(&definition.cpu).or_else(|| sum(&mut containers.iter().filter_map(|one| one.cpu))),
            memory: size(&definition.memory).or_else(|| {
                sum(&mut containers.iter().filter_map(|one| one.memory_reservation.or(one.memory)))
            }),
            ports: if on_host { mappings.filter_map(port).collect() } else { Vec::new() },
            attributes: definition
                .requires_attributes
                .iter()
                .filter(|attribute| attribute.value.is_none())
                .filter_map(|attribute| attribute.name.clone())
                .collect(),
        }
    }

    /// What `instance` lacks; nothing is said of resources that it does not state.
    pub fn short_on(&self, instance: &ContainerInstance) -> Vec<Short> {
        let agent = (instance.agent_connected == Some(false)).then_some(Short::Agent);
        let units = [("CPU", self.cpu), ("MEMORY", self.memory)].into_iter().filter_map(|(name, needed)| {
            let (needed, free) = (needed?, left(instance, name)?);
            (free < needed).then_some(Short::Units { name, needed, free })
        });
        let taken: HashSet<&str> = instance
            .remaining_resources
            .iter()
            .filter(|one| one.name.as_deref() == Some("PORTS"))
            .flat_map(|one| one.string_set_value.iter().map(String::as_str))
            .collect();
        let ports = self.ports.iter().filter(|port| taken.contains(port.to_string().as_str()));
        let has: HashSet<&str> = instance.attributes.iter().filter_map(|one| one.name.as_deref()).collect();
        let attributes =
            self.attributes.iter().filter(|name| !has.is_empty() && !has.contains(name.as_str()));
        agent
            .into_iter()
            .chain(units)
            .chain(ports.copied().map(Short::Port))
            .chain(attributes.cloned().map(Short::Attribute))
            .collect()
    }
}

fn left(instance: &ContainerInstance, name: &str) -> Option<i64> {
    let mut resources = instance.remaining_resources.iter();
    resources.find(|one| one.name.as_deref() == Some(name))?.integer_value
}

impl Short {
    /// The class that it is.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Agent => "place.agent_disconnected",
            Self::Units { name: "CPU", .. } => "place.cpu",
            Self::Units { .. } => "place.memory",
            Self::Port(_) => "place.port",
            Self::Attribute(_) => "place.attribute",
        }
    }

    /// How much is missing; what cannot be counted is far away.
    pub fn missing(&self) -> i64 {
        match self {
            Self::Units { needed, free, .. } => needed.saturating_sub(*free).clamp(0, 1 << 30),
            _ => 1 << 30,
        }
    }
}
