//! What a person may say to a rollout under way: go on, go back, stop.

use jiff::Timestamp;

use crate::emulator::scheduler::{self, Failure};
use crate::emulator::world::input::{ContinueServiceDeployment, StopServiceDeployment};
use crate::emulator::world::{Refused, Service, ServiceDeployment, ServiceDeploymentStatus, World};
use crate::model::arn;

impl World {
    /// ContinueServiceDeployment: answers a PAUSE hook.
    ///
    /// # Errors
    /// When there is no such service deployment, or no such hook waits.
    pub fn continue_service_deployment(
        &mut self,
        now: Timestamp,
        input: &ContinueServiceDeployment,
    ) -> Result<&ServiceDeployment, Refused> {
        self.advance(now);
        let now = self.now;
        let service = self.service_of(&input.service_deployment_arn)?;
        let record = service
            .current_mut()
            .filter(|record| record.service_deployment_arn == input.service_deployment_arn)
            .ok_or_else(|| Refused::parameter("The service deployment is not in progress."))?;
        let mut hooks = record.lifecycle_hook_details.iter_mut();
        let hook = hooks
            .find(|hook| hook.hook_id == input.hook_id && hook.status == "AWAITING_ACTION")
            .ok_or_else(|| Refused::parameter("The lifecycle hook is not awaiting an action."))?;
        hook.status = if input.action.as_deref() == Some("ROLLBACK") { "FAILED" } else { "SUCCEEDED" };
        service.wake(now);
        self.service_deployment(&input.service_deployment_arn).map(|(_, record)| record)
    }

    /// StopServiceDeployment: back to the revision before, or (`ABORT`) no further.
    ///
    /// # Errors
    /// When there is no such service deployment, or it is over.
    pub fn stop_service_deployment(
        &mut self,
        now: Timestamp,
        input: &StopServiceDeployment,
    ) -> Result<&ServiceDeployment, Refused> {
        self.advance(now);
        let now = self.now;
        let arn = &input.service_deployment_arn;
        let cluster = self.service_deployment(arn)?.0.cluster_arn.clone();
        let name = self.service_deployment(arn)?.0.service_name.clone();
        let cluster = arn::name(&cluster);
        let service = self.clusters.get_mut(cluster).and_then(|cluster| cluster.services.get_mut(&name));
        let service = service.ok_or_else(Refused::service)?;
        let current = service.current().map(|record| (record.service_deployment_arn.clone(), record.status));
        if current != Some((arn.clone(), ServiceDeploymentStatus::InProgress)) {
            return Err(Refused::new(
                "ConflictException",
                "The service deployment cannot be stopped in its current status.",
            ));
        }
        let how =
            if input.stop_type.as_deref() == Some("ABORT") { Failure::Aborted } else { Failure::Requested };
        scheduler::give_up(service, &mut self.account, &how, now);
        self.service_deployment(arn).map(|(_, record)| record)
    }

    fn service_of(&mut self, arn: &str) -> Result<&mut Service, Refused> {
        let services = self.clusters.values_mut().flat_map(|cluster| cluster.services.values_mut());
        let mut services = services.into_iter().filter(|service| {
            service.service_deployments.iter().any(|record| record.service_deployment_arn == arn)
        });
        services.next().ok_or_else(Refused::deployment)
    }
}
