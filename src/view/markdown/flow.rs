//! Words in roles, wrapped together.

use ratatui::text::Span;

use crate::view::draft::span;
use crate::view::{Role, text};

/// A paragraph: its text, and where each role ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    text: String,
    ends: Vec<(usize, Role)>,
}

impl Flow {
    /// Adds words.
    pub(super) fn push(&mut self, role: Role, words: &str) {
        self.text.push_str(words);
        self.ends.push((self.text.len(), role));
    }

    /// What has come in so far; the flow is empty then.
    pub(super) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Whether it holds no word.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Its words without roles.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// Its lines, none wider than `width`.
    pub(super) fn wrapped(&self, width: usize) -> Vec<Vec<Span<'static>>> {
        let mut letters = self.text.char_indices();
        let lines = text::wrap(self.text.trim_end(), width);
        lines.iter().map(|line| self.styled(line, &mut letters)).collect()
    }

    /// One wrapped line in its roles. Wrapping only leaves letters out, so each letter of the line is the next
    /// such letter of the text.
    fn styled(&self, line: &str, letters: &mut std::str::CharIndices<'_>) -> Vec<Span<'static>> {
        let mut spans: Vec<(Role, String)> = Vec::new();
        for letter in line.chars() {
            let Some((at, _)) = letters.find(|(_, one)| *one == letter) else { break };
            let role = self.role_at(at);
            match spans.last_mut() {
                Some((last, words)) if *last == role => words.push(letter),
                _ => spans.push((role, letter.to_string())),
            }
        }
        spans.into_iter().map(|(role, words)| span(role, words)).collect()
    }

    fn role_at(&self, at: usize) -> Role {
        let place = self.ends.partition_point(|(end, _)| *end <= at);
        self.ends.get(place).map_or(Role::Text, |(_, role)| *role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_stay_with_their_words_over_line_breaks() {
        let mut flow = Flow::default();
        flow.push(Role::Text, "read ");
        flow.push(Role::Accent, "two words");
        flow.push(Role::Text, ", then stop");
        let lines = flow.wrapped(9);
        let said: Vec<Vec<(Role, &str)>> = lines
            .iter()
            .map(|line| {
                let role = |one: &Span<'static>| {
                    if one.style == Role::Accent.style() { Role::Accent } else { Role::Text }
                };
                line.iter().map(|one| (role(one), one.content.as_ref())).collect()
            })
            .collect();
        assert_eq!(
            said,
            [
                vec![(Role::Text, "read "), (Role::Accent, "two")],
                vec![(Role::Accent, "words"), (Role::Text, ",")],
                vec![(Role::Text, "then stop")]
            ]
        );
    }
}
