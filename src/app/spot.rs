//! Where a piece of evidence is to be seen: a row of a step, a line of the Kubernetes twin, or a line of the
//! JSON that ECS answered.
//!
//! A rule says `tasks[0].stoppedReason`; the indices are those of [`Facts`] and of its snapshot.

use crate::diagnosis::commands::Names;
use crate::diagnosis::signature::normalise;
use crate::diagnosis::{Diagnosis, Evidence, StepId};
use crate::kube::{self, Provenance, Twin};
use crate::model::origin::Origin;
use crate::model::{Facts, redaction};
use crate::view::RowId;
use crate::view::panel::logs;
use crate::words::Value;

/// Where a piece of evidence is to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// In a row of a step.
    Row(StepId, RowId),
    /// In a line of what `kubectl describe deployment` prints for the service.
    Twin(usize),
    /// In a line of the JSON of an object.
    Json(Origin, usize),
}

/// A field of the evidence, taken apart: `tasks`, `0` and `containers[1].exitCode`.
#[derive(Debug, Clone, Copy)]
struct Field<'a> {
    list: &'a str,
    index: usize,
    rest: &'a str,
}

/// What a field is looked for in.
struct Search<'a> {
    facts: &'a Facts<'a>,
    diagnosis: &'a Diagnosis,
    evidence: &'a Evidence,
}

impl Spot {
    /// Where `evidence` is to be seen; nothing when nothing on the screen holds it any more.
    pub fn of(facts: &Facts<'_>, diagnosis: &Diagnosis, evidence: &Evidence) -> Option<Self> {
        let field = Field::of(&evidence.field);
        Search { facts, diagnosis, evidence }.spot(field)
    }

    /// The object whose JSON it is in.
    pub fn object(&self) -> Option<Origin> {
        match self {
            Self::Json(origin, _) => Some(*origin),
            Self::Row(..) | Self::Twin(_) => None,
        }
    }

    /// The row that the cursor stands on there.
    pub fn row(&self) -> RowId {
        match self {
            Self::Row(_, row) => row.clone(),
            Self::Twin(line) | Self::Json(_, line) => RowId::Line(*line),
        }
    }
}

impl<'a> Field<'a> {
    fn of(text: &'a str) -> Self {
        let end = text.find(['[', '.']).unwrap_or(text.len());
        let (list, rest) = text.split_at(end);
        let indexed = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (index, rest) = indexed.unwrap_or(("", rest));
        Self { list, index: index.parse().unwrap_or(0), rest: rest.trim_start_matches('.') }
    }
}

