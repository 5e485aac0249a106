//! What the last log lines of a container say about its exit. A line points there and no more: programs log
//! errors that they get over.

use super::Case;
use crate::diagnosis::causes::Role;
use crate::diagnosis::knowledge::Place;
use crate::diagnosis::steps::logs::{LogOwner, LogTailLine};
use crate::diagnosis::steps::stopped::stop_time;
use crate::diagnosis::text;
use crate::msg;
use crate::words::Message;

/// How many of the last lines count: what was logged long before the end had no part in it.
const LAST: usize = 20;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The shell was given a command that it cannot read.
    CommandWrong,
    /// The interpreter of a script is not found, as with CRLF line ends.
    ScriptEnds,
    /// The heap of a JVM or of Node.js is full.
    HeapFull,
    /// The database lacks a table or column, or a migration failed.
    Migration,
    /// A database or queue refused the connection.
    DatabaseRefused,
    /// The name of a host is not known.
    HostUnknown,
    /// A login was refused.
    LoginRefused,
    /// A setting is missing or wrong.
    Setting,
    /// AWS refused a call of the application.
    AwsDenied,
    /// The port to listen on is taken.
    PortTaken,
    /// A certificate of what it calls is not trusted.
    Untrusted,
    /// A module or class is missing.
    ModuleMissing,
    /// A connection was refused.
    Refused,
    /// A permission is missing.
    Denied,
    /// A stack trace or a panic.
    Trace,
}

/// Folded texts by what they say, the more telling first. A part may offer alternatives (`a|b`); all parts of
/// one row must be in the line.
const WORDS: &[(Word, &[&[&str]])] = &[
    (
        Word::ScriptEnds,
        &[
            &["exec user process caused", "no such file or directory"],
            &["bad interpreter"],
            &["env: 'sh\\r'|env: 'bash\\r'|/bin/sh^m|/bin/bash^m|\\r: command not found|\\r: not found"],
        ],
    ),
    (
        Word::CommandWrong,
        &[
            &["sh: 0: |sh: 1: ", "cannot open|not found|illegal option"],
            &[
                "unrecognized arguments|unknown flag|unknown shorthand flag|unrecognized option|unknown command",
            ],
            &["can't open file '"],
        ],
    ),
    (
        Word::HeapFull,
        &[
            &["java.lang.outofmemoryerror"],
            &["javascript heap out of memory"],
            &["could not reserve enough space for"],
        ],
    ),
    (
        Word::Migration,
        &[
            &["relation \"|column \"|table '|table \"", "does not exist|doesn't exist"],
            &["unknown column '"],
            &["no such table|no such column"],
            &["undefinedtable|undefinedcolumn|pendingmigrationerror|migrations are pending"],
            &["migration", "fail|error|not applied|unapplied|locked|mismatch"],
        ],
    ),
    (
        Word::LoginRefused,
        &[
            &["password authentication failed|access denied for user|authentication failed for"],
            &["noauth authentication required|wrongpass|login failed for user"],
        ],
    ),
    (
        Word::DatabaseRefused,
        &[
            &[
                "connection refused|econnrefused|could not connect|can't connect|connection timed out|etimedout|no reachable servers|connection reset",
                "postgres|mysql|mariadb|redis|mongo|database|rabbitmq|kafka|memcache|:5432|:3306|:6379|:27017|:1433|:5672|:9092|:1521",
            ],
            &["connection to server at", "failed"],
            &[
                "serverselectiontimeouterror|communications link failure|mongonetworkerror|mongoserverselectionerror",
            ],
        ],
    ),
    (
        Word::HostUnknown,
        &[&[
            "getaddrinfo enotfound|getaddrinfo eai_again|name or service not known|could not translate host name|unknownhostexception|temporary failure in name resolution|nodename nor servname",
        ]],
    ),
    (
        Word::Setting,
        &[
            &[
                "environment variable|env var|config|setting",
                "not set|missing|required|is not defined|undefined|invalid|must be set|not found",
            ],
            &["keyerror: '"],
            &[
                "must specify one of the following schemes|invalid url|invalid connection string|no scheme supplied|unsupported scheme",
            ],
            &[
                "missing required|must be set|is required but|improperlyconfigured|must specify an|you must specify|you must provide|must be specified|must be provided",
            ],
            &["api key|api_key|license key", "invalid|missing|not set|is empty"],
            &["could not parse|cannot parse|failed to parse", " url| uri| dsn|connection string|config"],
            &["config", "contains errors"],
            &["unbound variable"],
        ],
    ),
    (
        Word::AwsDenied,
        &[
            &["is not authorized to perform|accessdeniedexception|(accessdenied)|accessdenied:"],
            &["unable to locate credentials"],
        ],
    ),
    (
        Word::PortTaken,
        &[&["eaddrinuse|address already in use"], &["port ", "already in use|already allocated"]],
    ),
    (
        Word::Untrusted,
        &[&[
            "certificate signed by unknown authority|certificate verify failed|unable to get local issuer certificate|self-signed certificate|self signed certificate|pkix path building failed|certificate has expired",
        ]],
    ),
    (
        Word::ModuleMissing,
        &[&[
            "cannot find module|modulenotfounderror|no module named|classnotfoundexception|noclassdeffounderror|could not find or load main class|cannot load such file|error while loading shared libraries|err_module_not_found",
        ]],
    ),
    (Word::Refused, &[&["connection refused|econnrefused"]]),
    (Word::Denied, &[&["permission denied|eacces|operation not permitted|read-only file system"]]),
    (
        Word::Trace,
        &[
            &["traceback (most recent call last)"],
            &["exception in thread \"main\""],
            &["goroutine 1 [running]|panic: |panicked at"],
            &["unhandledpromiserejection|uncaughtexception|unhandled exception"],
        ],
    ),
];

