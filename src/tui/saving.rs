//! Saving the moment on screen: a recording of one capture, without its secrets, in the current directory.

use std::path::Path;

use crate::app::{Msg, Page, State};
use crate::source::recording::{Record, Secrecy, WriteError, Writer, default_name};

/// What the list of services is called.
const LIST: &str = "services";
/// Recordings of one moment.
const MOST: usize = 100;

/// Writes what `state` shows into a new file in `folder`.
pub fn save(state: &State, folder: &Path) -> Msg {
    match written(state, folder) {
        Ok(writer) => {
            let path = writer.path();
            let path = path.strip_prefix(".").unwrap_or(path);
            Msg::Saved(path.display().to_string())
        }
        Err(error) => Msg::SaveFailed(error.message()),
    }
}

fn written(state: &State, folder: &Path) -> Result<Writer, WriteError> {
    let record = Record::of(&state.snapshot, &state.problems, &state.words, Secrecy::Redacted);
    let open = state.diagnosis().filter(|_| state.page == Page::Triage);
    let cluster = open.and_then(|one| one.cluster.as_deref());
    let name = default_name(cluster, open.map_or(LIST, |one| &one.name), state.captured().at);
    let mut writer = new_file(folder, &name)?;
    writer.append(&record)?;
    Ok(writer)
}

/// A file that is not there yet: `NAME.ecsplain`, else `NAME-2.ecsplain` and so on.
fn new_file(folder: &Path, name: &str) -> Result<Writer, WriteError> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut last = Writer::create(&folder.join(name));
    for number in 2..=MOST {
        match &last {
            Err(error) if error.is_taken() => {
                last = Writer::create(&folder.join(format!("{stem}-{number}.{extension}")));
            }
            _ => break,
        }
    }
    last
}
