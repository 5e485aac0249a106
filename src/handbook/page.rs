//! A page of the handbook.

/// A page. It lives as long as the program: ours are compiled in, those of a team are read once.
#[derive(Debug)]
pub struct Page {
    /// Its name: that of its file without the ending.
    pub name: &'static str,
    /// What a reader would look up.
    pub title: &'static str,
    /// The classes that it is about; none for a lesson.
    pub classes: &'static [&'static str],
    /// Exact texts that a reader may have before their eyes.
    pub strings: &'static [&'static str],
    /// Where AWS writes about it.
    pub see: &'static [&'static str],
    /// Its Markdown.
    pub body: &'static str,
    /// Whose page it is.
    pub home: Home,
}

/// Whose page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Ours.
    BuiltIn,
    /// A team's: the file.
    Team(&'static str),
}
