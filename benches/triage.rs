//! `ecsplain triage` as a user waits for it: the whole process on the shipped example. The aim is 15 ms.

use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 50)]
fn whole_process() {
    let status = Command::new(env!("CARGO_BIN_EXE_ecsplain"))
        .args(["--from", "assets/snapshots/image-not-found", "triage"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::null())
        .status()
        .expect("the binary was built beside this bench");
    assert_eq!(status.code(), Some(1), "the example is stuck");
}
