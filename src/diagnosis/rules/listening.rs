//! What the log of a task that fails its health check says of where it listens: `health.bind_address`,
//! `health.elb_wrong_port`, and a check that the application refuses for its Host header.

use super::{Case, Found, Judgement, Rule, Source, log_lines};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, RuledOut, StepId};
use crate::diagnosis::steps::events::EventKind;
use crate::diagnosis::steps::logs::LogTailLine;
use crate::diagnosis::text;
use crate::diagnosis::wording::evidence;
use crate::msg;
use crate::words::Message;

/// Words that begin or end a banner: where a server says that it is ready.
const BANNER: &str = "listening|listen on|running on|running at|started on|serving on|server at|available on|available at|\
    bound to|local:|tomcat started|started server on|ready on|uvicorn running|accepting connections";

/// Reads the banner of the container that matters, where a check fails.
#[derive(Debug)]
pub struct Listening;

/// Which check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// The load balancer's.
    Balancer,
    /// The container's own.
    Container,
}

/// A check that the application refuses because it does not know the Host header, by its log.
pub(super) fn refuses_host(given: &Case<'_>, found: &Found) -> Option<Message> {
    if found.finding.class != "health.elb_4xx" {
        return None;
    }
    let culprit = given.steps.exits.culprit.as_ref()?;
    let (lines, _) = log_lines::of(given, &culprit.container)?;
    let line = lines.iter().rev().find(|line| {
        let folded = text::fold(&line.text);
        log_lines::holds(
            &folded,
            &["invalid http_host header|disallowedhost|invalid host header|host not allowed|blocked host"],
        )
    })?;
    Some(msg!("note-host-header", line = line.text.trim()))
}

/// Where a banner says that the server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Banner {
    reach: Reach,
    port: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// `127.0.0.1`, `localhost`, `[::1]`: nothing outside of the task reaches it.
    Loopback,
    /// `ip-10-0-1-7…`: the address of the task's interface alone; its own loopback does not reach it.
    Interface,
    /// `0.0.0.0`, `[::]`, `*`.
    Everything,
    /// No address is said.
    Unsaid,
}

impl Rule for Listening {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let Some(check) = failing(given) else { return Vec::new() };
        let Some(culprit) = given.steps.exits.culprit.as_ref() else { return Vec::new() };
        if let Some(found) = dependency(given, &culprit.container) {
            return vec![Judgement::Present(found)];
        }
        let Some((lines, stated)) = log_lines::of(given, &culprit.container) else { return Vec::new() };
        let Some((line, banner)) = last_banner(lines) else { return Vec::new() };
        let sure = if stated { Confidence::Likely } else { Confidence::Possible };
        address(given, check, line, &banner, sure)
            .into_iter()
            .chain(port(given, check, line, &banner, sure).map(Judgement::Present))
            .chain(unasked(given, lines, line, &banner).map(Judgement::Present))
            .collect()
    }
}

/// The check that kills tasks now, as far as events and reasons of stops say.
pub(super) fn failing(given: &Case<'_>) -> Option<Check> {
    let reasons = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
    let reasons = reasons.filter_map(|group| group.reason.as_deref());
    let events = given.steps.events.groups.iter();
    let events = events.filter(|group| group.is_trouble() && group.kind == EventKind::Unhealthy);
    let mut texts = reasons.chain(events.map(|group| group.message.as_str())).map(text::fold);
    texts.find_map(|text| {
        if text.contains("failed container health checks") {
            return Some(Check::Container);
        }
        let balancer = text.contains("failed elb health checks") || text.contains("unhealthy in");
        balancer.then_some(Check::Balancer)
    })
}

fn address(
    given: &Case<'_>,
    check: Check,
    line: &LogTailLine,
    banner: &Banner,
    sure: Confidence,
) -> Option<Judgement> {
    let summary = match (check, banner.reach) {
        (Check::Balancer, Reach::Loopback) => msg!("cause-health-bind-loopback"),
        (Check::Container, Reach::Interface) => msg!("cause-health-bind-interface"),
        (_, Reach::Everything) => {
            let because = msg!("ruled-out-bind-address", line = &line.text);
            return Some(Judgement::Absent(RuledOut { class: "health.bind_address", because }));
        }
        _ => return None,
    };
    Some(Judgement::Present(found(given, "health.bind_address", line, sure)?.saying(summary)))
}

/// The server is ready on every address, checks get no answer, and no line tells of a check: they may never arrive.
/// A server that logs no requests looks the same.
fn unasked(given: &Case<'_>, lines: &[LogTailLine], line: &LogTailLine, banner: &Banner) -> Option<Found> {
    let events = given.steps.events.groups.iter().filter(|group| group.is_trouble());
    let timed_out = events.clone().any(|group| group.message.contains("Request timed out"));
    let asked = lines.iter().any(|line| line.text.contains("ELB-HealthChecker"));
    if !timed_out || asked || !matches!(banner.reach, Reach::Everything | Reach::Unsaid) {
        return None;
    }
    let found = found(given, "health.elb_sg", line, Confidence::Possible)?;
    Some(found.sure(Confidence::Possible, msg!("because-no-check-in-log")))
}

