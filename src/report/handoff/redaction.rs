//! What must not leave with a page that is sent around: values of `environment` wherever they turn up again,
//! and what looks like a secret by itself.

use crate::model::Snapshot;
use crate::model::redaction::{MASK, cleaned};

/// Shortest value that is looked for in other texts; `1` or `true` would mask half of a page.
const LEAST: usize = 8;

/// The values to take out.
#[derive(Debug)]
pub struct Redaction {
    values: Vec<String>,
}

impl Redaction {
    /// Values of `environment` in the captured task definitions, the longest first.
    pub fn of(snapshot: &Snapshot) -> Self {
        let containers = snapshot.task_definitions.iter().flat_map(|one| &one.container_definitions);
        let values = containers.flat_map(|container| &container.environment);
        let mut values: Vec<String> = values
            .filter_map(|pair| pair.value.clone())
            .filter(|value| value.len() >= LEAST && !is_public(value))
            .collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        values.dedup();
        Self { values }
    }

    /// `text` without them.
    pub fn apply(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for value in &self.values {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), MASK);
            }
        }
        cleaned(&text).into_owned()
    }
}

/// Regions, log levels and the like are no secrets, and pages are full of them.
fn is_public(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit())
        && value.bytes().filter(u8::is_ascii_digit).count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_environment_goes_wherever_it_turns_up() {
        let redaction = Redaction { values: vec!["Tr0ub4dor".to_owned()] };
        assert_eq!(redaction.apply("login as Tr0ub4dor failed"), "login as <masked> failed");
        assert!(is_public("eu-west-1") && is_public("production") && !is_public("Tr0ub4dor"));
    }
}
