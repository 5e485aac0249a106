//! Where an object was read: which document, and which bytes of it.

use std::sync::Arc;

/// A document that was read: a file, one line of NDJSON, or standard input.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The path as the user gave it, with `:LINE` for a line of NDJSON, or `-` for standard input.
    pub name: String,
    /// Its text as JSON: the very bytes of the file, or what a YAML, UTF-16 or PascalCase file says in
    /// the AWS CLI's JSON.
    pub text: Arc<str>,
}

/// The bytes `start..end` of document number `document` of the snapshot. The default names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Origin {
    /// Index into [`crate::model::Snapshot::documents`].
    pub document: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` when the place is not known.
    pub end: u32,
}
