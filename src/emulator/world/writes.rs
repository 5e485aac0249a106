//! The writes of the API, one file a kind of object.

mod clusters;
mod rollouts;
mod services;
mod tasks;

pub use tasks::RunTaskAnswer;
