//! Which texts were read before, so that an exact copy of a document counts once.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// The texts read so far. A text is hashed only when another one of its length comes, so that reading one
/// large file costs nothing.
#[derive(Debug, Default)]
pub(super) struct Seen {
    state: RandomState,
    /// The number of the first text of each length, until a second one comes.
    first: HashMap<usize, Option<u32>>,
    hashes: HashSet<(usize, u64)>,
}

impl Seen {
    /// Notes `text`, which becomes number `next`; tells whether it is new. `earlier` gives a text by number.
    pub(super) fn is_new<'a>(
        &mut self,
        text: &str,
        next: u32,
        earlier: impl Fn(u32) -> Option<&'a str>,
    ) -> bool {
        let Some(first) = self.first.get_mut(&text.len()) else {
            self.first.insert(text.len(), Some(next));
            return true;
        };
        if let Some(first) = first.take().and_then(earlier) {
            self.hashes.insert((first.len(), self.state.hash_one(first)));
        }
        self.hashes.insert((text.len(), self.state.hash_one(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_exact_copy_was_seen_before() {
        let texts = ["ab", "cd", "ab", "abc", "cd"];
        let mut seen = Seen::default();
        let new: Vec<bool> = (0_u32..)
            .zip(texts)
            .map(|(next, text)| seen.is_new(text, next, |number| texts.get(number as usize).copied()))
            .collect();
        assert_eq!(new, [true, true, false, true, false]);
    }
}
