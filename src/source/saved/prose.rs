//! What a text is that is no document: the AWS CLI's error, its table or text output, nothing at all.

use crate::msg;
use crate::words::Message;

use super::problems::excerpt;

/// What was found instead of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prose {
    /// What it is, and what to do next.
    pub(super) what: Message,
    /// Whether it is known for what it is: nothing is broken then.
    pub(super) known: bool,
    /// Whether the AWS CLI answered in it, in a format that cannot be read.
    pub(super) output: bool,
}

/// Beginnings of what the AWS CLI says when it could not ask at all.
const CLI_FAILURES: [&str; 12] = [
    "Unable to locate credentials",
    "Unable to parse config file",
    "Could not connect to the endpoint URL",
    "Connect timeout on endpoint URL",
    "Error loading SSO Token",
    "Error when retrieving token",
    "Token has expired",
    "The SSO session",
    "The config profile",
    "You must specify a region",
    "Partial credentials",
    "usage: aws",
];

/// Tells what `text` is. Only its beginning is looked at.
pub(super) fn told(text: &str) -> Prose {
    const BEGINNING: usize = 4096;
    let mut end = BEGINNING.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text[..end].trim();
    if let Some(what) = refusal(text).or_else(|| cli_failure(text)) {
        return Prose { what, known: true, output: false };
    }
    if matches!(text, "null" | "None") {
        return Prose { what: msg!("reading-null"), known: true, output: false };
    }
    if is_table(text) {
        return Prose { what: msg!("reading-other-output"), known: false, output: true };
    }
    Prose { what: msg!("reading-no-json", found = excerpt(text)), known: false, output: false }
}

/// `An error occurred (CODE) when calling the OPERATION operation: TEXT`, as botocore writes it.
fn refusal(text: &str) -> Option<Message> {
    let (_, rest) = text.split_once("An error occurred (")?;
    let (code, rest) = rest.split_once(") when calling the ")?;
    let (operation, rest) = rest.split_once(" operation")?;
    let detail = excerpt(rest.trim_start_matches([':', ' ']));
    Some(msg!("reading-refused", code = excerpt(code), operation = excerpt(operation), detail = detail))
}

fn cli_failure(text: &str) -> Option<Message> {
    let failed = |line: &&str| {
        let line = line.trim_start_matches("aws: error: ").trim_start_matches("aws: [ERROR]: ");
        CLI_FAILURES.iter().any(|start| line.starts_with(start))
    };
    let line = text.lines().find(|line| failed(line) || line.starts_with("aws: "))?;
    Some(msg!("reading-cli-failed", said = excerpt(line)))
}

/// `--output table` draws a frame, `--output text` writes upper-case words and tabs.
fn is_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let frame = first.len() > 3 && first.bytes().all(|byte| matches!(byte, b'-' | b'+'));
    let word = first.split('\t').next().unwrap_or_default();
    let row = first.contains('\t') && word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    (frame && text.contains('|')) || row || first.starts_with("arn:aws")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_with_its_code_and_operation() {
        let text = "\nAn error occurred (AccessDeniedException) when calling the DescribeTasks operation: \
                    User: arn:aws:iam::1:user/x is not authorized\n";
        let what = msg!(
            "reading-refused",
            code = "AccessDeniedException",
            operation = "DescribeTasks",
            detail = "User: arn:aws:iam::1:user/x is not authorized"
        );
        assert_eq!(told(text), Prose { what, known: true, output: false });
    }

    #[test]
    fn other_output_formats_and_nothing_are_known() {
        assert_eq!(told("SERVICES\tarn:aws:ecs\tx").what.key, "reading-other-output");
        assert_eq!(told("------\n|x|\n").what.key, "reading-other-output");
        assert_eq!(told("null\n"), Prose { what: msg!("reading-null"), known: true, output: false });
        assert_eq!(told("aws: error: argument --cluster").what.key, "reading-cli-failed");
        assert_eq!(told("An error occurred somewhere").what.key, "reading-no-json");
    }
}
