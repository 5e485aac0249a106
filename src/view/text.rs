//! Text on a grid of cells: cleaned of control sequences, measured, cut with an ellipsis, wrapped.

use std::borrow::Cow;

use ratatui::text::{Line, Span};
use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands where something was cut.
pub const ELLIPSIS: &str = "…";

/// Cells that `text` takes: the sum over its graphemes, as the terminal buffer counts them.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// `text` from outside without what could drive a terminal: escape sequences, control characters and
/// characters that turn the direction of the text. Tabs become four spaces; line feeds stay.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(found) = rest.next() {
        match found {
            '\u{1b}' => skip_escape(&mut rest),
            '\u{9b}' => skip_to_final(&mut rest),
            '\u{90}' | '\u{9d}' | '\u{98}' | '\u{9e}' | '\u{9f}' => skip_string(&mut rest),
            '\t' => kept.push_str("    "),
            other if is_unsafe(other) => {}
            other => kept.push(other),
        }
    }
    Cow::Owned(kept)
}

/// As [`clean`], on one line.
pub fn clean_line(text: &str) -> String {
    clean(text).trim_end().split('\n').map(str::trim_end).collect::<Vec<_>>().join(" ")
}

fn is_unsafe(found: char) -> bool {
    (found.is_control() && found != '\n')
        || matches!(found, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || matches!(found, '\u{2028}' | '\u{2029}')
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Skips what follows ESC. Source: ECMA-48 §5.4 (CSI), §5.6 (command strings), §5.5 (others).
fn skip_escape(rest: &mut Rest<'_>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_to_final(rest);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            rest.next();
            skip_string(rest);
        }
        Some(' '..='/') => {
            while rest.next_if(|next| (' '..='/').contains(next)).is_some() {}
            rest.next();
        }
        Some('0'..='~') => {
            rest.next();
        }
        _ => {}
    }
}

/// Skips the parameters and the final byte of a control sequence; a broken one ends at the first
/// character that cannot be a part of it.
fn skip_to_final(rest: &mut Rest<'_>) {
    while rest.next_if(|next| (' '..='?').contains(next)).is_some() {}
    rest.next_if(|next| ('@'..='~').contains(next));
}

/// Skips a command string up to its terminator; one that never ends, ends with the line.
fn skip_string(rest: &mut Rest<'_>) {
    while let Some(next) = rest.next_if(|next| *next != '\n') {
        match next {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                rest.next_if(|next| *next == '\\');
                return;
            }
            _ => {}
        }
    }
}

/// `text` in at most `cells` cells, with an ellipsis where it was cut.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    Cow::Owned(format!("{}{ELLIPSIS}", head(text, cells - 1).0))
}

/// `text` in at most `cells` cells, the middle left out: ids and paths differ at both ends.
pub fn cut_middle(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells < 3 {
        return cut(text, cells);
    }
    let tail_cells = (cells - 1) / 2;
    Cow::Owned(format!("{}{ELLIPSIS}{}", head(text, cells - 1 - tail_cells).0, tail(text, tail_cells)))
}

/// `text` in at most `cells` cells, the beginning left out: what is being typed goes on at the end.
pub fn cut_start(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    Cow::Owned(format!("{ELLIPSIS}{}", tail(text, cells - 1)))
}

/// The longest end of `text` that fits `cells`.
fn tail(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > cells {
            return &text[at + grapheme.len()..];
        }
    }
    text
}

/// `text` in exactly `cells` cells: cut, or filled with spaces on the right.
pub fn pad(text: &str, cells: usize) -> String {
    let mut fitted = cut(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&fitted));
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

