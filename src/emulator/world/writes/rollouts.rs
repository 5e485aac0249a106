//! What a person may say to a rollout under way: go on, go back, stop.

use jiff::Timestamp;

use crate::emulator::world::input::{ContinueServiceDeployment, StopServiceDeployment};
use crate::emulator::world::{Refused, ServiceDeployment, World};

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
        self.service_deployment(&input.service_deployment_arn).map(|(_, record)| record)
    }

    /// StopServiceDeployment: back to the revision before, or no further.
    ///
    /// # Errors
    /// When there is no such service deployment, or it is over.
    pub fn stop_service_deployment(
        &mut self,
        now: Timestamp,
        input: &StopServiceDeployment,
    ) -> Result<&ServiceDeployment, Refused> {
        self.advance(now);
        self.service_deployment(&input.service_deployment_arn).map(|(_, record)| record)
    }
}
