//! What terminals, pages and languages put around and into JSON: colours, marks before each line, the escapes of HTML
//! or of a string, typographic quotes, the spelling of Python. It is taken off before anything is read, so that what a
//! colleague pasted is read as what ECS answered.
//!
//! A text that begins as JSON does is left as it is, but for colours and hard line ends: none of the other dresses
//! begins so.

use std::borrow::Cow;
use std::sync::Arc;

use super::python;

/// Strings inside strings that are opened: a log in a queue in a topic is three.
const DEEPEST: usize = 4;

/// How wide terminals are that wrap.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=500;

/// The text without its dress; the very same where it has none.
pub(super) fn taken_off(text: &Arc<str>) -> Arc<str> {
    let mut plain = Cow::Borrowed(&**text);
    for take in [escapes, marks, spaces, html, quotes, unquoted, spelling, hard_ends] {
        if let Some(better) = take(&plain) {
            plain = Cow::Owned(better);
        }
    }
    match plain {
        Cow::Borrowed(_) => Arc::clone(text),
        Cow::Owned(plain) => plain.into(),
    }
}

/// Colours and other control sequences. Source: ECMA-48 §5.4 (CSI), §5.6 (command strings).
fn escapes(text: &str) -> Option<String> {
    if !text.contains('\u{1b}') {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter != '\u{1b}' {
            plain.push(letter);
            continue;
        }
        match rest.next() {
            Some('[') => {
                while rest.next_if(|next| (' '..='?').contains(next)).is_some() {}
                rest.next_if(|next| ('@'..='~').contains(next));
            }
            Some(']') => while rest.next_if(|next| !matches!(next, '\u{7}' | '\u{1b}' | '\n')).is_some() {},
            _ => {}
        }
    }
    plain.retain(|letter| letter != '\u{7}');
    Some(plain)
}

/// How many bytes of a line are its mark, where it has that mark.
type Cut<'a> = &'a dyn Fn(&str) -> Option<usize>;

/// What stands before every line: a time, a number, the mark of a quotation, the name of a container.
fn marks(text: &str) -> Option<String> {
    // A hyphen before every line is a list of YAML.
    if text.trim_start().starts_with(['{', '[', '"']) || text.trim_start().starts_with("- ") {
        return None;
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let common = common(&lines)?;
    let cuts: [Cut<'_>; 3] = [&stamped, &numbered, &|line| (common > 0).then_some(common.min(line.len()))];
    let cut = cuts.into_iter().find(|cut| lines.iter().all(|line| cut(line).is_some()))?;
    let bare: Vec<&str> =
        text.lines().map(|line| cut(line).and_then(|end| line.get(end..)).unwrap_or_default()).collect();
    bare.iter().any(|line| line.trim_start().starts_with(['{', '['])).then(|| bare.join("\n"))
}

/// How many bytes all of at least three lines begin with alike; nothing where there are fewer lines.
fn common(lines: &[&str]) -> Option<usize> {
    let first = *lines.first().filter(|_| lines.len() >= 3)?;
    let mut end = first.find(['{', '[', '"']).unwrap_or(first.len());
    for line in lines {
        let bare = line.trim_end();
        let alike = first.bytes().zip(bare.bytes()).take(end).take_while(|(one, other)| one == other).count();
        // An empty line of a quotation has lost the space behind its mark.
        end = if alike == bare.len() && alike + 1 == end { end } else { alike };
    }
    while !first.is_char_boundary(end) {
        end -= 1;
    }
    let marked = first[..end].contains(|letter: char| !letter.is_whitespace());
    Some(if marked { end } else { 0 })
}

/// The length of a line number as `cat -n`, `less -N` and editors write it.
fn numbered(line: &str) -> Option<usize> {
    let digits = line.trim_start();
    let rest = digits.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let number = digits.len() - rest.len();
    let mark = rest.chars().next().map_or(0, char::len_utf8);
    let is_number =
        (1..=6).contains(&number) && (rest.is_empty() || rest.starts_with([' ', '\t', ':', '|', '│']));
    is_number.then_some(line.len() - rest.len() + mark)
}

/// The length of the time that CI logs write before each line: `2026-03-10T14:20:01.1234567Z `.
fn stamped(line: &str) -> Option<usize> {
    let end = line.find(|letter: char| !(letter.is_ascii_digit() || "-:.T".contains(letter)))?;
    let is_time =
        end >= "2026-03-10T14:20:01".len() && line[end..].starts_with('Z') && line[..end].contains('T');
    is_time.then(|| if line[end + 1..].starts_with(' ') { end + 2 } else { end + 1 })
}

/// What stands behind the first bracket of a text that begins with one: the beginning of a key, in JSON `"`.
fn behind_bracket(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let inside = text.trim_start_matches(|letter: char| letter == '[' || letter.is_ascii_whitespace());
    let inside = inside.strip_prefix('{').or_else(|| (inside.len() < text.len()).then_some(inside))?;
    Some(inside.trim_start_matches(|letter: char| letter.is_ascii_whitespace()))
}

/// Spaces that are none in JSON, as pages and word processors write them.
fn spaces(text: &str) -> Option<String> {
    const SPACES: [char; 5] = ['\u{a0}', '\u{3000}', '\u{200b}', '\u{202f}', '\u{feff}'];
    behind_bracket(text)?.starts_with(SPACES).then(|| text.replace(SPACES, " "))
}

/// Escapes of HTML.
fn html(text: &str) -> Option<String> {
    const NAMED: [(&str, &str); 8] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        // The last: what it escaped is no escape.
        ("&amp;", "&"),
    ];
    let inside = behind_bracket(text)?;
    let escaped = inside.starts_with("&quot;") || inside.starts_with("&#34;");
    escaped.then(|| NAMED.iter().fold(text.to_owned(), |text, (name, letter)| text.replace(name, letter)))
}

/// Quotes that a word processor or a messenger has made typographic.
fn quotes(text: &str) -> Option<String> {
    const QUOTES: [char; 3] = ['\u{201c}', '\u{201d}', '\u{201e}'];
    behind_bracket(text)?.starts_with(QUOTES).then(|| text.replace(QUOTES, "\""))
}

/// A document that is written as a string, with or without its quotes, as in a message of a queue.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let mut plain: Option<String> = None;
    for _ in 0..DEEPEST {
        let text = plain.as_deref().unwrap_or(text).trim();
        let quoted = text.starts_with('"') && text[1..].trim_start().starts_with(['{', '[', '\\']);
        let bare = behind_bracket(text).is_some_and(|inside| inside.starts_with("\\\""));
        let opened = match (quoted, bare) {
            (true, _) => serde_json::from_str::<String>(text).ok(),
            (_, true) => serde_json::from_str::<String>(&format!("\"{text}\"")).ok(),
            _ => None,
        };
        let Some(opened) = opened else { break };
        plain = Some(opened);
    }
    plain.filter(|plain| plain.trim_start().starts_with(['{', '[']))
}

