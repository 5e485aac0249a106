//! Several captures of one object: the newest stays, the older ones are put aside.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::model::time::Time;
use crate::model::{Document, Origin};

use super::object::Object;

/// An object and when it was captured.
#[derive(Debug, Clone)]
pub(super) struct Held<T> {
    /// The object.
    pub(super) object: T,
    /// The moment of its capture.
    pub(super) captured: Option<Time>,
}

/// All captures of the objects of one type.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    newest: Vec<Held<T>>,
    places: HashMap<String, usize>,
    older: Vec<Held<T>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { newest: Vec::new(), places: HashMap::new(), older: Vec::new() }
    }
}

impl<T: Object> Shelf<T> {
    /// Adds a capture. An exact copy of one that is there is dropped.
    pub(super) fn add(&mut self, mut held: Held<T>, documents: &[Document]) {
        held.object.set_captured(held.captured);
        let place = held.object.identity().map(|identity| {
            let next = self.newest.len();
            *self.places.entry(identity).or_insert(next)
        });
        let Some(current) = place.and_then(|place| self.newest.get_mut(place)) else {
            self.newest.push(held);
            return;
        };
        if is_copy(documents, &held, current) {
            return;
        }
        if is_newer(&held, current) {
            std::mem::swap(current, &mut held);
        }
        self.older.push(held);
    }

    /// The newest capture of each object in the order of the input, and the older captures, oldest first.
    pub(super) fn into_parts(mut self) -> (Vec<T>, Vec<T>) {
        self.older.sort_by_key(|held| held.captured);
        let object = |held: Held<T>| held.object;
        let mut newest: Vec<T> = self.newest.into_iter().map(object).collect();
        newest.shrink_to_fit();
        (newest, self.older.into_iter().map(object).collect())
    }
}

/// Whether `new` replaces `current`; when nothing tells them apart, the later input does.
fn is_newer<T: Object>(new: &Held<T>, current: &Held<T>) -> bool {
    let sure = new.object.surely_compared(&current.object);
    sure.unwrap_or_else(|| new.captured.cmp(&current.captured)) != Ordering::Less
}

/// Whether both say the same: to the byte, or, seen at one moment, as JSON.
fn is_copy<T: Object>(documents: &[Document], one: &Held<T>, other: &Held<T>) -> bool {
    let (Some(mine), Some(theirs)) =
        (text(documents, one.object.origin()), text(documents, other.object.origin()))
    else {
        return false;
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    mine == theirs
        || (one.captured == other.captured && json(mine).is_some_and(|mine| Some(mine) == json(theirs)))
}

fn text(documents: &[Document], origin: Origin) -> Option<&str> {
    let document = documents.get(usize::try_from(origin.document).ok()?)?;
    let span = usize::try_from(origin.start).ok()?..usize::try_from(origin.end).ok()?;
    document.text.get(span).filter(|text| !text.is_empty())
}
