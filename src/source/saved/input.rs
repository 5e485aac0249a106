//! From paths to bytes: files, directories and standard input.

use std::fs::File;
use std::io::{Error, Read};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::msg;
use crate::source::recording;

use super::encoding;
use super::loading::{self, Loading};

/// How an input came to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// The user named it.
    Named,
    /// It lies in a directory that the user named.
    InDirectory,
}

/// The bytes of one file.
#[derive(Debug)]
pub(super) struct Input {
    /// The path as the user gave it.
    pub(super) name: String,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
    /// Who chose it.
    pub(super) found: Found,
}

/// Reads every file behind `path`.
pub(super) fn each(path: &Path, loading: &mut Loading) {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        take("-".to_owned(), read.map(|_| bytes), Found::Named, loading);
    } else if path.is_dir() {
        directory(path, loading);
    } else {
        take(path.display().to_string(), std::fs::read(path), Found::Named, loading);
    }
}

fn directory(path: &Path, loading: &mut Loading) {
    let name = path.display().to_string();
    let (mut documents, mut left_out) = (0_usize, Vec::new());
    let mut walk = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if is_hidden(&entry) => {
                left_out.push(short(path, &entry));
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            }
            Ok(entry) if entry.file_type().is_file() => {
                if found(&entry, loading) {
                    documents += 1;
                } else {
                    left_out.push(short(path, &entry));
                }
            }
            Ok(_) => {}
            Err(error) => {
                let at = error.path().unwrap_or(path).display().to_string();
                take(at, Err(error.into()), Found::InDirectory, loading);
            }
        }
    }
    loading::left_out(&mut loading.problems, &name, &left_out);
    if documents == 0 {
        loading.problems.broken(|| name.clone(), msg!("reading-empty-directory"));
    }
    loading.problems.end_input(&name);
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

fn short(directory: &Path, entry: &DirEntry) -> String {
    entry.path().strip_prefix(directory).unwrap_or(entry.path()).display().to_string()
}

/// Reads a file found in a directory; tells whether it is a document. Of one that is no text only the
/// beginning is read.
fn found(entry: &DirEntry, loading: &mut Loading) -> bool {
    let name = entry.path().display().to_string();
    match text_of(entry.path()) {
        Ok(None) => false,
        Ok(Some(bytes)) => loading.read(Input { name, bytes, found: Found::InDirectory }),
        Err(error) => {
            take(name, Err(error), Found::InDirectory, loading);
            true
        }
    }
}

fn text_of(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    (&mut file).take(encoding::HEAD as u64).read_to_end(&mut bytes)?;
    if encoding::no_text(&bytes).is_some() && !recording::is_recording(&bytes) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn take(name: String, read: Result<Vec<u8>, Error>, found: Found, loading: &mut Loading) {
    match read {
        Ok(bytes) => drop(loading.read(Input { name, bytes, found })),
        Err(error) => {
            let what = msg!("reading-unreadable", error = error.to_string());
            loading.problems.broken(|| name, what);
        }
    }
}
