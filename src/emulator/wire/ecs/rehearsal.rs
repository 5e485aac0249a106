//! What becomes of the images that a person registers by hand: their tag says it.
//!
//! A rehearsal with the AWS CLI has no scenario that would say what breaks, so `web:crash` crashes and
//! `web:v2-missing` is in no registry. Any other image runs well.

use serde_json::Value as Json;

use crate::emulator::wire::input::Input;
use crate::emulator::world::World;
use crate::emulator::world::behaviour::{Behaviour, Line};

/// Adds what the images of a task definition do.
pub(super) fn prepare(world: &mut World, definition: &Json) {
    let containers = Input(definition).items("containerDefinitions");
    let images = containers.filter_map(|container| container.text("image"));
    let rules: Vec<Behaviour> = images.filter_map(behaviour).collect();
    for rule in rules {
        if !world.account.behaviours.rules.contains(&rule) {
            world.account.behaviours.rules.push(rule);
        }
    }
}

/// What an image does by its tag: `missing`, `crash`, `exit`, `oom`, `arm64` or `unhealthy`, alone or after a
/// dash.
fn behaviour(image: &str) -> Option<Behaviour> {
    let tag = image.rsplit('/').next()?.rsplit_once(':')?.1;
    let does = match tag.rsplit('-').next()? {
        "missing" => missing(image),
        "crash" => ending(4, 1, "Error: connect ECONNREFUSED 10.0.12.7:5432"),
        "exit" => ending(1, 0, "done"),
        "oom" => Behaviour {
            exits_after: Some(25),
            exit_code: Some(137),
            exit_reason: Some("OutOfMemoryError: Container killed due to memory usage".to_owned()),
            memory: Some((30.0, 100.0, 25)),
            ..Behaviour::default()
        },
        "arm64" => ending(0, 255, "exec /usr/local/bin/docker-entrypoint.sh: exec format error"),
        "unhealthy" => Behaviour {
            unhealthy_after: Some(30),
            target_fails_after: Some(0),
            target_error: Some("Health checks failed with these codes: [502]".to_owned()),
            ..Behaviour::default()
        },
        _ => return None,
    };
    Some(Behaviour { image: Some(image.to_owned()), ..does })
}

fn missing(image: &str) -> Behaviour {
    let error = format!(
        "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref {image}: \
         {image}: not found"
    );
    Behaviour { pull_error: Some(error), ..Behaviour::default() }
}

fn ending(after: i64, code: i64, says: &str) -> Behaviour {
    let line = Line { at: 0, text: says.to_owned(), every: None };
    Behaviour { exits_after: Some(after), exit_code: Some(code), logs: vec![line], ..Behaviour::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_says_what_becomes_of_an_image() {
        let code = |image| behaviour(image).and_then(|does| does.exit_code);
        assert_eq!(code("web:crash"), Some(1));
        assert_eq!(code("registry.example.com:5000/team/web:v2-oom"), Some(137));
        assert!(
            behaviour("web:v2-missing").unwrap().pull_error.unwrap().contains("web:v2-missing: not found")
        );
    }

    #[test]
    fn any_other_image_runs_well() {
        for image in ["web", "web:v2", "crash", "crash/web:v1", "localhost:5000/crash", "web:crashed"] {
            assert_eq!(behaviour(image), None, "{image}");
        }
    }
}
