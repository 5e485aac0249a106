//! What looks like a secret in a text: tokens that are known by their form, and values behind a telling name.
//!
//! A name alone is not enough: ECS writes of secrets and tokens in its own sentences (`failed to fetch oauth
//! token: unexpected status`), and an ARN names where a secret lies. Those must stay, for they are evidence.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::MASK;

/// Part of a name that says that the value is a secret.
const NAME: &str = "(?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|signature)";

/// Names in answers of AWS that only sound so: page tokens, and where a secret lies.
const HARMLESS: [&str; 6] = [
    "nextToken",
    "nextForwardToken",
    "nextBackwardToken",
    "clientToken",
    "credentialsParameter",
    "credentialSpecs",
];

/// When what a pattern found is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Always.
    Always,
    /// Unless it reads like a word.
    NoWord,
    /// Unless it is a digest in hexadecimal digits.
    NoDigest,
    /// Unless it lies in an ARN.
    NoArn,
    /// Unless it reads like a word or lies in an ARN.
    Neither,
}

/// A pattern. What its groups take in is masked.
#[derive(Debug)]
struct Pattern {
    /// The pattern is tried on texts that hold one of these, in lower case.
    hints: &'static [&'static str],
    regex: Regex,
    when: When,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    const NAMES: &[&str] =
        &["passw", "passphrase", "pwd", "secret", "token", "key", "credential", "signature"];
    const QUOTED: &str = r#"(?:\\+"(.*?)(?:\\+"|$)|"((?:[^"\\]|\\.)*)|'([^']*))"#;
    let behind = format!(r#"(?is)(?:^|[^:/\w])[\w.-]*?{NAME}[\w.-]*\\*["']?\s*"#);
    let patterns: [(&'static [&'static str], String, When); 12] = [
        // Access keys, long-lived and temporary. Source: IAM user guide, unique identifiers.
        (&["akia", "asia"], r"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b".to_owned(), When::Always),
        (&["eyj"], r"\b(eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?)".to_owned(), When::Always),
        (
            &["gh", "glpat", "xox", "_live_", "_test_", "aiza", "npm_", "sk-", "sg.", "dckr_pat", "hf_"],
            concat!(
                r"\b(gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}",
                r"|[prs]k_(?:live|test)_\w{10,}|AIza[\w-]{30,}|npm_\w{30,}|sk-[\w-]{20,}|hf_\w{20,}",
                r"|dckr_pat_[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,})"
            )
            .to_owned(),
            When::NoWord,
        ),
        (&["private key-----"], r"(?s)PRIVATE KEY-----(.*?)(?:-----END|$)".to_owned(), When::Always),
        // A line of a key or certificate that stands alone: a log has one event for each.
        (&[""], r"^\s*([A-Za-z0-9+/]{60,}={0,2})\s*$".to_owned(), When::NoDigest),
        (&["://"], r#"://[^\s/:@"'<>]*:([^\s/"'<>]+)@"#.to_owned(), When::Always),
        (&["://"], r#"://([^\s/:@"'<>]{16,})@"#.to_owned(), When::Always),
        (&["bearer", "basic"], r"(?i)\b(?:bearer|basic)\s+([\w.~+/=-]{12,})".to_owned(), When::NoWord),
        (
            NAMES,
            format!(r#"{behind}(?::=|=>|={{1,3}})\s*(?:{QUOTED}|([^\s"'\\&;,][^\s"'&;,]*))"#),
            When::NoArn,
        ),
        (NAMES, format!("{behind}:\\s*{QUOTED}"), When::NoArn),
        (NAMES, format!(r#"{behind}:\s*([^\s"'\\&;,{{}}\[\]]{{8,}})"#), When::Neither),
        (
            &["-"],
            format!(
                r#"(?i)(?:^|\s)(?:--?[\w-]*?{NAME}[\w-]*\s+|(?:-u|--user)[\s=]+[^\s:"']+:)([^\s"'-][^\s"']*)"#
            ),
            When::NoArn,
        ),
    ];
    let passwords = r#"(?i)(?:^|[^:/\w])[\w.-]*?(?:passw(?:or)?d|passwd|passphrase|pwd)\\*["']?:\s*([^\s"'\\&;,{}\[\]]+)"#;
    patterns
        .into_iter()
        .chain([(NAMES, passwords.to_owned(), When::NoArn)])
        .filter_map(|(hints, pattern, when)| Some(Pattern { hints, regex: Regex::new(&pattern).ok()?, when }))
        .collect()
});

static ARN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\barn:[\w-]+:[^\s"'<>,;)\]}]+"#).ok());
static SECRET_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("(?i){NAME}")).ok());

/// The text with everything masked that looks like a secret.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    let folded = text.to_ascii_lowercase();
    let tried = PATTERNS.iter().filter(|one| one.hints.iter().any(|hint| folded.contains(hint)));
    let mut found: Vec<Range<usize>> = tried.flat_map(|pattern| pattern.find(text)).collect();
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let (mut clean, mut at) = (String::with_capacity(text.len()), 0);
    for range in found {
        if range.start >= at {
            clean.push_str(&text[at..range.start]);
            clean.push_str(MASK);
        }
        at = at.max(range.end);
    }
    clean.push_str(&text[at..]);
    Cow::Owned(clean)
}

/// Whether a value of this name is a secret, going by the name.
pub fn is_secret_name(name: &str) -> bool {
    !HARMLESS.iter().any(|harmless| harmless.eq_ignore_ascii_case(name))
        && SECRET_NAME.as_ref().is_some_and(|regex| regex.is_match(name))
}

impl Pattern {
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let groups = self.regex.captures_iter(text).flat_map(|captures| {
            let groups: Vec<Range<usize>> =
                captures.iter().skip(1).flatten().map(|group| group.range()).collect();
            groups
        });
        groups.filter(|range| !range.is_empty() && !self.spares(text, range)).collect()
    }

    fn spares(&self, text: &str, range: &Range<usize>) -> bool {
        let found = &text[range.clone()];
        found == MASK
            || (self.when == When::NoDigest && !has_both_cases(found))
            || (matches!(self.when, When::NoWord | When::Neither) && is_word(found))
            || (matches!(self.when, When::NoArn | When::Neither) && lies_in_arn(text, range))
            || (self.when == When::Neither && names_what_failed(text, range))
    }
}

