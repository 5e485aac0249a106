//! The placeholders of a page, filled from the service at hand.

use crate::diagnosis::commands::Values;

/// The names that a page may hold as `{name}`, and nothing else between braces is one.
pub const NAMES: [&str; 26] = [
    "cluster",
    "service",
    "task",
    "taskDefinition",
    "family",
    "previousTaskDefinition",
    "container",
    "image",
    "repository",
    "tag",
    "targetGroupArn",
    "logGroup",
    "logStream",
    "region",
    "account",
    "executionRole",
    "taskRole",
    "subnets",
    "securityGroups",
    "containerInstance",
    "capacityProvider",
    "serviceDeploymentArn",
    "secret",
    "desiredCount",
    "minimumHealthyPercent",
    "maximumPercent",
];

/// `markdown` with its placeholders filled: `{cluster}` becomes the name, or `<cluster>` where it is not known.
pub fn fill(markdown: &str, values: &Values) -> String {
    let mut filled = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let name = rest[1..].split_once('}').map(|(name, _)| name);
        let known = name.and_then(|name| NAMES.iter().find(|known| **known == name));
        let Some(name) = known else {
            filled.push('{');
            rest = &rest[1..];
            continue;
        };
        match values.get(name) {
            Some(value) => filled.push_str(value),
            None => filled.extend(["<", name, ">"]),
        }
        rest = &rest[name.len() + 2..];
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_and_other_braces_stay() {
        let values = Values::from([("cluster", "prod".to_owned())]);
        let text = "--cluster {cluster} --service {service} --query 'a.{b:c}' {} {x {cluster}";
        assert_eq!(fill(text, &values), "--cluster prod --service <service> --query 'a.{b:c}' {} {x prod");
    }
}
