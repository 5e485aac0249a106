//! Where one could look instead: the profiles of the configuration files and the Regions of AWS.

use aws_runtime::env_config;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_runtime::env_config::section::EnvConfigSections;
use aws_types::os_shim_internal::{Env, Fs};

/// The Regions of AWS, China and GovCloud in November 2026; another one may be typed.
/// Source: AWS General Reference, `rande`.
pub const REGIONS: [&str; 38] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "cn-north-1",
    "cn-northwest-1",
    "us-gov-east-1",
    "us-gov-west-1",
];

/// A profile of the configuration files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its Region, when it names one.
    pub region: Option<String>,
}

/// The profiles of `~/.aws/config` and `~/.aws/credentials`, or of the files that the environment names in
/// their place, in the order of the alphabet. Files that cannot be read name none.
pub fn profiles() -> Vec<Profile> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let read = runtime.ok().and_then(|runtime| runtime.block_on(sections()));
    let Some(sections) = read else { return Vec::new() };
    let region = |name: &str| sections.get_profile(name).and_then(|profile| profile.get("region"));
    let profile = |name: &str| Profile { name: name.to_owned(), region: region(name).map(str::to_owned) };
    let mut profiles: Vec<Profile> = sections.profiles().map(profile).collect();
    profiles.sort_by(|one, other| one.name.cmp(&other.name));
    profiles
}

/// The sections of those files; absent when they cannot be read.
pub(super) async fn sections() -> Option<EnvConfigSections> {
    let source =
        env_config::source::load(&Env::real(), &Fs::real(), &EnvConfigFiles::default()).await.ok()?;
    EnvConfigSections::parse(source).ok()
}
