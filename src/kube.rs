//! The same in Kubernetes words: ECS facts become Kubernetes API objects, and those are printed as
//! `kubectl describe` (v1.32) prints them.

pub mod describe;

use crate::model::{Facts, Task};
use crate::words::Message;

/// Which Kubernetes object stands for what is selected.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Twin {
    /// The service, as a Deployment.
    Deployment,
    /// A deployment or task set, by its id `ecs-svc/N`, as a ReplicaSet.
    ReplicaSet(String),
    /// A task, by its id, as a Pod.
    Pod(String),
}

/// What `kubectl describe` prints for an object, and where each line comes from.
#[derive(Debug, Clone, Default)]
pub struct Described {
    /// The lines, without their line ends.
    pub lines: Vec<DescribedLine>,
}

/// One line and its provenance.
#[derive(Debug, Clone)]
pub struct DescribedLine {
    /// The text, byte for byte kubectl's.
    pub text: String,
    /// Where its value comes from.
    pub provenance: Provenance,
}

/// Where the value of a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// A heading or a table rule: no value.
    Layout,
    /// ECS states it in this field.
    Stated(String),
    /// ecsplain computed it.
    Computed(Message),
    /// ECS has no such thing; kubectl's default stands in the text.
    Absent(Message),
    /// It was not saved; the message says what would fetch it.
    NotSaved(Message),
}

/// Describes `twin` as kubectl would.
pub fn describe(_facts: &Facts<'_>, _twin: &Twin) -> Described {
    Described::default()
}

/// The Kubernetes objects themselves: a `List` of the object, what it owns, and its events.
pub fn objects(_facts: &Facts<'_>, _twin: &Twin) -> serde_json::Value {
    serde_json::json!({"apiVersion": "v1", "kind": "List", "items": []})
}

/// The twin that a user's `KIND/NAME` names (`deployment/web`, `rs/web-…`, `pod/0c9d…`).
pub fn find_twin(_facts: &Facts<'_>, _kind: &str, _name: &str) -> Option<Twin> {
    None
}

/// The Kubernetes phase of a task, for lists.
pub fn phase(_task: &Task) -> &'static str {
    "Unknown"
}
