//! One document: its shape is told, and every object in it decoded.

use serde::de::DeserializeOwned;

use crate::model::time::Time;
use crate::model::{Deployment, Failure, MetricSeries, Origin, Service, ServiceEvent};
use crate::msg;
use crate::words::Message;

use super::batch::Batch;
use super::decode;
use super::ends::Ends;
use super::logs::{LogEvent, LogField};
use super::loose::LooseContainer;
use super::object::Object;
use super::problems::{Problems, Site};
use super::scan::{self, Member, Piece, Span};
use super::shape::{self, Kind, SERVICE_EVENT_STARTS, Shape};
use super::shelf::Held;

/// Lists inside lists that are followed; `--query` makes two or three.
pub(super) const DEEPEST_LIST: usize = 16;

/// Reads one document into a [`Batch`].
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    ends: &'a Ends,
    pub(super) number: u32,
    pub(super) site: &'a Site,
    pub(super) problems: &'a mut Problems,
    pub(super) batch: Batch,
    /// The time that an envelope around the current object states.
    pub(super) envelope: Option<Time>,
    /// Documents that this one carries as text.
    pub(super) carried: Vec<String>,
    pub(super) depth: usize,
}

impl<'a> Reader<'a> {
    /// A reader of document `number`.
    pub(super) fn new(
        text: &'a str,
        ends: &'a Ends,
        number: u32,
        site: &'a Site,
        problems: &'a mut Problems,
    ) -> Self {
        let mut reader = Self {
            text,
            ends,
            number,
            site,
            problems,
            batch: Batch::default(),
            envelope: None,
            carried: Vec::new(),
            depth: 0,
        };
        reader.batch.origin = reader.origin(Span { start: 0, end: text.len() });
        reader
    }

    /// Reads the document: `piece` is its one value.
    pub(super) fn read(mut self, piece: Piece) -> (Batch, Vec<String>) {
        self.batch.origin = self.origin(piece.span);
        self.value(piece);
        if !piece.whole {
            self.broken(piece.span.end, msg!("reading-cut"));
        }
        (self.batch, self.carried)
    }

    fn value(&mut self, piece: Piece) {
        match self.first_byte(piece) {
            Some(b'{') => self.object(piece),
            Some(b'[') => self.array(piece),
            Some(b'"') => self.string(piece),
            _ => {}
        }
    }

    pub(super) fn array(&mut self, piece: Piece) {
        if self.depth >= DEEPEST_LIST {
            self.broken(piece.span.start, msg!("reading-too-deep"));
            return;
        }
        self.depth += 1;
        let parts = scan::elements(self.text, piece, self.ends);
        self.stray(parts.stray);
        for element in parts.items {
            self.value(element);
        }
        self.depth -= 1;
    }

    /// A string inside a list: an ARN, or the message of a service event.
    fn string(&mut self, piece: Piece) {
        let Ok(text) = serde_json::from_str::<String>(piece.span.of(self.text)) else { return };
        if self.batch.list_arn(&text) {
            return;
        }
        if SERVICE_EVENT_STARTS.iter().any(|start| text.starts_with(start)) {
            self.batch.events.push(ServiceEvent { message: text, ..ServiceEvent::default() });
        }
    }

    pub(super) fn object(&mut self, piece: Piece) {
        let parts = scan::members(self.text, piece, self.ends);
        match shape::of(self.text, &parts.items) {
            Shape::Object(kind) => self.keep(kind, piece),
            Shape::Answer => {
                self.stray(parts.stray);
                self.answer(&parts.items);
            }
            Shape::Rows => self.rows(piece, &parts.items),
            Shape::Envelope => self.envelope(piece, &parts.items),
            Shape::Wrapper => self.wrapper(piece, &parts.items),
            Shape::Error => self.error(piece, &parts.items),
            Shape::Unknown => {
                self.stray(parts.stray);
                self.unknown(piece, &parts.items);
            }
        }
    }

