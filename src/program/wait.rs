//! `ecsplain triage --wait`: one deployment, followed until it is over.

use std::time::Duration;

use anyhow::bail;

use super::capture::{service_or_most_stuck, target};
use super::progress::{Progress, pause_in_words, time_of_day};
use super::{UNSEEN, printing, say_problems, wish};
use crate::cli::{Cli, TriageFormat};
use crate::diagnosis::{Diagnosis, Knowledge, State};
use crate::live::followed::{Followed, Outcome};
use crate::live::series::{Look, News, Series};
use crate::live::{Capture, Wanted};
use crate::model::Facts;
use crate::msg;
use crate::report::choice::{Wish, choose, full_name};
use crate::report::json::WaitedFor;
use crate::report::{self, Input};
use crate::source::aws::Stats;
use crate::source::pace::Pace;
use crate::tui::signals;
use crate::view::panel::verdict;
use crate::words::{Message, Words};

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) format: TriageFormat,
    pub(super) timeout: Duration,
    pub(super) every: Duration,
}

/// Why waiting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Over(Outcome),
    TimedOut,
    Interrupted,
}

/// Waits, then triages; the exit code.
pub(super) fn triage(cli: &Cli, settings: &Settings<'_>, knowledge: Knowledge) -> anyhow::Result<u8> {
    let words = Words::english();
    if !cli.source.from.is_empty() {
        bail!(words.say(&msg!("wait-not-saved")));
    }
    let series = Series::start(target(cli), cli.source.metrics, knowledge);
    signals::on_end(series.interrupter())?;
    let pace = Pace::new(settings.every, Some(settings.timeout));
    let (progress, cost) = (Progress::new(), Stats::default());
    let mut waiting =
        Waiting { cli, settings, words: &words, series, pace, progress, cost, last: None, blind: false };
    let code = waiting.serve();
    if cli.source.stats {
        eprint!("{}", report::stats::text(&words, &waiting.cost));
    }
    code
}

struct Waiting<'a> {
    cli: &'a Cli,
    settings: &'a Settings<'a>,
    words: &'a Words,
    series: Series,
    pace: Pace,
    progress: Progress,
    cost: Stats,
    /// The last capture in which the service was seen.
    last: Option<Capture>,
    /// Whether nothing could be seen when it was looked for the last time.
    blind: bool,
}

impl Waiting<'_> {
    fn serve(&mut self) -> anyhow::Result<u8> {
        let wish = wish(self.cli, self.settings.name);
        let wanted = Wanted::from(service_or_most_stuck(&wish, 1));
        self.progress.state(&self.words.say(&msg!("progress-asking")), false);
        let Ok(look) = self.look(&wanted) else {
            self.say(&msg!("wait-unseen"));
            return Ok(UNSEEN);
        };
        if let Some(why) = &look.failure {
            self.say(why);
            return Ok(UNSEEN);
        }
        let (chosen, _) = choose(&look.capture.diagnoses, &wish).map_err(|none| self.error(&none))?;
        let (cluster, name) = (chosen.cluster.clone(), chosen.name.clone());
        let facts = Facts::gather(&look.capture.loaded.snapshot, &chosen.subject);
        let Some(mut followed) = Followed::newest(&facts, chosen) else {
            return Err(self.error(&msg!("wait-no-deployment", name = full_name(chosen))));
        };
        self.begun(&followed, chosen);
        let wish = Wish { cluster: cluster.as_deref(), service: Some(&name) };
        let end = self.follow(&mut followed, look, &wish);
        self.finish(&followed, end, &wish)
    }

    /// Looks again and again until it is over.
    fn follow(&mut self, followed: &mut Followed, first: Box<Look>, wish: &Wish<'_>) -> End {
        let wanted = Wanted::from(service_or_most_stuck(wish, 1));
        let mut look = first;
        loop {
            if let Some(outcome) = self.judge(followed, *look, wish) {
                return End::Over(outcome);
            }
            let Some(pause) = self.pace.pause() else { return self.rest() };
            if let News::Interrupted = self.series.wait(Some(pause)) {
                return End::Interrupted;
            }
            look = match self.look(&wanted) {
                Ok(look) => look,
                Err(end) => return end,
            };
        }
    }

    /// No further look fits into the time: it is waited for all the same, so that `--timeout` is what it says.
    fn rest(&mut self) -> End {
        match self.series.wait(self.pace.left()) {
            News::Interrupted => End::Interrupted,
            _ => End::TimedOut,
        }
    }

    /// One look; an end when that comes first.
    fn look(&mut self, wanted: &Wanted) -> Result<Box<Look>, End> {
        self.pace.begin();
        self.series.ask(wanted);
        match self.series.wait(self.pace.left()) {
            News::Captured(look) => {
                self.cost.add(&look.cost);
                Ok(look)
            }
            News::Interrupted => Err(End::Interrupted),
            News::Nothing => Err(End::TimedOut),
        }
    }

    /// Says what a look shows, and keeps it; how the deployment ended, if it did.
    fn judge(&mut self, followed: &mut Followed, look: Look, wish: &Wish<'_>) -> Option<Outcome> {
        let found = choose(&look.capture.diagnoses, wish).ok().map(|(chosen, _)| chosen);
        self.blind = look.failure.is_some();
        self.pace.end(!self.blind);
        if let Some(why) = &look.failure {
            let pause = self.pace.pause().map(|pause| pause_in_words(self.words, pause)).unwrap_or_default();
            self.line(&msg!("wait-blind", pause = pause, why = why.clone()));
            return None;
        }
        let Some(chosen) = found else { return Some(Outcome::Gone) };
        self.show(chosen);
        let facts = Facts::gather(&look.capture.loaded.snapshot, &chosen.subject);
        let outcome = followed.outcome(&facts, chosen);
        self.last = Some(look.capture);
        outcome
    }

    fn begun(&mut self, followed: &Followed, chosen: &Diagnosis) {
        let (deployment, name) = (followed.name(), full_name(chosen));
        let begun = match followed.revision.as_deref() {
            Some(revision) => {
                msg!("wait-begun-of", deployment = deployment, name = name, revision = revision)
            }
            None => msg!("wait-begun", deployment = deployment, name = name),
        };
        self.line(&begun);
    }

    /// What is waited for: a line that changes, or in a pipe one for every change.
    fn show(&mut self, chosen: &Diagnosis) {
        let at = chosen.captured.at.map(time_of_day).unwrap_or_default();
        let state = verdict::state_message(chosen.state);
        let headline = chosen.steps.deployments.step.headline.clone();
        let line = match chosen.state {
            State::Stuck => msg!("wait-look-stuck", at = at, state = state, verdict = chosen.verdict.clone()),
            _ => msg!("wait-look", at = at, state = state, headline = headline.clone()),
        };
        let what = (chosen.state, headline, chosen.verdict.key);
        self.progress.changing(&self.words.say(&line), &format!("{what:?}"));
    }

    /// How it ended, then what is known.
    fn finish(&mut self, followed: &Followed, end: End, wish: &Wish<'_>) -> anyhow::Result<u8> {
        self.progress.clear();
        self.line(&said(end, followed.name()));
        let Some(Capture { loaded, diagnoses, .. }) = self.last.take() else { return Ok(UNSEEN) };
        say_problems(&loaded, self.words);
        let input = Input {
            words: self.words,
            snapshot: &loaded.snapshot,
            diagnoses: &diagnoses,
            problems: &loaded.problems,
        };
        let waited_for = WaitedFor {
            deployment: followed.row.clone(),
            service_deployment: followed.record.clone(),
            outcome: word(end),
        };
        let usual = printing::triage(self.cli, &input, wish, self.settings.format, Some(waited_for))?;
        Ok(if self.blind { UNSEEN } else { exit_code(end, usual) })
    }

    fn line(&mut self, what: &Message) {
        self.progress.line(&self.words.say(what));
    }

    fn say(&mut self, what: &Message) {
        let line = format!("ecsplain: {}", self.words.say(what));
        self.progress.line(&line);
    }

    fn error(&self, what: &Message) -> anyhow::Error {
        anyhow::anyhow!(self.words.say(what))
    }
}

