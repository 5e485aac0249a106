//! The writes of the API, one file a kind of object.

mod clusters;
mod rollouts;
mod services;
mod task_sets;
mod tasks;

pub use task_sets::controlled;
pub use tasks::RunTaskAnswer;
