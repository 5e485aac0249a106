//! What a write is refused with: the name and the words of AWS's error.

/// An error answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The name of the error, e.g. `ClusterNotFoundException`.
    pub code: &'static str,
    /// Its message.
    pub message: String,
}

impl Refused {
    /// An error answer.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// No such cluster.
    pub fn cluster() -> Self {
        Self::new("ClusterNotFoundException", "Cluster not found.")
    }

    /// A cluster that was deleted.
    pub fn inactive_cluster() -> Self {
        Self::new("ClusterNotFoundException", "The referenced cluster was inactive.")
    }

    /// No such service.
    pub fn service() -> Self {
        Self::new("ServiceNotFoundException", "Service not found.")
    }

    /// A service that is being deleted.
    pub fn not_active() -> Self {
        Self::new("ServiceNotActiveException", "Service was not ACTIVE.")
    }

    /// No such task definition.
    pub fn definition() -> Self {
        Self::new("ClientException", "Unable to describe task definition.")
    }

    /// No such task set.
    pub fn task_set() -> Self {
        Self::new("TaskSetNotFoundException", "The specified task set could not be found.")
    }

    /// No such service deployment.
    pub fn deployment() -> Self {
        Self::new("ServiceDeploymentNotFoundException", "Service deployment not found.")
    }

    /// A parameter that cannot be.
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", message)
    }
}
