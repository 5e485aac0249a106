//! What `aws logs tail` prints: a line an event, with its time, its stream and its message.
//!
//! Source: AWS CLI reference, `logs tail`, format `detailed`.

use serde_json::{Value, json};

/// The same as FilterLogEvents answers it; nothing where the text is something else.
pub(super) fn as_answer(text: &str) -> Option<String> {
    begun(text.lines().find(|line| !line.trim().is_empty())?)?;
    let mut events: Vec<(&str, &str, String)> = Vec::new();
    for line in text.lines() {
        match begun(line) {
            Some((at, stream, message)) => events.push((at, stream, message.to_owned())),
            // Another document stands behind the lines.
            None if line.starts_with(['{', '[']) => return None,
            // A message of several lines, such as a stack trace.
            None => {
                if let Some((_, _, message)) = events.last_mut() {
                    message.push('\n');
                    message.push_str(line);
                }
            }
        }
    }
    let events: Vec<Value> = events
        .into_iter()
        .map(|(at, stream, message)| {
            json!({"timestamp": at, "logStreamName": stream, "message": message.trim_end()})
        })
        .collect();
    serde_json::to_string_pretty(&json!({"events": events, "searchedLogStreams": []})).ok()
}

/// Time, stream and message of a line that begins an event. The stream of a task has three parts.
fn begun(line: &str) -> Option<(&str, &str, &str)> {
    let (at, rest) = line.split_once(' ')?;
    let (stream, message) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_time = at.starts_with(|letter: char| letter.is_ascii_digit())
        && at.contains('T')
        && at.ends_with("+00:00")
        && at.parse::<jiff::Timestamp>().is_ok();
    (is_time && stream.matches('/').count() >= 2).then_some((at, stream, message))
}

#[cfg(test)]
mod tests {
    use super::as_answer;

    #[test]
    fn lines_are_events_and_what_has_no_time_goes_on() {
        let text = "2026-03-10T14:20:01.123000+00:00 ecs/app/a Error: x\n    at y\n2026-03-10T14:20:02+00:00 ecs/app/b z\n";
        let answer: serde_json::Value = serde_json::from_str(&as_answer(text).unwrap()).unwrap();
        assert_eq!(answer["events"][0]["message"], "Error: x\n    at y");
        assert_eq!(answer["events"][1]["logStreamName"], "ecs/app/b");
        for other in [
            "2026-03-10T14:20:01.1234567Z ##[group]Run aws ecs",
            "2026-03-10T14:20:01+00:00 INFO started",
            "2026-03-10T14:20:01+00:00 ecs/app/a x\n{\"services\": []}",
            "ecs/app/a 2026-03-10T14:20:01+00:00 x",
            "",
        ] {
            assert_eq!(as_answer(other), None, "{other}");
        }
    }
}
