//! Exit codes in a paste, and what each of them says, which is less than is often believed.

use super::paste::Passage;
use super::{Said, bare, has_cause};
use crate::diagnosis::causes::{self, Role};
use crate::diagnosis::finding::Confidence;
use crate::diagnosis::steps::exits;
use crate::diagnosis::text;
use crate::msg;

/// Words before a number that make it an exit code, folded.
const BEFORE: [&str; 8] = [
    "exit code",
    "exitcode",
    "exit status",
    "exit-code",
    "exited with",
    "exited (",
    "non-zero code",
    "return code",
];

/// Words that may stand between those and the number.
const BETWEEN: [&str; 4] = ["code", "status", "with", "of"];

/// The exit codes of the paste. Beside a stated cause a code says nothing new.
pub(super) fn said(passages: &[Passage], paste: &str, known: &[Said]) -> Vec<Said> {
    if has_cause(known) {
        return Vec::new();
    }
    if let Some(code) = whole(&bare(paste)) {
        return meanings(code, &(1, paste.trim().to_owned()));
    }
    let mut seen = Vec::new();
    let mut said = Vec::new();
    for passage in passages {
        let words = passage.spaced();
        let folded = text::fold(&words);
        let named = codes(&folded).into_iter().map(|code| (code, true));
        for (code, is_named) in named.chain(bare_codes(&folded).into_iter().map(|code| (code, false))) {
            let explained = is_of_a_stop(code) && is_stopped(known);
            if !explained && !seen.contains(&code) {
                seen.push(code);
                let meant = meanings(code, &(passage.line, words.clone())).into_iter();
                said.extend(meant.map(|one| if is_named { one } else { one.at_most_possible() }));
            }
        }
    }
    said
}

/// SIGKILL and SIGTERM: how a stop goes, whoever asked for it.
fn is_of_a_stop(code: i64) -> bool {
    matches!(code, 137 | 143)
}

/// Whether it is said who stopped the task: the host went, a person or the scheduler did, a health check failed.
fn is_stopped(known: &[Said]) -> bool {
    known.iter().any(|one| ["infra.", "health."].iter().any(|family| one.cause.class.starts_with(family)))
}

/// The code of a paste that is nothing but one: `137`, `exit 1`, `rc: 2`, `exited with status 3`.
fn whole(bare: &str) -> Option<i64> {
    let words: Vec<&str> = bare.split([' ', ':']).filter(|word| !word.is_empty()).collect();
    let (last, before) = words.split_last()?;
    let of_exit = |word: &&str| matches!(*word, "exit" | "exited" | "rc" | "exitcode");
    let known = before.iter().all(|word| of_exit(word) || BETWEEN.contains(word) || *word == "container");
    number(last).filter(|_| known && (before.is_empty() || before.iter().any(of_exit)))
}

/// The codes that a folded text calls exit codes.
fn codes(folded: &str) -> Vec<i64> {
    let mut codes = Vec::new();
    for words in BEFORE {
        for (at, _) in folded.match_indices(words).filter(|(at, _)| !of_runner(&folded[..*at])) {
            let code = number(first_word(&folded[at + words.len()..]));
            codes.extend(code.filter(|code| !codes.contains(code)));
        }
    }
    codes
}

/// Codes of a signal or a shell that a folded text calls by half: `exit 137`, `exited 139`. Smaller numbers behind that
/// word may count anything.
fn bare_codes(folded: &str) -> Vec<i64> {
    let mut codes = Vec::new();
    for words in ["exit ", "exited "] {
        for (at, _) in folded.match_indices(words).filter(|(at, _)| !of_runner(&folded[..*at])) {
            let rest = &folded[at + words.len()..];
            let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
            let code = rest[..end].parse().ok().filter(|code| (126..=159).contains(code));
            let alone = !folded[..at].ends_with(|letter: char| letter.is_alphanumeric());
            codes.extend(code.filter(|code| alone && !codes.contains(code)));
        }
    }
    codes
}

