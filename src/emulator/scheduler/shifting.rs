//! Blue/green, linear and canary: the new revision comes up beside the old one, traffic shifts, and the old one
//! goes. The stages follow each other in the order of the API reference, `ServiceDeployment`.

use jiff::Timestamp;

use super::action::{Action, Wait};
use super::census::Roll;
use super::draft::Draft;
use crate::emulator::world::configuration::Hook;
use crate::emulator::world::service_deployment::HookDetail;
use crate::emulator::world::{
    Account, Deployment, RolloutState, Service, ServiceDeployment, ServiceDeploymentStatus, Stage, epoch,
};

/// How long a stage without work of its own lasts, in seconds.
const SHORT_STAGE: i64 = 5;

/// How long a Lambda hook takes, in seconds.
const LAMBDA: i64 = 8;

/// The stages in their order. PRE_PRODUCTION_TRAFFIC_SHIFT is entered only where a hook waits there.
const STAGES: [Stage; 11] = [
    Stage::ReconcileService,
    Stage::PreScaleUp,
    Stage::ScaleUp,
    Stage::PostScaleUp,
    Stage::TestTrafficShift,
    Stage::PostTestTrafficShift,
    Stage::PreProductionTrafficShift,
    Stage::ProductionTrafficShift,
    Stage::PostProductionTrafficShift,
    Stage::BakeTime,
    Stage::CleanUp,
];

/// Whether a shift of traffic is under way: there is something to shift from, and no way back was begun.
pub fn applies(service: &Service) -> bool {
    let progresses = service.primary().is_some_and(|row| row.rollout_state == RolloutState::InProgress);
    let record = service.current().filter(|record| record.status == ServiceDeploymentStatus::InProgress);
    let has_source = record.is_some_and(|record| !record.source_service_revisions.is_empty());
    service.deployment_configuration.shifts_traffic() && progresses && has_source
}

/// What to do now.
pub fn plan(service: &Service, roll: &Roll, now: Timestamp) -> Vec<Action> {
    let (Some(primary), Some(record)) = (service.primary(), service.current()) else { return Vec::new() };
    let Some(stage) = record.lifecycle_stage else { return vec![Action::Enter(Stage::ReconcileService)] };
    if let Some(hook) = waiting(record, stage) {
        return vec![Action::Wait(Wait::Hook, Some(hook))];
    }
    let band = (service.desired_count, service.desired_count.saturating_mul(2));
    let mut draft = Draft::new(service, roll, band, now);
    draft.stop_failing();
    draft.stop_draining();
    let shortage = if stage >= Stage::ScaleUp { draft.start(primary) } else { 0 };
    if stage == Stage::CleanUp {
        draft.stop_surplus();
    }
    if !draft.actions.is_empty() {
        return draft.actions;
    }
    if let Some(percent) = next_weight(service, record, stage, now) {
        return vec![Action::Shift(percent)];
    }
    match lasts((service, primary, roll), (record, stage, shortage), now) {
        Some(wait) => vec![wait],
        None if stage == Stage::CleanUp => vec![Action::Complete],
        None => following(service, stage).map(Action::Enter).into_iter().collect(),
    }
}

fn following(service: &Service, stage: Stage) -> Option<Stage> {
    let is_hooked = |stage| hooks_at(service, stage).next().is_some();
    let mut later = STAGES.iter().copied().filter(|next| *next > stage);
    later.find(|next| *next != Stage::PreProductionTrafficShift || is_hooked(*next))
}

/// The hooks of a service that are called at `stage`.
fn hooks_at(service: &Service, stage: Stage) -> impl Iterator<Item = &Hook> {
    let name = word(stage);
    let hooks = service.deployment_configuration.lifecycle_hooks.iter();
    hooks.filter(move |hook| hook.lifecycle_stages.contains(&name))
}

/// When the first hook of the stage that nobody answered runs out.
fn waiting(record: &ServiceDeployment, stage: Stage) -> Option<Timestamp> {
    let hooks = record.lifecycle_hook_details.iter().filter(|hook| hook.stage == stage);
    let open = hooks.filter(|hook| matches!(hook.status, "AWAITING_ACTION" | "IN_PROGRESS"));
    open.map(|hook| hook.answers.map_or(hook.expires_at, |(at, _)| at)).min()
}

/// Why the stage is not over, if it is not.
fn lasts(
    (service, primary, roll): (&Service, &Deployment, &Roll),
    (record, stage, shortage): (&ServiceDeployment, Stage, usize),
    now: Timestamp,
) -> Option<Action> {
    let since = record.progress.stage_since.unwrap_or(now);
    let until = |seconds: i64| Some(epoch::after(since, seconds)).filter(|until| *until > now);
    let own = roll.of(primary);
    let wanted = usize::try_from(service.desired_count).unwrap_or(0);
    match stage {
        Stage::ScaleUp if own.healthy < wanted => {
            let until = primary.memory.not_before.filter(|until| shortage > 0 && *until > now);
            Some(Action::Wait(until.map_or(Wait::Tasks, |_| Wait::Throttle), until))
        }
        Stage::ProductionTrafficShift => {
            let left = weight(record) < 100.0;
            let at = epoch::after(since, step_bake(service));
            left.then_some(Action::Wait(Wait::Bake, Some(at)))
        }
        Stage::BakeTime => {
            let minutes = service.deployment_configuration.bake_time_in_minutes;
            until(minutes.saturating_mul(60)).map(|until| Action::Wait(Wait::Bake, Some(until)))
        }
        Stage::CleanUp => (roll.all.wanted() > own.wanted()).then_some(Action::Wait(Wait::Tasks, None)),
        Stage::ScaleUp => None,
        _ => until(SHORT_STAGE).map(|until| Action::Wait(Wait::Tasks, Some(until))),
    }
}

