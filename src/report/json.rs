//! What a program reads: schemas `ecsplain/triage/v1` and `ecsplain/services/v1`. Keys are only ever added.

mod convert;
mod outlook;

pub use outlook::{Change, Changes, Forecast, Past, Waiting};

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnosis::{self, Diagnosis};
use crate::model::{CaptureBasis, Captured, Snapshot, arn};
use crate::source::saved::Problem;
use crate::words::{Message, Words};

/// The answer of `ecsplain triage -o json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Triage {
    /// Always `ecsplain/triage/v1`.
    pub schema: &'static str,
    /// The moment that ages are counted from, RFC 3339 in UTC; null when the input states no time.
    pub captured_at: Option<String>,
    /// Where the answers of ECS came from.
    pub source: Source,
    /// What was triaged.
    pub service: Service,
    /// Where it stands.
    pub state: State,
    /// The verdict in one sentence, in the language of the user.
    pub verdict: String,
    /// How sure the verdict is; null when the state is all there is to say.
    pub confidence: Option<Confidence>,
    /// What the deployment waits for on purpose; null when it does not.
    pub waiting: Option<Waiting>,
    /// What becomes of a failing rollout if nothing changes; null when none fails.
    pub forecast: Option<Forecast>,
    /// The five steps of the debugging order, always all five and in order.
    pub steps: Vec<Step>,
    /// What is wrong, the root cause first.
    pub findings: Vec<Finding>,
    /// What was looked for and is not the cause.
    pub ruled_out: Vec<RuledOut>,
    /// What could not be looked at.
    pub unchecked: Vec<Unchecked>,
    /// What changed since the revision that last worked; null when the two are not known by name.
    pub changes: Option<Changes>,
    /// Service deployments before the current one, the newest first.
    pub past: Vec<Past>,
    /// What to do next.
    pub next: Vec<Command>,
    /// Other subjects in the same input, the most stuck first.
    pub others: Vec<Other>,
    /// Pieces of the input that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// The deployment that `--wait` followed; absent without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waited_for: Option<WaitedFor>,
}

/// The deployment that `--wait` followed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitedFor {
    /// Id of its row, `ecs-svc/N`; null when no row stands for it.
    pub deployment: Option<String>,
    /// ARN of its service deployment; null where ECS keeps no record of it.
    pub service_deployment: Option<String>,
    /// `completed`, `failed`, `rolled-back`, `paused`, `superseded`, `stopped`, `gone`, `timed-out`, `interrupted`.
    pub outcome: &'static str,
}

/// Where the answers came from.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// `saved`, `live`, or `demo`: a model of ECS was asked.
    pub kind: &'static str,
    /// The Region that was asked; absent when what was saved does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The account that answered; absent when what was saved does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The documents that were read.
    pub documents: Vec<String>,
    /// What `capturedAt` rests on.
    pub captured_at_basis: Basis,
}

/// What the moment of capture rests on.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Nothing in the input states a time.
    Nothing,
    /// The newest timestamp inside the documents.
    NewestInside,
    /// An envelope (a recording, an EventBridge event) states it.
    Envelope,
    /// The clock, when the answers were asked for.
    Live,
}

/// What was triaged.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Cluster name; null when the input states none.
    pub cluster: Option<String>,
    /// Service name, else the name of the task group; empty when the input states none.
    pub name: String,
    /// ARN of the service; null when it was not saved.
    pub arn: Option<String>,
}

/// Where a service stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each word is documented at `diagnosis::State`")]
pub enum State {
    Steady,
    Progressing,
    Stuck,
    Paused,
    RollingBack,
    RolledBack,
    Unknown,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each word is documented at `diagnosis::Confidence`")]
pub enum Confidence {
    Certain,
    Likely,
    Possible,
}

/// The mark of a step.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each word is documented at `diagnosis::Status`")]
pub enum Status {
    Ok,
    Warn,
    Bad,
    Unknown,
}

/// One of the five steps.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// 1 to 5.
    #[schemars(range(min = 1, max = 5))]
    pub step: u8,
    /// `service-events`, `deployments`, `stopped-tasks`, `exit-codes`, `logs-metrics`.
    pub id: &'static str,
    /// Its mark.
    pub status: Status,
    /// One line.
    pub headline: String,
    /// What the headline rests on.
    pub evidence: Vec<Evidence>,
}

