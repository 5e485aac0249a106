//! Answers as Python prints them: single quotes, `True`, `None`, `datetime.datetime(…)`.
//!
//! Source: Python reference, "String and Bytes literals", and what boto3 returns for timestamps.

use std::iter::Peekable;
use std::str::CharIndices;

/// The same in JSON, as far as the text is such an answer; what is not known stands as it was.
pub(super) fn as_json(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        match letter {
            '\'' | '"' => json.push_str(&strings(text, letter, &mut rest)),
            '(' => json.push('['),
            ')' => json.push(']'),
            letter if letter.is_ascii_alphabetic() => word(text, at, &mut rest, &mut json),
            other => json.push(other),
        }
    }
    json
}

type Rest<'a> = Peekable<CharIndices<'a>>;

/// The string that `quote` opened and those that follow it with nothing but space between, which are one: so long ones
/// are printed. As JSON writes it.
fn strings(text: &str, quote: char, rest: &mut Rest<'_>) -> String {
    let mut plain = string(quote, rest);
    while let Some(at) = rest.peek().map(|(at, _)| *at) {
        let Some(next) = text[at..].trim_start().chars().next().filter(|next| matches!(next, '\'' | '"'))
        else {
            break;
        };
        while rest.next_if(|(_, letter)| letter.is_whitespace()).is_some() {}
        rest.next();
        plain.push_str(&string(next, rest));
    }
    serde_json::Value::from(plain).to_string()
}

/// What stands up to the quote that closes a string.
fn string(quote: char, rest: &mut Rest<'_>) -> String {
    let mut plain = String::new();
    while let Some((_, letter)) = rest.next() {
        match letter {
            letter if letter == quote => break,
            '\\' => plain.extend(escaped(rest)),
            other => plain.push(other),
        }
    }
    plain
}

/// What stands behind a backslash.
fn escaped(rest: &mut Rest<'_>) -> Option<char> {
    let hexadecimal = |digits: usize, rest: &mut Rest<'_>| {
        let code: String = rest.by_ref().take(digits).map(|(_, digit)| digit).collect();
        u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)
    };
    match rest.next()?.1 {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'x' => hexadecimal(2, rest),
        'u' => hexadecimal(4, rest),
        'U' => hexadecimal(8, rest),
        other => Some(other),
    }
}

/// A word outside of strings: a constant, or a call such as that of a time.
fn word(text: &str, start: usize, rest: &mut Rest<'_>, json: &mut String) {
    let mut end = start + 1;
    while let Some((at, letter)) =
        rest.next_if(|(_, next)| next.is_ascii_alphanumeric() || "._".contains(*next))
    {
        end = at + letter.len_utf8();
    }
    let name = &text[start..end];
    match name {
        "True" => json.push_str("true"),
        "False" => json.push_str("false"),
        "None" => json.push_str("null"),
        _ if text[end..].starts_with('(') => {
            let inside = arguments(text, end + 1, rest);
            json.push_str(&called(name, inside));
        }
        _ => json.push_str(name),
    }
}

/// What stands between the brackets of a call.
fn arguments<'a>(text: &'a str, start: usize, rest: &mut Rest<'_>) -> &'a str {
    let mut depth = 0_usize;
    for (at, letter) in rest.by_ref() {
        match letter {
            '(' => depth += 1,
            ')' if depth <= 1 => return text.get(start..at).unwrap_or_default(),
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.get(start..).unwrap_or_default()
}

/// `datetime.datetime(2026, 3, 10, 14, 20, tzinfo=tzlocal())` as a time without a zone; of any other call its text.
fn called(name: &str, inside: &str) -> String {
    let numbers: Vec<u32> = inside.split(',').map_while(|part| part.trim().parse().ok()).collect();
    let part = |place: usize| numbers.get(place).copied().unwrap_or_default();
    if !name.ends_with("datetime") || numbers.len() < 3 {
        return serde_json::Value::from(inside.trim_matches(['\'', '"'])).to_string();
    }
    let (date, clock) = ((part(0), part(1), part(2)), (part(3), part(4), part(5), part(6)));
    format!(
        "\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}\"",
        date.0, date.1, date.2, clock.0, clock.1, clock.2, clock.3
    )
}

#[cfg(test)]
mod tests {
    use super::as_json;

    #[test]
    fn what_boto3_returns_is_json_then() {
        let text = r#"{'on': True, 'off': None, "it's": 'a "b" \'c\' \u2019', 'at': datetime.datetime(2026, 3, 10, 14, 20, 1, 123000, tzinfo=tzlocal()), 'n': [1, Decimal('2.5')]}"#;
        let json = r#"{"on": true, "off": null, "it's": "a \"b\" 'c' ’", "at": "2026-03-10T14:20:01.123000", "n": [1, "2.5"]}"#;
        assert_eq!(as_json(text), json);
    }

    #[test]
    fn a_string_in_several_pieces_is_one() {
        assert_eq!(as_json("{'a': 'one '\n      'two', 'b': 'x'}"), r#"{"a": "one two", "b": "x"}"#);
    }

    #[test]
    fn what_is_cut_ends_where_it_is_cut() {
        assert_eq!(as_json("{'a': 'b"), r#"{"a": "b""#);
        assert_eq!(as_json("{'a': datetime.datetime(2026, 3"), r#"{"a": "2026, 3""#);
    }
}