/// The spelling of Python: what `print` makes of an answer of boto3.
fn spelling(text: &str) -> Option<String> {
    behind_bracket(text)?.starts_with('\'').then(|| python::as_json(text))
}

/// Line breaks that a terminal of a fixed width left inside of strings: all of them stand at the widest column, and JSON
/// has none there. Where they stand at any column the text was wrapped between its words.
fn hard_ends(text: &str) -> Option<String> {
    let odd = |line: &str| line.matches('"').count() % 2 == 1;
    let widest = |measure: fn(&str) -> usize| text.lines().map(measure).max();
    let in_bytes = widest(str::len).unwrap_or_default();
    let is_candidate = text.trim_start().starts_with(['{', '[']) && in_bytes <= WIDTHS.end() * 4;
    if !is_candidate || !text.lines().any(odd) {
        return None;
    }
    let width = widest(|line| line.chars().count()).filter(|width| WIDTHS.contains(width))?;
    let mut plain = String::with_capacity(text.len());
    let (mut inside, mut escaped, mut breaks) = (false, false, 0);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        for letter in line.chars() {
            inside ^= letter == '"' && !escaped;
            escaped = inside && letter == '\\' && !escaped;
        }
        plain.push_str(line);
        match inside {
            // The text may be cut behind its last line.
            true if line.chars().count() < width && lines.peek().is_some() => return None,
            true => breaks += 1,
            false => plain.push('\n'),
        }
    }
    // One alone may be anybody's.
    (breaks > 1).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(text: &str) -> String {
        taken_off(&text.into()).to_string()
    }

    #[test]
    fn every_dress_of_one_answer_is_taken_off() {
        let answer = "{\n  \"tasks\": [],\n  \"failures\": []\n}";
        let framed = |before: &dyn Fn(usize) -> String| {
            let lines = answer.lines().enumerate().map(|(at, line)| format!("{}{line}", before(at)));
            lines.collect::<Vec<String>>().join("\n")
        };
        let dresses = [
            answer.replace("\"tasks\"", "\u{1b}[34;1m\"tasks\"\u{1b}[0m"),
            framed(&|_| "> ".to_owned()),
            framed(&|_| "web-1  | ".to_owned()),
            framed(&|at| format!("{:6}\t", at + 1)),
            framed(&|at| format!("2026-03-10T14:20:0{at}.1234567Z ")),
            answer.replace("  ", "\u{a0} ").replace("\u{a0} ", "\u{a0}\u{a0}"),
            answer.replace('"', "&quot;"),
            answer.replace('"', "\u{201d}"),
            serde_json::to_string(answer).unwrap_or_default(),
            serde_json::to_string(&serde_json::to_string(answer).unwrap_or_default()).unwrap_or_default(),
            answer.replace('"', "'"),
        ];
        for dress in dresses {
            assert_eq!(off(&dress), answer, "{dress}");
        }
        let bare = r#"{\"tasks\": [], \"failures\": []}"#;
        assert_eq!(off(bare), r#"{"tasks": [], "failures": []}"#);
    }

    #[test]
    fn what_is_no_dress_stays() {
        for text in [
            "{\"a\": \"&quot; \u{201c}x\u{201d} \u{a0} it's\"}",
            "services:\n- serviceName: web\n  status: ACTIVE\n",
            "# Notes\n\n- one\n- two\n",
            "1 apple\n2 pears\n3 plums\n",
            "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n",
            "\"a word\"",
            "[1, 2, 3]",
            "",
        ] {
            let given: Arc<str> = text.into();
            assert!(Arc::ptr_eq(&taken_off(&given), &given), "{text}");
        }
    }

    #[test]
    fn a_line_break_at_the_width_of_the_terminal_is_no_part_of_a_string() {
        let whole = format!("{{\"a\": \"{}\", \"b\": \"{}\"}}", "x".repeat(70), "y z ".repeat(60));
        let letters: Vec<char> = whole.chars().collect();
        let wrapped: Vec<String> = letters.chunks(80).map(|line| line.iter().collect()).collect();
        // Between values a line break does no harm.
        assert_eq!(off(&wrapped.join("\n")).replace('\n', ""), whole);
        let words = wrapped.join("\n").replacen("y z y", "y\nz y", 1);
        assert_eq!(off(&words), words);
    }
}
