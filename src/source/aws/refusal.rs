//! Why a call was not answered, and the sentence that says how to mend it.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_ecs::error::{ProvideErrorMetadata, SdkError};
use serde::Deserialize;

use super::profile::{Beyond, InUse};
use super::tape::Heard;
use crate::model::live::{Call, Refusal};
use crate::msg;
use crate::words::Message;
use crate::words::shell::quoted;

/// Codes that say: these credentials were good once. Source: each service's common errors.
const EXPIRED: [&str; 4] =
    ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"];
/// Codes that say: this key is not known here, or the signature is wrong. Source: as above.
const REJECTED: [&str; 8] = [
    "AuthFailure",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "OptInRequired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];

/// Tells why a call failed, from what the SDK says and what was heard.
pub(super) fn of<E>(error: &SdkError<E>, heard: &Heard) -> Refusal
where
    E: ProvideErrorMetadata + Error + 'static,
{
    if let Some(missing) = credentials_error(error) {
        return Refusal::NoCredentials(missing);
    }
    match error {
        SdkError::TimeoutError(_) => Refusal::TimedOut,
        SdkError::DispatchFailure(failure) if failure.is_timeout() => Refusal::TimedOut,
        SdkError::ServiceError(service) => match service.err().code() {
            Some(code) => Refusal::Error {
                code: code.to_owned(),
                message: service.err().message().unwrap_or_default().to_owned(),
            },
            None => stated(heard).unwrap_or_else(|| unexplained(heard)),
        },
        SdkError::ResponseError(_) => stated(heard).unwrap_or_else(|| unexplained(heard)),
        other => Refusal::Unreachable(chain(other)),
    }
}

/// The error that the answer states in JSON, where the SDK did not look for one.
fn stated(heard: &Heard) -> Option<Refusal> {
    #[derive(Deserialize)]
    struct Stated {
        #[serde(rename = "__type")]
        code: String,
        #[serde(default, alias = "Message")]
        message: String,
    }
    let Stated { code, message } =
        serde_json::from_slice(&heard.body).ok().filter(|_| heard.status >= 400)?;
    // `com.amazonaws.cloudwatch#AccessDeniedException`
    let code = code.rsplit('#').next().unwrap_or_default().to_owned();
    Some(Refusal::Error { code, message })
}

fn unexplained(heard: &Heard) -> Refusal {
    match heard.status {
        0 | 200..=299 => Refusal::Garbled,
        status => Refusal::Status(status),
    }
}

fn credentials_error(error: &(dyn Error + 'static)) -> Option<String> {
    let mut source = Some(error);
    while let Some(error) = source {
        if error.is::<CredentialsError>() {
            return Some(chain(error));
        }
        source = error.source();
    }
    None
}

/// An error and what caused it; the last word is the most telling. A cause that the error already says is
/// left out.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        source = cause.source();
    }
    said.trim_end_matches('.').to_owned()
}

/// The code of a cluster that is not there, or INACTIVE. Source: API reference, common errors of Amazon ECS.
const NO_CLUSTER: &str = "ClusterNotFoundException";

/// Whether the cluster that was asked for is gone. A deleted one may be listed for a while. Source: API reference,
/// `DeleteCluster`.
pub(super) fn is_of_a_gone_cluster(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Error { code, .. } if code == NO_CLUSTER)
}

/// Whether nothing can be asked of this endpoint at all, whatever the call.
pub(super) fn is_general(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::NoCredentials(_) | Refusal::Unreachable(_) => true,
        Refusal::Error { code, .. } => EXPIRED.contains(&code.as_str()) || REJECTED.contains(&code.as_str()),
        _ => false,
    }
}

/// Who was asked, and as whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) profile: &'a InUse,
    /// Absent for AWS itself.
    pub(super) endpoint: Option<&'a str>,
    pub(super) region: &'a str,
}

