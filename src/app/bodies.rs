//! The bodies in sight, kept from one frame to the next: a body is computed when its data or its width
//! changes, a frame only slices its lines.

use std::collections::HashMap;
use std::sync::Arc;

use super::layout::{Layout, Size, Want, body_height, body_width};
use super::list::List;
use super::state::{ListId, Overlay, Page, Pane, State};
use crate::diagnosis::{Diagnosis, StepId};
use crate::handbook::PageId;
use crate::kube::{self, Described, Twin};
use crate::model::Origin;
use crate::view::panel::describe::Fit;
use crate::view::panel::{
    asking, choices, deployments, describe, events, exits, findings, gaps, help, logs, next, raw, services,
    steps, stopped, verdict,
};
use crate::view::{Body, RowId, text};
use crate::words::Message;

/// Bodies that are kept, at most; a change of the size forgets all.
const KEPT: usize = 24;

/// A body in sight.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its lines.
    pub body: Arc<Body>,
    /// Rows that it may fill, column headings included.
    pub height: usize,
    content: Content,
    list: ListId,
}

/// What a body depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Content {
    panel: Panel,
    width: u16,
    filter: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Panel {
    Services,
    Steps(usize),
    Step(usize, StepId),
    Tasks(usize, String),
    Describe(usize, Twin, Fit),
    Findings(usize),
    Next(usize),
    Gaps(usize),
    Raw(usize, Option<RowId>, Option<Origin>),
    Help,
    Page(usize, PageId, Vec<PageId>),
    Pages,
    Choices(Overlay),
}

/// The bodies in sight and those that were.
#[derive(Debug, Default)]
pub struct Bodies {
    size: Option<Size>,
    verdict: Option<(usize, u16, Arc<Body>)>,
    shown: HashMap<Pane, Shown>,
    kept: HashMap<Content, Arc<Body>>,
    described: Option<(usize, Twin, Arc<Described>)>,
    identity: Option<(usize, String)>,
    /// What was shown of an older capture.
    before: HashMap<Pane, Shown>,
}

impl Bodies {
    /// What `pane` shows.
    pub fn shown(&self, pane: Pane) -> Option<&Shown> {
        self.shown.get(&pane)
    }

    /// The verdict above the panes.
    pub fn verdict(&self) -> Option<&Body> {
        self.verdict.as_ref().map(|(_, _, body)| body.as_ref())
    }

    /// Forgets all that was computed from an older capture, but for what was to be seen of it.
    pub(super) fn renew(&mut self) {
        let before = std::mem::take(&mut self.shown);
        *self = Self { size: self.size, before, ..Self::default() };
    }

    fn keep(&mut self, content: Content, body: &Arc<Body>) {
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        self.kept.insert(content, Arc::clone(body));
    }
}

impl State {
    /// Brings everything that follows from the rest up to date: layout, bodies, selections, scrolling.
    pub fn settle(&mut self) {
        if self.bodies.size != Some(self.size) {
            self.bodies = Bodies { size: Some(self.size), ..Bodies::default() };
        }
        self.settle_layout();
        if self.page == Page::Triage || self.watch.is_some() {
            self.settle_identity();
        }
        // In this order: the twin follows the evidence, an overlay may show the twin.
        for pane in [Pane::Services, Pane::Steps, Pane::Evidence, Pane::Describe, Pane::Overlay] {
            self.settle_pane(pane);
        }
    }

    /// The body of the verdict.
    pub fn verdict(&self) -> Option<&Body> {
        self.bodies.verdict()
    }

    /// The description of the twin, and its widest line in cells.
    pub fn described(&mut self) -> Arc<Described> {
        let twin = self.twin();
        if let Some((subject, of, described)) = &self.bodies.described
            && (*subject, of) == (self.subject, &twin)
        {
            return Arc::clone(described);
        }
        let described = self.facts().map(|facts| kube::describe(&facts, &twin)).unwrap_or_default();
        let described = Arc::new(described);
        self.bodies.described = Some((self.subject, twin, Arc::clone(&described)));
        described
    }

    /// The widest line of the twin, in cells.
    pub fn described_width(&mut self) -> usize {
        let described = self.described();
        described.lines.iter().map(|line| text::width(&line.text)).max().unwrap_or(0)
    }

    fn settle_layout(&mut self) {
        let verdict = self.settle_verdict();
        let notice = u16::try_from(self.notice(self.size.width.saturating_sub(2)).len()).unwrap_or(u16::MAX);
        let want = |state: &Self| Want {
            size: state.size,
            notice,
            verdict,
            page: state.page,
            focus: state.focus,
            overlay: state.overlay,
            walking: state.walk.is_some(),
        };
        self.layout = Layout::of(want(self));
        if self.layout.area(self.active()).is_none() {
            self.focus = if self.page == Page::Services { Pane::Services } else { self.leader };
            self.layout = Layout::of(want(self));
        }
    }

