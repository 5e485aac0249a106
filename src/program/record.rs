//! `ecsplain record`: captures, one after the other, into a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::anyhow;

use super::capture::{MOST_ON_SCREEN, service_or_most_stuck, target};
use super::progress::{Progress, pause_in_words, time_of_day};
use super::{UNSEEN, say_problems, wish};
use crate::cli::Cli;
use crate::diagnosis::{self, Knowledge};
use crate::live::series::{Look, News, Series};
use crate::live::{Capture, Wanted, nothing_there};
use crate::msg;
use crate::report;
use crate::report::output::print;
use crate::source::aws::Stats;
use crate::source::pace::Pace;
use crate::source::recording::{Record, Secrecy, WriteError, Writer, default_name};
use crate::source::saved;
use crate::tui::signals;
use crate::view::text::clean_line;
use crate::words::shell::quoted;
use crate::words::{Message, Words};

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) output: &'a Path,
    pub(super) every: Duration,
    pub(super) lasting: Option<Duration>,
    pub(super) secrecy: Secrecy,
}

/// Records until the time is up or somebody ends it; the exit code.
pub(super) fn record(cli: &Cli, settings: &Settings<'_>, knowledge: Knowledge) -> anyhow::Result<u8> {
    let words = Words::english();
    if !cli.source.from.is_empty() {
        return pack(cli, settings, &words, knowledge);
    }
    let wish = wish(cli, settings.name);
    let wanted = service_or_most_stuck(&wish, MOST_ON_SCREEN).into();
    let series = Series::start(target(cli), cli.source.metrics, knowledge);
    signals::on_end(series.interrupter())?;
    let mut recorder = Recorder::new(settings, &words);
    let ended = run(&series, &wanted, &mut recorder);
    recorder.progress.clear();
    if recorder.file.is_none() && matches!(ended, Ok(0)) {
        recorder.say(&msg!("record-nothing"));
    }
    recorder.summary()?;
    if cli.source.stats {
        eprint!("{}", report::stats::text(&words, &recorder.cost));
    }
    ended
}

/// Captures until it ends. Without anything seen the first time there is nothing to record.
fn run(series: &Series, wanted: &Wanted, recorder: &mut Recorder<'_>) -> anyhow::Result<u8> {
    let settings = recorder.settings;
    let mut pace = Pace::new(settings.every, settings.lasting);
    recorder.progress.state(&recorder.words.say(&msg!("progress-asking")), false);
    loop {
        pace.begin();
        series.ask(wanted);
        let News::Captured(look) = series.wait(None) else { return Ok(0) };
        recorder.cost.add(&look.cost);
        let look = seen(wanted, *look);
        pace.end(look.failure.is_none());
        if let (None, Some(why)) = (&recorder.file, &look.failure) {
            recorder.say(why);
            return Ok(UNSEEN);
        }
        recorder.append(&look)?;
        let Some(pause) = pace.pause() else { return Ok(0) };
        if let Some(why) = &look.failure {
            recorder.blind(why, pause);
        }
        if let News::Interrupted = series.wait(Some(pause)) {
            return Ok(0);
        }
    }
}

/// That nothing of what was asked for is there is a failure as well.
fn seen(wanted: &Wanted, look: Look) -> Look {
    let none = look.capture.loaded.snapshot.services.is_empty();
    let failure = look.failure.or_else(|| none.then(|| nothing_there(wanted.scope())));
    Look { failure, ..look }
}

/// What was saved, as one record.
fn pack(cli: &Cli, settings: &Settings<'_>, words: &Words, knowledge: Knowledge) -> anyhow::Result<u8> {
    let loaded = saved::load_at(&cli.source.from, cli.source.at);
    say_problems(&loaded, words);
    if loaded.snapshot.is_empty() {
        return Err(anyhow!(words.say(&msg!("report-nothing-read"))));
    }
    let diagnoses = diagnosis::diagnose_all(&loaded.snapshot, &knowledge);
    let mut recorder = Recorder::new(settings, words);
    let capture = Capture { loaded, diagnoses, whole: true, ..Capture::default() };
    let look = Look { capture, ..Look::default() };
    recorder.append(&look)?;
    recorder.summary()?;
    Ok(0)
}

/// A recording in the making.
struct Recorder<'a> {
    settings: &'a Settings<'a>,
    words: &'a Words,
    progress: Progress,
    file: Option<Writer>,
    cost: Stats,
}

impl<'a> Recorder<'a> {
    fn new(settings: &'a Settings<'a>, words: &'a Words) -> Self {
        Self { settings, words, progress: Progress::new(), file: None, cost: Stats::default() }
    }

    fn append(&mut self, look: &Look) -> anyhow::Result<()> {
        let (words, secrecy) = (self.words, self.settings.secrecy);
        let failed = |error: WriteError| anyhow!(words.say(&error.message()));
        if self.file.is_none() {
            let file = Writer::open(&path(self.settings.output, &look.capture)).map_err(failed)?;
            self.begun(&file);
            self.file = Some(file);
        }
        let loaded = &look.capture.loaded;
        let record = Record::of(&loaded.snapshot, &loaded.problems, words, secrecy);
        let record = match &look.failure {
            Some(why) => record.with_failure(&words.say(why), secrecy),
            None => record,
        };
        let Some(file) = &mut self.file else { return Ok(()) };
        file.append(&record).map_err(failed)?;
        let under_way = msg!(
            "record-under-way",
            path = file.path().display().to_string(),
            records = file.records(),
            size = size(file.bytes()),
            at = record.at().map(time_of_day).unwrap_or_default()
        );
        self.progress.state(&words.say(&under_way), false);
        Ok(())
    }

    fn begun(&mut self, file: &Writer) {
        let path = file.path().display().to_string();
        if file.was_torn {
            self.progress.line(&self.words.say(&msg!("record-torn", path = path.as_str())));
        }
        let every = pause_in_words(self.words, self.settings.every);
        self.progress.state(&self.words.say(&msg!("record-begun", path = path, every = every)), true);
    }

    fn blind(&mut self, why: &Message, pause: Duration) {
        let pause = pause_in_words(self.words, pause);
        let said = self.words.say(&msg!("record-blind", pause = pause, why = why.clone()));
        self.progress.line(&said);
    }

    fn say(&mut self, what: &Message) {
        let line = format!("ecsplain: {}", self.words.say(what));
        self.progress.line(&line);
    }

    /// What was recorded, and the command that opens it.
    fn summary(&self) -> anyhow::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let path = file.path().display().to_string();
        let summary =
            msg!("record-summary", records = file.records(), path = path.as_str(), size = size(file.bytes()));
        let command = format!("ecsplain --from {}", quoted(&path));
        Ok(print(&format!("{}\n  {command}\n", clean_line(&self.words.say(&summary))))?)
    }
}

/// The file that was named, or one in the directory that was.
fn path(output: &Path, capture: &Capture) -> PathBuf {
    if !output.is_dir() {
        return output.to_owned();
    }
    let first = capture.diagnoses.first();
    let cluster = first.and_then(|one| one.cluster.as_deref());
    let service = first.map(|one| one.name.as_str()).unwrap_or_default();
    output.join(default_name(cluster, service, capture.loaded.snapshot.captured.at))
}

fn size(bytes: u64) -> Message {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    match bytes {
        0..10_000 => msg!("size-bytes", bytes = bytes),
        10_000..10_000_000 => msg!("size-kilobytes", kilobytes = bytes / 1000),
        _ => msg!("size-megabytes", megabytes = bytes / 1_000_000),
    }
}
