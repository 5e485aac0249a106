//! Programs that ask AWS, with nothing of the settings of whoever runs the tests.

use std::ffi::OsStr;
use std::process::Command;

/// `program` without a setting of AWS or of a proxy, and without the metadata service.
pub fn bare(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_ascii_uppercase();
        if text.starts_with("AWS_") || text.ends_with("_PROXY") {
            command.env_remove(name);
        }
    }
    command.env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

/// [`bare`], with keys and a Region that are nobody's.
pub fn keyed(program: impl AsRef<OsStr>) -> Command {
    let mut command = bare(program);
    command
        .env("AWS_CONFIG_FILE", "/nonexistent")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_REGION", "us-east-1")
        .env("NO_PROXY", "127.0.0.1");
    command
}

/// [`keyed`], for an AWS CLI, an SDK or ecsplain on `endpoint`.
pub fn on(endpoint: &str, program: impl AsRef<OsStr>) -> Command {
    let mut command = keyed(program);
    // The AWS CLI knows the older name of the Region alone.
    command.env("AWS_DEFAULT_REGION", "us-east-1").env("AWS_PAGER", "").env("AWS_ENDPOINT_URL", endpoint);
    command
}