    /// Computes the verdict and tells its lines.
    fn settle_verdict(&mut self) -> u16 {
        // A column is left free at either side.
        let width = self.size.width.saturating_sub(2);
        if let Some((subject, at, body)) = &self.bodies.verdict
            && (*subject, *at) == (self.subject, width)
            && self.page == Page::Triage
        {
            return u16::try_from(body.lines.len()).unwrap_or(u16::MAX);
        }
        self.bodies.verdict = None;
        if self.page == Page::Triage
            && let Some(diagnosis) = self.diagnosis()
        {
            let body = verdict::body(diagnosis, self.proof_elsewhere(), &self.context(width));
            self.bodies.verdict = Some((self.subject, width, Arc::new(body)));
        }
        self.verdict().map_or(0, |body| u16::try_from(body.lines.len()).unwrap_or(u16::MAX))
    }

    fn settle_pane(&mut self, pane: Pane) {
        let Some(area) = self.layout.area(pane) else {
            self.bodies.shown.remove(&pane);
            return;
        };
        let content = Content {
            panel: self.panel(pane),
            width: body_width(area),
            filter: self.filter_of(pane).map(str::to_owned),
        };
        let height = usize::from(body_height(pane, area)) - self.footnote_height(pane);
        let list_id = self.list_of(pane);
        let changed =
            self.bodies.shown.get(&pane).is_none_or(|old| old.content != content || old.height != height);
        let body = self.body(&content);
        let before = self.bodies.before.remove(&pane).filter(|before| before.list == list_id);
        let carried = before.is_some();
        let list = self.lists.entry(list_id).or_insert_with(|| first_list(list_id, self.step));
        // Of a log one sees the newest line until one reads on: the container that matters may be another one.
        let pinned = self.watch.is_some() && list_id == ListId::Step(StepId::LogsMetrics) && !list.moved;
        match before {
            _ if pinned => {
                *list = List { selected: body.rows.first().map(|row| row.id.clone()), ..List::default() }
            }
            Some(before) if !list.unseen => list.carry(&before.body, &body, height),
            _ => list.settle(&body),
        }
        if list.unseen {
            list.show(&body, height);
        } else if changed && !carried {
            list.reveal(&body, height);
        } else {
            list.clamp(&body, height);
        }
        self.follow(pane);
        self.bodies.shown.insert(pane, Shown { body, height, content, list: list_id });
    }

    /// How many of the last rows of `pane` say where the selected line comes from.
    pub fn footnote_height(&self, pane: Pane) -> usize {
        let describes = matches!(self.list_of(pane), ListId::Describe | ListId::Overlay(Overlay::Describe));
        match self.layout.area(pane).filter(|_| describes && self.provenance).map(|area| area.height) {
            Some(14..) => 2,
            Some(6..) => 1,
            _ => 0,
        }
    }

    /// Where the selected line of the description in `pane` comes from.
    pub fn footnote(&self, pane: Pane) -> Option<Message> {
        let (_, _, described) = self.bodies.described.as_ref().filter(|_| self.footnote_height(pane) > 0)?;
        let place = self.list(pane)?.place;
        described.lines.get(place).map(|line| describe::provenance(&line.provenance))
    }

    /// Region and account of the open subject, as far as its ARNs state them.
    pub fn identity(&self) -> Option<&str> {
        self.bodies.identity.as_ref().map(|(_, text)| text.as_str())
    }

    fn settle_identity(&mut self) {
        if self.bodies.identity.as_ref().is_some_and(|(subject, _)| *subject == self.subject) {
            return;
        }
        let stated = self.facts().map(|facts| [facts.region(), facts.account()]);
        let watch = self.watch.as_ref();
        let region = self.snapshot.live.as_ref().and_then(|live| live.region.as_deref());
        let region = region.or_else(|| watch.and_then(|watch| watch.target.region.as_deref()));
        let [of_subject, account] = stated.unwrap_or_default();
        let profile = watch.and_then(|watch| watch.profile.as_deref());
        let parts = [region.or(of_subject), account, profile];
        let parts = parts.into_iter().flatten().map(text::clean_line);
        let identity = parts.collect::<Vec<_>>().join(" · ");
        self.bodies.identity = Some((self.subject, identity));
    }

    /// The selections that say what other panes show.
    fn follow(&mut self, pane: Pane) {
        match (pane, self.list(pane).and_then(|list| list.selected.as_ref())) {
            (Pane::Services, Some(RowId::Subject(key))) => {
                self.subject = self.keys.iter().position(|one| one == key).unwrap_or(self.subject);
            }
            (Pane::Steps, Some(RowId::Line(number))) => {
                let step = StepId::ALL.into_iter().find(|step| usize::from(step.number()) == *number);
                self.step = step.unwrap_or(self.step);
            }
            _ => {}
        }
    }

    /// The filter of the list that `pane` shows.
    pub fn filter_of(&self, pane: Pane) -> Option<&str> {
        let list = self.list_of(pane);
        let filter = self.filter.as_ref().filter(|filter| filter.list == list);
        filter.map(|filter| filter.text.as_str()).filter(|text| !text.is_empty())
    }

