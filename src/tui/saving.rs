//! Files made from the moment on screen, in the current directory, for their owner alone and never over
//! another file: a recording of one capture without its secrets, and the page to hand over.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::app::{Msg, Page, State};
use crate::source::recording::{Record, Secrecy, WriteError, Writer, default_name, name_of_moment};

/// What the list of services is called.
const LIST: &str = "services";
/// Files of one moment.
const MOST: usize = 100;

/// Writes what `state` shows into a new file in `folder`.
pub fn save(state: &State, folder: &Path) -> Msg {
    match written(state, folder) {
        Ok(writer) => Msg::Saved(shown(writer.path())),
        Err(error) => Msg::SaveFailed(error.message()),
    }
}

/// Writes the page to hand over into a new file in `folder`.
pub fn hand_over(state: &State, page: &str, folder: &Path) -> Msg {
    let open = state.diagnosis();
    let cluster = open.and_then(|one| one.cluster.as_deref());
    let stem = name_of_moment(cluster, open.map_or("", |one| &one.name), state.captured().at);
    let name = if stem.is_empty() { "handoff.md".to_owned() } else { format!("{stem}-handoff.md") };
    match new_file(folder, &name, |path| filled(path, page)) {
        Ok(path) => Msg::HandedOver(shown(&path)),
        Err(error) => Msg::SaveFailed(error.message()),
    }
}

/// A path as a person types it here.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

fn written(state: &State, folder: &Path) -> Result<Writer, WriteError> {
    let record = Record::of(&state.snapshot, &state.problems, &state.words, Secrecy::Redacted);
    let open = state.diagnosis().filter(|_| state.page == Page::Triage);
    let cluster = open.and_then(|one| one.cluster.as_deref());
    let name = default_name(cluster, open.map_or(LIST, |one| &one.name), state.captured().at);
    let mut writer = new_file(folder, &name, Writer::create)?;
    writer.append(&record)?;
    Ok(writer)
}

/// Makes a file with this text, to the disk; what cannot be written whole is taken away again.
fn filled(path: &Path, text: &str) -> Result<PathBuf, WriteError> {
    let failed = |error| WriteError::Io(path.to_owned(), error);
    let mut file = created(path).map_err(failed)?;
    let done = file.write_all(text.as_bytes()).and_then(|()| file.sync_data());
    done.map_err(|error| {
        let _ = fs::remove_file(path);
        failed(error)
    })?;
    Ok(path.to_owned())
}

/// A new file, readable by its owner alone from its first byte on.
fn created(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A file that is not there yet: `NAME.ecsplain`, else `NAME-2.ecsplain` and so on.
fn new_file<T>(
    folder: &Path,
    name: &str,
    create: impl Fn(&Path) -> Result<T, WriteError>,
) -> Result<T, WriteError> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut last = create(&folder.join(name));
    for number in 2..=MOST {
        match &last {
            Err(error) if error.is_taken() => {
                last = create(&folder.join(format!("{stem}-{number}.{extension}")));
            }
            _ => break,
        }
    }
    last
}
