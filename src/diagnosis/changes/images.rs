//! The same reference, another image: a tag that was moved between two starts.

use std::collections::HashMap;

use super::{Change, Suspicion};
use crate::model::Facts;
use crate::model::time::Time;

/// A digest, and the newest start of a task that ran it.
struct Seen<'a> {
    digest: &'a str,
    newest: Option<Time>,
}

/// References that stood for more than one digest among the captured tasks: the newest two of each.
/// Containers whose image reference itself changed are left out: that is another change.
pub fn moved(facts: &Facts<'_>, known: &[Change]) -> Vec<Change> {
    let mut seen: HashMap<(&str, &str), Vec<Seen<'_>>> = HashMap::new();
    for task in &facts.tasks {
        for container in &task.containers {
            let (Some(name), Some(image), Some(digest)) =
                (container.name.as_deref(), container.image.as_deref(), container.image_digest.as_deref())
            else {
                continue;
            };
            let digests = seen.entry((name, image)).or_default();
            match digests.iter_mut().find(|one| one.digest == digest) {
                Some(one) => one.newest = one.newest.max(task.created_at),
                None => digests.push(Seen { digest, newest: task.created_at }),
            }
        }
    }
    let renamed = |name: &str| {
        known.iter().any(|change| change.field == "image" && change.container.as_deref() == Some(name))
    };
    let changed = seen.into_iter().filter(|((name, _), digests)| digests.len() > 1 && !renamed(name));
    changed.filter_map(|((name, image), digests)| change(name, image, digests)).collect()
}

fn change(name: &str, image: &str, mut digests: Vec<Seen<'_>>) -> Option<Change> {
    digests.sort_by_key(|one| one.newest);
    let newest = digests.pop()?;
    let before = digests.pop()?;
    // Without times nothing says which came first.
    newest.newest.zip(before.newest)?;
    Some(Change {
        container: Some(name.to_owned()),
        field: format!("imageDigest[{image}]"),
        before: Some(before.digest.to_owned()),
        after: Some(newest.digest.to_owned()),
        masked: false,
        suspicion: Suspicion::Unlikely,
    })
}
