//! `health.elb_overload` and the health port: why a load balancer's check gets no answer in time.

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, StepId};
use crate::diagnosis::wording::evidence;
use crate::model::TargetGroup;
use crate::msg;
use crate::words::Message;

/// Percent of CPU from which an application may be too busy to answer.
const BUSY: f64 = 95.0;

/// Looks at CPU where checks time out.
#[derive(Debug)]
pub struct Load;

impl Rule for Load {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let events = given.steps.events.groups.iter().filter(|group| group.is_trouble());
        let mut timed_out = events.filter(|group| group.message.contains("Request timed out"));
        let Some(group) = timed_out.next() else { return Vec::new() };
        let metrics = given.steps.logs.metrics.iter();
        let mut cpu = metrics.filter(|metric| metric.label.to_lowercase().contains("cpu"));
        let Some(metric) = cpu.next() else { return Vec::new() };
        let highest = metric.last_and_highest().map_or(0.0, |(_, highest)| highest);
        let Some(cause) = causes::find("health.elb_overload").filter(|_| highest >= BUSY) else {
            return Vec::new();
        };
        let highest = format!("{highest:.0}");
        let mut proof = group.proof.clone();
        proof.push(evidence(format!("metrics[{}]", metric.label), &highest, None));
        let place = (StepId::ServiceEvents, Source::Event);
        let found = given.found(cause, Confidence::Possible, place, proof).at(group.last);
        let said = msg!("cause-health-overload-of", percent = highest);
        vec![Judgement::Present(found.saying(said).sure(Confidence::Possible, msg!("because-cpu-busy")))]
    }
}

/// What the target group says of a failed check: its path and codes, and a port of its own.
pub(super) fn check_of(given: &Case<'_>, found: &Found) -> Vec<Message> {
    if !found.finding.class.starts_with("health.elb_") {
        return Vec::new();
    }
    let Some(group) = target_group(given, found) else { return Vec::new() };
    let path = group.health_check_path.as_deref().map(|path| {
        let codes = group.matcher.as_ref().and_then(|matcher| matcher.http_code.clone());
        match codes {
            Some(codes) => msg!("note-check-path-codes", path = path, codes = codes),
            None => msg!("note-check-path", path = path),
        }
    });
    let own_port = group.health_check_port.as_deref().filter(|port| *port != "traffic-port");
    let port = own_port.map(|port| msg!("note-check-port", port = port));
    path.into_iter().chain(port).collect()
}

/// The captured target group that the finding's texts name, else the service's only one.
fn target_group<'a>(given: &Case<'a>, found: &Found) -> Option<&'a TargetGroup> {
    let balancers = given.facts.service.map_or(&[][..], |service| &service.load_balancers);
    let only = balancers.first().filter(|_| balancers.len() == 1);
    let ours = only.and_then(|balancer| balancer.target_group_arn.as_deref());
    let mut groups = given.facts.snapshot.target_groups.iter();
    groups.find(|group| {
        let Some(arn) = group.target_group_arn.as_deref() else { return false };
        Some(arn) == ours || found.finding.evidence.iter().any(|one| one.text.contains(&format!("{arn})")))
    })
}
