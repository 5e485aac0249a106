//! Styled lines as text: plain, or with ANSI escape sequences (ECMA-48 SGR).

use std::fmt::Write as _;

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;

use super::Body;

/// The lines of `body` without any style, each with its line end.
pub fn plain(body: &Body) -> String {
    let mut text = String::new();
    for line in &body.lines {
        push_plain(line, &mut text);
    }
    text
}

/// The lines of `body` with colours, each with its line end.
pub fn ansi(body: &Body) -> String {
    let mut text = String::new();
    for line in &body.lines {
        push_ansi(line, &mut text);
    }
    text
}

fn push_plain(line: &Line<'_>, text: &mut String) {
    let start = text.len();
    for span in &line.spans {
        text.push_str(&span.content);
    }
    text.truncate(start + text[start..].trim_end().len());
    text.push('\n');
}

fn push_ansi(line: &Line<'_>, text: &mut String) {
    for span in &line.spans {
        let style = line.style.patch(span.style);
        if style == Style::default() || span.content.is_empty() {
            text.push_str(&span.content);
        } else {
            text.push_str(&sgr(style));
            text.push_str(&span.content);
            text.push_str("\u{1b}[0m");
        }
    }
    text.push('\n');
}

/// The SGR sequence that turns `style` on from a clean state; empty for plain text.
pub fn sgr(style: Style) -> String {
    let mut codes = String::new();
    let flags = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ];
    for (flag, code) in flags {
        if style.add_modifier.contains(flag) {
            let _ = write!(codes, ";{code}");
        }
    }
    if let Some(code) = style.fg.and_then(colour_code) {
        let _ = write!(codes, ";{code}");
    }
    if codes.is_empty() { codes } else { format!("\u{1b}[{}m", &codes[1..]) }
}

/// The SGR code of a foreground colour of the theme: one of the sixteen.
fn colour_code(colour: Color) -> Option<u8> {
    let code = match colour {
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        _ => return None,
    };
    Some(code)
}