    fn answer(&mut self, members: &[Member<'_>]) {
        for member in members {
            let key = member.key.as_ref();
            if key == "events" {
                self.events(members, member.value);
            } else if shape::lists_arns(key) {
                self.value(member.value);
            } else if let Some(kind) = shape::answer_member(key) {
                self.batch.asked_targets |= kind == Kind::Target;
                self.list(kind, member.value);
            }
        }
    }

    /// `events` stands in answers about logs and in what `--query` leaves of a service.
    fn events(&mut self, members: &[Member<'_>], list: Piece) {
        const OF_LOGS: [&str; 3] = ["nextForwardToken", "nextBackwardToken", "searchedLogStreams"];
        if members.iter().any(|member| OF_LOGS.contains(&member.key.as_ref())) {
            self.batch.asked_logs = true;
            self.list(Kind::LogEvent, list);
        } else {
            self.value(list);
        }
    }

    /// The objects of a list whose kind is known; one object alone counts as a list of it.
    fn list(&mut self, kind: Kind, piece: Piece) {
        match self.first_byte(piece) {
            Some(b'[') => {
                let parts = scan::elements(self.text, piece, self.ends);
                self.stray(parts.stray);
                for element in parts.items {
                    self.element(kind, element);
                }
            }
            Some(b'n') => {}
            // Somebody put a whole answer behind the key that the answer has itself.
            Some(b'{') if self.is_answer(piece) => self.object(piece),
            _ => self.element(kind, piece),
        }
    }

    fn is_answer(&self, piece: Piece) -> bool {
        let members = scan::members(self.text, piece, self.ends).items;
        shape::of(self.text, &members) == Shape::Answer
    }

    fn element(&mut self, kind: Kind, piece: Piece) {
        match self.first_byte(piece) {
            Some(b'{') => self.keep(kind, piece),
            Some(b'[') => self.array(piece),
            Some(b'n') => {}
            Some(b'"') => self.string(piece),
            _ => {
                self.broken(piece.span.start, msg!("reading-not-an-object"));
            }
        }
    }

    /// Decodes an object and puts it into the batch.
    pub(super) fn keep(&mut self, kind: Kind, piece: Piece) {
        if !piece.whole {
            if kind == Kind::Service {
                self.cut_service(piece);
            }
            return;
        }
        match kind {
            Kind::Service => self.hold(piece, |batch| &mut batch.services),
            Kind::Task => self.hold(piece, |batch| &mut batch.tasks),
            Kind::TaskDefinition => self.hold(piece, |batch| &mut batch.task_definitions),
            Kind::Cluster => self.hold(piece, |batch| &mut batch.clusters),
            Kind::ServiceDeployment => self.hold(piece, |batch| &mut batch.service_deployments),
            Kind::ServiceRevision => self.hold(piece, |batch| &mut batch.service_revisions),
            Kind::TaskSet => self.hold(piece, |batch| &mut batch.task_sets),
            Kind::ContainerInstance => self.hold(piece, |batch| &mut batch.container_instances),
            Kind::CapacityProvider => self.hold(piece, |batch| &mut batch.capacity_providers),
            Kind::TargetGroup => self.hold(piece, |batch| &mut batch.target_groups),
            part => self.keep_part(part, piece),
        }
    }

    fn hold<T: Object + DeserializeOwned>(
        &mut self,
        piece: Piece,
        list: impl FnOnce(&mut Batch) -> &mut Vec<Held<T>>,
    ) {
        let Some(mut object) = self.decode::<T>(piece) else { return };
        object.set_origin(self.origin(piece.span));
        let captured = self.envelope.map(|envelope| within_a_second(envelope, object.newest()));
        if captured.is_none() {
            self.batch.saw(object.newest());
        }
        self.batch.newest_envelope = self.batch.newest_envelope.max(captured);
        list(&mut self.batch).push(Held { object, captured });
    }

    /// A service that is cut in its events, the longest part, still has what stands before them.
    fn cut_service(&mut self, piece: Piece) {
        let text = decode::closed(self.text, piece);
        let mut flaws = Vec::new();
        let Some(mut service) = decode::decode::<Service>(&text, decode::all_of(&text), &mut flaws) else {
            return;
        };
        if service.name().is_some() {
            service.set_origin(self.origin(piece.span));
            self.batch.saw(service.newest());
            self.batch.services.push(Held { object: service, captured: None });
        }
    }

    /// Decodes what is a part of something else and has no identity of its own.
    fn keep_part(&mut self, kind: Kind, piece: Piece) {
        let origin = self.origin(piece.span);
        match kind {
            Kind::Deployment => {
                let Some(row) = self.decode::<Deployment>(piece) else { return };
                self.batch.saw(row.created_at.max(row.updated_at));
                self.batch.rows.push(row);
            }
            Kind::ServiceEvent => {
                let Some(event) = self.decode::<ServiceEvent>(piece) else { return };
                self.batch.saw(event.created_at);
                self.batch.events.push(event);
            }
            Kind::Metric => {
                let Some(mut metric) = self.decode::<MetricSeries>(piece) else { return };
                metric.origin = origin;
                self.batch.saw(metric.timestamps.iter().max().copied());
                self.batch.metrics.push(metric);
            }
            Kind::Target => {
                let Some(target) = self.decode(piece) else { return };
                self.batch.targets.push(target);
            }
            Kind::Failure => {
                let Some(mut failure) = self.decode::<Failure>(piece) else { return };
                failure.origin = origin;
                self.batch.failures.push(failure);
            }
            Kind::LogEvent => self.log_event(piece),
            _ => self.container(piece),
        }
    }

    /// The log events of a query, newest first as a rule; a query that counts has none.
    fn rows(&mut self, piece: Piece, members: &[Member<'_>]) {
        let results = members.iter().find(|member| member.key == "results").map(|member| member.value);
        let rows: Vec<Vec<LogField>> = results.and_then(|list| self.decode(list)).unwrap_or_default();
        let mut events: Vec<LogEvent> = rows.into_iter().filter_map(LogEvent::of_row).collect();
        if events.is_empty() {
            return self.unknown(piece, members);
        }
        self.batch.asked_logs = true;
        events.sort_by_key(|event| event.timestamp);
        for event in events {
            self.logged(event);
        }
    }

    fn log_event(&mut self, piece: Piece) {
        let Some(event) = self.decode::<LogEvent>(piece) else { return };
        self.logged(event);
    }

    fn logged(&mut self, event: LogEvent) {
        if let Some(carried) = event.carried() {
            return self.carried.push(carried);
        }
        self.batch.saw(event.timestamp.max(event.ingestion_time));
        self.batch.log_lines.push(event.into_line());
    }

    fn container(&mut self, piece: Piece) {
        let Some(container) = self.decode::<LooseContainer>(piece) else { return };
        self.batch.containers.push((container.task_arn, container.container));
    }

    pub(super) fn decode<T: DeserializeOwned>(&mut self, piece: Piece) -> Option<T> {
        let mut flaws = Vec::new();
        let object = decode::decode(self.text, piece, &mut flaws);
        for flaw in flaws {
            self.broken(flaw.at, flaw.what);
        }
        if object.is_none() {
            self.broken(piece.span.start, msg!("reading-lost-object"));
        }
        object
    }

    fn stray(&mut self, at: Option<usize>) {
        if let Some(at) = at {
            self.broken(at, decode::syntax(self.text, at));
        }
    }

    pub(super) fn broken(&mut self, at: usize, what: Message) {
        let (site, text) = (self.site, self.text);
        self.problems.broken(|| site.place(text, at), what);
    }

    pub(super) fn note(&mut self, at: usize, what: Message) {
        let (site, text) = (self.site, self.text);
        self.problems.note(|| site.place(text, at), what);
    }

    pub(super) fn first_byte(&self, piece: Piece) -> Option<u8> {
        self.text.as_bytes()[..piece.span.end].get(piece.span.start).copied()
    }

    pub(super) fn origin(&self, span: Span) -> Origin {
        let (start, end) = (u32::try_from(span.start), u32::try_from(span.end));
        match (start, end) {
            (Ok(start), Ok(end)) => Origin { document: self.number, start, end },
            _ => Origin { document: self.number, start: 0, end: 0 },
        }
    }
}

/// EventBridge states `time` in whole seconds: a task's own moment of that second is the finer one.
fn within_a_second(envelope: Time, newest: Option<Time>) -> Time {
    let second = jiff::SignedDuration::from_secs(1);
    newest.filter(|newest| *newest > envelope && newest.since(envelope) < second).unwrap_or(envelope)
}
