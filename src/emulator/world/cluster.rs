//! A cluster and what it holds.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::instance::ContainerInstance;
use super::service::Service;
use super::task::Task;

/// A cluster. Source of fields: API reference, `Cluster`.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Cluster {
    pub cluster_arn: String,
    pub cluster_name: String,
    pub status: &'static str,
    pub capacity_providers: Vec<String>,
    pub default_capacity_provider_strategy: Vec<Value>,
    pub settings: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_connect_defaults: Option<Value>,
    pub tags: Vec<Value>,
    /// By name.
    #[serde(skip)]
    pub services: BTreeMap<String, Service>,
    /// Tasks that no service started.
    #[serde(skip)]
    pub tasks: Vec<Task>,
    /// In the order of their registration.
    #[serde(skip)]
    pub instances: Vec<ContainerInstance>,
}

impl Cluster {
    /// Every task, of services in the order of their names, then those that no service started; the stopped
    /// ones of the last hour are among them.
    pub fn all_tasks(&self) -> impl Iterator<Item = &Task> {
        self.services.values().flat_map(|service| &service.tasks).chain(&self.tasks)
    }

    /// The cluster as DescribeClusters answers it, counts included.
    pub fn describe(&self) -> Value {
        let (mut running, mut pending) = (0, 0);
        for task in self.all_tasks() {
            running += i64::from(task.is_running());
            pending += i64::from(task.is_pending());
        }
        let active = self.services.values().filter(|service| service.status == "ACTIVE").count();
        let mut value = super::document(self);
        value["registeredContainerInstancesCount"] = json!(self.instances.len());
        value["runningTasksCount"] = json!(running);
        value["pendingTasksCount"] = json!(pending);
        value["activeServicesCount"] = json!(active);
        value["statistics"] = json!([]);
        value
    }
}
