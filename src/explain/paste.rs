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
    /// Of each line, whether one space stood before it: a terminal wrapped between two words.
    led: Vec<bool>,
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
    let mark = quotation(paste);
    let raws: Vec<&str> = paste.lines().map(|raw| raw.strip_prefix(mark).unwrap_or(raw)).collect();
    let width = raws.iter().map(|raw| raw.chars().count()).max().unwrap_or_default();
    let (mut open, mut full) = (false, false);
    for (at, raw) in raws.into_iter().enumerate() {
        let cells = cells(raw);
        let goes_on = open && cells.len() == 1;
        open = cells.len() == 1;
        let led = raw.starts_with(' ') && !raw[1..].starts_with(' ');
        for cell in cells {
            let line = (at + 1, cell);
            match passages.last_mut() {
                Some(last) if goes_on && last.takes(&line.1, full) => {
                    last.lines.push(line);
                    last.led.push(led);
                }
                _ => passages.push(Passage { line: at + 1, lines: vec![line], led: vec![led] }),
            }
        }
        full = width >= WRAPPED && raw.chars().count() == width;
    }
    passages
}

/// The mark that stands before every line of a quotation or of a comment.
fn quotation(paste: &str) -> &'static str {
    let marked = |mark: &&str| {
        let mut lines = paste.lines().filter(|line| !line.trim().is_empty()).peekable();
        lines.peek().is_some() && lines.all(|line| line.starts_with(*mark))
    };
    ["> ", "# > ", "# ", "// ", "-- "].into_iter().find(marked).unwrap_or_default()
}

/// The cells of a line: one for prose, several for a row of a table, none for a border or an empty line.
fn cells(raw: &str) -> Vec<String> {
    let line = raw.trim();
    let is_rule = |letter: char| "+-=|`─━│┃┌┐└┘├┤┬┴┼╭╮╰╯═║╔╗╚╝ ".contains(letter);
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

/// Whether a line begins something new: an event, a key, an item, a stamp, a command. After a line that fills the
/// width only what stands for itself does.
fn begins(line: &str, before: &str, after_full: bool) -> bool {
    const STARTS: [&str; 11] = ["(service", "service ", "{", "[", "- ", "* ", "$ ", "> ", "# ", "}", "]"];
    let folded = text::fold(line);
    if after_full {
        return folded.starts_with("(service ") || stamp(line) > 0;
    }
    STARTS.iter().any(|start| folded.starts_with(start))
        || is_stamped(&folded)
        || key(line).is_some()
        || (line.starts_with('"') && before.ends_with(['"', ',', '[', '{']))
}

/// Whether a line begins with a year, or with the seconds of an epoch.
fn is_stamped(folded: &str) -> bool {
    let end = folded.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(folded.len());
    let next = folded[end..].chars().next();
    (end >= 4 && matches!(next, Some('-' | '/'))) || (end >= 10 && matches!(next, None | Some(' ' | '\t')))
}

/// What stands behind a key of ECS at the start of a line: `"stoppedReason": X`, `Reason: X`, `"any": X`.
fn key(line: &str) -> Option<&str> {
    let quoted = line.starts_with('"');
    let rest = line.trim_start_matches(['"', '\'', '\\']);
    let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || "_.".contains(letter)))?;
    let known = KEYS.contains(&rest[..end].to_lowercase().as_str());
    let after = rest[end..].trim_start_matches(['"', '\'', '\\']).trim_start();
    after.strip_prefix([':', '=', '|']).filter(|_| end > 0 && (known || quoted))
}

/// The length of the time that a line begins with: `2026-11-29T14:02:11.123Z `.
fn stamp(line: &str) -> usize {
    let end = line.find(|letter: char| !(letter.is_ascii_digit() || "-:.TZ+ ".contains(letter)));
    let end = end.unwrap_or(line.len());
    let digits = line[..end].bytes().filter(u8::is_ascii_digit).count();
    if digits >= 12 && line[..end].contains(':') { end } else { 0 }
}

impl Passage {
    /// Whether `line` goes on with it.
    fn takes(&self, line: &str, after_full: bool) -> bool {
        let before = self.lines.last().map_or("", |(_, line)| line.as_str());
        self.lines.len() < LONGEST && !begins(line, before, after_full)
    }

    /// The passage as it may have been: lines joined by spaces, without a break where a word was wrapped, the
    /// escapes of JSON resolved, and the value alone where a key or a time stands before it.
    pub(super) fn forms(&self) -> Vec<String> {
        let mut forms = vec![self.spaced()];
        forms.extend(self.glued(0));
        forms.extend(self.glued(1));
        forms.extend(self.unhyphenated());
        for _ in 0..2 {
            let plain: Vec<String> =
                forms.iter().filter(|form| form.contains('\\')).map(|form| unescaped(form)).collect();
            // What is plain is nearer to what was said.
            forms.splice(0..0, plain);
        }
        let values: Vec<String> = forms.iter().filter_map(|form| value(form)).collect();
        forms.extend(values);
        forms
    }

    /// Its lines joined by spaces, but for words that a hyphen divides at the end of a line, as in documents.
    fn unhyphenated(&self) -> Option<String> {
        let spaced = self.spaced();
        let mut plain = String::with_capacity(spaced.len());
        let mut rest = spaced.as_str();
        while let Some(at) = rest.find("- ") {
            let divides = rest[..at].ends_with(|letter: char| letter.is_ascii_lowercase())
                && rest[at + 2..].starts_with(|letter: char| letter.is_ascii_lowercase());
            plain.push_str(if divides { &rest[..at] } else { &rest[..at + 2] });
            rest = &rest[at + 2..];
        }
        plain.push_str(rest);
        (self.lines.len() > 1 && plain != spaced).then_some(plain)
    }

    /// Its lines joined by spaces.
    pub(super) fn spaced(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|(_, line)| line.as_str()).collect();
        lines.join(" ")
    }

    /// Its lines as one where they fill the width, but for `short` letters: only such a line was cut inside a word.
    fn glued(&self, short: usize) -> Option<String> {
        let widest = self.lines.iter().map(|(_, line)| line.chars().count()).max()?;
        if self.lines.len() < 2 || widest < WRAPPED {
            return None;
        }
        let mut glued = String::new();
        for (place, (_, line)) in self.lines.iter().enumerate() {
            glued.push_str(line);
            let led = self.led.get(place + 1).is_some_and(|led| *led);
            if led || line.chars().count() + short < widest {
                glued.push(' ');
            }
        }
        Some(glued.trim_end().to_owned())
    }
}

/// What stands behind a key or a time: `"stoppedReason": "X",` is `X`.
fn value(form: &str) -> Option<String> {
    let frame = |letter: char| " \t\"'`,;{}[]".contains(letter);
    let rest = form[stamp(form)..].trim_start_matches(|letter: char| letter != '"' && frame(letter));
    let value = key(rest).unwrap_or(rest).trim_matches(frame);
    (value != form && !value.is_empty()).then(|| value.to_owned())
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
