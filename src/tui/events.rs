//! The terminal's events in the words of `app`.

use crossterm::event::{Event, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::{Key, KeyCode, Msg, Size};

/// What `event` says, if it says anything here.
pub fn message(event: &Event) -> Option<Msg> {
    match event {
        Event::Key(event) => key(*event).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Pasted(text.clone())),
        Event::Resize(width, height) => Some(Msg::Resized(Size { width: *width, height: *height })),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release || event.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    let code = match event.code {
        Code::Char(letter) => KeyCode::Char(letter),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        _ => return None,
    };
    Some(Key { code, ctrl: event.modifiers.contains(KeyModifiers::CONTROL) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_counts_when_it_goes_down_and_not_when_it_comes_up() {
        let mut event = KeyEvent::new(Code::Char('c'), KeyModifiers::CONTROL);
        assert!(matches!(message(&Event::Key(event)), Some(Msg::Key(key)) if key == Key::ctrl('c')));
        event.kind = KeyEventKind::Release;
        assert!(message(&Event::Key(event)).is_none());
        assert!(message(&Event::FocusGained).is_none());
    }

    #[test]
    fn a_paste_is_one_text_and_no_keys() {
        let pasted = message(&Event::Paste("quit".to_owned()));
        assert!(matches!(pasted, Some(Msg::Pasted(text)) if text == "quit"));
    }
}
