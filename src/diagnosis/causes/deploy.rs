//! `deploy.*`: the deployment machinery. Most of its texts say that something failed, not what.

use super::Next::{
    OpenBand, Protection, Service, ServiceDeployments, StoppedTasks, TargetGroup, TaskDefinition,
};
use super::Role::{Check, Normal, Symptom};
use super::{Cause, cause, near, only, points, same, states};

pub(super) const CAUSES: &[Cause] = &[
    cause(
        "deploy.alarm_rollback",
        "cause-deploy-alarm-rollback",
        near("ProgressDeadlineExceeded"),
        &[ServiceDeployments],
        &[states(&["deployment failed: alarm detected"])],
    ),
    cause(
        "deploy.hook_failed",
        "cause-deploy-hook-failed",
        near("ProgressDeadlineExceeded"),
        &[ServiceDeployments],
        &[states(&["hook execution failure"])],
    ),
    cause(
        "deploy.config_deadlock",
        "cause-deploy-config-deadlock",
        near("ProgressDeadlineExceeded"),
        &[Service, OpenBand],
        &[
            // The text also comes up for a moment when deployments overlap.
            points(&[
                "unable to stop or start tasks during a deployment because of the service deployment configuration",
            ]),
        ],
    ),
    cause(
        "deploy.task_protection",
        "cause-deploy-task-protection",
        near("DisruptionAllowed=False"),
        &[Protection, Service],
        &[states(&["tasks under protection|number of protected tasks"])],
    ),
    cause(
        "deploy.register_targets",
        "cause-deploy-register-targets",
        near("FailedToUpdateEndpoint"),
        &[TargetGroup, TaskDefinition],
        &[states(&["failed to register targets"])],
    ),
    cause(
        "deploy.lb_config",
        "cause-deploy-lb-config",
        near("Invalid"),
        &[TargetGroup, TaskDefinition],
        &[
            states(&["target type ip is incompatible with the bridge network mode"]),
            states(&["does not have an associated load balancer"]),
        ],
    ),
    only(
        Check,
        cause(
            "deploy.throttled",
            "cause-deploy-throttled",
            near("FailedCreate"),
            &[Service],
            &[states(&["operations are being throttled|operation_throttled"])],
        ),
    ),
    only(
        Symptom,
        cause(
            "deploy.impaired",
            "cause-deploy-impaired",
            same("CrashLoopBackOff"),
            &[StoppedTasks],
            &[states(&["unable to consistently start tasks|service_task_start_impaired"])],
        ),
    ),
    only(
        Symptom,
        cause(
            "deploy.circuit_breaker",
            "cause-deploy-circuit-breaker",
            near("ProgressDeadlineExceeded"),
            &[ServiceDeployments, StoppedTasks],
            &[
                states(&["deployment failed:"]),
                states(&["rolling back to deployment|service_deployment_failed"]),
                states(&["deployment circuit breaker:"]),
                states(&["no rollback candidate was found"]),
            ],
        ),
    ),
    only(
        Symptom,
        cause(
            "deploy.no_breaker_loop",
            "cause-deploy-no-breaker-loop",
            near("ProgressDeadlineExceeded"),
            &[Service, StoppedTasks],
            &[],
        ),
    ),
    only(
        Symptom,
        cause(
            "deploy.timeout",
            "cause-deploy-timeout",
            near("ProgressDeadlineExceeded"),
            &[Service, ServiceDeployments],
            &[states(&["servicesstable", "max attempts exceeded"]), states(&["did not stabilize"])],
        ),
    ),
    only(
        Normal,
        cause(
            "deploy.rollback_cleanup",
            "cause-deploy-rollback-cleanup",
            near("ScalingReplicaSet"),
            &[],
            &[states(&["stopped", "pending tasks"])],
        ),
    ),
];
