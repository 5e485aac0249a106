//! Keys, and the text that writes them: `jj<enter>/web<esc><c-f>`.

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character, capitals as capitals.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Tabulator with shift.
    BackTab,
    /// Deletes to the left.
    Backspace,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
}

/// A key with or without control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: KeyCode,
    /// Whether control was held.
    pub ctrl: bool,
}

/// Why a key string cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown key {name} at character {position}")]
pub struct KeyError {
    /// What stands between `<` and `>`, with them; or an opening `<` that is never closed.
    pub name: String,
    /// Its first character, counted from 1.
    pub position: usize,
}

const NAMES: [(&str, KeyCode); 16] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("space", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
    ("gt", KeyCode::Char('>')),
];

impl Key {
    /// A key without control.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false }
    }

    /// A character.
    pub const fn char(letter: char) -> Self {
        Self::plain(KeyCode::Char(letter))
    }

    /// A character with control.
    pub const fn ctrl(letter: char) -> Self {
        Self { code: KeyCode::Char(letter), ctrl: true }
    }

    /// Reads a key string: characters as they are, others by name in `<…>`, control as `<c-f>`.
    ///
    /// # Errors
    /// When a name is not known or a `<` is never closed.
    pub fn parse(text: &str) -> Result<Vec<Self>, KeyError> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first != '<' {
                keys.push(Self::char(first));
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let name = &rest[..end];
            let position = text[..text.len() - rest.len()].chars().count() + 1;
            let key = Self::named(name).ok_or_else(|| KeyError { name: name.to_owned(), position })?;
            keys.push(key);
            rest = &rest[end..];
        }
        Ok(keys)
    }

    fn named(name: &str) -> Option<Self> {
        let name = name.strip_prefix('<')?.strip_suffix('>')?.to_ascii_lowercase();
        if let Some(letter) = name.strip_prefix("c-") {
            let mut letters = letter.chars();
            return letters.next().filter(|_| letters.next().is_none()).map(Self::ctrl);
        }
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| Self::plain(*code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_strings_hold_characters_names_and_control() {
        let keys = Key::parse("j<enter><C-f><lt>日").unwrap();
        let wanted =
            [Key::char('j'), Key::plain(KeyCode::Enter), Key::ctrl('f'), Key::char('<'), Key::char('日')];
        assert_eq!(keys, wanted);
        assert_eq!(Key::parse(""), Ok(Vec::new()));
    }

    #[test]
    fn an_unknown_name_is_told_with_its_place() {
        let error = Key::parse("日j<entr>").unwrap_err();
        assert_eq!((error.position, error.name.as_str()), (3, "<entr>"));
        assert_eq!(Key::parse("<c-").unwrap_err().position, 1);
        assert_eq!(Key::parse("jj<c-ab>").unwrap_err().name, "<c-ab>");
    }
}
