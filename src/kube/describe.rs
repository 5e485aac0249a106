//! Kubernetes objects as the text that `kubectl describe` of v1.32 prints for them, byte for byte.
//!
//! What is copied is the layout alone; the golden files in `tests/fixtures/kube` hold what the real kubectl
//! printed. Two things differ on purpose: control characters that kubectl lets through (all but ESC and CR)
//! are left out, and a text is never cut inside a character.

pub mod containers;
pub mod deployment;
pub mod duration;
pub mod events;
pub mod metadata;
pub mod page;
pub mod pod;
pub mod probe;
pub mod quality;
pub mod quantity;
pub mod replica_set;
pub mod tabs;
pub mod template;
pub mod volumes;

pub use deployment::deployment;
pub use page::Line;
pub use pod::pod;
pub use replica_set::{PodCounts, replica_set};

/// What kubectl prints for an empty list.
const NONE: &str = "<none>";
