//! Printing. `anstream` omits colours if the output is not a terminal or `NO_COLOR` is set.

use std::borrow::Cow;
use std::fmt;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};

pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const PLAIN: Style = Style::new();

/// Writes to standard output. `println!` would panic when the reader closes the pipe (`churnkey … | head`).
pub(crate) fn print(text: impl fmt::Display) {
    let _ = write!(anstream::stdout(), "{text}");
}

/// Replaces control characters, which a terminal would execute.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let is_unsafe = |letter: char| letter.is_control() && letter != '\n';
    if text.contains(is_unsafe) { text.replace(is_unsafe, "\u{FFFD}").into() } else { text.into() }
}

/// Cleans a text and cuts it to this many characters.
pub(crate) fn excerpt(text: &str, length: usize) -> String {
    let mut cut: String = clean(text.trim()).chars().take(length).collect();
    if text.trim().chars().count() > length {
        cut.push('…');
    }
    cut
}

/// A table of columns that are as wide as their widest cell.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Vec<Cell>>,
}

pub(crate) struct Cell {
    text: String,
    style: Style,
    right: bool,
}

impl Cell {
    pub(crate) fn new(style: Style, text: &str) -> Self {
        Self { text: clean(text).replace('\n', " "), style, right: false }
    }

    /// A number, or a dot for zero.
    pub(crate) fn count(style: Style, count: usize) -> Self {
        let (style, text) =
            if count == 0 { (FAINT, "·".into()) } else { (style, count.to_string()) };
        Self { text, style, right: true }
    }

    pub(crate) fn right(self) -> Self {
        Self { right: true, ..self }
    }
}

impl Table {
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let cells = |column| self.rows.iter().filter_map(move |row| row.get(column));
        let widths: Vec<_> = (0..columns)
            .map(|column| cells(column).map(|cell| cell.text.chars().count()).max().unwrap_or(0))
            .collect();
        for row in &self.rows {
            // No trailing spaces.
            let last = row.iter().rposition(|cell| !cell.text.is_empty()).unwrap_or_default();
            let row = row.get(..=last).unwrap_or_default();
            for (at, (Cell { text, style, right }, width)) in row.iter().zip(&widths).enumerate() {
                let space = " ".repeat(width.saturating_sub(text.chars().count()));
                let (before, after) = match right {
                    true => (space.as_str(), ""),
                    false if at == last => ("", ""),
                    false => ("", space.as_str()),
                };
                let gap = if at == last { "\n" } else { "  " };
                write!(f, "{before}{style}{text}{style:#}{after}{gap}")?;
            }
        }
        Ok(())
    }
}
