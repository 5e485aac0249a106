//! CloudWatch Logs: what containers wrote.
//!
//! Source of names, defaults and limits: API reference of CloudWatch Logs, 2014-03-28.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::input::Input;
use super::refusal;
use crate::emulator::world::telemetry::LogLine;
use crate::emulator::world::{LogStream, Refused, World};

type Answer = Result<Json, Refused>;

/// Lines a page when the call does not say, and the most it may ask for.
const MOST: usize = 10_000;

/// Answers one call.
pub(super) fn answer(world: &World, operation: &str, input: Input<'_>) -> Answer {
    match operation {
        "DescribeLogGroups" => Ok(groups(world, input)),
        "DescribeLogStreams" => streams(world, input),
        "GetLogEvents" => get(world, input),
        "FilterLogEvents" => filter(world, input),
        _ => Err(refusal::unknown_operation(operation)),
    }
}

fn groups(world: &World, input: Input<'_>) -> Json {
    let prefix = input.text("logGroupNamePrefix").unwrap_or_default();
    let mut listed: Vec<&String> = world.account.logs.keys().map(|(group, _)| group).collect();
    listed.dedup();
    let described: Vec<Json> = listed
        .into_iter()
        .filter(|name| name.starts_with(prefix))
        .map(|name| {
            let arn = format!(
                "arn:aws:logs:{}:{}:log-group:{name}:*",
                world.account.identity.region, world.account.identity.account
            );
            json!({"logGroupName": name, "arn": arn, "storedBytes": 0})
        })
        .collect();
    json!({"logGroups": described})
}

fn streams(world: &World, input: Input<'_>) -> Answer {
    let prefix = input.text("logStreamNamePrefix").unwrap_or_default();
    let group = group(world, input)?;
    let listed = group.iter().filter(|(name, _)| name.starts_with(prefix));
    let described: Vec<Json> = listed
        .map(|(name, stream)| {
            let (first, last) = (stream.lines.front(), stream.lines.back());
            let at = |line: Option<&LogLine>| line.map(|line| line.at.as_millisecond());
            json!({"logStreamName": name, "firstEventTimestamp": at(first), "lastEventTimestamp": at(last)})
        })
        .collect();
    Ok(json!({"logStreams": described}))
}

/// The streams of the group that a call names, by name or ARN.
fn group<'a>(world: &'a World, input: Input<'_>) -> Result<BTreeMap<&'a str, &'a LogStream>, Refused> {
    let named = input.text("logGroupName").or(input.text("logGroupIdentifier"));
    let name = named.ok_or_else(|| Refused::parameter("A log group must be named."))?;
    let name = name.split_once(":log-group:").map_or(name, |(_, rest)| rest.trim_end_matches(":*"));
    let all = world.account.logs.range((name.to_owned(), String::new())..);
    let streams = all.take_while(|((group, _), _)| group == name);
    let group: BTreeMap<_, _> = streams.map(|((_, stream), lines)| (stream.as_str(), lines)).collect();
    if group.is_empty() { Err(not_found("The specified log group does not exist.")) } else { Ok(group) }
}

fn not_found(message: &str) -> Refused {
    Refused::new("ResourceNotFoundException", message)
}

/// Lines between the times that a call gives: `startTime` counts, `endTime` does not.
fn wanted(line: &LogLine, input: Input<'_>) -> bool {
    let at = line.at.as_millisecond();
    input.integer("startTime").is_none_or(|start| at >= start)
        && input.integer("endTime").is_none_or(|end| at < end)
}

fn limit(input: Input<'_>) -> Result<usize, Refused> {
    match input.integer("limit").map(usize::try_from) {
        None => Ok(MOST),
        Some(Ok(limit @ 1..=MOST)) => Ok(limit),
        _ => Err(Refused::parameter("limit must be between 1 and 10000.")),
    }
}

