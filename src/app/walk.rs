//! The walk through the evidence: from one piece to the next, each at the very row that holds it.
//!
//! ```text
//! findings ──enter──► evidence 1 of 3 ──]──► 2 of 3 ──]──► 3 of 3 ──]──► the next finding
//!     ▲                     └──esc──┐
//!     └─────────────────────────────┘
//! ```

use super::list::List;
use super::spot::Spot;
use super::state::{ListId, Overlay, Page, Pane, State, telling_step};
use crate::diagnosis::{Diagnosis, Evidence, StepId};
use crate::kube::{DescribedLine, Provenance};
use crate::model::Origin;
use crate::msg;
use crate::view::RowId;
use crate::words::Message;

/// Where the walk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The class of the finding.
    pub class: &'static str,
    /// The place of the evidence in it.
    pub place: usize,
    /// Whether the evidence is on the screen.
    pub seen: bool,
    /// The row that holds it.
    row: Option<RowId>,
    /// What was laid over the panes to show it.
    cover: Option<Overlay>,
    /// The object whose JSON is shown.
    object: Option<Origin>,
}

impl State {
    /// Whether there is evidence to walk through.
    pub(super) fn can_walk(&self) -> bool {
        let found = self.diagnosis().is_some_and(|one| !one.findings.is_empty());
        found && self.page == Page::Triage && !self.is_choosing()
    }

