//! One page of a list, and the token of the next.

use super::input::Input;
use crate::emulator::world::Refused;

/// Pages as a call asks for them.
#[derive(Debug, Clone, Copy)]
pub struct Pages {
    /// Items a page at most.
    most: usize,
    /// Items before this page.
    from: usize,
}

impl Pages {
    /// What `input` asks for: up to 100 items a page, `default` when it does not say.
    /// Source: API reference of each list operation of ECS.
    ///
    /// # Errors
    /// As ECS refuses a size out of range and a token that it did not make.
    pub fn read(input: Input<'_>, default: usize) -> Result<Self, Refused> {
        let most = match input.integer("maxResults") {
            None => default,
            Some(size) => usize::try_from(size)
                .ok()
                .filter(|size| (1..=100).contains(size))
                .ok_or_else(|| Refused::parameter("maxResults must be between 1 and 100."))?,
        };
        let from = match input.text("nextToken") {
            None => 0,
            Some(token) => position(token).ok_or_else(|| Refused::parameter("Invalid token."))?,
        };
        Ok(Self { most, from })
    }

    /// The items of this page, and the token of the next when there is one.
    pub fn of<T>(self, all: impl IntoIterator<Item = T>) -> (Vec<T>, Option<String>) {
        let mut rest = all.into_iter().skip(self.from);
        let page = rest.by_ref().take(self.most).collect();
        let token = rest.next().map(|_| token(self.from + self.most));
        (page, token)
    }
}

/// Opaque to clients, as AWS's are.
fn token(position: usize) -> String {
    format!("ecsplain-{position:08x}")
}

fn position(token: &str) -> Option<usize> {
    usize::from_str_radix(token.strip_prefix("ecsplain-")?, 16).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pages_hold_every_item_once() {
        let (mut seen, mut input) = (Vec::new(), json!({"maxResults": 4}));
        loop {
            let (page, token) = Pages::read(Input(&input), 10).unwrap().of(0..9);
            seen.extend(page);
            let Some(token) = token else { break };
            input["nextToken"] = token.into();
        }
        assert_eq!(seen, (0..9).collect::<Vec<_>>());
    }

    #[test]
    fn a_page_that_cannot_be_is_refused() {
        for wrong in [json!({"maxResults": 0}), json!({"maxResults": 101}), json!({"nextToken": "x"})] {
            assert_eq!(Pages::read(Input(&wrong), 10).unwrap_err().code, "InvalidParameterException");
        }
    }
}
