//! Where it was said: live AWS, saved files, standard input (recordings follow).

pub mod aws;
pub mod saved;
