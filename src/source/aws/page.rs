//! What a list-* answer says about where to go on.

use serde::Deserialize;

use crate::model::lenient;
use crate::model::time::Time;

/// Pages of one list that are read; ECS has no list as long.
pub(super) const MOST: usize = 1_000;

/// One page of a list. Source: API reference, ListClusters, ListServices, ListTasks, ListServiceDeployments.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Page {
    pub(super) next_token: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub(super) cluster_arns: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub(super) service_arns: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub(super) task_arns: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub(super) container_instance_arns: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub(super) service_deployments: Vec<Listed>,
}

/// A service deployment as ListServiceDeployments names it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Listed {
    pub(super) service_deployment_arn: Option<String>,
    pub(super) created_at: Option<Time>,
}

impl Page {
    /// Reads a page; what is no page names nothing.
    pub(super) fn read(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    /// The token of the next page. One that repeats leads nowhere.
    pub(super) fn next(&mut self, last: Option<&String>) -> Option<String> {
        self.next_token.take().filter(|token| !token.is_empty() && Some(token) != last)
    }
}
