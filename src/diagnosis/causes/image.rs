//! `image.*`: pulling the image.

use super::Next::{Endpoints, ExecutionRole, Image, Routes, SecurityGroups, TaskDefinition};
use super::{Cause, NOTHING_ANSWERED, cause, may, near, points, same, states};

/// Texts that say that an image was being pulled: the agents' names for it, and their sentences.
const PULL: &str = "cannotpull|pull image manifest|ref pull has been retried|inspect image has been retried|\
    failed to resolve ref|pulling from host|pull access denied|task can't pull the image|task cannot pull the image";

pub(super) const CAUSES: &[Cause] = &[
    cause(
        "image.disk_full",
        "cause-image-disk-full",
        near("DiskPressure"),
        &[TaskDefinition, Image],
        &[states(&["no space left on device"])],
    ),
    cause(
        "image.rate_limited",
        "cause-image-rate-limited",
        same("ErrImagePull"),
        &[TaskDefinition],
        &[states(&["toomanyrequests|429 too many requests|pull rate limit"])],
    ),
    cause(
        "image.platform_mismatch",
        "cause-image-platform-mismatch",
        same("ErrImagePull"),
        &[TaskDefinition, Image],
        &[
            states(&["does not contain descriptor matching platform"]),
            states(&["failed to find a descriptor for platform"]),
            states(&["no matching manifest for"]),
        ],
    ),
    cause(
        "image.os_mismatch",
        "cause-image-os-mismatch",
        near("CreateContainerError"),
        &[TaskDefinition],
        &[states(&["operating system does not match the host operating system"])],
    ),
    cause(
        "image.arch_exec_format",
        "cause-image-arch-exec-format",
        near("CrashLoopBackOff"),
        &[TaskDefinition, Image],
        &[states(&["exec format error"])],
    ),
    cause(
        "image.bad_reference",
        "cause-image-bad-reference",
        same("InvalidImageName"),
        &[TaskDefinition],
        &[states(&["invalid reference format"]), points(&[PULL, "no such host"])],
    ),
    cause(
        "image.layer_network",
        "cause-image-layer-network",
        near("ErrImagePull"),
        &[Endpoints, Routes, SecurityGroups],
        &[states(&[PULL, "httpreaderseeker|failed to copy", NOTHING_ANSWERED])],
    ),
    cause(
        "image.network_unreachable",
        "cause-image-network-unreachable",
        same("ErrImagePull"),
        &[Routes, SecurityGroups, Endpoints],
        &[states(&[PULL, NOTHING_ANSWERED]), points(&[PULL, "connection refused|connection reset"])],
    ),
    cause(
        "image.auth_denied",
        "cause-image-auth-denied",
        same("ErrImagePull"),
        &[ExecutionRole, TaskDefinition, Image],
        &[
            states(&[
                PULL,
                "403 forbidden|401 unauthorized|no basic auth credentials|incorrect username or password",
            ]),
            states(&[
                PULL,
                "accessdenied|not authorized to perform|requested access to the resource is denied",
            ]),
            states(&["ecr:batchgetimage|ecr:getdownloadurlforlayer", "not authorized"]),
            states(&[
                "engine ecr credentials: not found|engine docker private registry credentials: not found",
            ]),
            points(&[PULL, "role has the permissions|cannotpullcontainerauth"]),
        ],
    ),
    cause(
        "image.digest_gone",
        "cause-image-digest-gone",
        near("ImagePullBackOff"),
        &[Image, TaskDefinition],
        &[states(&[PULL, "@sha256:", ": not found|manifest unknown"])],
    ),
    cause(
        "image.not_found",
        "cause-image-not-found",
        same("ImagePullBackOff"),
        &[Image, TaskDefinition],
        &[
            // Docker Hub says the same of a private image and of one that is not there.
            may(&[PULL, "pull access denied|no pull access"]),
            states(&[PULL, "manifest unknown|name unknown|not found|does not exist"]),
        ],
    ),
    cause(
        "image.corrupt_manifest",
        "cause-image-corrupt-manifest",
        near("ErrImagePull"),
        &[Image],
        &[states(&[PULL, "failed to unpack image|failed to extract layer"])],
    ),
    cause(
        "image.unknown",
        "cause-image-unknown",
        near("ErrImagePull"),
        &[Image, TaskDefinition],
        &[may(&["cannotpull"]), may(&["task can't pull the image|task cannot pull the image"])],
    ),
];
