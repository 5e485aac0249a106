//! Which pane stands where: arithmetic on the size of the terminal, so that `update` knows how wide a body is
//! and how far a page goes.

use super::state::{Overlay, Page, Pane};

/// Columns from which the Kubernetes twin stands beside the evidence.
const TWIN_FROM: u16 = 100;
/// Rows below the verdict from which steps and evidence stand one above the other.
const BOTH_FROM: u16 = 12;
/// Rows below which the verdict is one line while something else is read.
const LOW: u16 = 14;
/// Rows from which a walk has a line of its own.
const WALK_FROM: u16 = 12;
/// A title and five steps.
const STEPS_HEIGHT: u16 = 6;

/// Cells of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "a rectangle")]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// Cuts `rows` off the top: these, and the rest.
    pub fn split_top(self, rows: u16) -> (Self, Self) {
        let rows = rows.min(self.height);
        let top = Self { height: rows, ..self };
        (top, Self { y: self.y + rows, height: self.height - rows, ..self })
    }

    /// Cuts `rows` off the bottom: the rest, and these.
    pub fn split_bottom(self, rows: u16) -> (Self, Self) {
        self.split_top(self.height - rows.min(self.height))
    }

    /// Cuts `columns` off the left: these, and the rest.
    pub fn split_left(self, columns: u16) -> (Self, Self) {
        let columns = columns.min(self.width);
        let left = Self { width: columns, ..self };
        (left, Self { x: self.x + columns, width: self.width - columns, ..self })
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Names and capture.
    pub header: Area,
    /// Why the account does not answer, while it does not.
    pub notice: Area,
    /// The verdict.
    pub verdict: Area,
    /// The five marks in one line, where the steps themselves have no place.
    pub strip: Area,
    /// The panes, each with its title line.
    pub panes: Vec<(Pane, Area)>,
    /// The column between left and right.
    pub separator: Area,
    /// Where a walk stands.
    pub walk: Area,
    /// The keys.
    pub footer: Area,
}

/// What the layout depends on.
#[derive(Debug, Clone, Copy)]
pub struct Want {
    /// Cells of the terminal.
    pub size: Size,
    /// Lines of the notice.
    pub notice: u16,
    /// Lines of the verdict.
    pub verdict: u16,
    /// Which page is open.
    pub page: Page,
    /// Which pane has the focus.
    pub focus: Pane,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// Whether one walks through the evidence.
    pub walking: bool,
}

impl Layout {
    /// Lays out the screen.
    pub fn of(want: Want) -> Self {
        let Size { width, height } = want.size;
        let whole = Area { x: 0, y: 0, width, height };
        let (header, rest) = whole.split_top(u16::from(height >= 6));
        let (rest, footer) = rest.split_bottom(u16::from(height >= 5));
        let (rest, walk) = rest.split_bottom(u16::from(want.walking && height >= WALK_FROM));
        // The steps never leave the screen: a long notice is cut before they are.
        let most = if height >= 20 { 4 } else { 1 };
        let (notice, rest) = rest.split_top(want.notice.min(most).min(rest.height / 3));
        // The verdict takes what the panes can do without.
        let reads = want.overlay.is_some() || matches!(want.focus, Pane::Evidence | Pane::Describe);
        let most = match rest.height.div_ceil(3).max(rest.height.saturating_sub(BOTH_FROM)) {
            most if reads && height < LOW => most.min(1),
            most => most,
        };
        let (verdict, body) = rest.split_top(want.verdict.min(most));
        let mut layout = Self { header, notice, verdict, walk, footer, ..Self::default() };
        if want.overlay.is_some() {
            layout.below_strip(want, body, Pane::Overlay);
        } else if want.page == Page::Services {
            layout.panes.push((Pane::Services, body));
        } else {
            layout.triage(want, body);
        }
        layout
    }

    fn triage(&mut self, want: Want, body: Area) {
        if body.height < BOTH_FROM {
            return match want.focus {
                Pane::Evidence | Pane::Describe => self.below_strip(want, body, want.focus),
                _ => self.panes.push((Pane::Steps, body)),
            };
        }
        let (left, right) = if body.width >= TWIN_FROM {
            body.split_left(left_width(body.width))
        } else {
            (body, Area::default())
        };
        let (steps, evidence) = left.split_top(STEPS_HEIGHT);
        self.panes.push((Pane::Steps, steps));
        self.panes.push((Pane::Evidence, evidence));
        if right.width > 0 {
            let (separator, describe) = right.split_left(1);
            self.separator = separator;
            self.panes.push((Pane::Describe, describe));
        }
    }

    fn below_strip(&mut self, want: Want, body: Area, pane: Pane) {
        let shown = want.page == Page::Triage && body.height >= 4;
        let (strip, rest) = body.split_top(u16::from(shown));
        self.strip = strip;
        self.panes.push((pane, rest));
    }

    /// Where `pane` stands, when it is to be seen.
    pub fn area(&self, pane: Pane) -> Option<Area> {
        self.panes.iter().find(|(one, _)| *one == pane).map(|(_, area)| *area)
    }
}

/// The left side is the wider one: its sentences wrap, kubectl's text does not.
fn left_width(width: u16) -> u16 {
    let share = if width >= 140 { u32::from(width) * 11 / 20 } else { u32::from(width) * 14 / 25 };
    u16::try_from(share).unwrap_or(width)
}

/// Columns of an area that a body may fill: one for the mark of the selection, one for the scrollbar.
pub fn body_width(area: Area) -> u16 {
    area.width.saturating_sub(2)
}

/// Rows that the title of a pane takes: the steps have none where it would push one of them out.
pub fn title_height(pane: Pane, area: Area) -> u16 {
    u16::from(pane != Pane::Steps || area.height >= STEPS_HEIGHT)
}

/// Rows of an area that a body may fill: all but the title.
pub fn body_height(pane: Pane, area: Area) -> u16 {
    area.height.saturating_sub(title_height(pane, area))
}
