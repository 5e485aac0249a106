//! How many cases a property is tried with, and which.

use proptest::test_runner::{Config, RngSeed};

/// So many cases, and the same ones every time: the same commit must say the same to everybody. `PROPTEST_CASES` and
/// `PROPTEST_RNG_SEED` in the environment ask for more, or for others.
pub fn cases(usual: u32) -> Config {
    let asked = Config::default();
    let many = std::env::var_os("PROPTEST_CASES").is_some();
    let rng_seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    Config { cases: if many { asked.cases } else { usual }, rng_seed, failure_persistence: None, ..asked }
}
