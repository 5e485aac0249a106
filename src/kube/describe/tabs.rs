//! The column layout of Go's `text/tabwriter`, as kubectl sets it up: padding of two spaces, no minimum
//! width, no flags.
//!
//! A cell ends at a tab, so the text after the last tab of a line is no cell. A column is a run of
//! consecutive lines that have a cell at that place; its width is that of its widest cell, in characters
//! (not in screen columns: kubectl counts so), plus the padding.

/// Spaces between a column's widest cell and the next column.
const PADDING: usize = 2;

/// Lays out `lines`, whose cells are separated by tabs; the result has as many lines.
pub fn align(lines: &[String]) -> Vec<String> {
    let cells: Vec<Vec<&str>> = lines.iter().map(|line| line.split('\t').collect()).collect();
    let mut layout = Layout { cells: &cells, done: Vec::with_capacity(lines.len()) };
    layout.block(0, cells.len(), &mut Vec::new());
    layout.done
}

struct Layout<'a> {
    cells: &'a [Vec<&'a str>],
    done: Vec<String>,
}

impl Layout<'_> {
    /// Lays out lines `from..to`, of which the columns in `widths` are known: finds the runs of lines that
    /// have one more column, and lays those out first.
    fn block(&mut self, from: usize, to: usize, widths: &mut Vec<usize>) {
        let column = widths.len();
        let mut start = from;
        while start < to {
            let Some(first) = (start..to).find(|&line| self.has_cell(line, column)) else { break };
            let end = (first..to).find(|&line| !self.has_cell(line, column)).unwrap_or(to);
            self.write(start, first, widths);
            let widest = (first..end).map(|line| width(self.cells[line][column])).max().unwrap_or(0);
            widths.push(widest + PADDING);
            self.block(first, end, widths);
            widths.pop();
            start = end;
        }
        self.write(start, to, widths);
    }

    fn has_cell(&self, line: usize, column: usize) -> bool {
        column + 1 < self.cells[line].len()
    }

    fn write(&mut self, from: usize, to: usize, widths: &[usize]) {
        for line in &self.cells[from..to] {
            let mut text = String::new();
            for (index, cell) in line.iter().enumerate() {
                text.push_str(cell);
                if let Some(full) = widths.get(index) {
                    text.extend(std::iter::repeat_n(' ', full.saturating_sub(width(cell))));
                }
            }
            self.done.push(text);
        }
    }
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(text: &str) -> String {
        align(&text.split('\n').map(str::to_owned).collect::<Vec<_>>()).join("\n")
    }

    #[test]
    fn a_line_without_a_tab_ends_the_column() {
        assert_eq!(aligned("a:\t1\nlong:\t2\nx\nb:\t3"), "a:     1\nlong:  2\nx\nb:  3");
    }

    #[test]
    fn text_after_the_last_tab_does_not_widen_a_column() {
        assert_eq!(aligned("a\tvery long value\nb\tc\td"), "a  very long value\nb  c  d");
    }

    #[test]
    fn an_empty_cell_keeps_its_column_and_an_empty_value_leaves_the_padding() {
        assert_eq!(aligned("Labels:\ta\n\tb\nIP:\t"), "Labels:  a\n         b\nIP:      ");
    }

    #[test]
    fn width_is_counted_in_characters() {
        assert_eq!(aligned("名前:\tx\nab:\ty"), "名前:  x\nab:  y");
    }
}
