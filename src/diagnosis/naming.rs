//! The telling name in a text of ECS: which image, secret or role. It is taken only where the text states it.

use crate::model::arn;
use crate::msg;
use crate::words::Message;

/// The sentence of `class` with the name that `text` states; nothing where it states none.
pub fn sentence(class: &str, text: &str) -> Option<Message> {
    match class.split_once('.')? {
        ("image", _) => of_image(class, image(text)?),
        ("init", "logs_group_missing") => {
            Some(msg!("cause-init-logs-group-missing-of", group = log_group(text)?))
        }
        ("init", "secret_missing") if version(text).is_some() => {
            Some(msg!("cause-init-secret-version-of", secret = secret(text)?, version = version(text)?))
        }
        ("init", "secret_missing") if text.contains("marked for deletion") => {
            Some(msg!("cause-init-secret-deleted-of", secret = secret(text)?))
        }
        ("init", _) => of_secret(class, &secret(text)?),
        ("deploy", "circuit_breaker") => Some(msg!("cause-deploy-given-up-saying", reason = given_up(text)?)),
        ("iam", "assume_role") => {
            Some(msg!("cause-iam-assume-role-of", role = arn::name(quoted(text, "assume the role '", '\'')?)))
        }
        _ => None,
    }
}

/// The sentence of `class` about an image.
pub fn of_image(class: &str, image: &str) -> Option<Message> {
    Some(match class {
        "image.not_found" => msg!("cause-image-not-found-of", image = image),
        "image.digest_gone" => msg!("cause-image-digest-gone-of", image = image),
        "image.auth_denied" => msg!("cause-image-auth-denied-of", image = image),
        "image.network_unreachable" => msg!("cause-image-network-unreachable-of", image = image),
        "image.platform_mismatch" => msg!("cause-image-platform-mismatch-of", image = image),
        "image.bad_reference" => msg!("cause-image-bad-reference-of", image = image),
        _ => return None,
    })
}

fn of_secret(class: &str, secret: &str) -> Option<Message> {
    Some(match class {
        "init.secret_missing" => msg!("cause-init-secret-missing-of", secret = secret),
        "init.iam_secrets" => msg!("cause-init-iam-secrets-of", secret = secret),
        "init.secret_json_key" => msg!("cause-init-secret-json-key-of", secret = secret),
        _ => return None,
    })
}

/// The reference that a pull names. The wordings are those of containerd, of Docker and of the agents.
pub fn image(text: &str) -> Option<&str> {
    const BEFORE: [&str; 6] = [
        "failed to resolve ref ",
        "failed to resolve reference ",
        "manifest for ",
        "pull access denied for ",
        "API error (404): repository ",
        "unable to pull image ",
    ];
    let rest = BEFORE.iter().find_map(|words| text.split_once(words)).map(|(_, rest)| rest)?;
    let rest = rest.trim_start_matches(['"', '\'']);
    let stops = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '\'' | ',' | ';')
    };
    let name = rest[..rest.find(stops).unwrap_or(rest.len())].trim_end_matches([':', '.']);
    (!name.is_empty()).then_some(name)
}

/// The secret or parameter that a failed fetch names, by its ARN or, for parameters, by its bare name.
pub fn secret(text: &str) -> Option<String> {
    if let Some((_, rest)) = text.split_once("invalid parameters: ") {
        let list = rest.split(['[', '\n']).next()?.trim().trim_end_matches('.');
        return (!list.is_empty() && !list.contains(char::is_control)).then(|| list.to_owned());
    }
    let stops = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '\'' | ',' | ';' | ')')
    };
    text.match_indices("arn:").find_map(|(start, _)| {
        let rest = &text[start..];
        let whole = &rest[..rest.find(stops).unwrap_or(rest.len())];
        let name = whole.split_once(":secret:").or_else(|| whole.split_once(":parameter"))?.1;
        let name = name.split(':').next()?.trim_end_matches('.');
        (!name.is_empty()).then(|| name.to_owned())
    })
}

/// The version that a secret does not have, by its label or its id; the secret itself is there.
fn version(text: &str) -> Option<&str> {
    let rest = text.split_once("the specified secret value for ")?.1;
    let end = rest.find(|letter: char| matches!(letter, ',' | ';' | '.') || letter.is_control());
    let rest = &rest[..end.unwrap_or(rest.len())];
    let words = rest.split(" status code").next().unwrap_or(rest).trim();
    (!words.is_empty()).then_some(words)
}