impl Search<'_> {
    fn spot(&self, field: Field<'_>) -> Option<Spot> {
        let snapshot = self.facts.snapshot;
        let json = |origin: Option<Origin>| self.json(origin?, field.rest);
        match field.list {
            "events" => self.event(field.index),
            "notices" => {
                self.notice().or_else(|| json(self.facts.notices.get(field.index).map(|one| one.origin)))
            }
            "deployments" | "taskSets" => self.deployment(field),
            "tasks" => self.task(field),
            "logs" => self.log_line().or_else(|| json(snapshot.logs.get(field.index).map(|one| one.origin))),
            "metrics" => self.metric(),
            "service" => self.service(field),
            "services" => json(snapshot.services.get(field.index).map(|one| one.origin)),
            "serviceDeployments" => self.record(field),
            "taskDefinition" => self.twin().or_else(|| json(self.definition())),
            "containerInstances" => json(snapshot.container_instances.get(field.index).map(|one| one.origin)),
            "targetGroups" => json(snapshot.target_groups.get(field.index).map(|one| one.origin)),
            "targetHealth" => json(snapshot.target_health.get(field.index).map(|one| one.origin)),
            "failures" => json(snapshot.failures.get(field.index).map(|one| one.origin)),
            _ => None,
        }
    }

    /// The group that holds the event: the one whose newest it is, else the one of its text and time.
    fn event(&self, index: usize) -> Option<Spot> {
        let groups = &self.diagnosis.steps.events.groups;
        let event = self.facts.events.get(index)?;
        let wanted = normalise(&event.message);
        let holds = |at| move |first: Option<_>, last: Option<_>| first <= at && at <= last;
        let within = holds(event.created_at);
        let found = groups.iter().find(|group| group.field == self.evidence.field).or_else(|| {
            let same = || groups.iter().filter(|group| normalise(&group.message) == wanted);
            same().find(|group| within(group.first, group.last)).or_else(|| same().next())
        });
        found.map(|group| Spot::Row(StepId::ServiceEvents, RowId::Event(group.id.clone())))
    }

    fn notice(&self) -> Option<Spot> {
        let mut groups = self.diagnosis.steps.events.groups.iter();
        let group = groups.find(|group| group.proof.iter().any(|one| one.field == self.evidence.field))?;
        Some(Spot::Row(StepId::ServiceEvents, RowId::Event(group.id.clone())))
    }

    fn deployment(&self, field: Field<'_>) -> Option<Spot> {
        let sets = field.list == "taskSets";
        let mut rows = self.diagnosis.steps.deployments.rows.iter();
        let row = rows.find(|row| row.is_task_set == sets && row.index == field.index)?;
        Some(Spot::Row(StepId::Deployments, RowId::Deployment(row.id.clone())))
    }

    /// Why it stopped stands in its group, how a container ended in the row of the container.
    fn task(&self, field: Field<'_>) -> Option<Spot> {
        let task = self.facts.tasks.get(field.index)?;
        let id = task.id().unwrap_or_default();
        let steps = &self.diagnosis.steps;
        if matches!(field.rest, "stoppedReason" | "stopCode") {
            let mut groups = steps.stopped.groups.iter();
            let group = groups.find(|group| group.tasks.iter().any(|one| one.index == field.index));
            if let Some(group) = group {
                return Some(Spot::Row(StepId::StoppedTasks, RowId::StopGroup(group.signature.clone())));
            }
        }
        let part = Field::of(field.rest);
        let container = task.containers.get(part.index).filter(|_| part.list == "containers");
        if let Some(name) = container.and_then(|one| one.name.as_deref())
            && matches!(part.rest, "exitCode" | "reason" | "healthStatus")
        {
            let mut rows = steps.exits.rows.iter();
            let row = rows.find(|row| row.container == name && row.tasks.iter().any(|task| task == id));
            if let Some(row) = row {
                return Some(Spot::Row(StepId::ExitCodes, RowId::Exit(row.id.clone())));
            }
        }
        self.json(task.origin, field.rest)
    }

    fn log_line(&self) -> Option<Spot> {
        let step = &self.diagnosis.steps.logs;
        let place = step.lines.iter().position(|line| line.field == self.evidence.field)?;
        Some(Spot::Row(StepId::LogsMetrics, logs::ids(step).nth(place)?))
    }

    /// A label may hold anything, so it is not taken apart.
    fn metric(&self) -> Option<Spot> {
        let label = self.evidence.field.strip_prefix("metrics[")?.strip_suffix(']')?;
        let mut metrics = self.diagnosis.steps.logs.metrics.iter();
        metrics
            .any(|one| one.label == label)
            .then(|| Spot::Row(StepId::LogsMetrics, RowId::Metric(label.to_owned())))
    }

    /// What the rules of the rollout are made from stands with them.
    fn service(&self, field: Field<'_>) -> Option<Spot> {
        let step = &self.diagnosis.steps.deployments;
        let name = field.rest.strip_prefix("deploymentConfiguration.").unwrap_or_default();
        let of_band =
            matches!(name, "minimumHealthyPercent" | "maximumPercent") || field.rest == "desiredCount";
        let of_breaker = name.starts_with("deploymentCircuitBreaker.") && step.forecast.is_none();
        if (of_band && step.band.is_some()) || (of_breaker && step.breaker.is_some()) {
            return Some(Spot::Row(StepId::Deployments, RowId::Rules));
        }
        self.twin().or_else(|| self.json(self.facts.service?.origin, field.rest))
    }

    fn record(&self, field: Field<'_>) -> Option<Spot> {
        let current = self.diagnosis.steps.deployments.current.as_ref();
        if current.is_some_and(|current| current.index == field.index) {
            return Some(Spot::Row(StepId::Deployments, RowId::Record));
        }
        self.json(self.facts.service_deployments.get(field.index)?.origin, field.rest)
    }

    fn definition(&self) -> Option<Origin> {
        let names = Names { facts: self.facts, steps: &self.diagnosis.steps };
        names.definition().map(|definition| definition.origin)
    }

    /// The line of the twin that names the field, or the nearest part of the object around it.
    fn twin(&self) -> Option<Spot> {
        let described = kube::describe(self.facts, &Twin::Deployment);
        let lines = described.lines.iter().enumerate();
        let named =
            lines.filter_map(|(place, line)| Some((named(&line.provenance, &self.evidence.field)?, place)));
        // The longest name is the nearest; of equal ones the first line.
        named
            .max_by_key(|(length, place)| (*length, std::cmp::Reverse(*place)))
            .map(|(_, place)| Spot::Twin(place))
    }

    /// The line of `path` in the JSON as it is shown; the first one where the object has no such field.
    fn json(&self, origin: Origin, path: &str) -> Option<Spot> {
        let pretty = redaction::pretty(self.facts.snapshot.raw(origin)?)?;
        Some(Spot::Json(origin, line_of(&pretty, path)))
    }
}

