//! The words for users: one catalogue a language, in Fluent, compiled in.
//!
//! Code names a sentence by its key and hands over the facts in it as a [`Message`]; the sentence itself
//! stands in `assets/words/LANGUAGE.ftl`, whole, so that a translator sees whole sentences. A test
//! holds that every key used in the code is in the catalogue, and the other way round.

pub mod shell;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../assets/words/en.ftl");

/// A sentence to be said: its key in the catalogue, and the facts that go into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Key in the catalogue.
    pub key: &'static str,
    /// The facts, by the name that the catalogue calls them.
    pub args: Vec<(&'static str, Value)>,
}

/// A fact inside a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text from ECS or a name: never translated.
    Text(String),
    /// A count, which the catalogue may use to choose singular or plural.
    Number(i64),
    /// A whole message said inside another one: a list item, a state's name.
    Message(Box<Message>),
}

/// Makes a [`Message`]: `msg!("key")`, `msg!("key", name = value, …)`.
#[macro_export]
macro_rules! msg {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::Message {
            key: $key,
            args: vec![$((stringify!($name), $crate::words::Value::from($value))),*],
        }
    };
}

/// A language's catalogue.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Words({:?})", self.bundle.locales)
    }
}

impl Words {
    /// The English catalogue.
    pub fn english() -> Self {
        // A damaged line costs that line alone; the test below holds that there is none.
        let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(partial, _)| partial);
        let mut bundle = FluentBundle::new_concurrent(vec![
            "en".parse().unwrap_or_else(|_| LanguageIdentifier::default()),
        ]);
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// Says `message`. A key that the catalogue lacks is said as the key, so that nothing is hidden.
    pub fn say(&self, message: &Message) -> String {
        let pattern = self.bundle.get_message(message.key).and_then(|entry| entry.value());
        let Some(pattern) = pattern else { return message.key.to_owned() };
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, value) in &message.args {
            args.set(*name, self.fluent_value(value));
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    fn fluent_value(&self, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Text(text) => FluentValue::from(text.clone()),
            Value::Number(number) => FluentValue::from(*number),
            Value::Message(message) => FluentValue::from(self.say(message)),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_parses_to_its_last_line() {
        let parsed = FluentResource::try_new(ENGLISH.to_owned());
        assert!(parsed.is_ok(), "{:?}", parsed.err().map(|(_, errors)| errors));
    }

    #[test]
    fn a_sentence_takes_its_facts_and_a_missing_key_is_shown() {
        let words = Words::english();
        assert_eq!(words.say(&msg!("duration-seconds", seconds = 3_i64)), "3s");
        let missing = Message { key: "no-such-key", args: Vec::new() };
        assert_eq!(words.say(&missing), "no-such-key");
    }
}
