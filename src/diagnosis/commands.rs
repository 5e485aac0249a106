//! Commands for a person to run: the AWS CLI with the real names filled in, quoted for a POSIX shell.
//!
//! A command whose names the capture does not state is not printed: a line that has to be completed by
//! hand is worse than none.

mod ecs;
mod placeholders;
mod surroundings;

pub use placeholders::{Values, repository_and_tag};

use super::causes::Next;
use super::finding::Command;
use super::steps::Steps;
use super::steps::deployments::RowRole;
use crate::model::{Facts, Task, TaskDefinition, arn};
use crate::words::Message;
use crate::words::shell::quoted;

/// What commands are made from.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The facts.
    pub facts: &'a Facts<'a>,
    /// The steps, which know the row and the task that matter.
    pub steps: &'a Steps,
}

impl<'a> Names<'a> {
    /// The commands behind `next`, none when their names are not known.
    pub fn commands(&self, next: Next) -> Vec<Command> {
        match next {
            Next::Service => self.service(),
            Next::ServiceDeployments => self.service_deployments(),
            Next::StoppedTasks => self.stopped_tasks(),
            Next::TaskDefinition => self.task_definition(),
            Next::Cluster => self.clusters(),
            Next::Instances => self.instances(),
            Next::CapacityProviders => self.capacity_providers(),
            Next::Logs => self.logs(),
            Next::Protection => self.protection(),
            Next::OpenBand => self.open_band(),
            Next::LogGroup => self.log_group(),
            Next::TargetHealth => self.target_health(),
            Next::TargetGroup => self.target_groups(),
            Next::Subnets => self.subnets(),
            Next::SecurityGroups => self.security_groups(),
            Next::Endpoints => self.endpoints(),
            Next::Routes => self.routes(),
            Next::ExecutionRole => self.execution_role(),
            Next::TaskRole => self.task_role(),
            Next::Image => self.images(),
            Next::Secrets => self.secrets(),
            Next::FargateQuota => self.fargate_quota(),
        }
    }

    /// A line: `aws` and the words, quoted, with the Region of the capture at its end.
    fn line(&self, words: &[&str]) -> String {
        Self::line_in(words, self.facts.region())
    }

    fn line_in(words: &[&str], region: Option<&str>) -> String {
        let mut line = "aws".to_owned();
        for word in words.iter().copied().chain(region.into_iter().flat_map(|region| ["--region", region])) {
            line.push(' ');
            line.push_str(&quoted(word));
        }
        line
    }

    fn read(&self, words: &[&str], why: Message) -> Vec<Command> {
        vec![Command { run: self.line(words), why, mutates: false }]
    }

    /// The cluster's name; ECS takes a missing one for `default`, so an old ARN without it is left out.
    fn cluster(&self) -> Option<&'a str> {
        self.facts.cluster()
    }

    /// The service's name.
    fn service_name(&self) -> Option<String> {
        let name = match &self.facts.subject {
            crate::model::Subject::TaskGroup(group) => group.strip_prefix("service:").map(str::to_owned),
            crate::model::Subject::Nothing => None,
            _ => Some(self.facts.name()),
        };
        name.filter(|name| !name.is_empty())
    }

    /// The task that matters: the culprit's, else the newest stopped one in trouble, else any.
    fn task(&self) -> Option<&'a Task> {
        let culprit = self.steps.exits.culprit.as_ref().map(|culprit| culprit.index);
        let stopped =
            || self.steps.stopped.groups.first().and_then(|group| group.tasks.first()).map(|one| one.index);
        self.facts.tasks.get(culprit.or_else(stopped).unwrap_or_default()).copied()
    }

    /// The revision in question, as `family:number`.
    fn revision(&self) -> Option<String> {
        let of_task = || self.task()?.task_definition_arn.as_deref().map(|arn| arn::revision(arn).to_owned());
        if let Some(rollback) = &self.steps.deployments.rollback
            && !self.steps.deployments.rows.iter().any(|row| row.role == RowRole::Failed)
        {
            // What runs is what ECS went back to; the revision that failed is named elsewhere or not at all.
            let id = rollback.from.as_deref().map(arn::name);
            let mut revisions = self.facts.service_revisions.iter();
            let failed = revisions.find(|one| one.service_revision_arn.as_deref().map(arn::name) == id);
            let named = failed.and_then(|one| one.task_definition.as_deref()).map(arn::revision);
            return named.map(str::to_owned).or_else(of_task);
        }
        let pushed = self.steps.deployments.pushed().map(|row| row.revision.clone());
        let of_service =
            || self.facts.service?.task_definition.as_deref().map(|arn| arn::revision(arn).to_owned());
        pushed.filter(|name| !name.is_empty()).or_else(of_task).or_else(of_service)
    }

    /// Whether the task definition of the revision in question was saved.
    pub fn has_definition(&self) -> bool {
        self.definition().is_some()
    }

    /// Its task definition, when it was saved.
    pub fn definition(&self) -> Option<&'a TaskDefinition> {
        self.facts.snapshot.task_definition(&self.revision()?)
    }
}
