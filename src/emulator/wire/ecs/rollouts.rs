//! Reading service deployments and service revisions.

use serde_json::{Value as Json, json};

use super::{Answer, cluster, missing, most, services};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{Refused, Service, ServiceDeployment, World};

/// Service deployments a page when the call does not say. Source: API reference, ListServiceDeployments.
const PAGE: usize = 20;
/// Names a call may have. Source: API reference, DescribeServiceDeployments and -Revisions.
const MOST: usize = 20;

pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let service = services::find(cluster, input.need("service")?).ok_or_else(Refused::service)?;
    let filter = Filter::read(input);
    // The newest first, as ECS lists them.
    let listed = service.service_deployments.iter().rev().filter(|record| filter.takes(record));
    let (page, token) = Pages::read(input, PAGE)?.of(listed.map(ServiceDeployment::brief));
    Ok(json!({"serviceDeployments": page, "nextToken": token}))
}

/// What ListServiceDeployments is asked for.
struct Filter<'a> {
    statuses: Vec<&'a str>,
    after: Option<jiff::Timestamp>,
    before: Option<jiff::Timestamp>,
}

impl<'a> Filter<'a> {
    fn read(input: Input<'a>) -> Self {
        let created = input.object("createdAt");
        Self {
            statuses: input.texts("status"),
            after: created.and_then(|range| range.time("after")),
            before: created.and_then(|range| range.time("before")),
        }
    }

    fn takes(&self, record: &ServiceDeployment) -> bool {
        let status = json!(record.status);
        let named = self.statuses.iter().any(|wanted| status == *wanted);
        (self.statuses.is_empty() || named)
            && self.after.is_none_or(|after| record.created_at > after)
            && self.before.is_none_or(|before| record.created_at < before)
    }
}

pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    by_arn(world, input, "serviceDeploymentArns", "serviceDeployments", |service, arn| {
        let record =
            service.service_deployments.iter().find(|record| record.service_deployment_arn == arn)?;
        Some(record.describe())
    })
}

pub(super) fn describe_revisions(world: &World, input: Input<'_>) -> Answer {
    by_arn(world, input, "serviceRevisionArns", "serviceRevisions", |service, arn| {
        Some(service.revisions.iter().find(|revision| revision.service_revision_arn == arn)?.describe())
    })
}

/// Describes what the ARNs under `name` say, under `answer`.
fn by_arn(
    world: &World,
    input: Input<'_>,
    name: &str,
    answer: &str,
    find: impl Fn(&Service, &str) -> Option<Json>,
) -> Answer {
    let arns = input.texts(name);
    if arns.is_empty() {
        return Err(Refused::parameter(format!("{name} cannot be empty.")));
    }
    most(name, &arns, MOST)?;
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for arn in arns {
        match service_of(world, arn).and_then(|service| find(service, arn)) {
            Some(value) => found.push(value),
            None => failures.push(missing(arn)),
        }
    }
    Ok(json!({answer: found, "failures": failures}))
}

/// The service in whose ARNs `arn` stands: `…/CLUSTER/SERVICE/ID`.
fn service_of<'a>(world: &'a World, arn: &str) -> Option<&'a Service> {
    let mut parts = arn.rsplit('/').skip(1);
    let (service, cluster) = (parts.next()?, parts.next()?);
    world.clusters.get(cluster)?.services.get(service)
}
