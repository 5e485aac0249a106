//! Taking secrets out of what ECS said, before it is shown or written.
//!
//! A task definition and a task's overrides carry `environment` values in plain text, and everybody who
//! may read them may read those; a screen that is shared and a file that is sent around may not.

use serde_json::Value;

/// What stands in place of a value.
pub const MASK: &str = "<masked>";

/// The JSON `text`, indented, with the values of every `environment` masked; text that is no JSON comes
/// back as it is.
pub fn pretty(text: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    mask(&mut value);
    serde_json::to_string_pretty(&value).unwrap_or_else(|_| text.to_owned())
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
        let shown = pretty(text);
        assert!(!shown.contains("s3cret"), "{shown}");
        for kept in ["\"A\"", "\"B\"", "\"C\"", "\"web\""] {
            assert!(shown.contains(kept), "{kept} in {shown}");
        }
    }

    #[test]
    fn what_is_no_json_and_what_has_no_environment_stay_as_they_are() {
        assert_eq!(pretty("not json"), "not json");
        assert_eq!(pretty(r#"{"environment":null,"value":"kept"}"#).matches("kept").count(), 1);
    }
}