/// What ECS says after `deployment failed: `, other than the one sentence that it has for every failure of tasks.
fn given_up(text: &str) -> Option<&str> {
    let reason = text.split_once("deployment failed: ")?.1.trim().trim_end_matches('.');
    let usual = reason.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("tasks"));
    (!usual && !reason.is_empty() && !reason.contains(char::is_control)).then_some(reason)
}

/// The log group that a text names: by its ARN, or as agents write it.
fn log_group(text: &str) -> Option<&str> {
    const BEFORE: [&str; 4] = [":log-group:", "log group name: ", "log group '", "log-group: "];
    let rest = BEFORE.iter().find_map(|words| text.split_once(words)).map(|(_, rest)| rest)?;
    let stops = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, ':' | '\'' | '"' | ',' | ')')
    };
    let name = rest[..rest.find(stops).unwrap_or(rest.len())].trim_end_matches('.');
    (!name.is_empty()).then_some(name)
}

fn quoted<'a>(text: &'a str, before: &str, end: char) -> Option<&'a str> {
    let rest = text.split_once(before)?.1;
    let name = &rest[..rest.find(end)?];
    (!name.is_empty() && !name.contains(char::is_control)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_named_where_the_text_names_it() {
        let cases = [
            (
                "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref 1.dkr.ecr.eu-west-1.amazonaws.com/app:v42: 1.dkr.ecr.eu-west-1.amazonaws.com/app:v42: not found",
                Some("1.dkr.ecr.eu-west-1.amazonaws.com/app:v42"),
            ),
            (
                "CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref \"docker.io/a/b:1\": unexpected status code",
                Some("docker.io/a/b:1"),
            ),
            ("Error response from daemon: manifest for nginx:0f6b not found", Some("nginx:0f6b")),
            (
                "Error response from daemon: pull access denied for elasticsearch/elasticsearch, repository does not exist",
                Some("elasticsearch/elasticsearch"),
            ),
            ("CannotPullImageManifestError: Error response from daemon: manifest unknown", None),
            ("failed to resolve ref \u{1b}[31m", None),
        ];
        for (text, name) in cases {
            assert_eq!(image(text), name, "{text}");
        }
    }

    #[test]
    fn a_missing_version_is_not_called_a_missing_secret() {
        let text = "failed to fetch secret arn:aws:secretsmanager:r:1:secret:prod/db-AbCdEf from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSPENDING";
        assert_eq!(
            sentence("init.secret_missing", text),
            Some(msg!(
                "cause-init-secret-version-of",
                secret = "prod/db-AbCdEf",
                version = "staging label: AWSPENDING"
            ))
        );
        let gone = text.replace(" value for staging label: AWSPENDING", ".");
        assert_eq!(
            sentence("init.secret_missing", &gone),
            Some(msg!("cause-init-secret-missing-of", secret = "prod/db-AbCdEf"))
        );
    }

    #[test]
    fn what_a_deployment_was_given_up_for_is_told_where_it_is_told() {
        let said = |reason: &str| {
            let text = format!("(service web) (deployment ecs-svc/1) deployment failed: {reason}.");
            sentence("deploy.circuit_breaker", &text)
        };
        let listener = "unable to modify the listener rule";
        assert_eq!(said(listener), Some(msg!("cause-deploy-given-up-saying", reason = listener)));
        assert_eq!(said("tasks failed to start"), None);
    }

    #[test]
    fn a_secret_is_named_and_the_principal_is_not_taken_for_it() {
        let denied = "failed to fetch secret arn:aws:secretsmanager:r:1:secret:prod/db-AbCdEf from secrets manager: AccessDeniedException: User: arn:aws:sts::1:assumed-role/exec/abc is not authorized";
        assert_eq!(secret(denied).as_deref(), Some("prod/db-AbCdEf"));
        let keyed = "arn:aws:secretsmanager:r:1:secret:db-AbCdEf:password::";
        assert_eq!(secret(keyed).as_deref(), Some("db-AbCdEf"));
        let unknown = "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /prod/db/password";
        assert_eq!(secret(unknown).as_deref(), Some("/prod/db/password"));
        assert_eq!(secret("User: arn:aws:sts::1:assumed-role/exec/abc is not authorized"), None);
    }
}