/// The most telling of the last lines of `container`: what it says, the line, and whether ECS states that the
/// line is this container's.
pub(super) fn read<'a>(given: &Case<'a>, container: &str) -> Option<(Word, &'a LogTailLine, bool)> {
    let (lines, stated) = of(given, container)?;
    let last = &lines[lines.len().saturating_sub(LAST)..];
    let folded: Vec<String> = last.iter().map(|line| text::fold(&line.text)).collect();
    WORDS.iter().find_map(|(word, rows)| {
        let place = folded.iter().rposition(|line| rows.iter().any(|parts| holds(line, parts)))?;
        // The exception itself stands below its trace.
        let place = if *word == Word::Trace { last.len() - 1 } else { place };
        Some((*word, &last[place], stated))
    })
}

/// The class that a line may speak for when nothing else is known of it. Settings and permissions are left out:
/// prose speaks of them as logs do.
pub(super) fn class_of(line: &str) -> Option<&'static str> {
    let folded = text::fold(line);
    let (word, _) = WORDS.iter().find(|(_, rows)| rows.iter().any(|parts| holds(&folded, parts)))?;
    (!matches!(word, Word::Setting | Word::Denied | Word::AwsDenied)).then(|| word.class())
}

/// The newest of the last lines that states a known cause of an end.
pub(super) fn known<'a>(given: &Case<'a>, container: &str) -> Option<(&'a LogTailLine, bool)> {
    let (lines, stated) = of(given, container)?;
    let mut last = lines[lines.len().saturating_sub(LAST)..].iter().rev();
    let line = last.find(|line| {
        let reading = given.read(&line.text, Place::Log).filter(|one| one.cause.role == Role::Cause);
        reading.is_some_and(|one| ends_a_container(one.cause.class))
    })?;
    Some((line, stated))
}

/// What ECS asks for before a container starts, an application asks for as well: one that logs has got over the former,
/// and speaks of a call of its own, with another role.
fn ends_a_container(class: &str) -> bool {
    class.strip_prefix("init.").is_none_or(|kind| kind.starts_with("logs_"))
}

/// The captured lines of `container`, and whether they are known to be its: their stream is stated, or they can hardly
/// be another's. Other lines without a stream are taken for the container that matters; that is an assumption, and
/// the second value says so.
pub(super) fn of<'a>(given: &Case<'a>, container: &str) -> Option<(&'a [LogTailLine], bool)> {
    let logs = &given.steps.logs;
    let culprit = given.steps.exits.culprit.as_ref()?;
    let stated = match logs.owner {
        LogOwner::Culprit => true,
        LogOwner::Unstated => is_nobody_elses(given),
        LogOwner::Nobody | LogOwner::Other => return None,
    };
    (culprit.container == container).then_some((&logs.lines[..], stated))
}

/// One stream was captured, the task has one container, and the last line is of its life: an answer of GetLogEvents
/// does not name its stream.
fn is_nobody_elses(given: &Case<'_>) -> bool {
    let snapshot = given.facts.snapshot;
    let Some(culprit) = &given.steps.exits.culprit else { return false };
    let Some(task) = given.facts.tasks.get(culprit.index) else { return false };
    let alone = task.containers.iter().filter(|one| !one.is_guard()).count() == 1;
    let last = given.steps.logs.lines.last().and_then(|line| line.at);
    let span = task.created_at.zip(stop_time(task));
    let of_its_life = last.zip(span).is_some_and(|(at, (began, ended))| at >= began && at <= ended);
    alone && of_its_life && snapshot.logs.len() == 1 && snapshot.services.len() <= 1
}

pub(super) fn holds(folded: &str, parts: &[&str]) -> bool {
    parts.iter().all(|part| part.split('|').any(|words| folded.contains(words)))
}