/// The end of a stream unless `startFromHead`; tokens lead both ways, and one that repeats says that there is
/// no more.
fn get(world: &World, input: Input<'_>) -> Answer {
    let name = input.need("logStreamName")?;
    let stream = group(world, input)?.remove(name);
    let stream = stream.ok_or_else(|| not_found("The specified log stream does not exist."))?;
    let lines: Vec<&LogLine> = stream.lines.iter().filter(|line| wanted(line, input)).collect();
    let limit = limit(input)?;
    let start = match input.text("nextToken").map(position) {
        None if input.flag("startFromHead") => 0,
        None => lines.len().saturating_sub(limit),
        Some(Some((Way::Forward, at))) => at.min(lines.len()),
        Some(Some((Way::Backward, at))) => at.min(lines.len()).saturating_sub(limit),
        Some(None) => return Err(Refused::parameter("The specified nextToken is invalid.")),
    };
    let end = match input.text("nextToken").and_then(position) {
        Some((Way::Backward, at)) => at.min(lines.len()),
        _ => (start + limit).min(lines.len()),
    };
    let events: Vec<Json> = lines[start..end].iter().map(|line| event(line)).collect();
    Ok(json!({
        "events": events,
        "nextForwardToken": format!("f/{end:056x}"),
        "nextBackwardToken": format!("b/{start:056x}"),
    }))
}

enum Way {
    Forward,
    Backward,
}

fn position(token: &str) -> Option<(Way, usize)> {
    let (way, number) = token.split_once('/')?;
    let way = match way {
        "f" => Way::Forward,
        "b" => Way::Backward,
        _ => return None,
    };
    Some((way, usize::from_str_radix(number, 16).ok()?))
}

fn event(line: &LogLine) -> Json {
    json!({
        "timestamp": line.at.as_millisecond(),
        "message": line.message,
        "ingestionTime": line.at.as_millisecond(),
    })
}

/// Lines of several streams, oldest first. A pattern is words that must all be there, as CloudWatch takes
/// plain words; its other forms are refused.
fn filter(world: &World, input: Input<'_>) -> Answer {
    let words = words(input.text("filterPattern").unwrap_or_default())?;
    let names = input.texts("logStreamNames");
    let prefix = input.text("logStreamNamePrefix").unwrap_or_default();
    let group = group(world, input)?;
    let chosen = group
        .iter()
        .filter(|(name, _)| name.starts_with(prefix) && (names.is_empty() || names.contains(name)));
    let mut found: Vec<(Timestamp, &str, &LogLine)> = chosen
        .flat_map(|(name, stream)| stream.lines.iter().map(move |line| (line.at, *name, line)))
        .filter(|(_, _, line)| wanted(line, input) && words.iter().all(|word| line.message.contains(word)))
        .collect();
    found.sort_by_key(|(at, name, _)| (*at, *name));
    let from = match input.text("nextToken").map(position) {
        None => 0,
        Some(Some((Way::Forward, at))) => at,
        _ => return Err(Refused::parameter("The specified nextToken is invalid.")),
    };
    let limit = limit(input)?;
    let events = found.iter().enumerate().skip(from).take(limit).map(|(at, (_, stream, line))| {
        let mut event = event(line);
        event["logStreamName"] = json!(stream);
        event["eventId"] = json!(format!("{:020}{at:036}", line.at.as_millisecond()));
        event
    });
    let more = found.len() > from.saturating_add(limit);
    Ok(json!({
        "events": events.collect::<Vec<_>>(),
        "searchedLogStreams": [],
        "nextToken": more.then(|| format!("f/{:056x}", from + limit)),
    }))
}

/// `ERROR "out of memory"` as its words and phrases.
fn words(pattern: &str) -> Result<Vec<String>, Refused> {
    if pattern.starts_with(['{', '[', '%', '?', '-']) {
        return Err(Refused::parameter(
            "This model of CloudWatch Logs takes plain words as a filter pattern.",
        ));
    }
    let quoted = pattern.split('"').enumerate();
    let parts = quoted.flat_map(|(at, part)| -> Vec<String> {
        if at % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
    });
    Ok(parts.filter(|word| !word.is_empty()).collect())
}