/// Whether the words before a code say that it is that of a step of a pipeline, which tells nothing of a container.
fn of_runner(before: &str) -> bool {
    ["process completed with ", "command failed with ", "script failed with ", "run failed with "]
        .iter()
        .any(|words| before.ends_with(words))
}

/// The first word after a mention of an exit code, without what may stand before the number.
fn first_word(rest: &str) -> &str {
    let mut rest = rest;
    loop {
        rest = rest.trim_start_matches([' ', ':', '=', '"', '\'', '(', '[', '{']);
        let Some(after) = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)) else { break };
        rest = after;
    }
    let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    &rest[..end.unwrap_or(rest.len())]
}

/// A code in decimal, or in hexadecimal as Windows writes them.
fn number(word: &str) -> Option<i64> {
    let code = match word.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16).ok()?,
        None => word.parse().ok()?,
    };
    (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(&code).then_some(code)
}

/// The classes that a code alone allows, the nearest first.
fn classes(code: i64) -> &'static [(&'static str, Confidence)] {
    use Confidence::{Certain, Possible};
    match code {
        0 => &[("run.app_exit_zero", Certain)],
        126 => &[("start.permission_denied", Possible), ("run.app_exit_nonzero", Possible)],
        127 => &[("start.exec_not_found", Possible), ("run.app_exit_nonzero", Possible)],
        137 => &[("run.sigkill_after_stop", Possible), ("run.oom_container", Possible)],
        139 => &[("run.segfault", Certain)],
        143 => &[("infra.scale_in", Possible)],
        _ => &[("run.app_exit_nonzero", Certain)],
    }
}

fn meanings(code: i64, place: &(usize, String)) -> Vec<Said> {
    let meaning = msg!("explain-exit-code", code = code.to_string(), meaning = exits::meaning_of_code(code));
    let known = classes(code).iter().filter_map(|(class, sure)| Some((causes::find(class)?, *sure)));
    known
        .enumerate()
        .map(|(rank, (cause, sure))| {
            let sentence = if rank == 0 { meaning.clone() } else { cause.sentence() };
            Said {
                role: Role::Check,
                weight: u8::from(rank == 0),
                ..Said::new(cause, sure, sentence, place.clone())
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_called_an_exit_code_is_one() {
        assert_eq!(codes("\"exitcode\": 137,"), [137]);
        assert_eq!(codes("container exited with code 139 (exit status 2)"), [2, 139]);
        assert_eq!(codes("exit code: 0xc0000005"), [0xC000_0005]);
        assert_eq!(codes("exit code -1073741819"), [-1_073_741_819]);
        for text in [
            "port 8080",
            "137 tasks",
            "process completed with exit code 255",
            "node run failed with exit code 1",
            "exit codes tell",
            "exitcode: null",
            "status code: 404",
        ] {
            assert_eq!(codes(text), [] as [i64; 0], "{text}");
        }
    }

    #[test]
    fn a_code_that_is_called_one_by_half_is_one_of_a_signal_or_a_shell() {
        assert_eq!(bare_codes("exit 137 on web again, and it exited 139"), [137, 139]);
        for text in ["exit 12 of the highway", "flexit 137", "exit 1370", "exit the 137", "process exit"] {
            assert_eq!(bare_codes(text), [] as [i64; 0], "{text}");
        }
    }

    #[test]
    fn a_paste_may_be_nothing_but_a_code() {
        for (paste, code) in
            [("137", 137), ("exit 1", 1), ("rc: 2", 2), ("container exited with status 3", 3)]
        {
            assert_eq!(whole(paste), Some(code), "{paste}");
        }
        for paste in ["code 404", "status 200", "exit", "exit the 3", "task 5", ""] {
            assert_eq!(whole(paste), None, "{paste}");
        }
    }

    #[test]
    fn a_137_alone_is_never_certain() {
        assert!(classes(137).iter().all(|(_, sure)| *sure == Confidence::Possible));
    }
}