impl Word {
    /// The class that it speaks for.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::CommandWrong => "run.bad_command",
            Self::ScriptEnds => "start.crlf",
            Self::Migration | Self::DatabaseRefused | Self::HostUnknown | Self::Untrusted => {
                "run.app_dependency"
            }
            Self::Setting | Self::LoginRefused => "run.app_config",
            _ => "run.app_exit_nonzero",
        }
    }

    /// The sentence for a container that exited with `code` after it.
    pub(super) fn sentence(self, name: &str, code: i64) -> Message {
        match self {
            Self::CommandWrong => msg!("cause-run-log-command", container = name, code = code),
            Self::ScriptEnds => msg!("cause-run-log-script", container = name, code = code),
            Self::HeapFull => msg!("cause-run-log-heap", container = name, code = code),
            Self::Migration => msg!("cause-run-log-migration", container = name, code = code),
            Self::DatabaseRefused => msg!("cause-run-log-database", container = name, code = code),
            Self::HostUnknown => msg!("cause-run-log-host", container = name, code = code),
            Self::LoginRefused => msg!("cause-run-log-login", container = name, code = code),
            Self::Setting => msg!("cause-run-log-setting", container = name, code = code),
            Self::AwsDenied => msg!("cause-run-log-aws", container = name, code = code),
            Self::PortTaken => msg!("cause-run-log-port", container = name, code = code),
            Self::Untrusted => msg!("cause-run-log-certificate", container = name, code = code),
            Self::ModuleMissing => msg!("cause-run-log-module", container = name, code = code),
            Self::Refused => msg!("cause-run-log-refused", container = name, code = code),
            Self::Denied => msg!("cause-run-log-denied", container = name, code = code),
            Self::Trace => msg!("cause-run-log-trace", container = name, code = code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(line: &str) -> Option<Word> {
        let folded = text::fold(line);
        WORDS.iter().find(|(_, rows)| rows.iter().any(|parts| holds(&folded, parts))).map(|(word, _)| *word)
    }

    #[test]
    fn lines_of_many_runtimes_are_heard() {
        let cases = [
            ("sh: 0: cannot open c", Some(Word::CommandWrong)),
            (
                "standard_init_linux.go:228: exec user process caused: no such file or directory",
                Some(Word::ScriptEnds),
            ),
            (
                "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
                Some(Word::HeapFull),
            ),
            (
                "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                Some(Word::HeapFull),
            ),
            ("psycopg2.errors.UndefinedColumn: column \"plan\" does not exist", Some(Word::Migration)),
            ("ERROR 1054 (42S22): Unknown column 'plan' in 'field list'", Some(Word::Migration)),
            ("FATAL: password authentication failed for user \"app\"", Some(Word::LoginRefused)),
            ("Error: connect ECONNREFUSED 10.0.1.5:5432", Some(Word::DatabaseRefused)),
            ("Error: getaddrinfo ENOTFOUND db.internal", Some(Word::HostUnknown)),
            (
                "ValueError: Redis URL must specify one of the following schemes (redis://, rediss://, unix://)",
                Some(Word::Setting),
            ),
            ("KeyError: 'DATABASE_URL'", Some(Word::Setting)),
            ("Error: you must specify an API Key, or DD_API_KEY", Some(Word::Setting)),
            ("./entrypoint.sh: line 3: DATABASE_HOST: unbound variable", Some(Word::Setting)),
            ("[error] configuration file contains errors, aborting.", Some(Word::Setting)),
            (
                "sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string",
                Some(Word::Setting),
            ),
            (
                "User: arn:aws:sts::1:assumed-role/web-task/x is not authorized to perform: s3:GetObject",
                Some(Word::AwsDenied),
            ),
            ("Web server failed to start. Port 8080 was already in use.", Some(Word::PortTaken)),
            ("x509: certificate signed by unknown authority", Some(Word::Untrusted)),
            ("Error: Cannot find module '/app/server.js'", Some(Word::ModuleMissing)),
            ("dial tcp 10.0.0.1:8443: connect: connection refused", Some(Word::Refused)),
            ("thread 'main' panicked at src/main.rs:4:5:", Some(Word::Trace)),
        ];
        for (line, expected) in cases {
            assert_eq!(word(line), expected, "{line}");
        }
    }

    #[test]
    fn usual_lines_say_nothing() {
        for line in [
            "Server listening on 0.0.0.0:8080",
            "Applied 3 migrations",
            "connected to redis at cache:6379",
            "config loaded from /etc/app.yaml",
            "API key loaded",
            "loaded certificate for api.internal, port 443",
            "WARN could not parse header X-Trace",
            "INFO GET /health 200",
            "",
        ] {
            assert_eq!(word(line), None, "{line}");
        }
    }
}