/// The port of the banner against the one that the load balancer is sent to.
fn port(
    given: &Case<'_>,
    check: Check,
    line: &LogTailLine,
    banner: &Banner,
    sure: Confidence,
) -> Option<Found> {
    let heard = banner.port.filter(|_| check == Check::Balancer)?;
    let balancers = &given.facts.service?.load_balancers;
    let wanted: Vec<i64> = balancers.iter().filter_map(|balancer| balancer.container_port).collect();
    if wanted.is_empty() || wanted.contains(&heard) {
        return None;
    }
    let mut found = found(given, "health.elb_wrong_port", line, sure)?;
    let field = "service.loadBalancers[0].containerPort";
    found.finding.evidence.push(evidence(field, wanted[0].to_string(), None));
    Some(found.saying(msg!("cause-health-wrong-port-of", heard = heard, wanted = wanted[0])))
}

fn found(given: &Case<'_>, class: &str, line: &LogTailLine, sure: Confidence) -> Option<Found> {
    let proof = vec![evidence(&line.field, &line.text, given.steps.logs.stream.as_deref())];
    let place = (StepId::LogsMetrics, Source::Container);
    let because =
        if sure == Confidence::Likely { msg!("because-banner") } else { msg!("because-log-unstated") };
    Some(given.found(causes::find(class)?, sure, place, proof).sure(sure, because).at(line.at))
}

/// The check is answered with an error of the application, whose log names something that it depends on.
fn dependency(given: &Case<'_>, container: &str) -> Option<Found> {
    let mut events = given.steps.events.groups.iter().filter(|group| group.is_trouble());
    events.find(|group| group.message.contains("with these codes: [5"))?;
    let (word, line, stated) = log_lines::read(given, container)?;
    if word.class() != "run.app_dependency" {
        return None;
    }
    let sure = if stated { Confidence::Likely } else { Confidence::Possible };
    let proof = vec![evidence(&line.field, &line.text, given.steps.logs.stream.as_deref())];
    let place = (StepId::LogsMetrics, Source::Container);
    let found = given.found(causes::find("health.elb_dependency")?, sure, place, proof);
    Some(found.sure(sure, msg!("because-log-line")).at(line.at))
}

/// The last line with which the server of the container that matters said that it is ready, and whether the log is
/// stated to be that container's.
pub(super) fn ready<'a>(given: &Case<'a>) -> Option<(&'a LogTailLine, bool)> {
    let culprit = given.steps.exits.culprit.as_ref()?;
    let (lines, stated) = log_lines::of(given, &culprit.container)?;
    last_banner(lines).map(|(line, _)| (line, stated))
}

fn last_banner(lines: &[LogTailLine]) -> Option<(&LogTailLine, Banner)> {
    lines.iter().rev().find_map(|line| Some((line, banner(&line.text)?)))
}

/// What a line says of where a server listens; nothing where it is no banner.
fn banner(line: &str) -> Option<Banner> {
    let folded = text::fold(line);
    if !log_lines::holds(&folded, &[BANNER]) {
        return None;
    }
    let reach = if log_lines::holds(&folded, &["127.0.0.1|localhost|[::1]"]) {
        Reach::Loopback
    } else if log_lines::holds(&folded, &["0.0.0.0|[::]:|*:|:::"]) {
        Reach::Everything
    } else if log_lines::holds(&folded, &["://ip-|@ip-| ip-"]) {
        Reach::Interface
    } else {
        Reach::Unsaid
    };
    Some(Banner { reach, port: port_in(&folded) })
}

/// `…:8080`, `port 8080`, `port(s): 8080`, `port=8080`; a time of day is none.
fn port_in(folded: &str) -> Option<i64> {
    let after_word = folded.split("port").skip(1).find_map(|rest| {
        let rest = rest.trim_start_matches(['s', '(', ')', ':', '=', ' ']);
        number(rest)
    });
    let after_colon = || {
        let mut parts = folded.rsplit(':').collect::<Vec<_>>();
        parts.pop();
        parts.into_iter().find_map(number)
    };
    after_word.or_else(after_colon).filter(|port| (80..=65_535).contains(port))
}

fn number(rest: &str) -> Option<i64> {
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    (2..=5).contains(&end).then(|| rest[..end].parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banners_of_many_servers_are_read() {
        let cases = [
            ("* Running on http://127.0.0.1:5000/ (Press CTRL+C to quit)", Reach::Loopback, Some(5000)),
            ("Server listening on 0.0.0.0:8080", Reach::Everything, Some(8080)),
            ("   - Local:        http://ip-10-0-1-7.ec2.internal:3000", Reach::Interface, Some(3000)),
            ("Tomcat started on port(s): 8080 (http)", Reach::Unsaid, Some(8080)),
            ("Listening on port 3000", Reach::Unsaid, Some(3000)),
            ("Uvicorn running on http://[::]:80", Reach::Everything, Some(80)),
        ];
        for (line, reach, port) in cases {
            assert_eq!(banner(line), Some(Banner { reach, port }), "{line}");
        }
        assert_eq!(banner("2026-11-22 10:11:12 GET /health 200"), None);
    }
}
