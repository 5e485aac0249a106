//! Where it was said: live AWS, saved files, standard input, recordings.

pub mod aws;
pub mod pace;
pub mod recording;
pub mod saved;