impl Asked<'_> {
    fn with_profile(&self, command: &str) -> String {
        match &self.profile.name {
            Some(profile) => format!("{command} --profile {}", quoted(profile)),
            None => command.to_owned(),
        }
    }

    /// Why there are no keys, and what gets some.
    fn no_credentials(&self, why: &str) -> Message {
        let export =
            || format!("eval \"$({} --format env)\"", self.with_profile("aws configure export-credentials"));
        match self.profile.beyond {
            // Keys that are fetched over the network are not missing when it is the network that fails.
            _ if why.contains(NOT_SENT) => msg!("live-keys-unreachable", why = why),
            _ if is_about_sso(why) => {
                msg!("live-sso", command = self.with_profile("aws sso login"), why = why)
            }
            Some(Beyond::Mfa) => msg!("live-mfa", command = export(), region = self.region, why = why),
            Some(Beyond::Login) => msg!("live-login", command = export(), region = self.region, why = why),
            None if why.contains(ROLE_REFUSED) => {
                msg!("live-role", command = self.with_profile("aws sts get-caller-identity"), why = why)
            }
            None => msg!("live-no-credentials", command = self.with_profile("aws configure"), why = why),
        }
    }

    fn unreachable(&self, why: &str) -> Message {
        let untrusted = why.contains(UNTRUSTED);
        match self.endpoint {
            _ if untrusted => msg!("live-untrusted", endpoint = self.endpoint.unwrap_or("AWS"), why = why),
            Some(endpoint) => msg!("live-unreachable-endpoint", endpoint = endpoint, why = why),
            None => msg!("live-unreachable", region = self.region, why = why),
        }
    }
}

/// What the SDK says of a request that found no connection.
const NOT_SENT: &str = "dispatch failure";

/// What STS says of a role that is not for these keys. Source: AWS STS API reference, `AssumeRole`.
const ROLE_REFUSED: &str = "sts:AssumeRole";

/// What rustls says of a certificate that it does not trust.
const UNTRUSTED: &str = "invalid peer certificate";

/// The sentence for a call without which nothing can be shown, with the command that mends it.
pub(super) fn sentence(call: &Call, refusal: &Refusal, asked: &Asked<'_>) -> Message {
    let (action, region) = (call.action, asked.region);
    match refusal {
        Refusal::NoCredentials(why) => asked.no_credentials(why),
        Refusal::Unreachable(why) => asked.unreachable(why),
        Refusal::TimedOut => msg!("live-timed-out", action = action, region = region),
        Refusal::Garbled => msg!("live-garbled", action = action),
        Refusal::Status(status) => msg!("live-status", action = action, status = status.to_string()),
        Refusal::Error { code, message } => match code.as_str() {
            code if EXPIRED.contains(&code) => {
                msg!(
                    "live-expired",
                    command = asked.with_profile("aws sso login"),
                    code = code,
                    message = message
                )
            }
            code if REJECTED.contains(&code) => msg!(
                "live-rejected",
                command = asked.with_profile("aws sts get-caller-identity"),
                code = code,
                message = message
            ),
            NO_CLUSTER => msg!(
                "live-no-cluster",
                cluster = call.cluster.clone().unwrap_or_default(),
                region = region,
                command = asked.with_profile(&format!("aws ecs list-clusters --region {}", quoted(region)))
            ),
            code if is_denied(code) => msg!("live-denied", action = action, code = code, message = message),
            code => msg!("live-error", action = action, code = code, message = message),
        },
    }
}

/// Whether `code` says that IAM does not allow the call.
fn is_denied(code: &str) -> bool {
    matches!(code, "AccessDeniedException" | "AccessDenied" | "UnauthorizedOperation" | "NotAuthorized")
}

fn is_about_sso(why: &str) -> bool {
    let why = why.to_ascii_lowercase();
    why.contains("sso") && (why.contains("token") || why.contains("session") || why.contains("expired"))
}
