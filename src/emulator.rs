//! An ECS to practise on: a world whose time is data, a scheduler that is the control loop in code, and
//! scenarios in which things go wrong.
//!
//! It models what AWS documents and what captured answers show; it is no drop-in for ECS. But for `wire`, nothing here reads
//! a clock or does I/O: time is handed in, and chance comes from a seed.

pub mod clock;
pub mod scenario;
pub mod scheduler;
pub mod wire;
pub mod world;

pub use world::World;