fn weight(record: &ServiceDeployment) -> f64 {
    record.target_service_revision.requested_production_traffic_weight.unwrap_or(0.0)
}

/// The share of production traffic that the new revision gets next, once the step before has baked.
fn next_weight(service: &Service, record: &ServiceDeployment, stage: Stage, now: Timestamp) -> Option<f64> {
    let now_at = weight(record);
    if stage != Stage::ProductionTrafficShift || now_at >= 100.0 {
        return None;
    }
    let since = record.progress.stage_since.unwrap_or(now);
    if now_at > 0.0 && epoch::after(since, step_bake(service)) > now {
        return None;
    }
    let configuration = &service.deployment_configuration;
    Some(match configuration.strategy.as_str() {
        "LINEAR" => {
            let step = configuration.linear_configuration.clone().unwrap_or_default().step_percent;
            (now_at + step.max(1.0)).min(100.0)
        }
        "CANARY" if now_at == 0.0 => {
            configuration.canary_configuration.clone().unwrap_or_default().canary_percent
        }
        _ => 100.0,
    })
}

/// Seconds that a step of the shift bakes.
fn step_bake(service: &Service) -> i64 {
    let configuration = &service.deployment_configuration;
    let linear = configuration.linear_configuration.clone();
    let canary = configuration.canary_configuration.clone();
    let minutes = match configuration.strategy.as_str() {
        "LINEAR" => linear.unwrap_or_default().step_bake_time_in_minutes,
        "CANARY" => canary.unwrap_or_default().canary_bake_time_in_minutes,
        _ => 0,
    };
    minutes.saturating_mul(60)
}

/// The rollout enters a stage; its hooks are called.
pub fn enter(service: &mut Service, account: &mut Account, stage: Stage, now: Timestamp) {
    let hooks: Vec<HookDetail> =
        hooks_at(service, stage).map(|hook| called(hook, account, stage, now)).collect();
    let Some(record) = service.current_mut() else { return };
    record.lifecycle_stage = Some(stage);
    record.progress.stage_since = Some(now);
    record.updated_at = now;
    record.lifecycle_hook_details.extend(hooks);
    if stage == Stage::ReconcileService {
        weigh(record, 0.0);
    }
    if stage == Stage::TestTrafficShift {
        record.target_service_revision.requested_test_traffic_weight = Some(100.0);
    }
}

/// A stage as the API writes it.
fn word(stage: Stage) -> String {
    crate::emulator::world::document(&stage).as_str().unwrap_or_default().to_owned()
}

fn called(hook: &Hook, account: &mut Account, stage: Stage, now: Timestamp) -> HookDetail {
    let pause = hook.target_type == "PAUSE";
    let timeout = hook.timeout_configuration.clone().unwrap_or_default();
    let among = |all: &[String]| hook.hook_target_arn.as_ref().is_some_and(|arn| all.contains(arn));
    let (fails, hangs) = (among(&account.obstacles.hooks), among(&account.obstacles.silent_hooks));
    HookDetail {
        hook_id: format!("hook-{}", account.identity.hex(8)),
        target_type: hook.target_type.clone(),
        target_arn: hook.hook_target_arn.clone(),
        status: if pause { "AWAITING_ACTION" } else { "IN_PROGRESS" },
        expires_at: epoch::after(now, timeout.timeout_in_minutes.saturating_mul(60)),
        timeout_action: timeout.action,
        stage,
        answers: (!pause && !hangs).then(|| (epoch::after(now, LAMBDA), !fails)),
    }
}

/// Production traffic shifts to the new revision.
pub fn shift(service: &mut Service, percent: f64, now: Timestamp) {
    let Some(record) = service.current_mut() else { return };
    record.progress.stage_since = Some(now);
    record.updated_at = now;
    weigh(record, percent);
}

/// Writes how production traffic is shared.
pub fn weigh(record: &mut ServiceDeployment, percent: f64) {
    record.target_service_revision.requested_production_traffic_weight = Some(percent);
    let test = record.target_service_revision.requested_test_traffic_weight.unwrap_or(0.0);
    record.target_service_revision.requested_test_traffic_weight = Some(test);
    for source in &mut record.source_service_revisions {
        source.requested_production_traffic_weight = Some(100.0 - percent);
        source.requested_test_traffic_weight = Some(0.0);
    }
}

/// Lambda functions answer, and what nobody answered runs out.
pub fn hear_hooks(service: &mut Service, now: Timestamp) {
    let Some(record) = service.current_mut() else { return };
    for hook in &mut record.lifecycle_hook_details {
        if !matches!(hook.status, "AWAITING_ACTION" | "IN_PROGRESS") {
            continue;
        }
        if let Some((_, succeeds)) = hook.answers.filter(|(at, _)| *at <= now) {
            hook.status = if succeeds { "SUCCEEDED" } else { "FAILED" };
        } else if hook.expires_at <= now {
            hook.status = "TIMED_OUT";
        }
    }
}
