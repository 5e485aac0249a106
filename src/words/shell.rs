//! Words of commands that a person pastes into a shell.

/// A word quoted for a POSIX shell; plain words stay as they are.
pub fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_./:=@,+-%".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn plain_words_stay_and_others_are_quoted() {
        assert_eq!(quoted("arn:aws:ecs:r:1:cluster/prod"), "arn:aws:ecs:r:1:cluster/prod");
        assert_eq!(quoted("it's; rm -rf $HOME"), r"'it'\''s; rm -rf $HOME'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a\nb"), "'a\nb'");
    }
}
