//! From flags, environment and the files of the AWS CLI to a client.

use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_sdk_ecs::config::SharedHttpClient;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};

use crate::msg;
use crate::words::Message;

/// A person waits: an address that does not answer at all is told after this.
const CONNECT: Duration = Duration::from_secs(3);
/// One attempt of one call; the SDK's standard retries make up to three.
const ATTEMPT: Duration = Duration::from_secs(10);
/// One call with all its attempts.
const CALL: Duration = Duration::from_secs(20);

/// Which account and endpoint to ask. What is not named is found as the AWS CLI finds it: environment,
/// files, container or instance role, in the SDK's order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Target {
    /// Profile of the AWS configuration files.
    pub profile: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Endpoint in place of that of AWS.
    pub endpoint: Option<String>,
    /// Sign with keys that are no one's: for an endpoint that does not look at them, such as an emulator.
    pub keyless: bool,
}

/// Loads the configuration.
///
/// # Errors
/// A sentence when there is no Region, or `AWS_CA_BUNDLE` cannot be read.
pub(super) async fn load(target: &Target) -> Result<SdkConfig, Message> {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .read_timeout(ATTEMPT)
        .operation_attempt_timeout(ATTEMPT)
        .operation_timeout(CALL)
        .build();
    let http = http_client()?;
    let mut loader =
        aws_config::defaults(BehaviorVersion::latest()).http_client(http.clone()).timeout_config(timeouts);
    if let Some(profile) = &target.profile {
        // As with the AWS CLI, a profile that is named outranks the keys of the environment.
        let files = ProviderConfig::without_region().with_http_client(http);
        let files = files.with_region(target.region.clone().map(Region::new));
        let credentials = ProfileFileCredentialsProvider::builder().configure(&files).profile_name(profile);
        loader = loader.profile_name(profile).credentials_provider(credentials.build());
    }
    if target.keyless {
        loader = loader.credentials_provider(Credentials::new("none", "none", None, None, "keyless"));
    }
    if let Some(region) = &target.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(endpoint) = &target.endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    let config = loader.load().await;
    match config.region() {
        Some(_) => Ok(config),
        None => Err(msg!("live-no-region")),
    }
}

/// rustls on ring, with the certificates of the system and those of `AWS_CA_BUNDLE`.
fn http_client() -> Result<SharedHttpClient, Message> {
    let mut trusted = TrustStore::default();
    if let Some(path) = std::env::var_os("AWS_CA_BUNDLE").filter(|path| !path.is_empty()) {
        let bundle = std::fs::read(&path).map_err(|error| {
            msg!("live-no-ca-bundle", path = path.display().to_string(), error = error.to_string())
        })?;
        trusted.add_pem_certificate(bundle);
    }
    let context = TlsContext::builder()
        .with_trust_store(trusted)
        .build()
        .map_err(|error| msg!("live-no-tls", error = error.to_string()))?;
    Ok(aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(context)
        .build_https())
}
