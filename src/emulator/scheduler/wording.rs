//! The sentences of the service scheduler, as AWS words them (developer guide,
//! `service-event-messages-list`; captured events where they differ from it).

use jiff::Timestamp;

use crate::emulator::world::{Account, Event, Service, Task, epoch, event};

/// Repeats of one sentence of trouble are left out until it changes or so many seconds went by.
const REPEATED_AFTER: i64 = 300;

/// Writes an event: `(service NAME) SENTENCE`.
pub fn say(service: &mut Service, account: &mut Account, now: Timestamp, sentence: &str) {
    let subject = format!("(service {})", service.service_name);
    write(service, account, now, format!("{subject} {sentence}"));
}

/// The same of what the generation `ecs-svc/N` did: `(service NAME, taskSet ecs-svc/N) SENTENCE` where that is a task
/// set, as captured events have it.
pub fn say_of(
    service: &mut Service,
    account: &mut Account,
    generation: Option<&str>,
    now: Timestamp,
    sentence: &str,
) {
    match generation.filter(|id| service.task_set(id).is_some()) {
        None => say(service, account, now, sentence),
        Some(id) => {
            let subject = format!("(service {}, taskSet {id})", service.service_name);
            write(service, account, now, format!("{subject} {sentence}"));
        }
    }
}

fn write(service: &mut Service, account: &mut Account, now: Timestamp, message: String) {
    let id = account.identity.uuid();
    event::record(&mut service.events, Event { id, created_at: now, message });
}

/// Writes an event of trouble, unless it was just said.
pub fn complain(service: &mut Service, account: &mut Account, now: Timestamp, sentence: &str) {
    let said = service.memory.trouble.as_ref();
    let fresh = said.is_none_or(|(last, at)| last != sentence || epoch::after(*at, REPEATED_AFTER) <= now);
    if fresh {
        say(service, account, now, sentence);
        service.memory.trouble = Some((sentence.to_owned(), now));
    }
}

/// `(task A) (task B)`.
pub fn task_list<'a>(tasks: impl Iterator<Item = &'a Task>) -> String {
    tasks.map(|task| format!("(task {})", task.id())).collect::<Vec<_>>().join(" ")
}

/// Where a reader finds more; ends most sentences of trouble.
pub const MORE: &str =
    "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

/// Floor and ceiling leave no move.
pub const DEADLOCK: &str = "was unable to stop or start tasks during a deployment because of the service \
    deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";

/// Starts keep failing.
pub fn impaired() -> String {
    format!("is unable to consistently start tasks successfully. {MORE}")
}

/// Fargate gave no place, or the start failed there.
pub fn unplaced(reason: &str) -> String {
    format!("was unable to place a task. Reason: {reason}{}", if reason.ends_with('.') { "" } else { "." })
}

/// Neither the task role nor the execution role can be taken on.
pub fn role(arn: &str) -> String {
    format!(
        "failed to launch a task with (error ECS was unable to assume the role '{arn}' that was provided for this \
         task. Please verify that the role being passed has the proper trust relationship and permissions and that \
         your IAM user has permissions to pass this role.)."
    )
}

/// The scale-in that protection forbids.
pub fn protected(deployment: &str, count: usize) -> String {
    format!(
        "was unable to reach steady state because (taskSet {deployment}) was unable to scale in due to \
         (reason {count} tasks under protection)"
    )
}
