//! Clusters and task definitions.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::emulator::world::input::{CreateCluster, PutClusterCapacityProviders, UpdateCluster};
use crate::emulator::world::{Cluster, Refused, TaskDefinition, World};
use crate::model::arn;

impl World {
    /// CreateCluster; one that is there already is answered as it is.
    ///
    /// # Errors
    /// When it names a capacity provider that does not exist.
    pub fn create_cluster(&mut self, now: Timestamp, input: CreateCluster) -> Result<&Cluster, Refused> {
        self.advance(now);
        let name = input.cluster_name.unwrap_or_else(|| "default".to_owned());
        self.check_providers(&input.capacity_providers)?;
        let arn = self.account.identity.ecs(&format!("cluster/{name}"));
        let settings = match input.settings {
            none if none.is_empty() => vec![json!({ "name": "containerInsights", "value": "disabled" })],
            settings => settings,
        };
        self.clusters.retain(|one, cluster| *one != name || cluster.status == "ACTIVE");
        Ok(self.clusters.entry(name.clone()).or_insert_with(|| Cluster {
            cluster_arn: arn,
            cluster_name: name,
            status: "ACTIVE",
            capacity_providers: input.capacity_providers,
            default_capacity_provider_strategy: input.default_capacity_provider_strategy,
            settings,
            configuration: input.configuration,
            service_connect_defaults: input.service_connect_defaults,
            tags: input.tags,
            ..Cluster::default()
        }))
    }

    /// UpdateCluster.
    ///
    /// # Errors
    /// When there is no such cluster.
    pub fn update_cluster(&mut self, now: Timestamp, input: UpdateCluster) -> Result<&Cluster, Refused> {
        self.advance(now);
        let cluster = self.cluster_mut(Some(&input.cluster))?;
        cluster.settings = input.settings.unwrap_or_else(|| std::mem::take(&mut cluster.settings));
        cluster.configuration = input.configuration.or(cluster.configuration.take());
        cluster.service_connect_defaults =
            input.service_connect_defaults.or(cluster.service_connect_defaults.take());
        Ok(cluster)
    }

    /// DeleteCluster: it is INACTIVE from now on, and stays to be listed and described. Source: API reference,
    /// DeleteCluster; how long ECS keeps it is not said.
    ///
    /// # Errors
    /// When services, tasks or container instances are left in it.
    pub fn delete_cluster(&mut self, now: Timestamp, reference: &str) -> Result<&Cluster, Refused> {
        self.advance(now);
        let cluster = self.cluster(Some(reference))?;
        if cluster.services.values().any(|service| service.status != "INACTIVE") {
            return Err(Refused::new(
                "ClusterContainsServicesException",
                "The Cluster cannot be deleted while Services are active.",
            ));
        }
        if !cluster.instances.is_empty() {
            return Err(Refused::new(
                "ClusterContainsContainerInstancesException",
                "The Cluster cannot be deleted while Container Instances are active or draining.",
            ));
        }
        if cluster.all_tasks().any(|task| !task.is_stopped()) {
            return Err(Refused::new(
                "ClusterContainsTasksException",
                "The Cluster cannot be deleted while Tasks are active.",
            ));
        }
        let cluster = self.cluster_mut(Some(reference))?;
        cluster.status = "INACTIVE";
        cluster.services.clear();
        cluster.tasks.clear();
        Ok(cluster)
    }

    /// PutClusterCapacityProviders.
    ///
    /// # Errors
    /// When there is no such cluster or capacity provider.
    pub fn put_cluster_capacity_providers(
        &mut self,
        now: Timestamp,
        input: PutClusterCapacityProviders,
    ) -> Result<&Cluster, Refused> {
        self.advance(now);
        self.check_providers(&input.capacity_providers)?;
        let cluster = self.cluster_mut(Some(&input.cluster))?;
        cluster.capacity_providers = input.capacity_providers;
        cluster.default_capacity_provider_strategy = input.default_capacity_provider_strategy;
        Ok(cluster)
    }

    fn check_providers(&self, names: &[String]) -> Result<(), Refused> {
        let known = |name: &String| {
            self.account
                .capacity_providers
                .iter()
                .any(|one| one.name == *name || one.capacity_provider_arn == *name)
        };
        match names.iter().find(|name| !known(name)) {
            None => Ok(()),
            Some(name) => Err(Refused::parameter(format!(
                "The specified capacity provider {name} was not found. Specify a valid name or ARN and try again."
            ))),
        }
    }

    /// RegisterTaskDefinition.
    ///
    /// # Errors
    /// When the document has no family or no container.
    pub fn register_task_definition(
        &mut self,
        now: Timestamp,
        input: &Value,
    ) -> Result<Arc<TaskDefinition>, Refused> {
        self.advance(now);
        self.account.definitions.register(&self.account.identity, now, input)
    }

    /// DeregisterTaskDefinition: no service may be made of it any more; what runs, runs on.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn deregister_task_definition(
        &mut self,
        now: Timestamp,
        reference: &str,
    ) -> Result<Arc<TaskDefinition>, Refused> {
        self.advance(now);
        if !arn::name(reference).contains(':') {
            return Err(Refused::new("ClientException", "An active task definition needs a revision."));
        }
        let found = self.account.definitions.find(reference).ok_or_else(Refused::definition)?;
        let (family, revision) = (found.family.clone(), found.revision);
        let revisions = self.account.definitions.families.get_mut(&family);
        let definition = revisions
            .and_then(|revisions| revisions.iter_mut().find(|one| one.revision == revision))
            .ok_or_else(Refused::definition)?;
        let changed = Arc::make_mut(definition);
        changed.is_inactive = true;
        changed.document["status"] = json!("INACTIVE");
        changed.document["deregisteredAt"] = json!(super::super::epoch::seconds(now));
        Ok(Arc::clone(definition))
    }
}
