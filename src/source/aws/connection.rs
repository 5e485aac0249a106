//! From flags, environment and the files of the AWS CLI to a client.

use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_ecs::config::SharedHttpClient;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{HttpConnectorSettings, SharedHttpConnector, http_client_fn};

use super::profile::InUse;
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
    /// Short, for one call that an endpoint cannot answer must not keep the rest waiting. Thirty times as long, and
    /// doubling, where AWS throttled all three.
    pub pause: Duration,
}

impl Default for Patience {
    /// A person waits: an address that does not answer at all is told after seconds.
    fn default() -> Self {
        let [connect, attempt, call] = [3, 10, 20].map(Duration::from_secs);
        Self { connect, attempt, call, pause: Duration::from_millis(30) }
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
/// A sentence when there is no Region, or the certificates to trust cannot be read.
pub(super) async fn load(target: &Target, profile: &InUse) -> Result<SdkConfig, Message> {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(target.patience.connect)
        .read_timeout(target.patience.attempt)
        .operation_attempt_timeout(target.patience.attempt)
        .operation_timeout(target.patience.call)
        .build();
    let http = http_client(target.patience, trusted(profile)?)?;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .timeout_config(timeouts)
        .retry_config(RetryConfig::standard().with_initial_backoff(target.patience.pause));
    if let Some(profile) = &target.profile {
        loader = loader.profile_name(profile);
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
    let region = config.region().cloned().ok_or_else(|| msg!("live-no-region"))?;
    Ok(match target.profile.as_deref().filter(|_| !target.keyless) {
        Some(profile) => config.to_builder().credentials_provider(of_profile(profile, region, http)).build(),
        None => config,
    })
}

/// As with the AWS CLI, a profile that is named outranks the keys of the environment. To assume its role a
/// Region is needed too.
fn of_profile(profile: &str, region: Region, http: SharedHttpClient) -> SharedCredentialsProvider {
    let files = ProviderConfig::without_region().with_http_client(http).with_region(Some(region));
    let keys = ProfileFileCredentialsProvider::builder().configure(&files).profile_name(profile);
    SharedCredentialsProvider::new(keys.build())
}

/// The certificates of the system, and those that `AWS_CA_BUNDLE` or else `ca_bundle` of the profile names: what
/// a proxy that looks into TLS signs with, and an endpoint of one's own.
fn trusted(profile: &InUse) -> Result<TrustStore, Message> {
    let trusted = TrustStore::default();
    let from_environment = std::env::var_os("AWS_CA_BUNDLE").filter(|path| !path.is_empty());
    let (setting, path) = match (from_environment, &profile.ca_bundle) {
        (Some(path), _) => ("AWS_CA_BUNDLE", path),
        (None, Some(path)) => ("ca_bundle", path.clone()),
        (None, None) => return Ok(trusted),
    };
    let name = path.display().to_string();
    let bundle = std::fs::read(&path).map_err(|error| {
        msg!("live-no-ca-bundle", setting = setting, path = name.clone(), error = error.to_string())
    })?;
    if !bundle.windows(CERTIFICATE.len()).any(|window| window == CERTIFICATE) {
        return Err(msg!("live-empty-ca-bundle", setting = setting, path = name));
    }
    Ok(trusted.with_pem_certificate(bundle))
}

/// How a certificate in PEM begins. Source: RFC 7468, section 5.
const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// rustls on ring, through the proxies that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name.
fn http_client(patience: Patience, trusted: TrustStore) -> Result<SharedHttpClient, Message> {
    let context = TlsContext::builder()
        .with_trust_store(trusted)
        .build()
        .map_err(|error| msg!("live-no-tls", error = error.to_string()))?;
    let waits = HttpConnectorSettings::builder()
        .connect_timeout(patience.connect)
        .read_timeout(patience.attempt)
        .build();
    let connector = Connector::builder()
        .connector_settings(waits)
        .proxy_config(ProxyConfig::from_env())
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(context)
        .build();
    // One for all: connections are shared by all that is asked.
    let connector = SharedHttpConnector::new(connector);
    Ok(http_client_fn(move |_, _| connector.clone()))
}
