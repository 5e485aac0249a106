//! Where the outer objects and arrays of a document end, noted while the document itself is delimited.

use std::cell::Cell;

/// Document, list, object: deeper values are not asked for one by one.
const DEEPEST: usize = 3;
/// Entries kept, 8 bytes each. What lies beyond is found by scanning again.
const MOST: usize = 2_000_000;
/// The end of a value that is still open.
const OPEN: u32 = u32::MAX;

/// Ends of values by their starts. Empty, it is right as well: every end is then found by scanning.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// What the starts of a text that was cut out of another one are less by.
    base: usize,
    /// Start and end, in the order of the starts.
    list: Vec<(u32, u32)>,
    /// The entries that are open now, by depth.
    open: [Option<usize>; DEEPEST],
    keeps: bool,
    /// The entry asked for last: the next one asked for is most often the next one.
    last: Cell<usize>,
}

impl Ends {
    /// Keeps what it learns.
    pub(super) fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// Learns nothing.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// A value begins `depth` values deep.
    pub(super) fn open(&mut self, depth: usize, at: usize) {
        if !self.keeps || depth >= DEEPEST {
            return;
        }
        self.open[depth] = match u32::try_from(at) {
            Ok(start) if self.list.len() < MOST => {
                self.list.push((start, OPEN));
                Some(self.list.len() - 1)
            }
            _ => None,
        };
    }

    /// The value that began last at this depth ends.
    pub(super) fn close(&mut self, depth: usize, at: usize) {
        if !self.keeps || depth >= DEEPEST {
            return;
        }
        let entry = self.open[depth].take().and_then(|entry| self.list.get_mut(entry));
        if let (Some(entry), Ok(end)) = (entry, u32::try_from(at)) {
            entry.1 = end;
        }
    }

    /// The same for a text that begins at `base` of the scanned one.
    pub(super) fn from(mut self, base: usize) -> Self {
        self.base = base;
        self
    }

    /// The end of the value at `start`, if it is known.
    pub(super) fn of(&self, start: usize) -> Option<usize> {
        let wanted = u32::try_from(start + self.base).ok()?;
        let next = self.last.get() + 1;
        let place = match self.list.get(next) {
            Some((start, _)) if *start == wanted => next,
            _ => self.list.binary_search_by_key(&wanted, |(start, _)| *start).ok()?,
        };
        self.last.set(place);
        let (_, end) = self.list[place];
        (end != OPEN).then(|| usize::try_from(end).ok()).flatten()?.checked_sub(self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_known_down_to_the_third_depth_and_only_of_closed_values() {
        let mut ends = Ends::keeping();
        for (depth, at) in [(0, 10), (1, 11), (2, 12), (3, 13)] {
            ends.open(depth, at);
        }
        ends.close(3, 14);
        ends.close(2, 15);
        ends.open(2, 16);
        ends.close(2, 17);
        ends.close(1, 18);
        let known: Vec<_> = (10..17).map(|at| ends.of(at)).collect();
        assert_eq!(known, [None, Some(18), Some(15), None, None, None, Some(17)]);
        assert_eq!(ends.from(10).of(1), Some(8));
        assert_eq!(Ends::none().of(0), None);
    }
}