/// Whether a text reads like a word or a name rather than like chance: no digit, and capitals at most in front.
fn is_word(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_digit()) && !has_both_cases(text.get(1..).unwrap_or_default())
}

/// Whether it is an action of IAM, as in `secretsmanager:GetSecretValue`, or the name of an error. Both say why a
/// secret could not be had.
fn names_what_failed(text: &str, range: &Range<usize>) -> bool {
    let found = text[range.clone()].trim_end_matches(['.', ':', ')']);
    let is_action = text[..range.start].ends_with("secretsmanager:");
    let is_error = found.ends_with("Exception") || found.ends_with("Error");
    (is_action || is_error) && found.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'*')
}

fn has_both_cases(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_uppercase()) && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn lies_in_arn(text: &str, range: &Range<usize>) -> bool {
    let Some(arn) = ARN.as_ref() else { return false };
    arn.find_iter(text).any(|found| found.start() <= range.start && range.start < found.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        assert_eq!(PATTERNS.len(), 13);
        assert!(ARN.is_some() && SECRET_NAME.is_some());
    }

    #[test]
    fn secrets_go_and_what_stands_around_them_stays() {
        for (text, kept) in [
            ("key AKIAIOSFODNN7EXAMPLE used", "key <masked> used"),
            ("postgres://app:hun/ter2", "postgres://app:hun/ter2"),
            ("postgres://app:hunter2@db:5432/x", "postgres://app:<masked>@db:5432/x"),
            ("redis://:p@ss@cache", "redis://:<masked>@cache"),
            ("https://0123456789abcdef0@github.com/x", "https://<masked>@github.com/x"),
            ("DB_PASSWORD=hunter2 PORT=1", "DB_PASSWORD=<masked> PORT=1"),
            ("password: hunter", "password: <masked>"),
            (r#"{"msg":"x","apiKey": "a b\"c","n":1}"#, r#"{"msg":"x","apiKey": "<masked>","n":1}"#),
            (r#"\"db_password\":\"hunter2\",\"n\""#, r#"\"db_password\":\"<masked>\",\"n\""#),
            ("config {'secret': 'x'}", "config {'secret': '<masked>'}"),
            ("token: 8f14e45fceea167a", "token: <masked>"),
            ("token: AbcdEfghIjkl", "token: <masked>"),
            ("Authorization: Bearer abc123def456ghi", "Authorization: Bearer <masked>"),
            ("run --db-password hunter2 --port 1", "run --db-password <masked> --port 1"),
            ("curl -u me:hunter2 http://x", "curl -u me:<masked> http://x"),
            ("?X-Amz-Signature=0a1b&x=1", "?X-Amz-Signature=<masked>&x=1"),
            ("got ghp_0123456789abcdefghij0123", "got <masked>"),
            ("jwt eyJhbGciOi.eyJzdWIiOi.c2ln end", "jwt <masked> end"),
        ] {
            assert_eq!(cleaned(text), kept);
        }
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";
        assert!(!cleaned(key).contains("MIIE"));
        let line = "MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn0ygWyF0qCkIgOsZVYQ0dUDeEXAMPLEabc";
        assert_eq!(cleaned(line), MASK);
    }

    #[test]
    fn what_ecs_itself_writes_of_secrets_stays_as_it_is() {
        for text in [
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval \
             failed: unable to retrieve secret from asm: There was a connection issue",
            "unable to retrieve secrets from ssm: The parameter /prod/db_password was not found",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-token-AbCd12:password::",
            "secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/Db-9fQ2xx not found",
            "failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized",
            "no basic authentication credentials",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08ab",
            "(service web) (task 0123456789abcdef0123456789abcdef) failed container health checks.",
            "http://127.0.0.1:5000/health@v1",
            "role/x is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:r:1:x",
            "failed to fetch secret: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn names_tell_secrets_and_pages_are_none() {
        for name in ["DB_PASSWORD", "splunk-token", "apiKey", "client_secret"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["nextToken", "credentialsParameter", "PORT", "awslogs-group", "key"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
