//! Reading clusters and capacity providers.

use serde_json::{Value as Json, json};

use super::{Answer, missing, most};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{Cluster, World};
use crate::model::arn;

/// Clusters that are described when none is named. Source: API reference, DescribeClusters.
const DEFAULT: &str = "default";

pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    // Deleted ones are among them (API reference, DeleteCluster; cloud-nuke issue 145).
    let all = world.clusters.values().map(|cluster| &cluster.cluster_arn);
    let (page, token) = Pages::read(input, 100)?.of(all);
    Ok(json!({"clusterArns": page, "nextToken": token}))
}

pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    let mut names = input.texts("clusters");
    most("clusters", &names, 100)?;
    if names.is_empty() {
        names.push(DEFAULT);
    }
    let (mut clusters, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        match world.clusters.get(arn::name(name)) {
            Some(cluster) => clusters.push(described(cluster, input)),
            None => failures.push(missing(&arn(world, name))),
        }
    }
    Ok(json!({"clusters": clusters, "failures": failures}))
}

fn arn(world: &World, name: &str) -> String {
    if name.starts_with("arn:") {
        name.to_owned()
    } else {
        world.account.identity.ecs(&format!("cluster/{name}"))
    }
}

/// What `include` does not name is empty in the answer, as ECS leaves it.
fn described(cluster: &Cluster, input: Input<'_>) -> Json {
    let mut described = cluster.describe();
    for (part, name) in [("TAGS", "tags"), ("SETTINGS", "settings"), ("STATISTICS", "statistics")] {
        if !input.includes(part) {
            described[name] = json!([]);
        }
    }
    described
}
