//! Reading the sentences that ECS writes: what differs between its wire forms folded away, the names
//! in parentheses taken out.

/// Folds what differs between the wire forms of one sentence: U+2019 becomes `'`, line breaks and runs of
/// spaces become one space, letters become lower case. For comparing only; evidence stays verbatim.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
            continue;
        }
        for letter in word.chars() {
            match letter {
                '\u{2018}' | '\u{2019}' => folded.push('\''),
                '\u{201c}' | '\u{201d}' => folded.push('"'),
                other => folded.extend(other.to_lowercase()),
            }
        }
    }
    folded
}

/// What a folded event says after its subject: `(service x) `, `(service x, taskset y) `, `service x `,
/// `service x: ` and the further `(deployment …) ` or `(task …) ` are left out.
pub fn predicate(folded: &str) -> &str {
    let mut rest = folded.trim_start();
    if let Some(after) = rest.strip_prefix("service ") {
        rest = after.split_once(' ').map_or("", |(_name, tail)| tail);
    }
    while let Some(after) = rest.strip_prefix('(') {
        match after.split_once(')') {
            Some((_name, tail)) => rest = tail.trim_start_matches([':', ' ']),
            None => return rest,
        }
    }
    rest
}

/// Every `X` of `(word X)`, as in `(task 0c9d…) (task 77fe…)`.
pub fn named<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let opening = format!("({word} ");
    text.split(opening.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(name, _)| name)
        .collect()
}

/// The first `ecs-svc/N` of a text.
pub fn deployment(text: &str) -> Option<&str> {
    let start = text.find("ecs-svc/")?;
    let rest = &text[start..];
    let name = &rest["ecs-svc/".len()..];
    let length = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    (length > 0).then(|| &rest[..length + "ecs-svc/".len()])
}

/// What stands after the first `Reason: ` of a placement event: the failure that the event wraps.
pub fn wrapped_reason(text: &str) -> Option<&str> {
    text.split_once("Reason: ").or_else(|| text.split_once("reason: ")).map(|(_, rest)| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_of_an_event_leaves_the_same_predicate() {
        for event in [
            "(service web) has reached a steady state.",
            "(service web, taskSet ecs-svc/12) has reached a steady state.",
            "service web has reached a steady state.",
            "Service web: has reached a steady state.",
            "service (web) has reached a steady state.",
            "(service web) (deployment ecs-svc/1)\n has reached a steady state.",
        ] {
            assert_eq!(predicate(&fold(event)), "has reached a steady state.", "{event}");
        }
    }

    #[test]
    fn names_in_parentheses_are_all_found_and_an_open_one_is_not() {
        assert_eq!(named("has started 2 tasks: (task a) (task b).", "task"), ["a", "b"]);
        assert_eq!(named("has started (task a", "task"), [""; 0]);
        assert_eq!(deployment("(deployment ecs-svc/12) failed"), Some("ecs-svc/12"));
        assert_eq!(deployment("ecs-svc/"), None);
    }

    #[test]
    fn a_typographic_apostrophe_is_an_apostrophe() {
        assert_eq!(fold("You\u{2019}ve  reached\nthe LIMIT"), "you've reached the limit");
    }
}
