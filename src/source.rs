//! Where it was said: saved files and standard input (live AWS and recordings follow).

pub mod saved;
