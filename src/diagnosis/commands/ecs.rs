//! Commands of `aws ecs` and `aws logs`.

use std::collections::HashSet;

use super::Names;
use crate::diagnosis::finding::Command;
use crate::diagnosis::steps::logs::LogDestination;
use crate::model::arn;
use crate::msg;

/// Most tasks that one line names; DescribeTasks takes 100.
const TASKS: usize = 10;

impl<'a> Names<'a> {
    pub(super) fn service(&self) -> Vec<Command> {
        let Some(name) = self.service_name() else { return Vec::new() };
        let words = self.in_cluster(&["ecs", "describe-services"], &["--services", &name]);
        self.read(&words, msg!("why-service"))
    }

    /// A command with `--cluster`, where the cluster is known.
    fn in_cluster<'w>(&self, command: &[&'w str], rest: &[&'w str]) -> Vec<&'w str>
    where
        'a: 'w,
    {
        let cluster = self.cluster().into_iter().flat_map(|cluster| ["--cluster", cluster]);
        command.iter().copied().chain(cluster).chain(rest.iter().copied()).collect()
    }

    pub(super) fn service_deployments(&self) -> Vec<Command> {
        let named = self.facts.service.and_then(|service| service.current_service_deployment.as_deref());
        if let Some(arn) = named {
            let words = ["ecs", "describe-service-deployments", "--service-deployment-arns", arn];
            return self.read(&words, msg!("why-service-deployment"));
        }
        let Some(name) = self.service_name() else { return Vec::new() };
        let words = self.in_cluster(&["ecs", "list-service-deployments"], &["--service", &name]);
        self.read(&words, msg!("why-service-deployment"))
    }

    pub(super) fn stopped_tasks(&self) -> Vec<Command> {
        let mut lines = self.named_tasks();
        let Some(name) = self.service_name() else { return lines };
        let rest = ["--service-name", name.as_str(), "--desired-status", "STOPPED"];
        let words = self.in_cluster(&["ecs", "list-tasks"], &rest);
        lines.extend(self.read(&words, msg!("why-stopped-tasks")));
        lines
    }

    /// describe-tasks of the tasks that events or a list name, and that were not saved.
    fn named_tasks(&self) -> Vec<Command> {
        let groups = self.steps.events.groups.iter().rev();
        let telling = groups.filter(|group| group.is_trouble() || self.steps.events.rhythm.is_some());
        let of_events = telling.flat_map(|group| group.tasks.iter().rev().map(String::as_str));
        let listed = self.facts.snapshot.listing.tasks.iter().map(|arn| arn::name(arn));
        let mut known: HashSet<&str> = self.facts.tasks.iter().filter_map(|task| task.id()).collect();
        let ids: Vec<&str> = of_events.chain(listed).filter(|id| known.insert(id)).take(TASKS).collect();
        if ids.is_empty() {
            return Vec::new();
        }
        let words = self.in_cluster(&["ecs", "describe-tasks"], &["--tasks"]);
        let words: Vec<&str> = words.into_iter().chain(ids).collect();
        self.read(&words, msg!("why-named-tasks"))
    }

    pub(super) fn task_definition(&self) -> Vec<Command> {
        let Some(revision) = self.revision() else { return Vec::new() };
        let words = ["ecs", "describe-task-definition", "--task-definition", revision.as_str()];
        self.read(&words, msg!("why-task-definition"))
    }

    pub(super) fn clusters(&self) -> Vec<Command> {
        let Some(cluster) = self.cluster() else { return Vec::new() };
        self.read(&["ecs", "describe-clusters", "--clusters", cluster], msg!("why-cluster"))
    }

    pub(super) fn instances(&self) -> Vec<Command> {
        let Some(cluster) = self.cluster() else { return Vec::new() };
        self.read(&["ecs", "list-container-instances", "--cluster", cluster], msg!("why-instances"))
    }

    pub(super) fn capacity_providers(&self) -> Vec<Command> {
        let strategy = self.facts.service.map_or(&[][..], |service| &service.capacity_provider_strategy);
        let names: Vec<&str> = strategy.iter().filter_map(|item| item.capacity_provider.as_deref()).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let mut words = vec!["ecs", "describe-capacity-providers", "--capacity-providers"];
        words.extend(names);
        self.read(&words, msg!("why-capacity-providers"))
    }

    pub(super) fn protection(&self) -> Vec<Command> {
        let running = self.facts.tasks.iter().filter(|task| !task.is_stopping()).filter_map(|task| task.id());
        let ids: Vec<&str> = running.take(TASKS).collect();
        if ids.is_empty() {
            return Vec::new();
        }
        let words = self.in_cluster(&["ecs", "get-task-protection"], &["--tasks"]);
        let words: Vec<&str> = words.into_iter().chain(ids).collect();
        self.read(&words, msg!("why-protection"))
    }

    /// The smallest change that lets a deadlocked rollout move: a ceiling with room for one task more.
    pub(super) fn open_band(&self) -> Vec<Command> {
        let Some(band) = self.steps.deployments.band.filter(|_| self.steps.deployments.is_deadlocked())
        else {
            return Vec::new();
        };
        let (Some(name), Some(cluster)) = (self.service_name(), self.cluster()) else { return Vec::new() };
        let wanted = band.desired.saturating_add(1).saturating_mul(100).saturating_add(band.desired - 1);
        let maximum = wanted.div_euclid(band.desired);
        let configuration =
            format!("minimumHealthyPercent={},maximumPercent={maximum}", band.minimum_percent);
        let mut words = vec!["ecs", "update-service", "--cluster", cluster, "--service", name.as_str()];
        words.extend(["--deployment-configuration", configuration.as_str()]);
        vec![Command { run: self.line(&words), why: msg!("why-open-band"), mutates: true }]
    }

    /// The last lines of the container that matters, where its stream is known.
    pub(super) fn logs(&self) -> Vec<Command> {
        let LogDestination::CloudWatch { group, stream, region } = &self.steps.logs.destination else {
            return Vec::new();
        };
        let culprit = self.steps.exits.culprit.as_ref();
        let ran = culprit.map(|culprit| culprit.ran(self.facts));
        if !ran.unwrap_or_else(|| self.task().is_none_or(|task| task.started_at.is_some())) {
            return Vec::new();
        }
        let mut words = match stream {
            Some(_) => vec!["logs", "get-log-events", "--log-group-name", group],
            None => vec!["logs", "tail", group, "--since", "1h"],
        };
        if let Some(stream) = stream {
            words.extend(["--log-stream-name", stream, "--limit", "200"]);
        }
        let run = Self::line_in(&words, region.as_deref().or(self.facts.region()));
        vec![Command { run, why: msg!("why-logs"), mutates: false }]
    }

    /// Memory of the service over the last hour before the capture, in percent of its reservation.
    pub fn memory_metric(&self) -> Option<Command> {
        let (name, cluster) = (self.service_name()?, self.cluster()?);
        let end = self.facts.captured_at()?.0;
        let start = end.checked_sub(jiff::SignedDuration::from_hours(1)).ok()?;
        let stamp = |at: jiff::Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let query = format!(
            r#"[{{"Id":"memory","Label":"MemoryUtilization","MetricStat":{{"Metric":{{"Namespace":"AWS/ECS","MetricName":"MemoryUtilization","Dimensions":[{{"Name":"ClusterName","Value":"{cluster}"}},{{"Name":"ServiceName","Value":"{name}"}}]}},"Period":60,"Stat":"Maximum"}}}}]"#
        );
        let (start, end) = (stamp(start), stamp(end));
        let mut words = vec!["cloudwatch", "get-metric-data", "--metric-data-queries", query.as_str()];
        words.extend(["--start-time", start.as_str(), "--end-time", end.as_str()]);
        Some(Command { run: self.line(&words), why: msg!("why-memory"), mutates: false })
    }

    pub(super) fn log_group(&self) -> Vec<Command> {
        let containers = self.definition().map_or(&[][..], |definition| &definition.container_definitions);
        let options = containers.iter().filter_map(|container| container.log_configuration.as_ref());
        let mut lines: Vec<Command> = Vec::new();
        for configuration in options.filter(|one| one.log_driver.as_deref() == Some("awslogs")) {
            let Some(group) = configuration.options.get("awslogs-group") else { continue };
            let region = configuration.options.get("awslogs-region").map(String::as_str);
            let words = ["logs", "describe-log-groups", "--log-group-name-prefix", group];
            let run = Self::line_in(&words, region.or(self.facts.region()));
            if !lines.iter().any(|line| line.run == run) {
                lines.push(Command { run, why: msg!("why-log-group"), mutates: false });
            }
        }
        lines
    }
}
