//! How long a look at a whole account takes: 2,000 services and 20,000 tasks in one world.
//!
//! `cargo bench --bench world`; the goals are 20 ms a step and 200 MB.

#![expect(clippy::unwrap_used, reason = "a world that cannot be made is no world to measure")]

use std::time::{Duration, Instant};

use divan::{Bencher, black_box};
use ecsplain::emulator::World;
use ecsplain::emulator::world::input::{CreateCluster, CreateService, UpdateService};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

const SERVICES: usize = 2000;

fn main() {
    let world = steady();
    let tasks = world.clusters["prod"].all_tasks().count();
    println!("{SERVICES} services, {tasks} tasks, {} MB", resident());
    drop(world);
    whole_rollout();
    divan::main();
}

/// Every second of a rollout that begins in all services at once, from the first new task to the last old one.
fn whole_rollout() {
    let mut world = steady();
    deploy(&mut world);
    let mut seconds: Vec<(Duration, i64)> = Vec::new();
    for second in 0..180 {
        let now = later(&world, 1);
        let began = Instant::now();
        world.advance(now);
        seconds.push((began.elapsed(), second));
    }
    let tasks = world.clusters["prod"].all_tasks().count();
    println!("a rollout in all of them: {tasks} tasks at its end, old and new, {} MB", resident());
    seconds.sort_unstable();
    seconds.reverse();
    let slowest = seconds.iter().take(5);
    let slowest: Vec<String> =
        slowest.map(|(took, second)| format!("{took:.1?} (second {second})")).collect();
    println!(
        "its slowest seconds: {}; the middle one {:.1?}",
        slowest.join(", "),
        seconds[seconds.len() / 2].0
    );
}

/// Memory of the process in MB, where the system says it.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "?".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}

fn later(world: &World, seconds: i64) -> Timestamp {
    world.now + SignedDuration::from_secs(seconds)
}

fn definition(world: &mut World, family: &str, image: &str) {
    let document = json!({
        "family": family, "networkMode": "awsvpc", "cpu": "256", "memory": "512",
        "requiresCompatibilities": ["FARGATE"],
        "containerDefinitions": [{ "name": "app", "image": image }],
    });
    world.register_task_definition(world.now, &document).unwrap();
}

/// All services steady with ten tasks each.
fn steady() -> World {
    let mut world = World::new(1, "2026-11-22T12:00:00Z".parse().unwrap());
    let cluster = CreateCluster { cluster_name: Some("prod".to_owned()), ..CreateCluster::default() };
    world.create_cluster(world.now, cluster).unwrap();
    for number in 0..SERVICES {
        let name = format!("service-{number}");
        definition(&mut world, &name, "app:v1");
        let input = CreateService {
            cluster: Some("prod".to_owned()),
            service_name: name.clone(),
            task_definition: Some(name),
            desired_count: Some(10),
            launch_type: Some("FARGATE".to_owned()),
            ..CreateService::default()
        };
        world.create_service(world.now, input).unwrap();
    }
    world.advance(later(&world, 600));
    world
}

/// Begins a rollout in every service.
fn deploy(world: &mut World) {
    for number in 0..SERVICES {
        let name = format!("service-{number}");
        definition(world, &name, "app:v2");
        let input = UpdateService {
            cluster: Some("prod".to_owned()),
            service: name.clone(),
            task_definition: Some(name),
            ..UpdateService::default()
        };
        world.update_service(world.now, input).unwrap();
    }
}

/// The same, ten seconds after a rollout began in every service.
fn rolling() -> World {
    let mut world = steady();
    deploy(&mut world);
    world.advance(later(&world, 10));
    world
}

/// One second in which every service is looked at and nothing is to be done.
#[divan::bench(sample_count = 30)]
fn a_look_at_every_service(bencher: Bencher<'_, '_>) {
    let mut world = steady();
    bencher.bench_local(|| {
        let now = later(&world, 1);
        for service in world.clusters.get_mut("prod").unwrap().services.values_mut() {
            service.wake(now);
        }
        world.advance(black_box(now));
    });
}

/// Seconds in which all services roll out at once: twenty tasks each are on their way or leaving.
#[divan::bench(sample_count = 30)]
fn a_second_of_two_thousand_rollouts(bencher: Bencher<'_, '_>) {
    let mut world = rolling();
    bencher.bench_local(|| {
        let now = later(&world, 1);
        world.advance(black_box(now));
    });
}
