//! Names inside Amazon Resource Names: the parts a person says instead of the whole.

/// The last path segment: `arn:…:task/prod/0c9d` → `0c9d`; a plain name is returned as it is.
pub fn name(arn: &str) -> &str {
    arn.rsplit_once('/').map_or(arn, |(_, last)| last)
}

/// The short form of a task definition: `arn:…:task-definition/web:42` → `web:42`. The same as
/// [`name`]; a second word so that a reader sees what is meant.
pub fn revision(arn: &str) -> &str {
    name(arn)
}

/// Family and number of `web:42`; the number is absent when the text has none.
pub fn family_and_number(revision: &str) -> (&str, Option<u32>) {
    let short = name(revision);
    match short.rsplit_once(':') {
        Some((family, digits)) => (family, digits.parse().ok()),
        None => (short, None),
    }
}

/// Region (fourth part) of an ARN, when the text is an ARN that has one.
pub fn region(arn: &str) -> Option<&str> {
    part(arn, 3)
}

/// Account (fifth part) of an ARN, when the text is an ARN that has one.
pub fn account(arn: &str) -> Option<&str> {
    part(arn, 4)
}

/// Cluster named inside a long service, task or container-instance ARN (`…:service/CLUSTER/NAME`);
/// ARNs from before 2018 do not hold it.
pub fn cluster_in(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    let mut segments = resource.split('/');
    let (_kind, cluster, _name) = (segments.next()?, segments.next()?, segments.next()?);
    Some(cluster)
}

fn part(arn: &str, index: usize) -> Option<&str> {
    if !arn.starts_with("arn:") {
        return None;
    }
    arn.splitn(6, ':').nth(index).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "arn:aws:ecs:us-east-1:123456789012:service/prod/web";

    #[test]
    fn parts_of_a_long_arn_are_found_and_of_a_short_one_are_not_invented() {
        assert_eq!((name(SERVICE), cluster_in(SERVICE)), ("web", Some("prod")));
        assert_eq!((region(SERVICE), account(SERVICE)), (Some("us-east-1"), Some("123456789012")));
        assert_eq!(cluster_in("arn:aws:ecs:us-east-1:123456789012:service/web"), None);
        assert_eq!((region("web"), name("web")), (None, "web"));
    }

    #[test]
    fn a_revision_is_split_at_its_last_colon() {
        assert_eq!(family_and_number("arn:aws:ecs:r:1:task-definition/web:42"), ("web", Some(42)));
        assert_eq!(family_and_number("web"), ("web", None));
    }
}
