//! The ways to end of all stopped tasks, collapsed, and the container whose log matters.

use std::collections::HashMap;

use super::meaning::{ExitMeaning, classify, patience, sentence, signal};
use super::part::{End, parts};
use super::{Culprit, ExitRow, Part};
use crate::diagnosis::signature::normalise;
use crate::diagnosis::steps::stopped::{StopGroup, StoppedStep};
use crate::model::{Container, Facts, Task, TaskDefinition};

/// Rows, culprits first, and the container whose log matters most.
pub fn take(facts: &Facts<'_>, stopped: &StoppedStep) -> (Vec<ExitRow>, Option<Culprit>) {
    let mut rows = Rows::default();
    let mut definition: Option<(&str, Option<&TaskDefinition>)> = None;
    for group in &stopped.groups {
        for stopped_task in &group.tasks {
            let task = facts.tasks[stopped_task.index];
            let revision = task.task_definition_arn.as_deref().unwrap_or_default();
            // The tasks of a group are of one revision, or of a few in turn.
            let of_task = match definition {
                Some((known, definition)) if known == revision => definition,
                _ => facts.definition_of(task),
            };
            definition = Some((revision, of_task));
            for ended in ended(task, of_task, group) {
                rows.add(stopped_task.index, &stopped_task.id, ended);
            }
        }
    }
    let mut rows = rows.all;
    rows.sort_by_key(|row| (row.harmless, rank(row.part), std::cmp::Reverse(row.tasks.len())));
    let culprit = culprit(facts, stopped);
    (rows, culprit)
}

/// The rows so far. Thousands of tasks end in a few ways: a row is made of the first alone.
#[derive(Default)]
struct Rows<'a> {
    all: Vec<ExitRow>,
    places: HashMap<Key<'a>, usize>,
    ids: HashMap<(String, Part, bool), usize>,
    /// Of each place in a task the last end and its row: the next task ends alike as a rule.
    latest: Vec<Option<(Key<'a>, usize)>>,
}

impl<'a> Rows<'a> {
    fn add(&mut self, index: usize, id: &str, ended: Ended<'a>) {
        let key = ended.key();
        if self.latest.len() <= ended.place {
            self.latest.resize(ended.place + 1, None);
        }
        let place = match self.latest[ended.place] {
            Some((known, place)) if known == key => place,
            _ => self.place(index, key, ended),
        };
        self.latest[ended.place] = Some((key, place));
        self.all[place].tasks.push(id.to_owned());
    }

    fn place(&mut self, index: usize, key: Key<'a>, ended: Ended<'a>) -> usize {
        let (all, ids) = (&mut self.all, &mut self.ids);
        *self.places.entry(key).or_insert_with(|| {
            let row = row(index, ended);
            *ids.entry((row.id.clone(), row.part, row.harmless)).or_insert_with(|| {
                all.push(row);
                all.len() - 1
            })
        })
    }
}

/// What two ends have in common that are one row: the container, its code, its reason as it stands, the part, and
/// whether it is harmless.
type Key<'a> = (Option<&'a str>, Option<i64>, Option<&'a str>, Part, bool);

/// The end of one container.
#[derive(Clone, Copy)]
struct Ended<'a> {
    container: &'a Container,
    place: usize,
    end: End,
    part: Part,
    harmless: bool,
}

impl<'a> Ended<'a> {
    fn key(&self) -> Key<'a> {
        let container = self.container;
        let (name, reason) = (container.name.as_deref(), container.reason.as_deref());
        (name, container.exit_code, reason, self.part, self.harmless)
    }
}

fn rank(part: Part) -> u8 {
    match part {
        Part::First => 0,
        Part::Unknown => 1,
        Part::NeverRan => 2,
        Part::Collateral => 3,
        Part::Done => 4,
    }
}

fn ends(task: &Task, definition: Option<&TaskDefinition>) -> Vec<End> {
    let end = |container: &Container| {
        let configured = definition.and_then(|one| one.container(container.name.as_deref()?));
        let timeout = configured.and_then(|one| one.stop_timeout);
        End {
            kind: classify(task, container, timeout),
            essential: if container.is_guard() {
                Some(false)
            } else {
                configured.map(crate::model::ContainerDefinition::is_essential)
            },
            has_reason: !container.is_guard()
                && container.reason.as_deref().is_some_and(|reason| !reason.is_empty()),
            stop_timeout: patience(timeout),
        }
    };
    task.containers.iter().map(end).collect()
}

fn ended<'a>(
    task: &'a Task,
    definition: Option<&TaskDefinition>,
    group: &StopGroup,
) -> impl Iterator<Item = Ended<'a>> {
    let ends = ends(task, definition);
    let parts = parts(task, &ends);
    let trouble = group.is_trouble();
    let containers = task.containers.iter().enumerate().zip(ends.into_iter().zip(parts));
    containers.filter(|((_, container), (end, _))| states_an_end(container, end.kind)).map(
        move |((place, container), (end, part))| {
            let harmless = !trouble || container.is_guard();
            Ended { container, place, end, part, harmless }
        },
    )
}

/// A container of which ECS states nothing at all (a cut answer) ends in no row.
fn states_an_end(container: &Container, kind: ExitMeaning) -> bool {
    container.name.is_some()
        || container.exit_code.is_some()
        || !matches!(kind, ExitMeaning::NoCode | ExitMeaning::NeverRan)
}

/// The row of an end, without its tasks.
fn row(index: usize, ended: Ended<'_>) -> ExitRow {
    let Ended { container, place, end, part, harmless } = ended;
    let name = container.name.clone().unwrap_or_default();
    let code = container.exit_code.map_or_else(|| "-".to_owned(), |code| code.to_string());
    let reason = normalise(container.reason.as_deref().unwrap_or_default());
    let field = if container.exit_code.is_some() { "exitCode" } else { "reason" };
    ExitRow {
        id: format!("{name} {code} {reason}").trim_end().to_owned(),
        container: name,
        essential: end.essential,
        exit_code: container.exit_code,
        signal: signal(container.exit_code),
        meaning: sentence(end.kind, container.exit_code),
        reason: container.reason.clone(),
        health: container.health_status.clone().filter(|health| health != "UNKNOWN"),
        kind: end.kind,
        harmless,
        part,
        tasks: Vec::new(),
        field: format!("tasks[{index}].containers[{place}].{field}"),
    }
}

/// The container whose log matters: of the first group in trouble, in its newest task, the one that died first;
/// else the one whose health check failed; else the only one there is.
fn culprit(facts: &Facts<'_>, stopped: &StoppedStep) -> Option<Culprit> {
    let group = stopped.groups.iter().find(|group| group.is_trouble()).or_else(|| stopped.groups.first())?;
    let newest = group.tasks.first()?;
    let task = facts.tasks[newest.index];
    let parts = parts(task, &ends(task, facts.definition_of(task)));
    let first = parts.iter().position(|part| *part == Part::First);
    let unhealthy =
        || task.containers.iter().position(|one| one.health_status.as_deref() == Some("UNHEALTHY"));
    let unknown = || parts.iter().position(|part| *part == Part::Unknown);
    let only = || (task.containers.len() == 1).then_some(0);
    let place = first.or_else(unhealthy).or_else(unknown).or_else(only)?;
    let container = task.containers.get(place)?.name.clone()?;
    Some(Culprit { task: newest.id.clone(), container, index: newest.index })
}
