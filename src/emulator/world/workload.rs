//! What the tasks of one generation of a service run, and how: as their task set states it, else as the service does.

use serde_json::Value;

use super::service::Service;
use super::task::Task;

/// What a new task of a generation is made of.
#[derive(Debug, Clone, Copy)]
pub struct Workload<'a> {
    service: &'a Service,
    /// The number of the task set; none where the service itself states everything.
    pub number: Option<u64>,
    /// ARN of the task definition.
    pub task_definition: &'a str,
    /// `FARGATE` or `EC2`.
    pub launch_type: Option<&'a str>,
    /// Capacity provider strategy, in place of a launch type.
    pub strategy: &'a [Value],
    /// Subnets and security groups.
    pub network: Option<&'a Value>,
}

impl<'a> Workload<'a> {
    /// The tasks that a capacity provider strategy is counted over: of the task set, else of the service.
    pub fn tasks(&self) -> impl Iterator<Item = &'a Task> + use<'a> {
        let number = self.number;
        self.service.tasks.iter().filter(move |task| number.is_none() || task.inside.deployment == number)
    }
}

impl Service {
    /// What the deployment or task set `ecs-svc/N` runs; none when it is gone.
    pub fn workload(&self, id: &str) -> Option<Workload<'_>> {
        if let Some(set) = self.task_set(id) {
            return Some(Workload {
                service: self,
                number: Some(set.memory.number),
                task_definition: &set.task_definition,
                launch_type: set.launch_type.as_deref(),
                strategy: &set.capacity_provider_strategy,
                network: set.network_configuration.as_ref(),
            });
        }
        let row = self.deployments.iter().find(|row| row.id == id)?;
        Some(Workload {
            service: self,
            number: None,
            task_definition: &row.task_definition,
            launch_type: self.launch_type.as_deref(),
            strategy: &self.capacity_provider_strategy,
            network: self.network_configuration.as_ref(),
        })
    }
}
