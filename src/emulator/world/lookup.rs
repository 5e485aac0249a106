//! How callers name things, by ARN or by name, and what that finds.

use super::refusal::Refused;
use super::{Cluster, Service, ServiceDeployment, Target, Task, World};
use crate::model::arn;

impl World {
    /// The cluster that an ARN or a name names; the one called `default` when none is named.
    ///
    /// # Errors
    /// When there is none, or it was deleted.
    pub fn cluster(&self, reference: Option<&str>) -> Result<&Cluster, Refused> {
        let name = arn::name(reference.unwrap_or("default"));
        self.clusters.get(name).ok_or_else(Refused::cluster).and_then(active)
    }

    /// The same, to change.
    ///
    /// # Errors
    /// When there is none, or it was deleted.
    pub fn cluster_mut(&mut self, reference: Option<&str>) -> Result<&mut Cluster, Refused> {
        let name = arn::name(reference.unwrap_or("default"));
        self.clusters.get_mut(name).ok_or_else(Refused::cluster).and_then(active)
    }

    /// The service that an ARN or a name names in a cluster.
    ///
    /// # Errors
    /// When there is none, or no such cluster.
    pub fn service(&self, cluster: Option<&str>, reference: &str) -> Result<&Service, Refused> {
        self.cluster(cluster)?.services.get(arn::name(reference)).ok_or_else(Refused::service)
    }

    /// The same, to change.
    ///
    /// # Errors
    /// When there is none, or no such cluster.
    pub fn service_mut(&mut self, cluster: Option<&str>, reference: &str) -> Result<&mut Service, Refused> {
        let services = &mut self.cluster_mut(cluster)?.services;
        services.get_mut(arn::name(reference)).ok_or_else(Refused::service)
    }

    /// The service deployment with this ARN, and its service.
    ///
    /// # Errors
    /// When there is none.
    pub fn service_deployment(&self, arn: &str) -> Result<(&Service, &ServiceDeployment), Refused> {
        let services = self.clusters.values().flat_map(|cluster| cluster.services.values());
        let mut all = services
            .flat_map(|service| service.service_deployments.iter().map(move |record| (service, record)));
        all.find(|(_, record)| record.service_deployment_arn == arn).ok_or_else(Refused::deployment)
    }

    /// The targets of a target group: the addresses of the tasks that are registered with it.
    pub fn targets(&self, target_group: &str) -> Vec<Target> {
        let services = self.clusters.values().flat_map(|cluster| cluster.services.values());
        let behind = services.filter(|service| service.target_groups().contains(target_group));
        behind
            .flat_map(|service| service.tasks.iter().filter_map(|task| target(service, target_group, task)))
            .collect()
    }
}

/// A deleted cluster is still listed and described, and takes no other call.
fn active<C: std::borrow::Borrow<Cluster>>(cluster: C) -> Result<C, Refused> {
    if cluster.borrow().status == "ACTIVE" { Ok(cluster) } else { Err(Refused::inactive_cluster()) }
}

fn target(service: &Service, target_group: &str, task: &Task) -> Option<Target> {
    let health = task.inside.target.clone()?;
    let mut balancers = service.load_balancers_of(task.inside.deployment).iter();
    let balancer = balancers.find(|one| one.target_group_arn.as_deref() == Some(target_group))?;
    let port = balancer.container_port.unwrap_or(80);
    let bindings = task.containers.iter().flat_map(|container| &container.network_bindings);
    let binding = bindings.into_iter().find(|binding| binding.container_port == port);
    let (id, port) = match task.private_ip() {
        Some(address) => (address.to_owned(), port),
        None => (task.container_instance_arn.clone()?, binding?.host_port),
    };
    Some(Target { id, port, availability_zone: task.availability_zone.clone(), health })
}
