//! `memberOf` expressions: the part of the cluster query language that compares attributes.
//! Source: developer guide, `cluster-query-language`.

use crate::emulator::world::ContainerInstance;

/// Whether `instance` satisfies `expression`; what is not understood is not satisfied.
pub fn holds(expression: &str, instance: &ContainerInstance) -> bool {
    let either = expression.split(" or ").flat_map(|part| part.split(" || "));
    either.into_iter().any(|part| {
        let all = part.split(" and ").flat_map(|one| one.split(" && "));
        all.into_iter().all(|term| term_holds(term.trim(), instance))
    })
}

fn term_holds(term: &str, instance: &ContainerInstance) -> bool {
    let term = term.trim_start_matches('(').trim_end_matches(')').trim();
    if let Some(rest) = term.strip_prefix("not ").or_else(|| term.strip_prefix('!')) {
        return !term_holds(rest, instance);
    }
    let Some((subject, rest)) = term.split_once(char::is_whitespace) else { return false };
    let (operator, operand) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    let value = match subject {
        "ec2InstanceId" => Some(instance.ec2_instance_id.as_str()),
        "agentConnected" => Some(if instance.agent_connected { "true" } else { "false" }),
        subject => subject.strip_prefix("attribute:").and_then(|name| instance.attribute(name)),
    };
    compare(value, operator, operand.trim())
}

fn compare(value: Option<&str>, operator: &str, operand: &str) -> bool {
    let among = || {
        let list = operand.trim_start_matches('[').trim_end_matches(']').split(',');
        list.map(|one| one.trim().trim_matches('"')).any(|one| Some(one) == value)
    };
    match operator {
        "exists" => value.is_some(),
        "!exists" | "not_exists" => value.is_none(),
        "==" | "equals" => value == Some(operand.trim_matches('"')),
        "!=" | "not_equals" => value != Some(operand.trim_matches('"')),
        "in" => among(),
        "!in" | "not_in" => !among(),
        "=~" | "matches" => value.is_some_and(|value| matches(value, operand)),
        "!~" | "not_matches" => !value.is_some_and(|value| matches(value, operand)),
        _ => false,
    }
}

/// Patterns as people write them here: a prefix, then `*` or `.*`.
fn matches(value: &str, pattern: &str) -> bool {
    match pattern.trim_end_matches(".*").trim_end_matches('*') {
        prefix if prefix.len() < pattern.len() => value.starts_with(prefix),
        whole => value == whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_compare_and_absent_values_only_satisfy_their_negation() {
        assert!(compare(Some("t3.large"), "==", "t3.large"));
        assert!(compare(Some("t3.large"), "=~", "t3.*"));
        assert!(!compare(Some("m5.large"), "=~", "t3.*"));
        assert!(compare(Some("us-east-1a"), "in", "[us-east-1a, us-east-1b]"));
        assert!(!compare(None, "exists", ""));
        assert!(compare(None, "!=", "gpu"));
        assert!(!compare(Some("x"), "resembles", "x"));
    }
}
