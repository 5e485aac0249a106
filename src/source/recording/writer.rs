//! Writing a recording: for its owner alone, by one writer at a time, one record after the other.

use std::fs::{self, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::model::time::Time;
use crate::msg;
use crate::words::Message;

use super::frame::{Stretch, framed, is_recording, stretches};
use super::record::Record;

/// Bytes that tell whether a file is a recording.
const HEAD: u64 = 64;

/// A recording that is being written.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    file: fs::File,
    /// Where the whole records end.
    end: u64,
    records: usize,
    /// Whether the end of a record was missing, and was taken away.
    pub was_torn: bool,
}

/// Why a recording cannot be written.
#[derive(Debug)]
pub enum WriteError {
    /// The file is something else, and is left as it is.
    NoRecording(PathBuf),
    /// Another program writes to it.
    InUse(PathBuf),
    /// The system refused.
    Io(PathBuf, Error),
}

impl WriteError {
    /// Whether the file is there already.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Io(_, error) if error.kind() == ErrorKind::AlreadyExists)
    }

    /// The sentence for it.
    pub fn message(&self) -> Message {
        match self {
            Self::NoRecording(path) => msg!("recording-other-file", path = shown(path)),
            Self::InUse(path) => msg!("recording-in-use", path = shown(path)),
            Self::Io(path, error) => {
                msg!("recording-cannot-write", path = shown(path), error = error.to_string())
            }
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

impl Writer {
    /// Makes the recording `path`, or opens it to go on at its end. A new file is readable by its owner alone
    /// from its first byte on.
    ///
    /// # Errors
    /// When the file is something else, is written by somebody else, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, WriteError> {
        let failed = |error| WriteError::Io(path.to_owned(), error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(WriteError::InUse(path.to_owned())),
            // Some file systems have no locks; a recording is worth more than one.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let bytes = whole_recording(&mut file, path)?;
        let (mut end, mut was_torn) = (bytes.len() as u64, false);
        if let Some(Stretch::Torn { start }) = stretches(&bytes).pop() {
            (end, was_torn) = (start as u64, true);
            file.set_len(end).map_err(failed)?;
        }
        file.seek(SeekFrom::Start(end)).map_err(failed)?;
        Ok(Self { path: path.to_owned(), file, end, records: 0, was_torn })
    }

    /// Makes a recording that is not there yet.
    ///
    /// # Errors
    /// When there is one, or it cannot be written.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        if path.exists() {
            return Err(WriteError::Io(path.to_owned(), ErrorKind::AlreadyExists.into()));
        }
        Self::open(path)
    }

    /// Appends a record, to the disk.
    ///
    /// # Errors
    /// When it cannot be written; what was written of it is taken away again.
    pub fn append(&mut self, record: &Record) -> Result<(), WriteError> {
        let written = record.to_json().map_err(Error::other).and_then(|text| {
            let bytes = framed(record.at(), &text);
            self.file.write_all(&bytes)?;
            self.file.sync_data()?;
            Ok(bytes.len() as u64)
        });
        match written {
            Ok(length) => {
                self.end += length;
                self.records += 1;
                Ok(())
            }
            Err(error) => {
                // Should this fail as well, the end is a torn record, which a reader passes over.
                let _ = self.file.set_len(self.end);
                Err(WriteError::Io(self.path.clone(), error))
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Records that were appended.
    pub fn records(&self) -> usize {
        self.records
    }

    /// Bytes of the file.
    pub fn bytes(&self) -> u64 {
        self.end
    }
}

/// The bytes of `file` when it is a recording, or nothing when it is new.
fn whole_recording(file: &mut fs::File, path: &Path) -> Result<Vec<u8>, WriteError> {
    let failed = |error| WriteError::Io(path.to_owned(), error);
    let mut bytes = Vec::new();
    file.take(HEAD).read_to_end(&mut bytes).map_err(failed)?;
    if !bytes.is_empty() && !is_recording(&bytes) {
        return Err(WriteError::NoRecording(path.to_owned()));
    }
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The name of the recording of a moment: `prod-web-20261122T140211Z.ecsplain`.
pub fn default_name(cluster: Option<&str>, service: &str, at: Option<Time>) -> String {
    let stem = name_of_moment(cluster, service, at);
    format!("{}.ecsplain", if stem.is_empty() { "recording" } else { &stem })
}

/// What a moment is called in the name of a file: `prod-web-20261122T140211Z`; empty where nothing is known.
pub fn name_of_moment(cluster: Option<&str>, service: &str, at: Option<Time>) -> String {
    let plain = |text: &str| -> String {
        let keep = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        text.chars().map(|letter| if keep(letter) { letter } else { '_' }).take(64).collect()
    };
    let at = at.map(|at| at.0.strftime("%Y%m%dT%H%M%SZ").to_string());
    let parts = [cluster.map(plain), Some(plain(service)), at];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join("-").trim_start_matches(['.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        let at = Time::from_text("2026-11-22T14:02:11.5Z");
        assert_eq!(default_name(Some("prod"), "web", at), "prod-web-20261122T140211Z.ecsplain");
        assert_eq!(default_name(None, "../a b", None), "_a_b.ecsplain");
        assert_eq!(default_name(None, "", None), "recording.ecsplain");
    }
}
