//! A page of the handbook.

use crate::diagnosis::knowledge::{Owner, Scope};

/// A page. It lives as long as the program: ours are compiled in, those of a team are read once.
#[derive(Debug)]
pub struct Page {
    /// Its name: that of its file without the ending.
    pub name: &'static str,
    /// What a reader would look up.
    pub title: &'static str,
    /// The classes that it is about; none for a lesson.
    pub classes: &'static [&'static str],
    /// Exact texts that a reader may have before their eyes.
    pub strings: &'static [&'static str],
    /// Where AWS writes about it.
    pub see: &'static [&'static str],
    /// Its Markdown.
    pub body: &'static str,
    /// Whose page it is.
    pub home: Home,
}

/// What a page is called by: a team's page may have the name of one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageId {
    /// Its name.
    pub name: &'static str,
    /// The file of a team's page.
    pub file: Option<&'static str>,
}

/// Whose page it is.
#[derive(Debug)]
pub enum Home {
    /// Ours.
    BuiltIn,
    /// A team's.
    Team {
        /// The file.
        file: &'static str,
        /// Which services it is about.
        scope: Scope,
    },
}

/// A line to type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandLine<'a> {
    /// The line, its placeholders open.
    pub run: &'a str,
    /// Whether it changes something in AWS.
    pub mutates: bool,
}

impl Page {
    /// What it is called by.
    pub fn id(&self) -> PageId {
        PageId { name: self.name, file: self.file() }
    }

    /// The commands of its fences, in their order; one that stands twice is given once.
    pub fn commands(&self) -> impl Iterator<Item = CommandLine<'static>> {
        let mut fence = None;
        let mut commands: Vec<CommandLine<'static>> = Vec::new();
        for line in self.body.lines() {
            match line.trim() {
                "```sh read" => fence = Some(false),
                "```sh change" => fence = Some(true),
                mark if mark.starts_with("```") => fence = None,
                run if !run.is_empty() && !run.starts_with('#') => {
                    let command = fence.map(|mutates| CommandLine { run, mutates });
                    commands.extend(command.filter(|command| !commands.contains(command)));
                }
                _ => {}
            }
        }
        commands.into_iter()
    }

    /// The Markdown under the second-level heading `name`, up to the next one.
    pub fn section(&self, name: &str) -> Option<&'static str> {
        let heading = format!("## {name}\n");
        let start = if self.body.starts_with(&heading) {
            heading.len()
        } else {
            self.body.find(&format!("\n{heading}"))? + heading.len() + 1
        };
        let rest = &self.body[start..];
        Some(&rest[..rest.find("\n## ").unwrap_or(rest.len())])
    }

    /// Whether it is about a service of `owner`.
    pub fn covers(&self, owner: Owner<'_>) -> bool {
        match &self.home {
            Home::BuiltIn => true,
            Home::Team { scope, .. } => scope.covers(owner),
        }
    }

    /// The file of a team's page.
    pub fn file(&self) -> Option<&'static str> {
        match self.home {
            Home::BuiltIn => None,
            Home::Team { file, .. } => Some(file),
        }
    }
}
