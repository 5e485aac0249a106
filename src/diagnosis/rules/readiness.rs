//! When the application of a task that failed its checks said in its log that it is ready. Checks that never passed
//! fit a slow start as well as a check that cannot pass; that moment tells the two apart.

use jiff::SignedDuration;

use super::{Case, Found, Judgement, Source, listening};
use crate::diagnosis::finding::{Confidence, Evidence, RuledOut};
use crate::diagnosis::wording::{evidence, span};
use crate::msg;
use crate::words::Message;

/// When the application was ready, in the life of the task that matters.
struct Ready {
    after: SignedDuration,
    lived: SignedDuration,
    stated: bool,
    proof: Evidence,
}

/// What the log makes of a slow start: ready shortly before the stop speaks for it, ready long before the stop leaves
/// something else for the checks to fail of. `summary` is said of when it was ready and how long the task lived.
pub(super) fn timed(
    given: &Case<'_>,
    found: Found,
    summary: impl Fn(Message, Message) -> Message,
) -> Judgement {
    let Some(ready) = ready(given) else { return Judgement::Present(found) };
    let (after, lived) = (span(ready.after), span(ready.lived));
    if ready.after < ready.lived / 2 {
        let because = msg!("ruled-out-slow-start", after = after, lived = lived);
        return Judgement::Absent(RuledOut { class: found.finding.class, because });
    }
    let (sure, because) = if ready.stated {
        (Confidence::Likely, msg!("because-ready-late"))
    } else {
        (Confidence::Possible, msg!("because-log-unstated"))
    };
    let mut found = found.sure(sure, because).saying(summary(after, lived));
    found.source = Source::Container;
    found.finding.evidence.push(ready.proof);
    Judgement::Present(found)
}

/// Nothing where the line was written outside of that life: it is another task's.
fn ready(given: &Case<'_>) -> Option<Ready> {
    let (line, stated) = listening::ready(given)?;
    let task = given.facts.tasks.get(given.steps.exits.culprit.as_ref()?.index)?;
    let began = task.started_at?;
    let (after, lived) = (line.at?.since(began), task.stopping_at?.since(began));
    let proof = evidence(&line.field, &line.text, given.steps.logs.stream.as_deref());
    (after <= lived && !after.is_negative()).then_some(Ready { after, lived, stated, proof })
}
