//! `run.*`: a container ran and ended, as far as texts say why; exit codes are read by the rules.

use super::Next::{Logs, StoppedTasks, TaskDefinition};
use super::Role::{Check, Symptom};
use super::{Cause, cause, near, only, same, states};

pub(super) const CAUSES: &[Cause] = &[
    cause(
        "run.oom_at_start",
        "cause-run-oom-at-start",
        near("OOMKilled"),
        &[TaskDefinition, Logs],
        &[states(&["oom-killed"]), states(&["cannotstartcontainererror", "memory limit too low"])],
    ),
    cause(
        "run.oom_container",
        "cause-run-oom-container",
        same("OOMKilled"),
        &[TaskDefinition, StoppedTasks],
        &[states(&["outofmemoryerror"]), states(&["container killed due to memory usage"])],
    ),
    only(
        Symptom,
        cause(
            "run.sigkill_after_stop",
            "cause-run-sigkill-after-stop",
            near("Killing"),
            &[TaskDefinition],
            &[],
        ),
    ),
    only(
        Check,
        cause(
            "run.app_exit_nonzero",
            "cause-run-app-exit-nonzero",
            same("CrashLoopBackOff"),
            &[Logs, TaskDefinition],
            &[],
        ),
    ),
    only(
        Check,
        cause(
            "run.app_exit_zero",
            "cause-run-app-exit-zero",
            near("Completed"),
            &[TaskDefinition, Logs],
            &[],
        ),
    ),
    only(Check, cause("run.segfault", "cause-run-segfault", near("CrashLoopBackOff"), &[Logs], &[])),
];
