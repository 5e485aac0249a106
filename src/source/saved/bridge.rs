//! EventBridge events of ECS: the state of a task or container instance, or news of a service.

use serde::Deserialize;

use crate::model::time::Time;
use crate::model::{Notice, NoticeLevel};
use crate::msg;

use super::document::Reader;
use super::problems::excerpt;
use super::scan::{Member, Piece};
use super::shape::Kind;

/// The envelope of an event. Source: EventBridge user guide, event structure.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Envelope {
    #[serde(rename = "detail-type")]
    detail_type: Option<String>,
    time: Option<Time>,
    resources: Option<Vec<String>>,
}

/// The detail of news about a service. Source: ECS developer guide, `ecs_service_events`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct NewsDetail {
    event_type: Option<String>,
    event_name: Option<String>,
    cluster_arn: Option<String>,
    deployment_id: Option<String>,
    reason: Option<String>,
    created_at: Option<Time>,
    updated_at: Option<Time>,
}

impl Reader<'_> {
    /// Reads an event.
    pub(super) fn envelope(&mut self, piece: Piece, members: &[Member<'_>]) {
        let Some(detail) = members.iter().find(|member| member.key == "detail").map(|member| member.value)
        else {
            return;
        };
        let Some(envelope) = self.decode::<Envelope>(piece.span) else { return };
        match envelope.detail_type.as_deref() {
            Some("ECS Task State Change") => self.state(Kind::Task, detail, envelope.time),
            Some("ECS Container Instance State Change") => {
                self.state(Kind::ContainerInstance, detail, envelope.time);
            }
            Some("ECS Deployment State Change" | "ECS Service Action") => self.news(piece, detail, envelope),
            kind => {
                let kind = excerpt(kind.unwrap_or_default());
                let (site, text) = (self.site, self.text);
                self.problems
                    .note(|| site.place(text, piece.span.start), msg!("reading-other-event", kind = kind));
            }
        }
    }

    fn state(&mut self, kind: Kind, detail: Piece, time: Option<Time>) {
        self.batch.newest_envelope = self.batch.newest_envelope.max(time);
        let outer = std::mem::replace(&mut self.envelope, time);
        self.keep(kind, detail);
        self.envelope = outer;
    }

    fn news(&mut self, piece: Piece, detail: Piece, envelope: Envelope) {
        let Some(detail) = self.decode::<NewsDetail>(detail.span) else { return };
        self.batch.newest_envelope = self.batch.newest_envelope.max(envelope.time);
        let resources = envelope.resources.unwrap_or_default();
        self.batch.notices.push(Notice {
            service_arn: resources.into_iter().find(|arn| arn.contains(":service/")),
            cluster_arn: detail.cluster_arn,
            at: detail.created_at.or(detail.updated_at).or(envelope.time),
            level: level(detail.event_type.as_deref()),
            name: detail.event_name.unwrap_or_default(),
            reason: detail.reason,
            deployment_id: detail.deployment_id,
            origin: self.origin(piece.span),
        });
    }
}

fn level(kind: Option<&str>) -> NoticeLevel {
    match kind {
        Some("ERROR") => NoticeLevel::Error,
        Some("WARN") => NoticeLevel::Warn,
        _ => NoticeLevel::Info,
    }
}
