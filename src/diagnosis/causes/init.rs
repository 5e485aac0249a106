//! `init.*`: what happens before any container: registry auth, secrets, log group, file systems.

use super::Next::{
    Endpoints, ExecutionRole, LogGroup, Routes, Secrets, SecurityGroups, Subnets, TaskDefinition, TaskRole,
};
use super::{Cause, NOTHING_ANSWERED, cause, may, near, points, same, states};

/// Texts that say that a secret was being fetched; the prefix of all of them, `unable to pull secrets or
/// registry auth`, does not say which of the two.
const FETCHING_SECRET: &str = "unable to retrieve secret|cannot pull secrets|fetching secret data|failed to fetch secret|\
    unable to get secret";

/// Texts that say that the registry's token was being fetched.
const FETCHING_TOKEN: &str = "unable to retrieve ecr registry auth|cannot pull registry auth|ecr: getauthorizationtoken|https://api.ecr";

const REFUSED: &str = "accessdenied|not authorized to perform";

const CREATING_LOG_STREAM: &str = "failed to validate logger args|failed to initialize logging driver";

pub(super) const CAUSES: &[Cause] = &[
    cause(
        "init.kms_denied",
        "cause-init-kms-denied",
        near("CreateContainerConfigError"),
        &[ExecutionRole, TaskDefinition],
        &[states(&["access to kms is not allowed"]), states(&["kms:decrypt", REFUSED])],
    ),
    cause(
        "init.envfile_network",
        "cause-init-envfile-network",
        near("CreateContainerConfigError"),
        &[Endpoints, Routes, SecurityGroups],
        &[states(&["failed to download env files", NOTHING_ANSWERED])],
    ),
    cause(
        "init.envfile_missing",
        "cause-init-envfile-missing",
        same("CreateContainerConfigError"),
        &[TaskDefinition, ExecutionRole],
        &[
            // 403 also means missing, where the role may not list the bucket.
            points(&[
                "failed to download env files",
                "statuscode: 403|statuscode: 404|nosuchkey|accessdenied",
            ]),
        ],
    ),
    cause(
        "init.secret_json_key",
        "cause-init-secret-json-key",
        same("CreateContainerConfigError"),
        &[Secrets, TaskDefinition],
        &[states(&["did not contain json key"])],
    ),
    cause(
        "init.secret_json",
        "cause-init-secret-json",
        near("CreateContainerConfigError"),
        &[Secrets, TaskDefinition],
        &[
            states(&["invalid character", "looking for beginning of value"]),
            states(&["unable to pull secrets", "invalid character"]),
        ],
    ),
    cause(
        "init.secret_bad_valuefrom",
        "cause-init-secret-bad-valuefrom",
        near("CreateContainerConfigError"),
        &[TaskDefinition],
        &[states(&["invalid arn format"])],
    ),
    cause(
        "init.secret_missing",
        "cause-init-secret-missing",
        same("CreateContainerConfigError"),
        &[Secrets, TaskDefinition],
        &[
            states(&["can't find the specified secret"]),
            states(&[
                "unable to pull secrets|unable to retrieve secret|fetching secret data",
                "invalid parameters|invalid ssm parameters|parameternotfound",
            ]),
            states(&[FETCHING_SECRET, "resourcenotfoundexception"]),
        ],
    ),
    cause(
        "init.iam_secrets",
        "cause-init-iam-secrets",
        near("CreateContainerConfigError"),
        &[ExecutionRole, TaskDefinition],
        &[
            states(&["secretsmanager:getsecretva|ssm:getparameter", REFUSED]),
            states(&[FETCHING_SECRET, REFUSED]),
        ],
    ),
    cause(
        "init.net_secrets",
        "cause-init-net-secrets",
        near("CreateContainerConfigError"),
        &[Endpoints, Routes, SecurityGroups],
        &[
            states(&[FETCHING_SECRET, NOTHING_ANSWERED]),
            states(&[
                "connection issue between the task and aws secrets manager|connection issue between the task and aws systems manager",
            ]),
        ],
    ),
    cause(
        "init.iam_ecr",
        "cause-init-iam-ecr",
        near("ImagePullBackOff"),
        &[ExecutionRole, TaskDefinition],
        &[
            states(&["registry auth", "ecr:getauth|getauthorizationtoken", REFUSED]),
            states(&["unable to retrieve ecr registry auth|cannot pull registry auth", REFUSED]),
        ],
    ),
    cause(
        "init.net_ecr",
        "cause-init-net-ecr",
        near("ImagePullBackOff"),
        &[Endpoints, Routes, SecurityGroups, Subnets],
        &[states(&[
            "resourceinitializationerror|unable to pull secrets or registry auth",
            FETCHING_TOKEN,
            NOTHING_ANSWERED,
        ])],
    ),
    cause(
        "init.logs_config",
        "cause-init-logs-config",
        near("CreateContainerError"),
        &[TaskDefinition],
        &[states(&["missingendpoint"]), states(&["awslogs-region", "is required|must specify"])],
    ),
    cause(
        "init.logs_iam",
        "cause-init-logs-iam",
        near("CreateContainerError"),
        &[ExecutionRole, TaskDefinition],
        &[
            states(&["logs:createlogstream|logs:createloggroup", REFUSED]),
            states(&["failed to create cloudwatch log", REFUSED]),
            points(&["no execution credentials set for the task"]),
        ],
    ),
    cause(
        "init.logs_network",
        "cause-init-logs-network",
        near("CreateContainerError"),
        &[LogGroup, Endpoints, Routes],
        &[
            // "Cannot find the log group" and "signal: killed" are about the connection: the check ran out of time.
            states(&["cannot find the amazon cloudwatch log group", "connection issue"]),
            points(&["failed to validate logger args", "signal: killed"]),
            states(&[CREATING_LOG_STREAM, "cloudwatch|logs.", NOTHING_ANSWERED]),
        ],
    ),
    cause(
        "init.logs_group_missing",
        "cause-init-logs-group-missing",
        near("CreateContainerError"),
        &[LogGroup, TaskDefinition],
        &[
            states(&["specified log group does not exist"]),
            states(&["failed to validate logger args", "resourcenotfoundexception"]),
            // Cut before the part that tells.
            may(&["failed to validate logger args", "failed to create cloudwatch log"]),
        ],
    ),
    cause(
        "init.efs_path",
        "cause-init-efs-path",
        same("FailedMount"),
        &[TaskDefinition],
        &[
            states(&["fs-", "reason given by server: no such file or directory"]),
            states(&["mounting fs-", "no such file or directory"]),
        ],
    ),
    cause(
        "init.efs_access",
        "cause-init-efs-access",
        same("FailedMount"),
        &[TaskRole, TaskDefinition],
        &[
            states(&["access denied by server while mounting"]),
            points(&["rootfs_linux.go", "mounting", "permission denied"]),
        ],
    ),
    cause(
        "init.efs_race",
        "cause-init-efs-race",
        near("FailedMount"),
        &[Subnets],
        &[may(&["efs utils", "connection reset by peer"])],
    ),
    cause(
        "init.efs_dns",
        "cause-init-efs-dns",
        near("FailedMount"),
        &[Subnets, TaskDefinition],
        &[
            // A mount target that was made a minute ago has no name yet, and then a later task works.
            points(&["failed to resolve \"fs-|failed to resolve fs-"]),
        ],
    ),
    cause(
        "init.efs_network",
        "cause-init-efs-network",
        near("FailedMount"),
        &[SecurityGroups, TaskDefinition],
        &[states(&["efs utils|mount.nfs|nfs", "mount", "timed out|timeout"])],
    ),
];