/// How many letters of `field` a provenance names, from its beginning, up to a dot or a bracket; a whole object
/// is not near enough.
fn named(provenance: &Provenance, field: &str) -> Option<usize> {
    let begins = |name: &str| {
        let rest = field.strip_prefix(name)?;
        let ends = rest.is_empty() || rest.starts_with(['.', '[']);
        (ends && name.contains('.') && !name.ends_with(']')).then_some(name.len())
    };
    match provenance {
        Provenance::Stated(name) => begins(name),
        Provenance::Computed(how) => how.args.iter().find_map(|(_, value)| match value {
            Value::Text(text) => begins(text),
            _ => None,
        }),
        _ => None,
    }
}

/// The line of `path` in JSON that is indented by two spaces a level.
fn line_of(pretty: &str, path: &str) -> usize {
    let lines: Vec<&str> = pretty.lines().collect();
    let (mut at, mut depth, mut rest) = (0, 0, path);
    while !rest.is_empty() {
        depth += 1;
        let inner = " ".repeat(depth * 2);
        let own = |line: &&str| {
            line.strip_prefix(inner.as_str()).is_some_and(|text| !text.starts_with([' ', '}', ']']))
        };
        let below = lines.iter().enumerate().skip(at + 1);
        let mut inside = below.take_while(|(_, line)| line.starts_with(&inner)).filter(|(_, line)| own(line));
        let found = if let Some(index) = rest.strip_prefix('[') {
            let (number, after) = index.split_once(']').unwrap_or((index, ""));
            rest = after.trim_start_matches('.');
            inside.nth(number.parse().unwrap_or(0))
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let key = format!("{inner}\"{}\":", &rest[..end]);
            rest = rest[end..].trim_start_matches('.');
            inside.find(|(_, line)| line.starts_with(&key))
        };
        let Some((place, _)) = found else { return at };
        at = place;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_in_json_and_else_the_nearest_around_it() {
        let json = r#"{"a":{"x":1},"list":[{"b":1,"c":[]},{"b":2,"c":[7,8]}],"b":3}"#;
        let pretty = redaction::pretty(json).expect("it is JSON");
        let line = |path: &str| pretty.lines().nth(line_of(&pretty, path)).map(str::trim).map(str::to_owned);
        assert_eq!(line("list[1].b").as_deref(), Some("\"b\": 2,"));
        assert_eq!(line("list[1].c[1]").as_deref(), Some("8"));
        assert_eq!(line("b").as_deref(), Some("\"b\": 3"));
        assert_eq!(line("a.y").as_deref(), Some("\"a\": {"));
        assert_eq!(line("").as_deref(), Some("{"));
        assert_eq!(line("list[9].b").as_deref(), Some("\"list\": ["));
    }

    #[test]
    fn a_field_is_taken_apart() {
        let field = Field::of("tasks[3].containers[1].exitCode");
        assert_eq!((field.list, field.index, field.rest), ("tasks", 3, "containers[1].exitCode"));
        let field = Field::of("service.desiredCount");
        assert_eq!((field.list, field.index, field.rest), ("service", 0, "desiredCount"));
    }
}
