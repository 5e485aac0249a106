//! What must not leave with a page that is sent around: values of `environment` wherever they turn up again,
//! and what looks like a password, a token or a key in a text.

use crate::model::Snapshot;
use crate::model::redaction::MASK;

/// Shortest value that is looked for in other texts; `1` or `true` would mask half of a page.
const LEAST: usize = 8;

/// Words before a value that is a secret, lower case.
const NAMES: [&str; 9] =
    ["password", "passwd", "secret", "token", "api_key", "apikey", "api-key", "access_key", "authorization"];

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
        for value in self.values.iter().filter(|value| !value.is_empty()) {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), MASK);
            }
        }
        let lines: Vec<String> = text.split('\n').map(line).collect();
        lines.join("\n")
    }
}

/// Regions, log levels and the like are no secrets, and pages are full of them.
fn is_public(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit())
        && value.bytes().filter(u8::is_ascii_digit).count() <= 2
}

fn line(text: &str) -> String {
    keys(&credentials(&named(text)))
}

/// `password=…`, `"token": "…"`, `Authorization: Bearer …`.
fn named(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let next = NAMES.iter().filter_map(|name| Some((lower[at..].find(name)? + at, name.len()))).min();
        let Some((start, length)) = next else { break };
        let after = start + length;
        let value = value_after(&text[after..]);
        let keep = value.map_or(after, |(from, _)| after + from);
        masked.push_str(&text[at..keep]);
        at = keep;
        if let Some((from, to)) = value {
            masked.push_str(MASK);
            at = after + to.max(from);
        }
    }
    masked.push_str(&text[at.min(text.len())..]);
    masked
}

/// Where the value behind a name begins and ends: after `=` or `:`, quotes and a scheme word left out.
fn value_after(rest: &str) -> Option<(usize, usize)> {
    let trimmed = rest.trim_start_matches(['"', '\'', ' ']);
    let sign = trimmed.strip_prefix(['=', ':'])?;
    let mut value = sign.trim_start_matches(['"', '\'', ' ', '=']);
    for scheme in ["Bearer ", "Basic ", "bearer ", "basic "] {
        value = value.strip_prefix(scheme).unwrap_or(value);
    }
    let from = rest.len() - value.len();
    let end = value.find([' ', '"', '\'', '&', ',', ';', '\n', ')', '}']).unwrap_or(value.len());
    // An ARN names a secret and is none.
    (end > 0 && !value.starts_with("arn:") && !value.starts_with(MASK)).then_some((from, from + end))
}

/// `scheme://user:password@host`.
fn credentials(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find("://") {
        let (before, after) = rest.split_at(place + 3);
        masked.push_str(before);
        let end = after.find(['/', ' ', '"', '\'', '?']).unwrap_or(after.len());
        rest = match after[..end].rfind('@').filter(|at| after[..*at].contains(':')) {
            Some(at) => {
                masked.push_str(MASK);
                &after[at..]
            }
            None => after,
        };
    }
    masked + rest
}

/// Access keys of AWS: `AKIA` or `ASIA` and sixteen capitals or digits.
/// Source: IAM user guide, `reference_identifiers`.
fn keys(text: &str) -> String {
    let mut masked = text.to_owned();
    for prefix in ["AKIA", "ASIA"] {
        while let Some(start) = masked.find(prefix) {
            let tail = &masked[start + prefix.len()..];
            let length = tail
                .find(|letter: char| !(letter.is_ascii_uppercase() || letter.is_ascii_digit()))
                .unwrap_or(tail.len());
            if length < 16 {
                break;
            }
            masked.replace_range(start..start + prefix.len() + length, MASK);
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        Redaction { values: Vec::new() }.apply(text)
    }

    #[test]
    fn what_looks_like_a_secret_goes_and_the_rest_stays() {
        let cases = [
            (
                "cannot connect to postgres://app:s3cr3t@db:5432/x",
                "cannot connect to postgres://<masked>@db:5432/x",
            ),
            ("password=hunter22 user=app", "password=<masked> user=app"),
            (r#"{"token": "abc.def"}"#, r#"{"token": "<masked>"}"#),
            ("Authorization: Bearer abc", "Authorization: Bearer <masked>"),
            ("key AKIAABCDEFGHIJKLMNOP!", "key <masked>!"),
            (
                "the secret arn:aws:secretsmanager:r:1:secret:db",
                "the secret arn:aws:secretsmanager:r:1:secret:db",
            ),
            ("secret: arn:aws:secretsmanager:r:1:secret:db", "secret: arn:aws:secretsmanager:r:1:secret:db"),
            ("no password was given", "no password was given"),
            ("http://host:80/a@b", "http://host:80/a@b"),
            ("ünï password=é", "ünï password=<masked>"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn a_value_of_the_environment_goes_wherever_it_turns_up() {
        let redaction = Redaction { values: vec!["Tr0ub4dor".to_owned()] };
        assert_eq!(redaction.apply("login as Tr0ub4dor failed"), "login as <masked> failed");
        assert!(is_public("eu-west-1") && is_public("production") && !is_public("Tr0ub4dor"));
    }
}
