//! The shapes that a diagnosis is made of.

use crate::words::Message;

pub use super::vocabulary::Confidence;

/// Where a service stands. The words of the triage schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// A deployment cannot finish, or tasks keep failing.
    Stuck,
    /// ECS is taking the service back to an older deployment.
    RollingBack,
    /// The newest deployment was taken back; what runs is older than what was pushed.
    RolledBack,
    /// The deployment waits on purpose: a pause, a hook, bake time.
    Paused,
    /// The facts do not carry any of the other words.
    Unknown,
    /// The deployment is under way and nothing speaks against it.
    Progressing,
    /// Nothing is under way and nothing that was saved speaks against it.
    Steady,
}

/// The mark of a step: checked and right, not as it should be, broken and blocking, or not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// ✓ checked and right.
    Ok,
    /// ! not as it should be.
    Warn,
    /// ✗ broken and blocking.
    Bad,
    /// – not checked, not reached, or not saved.
    Unknown,
}

/// The five steps of the debugging order, top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepId {
    /// 1 Service events.
    ServiceEvents,
    /// 2 Deployments (desired, pending, running, failed).
    Deployments,
    /// 3 Stopped tasks (stopCode, stoppedReason).
    StoppedTasks,
    /// 4 Container exit codes.
    ExitCodes,
    /// 5 Log tail and metrics.
    LogsMetrics,
}

/// What one step found.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which step.
    pub id: StepId,
    /// Its mark.
    pub status: Status,
    /// One line.
    pub headline: Message,
    /// What the headline rests on.
    pub evidence: Vec<Evidence>,
}

/// A place in what ECS said, and the text there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// `events[3].message`, `deployments[0].rolloutState`, `tasks[0].containers[1].exitCode`: the index is
    /// that of the list in the captured answer (for tasks: of the snapshot's list of the subject).
    pub field: String,
    /// The value there, verbatim.
    pub text: String,
    /// The id of the object (event id, deployment id, task id), for a front end that jumps there.
    pub object: Option<String>,
}

/// Something that is wrong, or stands in the way.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its class, `family.name`, as the handbook calls it.
    pub class: &'static str,
    /// How sure.
    pub confidence: Confidence,
    /// Why it is no surer, or so sure.
    pub because: Message,
    /// The step whose evidence carries it.
    pub step: StepId,
    /// One sentence.
    pub summary: Message,
    /// What it rests on; never empty.
    pub evidence: Vec<Evidence>,
    /// What else the facts say about it: arithmetic that fits, whose role it is, what is the same in all cases.
    pub notes: Vec<Message>,
    /// What Kubernetes would call it, when it has a word for it.
    pub kubernetes: Option<KubernetesReason>,
    /// Commands that confirm or mend it.
    pub next: Vec<Command>,
}

/// The word that Kubernetes has for a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KubernetesReason {
    /// An event reason or container state, e.g. `ImagePullBackOff`.
    pub reason: &'static str,
    /// Whether the two mean the same; `false` when it is the nearest word only.
    pub exact: bool,
}

/// Something that was looked for and is not the cause.
#[derive(Debug, Clone)]
pub struct RuledOut {
    /// Its class.
    pub class: &'static str,
    /// What speaks against it.
    pub because: Message,
}

/// Something that could not be looked at.
#[derive(Debug, Clone)]
pub struct Unchecked {
    /// What.
    pub what: Message,
    /// Why not: it was not saved, the action is not permitted, ECS has forgotten it.
    pub because: Message,
    /// The exact command that would fetch it, when there is one.
    pub command: Option<Command>,
}

/// A command for a person to run. ecsplain runs none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The line to type, with the real names filled in and quoted for a POSIX shell.
    pub run: String,
    /// What it is good for.
    pub why: Message,
    /// Whether it changes something in AWS.
    pub mutates: bool,
}

impl State {
    /// The word of the triage schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stuck => "stuck",
            Self::RollingBack => "rolling-back",
            Self::RolledBack => "rolled-back",
            Self::Paused => "paused",
            Self::Unknown => "unknown",
            Self::Progressing => "progressing",
            Self::Steady => "steady",
        }
    }

    /// The exit code of `ecsplain triage`: 0 steady or completed, 1 stuck or failing, 3 rolled back,
    /// 4 waiting on purpose, 5 still progressing, 6 could not see.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Steady => 0,
            Self::Stuck => 1,
            Self::RollingBack | Self::RolledBack => 3,
            Self::Paused => 4,
            Self::Progressing => 5,
            Self::Unknown => 6,
        }
    }
}

impl Status {
    /// The mark that stands beside the colour, so that the screen reads without it.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Ok => "✓",
            Self::Warn => "!",
            Self::Bad => "✗",
            Self::Unknown => "–",
        }
    }

    /// The word of the triage schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }
}

impl StepId {
    /// All five, in the order to look.
    pub const ALL: [Self; 5] =
        [Self::ServiceEvents, Self::Deployments, Self::StoppedTasks, Self::ExitCodes, Self::LogsMetrics];

    /// 1 to 5.
    pub fn number(self) -> u8 {
        match self {
            Self::ServiceEvents => 1,
            Self::Deployments => 2,
            Self::StoppedTasks => 3,
            Self::ExitCodes => 4,
            Self::LogsMetrics => 5,
        }
    }

    /// The word of the triage schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::ServiceEvents => "service-events",
            Self::Deployments => "deployments",
            Self::StoppedTasks => "stopped-tasks",
            Self::ExitCodes => "exit-codes",
            Self::LogsMetrics => "logs-metrics",
        }
    }
}

impl Confidence {
    /// The word of the triage schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}
