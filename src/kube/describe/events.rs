//! The table of events at the end of every description.

use jiff::Timestamp;
use k8s_openapi::api::core::v1::Event;

use super::duration::since;
use super::metadata::stamp;
use super::page::{Page, path};

/// Title and path of the table.
const TITLE: &str = "Events";

/// Writes the events, the one that was last seen longest ago first; a row's path is `Events/NAME`.
pub fn events(page: &mut Page, events: &[Event], now: Option<Timestamp>) {
    if events.is_empty() {
        page.field(0, "", TITLE, super::NONE);
        return;
    }
    page.heading(0, "Events:");
    page.heading(1, "Type\tReason\tAge\tFrom\tMessage");
    page.heading(1, "----\t------\t----\t----\t-------");
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by_key(|event| stamp(event.last_timestamp.as_ref()));
    for event in sorted {
        let text = format!(
            "{}\t{}\t{}\t{}\t{}",
            event.type_.as_deref().unwrap_or_default(),
            event.reason.as_deref().unwrap_or_default(),
            age(event, now),
            component(event),
            event.message.as_deref().unwrap_or_default().trim(),
        );
        let name = event.metadata.name.as_deref().unwrap_or_default();
        page.line(1, path(TITLE, name), &text);
    }
}

/// `3m11s (x7 over 15m)` when it was seen more than once, else the age of the first time.
fn age(event: &Event, now: Option<Timestamp>) -> String {
    let first = event.event_time.as_ref().map(|time| time.0).or(stamp(event.first_timestamp.as_ref()));
    let first = since(first, now);
    if let Some(series) = &event.series {
        let last = since(series.last_observed_time.as_ref().map(|time| time.0), now);
        return format!("{last} (x{} over {first})", series.count.unwrap_or(0));
    }
    match event.count {
        Some(count) if count > 1 => {
            format!("{} (x{count} over {first})", since(stamp(event.last_timestamp.as_ref()), now))
        }
        _ => first,
    }
}

fn component(event: &Event) -> &str {
    let source = event.source.as_ref().and_then(|source| source.component.as_deref());
    source.filter(|text| !text.is_empty()).or(event.reporting_component.as_deref()).unwrap_or_default()
}
