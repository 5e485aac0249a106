//! Labels, annotations, selectors, owners and points in time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta, Time,
};

use super::NONE;
use super::page::{Page, path};

/// An annotation whose key and value are longer than this, in bytes, goes on lines of its own. Source: kubectl.
const LONGEST_ANNOTATION: usize = 140;
/// kubectl never shows what `kubectl apply` remembers.
const HIDDEN_ANNOTATION: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// How Go prints a point in time that is not set.
const ZERO_TIME: &str = "Mon, 01 Jan 0001 00:00:00 +0000";

/// Writes a point in time in UTC, as RFC 1123 with a numeric offset.
pub fn moment(time: Option<&Time>) -> String {
    time.map_or_else(
        || ZERO_TIME.to_owned(),
        |time| time.0.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(),
    )
}

/// The timestamp inside an optional Kubernetes time.
pub fn stamp(time: Option<&Time>) -> Option<Timestamp> {
    time.map(|time| time.0)
}

/// Writes `Title:` and one `key=value` a line. `title` may begin with the indentation of a nested block.
pub fn labels(page: &mut Page, parent: &str, title: &str, labels: Option<&BTreeMap<String, String>>) {
    let own = path(parent, title.trim_start());
    let Some(labels) = labels.filter(|labels| !labels.is_empty()) else {
        page.line(0, own, &format!("{title}:\t{NONE}"));
        return;
    };
    for (index, (key, value)) in labels.iter().enumerate() {
        let head = if index == 0 { format!("{title}:") } else { String::new() };
        page.line(0, path(&own, key), &format!("{head}\t{key}={value}"));
    }
}

/// Writes `Title:` and one `key: value` a line; a long or broken value goes under its key, each line cut.
pub fn annotations(page: &mut Page, parent: &str, title: &str, all: Option<&BTreeMap<String, String>>) {
    let own = path(parent, title.trim_start());
    let mut first = true;
    for (key, value) in all.into_iter().flatten().filter(|(key, _)| key.as_str() != HIDDEN_ANNOTATION) {
        let head = if first { format!("{title}:") } else { String::new() };
        first = false;
        annotation(page, &head, &path(&own, key), key, value.strip_suffix('\n').unwrap_or(value));
    }
    if first {
        page.line(0, own, &format!("{title}:\t{NONE}"));
    }
}

fn annotation(page: &mut Page, head: &str, own: &str, key: &str, value: &str) {
    if key.len() + value.len() + 2 <= LONGEST_ANNOTATION && !value.contains('\n') {
        page.line(0, own, &format!("{head}\t{key}: {value}"));
        return;
    }
    page.line(0, own, &format!("{head}\t{key}:"));
    for line in value.split('\n') {
        page.line(0, own, &format!("\t  {}", shorten(line, LONGEST_ANNOTATION - 2)));
    }
}

/// Cuts `text` after `most` bytes, or before the character that stands there.
pub fn shorten(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    format!("{}...", &text[..text.floor_char_boundary(most)])
}

/// `Kind/name` of the controlling owner.
pub fn controller(metadata: &ObjectMeta) -> Option<String> {
    let owners = metadata.owner_references.as_ref()?;
    let owner = owners.iter().find(|owner| owner.controller == Some(true))?;
    Some(format!("{}/{}", owner.kind, owner.name))
}

/// A selector as one text: requirements in the order of their keys, joined by commas.
pub fn selector(selector: &LabelSelector) -> String {
    let labels = selector.match_labels.iter().flatten();
    let mut parts: Vec<(&str, String)> =
        labels.map(|(key, value)| (key.as_str(), format!("{key}={value}"))).collect();
    let expressions = selector.match_expressions.iter().flatten();
    parts.extend(expressions.map(|one| (one.key.as_str(), requirement(one))));
    parts.sort_by(|one, other| one.0.cmp(other.0));
    if parts.is_empty() {
        return NONE.to_owned();
    }
    parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(",")
}

fn requirement(one: &LabelSelectorRequirement) -> String {
    let mut values = one.values.clone().unwrap_or_default();
    values.sort();
    let key = &one.key;
    match one.operator.as_str() {
        "Exists" => key.clone(),
        "DoesNotExist" => format!("!{key}"),
        "NotIn" => format!("{key} notin ({})", values.join(",")),
        _ => format!("{key} in ({})", values.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(key: &str, value: &str) -> Vec<String> {
        let mut page = Page::default();
        let all = BTreeMap::from([(key.to_owned(), value.to_owned())]);
        annotations(&mut page, "", "Annotations", Some(&all));
        page.finish().into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn an_annotation_of_140_bytes_stays_on_its_line_and_one_of_141_does_not() {
        assert_eq!(printed("k", &"v".repeat(137)), [format!("Annotations:  k: {}", "v".repeat(137))]);
        assert_eq!(
            printed("k", &"v".repeat(139)),
            ["Annotations:  k:".to_owned(), format!("                {}...", "v".repeat(138))]
        );
    }

    #[test]
    fn a_broken_value_goes_under_its_key_and_a_last_line_break_does_not_count() {
        assert_eq!(printed("k", "a\nb\n"), ["Annotations:  k:", "                a", "                b"]);
        assert_eq!(printed("k", "a\n"), ["Annotations:  k: a"]);
    }

    #[test]
    fn what_kubectl_apply_remembers_is_hidden() {
        assert_eq!(printed(HIDDEN_ANNOTATION, "{}"), ["Annotations:  <none>"]);
    }

    #[test]
    fn a_time_that_is_not_set_is_gos_zero() {
        assert_eq!(moment(None), "Mon, 01 Jan 0001 00:00:00 +0000");
        assert_eq!(moment(Some(&Time(Timestamp::UNIX_EPOCH))), "Thu, 01 Jan 1970 00:00:00 +0000");
    }

    #[test]
    fn a_selector_lists_its_requirements_by_key() {
        let mixed = LabelSelector {
            match_labels: Some(BTreeMap::from([("z".to_owned(), "1".to_owned())])),
            match_expressions: Some(vec![LabelSelectorRequirement {
                key: "a".to_owned(),
                operator: "In".to_owned(),
                values: Some(vec!["y".to_owned(), "x".to_owned()]),
            }]),
        };
        assert_eq!(selector(&mixed), "a in (x,y),z=1");
        assert_eq!(selector(&LabelSelector::default()), "<none>");
    }
}
