//! The world over HTTP on 127.0.0.1, in the protocols that AWS clients speak.
//!
//! ```text
//! server ─► desk ─► protocol ─► operations ─► ecs, logs, metrics, balancers, identity ─► world
//! (HTTP)   (time,   (JSON, CBOR,
//!          faults)   Query)
//! ```
//!
//! An operation takes its parameters as JSON values and answers one value; only the protocols know bytes.

mod balancers;
mod cbor;
mod desk;
mod ecs;
mod fault;
mod identity;
mod input;
mod json;
mod logs;
mod metrics;
mod operations;
mod pace;
mod page;
mod protocol;
mod query;
mod refusal;
mod server;
mod value;

pub use fault::{Faults, NoFault};
pub use server::{Options, Server};
