//! How a service deploys: `deploymentConfiguration`, as given and as answered.

use serde::{Deserialize, Serialize};

use super::refusal::Refused;

/// `deploymentConfiguration` of a service. Source: API reference, `DeploymentConfiguration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Configuration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_circuit_breaker: Option<BreakerSettings>,
    pub maximum_percent: i64,
    pub minimum_healthy_percent: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alarms: Option<AlarmSettings>,
    /// `ROLLING`, `BLUE_GREEN`, `LINEAR` or `CANARY`.
    pub strategy: String,
    pub bake_time_in_minutes: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lifecycle_hooks: Vec<Hook>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linear_configuration: Option<Linear>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canary_configuration: Option<Canary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub early_success_criteria: Option<EarlySuccess>,
}

/// `deploymentCircuitBreaker` as configured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct BreakerSettings {
    pub enable: bool,
    pub rollback: bool,
    pub reset_on_healthy_task: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold_configuration: Option<Threshold>,
}

/// At how many failures the breaker trips: a `COUNT`, or a percentage of the desired count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Threshold {
    #[serde(rename = "type")]
    pub kind: String,
    pub value: i64,
}

/// `alarms`: CloudWatch alarms that fail a deployment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct AlarmSettings {
    pub alarm_names: Vec<String>,
    pub rollback: bool,
    pub enable: bool,
}

/// A lifecycle hook: a Lambda function, or a pause for a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Hook {
    /// `AWS_LAMBDA` or `PAUSE`.
    pub target_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hook_target_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    pub lifecycle_stages: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_configuration: Option<HookTimeout>,
}

/// What happens to a hook that nobody answers. Default: a day, then a rollback
/// (developer guide, `deployment-lifecycle-hooks`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct HookTimeout {
    pub timeout_in_minutes: i64,
    /// `ROLLBACK` or `CONTINUE`.
    pub action: String,
}

/// `linearConfiguration`; defaults 10 % and 6 minutes (API reference).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Linear {
    pub step_percent: f64,
    pub step_bake_time_in_minutes: i64,
}

/// `canaryConfiguration`; defaults 5 % and 10 minutes (API reference).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Canary {
    pub canary_percent: f64,
    pub canary_bake_time_in_minutes: i64,
}

/// `earlySuccessCriteria`: a deployment may succeed before its last task is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct EarlySuccess {
    pub enable: bool,
    pub healthy_percent: i64,
    /// `BLOCKING` or `DEFERRED`.
    pub source_service_revision_cleanup: String,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            deployment_circuit_breaker: Some(BreakerSettings::default()),
            maximum_percent: 200,
            minimum_healthy_percent: 100,
            alarms: None,
            strategy: "ROLLING".to_owned(),
            bake_time_in_minutes: 0,
            lifecycle_hooks: Vec::new(),
            linear_configuration: None,
            canary_configuration: None,
            early_success_criteria: None,
        }
    }
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self { enable: false, rollback: false, reset_on_healthy_task: true, threshold_configuration: None }
    }
}

impl Default for Hook {
    fn default() -> Self {
        Self {
            target_type: "AWS_LAMBDA".to_owned(),
            hook_target_arn: None,
            role_arn: None,
            lifecycle_stages: Vec::new(),
            timeout_configuration: None,
        }
    }
}

impl Default for HookTimeout {
    fn default() -> Self {
        Self { timeout_in_minutes: 1440, action: "ROLLBACK".to_owned() }
    }
}

impl Default for Linear {
    fn default() -> Self {
        Self { step_percent: 10.0, step_bake_time_in_minutes: 6 }
    }
}

impl Default for Canary {
    fn default() -> Self {
        Self { canary_percent: 5.0, canary_bake_time_in_minutes: 10 }
    }
}

impl Default for EarlySuccess {
    fn default() -> Self {
        Self { enable: false, healthy_percent: 100, source_service_revision_cleanup: "BLOCKING".to_owned() }
    }
}

impl Configuration {
    /// This configuration with what `change` states in place of its own: UpdateService gives parts.
    ///
    /// # Errors
    /// When a value has the wrong type or cannot be.
    pub fn with(&self, change: &serde_json::Value) -> Result<Self, Refused> {
        let mut merged = super::document(self);
        for (name, value) in change.as_object().into_iter().flatten() {
            if !value.is_null() {
                merged[name] = value.clone();
            }
        }
        let merged: Self = serde_json::from_value(merged)
            .map_err(|error| Refused::parameter(format!("Invalid deploymentConfiguration: {error}")))?;
        merged.check()?;
        Ok(merged)
    }

    /// Source of the rule: a service for which nothing may start or stop is refused at its creation only
    /// when both percentages forbid it outright.
    fn check(&self) -> Result<(), Refused> {
        let strategies = ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"];
        if !strategies.contains(&self.strategy.as_str()) {
            return Err(Refused::parameter(format!("Invalid deployment strategy: {}", self.strategy)));
        }
        if self.minimum_healthy_percent < 0 || self.maximum_percent < 0 {
            return Err(Refused::parameter("Deployment percentages must not be negative."));
        }
        if self.maximum_percent < self.minimum_healthy_percent {
            return Err(Refused::parameter("maximumPercent must not be lower than minimumHealthyPercent."));
        }
        Ok(())
    }

    /// Whether tasks of two revisions run side by side until traffic has shifted.
    pub fn shifts_traffic(&self) -> bool {
        self.strategy != "ROLLING"
    }

    /// The breaker's settings, if it is on.
    pub fn breaker(&self) -> Option<&BreakerSettings> {
        self.deployment_circuit_breaker.as_ref().filter(|breaker| breaker.enable)
    }

    /// The alarm settings, if they are on.
    pub fn watched_alarms(&self) -> Option<&AlarmSettings> {
        self.alarms.as_ref().filter(|alarms| alarms.enable)
    }
}
