//! From paths to bytes: files, directories and standard input.

use std::io::{Error, Read};
use std::path::Path;

use walkdir::WalkDir;

use crate::msg;

use super::loading::Loading;

/// The bytes of one file.
#[derive(Debug)]
pub(super) struct Input {
    /// The path as the user gave it.
    pub(super) name: String,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
}

/// Reads every file behind `path`.
pub(super) fn each(path: &Path, loading: &mut Loading) {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        take("-".to_owned(), read.map(|_| bytes), loading);
    } else if path.is_dir() {
        directory(path, loading);
    } else {
        take(path.display().to_string(), std::fs::read(path), loading);
    }
}

fn directory(path: &Path, loading: &mut Loading) {
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                take(entry.path().display().to_string(), std::fs::read(entry.path()), loading);
            }
            Ok(_) => {}
            Err(error) => take(path.display().to_string(), Err(error.into()), loading),
        }
    }
}

fn take(name: String, read: Result<Vec<u8>, Error>, loading: &mut Loading) {
    match read {
        Ok(bytes) => loading.read(Input { name, bytes }),
        Err(error) => {
            let what = msg!("reading-unreadable", error = error.to_string());
            loading.problems.broken(|| name, what);
        }
    }
}
