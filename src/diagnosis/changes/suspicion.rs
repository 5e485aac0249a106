//! How well a change fits what went wrong: by the family of the finding and the field that changed.

use super::Change;

/// How suspicious a change is, the most suspicious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspicion {
    /// It is of what failed.
    Likely,
    /// It can have to do with what failed.
    Possible,
    /// Nothing ties it to what failed.
    Unlikely,
}

/// Beginnings of fields that fit a class, those that are of what failed and those that can have to do with it.
struct Fit {
    class: &'static str,
    likely: &'static [&'static str],
    possible: &'static [&'static str],
}

/// The more exact class comes before its family. What a class rests on: the fields that its texts are about.
const FITS: &[Fit] = &[
    Fit {
        class: "image.platform_mismatch",
        likely: &["image", "runtimePlatform"],
        possible: &["platformVersion"],
    },
    Fit { class: "image.arch_exec_format", likely: &["image", "runtimePlatform"], possible: &[] },
    Fit {
        class: "image.auth_denied",
        likely: &["image", "executionRoleArn"],
        possible: &["networkConfiguration"],
    },
    Fit {
        class: "image.network_unreachable",
        likely: &["networkConfiguration"],
        possible: &["image", "launchType"],
    },
    Fit { class: "image.layer_network", likely: &["networkConfiguration"], possible: &["image"] },
    Fit { class: "image.disk_full", likely: &["image", "ephemeralStorage"], possible: &[] },
    Fit { class: "image.", likely: &["image"], possible: &["executionRoleArn"] },
    Fit {
        class: "init.net_",
        likely: &["networkConfiguration"],
        possible: &["secrets", "launchType", "platformVersion"],
    },
    Fit { class: "init.logs_network", likely: &["networkConfiguration"], possible: &["logConfiguration"] },
    Fit { class: "init.logs_", likely: &["logConfiguration"], possible: &["executionRoleArn"] },
    Fit {
        class: "init.efs_",
        likely: &["volumes", "mountPoints"],
        possible: &["taskRoleArn", "networkConfiguration"],
    },
    Fit {
        class: "init.envfile_",
        likely: &["environmentFiles"],
        possible: &["executionRoleArn", "networkConfiguration"],
    },
    Fit { class: "init.iam_ecr", likely: &["executionRoleArn"], possible: &["image"] },
    Fit { class: "init.", likely: &["secrets", "executionRoleArn"], possible: &[] },
    Fit { class: "start.log_driver", likely: &["logConfiguration", "dependsOn"], possible: &["image"] },
    Fit {
        class: "start.dependency",
        likely: &["dependsOn", "healthCheck"],
        possible: &["image", "command", "essential"],
    },
    Fit { class: "start.mount_file", likely: &["mountPoints", "volumes"], possible: &["image"] },
    Fit {
        class: "start.",
        likely: &["command", "entryPoint", "image", "mountPoints"],
        possible: &["user", "workingDirectory", "volumes", "readonlyRootFilesystem"],
    },
    Fit {
        class: "run.oom",
        likely: &["memory", "memoryReservation", "image"],
        possible: &["environment", "command"],
    },
    Fit {
        class: "run.sigkill_after_stop",
        likely: &["stopTimeout", "entryPoint", "command"],
        possible: &["image"],
    },
    Fit {
        class: "run.",
        likely: &["image", "command", "entryPoint", "environment", "secrets"],
        possible: &[
            "taskRoleArn",
            "mountPoints",
            "volumes",
            "memory",
            "cpu",
            "user",
            "workingDirectory",
            "readonlyRootFilesystem",
            "networkConfiguration",
        ],
    },
    Fit {
        class: "health.container_",
        likely: &["healthCheck", "image"],
        possible: &["command", "entryPoint", "environment", "secrets", "cpu", "memory"],
    },
    Fit {
        class: "health.elb_sg",
        likely: &["networkConfiguration.securityGroups", "portMappings"],
        possible: &["image"],
    },
    Fit {
        class: "health.elb_timeout",
        likely: &["networkConfiguration.securityGroups", "portMappings", "image"],
        possible: &["environment", "cpu", "command"],
    },
    Fit {
        class: "health.",
        likely: &["image", "portMappings", "environment"],
        possible: &["command", "entryPoint", "secrets", "cpu", "memory", "networkConfiguration"],
    },
    Fit {
        class: "place.",
        likely: &[
            "cpu",
            "memory",
            "memoryReservation",
            "portMappings",
            "placementConstraints",
            "runtimePlatform",
        ],
        possible: &[
            "networkMode",
            "requiresCompatibilities",
            "capacityProviderStrategy",
            "launchType",
            "logConfiguration",
        ],
    },
    Fit { class: "iam.", likely: &["taskRoleArn", "executionRoleArn"], possible: &[] },
    Fit { class: "net.", likely: &["networkConfiguration"], possible: &["networkMode"] },
    Fit { class: "vol.", likely: &["volumes", "mountPoints"], possible: &["taskRoleArn"] },
];

/// How well `change` fits the root cause; the first class that says anything of causes decides.
pub fn of(change: &Change, classes: &[&str]) -> Suspicion {
    let fit = classes.iter().find_map(|class| FITS.iter().find(|fit| class.starts_with(fit.class)));
    let Some(fit) = fit else { return Suspicion::Unlikely };
    let among = |fields: &[&str]| fields.iter().any(|field| is(&change.field, field));
    if among(fit.likely) {
        Suspicion::Likely
    } else if among(fit.possible) {
        Suspicion::Possible
    } else {
        Suspicion::Unlikely
    }
}

/// Whether `field` is `wanted` or a part of it: `imageDigest[…]` is of the image, `memoryReservation` is not
/// `memory`.
fn is(field: &str, wanted: &str) -> bool {
    let base = field.split(['[', '.']).next().unwrap_or(field);
    base == wanted || field == wanted || (wanted == "image" && base == "imageDigest")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(field: &str, class: &str) -> Suspicion {
        let change = Change {
            container: None,
            field: field.to_owned(),
            before: None,
            after: None,
            masked: false,
            suspicion: Suspicion::Unlikely,
        };
        of(&change, &[class])
    }

    #[test]
    fn a_change_is_suspected_of_what_it_can_do() {
        assert_eq!(fits("secrets[DB]", "init.secret_missing"), Suspicion::Likely);
        assert_eq!(fits("image", "init.secret_missing"), Suspicion::Unlikely);
        assert_eq!(fits("image", "run.app_exit_nonzero"), Suspicion::Likely);
        assert_eq!(fits("imageDigest[web:1]", "run.app_exit_nonzero"), Suspicion::Likely);
        assert_eq!(fits("cpu", "run.app_exit_nonzero"), Suspicion::Possible);
        assert_eq!(fits("memoryReservation", "run.oom_container"), Suspicion::Likely);
        assert_eq!(fits("healthCheck.startPeriod", "health.container_cmd_fails"), Suspicion::Likely);
        assert_eq!(fits("image", "deploy.config_deadlock"), Suspicion::Unlikely);
        assert_eq!(fits("networkConfiguration.securityGroups", "health.elb_sg"), Suspicion::Likely);
        assert_eq!(fits("networkConfiguration.subnets", "health.elb_sg"), Suspicion::Unlikely);
    }
}
