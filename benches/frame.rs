//! How long a key and its frame take with 5,000 tasks and 10,000 log lines at 200x60.

use divan::Bencher;
use ecsplain::app::{Key, Msg, Size, State, update};
use ecsplain::screen;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[path = "../tests/frames/sample.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod sample;

const WIDTH: u16 = 200;
const HEIGHT: u16 = 60;

fn main() {
    divan::main();
}

fn large(keys: &str) -> State {
    let mut state = sample::state_of(5_000, 10_000);
    update(&mut state, Msg::Resized(Size { width: WIDTH, height: HEIGHT }));
    for key in Key::parse(keys).expect("known keys") {
        update(&mut state, Msg::Key(key));
    }
    state
}

/// Drawing alone: the log, the tasks of a group, the steps.
#[divan::bench(args = ["5<enter>", "3<enter><enter>", ""])]
fn frame(bencher: Bencher<'_, '_>, keys: &str) {
    let state = large(keys);
    let area = Rect::new(0, 0, WIDTH, HEIGHT);
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| {
        buffer.reset();
        screen::render(&mut buffer, area, &state);
    });
}

/// A key that selects the next row, and the frame after it.
#[divan::bench(args = ["5<enter>g", "3<enter><enter>", "1<tab><tab>"])]
fn key_and_frame(bencher: Bencher<'_, '_>, keys: &str) {
    let mut state = large(keys);
    let area = Rect::new(0, 0, WIDTH, HEIGHT);
    let mut buffer = Buffer::empty(area);
    let mut down = true;
    bencher.bench_local(|| {
        update(&mut state, Msg::Key(Key::char(if down { 'j' } else { 'k' })));
        down = !down;
        buffer.reset();
        screen::render(&mut buffer, area, &state);
    });
}

/// A new width: every body in sight is computed again.
#[divan::bench]
fn resize(bencher: Bencher<'_, '_>) {
    let mut state = large("5<enter>");
    let mut wide = true;
    bencher.bench_local(|| {
        wide = !wide;
        let width = if wide { WIDTH } else { WIDTH - 1 };
        update(&mut state, Msg::Resized(Size { width, height: HEIGHT }));
    });
}
