//! `infra.*` and `state.*`: host, platform and scheduler; mostly no fault of the service.

use super::Next::{Cluster, Instances, Service};
use super::Role::{Check, Normal};
use super::{Cause, cause, may, near, only, same, states};

pub(super) const CAUSES: &[Cause] = &[
    only(
        Normal,
        cause(
            "infra.scale_in",
            "cause-infra-scale-in",
            near("ScalingReplicaSet"),
            &[Service],
            &[states(&["scaling activity initiated by"])],
        ),
    ),
    only(
        Normal,
        cause(
            "infra.maintenance",
            "cause-infra-maintenance",
            near("Evicted"),
            &[Service],
            &[states(&["is performing maintenance on the underlying infrastructure"])],
        ),
    ),
    only(
        Check,
        cause(
            "infra.spot",
            "cause-infra-spot",
            same("Preempted"),
            &[Service],
            &[states(&["spot task was interrupted"])],
        ),
    ),
    only(
        Check,
        cause(
            "infra.host_terminated",
            "cause-infra-host-terminated",
            same("NodeLost"),
            &[Instances, Cluster],
            &[states(&["host ec2", "terminated|stopped"])],
        ),
    ),
    only(
        Check,
        cause(
            "infra.host_deregistered",
            "cause-infra-host-deregistered",
            near("NodeLost"),
            &[Instances],
            &[states(&["container instance deregistration forced"])],
        ),
    ),
    only(
        Check,
        cause(
            "infra.host_lost_container",
            "cause-infra-host-lost-container",
            near("ContainerStatusUnknown"),
            &[Instances],
            &[states(&["no container matching saved id found"])],
        ),
    ),
    only(
        Check,
        cause(
            "infra.platform_transient",
            "cause-infra-platform-transient",
            near("FailedCreatePodSandBox"),
            &[Service],
            &[
                may(&["netplugin failed with no error message"]),
                states(&["timeout waiting for ephemeralstorage provisioning"]),
            ],
        ),
    ),
    only(
        Check,
        cause(
            "infra.user_stopped",
            "cause-infra-user-stopped",
            near("Killing"),
            &[Service],
            &[states(&["task stopped before image pull could begin"]), states(&["task stopped by user"])],
        ),
    ),
    only(
        Normal,
        cause(
            "state.steady",
            "cause-state-steady",
            same("Available"),
            &[],
            &[states(&["has reached a steady state"])],
        ),
    ),
    only(
        Normal,
        cause(
            "state.az_rebalance",
            "cause-state-az-rebalance",
            near("Descheduled"),
            &[],
            &[states(&["az rebalanc"]), states(&["is az balanced with|is not az balanced with"])],
        ),
    ),
];
