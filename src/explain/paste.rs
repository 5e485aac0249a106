//! A paste in passages: what belongs together in one, the frames of tables and the marks of JSON taken off.
//!
//! Terminals wrap long messages and consoles copy them with line breaks, so lines are joined until one begins
//! something new.

use crate::diagnosis::text;

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// Its first line, from 1.
    pub(super) line: usize,
    /// Its lines, with their numbers.
    pub(super) lines: Vec<(usize, String)>,
}

/// A passage is no longer than this: an error of the agent with its trace has a dozen lines.
const LONGEST: usize = 12;

/// A line of at least this width may have been wrapped inside a word.
const WRAPPED: usize = 60;

/// Keys of ECS answers; a line that begins with one says something new.
const KEYS: [&str; 12] = [
    "stoppedreason",
    "stopcode",
    "reason",
    "message",
    "exitcode",
    "laststatus",
    "desiredstatus",
    "statusreason",
    "rolloutstate",
    "rolloutstatereason",
    "healthstatus",
    "description",
];

/// The passages of a paste.
pub(super) fn passages(paste: &str) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut open = false;
    for (at, raw) in paste.lines().enumerate() {
        let cells = cells(raw);
        let framed = cells.len() > 1;
        let goes_on = open && !framed;
        open = cells.len() == 1;
        for cell in cells {
            let line = (at + 1, cell);
            match passages.last_mut() {
                Some(last) if goes_on && last.lines.len() < LONGEST && !begins(&line.1) => {
                    last.lines.push(line);
                }
                _ => passages.push(Passage { line: at + 1, lines: vec![line] }),
            }
        }
    }
    passages
}

/// The cells of a line: one for prose, several for a row of a table, none for a border or an empty line.
fn cells(raw: &str) -> Vec<String> {
    let line = raw.trim();
    let is_rule = |letter: char| "+-=|─━│┃┌┐└┘├┤┬┴┼╭╮╰╯═║╔╗╚╝ ".contains(letter);
    if line.chars().all(is_rule) {
        return Vec::new();
    }
    let frame = |letter: char| matches!(letter, '|' | '│' | '┃' | '║');
    if line.matches("\":").count() > 1 {
        return pairs(line);
    }
    let parts: Vec<&str> = if line.starts_with(frame) || line.ends_with(frame) {
        line.split(frame).collect()
    } else {
        line.split('\t').collect()
    };
    parts.into_iter().map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

/// The pairs of JSON on one line: cut at commas and brackets outside of texts.
fn pairs(line: &str) -> Vec<String> {
    let (mut pairs, mut pair, mut inside, mut escaped) = (Vec::new(), String::new(), false, false);
    for letter in line.chars() {
        inside ^= letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        if !inside && matches!(letter, ',' | '{' | '}' | '[' | ']') {
            pairs.push(std::mem::take(&mut pair));
        } else {
            pair.push(letter);
        }
    }
    pairs.push(pair);
    pairs.into_iter().map(|pair| pair.trim().to_owned()).filter(|pair| !pair.is_empty()).collect()
}

/// Whether a line begins something new: an event, a key, an item, a stamp, a command.
fn begins(line: &str) -> bool {
    const STARTS: [&str; 12] =
        ["(service", "service ", "\"", "{", "[", "- ", "* ", "$ ", "> ", "# ", "}", "]"];
    let folded = text::fold(line);
    let word: String = folded.chars().take_while(char::is_ascii_alphanumeric).collect();
    let stamped = word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    STARTS.iter().any(|start| folded.starts_with(start)) || stamped || KEYS.contains(&word.as_str())
}

impl Passage {
    /// The passage as it may have been: lines joined by spaces, without a break where a word was wrapped, and
    /// with the escapes of JSON resolved.
    pub(super) fn forms(&self) -> Vec<String> {
        let mut forms = vec![self.spaced()];
        forms.extend(self.glued());
        let escaped: Vec<String> =
            forms.iter().filter(|form| form.contains('\\')).map(|form| unescaped(form)).collect();
        forms.extend(escaped);
        forms
    }

    /// Its lines joined by spaces.
    pub(super) fn spaced(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|(_, line)| line.as_str()).collect();
        lines.join(" ")
    }

    fn glued(&self) -> Option<String> {
        let widest = self.lines.iter().map(|(_, line)| line.chars().count()).max()?;
        if self.lines.len() < 2 || widest < WRAPPED {
            return None;
        }
        let mut glued = String::new();
        for (_, line) in &self.lines {
            glued.push_str(line);
            // Only a line that fills the width was cut inside a word.
            if line.chars().count() + 1 < widest {
                glued.push(' ');
            }
        }
        Some(glued.trim_end().to_owned())
    }
}

/// `\"`, `\n`, `\u2019` as what they stand for. Source: RFC 8259 §7.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        match rest.next() {
            Some('n' | 'r' | 't') => plain.push(' '),
            Some('u') => {
                let digits: String = rest.clone().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
                if let Some(letter) = code.and_then(char::from_u32) {
                    plain.push(letter);
                    rest.nth(3);
                } else {
                    plain.push_str("\\u");
                }
            }
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(paste: &str) -> Vec<String> {
        passages(paste).iter().map(Passage::spaced).collect()
    }

    #[test]
    fn wrapped_lines_are_one_passage_and_events_are_several() {
        assert_eq!(texts("CannotPull\n  failed to\nresolve"), ["CannotPull failed to resolve"]);
        let events = "2026-11-22 (service a) has started 1 tasks\n2026-11-22 (service a) stopped\n\nx";
        assert_eq!(texts(events).len(), 3);
        assert_eq!(texts("  \"stopCode\": \"X\",\n  \"stoppedReason\": \"Y\"").len(), 2);
    }

    #[test]
    fn the_frame_of_a_table_is_taken_off() {
        let table = "+------+------+\n|  stopCode | TaskFailedToStart |\n+------+------+\n| a | b |";
        assert_eq!(texts(table), ["stopCode", "TaskFailedToStart", "a", "b"]);
    }

    #[test]
    fn a_word_that_was_wrapped_and_escapes_are_tried_too() {
        let start = "x".repeat(70);
        let wrapped = passages(&format!("{start}Can\nnotPull"));
        assert!(wrapped[0].forms().iter().any(|form| form.ends_with("CannotPull")), "{wrapped:?}");
        let escaped = passages(r#"You\u2019ve \"reached\" \u12"#);
        assert!(
            escaped[0].forms()[1].contains("You\u{2019}ve \"reached\" \\u12"),
            "{:?}",
            escaped[0].forms()
        );
    }
}