    fn panel(&self, pane: Pane) -> Panel {
        let subject = self.subject;
        match (self.list_of(pane), &self.group) {
            (ListId::Services, _) => Panel::Services,
            (ListId::Steps, _) => Panel::Steps(subject),
            (ListId::Tasks, Some(group)) => Panel::Tasks(subject, group.clone()),
            (ListId::Step(_) | ListId::Tasks, _) => Panel::Step(subject, self.step),
            (ListId::Describe | ListId::Overlay(Overlay::Describe), _) => {
                let skip = if self.wrap { 0 } else { self.left };
                Panel::Describe(subject, self.twin(), Fit { marks: self.provenance, wrap: self.wrap, skip })
            }
            (ListId::Overlay(Overlay::Findings), _) => Panel::Findings(subject),
            (ListId::Overlay(Overlay::Next), _) => Panel::Next(subject),
            (ListId::Overlay(Overlay::Gaps), _) => Panel::Gaps(subject),
            (ListId::Overlay(Overlay::Raw), _) => {
                Panel::Raw(subject, self.selected_row().cloned(), self.walked_object())
            }
            (ListId::Overlay(Overlay::Help), _) => Panel::Help,
            (ListId::Overlay(Overlay::Page), _) => {
                self.reading.page.map_or(Panel::Pages, |page| Panel::Page(subject, page, self.other_pages()))
            }
            (ListId::Overlay(Overlay::Pages), _) => Panel::Pages,
            (ListId::Overlay(overlay @ (Overlay::Profiles | Overlay::Regions)), _) => Panel::Choices(overlay),
        }
    }

    fn body(&mut self, content: &Content) -> Arc<Body> {
        if let Some(body) = self.bodies.kept.get(content) {
            return Arc::clone(body);
        }
        let body = match (&content.panel, &content.filter) {
            (Panel::Choices(overlay), typed) => {
                let typed = typed.as_deref().unwrap_or_default();
                let open = *overlay == Overlay::Regions;
                Arc::new(choices::body(&self.choices, typed, open, &self.context(content.width)))
            }
            (Panel::Pages, typed) => {
                Arc::new(self.pages_body(typed.as_deref().unwrap_or_default(), content.width))
            }
            (_, Some(needle)) => {
                let whole = Content { filter: None, ..content.clone() };
                Arc::new(self.body(&whole).filtered(needle))
            }
            (_, None) => Arc::new(self.compute(&content.panel, content.width)),
        };
        // What the keys do changes with everything else, and the help is short.
        if content.panel != Panel::Help {
            self.bodies.keep(content.clone(), &body);
        }
        body
    }

    fn compute(&mut self, panel: &Panel, width: u16) -> Body {
        if let Panel::Describe(_, _, fit) = panel {
            let described = self.described();
            return describe::fitted(&described, *fit, &self.context(width));
        }
        let ctx = self.context(width);
        if *panel == Panel::Services
            && self.diagnoses.is_empty()
            && let Some(asking) = self.asking()
        {
            return asking::body(&asking, &ctx);
        }
        if *panel == Panel::Services {
            return services::body(&self.snapshot, &self.diagnoses, &ctx);
        }
        if let Panel::Page(_, page, others) = panel {
            return self.page_body(*page, others, width);
        }
        if *panel == Panel::Help {
            return help::body(&self.help, &ctx);
        }
        let Some(diagnosis) = self.diagnosis() else { return Body::default() };
        match panel {
            Panel::Steps(_) => steps::body(&diagnosis.steps, &ctx),
            Panel::Step(_, step) => step_body(diagnosis, *step, &ctx),
            Panel::Tasks(_, signature) => {
                let group = diagnosis.steps.stopped.groups.iter().find(|group| group.signature == *signature);
                group.map(|group| stopped::tasks(group, &ctx)).unwrap_or_default()
            }
            Panel::Findings(_) => findings::body(diagnosis, &ctx),
            Panel::Next(_) => next::body(&diagnosis.next, &ctx),
            Panel::Gaps(_) => gaps::with_problems(&diagnosis.unchecked, &self.problems, &ctx),
            Panel::Raw(..) => raw::body(&self.selected_json().unwrap_or_default(), &ctx),
            Panel::Help
            | Panel::Services
            | Panel::Choices(_)
            | Panel::Describe(..)
            | Panel::Page(..)
            | Panel::Pages => Body::default(),
        }
    }
}

fn step_body(diagnosis: &Diagnosis, step: StepId, ctx: &crate::view::ViewContext<'_>) -> Body {
    let steps = &diagnosis.steps;
    match step {
        StepId::ServiceEvents => events::body(&steps.events, ctx),
        StepId::Deployments => deployments::body(&steps.deployments, ctx),
        StepId::StoppedTasks => stopped::body(&steps.stopped, ctx),
        StepId::ExitCodes => exits::body(&steps.exits, ctx),
        StepId::LogsMetrics => logs::newest_first(&steps.logs, ctx),
    }
}

/// Where a list begins: events at the newest, which is the last; the steps at the one that is
/// open; all others at the top.
fn first_list(list: ListId, step: StepId) -> List {
    match list {
        ListId::Step(StepId::ServiceEvents) => List { place: usize::MAX, ..List::default() },
        ListId::Steps => List { place: usize::from(step.number() - 1), ..List::default() },
        _ => List::default(),
    }
}
