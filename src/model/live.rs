//! How a live capture was made: what was asked, and what was not answered.

use super::time::Time;

/// The calls behind a live capture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Live {
    /// The Region that was asked.
    pub region: Option<String>,
    /// Calls that were answered.
    pub answered: Vec<Call>,
    /// Calls that were not, and why.
    pub refused: Vec<(Call, Refusal)>,
    /// Calls that are under way: the capture is not whole yet.
    pub pending: Vec<Call>,
    /// When the oldest of the answers was given that stand in for refused ones of this capture.
    pub stands_in: Option<Time>,
}

/// A call to an AWS endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The IAM action: `ecs:ListTasks`.
    pub action: &'static str,
    /// Cluster that the call was about, as it was named.
    pub cluster: Option<String>,
    /// Service that the call was made for; absent when it was made for several.
    pub service: Option<String>,
    /// What else tells the call from others of its action: `STOPPED`, `web:42`.
    pub detail: String,
}

/// Why a call was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The endpoint answered with an error of AWS, code and message verbatim.
    Error {
        /// `AccessDeniedException`.
        code: String,
        /// What AWS says to it; may be empty.
        message: String,
    },
    /// The endpoint answered with an HTTP status and nothing that is an error of AWS.
    Status(u16),
    /// The answer was cut or is not JSON.
    Garbled,
    /// No answer came in time.
    TimedOut,
    /// No connection could be made, or it broke.
    Unreachable(String),
    /// There are no credentials to sign the call with.
    NoCredentials(String),
}

impl std::fmt::Display for Call {
    /// `ecs:ListTasks prod/web STOPPED`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place: Vec<&str> =
            [&self.cluster, &self.service].into_iter().flatten().map(String::as_str).collect();
        let parts = [self.action, &place.join("/"), &self.detail];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        formatter.write_str(&said.join(" "))
    }
}
