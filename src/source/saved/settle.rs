//! Last joins, once everything is read: events and cut captures find the service that they speak of.

use std::collections::{HashMap, HashSet};

use crate::model::{Service, ServiceEvent, Snapshot};

/// Joins what belongs together.
pub(super) fn settle(snapshot: &mut Snapshot) {
    join_cut_services(snapshot);
    snapshot.superseded.services.sort_by_key(|service| service.captured_at);
    give_events_to_services(snapshot);
    drop_repeated_events(&mut snapshot.events);
    let mut known = HashSet::new();
    snapshot.notices.retain(|notice| {
        let what = (notice.service_arn.clone(), notice.name.clone(), notice.reason.clone());
        known.insert((what, notice.at, notice.deployment_id.clone()))
    });
}

/// The only place of each service name; nothing where two services share it.
fn places(services: &[Service], counts: impl Fn(&Service) -> bool) -> HashMap<String, Option<usize>> {
    let mut places = HashMap::new();
    for (place, service) in services.iter().enumerate().filter(|(_, service)| counts(service)) {
        let Some(name) = service.name() else { continue };
        places.entry(name.to_owned()).and_modify(|place| *place = None).or_insert(Some(place));
    }
    places
}

/// A capture that `--query` cut down to rows and events names neither cluster nor ARN. When one service
/// of its name was saved whole, it is a capture of that one: what a newer one states goes over the older.
fn join_cut_services(snapshot: &mut Snapshot) {
    let is_whole = |service: &Service| service.service_arn.is_some() || service.cluster_arn.is_some();
    if snapshot.services.iter().all(is_whole) {
        return;
    }
    let whole = places(&snapshot.services, is_whole);
    let mut kept: Vec<Service> = Vec::with_capacity(snapshot.services.len());
    let (mut cut, mut moved) = (Vec::new(), HashMap::new());
    for (place, service) in std::mem::take(&mut snapshot.services).into_iter().enumerate() {
        let owner = service.name().and_then(|name| whole.get(name).copied().flatten());
        match owner {
            Some(owner) if !is_whole(&service) => cut.push((owner, service)),
            _ => {
                moved.insert(place, kept.len());
                kept.push(service);
            }
        }
    }
    for (owner, service) in cut {
        let Some(current) = moved.get(&owner).and_then(|place| kept.get_mut(*place)) else { continue };
        if service.captured_at > current.captured_at {
            let newer = over(service, current);
            snapshot.superseded.services.push(std::mem::replace(current, newer));
        } else {
            snapshot.superseded.services.push(service);
        }
    }
    snapshot.services = kept;
}

/// The older capture with what the newer, cut one states.
fn over(newer: Service, older: &Service) -> Service {
    let list_or = |newer: Vec<_>, older: &Vec<_>| if newer.is_empty() { older.clone() } else { newer };
    Service {
        deployments: list_or(newer.deployments, &older.deployments),
        events: if newer.events.is_empty() { older.events.clone() } else { newer.events },
        status: newer.status.or_else(|| older.status.clone()),
        desired_count: newer.desired_count.or(older.desired_count),
        running_count: newer.running_count.or(older.running_count),
        pending_count: newer.pending_count.or(older.pending_count),
        task_definition: newer.task_definition.or_else(|| older.task_definition.clone()),
        captured_at: newer.captured_at,
        ..older.clone()
    }
}

/// Events that were saved apart from their service go to it, unless they are a count over some time.
fn give_events_to_services(snapshot: &mut Snapshot) {
    if snapshot.events.is_empty() {
        return;
    }
    let places = places(&snapshot.services, |_| true);
    let mut grown = HashSet::new();
    let mut loose = Vec::new();
    for event in std::mem::take(&mut snapshot.events) {
        let place = event.service_name().and_then(|name| places.get(name).copied().flatten());
        match place.filter(|_| event.created_at.is_some() && event.count.is_none()) {
            Some(place) => {
                snapshot.services[place].events.push(event);
                grown.insert(place);
            }
            None => loose.push(event),
        }
    }
    snapshot.events = loose;
    for place in grown {
        drop_repeated_events(&mut snapshot.services[place].events);
    }
}

/// Drops events that are there twice and sorts the rest as ECS does, the newest first; events without a
/// time keep their order.
fn drop_repeated_events(events: &mut Vec<ServiceEvent>) {
    let mut known = HashSet::new();
    events.retain(|event| sameness(event).is_none_or(|same| known.insert(same)));
    if events.iter().all(|event| event.created_at.is_some()) {
        events.sort_by_key(|event| std::cmp::Reverse(event.created_at));
    }
}

/// What two spellings of one event share; a bare message may truly have come twice.
fn sameness(event: &ServiceEvent) -> Option<String> {
    let at = event.created_at.map(|at| at.0);
    match (at, event.count, &event.id) {
        (Some(at), _, _) => Some(format!("{at} {}", event.message)),
        (None, Some(count), _) => Some(format!("{count} {}", event.message)),
        (None, None, id) => id.clone(),
    }
}
