//! What the configuration files say of the profile in use, beside what the SDK reads there by itself.

use std::ffi::OsString;

use aws_runtime::env_config::section::EnvConfigSections;

use super::connection::Target;
use super::places;
use crate::msg;
use crate::words::Message;

/// What the AWS CLI gets keys by, and the SDK does not: a person is asked, or a feature is not compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// `mfa_serial`: the code of a device.
    Mfa,
    /// `login_session`: what `aws login` left.
    Login,
}

/// The profile in use.
#[derive(Debug, Clone, Default)]
pub(super) struct InUse {
    /// Its name, when it is named by a flag or the environment.
    pub(super) name: Option<String>,
    /// `ca_bundle`: the certificates to trust. Source: AWS CLI configuration reference.
    pub(super) ca_bundle: Option<OsString>,
    /// What its keys need that the SDK has not.
    pub(super) beyond: Option<Beyond>,
}

impl InUse {
    /// Reads the profile that `target` or `AWS_PROFILE` names, or the default one.
    ///
    /// # Errors
    /// A sentence when the profile that is named is not in the files, unless there are keys without it.
    pub(super) async fn read(target: &Target) -> Result<Self, Message> {
        let from_environment = || std::env::var("AWS_PROFILE").ok();
        let name = target.profile.clone().or_else(from_environment).filter(|name| !name.is_empty());
        let Some(sections) = places::sections().await else { return Ok(Self { name, ..Self::default() }) };
        let wanted = name.as_deref().unwrap_or("default");
        let Some(profile) = sections.get_profile(wanted) else {
            return match name {
                Some(name) if name != "default" && needs_profile(target) => Err(unknown(&name, &sections)),
                name => Ok(Self { name, ..Self::default() }),
            };
        };
        let ca_bundle = profile.get("ca_bundle").filter(|path| !path.is_empty()).map(OsString::from);
        Ok(Self { ca_bundle, beyond: beyond(&sections, wanted), name })
    }
}

/// Whether the profile is what the keys come from: it is named by the flag, or there are none beside it.
fn needs_profile(target: &Target) -> bool {
    !target.keyless && (target.profile.is_some() || std::env::var_os("AWS_ACCESS_KEY_ID").is_none())
}

fn unknown(name: &str, sections: &EnvConfigSections) -> Message {
    let mut known: Vec<&str> = sections.profiles().collect();
    known.sort_unstable();
    match known.as_slice() {
        [] => msg!("live-no-profiles", profile = name),
        known => msg!("live-no-profile", profile = name, known = known.join(", ")),
    }
}

/// Profiles that a profile can stand upon, one behind the other, before it is taken for a circle.
const LONGEST_CHAIN: usize = 8;

/// What `profile`, or one that it gets its keys from, needs beyond the SDK.
fn beyond(sections: &EnvConfigSections, profile: &str) -> Option<Beyond> {
    let behind = |name: &&str| sections.get_profile(name)?.get("source_profile");
    std::iter::successors(Some(profile), behind).take(LONGEST_CHAIN).find_map(|name| {
        let profile = sections.get_profile(name)?;
        let has = |key: &str| profile.get(key).is_some();
        match (has("mfa_serial") && has("role_arn"), has("login_session")) {
            (true, _) => Some(Beyond::Mfa),
            (false, true) => Some(Beyond::Login),
            (false, false) => None,
        }
    })
}