/// The longest beginning of `text` that fits `cells`, and the rest.
pub fn head(text: &str, cells: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > cells {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// `text` without its first `cells` cells, for a pane that is scrolled to the right.
pub fn skip(text: &str, cells: usize) -> &str {
    head(text, cells).1
}

/// `text` broken into lines of at most `cells` cells, between words where there is a place for it.
/// An empty text is one empty line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph.trim_end(), cells, &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, cells: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0;
    let mut gap = "";
    for word in WordSeparator::UnicodeBreakProperties.find_words(paragraph) {
        let (mut rest, wide) = (word.word, width(word.word));
        if used + gap.len() + wide <= cells {
            line.push_str(gap);
            used += gap.len();
        } else if used > 0 {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        while width(rest) > cells {
            let (fits, left) = split_first(rest, cells);
            if !fits.is_empty() {
                lines.push(fits.to_owned());
            }
            rest = left;
        }
        line.push_str(rest);
        used += width(rest);
        gap = word.whitespace;
    }
    lines.push(line);
}

/// As [`head`], but takes one grapheme at least, so that a wide one in a single cell cannot hold up the loop.
fn split_first(text: &str, cells: usize) -> (&str, &str) {
    let (fits, rest) = head(text, cells);
    if !fits.is_empty() {
        return (fits, rest);
    }
    let first = text.graphemes(true).next().map_or(text.len(), str::len);
    // A grapheme that no line can hold is left out.
    ("", &text[first..])
}

/// Whether the text of `lines` holds `needle` (lower case), also across a line break.
pub fn holds(lines: &[Line<'static>], needle: &str) -> bool {
    let text = |line: &Line<'static>| line.spans.iter().map(|span| span.content.as_ref()).collect::<String>();
    let texts: Vec<String> = lines.iter().map(text).collect();
    let spaced = texts.iter().map(|text| text.trim()).collect::<Vec<_>>().join(" ").to_lowercase();
    let joined = texts.iter().map(|text| text.trim()).collect::<String>().to_lowercase();
    spaced.contains(needle) || joined.contains(needle)
}

/// The cells that `spans` take.
pub fn spans_width(spans: &[Span<'_>]) -> usize {
    spans.iter().map(|span| width(&span.content)).sum()
}

/// `spans` in at most `cells` cells, with an ellipsis where they were cut.
pub fn fit(spans: Vec<Span<'static>>, cells: usize) -> Vec<Span<'static>> {
    if spans_width(&spans) <= cells {
        return spans;
    }
    let mut fitted = Vec::with_capacity(spans.len());
    let mut left = cells;
    for span in spans {
        let wide = width(&span.content);
        if wide < left {
            left -= wide;
            fitted.push(span);
        } else {
            let part = if left == 0 {
                String::new()
            } else {
                format!("{}{ELLIPSIS}", head(&span.content, left - 1).0)
            };
            fitted.push(Span::styled(part, span.style));
            break;
        }
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_are_gone_and_the_words_stay() {
        assert_eq!(clean("a\u{1b}[31mred\u{1b}[0m b"), "ared b");
        assert_eq!(clean("\u{1b}]52;c;cHduZWQ=\u{7}copied"), "copied");
        assert_eq!(clean("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\"), "link");
        assert_eq!(clean("\u{9b}2Jx\u{8}\u{7f}\r\ny\tz"), "x\ny    z");
        assert_eq!(clean("\u{202e}abc"), "abc");
        assert_eq!(clean("\u{1b}(Bx\u{1b}"), "x");
        assert_eq!(clean("\u{1b}]never ends\nnext"), "\nnext");
        assert!(matches!(clean("日本語 ok"), Cow::Borrowed(_)));
    }

    #[test]
    fn wide_text_is_cut_at_whole_graphemes_and_shows_it() {
        assert_eq!(cut("日本語", 6), "日本語");
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(width("👩‍👩‍👧x"), 3);
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧", 3), "👩‍👩‍👧…");
        assert_eq!(cut_middle("0123456789", 5), "01…89");
        assert_eq!(cut_start("0123456789", 5), "…6789");
        assert_eq!(cut_start("日本語", 5), "…本語");
        assert_eq!(cut_start("日本語", 4), "…語");
        assert_eq!(pad("日", 4), "日  ");
    }

    #[test]
    fn wrapping_breaks_between_words_and_splits_only_what_no_line_holds() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("日本語の文", 4), ["日本", "語の", "文"]);
        assert_eq!(wrap("日", 1), [""]);
        assert_eq!(wrap("", 9), [""]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
    }
}
