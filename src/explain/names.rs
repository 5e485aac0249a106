//! The names that a paste states, for the commands of a page.

use crate::diagnosis::commands::{Values, repository_and_tag};
use crate::diagnosis::knowledge::Owner;
use crate::diagnosis::{naming, text};
use crate::model::arn;
use crate::words::shell::quoted;

/// What a paste, or a flag, states.
#[derive(Debug)]
pub(super) struct Names<'a> {
    service: Option<String>,
    cluster: Option<String>,
    flags: Owner<'a>,
    /// By placeholder, quoted for a shell.
    pub(super) values: Values,
}

impl<'a> Names<'a> {
    /// The names of a paste; what the flags say outranks them.
    pub(super) fn of(paste: &str, flags: Owner<'a>) -> Self {
        let arns: Vec<&str> = arns(paste).collect();
        // `(service NAME, taskSet ecs-svc/1)` names the service first.
        let named = text::named(paste, "service").first().and_then(|name| name.split(',').next());
        let service = flags.service.or(named).map(|name| name.trim().to_owned());
        let in_arn = || arns.iter().find_map(|arn| arn::cluster_in(arn));
        let cluster = flags.cluster.or_else(in_arn).map(str::to_owned);
        let image = naming::image(paste);
        let (repository, tag) =
            image.map(repository_and_tag).map_or((None, None), |(name, tag)| (Some(name), tag));
        let secret = naming::secret(paste);
        let stated = [
            ("service", service.as_deref()),
            ("cluster", cluster.as_deref()),
            ("task", text::named(paste, "task").first().copied()),
            ("containerInstance", text::named(paste, "container-instance").first().copied()),
            ("targetGroupArn", arns.iter().copied().find(|arn| arn.contains(":targetgroup/"))),
            ("region", arns.iter().find_map(|arn| arn::region(arn))),
            ("account", arns.iter().find_map(|arn| arn::account(arn))),
            ("image", image),
            ("repository", repository),
            ("tag", tag),
            ("secret", secret.as_deref()),
        ];
        let usable = |value: &&str| !value.is_empty() && !value.contains(char::is_control);
        let values = stated
            .into_iter()
            .filter_map(|(name, value)| Some((name, quoted(value.filter(usable)?))))
            .collect();
        Self { service, cluster, flags, values }
    }

    /// Whose text it is.
    pub(super) fn owner(&self) -> Owner<'_> {
        Owner {
            service: self.service.as_deref().or(self.flags.service),
            cluster: self.cluster.as_deref().or(self.flags.cluster),
        }
    }
}

/// Every ARN in a text.
fn arns(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("arn:").map(|(start, _)| {
        let rest = &text[start..];
        let ends = |letter: char| letter.is_whitespace() || "()[]\"',;".contains(letter);
        rest[..rest.find(ends).unwrap_or(rest.len())].trim_end_matches(['.', ':'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_where_the_paste_states_them() {
        let paste = "(service web, taskSet ecs-svc/1) (task abc) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/b)";
        let names = Names::of(paste, Owner { service: None, cluster: Some("prod") });
        let value = |name| names.values.get(name).map(String::as_str);
        assert_eq!(
            (value("service"), value("cluster"), value("task")),
            (Some("web"), Some("prod"), Some("abc"))
        );
        assert_eq!((value("region"), value("account")), (Some("eu-west-1"), Some("123456789012")));
        assert_eq!(value("image"), None);
    }
}
