//! Step 5: the last log lines and the metrics.

use ratatui::text::Span;

use crate::diagnosis::steps::logs::{LogDestination, LogOwner, LogStep, LogTailLine, Metric};
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::{Body, Role, RowId, ViewContext, age, text};
use crate::words::Message;

/// From this width on the time stands before a log line.
const TIME_FROM: usize = 50;
/// Cells of a sparkline, at most.
const SPARK: usize = 60;
/// What CloudWatch calls a share in per cent.
const PERCENT: &str = "Utilization";
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Where the log goes, its lines with the newest last, then the metrics: as one reads a log.
pub fn body(step: &LogStep, ctx: &ViewContext<'_>) -> Body {
    written(step, ids(step).zip(&step.lines).collect(), ctx)
}

/// As [`body`], the newest line first: where lines come in, they come in at the top.
pub fn newest_first(step: &LogStep, ctx: &ViewContext<'_>) -> Body {
    let mut lines: Vec<_> = ids(step).zip(&step.lines).collect();
    lines.reverse();
    written(step, lines, ctx)
}

/// What each line is called by, however many came after it.
pub fn ids(step: &LogStep) -> impl Iterator<Item = RowId> + '_ {
    let (mut last, mut nth) = (None, 0);
    step.lines.iter().map(move |line| {
        nth = if last == Some(line.at) { nth + 1 } else { 0 };
        last = Some(line.at);
        RowId::LogLine(line.at, nth)
    })
}

fn written(step: &LogStep, lines: Vec<(RowId, &LogTailLine)>, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    destination(&mut draft, step);
    if step.lines.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-logs-empty"));
    }
    for (id, line) in lines {
        draft.row(id, |draft| log_line(draft, line));
    }
    if !step.metrics.is_empty() {
        draft.heading(&msg!("view-metrics"));
    }
    for metric in &step.metrics {
        draft.row(RowId::Metric(metric.label.clone()), |draft| metric_row(draft, metric));
    }
    draft.finish()
}

fn destination(draft: &mut Draft<'_>, step: &LogStep) {
    let message: Message = match &step.destination {
        LogDestination::Unknown => msg!("view-logs-to-unknown"),
        LogDestination::None => msg!("view-logs-to-none"),
        LogDestination::Driver { driver } => msg!("view-logs-to-driver", driver = driver),
        LogDestination::CloudWatch { group, stream: Some(stream), .. } => {
            msg!("view-logs-to-stream", group = group, stream = stream)
        }
        LogDestination::CloudWatch { group, .. } => msg!("view-logs-to-group", group = group),
    };
    draft.say(Role::Dim, 0, &message);
    match (step.owner, &step.stream) {
        (LogOwner::Other, Some(stream)) => {
            draft.say(Role::Warn, 0, &msg!("view-logs-from-other", stream = stream));
        }
        (LogOwner::Other | LogOwner::Unstated, _) => {
            draft.say(Role::Warn, 0, &msg!("view-logs-from-unstated"));
        }
        (LogOwner::Nobody | LogOwner::Culprit, _) => {}
    }
}

fn log_line(draft: &mut Draft<'_>, line: &LogTailLine) {
    if draft.width() < TIME_FROM {
        return draft.wrapped(Role::Text, 0, line.text.trim_end());
    }
    let time = line.at.map_or_else(|| "–".to_owned(), |at| age::clock(&draft.ctx, at));
    let indent = text::width(&time) + 2;
    draft.hanging(vec![span(Role::Dim, time)], indent, Role::Text, line.text.trim_end());
}

fn metric_row(draft: &mut Draft<'_>, metric: &Metric) {
    let values: Vec<f64> =
        metric.points.iter().map(|(_, value)| *value).filter(|value| value.is_finite()).collect();
    let Some((low, high, last)) = range(&values) else {
        let empty = draft.ctx.words.say(&msg!("view-metric-empty"));
        return draft.line(vec![outside(Role::Text, &metric.label), span(Role::Dim, format!("  {empty}"))]);
    };
    let percent = metric.label.contains(PERCENT);
    let unit = if percent { "%" } else { "" };
    let with = |value| format!("{}{unit}", number(value));
    let numbers = msg!("view-metric-range", low = with(low), high = with(high), last = with(last));
    let said = draft.ctx.words.say(&numbers);
    draft.line(vec![outside(Role::Text, &metric.label), span(Role::Dim, format!("  {said}"))]);
    // A tenth of what there is must not look like all of it; and one below the other, the bars stand at the same times.
    let full = if percent { high.max(100.0) } else { high };
    let drawn = sparkline(&values, full, draft.width().saturating_sub(4).min(SPARK));
    draft.line(vec![Span::raw("  "), span(Role::Accent, drawn)]);
}

fn range(values: &[f64]) -> Option<(f64, f64, f64)> {
    let last = *values.last()?;
    let low = values.iter().copied().fold(last, f64::min);
    Some((low, values.iter().copied().fold(last, f64::max), last))
}

/// At most two places after the point, none where they say nothing.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A bar a value, from zero to `full`; where there are more values than `cells`, a bar is the highest of its share.
fn sparkline(values: &[f64], full: f64, cells: usize) -> String {
    if cells == 0 {
        return String::new();
    }
    let share = values.len().div_ceil(cells).max(1);
    values.chunks(share).map(|chunk| bar(chunk.iter().copied().fold(0.0, f64::max), full)).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=7 before")]
fn bar(value: f64, full: f64) -> char {
    if full <= 0.0 {
        return BARS[0];
    }
    BARS[(value / full * 7.0).round().clamp(0.0, 7.0) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_fits_and_keeps_its_peaks() {
        assert_eq!(sparkline(&[0.0, 50.0, 100.0], 100.0, 10), "▁▅█");
        assert_eq!(sparkline(&[1.0, 9.0, 1.0, 1.0], 9.0, 2), "█▂");
        assert_eq!(sparkline(&[0.0, 0.0], 0.0, 9), "▁▁");
        assert_eq!(sparkline(&[1.0], 1.0, 0), "");
        assert_eq!(sparkline(&[9.0, 34.0, 99.0], 100.0, 9), "▂▃█", "a share of a hundred");
        assert_eq!((number(99.5), number(3.0), number(0.126)), ("99.5".into(), "3".into(), "0.13".into()));
    }
}
