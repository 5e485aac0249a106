//! What an exit code means, and no more than that.

use jiff::SignedDuration;

use super::windows;
use crate::diagnosis::text;
use crate::model::{Container, Task};
use crate::msg;
use crate::words::Message;

/// Seconds between SIGTERM and SIGKILL when the task definition states none. Source: API reference,
/// `ContainerDefinition.stopTimeout`.
const DEFAULT_STOP_TIMEOUT: i64 = 30;

/// What a container's way to end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExitMeaning {
    /// ECS says that the container was killed for its memory use, whatever the code.
    OutOfMemory,
    /// It exited 0.
    Completed,
    /// SIGKILL after it ignored SIGTERM for its stop timeout.
    KilledAfterStopTimeout,
    /// SIGKILL, and nothing says by whom.
    Killed,
    /// SIGTERM, obeyed.
    Terminated,
    /// Another signal.
    Signalled,
    /// 125, 126, 127: by convention the runtime or the shell could not start the command.
    CommandNotStarted,
    /// Any other code: the application's own.
    Application,
    /// The container never exited, because it never ran.
    NeverRan,
    /// ECS states no code.
    NoCode,
}

/// Whether a reason states an out-of-memory kill. The code does not tell: it may be 137, 1 or 0.
pub fn is_out_of_memory(reason: Option<&str>) -> bool {
    reason.is_some_and(|reason| {
        let folded = text::fold(reason);
        folded.contains("outofmemoryerror") || folded.contains("container killed due to memory usage")
    })
}

/// What `container`'s way to end is; `stop_timeout` is the task definition's, in seconds.
pub fn classify(task: &Task, container: &Container, stop_timeout: Option<i64>) -> ExitMeaning {
    if is_out_of_memory(container.reason.as_deref()) {
        return ExitMeaning::OutOfMemory;
    }
    match container.exit_code {
        None if task.started_at.is_none() || task.stop_code.as_deref() == Some("TaskFailedToStart") => {
            ExitMeaning::NeverRan
        }
        None => ExitMeaning::NoCode,
        Some(137) if used_up_stop_timeout(task, stop_timeout) => ExitMeaning::KilledAfterStopTimeout,
        Some(code) => of_code(code),
    }
}

/// What a code alone says.
fn of_code(code: i64) -> ExitMeaning {
    match code {
        0 => ExitMeaning::Completed,
        125..=127 => ExitMeaning::CommandNotStarted,
        137 => ExitMeaning::Killed,
        143 => ExitMeaning::Terminated,
        129..=192 => ExitMeaning::Signalled,
        _ => ExitMeaning::Application,
    }
}

/// The sentence for a code of which nothing else is known.
pub fn meaning_of_code(code: i64) -> Message {
    sentence(of_code(code), Some(code))
}

/// Whether a stop from outside took about the stop timeout. ECS stamps the end of the whole task, so a
/// few seconds either way are allowed for.
fn used_up_stop_timeout(task: &Task, stop_timeout: Option<i64>) -> bool {
    if !crate::diagnosis::steps::stopped::routine::is_from_outside(task) {
        return false;
    }
    let (Some(told), Some(ended)) = (task.stopping_at, task.execution_stopped_at) else { return false };
    let limit = patience(stop_timeout);
    let took = ended.since(told);
    took >= limit - SignedDuration::from_secs(2) && took <= limit + SignedDuration::from_secs(20)
}

/// How long a container may take to obey SIGTERM, by the task definition's `stopTimeout` in seconds.
pub fn patience(stop_timeout: Option<i64>) -> SignedDuration {
    SignedDuration::from_secs(stop_timeout.unwrap_or(DEFAULT_STOP_TIMEOUT).clamp(0, 86_400))
}

/// The sentence for it.
pub fn sentence(kind: ExitMeaning, code: Option<i64>) -> Message {
    let code = code.unwrap_or_default();
    match kind {
        ExitMeaning::OutOfMemory => msg!("exit-out-of-memory"),
        ExitMeaning::Completed => msg!("exit-completed"),
        ExitMeaning::KilledAfterStopTimeout => msg!("exit-killed-after-stop-timeout"),
        ExitMeaning::Killed => msg!("exit-killed"),
        ExitMeaning::Terminated => msg!("exit-terminated"),
        ExitMeaning::Signalled => match signal(Some(code)) {
            Some(name) => msg!("exit-signalled", signal = name),
            None => msg!("exit-signalled-unnamed", number = code - 128),
        },
        ExitMeaning::CommandNotStarted => match code {
            125 => msg!("exit-runtime-failed"),
            126 => msg!("exit-not-executable"),
            _ => msg!("exit-command-not-found"),
        },
        ExitMeaning::Application if windows::status(code).is_some() => {
            let (hex, name) = windows::status(code).unwrap_or_default();
            msg!("exit-windows", code = hex, name = name)
        }
        ExitMeaning::Application if matches!(code, 255 | -1) => msg!("exit-unspecific", code = code),
        ExitMeaning::Application => msg!("exit-application", code = code),
        ExitMeaning::NeverRan => msg!("exit-never-ran"),
        ExitMeaning::NoCode => msg!("exit-no-code"),
    }
}

/// Names of signals 1 to 31, as Linux numbers them on x86 and ARM. Source: signal(7).
const SIGNALS: [&str; 31] = [
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS",
];

/// The signal that an exit code of 128 + n stands for; real-time signals have no name of their own.
pub fn signal(code: Option<i64>) -> Option<&'static str> {
    let place = usize::try_from(code?.checked_sub(129)?).ok()?;
    SIGNALS.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(task: &str, container: &str) -> ExitMeaning {
        classify(&serde_json::from_str(task).unwrap(), &serde_json::from_str(container).unwrap(), None)
    }

    #[test]
    fn a_137_is_out_of_memory_only_when_ecs_says_so() {
        let alone = r#"{"startedAt":1,"stopCode":"EssentialContainerExited"}"#;
        assert_eq!(ended(alone, r#"{"exitCode":137}"#), ExitMeaning::Killed);
        for code in [137, 1, 0] {
            let container = format!(
                r#"{{"exitCode":{code},"reason":"OutOfMemoryError: container killed due to memory usage"}}"#
            );
            assert_eq!(ended(alone, &container), ExitMeaning::OutOfMemory, "{code}");
        }
    }

    #[test]
    fn a_137_after_the_stop_timeout_is_an_ignored_sigterm() {
        let stop = |seconds: i64, code: &str| {
            format!(
                r#"{{"startedAt":1,"stopCode":"{code}","stoppingAt":1000,"executionStoppedAt":{}}}"#,
                1000 + seconds
            )
        };
        let killed = r#"{"exitCode":137}"#;
        assert_eq!(
            ended(&stop(31, "ServiceSchedulerInitiated"), killed),
            ExitMeaning::KilledAfterStopTimeout
        );
        assert_eq!(ended(&stop(3, "ServiceSchedulerInitiated"), killed), ExitMeaning::Killed);
        assert_eq!(ended(&stop(31, "EssentialContainerExited"), killed), ExitMeaning::Killed);
    }

    #[test]
    fn signals_are_named_where_they_have_a_name() {
        assert_eq!(
            (signal(Some(139)), signal(Some(143)), signal(Some(134))),
            (Some("SIGSEGV"), Some("SIGTERM"), Some("SIGABRT"))
        );
        assert_eq!((signal(Some(1)), signal(Some(170)), signal(None)), (None, None, None));
        assert_eq!(signal(Some(i64::MIN)), None);
    }
}
