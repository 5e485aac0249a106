//! `health.*`: running, but judged unhealthy. A code says that the check was answered, not why it was so.

use super::Next::{Logs, SecurityGroups, Service, TargetGroup, TargetHealth, TaskDefinition};
use super::Role::{Check, Symptom};
use super::{Cause, cause, near, only, same, states};

pub(super) const CAUSES: &[Cause] = &[
    cause(
        "health.elb_tg_missing",
        "cause-health-elb-tg-missing",
        near("Unhealthy"),
        &[TargetGroup, Service],
        &[states(&["target group is not found|target is not found"])],
    ),
    only(
        Check,
        cause(
            "health.elb_4xx",
            "cause-health-elb-4xx",
            same("Unhealthy"),
            &[TargetGroup, TargetHealth, Logs],
            &[states(&["health checks failed with these codes: [4"])],
        ),
    ),
    only(
        Check,
        cause(
            "health.elb_3xx",
            "cause-health-elb-3xx",
            near("Unhealthy"),
            &[TargetGroup, TargetHealth],
            &[states(&["health checks failed with these codes: [3"])],
        ),
    ),
    only(
        Check,
        cause(
            "health.elb_5xx",
            "cause-health-elb-5xx",
            same("Unhealthy"),
            &[Logs, TargetHealth, TargetGroup],
            &[states(&["health checks failed with these codes: [5"])],
        ),
    ),
    only(
        Check,
        cause(
            "health.elb_timeout",
            "cause-health-elb-timeout",
            same("Unhealthy"),
            &[SecurityGroups, TargetGroup, TargetHealth],
            &[states(&["unhealthy in", "request timed out"]), states(&["target.timeout"])],
        ),
    ),
    only(
        Symptom,
        cause(
            "health.elb_slow_start",
            "cause-health-elb-slow-start",
            near("Unhealthy"),
            &[Logs, TargetGroup, Service],
            &[],
        ),
    ),
    only(
        Symptom,
        cause(
            "health.elb_unknown",
            "cause-health-elb-unknown",
            same("Unhealthy"),
            &[TargetHealth, TargetGroup, Logs],
            &[states(&["is unhealthy in|is not healthy in"]), states(&["task failed elb health checks"])],
        ),
    ),
    only(
        Check,
        cause(
            "health.container_cmd_fails",
            "cause-health-container-cmd-fails",
            same("Unhealthy"),
            &[TaskDefinition, Logs],
            &[states(&["failed container health checks"])],
        ),
    ),
    only(
        Symptom,
        cause(
            "health.replacement_notice",
            "cause-health-replacement-notice",
            near("Killing"),
            &[Service],
            &[states(&["due to an unhealthy status"])],
        ),
    ),
];
