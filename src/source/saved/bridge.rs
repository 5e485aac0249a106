//! EventBridge events of ECS: the state of a task or container instance, or news of a service.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::model::time::Time;
use crate::model::{Notice, NoticeLevel};
use crate::msg;

use super::document::Reader;
use super::problems::excerpt;
use super::scan::{Member, Piece};
use super::shape::Kind;

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
        let time = self.member(members, "time");
        let kind: String = self.member(members, "detail-type").unwrap_or_default();
        match kind.as_str() {
            "ECS Task State Change" => {
                let before = self.batch.tasks.len();
                self.state(Kind::Task, detail, time);
                let resources: Vec<String> = self.member(members, "resources").unwrap_or_default();
                // A relay may have cut the ARN out of the detail; the envelope names the task too.
                let tasks = self.batch.tasks.iter_mut().skip(before).map(|held| &mut held.object);
                for task in tasks.filter(|task| task.task_arn.is_none()) {
                    task.task_arn = resources.iter().find(|arn| arn.contains(":task/")).cloned();
                }
            }
            "ECS Container Instance State Change" => self.state(Kind::ContainerInstance, detail, time),
            "ECS Deployment State Change" | "ECS Service Action" => {
                let resources = self.member(members, "resources").unwrap_or_default();
                self.news(piece, detail, time, resources);
            }
            _ => self.note(piece.span.start, msg!("reading-other-event", kind = excerpt(&kind))),
        }
    }

    /// A member of an envelope, if it is there and what it should be.
    fn member<T: DeserializeOwned>(&self, members: &[Member<'_>], key: &str) -> Option<T> {
        let member = members.iter().find(|member| member.key == key)?;
        serde_json::from_str(member.value.span.of(self.text)).ok()
    }

    fn state(&mut self, kind: Kind, detail: Piece, time: Option<Time>) {
        self.batch.newest_envelope = self.batch.newest_envelope.max(time);
        let outer = std::mem::replace(&mut self.envelope, time);
        self.keep(kind, detail);
        self.envelope = outer;
    }

    fn news(&mut self, piece: Piece, detail: Piece, time: Option<Time>, resources: Vec<String>) {
        let Some(detail) = self.decode::<NewsDetail>(detail) else { return };
        self.batch.newest_envelope = self.batch.newest_envelope.max(time);
        self.batch.notices.push(Notice {
            service_arn: resources.into_iter().find(|arn| arn.contains(":service/")),
            cluster_arn: detail.cluster_arn,
            at: detail.created_at.or(detail.updated_at).or(time),
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
