//! Taking secrets out of what ECS said, before it is shown or written.
//!
//! ```text
//! json      the text of a document: what is a value, and whose      secrets   what looks like a secret in a text
//! ```
//!
//! A task definition and a task's overrides carry `environment` values in plain text, and everybody who
//! may read them may read those; a screen that is shared and a file that is sent around may not.

mod json;
mod secrets;

use serde_json::Value;

pub use json::redacted;
pub use secrets::{cleaned, is_secret_name};

/// What stands in place of a value.
pub const MASK: &str = "<masked>";

/// The JSON `text`, indented, its keys in their order, with the values of every `environment` masked;
/// nothing when it is no JSON, for what cannot be read cannot be masked.
pub fn pretty(text: &str) -> Option<String> {
    let mut value = serde_json::from_str::<Value>(text).ok()?;
    mask(&mut value);
    serde_json::to_string_pretty(&value).ok()
}

/// Masks the values of every `environment` inside `value`, in either spelling of its keys.
pub fn mask(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::Object(fields) => {
            for (key, field) in fields {
                if key.eq_ignore_ascii_case("environment") { mask_values(field) } else { mask(field) }
            }
        }
        _ => {}
    }
}

/// `[{"name": …, "value": …}]` as the API has it, or a map of names to values.
fn mask_values(environment: &mut Value) {
    match environment {
        Value::Array(pairs) => {
            for pair in pairs.iter_mut().filter_map(Value::as_object_mut) {
                for (key, field) in pair {
                    if !key.eq_ignore_ascii_case("name") {
                        *field = Value::from(MASK);
                    }
                }
            }
        }
        Value::Object(pairs) => pairs.values_mut().for_each(|field| *field = Value::from(MASK)),
        Value::Null => {}
        other => *other = Value::from(MASK),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_and_names_stay_wherever_an_environment_stands() {
        let text = r#"{"containerDefinitions":[{"environment":[{"name":"A","value":"s3cret"}],"image":"web"}],
            "overrides":{"containerOverrides":[{"Environment":[{"Name":"B","Value":"s3cret"}]}]},
            "environment":{"C":"s3cret"}}"#;
        let shown = pretty(text).unwrap();
        assert!(!shown.contains("s3cret"), "{shown}");
        for kept in ["\"A\"", "\"B\"", "\"C\"", "\"web\""] {
            assert!(shown.contains(kept), "{kept} in {shown}");
        }
    }

    #[test]
    fn what_is_no_json_is_not_shown_and_other_values_and_their_order_stay() {
        assert_eq!(pretty("password = not json"), None);
        let shown = pretty(r#"{"value":"kept","environment":null,"a":1756865090.421}"#).unwrap();
        assert_eq!(shown, "{\n  \"value\": \"kept\",\n  \"environment\": null,\n  \"a\": 1756865090.421\n}");
    }
}