/// A place in what ECS said, and the text there.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// A path such as `events[3].message` or `tasks[0].stoppedReason`.
    pub field: String,
    /// The value there, verbatim.
    pub text: String,
    /// Id of the event, deployment or task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
}

/// Something that is wrong.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `family.name`.
    pub class: &'static str,
    /// How sure.
    pub confidence: Confidence,
    /// The step whose evidence carries it.
    #[schemars(range(min = 1, max = 5))]
    pub step: u8,
    /// Why it is no surer, or so sure.
    pub because: String,
    /// One sentence.
    pub summary: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What else the facts say about it.
    pub notes: Vec<String>,
    /// What Kubernetes would call it; null when it has no word for it.
    pub kubernetes: Option<Kubernetes>,
    /// The handbook's page.
    pub handbook: &'static str,
    /// Commands that confirm or mend it.
    pub next: Vec<Command>,
}

/// The word that Kubernetes has for a finding.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Kubernetes {
    /// An event reason or container state.
    pub reason: &'static str,
    /// Whether the two mean the same, or this is the nearest word only.
    pub exact: bool,
}

/// Something that is not the cause.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RuledOut {
    /// Its class.
    pub class: &'static str,
    /// What speaks against it.
    pub because: String,
}

/// Something that could not be looked at.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unchecked {
    /// What.
    pub what: String,
    /// Why not.
    pub because: String,
    /// The command that would fetch it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
}

/// A command for a person to run.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// The line to type.
    pub run: String,
    /// What it is good for.
    pub why: String,
    /// Whether it changes something in AWS.
    pub mutates: bool,
}

/// Another subject of the same input.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Other {
    /// Which.
    #[serde(flatten)]
    pub service: Service,
    /// Where it stands.
    pub state: State,
}

/// A piece of the input that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unreadable {
    /// File, line and column.
    pub place: String,
    /// What is wrong and what was expected.
    pub what: String,
    /// Whether the input is broken; false for a note on something that is only not known.
    pub broken: bool,
}

/// The answer of `ecsplain services -o json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Services {
    /// Always `ecsplain/services/v1`.
    pub schema: &'static str,
    /// As in `ecsplain/triage/v1`.
    pub captured_at: Option<String>,
    /// As in `ecsplain/triage/v1`.
    pub source: Source,
    /// The services, the most stuck first.
    pub services: Vec<ServiceRow>,
    /// Pieces of the input that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// A row of the list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServiceRow {
    /// Which.
    #[serde(flatten)]
    pub service: Service,
    /// Where it stands.
    pub state: State,
    /// The verdict in one sentence.
    pub verdict: String,
    /// Class of the root cause; null when none is known.
    pub class: Option<&'static str>,
    /// Tasks wanted; null when the service was not saved.
    pub desired: Option<i64>,
    /// Tasks that run.
    pub running: Option<i64>,
    /// Tasks that do not run yet.
    pub pending: Option<i64>,
}

/// Builds the triage answer for `chosen`; `others` are the rest, the most stuck first.
pub fn triage(
    words: &Words,
    snapshot: &Snapshot,
    chosen: &Diagnosis,
    others: &[&Diagnosis],
    problems: &[Problem],
) -> Triage {
    let say = |message: &Message| words.say(message);
    Triage {
        schema: "ecsplain/triage/v1",
        captured_at: captured_at(chosen.captured),
        source: source(snapshot),
        service: service(snapshot, chosen),
        state: chosen.state.into(),
        verdict: say(&chosen.verdict),
        confidence: chosen.confidence.map(Into::into),
        waiting: outlook::waiting(words, chosen),
        forecast: outlook::forecast(words, chosen),
        changes: outlook::changes(words, chosen),
        past: outlook::past(chosen),
        steps: chosen.steps.heads().iter().map(|step| step_row(words, step)).collect(),
        findings: chosen.findings.iter().map(|one| finding(words, one)).collect(),
        ruled_out: chosen
            .ruled_out
            .iter()
            .map(|one| RuledOut { class: one.class, because: say(&one.because) })
            .collect(),
        unchecked: chosen.unchecked.iter().map(|one| unchecked(words, one)).collect(),
        next: commands(words, &chosen.next),
        others: others
            .iter()
            .map(|other| Other { service: service(snapshot, other), state: other.state.into() })
            .collect(),
        unreadable: unreadable(words, problems),
        waited_for: None,
    }
}

