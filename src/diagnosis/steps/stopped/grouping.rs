//! Stopped tasks grouped by what they died of.

use std::collections::{HashMap, HashSet};

use jiff::SignedDuration;

use super::{Memory, StopGroup, StoppedTask, life, routine, stop_time};
use crate::diagnosis::signature::normalise;
use crate::diagnosis::steps::deployments::{DeploymentStep, RowRole};
use crate::model::{Facts, Task, arn};

/// All groups: what is trouble now first, then by how many and how new.
pub fn take(facts: &Facts<'_>, deployments: &DeploymentStep) -> Vec<StopGroup> {
    let mut groups: Vec<StopGroup> = Vec::new();
    let mut places: HashMap<(usize, bool, bool), usize> = HashMap::new();
    let mut signatures = Signatures::default();
    // Tasks of RunTask may each have a starter of their own.
    let mut starters: HashSet<(usize, &str, &str)> = HashSet::new();
    let mut latest: Vec<Option<(&str, &str)>> = Vec::new();
    for (index, task) in facts.tasks.iter().enumerate().filter(|(_, task)| task.is_stopping()) {
        let (signature, scheduled) = signatures.of(task);
        let routine = scheduled || routine::is_finished_job(task);
        let before = is_before(task, deployments);
        let place = *places.entry((signature, routine, before)).or_insert_with(|| {
            groups.push(empty(signatures.all[signature].0.clone(), task, routine, before));
            groups.len() - 1
        });
        add(&mut groups[place], index, task, memory(facts, task));
        let (by, definition) = starter(task);
        if latest.get(place) == Some(&Some((by, definition))) {
            continue;
        }
        latest.resize(groups.len(), None);
        latest[place] = Some((by, definition));
        if starters.insert((place, by, definition)) {
            groups[place].deployments.push((by.to_owned(), arn::revision(definition).to_owned()));
        }
    }
    for group in &mut groups {
        finish(group, facts);
    }
    groups.sort_by_key(|group| {
        (!group.is_trouble(), group.routine, std::cmp::Reverse((group.tasks.len(), group.last)))
    });
    groups
}

/// Signatures by number, and whether their text states a routine stop. Thousands of tasks stop with a few texts, each
/// of which is read once; texts of one signature differ in names and numbers alone, and state the same.
#[derive(Default)]
struct Signatures<'a> {
    all: Vec<(String, bool)>,
    by_text: HashMap<Text<'a>, usize>,
    by_name: HashMap<String, usize>,
    /// The last text and what it is: the next task stops alike as a rule.
    latest: Option<(Text<'a>, usize)>,
}

/// The code and the reason of a stop.
type Text<'a> = (&'a str, &'a str);

impl<'a> Signatures<'a> {
    fn of(&mut self, task: &'a Task) -> (usize, bool) {
        let code = task.stop_code.as_deref().unwrap_or("-");
        let reason = task.stopped_reason.as_deref().unwrap_or_default();
        let number = match self.latest {
            Some((text, number)) if text == (code, reason) => number,
            _ => self.read((code, reason)),
        };
        self.latest = Some(((code, reason), number));
        (number, self.all[number].1)
    }

    fn read(&mut self, (code, reason): Text<'a>) -> usize {
        let (all, by_name) = (&mut self.all, &mut self.by_name);
        *self.by_text.entry((code, reason)).or_insert_with(|| {
            let signature = format!("{code} {}", normalise(reason));
            *by_name.entry(signature).or_insert_with_key(|signature| {
                all.push((signature.clone(), routine::is_scheduled(reason)));
                all.len() - 1
            })
        })
    }
}

/// Whether another deployment than the one in question started the task. Where nothing ties the task to a
/// deployment, it is taken for the one in question: a cause must not be hidden.
pub fn is_before(task: &Task, deployments: &DeploymentStep) -> bool {
    let Some(by) = task.started_by.as_deref().filter(|by| by.starts_with("ecs-svc/")) else { return false };
    let listed = deployments.rows.iter().any(|row| row.id == by);
    if let Some(rollback) = &deployments.rollback {
        // Where the failed row is gone, tasks of an unlisted deployment are those that failed.
        return listed && rollback.from.as_deref() != Some(by);
    }
    deployments.pushed().is_some_and(|pushed| pushed.id != by && (listed || pushed.role == RowRole::Target))
}

fn empty(signature: String, task: &Task, routine: bool, before_deployment: bool) -> StopGroup {
    StopGroup {
        signature,
        stop_code: task.stop_code.clone(),
        reason: task.stopped_reason.clone(),
        routine,
        tasks: Vec::new(),
        first: None,
        last: None,
        lived: None,
        ran: 0,
        deployments: Vec::new(),
        before_deployment,
    }
}

/// Only a live account still knows, or no longer knows, a task: a saved answer is as old as it is.
fn memory(facts: &Facts<'_>, task: &Task) -> Option<Memory> {
    let is_live = facts.snapshot.captured.basis.is_live();
    let until = task.forgotten_from().filter(|_| is_live).map(Memory::Until);
    task.gone_since.map(Memory::GoneSince).or(until)
}

fn add(group: &mut StopGroup, index: usize, task: &Task, memory: Option<Memory>) {
    let at = stop_time(task);
    group.tasks.push(StoppedTask { id: task.id().unwrap_or_default().to_owned(), index, at, memory });
    group.ran += usize::from(task.started_at.is_some());
    if let Some(lived) = life(task) {
        group.lived = Some(widen(group.lived, lived));
    }
}

/// What started a task, and its task definition.
fn starter(task: &Task) -> (&str, &str) {
    (task.started_by.as_deref().unwrap_or_default(), task.task_definition_arn.as_deref().unwrap_or_default())
}

fn widen(
    range: Option<(SignedDuration, SignedDuration)>,
    lived: SignedDuration,
) -> (SignedDuration, SignedDuration) {
    range.map_or((lived, lived), |(least, most)| (least.min(lived), most.max(lived)))
}

fn finish(group: &mut StopGroup, facts: &Facts<'_>) {
    group.tasks.sort_by_key(|task| std::cmp::Reverse(task.at));
    group.last = group.tasks.first().and_then(|task| task.at);
    group.first = group.tasks.iter().rev().find_map(|task| task.at);
    if let Some(newest) = group.tasks.first() {
        group.reason.clone_from(&facts.tasks[newest.index].stopped_reason);
    }
}
