//! What ECS said: the answers of its API as plain data, AWS-shaped, with where each was read.
//!
//! Every type here decodes the JSON that `aws ecs describe-*` prints. Unknown fields are ignored,
//! missing ones and `null` are absent, so that an answer of next year, a cut `--query` and an
//! emulator's half answer all decode. Nothing here does I/O, reads a clock or draws.

pub mod arn;
pub mod facts;
pub mod infrastructure;
pub mod lenient;
pub mod live;
pub mod notice;
pub mod origin;
pub mod redaction;
pub mod retention;
pub mod service;
pub mod service_deployment;
pub mod snapshot;
pub mod task;
pub mod task_definition;
pub mod telemetry;
pub mod time;

pub use facts::{Facts, Subject, TaskIndex};
pub use infrastructure::{
    CapacityProvider, Cluster, ContainerInstance, Resource, TargetDescription, TargetGroup, TargetHealthSet,
};
pub use live::Live;
pub use notice::{Notice, NoticeLevel};
pub use origin::{Document, Origin};
pub use service::{
    CircuitBreaker, Deployment, DeploymentConfiguration, LifecycleHook, LoadBalancer, NetworkConfiguration,
    Service, ServiceEvent, TaskSet,
};
pub use service_deployment::{
    DeploymentAlarmsStatus, HookDetail, RevisionSummary, ServiceDeployment, ServiceRevision,
};
pub use snapshot::{CaptureBasis, Captured, Failure, Listing, Snapshot, Superseded};
pub use task::{Attachment, Container, KeyValue, NetworkInterface, Task};
pub use task_definition::{ContainerDefinition, HealthCheck, TaskDefinition};

pub use telemetry::{LogLine, LogStream, MetricSeries};
