//! The terminal: the only part that keeps one, reads from it and runs effects.

pub mod picture;

pub use picture::{Picture, frame};
