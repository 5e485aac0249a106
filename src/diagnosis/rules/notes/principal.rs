//! Which role was refused: the principal in the text against the roles of the task definition.

use crate::diagnosis::rules::{Case, Found};
use crate::diagnosis::text;
use crate::model::{TaskDefinition, arn};
use crate::msg;
use crate::words::Message;

/// Whose role the refused principal is, for findings that are a refusal.
pub(super) fn of(given: &Case<'_>, found: &Found) -> Option<Message> {
    let evidence = found.finding.evidence.iter();
    let mut roles = evidence.filter(|one| is_refusal(&one.text)).filter_map(|one| assumed_role(&one.text));
    let role = roles.next()?;
    let revision = given.steps.deployments.pushed().map(|row| row.revision.clone());
    let task = given.facts.tasks.iter().find_map(|task| given.facts.definition_of(task));
    let definition = revision.and_then(|name| given.facts.snapshot.task_definition(&name)).or(task);
    Some(match definition {
        Some(definition) => whose(definition, role),
        None => msg!("note-role", role = role),
    })
}

fn whose(definition: &TaskDefinition, role: &str) -> Message {
    let is = |configured: &Option<String>| configured.as_deref().map(arn::name) == Some(role);
    match (is(&definition.execution_role_arn), is(&definition.task_role_arn)) {
        (true, true) => msg!("note-role-both", role = role),
        (true, false) => msg!("note-role-execution", role = role),
        (false, true) => msg!("note-role-task", role = role),
        (false, false) if role.starts_with("AWSServiceRoleFor") => msg!("note-role-service", role = role),
        (false, false) => msg!("note-role-neither", role = role),
    }
}

fn is_refusal(text: &str) -> bool {
    let folded = text::fold(text);
    folded.contains("not authorized to perform") || folded.contains("accessdenied")
}

/// `arn:aws:sts::1:assumed-role/NAME/SESSION` → `NAME`.
fn assumed_role(text: &str) -> Option<&str> {
    let rest = text.split(":assumed-role/").nth(1)?;
    let end = rest.find(['/', ' ', '"', '\'']).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}
