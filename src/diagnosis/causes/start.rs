//! `start.*` and `vol.*`: a container that cannot be created or started, and its volumes.

use super::Next::{Instances, Logs, StoppedTasks, TaskDefinition, TaskRole};
use super::{Cause, cause, near, points, same, states};

pub(super) const CAUSES: &[Cause] = &[
    cause(
        "vol.ebs_role",
        "cause-vol-ebs-role",
        near("ProvisioningFailed"),
        &[TaskRole],
        &[states(&["unable to assume the configured ecs infrastructure role"])],
    ),
    cause(
        "vol.ebs_kms",
        "cause-vol-ebs-kms",
        near("ProvisioningFailed"),
        &[TaskDefinition],
        &[points(&["idempotentparametermismatch"])],
    ),
    cause(
        "vol.ebs_fs",
        "cause-vol-ebs-fs",
        near("FailedMount"),
        &[TaskDefinition],
        &[points(&["timed out while configuring the ebs volume attachment"])],
    ),
    cause(
        "vol.docker_volume",
        "cause-vol-docker-volume",
        near("CreateContainerConfigError"),
        &[TaskDefinition],
        &[states(&["invalid volume referenced"]), states(&["unable to resolve volume mounts"])],
    ),
    cause(
        "start.device",
        "cause-start-device",
        near("RunContainerError"),
        &[TaskDefinition, Instances],
        &[states(&["error gathering device information"])],
    ),
    cause(
        "start.gpu_hook",
        "cause-start-gpu-hook",
        near("RunContainerError"),
        &[Instances],
        &[points(&["error running hook"]), points(&["nvidia-container-cli"])],
    ),
    cause(
        "start.mount_file",
        "cause-start-mount-file",
        near("CreateContainerError"),
        &[TaskDefinition],
        &[states(&["error mounting|mounting", "not a directory"])],
    ),
    cause(
        "start.log_driver",
        "cause-start-log-driver",
        near("CreateContainerError"),
        &[StoppedTasks, TaskDefinition],
        &[
            states(&[
                "failed to initialize logging driver",
                "connection refused|connect: no such file or directory|fluent|syslog",
            ]),
            states(&["failed to resolve firelens bridge ip"]),
        ],
    ),
    cause(
        "start.exec_not_found",
        "cause-start-exec-not-found",
        same("RunContainerError"),
        &[TaskDefinition],
        &[
            states(&["executable file not found in $path"]),
            // A volume mounted over the path, or a script with CRLF line ends, says the same.
            points(&["exec:|exec user process", "no such file or dir"]),
        ],
    ),
    cause(
        "start.permission_denied",
        "cause-start-permission-denied",
        same("RunContainerError"),
        &[TaskDefinition],
        &[states(&["exec:|exec user process|exec /", "permission denied"])],
    ),
    cause(
        "start.docker_timeout",
        "cause-start-docker-timeout",
        near("ContainerCreating"),
        &[Instances],
        &[
            states(&["dockertimeouterror|containerruntimetimeouterror"]),
            states(&["could not transition to|could not tranisition to", "timed out after waiting"]),
        ],
    ),
    cause(
        "start.disk_full",
        "cause-start-disk-full",
        near("DiskPressure"),
        &[Instances],
        &[states(&["devmapper: thin pool"])],
    ),
    cause(
        "start.dependency_unresolvable",
        "cause-start-dependency-unresolvable",
        near("CreateContainerConfigError"),
        &[TaskDefinition],
        &[states(&["task dependencies cannot be resolved"]), states(&["link target not available"])],
    ),
    cause(
        "start.dependency_failed",
        "cause-start-dependency-failed",
        near("Init:Error"),
        &[StoppedTasks, TaskDefinition],
        &[states(&[
            "dependency did not exit successfully|dependency will never start|dependency never became healthy",
        ])],
    ),
    cause(
        "start.dependency_stuck",
        "cause-start-dependency-stuck",
        near("PodInitializing"),
        &[TaskDefinition, Logs],
        &[],
    ),
    cause(
        "start.container_exit_before_ready",
        "cause-start-container-exit-before-ready",
        near("Init:Error"),
        &[StoppedTasks, Logs],
        &[],
    ),
];
