//! From flags, environment and the files of the AWS CLI to a client.

use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_sdk_ecs::config::SharedHttpClient;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};

use crate::msg;
use crate::words::Message;

/// How long is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For one attempt of one call; the SDK's standard retries make up to three.
    pub attempt: Duration,
    /// For one call with all its attempts.
    pub call: Duration,
    /// Before the second attempt, at most: the SDK takes a random part of it, and twice as much before the third.
    pub pause: Duration,
}

impl Default for Patience {
    /// A person waits: an address that does not answer at all is told after seconds.
    fn default() -> Self {
        let [connect, attempt, call, pause] = [3, 10, 20, 1].map(Duration::from_secs);
        Self { connect, attempt, call, pause }
    }
}

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
    /// How long is waited for it.
    pub patience: Patience,
}

/// Loads the configuration.
///
/// # Errors
/// A sentence when there is no Region, or `AWS_CA_BUNDLE` cannot be read.
pub(super) async fn load(target: &Target) -> Result<SdkConfig, Message> {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(target.patience.connect)
        .read_timeout(target.patience.attempt)
        .operation_attempt_timeout(target.patience.attempt)
        .operation_timeout(target.patience.call)
        .build();
    let http = http_client()?;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .timeout_config(timeouts)
        .retry_config(RetryConfig::standard().with_initial_backoff(target.patience.pause));
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