/// Builds the service list.
pub fn services(words: &Words, snapshot: &Snapshot, all: &[Diagnosis], problems: &[Problem]) -> Services {
    let row = |diagnosis: &Diagnosis| {
        let saved = snapshot.service_of(&diagnosis.subject);
        ServiceRow {
            service: service(snapshot, diagnosis),
            state: diagnosis.state.into(),
            verdict: words.say(&diagnosis.verdict),
            class: diagnosis.findings.first().map(|finding| finding.class),
            desired: saved.and_then(|service| service.desired_count),
            running: saved.and_then(|service| service.running_count),
            pending: saved.and_then(|service| service.pending_count),
        }
    };
    Services {
        schema: "ecsplain/services/v1",
        captured_at: captured_at(snapshot.captured),
        source: source(snapshot),
        services: all.iter().map(row).collect(),
        unreadable: unreadable(words, problems),
    }
}

/// The JSON Schema of `ecsplain/triage/v1`, as it stands in `assets/schema/triage-v1.json`.
pub fn triage_schema() -> schemars::Schema {
    schemars::schema_for!(Triage)
}

/// The JSON Schema of `ecsplain/services/v1`, as it stands in `assets/schema/services-v1.json`.
pub fn services_schema() -> schemars::Schema {
    schemars::schema_for!(Services)
}

fn captured_at(captured: Captured) -> Option<String> {
    captured.at.map(|time| time.0.to_string())
}

fn source(snapshot: &Snapshot) -> Source {
    let live = snapshot.live.as_ref();
    let account = snapshot.services.iter().find_map(|service| arn::account(service.service_arn.as_deref()?));
    Source {
        kind: match snapshot.captured.basis {
            CaptureBasis::Model | CaptureBasis::RecordedModel => "demo",
            CaptureBasis::Live => "live",
            _ => "saved",
        },
        region: live.and_then(|live| live.region.clone()),
        account: live.and(account).map(str::to_owned),
        documents: snapshot.documents.iter().map(|document| document.name.clone()).collect(),
        captured_at_basis: match snapshot.captured.basis {
            CaptureBasis::Nothing => Basis::Nothing,
            CaptureBasis::NewestInside => Basis::NewestInside,
            CaptureBasis::Envelope | CaptureBasis::RecordedModel => Basis::Envelope,
            CaptureBasis::Live | CaptureBasis::Model => Basis::Live,
        },
    }
}

fn service(snapshot: &Snapshot, diagnosis: &Diagnosis) -> Service {
    let saved = snapshot.service_of(&diagnosis.subject);
    Service {
        cluster: diagnosis.cluster.clone(),
        name: diagnosis.name.clone(),
        arn: saved.and_then(|service| service.service_arn.clone()),
    }
}

fn step_row(words: &Words, step: &diagnosis::Step) -> Step {
    Step {
        step: step.id.number(),
        id: step.id.word(),
        status: step.status.into(),
        headline: words.say(&step.headline),
        evidence: evidence(&step.evidence),
    }
}

pub(super) fn finding(words: &Words, finding: &diagnosis::Finding) -> Finding {
    Finding {
        class: finding.class,
        confidence: finding.confidence.into(),
        step: finding.step.number(),
        because: words.say(&finding.because),
        summary: words.say(&finding.summary),
        evidence: evidence(&finding.evidence),
        notes: finding.notes.iter().map(|note| words.say(note)).collect(),
        kubernetes: finding.kubernetes.map(|word| Kubernetes { reason: word.reason, exact: word.exact }),
        handbook: finding.class,
        next: commands(words, &finding.next),
    }
}

fn evidence(list: &[diagnosis::Evidence]) -> Vec<Evidence> {
    list.iter()
        .map(|one| Evidence { field: one.field.clone(), text: one.text.clone(), object: one.object.clone() })
        .collect()
}

fn unchecked(words: &Words, one: &diagnosis::Unchecked) -> Unchecked {
    Unchecked {
        what: words.say(&one.what),
        because: words.say(&one.because),
        run: one.command.as_ref().map(|command| command.run.clone()),
    }
}

fn commands(words: &Words, list: &[diagnosis::Command]) -> Vec<Command> {
    list.iter()
        .map(|one| Command { run: one.run.clone(), why: words.say(&one.why), mutates: one.mutates })
        .collect()
}

fn unreadable(words: &Words, problems: &[Problem]) -> Vec<Unreadable> {
    problems
        .iter()
        .map(|one| Unreadable { place: one.place.clone(), what: words.say(&one.what), broken: one.broken })
        .collect()
}
