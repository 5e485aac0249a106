//! How live the screen is: when it was read, what it waits for, and why it is older than it ought to be.

use ratatui::text::Span;

use crate::app::pace::told_age;
use crate::app::{State, Watch};
use crate::model::time::Time;
use crate::msg;
use crate::view::draft::span;
use crate::view::{Role, age};
use crate::words::Message;

/// The forms for the header, the longest first.
pub fn forms(state: &State, watch: &Watch) -> Vec<Vec<Span<'static>>> {
    let (role, short, rest) = parts(state, watch);
    let said = |message: &Message| state.words.say(message);
    let mark = span(role, said(&short));
    let mut forms = Vec::new();
    for count in (0..=rest.len()).rev() {
        let mut spans = vec![mark.clone()];
        spans.extend(rest[..count].iter().map(|part| span(Role::Dim, format!(" · {}", said(part)))));
        forms.push(spans);
    }
    forms
}

/// A mark with a word, in its colour, and what else there is to say, the most telling first.
fn parts(state: &State, watch: &Watch) -> (Role, Message, Vec<Message>) {
    let captured = state.captured().at.filter(|_| !state.diagnoses.is_empty());
    let at = captured.map(|at| msg!("watch-at", time = clock(at)));
    let old = captured.map(|at| told_age(at, watch.now)).filter(|age| !age.is_zero());
    let old = old.map(|old| msg!("watch-old", age = age::duration(&state.context(0), old)));
    let again = watch.due.filter(|_| !watch.paused).map(|due| msg!("watch-again", time = clock(due)));
    let list = |parts: Vec<Option<Message>>| parts.into_iter().flatten().collect();
    match () {
        () if watch.failure.is_some() => {
            let asking = watch.flight.map(|_| msg!("watch-asking-again"));
            let paused = Some(msg!("watch-is-paused")).filter(|_| watch.paused);
            (Role::Bad, msg!("watch-is-failing"), list(vec![old, asking.or(paused).or(again)]))
        }
        () if watch.paused => (Role::Warn, msg!("watch-is-paused"), list(vec![old, at])),
        () if captured.is_none() => (Role::Accent, msg!("watch-is-asking"), Vec::new()),
        () if watch.throttled => (Role::Warn, msg!("watch-is-throttled"), list(vec![at, again])),
        () if !watch.whole || watch.is_slow() => (Role::Accent, msg!("watch-is-asking"), list(vec![at])),
        () => match state.snapshot.live.as_ref().and_then(|live| live.stands_in) {
            Some(since) => (Role::Warn, msg!("watch-partly", time = clock(since)), list(vec![again])),
            None => (Role::Ok, msg!("watch-is-live"), list(vec![at])),
        },
    }
}

fn clock(at: Time) -> String {
    age::moment(at).rsplit(' ').next().unwrap_or_default().to_owned()
}
