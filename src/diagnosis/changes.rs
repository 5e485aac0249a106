//! What changed between the revision that last worked and the one that was pushed.
//!
//! Names and values of the API, before and after; values of `environment` are compared and never kept. How
//! suspicious a change is depends on what went wrong: a new image explains a crash, not a missing secret.

mod facets;
mod images;
mod service;
mod suspicion;

pub use suspicion::Suspicion;

use std::collections::BTreeMap;

use super::finding::Finding;
use super::steps::deployments::{DeploymentRow, DeploymentStep, PastOutcome, RowRole};
use crate::model::Facts;
use crate::msg;
use crate::words::Message;
use facets::Facet;

/// What differs between two revisions.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The revision that last worked (`web:41`).
    pub from: String,
    /// The revision that was pushed (`web:42`).
    pub to: String,
    /// The task definition of which revision was not captured; nothing of the two is compared then.
    pub missing: Option<String>,
    /// The differences, the most suspicious first.
    pub list: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The container; absent when it is of the whole task or of the deployment.
    pub container: Option<String>,
    /// The field as the API calls it, e.g. `image` or `environment[LOG_LEVEL]`.
    pub field: String,
    /// The value before; absent when there was none.
    pub before: Option<String>,
    /// The value after; absent when there is none.
    pub after: Option<String>,
    /// Whether the values may be shown: those of `environment` never are.
    pub masked: bool,
    /// How well the change fits what went wrong.
    pub suspicion: Suspicion,
}

/// What changed, where both revisions are known by name.
pub fn of(facts: &Facts<'_>, step: &DeploymentStep, findings: &[Finding]) -> Option<Changes> {
    let pushed = step.pushed()?;
    let good = good(step, pushed)?;
    let (from, to) = (good.revision, pushed.revision.clone());
    let mut list = good.row.map_or_else(Vec::new, |row| service::compare(facts, row, pushed));
    let definitions = (facts.snapshot.task_definition(&from), facts.snapshot.task_definition(&to));
    let missing = match definitions {
        _ if from == to => None,
        (Some(before), Some(after)) => {
            list.extend(compare(&facets::of(before), &facets::of(after)));
            None
        }
        (Some(_), None) => Some(to.clone()),
        (None, _) => Some(from.clone()),
    };
    list.extend(images::moved(facts, &list));
    let classes: Vec<&str> = findings.iter().map(|finding| finding.class).collect();
    for change in &mut list {
        change.suspicion = suspicion::of(change, &classes);
    }
    list.sort_by(|one, other| {
        (one.suspicion, &one.container, &one.field).cmp(&(other.suspicion, &other.container, &other.field))
    });
    Some(Changes { from, to, missing, list })
}

/// The revision that worked last, and its row while it still stands.
struct Good<'a> {
    revision: String,
    row: Option<&'a DeploymentRow>,
}

/// The row that is being replaced, or that a rollback goes back to; where it is gone, the newest record of a
/// deployment that succeeded.
fn good<'a>(step: &'a DeploymentStep, pushed: &DeploymentRow) -> Option<Good<'a>> {
    let roles = [RowRole::RollbackTarget, RowRole::Source];
    let row = roles.iter().find_map(|role| {
        step.rows.iter().find(|row| row.role == *role && row.id != pushed.id && !row.revision.is_empty())
    });
    if let Some(row) = row {
        return Some(Good { revision: row.revision.clone(), row: Some(row) });
    }
    let worked = |outcome| matches!(outcome, PastOutcome::Successful | PastOutcome::RolledBack);
    let past = step.past.iter().filter(|past| worked(past.outcome)).find_map(|past| past.runs.clone());
    past.filter(|revision| *revision != pushed.revision).map(|revision| Good { revision, row: None })
}

/// The facets that differ; a container that only one side has is one change.
fn compare(before: &BTreeMap<Facet, String>, after: &BTreeMap<Facet, String>) -> Vec<Change> {
    let keys: std::collections::BTreeSet<&Facet> = before.keys().chain(after.keys()).collect();
    let whole = |facets: &BTreeMap<Facet, String>, name: &Option<String>| {
        name.is_none() || facets.keys().any(|facet| facet.container == *name)
    };
    keys.into_iter()
        .filter(|facet| before.get(facet) != after.get(facet))
        .filter(|facet| {
            let in_both = whole(before, &facet.container) && whole(after, &facet.container);
            in_both || facet.field == "image"
        })
        .map(|facet| change(facet, before.get(facet), after.get(facet)))
        .collect()
}

/// A masked value was compared and goes no further.
fn change(facet: &Facet, before: Option<&String>, after: Option<&String>) -> Change {
    let kept =
        |value: Option<&String>| value.map(|value| if facet.masked { String::new() } else { value.clone() });
    Change {
        container: facet.container.clone(),
        field: facet.field.clone(),
        before: kept(before),
        after: kept(after),
        masked: facet.masked,
        suspicion: Suspicion::Unlikely,
    }
}

impl Change {
    /// The difference in words.
    pub fn message(&self) -> Message {
        let field = self.name();
        match (&self.before, &self.after) {
            _ if self.masked => self.masked_message(field),
            (Some(before), Some(after)) => {
                msg!("change-changed", field = field, before = before, after = after)
            }
            (None, Some(after)) => msg!("change-added", field = field, after = after),
            (Some(before), None) => msg!("change-removed", field = field, before = before),
            (None, None) => msg!("change-masked", field = field),
        }
    }

    fn masked_message(&self, field: String) -> Message {
        match (&self.before, &self.after) {
            (None, Some(_)) => msg!("change-masked-added", field = field),
            (Some(_), None) => msg!("change-masked-removed", field = field),
            _ => msg!("change-masked", field = field),
        }
    }

    /// `app.image`, or the bare field where it is of the whole task.
    pub fn name(&self) -> String {
        match &self.container {
            Some(container) => format!("{container}.{}", self.field),
            None => self.field.clone(),
        }
    }

    /// The values that may be shown: before, after.
    pub fn shown(&self) -> (Option<&str>, Option<&str>) {
        if self.masked { (None, None) } else { (self.before.as_deref(), self.after.as_deref()) }
    }
}