/// The exit code, where `usual` is that of the triage. What did not complete is never called well, and a
/// deployment that is complete is called so unless its tasks fail by now.
fn exit_code(end: End, usual: u8) -> u8 {
    let stuck = State::Stuck.exit_code();
    match end {
        End::Over(Outcome::Completed) if usual == stuck => stuck,
        End::Over(Outcome::Completed) => State::Steady.exit_code(),
        End::Over(Outcome::RolledBack) => State::RolledBack.exit_code(),
        End::Over(Outcome::Paused) => State::Paused.exit_code(),
        End::Over(Outcome::Failed | Outcome::Superseded | Outcome::Stopped | Outcome::Gone) => stuck,
        End::TimedOut | End::Interrupted => {
            let told = [State::Stuck, State::RollingBack, State::Paused].map(State::exit_code);
            if told.contains(&usual) { usual } else { State::Progressing.exit_code() }
        }
    }
}

fn word(end: End) -> &'static str {
    match end {
        End::Over(outcome) => outcome.word(),
        End::TimedOut => "timed-out",
        End::Interrupted => "interrupted",
    }
}

fn said(end: End, deployment: &str) -> Message {
    match end {
        End::Over(Outcome::Completed) => msg!("wait-completed", deployment = deployment),
        End::Over(Outcome::Failed) => msg!("wait-failed", deployment = deployment),
        End::Over(Outcome::RolledBack) => msg!("wait-rolled-back", deployment = deployment),
        End::Over(Outcome::Paused) => msg!("wait-paused", deployment = deployment),
        End::Over(Outcome::Superseded) => msg!("wait-superseded", deployment = deployment),
        End::Over(Outcome::Stopped) => msg!("wait-stopped", deployment = deployment),
        End::Over(Outcome::Gone) => msg!("wait-gone", deployment = deployment),
        End::TimedOut => msg!("wait-timed-out", deployment = deployment),
        End::Interrupted => msg!("wait-interrupted", deployment = deployment),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_complete_is_never_called_well() {
        let over = |outcome, usual| exit_code(End::Over(outcome), usual);
        assert_eq!(
            [over(Outcome::Completed, 0), over(Outcome::Completed, 1), over(Outcome::Completed, 6)],
            [0, 1, 0]
        );
        for outcome in [Outcome::Failed, Outcome::Superseded, Outcome::Stopped, Outcome::Gone] {
            assert_eq!(over(outcome, 0), 1);
        }
        assert_eq!([over(Outcome::RolledBack, 0), over(Outcome::Paused, 5)], [3, 4]);
        let ended: Vec<u8> = (0..=6).map(|usual| exit_code(End::TimedOut, usual)).collect();
        assert_eq!(ended, [5, 1, 5, 3, 4, 5, 5]);
    }
}
