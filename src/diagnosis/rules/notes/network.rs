//! Which part of the network: an endpoint inside the VPC or the way out of it, and which subnet.

use std::net::Ipv4Addr;

use crate::diagnosis::rules::{Case, Found};
use crate::model::Task;
use crate::msg;
use crate::words::Message;

/// Classes that say that nothing answered.
const CLASSES: [&str; 8] = [
    "init.net_ecr",
    "init.net_secrets",
    "init.logs_network",
    "init.envfile_network",
    "init.efs_network",
    "init.efs_dns",
    "image.network_unreachable",
    "image.layer_network",
];

/// Classes of a load balancer that gets no answer.
const CHECKED: [&str; 2] = ["health.elb_timeout", "health.elb_unknown"];

/// What the addresses and subnets say about a finding of the network.
pub(super) fn of(given: &Case<'_>, found: &Found) -> Vec<Message> {
    if CHECKED.contains(&found.finding.class) {
        let one = subnet(given);
        return one
            .map(|(subnet, count)| msg!("note-one-subnet-checked", subnet = subnet, count = count))
            .into_iter()
            .collect();
    }
    if !CLASSES.contains(&found.finding.class) {
        return Vec::new();
    }
    let address = found.finding.evidence.iter().find_map(|one| dialled(&one.text));
    let where_to = address.map(|address| {
        if address.is_private() {
            msg!("note-private-address", address = address.to_string())
        } else {
            msg!("note-public-address", address = address.to_string())
        }
    });
    let one = subnet(given);
    let one = one.map(|(subnet, count)| msg!("note-one-subnet", subnet = subnet, count = count));
    where_to.into_iter().chain(one).collect()
}

/// The address that a text says was dialled: `dial tcp 10.0.1.7:443: i/o timeout`.
fn dialled(text: &str) -> Option<Ipv4Addr> {
    let rest = text.split("dial tcp ").nth(1)?;
    let end = rest.find([':', ' ']).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// The one subnet of all failed tasks, where tasks of other subnets run.
fn subnet<'a>(given: &Case<'a>) -> Option<(&'a str, usize)> {
    let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
    let failed = groups.flat_map(|group| &group.tasks).map(|task| given.facts.tasks[task.index]);
    let failed: Vec<&str> = failed.filter_map(subnet_of).collect();
    let first = *failed.first()?;
    let running = given
        .facts
        .tasks
        .iter()
        .filter(|task| !task.is_stopping() && task.last_status.as_deref() == Some("RUNNING"));
    let good: Vec<&str> = running.filter_map(|task| subnet_of(task)).collect();
    let only_here = failed.len() > 1 && failed.iter().all(|one| *one == first);
    (only_here && !good.is_empty() && good.iter().all(|one| *one != first)).then_some((first, failed.len()))
}

fn subnet_of(task: &Task) -> Option<&str> {
    let mut details = task.attachments.iter().flat_map(|attachment| &attachment.details);
    details.find(|detail| detail.name.as_deref() == Some("subnetId"))?.value.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dialled_address_is_found() {
        let text = "RequestError: send request failed caused by: Post \"https://api.ecr/\": dial tcp 172.16.54.241:443: i/o timeout";
        assert_eq!(dialled(text), Some(Ipv4Addr::new(172, 16, 54, 241)));
        assert_eq!(dialled("dial tcp: lookup api.ecr: no such host"), None);
    }
}
