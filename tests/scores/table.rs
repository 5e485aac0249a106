//! Counts of hits and misses a class, and their sum.

use std::collections::BTreeMap;
use std::fmt;

/// What was said of a case.
pub enum Answer {
    /// A class, and whether it was called a certain cause.
    Said {
        /// The class.
        class: String,
        /// Whether it was called a certain cause.
        certain: bool,
    },
    /// Nothing was recognised.
    Nothing,
}

#[derive(Default)]
struct Row {
    /// Cases of this class whose text is telling.
    telling: usize,
    /// Of those, the ones that were named.
    hits: usize,
    /// Cases of another class that were named so.
    wrong: usize,
    /// Cases of this class whose text is not telling, and how many of them were named all the same.
    hidden: usize,
    found: usize,
}

/// The table.
#[derive(Default)]
pub struct Table {
    rows: BTreeMap<String, Row>,
    certain_and_wrong: Vec<String>,
    missed: Vec<String>,
}

impl Table {
    /// How many texts that carry their class were named by it, and how many there are.
    pub fn sum(&self) -> (usize, usize) {
        self.rows.values().fold((0, 0), |(hits, all), row| (hits + row.hits, all + row.telling))
    }

    /// Counts one case.
    pub fn add(&mut self, id: &str, label: &str, telling: bool, answer: Answer) {
        let (said, certain) = match answer {
            Answer::Said { class, certain } => (Some(class), certain),
            Answer::Nothing => (None, false),
        };
        let hit = said.as_deref() == Some(label);
        let row = self.rows.entry(label.to_owned()).or_default();
        if telling {
            row.telling += 1;
            row.hits += usize::from(hit);
        } else {
            row.hidden += 1;
            row.found += usize::from(hit);
        }
        if hit {
            return;
        }
        if telling {
            self.missed.push(format!("{id}: {label} called {}", said.as_deref().unwrap_or("nothing")));
        }
        let Some(class) = said else { return };
        if telling {
            self.rows.entry(class.clone()).or_default().wrong += 1;
        }
        if certain {
            self.certain_and_wrong.push(format!("{id}: {label} called {class}"));
        }
    }
}

fn percent(part: usize, whole: usize) -> String {
    (part * 100).checked_div(whole).map_or_else(|| "–".to_owned(), |share| format!("{share}%"))
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{:<36} {:>7} {:>6} {:>9} {:>9}",
            "class", "telling", "recall", "precision", "untelling"
        )?;
        for (class, row) in &self.rows {
            let precision = percent(row.hits, row.hits + row.wrong);
            let recall = percent(row.hits, row.telling);
            let hidden = format!("{}/{}", row.found, row.hidden);
            writeln!(out, "{class:<36} {:>7} {recall:>6} {precision:>9} {hidden:>9}", row.telling)?;
        }
        let sum = |part: fn(&Row) -> usize| self.rows.values().map(part).sum::<usize>();
        let (telling, hits, wrong) = (sum(|row| row.telling), sum(|row| row.hits), sum(|row| row.wrong));
        writeln!(
            out,
            "all: recall {hits}/{telling} = {}, precision {}",
            percent(hits, telling),
            percent(hits, hits + wrong)
        )?;
        writeln!(out, "certain and wrong: {:?}", self.certain_and_wrong)?;
        write!(out, "missed: {:#?}", self.missed)
    }
}
