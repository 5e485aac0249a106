//! What an answer does not say of itself and the name of its call does: which stream, which target group,
//! which service.
//!
//! The name is what [`Call`](crate::model::live::Call) prints: `logs:GetLogEvents prod/web GROUP STREAM`.

use crate::model::{Document, Origin, Snapshot, arn};

const LOGS: &str = "logs:GetLogEvents";
const TARGETS: &str = "elasticloadbalancing:DescribeTargetHealth";
const METRICS: &str = "cloudwatch:GetMetricData";

/// Whether the name of a document tells what its text does not.
pub(super) fn tells(name: &str) -> bool {
    [LOGS, TARGETS, METRICS].iter().any(|action| name.starts_with(action))
}

/// Gives logs, target health and metrics the owners that the names of their documents tell.
pub(super) fn name(snapshot: &mut Snapshot) {
    let documents = std::mem::take(&mut snapshot.documents);
    for stream in &mut snapshot.logs {
        let Some(rest) = detail(&documents, stream.origin, LOGS) else { continue };
        // A group's name has no spaces; a stream's may.
        if let Some((group, name)) = rest.1.split_once(' ') {
            (stream.group, stream.stream) = (Some(group.to_owned()), Some(name.to_owned()));
        }
    }
    for set in &mut snapshot.target_health {
        let Some((_, group)) = detail(&documents, set.origin, TARGETS) else {
            continue;
        };
        set.target_group_arn = Some(group.to_owned());
    }
    for series in &mut snapshot.metrics {
        let Some((place, _)) = detail(&documents, series.origin, METRICS) else {
            continue;
        };
        series.owner = place.rsplit_once('/').map(|(cluster, service)| {
            // The cluster may have been named by its ARN.
            (arn::name(cluster).to_owned(), service.to_owned())
        });
    }
    snapshot.documents = documents;
}

/// Place and detail of the call, when the document at `origin` answers one of `action`.
fn detail<'a>(documents: &'a [Document], origin: Origin, action: &str) -> Option<(&'a str, &'a str)> {
    let document = documents.get(usize::try_from(origin.document).ok()?)?;
    let rest = document.name.strip_prefix(action)?.strip_prefix(' ')?;
    Some(rest.split_once(' ').unwrap_or((rest, "")))
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, load_answers};

    fn answer(name: &str, body: &str) -> Answer {
        Answer { name: name.to_owned(), bytes: body.as_bytes().to_vec() }
    }

    #[test]
    fn an_answer_is_whose_its_call_says() {
        let snapshot = load_answers(vec![
            answer(
                "logs:GetLogEvents prod/web /ecs/web ecs/app/0 1",
                r#"{"events": [], "nextForwardToken": "f", "nextBackwardToken": "b"}"#,
            ),
            answer(
                "elasticloadbalancing:DescribeTargetHealth prod/web arn:aws:tg/a",
                r#"{"TargetHealthDescriptions": []}"#,
            ),
            answer(
                "cloudwatch:GetMetricData prod/web",
                r#"{"MetricDataResults": [{"Id": "cpu", "Timestamps": [], "Values": []}]}"#,
            ),
        ])
        .snapshot;
        let stream = &snapshot.logs[0];
        assert_eq!(
            (stream.group.as_deref(), stream.stream.as_deref()),
            (Some("/ecs/web"), Some("ecs/app/0 1"))
        );
        assert_eq!(snapshot.target_health[0].target_group_arn.as_deref(), Some("arn:aws:tg/a"));
        assert_eq!(snapshot.metrics[0].owner, Some(("prod".to_owned(), "web".to_owned())));
    }

    #[test]
    fn a_file_says_nothing_by_its_name() {
        let body = r#"{"TargetHealthDescriptions": []}"#;
        let snapshot = load_answers(vec![answer("target-health.json", body)]).snapshot;
        assert_eq!(snapshot.target_health[0].target_group_arn, None);
    }
}
