//! Where the lines of a description come from: a map from paths to sources, in which the longest path
//! that begins a line's own decides.

use std::collections::BTreeMap;

use super::Provenance;
use super::describe::Line;
use crate::words::Message;

/// The sources of one object's lines.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    by_path: BTreeMap<String, Provenance>,
}

impl Sources {
    /// ECS states what stands at `path`, in `field`.
    pub fn stated(&mut self, path: impl Into<String>, field: impl Into<String>) {
        self.by_path.insert(path.into(), Provenance::Stated(field.into()));
    }

    /// What stands at `path` was computed.
    pub fn computed(&mut self, path: impl Into<String>, how: Message) {
        self.by_path.insert(path.into(), Provenance::Computed(how));
    }

    /// ECS has nothing of the kind.
    pub fn absent(&mut self, path: impl Into<String>, why: Message) {
        self.by_path.insert(path.into(), Provenance::Absent(why));
    }

    /// It was not saved.
    pub fn not_saved(&mut self, path: impl Into<String>, command: Message) {
        self.by_path.insert(path.into(), Provenance::NotSaved(command));
    }

    /// Stated in `field` when `is_there`, else ECS left the field out.
    pub fn stated_if(&mut self, is_there: bool, path: &str, field: &str) {
        if is_there {
            self.stated(path, field);
        } else {
            self.absent(path, crate::msg!("kube-field-empty", field = field));
        }
    }

    /// Takes over every source of `other`.
    pub fn extend(&mut self, other: Self) {
        self.by_path.extend(other.by_path);
    }

    /// The same, with those of annotations put under `parent`: notes of a pod template.
    #[must_use]
    pub fn under_annotations(self, parent: &str) -> Self {
        let moved = self.by_path.into_iter().map(|(path, source)| {
            if path.starts_with("Annotations") {
                (format!("{parent}/{path}"), source)
            } else {
                (path, source)
            }
        });
        Self { by_path: moved.collect() }
    }

    /// The source of `line`.
    pub fn of(&self, line: &Line) -> Provenance {
        let mut path = line.path.as_str();
        while !path.is_empty() {
            if let Some(found) = self.by_path.get(path) {
                return found.clone();
            }
            path = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        Provenance::Layout
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str) -> Line {
        Line { path: path.to_owned(), text: String::new() }
    }

    #[test]
    fn the_longest_path_decides_and_a_heading_is_layout() {
        let mut sources = Sources::default();
        sources.stated("Labels", "service.tags");
        sources.stated("Labels/ecs/service", "service.serviceName");
        assert_eq!(sources.of(&line("Labels/team")), Provenance::Stated("service.tags".to_owned()));
        assert_eq!(
            sources.of(&line("Labels/ecs/service")),
            Provenance::Stated("service.serviceName".to_owned())
        );
        assert_eq!(sources.of(&line("")), Provenance::Layout);
        assert_eq!(sources.of(&line("LabelsToo")), Provenance::Layout);
    }
}
