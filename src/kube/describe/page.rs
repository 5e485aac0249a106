//! The page that is being written: lines with tabs between their cells, each with the path of what it says.

use super::tabs;

/// A printed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the line says: `Replicas`, `Containers/web/Image`, `Annotations/ecs/group`; empty for
    /// headings and table rules.
    pub path: String,
    /// Its text, without a line end.
    pub text: String,
}

/// Collects lines and lays them out.
#[derive(Debug, Default)]
pub struct Page {
    paths: Vec<String>,
    texts: Vec<String>,
}

impl Page {
    /// Writes `text` at an indentation of two spaces a level. A line break inside it begins a new line
    /// that is not indented, as in kubectl.
    pub fn line(&mut self, level: usize, path: impl Into<String>, text: &str) {
        let path = path.into();
        let clean = neutral(text);
        for (index, part) in clean.split('\n').enumerate() {
            let indent = if index == 0 { "  ".repeat(level) } else { String::new() };
            self.texts.push(format!("{indent}{part}"));
            self.paths.push(path.clone());
        }
    }

    /// Writes a line that says nothing of its own.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.line(level, "", text);
    }

    /// Writes `Title:` and a value.
    pub fn field(&mut self, level: usize, parent: &str, title: &str, value: &str) {
        self.line(level, path(parent, title), &format!("{title}:\t{value}"));
    }

    /// The finished lines.
    pub fn finish(self) -> Vec<Line> {
        let texts = tabs::align(&self.texts);
        self.paths.into_iter().zip(texts).map(|(path, text)| Line { path, text }).collect()
    }
}

/// The path of `title` under `parent`.
pub fn path(parent: &str, title: &str) -> String {
    if parent.is_empty() { title.to_owned() } else { format!("{parent}/{title}") }
}

/// Makes terminal escapes visible as kubectl does (`WriteEscaped` of k8s.io/cli-runtime: ESC and CR), and
/// leaves out the control characters that it forgets. Tab and line break mean columns and lines.
fn neutral(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{1b}' => clean.push_str("^["),
            '\r' => clean.push_str("\\r"),
            '\t' | '\n' => clean.push(character),
            other if other.is_control() => {}
            other => clean.push(other),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_shown_and_other_controls_are_left_out() {
        assert_eq!(neutral("a\u{1b}[2Jb\r\u{7}c\u{9b}d"), "a^[2Jb\\rcd".replace("^[2J", "^[[2J"));
    }

    #[test]
    fn a_line_break_in_a_value_begins_a_line_of_the_same_path() {
        let mut page = Page::default();
        page.field(1, "", "Message", "one\ntwo");
        let lines = page.finish();
        assert_eq!(
            lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
            ["  Message:  one", "two"]
        );
        assert!(lines.iter().all(|line| line.path == "Message"));
    }
}
