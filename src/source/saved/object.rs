//! What the reader needs to know of every type that it keeps: who it is, when it was seen, where it stood.

use std::cmp::Ordering;

use crate::model::arn;
use crate::model::time::Time;
use crate::model::{
    CapacityProvider, Cluster, ContainerInstance, Origin, Service, ServiceDeployment, ServiceRevision,
    TargetGroup, Task, TaskDefinition, TaskSet,
};

/// An object that may be captured several times.
pub(super) trait Object {
    /// What makes two captures captures of the same thing; nothing when the capture does not say.
    fn identity(&self) -> Option<String>;
    /// The newest moment that has passed, as far as the object states it.
    fn newest(&self) -> Option<Time>;
    /// Where it was read.
    fn origin(&self) -> Origin;
    /// Notes where it was read.
    fn set_origin(&mut self, origin: Origin);
    /// Notes when it was captured.
    fn set_captured(&mut self, _at: Option<Time>) {}
    /// Whether this capture is newer than `older` by something surer than the time of capture.
    fn surely_compared(&self, _older: &Self) -> Option<Ordering> {
        None
    }
}

macro_rules! origin {
    () => {
        fn origin(&self) -> Origin {
            self.origin
        }
        fn set_origin(&mut self, origin: Origin) {
            self.origin = origin;
        }
    };
}

macro_rules! captured_at {
    () => {
        fn set_captured(&mut self, at: Option<Time>) {
            self.captured_at = at;
        }
    };
}

/// The newest of some times that may be absent.
fn newest<const N: usize>(times: [Option<Time>; N]) -> Option<Time> {
    times.into_iter().flatten().max()
}

impl Object for Service {
    origin!();
    captured_at!();

    /// Region, account, cluster and name: ARNs from before 2018 do not hold the cluster, and `--query`
    /// may have left only one of the two ARNs.
    fn identity(&self) -> Option<String> {
        let arn = self.service_arn.as_deref().or(self.cluster_arn.as_deref()).unwrap_or_default();
        let (region, account) = (arn::region(arn).unwrap_or_default(), arn::account(arn).unwrap_or_default());
        Some(format!("{region}/{account}/{}/{}", self.cluster().unwrap_or_default(), self.name()?))
    }

    fn newest(&self) -> Option<Time> {
        let rows = self.deployments.iter().map(|row| newest([row.created_at, row.updated_at]));
        let sets = self.task_sets.iter().map(Object::newest);
        let events = self.events.iter().map(|event| event.created_at);
        rows.chain(sets).chain(events).chain([self.created_at]).flatten().max()
    }
}

impl Object for Task {
    origin!();
    captured_at!();

    fn identity(&self) -> Option<String> {
        self.task_arn.clone()
    }

    fn newest(&self) -> Option<Time> {
        self.newest_time()
    }

    /// ECS counts `version` up at every change that it sends to EventBridge.
    /// Source: API reference, `Task`.
    fn surely_compared(&self, older: &Self) -> Option<Ordering> {
        let by_version = self.version.zip(older.version).map(|(mine, theirs)| mine.cmp(&theirs));
        let by_update = self.updated_at.zip(older.updated_at).map(|(mine, theirs)| mine.cmp(&theirs));
        by_version.filter(|order| order.is_ne()).or_else(|| by_update.filter(|order| order.is_ne()))
    }
}

impl Object for TaskDefinition {
    origin!();

    fn identity(&self) -> Option<String> {
        self.task_definition_arn.clone().or_else(|| self.short_name())
    }

    fn newest(&self) -> Option<Time> {
        self.registered_at
    }
}

impl Object for ServiceDeployment {
    origin!();

    fn identity(&self) -> Option<String> {
        self.service_deployment_arn.clone()
    }

    fn newest(&self) -> Option<Time> {
        let own = newest([self.created_at, self.started_at, self.finished_at, self.stopped_at]);
        let rollback = self.rollback.as_ref().and_then(|rollback| rollback.started_at);
        newest([own, self.updated_at, rollback])
    }

    /// While the status is the same, the whole answer of DescribeServiceDeployments says more than the
    /// brief one of ListServiceDeployments, however new that is.
    fn surely_compared(&self, older: &Self) -> Option<Ordering> {
        let whole =
            |one: &Self| one.deployment_configuration.is_some() || one.target_service_revision.is_some();
        let fuller = whole(self).cmp(&whole(older));
        (self.status == older.status && fuller.is_ne()).then_some(fuller)
    }
}

impl Object for ServiceRevision {
    origin!();

    fn identity(&self) -> Option<String> {
        self.service_revision_arn.clone()
    }

    fn newest(&self) -> Option<Time> {
        self.created_at
    }
}

impl Object for TaskSet {
    origin!();

    fn identity(&self) -> Option<String> {
        self.task_set_arn.clone()
    }

    fn newest(&self) -> Option<Time> {
        newest([self.created_at, self.updated_at, self.stability_status_at])
    }
}

impl Object for Cluster {
    origin!();

    fn identity(&self) -> Option<String> {
        self.cluster_arn.clone().or_else(|| self.cluster_name.clone())
    }

    fn newest(&self) -> Option<Time> {
        None
    }
}

impl Object for ContainerInstance {
    origin!();

    fn identity(&self) -> Option<String> {
        self.container_instance_arn.clone()
    }

    fn newest(&self) -> Option<Time> {
        self.registered_at
    }
}

impl Object for CapacityProvider {
    origin!();

    fn identity(&self) -> Option<String> {
        self.capacity_provider_arn.clone()
    }

    fn newest(&self) -> Option<Time> {
        None
    }
}

impl Object for TargetGroup {
    origin!();

    fn identity(&self) -> Option<String> {
        self.target_group_arn.clone()
    }

    fn newest(&self) -> Option<Time> {
        None
    }
}