    /// Goes `forward` to the next piece of evidence, or back to the one before; the first key begins the walk.
    pub(super) fn walk_on(&mut self, forward: bool) {
        let Some(diagnosis) = self.diagnosis() else { return };
        let all: Vec<(&'static str, usize)> = pieces(diagnosis).collect();
        let at = self.walk.as_ref().map(|walk| (walk.class, walk.place));
        let at = at.and_then(|at| all.iter().position(|one| *one == at));
        let next = match (at, forward) {
            (None, _) => Some(0),
            (Some(at), true) => at.checked_add(1),
            (Some(at), false) => at.checked_sub(1),
        };
        match next.and_then(|next| all.get(next)) {
            Some((class, place)) => self.walk_to(class, *place),
            None if forward => self.message = Some(msg!("walk-last")),
            None => self.message = Some(msg!("walk-first")),
        }
    }

    /// Goes to a piece of evidence.
    pub(super) fn walk_to(&mut self, class: &'static str, place: usize) {
        self.filter = None;
        self.overlay = None;
        self.beneath.clear();
        self.left = 0;
        let spot = self.spot_of(class, place);
        let object = spot.as_ref().and_then(Spot::object);
        let row = spot.as_ref().map(Spot::row);
        self.walk = Some(Walk { class, place, seen: false, row, cover: None, object });
        let Some(spot) = spot else { return };
        let seen = self.stand_at(&spot);
        if matches!(spot, Spot::Row(..)) {
            self.select_in_twin();
        }
        let cover = self.overlay;
        if let Some(walk) = &mut self.walk {
            (walk.seen, walk.cover) = (seen, cover);
        }
    }

    /// Puts the cursor there; tells whether it is there.
    fn stand_at(&mut self, spot: &Spot) -> bool {
        let row = spot.row();
        let pane = match spot {
            Spot::Row(step, _) => {
                self.go_to_step(*step);
                self.enter(Pane::Evidence);
                Pane::Evidence
            }
            Spot::Twin(_) => {
                self.enter(Pane::Steps);
                self.settle();
                self.show_twin();
                self.active()
            }
            Spot::Json(..) => {
                self.overlay = Some(Overlay::Raw);
                Pane::Overlay
            }
        };
        self.select(self.list_of(pane), row.clone());
        self.settle();
        self.list(pane).and_then(|list| list.selected.as_ref()) == Some(&row)
    }

    /// Of the twin beside the evidence, selects the line that states the same field.
    fn select_in_twin(&mut self) {
        let walk = self.walk.as_ref().filter(|_| self.layout.area(Pane::Describe).is_some());
        let Some(field) = walk.and_then(|walk| Some(self.evidence(walk.class, walk.place)?.field.clone()))
        else {
            return;
        };
        let described = self.described();
        let states =
            |line: &DescribedLine| matches!(&line.provenance, Provenance::Stated(name) if *name == field);
        self.lists.remove(&ListId::Describe);
        if let Some(place) = described.lines.iter().position(states) {
            self.select(ListId::Describe, RowId::Line(place));
        }
    }

    fn evidence(&self, class: &str, place: usize) -> Option<&Evidence> {
        let finding = self.diagnosis()?.findings.iter().find(|finding| finding.class == class)?;
        finding.evidence.get(place)
    }

    fn spot_of(&self, class: &str, place: usize) -> Option<Spot> {
        Spot::of(&self.facts()?, self.diagnosis()?, self.evidence(class, place)?)
    }

    /// Whether escape ends the walk: nothing was laid over what it shows.
    pub(super) fn can_end_walk(&self) -> bool {
        self.walk.as_ref().is_some_and(|walk| self.overlay == walk.cover)
    }

    /// Ends the walk, back at its evidence among the findings.
    pub(super) fn end_walk(&mut self) {
        let Some(walk) = self.walk.take() else { return };
        self.overlay = Some(Overlay::Findings);
        self.left = 0;
        self.select(ListId::Overlay(Overlay::Findings), RowId::Proof(walk.class, walk.place));
    }

    /// Begins a walk at the row that is selected among the findings.
    pub(super) fn walk_from_findings(&mut self) {
        if let Some((class, place)) = self.selected_proof() {
            self.walk_to(class, place);
        }
    }

    /// The evidence that is selected among the findings; of a finding its first.
    pub(super) fn selected_proof(&self) -> Option<(&'static str, usize)> {
        let findings = self.overlay == Some(Overlay::Findings);
        match self.list(Pane::Overlay).filter(|_| findings)?.selected {
            Some(RowId::Finding(class)) => Some((class, 0)),
            Some(RowId::Proof(class, place)) => Some((class, place)),
            _ => None,
        }
    }

    /// Takes the walk over to a newer capture. The cursor stays on its row, and goes along where the evidence of
    /// the newer capture stands in another one; who looks at something else is left there.
    pub(super) fn carry_walk(&mut self) {
        let Some(mut walk) = self.walk.take() else { return };
        let known = self.diagnosis().and_then(|one| one.findings.iter().find(|one| one.class == walk.class));
        let Some(last) = known.and_then(|finding| finding.evidence.len().checked_sub(1)) else {
            self.message = Some(msg!("walk-over"));
            if self.overlay == walk.cover {
                self.overlay = None;
            }
            return;
        };
        walk.place = walk.place.min(last);
        let spot = self.spot_of(walk.class, walk.place);
        walk.object = spot.as_ref().and_then(Spot::object);
        let cursor = self.list(self.active()).and_then(|list| list.selected.clone());
        let looks = self.overlay == walk.cover && cursor == walk.row;
        let moved = spot.map(|spot| spot.row()) != walk.row;
        let (class, place) = (walk.class, walk.place);
        self.walk = Some(walk);
        if looks && moved {
            self.walk_to(class, place);
        }
    }

    /// The object whose JSON the walk shows.
    pub(super) fn walked_object(&self) -> Option<Origin> {
        let walk = self.walk.as_ref().filter(|walk| walk.cover.is_none_or(|cover| cover == Overlay::Raw))?;
        walk.object.filter(|_| self.overlay == Some(Overlay::Raw))
    }

    /// What is said of the walk: where it stands, and of what.
    pub fn walked(&self) -> Option<Message> {
        let walk = self.walk.as_ref()?;
        let finding = self.diagnosis()?.findings.iter().find(|one| one.class == walk.class)?;
        let evidence = finding.evidence.get(walk.place)?;
        let (place, count, field) = (walk.place + 1, finding.evidence.len(), &evidence.field);
        Some(if walk.seen {
            msg!("walk-at", place = place, count = count, field = field, finding = finding.summary.clone())
        } else {
            msg!("walk-unseen", place = place, count = count, field = field, text = &evidence.text)
        })
    }

    /// On a page that was just opened, selects the row that the root cause rests on.
    pub(super) fn select_proof(&mut self) {
        if let Some((_, Some(row))) = self.proof() {
            self.select(ListId::Step(self.step), row);
        }
    }

    /// What the root cause rests on, where the page does not open on it.
    pub(super) fn proof_elsewhere(&self) -> Option<&Evidence> {
        let (proof, row) = self.proof()?;
        Some(proof).filter(|_| row.is_none())
    }

    /// The evidence of the root cause that says it in words, else the first; and its row, when it stands in the
    /// step that the page opens on. A log has its newest line selected, which may be another.
    fn proof(&self) -> Option<(&Evidence, Option<RowId>)> {
        let diagnosis = self.diagnosis()?;
        let root = diagnosis.findings.first()?;
        let said = root.evidence.iter().position(|one| one.text.trim().contains(' ')).unwrap_or(0);
        let row = match self.spot_of(root.class, said) {
            Some(Spot::Row(step, row)) if step == telling_step(diagnosis) && step != StepId::LogsMetrics => {
                Some(row)
            }
            _ => None,
        };
        Some((root.evidence.get(said)?, row))
    }

    /// Selects a row of a list, which is scrolled to it.
    pub(super) fn select(&mut self, list: ListId, row: RowId) {
        // The newest line of a log is held only as long as nobody looks at another one.
        let moved = list == ListId::Step(StepId::LogsMetrics);
        self.lists.insert(list, List { selected: Some(row), unseen: true, moved, ..List::default() });
    }
}

/// Every piece of evidence, finding by finding.
fn pieces(diagnosis: &Diagnosis) -> impl Iterator<Item = (&'static str, usize)> + '_ {
    diagnosis
        .findings
        .iter()
        .flat_map(|finding| (0..finding.evidence.len()).map(move |place| (finding.class, place)))
}
