//! Whole frames, played from key strings.

use ecsplain::tui::frame;

#[path = "frames/sample.rs"]
mod sample;

#[test]
#[ignore = "prints a frame to look at: FRAME=140x40 KEYS=jj"]
fn show() {
    let size = std::env::var("FRAME").unwrap_or_else(|_| "140x40".to_owned());
    let (width, height) = size.split_once('x').unwrap();
    let keys = std::env::var("KEYS").unwrap_or_default();
    let picture = frame(sample::state(), width.parse().unwrap(), height.parse().unwrap(), &keys).unwrap();
    println!("{}", if std::env::var("ANSI").is_ok() { picture.ansi() } else { picture.plain() });
}
